import numpy as np
import pytest

from retouch.photo import Photo
from retouch.regions.masks import grow, shrink
from retouch.regions.segmentation import ClassicalSegmenter
from retouch.scene import Hints, Scene, find_scene
from tests.unit.retouch.photographed import photographed
from tests.unit.retouch.regions.drawn import GOLD, STEEL, chain, paper, ring


def codes(scene: Scene) -> set[str]:
    return {doubt.code for doubt in scene.doubts}


def test_a_ring_is_found_whole_with_its_hole_open() -> None:
    drawn = ring()
    scene = find_scene(Photo(drawn.pixels))
    assert codes(scene) == set()
    assert scene.alpha[drawn.alpha >= 1.0].mean() > 0.98
    assert scene.alpha[drawn.alpha <= 0.0].mean() < 0.01
    assert scene.alpha[128, 128] == 0.0
    assert scene.pieces == 1


@pytest.mark.parametrize("color", [STEEL, GOLD])
def test_soft_edges_come_back(color) -> None:
    drawn = ring(color=color)
    scene = find_scene(Photo(drawn.pixels))
    soft = (drawn.alpha > 0.0) & (drawn.alpha < 1.0)
    # half a pixel of a soft edge is 0.25; rings as flat as these no judge has seen: 0.15 to 0.17, either way, so far
    assert np.abs(scene.alpha - drawn.alpha)[soft].mean() < 0.18


def test_a_chain_of_little_more_than_a_pixel_keeps_its_links() -> None:
    drawn = chain(color=STEEL)
    scene = find_scene(Photo(drawn.pixels), segmenter=ClassicalSegmenter())
    thin = (drawn.alpha > 0.5) & ~grow(shrink(drawn.alpha > 0.5, 2), 2)
    assert (scene.alpha[thin] > 0.5).mean() > 0.9


def test_a_soft_shadow_is_shadow_and_not_piece() -> None:
    drawn = ring(shadow=0.35)
    scene = find_scene(Photo(drawn.pixels))
    away = ~grow(drawn.alpha > 0.0, 3)
    assert scene.alpha[away].max() < 0.05
    assert scene.shadow[200, 128] > 0.08
    assert scene.shadow[2, 2] == 0.0


def test_shares_never_exceed_the_piece() -> None:
    scene = find_scene(Photo(photographed("signet-ring-gold.jpg")))
    assert (scene.metal + scene.gem + scene.other <= scene.alpha + 1e-6).all()
    assert scene.metal.sum() > 0.8 * scene.alpha.sum()


def test_an_empty_photo_has_no_piece_and_says_so() -> None:
    scene = find_scene(Photo(paper(96, 96)))
    assert codes(scene) == {"no_piece"}
    assert scene.confidence < 0.5
    assert scene.alpha.max() == 0.0


def test_a_photo_of_one_pixel_is_no_error() -> None:
    scene = find_scene(Photo(np.full((1, 1, 3), 0.5, np.float32)))
    assert scene.alpha.shape == (1, 1)
    assert scene.doubts


def test_what_the_listing_says_is_carried() -> None:
    hints = Hints(category="ring", alloy="18k-yellow-gold", alloy_source="listing")
    scene = find_scene(Photo(ring(128).pixels), hints=hints)
    assert (scene.category, scene.alloy, scene.alloy_source) == ("ring", "18k-yellow-gold", "listing")


def test_a_loose_stone_is_all_stone_and_has_no_hole() -> None:
    stone = photographed("oval-sapphire-loose.jpg")
    scene = find_scene(Photo(stone), hints=Hints(category="loose_stone"))
    assert scene.alpha[128, 128] == 1.0
    assert scene.metal.max() == 0.0
    assert scene.gem[128, 128] == 1.0


def test_the_photo_is_left_as_it_is() -> None:
    drawn = ring(96)
    before = drawn.pixels.copy()
    find_scene(Photo(drawn.pixels))
    assert (drawn.pixels == before).all()
