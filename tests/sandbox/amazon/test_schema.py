"""Every operation of Amazon's models with generated requests: nothing but what the model says may come back."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from integrations.sandbox.amazon import documents
from tests.sandbox.amazon.raw import MAIN, SELLER, STORE, RawAmazon, change, opened

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SETTINGS = settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
CALLS = [
    found.ok()
    for name in documents.MODELS
    for found in schemathesis.openapi.from_dict(documents.model(name)).get_all_operations()
]


@pytest.fixture(scope="module")
def amazon(amazon_catalog: Path) -> RawAmazon:
    return opened(amazon_catalog).connect()


def made_known(amazon: RawAmazon) -> dict[str, str]:
    """What is there to be asked for: a listing, its ASIN, a feed and the document it was made of."""
    feed = amazon.send_feed({"header": {"sellerId": SELLER, "version": "2.0"}, "messages": []}).json()[
        "feedId"
    ]
    return {
        "sellerId": SELLER,
        "sku": "R-7",
        "productType": "RING",
        "asin": amazon.listing()["asin"],
        "feedId": feed,
        "feedDocumentId": next(iter(amazon.app.sandbox.store.documents)),
    }


def sound_body(call: Any, known: dict[str, str]) -> Any:
    """Return a body that is taken; None where an operation has none."""
    return {
        "patchListingsItem": {
            "productType": known["productType"],
            "patches": [change(MAIN, "https://app.example/a.jpg")],
        },
        "createFeedDocument": {"contentType": "application/json; charset=UTF-8"},
        "createFeed": {
            "feedType": "JSON_LISTINGS_FEED",
            "marketplaceIds": [STORE],
            "inputFeedDocumentId": known["feedDocumentId"],
        },
    }.get(call.definition.raw["operationId"])


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.label)
def test_every_operation_answers_as_its_model_says_and_takes_what_is_sound(
    call: Any, amazon: RawAmazon
) -> None:
    known, codes = made_known(amazon), []
    body = sound_body(call, known)
    stores = st.sampled_from(([STORE], None))

    @SETTINGS
    @given(case=call.as_strategy(), is_sound=st.sampled_from((True, False)), stores=stores)
    def answered(case: Case, is_sound: bool, stores: list[str] | None) -> None:
        amazon.now += 120
        amazon.connect()
        case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        if "marketplaceIds" in (case.query or {}):
            case.query["marketplaceIds"] = stores or case.query["marketplaceIds"]
        if is_sound:
            case.query = {"marketplaceIds": [STORE]} if "marketplaceIds" in (case.query or {}) else {}
            case.body = case.body if body is None else body
        wanted = case.as_transport_kwargs(base_url="https://amazon.example")
        wanted.pop("cookies", None)
        wanted["headers"] = {**wanted.get("headers", {}), "x-amz-access-token": amazon.token}
        try:
            answer = amazon.http.request(**wanted)
        except httpx.InvalidURL:
            return
        case.validate_response(answer, checks=CHECKS)
        codes.append(answer.status_code)

    answered()
    assert any(200 <= code < 300 for code in codes), codes
