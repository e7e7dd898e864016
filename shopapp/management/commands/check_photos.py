"""Holds photos against what a marketplace asks: a table for people, JSON for programs."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from integrations.compliance import Page
from integrations.wording import shown
from retouch.errors import InvalidPhoto
from shopapp.checking import judging
from shopapp.checking.judging import Asked

_BAD_INPUT = 2
_STYLES = {"blocks": "red", "confirm": "yellow", "open": "yellow", "advice": "blue", "pass": "green"}
_WORDS = {
    "blocks": "fails, blocks",
    "confirm": "unknown",
    "open": "unknown",
    "advice": "fails, advice",
    "pass": "passes",
}


class Command(BaseCommand):
    """Say what a marketplace would say of photos."""

    help = (
        "Hold photos against a marketplace's rules; exit 0: nothing blocks, 1: something does, 2: bad input."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 - it needs neither database nor settings of a shop

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add photos, marketplace, slot, category, confirmations and the file for programs."""
        keys = [page.key for page in judging.pages()]
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--for", dest="marketplace", required=True, choices=keys)
        parser.add_argument(
            "--slot",
            default="main",
            choices=judging.SLOTS,
            help="set: all files as one listing, the first its main image",
        )
        parser.add_argument("--category", default="", choices=("", *judging.CATEGORIES))
        parser.add_argument(
            "--confirm",
            action="append",
            default=[],
            metavar="FACT",
            help="what you know, e.g. confirmed_photograph",
        )
        parser.add_argument("--json", type=Path, metavar="FILE", help="also write what was found; - for here")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Measure, judge, print; the exit status is what was found."""
        page = next(page for page in judging.pages() if page.key == options["marketplace"])
        count, slot, category = len(options["files"]), options["slot"], options["category"]
        asked = [Asked(page, each, category) for each in _slots(slot, count)]
        confirmed = self._confirmed(options["confirm"], asked)
        facts = [self._measured(path) | confirmed for path in options["files"]]
        repeated = import_module("retouch.quality.facts").near_duplicates(
            [each["likeness"] for each in facts]
        )
        entries = _entries(options["files"], facts, asked, repeated)
        if options["json"] is None or str(options["json"]) != "-":
            self._print(entries, page, repeated)
            self._print_fill(options["files"], facts)
        if options["json"] is not None:
            self._write(options["json"], entries)
        if any(each["blocks"] for each in entries):
            sys.exit(1)

    def _confirmed(self, names: Sequence[str], asked: Sequence[Asked]) -> dict[str, object]:
        known = judging.confirmations(asked)
        if unknown := sorted(set(names) - set(known)):
            raise CommandError(
                f"nothing asks for {', '.join(unknown)}; here one may confirm: {', '.join(known) or 'nothing'}",
                returncode=_BAD_INPUT,
            )
        return dict.fromkeys(names, True)

    def _measured(self, path: Path) -> dict[str, object]:
        measuring = import_module("shopapp.checking.measuring")
        try:
            return dict(measuring.measured(path.read_bytes(), path.name))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=_BAD_INPUT) from error
        except InvalidPhoto as error:
            raise CommandError(f"{path}: {error.merchant_sentence}", returncode=_BAD_INPUT) from error

    def _print(self, entries: Iterable[dict[str, Any]], page: Page, repeated: int) -> None:
        console = Console(file=self.stdout, soft_wrap=False)  # type: ignore[arg-type] # Django's own wrapper writes
        for entry in entries:
            console.print(
                _table(entry, page) if entry["findings"] else f"{entry['file']}: nothing is asked yet."
            )
        if repeated:
            verb = "repeats" if repeated == 1 else "repeat"
            console.print(f"{repeated} of these photos {verb} another one.")
        for each in judging.left_out(page):
            console.print(f"Not checked, {each.row}: {each.asks} {each.why}")

    def _print_fill(self, files: Sequence[Path], facts: Sequence[dict[str, object]]) -> None:
        for path, each in zip(files, facts, strict=True):
            side, area = (shown(name, each[name]) for name in ("fill_side", "fill_area"))
            self.stdout.write(
                f"{path.name}: the piece fills, along its longer side: {side}; of the area: {area}."
            )

    def _write(self, path: Path, entries: Sequence[dict[str, Any]]) -> None:
        text = json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
        if str(path) == "-":
            self.stdout.write(text)
            return
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=_BAD_INPUT) from error


def _slots(slot: str, files: int) -> list[str]:
    """Return what each entry is held against: a set's first file is its main image, and the set follows its files."""
    return ["main", *["gallery"] * (files - 1), "set"] if slot == "set" else [slot] * files


def _entries(
    files: Sequence[Path], facts: Sequence[dict[str, object]], asked: Sequence[Asked], repeated: int
) -> list[dict[str, Any]]:
    named: list[tuple[str, judging.Facts]] = [
        (path.name, each) for path, each in zip(files, facts, strict=True)
    ]
    if len(asked) > len(files):
        named.append((f"{len(files)} files", judging.set_facts(facts, repeated)))
    return [judging.entry(name, each, of) for (name, each), of in zip(named, asked, strict=True)]


def _table(entry: dict[str, Any], page: Page) -> Table:
    verdict = "would be refused" if entry["blocks"] else "nothing blocks"
    table = Table(title=f"{entry['file']} for {page.label}, {entry['slot']}: {verdict}", title_justify="left")
    for name in ("rule", "measured", "required", "verdict", "fix"):
        table.add_column(name, overflow="fold")
    for row in judging.rows(entry):
        word = f"[{_STYLES[row['kind']]}]{_WORDS[row['kind']]}[/]"
        table.add_row(row["rule"], f"{row['fact']}: {row['measured']}", row["required"], word, row["fix"])
    return table
