"""What every module here shares: how a picture becomes a sample, and the usual lamps and backdrops."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from tests.labelled.samples import NOTHING_LAID_OVER, Codes, Sample, saved
from tests.labelled.sealed.canvas import RGB, Field, mix, noise, rgb, step, vec
from tests.labelled.sealed.room import Lamp
from tests.labelled.sealed.stage import Stuff

Draw = Callable[[], Codes]
LEFT = Lamp(way=(-0.6, -0.5, 0.65))
RIGHT = Lamp(way=(0.7, -0.45, 0.55), seed=3)
TENT = Lamp(
    way=(-0.35, -0.4, 0.85), spread=0.45, key=(0.48, 0.48, 0.48), fill=(0.61, 0.61, 0.61),
    floor=(0.8, 0.8, 0.8), seed=4,
)  # fmt: skip
SUN = Lamp(way=(0.65, 0.35, 0.6), spread=0.03, key=(0.95, 0.88, 0.76), fill=(0.22, 0.25, 0.3), seed=5)
LOW_SUN = Lamp(way=(0.65, -0.5, 0.5), spread=0.03, key=(0.9, 0.8, 0.68), fill=(0.3, 0.31, 0.34), seed=8)
DIM = Lamp(
    way=(-0.8, -0.1, 0.55), key=(0.5, 0.46, 0.4), fill=(0.1, 0.1, 0.12), walls=(0.1, 0.1, 0.11),
    floor=(0.06, 0.06, 0.06), seed=6,
)  # fmt: skip
WARM = Lamp(way=(0.5, -0.6, 0.6), key=(0.72, 0.62, 0.5), fill=(0.42, 0.38, 0.34), seed=7)


def sample(name: str, level: str, codes: Codes, *, drop: tuple[str, ...] = (), **truth: bool) -> Sample:
    """Return a picture with what is true of it; ``drop`` names what nobody could say for sure."""
    known = {key: value for key, value in (NOTHING_LAID_OVER | truth).items() if key not in drop}
    return Sample(
        f"sealed {name}", level, saved(codes), known, file_name=f"{name.replace(' ', '-')}.jpg", reads=True
    )


def collected(draws: dict[str, Draw], level: str, **truth: bool) -> Iterator[Sample]:
    """Draw a table of pictures that share a level and a truth."""
    for name, draw in draws.items():
        yield sample(name, level, draw(), drop=(), **truth)


def backdrop(color: RGB, *, spots: int = 0, reach: float = 2.0, glow: float = 0.25, seed: int = 0) -> Stuff:
    """A wall far out of focus: a soft gradient, and discs of light where ``spots`` are asked."""
    rng = np.random.default_rng(seed)
    places = [
        (rng.uniform(-16, 16), rng.uniform(-12, 16), rng.uniform(0.5, 1) * reach, rng.uniform(0.1, 0.5))
        for _ in range(spots)
    ]
    tints = [np.clip(vec(color) * 2 + rng.uniform(0, 0.25, 3), 0, 1) for _ in range(spots)]

    def paint(p: Field) -> Field:
        cloud = noise(p[0] * 0.06, p[2] * 0.06, seed=seed % 8, octaves=1)
        light = vec(color) * (1 - glow + 2 * glow * cloud)[:, None]
        for (x, z, size, power), tint in zip(places, tints, strict=True):
            disc = step(size, size * 0.86, np.hypot(p[0] - x, p[2] - z).astype(np.float32))
            light = mix(light, vec(tint), np.asarray(power * disc, np.float32))
        return light

    return Stuff(paint=paint)


def dimmer(lamp: Lamp, share: float) -> Lamp:
    """The same lamp with less of its fill light."""
    return replace(lamp, fill=tuple(share * f for f in lamp.fill), shades=[])  # type: ignore[arg-type]


BLACK, CREAM, GREY, BLUSH = rgb("0b0b0d"), rgb("efe6da"), rgb("b9b7b3"), rgb("e9cfc4")
