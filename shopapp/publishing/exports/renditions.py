"""What a slot's rules leave a rendition, said in the engine's words; and a rendition cut accordingly.

Loads pixel code: only the worker gets here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from PIL import Image

from integrations.compliance import Rule, Severity, lower_limit, upper_limit
from retouch.errors import TooLarge
from retouch.provenance import OperationRecord, Provenance
from retouch.renditions import Bound, Master, Sign, Size, Span, Wanted
from retouch.renditions import render as cut

EXTENSION = "jpg"
"""Every marketplace takes JPEG."""

Limits = Wanted
Provenances = Mapping[str, Any]

_THUMBNAIL_PX = 320
_SIZES = {
    "longest_side_px": Size.LONGEST,
    "shortest_side_px": Size.SHORTEST,
    "width": Size.WIDTH,
    "height": Size.HEIGHT,
    "megapixels": Size.MEGAPIXELS,
}
_WHITE = {"border_white_share", "background_white_share"}
_CROP = "thumbnail_safe_"
_SPANS: dict[str, Callable[[Any], Span]] = {
    "at_least": lambda value: Span(least=value),
    "at_most": lambda value: Span(most=value),
    "between": lambda value: Span(*value),
    "equals": lambda value: Span(value, value),
}


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file for one marketplace, and what was done to the master for it, in a merchant's words."""

    data: bytes
    width: int
    height: int
    notes: tuple[str, ...]
    format: str = "jpeg"


def limits_of(rules: Iterable[Rule], *, slot: str = "") -> Limits:
    """Read from the rules that apply what a rendition must be; where they cannot all be met the blocking ones count."""
    every = list(rules)
    present = {rule.id for rule in every}
    blocking = [r for r in every if r.severity is Severity.BLOCKS and not present.intersection(r.yields_to)]
    return Wanted(
        formats=_formats(blocking),
        sizes=tuple(_bounds(every, blocking)),
        ratio=_span("ratio", every, blocking),
        fill=_span("fill_side", every, blocking),
        survives=tuple(_aspect(rule.fact) for rule in every if rule.fact.startswith(_CROP)),
        white=any(rule.fact in _WHITE for rule in every),
        photographed=slot == "main",
        max_bytes=_whole(upper_limit(blocking, "bytes")),
        wished_bytes=_whole(upper_limit(every, "bytes")),
        least_quality=max(Wanted().least_quality, int(lower_limit(every, "jpeg_quality") or 0)),
    )


def provenance_of(told: Provenances) -> Provenance | None:
    """Read what was stored with a result; None where nothing was."""
    if not told.get("recipe_digest"):
        return None
    records = tuple(OperationRecord(**record) for record in told.get("operations", ()))
    return Provenance(**{**told, "operations": records})


def open_master(data: bytes, *, matte: bytes = b"", told: Provenances | None = None) -> Master:
    """Decode a result once, for all the renditions that are cut from it."""
    return Master(data, matte=matte, provenance=provenance_of(told or {}))


def rendition_of(master: Master, limits: Limits, *, sign: Sign | None = None, room: int = 0) -> Rendition:
    """Cut one rendition; where it would be too heavy at any size it is made all the same, and the rules will say so."""
    try:
        made = cut(master, limits, sign=sign, signature_bytes=room)
    except TooLarge:
        made = cut(master, replace(limits, max_bytes=None, wished_bytes=None), sign=sign)
    return Rendition(
        made.data, made.width, made.height, tuple(note.sentence for note in made.notes), made.format
    )


def render(data: bytes, limits: Limits, *, matte: bytes = b"") -> Rendition:
    """Cut one rendition from a result's bytes."""
    return rendition_of(open_master(data, matte=matte), limits)


def thumbnail(data: bytes) -> bytes:
    """Make a small JPEG for the report."""
    target = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.draft("RGB", (_THUMBNAIL_PX, _THUMBNAIL_PX))
        small = image.convert("RGB")
        small.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
        small.save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()


def _formats(blocking: Iterable[Rule]) -> tuple[str, ...]:
    asked = [set(rule.value) for rule in blocking if rule.fact == "format" and rule.test == "one_of"]
    return tuple(sorted(set.intersection(*asked))) if asked else ("jpeg",)


def _bounds(every: Iterable[Rule], blocking: Iterable[Rule]) -> Iterator[Bound]:
    hard = {rule.id for rule in blocking}
    for rule in every:
        if rule.fact in _SIZES and rule.test in _SPANS:
            span = _SPANS[rule.test](rule.value)
            yield Bound(_SIZES[rule.fact], span.least, span.most, wished=rule.id not in hard)


def _span(fact: str, every: Iterable[Rule], blocking: Iterable[Rule]) -> Span:
    """What all rules allow; where they contradict each other, what the blocking ones do."""
    wide = _narrowed(fact, every)
    return wide if wide is not None else _narrowed(fact, blocking) or Span()


def _narrowed(fact: str, rules: Iterable[Rule]) -> Span | None:
    spans = [_SPANS[rule.test](rule.value) for rule in rules if rule.fact == fact and rule.test in _SPANS]
    least = max((span.least for span in spans if span.least is not None), default=None)
    most = min((span.most for span in spans if span.most is not None), default=None)
    if least is not None and most is not None and least > most:
        return None
    return Span(least, most)


def _aspect(fact: str) -> float:
    """Read 1.25 from ``thumbnail_safe_5_4``."""
    width, height = fact.removeprefix(_CROP).split("_")
    return int(width) / int(height)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
