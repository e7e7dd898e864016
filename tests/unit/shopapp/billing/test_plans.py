from decimal import Decimal

import pytest

from shopapp.billing.plans import PACKS, PLANS, smallest_pack


@pytest.mark.parametrize(
    ("missing", "pack"),
    [
        (1, "credits-400"),
        (400, "credits-400"),
        (401, "credits-2000"),
        (40_000, "credits-40000"),
        (99_999, "credits-40000"),
    ],
)
def test_the_smallest_pack_that_covers_is_offered(missing: int, pack: str) -> None:
    found = smallest_pack(missing)
    assert found
    assert found.key == pack


def test_no_pack_is_offered_when_nothing_is_missing() -> None:
    assert smallest_pack(0) is None


def test_the_prices_are_those_that_are_told() -> None:
    assert PLANS["pro"].price == 29
    assert [(p.credits, p.price) for p in PACKS.values()] == [
        (400, 10),
        (2_000, 44),
        (10_000, 200),
        (40_000, 720),
    ]
    assert PACKS["credits-400"].photos == 20
    assert PACKS["credits-40000"].price_a_photo == Decimal("0.36")
