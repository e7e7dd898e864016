"""Second step: from the stored original to a revision, or to a sentence why there is none.

Runs on the GPU queue only, since it loads the engine.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import transaction

from shopapp import leases
from shopapp.billing import ledger
from shopapp.catalog.selectors import category_of, listing_text
from shopapp.models import RetouchJob, Revision
from shopapp.publishing import shopify_rules
from shopapp.studio import engine, lifecycle, retries, storage
from shopapp.studio.engine import Made, Refused, Request

_S = RetouchJob.State


Make = Callable[[Request], Made | Refused]


def retouch(job: RetouchJob, *, make: Make = engine.run) -> None:
    """Make the job's revision, or take the one that was made from the same work before."""
    original = job.original
    if original is None:
        raise RuntimeError(f"job {job.pk} has no original")
    started = time.monotonic()
    text = listing_text(job.media)
    request = Request(
        data=storage.read(original.key), recipe=job.recipe, listing=text, category=category_of(text),
        tone=job.tone, file_name=original.file_name, retry=job.retry_reason,
    )  # fmt: skip
    scope = f"{job.shop_id}:{job.media.gid if job.media else original.pk}"
    key = engine.work_key(request, scope=scope)
    leases.write(job, work_key=key)
    if revision := Revision.objects.filter(shop=job.shop, work_key=key).first():
        _route(job, revision)
        return
    made = make(request)
    seconds = {**job.seconds, "retouch": round(time.monotonic() - started, 3)}
    if isinstance(made, Refused):
        leases.write(job, seconds=seconds)
        lifecycle.end(job, _S.LEFT, made.code, made.sentence)
        return
    leases.write(job, seconds=seconds)
    _route(job, _store(job, made))


def _store(job: RetouchJob, made: Made) -> Revision:
    folder = f"{storage.shop_folder(job.shop_id)}/results"
    key = storage.put(folder, made.data, extension=engine.EXTENSIONS[made.format])
    matte_key = storage.put(folder, made.matte, extension="matte.png") if made.matte else ""
    defaults = {"key": key, "matte_key": matte_key, **_fields(job, made)}
    revision, _ = Revision.objects.get_or_create(shop=job.shop, work_key=job.work_key, defaults=defaults)
    return revision


def _fields(job: RetouchJob, made: Made) -> dict[str, Any]:
    verdict = Revision.Verdict.REVIEW if made.needs_review else Revision.Verdict.READY
    return {
        "original": job.original,
        "sha256": storage.digest(made.data),
        "bytes": len(made.data),
        "format": made.format,
        "width": made.width,
        "height": made.height,
        "recipe": job.recipe,
        "verdict": verdict,
        "reasons": list(made.reasons),
        "notes": list(made.notes),
        "report": made.report,
        "provenance": made.provenance,
        "findings": shopify_rules.findings(made.report["facts"]),
        "risk": made.risk,
        "alloy": made.alloy,
    }


def _route(job: RetouchJob, revision: Revision) -> None:
    """Send the job where its revision belongs: to the store, to a person, or nowhere."""
    text = " ".join(reason.get("sentence", "") for reason in revision.reasons)[:512]
    code = revision.reasons[0].get("code", "") if revision.reasons else ""
    if stop := shopify_rules.stopping(revision.findings):
        leases.write(job, revision=revision)
        lifecycle.end(job, _S.LEFT, stop["rule"], stop["sentence"])
    elif retries.made_no_difference(job, revision):
        lifecycle.end(job, _S.LEFT, "same_result")
    elif revision.verdict == Revision.Verdict.REVIEW and not revision.kept:
        leases.write(job, revision=revision)
        lifecycle.end(job, _S.NEEDS_REVIEW, code, text)
    else:
        with transaction.atomic():
            pay(job, revision)
            lifecycle.hand_on(job, _S.READY, revision=revision)
            if job.media_id is None:
                retries.settle(job)


def pay(job: RetouchJob, revision: Revision) -> None:
    """Spend the job's credits for a revision, or give them back when the revision was paid for before."""
    if revision.jobs.exclude(pk=job.pk).filter(credits_captured__gt=0).exists():
        ledger.release(job)
    else:
        ledger.capture(job)
