"""Consent and tokens: what is given, and what is turned away."""

from pathlib import Path

import pytest

from tests.sandbox.amazon.raw import CALLBACK, RawAmazon, error, opened

CONSENT = {"application_id": "the-application", "state": "s&1", "redirect_uri": CALLBACK}


def test_the_page_asks_and_sends_the_seller_back_with_a_code(stranger: RawAmazon) -> None:
    page = stranger.http.get("/apps/authorize/consent", params=CONSENT)
    assert page.status_code == 200
    assert 'value="s&amp;1"' in page.text
    answer = stranger.http.post("/apps/authorize/consent", data={**CONSENT, "decision": "confirm"})
    back = answer.headers["location"]
    assert answer.status_code == 303
    assert back.startswith(f"{CALLBACK}?state=s%261&selling_partner_id=A2SANDBOXJEWEL&spapi_oauth_code=")


def test_a_seller_who_cancels_is_sent_nowhere(stranger: RawAmazon) -> None:
    answer = stranger.http.post("/apps/authorize/consent", data={**CONSENT, "decision": "cancel"})
    assert answer.status_code == 200
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"application_id": "another"}, "MD1000"),
        ({"redirect_uri": "https://elsewhere.example/"}, "MD5101"),
        ({"redirect_uri": f"{CALLBACK}#part"}, "MD5110"),
    ],
)
def test_a_wrong_page_of_consent_says_so(stranger: RawAmazon, changed: dict, code: str) -> None:
    for answer in (
        stranger.http.get("/apps/authorize/consent", params=CONSENT | changed),
        stranger.http.post("/apps/authorize/consent", data=CONSENT | changed),
    ):
        assert answer.status_code == 400
        assert code in answer.text


def test_a_draft_is_authorized_as_beta_only(amazon_catalog: Path) -> None:
    draft = opened(amazon_catalog, is_draft=True)
    assert draft.http.get("/apps/authorize/consent", params=CONSENT).status_code == 400
    assert draft.http.get("/apps/authorize/consent", params={**CONSENT, "version": "beta"}).status_code == 200


def test_a_code_brings_both_tokens_once(stranger: RawAmazon) -> None:
    code = stranger.code()
    answer = stranger.exchange(code).json()
    assert answer["access_token"].startswith("Atza|")
    assert answer["refresh_token"].startswith("Atzr|")
    assert (answer["token_type"], answer["expires_in"]) == ("bearer", 3600)
    assert stranger.exchange(code).json()["error"] == "invalid_grant"


def test_a_code_is_good_for_five_minutes(stranger: RawAmazon) -> None:
    code = stranger.code()
    stranger.now += 301
    assert stranger.exchange(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"client_secret": "guess"}, 401, "invalid_client"),
        ({"client_id": "another"}, 401, "invalid_client"),
        ({"redirect_uri": "https://elsewhere.example/"}, 400, "invalid_grant"),
        ({"code": "guess"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "guess"}, 400, "invalid_grant"),
    ],
)
def test_a_wrong_request_for_a_token_is_refused(
    stranger: RawAmazon, changed: dict, status: int, code: str
) -> None:
    answer = stranger.exchange(stranger.code(), **changed)
    assert (answer.status_code, answer.json()["error"]) == (status, code)


def test_a_request_for_a_token_is_a_form(stranger: RawAmazon) -> None:
    answer = stranger.http.post("/auth/o2/token", json={"grant_type": "refresh_token"})
    assert answer.json()["error"] == "invalid_request"


def test_a_refresh_token_brings_access_tokens_until_the_consent_is_taken_back(amazon: RawAmazon) -> None:
    refresh = amazon.exchange(amazon.code()).json()["refresh_token"]
    fresh = amazon.exchange("", grant_type="refresh_token", refresh_token=refresh).json()
    assert fresh["refresh_token"] == refresh
    amazon.control("tokens/revoke")
    again = amazon.exchange("", grant_type="refresh_token", refresh_token=refresh)
    assert again.json()["error"] == "invalid_grant"
    amazon.token = fresh["access_token"]
    assert error(amazon.item()) == (
        403,
        "Unauthorized",
        "The access token you provided is revoked, malformed or invalid.",
    )


def test_the_token_endpoint_can_be_down(stranger: RawAmazon) -> None:
    stranger.control("faults", unavailable=1)
    assert stranger.exchange("x").status_code == 503
