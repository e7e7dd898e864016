"""The run of step 3: begun, paused, resumed, cancelled, begun again, and followed to its end."""

from collections.abc import Callable
from time import sleep

from demo.day import Day, Record
from demo.merchant import RefusedError, wait_for
from demo.screen import Bar

A_PHOTO = 20
RUN_LIMIT_SECONDS, RUN_SECONDS_A_PHOTO = 600, 15
QUIET_SECONDS = 2


def run(day: Day) -> None:
    """Run the batch with a pause and a cancel in between; of a small store nothing may be left to stop."""
    day.credits_before = _credits(day)
    started = day.merchant.press("retouch")
    batch, total = started["batch"], started["photos"]
    with day.screen.progress("retouching") as bar:
        try:
            _until(day, bar, ended=min(2, total // 8))
            _pause_and_resume(day, batch)
            _until(day, bar, ended=min(6, total // 2))
            _cancel(day, batch)
        except RefusedError as error:
            if not day.own_stock:
                raise
            _too_late(day, error.sentence)
        if day.merchant.look("estimate")["photos"]:
            day.merchant.press("retouch")
        last = _until(day, bar, ended=None)
    day.screen.check(
        "Every photo came to an end", holds=last["done"] == last["total"], found=last["sentence"]
    )


def _pause_and_resume(day: Day, batch: int) -> None:
    """What is in hand ends and nothing more begins; after it is resumed, something does."""
    day.merchant.press(f"batches/{batch}/pause")
    left = _waiting(day.merchant.look("progress"))
    if not left and day.own_stock:
        _too_late(day, "every photo was in hand")
        day.merchant.press(f"batches/{batch}/resume")
        return
    _look_until(day, lambda seen: not _in_hand(seen) or _waiting(seen) != left)
    sleep(QUIET_SECONDS)
    seen = day.merchant.look("progress")
    quiet = seen["state"] == "paused" and _waiting(seen) == left > 0 and not _in_hand(seen)
    day.screen.check("Paused: no further photo is begun", holds=quiet, found=f"{left} wait")
    day.merchant.press(f"batches/{batch}/resume")
    seen = _look_until(day, lambda seen: _waiting(seen) < left)
    resumed = seen["state"] in {"running", "done"}
    day.screen.check("Resumed: the next ones are begun", holds=resumed, found=f"{_waiting(seen)} wait")


def _cancel(day: Day, batch: int) -> None:
    """What had not begun is left, its credits come back, and it can be asked for again."""
    before = _credits(day)
    stopped = int(day.merchant.press(f"batches/{batch}/cancel")["stopped"])
    if not stopped and day.own_stock:
        _too_late(day, "every photo was in hand")
        return
    back = _credits(day) - before  # what is refused at the same moment returns its own
    offered = day.merchant.look("estimate")["photos"]
    ended = day.merchant.look("progress")["state"] == "cancelled"
    day.screen.check(
        "Cancelled: the rest is left, its credits are back, and it can be begun again",
        holds=ended and stopped > 0 and back >= stopped * A_PHOTO and offered >= stopped,
        found=f"{stopped} were waiting, {back} credits came back, {offered} photos are offered",
    )


def _too_late(day: Day, why: str) -> None:
    day.screen.say(f"[dim]Too few photos to stop in the middle: {why}[/dim]")


def _credits(day: Day) -> int:
    return int(day.merchant.look("store")["credits"]["available"])


def _waiting(seen: Record) -> int:
    return int(seen["counts"].get("waiting", 0))


def _in_hand(seen: Record) -> int:
    return int(seen["counts"].get("retouching", 0))


def _look_until(day: Day, until: Callable[[Record], bool]) -> Record:
    *_, last = wait_for(
        lambda: day.merchant.look("progress"),
        until=until,
        seconds=day.seconds_for(RUN_LIMIT_SECONDS, a_photo=RUN_SECONDS_A_PHOTO),
    )
    return dict(last)


def _until(day: Day, bar: Bar, *, ended: int | None) -> Record:
    """Follow the progress until so many photos have ended, or all of them."""
    looks = wait_for(
        lambda: day.merchant.look("progress"),
        until=lambda seen: seen["done"] >= (seen["total"] if ended is None else min(ended, seen["total"])),
        seconds=day.seconds_for(RUN_LIMIT_SECONDS, a_photo=RUN_SECONDS_A_PHOTO),
    )
    seen: Record = {}
    for seen in looks:
        left = f", {seen['seconds_left']:.0f} s left" if seen.get("seconds_left") else ""
        bar.at(seen["done"], seen["total"], f"retouching{left}")
    return seen
