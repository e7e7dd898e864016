"""Every call of the schema, with generated requests: nothing but what the schema says may come back."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shopapp.api import keys
from shopapp.api.authentication import KeyThrottle
from shopapp.models import Shop
from shopapp.wsgi import application
from tests.signed_in import finished_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]
HOST = {"Host": "testserver"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/schema?format=json", application, headers=HOST)
CALLS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A whole WSGI request ends by closing the connection, which holds the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def secret(kept_connection: None, monkeypatch: pytest.MonkeyPatch, alice: Shop) -> str:
    monkeypatch.setattr(KeyThrottle, "rate", "100000/min")
    finished_job(alice)
    return keys.create(shop=alice, name="generated").secret


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.label)
def test_every_call_answers_as_the_schema_says(call: Any, secret: str) -> None:
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=call.as_strategy())
    def answered(case: Case) -> None:
        headers = {"Authorization": f"Bearer {secret}", **HOST}
        case.call_and_validate(headers=headers, checks=CHECKS)

    answered()


def test_the_schema_has_every_call() -> None:
    assert len(CALLS) == 22
