import os

import pytest
from pydantic import ValidationError

from shopapp.env import Env
from shopapp.settings_parts import broker, database, storages


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Env.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.usefixtures("bare")
def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as told:
        Env()  # type: ignore[call-arg]
    missing = {str(error["loc"][0]) for error in told.value.errors()}
    assert {"secret_key", "allowed_hosts", "app_url", "database_url", "shopify_client_secret"} <= missing


@pytest.mark.parametrize(
    ("name", "value"), [("SECRET_KEY", "short"), ("ALLOWED_HOSTS", '["*"]'), ("TOKEN_ENCRYPTION_KEYS", "[]")]
)
def test_unsafe_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Env()  # type: ignore[call-arg]


def test_secrets_do_not_show() -> None:
    assert os.environ["SECRET_KEY"] not in repr(Env())  # type: ignore[call-arg]


def test_databases_are_named_by_address() -> None:
    assert database("sqlite:////srv/x.sqlite3")["NAME"] == "/srv/x.sqlite3"
    by_socket = database("postgres://lustre@/app?host=/run/pg")
    assert (by_socket["HOST"], by_socket["NAME"], by_socket["USER"]) == ("/run/pg", "app", "lustre")
    by_port = database("postgres://l:p%40ss@db:5433/app")
    assert (by_port["HOST"], by_port["PORT"], by_port["PASSWORD"]) == ("db", "5433", "p@ss")
    with pytest.raises(ValueError, match="DATABASE_URL"):
        database("mysql://x")


def test_queue_and_files_are_chosen_by_settings_alone() -> None:
    present = Env()  # type: ignore[call-arg]
    assert broker(present)["BROKER"].endswith("StubBroker")
    apart = present.model_copy(update={"redis_url": "redis://x", "s3_bucket": "b"})
    assert broker(apart)["OPTIONS"]["url"] == "redis://x"
    assert storages(apart)["default"]["BACKEND"].endswith("S3Storage")
    assert storages(apart)["staticfiles"]["BACKEND"].startswith("whitenoise")
