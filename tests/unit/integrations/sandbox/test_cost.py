"""What a query costs."""

import pytest
from graphql import build_schema, get_operation_ast, parse
from graphql.language import FragmentDefinitionNode

from integrations.sandbox.admin_api.cost import Pricing, actual, size

SCHEMA = build_schema(
    """
    interface Node { id: ID! }
    type Thing implements Node { id: ID! owner: Owner things(first: Int): ThingConnection! }
    type Owner implements Node { id: ID! name: String thing: Thing }
    type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! pageInfo: PageInfo! }
    type ThingEdge { node: Thing! }
    type PageInfo { hasNextPage: Boolean! }
    type Query { thing: Thing node: Node things(first: Int, last: Int): ThingConnection! }
    type Mutation { change: Thing other: Thing }
    """
)


def price(query: str, **variables: object) -> int:
    document = parse(query)
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    operation = get_operation_ast(document)
    assert operation is not None
    return Pricing(SCHEMA, fragments, variables).operation(operation)


@pytest.mark.parametrize(
    ("query", "points"),
    [
        ("{ thing { id } }", 1),
        ("{ thing { id owner { name } } }", 2),
        ("{ node { id ... on Thing { owner { id } } ... on Owner { thing { owner { id } } } } }", 3),
        ("{ node { ...T ...O } } fragment T on Thing { owner { id } } fragment O on Owner { id }", 2),
        ("{ node { ... { id } } }", 1),
        ("{ things(first: 1) { nodes { id } pageInfo { hasNextPage } } }", 1),
        ("{ things(last: 10) { edges { node { id } } } }", 6),
        ("{ things(first: 250) { nodes { owner { id } } } }", 25),
        ("{ things { nodes { id } } }", 0),
        ("mutation { change { id owner { id } } other { id } }", 20),
    ],
)
def test_objects_cost_one_and_pages_less_than_their_length(query: str, points: int) -> None:
    assert price(query) == points


def test_a_pages_length_can_be_a_variable() -> None:
    query = "query($n: Int) { things(first: $n) { nodes { id } } }"
    assert (price(query, n=10), price(query, n=None)) == (6, 0)


def test_an_answer_costs_what_is_in_it() -> None:
    things = [{"id": "1", "owner": {"id": "2"}}]
    assert actual({"things": {"nodes": things}}, 100) == 2
    assert actual({"things": {"edges": []}}, 100) == 1
    assert actual({"thing": {"id": "1"}, "all": [None, "x"]}, 100) == 1
    assert actual({"a": {"b": {}}}, 1) == 1
    assert actual(None, 5) == 0
    assert size(0) == 0
