"""Pieces that carry letters of their own: a bar, a signet, a coin; and stones by themselves."""

from functools import cache

import cv2
import numpy as np

from tests.labelled.fresh.canvas import Floats, Tone, blur, floats, grid, linear, noise, oval
from tests.labelled.fresh.gems import Piece, gem
from tests.labelled.fresh.overlays import laid_at, lettering, plate
from tests.labelled.fresh.pieces import SIDE, chain, ring, topped, with_gem
from tests.labelled.fresh.relief import Relief, metal


def cut_in(color: Floats, letters: Floats) -> Floats:
    """Cut letters into metal: dark within, bright at their lower edge."""
    lower = cv2.warpAffine(letters, np.array([[1, 0, 1.6], [0, 1, 1.8]], np.float64), letters.shape[::-1])
    light = color * (1 - 0.72 * letters)[..., None]
    return floats(light + 0.3 * np.clip(blur(floats(lower), 0.8) - letters, 0, 1)[..., None])


def brushed(mask: Floats, tone: Tone, seed: int) -> Floats:
    """Return a flat of brushed metal under a light that runs across."""
    rows, columns = grid((SIDE, SIDE))
    run = (
        0.55
        + 0.35 * np.sin((columns + 0.6 * rows) / 150 + seed)
        + 0.05 * noise((SIDE, SIDE), 3, seed, 2, (16, 0.6))
    )
    edge = np.clip(mask - blur(mask, 6), 0, 1)
    return floats(linear(tone) * run[..., None] + 0.6 * edge[..., None])


@cache
def bar(text: str = "MARIE", tone: Tone = (244, 206, 140)) -> Piece:
    """Return a name bar on a chain."""
    relief = Relief.empty((SIDE, SIDE))
    for side in (-1, 1):
        way = [(450 + side * u, v) for u, v in ((262, 556), (330, 420), (345, 230), (220, 90), (0, 62))]
        chain(relief, floats(way), 11, 3.2)
    piece = Piece(metal(relief, "gold", 4), relief.cover)
    mask = plate((SIDE, SIDE), (0.21, 0.575, 0.79, 0.675), 0.03)
    letters = laid_at((SIDE, SIDE), lettering(text, 50, spaced=0.25), (0.5, 0.626))
    return topped(piece, Piece(cut_in(brushed(mask, tone, 3), letters), mask))


@cache
def signet(letter: str = "K") -> Piece:
    """Return a signet ring with a letter cut into it."""
    base = ring("signet", "gold", tilt=60, lean=8)
    covered = oval((SIDE, SIDE), (492, 298), (92, 76), 6, 1.5)
    letters = laid_at((SIDE, SIDE), lettering(letter, 84), (492 / SIDE, 298 / SIDE))
    return topped(base, Piece(cut_in(brushed(covered, (246, 206, 130), 1), letters), covered))


@cache
def stones(kind: str = "sapphire", cut: str = "oval", seed: int = 3) -> Piece:
    """Return one loose stone, as large as the picture."""
    look = gem(cut, kind, seed, 700)
    return Piece(look.color, look.mask)


@cache
def parcel() -> Piece:
    """Return a few loose stones of several colors side by side."""
    base = Piece(np.zeros((SIDE, SIDE, 3), np.float32), np.zeros((SIDE, SIDE), np.float32))
    looks = (
        ("round", "aqua", 230, 300, 210),
        ("pear", "citrine", 520, 230, 230),
        ("oval", "garnet", 690, 500, 220),
        ("emerald", "emerald", 380, 590, 250),
        ("cushion", "amethyst", 640, 740, 150),
    )
    for index, (cut, stone, x, y, size) in enumerate(looks):
        base = with_gem(base, gem(cut, stone, index), (x, y), size, turn=37 * index)
    return base
