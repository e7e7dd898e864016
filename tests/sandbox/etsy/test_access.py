"""Who is let in: every refusal met by the wrong request itself."""

import pytest

from tests.sandbox.etsy.raw import NEIGHBOR_USER, RawEtsy


@pytest.mark.parametrize(
    ("key", "status", "said"),
    [
        (None, 401, "Missing x-api-key header"),
        ("the-key", 403, "Shared secret is required in x-api-key header."),
        ("another", 403, "Invalid API key: should be in the format 'keystring:shared_secret'."),
        ("the-key:wrong", 403, "API key not found or not active"),
    ],
)
def test_a_key_that_is_not_the_apps_own_is_refused(etsy: RawEtsy, key: str | None, status: int, said: str):
    answer = etsy.ask("GET", "/openapi-ping", headers=etsy.headers(**{"x-api-key": key}))
    assert (answer.status_code, answer.json()["error"]) == (status, said)


def test_the_key_alone_is_enough_where_no_token_is_asked_for(stranger: RawEtsy):
    answer = stranger.ask("GET", "/openapi-ping", headers={"x-api-key": "the-key:the-secret"})
    assert answer.status_code == 200
    assert answer.json()["application_id"] > 0


@pytest.mark.parametrize("sent", [None, "Bearer nobody.knows", "the-token-alone"])
def test_a_token_nobody_was_given_is_refused(etsy: RawEtsy, sent: str | None):
    answer = etsy.ask("GET", "/users/me", headers=etsy.headers(Authorization=sent))
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_token"


def test_a_token_is_good_for_an_hour(etsy: RawEtsy):
    etsy.wait(3599)
    assert etsy.get("/users/me").json() == {"user_id": 91_000_001, "shop_id": etsy.shop}
    etsy.wait(1)
    answer = etsy.get("/users/me")
    assert answer.status_code == 401
    assert answer.json() == {"error": "invalid_token", "error_description": "access token is expired"}


def test_an_expired_token_is_refused_even_where_none_is_needed(etsy: RawEtsy):
    etsy.control("tokens/expire")
    assert etsy.get(f"/listings/{etsy.ring}").status_code == 401


def test_a_revoked_token_is_refused(etsy: RawEtsy):
    etsy.control("tokens/revoke")
    assert etsy.get("/users/me").json()["error_description"] == "access token is revoked"


def test_a_token_without_the_scope_is_refused(etsy: RawEtsy):
    etsy.control("tokens/scopes", scopes=["listings_r"])
    answer = etsy.upload()
    assert answer.status_code == 403
    assert answer.json()["error"] == "insufficient_scope"
    assert "listings_w" in answer.json()["error_description"]


def test_another_shop_is_not_ones_own(etsy: RawEtsy):
    etsy.connect(user=NEIGHBOR_USER)
    assert etsy.get(f"/shops/{etsy.shop}/listings").status_code == 403
    assert etsy.upload().json()["error"] == "User does not own Shop"


def test_a_user_without_a_shop_is_not_found(etsy: RawEtsy):
    etsy.connect(user=91_000_009)
    answer = etsy.get("/users/me")
    assert (answer.status_code, answer.json()["error"]) == (404, "User not found")


def test_a_shop_that_is_not_there_is_not_found(etsy: RawEtsy):
    assert etsy.get("/shops/7").status_code == 404
    assert etsy.get("/shops/7/listings").status_code == 400
    assert etsy.ask("DELETE", "/shops/7/listings/1/images/1").status_code == 404


def test_a_listing_of_another_shop_cannot_be_changed_through_ones_own(etsy: RawEtsy):
    answer = etsy.upload(listing=etsy.neighbors)
    assert answer.status_code == 403
    assert answer.json()["error"] == "The listing does not belong to the shop"


def test_what_is_not_for_sale_is_seen_by_its_shop_alone(etsy: RawEtsy):
    etsy.control(f"listings/{etsy.ring}/sell")
    assert etsy.get(f"/listings/{etsy.ring}").json()["state"] == "sold_out"
    assert etsy.connect(user=NEIGHBOR_USER).get(f"/listings/{etsy.ring}").status_code == 404


def test_a_listing_that_is_gone_is_not_found(etsy: RawEtsy):
    gone = etsy.ring
    etsy.control(f"listings/{gone}/delete")
    assert etsy.get(f"/listings/{gone}").status_code == 404
    assert etsy.get(f"/listings/{gone}/images").status_code == 404
    assert etsy.upload(listing=gone).status_code == 404


def test_skus_are_told_to_the_shop_they_belong_to_alone(etsy: RawEtsy):
    path = f"/listings/{etsy.ring}/inventory"
    assert [product["sku"] for product in etsy.get(path).json()["products"]] == ["R-6", "R-7"]
    etsy.connect(user=NEIGHBOR_USER)
    assert {product["sku"] for product in etsy.get(path).json()["products"]} == {""}
