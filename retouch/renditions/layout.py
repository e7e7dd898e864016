"""Where the frame of a rendition lies in its master, and how far it is reduced. Geometry only; nothing is enlarged.

On a white ground the frame may reach beyond the master: more white is the same ground. In a photo's own ground it may
only be narrower, and never cuts the piece.
"""

from dataclasses import dataclass
from math import ceil, floor

from retouch.regions.findings import Box
from retouch.renditions.wanted import Wanted, growth, shrinkage

MARGIN = 0.006  # of a fill: what is measured on the finished file may differ by a pixel
MARGIN_PX = 2.0  # which is more of a small picture: that one, and what a frame of whole pixels is larger
CLEAR = 0.95  # of the frame's shorter side at most: the piece stays clear of the frame
CROP_MARGIN = 1.012
RATIO_MARGIN = 0.004  # of width over height: a frame of some two hundred pixels ends on whole ones


@dataclass(frozen=True, slots=True)
class Subject:
    """A master as far as its layout is concerned.

    box       of the piece; None where nobody can say
    white     the ground is white all around, and may be continued
    runs_off  the piece is cut by the frame, so that the frame must stay where it is
    seen      what of the box a stranger makes out on the ground: a pale edge is not seen, and a fill is measured so
    """

    width: int
    height: int
    box: Box | None = None
    white: bool = False
    runs_off: bool = False
    seen: Box | None = None

    @property
    def fill(self) -> float:
        """How far the piece fills the frame now; 0 where its box is not known."""
        seen = self.seen or self.box
        if seen is None:
            return 0.0
        return seen.width / self.width if seen.width >= seen.height else seen.height / self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """A frame: the master is reduced by ``scale``, then cut and continued so that the frame's corner lies there."""

    scale: float
    left: int
    top: int
    width: int
    height: int

    def reduced(self, factor: float) -> "Layout":
        """Return the same frame, made smaller."""
        frame = _Frame(*(side / self.scale for side in (self.left, self.top, self.width, self.height)))
        return _layout(frame, self.scale * factor)


@dataclass(frozen=True, slots=True)
class _Frame:
    """In the master's own pixels."""

    left: float
    top: float
    width: float
    height: float

    def grown(self, factor: float) -> "_Frame":
        width, height = self.width * factor, self.height * factor
        return _Frame(
            self.left - (width - self.width) / 2, self.top - (height - self.height) / 2, width, height
        )


def lay_out(subject: Subject, wanted: Wanted) -> Layout:
    """Choose the frame that comes nearest to what is wanted."""
    frame = _frame(subject, wanted)
    scale = min(1.0, shrinkage(wanted.sizes, frame.width, frame.height))
    if scale == 1.0 and subject.white and subject.box is not None and not subject.runs_off:
        frame = _with_more_ground(frame, subject.seen or subject.box, wanted)
    return _layout(frame, scale)


def _layout(frame: _Frame, scale: float) -> Layout:
    whole = floor if scale < 1.0 else ceil
    width, height = (max(1, whole(round(side * scale, 6))) for side in (frame.width, frame.height))
    left, top = frame.left * scale, frame.top * scale
    return Layout(scale, round(left), round(top), width, height)


def _frame(subject: Subject, wanted: Wanted) -> _Frame:
    whole = _Frame(0, 0, subject.width, subject.height)
    if subject.box is None or subject.runs_off or _is_fine(subject, subject.box, wanted):
        return whole
    aspect = wanted.ratio.within(RATIO_MARGIN).clamp(subject.width / subject.height)
    if not subject.white:
        return _inside(subject, subject.box, wanted, aspect) or whole
    width = _width(subject, subject.box, aspect, wanted)
    return _centered(subject.box, width, width / aspect)


def _is_fine(subject: Subject, box: Box, wanted: Wanted) -> bool:
    """Whether the master's own frame is as wanted."""
    aspect = subject.width / subject.height
    if subject.fill not in wanted.fill or aspect not in wanted.ratio:
        return False
    whole = _both(box, subject.seen or box)
    return all(
        _survives(subject, whole, min(1.0, crop / aspect), min(1.0, aspect / crop))
        for crop in wanted.survives
    )


def _survives(subject: Subject, box: Box, across: float, down: float) -> bool:
    left, top = subject.width * (1 - across) / 2, subject.height * (1 - down) / 2
    inside_width = box.left >= left and box.right <= subject.width - left
    return inside_width and box.top >= top and box.bottom <= subject.height - top


def _width(subject: Subject, box: Box, aspect: float, wanted: Wanted) -> float:
    """Width of the smallest frame of this aspect with the piece's own fill, or the nearest that is allowed."""
    seen = subject.seen or box
    fill = wanted.fill.within(_margin(seen))
    along = seen.width if seen.width >= seen.height else seen.height * aspect
    width = max(along / fill.clamp(subject.fill), min(box.width, box.height * aspect) / CLEAR)
    whole = _both(box, seen)
    safe = CROP_MARGIN * max((_safe_width(whole, aspect, crop) for crop in wanted.survives), default=0.0)
    widest = along / fill.least if fill.least is not None else safe
    return max(width, min(safe, widest), box.width, box.height * aspect)


def _margin(seen: Box) -> float:
    return max(MARGIN, MARGIN_PX / max(1, seen.width, seen.height))


def _both(box: Box, seen: Box) -> Box:
    left, top = min(box.left, seen.left), min(box.top, seen.top)
    return Box(left, top, max(box.right, seen.right), max(box.bottom, seen.bottom))


def _safe_width(box: Box, aspect: float, crop: float) -> float:
    return max(box.width / min(1.0, crop / aspect), box.height * aspect / min(1.0, aspect / crop))


def _centered(box: Box, width: float, height: float) -> _Frame:
    return _Frame((box.left + box.right - width) / 2, (box.top + box.bottom - height) / 2, width, height)


def _inside(subject: Subject, box: Box, wanted: Wanted, aspect: float) -> _Frame | None:
    """Return a frame within the photo that keeps the whole piece; None where there is none of this aspect."""
    widest = min(subject.width, subject.height * aspect)
    width = min(widest, _width(subject, box, aspect, wanted))
    if box.width / width > CLEAR or box.height * aspect / width > CLEAR:
        return None
    frame = _centered(box, width, width / aspect)
    left = min(max(0.0, frame.left), subject.width - frame.width)
    top = min(max(0.0, frame.top), subject.height - frame.height)
    return _Frame(left, top, frame.width, frame.height)


def _with_more_ground(frame: _Frame, box: Box, wanted: Wanted) -> _Frame:
    """Use what room the rule about fill leaves for a picture that would be too small otherwise."""
    if wanted.fill.least is None:
        return frame
    wide = box.width >= box.height
    fill = box.width / frame.width if wide else box.height / frame.height
    room = fill / (wanted.fill.least + _margin(box))
    for wishes in (True, False):
        needed = growth(wanted.sizes, frame.width, frame.height, wishes=wishes)
        if 1.0 < needed <= room:
            return frame.grown(needed)
    return frame
