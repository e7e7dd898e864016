"""What a marketplace asks of an image: measured from the file alone, or judged from what the picture shows.

What the file or the pixels cannot tell is None, and so is what could only be guessed: a rule about it stays open.
"""

from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import PurePath

import numpy as np
from PIL import Image

from retouch.codecs.reading import upright
from retouch.config import Limits
from retouch.metadata import orientation
from retouch.quality.facts.bodies import body_facts
from retouch.quality.facts.files import file_facts, rings_px, sniffed
from retouch.quality.facts.focus import focus_facts
from retouch.quality.facts.graphics import graphic_found
from retouch.quality.facts.lettering import Reader, can_read, find_reader, text_found, words
from retouch.quality.facts.likeness import likeness, near_duplicates
from retouch.quality.facts.outlines import find_outlines
from retouch.quality.facts.outlook import Outlook
from retouch.quality.facts.seen import Seen, seen_standing
from retouch.quality.facts.view import View
from retouch.quality.facts.watermarks import watermark_found
from retouch.quality.facts.witnesses import weighed
from retouch.quality.placement import Codes, Placement, border_white_share, divide, measure

__all__ = ["INFERRED", "Facts", "Reader", "can_read", "find_reader", "measure_facts", "near_duplicates"]

INFERRED = frozenset({
    "jewelry_share", "blurred", "text_found", "watermark_found", "graphic_found", "drawn_border_found", "inset_found",
    "person_found", "bust_found", "packaging_found",
})  # fmt: skip
"""Facts that are judged; every other is exact."""

_CROPS = {"1_1": 1.0, "4_3": 4 / 3, "5_4": 5 / 4, "4_5": 4 / 5}
_UNSCALED = ("I", "F")  # numbers whose white nothing tells
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Facts:
    """One image file as a marketplace sees it; None where it cannot be measured.

    What is counted in the file or its pixels, the whiteness of border and ground too, is known of every readable
    picture. Fill, crops, parts and shadow are measured where the ground is plain; on any other ground the network that
    finds the piece is asked, and they are None where its looks do not agree, or nothing is there.

    color_profile           srgb, adobe_rgb, display_p3, prophoto, cmyk, other; none where none is embedded
    dpi                     0 where the file states none
    frames                  pictures in the file: of an animation, or pages
    generated               whether the file's own mark says that a generator made it, or a part of it
    fill_side               the longer side of the piece's box, as a share of the frame's side along it
    fill_area               the piece's own pixels, as a share of the frame's
    border_white_share      of the outermost pixels, exactly 255
    background_white_share  of everything but the piece and a thin rim round it, exactly 255: a shadow is background
    ground_code             the darkest channel of the ground's color, 0 to 255
    shadow_share            of the frame, that lies in the piece's shadow
    thumbnail_safe_…        whether the whole piece survives a centre crop of that aspect
    jewelry_share           share of the picture that is jewelry, without hands, busts and boxes
    edge_softness           of the sharpest edges, as the sigma of a blur, in thousandths of the longer side
    …_found                 whether it is in the picture; None where that is unsure
    likeness                a fingerprint; pictures of one photo have nearly the same
    """

    bytes: int
    extension: str | None = None
    format: str | None = None
    extension_matches: bool | None = None
    width: int | None = None
    height: int | None = None
    longest_side_px: int | None = None
    shortest_side_px: int | None = None
    megapixels: float | None = None
    ratio: float | None = None
    is_jpeg: bool | None = None
    frames: int | None = None
    color_mode: str | None = None
    bit_depth: int | None = None
    color_profile: str | None = None
    has_alpha: bool | None = None
    animated: bool | None = None
    dpi: float | None = None
    jpeg_quality: int | None = None
    digital_source_type: str | None = None
    generated: bool | None = None
    border_white_share: float | None = None
    background_white_share: float | None = None
    ground_code: int | None = None
    shadow_share: float | None = None
    shadow_touches_border: bool | None = None
    fill_side: float | None = None
    fill_area: float | None = None
    touches_frame: bool | None = None
    parts: int | None = None
    thumbnail_safe_1_1: bool | None = None
    thumbnail_safe_4_3: bool | None = None
    thumbnail_safe_5_4: bool | None = None
    thumbnail_safe_4_5: bool | None = None
    jewelry_share: float | None = None
    edge_softness: float | None = None
    blurred: bool | None = None
    text_found: bool | None = None
    watermark_found: bool | None = None
    graphic_found: bool | None = None
    drawn_border_found: bool | None = None
    inset_found: bool | None = None
    person_found: bool | None = None
    bust_found: bool | None = None
    packaging_found: bool | None = None
    likeness: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain values, for rules."""
        return asdict(self)


def measure_facts(
    data: bytes,
    *,
    file_name: str = "",
    reader: Reader | None = None,
    judged: bool = True,
    shown: Facts | None = None,
) -> Facts:
    """Measure an image file; one that cannot be read has its size in bytes and its name's extension, nothing else.

    Text is looked for where a ``reader`` is given (``find_reader()``, where the extra ``ocr`` is installed). Without
    ``judged`` only what pixels and file decide is measured, in a sixth of the time; the rest stays None. With the
    facts of another cut of the same picture, with all of it in frame, as ``shown``, what is in the picture is taken
    from them, and only what framing changes is judged again.
    """
    values: dict[str, object] = {"bytes": len(data), **sniffed(data)}
    extension = PurePath(file_name).suffix.lower().removeprefix(".")
    if extension:
        values["extension"] = extension
    try:
        with Image.open(BytesIO(data)) as image:
            values |= file_facts(image, data, extension)
            values |= _pixel_facts(image, reader, judged=judged, shown=shown)
    except _UNREADABLE:
        pass  # what was measured before the damage stands; the rest is None
    return Facts(**values)  # type: ignore[arg-type]


def _pixel_facts(
    image: Image.Image, reader: Reader | None, *, judged: bool, shown: Facts | None
) -> dict[str, object]:
    if image.width * image.height > Limits().max_pixels or image.mode in _UNSCALED:
        return {}
    codes, alpha = _codes(image)
    height, width = codes.shape[:2]
    standing = divide(codes, alpha)
    view = View(codes, standing)
    look = Outlook(view)
    seen = Seen(standing, sure=True) if standing is not None else seen_standing(view, look)
    placement = measure(seen.standing, codes, rim_px=rings_px(image))
    facts: dict[str, object] = {
        "border_white_share": round(border_white_share(codes), 6),
        "background_white_share": round(placement.ground_white_share, 6),
        "ground_code": placement.ground_code,
    }
    if seen.sure:
        facts |= _placed_facts(placement, width / height)
        if judged and shown is not None and shown.fill_area and shown.jewelry_share is not None:
            return facts | _reframed_facts(view, shown, placement.area / shown.fill_area)
    return facts | (_judged_facts(view, look, reader) if judged else {})


def _codes(image: Image.Image) -> tuple[Codes, Codes | None]:
    """The pixels held upright, see-through parts laid on white, and how far they can be seen through."""
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    plain = _of_16_bits(image) if image.mode.startswith("I;16") else image
    codes = upright(np.asarray(plain.convert("RGBA" if see_through else "RGB")), orientation(image))
    codes = np.ascontiguousarray(codes, np.uint8)
    if not see_through:
        return codes, None
    alpha = codes[..., 3]
    share = alpha[..., None].astype(np.uint16)
    return ((codes[..., :3] * share + 255 * (255 - share) + 127) // 255).astype(np.uint8), alpha


def _of_16_bits(image: Image.Image) -> Image.Image:
    """The same grey in 8 bits; Pillow would clip it."""
    wide = np.asarray(image).astype(np.uint32)
    return Image.fromarray(((wide * 255 + 32_767) // 65_535).astype(np.uint8))


def _placed_facts(placement: Placement, ratio: float) -> dict[str, object]:
    left, top, right, bottom = placement.box
    wide = (right - left) * ratio >= bottom - top
    return {
        "shadow_share": round(placement.shadow_share, 4),
        "shadow_touches_border": placement.shadow_touches_border,
        "fill_side": round(right - left if wide else bottom - top, 4),
        "fill_area": round(placement.area, 4),
        "touches_frame": placement.touches_frame,
        "parts": placement.parts,
        **{f"thumbnail_safe_{name}": _survives(placement, ratio, crop) for name, crop in _CROPS.items()},
    }


def _judged_facts(view: View, look: Outlook, reader: Reader | None) -> dict[str, object]:
    found, outlines = words(view, reader), find_outlines(view, look)
    bodies = body_facts(view, look, outlines=outlines)
    jewelry = view.at_small(look.jewelry)
    told = {
        **outlines.facts(),
        "watermark_found": watermark_found(view, found, reader, jewelry),
        "graphic_found": graphic_found(view, found or (), jewelry),
        **bodies,
    }
    if found is not None:  # the network does not read: what nobody has read stays open
        told["text_found"] = text_found(view, found)
    return {**focus_facts(view), **weighed(told, view.named), "likeness": likeness(view)}


def _reframed_facts(view: View, shown: Facts, larger: float) -> dict[str, object]:
    """Take what another cut shows, ``larger`` times in area; sharpness and fingerprint are this one's own."""
    share = min(1.0, (shown.jewelry_share or 0.0) * larger)
    kept = {name: getattr(shown, name) for name in INFERRED}
    return {**kept, "jewelry_share": round(share, 4), **focus_facts(view), "likeness": likeness(view)}


def _survives(placement: Placement, ratio: float, crop: float) -> bool:
    """Whether the box lies inside the largest centre crop of an aspect."""
    left, top, right, bottom = placement.box
    across, down = min(1.0, crop / ratio), min(1.0, ratio / crop)
    inside = left >= (1 - across) / 2 - 1e-6 and right <= (1 + across) / 2 + 1e-6
    return bool(inside and top >= (1 - down) / 2 - 1e-6 and bottom <= (1 + down) / 2 + 1e-6)
