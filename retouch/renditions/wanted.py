"""What a rendition must be, in the engine's words; which marketplace asks for it is not known here."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from retouch.codecs.writing import LEAST_QUALITY


class Size(StrEnum):
    """What of a picture's size is limited."""

    LONGEST = "longest"
    SHORTEST = "shortest"
    WIDTH = "width"
    HEIGHT = "height"
    MEGAPIXELS = "megapixels"

    def of(self, width: float, height: float) -> float:
        """Measure a picture: px, or millions of them."""
        values = {
            Size.LONGEST: max(width, height),
            Size.SHORTEST: min(width, height),
            Size.WIDTH: width,
            Size.HEIGHT: height,
            Size.MEGAPIXELS: width * height / 1e6,
        }
        return values[self]

    def factor(self, now: float, then: float) -> float:
        """By how much the sides must be multiplied for this measure to go from one value to another."""
        ratio = then / now
        return float(ratio**0.5) if self is Size.MEGAPIXELS else ratio


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the most that is allowed; None where there is no end."""

    least: float | None = None
    most: float | None = None

    def __contains__(self, value: float) -> bool:
        return self.clamp(value) == value

    def clamp(self, value: float) -> float:
        """Return the allowed value that is nearest."""
        low = value if self.least is None else max(value, self.least)
        return low if self.most is None else min(low, self.most)

    def within(self, margin: float) -> "Span":
        """Return the span with a little room at both ends, or its middle where it is too narrow for that."""
        if self.least is not None and self.most is not None and self.most - self.least < 2 * margin:
            middle = (self.least + self.most) / 2
            return Span(middle, middle)
        return Span(
            None if self.least is None else self.least + margin,
            None if self.most is None else self.most - margin,
        )


@dataclass(frozen=True, slots=True)
class Bound:
    """One limit of size; one that is wished for gives way where the photo does not hold so much."""

    of: Size
    least: float | None = None
    most: float | None = None
    wished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a rendition must be, and what it had better be; empty and None where nobody minds.

    formats        the allowed ones, any order; JPEG is written where it is among them
    ratio          width over height
    fill           longer side of the piece's box, as a share of the frame's side along it
    survives       aspects, width over height: the piece stays whole in the largest centre crop of each
    white          the ground is pure white, without the shadow
    photographed   what a trained model had a part in is refused
    max_bytes      a file of more is refused by whom it is for; one of ``wished_bytes`` is welcome
    least_quality  of JPEG and WebP, never below 85
    """

    formats: tuple[str, ...] = ("jpeg",)
    sizes: tuple[Bound, ...] = ()
    ratio: Span = Span()
    fill: Span = Span()
    survives: tuple[float, ...] = ()
    white: bool = False
    photographed: bool = False
    max_bytes: int | None = None
    wished_bytes: int | None = None
    least_quality: int = LEAST_QUALITY


def shrinkage(bounds: Iterable[Bound], width: float, height: float) -> float:
    """Return what both sides must be multiplied with so that nothing is too large; 1 where nothing limits it."""
    return min((_factor(bound.of, bound.most, width, height) for bound in bounds if bound.most), default=1.0)


def growth(bounds: Iterable[Bound], width: float, height: float, *, wishes: bool) -> float:
    """Return what both sides would have to be multiplied with so that nothing is too small: 0 or more."""
    asked = [bound for bound in bounds if wishes or not bound.wished]
    return max((_factor(bound.of, bound.least, width, height) for bound in asked if bound.least), default=0.0)


def _factor(size: Size, then: float, width: float, height: float) -> float:
    return size.factor(size.of(width, height), then)
