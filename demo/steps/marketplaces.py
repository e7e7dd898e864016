"""Step 6: Etsy and Amazon are connected, the whole store goes out, one rejection is read, fixed and accepted."""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

from demo.day import Day, Record
from demo.merchant import Onlooker, wait_for

LIMIT_SECONDS, SECONDS_A_PHOTO = 150, 4
LABELS = {"etsy": "Etsy", "amazon": "Amazon"}
TEXT_ON_MAIN, OUR_RULE = "18027", "AMZ-TEXT"
TRIES = 3


def play(day: Day) -> None:
    """Connect both, export everything, and mend what one of them does not accept."""
    if day.own_stock:
        day.screen.say(
            "[dim]The stand-ins for Etsy and Amazon sell the sandbox's own catalog: left out[/dim]"
        )
        return
    day.listed = {name: _images(onlooker, name) for name, onlooker in day.markets.items()}
    for name, onlooker in day.markets.items():
        _connect(day, name, onlooker)
    _still(day, "reading listings, preparing photos")
    _look_at_the_matches(day)
    day.merchant.press("listings/confirm")
    _planted(day)
    _whole_store(day)
    _look_at_both(day)


def _connect(day: Day, name: str, onlooker: Onlooker) -> None:
    """Press Connect, and decide on the marketplace's page as a merchant would."""
    consent = day.merchant.leave_for(day.merchant.press("marketplaces/connect", marketplace=name)["open"])
    if name == "etsy":
        back = onlooker.ask("consent", url=consent)["location"]
    else:
        asked = {key: value[0] for key, value in parse_qs(urlsplit(consent).query).items()}
        back = onlooker.ask("authorize", redirect_uri=asked["redirect_uri"], state=asked["state"])["location"]
    day.merchant.follow(back)
    account = _account(day, name)
    day.screen.check(f"{LABELS[name]} is connected", holds=account["connected"], found=account["name"])


def _still(day: Day, title: str) -> Record:
    """Wait until nothing moves any more."""
    with day.screen.progress(title) as bar:
        looks = wait_for(
            lambda: day.merchant.look("listings"),
            until=lambda seen: not seen["moving"],
            seconds=day.seconds_for(LIMIT_SECONDS, a_photo=SECONDS_A_PHOTO),
        )
        seen: Record = {}
        for seen in looks:
            run = seen["run"] or {"done": 0, "total": 1}
            bar.at(run["done"], run["total"], title)
    return seen


def _look_at_the_matches(day: Day) -> None:
    seen = day.merchant.look("listings")
    for name, label in LABELS.items():
        rows = [each for each in seen["listings"] if each["marketplace"] == name]
        how = Counter(each["match"] for each in rows)
        found = ", ".join(f"{count} {match}" for match, count in how.most_common())
        sure = how["sku"] + how["alike"]
        day.screen.check(f"{label}: listings find their products", holds=sure > how["doubtful"], found=found)
    day.screen.say(f"{seen['questions']} listings are doubtful, and the merchant is asked")


def _planted(day: Day) -> None:
    """Let Amazon see text on one main image; read it back, leave the photo out, and export again."""
    chosen = _with_two_photos(day)
    ends = [_mended(day, each) for each in chosen[:1]]
    for each in chosen[1:TRIES]:
        if "live" in ends:
            break
        ends.append(_mended(day, each))
    day.screen.check(
        "Fixed in one click, exported again, accepted", holds="live" in ends, found=", ".join(ends)
    )


def _mended(day: Day, chosen: Record) -> str:
    """Have one listing refused and fixed; return how it stands then. Its other photo may be no main image either."""
    day.markets["amazon"].ask("faults", text_on_main=1)
    day.merchant.press("listings/submit", listing=chosen["id"])
    told = _ended(day, chosen["id"])
    issues = [issue for write in told["writes"] for issue in write["issues"] if write["place"] == 1]
    right = any(issue["code"] == TEXT_ON_MAIN and OUR_RULE in issue["rules"] for issue in issues)
    day.screen.check(
        "Amazon's rejection is read back beside its photo, with our rule",
        holds=told["stand"] == "rejected" and right,
        found=f"{chosen['title']}: {told['word']}, {TEXT_ON_MAIN}, {OUR_RULE}",
    )
    day.merchant.press(f"listings/{chosen['id']}/fix", export="on")
    told = _ended(day, chosen["id"])
    if told["stand"] == "confirm":  # nobody has seen the new main photo yet
        day.merchant.press("listings/confirm", listing=chosen["id"])
        day.merchant.press("listings/submit", listing=chosen["id"])
        told = _ended(day, chosen["id"])
    return str(told["stand"])


def _ended(day: Day, listing_id: int) -> Record:
    """Wait until one listing moves no more."""
    looks = wait_for(
        lambda: day.merchant.look(f"listings/{listing_id}"),
        until=lambda seen: not seen["moving"],
        seconds=day.seconds_for(LIMIT_SECONDS, a_photo=SECONDS_A_PHOTO),
    )
    *_, last = looks
    return dict(last)


def _with_two_photos(day: Day) -> list[Record]:
    rows = [each for each in day.merchant.look("listings")["listings"] if each["marketplace"] == "amazon"]
    return [each for each in rows if each["stand"] in {"ready", "fixable"} and each["photos"] >= 2]


def _whole_store(day: Day) -> None:
    started = day.merchant.press("listings/submit")
    day.screen.say(
        f"{started['listings']} listings go out; {len(started['left_out'])} stay out, each with its reason"
    )
    seen = _still(day, "the whole store to Etsy and Amazon")
    ended = [each for each in seen["listings"] if each["writes"]]
    stands = Counter(each["stand"] for each in ended)
    found = ", ".join(f"{count} {stand}" for stand, count in stands.most_common())
    moving = stands["under_way"] + stands["drafting"]
    day.screen.check("Every listing came to an end", holds=not moving and stands["live"] > 0, found=found)
    for each in ended:
        if each["stand"] != "live":
            day.screen.say(f"  [dim]{each['title']}: {each['sentence']}[/dim]")


def _look_at_both(day: Day) -> None:
    """Hold what the app says is live against what each marketplace itself shows."""
    seen = day.merchant.look("listings")["listings"]
    for name, label in LABELS.items():
        ours = {each["key"] for each in seen if each["marketplace"] == name and each["shown"]}
        now = _images(day.markets[name], name)
        changed = {key for key, images in now.items() if images != day.listed[name][key]}
        day.screen.check(
            f"{label} shows what the app says it shows, and nothing else was touched",
            holds=bool(ours) and changed == ours,
            found=f"{len(changed)} of {len(now)} listings changed",
        )


def undone(day: Day) -> None:
    """Hold both marketplaces against the morning: ids, ranks and texts on Etsy, locators on Amazon."""
    if not day.listed:
        return
    _still(day, "undoing on Etsy and Amazon")
    names = {"etsy": "image ids, ranks, alt texts", "amazon": "locators"}
    for name, label in LABELS.items():
        now = _images(day.markets[name], name)
        same = sum(images == day.listed[name][key] for key, images in now.items())
        day.screen.check(
            f"{label} is as it was in the morning: {names[name]}",
            holds=same == len(now) == len(day.listed[name]),
            found=f"{same} of {len(now)} listings",
        )


def _images(onlooker: Onlooker, name: str) -> dict[str, object]:
    """What each listing shows, as the marketplace itself tells it."""
    listings = onlooker.state()["listings"]
    if name == "etsy":
        return {
            str(each["id"]): (
                [(image["id"], image["rank"], image["alt"]) for image in each["images"]],
                each["links"],
            )
            for each in listings
        }
    return {
        each["sku"]: {slot: image["locator"] for slot, image in each["slots"].items()} for each in listings
    }


def _account(day: Day, name: str) -> Record:
    accounts = day.merchant.look("listings")["accounts"]
    return next(account for account in accounts if account["marketplace"] == name)
