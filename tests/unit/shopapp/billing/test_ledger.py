import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from shopapp.billing import ledger, selectors
from shopapp.errors import AllowanceSpent
from shopapp.models import Account, Entry, RetouchJob, Shop, Transfer
from tests.factories import make_job, make_media

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(alice: Shop) -> RetouchJob:
    job = make_job(make_media(alice))
    ledger.reserve(alice, [job], credits_each=20)
    return job


def purses(shop: Shop) -> tuple[int, int, int]:
    balance = selectors.balance(shop)
    return balance.available, balance.reserved, balance.spent


def test_a_grant_is_given_once(alice: Shop) -> None:
    assert ledger.grant(alice, 400, key="purchase:1", reason="pack")
    assert not ledger.grant(alice, 400, key="purchase:1", reason="pack")
    assert purses(alice) == (600, 0, 0)


def test_reserving_and_capturing_move_credits_from_purse_to_purse(alice: Shop, job: RetouchJob) -> None:
    assert purses(alice) == (180, 20, 0)
    ledger.capture(job)
    ledger.capture(job)
    assert purses(alice) == (180, 0, 20)


def test_releasing_gives_back_what_was_set_aside_once(alice: Shop, job: RetouchJob) -> None:
    ledger.release(job)
    ledger.release(job)
    assert purses(alice) == (200, 0, 0)


def test_releasing_after_capturing_gives_back_what_was_spent(alice: Shop, job: RetouchJob) -> None:
    ledger.capture(job)
    ledger.release(job)
    assert purses(alice) == (200, 0, 0)
    assert selectors.totals(alice)["refund"] == 20


def test_more_than_there_is_cannot_be_set_aside_and_nothing_is(alice: Shop) -> None:
    jobs = [make_job(make_media(alice, number)) for number in range(1, 12)]
    with pytest.raises(AllowanceSpent):
        ledger.reserve(alice, jobs, credits_each=20)
    assert purses(alice) == (200, 0, 0)
    assert not Transfer.objects.filter(kind="reserve").exists()


def test_the_sides_of_every_transfer_add_up_to_zero(alice: Shop, job: RetouchJob) -> None:
    ledger.capture(job)
    sums = Entry.objects.values("transfer").annotate(sum=Sum("amount")).values_list("sum", flat=True)
    assert set(sums) == {0}


def test_the_balances_are_what_the_entries_say(alice: Shop, job: RetouchJob) -> None:
    ledger.capture(job)
    for account in Account.objects.filter(shop=alice):
        assert account.balance == (account.entries.aggregate(sum=Sum("amount"))["sum"] or 0)


def test_the_database_itself_refuses_a_balance_below_zero(alice: Shop) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(shop=alice, kind="available").update(balance=-1)
