"""What may enter the table of operations."""

from dataclasses import dataclass, field

import pytest

import retouch.operations  # noqa: F401 - fills the table
from retouch.errors import InvalidParams
from retouch.operation import OPERATIONS, Region, operation, require_range


@dataclass(frozen=True)
class Sound:
    """Every field has a default."""

    radius_px: float = 0.0
    names: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Demanding:
    """A field without a default cannot be the identity."""

    radius_px: float


def declare(name, params):
    operation(name, version=1, params=params, changes=Region.PIECE)(lambda pixels, params, scene: pixels)


def test_a_name_claimed_twice_is_refused():
    with pytest.raises(RuntimeError, match="declared twice"):
        declare("framing", Sound)


@pytest.mark.parametrize("params", [Demanding, dict])
def test_parameters_that_need_a_value_are_refused(params):
    with pytest.raises(RuntimeError, match="every field has a default"):
        declare("mine", params)
    assert "mine" not in OPERATIONS


def test_a_sound_declaration_enters_the_table(monkeypatch):
    monkeypatch.setattr("retouch.operation.OPERATIONS", {})
    declare("mine", Sound)
    assert "mine" not in OPERATIONS  # the real table stays as it is


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_value_out_of_range_is_named(value):
    with pytest.raises(InvalidParams, match=r"detail\.sharpness must lie between 0 and 1"):
        require_range("detail.sharpness", value, 0.0, 1.0)
