"""What the day looks like in a terminal: numbered steps, checks as they hold, one live line while something runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from sys import stdout
from time import monotonic

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

DONE, FAILED = "[green]✓[/green]", "[bold red]✗[/bold red]"


@dataclass
class Screen:
    """The terminal, and the record of what held."""

    console: Console = field(
        default_factory=lambda: Console(highlight=False, width=None if stdout.isatty() else 150)
    )
    failures: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, number: int, title: str) -> Iterator[None]:
        """Print a step's heading, and remember how long the step took."""
        self.console.print(f"\n[bold]{number}  {title}[/bold]")
        started = monotonic()
        try:
            yield
        finally:
            self.seconds[title] = monotonic() - started

    def say(self, sentence: str) -> None:
        """Print a plain line under the present step."""
        self.console.print(f"   {sentence}")

    def check(self, sentence: str, *, holds: bool, found: object = "") -> None:
        """Print whether something the step promises is so; a promise that is not kept fails the day."""
        detail = f"  [dim]{escape(str(found))}[/dim]" if found != "" else ""
        self.console.print(f"   {DONE if holds else FAILED} {sentence}{detail}")
        if not holds:
            self.failures.append(sentence)

    @contextmanager
    def progress(self, title: str) -> Iterator["Bar"]:
        """Show one bar for as long as the block runs."""
        columns = (
            TextColumn("   "),
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=32),
            TextColumn("{task.completed:.0f} of {task.total:.0f}"),
            TimeElapsedColumn(),
        )
        with Progress(
            *columns, console=self.console, transient=True, disable=not self.console.is_terminal
        ) as progress:
            yield Bar(progress, progress.add_task(title, total=1))


@dataclass
class Bar:
    """One progress bar."""

    progress: Progress
    task: object

    def at(self, done: int, total: int, title: str) -> None:
        """Move the bar, and say what is going on."""
        self.progress.update(self.task, completed=done, total=max(total, 1), description=title)  # type: ignore[arg-type]
