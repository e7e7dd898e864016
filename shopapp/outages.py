"""Files out of reach for a while, or no room for them: work is given back and rung for again, with growing pauses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopapp import leases
from shopapp.env import env
from shopapp.models.leased import Leased
from shopapp.queue import Task, enqueue
from shopapp.studio import storage

_FULL = _("Our storage was full for hours. Please start it again later.")
_AWAY = _("Our storage was out of reach for hours. Please start it again later.")
_LONGEST_PAUSE = timedelta(minutes=2)
_log = structlog.get_logger(__name__)


@contextmanager
def outlasted(row: Leased, bell: Task, *, give_up: Callable[[Promise], object]) -> Iterator[None]:
    """Put the row off where its files cannot be reached; ``give_up`` ends it when that goes on for too long."""
    try:
        yield
    except storage.STORE_ERRORS as error:
        why = _FULL if storage.is_full(error) else _AWAY if storage.is_out_of_reach(error) else None
        if why is None:
            raise
        _log.exception("files cannot be reached or written")
        since = row.failing_since or timezone.now()
        if timezone.now() - since > env().retry_give_up:
            give_up(why)
            return
        pause = min(timedelta(seconds=2 ** min(row.failures, 10)), _LONGEST_PAUSE)
        leases.let_go(row, after=pause, failures=row.failures + 1, failing_since=since)
        enqueue(bell, row.pk, delay=pause)
