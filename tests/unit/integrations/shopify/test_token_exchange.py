from datetime import UTC, datetime, timedelta

import httpx
import pytest

from integrations import http as our_http
from integrations.errors import Rejected, Throttled, TimedOut, Unauthorized, Unavailable
from integrations.shopify import token_exchange
from integrations.shopify.session_token import SessionClaims
from integrations.shopify.token_exchange import TokenPair
from tests.shopify_fakes import CONFIG, SHOP, Script

SESSION = SessionClaims(SHOP, "42", "header.claims.signature")
GRANT = {
    "access_token": "shpat_new",
    "scope": "read_products,write_files",
    "expires_in": 3600,
    "refresh_token": "shprt_new",
    "refresh_token_expires_in": 7776000,
}


def exchange(*replies):
    script = Script(*replies)
    return token_exchange.exchange(CONFIG, SESSION, our_http.client(transport=script)), script


def refresh(*replies, **changes):
    now = datetime.now(UTC)
    old = {"access_token": "shpat_old", "refresh_token": "shprt_old", "scope": "read_products"}
    moments = {
        "expires_at": now + timedelta(hours=1),
        "refresh_expires_at": now + timedelta(days=90),
    } | changes
    script = Script(*replies)
    http = our_http.client(transport=script)
    return token_exchange.refresh(CONFIG, SHOP, TokenPair(**old, **moments), http), script


def test_a_session_token_becomes_an_expiring_offline_token():
    pair, script = exchange(httpx.Response(200, json=GRANT))
    assert (pair.access_token, pair.refresh_token, pair.scope) == ("shpat_new", "shprt_new", GRANT["scope"])
    assert timedelta(minutes=59) < pair.expires_at - datetime.now(UTC) <= timedelta(hours=1)
    assert str(script.requests[0].url) == f"https://{SHOP}/admin/oauth/access_token"
    assert script.sent()["expiring"] == 1
    assert script.sent()["requested_token_type"].endswith("offline-access-token")


def test_a_pair_never_shows_its_tokens():
    pair, _ = exchange(httpx.Response(200, json=GRANT))
    assert "shpat_new" not in repr(pair)
    assert "shprt_new" not in repr(pair)


def test_a_pair_is_renewed_even_while_the_old_one_would_still_do():
    pair, script = refresh(httpx.Response(200, json=GRANT))
    assert pair.access_token == "shpat_new"
    assert script.sent()["grant_type"] == "refresh_token"
    assert script.sent()["refresh_token"] == "shprt_old"
    assert script.requests[0].url.host == SHOP


def test_a_pair_says_when_it_is_due():
    now = datetime.now(UTC)
    pair = TokenPair("a", now + timedelta(seconds=50), "r", now + timedelta(days=1), "")
    assert pair.expires_within(timedelta(minutes=1), now)
    assert not pair.expires_within(timedelta(seconds=40), now)


def test_a_refresh_token_that_has_run_out_is_not_even_sent():
    with pytest.raises(Unauthorized):
        refresh(refresh_expires_at=datetime.now(UTC) - timedelta(seconds=1))


@pytest.mark.parametrize("call", [exchange, refresh])
def test_retry_after_is_handed_on_and_nobody_sleeps(call):
    with pytest.raises(Throttled) as error:
        call(httpx.Response(429, headers={"Retry-After": "4"}, json={}))
    assert error.value.retry_after == 4.0


@pytest.mark.parametrize("call", [exchange, refresh])
@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (httpx.Response(503), Unavailable),
        (httpx.Response(200, text="<html>maintenance</html>"), Unavailable),
        (httpx.Response(200, json=[]), Unavailable),
        (httpx.ConnectError("no route"), Unavailable),
        (httpx.ReadTimeout("slow"), TimedOut),
        (httpx.Response(200, json={"access_token": "shpat_for_ever", "scope": ""}), Rejected),
        (httpx.Response(200, json={**GRANT, "access_token": ""}), Rejected),
        (httpx.Response(400, json={"error": "invalid_client"}), Unauthorized),
        (httpx.Response(400, json={"error": "something_new"}), Rejected),
    ],
    ids=str,
)
def test_every_answer_that_is_no_pair_is_an_error_with_a_name(call, reply, expected):
    with pytest.raises(expected):
        call(reply)


def test_a_session_token_shopify_does_not_accept_means_asking_for_another():
    with pytest.raises(Unauthorized):
        exchange(httpx.Response(400, json={"error": "invalid_subject_token"}))


def test_a_spent_refresh_token_means_reconnecting():
    with pytest.raises(Unauthorized):
        refresh(httpx.Response(400, json={"error": "invalid_grant"}))
