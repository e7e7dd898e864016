"""Buttons that start, stop, decide and take back."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopapp.install.authentication import EmbeddedRequest
from shopapp.marketplaces import services as marketplaces
from shopapp.models import RetouchJob
from shopapp.publishing import services as publishing
from shopapp.studio import retries
from shopapp.studio import services as studio
from shopapp.ui.asked import media_ids
from shopapp.ui.pages import action, done


@action
def retouch(request: EmbeddedRequest) -> JsonResponse:
    """Start a batch over the chosen photos, or over the whole store."""
    chosen = media_ids(request.POST)
    source = RetouchJob.Source.ONE_CLICK if chosen is None else RetouchJob.Source.SELECTION
    batch = studio.start_batch(shop=request.shop, media_ids=chosen, source=source)
    said = ngettext("Retouching %d photo", "Retouching %d photos", batch.photos) % batch.photos
    credits_ = batch.estimate.get("credits", 0)
    next_page = reverse("home") if chosen is None or len(chosen) > 1 else None
    return done(said, batch=batch.pk, photos=batch.photos, credits=credits_, next=next_page)


@action
def pause(request: EmbeddedRequest, batch_id: int) -> JsonResponse:
    """Start no further photo for now."""
    studio.pause_batch(shop=request.shop, batch_id=batch_id)
    return done(_("Paused. Photos being worked on come to their end."), batch=batch_id)


@action
def resume(request: EmbeddedRequest, batch_id: int) -> JsonResponse:
    """Go on."""
    studio.resume_batch(shop=request.shop, batch_id=batch_id)
    return done(_("Going on"), batch=batch_id)


@action
def cancel(request: EmbeddedRequest, batch_id: int) -> JsonResponse:
    """Leave the rest; credits set aside come back."""
    stopped = studio.cancel_batch(shop=request.shop, batch_id=batch_id)
    said = ngettext(
        "Stopped. %d photo was left as it is.", "Stopped. %d photos were left as they are.", stopped
    )
    return done(said % stopped, batch=batch_id, stopped=stopped)


@action
def keep(request: EmbeddedRequest, job_id: int) -> JsonResponse:
    """Take a result that waited for a person."""
    job = studio.keep(shop=request.shop, job_id=job_id)
    return done(_("Kept. It is on its way to your store."), job=job.pk)


@action
def keep_original(request: EmbeddedRequest, job_id: int) -> JsonResponse:
    """Leave the merchant's own photo in place."""
    job = studio.keep_original(shop=request.shop, job_id=job_id)
    return done(_("Your original stays. Its credits are back."), job=job.pk)


@action
def publish(request: EmbeddedRequest, job_id: int) -> JsonResponse:
    """Put a result on the store."""
    job = publishing.publish(shop=request.shop, job_id=job_id)
    return done(_("On its way to your store"), job=job.pk)


@action
def retry(request: EmbeddedRequest, job_id: int) -> JsonResponse:
    """Try again for a reason; both results are kept."""
    job = retries.start(shop=request.shop, job_id=job_id, reason=request.POST.get("reason", ""))
    return done(_("Trying again. Your present result stays until you choose."), job=job.pk)


@action
def undo_media(request: EmbeddedRequest, media_id: int) -> JsonResponse:
    """Put one original back."""
    publishing.undo_media(shop=request.shop, media_id=media_id)
    return done(_("Your original is on its way back"), media=media_id)


@action
def undo(request: EmbeddedRequest, batch_id: int) -> JsonResponse:
    """Put the originals of one batch back; where it still runs, the rest of its photos stay as they are."""
    undone = [write.media_id for write in publishing.undo_batch(shop=request.shop, batch_id=batch_id)]
    return done(_putting_back(len(undone)), batch=batch_id, undone=undone, next=reverse("activity"))


@action
def undo_all(request: EmbeddedRequest) -> JsonResponse:
    """Put every original back, on the store and on every marketplace; what cannot be is told with its reason."""
    undone = [write.media_id for write in publishing.undo_all(shop=request.shop)]
    elsewhere = marketplaces.undo_all(shop=request.shop)
    listings = len(elsewhere.submissions) if elsewhere else 0
    told = _putting_back(len(undone))
    if listings:
        told += "; " + ngettext("%d listing as well", "%d listings as well", listings) % listings
    left_out = elsewhere.left_out if elsewhere else []
    if elsewhere and left_out:
        count = len(left_out)
        told += "; " + ngettext("%d listing stays out:", "%d listings stay out:", count) % count
        told += f" {elsewhere.why}"
    return done(told, undone=undone, listings=listings, left_out=left_out, next=reverse("activity"))


def _putting_back(count: int) -> str:
    told = ngettext("%d original is on its way back", "%d originals are on their way back", count)
    return told % count
