"""Lines on the gate, on confidence, and on what a photo costs."""

import itertools

from retouch.bench.measures.ranking import risk_coverage, separation
from retouch.bench.rows.line import Line, Run, values

BAD = 0.25  # 1 - boundary F from which on a cut-out is bad
PEAK_MB = 1536
DIP = 0.02  # of the whole's error: what it may be lower by for a larger share than for a smaller one


def running_lines(run: Run) -> list[Line]:
    """Every figure of the gate, of confidence, speed and memory."""
    return [*_gate(run), *_confidence(run), _speed(run), _memory(run), _devices(run)]


def _why(run: Run, name: str) -> str:
    return f"not measured, because {run.skipped.get(name, 'it was not asked for')}"


def _gate(run: Run) -> list[Line]:
    lines = []
    for name, key, least in (("caught", "caught", 0.98), ("passed", "passed", 0.95)):
        value = run.gate.get(key)
        found = _why(run, "gate") if value is None else f"{value:.1%} of {run.gate[f'{key}_of']} pictures"
        met = None if value is None else value >= least
        lines.append(Line(f"fidelity gate: {name}", f"≥ {least:.0%}", found, met))
    return lines


def _confidence(run: Run) -> list[Line]:
    sure, risk = values(run.records, "confidence"), values(run.records, "matte", "boundary")
    curve = risk_coverage(sure, risk)
    dip = _dip([error for _, error in curve])
    bad = [value > BAD for value in risk]
    apart = separation(sure, bad)
    shown = "  ".join(f"{share:.0%}: {value:.3f}" for share, value in curve[1::2])
    done = [record for record in run.records if record["state"] == "done"]
    wrong = [record["name"] for record in done if record["matte"]["boundary"] > BAD]
    likely = "no scene is bad" if apart is None else f"a good scene is surer than a bad one in {apart:.0%}"
    title = "confidence: 1 − F of the surest scenes, by share of scenes"
    return [
        Line(
            title,
            f"rises with the share, dips ≤ {DIP:.0%} of the whole",
            f"{shown}; dips by {dip:.3f} between tenths",
            dip <= DIP * curve[-1][1] if len(sure) > 1 else None,
            values={"curve": curve, "dip": dip},
        ),
        Line(f"confidence: told from those with 1 − F above {BAD}", "", likely, values={"separation": apart}),
        Line(
            "cut out badly and yet done, not sent to review",
            "",
            f"{len(wrong)} of {len(done)} done ({len(run.records)} scenes)",
            values={"names": wrong},
        ),
    ]


def _dip(errors: list[float]) -> float:
    """By how much the error is at most lower for a larger share than for a smaller one."""
    most = itertools.accumulate(errors, max)
    return max((before - error for error, before in zip(errors, most, strict=True)), default=0.0)


def _speed(run: Run) -> Line:
    name, goal = "4 MP photo, whole catalog-white, over ISNet alone", "≤ 1.0×, aim 0.33×"
    speed = run.speed
    if "seconds" not in speed:
        return Line(name, goal, _why(run, "speed"))
    own = f"{speed['seconds']:.2f} s, of which decoding and encoding {speed['files']:.2f} s"
    if "isnet" not in speed:
        return Line(
            name, goal, f"{own}; the ratio is not measured, because --peers was not given", values=dict(speed)
        )
    ratio = speed["seconds"] / speed["isnet"]
    return Line(
        name, goal, f"{ratio:.2f}× ({own})", ratio <= 1, {"ISNet": f"{speed['isnet']:.2f} s"}, dict(speed)
    )


def _memory(run: Run) -> Line:
    name, goal = "peak memory, 24 MP", "≤ 1.5 GB"
    if "large" not in run.speed:
        return Line(name, goal, _why(run, "memory"))
    peak = run.speed["large"]["peak_mb"]
    found = f"{peak / 1024:.2f} GB ({run.speed['large']['seconds']:.1f} s)"
    return Line(name, goal, found, peak <= PEAK_MB, values=dict(run.speed["large"]))


def _devices(run: Run) -> Line:
    name, goal = "CPU and GPU agree within 2/255", "99.9 % of pixels"
    if not run.devices:
        return Line(name, goal, _why(run, "devices"))
    within, seconds = run.devices["within"], run.devices["seconds"]
    found = f"{within:.4%} on {run.devices['photos']} photos, {run.devices['device']}"
    timed = f"; {seconds[0]:.1f} s by OpenCV, {seconds[1]:.1f} s by torch"
    met = within >= 0.999 if run.devices["gpu"] else None
    return Line(name, goal, found + timed + ("" if run.devices["gpu"] else "; no GPU here"), met)
