"""The words for those who cannot see a photo: the merchant's own, or put together from what is known of the product.

Nothing is said that nobody said: title, kind and metal stand in the listing, the role is what the photo shows.
"""

from dataclasses import dataclass

from retouch.alloys import spoken
from shopapp.publishing.exports.roles import Role

_SHOWS = {
    Role.ANGLE: "another view",
    Role.DETAIL: "detail",
    Role.SCALE: "shown for size",
    Role.STYLED: "styled",
}
_ENDS = " ,.;:–-"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a product's listing says of it; "" where it says nothing."""

    title: str
    kind: str = ""
    metal: str = ""


def alt_text(own: str, subject: Subject, role: Role, *, is_main: bool, most: int | None) -> str:
    """Return a photo's alternative text, within the length that is allowed."""
    return shortened(own.strip() or _composed(subject, role, is_main=is_main), most)


def shortened(text: str, most: int | None) -> str:
    """Cut a text at the end of a word, so that it is at most so long."""
    if most is None or len(text) <= most:
        return text
    cut = text[: most - 1]
    whole, space, _ = cut.rpartition(" ")
    kept = whole if space and len(whole) >= most // 2 else cut
    return kept.rstrip(_ENDS) + "…"


def _composed(subject: Subject, role: Role, *, is_main: bool) -> str:
    said = subject.title.strip()
    metal = spoken(subject.metal)
    for more in (metal, subject.kind.strip().lower()):
        if more and not set(more.lower().split()) - {"and"} <= set(said.lower().replace("-", " ").split()):
            said = f"{said}, {more}" if said else more
    if is_main or not said:
        return said
    return f"{said}, {_SHOWS[role]}"
