"""The run as a table for eyes and as JSON for machines."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from retouch.bench.rows import Line, Run, lines

OTHERS = ("U²-Net", "ISNet", "auto-enhance")
_MARKS = {True: "[green]yes[/]", False: "[red]no[/]", None: "–"}


def table(found: list[Line], machine: dict[str, Any], title: str) -> Table:
    """One line for each measure: goal, ours, the others', and whether ours meets the goal."""
    caption = ", ".join(f"{name} {value}" for name, value in machine.items())
    out = Table(title=title, caption=caption, show_lines=False)
    for heading in ("measure", "goal", "Lustre", *OTHERS, "met"):
        out.add_column(heading, overflow="fold")
    for line in found:
        others = [line.others.get(name, "") for name in OTHERS]
        out.add_row(line.name, line.goal, line.found, *others, _MARKS[line.met])
    return out


def show(run: Run, machine: dict[str, Any], title: str, target: Path | None, *, width: int = 170) -> None:
    """Print the table, and write everything measured where a file is asked for."""
    found = lines(run)
    Console(width=width).print(table(found, machine, title))
    if target is not None:
        content = {
            "title": title,
            "machine": machine,
            "lines": [asdict(line) for line in found],
            **asdict(run),
        }
        target.write_text(json.dumps(content, indent=1, default=float) + "\n", encoding="utf-8")
