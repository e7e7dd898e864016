"""Every operation of Amazon's models with generated requests: nothing but what the model says may come back."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from integrations.sandbox.amazon import documents
from tests.sandbox.amazon.raw import SELLER, RawAmazon, opened

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SETTINGS = settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
KNOWN = {
    "sellerId": SELLER,
    "sku": "R-7",
    "productType": "RING",
    "asin": "B0GUESS",
    "feedId": "1",
    "feedDocumentId": "1",
}
"""So that requests come through to what they ask for."""
CALLS = [
    found.ok()
    for name in documents.MODELS
    for found in schemathesis.openapi.from_dict(documents.model(name)).get_all_operations()
]


@pytest.fixture(scope="module")
def amazon(amazon_catalog: Path) -> RawAmazon:
    return opened(amazon_catalog).connect()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.label)
def test_every_operation_answers_as_its_model_says(call: Any, amazon: RawAmazon) -> None:
    @SETTINGS
    @given(case=call.as_strategy())
    def answered(case: Case) -> None:
        amazon.now += 60
        amazon.connect()
        case.path_parameters = {name: KNOWN[name] for name in case.path_parameters or {}}
        wanted = case.as_transport_kwargs(base_url="https://amazon.example")
        wanted.pop("cookies", None)
        wanted["headers"] = {**wanted.get("headers", {}), "x-amz-access-token": amazon.token}
        try:
            answer = amazon.http.request(**wanted)
        except httpx.InvalidURL:
            return
        case.validate_response(answer, checks=CHECKS)

    answered()
