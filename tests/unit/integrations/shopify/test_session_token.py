import time

import pytest

from integrations.errors import Unauthorized
from integrations.shopify import session_token
from integrations.shopify.config import ShopifyConfig
from tests.shopify_fakes import CONFIG, SHOP
from tests.shopify_fakes import session_token as token


def test_a_token_says_which_shop_and_who():
    claims = session_token.verify(CONFIG, f"Bearer {token()}")
    assert (claims.shop, claims.user_id) == (SHOP, "42")


def test_a_token_never_shows_in_the_repr_of_its_claims():
    text = token()
    assert text not in repr(session_token.verify(CONFIG, f"Bearer {text}"))


def test_a_token_signed_before_the_secret_was_rotated_is_accepted():
    rotated = ShopifyConfig("client-1", "new" * 12, old_client_secret=CONFIG.client_secret)
    assert session_token.verify(rotated, f"Bearer {token()}").shop == SHOP


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": None},
        pytest.param({"exp": int(time.time()) - 60}, id="expired a minute ago"),
        # reckoned when the tests are collected, long before this one runs
        pytest.param({"nbf": int(time.time()) + 86_400}, id="valid tomorrow"),
        {"aud": "another-app"},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"iss": "https://other.myshopify.com/admin"},
        {"iss": None},
        {"dest": "https://evil.example", "iss": "https://evil.example/admin"},
        {"dest": f"https://{SHOP}\n", "iss": f"https://{SHOP}\n/admin"},
        {"dest": "https://a.myshopify.com.evil.example"},
        {"dest": f"http://{SHOP}"},
        {"dest": None},
        {"dest": 7},
        {"dest": "https://["},
        {"secret": "somebody else's secret, long enough"},
    ],
    ids=str,
)
def test_a_token_that_is_not_wholly_right_is_refused(changes):
    with pytest.raises(Unauthorized):
        session_token.verify(CONFIG, f"Bearer {token(**changes)}")


@pytest.mark.parametrize("header", ["", "Bearer ", "Basic abc", "Bearer a.b.c", "Bearer ünï.cö.dé"])
def test_what_is_no_token_is_refused(header):
    with pytest.raises(Unauthorized):
        session_token.verify(CONFIG, header)


def test_an_unsigned_token_is_refused():
    head = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    with pytest.raises(Unauthorized):
        session_token.verify(CONFIG, f"Bearer {head}.{token().split('.')[1]}.")


def test_the_refusal_does_not_repeat_the_token():
    text = token(aud="another-app")
    with pytest.raises(Unauthorized) as refusal:
        session_token.verify(CONFIG, f"Bearer {text}")
    assert text not in str(refusal.value)
