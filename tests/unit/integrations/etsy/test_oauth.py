from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from integrations.errors import AccessDenied, Rejected, Throttled, Unauthorized, Unavailable
from integrations.etsy import EtsyLogin, new_verifier
from integrations.etsy.oauth import challenge
from integrations.marketplace import Grant
from tests.unit.integrations.etsy.fakes import Etsy, told

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CALLBACK = "https://app.example/etsy"
TOKENS = {"access_token": "9.new", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "9.next"}
OLD = Grant("9.old", NOW, "9.refresh", NOW + timedelta(days=1), "7", "Jewelers", ("listings_r",))


def login(etsy: Etsy) -> EtsyLogin:
    return EtsyLogin(etsy.config, http=etsy.http, now=lambda: NOW)


def test_the_challenge_is_that_of_rfc_7636_appendix_b():
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_verifier_is_drawn_anew_and_of_allowed_characters():
    first, second = new_verifier(), new_verifier()
    assert first != second
    assert challenge(first) != challenge(second)


@pytest.mark.parametrize("verifier", ["", "short", "v" * 129, "ü" * 50, "v" * 43 + " "])
def test_a_verifier_that_etsy_would_refuse_is_refused_before(verifier: str):
    with pytest.raises(ValueError, match="43 to 128"):
        challenge(verifier)


def test_the_page_of_consent_shows_the_challenge_and_never_the_verifier():
    verifier = new_verifier()
    url = login(Etsy([told()])).authorize_url(state="a b", verifier=verifier, redirect_uri=CALLBACK)
    assert url.startswith("https://www.etsy.com/oauth/connect?response_type=code&")
    assert "scope=listings_r%20listings_w%20shops_r" in url
    assert verifier not in url
    assert dict(parse_qsl(urlsplit(url).query)) == {
        "response_type": "code",
        "client_id": "the-key",
        "redirect_uri": CALLBACK,
        "scope": "listings_r listings_w shops_r",
        "state": "a b",
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
    }


def test_a_code_becomes_a_grant_for_the_shop_it_belongs_to():
    etsy = Etsy([told(TOKENS), told({"user_id": 9, "shop_id": 7}), told({"shop_name": "Jewelers"})])
    grant = login(etsy).exchange({"code": "c", "state": "s"}, verifier="v" * 50, redirect_uri=CALLBACK)
    assert grant == Grant(
        access_token="9.new",
        expires_at=NOW + timedelta(hours=1),
        refresh_token="9.next",
        refresh_expires_at=NOW + timedelta(days=90),
        account="7",
        account_name="Jewelers",
        scopes=("listings_r", "listings_w", "shops_r"),
    )
    sent = dict(parse_qsl(etsy.requests[0].content.decode()))
    assert sent == {
        "grant_type": "authorization_code",
        "client_id": "the-key",
        "redirect_uri": CALLBACK,
        "code": "c",
        "code_verifier": "v" * 50,
    }
    assert etsy.requests[1].headers["authorization"] == "Bearer 9.new"


def test_a_merchant_who_declines_is_told_that_nothing_was_changed():
    etsy = Etsy([told()])
    with pytest.raises(AccessDenied) as error:
        login(etsy).exchange({"error": "access_denied"}, verifier="v" * 50, redirect_uri=CALLBACK)
    assert "nothing was changed" in error.value.merchant_sentence
    with pytest.raises(Unauthorized):
        login(etsy).exchange({"state": "s"}, verifier="v" * 50, redirect_uri=CALLBACK)
    assert etsy.requests == []


@pytest.mark.parametrize("shop", [None, 0])
def test_an_account_without_a_shop_cannot_be_connected(shop: int | None):
    etsy = Etsy([told(TOKENS), told({"user_id": 9, "shop_id": shop})])
    with pytest.raises(AccessDenied) as error:
        login(etsy).exchange({"code": "c"}, verifier="v" * 50, redirect_uri=CALLBACK)
    assert "has no shop" in error.value.merchant_sentence


def test_refreshing_gives_both_tokens_anew_and_keeps_the_account():
    etsy = Etsy([told(TOKENS)])
    fresh = login(etsy).refresh(OLD)
    assert (fresh.access_token, fresh.refresh_token) == ("9.new", "9.next")
    assert (fresh.account, fresh.account_name, fresh.scopes) == ("7", "Jewelers", ("listings_r",))
    assert fresh.refresh_expires_at == NOW + timedelta(days=90)
    assert b"refresh_token=9.refresh" in etsy.requests[0].content


def test_a_refresh_token_that_has_run_out_is_not_even_sent():
    etsy = Etsy([told(TOKENS)])
    late = EtsyLogin(etsy.config, http=etsy.http, now=lambda: NOW + timedelta(days=2))
    with pytest.raises(Unauthorized) as error:
        late.refresh(OLD)
    assert "Connect Etsy again" in error.value.merchant_sentence
    assert etsy.requests == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (
            told({"error": "invalid_grant", "error_description": "refresh_token is revoked"}, 400),
            Unauthorized,
        ),
        (told({"error": "invalid_client"}, 401), Unauthorized),
        (told({"error": "invalid_request"}, 400), Rejected),
        (told({"error": "slow"}, 429, retry_after="9"), Throttled),
        (told({"error": "broken"}, 500), Unavailable),
        (httpx.Response(403, text="<html>"), Unavailable),
        (httpx.Response(200, text="<html>"), Unavailable),
        (told({"access_token": "9.new"}), Rejected),
        (httpx.ReadTimeout("late"), Unavailable),
    ],
)
def test_what_the_token_endpoint_refuses_has_a_name(answer: httpx.Response, kind: type):
    with pytest.raises(kind) as error:
        login(Etsy([answer])).refresh(OLD)
    assert "9.refresh" not in str(error.value)
