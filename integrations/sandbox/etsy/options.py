"""What one stand-in for Etsy is started with."""

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in seconds of the sandbox's clock."""

    image_shortest: float = 0.3
    image_longest: float = 1.0
    access_token: float = 3600
    refresh_token: float = 90 * 86400
    code: float = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests one token may send: what a new app is given."""

    per_second: int = 10
    per_day: int = 10_000


@dataclass(frozen=True, slots=True)
class Options:
    """One stand-in: its addresses, the app it knows, its stock and its pace."""

    keystring: str
    shared_secret: str = field(repr=False)
    public_url: str = "http://127.0.0.1:8402"
    app_url: str = "http://127.0.0.1:8400"
    """Redirects to addresses under it are registered."""
    catalog: Path | None = None
    photos: Path | None = None
    shop_size: int | None = None
    most_images: int = 20
    timing: Timing = field(default_factory=Timing)
    allowance: Allowance = field(default_factory=Allowance)
    seed: int = 1


def credentials() -> tuple[str, str]:
    """Return the app's keystring and shared secret, which both processes are given."""
    try:
        return os.environ["ETSY_KEYSTRING"], os.environ["ETSY_SHARED_SECRET"]
    except KeyError as missing:
        raise SystemExit(
            f"{missing.args[0]} is not set: give the app and the sandbox the same value"
        ) from None
