"""Product types made by hand, and the pictures of the catalog."""

import base64
import hashlib

from tests.sandbox.amazon.raw import MAIN, STORE, RawAmazon, error

TYPES = "/definitions/2020-09-01/productTypes"


def definition(amazon: RawAmazon, name: str = "RING") -> dict:
    return amazon.ask("GET", f"{TYPES}/{name}", params={"marketplaceIds": STORE}).json()


def test_a_product_type_links_to_a_schema_with_its_checksum(amazon: RawAmazon) -> None:
    found = definition(amazon)
    content = amazon.http.get(found["schema"]["link"]["resource"]).content
    digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    assert found["schema"]["checksum"] == digest
    assert b"Made by hand" in content


def test_a_schema_has_the_slots_of_its_type(amazon: RawAmazon) -> None:
    gemstone = amazon.http.get(definition(amazon, "GEMSTONE")["schema"]["link"]["resource"]).json()
    assert MAIN in gemstone["properties"]
    assert "other_product_image_locator_5" in gemstone["properties"]
    assert "other_product_image_locator_6" not in gemstone["properties"]


def test_the_address_of_a_schema_is_signed_and_runs_out(amazon: RawAmazon) -> None:
    link = definition(amazon)["schema"]["link"]["resource"]
    assert amazon.http.get(link.replace("RING", "WATCH")).status_code == 403
    assert amazon.http.get("/schemas/RING").status_code == 403
    amazon.now += 301
    assert amazon.http.get(link).status_code == 403


def test_a_product_type_that_is_not_there_is_not_found(amazon: RawAmazon) -> None:
    answer = amazon.ask("GET", f"{TYPES}/LUGGAGE", params={"marketplaceIds": STORE})
    assert error(answer)[:2] == (404, "NOT_FOUND")


def catalog(amazon: RawAmazon, sku: str = "R-7", **query: str) -> dict:
    path = f"/catalog/2022-04-01/items/{amazon.listing(sku)['asin']}"
    wanted = {"marketplaceIds": STORE, "includedData": "images,productTypes"} | query
    amazon.now += 1
    return amazon.ask("GET", path, params=wanted).json()


def test_the_catalog_shows_every_picture_in_two_sizes(amazon: RawAmazon) -> None:
    found = catalog(amazon)
    images = found["images"][0]["images"]
    assert [(one["variant"], one["width"]) for one in images] == [
        ("MAIN", 48),
        ("MAIN", 48),
        ("PT01", 64),
        ("PT01", 64),
    ]
    assert images[0]["link"] == amazon.locator()
    assert amazon.http.get(images[1]["link"]).status_code == 200
    assert found["productTypes"][0]["productType"] == "RING"
    assert catalog(amazon, includedData="summaries").keys() == {"asin"}


def test_another_contributors_picture_is_shown_and_the_locator_stays(amazon: RawAmazon) -> None:
    before = amazon.locator()
    link = amazon.control("listings/R-7/outrank", place=1)["link"]
    assert catalog(amazon)["images"][0]["images"][0]["link"] == link != before
    assert amazon.locator() == before


def test_an_item_taken_out_of_the_catalog_is_gone_from_it_and_from_sale(amazon: RawAmazon) -> None:
    asin = amazon.listing()["asin"]
    amazon.control("listings/R-7/suppress")
    answer = amazon.ask("GET", f"/catalog/2022-04-01/items/{asin}", params={"marketplaceIds": STORE})
    assert error(answer)[:2] == (404, "NOT_FOUND")
    item = amazon.item().json()
    assert item["summaries"][0]["status"] == []
    assert item["issues"][0]["enforcements"]["actions"] == [{"action": "CATALOG_ITEM_REMOVED"}]
    amazon.control("listings/R-7/clear")
    assert amazon.item().json()["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
