"""What metals, stones and the rest do with light.

Metal reflectance follows the F82 model (Kutz, Hašan, Edmondson 2021): Schlick's curve from the reflectance at normal
incidence, bent so that it passes a stated tint at 82°. Reflectances are linear sRGB.
"""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from retouch.training.render.mesh import Floats

Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Metal:
    """Reflectance at normal incidence and tint at 82°; roughness as the width of the mirrored lobe, 0–1."""

    base: Color
    edge: Color = (1.0, 1.0, 1.0)
    roughness: float = 0.06


@dataclass(frozen=True, slots=True)
class Stone:
    """Refractive index at the sodium line, its spread red to blue, and the tint of a way through half the stone."""

    index: float
    tint: Color = (1.0, 1.0, 1.0)
    spread: float = 0.012


@dataclass(frozen=True, slots=True)
class Matte:
    """Scattering stuff under a clear coat: pearl, leather, dial, cabochon; ``play``: opal's patches of color.

    A ``texture`` of ``patterns.SHARES`` mixes in ``second``, ``scale`` millimetres wide, another one for each ``seed``.
    """

    albedo: Color
    coat: float = 0.04
    roughness: float = 0.1
    grain: float = 0.0
    texture: str = ""
    gem: bool = False
    play: bool = False
    second: Color = (0.0, 0.0, 0.0)
    scale: float = 3.0
    seed: int = 0


Material = Metal | Stone | Matte
_KINDS: dict[str, type[Metal] | type[Stone] | type[Matte]] = {"Metal": Metal, "Stone": Stone, "Matte": Matte}

_YELLOW, _ROSE = (1.0, 0.96, 0.78), (1.0, 0.93, 0.88)
METALS: dict[str, Metal] = {
    "10k-yellow-gold": Metal((0.95, 0.78, 0.50), _YELLOW),
    "14k-yellow-gold": Metal((0.97, 0.77, 0.42), _YELLOW),
    "18k-yellow-gold": Metal((1.0, 0.766, 0.336), _YELLOW),
    "22k-yellow-gold": Metal((1.0, 0.74, 0.27), _YELLOW),
    "14k-rose-gold": Metal((0.965, 0.70, 0.545), _ROSE),
    "18k-rose-gold": Metal((0.97, 0.68, 0.49), _ROSE),
    "14k-white-gold": Metal((0.73, 0.705, 0.66)),
    "18k-white-gold": Metal((0.71, 0.69, 0.65)),
    "sterling-silver": Metal((0.90, 0.885, 0.84)),
    "platinum": Metal((0.679, 0.642, 0.588), (0.95, 0.95, 0.94)),
    "steel": Metal((0.62, 0.60, 0.58)),
    "brushed-steel": Metal((0.62, 0.60, 0.58), roughness=0.35),
    "oxidized-silver": Metal((0.16, 0.15, 0.14), roughness=0.3),
}
HELD_BACK = frozenset({"10k-yellow-gold", "18k-rose-gold", "18k-white-gold"})
"""Metals that the test scenes alone are made of."""
STONES: dict[str, Stone] = {
    "diamond": Stone(2.417, spread=0.044),
    "moissanite": Stone(2.65, spread=0.104),
    "sapphire": Stone(1.77, (0.10, 0.22, 0.74)),
    "ruby": Stone(1.77, (0.86, 0.07, 0.14)),
    "emerald": Stone(1.58, (0.08, 0.62, 0.30)),
    "amethyst": Stone(1.55, (0.55, 0.26, 0.74)),
    "aquamarine": Stone(1.58, (0.55, 0.86, 0.92)),
    "citrine": Stone(1.55, (0.96, 0.66, 0.16)),
    "garnet": Stone(1.75, (0.66, 0.06, 0.09)),
    "morganite": Stone(1.58, (0.97, 0.74, 0.68)),
    "tanzanite": Stone(1.70, (0.32, 0.28, 0.80)),
    "peridot": Stone(1.67, (0.62, 0.78, 0.20)),
    "blue-topaz": Stone(1.62, (0.36, 0.74, 0.90)),
}
MATTES: dict[str, Matte] = {
    "pearl": Matte((0.95, 0.885, 0.79), coat=0.10, roughness=0.16),
    "turquoise": Matte((0.10, 0.48, 0.46), roughness=0.12, grain=0.35, gem=True),
    "onyx": Matte((0.012, 0.012, 0.014), roughness=0.05, gem=True),
    "opal": Matte((0.60, 0.70, 0.74), roughness=0.05, grain=0.24, gem=True, play=True),
    "moonstone": Matte((0.60, 0.66, 0.74), roughness=0.06, grain=0.1, gem=True, play=True),
    "carnelian": Matte((0.55, 0.11, 0.03), roughness=0.07, grain=0.2, gem=True),
    "leather-brown": Matte((0.085, 0.034, 0.016), coat=0.035, roughness=0.5, grain=0.25),
    "leather-black": Matte((0.022, 0.021, 0.022), coat=0.035, roughness=0.45, grain=0.45),
    "thread": Matte((0.62, 0.52, 0.36), coat=0.02, roughness=0.7),
    "dial-white": Matte((0.80, 0.79, 0.76), coat=0.045, roughness=0.03, texture="dial"),
    "dial-blue": Matte((0.02, 0.05, 0.14), coat=0.045, roughness=0.03, texture="dial"),
    "dial-black": Matte((0.018, 0.018, 0.02), coat=0.045, roughness=0.03, texture="dial"),
    "rubber": Matte((0.02, 0.02, 0.02), coat=0.03, roughness=0.6),
}


def find_material(name: str) -> Material:
    """The material of that name, whatever its kind."""
    for table in (METALS, STONES, MATTES):
        if name in table:
            return table[name]
    return _read(name)


def spelled(stuff: Material) -> str:
    """A name that says all about a material, for one that no table holds."""
    return f"{type(stuff).__name__} {json.dumps(asdict(stuff))}"


@lru_cache(maxsize=512)
def _read(name: str) -> Material:
    kind, _, values = name.partition(" ")
    if not values:
        raise KeyError(name)
    return _KINDS[kind](**json.loads(values))


def metal_reflectance(metal: Metal, cosine: Floats) -> Floats:
    """Reflectance (N, 3) of a metal seen at ``cosine`` (N,) of the angle to its normal."""
    f0, tint = np.asarray(metal.base, np.float32), np.asarray(metal.edge, np.float32)
    schlick82 = f0 + (1 - f0) * (1 - 1 / 7) ** 5
    bend = schlick82 * (1 - tint) / ((1 / 7) * (1 - 1 / 7) ** 6)
    mu = np.clip(cosine, 0, 1)[:, None]
    out = f0 + (1 - f0) * (1 - mu) ** 5 - bend * mu * (1 - mu) ** 6
    return np.clip(out, 0, 1).astype(np.float32)


def clear_reflectance(f0: float, cosine: Floats) -> Floats:
    """Schlick's reflectance (N,) of a clear coat."""
    return (f0 + (1 - f0) * (1 - np.clip(cosine, 0, 1)) ** 5).astype(np.float32)
