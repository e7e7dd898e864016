"""What is refused before a valid request is run, and what it uses that is deprecated."""

import pytest
from graphql import build_schema, get_operation_ast, get_variable_values, parse

from integrations.sandbox.admin_api.limits import check_arguments

SCHEMA = build_schema(
    """
    enum Kind { NEW OLD @deprecated(reason: "x") }
    input Inner { id: ID kinds: [Kind!] old: Int @deprecated(reason: "x") }
    type Thing { id: ID  gone: Int @deprecated(reason: "x") }
    type Query { thing(id: ID, inner: Inner, ids: [ID], old: Int @deprecated(reason: "x"), n: Int = 5): Thing }
    """
)
GOOD = "gid://shopify/Thing/1"
MANY = ", ".join([f'"{GOOD}"'] * 251)


def checked(query: str, **variables: object) -> tuple[list[str], list[str]]:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation is not None
    values = get_variable_values(SCHEMA, operation.variable_definitions or (), variables)
    assert not isinstance(values, list)
    errors, deprecated = check_arguments(SCHEMA, document, values)
    return [str((error.extensions or {})["code"]) for error in errors], deprecated


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (f'id: "{GOOD}"', []),
        ("id: null", []),
        ('id: "1"', ["INVALID_VARIABLE"]),
        ('inner: {id: "1"}', ["INVALID_VARIABLE"]),
        (f'ids: ["{GOOD}", null, "x"]', ["INVALID_VARIABLE"]),
        (f"ids: [{MANY}]", ["MAX_INPUT_SIZE_EXCEEDED"]),
        ("n: 300", []),
    ],
)
def test_identifiers_and_lists_are_looked_at_wherever_they_stand(arguments: str, codes: list[str]) -> None:
    assert checked(f"{{ thing({arguments}) {{ id }} }}")[0] == codes


def test_variables_are_looked_at_as_literals_are() -> None:
    query = "query($inner: Inner) { thing(inner: $inner) { id __typename } }"
    assert checked(query, inner={"id": "1"})[0] == ["INVALID_VARIABLE"]
    assert checked(query, inner={"id": GOOD, "kinds": ["NEW"]}) == ([], [])


def test_every_deprecated_use_is_named_once() -> None:
    query = "query($inner: Inner) { thing(inner: $inner, old: 1) { gone } again: thing(old: 2) { gone } }"
    _, deprecated = checked(query, inner={"old": 1, "kinds": ["OLD", "OLD"]})
    assert deprecated == ["Inner.old", "Kind.OLD", "Query.thing(old:)", "Thing.gone"]


def test_a_field_that_does_not_exist_is_left_to_validation() -> None:
    assert checked("{ nothing }") == ([], [])
