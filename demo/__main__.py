"""Start the product and the sandbox, play one merchant's day, then serve: ``bin/demo``."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import httpx

from demo.day import Day
from demo.merchant import Merchant, Onlooker, RefusedError
from demo.pace import pace, sample
from demo.processes import ROOT, Processes, StartFailedError
from demo.screen import Screen
from demo.steps import arrival, export, install, marketplaces, retouch, summary, sync, undo

DAY_LIMIT_SECONDS = 240
STEPS = (
    ("Install", install.play),
    ("Sync", sync.play),
    ("Retouch the whole store", retouch.play),
    ("A new product arrives", arrival.play),
    ("Export", export.play),
    ("Etsy and Amazon", marketplaces.play),
    ("Undo", undo.play),
    ("Summary", summary.play),
)


def main() -> int:
    """Play the day; 0 when every step held."""
    options = read_options()
    screen = Screen()
    screen.console.print("[bold]Lustre[/bold]  one merchant's day, on this machine, with no account anywhere")
    processes = Processes.prepare(ROOT / "var" / "demo")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        processes.start(store=_store(options))
        held = _play(processes, screen, own_stock=bool(_store(options)))
        if not options.once:
            _serve(processes, screen)
    except StartFailedError as error:
        screen.console.print(f"[red]{error}[/red]", markup=True)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        processes.stop()
    return 0 if held else 1


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; what is wrong with it ends the process with a sentence."""
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="One merchant's day, with no account anywhere."
    )
    parser.add_argument("--once", action="store_true", help="end after the day instead of serving")
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="stock the store with your own photos")
    parser.add_argument("--shop-size", type=_products, metavar="N", help="make N products")
    return parser.parse_args(arguments)


def _products(text: str) -> int:
    """Read how many products the store has; one at least."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of products; there is one at least")
    return number


def _store(options: argparse.Namespace) -> list[str]:
    store = []
    if options.photos is not None:
        store += ["--photos", str(options.photos.resolve())]
    if options.shop_size is not None:
        store += ["--shop-size", str(options.shop_size)]
    return store


def _play(processes: Processes, screen: Screen, *, own_stock: bool) -> bool:
    shop = Onlooker(processes.addresses.sandbox)
    day = Day(screen, Merchant(processes.addresses.app, shop), shop, processes.folder, own_stock)
    day.markets = {"etsy": Onlooker(processes.addresses.etsy), "amazon": Onlooker(processes.addresses.amazon)}
    took, samples = 0.0, [sample()]
    for number, (title, play) in enumerate(STEPS, start=1):
        started = monotonic()
        with screen.step(number, title):
            try:
                play(day)
            except (RefusedError, TimeoutError, LookupError, httpx.HTTPError) as error:
                screen.check(
                    f"{title} went to its end", holds=False, found=f"{type(error).__name__}: {error}"
                )
        took += monotonic() - started
        samples.append(sample())
    slower = pace(samples)
    found = f"{took:.0f} s on a machine that takes {slower:.1f} times as long: {took / slower:.0f} s"
    if own_stock:
        screen.say(f"The day took {found}")
    else:
        holds = took <= DAY_LIMIT_SECONDS * slower
        screen.check(
            "The day took at most four minutes, at the pace they are meant for", holds=holds, found=found
        )
    if screen.failures:
        screen.console.print(f"\n[bold red]{len(screen.failures)} things did not hold[/bold red]")
        screen.console.print("\n".join(f"   {sentence}" for sentence in screen.failures))
        screen.say(f"The logs: {processes.log('lustre')}, {processes.log('sandbox')}")
    else:
        screen.console.print("\n[bold green]Every step held.[/bold green]")
    return not screen.failures


def _serve(processes: Processes, screen: Screen) -> None:
    screen.console.print("\nOpen, as the merchant sees it:")
    screen.console.print(f"   the app in the shop's admin   [bold]{processes.addresses.sandbox}/admin[/bold]")
    screen.console.print(f"   the shop's store front        [bold]{processes.addresses.sandbox}/[/bold]")
    screen.console.print("\nCtrl-C ends both.")
    signal.pause()


if __name__ == "__main__":
    sys.exit(main())
