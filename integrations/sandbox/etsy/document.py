"""Our description of the API, read once: which operation a request is, what it may say, what may be answered."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from integrations.sandbox.etsy.schema import Schema, check_keywords, problems

FILE = Path(__file__).parent / "openapi.json"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a path or a query."""

    name: str
    place: str
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: re.Pattern[str]
    parameters: tuple[Parameter, ...]
    body: Mapping[str, Schema]
    """The schema of each content type it takes; empty where it takes none."""
    answers: Mapping[int, Schema | None]
    """The schema of each status it may answer with; None where there is nothing to say."""
    needs_key: bool
    scopes: tuple[str, ...] | None
    """The scopes of the token it needs; None where it needs no token."""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole description."""

    operations: tuple[Operation, ...]
    schemas: Mapping[str, Schema]

    def find(self, method: str, path: str) -> tuple[Operation | None, dict[str, str], set[str]]:
        """Return a request's operation with what its path names, and the methods that its path knows."""
        known: set[str] = set()
        for operation in self.operations:
            found = operation.path.fullmatch(path)
            if found and operation.method == method:
                return operation, found.groupdict(), known
            if found:
                known.add(operation.method)
        return None, {}, known

    def faults(self, operation: Operation, status: int, content: Any) -> list[str]:
        """Say what is wrong with an answer of our own."""
        if status not in operation.answers:
            return [f"{operation.id} may not answer {status}"]
        schema = operation.answers[status]
        if schema is None:
            return [] if content is None else [f"{operation.id} has nothing to say with {status}"]
        return list(problems(content, schema, self.schemas, operation.id))


@cache
def read_document() -> Document:
    """Read the file, and refuse what would not be checked."""
    content = json.loads(FILE.read_text())
    parts = content["components"]
    for schema in parts["schemas"].values():
        check_keywords(schema)
    operations = [
        _operation(path, method, entry, parts)
        for path, methods in content["paths"].items()
        for method, entry in methods.items()
    ]
    return Document(tuple(operations), parts["schemas"])


def _operation(path: str, method: str, entry: Mapping[str, Any], parts: Mapping[str, Any]) -> Operation:
    security = entry["security"][0] if entry["security"] else {}
    body = entry.get("requestBody", {}).get("content", {})
    answers = {status: _part(answer, parts["responses"]) for status, answer in entry["responses"].items()}
    return Operation(
        id=entry["operationId"],
        method=method.upper(),
        path=re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)),
        parameters=tuple(_parameter(_part(one, parts["parameters"])) for one in entry["parameters"]),
        body={kind: media["schema"] for kind, media in body.items()},
        answers={int(status): _json_schema(answer) for status, answer in answers.items()},
        needs_key="api_key" in security,
        scopes=tuple(security["oauth2"]) if "oauth2" in security else None,
    )


def _parameter(entry: Mapping[str, Any]) -> Parameter:
    return Parameter(entry["name"], entry["in"], entry["required"], entry["schema"])


def _part(entry: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in entry:
        part: Mapping[str, Any] = parts[entry["$ref"].rpartition("/")[2]]
        return part
    return entry


def _json_schema(answer: Mapping[str, Any]) -> Schema | None:
    content = answer.get("content")
    return content[JSON]["schema"] if content else None
