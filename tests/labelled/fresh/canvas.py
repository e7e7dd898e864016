"""Layers of linear light: noise, splines, masks, blurs, shadows and the camera's last steps."""

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tests.labelled.samples import NOTHING_LAID_OVER, Codes, Sample, saved

Floats = npt.NDArray[np.floating[Any]]
Tone = tuple[float, float, float]
Point = tuple[float, float]
Shape = tuple[int, int]

NOTHING = NOTHING_LAID_OVER | {"text_found": False}
cv2.setNumThreads(1)


def sample(
    name: str, level: str, codes: Codes, truth: dict[str, bool] | None = None, unsure: tuple[str, ...] = ()
) -> Sample:
    """Return a picture with all that is surely true of it."""
    known = {fact: told for fact, told in (NOTHING | (truth or {})).items() if fact not in unsure}
    return Sample(f"fresh-{name}", level, saved(codes, quality=93), known, reads=True)


def floats(values: Any) -> Floats:
    return np.asarray(values, np.float32)


def linear(tone: Tone) -> Floats:
    """Return a color's linear light."""
    return (floats(tone) / 255) ** 2.2


def filled(shape: Shape, tone: Tone) -> Floats:
    return np.broadcast_to(linear(tone), (*shape, 3)).astype(np.float32)


def grid(shape: Shape) -> tuple[Floats, Floats]:
    """Return each pixel's row and column."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    return floats(rows), floats(columns)


def noise(
    shape: Shape, size: float, seed: int, octaves: int = 4, stretch: Point = (1.0, 1.0), fall: float = 0.5
) -> Floats:
    """Return soft noise around nothing, with spots of the given size in pixels (across, down stretched)."""
    rng = np.random.default_rng(seed)
    total = np.zeros(shape, np.float32)
    strength = 1.0
    for _ in range(octaves):
        down = max(2, round(shape[0] / max(size * stretch[1], 1)) + 2)
        across = max(2, round(shape[1] / max(size * stretch[0], 1)) + 2)
        coarse = floats(rng.normal(0, 1, (min(down, shape[0]), min(across, shape[1]))))
        total += strength * cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
        strength *= fall
        size /= 2
    return total * 0.6


def blur(values: Floats, sigma: float) -> Floats:
    """Blur softly; wide blurs are made on a smaller copy."""
    if sigma <= 0.2:
        return values
    shrink = int(sigma // 4)
    if shrink < 2:
        return floats(cv2.GaussianBlur(values, (0, 0), sigma))
    height, width = values.shape[:2]
    small = cv2.resize(
        values, (max(4, width // shrink), max(4, height // shrink)), interpolation=cv2.INTER_AREA
    )
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return floats(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def lens(values: Floats, radius: float) -> Floats:
    """Blur as a lens out of focus does, by a disc."""
    if radius < 0.5:
        return values
    shrink = max(1, int(radius // 7))
    height, width = values.shape[:2]
    small = cv2.resize(values, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    reach = int(np.ceil(radius / shrink)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = floats(np.clip(radius / shrink - np.hypot(x, y) + 0.5, 0, 1))
    small = cv2.filter2D(small, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT)
    return floats(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def spline(points: Sequence[Sequence[float]] | Floats, count: int, closed: bool = False) -> Floats:
    """Return a smooth curve through points of any number of numbers, so many along it."""
    knots = floats(points)
    if closed:
        padded = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    places = np.linspace(0, len(padded) - 3, count, endpoint=not closed) - 1e-5
    places = np.clip(places, 0, None)
    index = places.astype(int)
    t = floats(places - index)[:, None]
    a, b, c, d = (padded[index + shift] for shift in range(4))
    return floats(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    )


def lengths(curve: Floats) -> Floats:
    """Return how far along a curve each of its points lies."""
    steps = curve[1:, :2] - curve[:-1, :2]
    return np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])


def polygon(shape: Shape, points: Any) -> Floats:
    """Return the mask of a filled polygon given by (x, y), with smooth edges."""
    mask = np.zeros(shape, np.uint8)
    corners = np.round(np.asarray(points, np.float64)[:, :2] * 16).astype(np.int32)
    cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA, 4)
    return floats(mask) / 255


def stroke(shape: Shape, points: Any, width: float, closed: bool = False) -> Floats:
    """Return the mask of a line; widths under a pixel become paler."""
    mask = np.zeros(shape, np.uint8)
    corners = np.round(np.asarray(points, np.float64)[:, :2] * 16).astype(np.int32)
    cv2.polylines(mask, [corners], closed, 255, max(1, round(width)), cv2.LINE_AA, 4)
    return floats(mask) / 255 * min(1.0, width)


def oval(shape: Shape, center: Point, radii: Point, turn: float = 0.0, soft: float = 1.0) -> Floats:
    """Return the mask of an ellipse, its edge as soft as asked in pixels."""
    rows, columns = grid(shape)
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    x, y = columns - center[0], rows - center[1]
    across, down = (x * cos + y * sin) / radii[0], (y * cos - x * sin) / radii[1]
    return np.clip((1 - np.hypot(across, down)) * min(radii) / soft + 0.5, 0, 1)


def over(light: Floats, tone: Tone | Floats, mask: Floats) -> Floats:
    """Lay a color or a picture over by a mask."""
    color = linear(tone) if isinstance(tone, tuple) else tone
    return light + (color - light) * mask[..., None]


def dimmed(light: Floats, mask: Floats, strength: float, tint: Tone = (1.0, 0.94, 0.88)) -> Floats:
    """Darken by a mask as a shadow does, a little less in blue."""
    return light * (1 - mask[..., None] * strength * floats(tint))


def shifted(mask: Floats, by: Point) -> Floats:
    move = np.array([[1, 0, by[0]], [0, 1, by[1]]], np.float64)
    return floats(cv2.warpAffine(mask, move, (mask.shape[1], mask.shape[0])))


def cast(light: Floats, mask: Floats, by: Point, soft: float, strength: float = 0.5) -> Floats:
    """Lay a shadow: dark where a thing touches, paler and softer away from it."""
    near = blur(shifted(mask, (by[0] * 0.25, by[1] * 0.25)), soft * 0.3)
    far = blur(shifted(mask, by), soft)
    return dimmed(dimmed(light, far, strength), near, strength * 0.6)


def local(light: Floats, at: Point, reach: float, draw: Callable[[Floats, Point], Floats]) -> Floats:
    """Draw on the part around a place only; the drawing is told where the place is in it."""
    height, width = light.shape[:2]
    left, right = int(np.clip(at[0] - reach, 0, width)), int(np.clip(at[0] + reach, 0, width))
    above, below = int(np.clip(at[1] - reach, 0, height)), int(np.clip(at[1] + reach, 0, height))
    if right - left < 4 or below - above < 4:
        return light
    whole = light.copy()
    whole[above:below, left:right] = draw(light[above:below, left:right], (at[0] - left, at[1] - above))
    return whole


def warped(texture: Floats, corners: Any, shape: Shape) -> Floats:
    """Draw a texture into a quadrilateral given from top left clockwise."""
    height, width = texture.shape[:2]
    source = floats([(0, 0), (width, 0), (width, height), (0, height)])
    matrix = cv2.getPerspectiveTransform(source, floats(corners))
    return floats(
        cv2.warpPerspective(texture, matrix, (shape[1], shape[0]), flags=cv2.INTER_LINEAR, borderMode=1)
    )


def window_light(shape: Shape, seed: int, strength: float = 0.5, panes: bool = False) -> Floats:
    """Return how light from a window falls: brighter toward a side, with panes if asked."""
    rng = np.random.default_rng(seed)
    rows, columns = grid(shape)
    angle = rng.uniform(0, 2 * np.pi)
    along = (columns / shape[1] - 0.5) * np.cos(angle) + (rows / shape[0] - 0.5) * np.sin(angle)
    level = 1 + strength * along
    if panes:
        turn = rng.uniform(0.3, 0.6)
        u, v = columns + turn * rows, rows - 0.25 * columns
        wide = 0.26 * shape[1]
        bars = (np.abs(u % wide - wide / 2) < wide * 0.44) & (
            np.abs(v % (wide * 1.3) - wide * 0.65) < wide * 0.6
        )
        level = level * (0.55 + 0.55 * blur(floats(bars), 5))
    return floats(level)[..., None]


def taken(
    light: Floats,
    seed: int,
    grain: float = 1.3,
    exposure: float = 1.0,
    vignette: float = 0.08,
    warm: float = 0.0,
) -> Codes:
    """Return the picture a camera makes of the light."""
    rows, columns = grid(light.shape[:2])
    height, width = light.shape[:2]
    far = ((columns / width - 0.5) ** 2 + (rows / height - 0.5) ** 2) * 2
    light = light * exposure * (1 - vignette * far)[..., None] * floats([1 + warm, 1, 1 - warm])
    light = np.clip(light, 0, None)
    rolled = np.where(light > 0.8, 0.8 + 0.2 * np.tanh((light - 0.8) / 0.28), light)
    shown = 255 * np.clip(rolled, 0, 1) ** (1 / 2.2)
    rng = np.random.default_rng(seed)
    speck = floats(rng.normal(0, grain, (height, width, 1))) + blur(
        floats(rng.normal(0, grain * 0.8, (height, width, 3))), 0.7
    )
    return np.clip(np.round(shown + speck), 0, 255).astype(np.uint8)
