"""Checking a photo; on the GPU queue only, since it measures pixels."""

from functools import partial

import structlog

from retouch.errors import InvalidPhoto
from shopapp import leases
from shopapp.checking import judging
from shopapp.checking.judging import Asked
from shopapp.checking.measuring import measured
from shopapp.checking.services import forget_bytes, our_fault
from shopapp.leases import LeaseLost
from shopapp.models import PhotoCheck
from shopapp.outages import outlasted
from shopapp.queue import Task
from shopapp.studio import engine, storage

_S = PhotoCheck.State
_log = structlog.get_logger(__name__)


def run(check_id: int) -> None:
    """Claim one check and answer it; one that is held, answered or gone is left alone."""
    open_states = (_S.WAITING, _S.CHECKING)
    check = leases.claim(PhotoCheck.objects.filter(state__in=open_states), check_id, state=_S.CHECKING)
    if check is None:
        return
    try:
        if check.crashes >= leases.MOST_CRASHES:
            _refuse(check, our_fault())
        else:
            refuse = partial(_refuse, check)
            with outlasted(check, Task.CHECK_PHOTO, give_up=refuse), leases.alive(check):
                _answer(check)
        if check.state != _S.CHECKING:
            forget_bytes(check)
    except LeaseLost:
        _log.info("overtaken; nothing written")


def _refuse(check: PhotoCheck, sentence: object) -> None:
    leases.let_go(check, state=_S.REFUSED, reason_sentence=str(sentence)[:512])


def _answer(check: PhotoCheck) -> None:
    page = judging.rule_book().page(check.marketplace)
    if page is None:  # the rules changed while it waited
        _refuse(check, our_fault())
        return
    try:
        facts = measured(storage.read(check.key), check.file_name)
    except InvalidPhoto as error:
        _refuse(check, error.merchant_sentence)
        return
    asked, confirmed = Asked(page, check.slot, check.category), check.report.get("confirmed", ())
    told = judging.report(check.file_name, facts, asked, confirmed)
    leases.let_go(check, state=_S.DONE, report=engine.plain(told))
