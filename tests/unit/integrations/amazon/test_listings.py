import httpx
import pytest

from integrations.amazon.listings import MOST_RESULTS, Item, commit, preview, search_items
from integrations.errors import Rejected
from integrations.marketplace import ListingState
from tests.unit.integrations.amazon.fakes import STORE, Scripted

LINK = "https://m.media-amazon.com/images/I/a.jpg"


def body(sku="R-7", created="2026-01-01T00:00:00Z", **summary):
    told = {"marketplaceId": STORE, "productType": "RING", "status": [], "createdDate": created} | summary
    return {"sku": sku, "summaries": [told]}


@pytest.mark.parametrize(
    ("status", "quantities", "state"),
    [
        (["BUYABLE", "DISCOVERABLE"], [3], ListingState.ACTIVE),
        (["DISCOVERABLE"], [0, 0], ListingState.SOLD_OUT),
        (["DISCOVERABLE"], [], ListingState.INACTIVE),
        (["BUYABLE"], [3], ListingState.INACTIVE),
        ([], [0], ListingState.SOLD_OUT),
    ],
)
def test_the_state_says_whether_buyers_find_it_and_can_buy_it(status, quantities, state):
    stock = [{"fulfillmentChannelCode": "DEFAULT", "quantity": one} for one in quantities]
    item = Item.from_json(body(status=status) | {"fulfillmentAvailability": stock}, STORE)
    assert item.state is state


def test_an_item_without_any_data_is_read_all_the_same():
    item = Item.from_json({"sku": "R-7"}, STORE)
    assert (item.asin, item.version, item.product_type, item.locators) == ("", "", "PRODUCT", {})
    assert item.listing("www.amazon.com").url == ""


def test_the_sellers_own_product_type_counts_before_the_catalogs():
    types = [{"marketplaceId": STORE, "productType": "FINERING"}, {"marketplaceId": "X", "productType": "Y"}]
    assert Item.from_json(body() | {"productTypes": types}, STORE).product_type == "FINERING"


def test_the_main_image_has_its_size_from_the_summary():
    found = body(asin="B0X", itemName="Ring", mainImage={"link": LINK, "height": 5, "width": 6})
    found["attributes"] = {"main_product_image_locator": [{"marketplace_id": STORE, "media_location": LINK}]}
    listing = Item.from_json(found, STORE).listing("www.amazon.com")
    assert (listing.title, listing.url) == ("Ring", "https://www.amazon.com/dp/B0X")
    assert (listing.images[0].width, listing.images[0].height, listing.images[0].key) == (6, 5, LINK)


def page(*items, token=""):
    pagination = {"nextToken": token} if token else {}
    content = {"numberOfResults": len(items), "pagination": pagination, "items": list(items)}
    return httpx.Response(200, json=content)


def test_pages_are_read_to_the_last():
    amazon = Scripted([page(body("a"), body("b"), token="2"), page(body("b"), body("c"))])
    assert [item.sku for item in search_items(amazon.client())] == ["a", "b", "c"]
    assert "pageToken" not in amazon.asked[0].url.params
    assert amazon.asked[1].url.params["pageToken"] == "2"


def test_an_account_of_more_than_a_thousand_is_read_in_stretches():
    first = [
        body(str(number), f"2026-01-01T00:{number // 60:02}:{number % 60:02}Z")
        for number in range(MOST_RESULTS)
    ]
    last = body("last", "2026-01-02T00:00:00Z")
    amazon = Scripted([page(*first), page(first[-1], last)])
    found = [item.sku for item in search_items(amazon.client())]
    assert (len(found), len(set(found)), found[-1]) == (MOST_RESULTS + 1, MOST_RESULTS + 1, "last")
    assert amazon.asked[1].url.params["createdAfter"] == "2026-01-01T00:16:39Z"


def test_a_thousand_of_one_second_do_not_go_round_for_ever():
    amazon = Scripted([page(*(body(str(number)) for number in range(MOST_RESULTS)))])
    assert len(list(search_items(amazon.client()))) == MOST_RESULTS
    assert len(amazon.asked) == 2


def answer(status, *issues):
    return httpx.Response(
        200, json={"sku": "R-7", "status": status, "submissionId": "s-1", "issues": list(issues)}
    )


def test_a_preview_asks_in_its_mode():
    amazon = Scripted([answer("VALID")])
    assert preview(amazon.client(), "R-7", {"productType": "RING", "patches": []}) == ()
    assert amazon.asked[0].url.params["mode"] == "VALIDATION_PREVIEW"


def test_invalid_without_a_reason_is_still_an_issue():
    assert preview(Scripted([answer("INVALID")]).client(), "R-7", {})[0].code == "INVALID"


def test_a_commit_that_is_invalid_is_rejected_though_the_status_is_200():
    issue = {"code": "4000001", "message": "Invalid.", "severity": "ERROR", "categories": []}
    with pytest.raises(Rejected) as error:
        commit(Scripted([answer("INVALID", issue)]).client(), "R-7", {})
    assert error.value.codes == {"4000001"}


def test_a_commit_that_is_accepted_gives_its_number():
    amazon = Scripted([answer("ACCEPTED")])
    assert commit(amazon.client(), "R-7", {}) == "s-1"
    assert "mode" not in amazon.asked[0].url.params
