"""Bulk operations: which queries they take, how many at once, and what becomes of them."""

import json
from collections.abc import Callable

import pytest

from tests.sandbox.raw import RawShop

RUN = """mutation($query: String!, $grouped: Boolean! = false) {
    bulkOperationRunQuery(query: $query, groupObjects: $grouped) {
    bulkOperation { id status } userErrors { code field message } } }"""
READ = """query($id: ID!) { bulkOperation(id: $id) { id type status errorCode createdAt completedAt objectCount
    rootObjectCount fileSize url partialDataUrl } }"""
CANCEL = (
    "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }"
)
PRODUCTS = "{ products { edges { node { id title media { edges { node { id alt } } } } } } }"


def run(shop: RawShop, query: str = PRODUCTS, **variables: object) -> dict:
    return shop.data(RUN, query=query, **variables)["bulkOperationRunQuery"]


def read(shop: RawShop, gid: str) -> dict:
    return shop.data(READ, id=gid)["bulkOperation"]


def rows(shop: RawShop, operation: dict) -> list[dict]:
    return [json.loads(line) for line in shop.http.get(operation["url"]).text.splitlines()]


def finished(shop: RawShop, query: str = PRODUCTS, **variables: object) -> dict:
    gid = run(shop, query, **variables)["bulkOperation"]["id"]
    shop.wait(0.1)
    shop.wait(1)
    return read(shop, gid)


def test_an_operation_passes_through_its_states(shop: RawShop) -> None:
    started = run(shop)["bulkOperation"]
    assert started["status"] == "CREATED"
    shop.wait(0.2)
    assert read(shop, started["id"])["status"] == "RUNNING"
    shop.wait(0.5)
    done = read(shop, started["id"])
    assert (done["status"], done["type"], done["errorCode"]) == ("COMPLETED", "QUERY", None)
    assert (done["rootObjectCount"], done["objectCount"]) == ("3", "9")
    assert int(done["fileSize"]) == len(shop.http.get(done["url"]).content)
    assert done["partialDataUrl"] is None


def test_every_object_is_a_line_and_children_name_their_parents_in_no_order(shop: RawShop) -> None:
    found = rows(shop, finished(shop))
    products = {row["id"]: index for index, row in enumerate(found) if "__parentId" not in row}
    children = [(index, row) for index, row in enumerate(found) if "__parentId" in row]
    assert len(products) == 3
    assert len(children) == 6
    assert all(row["__parentId"] in products for _, row in children)
    assert any(index < products[row["__parentId"]] for index, row in children)
    assert all("media" not in row for row in found)


def test_grouped_objects_follow_their_parents(shop: RawShop) -> None:
    found = rows(shop, finished(shop, grouped=True))
    parents = [row.get("__parentId", row["id"]) for row in found]
    assert parents == sorted(parents, key=parents.index)


def test_the_end_is_told(shop: RawShop) -> None:
    operation = finished(shop)
    shop.wait(0.1)
    told = json.loads(shop.sent[-1].body)
    assert shop.topics() == ["bulk_operations/finish"]
    assert (told["admin_graphql_api_id"], told["status"]) == (operation["id"], "completed")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("{ products {", "Syntax Error"),
        ("{ products { edges { node { nothing } } } }", "Cannot query field"),
        ("mutation { fileUpdate(files: []) { files { id } } }", "one query"),
        ("query A { shop { id } } query B { shop { id } }", "one query"),
        ("query($n: Int) { products(first: $n) { edges { node { id } } } }", "variables"),
        ("{ shop { name } }", "at least one connection"),
        ('{ node(id: "gid://shopify/Product/1") { id } }', "top level node"),
        ("{ products { edges { node { title media { edges { node { id } } } } } } }", "must select id"),
        ("{ products { nodes { title media { nodes { id } } } } }", "must select id"),
        (
            "{ products { edges { node { id variants { edges { node { id media { edges { node { id } } } } } } } } } }",
            "nesting depth",
        ),
        (
            "{ " + " ".join(f"a{n}: products {{ edges {{ node {{ id }} }} }}" for n in range(6)) + " }",
            "more than 5",
        ),
    ],
)
def test_a_query_that_cannot_be_a_bulk_operation_is_refused(shop: RawShop, query: str, reason: str) -> None:
    payload = run(shop, query)
    assert payload["bulkOperation"] is None
    assert payload["userErrors"][0]["code"] == "INVALID"
    assert reason in payload["userErrors"][0]["message"]


def test_five_run_at_once_and_a_sixth_is_refused(shop: RawShop) -> None:
    started = [run(shop)["bulkOperation"]["id"] for _ in range(5)]
    assert len(set(started)) == 5
    assert run(shop)["userErrors"][0]["code"] == "LIMIT_REACHED"
    running = '{ bulkOperations(first: 9, query: "status:created") { nodes { id } } }'
    assert len(shop.data(running)["bulkOperations"]["nodes"]) == 5
    shop.wait(0.2)
    shop.wait(1)
    assert run(shop)["userErrors"] == []


def test_an_operation_can_be_cancelled_until_it_ends(shop: RawShop) -> None:
    gid = run(shop)["bulkOperation"]["id"]
    assert shop.data(CANCEL, id=gid)["bulkOperationCancel"]["bulkOperation"]["status"] == "CANCELING"
    shop.wait(1)
    assert read(shop, gid)["status"] == "CANCELED"
    again = shop.data(CANCEL, id=gid)["bulkOperationCancel"]["userErrors"]
    assert "cannot be canceled when it is canceled" in again[0]["message"]
    missing = shop.data(CANCEL, id="gid://shopify/BulkOperation/1")["bulkOperationCancel"]["userErrors"]
    assert "does not exist" in missing[0]["message"]


def test_a_result_is_for_who_holds_its_address_and_for_seven_days(shop: RawShop) -> None:
    operation = finished(shop)
    url = operation["url"]
    assert shop.http.get(url.partition("?")[0]).status_code == 403
    assert shop.http.get("/bulk/1.jsonl").status_code == 403
    shop.now += 7 * 86400
    shop.install()
    assert shop.http.get(url).status_code == 400
    shown = read(shop, operation["id"])
    assert (shown["status"], shown["url"]) == ("EXPIRED", None)


def test_an_operation_that_fails_on_demand_leaves_part_of_its_data(shop: RawShop) -> None:
    shop.control("faults", bulk_failed=1)
    operation = finished(shop)
    assert (operation["status"], operation["errorCode"], operation["url"]) == ("FAILED", "TIMEOUT", None)
    part = shop.http.get(operation["partialDataUrl"]).text.splitlines()
    assert len(part) == 4


def test_an_operation_without_its_scope_fails(open_shop: Callable[..., RawShop]) -> None:
    shop = open_shop().install()
    gid = run(shop)["bulkOperation"]["id"]
    shop.control("scopes", scopes=["write_files"])
    shop.wait(0.1)
    shop.wait(1)
    assert read(shop, gid)["status"] == "COMPLETED"
    operation = finished(shop)
    assert (operation["status"], operation["errorCode"]) == ("FAILED", "ACCESS_DENIED")


def test_a_query_that_the_sandbox_cannot_answer_fails(shop: RawShop) -> None:
    operation = finished(shop, "{ products { edges { node { id totalInventory } } } }")
    assert operation["errorCode"] == "INTERNAL_SERVER_ERROR"


def test_nothing_found_has_no_file(shop: RawShop) -> None:
    operation = finished(shop, '{ products(query: "status:ARCHIVED") { edges { node { id } } } }')
    assert (operation["status"], operation["url"], operation["fileSize"]) == ("COMPLETED", None, None)


def test_operations_are_searched_by_status_only(shop: RawShop) -> None:
    answer = shop.ask('{ bulkOperations(first: 1, query: "type:query") { nodes { id } } }')
    assert "does not understand" in answer["errors"][0]["message"]
    assert read(shop, "gid://shopify/BulkOperation/1") is None
