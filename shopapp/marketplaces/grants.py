"""Accounts' tokens: encrypted at rest, renewed by one worker at a time, each pair stored whole, deleted on goodbye."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.db.models import F, Q
from django.utils import timezone

from integrations.errors import Unauthorized, Unavailable
from integrations.marketplace import Grant
from shopapp.models import MarketplaceAccount, MarketplaceToken
from shopapp.tokens import decrypted, encrypted

_MARGIN = timedelta(minutes=2)
_RENEWAL_LEASE = timedelta(seconds=45)
_LONGEST_WAIT_SECONDS, _PAUSE_SECONDS = 20.0, 0.1


def store(account: MarketplaceAccount, grant: Grant) -> None:
    """Store a grant as one row, in the place of the one before."""
    fields = {**_fields(grant), "refreshing_by": "", "refreshing_until": None}
    if not MarketplaceToken.objects.filter(account=account).update(version=F("version") + 1, **fields):
        MarketplaceToken.objects.update_or_create(account=account, defaults=fields)


def _fields(grant: Grant) -> dict[str, object]:
    return {
        "access_token": encrypted(grant.access_token),
        "refresh_token": encrypted(grant.refresh_token),
        "expires_at": grant.expires_at,
        "refresh_expires_at": grant.refresh_expires_at,
        "scopes": list(grant.scopes),
    }


def good_grant(account: MarketplaceAccount, *, refresh: Callable[[Grant], Grant]) -> Grant:
    """Return a grant whose token is good for the next minutes; one worker renews it, the others wait."""
    end = time.monotonic() + _LONGEST_WAIT_SECONDS
    while True:
        row = MarketplaceToken.objects.filter(account=account).first()
        if row is None:
            raise Unauthorized(f"{account} has no token")
        grant = _grant(account, row)
        if grant.expires_at > timezone.now() + _MARGIN:
            return grant
        if _may_renew(row) and (fresh := _renewed(grant, row, refresh)):
            return fresh
        if time.monotonic() > end:
            raise Unavailable(f"{account}: another worker renews the token and does not come to an end")
        time.sleep(_PAUSE_SECONDS)


def expire(account: MarketplaceAccount) -> None:
    """Note that the marketplace refused the token, so that the next caller renews it."""
    MarketplaceToken.objects.filter(account=account).update(expires_at=timezone.now())


def _grant(account: MarketplaceAccount, row: MarketplaceToken) -> Grant:
    return Grant(
        access_token=decrypted(row.access_token),
        expires_at=row.expires_at,
        refresh_token=decrypted(row.refresh_token),
        refresh_expires_at=row.refresh_expires_at,
        account=account.account,
        account_name=account.name,
        scopes=tuple(row.scopes),
    )


def _may_renew(row: MarketplaceToken) -> bool:
    """Take the right to renew this very version: two renewals at once would spend each other's pair."""
    now, me = timezone.now(), uuid4().hex
    free = Q(refreshing_until=None) | Q(refreshing_until__lt=now)
    row.refreshing_by = me
    taken = MarketplaceToken.objects.filter(free, pk=row.pk, version=row.version)
    return taken.update(refreshing_by=me, refreshing_until=now + _RENEWAL_LEASE) == 1


def _renewed(grant: Grant, row: MarketplaceToken, refresh: Callable[[Grant], Grant]) -> Grant | None:
    mine = MarketplaceToken.objects.filter(pk=row.pk, refreshing_by=row.refreshing_by)
    try:
        fresh = refresh(grant)
    except BaseException:
        mine.update(refreshing_by="", refreshing_until=None)
        raise
    done = {"version": F("version") + 1, "refreshing_by": "", "refreshing_until": None}
    kept = replace(fresh, account=grant.account, account_name=grant.account_name)
    return kept if mine.update(**_fields(fresh), **done) else None
