"""A photo as lists show it: its picture, its name, its state in a merchant's words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shopapp.models import Media, ProductMedia, RetouchJob
from shopapp.studio import retries, words
from shopapp.ui import pictures, placement
from shopapp.ui.pictures import Picture
from shopapp.ui.placement import Placement

_S = RetouchJob.State
WITH_RESULT = frozenset({_S.READY, _S.NEEDS_REVIEW, _S.PUBLISHING, _S.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Card:
    """One photo of a list."""

    media_id: int | None
    job_id: int | None
    name: str
    file_name: str
    state: str
    word: str
    sentence: str
    before: Picture | None
    after: Picture | None
    category: str = ""
    alloy: str = ""
    excluded: bool = False
    risk: float = 0.0
    media_gid: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    placement: Placement = field(default_factory=Placement)

    @property
    def key(self) -> str:
        """What tells this card, in this state, from every other: a live part keeps the node of an equal key."""
        return f"{self.media_id}-{self.job_id}-{self.state}"

    @property
    def picture(self) -> Picture | None:
        """The photo to show where there is room for one."""
        return self.after or self.before

    def as_json(self) -> dict[str, object]:
        """Plain values for programs."""
        names = (
            "media_id", "media_gid", "job_id", "name", "file_name", "state", "word", "sentence", "excluded", "figures",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


def of_media(media: Sequence[Media], *, width: int = 480) -> list[Card]:
    """Return a card for each media, with its latest job."""
    jobs = latest_jobs(media)
    titles = product_titles(media)
    return [_card(each, jobs.get(each.pk), titles.get(each.pk, ""), width) for each in media]


def of_jobs(jobs: Iterable[RetouchJob], *, width: int = 480) -> list[Card]:
    """Return a card for each job, in their order; the jobs come with media, original and revision."""
    jobs = list(jobs)
    titles = product_titles([job.media for job in jobs if job.media])
    return [_card(job.media, job, titles.get(job.media_id or 0, ""), width) for job in jobs]


def latest_jobs(media: Sequence[Media]) -> dict[int, RetouchJob]:
    """Return the newest job of each media, as ``selectors.latest_job`` does."""
    rows = (
        RetouchJob.objects.filter(retries.DECIDED, media__in=media)
        .select_related("original", "revision")
        .order_by("pk")
    )
    return {row.media_id: row for row in rows if row.media_id}


def product_titles(media: Sequence[Media]) -> dict[int, str]:
    """Return the title of the first product that shows each media."""
    places = ProductMedia.objects.filter(media__in=media, product__deleted_at=None)
    rows = places.order_by("-product_id").values_list("media_id", "product__title")
    return dict(rows)


def _card(media: Media | None, job: RetouchJob | None, title: str, width: int) -> Card:
    file_name = (media.file_name or title or media.name) if media else _file_name(job)
    name = title or file_name
    before = _before(media, job, width, name)
    after = None
    if job and job.revision and job.state in WITH_RESULT:
        after = pictures.of_revision(job.revision, width=width, alt=_("Result: %s") % name)
    return Card(
        media_id=media.pk if media else None,
        job_id=job.pk if job else None,
        name=name,
        file_name=file_name,
        state=job.state if job else "",
        word=str(words.STATES[job.state]) if job else _not_yet(media),
        sentence=_sentence(media, job),
        before=before,
        after=after,
        alloy=job.revision.alloy if job and job.revision else "",
        excluded=media.excluded if media else False,
        risk=job.revision.risk if job and job.revision else 0.0,
        placement=placement.of(job.revision) if job and job.revision else Placement(),
        media_gid=media.gid if media else "",
        figures=_figures(job),
    )


def _figures(job: RetouchJob | None) -> dict[str, float]:
    """What the gate measured, by the code of each reason it gave."""
    reasons = job.revision.reasons if job and job.revision else []
    return {reason["code"]: reason["figure"] for reason in reasons if reason.get("figure") is not None}


def _before(media: Media | None, job: RetouchJob | None, width: int, name: str) -> Picture | None:
    alt = _("Original: %s") % name
    if job and job.original:
        return pictures.of_original(job.original, width=width, alt=alt)
    if media and media.url and media.kind == Media.Kind.IMAGE:
        return pictures.of_media(media, width=width, alt=alt)
    return None


def _file_name(job: RetouchJob | None) -> str:
    if job is None:
        return ""
    return job.external_id or (job.original.file_name if job.original else "") or _("Photo %d") % job.pk


def _sentence(media: Media | None, job: RetouchJob | None) -> str:
    if job:
        return job.reason_sentence or str(words.SENTENCES[job.state])
    return words.not_a_photo(media) if media and media.kind != Media.Kind.IMAGE else ""


def _not_yet(media: Media | None) -> str:
    if media and media.kind != Media.Kind.IMAGE:
        return _("not a photo")
    return _("left alone") if media and media.excluded else _("not yet retouched")
