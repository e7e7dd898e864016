from datetime import timedelta
from threading import Thread

import httpx
import pytest
from cryptography.fernet import Fernet
from django.db import connection as database
from django.utils import timezone
from pydantic import SecretStr

from integrations.errors import Unauthorized, Unavailable
from shopapp import tokens
from shopapp.models import OfflineToken, Shop
from tests.factories import make_shop, token_pair
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


def test_a_good_token_is_used_as_it_is(alice: Shop, fake: FakeShop) -> None:
    assert tokens.access_token(alice) == "shpat_first"
    assert fake.tokens == 0


def test_a_token_about_to_run_out_is_renewed_and_both_halves_are_stored(alice: Shop, fake: FakeShop) -> None:
    tokens.expire(alice)
    assert tokens.access_token(alice) == "shpat_1"
    row = OfflineToken.objects.get()
    assert row.version == 2
    assert row.refreshing_by == ""
    assert tokens.access_token(alice) == "shpat_1"
    assert fake.tokens == 1


def test_a_renewal_that_fails_leaves_the_pair_as_it_was(alice: Shop, fake: FakeShop) -> None:
    tokens.expire(alice)
    fake.before = lambda _name, _r: httpx.Response(503)
    with pytest.raises(Unavailable):
        tokens.access_token(alice)
    fake.before = lambda _name, _r: None
    assert tokens.access_token(alice) == "shpat_1"


def test_a_renewal_that_hangs_is_taken_over_when_its_lease_runs_out(alice: Shop, fake: FakeShop) -> None:
    tokens.expire(alice)
    OfflineToken.objects.update(refreshing_by="dead", refreshing_until=timezone.now() - timedelta(seconds=1))
    assert tokens.access_token(alice) == "shpat_1"


def test_a_shop_without_a_token_is_not_connected(alice: Shop) -> None:
    OfflineToken.objects.all().delete()
    with pytest.raises(Unauthorized):
        tokens.access_token(alice)


def test_tokens_written_with_an_older_key_can_still_be_read(
    alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = tokens.env()
    keys = [SecretStr(Fernet.generate_key().decode()), *present.token_encryption_keys]
    monkeypatch.setattr(tokens, "env", lambda: present.model_copy(update={"token_encryption_keys": keys}))
    assert tokens.access_token(alice) == "shpat_first"
    monkeypatch.setattr(tokens, "env", lambda: present.model_copy(update={"token_encryption_keys": keys[:1]}))
    with pytest.raises(Unauthorized):
        tokens.access_token(alice)


@pytest.mark.django_db(transaction=True)
def test_of_many_callers_at_once_one_renews_and_all_get_the_new_token(fake: FakeShop) -> None:
    shop = make_shop()
    tokens.store(shop, token_pair(expires_in=timedelta(0)))
    got: list[str] = []

    def ask() -> None:
        try:
            got.append(tokens.access_token(shop))
        finally:
            database.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["shpat_1"] * 4
    assert fake.tokens == 1


def test_a_pair_that_shopify_refuses_is_given_up_so_that_the_next_opening_brings_another(
    alice: Shop, fake: FakeShop
) -> None:
    tokens.expire(alice)
    fake.before = lambda _name, _r: httpx.Response(400, json={"error": "invalid_grant"})
    with pytest.raises(Unauthorized):
        tokens.access_token(alice)
    assert not OfflineToken.objects.exists()
