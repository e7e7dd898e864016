"""The API's documentation as a page: made of the schema, so the two cannot disagree."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a call takes."""

    name: str
    kind: str
    is_required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One call."""

    method: str
    path: str
    text: str
    takes: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]


@cache
def sections() -> list[Section]:
    """Return every call, in the order of its path."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    shapes = schema["components"]["schemas"]
    return [
        _section(method.upper(), path, operation, shapes)
        for path, operations in sorted(schema["paths"].items())
        for method, operation in operations.items()
    ]


def _section(method: str, path: str, operation: dict[str, Any], shapes: dict[str, Any]) -> Section:
    parameters = [
        Field(each["name"], _kind(each["schema"]), each.get("required", False), each.get("description", ""))
        for each in operation.get("parameters", [])
    ]
    body: dict[str, Any] = next(iter(operation.get("requestBody", {}).get("content", {}).values()), {})
    shape = shapes.get(body.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1], {})
    needed = shape.get("required", [])
    fields = [
        Field(name, _kind(value), name in needed, value.get("description", ""))
        for name, value in shape.get("properties", {}).items()
    ]
    answers = tuple((code, each.get("description", "")) for code, each in operation["responses"].items())
    return Section(method, path, operation.get("description", ""), (*parameters, *fields), answers)


def _kind(schema: dict[str, Any]) -> str:
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if schema.get("format") == "binary":
        return "file"
    return str(schema.get("type", "choice"))
