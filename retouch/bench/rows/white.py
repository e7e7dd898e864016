"""Lines on pictures that are on pure white already: the piece must come out as it went in."""

from retouch.bench.rows.line import TOO_FEW, Line, Run, mean, values

NOTICEABLE = 1.0  # ΔE2000


def white_lines(run: Run) -> list[Line]:
    """How far a first retouch moves the piece, and how far one of its result does."""
    return [
        _moved(run, "first", "already on white: ΔE2000 on the piece", "as near as can be", None),
        _moved(run, "second", "the result retouched again: ΔE2000 on the piece", "mean ≤ 1", NOTICEABLE),
    ]


def _moved(run: Run, which: str, name: str, goal: str, most: float | None) -> Line:
    means, ends = values(run.white, which, "mean"), values(run.white, which, "most")
    if not means:
        why = run.skipped.get("white")
        return Line(name, goal, f"not measured, because {why}" if why else TOO_FEW)
    value, end = mean(means), mean(ends)
    found = f"mean {value:.2f}, 99th percentile {end:.2f}; of a scene at worst {max(means):.2f} and {max(ends):.2f}"
    return Line(
        name,
        goal,
        f"{found} ({len(means)} of {len(run.white)} scenes)",
        value <= most if most is not None else None,
        values={"mean": value, "most": end, "worst": max(means), "scenes": len(means)},
    )
