"""Many at once on the database the suite runs on: SQLite by default, PostgreSQL with ``TEST_DATABASE=postgres``."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from shopapp import leases
from shopapp.billing import ledger, selectors
from shopapp.errors import AllowanceSpent, TooMany
from shopapp.models import RetouchJob, Shop, Upload
from shopapp.uploads import services as uploads
from tests.factories import make_job, make_media, make_shop

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


def at_once(work: Callable[[int], Any]) -> list[Any]:
    def one(number: int) -> Any:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_of_many_workers_each_job_is_claimed_by_one() -> None:
    shop = make_shop()
    jobs = [make_job(make_media(shop, number)).pk for number in range(1, 26)]

    def claim_all(_number: int) -> int:
        return sum(leases.claim(RetouchJob.objects.filter(state="waiting"), pk) is not None for pk in jobs)

    assert sum(at_once(claim_all)) == len(jobs)
    assert set(RetouchJob.objects.values_list("attempt", flat=True)) == {1}


def test_the_last_credits_are_given_to_one(db: None) -> None:
    shop = make_shop(credits_=60)
    jobs = [make_job(make_media(shop, number)) for number in range(1, THREADS + 1)]

    def reserve(number: int) -> bool:
        try:
            ledger.reserve(shop, [jobs[number]], credits_each=20)
        except AllowanceSpent:
            return False
        return True

    assert sum(at_once(reserve)) == 3
    assert selectors.balance(shop).available == 0
    assert selectors.unbalanced(shop) == []


def test_of_many_uploads_at_once_no_more_than_ten_an_hour_are_taken_in() -> None:
    def send(_number: int) -> bool:
        try:
            uploads.start(data=b"a photo", file_name="ring.jpg", address="192.0.2.1")
        except TooMany:
            return False
        return True

    taken = sum(sum(at_once(send)) for _ in range(4))
    assert taken == Upload.objects.count() <= uploads.MOST_AN_HOUR
    while taken < uploads.MOST_AN_HOUR:  # those that came at once may all have withdrawn
        assert send(0)
        taken += 1
    assert not send(0)


def test_one_purchase_settled_by_many_is_granted_once() -> None:
    shop = make_shop(credits_=0)
    granted = at_once(lambda _number: _grant(shop))
    assert sum(granted) == 1
    assert selectors.balance(shop).available == 400


def _grant(shop: Shop) -> bool:
    return ledger.grant(shop, 400, key="purchase:gid", reason="pack")


def test_a_job_captured_by_many_is_paid_once() -> None:
    shop = make_shop()
    job = make_job(make_media(shop))
    ledger.reserve(shop, [job], credits_each=20)
    at_once(lambda _number: ledger.capture(job))
    balance = selectors.balance(shop)
    assert (balance.available, balance.reserved, balance.spent) == (60, 0, 20)
