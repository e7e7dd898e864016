"""The way to Etsy and Amazon: our configuration of each, and a client per account with a token that is good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import httpx
from django.utils.translation import gettext as _
from redis import Redis

from integrations.amazon import AmazonConfig, AmazonLogin, AmazonMarketplace
from integrations.amazon.notifications import Inbox, SqsInbox
from integrations.etsy import EtsyConfig, EtsyLogin, EtsyMarketplace
from integrations.etsy.limits import Limiter
from integrations.http import client as build_client
from integrations.marketplace import Grant, Login, Marketplace
from integrations.usage import PROCESS_STORAGE, UsageStorage
from shopapp.env import env
from shopapp.errors import Invalid
from shopapp.marketplaces import grants
from shopapp.marketplaces.usage import RedisStorage
from shopapp.models import MarketplaceAccount

_LONGEST_WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Way:
    """How one marketplace is reached."""

    login: Callable[[], Login]
    marketplace: Callable[[Grant], Marketplace]
    is_set_up: Callable[[], bool] = lambda: True
    inbox: Callable[[], Inbox | None] = lambda: None
    """Where what it tells by itself waits for us; None where it tells nothing, or nothing is set up."""
    watch: Callable[[Marketplace], object] = lambda _market: None
    """Asks to be told of one account from now on; repeating it is harmless."""


class _Ways:
    """The process's ways; a test puts its own in their place for a while."""

    stand_ins: dict[str, Way] | None = None


@contextmanager
def using(ways: dict[str, Way]) -> Iterator[None]:
    """Reach other marketplaces for the length of the block."""
    before, _Ways.stand_ins = _Ways.stand_ins, ways
    try:
        yield
    finally:
        _Ways.stand_ins = before


def offered() -> list[str]:
    """Return the marketplaces this installation can connect to."""
    return [name for name, way in _ways().items() if way.is_set_up()]


def login(marketplace: str) -> Login:
    """Return the way in; ``Invalid`` for a marketplace that is not offered."""
    if marketplace not in offered():
        raise Invalid(
            f"{marketplace!r} is not offered",
            merchant_sentence=_("This marketplace cannot be connected here."),
        )
    return _ways()[marketplace].login()


def reach(account: MarketplaceAccount) -> Marketplace:
    """Return a client for one account, its token renewed where needed."""
    way = _ways()[account.marketplace]
    return way.marketplace(grants.good_grant(account, refresh=lambda grant: way.login().refresh(grant)))


def inboxes() -> dict[str, Inbox]:
    """Return the inboxes that are set up, by marketplace."""
    found = ((name, way.inbox()) for name, way in _ways().items() if way.is_set_up())
    return {name: inbox for name, inbox in found if inbox is not None}


def watch(account: MarketplaceAccount, market: Marketplace) -> None:
    """Ask to be told of an account, where its marketplace tells anything."""
    _ways()[account.marketplace].watch(market)


def _ways() -> dict[str, Way]:
    return _WAYS if _Ways.stand_ins is None else _Ways.stand_ins


@cache
def _http() -> httpx.Client:
    """Return the process's client for marketplaces; made on first use, after any fork."""
    return build_client()


@cache
def _etsy() -> EtsyConfig:
    settings = env()
    return EtsyConfig(
        keystring=settings.etsy_keystring,
        shared_secret=settings.etsy_shared_secret.get_secret_value(),
        sandbox_origin=settings.etsy_sandbox_url or None,
        max_wait_seconds=_LONGEST_WAIT_SECONDS,
    )


@cache
def _amazon() -> AmazonConfig:
    settings = env()
    return AmazonConfig(
        client_id=settings.amazon_client_id,
        client_secret=settings.amazon_client_secret.get_secret_value(),
        application_id=settings.amazon_application_id,
        marketplace_id=settings.amazon_marketplace_id,
        is_draft=settings.amazon_app_is_draft,
        sandbox_origin=settings.amazon_sandbox_url,
        max_wait_seconds=_LONGEST_WAIT_SECONDS,
    )


@cache
def _inbox() -> Inbox | None:
    queue = env().amazon_notifications_queue
    return SqsInbox.at(queue) if queue else None


def _watch(market: Marketplace) -> None:
    destination = env().amazon_notifications_destination
    if destination and isinstance(market, AmazonMarketplace):
        market.watch(destination)


@cache
def _usage() -> UsageStorage:
    """Return where allowances are counted: one process counts for itself, several count together."""
    settings = env()
    return (
        PROCESS_STORAGE
        if settings.embedded
        else RedisStorage(Redis.from_url(settings.redis_url, socket_timeout=5))
    )


def etsy(config: EtsyConfig, grant: Grant, *, http: httpx.Client, storage: UsageStorage) -> EtsyMarketplace:
    """Return one shop's way to Etsy, its requests counted with those of every other worker."""
    limiter = Limiter(config.usage_key(grant.account), storage=storage)
    return EtsyMarketplace(config, grant, http=http, limiter=limiter)


_WAYS = {
    "etsy": Way(
        login=lambda: EtsyLogin(_etsy(), http=_http()),
        marketplace=lambda grant: etsy(_etsy(), grant, http=_http(), storage=_usage()),
        is_set_up=lambda: bool(env().etsy_keystring),
    ),
    "amazon": Way(
        login=lambda: AmazonLogin(_amazon(), http=_http()),
        marketplace=lambda grant: AmazonMarketplace(_amazon(), grant, http=_http(), storage=_usage()),
        is_set_up=lambda: bool(env().amazon_application_id),
        inbox=_inbox,
        watch=_watch,
    ),
}
