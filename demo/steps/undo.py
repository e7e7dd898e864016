"""Step 7: one photo is taken back, then the whole store; every file is the merchant's own again, to the byte."""

from demo.day import Day
from demo.merchant import wait_for
from demo.steps import marketplaces

UNDO_LIMIT_SECONDS, UNDO_SECONDS_A_PHOTO = 180, 4.5


def play(day: Day) -> None:
    """Undo one, then all; compare digests with those of the morning."""
    check = day.screen.check
    published = [photo for photo in day.merchant.look("photos") if photo["state"] == "published"]
    if not published:
        day.screen.say("[dim]Nothing of ours is on the store: nothing to undo[/dim]")
        return
    first = published[0]
    day.merchant.press(f"media/{first['media_id']}/undo")
    _wait(day, wanted=len(published) - 1, title="undoing one")
    gid = first["media_gid"]
    back = day.media()[gid]["digest"] == day.before[gid]["digest"]
    check(
        "One photo is the original again",
        holds=back,
        found=f"{first['file_name']}  {day.before[gid]['digest'][:16]}…",
    )
    day.merchant.press("undo-all")
    _wait(day, wanted=0, title="undoing the store")
    now = day.media()
    same = sum(medium["digest"] == day.before[gid]["digest"] for gid, medium in now.items())
    check(
        "Every file of the store is byte for byte the original",
        holds=same == len(now),
        found=f"{same} of {len(now)} digests",
    )
    marketplaces.undone(day)


def _wait(day: Day, *, wanted: int, title: str) -> None:
    """Follow until only so many photos are still on the store."""
    with day.screen.progress(title) as bar:
        looks = wait_for(
            lambda: sum(photo["state"] == "published" for photo in day.merchant.look("photos")),
            until=lambda left: left <= wanted,
            seconds=day.seconds_for(UNDO_LIMIT_SECONDS, a_photo=UNDO_SECONDS_A_PHOTO),
        )
        start = 0
        for left in looks:
            start = max(start, left)
            bar.at(start - left, start - wanted, title)
