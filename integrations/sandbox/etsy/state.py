"""Everything one stand-in for Etsy holds: shops, listings, pictures, tokens, faults, and the lock around them."""

import random
import secrets
import threading
from dataclasses import dataclass, field

from integrations.sandbox.clock import Clock
from integrations.sandbox.etsy.faults import Faults
from integrations.sandbox.etsy.options import Options
from integrations.sandbox.etsy.quotas import Quota
from integrations.sandbox.etsy.records import Consent, Listing, Picture, Shop, Token

MERCHANT = Shop(number=41_000_001, user=91_000_001, name="SandboxJewelers")
NEIGHBOR = Shop(number=41_000_002, user=91_000_002, name="SandboxNeighbor")
FIRST_NUMBER = 4_700_000_001


@dataclass(slots=True)
class Store:
    """All records by number."""

    shops: dict[int, Shop] = field(
        default_factory=lambda: {shop.number: shop for shop in (MERCHANT, NEIGHBOR)}
    )
    listings: dict[int, Listing] = field(default_factory=dict)
    pictures: dict[int, Picture] = field(default_factory=dict)
    consents: list[Consent] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    quotas: dict[str, Quota] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    """How often each operation was answered how: ``getListing 200``."""
    number: int = FIRST_NUMBER

    def next_number(self) -> int:
        """Return a number no record has yet."""
        self.number += 1
        return self.number


@dataclass(slots=True)
class EtsySandbox:
    """One running stand-in."""

    options: Options
    clock: Clock
    faults: Faults
    random: random.Random
    store: Store = field(default_factory=Store)
    lock: threading.RLock = field(default_factory=threading.RLock)
    address_secret: str = field(default_factory=lambda: secrets.token_hex(3))

    def url(self, path: str) -> str:
        """Return the address of something served here."""
        return f"{self.options.public_url}{path}"

    def image_seconds(self) -> float:
        """Draw how long the next picture takes to be sized."""
        timing = self.options.timing
        return self.random.uniform(timing.image_shortest, timing.image_longest)


def new_sandbox(options: Options, clock: Clock) -> EtsySandbox:
    """Make an empty one; the catalog stocks it."""
    seeded = random.Random(options.seed)  # noqa: S311  # durations, not secrets
    return EtsySandbox(options=options, clock=clock, faults=Faults(clock), random=seeded)
