"""A photo taken in to be checked: measured by the worker, its bytes deleted at once, the answer kept for a day."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from shopapp import intake, leases
from shopapp.checking import judging
from shopapp.checking.judging import Asked, Point
from shopapp.env import env
from shopapp.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
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
    confirmed: tuple[str, ...] = ()
    """What whoever sends it stands for, where it cannot be measured."""

    @property
    def asked(self) -> Asked | None:
        """The same for the rules; None where there is no such page."""
        page = judging.rule_book().page(self.marketplace)
        return Asked(page, self.slot, self.category) if page else None

    def require_known(self) -> None:
        """Refuse what is no marketplace, no slot, or no category here."""
        known = {page.key for page in judging.pages()}
        if self.marketplace not in known or self.slot not in {"main", "gallery"}:
            raise Invalid(
                "unknown page or slot", merchant_sentence=_("Please choose a marketplace from the list.")
            )
        if self.category not in {"", *judging.CATEGORIES}:
            raise Invalid("unknown category", merchant_sentence=_("Please choose a category from the list."))
        known = set(judging.confirmations([self.asked] if self.asked else []))
        if unknown := sorted(set(self.confirmed) - known):
            told = _("Nothing here asks for %(names)s. You may confirm: %(known)s.")
            words = {"names": ", ".join(unknown), "known": ", ".join(sorted(known)) or _("nothing")}
            raise Invalid("unknown confirmation", merchant_sentence=told % words)


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
        slot=against.slot, category=against.category,
        report={"confirmed": list(against.confirmed)}, expires_at=timezone.now() + KEPT_FOR,
        due_at=intake.not_before(), **owner,
    )  # fmt: skip


def confirm(check: PhotoCheck, *, confirmed: Sequence[str], category: str = "") -> None:
    """Judge a photo anew by what somebody stands for now, and the piece where it is told; nothing is measured again."""
    told = Against(check.marketplace, check.slot, category or check.category, tuple(confirmed))
    told.require_known()
    facts, asked = check.report.get("facts"), told.asked
    if check.state != PhotoCheck.State.DONE or facts is None or asked is None:
        raise Conflict("not measured", merchant_sentence=_("This photo is not measured yet."))
    check.category = told.category
    check.report = judging.report(check.file_name, facts, asked, told.confirmed)
    check.save(update_fields=["category", "report"])


def points(check: PhotoCheck) -> list[Point]:
    """Return what a person may confirm of a measured photo."""
    asked = Against(check.marketplace, check.slot, check.category).asked
    return judging.points(check.report["facts"], asked) if asked and "facts" in check.report else []


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
