"""A drawn ring: a band, a faceted stone above it, four prongs; and its scene, exact by construction."""

from dataclasses import dataclass, replace

import numpy as np

from retouch.alloys import ALLOYS, reflected
from retouch.arrays import LinearRGB, Mask
from retouch.scene import Box, Scene

GOLD = "18k-yellow-gold"
SAPPHIRE = (0.06, 0.12, 0.55)
DIAMOND = (0.55, 0.55, 0.55)
PAPER = (0.6, 0.6, 0.6)


@dataclass(frozen=True)
class Drawn:
    pixels: LinearRGB
    scene: Scene
    band: Mask
    stone: Mask
    prongs: Mask

    def with_scene(self, **changes: object) -> "Drawn":
        return replace(self, scene=replace(self.scene, **changes))  # type: ignore[arg-type]


def ring(
    side: int = 64,
    *,
    alloy: str = GOLD,
    stone: tuple[float, float, float] = SAPPHIRE,
    paper: tuple[float, float, float] = PAPER,
    light: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> Drawn:
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32) / side
    radius = np.hypot(columns - 0.5, rows - 0.62)
    head = np.hypot(columns - 0.5, rows - 0.30)
    gem = head < 0.13
    band = (radius < 0.30) & (radius > 0.20) & ~gem
    angle = np.arctan2(rows - 0.30, columns - 0.5)
    spokes = np.abs(np.sin(2.0 * (angle - np.pi / 4))) * head < 0.035
    prongs = spokes & (head >= 0.13) & (head < 0.20) & ~band
    metal = band | prongs
    luminance = 0.35 + 0.25 * np.sin(9.0 * np.arctan2(rows - 0.62, columns - 0.5)) * (radius / 0.3)
    luminance[prongs] = 0.3
    pixels = np.empty((side, side, 3), np.float32)
    pixels[:] = paper
    pixels[metal] = reflected(ALLOYS[alloy], np.clip(luminance[metal], 0.02, 0.9).astype(np.float32))
    facets = 0.35 + 0.65 * (np.floor(angle / np.pi * 5) % 2) + 0.4 * (head < 0.06)
    pixels[gem] = np.asarray(stone, np.float32) * facets[gem][:, None]
    pixels = np.clip(pixels * np.asarray(light, np.float32), 0.0, 1.0).astype(np.float32)
    return Drawn(pixels, _scene(metal, gem, alloy), band, gem, prongs)


def _scene(metal: Mask, gem: Mask, alloy: str) -> Scene:
    piece = metal | gem
    where = np.argwhere(piece)
    (top, left), (bottom, right) = where.min(axis=0), where.max(axis=0) + 1
    nothing = np.zeros(piece.shape, np.float32)
    return Scene(
        alpha=piece.astype(np.float32),
        metal=metal.astype(np.float32),
        gem=gem.astype(np.float32),
        shade=nothing,
        defects=(),
        defect_mask=np.zeros(piece.shape, bool),
        protected=np.zeros(piece.shape, bool),
        box=Box(int(left), int(top), int(right), int(bottom)),
        alloy=alloy,
        alloy_source="listing",
    )


def on_white(drawn: Drawn, pixels: LinearRGB) -> LinearRGB:
    """The piece as its alpha has it, on pure white: what a cut-out and a laid background make of it."""
    alpha = drawn.scene.alpha[..., None]
    return (pixels * alpha + (1.0 - alpha)).astype(np.float32)


def hue_deg(lab: np.ndarray) -> float:
    return float(np.degrees(np.arctan2(lab[..., 2], lab[..., 1])))
