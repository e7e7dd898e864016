"""Step 8: every file by name with what became of it, the credits, the seconds, and a sheet to look at."""

from collections import Counter
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from demo.contact_sheet import Pair, write
from demo.day import Day, Record

STATES = {"published": "green", "undone": "green", "needs_review": "yellow", "left": "cyan", "failed": "red"}

MOVED = {"reserve": "reserved", "capture": "captured", "release": "released"}


def play(day: Day) -> None:
    """Print the tables and draw the sheet."""
    console = day.screen.console
    console.print(_photos(day))
    credits_ = day.merchant.look("store")["credits"]
    after = day.merchant.look("photos")
    sheet = _sheet(day)
    console.print(_numbers(day, credits_))
    counts = Counter(photo["state"] or photo["word"] for photo in day.photos)
    ended = all(photo["state"] or photo["sentence"] for photo in after)
    found = ", ".join(f"{count} {state}" for state, count in counts.most_common())
    day.screen.check("Every file has an end state and a reason", holds=ended, found=found)
    _add_up(day, credits_)
    day.screen.say(f"Before and after: {sheet}")
    day.screen.say(f"Exports and their reports: {day.folder / 'exports'}")


def _add_up(day: Day, credits_: Record) -> None:
    """What was there, less what was set aside, and what came back of it, must be what is there now."""
    moved = credits_["moved"]
    left = day.credits_before - moved["reserve"] + moved["release"] + moved["refund"]
    day.screen.check(
        "The credits add up", holds=left == credits_["available"], found=f"{credits_['available']} left"
    )


def _photos(day: Day) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("   file", "state", "what a merchant reads"):
        table.add_column(title, overflow="fold")
    for photo in sorted(day.photos, key=lambda photo: (photo["state"], photo["file_name"])):
        color = STATES.get(photo["state"], "white")
        table.add_row(
            f"   {escape(photo['file_name'])}", f"[{color}]{photo['word']}[/{color}]", photo["sentence"]
        )
    return table


def _numbers(day: Day, credits_: Record) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    moved = [f"{word} {credits_['moved'][kind]}" for kind, word in MOVED.items()]
    spent = ", ".join([f"before {day.credits_before}", *moved, f"available {credits_['available']}"])
    table.add_row("   credits", spent)
    stages = day.merchant.look("store")["stages"]
    table.add_row(
        "   seconds a photo", ", ".join(f"{name} {seconds:.1f}" for name, seconds in stages.items())
    )
    table.add_row(
        "   seconds a step",
        ", ".join(f"{name} {seconds:.0f}" for name, seconds in day.screen.seconds.items()),
    )
    return table


def _sheet(day: Day) -> Path:
    pairs = [
        Pair(
            photo["file_name"],
            photo["word"],
            day.originals[photo["media_gid"]],
            day.results[photo["media_gid"]],
        )
        for photo in day.photos
        if photo["media_gid"] in day.results
    ]
    path = day.folder / "before-after.jpg"
    write(pairs, path)
    return path
