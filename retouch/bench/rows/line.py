"""One line of the table, and what lines are made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Records = Sequence[dict[str, Any]]
TOO_FEW = "not measured, because no scene of this run has it"


@dataclass(frozen=True, slots=True)
class Run:
    """All that one run of the bench measured.

    records   one for each scene, as ``trial.try_out`` makes them; ``peers`` and ``automatic`` inside where asked
    white     of pictures on white already, as ``white.try_out`` makes them
    sets      of catalog mode;  gate: caught and passed;  speed: as ``speed.measure`` makes it
    devices   as ``devices.in_own_process`` gives it
    skipped   why something was not measured, by name
    """

    records: Records
    sets: Records = ()
    white: Records = ()
    gate: dict[str, Any] = field(default_factory=dict)
    speed: dict[str, Any] = field(default_factory=dict)
    devices: dict[str, Any] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure, its goal, what we and others have, and whether ours meets it; None: not measured or no goal."""

    name: str
    goal: str
    found: str
    met: bool | None = None
    others: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def values(records: Records, *path: str) -> list[float]:
    """What all records that have it say at a path of keys."""
    out = []
    for record in records:
        value: Any = record
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            out.append(float(value))
    return out


def mean(numbers: Iterable[float]) -> float:
    """The mean; NaN of nothing."""
    listed = list(numbers)
    return float(np.mean(listed)) if listed else float("nan")


def quantile(numbers: Sequence[float], share: float) -> float:
    """The value that a share of the numbers lies below."""
    return float(np.quantile(numbers, share))


def simple(
    name: str, goal: str, numbers: Sequence[float], met: Callable[[float], bool], how: str = "mean"
) -> Line:
    """A line whose figure is the mean or the median over scenes."""
    if not numbers:
        return Line(name, goal, TOO_FEW)
    value = mean(numbers) if how == "mean" else quantile(numbers, 0.5)
    return Line(
        name,
        goal,
        f"{value:.3f} ({len(numbers)} scenes)",
        met(value),
        values={how: value, "scenes": len(numbers)},
    )
