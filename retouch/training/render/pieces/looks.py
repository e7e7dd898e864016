"""What a free builder makes its pieces of: stones of any kind, and metal as bright or dull as a hand left it."""

from dataclasses import replace

import numpy as np

from retouch.training.render.materials import METALS, STONES, Color, Matte, Metal, Stone, spelled
from retouch.training.render.mesh import Floats

OPAQUE: dict[str, Matte] = {
    "turquoise": Matte((0.10, 0.46, 0.44), roughness=0.10, texture="web", second=(0.09, 0.05, 0.03)),
    "clear-turquoise": Matte((0.12, 0.52, 0.54), roughness=0.08, texture="cloud", second=(0.07, 0.38, 0.42)),
    "chrysocolla": Matte((0.02, 0.26, 0.24), roughness=0.08, texture="patches", second=(0.10, 0.09, 0.03)),
    "lapis": Matte((0.02, 0.045, 0.30), roughness=0.08, texture="specks", second=(0.55, 0.50, 0.36)),
    "malachite": Matte((0.01, 0.28, 0.13), roughness=0.06, texture="rings", second=(0.004, 0.06, 0.03)),
    "onyx": Matte((0.012, 0.012, 0.014), roughness=0.05),
    "tiger-eye": Matte((0.05, 0.02, 0.006), roughness=0.06, texture="silk", second=(0.62, 0.33, 0.08)),
    "coral": Matte((0.55, 0.09, 0.05), roughness=0.12, texture="cloud", second=(0.66, 0.20, 0.13)),
    "jade": Matte((0.16, 0.38, 0.16), roughness=0.08, texture="cloud", second=(0.42, 0.58, 0.36)),
    "jasper": Matte((0.30, 0.07, 0.03), roughness=0.10, texture="patches", second=(0.42, 0.26, 0.13)),
    "agate": Matte((0.50, 0.30, 0.16), roughness=0.07, texture="rings", second=(0.80, 0.72, 0.62)),
    "blue-lace": Matte((0.42, 0.52, 0.68), roughness=0.07, texture="stripes", second=(0.78, 0.80, 0.86)),
    "rhodonite": Matte((0.62, 0.22, 0.26), roughness=0.08, texture="web", second=(0.03, 0.025, 0.025)),
    "howlite": Matte((0.82, 0.81, 0.78), roughness=0.12, texture="web", second=(0.22, 0.21, 0.21)),
    "opal": Matte((0.52, 0.56, 0.60), roughness=0.05, texture="fire", second=(0.20, 0.22, 0.26)),
    "black-opal": Matte((0.03, 0.04, 0.08), roughness=0.05, texture="fire", second=(0.10, 0.17, 0.22)),
    "moonstone": Matte((0.62, 0.68, 0.78), roughness=0.06, texture="cloud", second=(0.82, 0.82, 0.80)),
    "labradorite": Matte((0.06, 0.08, 0.09), roughness=0.06, texture="silk", second=(0.06, 0.34, 0.50)),
    "carnelian": Matte((0.52, 0.10, 0.02), roughness=0.06, texture="cloud", second=(0.74, 0.26, 0.08)),
    "rose-quartz": Matte((0.80, 0.52, 0.52), roughness=0.06, texture="cloud", second=(0.88, 0.70, 0.68)),
    "amber": Matte((0.62, 0.24, 0.02), roughness=0.05, texture="cloud", second=(0.80, 0.46, 0.08)),
    "sea-glass": Matte(
        (0.20, 0.50, 0.58), coat=0.02, roughness=0.45, texture="cloud", second=(0.42, 0.70, 0.72)
    ),
    "picture-stone": Matte((0.42, 0.36, 0.10), roughness=0.08, texture="patches", second=(0.09, 0.09, 0.07)),
    "dumortierite": Matte((0.14, 0.22, 0.46), roughness=0.10, texture="patches", second=(0.62, 0.66, 0.70)),
    "bone": Matte((0.78, 0.72, 0.60), roughness=0.25, texture="stripes", second=(0.70, 0.62, 0.48)),
    "shell": Matte((0.62, 0.62, 0.60), coat=0.08, roughness=0.10, texture="fire", second=(0.20, 0.16, 0.18)),
    "wood": Matte(
        (0.16, 0.07, 0.03), coat=0.03, roughness=0.4, texture="stripes", second=(0.08, 0.03, 0.014)
    ),
    "druzy": Matte((0.10, 0.10, 0.16), coat=0.12, roughness=0.3, texture="specks", second=(0.9, 0.9, 0.95)),
}
_DULL = {"bone", "wood", "sea-glass"}


def _shifted(color: Color, rng: np.random.Generator, width: float) -> Color:
    """A color a little lighter or darker, and a little off in hue."""
    out = np.asarray(color) * np.exp(rng.normal(0, width) + rng.normal(0, 0.4 * width, 3))
    red, green, blue = (float(v) for v in np.clip(out, 0.003, 0.97))
    return red, green, blue


def opaque_stone(rng: np.random.Generator, size: float, kind: str = "") -> str:
    """Any opaque stone; ``size`` is the stone's half width in millimetres, in which its pattern is measured."""
    base = OPAQUE[kind or str(rng.choice(list(OPAQUE)))]
    stuff = replace(
        base,
        albedo=_shifted(base.albedo, rng, 0.2),
        second=_shifted(base.second, rng, 0.2),
        roughness=round(float(base.roughness * rng.uniform(0.5, 1.8)), 3),
        scale=round(float(size * rng.uniform(0.35, 1.3)), 3),
        seed=int(rng.integers(1 << 30)),
        gem=True,
    )
    return spelled(stuff)


def any_color(rng: np.random.Generator, *, gem: bool = True, roughness: float = 0.1) -> str:
    """Glass, resin or enamel of one color."""
    value, hue = rng.uniform(0.08, 0.75), rng.uniform(0, 1)
    wheel = 0.5 + 0.5 * np.cos(2 * np.pi * (hue - np.asarray([0, 1 / 3, 2 / 3])))
    mixed = value * ((1 - (mix := rng.uniform(0.1, 0.95))) + mix * wheel)
    red, green, blue = (float(v) for v in np.clip(mixed, 0.01, 0.95))
    return spelled(Matte((red, green, blue), roughness=roughness, gem=gem))


def clear_stone(rng: np.random.Generator, *, white: float = 0.35) -> str:
    """A transparent stone: diamond-white with that likelihood, else one of any tint."""
    if rng.random() < white:
        return str(rng.choice(["diamond", "diamond", "moissanite"]))
    base = STONES[str(rng.choice([name for name in STONES if name not in {"diamond", "moissanite"}]))]
    return spelled(Stone(base.index, _shifted(base.tint, rng, 0.25), base.spread))


def finish(metal: str, rng: np.random.Generator) -> str:
    """The metal polished, satin or mat."""
    base = METALS[metal]
    kind = rng.random()
    if kind < 0.55:
        rough = rng.uniform(0.03, 0.10)
    elif kind < 0.85:
        rough = rng.uniform(0.10, 0.24)
    else:
        rough = rng.uniform(0.24, 0.42)
    return spelled(replace(base, roughness=round(float(rough), 3)))


def blackened(metal: str, rng: np.random.Generator) -> str:
    """The metal as it looks in recesses that were oxidised and not polished again."""
    base = np.asarray(METALS[metal].base) * rng.uniform(0.08, 0.4)
    red, green, blue = (float(v) for v in base)
    return spelled(Metal((red, green, blue), (0.6, 0.6, 0.6), round(float(rng.uniform(0.2, 0.4)), 3)))


def pearl(rng: np.random.Generator) -> str:
    """Nacre: white, cream, rose, gray or peacock."""
    tints = [
        (0.93, 0.88, 0.80),
        (0.94, 0.92, 0.90),
        (0.88, 0.74, 0.70),
        (0.42, 0.42, 0.44),
        (0.16, 0.19, 0.18),
    ]
    shades = _shifted(tints[int(rng.choice(5, p=[0.35, 0.3, 0.15, 0.1, 0.1]))], rng, 0.06)
    return spelled(Matte(shades, coat=0.10, roughness=round(float(rng.uniform(0.1, 0.24)), 3)))


def recess(heights: Floats, rng: np.random.Generator) -> float:
    """The height below which a worked face stays black: somewhere between its depths and its peaks."""
    low, high = np.quantile(heights, (0.01, 0.99))
    return float(low + rng.uniform(0.3, 0.55) * (high - low))
