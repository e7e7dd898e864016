"""Step 1: the shop's admin opens the app for the first time."""

from demo.day import Day

FREE_CREDITS = 80


def play(day: Day) -> None:
    """Open the app twice: once installs it, twice gives nothing twice."""
    day.merchant.open("/")
    first = day.merchant.look("store")
    day.merchant.open("/")
    again = day.merchant.look("store")
    state = day.shop.state()
    check = day.screen.check
    check(
        "The app opens in the admin's frame and is installed", holds=state["installed"], found=state["shop"]
    )
    check(
        "It asked for no more than it needs", holds=set(state["scopes"]) == {"read_products", "write_files"}
    )
    check(
        "80 free credits, once",
        holds=first["credits"]["available"] == again["credits"]["available"] == FREE_CREDITS,
        found=f"{again['credits']['available']} credits",
    )
