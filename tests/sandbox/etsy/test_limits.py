"""The limits: what is told with every answer, and what is refused."""

from collections.abc import Callable

import pytest

from integrations.sandbox.etsy.options import Allowance, Timing
from tests.sandbox.etsy.raw import NEIGHBOR_USER, RawEtsy


@pytest.fixture
def narrow(open_etsy: Callable[..., RawEtsy]) -> RawEtsy:
    week = Timing(access_token=7 * 86400)
    return open_etsy(allowance=Allowance(per_second=3, per_day=5), timing=week).connect()


def test_an_answer_tells_what_is_left(narrow: RawEtsy):
    narrow.get("/users/me")
    told = narrow.get("/users/me").headers
    assert told["x-limit-per-second"] == "3"
    assert told["x-remaining-this-second"] == "1"
    assert told["x-limit-per-day"] == "5"
    assert told["x-remaining-today"] == "3"
    assert told["x-etsy-request-uuid"]


def test_one_more_within_a_second_is_refused_without_the_figures(narrow: RawEtsy):
    for _ in range(3):
        assert narrow.get("/users/me").status_code == 200
    refused = narrow.get("/users/me")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "1"
    assert "x-remaining-today" not in refused.headers
    narrow.wait(1)
    assert narrow.get("/users/me").status_code == 200


def test_the_day_slides(narrow: RawEtsy):
    for _ in range(5):
        assert narrow.get("/users/me").status_code == 200
        narrow.wait(3600)
    refused = narrow.get("/users/me")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == str(19 * 3600)
    narrow.wait(19 * 3600)
    assert narrow.get("/users/me").status_code == 200
    assert narrow.get("/users/me").status_code == 429


def test_each_shop_has_its_own_limits_whatever_its_token(narrow: RawEtsy):
    for _ in range(3):
        narrow.get("/users/me")
    assert narrow.connect().get("/users/me").status_code == 429
    assert narrow.connect(user=NEIGHBOR_USER).get("/users/me").status_code == 200


def test_what_is_left_of_a_day_can_be_set(narrow: RawEtsy):
    narrow.control("quota", left=1)
    assert narrow.get("/users/me").headers["x-remaining-today"] == "0"
    assert narrow.get("/users/me").status_code == 429


def test_a_storm_of_refusals_can_be_made(etsy: RawEtsy):
    etsy.control("faults", too_many=2, retry_after=7)
    assert [etsy.get("/users/me").status_code for _ in range(3)] == [429, 429, 200]
    etsy.control("faults", too_many=1)
    assert etsy.get("/users/me").headers["retry-after"] == "7"
