"""Whether confidence means something: what is left wrong when the least sure are sent to a person."""

from collections.abc import Sequence

import numpy as np


def risk_coverage(
    confidence: Sequence[float], risk: Sequence[float], steps: int = 10
) -> list[tuple[float, float]]:
    """Mean risk of the surest share of scenes, for shares from a ``steps``-th to all: (share, risk)."""
    if not confidence:
        return []
    order = np.argsort(-np.asarray(confidence), kind="stable")
    sorted_risk = np.asarray(risk, np.float64)[order]
    counts = [max(1, round(len(order) * k / steps)) for k in range(1, steps + 1)]
    return [(count / len(order), float(sorted_risk[:count].mean())) for count in counts]


def separation(confidence: Sequence[float], bad: Sequence[bool]) -> float | None:
    """How likely a good scene is surer than a bad one, ties half: 0.5 is chance; None where either kind is missing.

    Source: the Mann-Whitney statistic, the area under the ROC curve.
    """
    sure, wrong = np.asarray(confidence, np.float64), np.asarray(bad, bool)
    if wrong.all() or not wrong.any():
        return None
    apart = sure[~wrong][:, None] - sure[wrong][None, :]
    return float((apart > 0).mean() + 0.5 * (apart == 0).mean())
