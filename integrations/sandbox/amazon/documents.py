"""Amazon's own models: which operation an address is, what it asks of a request, and what an answer must look like.

Requests that a model does not allow are refused as the model says; an answer that a model does not allow is a defect
of the stand-in and stops it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, Draft7Validator  # type: ignore[import-untyped]

SPECS = Path(__file__).parent / "specs"
MODELS = (
    "listingsItems_2021-08-01.json",
    "definitionsProductTypes_2020-09-01.json",
    "catalogItems_2022-04-01.json",
    "feeds_2021-06-30.json",
)
NOTIFICATION = "ListingsItemIssuesChangeNotification_2023-12-13.json"
FEED = "listings-feed-schema-v2.json"
FEED_REPORT = "listings-feed-processing-report-schema-v2.json"

_PLAN = re.compile(r"\| ([\d.]+) \| (\d+) \|")


class DefectiveAnswerError(Exception):
    """The stand-in was about to say something that Amazon's model does not allow."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a model."""

    name: str
    method: str
    expression: re.Pattern[str]
    parameters: tuple[Mapping[str, Any], ...]
    responses: Mapping[str, Any]
    definitions: Mapping[str, Any]
    rate: float
    burst: float

    def complaint(self, path: Mapping[str, str], query: Mapping[str, str], body: Any) -> str:
        """Return what is wrong with a request; "" where nothing is."""
        known = {parameter["name"] for parameter in self.parameters if parameter["in"] == "query"}
        if unknown := sorted(query.keys() - known):
            return f"Unknown parameter '{unknown[0]}'."
        places = {"path": path, "query": query}
        found = (
            self._body_complaint(parameter, body)
            if parameter["in"] == "body"
            else _parameter_complaint(parameter, places[parameter["in"]].get(parameter["name"]))
            for parameter in self.parameters
        )
        return next(filter(None, found), "")

    def check_answer(self, status: int, content: Any) -> None:
        """Raise where the model allows no such answer."""
        response = self.responses.get(str(status))
        if response is None:
            raise DefectiveAnswerError(f"{self.name} has no answer {status}")
        if "schema" in response:
            errors = [error.message for error in self._validator(response["schema"]).iter_errors(content)]
            if errors:
                raise DefectiveAnswerError(f"{self.name} {status}: {errors[0]}")

    def _body_complaint(self, parameter: Mapping[str, Any], body: Any) -> str:
        error = next(self._validator(parameter["schema"]).iter_errors(body), None)
        if error is None:
            return ""
        where = ".".join(str(part) for part in error.absolute_path)
        return f"Invalid request body{' at ' + where if where else ''}: {error.message}"

    def _validator(self, schema: Mapping[str, Any]) -> Draft4Validator:
        return Draft4Validator({"allOf": [schema], "definitions": self.definitions})


@cache
def operations() -> tuple[Operation, ...]:
    """Return every operation that is served."""
    return tuple(operation for name in MODELS for operation in _operations(model(name)))


@cache
def model(name: str) -> dict[str, Any]:
    """Return one of Amazon's documents."""
    content: dict[str, Any] = json.loads((SPECS / name).read_text(encoding="utf-8"))
    return content


def complaints(name: str, content: Any) -> Iterator[str]:
    """Yield what is wrong with a feed, a report or a notification."""
    for error in Draft7Validator(model(name)).iter_errors(content):
        yield f"{'.'.join(str(part) for part in error.absolute_path)}: {error.message}"


def require(name: str, content: Any) -> None:
    """Raise where a document of ours is not as its schema says."""
    found = next(complaints(name, content), None)
    if found:
        raise DefectiveAnswerError(f"{name}: {found}")


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        # A SKU may hold a slash: the last part of a path takes the rest.
        expression = re.sub(r"\{(\w+)\}$", r"(?P<\1>.+)", path)
        expression = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", expression)
        for method, operation in methods.items():
            plan = _PLAN.search(operation["description"])
            yield Operation(
                name=operation["operationId"],
                method=method.upper(),
                expression=re.compile(expression),
                parameters=tuple(operation["parameters"]),
                responses=operation["responses"],
                definitions=document["definitions"],
                rate=float(plan[1]) if plan else 1.0,
                burst=float(plan[2]) if plan else 1.0,
            )


def _parameter_complaint(parameter: Mapping[str, Any], value: str | None) -> str:
    name = parameter["name"]
    if value is None:
        return f"Missing required parameter '{name}'." if parameter.get("required") else ""
    is_list = parameter["type"] == "array"
    values = value.split(",") if is_list else [value]
    if is_list and (not value or len(values) > parameter.get("maxItems", len(values))):
        return f"Invalid number of values for '{name}'."
    schema = parameter["items"] if is_list else parameter
    return next(filter(None, (_value_complaint(name, schema, one) for one in values)), "")


def _value_complaint(name: str, schema: Mapping[str, Any], value: str) -> str:
    if "enum" in schema and value not in schema["enum"]:
        return f"Invalid '{name}': '{value}'."
    if schema["type"] == "boolean" and value not in ("true", "false"):
        return f"Invalid '{name}': not a boolean."
    if schema["type"] != "integer":
        return "" if value else f"Empty '{name}'."
    if not re.fullmatch(r"-?\d{1,9}", value):
        return f"Invalid '{name}': not a whole number."
    number = int(value)
    in_range = schema.get("minimum", number) <= number <= schema.get("maximum", number)
    return "" if in_range else f"Invalid '{name}': out of range."
