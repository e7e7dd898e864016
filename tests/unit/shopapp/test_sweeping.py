from datetime import timedelta

import dramatiq
import pytest
from django.utils import timezone

from shopapp import sweeping
from shopapp.models import (
    Export,
    IdempotencyKey,
    Original,
    RetouchJob,
    Shop,
    Sync,
    Upload,
    WebhookDelivery,
    Write,
)
from shopapp.queue import QUEUES, Queue
from tests.factories import make_job, make_media

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=60)


@pytest.fixture
def rung(django_capture_on_commit_callbacks, monkeypatch):  # type: ignore[no-untyped-def]
    """Sweep, and return which bells were rung."""
    from shopapp import queue

    def sweep() -> list[tuple[str, int]]:
        bells: list[tuple[str, int]] = []
        monkeypatch.setattr(queue, "_ring", lambda task, ids, _delay: bells.append((task, *ids)))
        with django_capture_on_commit_callbacks(execute=True):
            sweeping.sweep()
        return bells

    return sweep


def test_a_job_whose_bell_was_lost_is_rung_for_again(alice: Shop, rung) -> None:  # type: ignore[no-untyped-def]
    job = make_job(make_media(alice))
    RetouchJob.objects.update(created_at=LONG_AGO)
    assert rung() == [("fetch_original", job.pk)]


@pytest.mark.parametrize(
    ("state", "task"), [("retouching", "retouch_media"), ("publishing", "publish_media")]
)
def test_a_job_whose_holder_died_is_rung_for_again(alice: Shop, rung, state: str, task: str) -> None:  # type: ignore[no-untyped-def]
    from shopapp.studio.fetching import store_original

    media = make_media(alice)
    original = store_original(
        shop_id=alice.pk, media=media, data=b"1", mime_type="image/png", file_name="a.png"
    )
    job = make_job(media, state=state, owner="dead", lease_until=LONG_AGO, original=original)
    RetouchJob.objects.update(created_at=LONG_AGO)
    assert rung() == [(task, job.pk)]


@pytest.mark.parametrize("state", ["waiting", "planned", "sent"])
def test_an_undoing_that_is_not_over_is_rung_for_again(alice: Shop, rung, state: str) -> None:  # type: ignore[no-untyped-def]
    media = make_media(alice)
    original = Original.objects.create(shop=alice, media=media, sha256="1", key="1", bytes=1)
    write = Write.objects.create(shop=alice, media=media, original=original, kind="undo", state=state)
    assert rung() == [("undo_write", write.pk)]


def test_what_is_held_paused_or_over_is_left_alone(alice: Shop, rung) -> None:  # type: ignore[no-untyped-def]
    later = timezone.now() + timedelta(minutes=1)
    make_job(make_media(alice, 1), owner="busy", lease_until=later)
    make_job(make_media(alice, 2), paused=True)
    make_job(make_media(alice, 3), state="published")
    make_job(make_media(alice, 4), due_at=later)
    RetouchJob.objects.update(created_at=LONG_AGO)
    assert rung() == []


def test_everything_else_that_waits_is_rung_for_too(alice: Shop, rung) -> None:  # type: ignore[no-untyped-def]
    media = make_media(alice)
    from shopapp.studio.fetching import store_original

    original = store_original(
        shop_id=alice.pk, media=media, data=b"1", mime_type="image/png", file_name="a.png"
    )
    Write.objects.create(
        shop=alice, media=media, original=original, kind="undo", before_sha256="a", after_sha256="b"
    )
    Sync.objects.create(shop=alice)
    Export.objects.create(shop=alice, marketplace="etsy")
    Upload.objects.create(original_key="uploads/x/original.bin", expires_at=timezone.now())
    WebhookDelivery.objects.create(webhook_id="1", topic="products/update", shop_domain=alice.domain)
    assert {task for task, _ in rung()} == {
        "undo_write",
        "run_sync",
        "build_export",
        "retouch_upload",
        "handle_webhook",
    }


def test_what_is_kept_for_a_while_only_is_forgotten(alice: Shop) -> None:
    WebhookDelivery.objects.create(
        webhook_id="1", topic="products/update", shop_domain=alice.domain, state="handled"
    )
    WebhookDelivery.objects.create(webhook_id="2", topic="products/update", shop_domain=alice.domain)
    IdempotencyKey.objects.create(shop=alice, key="k", request_digest="d")
    WebhookDelivery.objects.update(received_at=LONG_AGO)
    IdempotencyKey.objects.update(created_at=LONG_AGO)
    sweeping.forget_old()
    assert [delivery.webhook_id for delivery in WebhookDelivery.objects.all()] == ["2"]
    assert not IdempotencyKey.objects.exists()


def test_every_task_has_one_actor_on_its_queue() -> None:
    from shopapp import tasks  # noqa: F401 - declares them

    broker = dramatiq.get_broker()
    assert {name: broker.get_actor(name).queue_name for name in broker.get_declared_actors()} == {
        task.value: queue.value for task, queue in QUEUES.items()
    }
    assert set(QUEUES.values()) == set(Queue)
