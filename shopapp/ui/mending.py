"""What helps a photo that is not accepted where no other photo can take its place on the listing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shopapp.marketplaces.standing import Standing, stops
from shopapp.models import ListingPhoto, ListingWrite
from shopapp.publishing import shopify_rules

_BY_RETOUCH = frozenset({
    "border_white_share", "background_white_share", "ground_code", "shadow_share", "shadow_touches_border",
    "fill_side", "fill_area", "thumbnail_safe_1_1", "thumbnail_safe_4_3", "thumbnail_safe_5_4", "thumbnail_safe_4_5",
})  # fmt: skip
"""What a retouch lays or places: ground, shadow and frame. What the photo itself shows, and its size, it keeps."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What to do with one photo, and where."""

    media_id: int
    sentence: str
    word: str


def of(now: Standing) -> dict[int, Mending]:
    """Return by place what helps each photo of a draft that is not accepted."""
    return {photo.place: _mending(now, photo) for photo in now.photos if photo.media_id in now.unfit}


def _mending(now: Standing, photo: ListingPhoto) -> Mending:
    if _BY_RETOUCH.intersection(_broken(now, photo)):
        sentence = _("No other photo can take its place here, but another retouch may mend this one.")
        return Mending(photo.media_id, sentence, _("Retouch this photo again"))
    sentence = _(
        "No other photo can take its place here, and no retouch mends this. Add another photo to the product in your "
        "store, and have it retouched."
    )
    return Mending(photo.media_id, sentence, _("Open this photo"))


def _broken(now: Standing, photo: ListingPhoto) -> Iterator[str]:
    """Name the facts that our rules, or those that the marketplace's refusal means, find wrong."""
    yield from (str(finding["fact"]) for finding in photo.findings if stops(finding))
    refused = [
        w for w in now.last_writes if w.state == ListingWrite.State.REJECTED and w.media_id == photo.media_id
    ]
    named = {name for write in refused for issue in write.issues for name in issue["rules"]}
    yield from (rule.fact for rule in shopify_rules.rule_book().rules if rule.id in named)
