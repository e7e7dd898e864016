"""The page of consent and the tokens: every refusal met by the wrong request itself."""

import pytest

from tests.sandbox.etsy.raw import CALLBACK, NEIGHBOR_USER, RawEtsy, answered, consent_query


def code(etsy: RawEtsy) -> str:
    return etsy.control("consent", url=etsy.consent_url())["code"]


def test_the_page_names_what_is_asked_for_and_sends_the_browser_back(stranger: RawEtsy):
    page = stranger.http.get(stranger.consent_url())
    assert page.status_code == 200
    assert "change your listings" in page.text
    answer = stranger.http.post("/oauth/connect", data={**consent_query(), "answer": "allow"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{CALLBACK}?code=")
    assert answered(answer.headers["location"])["state"] == "the-state"


def test_a_merchant_may_decline(stranger: RawEtsy):
    answer = stranger.http.post("/oauth/connect", data={**consent_query(), "answer": "deny"})
    told = answered(answer.headers["location"])
    assert told["error"] == "access_denied"
    assert "code" not in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "another"},
        {"client_id": None},
        {"redirect_uri": "https://elsewhere.example/etsy"},
        {"redirect_uri": "https://app.example.elsewhere/etsy"},
        {"state": None},
    ],
)
def test_what_is_wrong_with_the_app_itself_is_said_to_the_person(stranger: RawEtsy, wrong: dict):
    answer = stranger.http.get(stranger.consent_url(**wrong))
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert stranger.http.post("/oauth/connect", data=consent_query(**wrong)).status_code == 400
    assert "error" in stranger.control("consent", url=stranger.consent_url(**wrong))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "too-short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_everything_else_is_told_to_the_app(stranger: RawEtsy, wrong: dict, error: str):
    answer = stranger.http.get(stranger.consent_url(**wrong))
    assert answer.status_code == 303
    assert answered(answer.headers["location"])["error"] == error
    assert stranger.control("consent", url=stranger.consent_url(**wrong))["error"] == error


def test_a_code_gives_a_pair_of_tokens_that_begin_with_the_user(stranger: RawEtsy):
    tokens = stranger.exchange(code(stranger)).json()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600
    assert tokens["access_token"].startswith("91000001.")


def test_another_account_can_be_chosen(stranger: RawEtsy):
    given = stranger.http.post(
        "/oauth/connect", data={**consent_query(), "answer": "allow", "user": str(NEIGHBOR_USER)}
    )
    tokens = stranger.exchange(answered(given.headers["location"])["code"]).json()
    assert tokens["access_token"].startswith(f"{NEIGHBOR_USER}.")


def test_a_code_is_good_once(stranger: RawEtsy):
    good = code(stranger)
    assert stranger.exchange(good).status_code == 200
    assert stranger.exchange(good).json()["error"] == "invalid_grant"


def test_a_code_is_good_for_a_minute(stranger: RawEtsy):
    late = code(stranger)
    stranger.wait(60)
    assert stranger.exchange(late).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code_verifier": "w" * 50}, "invalid_grant"),
        ({"code_verifier": "v"}, "invalid_grant"),
        ({"redirect_uri": "https://app.example/other"}, "invalid_grant"),
        ({"client_id": "another"}, "invalid_client"),
    ],
)
def test_a_code_is_good_only_for_whom_it_was_made(stranger: RawEtsy, wrong: dict, error: str):
    answer = stranger.exchange(code(stranger), **wrong)
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] == error


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "password", "client_id": "the-key"},
        {"client_id": "the-key"},
        {"grant_type": "refresh_token"},
        {"grant_type": "refresh_token", "client_id": "the-key", "secret": "x"},
    ],
)
def test_a_request_for_tokens_that_is_no_such_thing_is_refused(stranger: RawEtsy, form: dict):
    assert stranger.http.post("/v3/public/oauth/token", data=form).status_code == 400


def test_tokens_are_asked_for_by_a_form(stranger: RawEtsy):
    answer = stranger.http.post("/v3/public/oauth/token", json={"grant_type": "refresh_token"})
    assert answer.status_code == 400


def test_refreshing_spends_the_pair(etsy: RawEtsy):
    fresh = etsy.refresh(etsy.refresh_token)
    assert fresh.status_code == 200
    again = etsy.refresh(etsy.refresh_token)
    assert again.status_code == 400
    assert again.json() == {"error": "invalid_grant", "error_description": "refresh_token is revoked"}
    assert etsy.refresh(fresh.json()["refresh_token"]).status_code == 200


def test_a_refresh_token_is_good_for_ninety_days(etsy: RawEtsy):
    etsy.wait(90 * 86400)
    assert etsy.refresh(etsy.refresh_token).json()["error_description"] == "refresh_token is expired"


def test_a_new_password_ends_every_token(etsy: RawEtsy):
    etsy.control("tokens/revoke")
    assert etsy.refresh(etsy.refresh_token).json()["error_description"] == "refresh_token is revoked"
    assert etsy.refresh("unknown").json()["error_description"] == "refresh_token is invalid"
