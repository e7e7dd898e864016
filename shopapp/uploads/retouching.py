"""Retouching the stand-alone page's photo; on the GPU queue only, since it loads the engine."""

from functools import partial

import structlog

from shopapp import leases
from shopapp.leases import LeaseLost
from shopapp.models import Upload
from shopapp.outages import outlasted
from shopapp.queue import Task
from shopapp.studio import engine, storage
from shopapp.studio.engine import Made, Refused, Request
from shopapp.uploads.services import our_fault

_S = Upload.State
_log = structlog.get_logger(__name__)


def run(upload_id: int) -> None:
    """Claim one upload and retouch it; one that is held, done or gone is left alone."""
    open_states = (_S.WAITING, _S.RETOUCHING)
    upload = leases.claim(Upload.objects.filter(state__in=open_states), upload_id, state=_S.RETOUCHING)
    if upload is None:
        return
    try:
        if upload.crashes >= leases.MOST_CRASHES:
            _refuse(upload, our_fault())
            return
        with outlasted(upload, Task.RETOUCH_UPLOAD, give_up=partial(_refuse, upload)):
            with leases.alive(upload):
                made = engine.run(Request(data=storage.read(upload.original_key), recipe="catalog-white"))
            _finish(upload, made)
    except LeaseLost:
        _log.info("overtaken; nothing written")


def _refuse(upload: Upload, sentence: object) -> None:
    leases.let_go(upload, state=_S.REFUSED, reason_sentence=str(sentence)[:512])


def _finish(upload: Upload, made: Made | Refused) -> None:
    if isinstance(made, Refused):
        _refuse(upload, made.sentence)
        return
    folder = upload.original_key.rsplit("/", 1)[0]
    key = storage.replace(f"{folder}/result.{engine.EXTENSIONS[made.format]}", made.data)
    said = " ".join(str(part["sentence"]) for part in (*made.reasons, *made.notes))[:512]
    state = _S.REVIEW if made.needs_review else _S.DONE
    leases.let_go(
        upload, state=state, result_key=key, format=made.format, report=made.report, reason_sentence=said
    )
