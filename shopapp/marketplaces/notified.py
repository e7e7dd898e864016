"""What marketplaces tell by themselves: each notification has one listing's verdict read again.

Polling is the guarantee, before the verdict and after it; this only makes it sooner.
"""

import structlog

from integrations.amazon.notifications import Inbox, IssuesChanged
from integrations.errors import IntegrationError, Retryable
from integrations.marketplace import Marketplace
from shopapp.marketplaces import reaching, second_looks
from shopapp.models import MarketplaceAccount

_MOST_LOOKS = 100
"""At ten messages a look; what is left waits for the next reading."""
_log = structlog.get_logger(__name__)


def read() -> int:
    """Read every inbox until it is empty; return how many notifications there were."""
    return sum(_read(name, inbox) for name, inbox in reaching.inboxes().items())


def watch(account: MarketplaceAccount, market: Marketplace) -> None:
    """Ask to be told of an account's listings from now on; who may not is asked by polling alone."""
    try:
        reaching.watch(account, market)
    except Retryable:
        raise
    except IntegrationError as error:
        _log.warning("not notified of this account", marketplace=account.marketplace, why=str(error))


def _read(marketplace: str, inbox: Inbox) -> int:
    count = 0
    for _ in range(_MOST_LOOKS):
        received = list(inbox.receive())
        for one in received:
            _told(marketplace, one.event)
            inbox.acknowledge(one)
        count += len(received)
        if not received:
            break
    if count:
        _log.info("notified", marketplace=marketplace, notifications=count)
    return count


def _told(marketplace: str, event: IssuesChanged) -> None:
    accounts = MarketplaceAccount.objects.filter(
        marketplace=marketplace, account=event.account, disconnected_at=None
    )
    for pk in accounts.values_list("pk", flat=True):
        second_looks.check_again(account_id=pk, key=event.listing)
