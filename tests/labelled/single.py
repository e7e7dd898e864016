"""Pieces alone, of all stuffs and on all grounds, and pictures with a second view set in, for ``varied``."""

from collections.abc import Iterator
from itertools import count

import cv2
import numpy as np

from tests.labelled.props import Color, Scene
from tests.labelled.samples import Codes


def alone() -> Iterator[Scene]:
    """Yield pieces with nothing beside them."""
    yield from _of_the_store()
    yield from _stuffs()


def _of_the_store() -> Iterator[Scene]:
    """Pieces of the store alone: on colored sheets, in shadow, on a mirror, several, cut by the frame."""
    looks: tuple[tuple[str, Color, float], ...] = (
        ("milgrain-band-rose", (255, 255, 255), 0.7), ("figaro-bracelet-rose", (246, 226, 222), 0.8),
        ("field-watch-leather", (238, 238, 236), 0.9), ("pearl-strand", (206, 220, 232), 0.8),
        ("leaf-drop-earrings-rose", (252, 251, 250), 0.6), ("turquoise-cabochon-ring", (196, 190, 180), 0.6),
        ("field-watch-leather-angle", (250, 250, 250), 0.9), ("polished-bangle-gold", (60, 66, 74), 0.8),
        ("round-diamond-solitaire-yellow", (226, 236, 222), 0.55), ("onyx-signet-silver", (255, 255, 255), 0.6),
    )  # fmt: skip
    numbers = count(100)
    for name, ground, side in looks:
        scene = Scene(next(numbers), ground, fall=(0, 8, 18)[next(numbers) % 3])
        scene.lay(name, side) if not name.startswith("leaf") else scene.lay("amethyst-drop-earrings", side)
        yield scene
    mirror = Scene(next(numbers), (247, 247, 249))
    mirror.lay("emerald-halo-ring-front", 0.4, (0.5, 0.72), turn=180, depth=0.0, opaque=0.25)
    mirror.lay("emerald-halo-ring-front", 0.4, (0.5, 0.36), depth=0.1)
    yield mirror
    several = Scene(next(numbers), (249, 249, 248))
    for number, name in enumerate(
        ("milgrain-band-rose", "signet-ring-gold", "onyx-signet-silver", "silver-cuff")
    ):
        several.lay(name, 0.3, (0.28 + 0.44 * (number % 2), 0.28 + 0.44 * (number // 2)))
    yield several
    close = Scene(next(numbers), (244, 243, 241))
    close.lay("milgrain-band-rose", 1.25, (0.62, 0.6))
    yield close
    lamp = Scene(next(numbers), (236, 234, 230), fall=46)
    lamp.cast(lamp.ellipse((0.58, 0.62), (0.2, 0.12)), px=40, depth=0.4)
    lamp.lay("stacking-rings-silver", 0.6)
    yield lamp


def _stuffs() -> Iterator[Scene]:
    """Jewelry of other stuffs: wooden beads, amber, brushed copper, enamel, jade."""
    for number, (color, texture, gloss) in enumerate((
        ((150, 98, 56), "wood", 0.1), ((196, 120, 30), "card", 0.5), ((70, 120, 92), "card", 0.4),
        ((96, 62, 44), "card", 0.3),
    )):  # fmt: skip
        scene = Scene(130 + number, ((252, 251, 250), (232, 232, 230))[number % 2])
        for angle in np.linspace(0, 2 * np.pi, 17)[:-1]:
            at = 0.5 + 0.3 * np.cos(angle), 0.5 + 0.3 * np.sin(angle)
            cover, height = scene.limb([at, (at[0] + 0.001, at[1])], (0.056, 0.056))
            scene.body(cover, color, height=height, texture=texture, gloss=gloss, shadow=0.15)
        yield scene
    for number, color in enumerate(((190, 116, 86), (206, 150, 128))):
        scene = Scene(136 + number, (250, 250, 249))
        yield _cuff(scene, color)
    enamel = Scene(139, (253, 253, 253))
    cover = enamel.ellipse((0.5, 0.56), (0.17, 0.2))
    enamel.body(cover, (206, 170, 90), height=enamel.swell(cover, 20), gloss=0.3)
    inner = enamel.ellipse((0.5, 0.56), (0.14, 0.17))
    enamel.body(inner, (30, 70, 150), height=enamel.swell(inner, 60), gloss=0.6, shadow=0)
    enamel.lay("cable-chain-silver", 0.5, (0.5, 0.22), turn=0)
    yield enamel
    amber = Scene(140, (238, 236, 232))
    drop, height = amber.limb([(0.5, 0.32), (0.5, 0.6)], (0.05, 0.17))
    amber.body(drop, (178, 96, 22), height=height, gloss=0.7)
    loop, round_height = amber.limb([(0.5, 0.22), (0.5, 0.3)], (0.022, 0.022))
    amber.body(loop, (206, 172, 96), height=round_height, gloss=0.6)
    yield amber


def _cuff(scene: Scene, color: Color) -> Scene:
    """A wide cuff of brushed metal, open below."""
    away = np.hypot((scene.x / scene.width - 0.5) / 1.0, (scene.y / scene.height - 0.46) / 0.72)
    ring = np.clip((0.055 - np.abs(away - 0.33)) * 300, 0, 1) * (
        np.hypot(scene.x / scene.width - 0.5, scene.y / scene.height - 0.72) > 0.12)  # fmt: skip
    angle = np.arctan2(scene.y / scene.height - 0.46, scene.x / scene.width - 0.5)
    brushed = cv2.blur(scene.rng.normal(0, 1, (scene.height, scene.width)).astype(np.float32), (31, 1)) * 5
    sheen = 0.75 + 0.35 * np.cos(5 * angle + 0.6) + 0.2 * np.cos(13 * angle) + 0.05 * brushed
    cover = np.asarray(ring, np.float32)
    scene.cast(cover)
    metal = np.clip(
        np.array(color, np.float32) * sheen[..., None] + 40 * np.maximum(sheen - 1, 0)[..., None], 0, 255
    )
    scene.light = cover[..., None] * metal + (1 - cover[..., None]) * scene.light
    return scene


def set_in() -> Iterator[Codes]:
    """Yield pictures with a second one in a corner or at a side: square, oblong or round, framed or not."""
    names = (
        "round-diamond-solitaire-top",
        "emerald-halo-ring-front",
        "onyx-signet-silver",
        "oval-sapphire-halo-front",
    )
    looks: tuple[tuple[float, float, float, float, str], ...] = (
        (0.03, 0.03, 0.3, 0.3, "none"), (0.66, 0.68, 0.3, 0.28, "white"), (0.0, 0.7, 0.3, 0.3, "none"),
        (0.7, 0.0, 0.3, 1.0, "none"), (0.66, 0.05, 0.28, 0.4, "line"), (0.04, 0.62, 0.26, 0.34, "shadow"),
        (0.04, 0.05, 0.3, 0.3, "round"), (0.64, 0.64, 0.32, 0.32, "ring"), (0.66, 0.04, 0.28, 0.28, "ring"),
        (0.04, 0.64, 0.32, 0.32, "soft"),
    )  # fmt: skip
    grounds: tuple[Color, ...] = (
        (222, 218, 212), (206, 214, 222), (180, 186, 190), (232, 232, 234), (222, 218, 212), (255, 255, 255),
        (180, 186, 190), (238, 238, 238), (222, 218, 212), (206, 216, 226),
    )  # fmt: skip
    for number, (left, top, wide, high, edge) in enumerate(looks):
        scene = Scene(160 + number, ((255, 255, 255), (246, 245, 243), (228, 230, 232))[number % 3], fall=6)
        side = left > 0.5
        scene.lay(names[number % 4], 0.56, (0.36 if side else 0.64, 0.5))
        inner = Scene(180 + number, grounds[number], size=(400, round(400 * high / wide)))
        inner.lay(names[number % 4], 0.9, (0.5, 0.4), turn=30)
        yield _pasted(scene.taken(), inner.taken(), (left, top, wide, high), edge)


def _pasted(codes: Codes, view: Codes, box: tuple[float, float, float, float], edge: str) -> Codes:
    height, width = codes.shape[:2]
    left, top, across, down = (
        round(each * side) for each, side in zip(box, (width, height) * 2, strict=True)
    )
    small = cv2.resize(view, (across, down), interpolation=cv2.INTER_AREA)
    if edge in {"round", "ring", "soft"}:
        disc = np.zeros((down, across), np.float32)
        at, reach = (across // 2, down // 2), min(across, down) // 2 - 3
        cv2.circle(disc, at, reach, 1, -1, cv2.LINE_AA)
        if edge == "ring":
            cv2.circle(small, at, reach, (190, 160, 110), 4, cv2.LINE_AA)
        place = codes[top : top + down, left : left + across]
        place[:] = np.rint(disc[..., None] * small + (1 - disc[..., None]) * place)
        return codes
    if edge == "shadow":
        dark = np.zeros((height, width), np.float32)
        dark[top + 6 : top + down + 6, left + 6 : left + across + 6] = 0.35
        codes = np.rint(codes * (1 - cv2.GaussianBlur(dark, (0, 0), 6))[..., None]).astype(np.uint8)
    codes[top : top + down, left : left + across] = small
    color = {"white": (255, 255, 255), "line": (120, 120, 124)}.get(edge)
    if color:
        cv2.rectangle(
            codes, (left, top), (left + across - 1, top + down - 1), color, 6 if edge == "white" else 2
        )
    return codes
