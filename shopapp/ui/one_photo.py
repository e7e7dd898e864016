"""The stand-alone page's photo as it is shown: waiting, compared, or refused with a sentence."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shopapp.env import env
from shopapp.models import Upload
from shopapp.studio import storage
from shopapp.ui import pictures, placement
from shopapp.ui.pictures import Picture
from shopapp.ui.placement import Placement
from shopapp.uploads import services

_S = Upload.State
_LARGE = 1400


@dataclass(frozen=True, slots=True)
class Shown:
    """One upload."""

    upload: Upload

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come."""
        return self.upload.state in {_S.DONE, _S.REVIEW, _S.REFUSED}

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should compare before using it."""
        return self.upload.state == _S.REVIEW

    @property
    def sentence(self) -> str:
        """What is to be said about it."""
        return services.sentence_of(self.upload)

    @property
    def before(self) -> Picture:
        """The photo as it came."""
        return pictures.of_upload(self.upload.original_key, width=_LARGE, alt=_("Original"))

    @property
    def after(self) -> Picture | None:
        """The result."""
        if not self.upload.result_key:
            return None
        return pictures.of_upload(self.upload.result_key, width=_LARGE, alt=_("Result"))

    @property
    def placement(self) -> Placement:
        """How the original lies under the result."""
        facts = self.upload.report.get("facts") or {}
        if not facts.get("width"):
            return Placement()
        return placement.centred(self.upload.report.get("measures") or {}, facts["width"], facts["height"])

    @property
    def ratio(self) -> float:
        """Width over height of the result."""
        facts = self.upload.report.get("facts") or {}
        return (facts.get("width") or 1) / (facts.get("height") or 1)

    @property
    def download(self) -> str:
        """The address of the result as a file of the photo's own name."""
        if not self.upload.result_key:
            return ""
        stem = self.upload.file_name.rsplit(".", 1)[0] or "photo"
        extension = self.upload.result_key.rsplit(".", 1)[-1]
        name = f"{stem}-lustre.{extension}"
        return storage.signed_url(self.upload.result_key, shop_id=None, name=name, download=True)

    def as_json(self) -> dict[str, Any]:
        """Plain values for the script and for programs."""
        told = {"state": self.upload.state, "finished": self.is_finished}
        return told | {"sentence": self.sentence, "download": self.download}


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address, as the last proxy of ours saw it."""
    proxies = env().trusted_proxies
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
