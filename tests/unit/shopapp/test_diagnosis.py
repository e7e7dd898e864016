from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shopapp import diagnosis
from shopapp.diagnosis import APP_FILE, Grade, diagnose
from shopapp.models import Account, OfflineToken, Shop
from tests.factories import stocked
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


def change(monkeypatch: pytest.MonkeyPatch, **fields: object) -> None:
    changed = diagnosis.env().model_copy(update=fields)
    monkeypatch.setattr(diagnosis, "env", lambda: changed)


@pytest.fixture(autouse=True)
def app_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app's file as it is deployed with this installation."""
    settings = diagnosis.env()
    path = tmp_path / "shopify.app.toml"
    text = APP_FILE.read_text().replace('client_id = ""', f'client_id = "{settings.shopify_client_id}"')
    path.write_text(text.replace("https://lustre.example.com", settings.app_url))
    monkeypatch.setattr(diagnosis, "APP_FILE", path)
    return path


def sentences(grade: Grade, path: Path | None = None) -> str:
    return "\n".join(complaint.sentence for complaint in diagnose(path) if complaint.grade is grade)


def test_a_good_installation_has_nothing_wrong() -> None:
    assert sentences(Grade.WRONG) == ""
    out = StringIO()
    call_command("doctor", stdout=out)
    assert "Nothing is wrong" in out.getvalue()


def test_unsafe_settings_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    change(
        monkeypatch,
        debug=True,
        app_url="http://shop.test",
        billing_test=True,
        redis_url="redis://127.0.0.1:1",
        database_url="sqlite:////srv/x.sqlite3",
    )
    wrong = sentences(Grade.WRONG)
    assert all(word in wrong for word in ("DEBUG", "https://", "SQLite", "queue cannot be reached"))
    assert "BILLING_TEST" in sentences(Grade.WARNING)
    with pytest.raises(CommandError):
        call_command("doctor", stdout=StringIO())


def test_a_sandbox_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    change(monkeypatch, shopify_sandbox_url="http://127.0.0.1:1")
    assert "sandbox" in sentences(Grade.WARNING)


def test_an_app_file_that_is_not_filled_in_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = sentences(Grade.WRONG, APP_FILE)
    assert "names another client_id" in wrong
    assert "names another application_url" in wrong
    change(monkeypatch, shopify_sandbox_url="http://127.0.0.1:1")
    assert sentences(Grade.WRONG, APP_FILE) == ""


def test_an_app_file_of_another_version_of_the_api_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    change(monkeypatch, shopify_api_version="2025-01")
    wrong = sentences(Grade.WRONG)
    assert "webhooks of API 2026-10" in wrong
    assert "SHOPIFY_API_VERSION is 2025-01" in wrong


def test_an_app_file_of_another_app_or_address_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    change(monkeypatch, shopify_client_id="ours", app_url="https://ours.example/")
    wrong = sentences(Grade.WRONG)
    assert "names another client_id" in wrong
    assert "names another application_url" in wrong


def test_a_proxy_that_is_not_counted_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "TRUSTED_PROXIES" in sentences(Grade.WARNING)
    change(monkeypatch, trusted_proxies=1)
    assert "TRUSTED_PROXIES" not in sentences(Grade.WARNING)
    change(monkeypatch, trusted_proxies=0, shopify_sandbox_url="http://127.0.0.1:1")
    assert "TRUSTED_PROXIES" not in sentences(Grade.WARNING)


def test_what_the_app_declares_is_compared_with_what_it_handles(tmp_path: Path) -> None:
    path = tmp_path / "another.app.toml"
    assert "missing" in sentences(Grade.WRONG, path)
    text = APP_FILE.read_text().replace('client_id = ""', 'client_id = "another"')
    text = (
        text.replace('"products/update",', '"orders/create",')
        .replace('"shop/redact"', "")
        .replace("write_files", "x")
    )
    path.write_text(text)
    wrong = sentences(Grade.WRONG, path)
    assert all(word in wrong for word in ("client_id", "scopes", "products/update", "shop/redact"))
    assert "orders/create" in sentences(Grade.WARNING, path)


def test_a_shop_that_allows_too_little_or_has_no_token_is_named(alice: Shop) -> None:
    OfflineToken.objects.all().delete()
    Shop.objects.update(scopes="read_products")
    assert f"{alice.domain} has not granted write_files" in sentences(Grade.WARNING)
    assert "no token" in sentences(Grade.WARNING)


def test_reconciling_reads_the_shops_again(alice: Shop, fake: FakeShop) -> None:
    (media,) = stocked(alice, fake)
    fake.media[media.gid].version = 9
    out = StringIO()
    call_command("reconcile", shop=alice.domain, stdout=out)
    assert "1 replaced" in out.getvalue()


def test_reconciling_tells_when_credits_do_not_agree(alice: Shop, fake: FakeShop) -> None:
    Account.objects.filter(shop=alice, kind="available").update(balance=7)
    with pytest.raises(CommandError):
        call_command("reconcile", stdout=StringIO(), stderr=StringIO())
