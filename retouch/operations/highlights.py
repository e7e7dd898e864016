"""Turn burnt-out places on metal into gradients: bright in the middle, falling to the metal's tone at the rim.

A clipped spot holds no detail to bring back, and none is invented: the bright tones of the metal are compressed by one
curve, and the spot continues that curve's ramp from its rim inward, by how deep a pixel lies in it. A polished metal
shows some burnt-out glints, so the cores of spots stay as they are; the more of the metal is burnt out beyond that, the
plainer it is that lamps were too strong, and the more is compressed.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import largest_channel, luminance
from retouch.operation import Region, operation, require_range
from retouch.regions.crops import bands, window
from retouch.regions.opponent import from_relative_chroma, relative_chroma
from retouch.scene import Scene

Floats = npt.NDArray[np.float32]

BLOWN = 0.952  # largest channel, linear: code 249.5, from which on a camera's shoulder hides what was there
TOP = 0.91  # largest channel where the bright middle of a spot begins
KNEE, LARGEST_KNEE = (
    0.40,
    0.62,
)  # luminance of the metal's bright tone up to which nothing is lowered; as largest channel
DEEPEST = (
    0.75  # of the way from BLOWN to the knee: what a spot's rim is lowered by at full strength and evidence
)
GLINTS = 0.05  # of the metal: as much is burnt out in a good photo of polished metal, and says nothing
PLAINLY = 0.30  # of the metal: as much is burnt out where lamps were plainly too strong
CORE, KEPT = 0.75, 0.40  # of what is burnt out: reaches TOP, stays burnt out
MOST_BLOWN = 0.5  # of the metal: beyond, the photo is overexposed or its metal white, and this is no hotspot
LARGEST_SPOT = 0.2  # of the metal: larger is enamel or mother-of-pearl, a white surface and no hotspot
GLINT_SIDE = (
    0.004  # of the piece's longer side: smaller spots are left whole, being what makes metal look polished
)
PLATEAU = (
    0.8  # largest channel around a small spot from which on it is a speck of a bright plateau, and no glint
)
WIDEST_PX = 24  # half the width of a spot, beyond which its middle is not looked for


@dataclass(frozen=True, slots=True)
class Highlights:
    """How far hotspots are compressed, 0 to 1; 0 leaves them as they are."""

    strength: float = 0.0

    def __post_init__(self) -> None:
        require_range("highlights.strength", self.strength, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Spots:
    """Burnt-out places (H, W); how deep each pixel of them (N,) lies, 0 at the rim to 3; half their width."""

    mask: Mask
    depth: Floats
    half_px: float


@operation("highlights", version=3, params=Highlights, changes=Region.METAL, needs=frozenset({Region.METAL}))
def highlights(pixels: LinearRGB, params: Highlights, scene: Scene) -> LinearRGB:
    """Compress burnt-out hotspots on metal into gradients.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]

    Returns
    -------
    The same shape and range; only pixels with metal whose luminance is above about ``KNEE`` are changed, and only
    downward. Equal to the input where no more is burnt out than polish explains.
    """
    place = window(scene.metal)
    if params.strength == 0.0 or place is None:
        return pixels.copy()
    crop, metal = pixels[place], scene.metal[place]
    level = largest_channel(crop)
    blown = (level >= BLOWN) & (metal > 0.5)
    share = float(blown.sum()) / max(1, int((metal > 0.5).sum()))
    if not GLINTS < share <= MOST_BLOWN:
        return pixels.copy()
    spots = _spots(blown, level, metal, max(scene.box.width, scene.box.height))
    if spots is None:
        return pixels.copy()
    plain = float(_smoothstep(np.asarray((share - GLINTS) / (PLAINLY - GLINTS), np.float32)))
    knee = _knee(crop, level, metal)
    rim = BLOWN - DEEPEST * params.strength * plain * (BLOWN - knee)
    tint, done = _surrounding_tone(crop, level, metal, spots), 0
    del level, blown
    lowered = pixels.copy()
    for rows in bands(len(metal)):
        inside = spots.mask[rows]
        own = slice(done, done := done + int(inside.sum()))
        _lower(lowered[place][rows], metal[rows], inside, (spots.depth[own], tint[own]), (knee, rim))
    return lowered


def _lower(
    part: LinearRGB,
    metal: Alpha,
    inside: Mask,
    own: tuple[Floats, npt.NDArray[np.complex64]],
    ends: tuple[float, float],
) -> None:
    """Lower a band of rows in place: what lies between the ``ends``, and in spots by ``own`` depth and tone (N,)."""
    depth, tint = own
    level = largest_channel(part)
    wanted = np.where((level >= BLOWN) & (metal > 0.5), level, _bent(level, *ends))
    wanted[inside] = _domed(level[inside], depth, ends[1])
    chosen = (metal > 0) & (wanted < level)
    colors = part * (wanted / np.maximum(level, 1e-6))[..., None]
    colors[inside] = _tinted(part[inside], wanted[inside], depth, tint)
    part[chosen] += metal[chosen][:, None] * (colors[chosen] - part[chosen])


def _spots(blown: Mask, level: Floats, metal: Alpha, side_px: int) -> _Spots | None:
    """Find the burnt-out places that are neither glints nor white surfaces; None where there are none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(blown.view(np.uint8), connectivity=8)
    area = np.maximum(stats[:, cv2.CC_STAT_AREA], 1)
    around = np.bincount(labels[blown], cv2.blur(level, (7, 7))[blown], minlength=count) / area
    is_glint = (area <= max(4.0, (GLINT_SIDE * side_px) ** 2)) & (around < PLATEAU)
    chosen = ~is_glint & (area <= LARGEST_SPOT * float((metal > 0.5).sum()))
    chosen[0] = False
    mask: Mask = chosen[labels]
    if not mask.any():
        return None
    closed = cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    inside = np.asarray(cv2.distanceTransform(closed, cv2.DIST_L2, 5), np.float32)
    half_px = float(np.clip(np.quantile(inside[mask], 0.95), 1.0, WIDEST_PX))
    kept = min(1.0, max(KEPT, GLINTS * float((metal > 0.5).sum()) / float(blown.sum())))
    depth = _depth(inside, half_px)
    middle, core = np.quantile(depth[mask], (1.0 - max(CORE, kept), 1.0 - kept))
    steps = np.asarray([0.0, middle, core, depth[mask].max()]) + np.asarray([0.0, 1e-4, 2e-4, 3e-4])
    return _Spots(mask, np.interp(depth[mask], steps, (0.0, 1.0, 2.0, 3.0)).astype(np.float32), half_px)


def _depth(inside: Floats, half_px: float) -> Floats:
    """Return the distance (H, W) from a spot's rim relative to its own half width, smoothed; about 0 to 1."""
    side = 2 * round(half_px) + 1
    middle = cv2.dilate(inside, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    middle = np.maximum(cv2.blur(middle, (side, side)), 0.5 * half_px)
    ratio = inside / np.maximum(middle, 1.0)
    return np.asarray(cv2.GaussianBlur(ratio, (0, 0), max(0.6, 0.15 * half_px)), np.float32)


def _knee(crop: LinearRGB, level: Floats, metal: Alpha) -> float:
    """Return the largest channel at which bright metal has the luminance KNEE: gold's red is far above it."""
    seen = (metal > 0.9) & (level > KNEE) & (level < TOP)
    if not seen.any():
        return KNEE
    return float(min(KNEE * np.median(level[seen] / luminance(crop[seen])), LARGEST_KNEE))


def _bent(level: Floats, knee: float, rim: float) -> Floats:
    """Bend levels between the knee and BLOWN so that BLOWN becomes ``rim``, with no corner at the knee."""
    width = BLOWN - knee
    above = np.clip((level - knee) / width, 0.0, 1.0)
    flattening = width / (rim - knee) - 1.0
    bent = knee + width * above / (1.0 + np.float32(flattening) * above)
    return np.where(level > knee, bent, level).astype(np.float32)


def _domed(level: Floats, depth: Floats, rim: float) -> Floats:
    """Rise from ``rim`` over TOP at depth 1 and BLOWN at depth 2 to what the photo has in a spot's middle."""
    return np.asarray(
        np.interp(depth, (0.0, 1.0, 2.0, 3.0), (rim, max(rim, TOP), BLOWN, 1.0)) * level, np.float32
    )


def _surrounding_tone(
    crop: LinearRGB, level: Floats, metal: Alpha, spots: _Spots
) -> npt.NDArray[np.complex64]:
    """Relative chroma (N,) of the bright metal around the spots' pixels, where it is not burnt out; 0: none is near."""
    seen = (metal > 0.9) & (level > KNEE) & (level < TOP)
    chroma = relative_chroma(crop[seen], luminance(crop[seen]))
    side = 6 * round(spots.half_px) + 3

    def around(values: Floats | float) -> Floats:
        plane = np.zeros(level.shape, np.float32)
        plane[seen] = values
        return _blurred(plane, side)[spots.mask]

    tone = around(chroma.real) + 1j * around(chroma.imag)
    return np.asarray(tone / np.maximum(around(1.0), 1e-3), np.complex64)


def _blurred(values: Floats, side: int) -> Floats:
    """Box-filter twice, which is near enough to a Gaussian and does not grow dearer with its width."""
    box = (side, side)
    return np.asarray(cv2.blur(cv2.blur(np.ascontiguousarray(values), box), box), np.float32)


def _tinted(colors: Floats, wanted: Floats, depth: Floats, tint: npt.NDArray[np.complex64]) -> Floats:
    """Return (N, 3) colors whose largest channel is ``wanted``, of the surroundings' tone as far as they left white."""
    light = luminance(colors)
    chroma = relative_chroma(colors, light)
    paler = np.abs(chroma) < np.abs(tint)
    toward = np.clip(1.0 - depth, 0.0, 1.0) * paler
    half = np.full(len(light), 0.4, np.float32)  # any luminance at which no color of a metal clips
    toned = from_relative_chroma((chroma + toward * (tint - chroma)).astype(np.complex64), half)
    return np.asarray(toned * (wanted / np.maximum(largest_channel(toned), 1e-6))[:, None], np.float32)


def _smoothstep(position: Floats) -> Floats:
    """Rise from 0 to 1 with no corner (Perlin's cubic)."""
    inner = np.clip(position, 0.0, 1.0)
    rise: Floats = inner * inner * (3.0 - 2.0 * inner)
    return rise
