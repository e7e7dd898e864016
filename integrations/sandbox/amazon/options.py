"""What one stand-in is started with."""

import os
from dataclasses import dataclass, field
from pathlib import Path

UNITED_STATES = "ATVPDKIKX0DER"
PRODUCT_LISTING = "Product Listing"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in seconds of the stand-in's clock."""

    picture_shortest: float = 0.3
    picture_longest: float = 1.0
    picture_again: float = 1.0
    """Between two tries to fetch a picture; there are three."""
    late_read: float = 5.0
    late_issue: float = 60.0
    feed_queue: float = 0.3
    feed_run: float = 0.7
    code: float = 300
    access_token: float = 3600
    signed_address: float = 300
    message_hidden: float = 30


@dataclass(frozen=True, slots=True)
class Options:
    """One stand-in: its addresses, its app, its seller, its stock and its pace."""

    client_id: str
    client_secret: str = field(repr=False)
    application_id: str
    public_url: str = "http://127.0.0.1:8403"
    redirect_uris: tuple[str, ...] = ()
    """What the app registered; empty takes any address."""
    is_draft: bool = False
    seller_id: str = "A2SANDBOXJEWEL"
    marketplace_ids: tuple[str, ...] = (UNITED_STATES,)
    roles: tuple[str, ...] = (PRODUCT_LISTING,)
    catalog: Path | None = None
    timing: Timing = field(default_factory=Timing)
    seed: int = 1


def store() -> str:
    """Return the store the app is set to: the seller of the stand-in sells there."""
    return os.environ.get("AMAZON_MARKETPLACE_ID") or UNITED_STATES


def credentials() -> tuple[str, str, str]:
    """Return the app's client id, secret and application id, which both processes are given."""
    try:
        return (
            os.environ["AMAZON_CLIENT_ID"],
            os.environ["AMAZON_CLIENT_SECRET"],
            os.environ["AMAZON_APPLICATION_ID"],
        )
    except KeyError as missing:
        raise SystemExit(
            f"{missing.args[0]} is not set: give the app and the sandbox the same value"
        ) from None
