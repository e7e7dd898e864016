"""What GraphQL itself refuses: addresses, scopes, costs, long lists, malformed identifiers; and faults on demand."""

from collections.abc import Callable

import pytest

from integrations.sandbox.options import Bucket
from tests.sandbox.raw import RawShop

SHOP = "{ shop { name } }"
PRODUCTS = (
    "query($first: Int, $after: String, $last: Int, $before: String) { products(first: $first, after: $after,"
)
PRODUCTS += " last: $last, before: $before) { nodes { title } edges { cursor } pageInfo"
PRODUCTS += " { hasNextPage hasPreviousPage startCursor endCursor } } }"


def code(answer: dict) -> str:
    return answer["errors"][0]["extensions"]["code"]


def test_only_the_shops_own_address_and_version_are_answered(shop: RawShop) -> None:
    assert shop.post(SHOP, version="2025-13").status_code == 404
    assert shop.post(SHOP, version="2026-07").status_code == 404
    assert shop.post(SHOP).headers["X-Shopify-API-Version"] == "2026-10"
    other = shop.http.post("https://other.myshopify.com/admin/api/2026-10/graphql.json", json={"query": SHOP})
    assert other.status_code == 404
    assert shop.http.get("/admin/api/2026-10/graphql.json").status_code == 405


def test_only_json_is_read(shop: RawShop) -> None:
    url, headers = "/admin/api/2026-10/graphql.json", {"X-Shopify-Access-Token": shop.token}
    assert shop.http.post(url, content=SHOP, headers=headers).status_code == 415
    broken = shop.http.post(url, content=b"{", headers=headers | {"Content-Type": "application/json"})
    assert broken.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "{ shop {",
        "{ shop { nothing } }",
        "",
        "query A { shop { id } } query B { shop { id } }",
        "mutation { fileUpdate }",
    ],
)
def test_what_the_schema_does_not_allow_is_an_error(shop: RawShop, query: str) -> None:
    answer = shop.ask(query)
    assert answer["errors"]
    assert "data" not in answer


def test_an_unknown_or_missing_input_field_is_an_error(shop: RawShop) -> None:
    mutation = "mutation($files: [FileUpdateInput!]!) { fileUpdate(files: $files) { files { id } } }"
    for files in ([{"id": "gid://shopify/MediaImage/1", "colour": "red"}], [{"alt": "x"}], None):
        assert code(shop.ask(mutation, files=files)) == "INVALID_VARIABLE"


@pytest.mark.parametrize(
    "mutation",
    [
        'productUpdate(product: {id: "gid://shopify/Product/1"}) { product { id } }',
        'productReorderMedia(id: "gid://shopify/Product/1", moves: []) { job { id } }',
        'productVariantAppendMedia(productId: "gid://shopify/Product/1", variantMedia: []) { product { id } }',
        'productVariantDetachMedia(productId: "gid://shopify/Product/1", variantMedia: []) { product { id } }',
        'productSet(input: {title: "x"}) { product { id } }',
    ],
)
def test_what_needs_write_products_is_denied_to_an_app_without(shop: RawShop, mutation: str) -> None:
    answer = shop.ask(f"mutation {{ {mutation} }}")
    assert code(answer) == "ACCESS_DENIED"
    assert "`write_products`" in answer["errors"][0]["message"]


def test_reading_and_writing_are_denied_when_the_scopes_are_taken_away(shop: RawShop) -> None:
    gid, product = shop.medium("ring.jpg")["id"], shop.product("Plain ring")["id"]
    shop.control("scopes", scopes=["read_orders"])
    assert code(shop.ask("{ products(first: 1) { nodes { id } } }")) == "ACCESS_DENIED"
    assert code(shop.ask(f'{{ node(id: "{product}") {{ id }} }}')) == "ACCESS_DENIED"
    update = f'mutation {{ fileUpdate(files: [{{id: "{gid}", alt: "x"}}]) {{ files {{ id }} }} }}'
    assert code(shop.ask(update)) == "ACCESS_DENIED"
    assert shop.ask(SHOP)["data"]["shop"]["name"] == "Sandbox Jewelers"


def test_a_denied_field_leaves_the_rest_of_the_answer(shop: RawShop) -> None:
    gid = shop.product("Plain ring")["id"]
    shop.control("scopes", scopes=["write_files"])
    answer = shop.ask(f'{{ shop {{ name }} product(id: "{gid}") {{ id }} }}')
    assert answer["data"] == {"shop": {"name": "Sandbox Jewelers"}, "product": None}
    assert code(answer) == "ACCESS_DENIED"


def test_every_answer_says_what_it_cost(shop: RawShop) -> None:
    cost = shop.ask(SHOP)["extensions"]["cost"]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (1, 1)
    assert cost["throttleStatus"] == {
        "maximumAvailable": 2000,
        "currentlyAvailable": 1999,
        "restoreRate": 100,
    }


def test_a_query_above_a_thousand_points_is_refused(shop: RawShop) -> None:
    deep = "{ products(first: 250) { nodes { variants(first: 250) { nodes { media(first: 250) { nodes { id"
    deep += " ... on MediaImage { image { url } } } } } } } } }"
    answer = shop.ask(deep)
    assert code(answer) == "MAX_COST_EXCEEDED"
    assert "data" not in answer


def test_an_empty_bucket_throttles_and_fills_up_again(open_shop: Callable[..., RawShop]) -> None:
    shop = open_shop(bucket=Bucket(maximum=20, restore_rate=10)).install()
    assert "data" in shop.ask("{ shop { name plan { shopifyPlus } } products(first: 20) { nodes { id } } }")
    mutation = "mutation { fileUpdate(files: []) { userErrors { code } } }"
    shop.ask(mutation)
    answer = shop.post(mutation)
    assert answer.status_code == 200
    cost = answer.json()["extensions"]["cost"]
    assert code(answer.json()) == "THROTTLED"
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (10, None)
    shop.now += 1
    assert "errors" not in shop.ask(mutation)


def test_a_page_holds_at_most_250_and_one_end_must_be_named(shop: RawShop) -> None:
    for variables in ({}, {"first": 251}, {"last": 251}, {"first": 1, "last": 1}, {"first": -1}):
        assert code(shop.ask(PRODUCTS, **variables)) == "BAD_REQUEST"


def test_pages_follow_one_another_by_cursor(shop: RawShop) -> None:
    first = shop.data(PRODUCTS, first=2)["products"]
    assert [node["title"] for node in first["nodes"]] == ["Plain ring", "Thin chain"]
    assert first["pageInfo"]["hasNextPage"] is True
    second = shop.data(PRODUCTS, first=2, after=first["pageInfo"]["endCursor"])["products"]
    assert [node["title"] for node in second["nodes"]] == ["Slow stone"]
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)
    back = shop.data(PRODUCTS, last=1, before=second["pageInfo"]["startCursor"])["products"]
    assert [node["title"] for node in back["nodes"]] == ["Thin chain"]


@pytest.mark.parametrize("cursor", ["abc", "e30=", "eyJsYXN0X2lkIjogMX0="])
def test_an_invalid_cursor_is_refused(shop: RawShop, cursor: str) -> None:
    assert code(shop.ask(PRODUCTS, first=1, after=cursor)) == "BAD_REQUEST"


def test_a_malformed_identifier_is_refused(shop: RawShop) -> None:
    for gid in ("1", "gid://shopify/Product/", "Product/1", "gid://other/Product/1"):
        answer = shop.ask("query($id: ID!) { product(id: $id) { id } }", id=gid)
        assert code(answer) == "INVALID_VARIABLE"
        assert code(shop.ask(f'{{ nodes(ids: ["{gid}"]) {{ id }} }}')) == "INVALID_VARIABLE"


def test_more_than_250_items_are_refused(shop: RawShop) -> None:
    ids = [f"gid://shopify/Product/{number}" for number in range(251)]
    answer = shop.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
    assert code(answer) == "MAX_INPUT_SIZE_EXCEEDED"
    assert (
        shop.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids[:250])["data"]["nodes"]
        == [None] * 250
    )


def test_an_identifier_of_another_type_finds_nothing(shop: RawShop) -> None:
    number = shop.product("Plain ring")["number"]
    query = "query($id: ID!) { product(id: $id) { id } node(id: $id) { id } }"
    answer = shop.data(query, id=f"gid://shopify/MediaImage/{number}")
    assert answer == {"product": None, "node": None}


def test_a_deprecated_use_is_noted(shop: RawShop) -> None:
    gid = shop.product("Plain ring")["id"]
    answer = shop.post(f'{{ product(id: "{gid}") {{ images(first: 1) {{ nodes {{ src }} }} }} }}')
    assert "Product.images" in answer.headers["X-Shopify-API-Deprecated-Reason"]
    assert shop.state()["deprecated_uses"] == ["Image.src", "Product.images"]


def test_what_the_sandbox_does_not_keep_is_an_error_not_a_guess(shop: RawShop) -> None:
    gid = shop.product("Plain ring")["id"]
    answer = shop.ask(f'{{ product(id: "{gid}") {{ totalInventory }} }}')
    assert "does not keep Product.totalInventory" in answer["errors"][0]["message"]
    for arguments in ('query: "vendor:x"', "sortKey: VENDOR"):
        assert code(shop.ask(f"{{ products(first: 1, {arguments}) {{ nodes {{ id }} }} }}")) == "BAD_REQUEST"


def test_products_are_found_by_status_and_number(shop: RawShop) -> None:
    number = shop.product("Thin chain")["number"]
    for query in ("status:draft", f"id:{number}", f"status:DRAFT,ARCHIVED id:{number}"):
        found = shop.data(f'{{ products(first: 9, query: "{query}") {{ nodes {{ title }} }} }}')
        assert found["products"]["nodes"] == [{"title": "Thin chain"}]


def test_throttling_on_demand_names_the_points_it_lacks(shop: RawShop) -> None:
    shop.control("faults", throttle=1)
    answer = shop.ask(SHOP)
    assert code(answer) == "THROTTLED"
    assert answer["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] < 1
    shop.now += 1
    assert "errors" not in shop.ask(SHOP)


def test_too_many_requests_on_demand_say_when_to_come_back(shop: RawShop) -> None:
    shop.control("faults", too_many=1)
    answer = shop.post(SHOP)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2.0")
    assert shop.post(SHOP).status_code == 200


def test_a_broken_service_on_demand_comes_back(shop: RawShop) -> None:
    shop.control("faults", server_error=30)
    assert shop.post(SHOP).status_code == 503
    assert shop.state()["faults"]["down"] is True
    shop.now += 30
    assert shop.post(SHOP).status_code == 200
    shop.control("faults", server_error=30)
    shop.control("faults", clear=True)
    assert shop.post(SHOP).status_code == 200


def test_a_late_answer_on_demand_is_late(shop: RawShop) -> None:
    shop.control("faults", timeout=1, timeout_seconds=0.02)
    assert shop.post(SHOP).elapsed.total_seconds() >= 0.02


def test_a_fault_that_does_not_exist_is_refused(shop: RawShop) -> None:
    assert "is not a fault" in shop.control("faults", flood=1)["error"]
