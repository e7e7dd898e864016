"""What a photo shows of its product, told from what was measured and from the words beside it; and the order of slots.

The main image first; then other angles, details, what tells the size, and styled scenes.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

# Only words that do not name a piece as well: there are box chains, coin pendants, hand-cut stones and ring sizes.
_WORDS = {
    "scale": r"\b(scale|worn|wearing|on (an? |the )?(model|hand|finger|wrist|neck|body|ear)|model|ruler)\b",
    "styled": r"\b(lifestyle|styled|flat ?lay|mood|campaign|lookbook|gift box|packaging)\b",
    "detail": r"\b(details?|close ?up|macro)\b",
}


class Role(StrEnum):
    """What a photo shows, in the order of the slots."""

    ANGLE = "angle"
    """The whole piece alone."""
    DETAIL = "detail"
    SCALE = "scale"
    """The piece beside what tells its size, or worn."""
    STYLED = "styled"


_ORDER = list(Role)


def role_of(words: str, facts: Mapping[str, object]) -> Role:
    """Tell a photo's role: a person in it comes first, then its own words, then how it lies in its frame."""
    if facts.get("person_found") is True or facts.get("bust_found") is True:
        return Role.SCALE
    text = re.sub(r"[\W_]+", " ", words).lower()
    for name, pattern in _WORDS.items():
        if re.search(pattern, text):
            return Role(name)
    if facts.get("touches_frame") is True:
        return Role.DETAIL
    return Role.STYLED if is_on_white(facts) is False else Role.ANGLE


def is_on_white(facts: Mapping[str, object]) -> bool | None:
    """Whether the piece stands on white; None where that was not measured."""
    share = facts.get("border_white_share")
    return None if share is None else share == 1.0


def may_be_main(role: Role, facts: Mapping[str, object], *, white: bool) -> bool:
    """Whether a photo can be the main one: the whole piece alone; on white where that is asked."""
    whole = role is Role.ANGLE and facts.get("touches_frame") is not True
    return whole and not (white and is_on_white(facts) is False)


def in_order(roles: Iterable[Role]) -> list[int]:
    """Return the numbers of photos as they follow the main one: by role, and as the merchant has them within a role."""
    told = list(roles)
    return sorted(range(len(told)), key=lambda number: (_ORDER.index(told[number]), number))
