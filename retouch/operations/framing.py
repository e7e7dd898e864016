"""Place the piece: square, centred, filling a stated share, at its own scale.

Nothing is enlarged: a small piece gets a small picture. It is reduced only where the frame would have more pixels than
are allowed, and before the frame is made, so that a long thin piece does not cost a huge square.

A ground drawn by code is laid here and not before: it reaches to every edge of the frame, however far that lies beyond
the photo.
"""

from dataclasses import dataclass

import numpy as np

from retouch.arrays import LinearRGB
from retouch.backdrops import KINDS, STYLES, gradient
from retouch.errors import InvalidParams, RegionNotFound
from retouch.operation import Region, operation, require_range
from retouch.resampling import reduced
from retouch.scene import Box, Scene
from retouch.staging import staged

CHANNELS = 4
FRAMED = 0.01  # of the frame's side: a photo whose frame is the wanted one but for so much is framed already
Color = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Framing:
    """How the piece sits in its frame; a fill of 0 leaves the frame as it is.

    fill        longer side of the piece's box, as a share of the frame's side along it
    aspect      the frame's width over its height
    max_pixels  a frame of more is made smaller, the piece with it; 0 for no limit
    ground      "" for none, "gradient", or a styled one: "linen", "stone", "studio"; for a piece that was cut out
    above       red, green and blue at a gradient's upper edge, sRGB encoded, 0 to 1
    below       the same at its lower edge; equal to ``above`` it is one plain color
    shadow      share of the shadow to lay on that ground, 0 to 1
    """

    fill: float = 0.0
    aspect: float = 1.0
    max_pixels: int = 0
    ground: str = ""
    above: Color = (1.0, 1.0, 1.0)
    below: Color = (1.0, 1.0, 1.0)
    shadow: float = 0.0

    def __post_init__(self) -> None:
        require_range("framing.fill", self.fill, 0.0, 1.0)
        require_range("framing.aspect", self.aspect, 0.25, 4.0)
        require_range("framing.max_pixels", self.max_pixels, 0, 1e9)
        require_range("framing.shadow", self.shadow, 0.0, 1.0)
        if self.ground and self.ground not in KINDS:
            raise InvalidParams(f"framing.ground must be one of {', '.join(KINDS)}, not {self.ground!r}")
        if self.ground and self.fill == 0.0:
            raise InvalidParams("framing.ground needs a fill: it is drawn for the frame")
        _require_color("framing.above", self.above)
        _require_color("framing.below", self.below)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a frame lies on a photo.

    width, height  of the frame
    left, top      of the frame's corner on the photo; negative beyond it
    photo          width and height of the photo it lies on, reduced where the frame would have had too many pixels
    """

    width: int
    height: int
    left: int
    top: int
    photo: tuple[int, int]

    def figures(self, box: Box, photo: tuple[int, int]) -> tuple[float, float]:
        """Share of the side that a box on the photo of that size fills, at most, and its smallest margin in pixels."""
        across, down = self.photo[0] / photo[0], self.photo[1] / photo[1]
        left, top = box.left * across - self.left, box.top * down - self.top
        wide, high = box.width * across, box.height * down
        margins = (left, top, self.width - left - wide, self.height - top - high)
        return max(wide / self.width, high / self.height), min(margins)


@operation(
    "framing",
    version=2,
    params=Framing,
    changes=Region.EVERYWHERE,
    needs=frozenset({Region.PIECE}),
    reshapes=True,
)
def framing(pixels: LinearRGB, params: Framing, scene: Scene) -> LinearRGB:
    """Crop and pad so that the piece is centred and fills its share.

    Parameters
    ----------
    pixels  (H, W, 3) or (H, W, 4) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    (h, w, 3 or 4) of the same kind; new ground is white, or where there is alpha transparent. With a ground of its
    own (h, w, 3), and only pixels of alpha 1 are the given ones

    Raises
    ------
    RegionNotFound  the scene has no piece to be framed

    The piece's pixels are the given ones, bit by bit, unless the frame had to be made smaller.
    """
    if params.fill == 0.0:
        return pixels.copy()
    if min(scene.box.width, scene.box.height) == 0:
        raise RegionNotFound("an empty box cannot be framed")
    if params.ground and pixels.shape[2] != CHANNELS:
        pixels = np.dstack([pixels, scene.alpha])
    photo = (pixels.shape[1], pixels.shape[0])
    frame = frame_of(params, scene.box, photo)
    if frame == Frame(*photo, 0, 0, photo) and not params.ground:
        return pixels.copy()
    if frame.photo != photo:
        pixels = reduced(pixels, frame.photo)
    size = (frame.width, frame.height)
    ground = _ground(params, size[::-1]) if params.ground else None  # first: drawing needs room of its own
    placed = _placed(pixels, size, (frame.left, frame.top))
    return placed if ground is None else staged(placed, ground, params.shadow)


def frame_of(params: Framing, box: Box, photo: tuple[int, int]) -> Frame:
    """Where the frame of a piece lies on a photo of that width and height, reduced where it had too many pixels."""
    width, height = frame_size(params, box)
    left, top = (box.left + box.right - width) / 2, (box.top + box.bottom - height) / 2
    too_many = 0 < params.max_pixels < width * height
    as_it_is = not too_many and not params.ground
    if as_it_is and _is_framed(photo, params.aspect, (width, height), (left, top)):
        return Frame(*photo, 0, 0, photo)
    if too_many:
        scale = (params.max_pixels / (width * height)) ** 0.5
        photo = max(1, round(photo[0] * scale)), max(1, round(photo[1] * scale))
        width, height = max(1, int(width * scale)), max(1, int(height * scale))
        left, top = left * scale, top * scale
    return Frame(width, height, round(left), round(top), photo)


def _is_framed(
    photo: tuple[int, int], aspect: float, size: tuple[int, int], corner: tuple[float, float]
) -> bool:
    """Whether the photo's own frame is the wanted one, but for what measuring a box anew may differ by."""
    columns, rows = photo
    apart = max(abs(columns - size[0]), abs(rows - size[1]), 2 * abs(corner[0]), 2 * abs(corner[1]))
    return bool(apart <= FRAMED * max(size) and abs(columns - rows * aspect) <= 0.5)


def frame_size(params: Framing, box: Box) -> tuple[int, int]:
    """Width and height of the smallest frame of its aspect in which neither side of the box exceeds its share."""
    width = max(box.width, box.height * params.aspect) / params.fill
    return max(1, round(width)), max(1, round(width / params.aspect))


def _ground(params: Framing, size: tuple[int, int]) -> LinearRGB:
    draw = STYLES.get(params.ground)
    return draw(size) if draw is not None else gradient(size, params.above, params.below)


def _require_color(name: str, color: Color) -> None:
    if len(color) != 3 or not all(isinstance(value, float) for value in color):
        raise InvalidParams(f"{name} is three numbers with a decimal point: red, green, blue")
    for value in color:
        require_range(name, value, 0.0, 1.0)


def _placed(pixels: LinearRGB, size: tuple[int, int], corner: tuple[int, int]) -> LinearRGB:
    """Copy what lies in the frame; the rest is ground."""
    (width, height), (left, top) = size, corner
    framed = np.full((height, width, pixels.shape[2]), 1.0, np.float32)
    framed[..., 3:] = 0.0
    rows = slice(max(0, top), min(pixels.shape[0], top + height))
    columns = slice(max(0, left), min(pixels.shape[1], left + width))
    framed[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = pixels[
        rows, columns
    ]
    return framed
