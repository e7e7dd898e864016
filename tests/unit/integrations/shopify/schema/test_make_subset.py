"""The choice of what to keep of a schema, on one small enough to be read here."""

import pytest
from graphql import build_schema, introspection_from_schema, validate_schema

from integrations.shopify.schema import make_subset
from integrations.shopify.schema.make_subset import Selection

WHOLE = """
directive @idempotent(key: String!) on FIELD
directive @other on FIELD
schema { query: QueryRoot mutation: Mutation }
interface Node { id: ID! }
interface Media { alt: String owner: Product }
type QueryRoot { product(id: ID!): Product orders(first: Int): OrderConnection }
type Mutation { fileUpdate(files: [FileInput!]!): FilePayload forget: Boolean }
input FileInput { id: ID! sort: Sort }
enum Sort { UP DOWN }
type FilePayload { files: [Image!] }
type Product implements Node { id: ID! title: String old: Int @deprecated(reason: "gone") orders: OrderConnection }
type Image implements Node & Media { id: ID! alt: String owner: Product secret: String }
type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! total: Int }
type PageInfo { hasNextPage: Boolean! }
type Order implements Node { id: ID! name: String customer: Customer old: Int @deprecated(reason: "gone") }
type Customer implements Node { id: ID! @deprecated(reason: "gone") email: String lastOrder: Order }
"""


@pytest.fixture
def selection(monkeypatch):
    monkeypatch.setattr(make_subset, "ROOT_FIELDS", {"QueryRoot": ("product",), "Mutation": ("fileUpdate",)})
    monkeypatch.setattr(make_subset, "WHOLE_TYPES", ("Product", "Media"))
    chosen = Selection(introspection_from_schema(build_schema(WHOLE, assume_valid=True)))
    chosen.add_roots()
    return chosen


def test_types_that_are_wanted_whole_keep_every_field_and_every_implementation(selection):
    assert selection.fields["Product"] == {"id", "title", "old", "orders"}
    assert selection.fields["Image"] == {"id", "alt", "owner", "secret"}


def test_roots_keep_what_was_named_only(selection):
    assert selection.fields["QueryRoot"] == {"product"}
    assert selection.fields["Mutation"] == {"fileUpdate"}


def test_a_type_that_is_only_mentioned_keeps_its_values_and_a_connection_its_ways(selection):
    assert selection.fields["Order"] == {"id", "name"}
    assert selection.fields["OrderConnection"] == {"nodes", "pageInfo"}
    assert "Customer" not in selection.fields


def test_inputs_and_enums_come_whole(selection):
    assert {"FileInput", "Sort"} <= selection.fields.keys()


def test_a_document_adds_what_it_asks_for(selection):
    selection.add_document("query { product(id: 1) { orders { nodes { __typename customer { email } } } } }")
    assert "customer" in selection.fields["Order"]
    assert selection.fields["Customer"] == {"email"}


def test_what_is_cut_is_a_valid_schema_that_still_says_what_is_deprecated(selection):
    selection.add_document("query { node: product(id: 1) { ... on Node { id } } }")
    text = make_subset.sdl(selection)
    assert validate_schema(build_schema(text)) == []
    assert 'old: Int @deprecated(reason: "gone")' in text
    assert "@idempotent" in text
    assert "@other" not in text
    assert "type Customer implements Node {\n  id: ID!\n}" in text


def test_scopes_are_listed_for_what_was_kept(selection):
    items = [
        {"type": "type", "typeName": "Order", "offlineScopes": ["read_orders"]},
        {"type": "type", "typeName": "Customer", "offlineScopes": ["read_customers"]},
        {
            "type": "field",
            "typeName": "Mutation",
            "fieldName": "fileUpdate",
            "offlineScopes": ["write_files"],
        },
        {"type": "field", "typeName": "Mutation", "fieldName": "forget", "offlineScopes": ["write_all"]},
        {"type": "field", "typeName": "Product", "fieldName": "title", "offlineScopes": []},
    ]
    assert make_subset.scopes(items, selection) == {
        "Mutation.fileUpdate": ["write_files"],
        "Order": ["read_orders"],
    }
