"""What the command line says at the end: one line a photo, then the sum."""

from collections import Counter

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from retouch.alloys import alloys_of
from retouch.catalog import Spread
from retouch.cli.arguments import Request
from retouch.cli.plan import Plan
from retouch.cli.work import Entry
from retouch.report import Verdict

_STYLES = {Verdict.DONE: "green", Verdict.REVIEW: "yellow", Verdict.REFUSED: "red"}
_SIGNS = {Verdict.DONE: "✔", Verdict.REVIEW: "?", Verdict.REFUSED: "✘"}
_SLOWEST = 3


def closing(entries: list[Entry], plan: Plan, request: Request) -> RenderableType:
    """Build the closing table and the lines under it."""
    table = Table(
        box=box.SIMPLE_HEAD, title=f"{request.recipe.name} → {request.output}", title_justify="left"
    )
    table.add_column("photo", overflow="fold")
    table.add_column("", justify="left", no_wrap=True)
    table.add_column("seconds", justify="right", no_wrap=True)
    table.add_column("memory", justify="right", no_wrap=True)
    table.add_column("why", overflow="fold", ratio=1)
    for entry in entries:
        style = _STYLES[entry.state]
        table.add_row(
            entry.label or entry.input.name,
            Text(f"{_SIGNS[entry.state]} {entry.state}", style=style),
            f"{sum(entry.seconds.values()):.1f}",
            f"{entry.peak_memory_bytes / 2**20:,.0f} MB",
            Text("\n".join(_why(entry)), style="" if entry.reasons else "dim"),
        )
    return Group(table, _sum(entries, plan))


def closing_of_set(spreads: tuple[Spread, ...], entries: list[Entry]) -> RenderableType:
    """Build the table of what the photos of each metal now have in common, and of those that stand alone."""
    table = Table(box=box.SIMPLE_HEAD, title="the set: how far its photos lie apart", title_justify="left")
    table.add_column("metal", overflow="fold")
    for name in ("photos", "before", "after"):
        table.add_column(name, justify="right", no_wrap=True)
    for spread in spreads:
        name = (
            " and ".join(alloy.name for alloy in alloys_of(spread.group)) or f"{spread.group}, no alloy known"
        )
        by_looks = f" ({spread.joined} by looks)" if 0 < spread.joined < spread.shots else ""
        table.add_row(name, f"{spread.shots}{by_looks}", f"{spread.before:.1f}", f"{spread.after:.1f}")
    if alone := sum(entry.output is not None and not entry.set.get("group") for entry in entries):
        table.add_row("alone: like no other, or too little metal", str(alone), "", "")
    return table


def _why(entry: Entry) -> list[str]:
    """Reasons first; a finished photo's notes else."""
    reasons = [reason.sentence for reason in entry.reasons]
    return reasons or [note["sentence"] for note in entry.details.get("notes", [])]


def _sum(entries: list[Entry], plan: Plan) -> Text:
    states = Counter(entry.state for entry in entries)
    text = Text(" ")
    for state in Verdict:
        text.append(f"{states[state]} {state}", style=_STYLES[state] if states[state] else "dim")
        text.append("   ")
    stages: Counter[str] = Counter()
    for entry in entries:
        stages.update(entry.seconds)
    slowest = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in stages.most_common(_SLOWEST))
    text.append(f"{sum(stages.values()):.1f} s in all (most: {slowest})", style="dim")
    if plan.left_aside:
        text.append(f"\n {told_aside(plan)}", style="dim")
    return text


def told_aside(plan: Plan) -> str:
    """Name the files of the folders that are no photos."""
    count = len(plan.left_aside)
    files = "1 other file was" if count == 1 else f"{count} other files were"
    return f"{files} left aside, no photo by the name: {', '.join(map(str, plan.left_aside))}"
