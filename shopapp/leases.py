"""Taking a row, holding it, and giving it back; the same statements on SQLite and PostgreSQL.

A claim is one conditional UPDATE. Everything its holder writes carries the owner and the attempt, so that a worker
that was stalled and overtaken writes nothing. A lease that runs out is a crash, and is counted as one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any, TypeVar
from uuid import uuid4

import structlog
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.utils import timezone

from shopapp.env import env
from shopapp.models.leased import Leased

M = TypeVar("M", bound=Leased)
MOST_CRASHES = 5
_log = structlog.get_logger(__name__)


class LeaseLost(Exception):  # noqa: N818 - the name is the condition itself
    """Somebody else holds the row by now; nothing may be written."""


def takeable(now: datetime) -> Q:
    """Rows that nobody holds and that are due."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return free & (Q(due_at=None) | Q(due_at__lte=now))


def claim(rows: QuerySet[M], pk: int, **fields: Any) -> M | None:
    """Take one row of ``rows`` for a while, setting ``fields``; None when it is held, not due or not among them."""
    now, owner = timezone.now(), uuid4().hex
    free = rows.filter(takeable(now), pk=pk)
    if (
        sum(map(bool, free.query.alias_refcount.values())) > 1
    ):  # it would become "id IN (SELECT …)", which PostgreSQL does not look at again
        raise RuntimeError(f"a claim looks at the {rows.model.__name__}'s own columns only")
    crashed = Case(
        When(lease_until__lt=now, then=F("crashes") + 1), default=F("crashes"), output_field=IntegerField()
    )
    taken = free.update(
        owner=owner, attempt=F("attempt") + 1, crashes=crashed, lease_until=now + env().lease, **fields
    )
    return rows.model._default_manager.get(pk=pk, owner=owner) if taken else None


def write(row: M, **fields: Any) -> M:
    """Write fields as the present holder, or raise ``LeaseLost``."""
    held = type(row)._default_manager.filter(pk=row.pk, owner=row.owner, attempt=row.attempt)
    if row.owner == "" or held.update(**fields) != 1:
        raise LeaseLost(f"{row} is no longer ours")
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def require_held(row: Leased) -> None:
    """Raise ``LeaseLost`` unless the row is still ours: asked before a file is written, which no statement guards."""
    held = type(row)._default_manager.filter(pk=row.pk, owner=row.owner, attempt=row.attempt)
    if row.owner == "" or not held.exists():
        raise LeaseLost(f"{row} is no longer ours")


def let_go(row: M, *, after: timedelta | None = None, **fields: Any) -> M:
    """Give the row back, to be taken at once or after a while."""
    due_at = None if after is None else timezone.now() + after
    return write(row, owner="", lease_until=None, due_at=due_at, **fields)


@contextmanager
def alive(row: Leased) -> Iterator[None]:
    """Renew the lease in the background for as long as the block runs."""
    stop = Event()
    thread = Thread(target=_beat, args=(type(row), row.pk, row.owner, row.attempt, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(model: type[Leased], pk: int, owner: str, attempt: int, stop: Event) -> None:
    lease = env().lease
    try:
        while not stop.wait(lease.total_seconds() / 3):
            held = model._default_manager.filter(pk=pk, owner=owner, attempt=attempt)
            if not held.update(lease_until=timezone.now() + lease):
                _log.warning("lease lost", row=f"{model.__name__} {pk}")
                return
    finally:
        connection.close()
