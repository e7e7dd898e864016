"""Listings on other marketplaces hear of every result, published or not, and of every photo that gets none."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from shopapp import queue
from shopapp.models import Media, RetouchJob, Shop
from shopapp.publishing import services as publishing
from shopapp.studio import lifecycle
from shopapp.studio import services as studio
from tests.factories import made, stocked, work_off
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Any:
    """Return what counts how often listings are told within a block."""

    @contextmanager
    def listening() -> Iterator[list[int]]:
        ids: list[int] = []
        monkeypatch.setattr(
            queue, "_ring", lambda task, found, _delay: ids.extend(found if task == "results_changed" else ())
        )
        with django_capture_on_commit_callbacks(execute=True):
            yield ids

    return listening


@pytest.fixture
def unpublished(alice: Shop, fake: FakeShop) -> RetouchJob:
    """A job whose result stays with us."""
    stocked(alice, fake, photos=1)
    studio.start_batch(shop=alice)
    RetouchJob.objects.update(publish=False)
    return RetouchJob.objects.get()


def test_a_result_that_is_not_published_is_told(unpublished: RetouchJob, told: Any) -> None:
    with told() as ids:
        work_off()
    unpublished.refresh_from_db()
    assert (unpublished.state, ids) == ("ready", [unpublished.pk])


def test_a_result_that_a_person_keeps_is_told(alice: Shop, unpublished: RetouchJob, told: Any) -> None:
    work_off(partial(made, needs_review=True))
    with told() as ids:
        studio.keep(shop=alice, job_id=unpublished.pk)
    assert ids == [unpublished.pk]


def test_a_result_that_is_chosen_for_the_store_is_told(
    alice: Shop, unpublished: RetouchJob, told: Any
) -> None:
    work_off()
    with told() as ids:
        publishing.publish(shop=alice, job_id=unpublished.pk)
    assert ids == [unpublished.pk]


def test_a_photo_that_gets_no_result_is_told(alice: Shop, unpublished: RetouchJob, told: Any) -> None:
    with told() as ids:
        lifecycle.stop(unpublished.pk, "cancelled", states=["waiting"])
    RetouchJob.objects.update(state="waiting", finished_at=None)
    Media.objects.update(deleted_at=unpublished.created_at)
    with told() as more:
        work_off()
    assert (ids, more) == ([unpublished.pk], [unpublished.pk])
