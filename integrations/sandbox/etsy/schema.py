"""Holds values against the schemas of an OpenAPI 3.0 document: as many keywords as ours uses, and no others.

A keyword that is not known stops the start, rather than being passed over.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

KNOWN = frozenset(
    {
        "type",
        "format",
        "enum",
        "nullable",
        "minimum",
        "maximum",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "oneOf",
        "default",
        "description",
        "$ref",
    }
)
LARGEST_INT64 = 2**63 - 1
TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str, bytes),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


class UnknownKeywordError(ValueError):
    """The document says something that would not be checked."""


def check_keywords(schema: Schema) -> None:
    """Refuse a schema that says more than is checked."""
    if unknown := schema.keys() - KNOWN:
        raise UnknownKeywordError(f"schema keyword {', '.join(sorted(unknown))}")
    for inner in (*schema.get("properties", {}).values(), *schema.get("oneOf", ())):
        check_keywords(inner)
    if "items" in schema:
        check_keywords(schema["items"])


def resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Follow a reference to another schema, and a choice of one."""
    while "$ref" in schema or "oneOf" in schema:
        nullable = schema.get("nullable", False)
        inner = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else _only(schema["oneOf"])
        schema = {**inner, "nullable": True} if nullable else inner
    return schema


def problems(
    value: Any, schema: Schema, schemas: Mapping[str, Schema], where: str = "value"
) -> Iterator[str]:
    """Say what is wrong with a value; nothing where it is as it should be."""
    schema = resolved(schema, schemas)
    if value is None:
        yield from [] if schema.get("nullable") else [f"{where} must not be null"]
        return
    kind = schema["type"]
    if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{where} must be of type {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} must be one of {', '.join(map(str, schema['enum']))}"
    yield from _inside(value, schema, schemas, where)


def read_text(text: str, schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    """Read the text of an address or a form as a schema's type; as it is where it cannot be read so."""
    schema = resolved(schema, schemas)
    if schema["type"] == "integer" and re.fullmatch(r"-?[0-9]{1,20}", text):
        return int(text)
    if schema["type"] == "boolean" and text.lower() in ("true", "false", "1", "0"):
        return text.lower() in ("true", "1")
    if schema["type"] == "array":
        return [read_text(item, schema["items"], schemas) for item in text.split(",") if item]
    return text


def _only(choices: list[Schema]) -> Schema:
    if len(choices) != 1:
        raise UnknownKeywordError("oneOf of several schemas")
    return choices[0]


def _inside(value: Any, schema: Schema, schemas: Mapping[str, Schema], where: str) -> Iterator[str]:
    if schema["type"] in ("integer", "number"):
        yield from _bounds(value, schema, where)
    elif schema["type"] == "array":
        for index, item in enumerate(value):
            yield from problems(item, schema["items"], schemas, f"{where}[{index}]")
    elif schema["type"] == "object":
        yield from _members(value, schema, schemas, where)


def _bounds(value: float, schema: Schema, where: str) -> Iterator[str]:
    largest = schema.get("maximum", LARGEST_INT64 if schema.get("format") == "int64" else value)
    if value < schema.get("minimum", value) or value > largest:
        yield f"{where} is out of bounds"


def _members(
    value: Mapping[str, Any], schema: Schema, schemas: Mapping[str, Schema], where: str
) -> Iterator[str]:
    members = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where} lacks {name}"
    for name, inner in value.items():
        if name in members:
            yield from problems(inner, members[name], schemas, f"{where}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{where} has {name}, which is not known"
