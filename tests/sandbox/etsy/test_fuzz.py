"""Requests nobody thought of: what the description allows is answered as it says, what it forbids is refused."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from integrations.sandbox.etsy.document import FILE
from integrations.sandbox.etsy.options import Allowance
from tests.sandbox.etsy.raw import RawEtsy
from tests.sandbox.raw import picture

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
LISTING = "/v3/application/shops/{shop_id}/listings/{listing_id}"
SOUND: Mapping[str, Callable[[RawEtsy], dict[str, Any]]] = {
    f"PATCH {LISTING}": lambda etsy: {"image_ids": etsy.ids()[::-1]},
    f"POST {LISTING}/images": lambda etsy: {"image": picture(shade=len(etsy.ids())), "rank": 1, "alt_text": "A"},
    f"POST {LISTING}/variation-images": lambda etsy: {"variation_images": etsy.listing()["links"]},
    "POST /v3/public/oauth/token": lambda etsy: {
        "grant_type": "refresh_token", "client_id": "the-key", "refresh_token": etsy.refresh_token,
    },
}  # fmt: skip
"""Bodies that are taken: what is only ever refused shows nothing of how it is answered."""


def known(etsy: RawEtsy) -> dict[str, int]:
    return {"shop_id": etsy.shop, "listing_id": etsy.ring, "listing_image_id": (etsy.ids() or [1])[0]}


def make_sound(case: Case, etsy: RawEtsy, label: str) -> None:
    """Name what is there, and say of it what can be said."""
    case.path_parameters = {name: known(etsy)[name] for name in case.path_parameters or {}}
    if label in SOUND:
        case.body = SOUND[label](etsy)


def make_reach(case: Case, etsy: RawEtsy) -> None:
    """Have generated numbers name what is there; those that no number can be stay."""
    for name, value in known(etsy).items():
        given_value = (case.path_parameters or {}).get(name)
        if isinstance(given_value, int) and 1 <= given_value < LARGEST:
            case.path_parameters[name] = value


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_request_is_answered_as_described_and_sound_ones_are_taken(label: str, fuzzed: RawEtsy):
    codes = []

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def answered(data: st.DataObject):
        is_sound = data.draw(st.sampled_from((True, False)))
        modes = st.sampled_from([GenerationMode.POSITIVE] if is_sound else GenerationMode)
        case = data.draw(OPERATIONS[label].as_strategy(generation_mode=data.draw(modes)))
        if is_sound:
            make_sound(case, fuzzed, label)
        else:
            make_reach(case, fuzzed)
        excluded = [*CONTENTS_MATTER, *([negative_data_rejection] if is_sound else [])]
        answer = case.call_and_validate(headers=fuzzed.headers(), excluded_checks=excluded)
        codes.append(answer.status_code)
        if label.endswith("/token") and answer.status_code == 200:
            fuzzed.connect()

    answered()
    assert any(200 <= code < 300 for code in codes), codes
