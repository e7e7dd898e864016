"""Amazon's issues: which image each of them means, and which of our rules asks the same.

An issue names attributes or it does not. Those of the picture check (18027) name none and say "the main image"; a
locator that could not be read is named by its attribute. Codes are documented for a few issues only, so the wording
that Seller Central documents tells the rest.

Source of the wording: Image issues, https://sellercentral.amazon.com/gp/help/external/GT8RSE9S9NK4LP6Z; code 18027
from the model of Listings Items 2021-08-01.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from integrations.amazon import slots
from integrations.errors import Rejected, UserError
from integrations.marketplace import Issue, Severity

_IMAGE_CATEGORIES = frozenset({"INVALID_IMAGE", "MISSING_IMAGE"})
_MAIN_IMAGE = re.compile(r"\bmain image\b", re.IGNORECASE)
_SEVERITIES = {"ERROR": Severity.ERROR, "WARNING": Severity.WARNING, "INFO": Severity.INFO}

RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\btext\b", ("AMZ-TEXT",)),
    (r"\b(logos?|graphics?)\b", ("AMZ-TEXT-B",)),
    (r"\bwatermarks?\b", ("AMZ-TEXT-C",)),
    (r"\bborders?\b", ("AMZ-TEXT-D",)),
    (r"\binsets?\b", ("AMZ-TEXT-E",)),
    (r"pure white|white background", ("AMZ-JWL-BG-A", "AMZ-JWL-BG-B")),
    (
        r"too small in (the|relation to the) |\bfills?\b",
        ("AMZ-JWL-FILL-MAIN", "AMZ-JWL-FILL-OTHER", "AMZ-AU-FILL", "AMZ-GEN-FILL"),
    ),
    (r"crop", ("AMZ-AU-CROP",)),
    (r"packag|swing tag", ("AMZ-JWL-PKG",)),
    (r"\bmodel\b", ("AMZ-JWL-MODEL", "AMZ-AU-WORN")),
    (r"mannequin", ("AMZ-JWL-MODEL-B",)),
    (r"illustration|drawing|render", ("AMZ-JWL-PHOTO",)),
    (r"\bdpi\b", ("AMZ-AU-PX-B",)),
    (r"at least [\d,]+ pixels|resolution|minimum (size|dimension)", ("AMZ-AU-PX-A", "AMZ-MINPX")),
    (r"at most [\d,]+ pixels|maximum (size|dimension)", ("AMZ-JWL-MAXPX-B", "AMZ-AU-PX-A", "AMZ-GEN-MAXPX")),
    (r"file (type|format)|not a supported (image|format)", ("AMZ-FMT-JWL-A", "AMZ-AU-FMT", "AMZ-FMT-GEN-A")),
    (r"animated", ("AMZ-FMT-JWL-B", "AMZ-FMT-GEN-B")),
)
"""What Amazon's sentence speaks of, and our rules that ask the same, of any country, the most special first.

The first pattern that fits counts: a sentence that names text beside others may mean any of them.
"""

_RULES = tuple((re.compile(pattern, re.IGNORECASE), rules) for pattern, rules in RULES)


def read(found: Iterable[Mapping[str, Any]], marketplace_id: str) -> tuple[Issue, ...]:
    """Read the issues of one store; one that names several images is told once for each."""
    return tuple(
        issue
        for entry in found
        if marketplace_id in (entry.get("marketplaceIds") or [marketplace_id])
        for issue in _issues(entry)
    )


def names_an_image(entry: Mapping[str, Any]) -> bool:
    """Whether an issue says by attribute which image it means."""
    return any(slots.place_of(name) for name in _attributes(entry))


def rejection(sku: str, issues: Sequence[Issue]) -> Rejected:
    """Make the error that tells of a submission Amazon calls INVALID; the issues go with it, as plain values too."""
    fields = tuple(
        UserError((slots.attribute(issue.place),) if issue.place else (), issue.code, issue.message)
        for issue in issues
    )
    said = " ".join(dict.fromkeys(issue.message for issue in issues if issue.severity is Severity.ERROR))
    return Rejected(
        f"Amazon calls the images of {sku!r} invalid: {'; '.join(str(field) for field in fields)}",
        fields=fields,
        data={"issues": [issue.as_json() for issue in issues]},
        merchant_sentence=f"Amazon did not accept these images. {said}".rstrip(),
    )


def _issues(entry: Mapping[str, Any]) -> Iterator[Issue]:
    message = str(entry.get("message", ""))
    for place in _places(entry, message) or (None,):
        yield Issue(
            code=str(entry.get("code", "")),
            message=message,
            severity=_SEVERITIES.get(str(entry.get("severity")), Severity.ERROR),
            place=place,
            categories=tuple(entry.get("categories") or ()),
            enforcements=_enforcements(entry),
            rules=_rules(message) if place is not None else (),
        )


def _places(entry: Mapping[str, Any], message: str) -> tuple[int, ...]:
    named = dict.fromkeys(slots.place_of(name) for name in _attributes(entry))
    places = tuple(place for place in named if place is not None)
    if places:
        return places
    is_about_images = bool(_IMAGE_CATEGORIES & set(entry.get("categories") or ()))
    return (1,) if is_about_images and _MAIN_IMAGE.search(message) else ()


def _attributes(entry: Mapping[str, Any]) -> list[str]:
    """The feed's report names one attribute, everything else a list."""
    one = entry.get("attributeName")
    return [*(entry.get("attributeNames") or ()), *([one] if one else ())]


def _enforcements(entry: Mapping[str, Any]) -> tuple[str, ...]:
    enforced = entry.get("enforcements") or {}
    if (enforced.get("exemption") or {}).get("status") == "EXEMPT":
        return ()
    return tuple(str(action["action"]) for action in enforced.get("actions") or ())


def _rules(message: str) -> tuple[str, ...]:
    return next((rules for pattern, rules in _RULES if pattern.search(message)), ())
