"""Many listings in one document, where a marketplace takes that: one request instead of two for each of them.

Each submission looks at its listing by itself, as ever, and then waits. When all have looked, each listing is looked
at once more, and one document goes out: its report says what was refused, and everybody else's verdict is asked for as
ever. Whatever goes wrong with the document, its submissions go on one by one: what it has changed by then they find,
and nothing is there twice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from integrations import MARKETPLACES
from integrations.errors import (
    IntegrationError,
    NotFound,
    Retryable,
    Throttled,
    Unauthorized,
    UnsupportedFeature,
)
from integrations.marketplace import Issue, ListingState, ManyReport, Marketplace
from shopapp import leases
from shopapp.env import env
from shopapp.leases import LeaseLost
from shopapp.marketplaces import grants, ledger, reaching, sending, turns
from shopapp.models import ListingFeed, ListingWrite, Submission
from shopapp.queue import Task, enqueue

MANY = 30
"""From so many listings on one document is quicker: a preview is held to one a second."""
MOST = 1000
"""So many listings in one document: looking at each once more, five a second, must end within one go of a worker."""
_F, _S, _W = ListingFeed.State, Submission.State, ListingWrite.State
_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=2)
_GATHERED_AFTER = timedelta(minutes=10)
"""Who has not looked at its listing by then stays out and goes by itself."""
_log = structlog.get_logger(__name__)


def gather(submissions: Sequence[Submission]) -> list[ListingFeed]:
    """Let submissions go out together where a marketplace takes many at once, and there are many."""
    able = [each for each in submissions if MARKETPLACES[each.listing.account.marketplace].takes_many]
    feeds = []
    for account_id, count in Counter(each.listing.account_id for each in able).items():
        if count < MANY:
            continue
        ids = [each.pk for each in able if each.listing.account_id == account_id]
        for first in range(0, count, MOST):
            feed = ListingFeed.objects.create(account_id=account_id)
            mine = Submission.objects.filter(pk__in=ids[first : first + MOST])
            mine.exclude(writes__kind=ListingWrite.Kind.UNDO).update(feed=feed)
            enqueue(Task.SEND_FEED, feed.pk, delay=_PAUSE)
            feeds.append(feed)
    return feeds


def run(feed_id: int) -> None:
    """Claim a document and take it as far as it goes now."""
    feed = leases.claim(ListingFeed.objects.filter(state__in=(_F.GATHERING, _F.SENT)), feed_id)
    if feed is None:
        return
    with structlog.contextvars.bound_contextvars(shop=feed.account.shop.domain, feed=feed.pk):
        try:
            if feed.crashes >= leases.MOST_CRASHES:
                _end(feed, _F.FAILED)
                return
            with leases.alive(feed):
                _work(feed)
        except LeaseLost:
            _log.info("overtaken; nothing written")


def _work(feed: ListingFeed) -> None:
    try:
        market = reaching.reach(feed.account)
        if feed.state == _F.GATHERING:
            _send(feed, market)
        else:
            _read(feed, market)
    except IntegrationError as error:
        _went_wrong(feed, error)


def _send(feed: ListingFeed, market: Marketplace) -> None:
    looking = feed.submissions.filter(state=_S.WAITING, held=False)
    if looking.exists() and timezone.now() - feed.created_at < _GATHERED_AFTER:
        _later(feed, _PAUSE)
        return
    batch = _as_they_are_now(feed, market)
    batch = {each: writes for each, writes in batch.items() if _may_go(each)}
    leases.require_held(feed)
    _let_the_others_go(feed, batch)
    if not batch:
        _end(feed, _F.DONE)
        return
    images = [
        (ledger.snapshot_of(each), [sending.image_of(write, with_data=False) for write in writes])
        for each, writes in batch.items()
    ]
    number = market.submit_many(images)
    _log.info("sent together", listings=len(batch), number=number)
    _note_sent(feed, number)


def _note_sent(feed: ListingFeed, number: str) -> None:
    """Keep the document's number; who dies before sends another, in which what has arrived is not asked for again."""
    sent = {"state": _F.SENT, "number": number, "sent_at": timezone.now()}
    _later(feed, _PAUSE, **sent, failures=0, failing_since=None)


def _as_they_are_now(feed: ListingFeed, market: Marketplace) -> dict[Submission, list[ListingWrite]]:
    """Look at every listing once more before the document is written: it may have waited for long.

    What somebody replaced since stays and is told. Who has nothing left to send, or whose listing is no longer there,
    not for sale, or has no room for it, is left out: by itself it comes to its end as ever.
    """
    found: dict[Submission, list[ListingWrite]] = {}
    for submission in _waiting(feed):
        leases.require_held(feed)
        try:
            now = market.verdict(submission.listing.key, ()).snapshot  # asks for no more than the listing
            room = market.room(now.product_type)
        except (NotFound, UnsupportedFeature):
            continue
        left = [] if now.state is ListingState.SOLD_OUT else sending.look(submission, now, market)
        if left and (room is None or left[-1].place <= room):
            found[submission] = left
    return found


def _may_go(submission: Submission) -> bool:
    """Whether nobody has disconnected its account or taken everything back while the others were looked at."""
    is_held = Submission.objects.filter(pk=submission.pk, held=True).exists()
    return not is_held and not turns.is_waited_for(submission)


def _let_the_others_go(feed: ListingFeed, batch: Mapping[Submission, object]) -> None:
    """Let everybody go by itself who is not in the document: what its report does not name was accepted."""
    others = feed.submissions.exclude(pk__in=[each.pk for each in batch]).filter(
        state__in=(_S.WAITING, _S.SENDING)
    )
    ids = list(others.values_list("pk", flat=True))
    with transaction.atomic():
        Submission.objects.filter(pk__in=ids).update(feed=None)
        Submission.objects.filter(pk__in=ids, owner="").update(due_at=None)
        for pk in ids:
            enqueue(Task.SUBMIT_LISTING, pk)


def _read(feed: ListingFeed, market: Marketplace) -> None:
    report = market.read_many(feed.number)
    if report is not None:
        if report.is_done:
            _take_over(feed, report)
        _end(feed, _F.DONE if report.is_done else _F.FAILED)
    elif timezone.now() - (feed.sent_at or feed.created_at) > env().retry_give_up:
        _end(feed, _F.FAILED)
    else:
        pause = min(_PAUSE * 1.5 ** min(feed.failures, 12), _LONGEST_PAUSE)
        _later(feed, pause, failures=feed.failures + 1, failing_since=None)


def _take_over(feed: ListingFeed, report: ManyReport) -> None:
    """Enter for each submission what the report says of it; what it does not name was accepted."""
    for submission in _waiting(feed):
        leases.require_held(feed)
        with transaction.atomic():
            issues = report.refused.get(submission.listing.key)
            if issues:
                _refused(submission, issues)
            else:
                _accepted(submission)


def _accepted(submission: Submission) -> None:
    for write in sending.planned(submission):
        ledger.note_sent(write, sending.image_of(write, with_data=False).address)
    waiting = Submission.objects.filter(pk=submission.pk, owner="")
    waiting.update(state=_S.CHECKING, sent_at=timezone.now(), looks=0, due_at=None)


def _refused(submission: Submission, issues: Sequence[Issue]) -> None:
    """What is not named was not sent either: it goes on by itself, without what was refused."""
    by_place: Mapping[int, list[Issue]] = {
        issue.place: [each for each in issues if each.place == issue.place] for issue in issues if issue.place
    }
    for write in sending.planned(submission):
        if meant := by_place.get(write.place) or (not by_place and list(issues)):
            sending.refuse(write, meant)


def _went_wrong(feed: ListingFeed, error: IntegrationError) -> None:
    since = feed.failing_since or timezone.now()
    refused = isinstance(error, Unauthorized) and not feed.failures
    if refused:
        grants.expire(feed.account)
    if not (refused or isinstance(error, Retryable)) or timezone.now() - since > env().retry_give_up:
        _log.warning("not sent together", why=str(error))
        _end(feed, _F.FAILED)
        return
    asked = timedelta(seconds=error.retry_after) if isinstance(error, Throttled) else None
    pause = asked or min(timedelta(seconds=2 ** min(feed.failures, 10)), _LONGEST_PAUSE)
    _later(feed, pause, failures=feed.failures + 1, failing_since=since)


def _end(feed: ListingFeed, state: str) -> None:
    """End a document; whoever waited for it goes on alone."""
    with transaction.atomic():
        leases.let_go(feed, state=state)
        feed.submissions.filter(state=_S.SENDING, owner="").update(due_at=None)
        going = feed.submissions.filter(state__in=(_S.SENDING, _S.CHECKING), held=False)
        for pk in going.values_list("pk", flat=True):
            enqueue(Task.SUBMIT_LISTING, pk)


def _later(feed: ListingFeed, pause: timedelta, **fields: Any) -> None:
    leases.let_go(feed, after=pause, **fields)
    enqueue(Task.SEND_FEED, feed.pk, delay=pause)


def _waiting(feed: ListingFeed) -> list[Submission]:
    """Return those that have looked at their listing and wait for the document."""
    rows = feed.submissions.filter(state=_S.SENDING, owner="", held=False)
    return list(rows.select_related("listing__account", "shop").order_by("pk"))
