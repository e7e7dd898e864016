"""Every document we send, held against Shopify's schema: the committed part of it, and on request the whole."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from graphql import (
    GraphQLSchema,
    NoDeprecatedCustomRule,
    build_schema,
    parse,
    specified_rules,
    validate,
    validate_schema,
)

from integrations.shopify.schema import make_subset

DOCUMENTS = sorted(make_subset.QUERIES.glob("*.graphql"), key=lambda path: path.stem)
SOURCES = [*make_subset.QUERIES.parent.glob("*.py")]


@cache
def subset() -> GraphQLSchema:
    return build_schema(make_subset.SUBSET.read_text(encoding="utf-8"))


def complaints(schema: GraphQLSchema, path: Path) -> list[str]:
    rules = [*specified_rules, NoDeprecatedCustomRule]
    return [error.message for error in validate(schema, parse(path.read_text(encoding="utf-8")), rules)]


def test_the_committed_part_is_a_valid_schema():
    assert validate_schema(subset()) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_valid_and_uses_nothing_deprecated(path):
    assert complaints(subset(), path) == []


def test_a_deprecated_use_would_be_noticed(tmp_path):
    path = tmp_path / "old.graphql"
    path.write_text("query Old($id: ID!) { product(id: $id) { featuredImage { id } } }")
    assert any("deprecated" in complaint for complaint in complaints(subset(), path))


def test_every_document_is_used_and_every_use_has_a_document():
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = {
        name
        for name in re.findall(r'"([a-z_]+)"', code)
        if (make_subset.QUERIES / f"{name}.graphql").exists()
    }
    executed = set(re.findall(r'execute\(\s*"([a-z_]+)"', code)) | set(
        re.findall(r'document\("([a-z_]+)"\)', code)
    )
    assert used == {path.stem for path in DOCUMENTS}
    assert executed <= used


def test_all_of_a_picture_s_types_is_there():
    types = subset().type_map
    for interface in ("Media", "File"):
        members = {each.name for each in subset().get_possible_types(types[interface])}
        assert {"MediaImage", "Video", "ExternalVideo", "Model3d"} <= members
    assert len(types["Product"].fields) > 80
    assert len(types["ProductVariant"].fields) > 50
    assert len(subset().get_possible_types(types["Node"])) > 200


def test_scopes_say_what_each_write_needs():
    needed = json.loads(make_subset.SCOPES.read_text(encoding="utf-8"))
    assert needed["Mutation.fileUpdate"] == ["write_files", "write_themes"]
    assert needed["Mutation.productUpdate"] == ["write_products"]
    assert "Mutation.stagedUploadsCreate" not in needed


@pytest.mark.full_schema
@pytest.mark.timeout(120)
def test_documents_and_the_committed_part_are_true_to_the_whole_schema():
    source = make_subset.fetch()
    selection = make_subset.selected(source["data"])
    whole = make_subset.schema_of(source["data"])
    assert {path.stem: complaints(whole, path) for path in DOCUMENTS} == {path.stem: [] for path in DOCUMENTS}
    assert make_subset.SUBSET.read_text(encoding="utf-8") == make_subset.sdl(selection)
    needed = make_subset.scopes(source["offline_scopes"]["items"], selection)
    assert json.loads(make_subset.SCOPES.read_text(encoding="utf-8")) == needed
