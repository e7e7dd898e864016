"""What each operation did, in the one figure that says whether it helped: before, after, and the gain."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retouch.alloys import ALLOYS, reflected
from retouch.arrays import LinearRGB
from retouch.color import luminance, to_lab
from retouch.quality.drift import median_lab
from retouch.quality.sharpness import edge_acuity
from retouch.regions.ground import lit_ground
from retouch.scene import Scene

Figure = Callable[[LinearRGB, Scene], float]
BLOWN = 0.955


@dataclass(frozen=True, slots=True)
class Effect:
    """One operation on one photo: its figure before and after, and how much better that is (negative: worse)."""

    figure: str
    before: float
    after: float
    gain: float


def _cast(pixels: LinearRGB, scene: Scene) -> float:
    ground = lit_ground(pixels, scene.alpha, scene.shadow)
    if ground is None:
        return 0.0
    lab = to_lab(ground.color)
    return float(np.hypot(lab[1], lab[2]))


def _paper(pixels: LinearRGB, scene: Scene) -> float:
    ground = lit_ground(pixels, scene.alpha, scene.shadow)
    return 0.0 if ground is None else float(to_lab(ground.color)[0])


def _spots(pixels: LinearRGB, scene: Scene) -> float:
    """Mean tone contrast of the listed defects against the rim of their boxes."""
    tone = np.sqrt(luminance(pixels))
    contrasts = []
    for defect in scene.defects:
        box = defect.box
        rows = slice(max(0, box.top - 3), box.bottom + 3)
        columns = slice(max(0, box.left - 3), box.right + 3)
        around, inside = tone[rows, columns], tone[box.top : box.bottom, box.left : box.right]
        contrasts.append(float(np.abs(inside - np.median(around)).max()))
    return float(np.mean(contrasts)) if contrasts else 0.0


def _blown(pixels: LinearRGB, scene: Scene) -> float:
    metal = scene.metal > 0.5
    return float((luminance(pixels)[metal] > BLOWN).mean()) if metal.any() else 0.0


def _off_tone(pixels: LinearRGB, scene: Scene) -> float:
    """Distance in a*, b* of the metal's middle tones from the alloy's color at their luminance."""
    color = median_lab(pixels, scene.metal)
    if color is None or scene.alloy not in ALLOYS:
        return 0.0
    light = np.array([((color[0] + 16.0) / 116.0) ** 3], np.float32)
    own = to_lab(np.clip(reflected(ALLOYS[scene.alloy], light), 0.0, 1.0))[0]
    return float(np.hypot(*(color - own)[1:]))


def _facets(pixels: LinearRGB, scene: Scene) -> float:
    gem = scene.gem > 0.9
    return float(np.sqrt(luminance(pixels)[gem]).std()) if gem.any() else 0.0


def _acuity(pixels: LinearRGB, scene: Scene) -> float:
    return edge_acuity(pixels, scene.alpha > 0.9)


FIGURES: dict[str, tuple[str, Figure, float]] = {
    "white_balance": ("chroma of the lit ground", _cast, -1.0),
    "exposure": ("L* of the lit ground", _paper, 1.0),
    "spot_removal": ("contrast of the defects, tone", _spots, -1.0),
    "highlights": ("share of the metal blown", _blown, -1.0),
    "metal_tone": ("distance from the alloy in a*, b*", _off_tone, -1.0),
    "gems": ("spread of tone in the stones", _facets, 1.0),
    "detail": ("acuity of the piece's edges", _acuity, 1.0),
}


def effect(operation: str, before: LinearRGB, after: LinearRGB, scene: Scene) -> Effect:
    """Measure one of the operations in FIGURES.

    Parameters
    ----------
    before, after  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    """
    name, figure, sign = FIGURES[operation]
    first, second = figure(before, scene), figure(after, scene)
    return Effect(name, first, second, sign * (second - first))
