"""Credits move here and nowhere else: double entry, each movement once, no purse below zero.

A purse is taken from by one conditional UPDATE, so that concurrent claims cannot both have the last credits; the
database's own check stands behind it. A movement's key makes repeating it harmless.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from shopapp.errors import AllowanceSpent
from shopapp.models import Account, Entry, RetouchJob, Shop, Transfer

_K = Account.Kind


def open_accounts(shop: Shop) -> None:
    """Make the shop's purses; those that are there stay."""
    for kind in _K.values:
        Account.objects.get_or_create(shop=shop, kind=kind)


def grant(shop: Shop, credits_: int, *, key: str, reason: str) -> bool:
    """Give credits once; False when this was done before."""
    with transaction.atomic():
        return _move(
            shop, credits_, _K.SOURCE, _K.AVAILABLE, kind=Transfer.Kind.GRANT, key=key, reason=reason
        )


def reserve(shop: Shop, jobs: Sequence[RetouchJob], *, credits_each: int) -> None:
    """Set aside credits for all of ``jobs``, or raise ``AllowanceSpent`` and take none."""
    total = credits_each * len(jobs)
    with transaction.atomic():
        accounts = _accounts(shop)
        if not _take(accounts[_K.AVAILABLE], total):
            raise AllowanceSpent(f"{total} credits are not there")
        _add(accounts[_K.RESERVED], total)
        transfers = Transfer.objects.bulk_create(
            Transfer(
                shop=shop, kind=Transfer.Kind.RESERVE, key=f"reserve:{job.pk}", amount=credits_each, job=job
            )
            for job in jobs
        )
        _enter(transfers, accounts[_K.AVAILABLE], accounts[_K.RESERVED])
        RetouchJob.objects.filter(pk__in=[job.pk for job in jobs]).update(credits_held=credits_each)


def capture(job: RetouchJob) -> None:
    """Spend what was set aside for a job."""
    with transaction.atomic():
        held = _held(job)
        if held and _move_job(job, held, _K.RESERVED, _K.SPENT, kind=Transfer.Kind.CAPTURE):
            RetouchJob.objects.filter(pk=job.pk).update(credits_held=0, credits_captured=held)


def release(job: RetouchJob) -> None:
    """Give back what was set aside for a job, and what was spent on it, when it ended without a result."""
    with transaction.atomic():
        held = _held(job)
        if held and _move_job(job, held, _K.RESERVED, _K.AVAILABLE, kind=Transfer.Kind.RELEASE):
            RetouchJob.objects.filter(pk=job.pk).update(credits_held=0)
        spent = RetouchJob.objects.values_list("credits_captured", flat=True).get(pk=job.pk)
        if spent and _move_job(job, spent, _K.SPENT, _K.AVAILABLE, kind=Transfer.Kind.REFUND):
            RetouchJob.objects.filter(pk=job.pk).update(credits_captured=0)


def _held(job: RetouchJob) -> int:
    return RetouchJob.objects.values_list("credits_held", flat=True).get(pk=job.pk)


def _move_job(job: RetouchJob, amount: int, source: str, target: str, *, kind: Transfer.Kind) -> bool:
    return _move(job.shop, amount, source, target, kind=kind, key=f"{kind}:{job.pk}", job=job)


def _move(  # noqa: PLR0913 - one movement has this many sides
    shop: Shop,
    amount: int,
    source: str,
    target: str,
    *,
    kind: Transfer.Kind,
    key: str,
    reason: str = "",
    job: RetouchJob | None = None,
) -> bool:
    transfer, is_new = Transfer.objects.get_or_create(
        shop=shop, key=key, defaults={"kind": kind, "amount": amount, "reason": reason, "job": job}
    )
    if not is_new:
        return False
    accounts = _accounts(shop)
    if not _take(accounts[source], amount):
        raise AllowanceSpent(f"{source} of {shop.domain} holds fewer than {amount} credits")
    _add(accounts[target], amount)
    _enter([transfer], accounts[source], accounts[target])
    return True


def _accounts(shop: Shop) -> dict[str, Account]:
    return {account.kind: account for account in Account.objects.filter(shop=shop)}


def _take(account: Account, amount: int) -> bool:
    rows = Account.objects.filter(pk=account.pk)
    if account.kind != _K.SOURCE:
        rows = rows.filter(balance__gte=amount)
    return rows.update(balance=F("balance") - amount) == 1


def _add(account: Account, amount: int) -> None:
    Account.objects.filter(pk=account.pk).update(balance=F("balance") + amount)


def _enter(transfers: Sequence[Transfer], source: Account, target: Account) -> None:
    sides = ((source, -1), (target, +1))
    Entry.objects.bulk_create(
        Entry(transfer=transfer, account=account, amount=sign * transfer.amount)
        for transfer in transfers
        for account, sign in sides
    )
