"""Cut what is wanted from a master: the frame, the ground, the weight; then sign it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from retouch.codecs.writing import FORMATS, LEAST_QUALITY
from retouch.errors import GeneratedContent, TooLarge
from retouch.photo import Note
from retouch.renditions.layout import Layout, lay_out
from retouch.renditions.master import Master
from retouch.renditions.wanted import Span, Wanted, growth

BEST_QUALITY = 95
FINE_QUALITY = 90  # below it pixels that nobody asked for go first
_STEP = 0.85  # of a side, where a file is too heavy at any quality
_EXTENSIONS = {"jpeg": "jpg"}

Sign = Callable[[bytes, str, Sequence[Note]], bytes]
"""Put a signature into a finished file of a format, telling what was done; nothing may touch the file afterwards."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A finished file, and what was done to the master for it."""

    data: bytes
    format: str
    width: int
    height: int
    notes: tuple[Note, ...] = ()

    @property
    def extension(self) -> str:
        """What the file's name ends with."""
        return _EXTENSIONS.get(self.format, self.format)

    @property
    def mime_type(self) -> str:
        """The media type."""
        return f"image/{self.format}"


def render(
    master: Master, wanted: Wanted, *, sign: Sign | None = None, signature_bytes: int = 0
) -> Rendition:
    """Make one rendition.

    Parameters
    ----------
    sign             the last thing that is done to the file
    signature_bytes  how much it adds at most; kept free of what the file may weigh

    Raises
    ------
    GeneratedContent  only a photograph is wanted, and the master says it is none
    TooLarge          the file is too heavy at the least size and the least quality
    """
    if wanted.photographed and master.generated:
        raise GeneratedContent(master.metadata.source_type)
    cut = _Cut(master, wanted, _format(wanted), reserve=signature_bytes if sign else 0)
    measured = wanted.fill != Span() or wanted.survives
    subject = master.subject_as_seen(white=wanted.white) if measured else master.subject
    layout, quality, data = cut.weighed(lay_out(subject, wanted))
    if wanted.white and data is not master.data:
        data = master.pure_file(layout, cut.format, quality)
    notes = tuple(_notes(master, wanted, layout, quality))
    if sign:
        data = sign(data, cut.format, notes)
    return Rendition(data, cut.format, layout.width, layout.height, notes)


def _format(wanted: Wanted) -> str:
    """JPEG where it is taken, else the first that we write."""
    writable = [name for name in FORMATS if name in wanted.formats]
    if not writable:
        raise TooLarge(f"none of {', '.join(wanted.formats)} is written")
    return writable[0]


@dataclass(frozen=True, slots=True)
class _Cut:
    """One rendition in the making."""

    master: Master
    wanted: Wanted
    format: str
    reserve: int

    def weighed(self, layout: Layout) -> tuple[Layout, int, bytes]:
        """Find size and quality whose file is not too heavy: what nobody needs is given up first."""
        own = self.own(layout)
        if own is not None:
            return layout, BEST_QUALITY, own
        most, wish = self.limit(self.wanted.max_bytes), self.limit(self.wanted.wished_bytes)
        if wish is None:
            wish = most
        if found := self.best(layout, FINE_QUALITY, wish):
            return layout, *found
        enough = self.at_least(layout, wishes=True)
        if found := self.best(enough, self.wanted.least_quality, wish):
            return enough, *found
        if found := self.best(enough, self.wanted.least_quality, most, highest=FINE_QUALITY):
            return enough, *found
        return self.light_enough(enough, most)

    def own(self, layout: Layout) -> bytes | None:
        """Return the master's own bytes where they are what is wanted."""
        wanted, master = self.wanted, self.master
        limit = self.limit(wanted.max_bytes if wanted.wished_bytes is None else wanted.wished_bytes)
        changed = (
            (wanted.white and master.shaded)
            or not master.is_own_frame(layout)
            or self.format != master.format
        )
        if (
            changed
            or wanted.least_quality > LEAST_QUALITY
            or (limit is not None and len(master.data) > limit)
        ):
            return None
        return master.data if master.is_our_jpeg() else None

    def limit(self, most: int | None) -> int | None:
        return None if most is None else most - self.reserve

    def best(
        self, layout: Layout, lowest: int, most: int | None, *, highest: int = BEST_QUALITY
    ) -> tuple[int, bytes] | None:
        """Return the best quality, not below ``lowest``, whose file fits; by bisection."""
        low = max(lowest, self.wanted.least_quality)
        high = max(low, highest)
        quality, found = high, None
        while low <= high:
            data = self.master.file(layout, self.format, quality, white=self.wanted.white)
            if most is None or len(data) <= most:
                low, found = quality + 1, (quality, data)
            else:
                high = quality - 1
            quality = (low + high) // 2
        return found

    def at_least(self, layout: Layout, *, wishes: bool) -> Layout:
        """Return the frame at the least size that is asked for; as it is where nothing is asked or it is no larger."""
        factor = growth(self.wanted.sizes, layout.width, layout.height, wishes=wishes)
        return layout.reduced(factor) if 0.0 < factor < 1.0 else layout

    def light_enough(self, layout: Layout, most: int | None) -> tuple[Layout, int, bytes]:
        for smaller in self.smaller(layout):
            if found := self.best(smaller, self.wanted.least_quality, most):
                return smaller, *found
        raise TooLarge(f"above {most} bytes at quality {self.wanted.least_quality}")

    def smaller(self, layout: Layout) -> Iterator[Layout]:
        """Yield the frame smaller and smaller, down to the least size that is asked for."""
        floor = max(
            growth(self.wanted.sizes, layout.width, layout.height, wishes=False),
            1 / min(layout.width, layout.height),
        )
        factor = _STEP
        while factor > floor:
            yield layout.reduced(factor)
            factor *= _STEP
        if floor < 1.0:
            yield layout.reduced(floor)


def _notes(master: Master, wanted: Wanted, layout: Layout, quality: int) -> Iterator[Note]:
    if master.flattened:
        yield Note("flattened", "Flattened onto white.")
    if wanted.white and master.shaded:
        yield Note("shadow_left_out", "The shadow was left out: this place asks for pure white.")
    yield from _notes_of_size(master, layout)
    if quality < BEST_QUALITY:
        yield Note("quality", f"Saved at quality {quality}, to weigh no more than is welcome.")


def _notes_of_size(master: Master, layout: Layout) -> Iterator[Note]:
    whole = master.subject
    width, height = round(layout.width / layout.scale), round(layout.height / layout.scale)
    if (width, height) != (whole.width, whole.height) or abs(layout.left) + abs(layout.top) > 1:
        done = (
            "White was added around the piece"
            if width * height > whole.width * whole.height
            else "Framed anew"
        )
        yield Note(
            "framed", f"{done}: {_size(whole.width, whole.height)} became {_size(width, height)} pixels."
        )
    if layout.scale < 1.0:
        yield Note(
            "reduced",
            f"Reduced from {_size(width, height)} to {_size(layout.width, layout.height)} pixels.",
        )


def _size(width: int, height: int) -> str:
    return f"{width:,} × {height:,}"
