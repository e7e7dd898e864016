"""Lines on how metal and stones look: tone, burnt-out places, facets, hue."""

from retouch.bench.rows.line import TOO_FEW, Line, Records, Run, mean, quantile, values

AUTOMATIC = "auto-enhance"
LIMIT = 2.0  # ΔE2000 above which no scene may get worse, and below which none may end above


def look_lines(run: Run) -> list[Line]:
    """Every figure of tone and stones."""
    return [
        *_tone(run.records),
        _worse(run.records),
        _blown(run.records),
        _flat(run.records),
        *_facets(run.records),
        _hue(run.records),
    ]


def _tone(records: Records) -> list[Line]:
    pairs = [(0.5, 2.5, "median"), (0.9, 5.0, "90th percentile")]
    before, after = values(records, "look", "tone_before"), values(records, "look", "tone_after")
    colors = values(records, "look", "color_after")
    if not after:
        return [Line("metal tone ΔE2000", "≤ 2.5, ≤ 5", TOO_FEW)]
    automatic = values(records, "automatic", "tone_after")
    lines = []
    for share, most, name in pairs:
        value = quantile(after, share)
        lines.append(
            Line(
                f"metal tone ΔE2000 to the clean picture, {name}",
                f"≤ {most}",
                f"{value:.2f} (as shot {quantile(before, share):.2f}; color alone {quantile(colors, share):.2f})",
                value <= most,
                {AUTOMATIC: f"{quantile(automatic, share):.2f}"} if automatic else {},
                {"after": value, "before": quantile(before, share), "color": quantile(colors, share)},
            )
        )
    return lines


def _worse(records: Records) -> Line:
    """Scenes whose tone broke the rule: above 2 and worse than before, or below 2 and above it now."""
    name, goal = "scenes whose metal tone got worse", "0"
    known = [r for r in records if r.get("look") and r["look"]["tone_before"] is not None]
    known = [r for r in known if r["look"]["tone_after"] is not None]
    if not known:
        return Line(name, goal, TOO_FEW)
    broken = [r["name"] for r in known if _is_worse(r["look"]["tone_before"], r["look"]["tone_after"])]
    color = sum(_is_worse(r["look"]["color_before"], r["look"]["color_after"]) for r in known)
    found = f"{len(broken)} of {len(known)} (by color alone {color})"
    return Line(name, goal, found, not broken, values={"worse": broken, "by_color": color})


def _is_worse(before: float, after: float) -> bool:
    return after > before if before > LIMIT else after > LIMIT


def _blown(records: Records) -> Line:
    before, after = (sum(values(records, "look", f"blown_{when}")) for when in ("before", "after"))
    name, goal = "burnt-out metal beyond the clean picture's, after of before", "≤ 10 %"
    if not before:
        return Line(name, goal, TOO_FEW)
    automatic = sum(values(records, "automatic", "blown_after"))
    asked = bool(values(records, "automatic", "blown_after"))
    share = after / before
    others = {AUTOMATIC: f"{automatic / before:.1%}"} if asked else {}
    return Line(name, goal, f"{share:.1%} ({before:.0f} px)", share <= 0.1, others, {"share": share})


def _flat(records: Records) -> Line:
    areas = values(records, "look", "new_flat")
    if not areas:
        return Line("new flat patches on metal", "0 px", TOO_FEW)
    scenes = sum(area > 0 for area in areas)
    found = f"{sum(areas):.0f} px in {scenes} of {len(areas)} scenes"
    return Line(
        "new flat patches on metal", "0 px", found, not scenes, values={"px": sum(areas), "scenes": scenes}
    )


def _facets(records: Records) -> list[Line]:
    lines = []
    for dulled, name, goal in ((True, "dulled", "≥ 1.25×"), (False, "clean", "0.95–1.1×, no more clipped")):
        own = [record for record in records if record["facts"]["dulled"] is dulled]
        ratios, clipped = values(own, "look", "facets"), values(own, "look", "clipped_more")
        title = f"facet contrast on {name} stones, whole recipe, median"
        if not ratios:
            lines.append(Line(title, goal, TOO_FEW))
            continue
        value, more = quantile(ratios, 0.5), mean(clipped)
        by_itself = quantile(values(own, "stones", "facets"), 0.5)
        met = value >= 1.25 if dulled else 0.95 <= value <= 1.1 and more <= 0
        automatic = values(own, "automatic", "facets")
        lines.append(
            Line(
                title,
                goal,
                f"{value:.2f}× (operation alone {by_itself:.2f}×; clipped {more:+.2%}; {len(ratios)} scenes)",
                met,
                {AUTOMATIC: f"{quantile(automatic, 0.5):.2f}×"} if automatic else {},
                {"ratio": value, "alone": by_itself, "clipped_more": more},
            )
        )
    return lines


def _hue(records: Records) -> Line:
    name, goal = "hue shift of stones by the operation, largest", "≤ 2°"
    turned, apart = values(records, "stones", "hue"), values(records, "look", "hue_to_clean")
    if not turned:
        return Line(name, goal, TOO_FEW)
    worst = max(turned)
    to_clean = f"; to the clean picture, median {quantile(apart, 0.5):.1f}°" if apart else ""
    return Line(
        name, goal, f"{worst:.2f}°{to_clean} ({len(turned)} scenes)", worst <= 2, values={"worst": worst}
    )
