"""The command line from start to exit status."""

import json
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from retouch.catalog import Spread
from retouch.cli.arguments import Request, read_arguments
from retouch.cli.closing import closing, closing_of_set, told_aside
from retouch.cli.device import NoDevice, finder
from retouch.cli.plan import Collision, Plan, make_plan, make_room
from retouch.cli.sets import requests_for, tell_set
from retouch.cli.work import Entry, look, work, write_whole
from retouch.report import Verdict
from retouch.shots import Shot, grouped

USAGE, SOME_REFUSED, ALL_WELL = 2, 1, 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Retouch what the arguments name and give the exit status."""
    request = read_arguments(arguments)
    console = Console(stderr=True)
    try:
        finder(request.device)
        plan = make_plan(request)
        if not plan.items:
            aside = f"; {told_aside(plan)}" if plan.left_aside else ""
            return _usage(console, f"there is no photo in what was given{aside}")
        make_room(request)
    except (Collision, NoDevice) as error:
        return _usage(console, str(error))
    except OSError as error:
        return _usage(console, f"{error.filename}: {error.strerror}")
    entries, told = _all(plan, request, console)
    Console().print(closing(entries, plan, request))
    if request.catalog:
        Console().print(closing_of_set(told, entries))
    return _status(entries, request, console)


def _usage(console: Console, why: str) -> int:
    console.print("[bold red]error:[/]", Text(why), highlight=False, soft_wrap=True)
    return USAGE


def _all(plan: Plan, request: Request, console: Console) -> tuple[list[Entry], tuple[Spread, ...]]:
    """Retouch every photo; of a set also tell how far its shots lie apart."""
    columns = (
        TextColumn("[bold]{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    entries: list[Entry] = []
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(plan.items) * (2 if request.catalog else 1))
        shots: list[Shot | None] = []
        for item in plan.items if request.catalog else ():
            progress.update(task, description=item.path.name)
            shots.append(look(item, request))
            progress.advance(task)
        shots = list(grouped(shots))
        for item, one in zip(plan.items, requests_for(request, shots, len(plan.items)), strict=True):
            progress.update(task, description=item.path.name)
            entries.append(work(item, one))
            progress.advance(task)
    return entries, tell_set(entries, shots)


def _status(entries: list[Entry], request: Request, console: Console) -> int:
    if request.report is not None:
        text = json.dumps([entry.as_report(request) for entry in entries], indent=2, ensure_ascii=False)
        try:
            write_whole(request.report, text.encode("utf-8") + b"\n")
        except OSError as error:
            console.print(f"[bold red]error:[/] the report could not be written: {error}", soft_wrap=True)
            return SOME_REFUSED
    return SOME_REFUSED if any(entry.state is Verdict.REFUSED for entry in entries) else ALL_WELL
