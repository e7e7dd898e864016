"""Lines on where the piece is: against the better peer, in thin parts, and in what it is made of."""

from retouch.bench.rows.line import TOO_FEW, Line, Records, Run, mean, simple, values

PEERS = {"u2net": "U²-Net", "isnet": "ISNet"}
MEASURES = {
    "mae": "alpha error in a 10 px band",
    "gradient": "gradient error ×1000",
    "boundary": "1 − boundary F at 2 px",
}
HALF = 0.5
GOAL = "≤ half of the better peer's"


def matte_lines(run: Run) -> list[Line]:
    """Every figure of the cut-out."""
    lines = []
    for key, name in MEASURES.items():
        for category in sorted({record["facts"]["category"] for record in run.records}):
            own = [record for record in run.records if record["facts"]["category"] == category]
            lines.append(_against_peers(f"{name}, {category.replace('_', ' ')}", key, own))
        lines.append(_against_peers(f"{name}, all", key, run.records))
    lines += [_thin("recall", 0.97, run.records), _thin("precision", 0.90, run.records)]
    lines.append(
        simple("IoU metal, median", "≥ 0.90", values(run.records, "iou_metal"), lambda v: v >= 0.9, "median")
    )
    lines.append(
        simple("IoU gem, median", "≥ 0.85", values(run.records, "iou_gem"), lambda v: v >= 0.85, "median")
    )
    return lines


def _against_peers(name: str, key: str, records: Records) -> Line:
    ours = mean(values(records, "matte", key))
    theirs = {title: values(records, "peers", peer, key) for peer, title in PEERS.items()}
    asked = {title: mean(numbers) for title, numbers in theirs.items() if numbers}
    met = ours <= HALF * min(asked.values()) if asked else None
    return Line(
        name,
        GOAL,
        f"{ours:.4f}",
        met,
        {title: f"{value:.4f}" for title, value in asked.items()},
        {"lustre": ours, **asked, "scenes": len(records)},
    )


def _thin(what: str, least: float, records: Records) -> Line:
    ours = values(records, "matte", f"thin_{what}")
    if not ours:
        return Line(f"thin {what}", f"≥ {least}", TOO_FEW)
    theirs = {title: values(records, "peers", peer, f"thin_{what}") for peer, title in PEERS.items()}
    value = mean(ours)
    return Line(
        f"thin {what}, mean over scenes",
        f"≥ {least}",
        f"{value:.3f} ({len(ours)} scenes)",
        value >= least,
        {title: f"{mean(numbers):.3f}" for title, numbers in theirs.items() if numbers},
        {"mean": value, "scenes": len(ours)},
    )
