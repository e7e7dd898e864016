"""Measures of confidence on lists whose answer is known by hand."""

import pytest

from retouch.bench.measures.ranking import risk_coverage, separation


def test_risk_rises_with_coverage_where_confidence_orders_rightly():
    curve = risk_coverage([0.9, 0.8, 0.2, 0.1], [0.0, 0.0, 1.0, 1.0], steps=2)
    assert curve == [(0.5, 0.0), (1.0, 0.5)]


def test_no_scenes_no_curve():
    assert risk_coverage([], []) == []


def test_separation_is_one_half_by_chance_and_one_at_best():
    assert separation([0.9, 0.8, 0.2], [False, False, True]) == 1
    assert separation([0.1, 0.8], [False, True]) == 0
    assert separation([0.5, 0.5], [False, True]) == pytest.approx(0.5)
    assert separation([0.5, 0.5], [False, False]) is None
