"""Everything one stand-in holds, and the lock around it."""

import random
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from integrations.sandbox.amazon.faults import Faults
from integrations.sandbox.amazon.limits import Buckets
from integrations.sandbox.amazon.options import Options
from integrations.sandbox.amazon.records import Document, Feed, Listing, Message, Picture, Token
from integrations.sandbox.clock import Clock, Timeline

Fetch = Callable[[str], bytes]


@dataclass(slots=True)
class Store:
    """What a reset empties."""

    listings: dict[str, Listing] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    codes: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Authorization codes: the address they were sent to, and until when they are good."""
    refresh_tokens: set[str] = field(default_factory=set)
    tokens: dict[str, Token] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    queue: list[Message] = field(default_factory=list)
    subscriptions: dict[str, str] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    """Every address a picture was fetched from, in order."""
    number: int = 0

    def next_number(self) -> int:
        """Return a number that nothing has yet."""
        self.number += 1
        return self.number


@dataclass(slots=True)
class Sandbox:
    """One running stand-in."""

    options: Options
    clock: Clock
    timeline: Timeline
    faults: Faults
    buckets: Buckets
    fetch: Fetch
    random: random.Random
    store: Store = field(default_factory=Store)
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def url(self, path: str) -> str:
        """Return one of the stand-in's own addresses."""
        return f"{self.options.public_url}{path}"

    def picture_url(self, picture: Picture) -> str:
        """Return the address Amazon serves a picture at."""
        return self.url(f"/images/I/{picture.id}.jpg")

    def picture_at(self, address: str) -> Picture | None:
        """Return the picture that one of Amazon's own addresses is of."""
        start = self.url("/images/I/")
        name = address.removeprefix(start).partition(".")[0]
        return self.store.pictures.get(name) if address.startswith(start) else None

    def picture_seconds(self) -> float:
        """Draw how long the next picture takes."""
        timing = self.options.timing
        return self.random.uniform(timing.picture_shortest, timing.picture_longest)


def new_sandbox(options: Options, clock: Clock, fetch: Fetch) -> Sandbox:
    """Make an empty stand-in."""
    sandbox = Sandbox(
        options=options,
        clock=clock,
        timeline=Timeline(clock),
        faults=Faults(),
        buckets=Buckets(),
        fetch=fetch,
        random=random.Random(options.seed),  # noqa: S311  # durations, not secrets
    )
    sandbox.store.roles = set(options.roles)
    return sandbox
