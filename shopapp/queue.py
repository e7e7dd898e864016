"""The doorbell: which work exists, on which queue, and how it is rung for.

State is in the database; a message is only a hint that a row waits. It is sent after the transaction commits, by the
task's name and with identifiers only, so that the sender never imports what the worker runs. A bell that could not be
rung is logged: the sweeper rings again.
"""

from datetime import timedelta
from enum import StrEnum

import dramatiq
import structlog
from django.db import transaction
from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError

_log = structlog.get_logger(__name__)


class Queue(StrEnum):
    """Where work waits, by the resource it needs."""

    GPU = "gpu"
    NETWORK = "network"
    HOUSEKEEPING = "housekeeping"


class Task(StrEnum):
    """Every task; one actor each in ``shopapp.tasks``."""

    RETOUCH_MEDIA = "retouch_media"
    RETOUCH_UPLOAD = "retouch_upload"
    BUILD_EXPORT = "build_export"
    CHECK_PHOTO = "check_photo"
    FETCH_ORIGINAL = "fetch_original"
    PUBLISH_MEDIA = "publish_media"
    UNDO_WRITE = "undo_write"
    RUN_SYNC = "run_sync"
    READ_LISTINGS = "read_listings"
    DRAFT_LISTINGS = "draft_listings"
    RESULTS_CHANGED = "results_changed"
    DRAFT_LISTING = "draft_listing"
    EXPORT_WANTED = "export_wanted"
    SUBMIT_LISTING = "submit_listing"
    SEND_FEED = "send_feed"
    LOOK_AT_MARKETPLACES = "look_at_marketplaces"
    READ_NOTIFICATIONS = "read_notifications"
    READ_SHOP = "read_shop"
    SETTLE_CHARGES = "settle_charges"
    HANDLE_WEBHOOK = "handle_webhook"
    RESUME_AUTO = "resume_auto"
    SWEEP = "sweep"
    FORGET_UPLOADS = "forget_uploads"
    FORGET_OLD = "forget_old"


QUEUES: dict[Task, Queue] = {
    Task.RETOUCH_MEDIA: Queue.GPU,
    Task.RETOUCH_UPLOAD: Queue.GPU,
    Task.BUILD_EXPORT: Queue.GPU,
    Task.CHECK_PHOTO: Queue.GPU,
    Task.FETCH_ORIGINAL: Queue.NETWORK,
    Task.PUBLISH_MEDIA: Queue.NETWORK,
    Task.UNDO_WRITE: Queue.NETWORK,
    Task.RUN_SYNC: Queue.NETWORK,
    Task.READ_LISTINGS: Queue.NETWORK,
    Task.DRAFT_LISTINGS: Queue.HOUSEKEEPING,
    Task.RESULTS_CHANGED: Queue.HOUSEKEEPING,
    Task.DRAFT_LISTING: Queue.GPU,
    Task.EXPORT_WANTED: Queue.HOUSEKEEPING,
    Task.SUBMIT_LISTING: Queue.NETWORK,
    Task.SEND_FEED: Queue.NETWORK,
    Task.LOOK_AT_MARKETPLACES: Queue.HOUSEKEEPING,
    Task.READ_NOTIFICATIONS: Queue.HOUSEKEEPING,
    Task.READ_SHOP: Queue.NETWORK,
    Task.SETTLE_CHARGES: Queue.NETWORK,
    Task.HANDLE_WEBHOOK: Queue.NETWORK,
    Task.RESUME_AUTO: Queue.HOUSEKEEPING,
    Task.SWEEP: Queue.HOUSEKEEPING,
    Task.FORGET_UPLOADS: Queue.HOUSEKEEPING,
    Task.FORGET_OLD: Queue.HOUSEKEEPING,
}


def enqueue(task: Task, *identifiers: int, delay: timedelta | None = None) -> None:
    """Ring for a row once the present transaction has committed."""
    transaction.on_commit(lambda: _ring(task, identifiers, delay))


def _ring(task: Task, identifiers: tuple[int, ...], delay: timedelta | None) -> None:
    queue = QUEUES[task]
    message = dramatiq.Message[None](
        queue_name=queue, actor_name=task, args=identifiers, kwargs={}, options={}
    )
    broker = dramatiq.get_broker()
    try:
        broker.declare_queue(queue)
        broker.enqueue(message, delay=None if delay is None else int(delay.total_seconds() * 1000))
    except (RedisError, BrokerConnectionError) as error:
        _log.warning("queue out of reach; the sweeper will ring again", task=task, why=type(error).__name__)
