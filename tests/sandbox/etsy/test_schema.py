"""The checker of values against our description; and that the description is what is checked."""

import pytest

from integrations.sandbox.etsy.app import HANDLERS, EtsyApp, WrongAnswerError
from integrations.sandbox.etsy.document import read_document
from integrations.sandbox.etsy.schema import (
    UnknownKeywordError,
    check_keywords,
    problems,
    read_text,
    resolved,
)
from tests.sandbox.etsy.raw import RawEtsy

RING = {
    "type": "object",
    "required": ["size"],
    "additionalProperties": False,
    "properties": {
        "size": {"type": "integer", "minimum": 1, "maximum": 20, "format": "int64"},
        "metal": {"type": "string", "enum": ["gold", "silver"], "nullable": True},
        "stones": {"type": "array", "items": {"oneOf": [{"$ref": "#/components/schemas/Stone"}]}},
        "weight": {"type": "number"},
        "sold": {"type": "boolean"},
    },
}
SCHEMAS = {"Stone": {"type": "object", "properties": {"cut": {"type": "string"}}}}


@pytest.mark.parametrize(
    "value",
    [
        {"size": 1},
        {"size": 20, "metal": None, "stones": [{"cut": "oval"}, {"depth": 1}], "weight": 2, "sold": True},
    ],
)
def test_a_value_as_it_should_be_has_no_problems(value: dict):
    assert list(problems(value, RING, SCHEMAS)) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "value must not be null"),
        ([], "value must be of type object"),
        ({}, "value lacks size"),
        ({"size": 0}, "value.size is out of bounds"),
        ({"size": 21}, "value.size is out of bounds"),
        ({"size": True}, "value.size must be of type integer"),
        ({"size": 1, "metal": "tin"}, "value.metal must be one of gold, silver"),
        ({"size": 1, "stones": [{"cut": 1}]}, "value.stones[0].cut must be of type string"),
        ({"size": 1, "sold": 1}, "value.sold must be of type boolean"),
        ({"size": 1, "carat": 1}, "value has carat, which is not known"),
    ],
)
def test_every_problem_is_named(value: object, said: str):
    assert list(problems(value, RING, SCHEMAS)) == [said]


def test_a_reference_that_may_be_null_may_be_null():
    schema = {"oneOf": [{"$ref": "#/components/schemas/Stone"}], "nullable": True}
    assert list(problems(None, schema, SCHEMAS)) == []
    assert resolved({"$ref": "#/components/schemas/Stone"}, SCHEMAS) is SCHEMAS["Stone"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "maxLength": 3},
        {"type": "object", "properties": {"a": {"type": "string", "pattern": "x"}}},
        {"type": "array", "items": {"type": "integer", "multipleOf": 2}},
    ],
)
def test_what_would_not_be_checked_stops_the_start(schema: dict):
    with pytest.raises(UnknownKeywordError):
        check_keywords(schema)


def test_a_choice_of_several_is_not_understood():
    with pytest.raises(UnknownKeywordError):
        list(problems({}, {"oneOf": [{"type": "object"}, {"type": "array"}]}, {}))


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("7", {"type": "integer"}, 7),
        ("seven", {"type": "integer"}, "seven"),
        ("TRUE", {"type": "boolean"}, True),
        ("0", {"type": "boolean"}, False),
        ("perhaps", {"type": "boolean"}, "perhaps"),
        ("1,2", {"type": "array", "items": {"type": "integer"}}, [1, 2]),
        ("", {"type": "array", "items": {"type": "string"}}, []),
        ("7", {"type": "string"}, "7"),
    ],
)
def test_text_is_read_as_what_it_should_be(text: str, schema: dict, value: object):
    assert read_text(text, schema, {}) == value


def test_every_operation_of_the_description_is_answered_and_no_other():
    assert {operation.id for operation in read_document().operations} == HANDLERS.keys()


def test_an_answer_that_the_description_does_not_allow_is_our_own_fault(
    etsy: RawEtsy, monkeypatch: pytest.MonkeyPatch
):
    assert isinstance(etsy.app, EtsyApp)
    for answer in ((200, {"user_id": 0, "shop_id": 1}), (418, {"error": "teapot"}), (200, {"user": 1})):
        monkeypatch.setitem(HANDLERS, "getMe", lambda *_, told=answer: told)
        with pytest.raises(WrongAnswerError):
            etsy.get("/users/me")
    monkeypatch.setitem(HANDLERS, "deleteListingImage", lambda *_: (204, {"done": True}))
    with pytest.raises(WrongAnswerError):
        etsy.detach(etsy.ids()[0])
