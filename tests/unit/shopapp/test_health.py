from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from botocore.exceptions import EndpointConnectionError
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from shopapp import health

pytestmark = pytest.mark.django_db
BY_NUMBER = {"host": "10.0.0.7:8000"}


def test_a_probe_that_comes_by_number_is_answered_and_a_page_is_not() -> None:
    assert "10.0.0.7" not in settings.ALLOWED_HOSTS
    client = Client()
    assert client.get("/healthz", headers=BY_NUMBER).json() == {"status": "ok"}
    assert client.get("/readyz", headers=BY_NUMBER).json() == {"status": "ready", "problems": []}
    assert client.get("/one-photo", headers=BY_NUMBER).status_code == 400


def test_not_ready_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_connection: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", unreachable)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["problems"]) == (503, ["the database cannot be reached"])


def test_a_table_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    behind = SimpleNamespace(
        loader=SimpleNamespace(graph=SimpleNamespace(leaf_nodes=list)),
        migration_plan=lambda _leaves: ["0009"],
    )
    monkeypatch.setattr(health, "MigrationExecutor", lambda _connection: behind)
    assert health.problems() == ["migrations are missing"]


@pytest.mark.parametrize("error", [OSError(), EndpointConnectionError(endpoint_url="https://bucket.example")])
def test_files_out_of_reach_are_told(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(health, "default_storage", Mock(exists=Mock(side_effect=error)))
    assert health.problems() == ["files cannot be reached"]
