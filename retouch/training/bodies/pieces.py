"""Jewelry for the pictures: rendered pieces cut out by their own truth, bands round limbs, chains round necks."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from retouch.training.bodies import stuffs
from retouch.training.bodies.people import Anchor
from retouch.training.bodies.relief import Relief, egg, limb
from retouch.training.render.mesh import Floats

METALS = ((212, 168, 92), (228, 186, 120), (206, 148, 120), (206, 208, 210), (170, 172, 176), (120, 122, 126))
FRAME_PX = 3
LEAST = 0.01  # of a scene, that a piece covers
WIDEST = 0.9  # of a limb's radius


@dataclass(frozen=True, slots=True)
class Cutout:
    """A piece without its ground, in linear light.

    color   (h, w, 3);  alpha and shadow (h, w), shadow is the share of light that it takes
    """

    color: Floats
    alpha: Floats
    shadow: Floats
    longest: int

    def scaled(self, longest: float) -> "Cutout":
        """The same with that longer side of the piece itself, px."""
        share = longest / self.longest
        size = max(4, round(self.alpha.shape[1] * share)), max(4, round(self.alpha.shape[0] * share))
        return Cutout(
            *(
                np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA))
                for each in (self.color, self.alpha, self.shadow)
            ),
            round(longest),
        )

    def turned(self, rng: np.random.Generator) -> "Cutout":
        """A quarter turn or none, mirrored or not."""
        turns, mirrored = int(rng.integers(4)), rng.random() < 0.5
        maps = (np.rot90(each, turns) for each in (self.color, self.alpha, self.shadow))
        return Cutout(
            *(np.ascontiguousarray(each[:, ::-1] if mirrored else each) for each in maps), self.longest
        )


class Pieces:
    """The rendered scenes of some folders, as cutouts."""

    def __init__(self, folders: list[Path]) -> None:
        self._photos = sorted(path for folder in folders for path in folder.glob("*-[01].jpg"))
        if not self._photos:
            raise FileNotFoundError(
                f"no scenes in {', '.join(map(str, folders))}: make some with retouch.training.scenes"
            )

    def any(self, rng: np.random.Generator) -> Cutout:
        """One of them, turned by chance."""
        while True:
            cutout = _cutout(self._photos[int(rng.integers(len(self._photos)))])
            if cutout is not None:
                return cutout.turned(rng)


@lru_cache(maxsize=400)
def _cutout(photo: Path) -> Cutout | None:
    """The piece of a scene; None where there is none, or the frame cuts it."""
    truth = cv2.imread(str(photo.with_suffix(".png")), cv2.IMREAD_UNCHANGED)
    alpha = truth[..., 0].astype(np.float32) / 255
    touching = (
        alpha[:FRAME_PX].max(),
        alpha[-FRAME_PX:].max(),
        alpha[:, :FRAME_PX].max(),
        alpha[:, -FRAME_PX:].max(),
    )
    if max(touching) > 0 or float(alpha.mean()) < LEAST:
        return None
    rows, columns = np.flatnonzero(alpha.max(axis=1)), np.flatnonzero(alpha.max(axis=0))
    pad = 90  # px: its shadow fades to there
    place = (
        slice(max(0, int(rows[0]) - pad), int(rows[-1]) + pad), slice(max(0, int(columns[0]) - pad), int(columns[-1]) + pad),
    )  # fmt: skip
    codes = cv2.imread(str(photo), cv2.IMREAD_COLOR)
    codes = cv2.resize(codes, truth.shape[1::-1], interpolation=cv2.INTER_AREA)[..., ::-1]
    color = (codes[place].astype(np.float32) / 255) ** 2.2
    inner = (alpha[place] > 0.95).astype(np.uint8)
    far = cv2.inpaint(
        (color ** (1 / 2.2) * 255).astype(np.uint8),
        ((alpha[place] > 0.02) & (inner == 0)).astype(np.uint8),
        2,
        cv2.INPAINT_TELEA,
    )
    clean = (far.astype(np.float32) / 255) ** 2.2
    shadow = truth[..., 3][place].astype(np.float32) / 255
    ramp = [np.clip(np.minimum(np.arange(n), n - 1 - np.arange(n)) / pad, 0, 1) for n in shadow.shape]
    return Cutout(
        clean,
        alpha[place].copy(),
        (shadow * ramp[0][:, None] * ramp[1][None]).astype(np.float32),
        int(max(np.ptp(rows), np.ptp(columns))) + 1,
    )


def lay(
    light: Floats, cutout: Cutout, at: Floats, longest: float, brightness: float, *, shadow: float = 1.0
) -> Floats:
    """Lay a piece on a lit picture (H, W, 3) with its middle ``at``; return the picture."""
    piece = cutout.scaled(longest)
    height, width = piece.alpha.shape
    left, top = round(float(at[0]) - width / 2), round(float(at[1]) - height / 2)
    x0, y0, x1, y1 = (
        max(0, left),
        max(0, top),
        min(light.shape[1], left + width),
        min(light.shape[0], top + height),
    )
    if x0 >= x1 or y0 >= y1:
        return light
    cut = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
    alpha, dark = piece.alpha[cut][..., None], piece.shadow[cut][..., None]
    out = light.copy()
    ground = out[y0:y1, x0:x1] * (1 - shadow * dark * (1 - alpha))
    out[y0:y1, x0:x1] = ground * (1 - alpha) + piece.color[cut] * brightness * alpha
    return out


def wear(
    light: Floats, anchors: list[Anchor], pieces: Pieces, rng: np.random.Generator, brightness: float
) -> Floats:
    """Put jewelry on one or two of the places where it is worn."""
    if not anchors:
        return light
    for k in rng.permutation(len(anchors))[: int(rng.integers(1, 3))]:
        anchor = anchors[int(k)]
        if anchor.kind == "band":
            light = _band(light, anchor, pieces, rng, brightness)
        elif anchor.kind == "curve":
            light = _chain(light, anchor, pieces, rng, brightness)
        else:
            light = lay(
                light, pieces.any(rng), anchor.points[0], anchor.size * rng.uniform(0.6, 1.3), brightness
            )
    return light


def _band(
    light: Floats, anchor: Anchor, pieces: Pieces, rng: np.random.Generator, brightness: float
) -> Floats:
    """A ring or bracelet: an arc over the limb, metal from edge to edge, often with a stone on it."""
    along, across = (
        np.asarray([np.cos(anchor.along), np.sin(anchor.along)]),
        np.asarray([-np.sin(anchor.along), np.cos(anchor.along)]),
    )
    wide = max(1.5, anchor.size * rng.uniform(0.12, WIDEST) * rng.uniform(0.3, 1))
    bulge, tone = rng.uniform(-0.35, 0.35), stuffs.linear(METALS[int(rng.integers(len(METALS)))])
    angles = np.linspace(0, np.pi, 40)
    points = anchor.points[0] + anchor.size * (
        np.cos(angles)[:, None] * across + bulge * np.sin(angles)[:, None] * along
    )
    phase, out = rng.uniform(0, 6), np.ascontiguousarray(light, np.float32)
    for ((ax, ay), (bx, by)), angle in zip(zip(points, points[1:], strict=False), angles, strict=False):
        shade = (0.25 + 0.75 * np.sin(3 * angle + phase) ** 2) * brightness
        ends = ((round(8 * ax), round(8 * ay)), (round(8 * bx), round(8 * by)))
        cv2.line(out, *ends, tuple(float(v) for v in tone * shade), max(1, round(wide)), cv2.LINE_AA, 3)
    if rng.random() < 0.6:
        at = anchor.points[0] + anchor.size * bulge * along
        out = lay(out, pieces.any(rng), at, anchor.size * rng.uniform(0.8, 2.2), brightness, shadow=0.5)
    return out


def _chain(
    light: Floats, anchor: Anchor, pieces: Pieces, rng: np.random.Generator, brightness: float
) -> Floats:
    """A chain or a strand from one side of a neck to the other, with or without a pendant."""
    left, low, right = anchor.points
    share = np.linspace(0, 1, 160)[:, None]
    points = (
        (1 - share) ** 2 * left + 2 * share * (1 - share) * (2 * low - (left + right) / 2) + share**2 * right
    )
    tone = (
        stuffs.linear(METALS[int(rng.integers(len(METALS)))]) if rng.random() < 0.7 else stuffs.any_color(rng)
    )
    radius = max(
        0.6, anchor.size * rng.choice([rng.uniform(0.008, 0.03), rng.uniform(0.04, 0.16)], p=[0.65, 0.35])
    )
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1).cumsum()
    out, last = np.ascontiguousarray(light, np.float32), -np.inf
    for (x, y), far in zip(points[1:], steps, strict=True):
        if far - last < 1.7 * radius:
            continue
        last, place = far, (round(8 * x), round(8 * y))
        shade = tone * brightness * rng.uniform(0.5, 1.1)
        cv2.circle(
            out,
            (place[0] + round(3 * radius), place[1] + round(4 * radius)),
            round(8 * radius),
            tuple(
                float(v)
                for v in 0.5
                * light[min(light.shape[0] - 1, max(0, round(y))), min(light.shape[1] - 1, max(0, round(x)))]
            ),
            -1,
            cv2.LINE_AA,
            3,
        )
        cv2.circle(out, place, round(8 * radius), tuple(float(v) for v in shade), -1, cv2.LINE_AA, 3)
        if radius > 2:
            spark = (place[0] - round(3 * radius), place[1] - round(3 * radius))
            cv2.circle(
                out,
                spark,
                round(2.4 * radius),
                tuple(float(v) for v in np.minimum(1, 1.8 * shade + 0.1)),
                -1,
                cv2.LINE_AA,
                3,
            )
    if rng.random() < 0.65:
        at = low + np.asarray([0, 0.3 * anchor.size])
        out = lay(out, pieces.any(rng), at, anchor.size * rng.uniform(0.4, 1.3), brightness)
    return out


def flat_piece(relief: Relief, rng: np.random.Generator) -> None:
    """A ring, a disc, drops or bars of plain color, as simple drawings show jewelry; named nothing."""
    canvas = relief.canvas
    middle = np.asarray([canvas.width, canvas.height]) * rng.uniform(0.3, 0.7, 2)
    size = canvas.side * rng.uniform(0.12, 0.55)
    tone = (
        stuffs.linear(METALS[int(rng.integers(len(METALS)))]) if rng.random() < 0.6 else stuffs.any_color(rng)
    )
    kind, gloss = rng.choice(["ring", "discs", "bars"]), rng.choice([0.0, 0.9])
    x, y = canvas.grid
    far = np.hypot(x - middle[0], y - middle[1])
    if kind == "ring":
        wide = size * rng.uniform(0.06, 0.35)
        form = np.where(
            np.abs(far - size) < wide, 2 + np.sqrt(np.maximum(wide**2 - (far - size) ** 2, 0)), -1e4
        )
        relief.place(
            form.astype(np.float32),
            tone * (1 + 0.4 * np.sin(6 * np.arctan2(y - middle[1], x - middle[0]) + 1))[..., None]
            if gloss
            else tone,
            gloss=gloss,
        )
        top = (float(middle[0]), float(middle[1] - size), 3.0)
        if rng.random() < 0.6:
            r = size * rng.uniform(0.1, 0.4)
            relief.place(
                egg(canvas, top, (r, r * rng.uniform(0.7, 1.2), r)), stuffs.any_color(rng), gloss=0.8
            )
        return
    for sign in (-1, 1) if rng.random() < 0.6 else (0,):
        x0, y0 = float(middle[0] + sign * size * 0.7), float(middle[1])
        if kind == "discs":
            form = egg(canvas, (x0, y0, 2.0), (size * 0.5, size * rng.uniform(0.4, 0.7), size * 0.2))
        else:
            form = limb(canvas, (x0, y0 - size, 3.0), (x0, y0 + size, 3.0), (0.12 * size, 0.12 * size))
        relief.place(form, tone, gloss=gloss)
