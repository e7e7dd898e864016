"""Reading, searching and patching listings, raw."""

import pytest

from tests.sandbox.amazon.raw import ITEM, MAIN, STORE, RawAmazon, change, error, picture, removal

OTHER = "other_product_image_locator_1"


def test_an_item_shows_amazons_own_locators(amazon: RawAmazon) -> None:
    item = amazon.item("R/6 %").json()
    assert item["sku"] == "R/6 %"
    main = item["attributes"][MAIN][0]
    assert main["marketplace_id"] == STORE
    assert main["media_location"].startswith("https://amazon.example/images/I/")
    summary = item["summaries"][0]
    assert summary["mainImage"] == {"link": main["media_location"], "height": 64, "width": 64}
    assert summary["status"] == ["BUYABLE", "DISCOVERABLE"]
    assert amazon.http.get(main["media_location"]).headers["content-type"] == "image/jpeg"


def test_only_what_was_asked_for_is_told(amazon: RawAmazon) -> None:
    assert amazon.item(includedData="issues").json().keys() == {"sku", "issues"}
    every = "offers,fulfillmentAvailability,procurement,relationships,productTypes"
    found = amazon.item(includedData=every).json()
    assert found["productTypes"] == [{"marketplaceId": STORE, "productType": "RING"}]


def test_a_listing_that_is_not_there_is_not_found(amazon: RawAmazon) -> None:
    assert error(amazon.item("R-8"))[:2] == (404, "NOT_FOUND")
    assert error(amazon.patch(change(MAIN, "https://a.example/"), sku="R-8"))[:2] == (400, "InvalidInput")


def test_a_patch_is_accepted_and_shown_at_once(amazon: RawAmazon) -> None:
    answer = amazon.patch(change(MAIN, "https://app.example/a.jpg"), includedData="issues").json()
    assert (answer["status"], answer["issues"]) == ("ACCEPTED", [])
    assert amazon.locator() == "https://app.example/a.jpg"


def test_what_was_accepted_may_be_read_late(amazon: RawAmazon) -> None:
    amazon.control("faults", late_read=1)
    before = amazon.item().json()
    amazon.patch(change(MAIN, "https://app.example/a.jpg"))
    assert amazon.item().json() == before
    amazon.now += 5
    assert amazon.item().json()["attributes"] != before["attributes"]


def test_a_preview_changes_nothing(amazon: RawAmazon) -> None:
    before = amazon.locator()
    answer = amazon.patch(
        change(MAIN, "https://app.example/a.jpg"),
        mode="VALIDATION_PREVIEW",
        includedData="identifiers,issues",
    ).json()
    assert answer["status"] == "VALID"
    assert answer["identifiers"][0]["asin"].startswith("B0")
    amazon.wait(3)
    assert amazon.locator() == before
    assert amazon.state()["fetched"] == []


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (change("fake_attribute", "https://app.example/a.jpg"), "RING"),
        (change(MAIN, "ftp://app.example/a.jpg"), "RING"),
        (change(MAIN, "https://app.example/a b.jpg"), "RING"),
        ({"op": "replace", "path": f"/attributes/{MAIN}"}, "RING"),
        (
            {"op": "replace", "path": f"/attributes/{MAIN}", "value": [{"media_location": "https://a/"}]},
            "RING",
        ),
        (
            {
                "op": "replace",
                "path": f"/attributes/{MAIN}",
                "value": [{"marketplace_id": "A1F83G8C2ARO7P", "media_location": "https://a/"}],
            },
            "RING",
        ),
        ({"op": "delete", "path": f"/attributes/{OTHER}"}, "RING"),
        (change(MAIN, "https://app.example/a.jpg"), "NECKLACE"),
    ],
)
def test_what_the_product_type_does_not_take_is_invalid(amazon: RawAmazon, one: dict, kind: str) -> None:
    before = amazon.listing()["slots"]
    answer = amazon.patch(one, kind=kind)
    content = answer.json()
    assert (answer.status_code, content["status"]) == (200, "INVALID")
    assert content["issues"][0]["severity"] == "ERROR"
    assert content["issues"][0]["attributeNames"]
    assert amazon.listing()["slots"] == before


def test_a_gemstone_has_fewer_images(amazon: RawAmazon) -> None:
    sixth = change("other_product_image_locator_6", "https://app.example/a.jpg")
    assert amazon.patch(sixth, sku="S-1", kind="GEMSTONE").json()["status"] == "INVALID"


def test_only_whole_attributes_can_be_patched(amazon: RawAmazon) -> None:
    one = change(MAIN, "https://app.example/a.jpg") | {"path": f"/attributes/{MAIN}/0/media_location"}
    assert error(amazon.patch(one))[:2] == (400, "InvalidInput")


def test_identifiers_come_with_a_preview_only(amazon: RawAmazon) -> None:
    one = change(MAIN, "https://app.example/a.jpg")
    assert error(amazon.patch(one, includedData="identifiers"))[:2] == (400, "InvalidInput")


def test_the_photo_of_an_offer_never_becomes_the_main_image(amazon: RawAmazon) -> None:
    amazon.world["https://app.example/a.jpg"] = picture()
    before = amazon.locator()
    offer = change("main_offer_image_locator", "https://app.example/a.jpg")
    assert amazon.patch(offer).json()["status"] == "ACCEPTED"
    amazon.wait(3)
    assert amazon.locator() == before
    assert "main_offer_image_locator" in amazon.item().json()["attributes"]
    assert amazon.patch(removal("main_offer_image_locator")).json()["status"] == "ACCEPTED"
    assert "main_offer_image_locator" not in amazon.item().json()["attributes"]


def test_a_listing_without_a_main_image_is_hidden(amazon: RawAmazon) -> None:
    assert amazon.patch(removal()).json()["status"] == "ACCEPTED"
    found = amazon.item().json()
    assert MAIN not in found["attributes"]
    assert found["issues"][0]["categories"] == ["MISSING_IMAGE"]
    assert found["summaries"][0]["status"] == ["BUYABLE"]


def search(amazon: RawAmazon, **query: str) -> dict:
    amazon.now += 1
    return amazon.ask("GET", ITEM, params={"marketplaceIds": STORE} | query).json()


def test_a_search_is_paged(amazon: RawAmazon) -> None:
    first = search(amazon, pageSize="2", sortBy="sku", sortOrder="ASC")
    assert first["numberOfResults"] == 3
    assert [one["sku"] for one in first["items"]] == ["R-7", "R/6 %"]
    token = first["pagination"]["nextToken"]
    second = search(amazon, pageSize="2", sortBy="sku", sortOrder="ASC", pageToken=token)
    assert [one["sku"] for one in second["items"]] == ["S-1"]
    assert second["pagination"] == {"previousToken": "0"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"identifiers": "R-7,S-1", "identifiersType": "SKU"}, {"R-7", "S-1"}),
        ({"identifiers": "X", "identifiersType": "EAN"}, set()),
        ({"createdAfter": "2099-01-01T00:00:00Z"}, set()),
        ({"createdBefore": "2099-01-01T00:00:00Z"}, {"R-7", "R/6 %", "S-1"}),
        ({"withStatus": "BUYABLE"}, {"R/6 %", "S-1"}),
        ({"withoutStatus": "BUYABLE"}, {"R-7"}),
        ({"withIssueSeverity": "ERROR"}, {"S-1"}),
        ({"variationParentSku": "R"}, set()),
    ],
)
def test_a_search_is_filtered(amazon: RawAmazon, query: dict, found: set) -> None:
    amazon.control("listings/R-7/quantity", quantity=0)
    amazon.control("listings/R-7/quantity", quantity=0)
    amazon.control("listings/S-1/issue", code="1")
    amazon.app.sandbox.store.listings["R-7"].issues.clear()
    if "withoutStatus" in query or "withStatus" in query:
        assert amazon.listing()["status"] == ["DISCOVERABLE"]
    assert {one["sku"] for one in search(amazon, **query)["items"]} == found


@pytest.mark.parametrize(
    "query",
    [
        {"identifiers": "R-7"},
        {"identifiersType": "SKU"},
        {"identifiers": ",".join("x" * 21), "identifiersType": "SKU"},
        {"createdAfter": "yesterday"},
        {"pageSize": "21"},
        {"pageSize": "0"},
        {"pageSize": "many"},
        {"pageToken": "guess"},
        {"sortBy": "price"},
    ],
)
def test_a_search_that_makes_no_sense_is_refused(amazon: RawAmazon, query: dict) -> None:
    answer = amazon.ask("GET", ITEM, params={"marketplaceIds": STORE} | query)
    assert error(answer)[:2] == (400, "InvalidInput")
