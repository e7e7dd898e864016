"""Lines on what operations touch: spots, declared and true regions, the white border, sets."""

from retouch.bench.measures.spots import Found, psnr
from retouch.bench.rows.line import TOO_FEW, Line, Records, Run, mean, values

ASTRAY = 0.005


def operation_lines(run: Run) -> list[Line]:
    """Every figure of what was changed, and where."""
    records = [record for record in run.records if "spots" in record]
    if not records:
        return [Line("spots, regions, border", "", TOO_FEW)]
    return [*_spots(records), *_regions(records), _border(records), _sets(run)]


def _spots(records: Records) -> list[Line]:
    found = Found(0, 0, 0, 0, 0, 0)
    for record in records:
        found += Found(*record["spots"]["counts"])
    total = sum(record["spots"]["error"][0] for record in records)
    count = sum(record["spots"]["error"][1] for record in records)
    decibels = psnr(total, count)
    harmed = sum(record["spots"]["harmed"] for record in records)
    protected = sum(record["spots"]["protected"] > 0 for record in records)
    parts = f"recall {found.recall:.2f}, precision {found.precision:.2f}; marks {found.marks_met} of {found.marks}"
    healed = TOO_FEW if decibels is None else f"{decibels:.1f} dB ({count // 3} px)"
    return [
        Line("spots, F1 by pixel within 3 px", "≥ 0.90", f"{found.f1:.2f} ({parts})", found.f1 >= 0.9),
        Line("spots, PSNR healed", "≥ 34 dB", healed, None if decibels is None else decibels >= 34),
        Line(
            "spots, damage to hallmark, engraving, inclusions",
            "0 px",
            f"{harmed} px ({protected} scenes have any)" if protected else TOO_FEW,
            harmed == 0 if protected else None,
        ),
    ]


def _regions(records: Records) -> list[Line]:
    undeclared = sum(record["undeclared"] for record in records)
    lines = [Line("change outside declared regions, on arrays", "0", f"{undeclared} px", undeclared == 0)]
    for name in ("metal_tone", "gems", "spot_removal"):
        shares = values(records, "astray", name)
        above = sum(share > ASTRAY for share in shares)
        found = f"mean {mean(shares):.2%}, worst {max(shares, default=0):.2%}, {above} of {len(shares)} scenes above"
        title = f"pixels changed by {name} outside its true region"
        lines.append(Line(title, "≤ 0.5 %", found, above == 0, values={"mean": mean(shares), "above": above}))
    return lines


def _border(records: Records) -> Line:
    whole = [record["name"] for record in records if record["border_white"] < 1]
    found = f"{len(records) - len(whole)} of {len(records)} scenes"
    return Line(
        "white background: border pixels equal to 255", "100 %", found, not whole, values={"not": whole}
    )


def _sets(run: Run) -> Line:
    name, goal = "catalog spread in catalog mode, after of before", "≤ 1/5"
    if not run.sets:
        return Line(
            name, goal, f"not measured, because {run.skipped.get('sets', 'no scene has several shots')}"
        )
    shares = [one["after"] / max(one["before"], 1e-6) for one in run.sets]
    before, after = mean(one["before"] for one in run.sets), mean(one["after"] for one in run.sets)
    found = f"{mean(shares):.2f} ({before:.1f} → {after:.1f} ΔLab, {len(run.sets)} sets)"
    return Line(name, goal, found, mean(shares) <= 0.2, values={"sets": list(run.sets)})
