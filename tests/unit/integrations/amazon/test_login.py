from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import httpx
import pytest

from integrations.amazon import AmazonLogin
from integrations.errors import AccessDenied, Rejected, Throttled, TimedOut, Unauthorized, Unavailable
from tests.unit.integrations.amazon.fakes import CONFIG, GRANT, Scripted

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TOKEN = httpx.Response(
    200,
    json={"access_token": "Atza|1", "refresh_token": "Atzr|1", "token_type": "bearer", "expires_in": 3600},
)
ANSWER = {"state": "s", "selling_partner_id": "A2SELLER", "spapi_oauth_code": "code"}
BACK = "https://app.example/back"


def login(amazon: Scripted) -> AmazonLogin:
    return AmazonLogin(amazon.config, http=amazon.http(), now=lambda: NOW)


def test_the_page_of_consent_is_the_stores_own():
    address = httpx.URL(login(Scripted([TOKEN])).authorize_url(state="s", verifier="v", redirect_uri=BACK))
    assert (address.host, address.path) == ("sellercentral.amazon.com", "/apps/authorize/consent")
    assert dict(address.params) == {"application_id": "the-application", "state": "s", "redirect_uri": BACK}


def test_a_draft_asks_as_beta_and_another_store_at_its_own_address():
    amazon = Scripted([TOKEN], config=replace(CONFIG, is_draft=True, marketplace_id="A39IBJ37TRP1C6"))
    address = httpx.URL(login(amazon).authorize_url(state="s", redirect_uri=BACK))
    assert (address.host, address.params["version"]) == ("sellercentral.amazon.com.au", "beta")


def test_a_code_becomes_a_grant_for_the_account_that_gave_it():
    amazon = Scripted([TOKEN])
    grant = login(amazon).exchange(ANSWER, verifier="v", redirect_uri=BACK)
    assert (grant.access_token, grant.refresh_token, grant.account) == ("Atza|1", "Atzr|1", "A2SELLER")
    assert grant.expires_at == NOW + timedelta(hours=1)
    assert grant.refresh_expires_at == NOW + timedelta(days=365)
    request = amazon.asked[0]
    assert str(request.url) == "https://api.amazon.com/auth/o2/token"
    sent = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
    assert (sent["grant_type"], sent["code"], sent["redirect_uri"]) == ("authorization_code", "code", BACK)
    assert sent["client_secret"] == "the-secret"


@pytest.mark.parametrize("missing", ["spapi_oauth_code", "selling_partner_id"])
def test_a_seller_who_declined_is_asked_nothing_more(missing):
    amazon = Scripted([TOKEN])
    with pytest.raises(AccessDenied):
        login(amazon).exchange({**ANSWER, missing: ""}, redirect_uri=BACK)
    assert amazon.asked == []


def test_a_refreshed_grant_is_for_the_same_account_and_the_same_year():
    grant = replace(GRANT, account_name="Ring shop", refresh_expires_at=NOW)
    fresh = login(Scripted([TOKEN])).refresh(grant)
    assert (fresh.access_token, fresh.account_name, fresh.refresh_expires_at) == ("Atza|1", "Ring shop", NOW)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(400, json={"error": "invalid_grant"}), Unauthorized),
        (httpx.Response(401, json={"error": "invalid_client"}), Unauthorized),
        (httpx.Response(400, json={"error": "invalid_request"}), Rejected),
        (httpx.Response(429, headers={"retry-after": "7"}), Throttled),
        (httpx.Response(503, text="<html>"), Unavailable),
        (httpx.Response(200, json={"access_token": "Atza|1"}), Unavailable),
        (httpx.Response(200, json=["Atza|1"]), Unavailable),
        (httpx.ReadTimeout("late"), TimedOut),
    ],
)
def test_each_refusal_of_a_token_says_what_to_do(answer, kind):
    with pytest.raises(kind) as error:
        login(Scripted([answer])).refresh(GRANT)
    assert "secret" not in str(error.value)
