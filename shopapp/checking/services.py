"""A photo taken in to be checked: measured by the worker, its bytes deleted at once, the answer kept for a day."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from shopapp import intake, leases
from shopapp.checking import judging
from shopapp.env import env
from shopapp.errors import Forbidden, Invalid, NotFound, TooMany
from shopapp.models import PhotoCheck, Shop
from shopapp.queue import Task
from shopapp.studio import storage

MAX_BYTES = 25 * 1024 * 1024
MOST_AN_HOUR = 30
KEPT_FOR = timedelta(hours=24)
_SALT = "shopapp.check"


@dataclass(frozen=True, slots=True)
class Against:
    """What a photo is to be held against, as somebody asked."""

    marketplace: str
    slot: str = "main"
    category: str = ""

    def require_known(self) -> None:
        """Refuse what is no marketplace, no slot, or no category here."""
        known = {page.key for page in judging.pages()}
        if self.marketplace not in known or self.slot not in {"main", "gallery"}:
            raise Invalid(
                "unknown page or slot", merchant_sentence=_("Please choose a marketplace from the list.")
            )
        if self.category not in {"", *judging.CATEGORIES}:
            raise Invalid("unknown category", merchant_sentence=_("Please choose a category from the list."))


def start_for_visitor(*, data: bytes, file_name: str, address: str, against: Against) -> PhotoCheck:
    """Take a visitor's photo in; thirty an hour for an address."""
    check = _enter(data, file_name, against, address_hash=_visitor(address))
    if not intake.has_room(check, most_an_hour=MOST_AN_HOUR):
        raise TooMany(
            merchant_sentence=_("That was thirty photos within an hour. Please come back a little later.")
        )
    intake.keep(check, check.key, data, Task.CHECK_PHOTO)
    return check


def start_for_shop(*, shop: Shop, data: bytes, file_name: str, against: Against) -> PhotoCheck:
    """Take a shop's photo in; the API counts its calls."""
    check = _enter(data, file_name, against, shop=shop)
    intake.keep(check, check.key, data, Task.CHECK_PHOTO)
    return check


def _enter(data: bytes, file_name: str, against: Against, **owner: object) -> PhotoCheck:
    against.require_known()
    if not data:
        raise Invalid("empty file", merchant_sentence=_("This file is empty. Please choose a photo."))
    if len(data) > MAX_BYTES:
        raise Invalid(
            "too large", merchant_sentence=_("This file has more than 25 MB. Please choose a smaller one.")
        )
    return PhotoCheck.objects.create(
        file_name=file_name[:255], key=f"checks/{uuid4().hex}/photo.bin", marketplace=against.marketplace,
        slot=against.slot, category=against.category, expires_at=timezone.now() + KEPT_FOR,
        due_at=intake.not_before(), **owner,
    )  # fmt: skip


def _visitor(address: str) -> str:
    key = env().secret_key.get_secret_value().encode()
    return hmac.new(key, f"check:{address}".encode(), hashlib.sha256).hexdigest()


def signed_id(check: PhotoCheck) -> str:
    """Return the address part by which whoever sent the photo, and nobody else, finds the answer."""
    return signing.dumps(check.pk, salt=_SALT)


def by_signed_id(signed: str) -> PhotoCheck:
    """Return the check behind an address, while it is kept."""
    try:
        check_id = signing.loads(signed, salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise Forbidden("bad or expired address of a check") from error
    check = PhotoCheck.objects.filter(pk=check_id, shop=None, expires_at__gt=timezone.now()).first()
    if check is None:
        raise NotFound(f"no check {check_id}")
    return check


def our_fault() -> str:
    """Return what is said of a photo that our own worker failed on again and again."""
    return _("Something went wrong on our side. Please try another photo.")


def sentence_of(check: PhotoCheck) -> str:
    """Return what is said of a check that came to nothing."""
    return our_fault() if check.crashes >= leases.MOST_CRASHES else check.reason_sentence


def forget_bytes(check: PhotoCheck) -> None:
    """Delete the photo itself."""
    storage.delete_folder(check.key.rsplit("/", 1)[0])


def forget_expired() -> int:
    """Delete every answer whose day is over, and bytes that were never measured; return how many."""
    expired = list(PhotoCheck.objects.filter(expires_at__lte=timezone.now()))
    for check in expired:
        forget_bytes(check)
        check.delete()
    return len(expired)
