"""Reads what a request says, as its operation describes it: 400 for whatever is missing, unknown or of a wrong kind.

A form is read as PHP reads it: a field that comes with a file name is a file, whatever it is called, and is not seen
among the fields; of a repeated name only the last counts.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from integrations.sandbox.etsy.document import JSON, Document, Operation
from integrations.sandbox.etsy.refusals import RefusedError
from integrations.sandbox.etsy.schema import Schema, problems, read_text
from integrations.sandbox.http import Request

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
NO_IMAGE = "Either a valid image file or a listing_image_id must be provided."


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read."""

    operation: Operation
    named: dict[str, int]
    """What the path names."""
    query: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)


def read_call(document: Document, operation: Operation, named: Mapping[str, str], request: Request) -> Call:
    """Read a request, or refuse it."""
    path = _parameters(document, operation, "path", named)
    query = _parameters(document, operation, "query", request.query)
    return Call(operation, path, query, _content(document, operation, request))


def _parameters(
    document: Document, operation: Operation, place: str, given: Mapping[str, str]
) -> dict[str, Any]:
    known = {one.name: one for one in operation.parameters if one.place == place}
    if unknown := given.keys() - known.keys():
        raise RefusedError(400, f"Unknown parameter: {', '.join(sorted(unknown))}")
    read: dict[str, Any] = {}
    for name, parameter in known.items():
        if name not in given:
            if parameter.required:
                raise RefusedError(400, f"Missing input parameter: [{name}]")
            if parameter.schema.get("default") is not None:
                read[name] = parameter.schema["default"]
            continue
        read[name] = read_text(given[name], parameter.schema, document.schemas)
        _require(read[name], parameter.schema, document, name)
    return read


def _content(document: Document, operation: Operation, request: Request) -> dict[str, Any]:
    if not operation.body:
        return {}
    (kind, schema), *_ = operation.body.items()
    sent = request.headers.get("content-type", "")
    if kind == JSON:
        return _json(document, schema, request)
    if sent.partition(";")[0].strip().lower() != kind:
        raise RefusedError(400, NO_IMAGE if kind == MULTIPART else f"The content type must be {kind}")
    if kind == FORM:
        pairs = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        return _fields(document, schema, {name: values[-1] for name, values in pairs.items()})
    fields, files = read_multipart(sent, request.body)
    binary = {name for name, member in schema["properties"].items() if member.get("format") == "binary"}
    return _fields(document, schema, fields) | {name: files[name] for name in binary & files.keys()}


def _json(document: Document, schema: Schema, request: Request) -> dict[str, Any]:
    try:
        content = json.loads(request.body or b"{}")
    except ValueError:
        raise RefusedError(400, "The body is not JSON") from None
    _require(content, schema, document, "body")
    read: dict[str, Any] = content
    return read


def _fields(document: Document, schema: Schema, given: Mapping[str, str]) -> dict[str, Any]:
    members = schema["properties"]
    if unknown := given.keys() - members.keys():
        raise RefusedError(400, f"Unknown field: {', '.join(sorted(unknown))}")
    read = {
        name: member["default"]
        for name, member in members.items()
        if "default" in member and name not in given
    }
    for name, text in given.items():
        if members[name].get("format") != "binary":  # a picture that is no file is not seen
            read[name] = read_text(text, members[name], document.schemas)
    _require(read, {**schema, "required": schema.get("required", [])}, document, "body")
    return read


def _require(value: Any, schema: Schema, document: Document, where: str) -> None:
    found = next(problems(value, schema, document.schemas, where), None)
    if found:
        missing = re.fullmatch(r"\w+ lacks (\w+)", found)
        raise RefusedError(400, f"Missing input parameter: [{missing[1]}]" if missing else found)


def read_multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """Read a form of several parts: its fields, and its files."""
    boundary = re.search(r'boundary="?([^";]+)"?', content_type)
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode()) if boundary else []
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise RefusedError(400, NO_IMAGE)
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for piece in pieces[1:-1]:
        head, _, content = piece.partition(b"\r\n\r\n")
        name = re.search(rb'(?<![a-z])name="([^"]*)"', head)
        if name is None:
            raise RefusedError(400, NO_IMAGE)
        if re.search(rb"filename\*?=", head):
            files[name[1].decode("utf-8", "replace")] = content
        else:
            fields[name[1].decode("utf-8", "replace")] = content.decode("utf-8", "replace")
    return fields, files
