"""Step 4: a new product arrives, and webhooks come as they come: twice, out of order, and from somebody else."""

from time import sleep

from demo.day import Day, Record
from demo.merchant import wait_for

ARRIVAL_LIMIT_SECONDS = 60
QUIET_SECONDS = 3
ENDED = {"published", "needs_review", "left", "failed"}


def play(day: Day) -> None:
    """Let a product arrive before its picture is ready; then send what must start nothing."""
    day.merchant.press("settings", auto_retouch="on", recipe="catalog-white", tone="")
    arrived = day.shop.ask("products", seconds=2.0)
    gid = arrived["media"][0]
    day.before[gid] = day.media()[gid]
    day.originals[gid] = day.content(day.before[gid])
    with day.screen.progress("a new product arrives") as bar:
        looks = wait_for(
            lambda: _photo(day, gid),
            until=lambda photo: photo.get("state") in ENDED,
            seconds=ARRIVAL_LIMIT_SECONDS,
        )
        for seen in looks:
            bar.at(0, 1, f"a new product arrives: {seen.get('word') or 'waiting for Shopify'}")
    photo = _photo(day, gid)
    if photo["state"] == "published":
        day.results[gid] = day.content(day.media()[gid])
    check = day.screen.check
    check(
        "A new product's photo is retouched when it is ready",
        holds=photo["state"] == "published",
        found=arrived["title"],
    )
    _send_what_starts_nothing(day)


def _photo(day: Day, gid: str) -> Record:
    return next((photo for photo in day.merchant.look("photos") if photo["media_gid"] == gid), {})


def _send_what_starts_nothing(day: Day) -> None:
    check = day.screen.check
    digests = {gid: medium["digest"] for gid, medium in day.media().items()}
    jobs = _jobs(day)
    twice = day.shop.ask("webhooks/duplicate", topic="products/create")["outcome"]
    check("A webhook that comes twice is answered and done once", holds="200" in str(twice), found=twice)
    forged = day.shop.ask("webhooks/forge", topic="products/update")["outcome"]
    check("A forged webhook is turned away", holds="401" in str(forged), found=forged)
    day.shop.ask("webhooks/reorder")
    sleep(QUIET_SECONDS)
    echoes = sum(delivery["topic"] == "products/update" for delivery in day.shop.state()["deliveries"])
    quiet = _jobs(day) == jobs and {gid: medium["digest"] for gid, medium in day.media().items()} == digests
    check(
        "Nor do echoes of our own writes start anything", holds=quiet and echoes > 0, found=f"{echoes} echoes"
    )


def _jobs(day: Day) -> dict[str, object]:
    return {photo["media_gid"]: photo["job_id"] for photo in day.merchant.look("photos")}
