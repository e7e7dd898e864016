"""How long work waits for a marketplace that takes only so much from us at a time.

That is no outage: Etsy's allowance is a whole day's, and a store of some hundred listings uses it up. The time spent
waiting is taken off the time of an outage, and has a limit of its own, in days. As long as anything goes out on the
account, the limit lets work through, and what waits behind it has its turn to come.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from integrations.errors import Throttled
from shopapp.models import ListingWrite, MarketplaceAccount
from shopapp.models.leased import LimitedAbroad

GIVE_UP = timedelta(days=3)
"""Far above the longest allowance that a marketplace counts, Etsy's of a sliding day."""
_SHORTEST_PAUSE = timedelta(seconds=1)


def pause_of(error: Throttled) -> timedelta:
    """Return how long to wait, as the marketplace says."""
    return max(timedelta(seconds=error.retry_after), _SHORTEST_PAUSE)


def at_the_limit(row: LimitedAbroad, account: MarketplaceAccount, pause: timedelta) -> dict[str, Any] | None:
    """Return what a row keeps that is let go for ``pause``; None where it has waited for days, as all the others."""
    now = timezone.now()
    since = row.throttled_since or now
    if now - since > GIVE_UP and not _anything_went_out(account, after=now - GIVE_UP):
        return None
    return {"throttled_since": since, "failing_since": row.failing_since and row.failing_since + pause}


def _anything_went_out(account: MarketplaceAccount, *, after: datetime) -> bool:
    return ListingWrite.objects.filter(listing__account=account, sent_at__gt=after).exists()
