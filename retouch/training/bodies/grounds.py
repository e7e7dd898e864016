"""What a picture's bodies stand or lie on: paper, cloth in folds, wood, stone; flat, or before a wall."""

from collections.abc import Callable

import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.forms import Canvas
from retouch.training.bodies.relief import Relief
from retouch.training.render.mesh import Floats
from retouch.training.scenes.grounds import GROUNDS

Ground = tuple[Floats, Floats | None]  # its color, (H, W, 3), and its height, (H, W); None where it is flat


def any_ground(canvas: Canvas, rng: np.random.Generator) -> Relief:
    """A relief with nothing on it yet."""
    kind = str(rng.choice(list(KINDS), p=[share for share, _ in KINDS.values()]))
    color, folds = KINDS[kind][1](canvas, rng)
    height = np.zeros((canvas.height, canvas.width), np.float32) if folds is None else folds
    if rng.random() < 0.25 and kind != "cloth":
        color, height = _before_wall(canvas, color, height, rng)
    relief = Relief.over(np.asarray(color, np.float32), height)
    if rng.random() < 0.2:  # light falls off
        x, y = canvas.grid
        far = np.hypot(x / canvas.width - rng.uniform(0, 1), y / canvas.height - rng.uniform(0, 1))
        relief.color *= np.exp(-rng.uniform(0.2, 1.2) * far**2)[..., None]
    return relief


def _before_wall(
    canvas: Canvas, color: Floats, height: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The ground below some line, and above it what goes away from the camera, often of another color."""
    line = canvas.height * rng.uniform(0.1, 0.6)
    y = canvas.grid[1]
    height = np.minimum(np.maximum(line - y, 0) * -0.5, 0) + height
    if rng.random() < 0.6:
        tone = stuffs.quiet_color(rng) if rng.random() < 0.7 else stuffs.any_color(rng)
        wall = stuffs.plain(canvas, tone, rng)
        soft = np.clip((y - line) / rng.uniform(1, 30) + 0.5, 0, 1)[..., None]
        color = soft * color + (1 - soft) * wall
    return color, height


def _white(canvas: Canvas, rng: np.random.Generator) -> Ground:
    return stuffs.plain(canvas, stuffs.linear((rng.uniform(225, 255),) * 3), rng, 0.004), None


def _colored(canvas: Canvas, rng: np.random.Generator) -> Ground:
    return stuffs.plain(canvas, stuffs.any_color(rng), rng, 0.01), None


def _listed(canvas: Canvas, rng: np.random.Generator) -> Ground:
    """One of the grounds that rendered scenes have, of some color."""
    paper = stuffs.quiet_color(rng) if rng.random() < 0.7 else stuffs.any_color(rng)
    ground = GROUNDS[str(rng.choice(sorted(GROUNDS)))]((canvas.height, canvas.width), rng)
    return np.clip(ground, 0, 2) * paper, None


def _cloth(canvas: Canvas, rng: np.random.Generator) -> Ground:
    color = stuffs.cloth(canvas, stuffs.any_color(rng), rng)
    return color, stuffs.folds(canvas, rng, rng.uniform(0.0, 0.06) * canvas.side)


def _wood(canvas: Canvas, rng: np.random.Generator) -> Ground:
    return stuffs.wood(canvas, rng), None


def _marble(canvas: Canvas, rng: np.random.Generator) -> Ground:
    return stuffs.marble(canvas, rng), None


def _skin_colored(canvas: Canvas, rng: np.random.Generator) -> Ground:
    """Paper, cloth or leather of a skin's color: a lookalike, that is no person."""
    tone = stuffs.skin_tone(rng)
    color = stuffs.plain(canvas, tone, rng, rng.uniform(0, 0.05))
    if rng.random() < 0.5:
        woven = stuffs.cloth if rng.random() < 0.5 else stuffs.leather
        color = woven(canvas, tone, rng)
        return color, stuffs.folds(canvas, rng, rng.uniform(0.0, 0.08) * canvas.side)
    return color, None


KINDS: dict[str, tuple[float, Callable[[Canvas, np.random.Generator], Ground]]] = {
    "white": (0.25, _white), "color": (0.16, _colored), "listed": (0.22, _listed), "cloth": (0.12, _cloth),
    "wood": (0.08, _wood), "marble": (0.06, _marble), "skin": (0.11, _skin_colored),
}  # fmt: skip
"""Each with its share of all pictures."""
