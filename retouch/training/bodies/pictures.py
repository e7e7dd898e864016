"""Whole pictures with what is in them: people, busts, packaging, or a piece alone among things that are none of these."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.training.bodies import overlays, stuffs
from retouch.training.bodies.people import PEOPLE, PERSON, Anchor
from retouch.training.bodies.pieces import Pieces, flat_piece, lay, wear
from retouch.training.bodies.relief import NOWHERE, Canvas, Relief, egg, limb
from retouch.training.bodies.stands import BUST, PACKAGES, PACKAGING, bust
from retouch.training.render.mesh import Floats
from retouch.training.scenes.compose import develop
from retouch.training.scenes.grounds import GROUNDS, noise

SIDE = 320  # px, of what the network looks at
DRAWN = 1.3  # times that, while it is drawn
NAMES = (PERSON, BUST, PACKAGING)
RATIOS = (1.0, 1.0, 1.0, 0.8, 0.75, 1.33, 0.67, 1.25)
KINDS = ("person", "bust", "packaging", "alone")
SHARES = (0.3, 0.14, 0.24, 0.32)

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the network looks at and what is in it.

    codes    (h, w, 3) uint8, sRGB
    covered  (3, h, w) float32, how far each pixel is of a person, a bust, packaging
    laid_over (3,) bool, which of ``overlays.NAMES`` are laid over it
    """

    codes: Bytes
    covered: Floats
    laid_over: npt.NDArray[np.bool_]


def draw(pieces: Pieces, rng: np.random.Generator) -> Picture:
    """Draw one picture by chance."""
    ratio = RATIOS[int(rng.integers(len(RATIOS)))]
    side = round(SIDE * DRAWN)
    width, height = (side, round(side / ratio)) if ratio >= 1 else (round(side * ratio), side)
    relief = _ground(Canvas(width, height), rng)
    kind = str(rng.choice(KINDS, p=SHARES))
    anchors = _fill(relief, kind, rng)
    lamp = (rng.normal(0, 0.8), -abs(rng.normal(0.4, 0.6)), rng.uniform(0.5, 1.6))
    bumps = rng.uniform(0, 0.35) * noise((height, width), 2.5, rng)
    ambient, softness = rng.uniform(0.25, 0.75), rng.uniform(0.03, 0.5)
    depth = 1.0 if rng.random() < 0.6 else rng.uniform(0, 1)
    light = relief.lit(lamp, ambient=ambient, softness=softness, bumps=bumps, depth=depth) * rng.uniform(
        0.75, 1.25
    )
    if kind != "alone" and rng.random() < 0.18:  # sharp is the piece alone
        light = cv2.GaussianBlur(light, (0, 0), rng.uniform(1.5, 9))
    if rng.random() < 0.93:
        light = wear(light, anchors, pieces, rng, rng.uniform(0.7, 1.1))
    if rng.random() < 0.2:
        light = _out_of_focus(light, relief, rng)
    covered = [relief.names.get(name, np.zeros((height, width), np.float32)) for name in NAMES]
    codes = develop(light, rng)[..., ::-1]
    codes, laid_over = overlays.lay_over(codes, lambda: _second(pieces, rng), rng)
    share = SIDE / max(width, height)
    size = round(width * share), round(height * share)
    small = [cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in covered]
    shown = np.asarray(cv2.resize(np.ascontiguousarray(codes), size, interpolation=cv2.INTER_AREA), np.uint8)
    return Picture(
        shown, np.stack(small).astype(np.float32), np.asarray([name in laid_over for name in overlays.NAMES])
    )


def _second(pieces: Pieces, rng: np.random.Generator) -> Bytes:
    """Another look at a piece, for an inset."""
    relief = _ground(Canvas(200, 200), rng)
    light = relief.lit((0.3, -0.5, 1.0), ambient=0.5, softness=0.3)
    at = np.asarray([100, 100]) + rng.normal(0, 20, 2)
    return np.ascontiguousarray(
        develop(lay(light, pieces.any(rng), at, rng.uniform(120, 320), 0.9), rng)[..., ::-1]
    )


def _fill(relief: Relief, kind: str, rng: np.random.Generator) -> list[Anchor]:
    if kind == "person":
        return PEOPLE[int(rng.integers(len(PEOPLE)))](relief, rng)
    if kind == "bust":
        return bust(relief, rng)
    canvas = relief.canvas
    if kind == "packaging":
        anchors = PACKAGES[int(rng.integers(len(PACKAGES)))](relief, rng)
        if rng.random() < 0.2:
            anchors += PACKAGES[int(rng.integers(len(PACKAGES)))](relief, rng)
        return anchors
    if rng.random() < 0.35:
        for _ in range(int(rng.integers(1, 4))):
            _prop(relief, rng)
    if rng.random() < 0.2:
        flat_piece(relief, rng)
        return []
    at = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.4, 0.6, 2)
    longest = canvas.side * (rng.uniform(0.35, 0.95) if rng.random() < 0.7 else rng.uniform(0.9, 2.2))
    return [Anchor("spot", at[None], 0.0, longest)]


def _ground(canvas: Canvas, rng: np.random.Generator) -> Relief:
    """White, a color, paper, cloth in folds, wood, stone; flat, or before a wall."""
    size = (canvas.height, canvas.width)
    kind = rng.choice(
        ["white", "color", "listed", "cloth", "wood", "marble", "skin"],
        p=[0.27, 0.17, 0.22, 0.12, 0.08, 0.06, 0.08],
    )
    height = np.zeros(size, np.float32)
    if kind == "white":
        color = stuffs.plain(canvas, stuffs.linear((rng.uniform(225, 255),) * 3), rng, 0.004)
    elif kind == "color":
        color = stuffs.plain(canvas, stuffs.any_color(rng), rng, 0.01)
    elif kind == "listed":
        paper = stuffs.quiet_color(rng) if rng.random() < 0.7 else stuffs.any_color(rng)
        color = np.clip(GROUNDS[str(rng.choice(sorted(GROUNDS)))](size, rng), 0, 2) * paper
    elif kind == "cloth":
        color = stuffs.cloth(canvas, stuffs.any_color(rng), rng)
        height = stuffs.folds(canvas, rng, rng.uniform(0.0, 0.06) * canvas.side)
    elif kind == "wood":
        color = stuffs.wood(canvas, rng)
    elif kind == "skin":  # paper of that color, a lookalike
        tone = stuffs.linear(stuffs.SKINS[int(rng.integers(len(stuffs.SKINS)))])
        color = stuffs.plain(canvas, tone, rng, rng.uniform(0, 0.05))
        if rng.random() < 0.5:
            color = (
                stuffs.cloth(canvas, tone, rng) if rng.random() < 0.5 else stuffs.leather(canvas, tone, rng)
            )
            height = stuffs.folds(canvas, rng, rng.uniform(0.0, 0.08) * canvas.side)
    else:
        color = stuffs.marble(canvas, rng)
    if rng.random() < 0.25 and kind != "cloth":  # a wall behind
        line = canvas.height * rng.uniform(0.1, 0.6)
        y = canvas.grid[1]
        height = np.minimum(np.maximum(line - y, 0) * -0.5, 0) + height
        if rng.random() < 0.6:
            wall = stuffs.plain(
                canvas, stuffs.quiet_color(rng) if rng.random() < 0.7 else stuffs.any_color(rng), rng
            )
            soft = np.clip((y - line) / rng.uniform(1, 30) + 0.5, 0, 1)[..., None]
            color = soft * color + (1 - soft) * wall
    relief = Relief.over(np.asarray(color, np.float32), height)
    if rng.random() < 0.2:  # light falls off
        x, y = canvas.grid
        far = np.hypot(x / canvas.width - rng.uniform(0, 1), y / canvas.height - rng.uniform(0, 1))
        relief.color *= np.exp(-rng.uniform(0.2, 1.2) * far**2)[..., None]
    return relief


def _prop(relief: Relief, rng: np.random.Generator) -> None:
    """A pebble, a leaf, a twig, a petal, a shell: nothing that jewelry comes in."""
    canvas, side = relief.canvas, relief.canvas.side
    at = (canvas.width * rng.uniform(0, 1), canvas.height * rng.uniform(0, 1))
    size = side * rng.uniform(0.04, 0.22)
    kind = rng.choice(["pebble", "leaf", "twig", "petals", "fold"])
    if kind == "pebble":
        form = egg(
            canvas,
            (*at, 0.0),
            (size, size * rng.uniform(0.5, 1), size * rng.uniform(0.3, 0.7)),
            rng.uniform(0, 3),
            rng.uniform(1.8, 2.6),
        )
        relief.place(form, stuffs.marble(canvas, rng), gloss=rng.uniform(0, 0.4))
    elif kind == "twig":
        turn = rng.uniform(0, 6.3)
        end = (at[0] + 4 * size * np.cos(turn), at[1] + 4 * size * np.sin(turn), 3.0)
        relief.place(
            limb(canvas, (*at, 4.0), end, (0.06 * size + 1, 0.03 * size + 1)), stuffs.wood(canvas, rng)
        )
    elif kind == "fold":
        x, y = canvas.grid
        turn = rng.uniform(0, 6.3)
        far = (x - at[0]) * np.cos(turn) + (y - at[1]) * np.sin(turn) + 12 * noise(x.shape, 60, rng)
        form = np.where(far > 0.3 * side, 3 + stuffs.folds(canvas, rng, 0.05 * side), NOWHERE)
        relief.place(form.astype(np.float32), stuffs.cloth(canvas, stuffs.any_color(rng), rng))
    else:
        tone = (
            stuffs.linear((rng.uniform(30, 120), rng.uniform(80, 170), rng.uniform(30, 110)))
            if kind == "leaf"
            else stuffs.any_color(rng)
        )
        for turn in np.arange(int(rng.integers(1, 7))) * rng.uniform(0.7, 1.3) + rng.uniform(0, 6.3):
            place = (at[0] + size * np.cos(turn), at[1] + size * np.sin(turn), 2.0)
            form = egg(
                canvas, place, (size, size * rng.uniform(0.25, 0.5), 0.15 * size), turn, rng.uniform(1.3, 2)
            )
            relief.place(form, stuffs.plain(canvas, tone, rng, 0.08), sheen=0.1)


def _out_of_focus(light: Floats, relief: Relief, rng: np.random.Generator) -> Floats:
    """Blur all that is far from one height."""
    depth = relief.height / max(float(relief.height.max()), 1.0)
    soft = cv2.GaussianBlur(light, (0, 0), rng.uniform(1.5, 7))
    share = np.clip(np.abs(depth - rng.uniform(0, 1)) * 1.8, 0, 1)
    share = cv2.GaussianBlur(share.astype(np.float32), (0, 0), 3)[..., None]
    return np.asarray(light * (1 - share) + soft * share, np.float32)
