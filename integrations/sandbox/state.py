"""Everything one sandbox holds: its shop, its app's installation, its faults, and the lock around them."""

import random
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from integrations.sandbox.app_file import AppFile, read_app_file
from integrations.sandbox.clock import Clock, Timeline
from integrations.sandbox.faults import Faults
from integrations.sandbox.options import Options
from integrations.sandbox.records import (
    AccessToken,
    ApiSubscription,
    BulkOperation,
    Charge,
    Delivery,
    Job,
    Medium,
    Product,
    StagedTarget,
    Variant,
)

Send = Callable[[Delivery, float], int]
Fetch = Callable[[str], bytes]
Background = Callable[[Callable[[], object]], object]
FIRST_NUMBER = 7_000_000_000_001


@dataclass(slots=True)
class Store:
    """The shop's records by number, and what the app may do with them."""

    name: str = "Sandbox Jewelers"
    email: str = "owner@sandbox-jewelers.example"
    products: dict[int, Product] = field(default_factory=dict)
    variants: dict[int, Variant] = field(default_factory=dict)
    media: dict[int, Medium] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    file_names: set[str] = field(default_factory=set)
    targets: dict[str, StagedTarget] = field(default_factory=dict)
    bulk: dict[int, BulkOperation] = field(default_factory=dict)
    charges: dict[int, Charge] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    metafields: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    tokens: list[AccessToken] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    subscriptions: list[ApiSubscription] = field(default_factory=list)
    held: dict[str, list[Delivery]] = field(default_factory=dict)
    deprecated_uses: list[str] = field(default_factory=list)
    installed: bool = False
    number: int = FIRST_NUMBER

    def next_number(self) -> int:
        """Return a number no record has yet."""
        self.number += 1
        return self.number


@dataclass(slots=True)
class Sandbox:
    """One running sandbox."""

    options: Options
    clock: Clock
    timeline: Timeline
    app: AppFile
    store: Store
    faults: Faults
    send: Send
    fetch: Fetch
    background: Background
    points: float
    points_at: float
    random: random.Random
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes the merchant granted: those the app's file asks for."""
        return self.app.scopes

    def url(self, path: str) -> str:
        """Return the address of one of the sandbox's own pages."""
        return f"{self.options.public_url}{path}"

    def media_seconds(self) -> float:
        """Draw how long the next medium takes to process."""
        timing = self.options.timing
        return self.random.uniform(timing.media_shortest, timing.media_longest)


def new_sandbox(
    options: Options, clock: Clock, *, send: Send, fetch: Fetch, background: Background
) -> Sandbox:
    """Make an empty sandbox; the catalog stocks it."""
    return Sandbox(
        options=options,
        clock=clock,
        timeline=Timeline(clock),
        app=read_app_file(options.app_file),
        store=Store(),
        faults=Faults(clock),
        send=send,
        fetch=fetch,
        background=background,
        points=options.bucket.maximum,
        points_at=clock.now(),
        random=random.Random(options.seed),  # noqa: S311  # durations, not secrets
    )
