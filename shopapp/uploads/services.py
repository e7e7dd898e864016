"""The stand-alone page's photo: taken in, retouched, kept for a day, then deleted."""

import hashlib
import hmac
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from shopapp import intake, leases
from shopapp.env import env
from shopapp.errors import Forbidden, Invalid, NotFound, TooMany
from shopapp.models import Upload
from shopapp.queue import Task
from shopapp.studio import storage

MAX_BYTES = 25 * 1024 * 1024
MOST_AN_HOUR = 10
KEPT_FOR = timedelta(hours=24)
_SALT = "shopapp.upload"


def start(*, data: bytes, file_name: str, address: str) -> Upload:
    """Take one photo in; ten an hour for an address."""
    if not data:
        raise Invalid("empty file", merchant_sentence=_("This file is empty. Please choose a photo."))
    if len(data) > MAX_BYTES:
        raise Invalid(
            "too large", merchant_sentence=_("This file has more than 25 MB. Please choose a smaller one.")
        )
    upload = Upload.objects.create(
        address_hash=_visitor(address),
        file_name=file_name[:255],
        original_key=f"uploads/{uuid4().hex}/original.bin",
        expires_at=timezone.now() + KEPT_FOR,
        due_at=intake.not_before(),
    )
    if not intake.has_room(upload, most_an_hour=MOST_AN_HOUR):
        raise TooMany(
            merchant_sentence=_("That was ten photos within an hour. Please come back a little later.")
        )
    intake.keep(upload, upload.original_key, data, Task.RETOUCH_UPLOAD)
    return upload


def _visitor(address: str) -> str:
    key = env().secret_key.get_secret_value().encode()
    return hmac.new(key, f"visitor:{address}".encode(), hashlib.sha256).hexdigest()


def signed_id(upload: Upload) -> str:
    """Return the address part by which its owner, and nobody else, finds the photo."""
    return signing.dumps(upload.pk, salt=_SALT)


def by_signed_id(signed: str) -> Upload:
    """Return the upload behind an address, while it is kept."""
    try:
        upload_id = signing.loads(signed, salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise Forbidden("bad or expired upload address") from error
    upload = Upload.objects.filter(pk=upload_id, expires_at__gt=timezone.now()).first()
    if upload is None:
        raise NotFound(f"no upload {upload_id}")
    return upload


def forget_expired() -> int:
    """Delete every upload whose day is over, its files first; return how many."""
    expired = Upload.objects.filter(expires_at__lte=timezone.now())
    count = 0
    for upload in expired:
        storage.delete_folder(upload.original_key.rsplit("/", 1)[0])
        upload.delete()
        count += 1
    return count


def our_fault() -> str:
    """Return what is said of a photo that our own worker failed on again and again."""
    return _("Something went wrong on our side. Please try another photo.")


def sentence_of(upload: Upload) -> str:
    """Return what the page says about the photo now."""
    if upload.crashes >= leases.MOST_CRASHES:
        return our_fault()
    return upload.reason_sentence
