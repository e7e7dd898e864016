"""Our description of the API against Etsy's own document, where a folder with it is named.

The document states no licence, so no part of it is kept here; what is held against it: paths, methods, parameters,
bodies, required fields, types, scopes, and that everything we answer is known to it.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from integrations.sandbox.etsy.document import FILE

OURS = json.loads(FILE.read_text())
EVERYWHERE = {"401", "403", "404", "409", "429"}
"""Refusals that the document leaves out in places; its guides say that they can meet every request."""

pytestmark = pytest.mark.skipif(
    not os.environ.get("ETSY_REFERENCE"), reason="set ETSY_REFERENCE to a folder with Etsy's OpenAPI document"
)

OPERATIONS = [
    (path, method)
    for path, methods in OURS["paths"].items()
    for method, operation in methods.items()
    if "x-not-in-the-reference" not in operation
]
each_operation = pytest.mark.parametrize(("path", "method"), OPERATIONS)


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    for file in sorted(Path(os.environ["ETSY_REFERENCE"]).glob("*.json")):
        content = json.loads(file.read_text())
        if "paths" in content:
            return content
    raise AssertionError("the folder named by ETSY_REFERENCE holds no OpenAPI document")


def part(document: dict, entry: dict) -> dict:
    """Follow references and choices of one."""
    while "$ref" in entry or "oneOf" in entry:
        if "oneOf" in entry:
            (entry,) = [{**entry["oneOf"][0], **({"nullable": True} if entry.get("nullable") else {})}]
        found = document
        for name in entry.get("$ref", "#").split("/")[1:]:
            found = found[name]
        if "$ref" in entry:
            entry = {**found, **({"nullable": True} if entry.get("nullable") else {})}
    return entry


def differences(theirs: dict, mine: dict, other: dict, where: str) -> list[str]:
    """Say where a schema of ours is not theirs; a member of theirs that we leave out is no difference."""
    mine, other = part(OURS, mine), part(theirs, other)
    found = [
        f"{where}: {name} is {mine.get(name)!r}, theirs {other.get(name)!r}"
        for name in ("type", "format", "nullable", "minimum", "maximum")
        if mine.get(name) != other.get(name)
    ]
    if mine.get("enum") != other.get("enum"):
        found.append(f"{where}: enum {mine.get('enum')} / {other.get('enum')}")
    if "default" in mine and mine["default"] != other.get("default"):
        found.append(f"{where}: default")
    for name, member in mine.get("properties", {}).items():
        known = other.get("properties", {})
        if name in known:
            found += differences(theirs, member, known[name], f"{where}.{name}")
        elif mine.get("properties", {}).keys() != {"error", "error_description"}:
            found.append(f"{where}: {name} is not known to them")
    if "items" in mine:
        found += differences(theirs, mine["items"], other["items"], f"{where}[]")
    return found


@each_operation
def test_every_operation_is_theirs(theirs: dict, path: str, method: str):
    mine, other = OURS["paths"][path][method], theirs["paths"][path][method]
    assert mine["operationId"] == other["operationId"]
    scopes = [entry.get("oauth2") for entry in mine["security"]]
    assert scopes == [entry.get("oauth2") for entry in other.get("security", [{}])]


@each_operation
def test_every_parameter_is_theirs(theirs: dict, path: str, method: str):
    mine = {one["name"]: one for one in (part(OURS, p) for p in OURS["paths"][path][method]["parameters"])}
    other = {one["name"]: one for one in theirs["paths"][path][method].get("parameters", ())}
    assert not [name for name, one in other.items() if one["required"] and name not in mine]
    found = []
    for name, one in mine.items():
        assert (one["in"], one["required"]) == (other[name]["in"], other[name]["required"])
        found += differences(theirs, one["schema"], other[name]["schema"], name)
    assert not found


@each_operation
def test_every_body_is_theirs(theirs: dict, path: str, method: str):
    mine = OURS["paths"][path][method].get("requestBody", {}).get("content", {})
    other = theirs["paths"][path][method].get("requestBody", {}).get("content", {})
    assert mine.keys() == other.keys()
    for kind, media in mine.items():
        assert media["schema"].get("required", []) == other[kind]["schema"].get("required", [])
        assert not differences(theirs, media["schema"], other[kind]["schema"], kind)


@each_operation
def test_every_answer_is_theirs(theirs: dict, path: str, method: str):
    mine, other = OURS["paths"][path][method]["responses"], theirs["paths"][path][method]["responses"]
    assert not mine.keys() - other.keys() - EVERYWHERE
    for status in mine.keys() & other.keys():
        told, known = part(OURS, mine[status]).get("content"), other[status].get("content")
        assert bool(told) == bool(known)
        if told and known:
            schemas = (each["application/json"]["schema"] for each in (told, known))
            assert not differences(theirs, *schemas, status)


def test_their_way_in_is_ours(theirs: dict):
    mine, other = OURS["components"]["securitySchemes"], theirs["components"]["securitySchemes"]
    assert (mine["api_key"]["name"], mine["api_key"]["in"]) == (
        other["api_key"]["name"],
        other["api_key"]["in"],
    )
    assert "keystring:shared_secret" in other["api_key"]["description"]
    ways = [each["oauth2"]["flows"]["authorizationCode"] for each in (mine, other)]
    assert ways[0]["authorizationUrl"] == ways[1]["authorizationUrl"]
    assert ways[0]["tokenUrl"] == ways[1]["tokenUrl"]
    assert ways[0]["scopes"].keys() <= ways[1]["scopes"].keys()
