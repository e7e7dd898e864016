"""Step 2: products and media come over by a bulk operation."""

from rich.markup import escape

from demo.day import Day, Record
from demo.merchant import wait_for

SYNC_LIMIT_SECONDS, SYNC_SECONDS_A_PHOTO = 60, 1.5
PRODUCTS, MEDIA = 24, 40


def play(day: Day) -> None:
    """Bring the store in step, and compare what the app holds with what the shop has."""
    day.before = day.media()
    if day.merchant.look("store")["sync"] == "none":
        day.merchant.press("sync")
    with day.screen.progress("reading the store") as bar:
        looks = wait_for(
            lambda: day.merchant.look("store"),
            until=lambda seen: seen["sync"] == "done",
            seconds=day.seconds_for(SYNC_LIMIT_SECONDS, a_photo=SYNC_SECONDS_A_PHOTO),
        )
        for seen in looks:
            bar.at(seen["photos"], seen["photos"], "reading the store")
    state = day.shop.state()
    day.before = {medium["id"]: medium for medium in state["media"]}
    day.originals = {gid: day.content(medium) for gid, medium in day.before.items()}
    day.photos = day.merchant.look("photos")
    _compare(day, state)


def _compare(day: Day, state: Record) -> None:
    for name in state["left_aside"]:
        day.screen.say(f"[dim]{escape(name)}: left aside, a Shopify gallery takes no file of this kind[/dim]")
    check, media = day.screen.check, state["media"]
    if not day.own_stock:
        enough = len(state["products"]) >= PRODUCTS and len(media) >= MEDIA
        check(
            "A store worth retouching",
            holds=enough,
            found=f"{len(state['products'])} products, {len(media)} files",
        )
    images = [medium for medium in media if medium["kind"] == "IMAGE"]
    found = f"{len(day.photos)} files, {len(images)} of them images"
    check("Every file of the store is known to the app", holds=len(day.photos) == len(media), found=found)
    bulk = [operation["status"] for operation in state["bulk"]]
    check(
        "Read by bulk operations",
        holds=bool(bulk) and set(bulk) == {"COMPLETED"},
        found=f"{len(bulk)} operations",
    )
    shared = sum(len(medium["products"]) > 1 for medium in media)
    day.screen.say(
        f"{shared} shared by two products, {sum(bool(m['variants']) for m in media)} used by variants"
    )
