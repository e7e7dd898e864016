"""Photos at public addresses, for marketplaces that fetch what they show.

An address is signed, so nobody guesses another; it never changes, so an undo and a second look find the same. It
answers from the moment a photo is offered until long after it was last asked for.
"""

from datetime import datetime

from django.core import signing
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from shopapp.env import env
from shopapp.errors import NotFound
from shopapp.models import ListingWrite, Rendition

_SALT = "shopapp.shown"
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def address(rendition: Rendition) -> str:
    """Return where a rendition is served to the world."""
    signed = _signer().sign(f"{rendition.pk}-{rendition.sha256[:16]}")
    return f"{env().app_url}{reverse('shown-photo', args=[f'{signed}.{_EXTENSIONS[rendition.mime_type]}'])}"


def offer(rendition: Rendition) -> str:
    """Begin serving a rendition; return its address."""
    Rendition.objects.filter(pk=rendition.pk).update(offered_at=timezone.now())
    return address(rendition)


def fetched(name: str) -> Rendition:
    """Return what an address names, while it is served, and note that somebody asked."""
    try:
        named = _signer().unsign(name.rpartition(".")[0])
    except signing.BadSignature as error:
        raise NotFound("no photo has this address") from error
    rendition = Rendition.objects.filter(pk=int(named.split("-")[0]), offered_at__isnull=False).first()
    if rendition is None or not _is_served(rendition):
        raise NotFound("this photo is not offered any more")
    Rendition.objects.filter(pk=rendition.pk).update(fetches=F("fetches") + 1, fetched_at=timezone.now())
    return rendition


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep="~")


def _is_served(rendition: Rendition) -> bool:
    """Until it was fetched, then long enough after; and as long as a listing shows it by this address."""
    kept_until = _last_asked(rendition) + env().listing_photo_kept
    if rendition.fetched_at is None or timezone.now() < kept_until:
        return True
    return ListingWrite.objects.filter(rendition=rendition, sent_at__isnull=False, gone_at=None).exists()


def _last_asked(rendition: Rendition) -> datetime:
    asked = [at for at in (rendition.offered_at, rendition.fetched_at) if at]
    return max(asked)
