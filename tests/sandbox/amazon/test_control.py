"""What a demonstration or a test does to the stand-in."""

import pytest

from tests.sandbox.amazon.raw import MAIN, RawAmazon, change, picture

A = "https://app.example/a.jpg"


def test_products_without_a_sku_are_not_on_amazon(amazon: RawAmazon) -> None:
    found = {one["sku"]: one["product_type"] for one in amazon.state()["listings"]}
    assert found == {"R/6 %": "RING", "R-7": "RING", "S-1": "GEMSTONE"}


def test_the_picture_of_a_variant_comes_first(amazon: RawAmazon) -> None:
    one, other = amazon.listing("R/6 %")["slots"], amazon.listing("R-7")["slots"]
    assert one[MAIN]["locator"] == other["other_product_image_locator_1"]["locator"]


def test_a_reset_opens_anew_and_keeps_the_connection(amazon: RawAmazon) -> None:
    before = amazon.listing()
    amazon.control("subscriptions")
    amazon.put(A, picture(background="gray"))
    amazon.patch(change(MAIN, A))
    amazon.control("reset")
    amazon.wait(2)
    assert amazon.listing() == before
    assert amazon.state()["fetched"] == []
    assert amazon.item().status_code == 200


def test_a_picture_put_there_by_hand_is_amazons_at_once(amazon: RawAmazon) -> None:
    amazon.put(A, picture(background="gray"))
    before = amazon.locator()
    locator = amazon.control("listings/R%2F6%20%25/replace", place=3)["locator"]
    assert amazon.listing("R/6 %")["slots"]["other_product_image_locator_2"]["locator"] == locator
    locator = amazon.control("listings/R-7/replace")["locator"]
    assert amazon.locator() == locator != before
    assert amazon.listing()["issues"] == []


def test_an_issue_can_be_planted(amazon: RawAmazon) -> None:
    amazon.control("listings/R-7/issue", code="99300", actions=["LISTING_SUPPRESSED"])
    assert amazon.listing()["status"] == []
    assert amazon.item().json()["issues"][0]["code"] == "99300"


def test_time_moves_forward_only(amazon: RawAmazon) -> None:
    assert amazon.control("clock", advance=60, factor=2)["now"] == "2027-01-15T08:01:00.000Z"
    assert "error" in amazon.control("clock", advance=-1)


def test_an_expired_token_is_made_without_waiting(amazon: RawAmazon) -> None:
    amazon.control("tokens/expire")
    assert amazon.item().status_code == 403


@pytest.mark.parametrize(
    ("path", "content"), [("faults", {"earthquake": 1}), ("listings/X/delete", {}), ("listings/X/clear", {})]
)
def test_what_cannot_be_done_says_so(amazon: RawAmazon, path: str, content: dict) -> None:
    assert "error" in amazon.control(path, **content)


def test_a_control_that_is_no_json_says_so(amazon: RawAmazon) -> None:
    assert amazon.http.post("/control/faults", content=b"{").status_code == 400


def test_faults_can_be_cleared(amazon: RawAmazon) -> None:
    assert amazon.control("faults", throttle=3) == {"throttle": 3}
    assert amazon.control("faults", clear=True) == {}


def test_a_picture_that_is_not_there_is_not_found(amazon: RawAmazon) -> None:
    assert amazon.http.get("/images/I/guess.jpg").status_code == 404


def test_a_listing_may_be_of_a_product_type_that_is_not_defined(amazon: RawAmazon) -> None:
    assert amazon.control("listings/R-7/retype", product_type="LUGGAGE") == {"product_type": "LUGGAGE"}
    assert amazon.listing()["product_type"] == "LUGGAGE"
    answer = amazon.patch(change(MAIN, A), kind="LUGGAGE").json()
    assert (answer["status"], answer["issues"][0]["code"]) == ("INVALID", "sandbox-type")
