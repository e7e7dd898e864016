"""Requests nobody thought of: what the description allows is answered as it says, what it forbids is refused."""

from collections.abc import Iterable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from integrations.sandbox.etsy.document import FILE
from integrations.sandbox.etsy.options import Allowance
from tests.sandbox.etsy.raw import RawEtsy

load_all_checks()
LARGEST = 2**63
CONTENTS_MATTER = [positive_data_acceptance]
"""Random bytes are no picture, and a random number names no image: that is refused, rightly."""


class Described:
    """A stand-in that a test puts here, with its description at an address, for those who look for it there."""

    etsy: RawEtsy

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/openapi.json":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [FILE.read_bytes()]
        return self.etsy.app(environ, start_response)


DESCRIBED = Described()
description = schemathesis.openapi.from_wsgi("/openapi.json", DESCRIBED)


@pytest.fixture
def fuzzed(open_etsy: Any) -> RawEtsy:
    DESCRIBED.etsy = open_etsy(allowance=Allowance(per_second=10**6, per_day=10**6)).connect()
    return DESCRIBED.etsy


OPERATIONS = {found.ok().label: found.ok() for found in description.get_all_operations()}


@pytest.mark.parametrize("label", OPERATIONS)
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_every_request_is_answered_as_described(label: str, fuzzed: RawEtsy, data: st.DataObject):
    mode = data.draw(st.sampled_from(GenerationMode))
    case = data.draw(OPERATIONS[label].as_strategy(generation_mode=mode))
    known = {"shop_id": fuzzed.shop, "listing_id": fuzzed.ring, "listing_image_id": (fuzzed.ids() or [1])[0]}
    for name, value in known.items():
        given_value = (case.path_parameters or {}).get(name)
        if isinstance(given_value, int) and 1 <= given_value < LARGEST:
            case.path_parameters[name] = value
    case.call_and_validate(headers=fuzzed.headers(), excluded_checks=CONTENTS_MATTER)
