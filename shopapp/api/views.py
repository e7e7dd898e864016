"""The API's calls, one view each; what they take and give stands in ``serializers``."""

from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from shopapp.api import serializers as s
from shopapp.api import services
from shopapp.api.authentication import shop_of
from shopapp.api.calls import call, found, page_of
from shopapp.api.idempotency import once
from shopapp.api.reference import sections
from shopapp.billing import selectors as billing
from shopapp.models import Batch, Export, Media, RetouchJob, Revision
from shopapp.publishing import services as publishing
from shopapp.studio import retries, selectors
from shopapp.studio import services as studio
from shopapp.ui.exports import Set


@call("POST", s.JobOut, takes=s.PhotoIn, status=202, files=True)
@once
def photos(request: Request) -> Response:
    """Send a photo of your own; it is retouched and kept for download, and goes to no store."""
    asked = _valid(s.PhotoIn, request.data)
    job = services.start_photo(shop=shop_of(request), **asked)
    return Response(s.JobOut(job).data, 202)


@call("POST", s.BatchOut, takes=s.BatchIn, status=202, files=True)
@once
def batches(request: Request) -> Response:
    """Retouch several photos: media of the shop, the whole store, or photos of your own (at most 20 at once)."""
    shop, asked = shop_of(request), _valid(s.BatchIn, request.data)
    if asked.get("photos"):
        batch = services.start_photos(shop=shop, photos=asked["photos"])
    else:
        batch = studio.start_batch(shop=shop, media_ids=asked.get("media"), source=RetouchJob.Source.API)
    return Response(_batch_out(batch), 202)


@call("GET", s.BatchOut)
def batch_detail(request: Request, batch_id: int) -> Response:
    """Tell how far a batch is."""
    return Response(_batch_out(found(Batch, shop_of(request), batch_id)))


def _batch_action(act: Callable[..., object], doc: str) -> Callable[..., Response]:
    def view(request: Request, batch_id: int) -> Response:
        act(shop=shop_of(request), batch_id=batch_id)
        return Response(_batch_out(found(Batch, shop_of(request), batch_id)))

    view.__doc__ = doc
    view.__name__ = act.__name__
    return call("POST", s.BatchOut)(view)


batch_pause = _batch_action(studio.pause_batch, "Start no further photo of a batch for now.")
batch_resume = _batch_action(studio.resume_batch, "Go on with a paused batch.")
batch_cancel = _batch_action(
    studio.cancel_batch, "Leave the rest of a batch; credits set aside for it come back."
)


@call("GET", s.MediaOut, asks=s.MediaAsked, many=True)
def media(request: Request) -> Response:
    """List the shop's files, a hundred at a time."""
    asked = _valid(s.MediaAsked, request.query_params)
    rows = Media.objects.filter(
        shop=shop_of(request), deleted_at=None, pk__gt=asked.get("after", 0)
    ).order_by("pk")
    return page_of(rows, s.MediaOut)


@call("GET", s.JobOut, asks=s.JobsAsked, many=True)
def jobs(request: Request) -> Response:
    """List jobs, newest first, a hundred at a time."""
    asked = _valid(s.JobsAsked, request.query_params)
    rows = selectors.jobs(shop_of(request))
    if before := asked.pop("before", None):
        rows = rows.filter(pk__lt=before)
    return page_of(rows.filter(**asked), s.JobOut)


@call("GET", s.JobOut)
def job_detail(request: Request, job_id: int) -> Response:
    """Tell how far a job is."""
    return Response(s.JobOut(found(RetouchJob, shop_of(request), job_id)).data)


def _job_action(act: Callable[..., RetouchJob], doc: str) -> Callable[..., Response]:
    def view(request: Request, job_id: int) -> Response:
        return Response(s.JobOut(act(shop=shop_of(request), job_id=job_id)).data)

    view.__doc__ = doc
    view.__name__ = act.__name__
    return call("POST", s.JobOut)(view)


job_keep = _job_action(studio.keep, "Take a result that waited for a person; it is paid for.")
job_keep_original = _job_action(studio.keep_original, "Leave the original in place; the credits come back.")
job_publish = _job_action(publishing.publish, "Put a ready or undone result on the store.")


@call("POST", s.JobOut, takes=s.RetryIn, status=202)
@once
def job_retry(request: Request, job_id: int) -> Response:
    """Make another pass for a reason; both results are kept, and publishing the second takes the first's place."""
    asked = _valid(s.RetryIn, request.data)
    job = retries.start(
        shop=shop_of(request), job_id=job_id, reason=asked["reason"], source=RetouchJob.Source.API
    )
    return Response(s.JobOut(job).data, 202)


@call("GET", s.RevisionOut)
def revision_detail(request: Request, revision_id: int) -> Response:
    """Tell everything about a result: figures, provenance, what was kept."""
    return Response(s.RevisionOut(found(Revision, shop_of(request), revision_id)).data)


@call("GET", OpenApiTypes.BINARY, media="image/*")
def revision_download(request: Request, revision_id: int) -> FileResponse:
    """Download a result's file."""
    revision = found(Revision, shop_of(request), revision_id)
    name = f"{revision.sha256[:16]}.{revision.key.rsplit('.', 1)[-1]}"
    kind = f"image/{revision.format}"
    return FileResponse(
        default_storage.open(revision.key, "rb"), as_attachment=True, filename=name, content_type=kind
    )


@call("POST", s.ExportOut, takes=s.ExportIn, status=202)
@once
def exports(request: Request) -> Response:
    """Make a set of images as a marketplace asks, with the report of every rule."""
    asked = _valid(s.ExportIn, request.data)
    export = publishing.start_export(
        shop=shop_of(request), marketplace=asked["marketplace"], media_ids=asked.get("media")
    )
    return Response(_export_out(export), 202)


@call("GET", s.ExportOut)
def export_detail(request: Request, export_id: int) -> Response:
    """Tell how far a set is, and where to download it."""
    return Response(_export_out(found(Export, shop_of(request), export_id)))


@call("POST", s.UndoOut, takes=s.UndoIn, status=202)
@once
def undo(request: Request) -> Response:
    """Put originals back on the store, exactly as they were."""
    shop, asked = shop_of(request), _valid(s.UndoIn, request.data)
    started, not_started = services.undo(shop=shop, media_ids=asked.get("media"))
    return Response({"started": started, "not_started": not_started}, 202)


@call("GET", s.CreditsOut)
def credits_now(request: Request) -> Response:
    """Tell the shop's credits."""
    return Response(s.CreditsOut(billing.balance(shop_of(request))).data)


def docs(request: HttpRequest) -> HttpResponse:
    """Show the API's documentation; it says nothing of any shop."""
    return render(request, "shopapp/api_docs.html", {"sections": sections()})


def _valid(kind: type[Any], data: Any) -> dict[str, Any]:
    serializer = kind(data=data)
    serializer.is_valid(raise_exception=True)
    valid: dict[str, Any] = serializer.validated_data
    return valid


def _batch_out(batch: Batch) -> dict[str, Any]:
    batch.refresh_from_db()
    batch.counts = selectors.progress(batch.shop, batch).counts  # type: ignore[attr-defined]
    return dict(s.BatchOut(batch).data)


def _export_out(export: Export) -> dict[str, Any]:
    for name in ("zip", "html", "json"):
        setattr(export, name, getattr(Set(export), name))
    return dict(s.ExportOut(export).data)
