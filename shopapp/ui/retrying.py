"""Smart Retry on the page of a photo: the menu of reasons, and the second result beside the first."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from shopapp.billing import selectors as billing
from shopapp.models import RetouchJob
from shopapp.studio import retries, words
from shopapp.studio.lifecycle import UNDER_WAY
from shopapp.ui import pictures
from shopapp.ui.pictures import Picture
from shopapp.ui.placement import Placement

_S = RetouchJob.State
_LARGE = 1400
_USED_BY = {_S.READY: "publish", _S.NEEDS_REVIEW: "keep"}


@dataclass(frozen=True, slots=True)
class Again:
    """Another pass of one photo: what may be asked for, and the last one that was not chosen."""

    job: RetouchJob | None = None
    after: Picture | None = None
    reasons: list[tuple[str, str]] = field(default_factory=list)
    needs_pro: bool = False
    credits: int = 0
    placement: Placement = field(default_factory=Placement)

    @property
    def state(self) -> str:
        """How far the last pass is."""
        return self.job.state if self.job else ""

    @property
    def word(self) -> str:
        """The same in a merchant's words; a stopped result is nothing to queue for."""
        if self.job is None:
            return ""
        told = {_S.READY: _("second result is ready"), _S.NEEDS_REVIEW: _("second result: please look")}
        return told.get(_S(self.job.state), str(words.STATES[self.job.state]))

    @property
    def reason(self) -> str:
        """What was said to be wrong."""
        return str(retries.REASONS[self.job.retry_reason]) if self.job else ""

    @property
    def sentence(self) -> str:
        """What became of it."""
        return self.job.reason_sentence if self.job else ""

    @property
    def is_under_way(self) -> bool:
        """Whether it moves by itself."""
        return self.state in UNDER_WAY

    @property
    def can_use(self) -> bool:
        """Whether there is a second result to choose."""
        return self.after is not None

    @property
    def can_dismiss(self) -> bool:
        """Whether it holds credits that saying no gives back."""
        return self.state == _S.NEEDS_REVIEW

    @property
    def action(self) -> str:
        """The route by which the second result is chosen."""
        return _USED_BY.get(_S(self.state), "publish")

    @property
    def ratio(self) -> float:
        """Width over height of the second result."""
        shown = self.job.revision if self.job else None
        return (shown.width or 1) / (shown.height or 1) if shown else 1.0

    def as_json(self) -> dict[str, Any] | None:
        """Plain values for programs."""
        if self.job is None:
            return None
        return {
            "job_id": self.job.pk,
            "reason": self.job.retry_reason,
            "state": self.state,
            "word": self.word,
        }


def of(job: RetouchJob) -> Again:
    """Return what the page of a photo says of trying again; nothing without a result to differ from."""
    if not retries.is_possible(job) or job.media is None:
        return Again()
    last = retries.latest(job.media)
    shown = last.revision if last and last.state in _USED_BY else None
    if not billing.has_pro(job.shop):
        return Again(job=last, needs_pro=True)
    under_way = last is not None and last.state in UNDER_WAY
    return Again(
        job=last,
        after=pictures.of_revision(shown, width=_LARGE, alt=_("Second result")) if shown else None,
        reasons=[] if under_way else list(retries.reasons_for(job.recipe).items()),
        credits=retries.price(job),
    )
