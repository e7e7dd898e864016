"""Shops' offline tokens: encrypted at rest, renewed by one worker at a time, each pair stored whole."""

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db.models import F, Q
from django.utils import timezone

from integrations.errors import Unauthorized, Unavailable
from integrations.shopify import token_exchange
from integrations.shopify.token_exchange import TokenPair
from shopapp.env import env
from shopapp.models import OfflineToken, Shop

_MARGIN = timedelta(minutes=2)
_RENEWAL_LEASE = timedelta(seconds=45)
_LONGEST_WAIT_SECONDS, _PAUSE_SECONDS = 20.0, 0.1
_PATIENCE = 5
_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key.get_secret_value()) for key in env().token_encryption_keys])


def encrypted(text: str) -> str:
    """Return a secret as it may be stored."""
    return _fernet().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """Return a stored secret; ``Unauthorized`` where no present key opens it."""
    try:
        return _fernet().decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Unauthorized("a stored token cannot be read with the present keys") from error


def store(shop: Shop, pair: TokenPair) -> None:
    """Store a pair as one row, in the place of the one before."""
    fields = {**_fields(pair), "refreshing_by": "", "refreshing_until": None}
    if not OfflineToken.objects.filter(shop=shop).update(version=F("version") + 1, **fields):
        OfflineToken.objects.update_or_create(shop=shop, defaults=fields)


def _fields(pair: TokenPair) -> dict[str, object]:
    return {
        "access_token": encrypted(pair.access_token),
        "refresh_token": encrypted(pair.refresh_token),
        "expires_at": pair.expires_at,
        "refresh_expires_at": pair.refresh_expires_at,
        "scope": pair.scope,
    }


def access_token(shop: Shop) -> str:
    """Return a token good for the next minutes, renewing it where needed."""
    end = time.monotonic() + _LONGEST_WAIT_SECONDS
    while True:
        row = OfflineToken.objects.filter(shop=shop).first()
        if row is None:
            raise Unauthorized(f"{shop.domain} has no token")
        pair = _pair(row)
        if not pair.expires_within(_MARGIN, timezone.now()):
            return pair.access_token
        if _may_renew(row) and (fresh := _renewed(shop, pair, row)):
            return fresh
        if time.monotonic() > end:
            raise Unavailable(f"{shop.domain}: another worker renews the token and does not come to an end")
        time.sleep(_PAUSE_SECONDS)


def expire(shop: Shop) -> None:
    """Note that Shopify refused the token, so that the next caller renews it."""
    OfflineToken.objects.filter(shop=shop).update(expires_at=timezone.now())


def may_come_back(shop: Shop, error: Exception, *, failures: int) -> bool:
    """Whether to wait after a refusal: for the token's renewal first, then half a minute for an open page's new one."""
    if not isinstance(error, Unauthorized) or failures >= _PATIENCE:
        return False
    if not failures:
        expire(shop)
    return True


def _pair(row: OfflineToken) -> TokenPair:
    return TokenPair(
        access_token=decrypted(row.access_token),
        expires_at=row.expires_at or _FOR_EVER,
        refresh_token=decrypted(row.refresh_token),
        refresh_expires_at=row.refresh_expires_at or _FOR_EVER,
        scope=row.scope,
    )


def _may_renew(row: OfflineToken) -> bool:
    """Take the right to renew this very version: two renewals at once would spend each other's pair."""
    now, me = timezone.now(), uuid4().hex
    free = Q(refreshing_until=None) | Q(refreshing_until__lt=now)
    row.refreshing_by = me
    taken = OfflineToken.objects.filter(free, pk=row.pk, version=row.version)
    return taken.update(refreshing_by=me, refreshing_until=now + _RENEWAL_LEASE) == 1


def _renewed(shop: Shop, pair: TokenPair, row: OfflineToken) -> str | None:
    from shopapp import connection  # noqa: PLC0415 - the two need each other

    mine = OfflineToken.objects.filter(pk=row.pk, refreshing_by=row.refreshing_by)
    try:
        fresh = token_exchange.refresh(connection.config(), shop.domain, pair, connection.http())
    except Unauthorized:
        mine.delete()  # the pair is of no use any more; the next opening of the app brings another
        raise
    except BaseException:
        mine.update(refreshing_by="", refreshing_until=None)
        raise
    done = {"version": F("version") + 1, "refreshing_by": "", "refreshing_until": None}
    return fresh.access_token if mine.update(**_fields(fresh), **done) else None
