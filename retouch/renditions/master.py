"""A retouched master, decoded once for all the renditions that are cut from it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from retouch.arrays import LinearRGB
from retouch.codecs import decode, writer
from retouch.codecs.writing import DPI, SRGB_PROFILE
from retouch.color import to_codes
from retouch.config import Limits
from retouch.errors import CorruptFile
from retouch.metadata import DIGITAL_SOURCE_TYPE, is_generated
from retouch.photo import Photo
from retouch.provenance import Provenance
from retouch.quality.placement import border_white_share, box_of, divide, place
from retouch.regions.crops import bands
from retouch.regions.findings import Box
from retouch.renditions.layout import Layout, Subject
from retouch.renditions.matte import Matte, Plane, read_matte
from retouch.renditions.purity import purified
from retouch.resampling import reduced

Codes = npt.NDArray[np.uint8]
_READABLE = Limits(min_side_px=1)
_PIECE = 127  # of 255: from here on a pixel counts as the piece's
_KEPT_FILES = 12  # a dozen of a few megabytes each
_ROWS = 64  # lit at a time: what lies between stays in the processor's cache


class Master:
    """One master, and every step that more than one rendition needs.

    subject    where the piece stands in it
    flattened  the file had a see-through part, which lies on white now
    shaded     a shadow lies on the ground, and can be taken away
    generated  the file says that a trained model had a part in it
    """

    def __init__(self, data: bytes, *, matte: bytes = b"", provenance: Provenance | None = None) -> None:
        """Read a master; ``matte`` is what ``Matte.encoded`` wrote beside it."""
        self.data = data
        photo = decode(data, limits=_READABLE)
        beside = read_matte(matte) if matte else None
        if beside is not None and beside.size != (photo.width, photo.height):
            raise CorruptFile(f"a matte of {beside.size} beside a master of {photo.width} x {photo.height}")
        self.flattened = photo.pixels.shape[2] == 4
        self._alpha = _alpha(photo, beside)
        self.subject = _subject(photo, self._alpha)
        self.shaded = beside is not None and bool((beside.light < 255).any())
        self.metadata = photo.metadata
        self.generated = is_generated(photo.metadata.source_type)
        self.format = photo.source.format
        self._provenance = provenance
        self._matte = beside
        self._pure: dict[tuple[Layout, str, int], bytes] = {}
        self._steps: dict[tuple[bool, float], LinearRGB] = {(False, 1.0): photo.over_white().pixels}
        self._codes: dict[tuple[bool, float], Codes] = {}
        self._seen: dict[bool, Box | None] = {}
        self._files: dict[tuple[Layout, bool, str, int], bytes] = {}

    def draw(self, layout: Layout, *, white: bool = False) -> Codes:
        """Return a frame's pixels: (H, W, 3) uint8, sRGB-encoded; ``white`` leaves the shadow out."""
        key = white and self.shaded, layout.scale
        if key not in self._codes:
            self._codes[key] = to_codes(self._reduced(*key))
        return _placed(self._codes[key], layout)

    def pure_file(self, layout: Layout, format_name: str, quality: int) -> bytes:
        """Return a frame on white as a file whose ground is white when it is decoded."""
        key = layout, format_name, quality
        if key not in self._pure:
            alpha = self._alpha_in(layout)
            if alpha is None or format_name == "png":
                return self.file(layout, format_name, quality, white=True)
            self._pure[key] = purified(
                self.draw(layout, white=True), alpha, lambda codes: self._encoded(codes, format_name, quality)
            )
        return self._pure[key]

    def file(self, layout: Layout, format_name: str, quality: int, *, white: bool = False) -> bytes:
        """Return a frame as a file; one that was made already is not made again."""
        key = layout, white and self.shaded, format_name, quality
        if key not in self._files:
            if len(self._files) >= _KEPT_FILES:
                self._files.pop(next(iter(self._files)))
            self._files[key] = self._encoded(self.draw(layout, white=white), format_name, quality)
        return self._files[key]

    def subject_as_seen(self, *, white: bool) -> Subject:
        """Return the subject with what a stranger makes out of the piece; looked for once for each ground."""
        shown = white and self.shaded
        if shown not in self._seen:
            standing = divide(self.draw(self.own_frame, white=white)) if self.subject.box else None
            self._seen[shown] = None if standing is None else _box(box_of(standing), self.subject)
        return replace(self.subject, seen=self._seen[shown])

    @property
    def own_frame(self) -> Layout:
        """The layout that leaves the master as it is."""
        return Layout(1.0, 0, 0, self.subject.width, self.subject.height)

    def is_own_frame(self, layout: Layout) -> bool:
        """Whether a layout leaves the master as it is."""
        return layout == self.own_frame

    def is_our_jpeg(self) -> bool:
        """Whether the file is just as we would write it, so that it may be handed on byte for byte."""
        if self.format != "jpeg" or self.metadata.source_type != DIGITAL_SOURCE_TYPE:
            return False
        with Image.open(BytesIO(self.data)) as image:
            told = image.info.get("icc_profile"), image.info.get("dpi"), image.mode
        return told == (SRGB_PROFILE, (DPI, DPI), "RGB")

    def _encoded(self, codes: Codes, format_name: str, quality: int) -> bytes:
        return writer(codes, format_name, self.metadata, self._provenance, compact=True)(quality)

    def _alpha_in(self, layout: Layout) -> Plane | None:
        """The piece's alpha in a frame; None where it is not known."""
        if self._alpha is None:
            return None
        size = _scaled_size(self._alpha, layout.scale)
        alpha = (
            self._alpha
            if layout.scale == 1.0
            else cv2.resize(self._alpha, size, interpolation=cv2.INTER_AREA)
        )
        return _placed(np.asarray(alpha, np.uint8), layout, fill=0)

    def _reduced(self, white: bool, scale: float) -> LinearRGB:  # noqa: FBT001 - half of a key
        if (white, scale) not in self._steps:
            if scale < 1.0:
                whole = self._reduced(white, 1.0)
                self._steps[white, scale] = reduced(whole, _scaled_size(whole, scale))
            elif self._matte is not None:
                self._steps[white, scale] = _unshaded(self._steps[False, 1.0], self._matte)
        return self._steps[white, scale]


def _alpha(photo: Photo, matte: Matte | None) -> Plane | None:
    if matte is not None:
        return matte.alpha
    if photo.pixels.shape[2] == 4:
        return np.asarray(np.rint(photo.pixels[..., 3] * 255), np.uint8)
    return None


def _subject(photo: Photo, alpha: Plane | None) -> Subject:
    if alpha is not None:
        return _cut_out(alpha)
    codes = to_codes(photo.pixels)
    placement = place(codes)
    if placement is None:
        return Subject(photo.width, photo.height)
    whole = Subject(photo.width, photo.height)
    white = border_white_share(codes) == 1.0 and not placement.shadow_touches_border
    return replace(whole, box=_box(placement.box, whole), white=white, runs_off=placement.touches_frame)


def _box(shares: tuple[float, float, float, float], subject: Subject) -> Box:
    left, top, right, bottom = shares
    across, down = subject.width, subject.height
    return Box(round(left * across), round(top * down), round(right * across), round(bottom * down))


def _cut_out(alpha: Plane) -> Subject:
    """Where the piece's alpha is known, so is everything else; what is see-through lies on white."""
    height, width = alpha.shape
    piece = (alpha > _PIECE).view(np.uint8)
    left, top, across, down = cv2.boundingRect(piece)
    if across == 0:
        return Subject(width, height, white=True)
    runs_off = left == 0 or top == 0 or left + across == width or top + down == height
    return Subject(width, height, Box(left, top, left + across, top + down), white=True, runs_off=runs_off)


def _unshaded(pixels: LinearRGB, matte: Matte) -> LinearRGB:
    """Take the shadow away.

    A result on white is (piece × alpha + 1 − alpha) × light. Divided by light it lies between 1 − alpha, where the
    piece is black, and 1; beyond that it is the file's rounding and JPEG's noise. Where alpha is 0 it is white.
    """
    lit = np.empty_like(pixels)
    table, ground = _shares(), np.float32(1.0)
    for rows in bands(pixels.shape[0], _ROWS):
        alpha, light = table[matte.alpha[rows]], np.maximum(table[matte.light[rows]], np.float32(1 / 255))
        np.divide(pixels[rows], light[..., None], out=lit[rows])
        np.clip(lit[rows], (ground - alpha)[..., None], ground, out=lit[rows])
    return lit


def _shares() -> npt.NDArray[np.float32]:
    """The share that each of 256 codes stands for."""
    return np.arange(256, dtype=np.float32) / np.float32(255)


def _scaled_size(pixels: npt.NDArray[Any], scale: float) -> tuple[int, int]:
    """Width and height."""
    return max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))


def _placed(codes: Codes, layout: Layout, *, fill: int = 255) -> Codes:
    """Copy what lies in the frame; the rest is white."""
    if (layout.left, layout.top) == (0, 0) and codes.shape[:2] == (layout.height, layout.width):
        return codes
    framed = np.full((layout.height, layout.width, *codes.shape[2:]), fill, np.uint8)
    top, left = max(0, layout.top), max(0, layout.left)
    bottom = min(codes.shape[0], layout.top + layout.height)
    right = min(codes.shape[1], layout.left + layout.width)
    framed[top - layout.top : bottom - layout.top, left - layout.left : right - layout.left] = codes[
        top:bottom, left:right
    ]
    return framed
