"""What is asked of a listing, and what is no request at all."""

from dataclasses import replace

import pytest

from integrations.sandbox.etsy.document import Document, read_document
from tests.sandbox.etsy.raw import RawEtsy


def where_required(name: str) -> Document:
    """Describe the API with one more parameter that must be given; as it is today no query has any."""
    document = read_document()
    operations = tuple(
        replace(
            one, parameters=tuple(replace(p, required=p.required or p.name == name) for p in one.parameters)
        )
        for one in document.operations
    )
    return replace(document, operations=operations)


def test_a_shop_is_shown_with_what_it_has_for_sale(etsy: RawEtsy):
    told = etsy.get(f"/shops/{etsy.shop}").json()
    assert told["shop_name"] == "SandboxJewelers"
    assert told["listing_active_count"] == 2


def test_listings_come_a_page_at_a_time_and_of_one_state(etsy: RawEtsy):
    path = f"/shops/{etsy.shop}/listings"
    first, second = (etsy.get(path, limit=1, offset=offset).json() for offset in (0, 1))
    assert first["count"] == second["count"] == 2
    assert {first["results"][0]["listing_id"], second["results"][0]["listing_id"]} == {etsy.ring, etsy.stone}
    etsy.control(f"listings/{etsy.ring}/sell")
    assert etsy.get(path).json()["count"] == 1
    assert etsy.get(path, state="sold_out").json()["results"][0]["listing_id"] == etsy.ring
    assert etsy.get(path, state="expired").json() == {"count": 0, "results": []}


def test_what_comes_along_is_named_in_one_value(etsy: RawEtsy):
    path = f"/shops/{etsy.shop}/listings"
    with_both = etsy.get(path, includes="Images,Inventory").json()["results"][-1]
    assert len(with_both["images"]) == 3
    assert [product["sku"] for product in with_both["inventory"]["products"]] == ["R-6", "R-7"]
    without = etsy.get(path).json()["results"][-1]
    assert without.keys().isdisjoint({"images", "inventory"})
    assert without["skus"] == ["R-6", "R-7"]


def test_titles_come_with_entities_in_them(etsy: RawEtsy):
    etsy.control(f"listings/{etsy.ring}/edit", title="Bride's ring & box")
    assert etsy.get(f"/listings/{etsy.ring}").json()["title"] == "Bride&#x27;s ring &amp; box"


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"state": "gone"}, {"includes": "Pictures"}, {"page": 1}],
)
def test_a_query_out_of_its_bounds_is_refused(etsy: RawEtsy, query: dict):
    assert etsy.get(f"/shops/{etsy.shop}/listings", **query).status_code == 400


def test_a_query_that_lacks_what_is_asked_for_is_refused(etsy: RawEtsy):
    path = f"/shops/{etsy.shop}/listings"
    etsy.describe(where_required("state"))
    answer = etsy.get(path, limit=1)
    assert (answer.status_code, answer.json()["error"]) == (400, "Missing input parameter: [state]")
    assert etsy.get(path, state="active").json()["count"] == 2


@pytest.mark.parametrize("path", ["/listings/none", "/listings/0", "/listings/99999999999999999999/images"])
def test_a_number_that_is_none_is_refused(etsy: RawEtsy, path: str):
    assert etsy.get(path).status_code == 400


def test_paths_and_methods_nobody_knows_are_refused(etsy: RawEtsy):
    assert etsy.get("/elsewhere").status_code == 404
    answer = etsy.ask("PUT", f"/listings/{etsy.ring}/images")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"


def test_etsy_can_be_down_or_somebody_in_front_of_it_in_the_way(etsy: RawEtsy):
    etsy.control("faults", server_error=5)
    assert etsy.get("/users/me").status_code == 503
    etsy.wait(5)
    etsy.control("faults", blocked=1)
    refused = etsy.get("/users/me")
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "text/html"
    assert etsy.get("/users/me").status_code == 200


def test_an_answer_can_be_lost_after_everything_was_done(etsy: RawEtsy):
    etsy.control("faults", lost=1)
    assert etsy.upload().status_code == 504
    assert len(etsy.ids()) == 4


def test_an_answer_can_come_late(etsy: RawEtsy):
    etsy.control("faults", timeout=1, timeout_seconds=0.01)
    assert etsy.upload().status_code == 201


def test_a_rank_can_be_passed_over(etsy: RawEtsy):
    etsy.control("faults", rank_ignored=1)
    assert etsy.upload(rank="3", overwrite="true").json()["rank"] == 1
    assert len(etsy.ids()) == 4


def test_an_upload_can_be_answered_with_anothers_addresses(etsy: RawEtsy):
    etsy.control("faults", mixed_addresses=1)
    answer = etsy.upload().json()
    assert str(answer["listing_image_id"]) not in answer["url_fullxfull"]


def test_an_upload_can_be_forgotten(etsy: RawEtsy):
    etsy.control("faults", never_sized=1)
    number = etsy.upload().json()["listing_image_id"]
    etsy.wait(86400)
    etsy.connect()
    assert etsy.get(f"/listings/{etsy.ring}/images/{number}").json()["full_width"] is None


def test_a_deletion_can_be_refused_for_no_reason(etsy: RawEtsy):
    etsy.control("faults", not_of_this_shop=1)
    first = etsy.ids()[0]
    assert "does not belong to the same shop" in etsy.detach(first).json()["error"]
    assert etsy.detach(first).status_code == 204
