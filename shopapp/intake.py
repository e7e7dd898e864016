"""A photo taken in from a page or a program: its row first, so that whoever counts sees it, then its bytes and a bell.

Counting before entering would let many that come at once all see room for one more. So each enters and counts what is
there by then, itself included; one too many withdraws before a byte of it is stored.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shopapp.models import PhotoCheck, Upload
from shopapp.queue import Task, enqueue
from shopapp.studio import storage

Row = Upload | PhotoCheck
_STORED_WITHIN = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def not_before() -> datetime:
    """Return until when nobody may take up a row whose bytes are still being stored."""
    return timezone.now() + _STORED_WITHIN


def has_room(row: Row, *, most_an_hour: int) -> bool:
    """Whether a row just entered is within what its visitor may send; it is withdrawn where it is not."""
    recent = type(row)._default_manager.filter(
        address_hash=row.address_hash, created_at__gt=timezone.now() - _HOUR
    )
    if recent.count() <= most_an_hour:
        return True
    row.delete()
    return False


def keep(row: Row, key: str, data: bytes, task: Task) -> None:
    """Store a row's bytes and ring for it; where they cannot be stored, nothing of it stays."""
    try:
        storage.replace(key, data)
    except BaseException:
        row.delete()
        raise
    row.due_at = None
    with transaction.atomic():
        row.save(update_fields=["due_at"])
        enqueue(task, row.pk)
