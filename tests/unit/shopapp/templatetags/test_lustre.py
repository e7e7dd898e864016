from decimal import Decimal

import pytest
from django.utils import translation

from shopapp.templatetags import lustre


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(4, "less than a minute"), (65, "about 1 minute"), (1200, "about 20 minutes"), (9000, "about 2 hours")],
)
def test_a_length_of_time_is_said_as_one_says_it(seconds: float, words: str) -> None:
    assert lustre.duration(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0.0 %"), (0.0004, "under 0.1 %"), (0.031, "3.1 %"), (0.96, "96 %")]
)
def test_a_share_has_as_many_places_as_say_something(share: float, words: str) -> None:
    assert lustre.percent(share) == words


def test_numbers_are_written_in_the_readers_locale() -> None:
    assert (lustre.number(10_000), lustre.megabytes(1_250_000)) == ("10,000", "1.2 MB")
    with translation.override("de"):
        assert lustre.number(10_000.5, 1) == "10.000,5"
    assert lustre.number(None) == "–"


def test_prices_show_cents_only_where_there_are_some() -> None:
    assert (lustre.dollars(Decimal(29)), lustre.dollars(Decimal("0.5"))) == ("$29", "$0.50")


@pytest.mark.parametrize(
    ("value", "words"), [(None, "nothing"), (True, "yes"), (False, "no"), (0.873, "0.87"), (547, "547")]
)
def test_a_fact_is_said_as_one_says_it(value: object, words: str) -> None:
    assert lustre.fact(value) == words
