import cv2
import numpy as np

from retouch.regions.materials import Materials, split
from tests.unit.retouch.regions.drawn import GOLD, STEEL, paper, ring


def parted(color: tuple[float, ...], category: str = "") -> tuple[Materials, np.ndarray]:
    drawn = ring(128, color=color)
    lab = cv2.cvtColor(drawn.pixels, cv2.COLOR_LRGB2Lab)
    lit = cv2.cvtColor(paper(128, 128), cv2.COLOR_LRGB2Lab)
    piece = drawn.alpha > 0.5
    return split(lab, lit, piece, category=category), piece


def test_gold_and_steel_are_metal() -> None:
    for color in (GOLD, STEEL):
        materials, piece = parted(color)
        assert materials.metal[piece].mean() > 0.8


def test_a_blue_piece_is_stone() -> None:
    materials, piece = parted((0.04, 0.08, 0.45))
    assert materials.gem[piece].mean() > 0.8
    assert not (materials.gem & materials.metal).any()


def test_a_loose_stone_is_stone_whatever_its_color() -> None:
    materials, piece = parted(GOLD, "loose_stone")
    assert (materials.gem == piece).all()


def test_facets_amid_gold_are_stone() -> None:
    drawn = ring(128, color=GOLD)
    rows, columns = np.mgrid[0:128, 0:128]
    facets = np.where((rows // 5 + columns // 5) % 2 == 0, 0.08, 0.8).astype(np.float32)
    stone = np.hypot(rows - 64, columns - 22) < 14
    pixels = np.where(stone[..., None], facets[..., None], drawn.pixels).astype(np.float32)
    lit = cv2.cvtColor(paper(128, 128), cv2.COLOR_LRGB2Lab)
    piece = (drawn.alpha > 0.5) | stone
    materials = split(cv2.cvtColor(pixels, cv2.COLOR_LRGB2Lab), lit, piece, category="ring")
    assert materials.gem[stone].mean() > 0.6


def test_nothing_is_two_things_at_once() -> None:
    materials, piece = parted(GOLD)
    whole = materials.metal.astype(int) + materials.gem + materials.other
    assert (whole == piece).all()
