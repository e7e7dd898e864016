"""One piece of each sort on a ground of one's choice, ready to be lit."""

import numpy as np

from tests.labelled.sealed import jewels, props
from tests.labelled.sealed.canvas import RGB, vec
from tests.labelled.sealed.fields import turned
from tests.labelled.sealed.room import Lamp
from tests.labelled.sealed.stage import Stage, Stuff

Size = tuple[int, int]
WHITE = Stuff(color=(0.93, 0.93, 0.93))


def ring_stage(
    ground: Stuff, lamp: Lamp, metal: Stuff, *, size: Size = (1000, 1000), view: float = 4.4,
    pitch: float = 24, turn: float = 25, gem: RGB | None = jewels.CLEAR, pave: int = 11,
    at: tuple[float, float] = (0, 0), wall: Stuff | None = None, bump: Stuff | None = None,
    wide: float = 0.12, stone: float = 0.34,
) -> Stage:  # fmt: skip
    """A standing ring on a ground."""
    stage = Stage(
        size, view=view, pitch=pitch, lamp=lamp, ground=ground, wall=wall, wall_at=9, aim=(0, 0, 1.05)
    )
    jewels.ring(
        stage, (*at, 1.0), metal, turn=turned(z=turn) @ jewels.UPRIGHT, gem=gem, pave=pave, bump=bump,
        wide=wide, size=stone,
    )  # fmt: skip
    return stage


def chain_stage(
    ground: Stuff, lamp: Lamp, metal: Stuff, *, size: Size = (1200, 1000), view: float = 12,
    pitch: float = 80, seed: int = 0, kind: int = 0, gem: RGB = jewels.SAPPHIRE, link: float = 0.22,
) -> Stage:  # fmt: skip
    """A necklace laid in a loop with its pendant."""
    stage = Stage(size, view=view, pitch=pitch, lamp=lamp, ground=ground)
    spots = jewels.chain(stage, jewels.loop((0.5, 0.44), (0.3, 0.32), seed=seed), metal, size=link)
    jewels.pendant(stage, spots[np.argmin(spots[:, 1])], metal, kind=kind, size=3 * link, gem=gem)
    return stage


def earring_stage(
    ground: Stuff, lamp: Lamp, metal: Stuff, *, size: Size = (1100, 1000), view: float = 6,
    pitch: float = 84, kind: int = 1, gem: RGB = jewels.CLEAR,
) -> Stage:  # fmt: skip
    """A pair laid side by side."""
    stage = Stage(size, view=view, pitch=pitch, lamp=lamp, ground=ground)
    for x, tilt in ((-1.2, 8), (1.2, -6)):
        jewels.earring(stage, (x, 1.0, 0.45), metal, kind=kind, size=0.95, turn=turned(z=tilt), gem=gem)
    return stage


def watch_stage(
    ground: Stuff, lamp: Lamp, metal: Stuff, strap: Stuff, *, size: Size = (1000, 1250), view: float = 12.5,
    pitch: float = 80, turn: float = 14, dial: RGB = jewels.IVORY,
) -> Stage:  # fmt: skip
    """A watch laid flat on its straps."""
    stage = Stage(size, view=view, pitch=pitch, lamp=lamp, ground=ground)
    yaw = turned(z=turn)
    for side in (-1, 1):
        props.slab(stage, (0.85, 2.1, 0.12), tuple(yaw @ vec([0, side * 3.2, 0.1])), strap, turn=turn)
    jewels.watch(stage, (0, 0, 0.4), metal, turn=yaw, dial=dial)
    return stage


def stones_stage(
    ground: Stuff, lamp: Lamp, colors: tuple[RGB, ...], *, size: Size = (1200, 900), view: float = 5,
    pitch: float = 72, seed: int = 0,
) -> Stage:  # fmt: skip
    """Loose stones, table up."""
    stage = Stage(size, view=view, pitch=pitch, lamp=lamp, ground=ground)
    rng = np.random.default_rng(seed)
    for number, color in enumerate(colors):
        x = (number - (len(colors) - 1) / 2) * 1.35
        radius = rng.uniform(0.42, 0.6)
        tilt = turned(x=rng.uniform(-12, 20), y=rng.uniform(-15, 15), z=rng.uniform(0, 90))
        jewels.stone(
            stage, (x, rng.uniform(-0.5, 0.5), 0.7 * radius), radius, color, turn=tilt,
            oval=rng.uniform(1, 1.25), sides=int(rng.integers(6, 10)),
        )  # fmt: skip
    return stage
