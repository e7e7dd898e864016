"""The control address, and how the shop is stocked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sandbox.etsy.raw import RawEtsy
from tests.sandbox.raw import picture


def test_everything_is_told_but_the_tokens_themselves(etsy: RawEtsy):
    told = etsy.state()
    assert [one["title"] for one in told["listings"]] == ["Plain ring", "Slow stone", "Plain ring"]
    assert [image["alt"] for image in told["listings"][0]["images"]] == ["Ring, front", "Ring, side", ""]
    assert told["requests"] == {"token 200": 1}
    assert etsy.token not in str(told)


@pytest.mark.parametrize("faults", [{"fire": 1}, {"too_many": "many"}])
def test_a_fault_nobody_knows_is_refused(etsy: RawEtsy, faults: dict):
    assert "error" in etsy.control("faults", **faults)


def test_faults_are_shown_and_cleared(etsy: RawEtsy):
    assert etsy.control("faults", lost=2, server_error=9) == {"left": {"lost": 2}, "down": True}
    assert etsy.control("faults", clear=True) == {"left": {}, "down": False}


def test_a_merchant_puts_another_picture_there_by_hand(etsy: RawEtsy):
    first, second, third = etsy.ids()
    other = etsy.control(f"listings/{etsy.ring}/replace", rank=2)["image"]
    added = etsy.control(f"listings/{etsy.ring}/add")["image"]
    assert etsy.ids() == [first, other, third, added]
    etsy.control(f"listings/{etsy.ring}/remove", rank=1)
    assert etsy.ids() == [other, third, added]
    assert [image["rank"] for image in etsy.listing()["images"]] == [1, 2, 3]
    assert "error" in etsy.control(f"listings/{etsy.ring}/remove", rank=9)
    assert second not in etsy.ids()


def test_a_listing_changes_its_name_its_skus_and_its_state(etsy: RawEtsy):
    etsy.control(f"listings/{etsy.ring}/edit", skus=["A", "B"])
    etsy.control(f"listings/{etsy.ring}/sell")
    assert (etsy.listing()["skus"], etsy.listing()["state"]) == (["A", "B"], "sold_out")
    etsy.control(f"listings/{etsy.ring}/activate")
    assert etsy.listing()["state"] == "active"


@pytest.mark.parametrize("path", ["listings/1/sell", "listings/none/sell", "tokens/burn", "pictures/1/purge"])
def test_what_is_not_there_is_not_found(etsy: RawEtsy, path: str):
    assert etsy.http.post(f"/control/{path}").status_code == 404


def test_nothing_of_that_kind_happens_to_a_listing(etsy: RawEtsy):
    assert etsy.http.post(f"/control/listings/{etsy.ring}/burn").status_code == 404
    assert etsy.http.get("/control/pictures/none/content").status_code == 404


def test_a_picture_that_was_taken_off_can_be_forgotten_one_that_is_shown_cannot(etsy: RawEtsy):
    first = etsy.ids()[0]
    assert etsy.http.post(f"/control/pictures/{first}/purge").status_code == 409
    etsy.detach(first)
    assert etsy.control(f"pictures/{first}/purge") == {"done": True}
    assert etsy.attach(first).status_code == 404


def test_the_clock_moves_forward_alone(etsy: RawEtsy):
    before = etsy.control("clock")["now"]
    assert etsy.control("clock", advance=60, factor=2)["now"] == before + 60
    assert "error" in etsy.control("clock", advance=-1)


def test_the_shop_opens_anew(etsy: RawEtsy):
    etsy.upload()
    etsy.control("faults", lost=1)
    etsy.control("reset")
    assert len(etsy.listing()["images"]) == 3
    assert etsy.state()["tokens"] == []
    assert etsy.state()["faults"] == {"left": {}, "down": False}


def test_a_body_that_cannot_be_read_is_refused(etsy: RawEtsy):
    assert etsy.http.post("/control/faults", content=b"[]").status_code == 400


def test_a_shop_of_some_size_has_listings_that_are_hard_to_recognize(
    open_etsy: Callable[..., RawEtsy], tmp_path: Path
):
    for index in range(14):
        (tmp_path / f"ring-{index:02}.jpg").write_bytes(picture(shade=index))
    (tmp_path / "broken-ring.jpg").write_bytes(b"no picture")
    listings = open_etsy(photos=tmp_path, catalog=None).state()["listings"][:-1]
    assert len(listings) == 14
    assert [one["state"] for one in listings].count("sold_out") == 1
    assert [one["state"] for one in listings].count("draft") == 1
    assert [len(one["images"]) for one in listings].count(20) == 1
    assert sum("gift box" in one["title"] for one in listings) == 1


def test_the_sandboxes_own_catalog_holds_every_difficulty(open_etsy: Callable[..., RawEtsy]):
    listings = open_etsy(catalog=None, shop_size=14).state()["listings"][:-1]
    skus = [sku for one in listings for sku in one["skus"]]
    assert len(skus) - len(set(skus)) == 1
    assert sum(not one["skus"] for one in listings) == 2
    assert any(one["links"] for one in listings)
