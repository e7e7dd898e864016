"""The token endpoint: what it exchanges and refreshes, and what it turns away."""

import pytest

from tests.sandbox.raw import RawShop

SHOP = "{ shop { name } }"


def test_an_id_token_brings_an_expiring_offline_token(empty_handed: RawShop) -> None:
    answer = empty_handed.exchange()
    assert answer.status_code == 200
    content = answer.json()
    assert content["access_token"].startswith("shpat_")
    assert content["scope"] == "read_products,write_files"
    assert (content["expires_in"], content["refresh_token_expires_in"]) == (3600, 90 * 86400)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": "another-client"}, "aud"),
        ({"dest": "https://another.myshopify.com"}, "dest"),
        ({"iss": "https://another.myshopify.com/admin"}, "iss"),
        ({"exp": 1_799_999_000}, "exp"),
        ({"exp": "soon"}, "exp"),
        ({"nbf": 1_800_000_600}, "nbf"),
    ],
)
def test_a_wrong_claim_is_refused(empty_handed: RawShop, claims: dict, reason: str) -> None:
    answer = empty_handed.exchange(subject_token=empty_handed.session_token(**claims))
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_subject_token"
    assert reason in answer.json()["error_description"]


def test_a_changed_signature_is_refused(empty_handed: RawShop) -> None:
    header, claims, signature = empty_handed.session_token().split(".")
    other = empty_handed.session_token(sub="2").split(".")[1]
    for token in (f"{header}.{other}.{signature}", f"{header}.{claims}.AAAA", "no token", ""):
        assert empty_handed.exchange(subject_token=token).json()["error"] == "invalid_subject_token"


def test_an_unsigned_token_is_refused(empty_handed: RawShop) -> None:
    _, claims, _ = empty_handed.session_token().split(".")
    none = "eyJhbGciOiJub25lIn0"
    assert empty_handed.exchange(subject_token=f"{none}.{claims}.").json()["error"] == "invalid_subject_token"


@pytest.mark.parametrize(
    "changed", [{"client_secret": "guess"}, {"client_id": "another"}, {"client_secret": None}]
)
def test_another_client_is_refused(empty_handed: RawShop, changed: dict) -> None:
    answer = empty_handed.exchange(**changed)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"expiring": 0}, "invalid_request"),
        ({"subject_token_type": "urn:other"}, "invalid_request"),
        (
            {"requested_token_type": "urn:shopify:params:oauth:token-type:online-access-token"},
            "invalid_request",
        ),
    ],
)
def test_another_kind_of_request_is_refused(empty_handed: RawShop, changed: dict, error: str) -> None:
    answer = empty_handed.exchange(**changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_body_that_is_no_json_is_refused(empty_handed: RawShop) -> None:
    for body in (b"{", b"[1]"):
        answer = empty_handed.http.post("/admin/oauth/access_token", content=body)
        assert answer.json()["error"] == "invalid_request"


def test_another_shop_is_not_found(empty_handed: RawShop) -> None:
    answer = empty_handed.http.post("https://other.myshopify.com/admin/oauth/access_token", json={})
    assert answer.status_code == 404


def test_a_form_is_read_as_json_is(empty_handed: RawShop) -> None:
    first = empty_handed.exchange().json()
    form = {
        "client_id": "the-client",
        "client_secret": "the-secret",
        "grant_type": "refresh_token",
        "refresh_token": first["refresh_token"],
    }
    assert empty_handed.http.post("/admin/oauth/access_token", data=form).status_code == 200


def test_a_refresh_brings_a_new_pair(empty_handed: RawShop) -> None:
    first = empty_handed.exchange().json()
    second = empty_handed.refresh(first["refresh_token"]).json()
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]


def test_an_old_refresh_token_may_be_sent_again_until_the_new_one_is_used(empty_handed: RawShop) -> None:
    first = empty_handed.exchange().json()
    lost = empty_handed.refresh(first["refresh_token"]).json()
    again = empty_handed.refresh(first["refresh_token"])
    assert again.status_code == 200
    empty_handed.token = lost["access_token"]
    assert empty_handed.post(SHOP).status_code == 401
    empty_handed.token = again.json()["access_token"]
    assert empty_handed.post(SHOP).status_code == 200
    assert empty_handed.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"


def test_an_old_refresh_token_is_dead_once_the_new_one_was_refreshed(empty_handed: RawShop) -> None:
    first = empty_handed.exchange().json()
    second = empty_handed.refresh(first["refresh_token"]).json()
    assert empty_handed.refresh(second["refresh_token"]).status_code == 200
    assert empty_handed.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"


def test_an_unknown_or_expired_refresh_token_is_refused(empty_handed: RawShop) -> None:
    first = empty_handed.exchange().json()
    assert empty_handed.refresh("shprt_unknown").json()["error"] == "invalid_grant"
    empty_handed.now += 90 * 86400
    answer = empty_handed.refresh(first["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_token_is_refused_without_being_known(shop: RawShop) -> None:
    for token in ("", "shpat_guess"):
        shop.token = token
        answer = shop.post(SHOP)
        assert answer.status_code == 401
        assert "Invalid API key or access token" in answer.json()["errors"]


def test_a_token_is_refused_after_an_hour(shop: RawShop) -> None:
    shop.now += 3599
    assert shop.post(SHOP).status_code == 200
    shop.now += 1
    assert shop.post(SHOP).status_code == 401


def test_a_revoked_token_is_refused_and_so_is_its_refresh(shop: RawShop) -> None:
    pair = shop.exchange().json()
    shop.token = pair["access_token"]
    shop.control("tokens/revoke")
    assert shop.post(SHOP).status_code == 401
    assert shop.refresh(pair["refresh_token"]).json()["error"] == "invalid_grant"


def test_after_an_uninstall_no_token_is_good_and_a_new_exchange_installs_again(shop: RawShop) -> None:
    shop.control("uninstall")
    assert shop.post(SHOP).status_code == 401
    assert shop.state()["installed"] is False
    shop.install()
    assert shop.post(SHOP).status_code == 200
    assert shop.state()["installed"] is True


def test_the_token_endpoint_is_down_with_the_rest(shop: RawShop) -> None:
    shop.control("faults", server_error=5)
    assert shop.exchange().status_code == 503
    shop.now += 5
    assert shop.exchange().status_code == 200
