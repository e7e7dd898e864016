from datetime import timedelta

import pytest
from django.utils import timezone

from shopapp import leases
from shopapp.leases import LeaseLost
from shopapp.models import RetouchJob, Shop, Upload
from tests.factories import make_job, make_media

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(alice: Shop) -> RetouchJob:
    return make_job(make_media(alice))


def test_a_row_is_claimed_once(job: RetouchJob) -> None:
    assert leases.claim(RetouchJob.objects.all(), job.pk)
    assert leases.claim(RetouchJob.objects.all(), job.pk) is None


def test_a_claim_asks_for_the_state_in_the_same_statement(job: RetouchJob) -> None:
    assert leases.claim(RetouchJob.objects.filter(state="publishing"), job.pk) is None


def test_a_claim_across_tables_is_refused(job: RetouchJob) -> None:
    with pytest.raises(RuntimeError, match="own columns"):
        leases.claim(RetouchJob.objects.filter(shop__uninstalled_at=None), job.pk)


def test_a_lease_that_ran_out_is_taken_over_and_counted_as_a_crash(job: RetouchJob) -> None:
    first = leases.claim(RetouchJob.objects.all(), job.pk)
    assert first
    RetouchJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = leases.claim(RetouchJob.objects.all(), job.pk)
    assert second
    assert (second.attempt, second.crashes) == (2, 1)
    with pytest.raises(LeaseLost):
        leases.write(first, reason_code="late")


def test_what_is_not_due_is_not_taken(job: RetouchJob) -> None:
    held = leases.claim(RetouchJob.objects.all(), job.pk)
    assert held
    leases.let_go(held, after=timedelta(minutes=1))
    assert leases.claim(RetouchJob.objects.all(), job.pk) is None


def test_what_was_given_back_cannot_be_written_any_more(job: RetouchJob) -> None:
    held = leases.claim(RetouchJob.objects.all(), job.pk)
    assert held
    leases.let_go(held)
    with pytest.raises(LeaseLost):
        leases.write(held, reason_code="late")


@pytest.mark.django_db(transaction=True)
def test_a_holder_that_works_for_long_keeps_its_lease(settings_env) -> None:  # type: ignore[no-untyped-def]
    settings_env(lease=timedelta(seconds=0.3))
    upload = Upload.objects.create(file_name="a", original_key="k", expires_at=timezone.now())
    held = leases.claim(Upload.objects.all(), upload.pk)
    assert held
    until = held.lease_until
    with leases.alive(held):
        _wait_until(lambda: Upload.objects.get().lease_until != until)
    assert leases.write(held, reason_sentence="still mine")


def _wait_until(holds) -> None:  # type: ignore[no-untyped-def]
    import time

    end = time.monotonic() + 3
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
