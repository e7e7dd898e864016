"""Ears and faces, as earrings are worn."""

import cv2
import numpy as np
import numpy.typing as npt

from retouch.training.bodies import stuffs
from retouch.training.bodies.anchors import PERSON, Anchor
from retouch.training.bodies.dress import put_clothes, put_skin
from retouch.training.bodies.forms import NOWHERE, egg, joined, merged
from retouch.training.bodies.frames import Frame
from retouch.training.bodies.relief import Relief, Stuff
from retouch.training.render.mesh import Floats
from retouch.training.scenes.grounds import noise

OUTLINE = (
    (0.05, -0.07), (-0.01, -0.1), (-0.07, -0.05), (-0.12, 0.06), (-0.19, 0.19), (-0.21, 0.33), (-0.14, 0.44),
    (-0.01, 0.47), (0.09, 0.4), (0.11, 0.27), (0.09, 0.14), (0.08, 0.02),
)  # fmt: skip
"""Corners of an ear, from its lobe up its back and round."""
FOLD = ((-0.02, 0.03), (-0.09, 0.1), (-0.12, 0.2), (-0.09, 0.3), (-0.02, 0.37))
"""The fold within it, from above the lobe up."""
ROUNDS = 3  # how often a line's corners are cut off
EAR_HEIGHT = 0.4  # of the frame's zoom: where an ear begins above the plane
DARK, WHITE_OF_EYES, LIPS = (50, 34, 28), (226, 220, 216), (178, 80, 80)


def ear(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """An ear with cheek, jaw and neck, from the side."""
    canvas = relief.canvas
    zoom = canvas.side * rng.uniform(0.35, 1.1)  # an ear's height is 0.45 of it
    x, y = canvas.width * rng.uniform(0.35, 0.65), canvas.height * rng.uniform(0.3, 0.55)
    sign = 1 if rng.random() < 0.5 else -1
    frame = Frame(canvas, x, y, zoom, right=(sign, 0))
    head = [
        frame.egg((0.5, 0.35, -0.1), (1.0, 1.2, 0.5)),
        frame.egg((0.6, -0.35, -0.12), (0.62, 0.5, 0.4), sign * 0.4),
        frame.limb((0.05, -0.4, -0.25), (-0.1, -2.2, -0.25), (0.42, 0.5)),
    ]
    shell = ear_shell(frame, rng)
    put_skin(relief, merged(joined(head, 0.2 * zoom), shell, 0.03 * zoom), rng)
    _hair_beside(relief, frame, sign, rng)
    lobe = frame.at(0.01, -0.1, 0)
    return [Anchor.spot((lobe[0], lobe[1] + 0.16 * zoom), zoom * 0.35)]


def ear_shell(frame: Frame, rng: np.random.Generator) -> Floats:
    """An ear's own form, half the frame's zoom high, its lobe at the frame's place."""
    canvas, zoom = frame.canvas, frame.zoom
    bent = 1 + rng.normal(0, 0.07, (len(OUTLINE), 1))
    outline = _line(frame, np.asarray(OUTLINE) * bent, closed=True)
    inside = np.zeros((canvas.height, canvas.width), np.uint8)
    cv2.fillPoly(inside, [outline], 1)
    deep = cv2.distanceTransform(inside, cv2.DIST_L2, 5) / zoom
    fold = _ridge(frame, _line(frame, np.asarray(FOLD) * (1 + rng.normal(0, 0.05, (len(FOLD), 1)))), 0.022)
    x, y = canvas.grid
    across, above = (x - frame.x) * frame.right[0] / zoom, (frame.y - y) / zoom
    hollow = np.exp(-(((across - 0.01) / 0.065) ** 2) - ((above - 0.17) / 0.09) ** 2)
    knob = np.exp(-(((across - 0.09) / 0.03) ** 2) - ((above - 0.13) / 0.045) ** 2)
    lobe = np.exp(-(((across - 0.0) / 0.07) ** 2) - ((above + 0.03) / 0.06) ** 2)
    rim = np.exp(-(((deep - 0.022) / rng.uniform(0.012, 0.02)) ** 2)) * np.clip(above / 0.1, 0, 1)
    form = 0.07 * np.sqrt(np.clip(deep / 0.03, 0, 1)) + 0.045 * rim + 0.04 * fold
    form += 0.05 * knob + 0.03 * lobe - rng.uniform(0.06, 0.1) * hollow
    return np.where(inside > 0, (EAR_HEIGHT + form) * zoom, NOWHERE).astype(np.float32)


def _line(frame: Frame, corners: Floats, *, closed: bool = False) -> npt.NDArray[np.int32]:
    """A line through the picture without corners (Chaikin, 1974), px."""
    points = np.asarray([frame.at(x, y, 0)[:2] for x, y in corners])
    for _ in range(ROUNDS):
        after = np.roll(points, -1, axis=0) if closed else points[1:]
        before = points if closed else points[:-1]
        points = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], 1).reshape(-1, 2)
    return np.rint(points).astype(np.int32)


def _ridge(frame: Frame, line: npt.NDArray[np.int32], wide: float) -> Floats:
    """How near each pixel is to a line: 1 on it, falling within ``wide`` of the frame's zoom."""
    free = np.ones((frame.canvas.height, frame.canvas.width), np.uint8)
    cv2.polylines(free, [line], isClosed=False, color=0)
    away = cv2.distanceTransform(free, cv2.DIST_L2, 5) / frame.zoom
    return np.asarray(np.exp(-((away / wide) ** 2)), np.float32)


def _hair_beside(relief: Relief, frame: Frame, sign: int, rng: np.random.Generator) -> None:
    """Hair behind the ear and above it, or none."""
    canvas, zoom = relief.canvas, frame.zoom
    color = stuffs.strands(canvas, rng, rng.uniform(0.4, 2.6))
    x, y = canvas.grid
    away, above = sign * (x - frame.x) / zoom, (frame.y - y) / zoom
    edge = 0.35 + 0.5 * (frame.y - y) / zoom + 0.06 * noise(x.shape, 12, rng)
    behind = away < rng.uniform(-0.35, -0.15)
    over = (above > rng.uniform(0.5, 0.75)) & (away < edge + 0.3)
    if rng.random() < 0.75:
        far = away > -rng.uniform(0.5, 2.0)
        grown = np.where((behind | over) & far, 0.3 * zoom, NOWHERE).astype(np.float32)
        relief.place(grown, Stuff(color, gloss=0.15), name=PERSON)


def face(relief: Relief, rng: np.random.Generator) -> list[Anchor]:
    """A face with neck and shoulders, from the front."""
    canvas = relief.canvas
    zoom = canvas.side * rng.uniform(0.3, 0.9)  # its height
    x, y = canvas.width * rng.uniform(0.35, 0.65), canvas.height * rng.uniform(0.25, 0.5)
    frame = Frame(canvas, x, y, zoom)
    if rng.random() < 0.8:
        hair = frame.egg((0, 0.08, -0.1), (0.48, rng.uniform(0.55, 0.66), 0.5))
        relief.place(hair, Stuff(stuffs.strands(canvas, rng, np.pi / 2), gloss=0.2), name=PERSON)
    body = _shoulders(frame)
    put_skin(relief, _with_skull(body, frame), rng)
    _put_features(relief, frame, rng)
    if rng.random() < 0.7:
        put_clothes(relief, body, (x, y + 1.0 * zoom), 1.6 * zoom, rng)
    ears = [Anchor.spot(frame.at(sign * 0.37, -0.22, 0), zoom * 0.2) for sign in (-1, 1)]
    low = frame.at(0, rng.uniform(-1.4, -1.0), 0)
    return [*ears, Anchor.curve((frame.at(-0.2, -0.75, 0), low, frame.at(0.2, -0.75, 0)), zoom * 0.3)]


def _shoulders(frame: Frame) -> Floats:
    forms = [
        frame.limb((0, -0.3, 0.0), (0, -0.9, -0.05), (0.2, 0.24)),
        *frame.pair((0.15, -0.95, -0.1), (0.75, -1.15, -0.2), (0.22, 0.2)),
        frame.egg((0, -1.6, -0.2), (0.8, 0.7, 0.3)),
    ]
    return joined(forms, 0.12 * frame.zoom)


def _with_skull(body: Floats, frame: Frame) -> Floats:
    """A head and its nose."""
    zoom = frame.zoom
    head = [frame.egg((0, 0.08, 0.1), (0.36, 0.44, 0.4)), frame.egg((0, -0.26, 0.12), (0.24, 0.25, 0.3))]
    nose = frame.limb((0, 0.1, 0.5), (0, -0.08, 0.56), (0.025, 0.05))
    return merged(merged(body, joined(head, 0.12 * zoom), 0.03 * zoom), nose, 0.04 * zoom)


def _put_features(relief: Relief, frame: Frame, rng: np.random.Generator) -> None:
    """Eyes, brows and lips."""
    dark, white = stuffs.linear(DARK), stuffs.linear(WHITE_OF_EYES)
    zoom = frame.zoom
    for sign in (-1, 1):
        x, y, z = frame.at(sign * 0.14, 0.1, 0.47)
        iris = egg(frame.canvas, (x, y, z + zoom * 0.012), (zoom * 0.026, zoom * 0.026, zoom * 0.03))
        brow = frame.egg((sign * 0.14, 0.18, 0.48), (0.09, 0.016, 0.03), -sign * 0.1)
        relief.place(
            frame.egg((sign * 0.14, 0.1, 0.47), (0.06, 0.026, 0.03)), Stuff(white, gloss=0.5), name=PERSON
        )
        relief.place(iris, Stuff(dark, gloss=0.9), name=PERSON)
        relief.place(brow, Stuff(dark), name=PERSON)
    lips = frame.egg((0, -0.23, 0.41), (0.11, 0.04, 0.05))
    relief.place(lips, Stuff(stuffs.linear(LIPS) * rng.uniform(0.5, 1.2), gloss=0.4), name=PERSON)
