"""Work of every kind whose files are out of reach: it waits, goes on by itself, and says so where it never can."""

import errno
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import EndpointConnectionError
from django.utils import timezone

from shopapp.checking import services as checking
from shopapp.checking import working
from shopapp.models import Export, PhotoCheck, Shop, Upload
from shopapp.publishing import exporting
from shopapp.publishing import services as publishing
from shopapp.studio import storage
from shopapp.uploads import retouching
from shopapp.uploads import services as uploads
from tests.signed_in import finished_job, picture

pytestmark = pytest.mark.django_db
AWAY = EndpointConnectionError(endpoint_url="https://bucket.example")
FULL = OSError(errno.ENOSPC, "No space left on device")
ENDED = {"ready", "done", "review", "refused"}


def an_export(shop: Shop) -> Export:
    finished_job(shop)
    return publishing.start_export(shop=shop, marketplace="etsy")


def an_upload(_shop: Shop) -> Upload:
    return uploads.start(data=picture(), file_name="ring.jpg", address="127.0.0.9")


def a_check(_shop: Shop) -> PhotoCheck:
    against = checking.Against("etsy")
    return checking.start_for_visitor(
        data=picture(), file_name="ring.jpg", address="127.0.0.9", against=against
    )


WORK = [(an_export, exporting.run), (an_upload, retouching.run), (a_check, working.run)]


@pytest.fixture(params=WORK, ids=["export", "upload", "check"])
def work(request: pytest.FixtureRequest, alice: Shop) -> tuple[Any, Callable[[int], None]]:
    start, run = request.param
    return start(alice), run


@pytest.mark.parametrize(("error", "why"), [(AWAY, "out of reach"), (FULL, "full")], ids=["away", "full"])
def test_it_waits_and_goes_on_or_ends_with_its_reason(
    work: tuple[Any, Callable[[int], None]], monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    row, run = work
    rows = type(row).objects.filter(pk=row.pk)
    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", Mock(side_effect=error))
        run(row.pk)
        row.refresh_from_db()
        assert (row.state in ENDED, row.failures, row.crashes) == (False, 1, 0)
        assert row.due_at > timezone.now()
        rows.update(due_at=None, failing_since=timezone.now() - timedelta(hours=7))
        run(row.pk)
    row.refresh_from_db()
    assert row.state in {"failed", "refused"}
    assert why in row.reason_sentence


def test_it_goes_on_by_itself(
    work: tuple[Any, Callable[[int], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    row, run = work
    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", Mock(side_effect=AWAY))
        run(row.pk)
    type(row).objects.update(due_at=None)
    run(row.pk)
    row.refresh_from_db()
    assert row.state in ENDED


def test_what_does_not_pass_by_itself_is_no_outage(
    work: tuple[Any, Callable[[int], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    row, run = work
    monkeypatch.setattr(storage, "read", Mock(side_effect=FileNotFoundError(errno.ENOENT, "gone")))
    with pytest.raises(FileNotFoundError):
        run(row.pk)
