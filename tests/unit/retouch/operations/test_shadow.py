import numpy as np
import pytest

from retouch.errors import InvalidParams
from retouch.operations.shadow import Shadow, shadow
from retouch.scene import Scene
from tests.unit.retouch.jewelry import Drawn, ring


def on_white(drawn: Drawn) -> np.ndarray:
    return np.where(drawn.scene.alpha[..., None] > 0, drawn.pixels, np.float32(1.0))


def shadowed(scene: Scene) -> np.ndarray:
    dark = np.zeros(scene.alpha.shape, np.float32)
    dark[scene.box.bottom - 6 : scene.box.bottom + 1, scene.box.left : scene.box.right] = 0.4
    return dark


def test_the_photos_own_shadow_is_kept() -> None:
    drawn = ring()
    drawn = drawn.with_scene(shade=shadowed(drawn.scene))
    shaded = shadow(on_white(drawn), Shadow(strength=1.0), drawn.scene)
    below = (drawn.scene.shadow > 0) & (drawn.scene.alpha == 0)
    assert 0.55 < shaded[below].min() < 0.7


def test_where_there_was_none_a_soft_one_is_laid() -> None:
    drawn = ring()
    drawn = drawn.with_scene(shade=np.zeros((64, 64), np.float32))
    shaded = shadow(on_white(drawn), Shadow(strength=1.0), drawn.scene)
    assert 0.6 < shaded[drawn.scene.alpha == 0].min() < 0.95


def test_it_is_darkest_where_the_piece_touches_its_ground() -> None:
    standing = ring(160)
    scene = standing.with_scene(shade=np.zeros((160, 160), np.float32)).scene
    shaded = shadow(np.ones((160, 160, 3), np.float32), Shadow(strength=1.0), scene)[..., 0]
    rows = np.nonzero(scene.alpha[:, 80] == 0)[0]
    inside = rows[(rows > scene.box.top) & (rows < scene.box.bottom)]
    below = rows[rows >= scene.box.bottom - 1]
    assert 1 - shaded[below, 80].min() > 1.3 * (1 - shaded[inside, 80].min())


def test_in_a_set_every_piece_stands_on_the_same_shadow() -> None:
    drawn = ring()
    lit = [drawn.with_scene(shade=np.rot90(shadowed(drawn.scene), k).copy()) for k in range(3)]
    shades = [shadow(on_white(one), Shadow(strength=1.0, laid=1.0), one.scene) for one in lit]
    assert np.array_equal(shades[0], shades[1])
    assert np.array_equal(shades[0], shades[2])
    own = [shadow(on_white(one), Shadow(strength=1.0), one.scene) for one in lit]
    assert not np.array_equal(own[0], own[1])


def test_the_border_stays_exactly_white() -> None:
    drawn = ring()
    drawn = drawn.with_scene(shade=np.full((64, 64), 0.5, np.float32))
    shaded = shadow(on_white(drawn), Shadow(strength=1.0, softness=0.05), drawn.scene)
    assert (shaded[0] == 1.0).all()
    assert (shaded[:, 0] == 1.0).all()
    assert (shaded[-1] == 1.0).all()


def test_the_piece_is_not_darkened() -> None:
    drawn = ring()
    drawn = drawn.with_scene(shade=np.full((64, 64), 0.5, np.float32))
    before = on_white(drawn)
    after = shadow(before, Shadow(strength=1.0), drawn.scene)
    opaque = drawn.scene.alpha == 1.0
    assert (after[opaque] == before[opaque]).all()


def test_by_default_there_is_no_shadow() -> None:
    drawn = ring()
    assert (shadow(drawn.pixels, Shadow(), drawn.scene) == drawn.pixels).all()


def test_a_cut_out_has_nothing_to_throw_a_shadow_on() -> None:
    drawn = ring()
    cut = np.dstack([drawn.pixels, drawn.scene.alpha])
    assert (shadow(cut, Shadow(strength=1.0), drawn.scene) == cut).all()


def test_strength_beyond_its_range_is_refused() -> None:
    with pytest.raises(InvalidParams, match=r"shadow\.strength"):
        Shadow(strength=2.0)
