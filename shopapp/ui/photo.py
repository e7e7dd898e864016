"""One photo: before and after, what changed, where it stands with its rules, what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from retouch.alloys import spoken
from shopapp.errors import NotFound
from shopapp.models import Media, Product, RetouchJob, Revision, Shop, Write
from shopapp.publishing import selectors as publishing
from shopapp.studio import selectors, storage
from shopapp.studio.lifecycle import UNDER_WAY
from shopapp.ui import cards, changes, placement, retrying
from shopapp.ui.cards import Card
from shopapp.ui.changes import Changes
from shopapp.ui.placement import Placement
from shopapp.ui.retrying import Again

_S = RetouchJob.State
_LARGE = 1400


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a photo's history."""

    at: datetime
    sentence: str
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Photo:
    """Everything the page of one photo shows."""

    card: Card
    media: Media | None
    job: RetouchJob | None
    products: list[Product]
    placement: Placement = field(default_factory=Placement)
    changes: Changes = field(default_factory=Changes)
    spots: Any = None
    history: list[Event] = field(default_factory=list)
    again: Again = field(default_factory=Again)

    @property
    def revision(self) -> Revision | None:
        """The result, where there is one to show."""
        return self.job.revision if self.job and self.card.after else None

    @property
    def ratio(self) -> float:
        """Width over height of what is shown."""
        shown = self.revision or self.media
        return (shown.width or 1) / (shown.height or 1) if shown else 1.0

    @property
    def download(self) -> str:
        """The address of the result as a file of its own name."""
        if self.revision is None:
            return ""
        return storage.signed_url(
            self.revision.key, shop_id=self.revision.shop_id, name=self.card.file_name, download=True
        )

    @property
    def can_publish(self) -> bool:
        """Whether a result waits to be put on the store."""
        state = self.card.state
        waits = state == _S.READY and self.job is not None and not self.job.publish
        return self.media is not None and (waits or state == _S.UNDONE)

    @property
    def can_undo(self) -> bool:
        """Whether the store shows something of ours."""
        return self.card.state == _S.PUBLISHED

    @property
    def can_retouch(self) -> bool:
        """Whether it may be asked for."""
        open_to = {"", _S.LEFT, _S.FAILED}
        is_photo = self.media is not None and self.media.kind == Media.Kind.IMAGE
        return is_photo and self.card.state in open_to and not self.card.excluded

    @property
    def is_moving(self) -> bool:
        """Whether it changes by itself just now."""
        being_written = any(event.tone == "info" for event in self.history)
        ready_to_go = self.job is not None and self.job.state == _S.READY and self.job.publish
        moves = self.card.state in UNDER_WAY or being_written or ready_to_go or self.again.is_under_way
        return self.media is not None and moves

    @property
    def alloy(self) -> str:
        """The metal as one says it."""
        return spoken(self.card.alloy)

    @property
    def review_link(self) -> str:
        """Where this photo is decided, while it waits for a person."""
        return reverse("review") if self.card.state == _S.NEEDS_REVIEW else ""


def of_media(shop: Shop, media_id: int) -> Photo:
    """Return one photo of the shop's."""
    media = Media.objects.filter(shop=shop, pk=media_id).first()
    if media is None:
        raise NotFound(f"no media {media_id} of {shop.domain}")
    job = selectors.latest_job(media)
    card = cards.of_media([media], width=_LARGE)[0]
    return _photo(card, media, job)


def of_job(job: RetouchJob) -> Photo:
    """Return the photo of a job, which may belong to no media."""
    return _photo(cards.of_jobs([job], width=_LARGE)[0], job.media, job)


def _photo(card: Card, media: Media | None, job: RetouchJob | None) -> Photo:
    revision = job.revision if job else None
    products = list(Product.objects.filter(gallery__media=media, deleted_at=None)) if media else []
    return Photo(
        card=card,
        media=media,
        job=job,
        products=products,
        placement=card.placement,
        changes=changes.of(revision) if revision else Changes(),
        spots=placement.spots(revision) if revision else None,
        history=[event_of(write) for write in publishing.history(media)] if media else [],
        again=retrying.of(job) if job else Again(),
    )


def event_of(write: Write) -> Event:
    """Tell one write in words."""
    word, tone = {
        Write.State.WAITING: (_("under way"), "info"),
        Write.State.PLANNED: (_("under way"), "info"),
        Write.State.SENT: (_("under way"), "info"),
        Write.State.CONFIRMED: (_("done"), "success"),
        Write.State.CONFLICT: (_("not done"), "warning"),
        Write.State.FAILED: (_("not done"), "critical"),
    }[Write.State(write.state)]
    plain = {
        Write.Kind.PUBLISH: _("The result was put on your store."),
        Write.Kind.UNDO: _("Your original was put back."),
    }[Write.Kind(write.kind)]
    return Event(write.finished_at or write.created_at, write.reason_sentence or plain, tone, word)
