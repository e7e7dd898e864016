"""The second look: ground that was taken for the piece, a part that was not, and nothing else."""

import numpy as np
import pytest

from retouch.errors import InvalidParams
from retouch.second_look import Look, look_again
from tests.unit.retouch.jewelry import ring

RING = ring(128)


def test_no_look_is_the_first_look():
    assert look_again(RING.scene, RING.pixels, Look()) is RING.scene


def test_ground_that_hangs_together_with_the_ground_is_let_go():
    alpha = RING.scene.alpha.copy()
    strip = np.zeros(alpha.shape, bool)
    strip[100:118, 2:40] = True
    strip &= alpha == 0
    alpha[strip] = 1.0
    again = look_again(RING.with_scene(alpha=alpha).scene, RING.pixels, Look(tighter=0.2))
    assert again.alpha[strip].mean() < 0.1
    assert again.alpha[RING.band].mean() > 0.98
    assert (again.metal + again.gem + again.other <= again.alpha + 1e-6).all()


def test_a_missed_part_of_another_color_is_taken_in():
    alpha = np.where(RING.prongs, 0, RING.scene.alpha).astype(np.float32)
    again = look_again(RING.with_scene(alpha=alpha).scene, RING.pixels, Look(wider=0.1))
    assert again.alpha[RING.prongs].mean() > 0.6
    assert again.alpha[:4].max() == 0.0


def test_a_shadow_beside_the_piece_is_no_missed_part():
    pixels = RING.pixels.copy()
    pixels[118:124, 30:98] *= 0.5
    again = look_again(RING.scene, pixels, Look(wider=0.05))
    assert again.alpha[120:124].max() < 0.05


def test_soft_edges_draw_in():
    soft = np.minimum(RING.scene.alpha, 0.8)
    again = look_again(RING.with_scene(alpha=soft).scene, RING.pixels, Look(tighter=0.3))
    assert again.alpha[RING.band].max() == pytest.approx(0.5 / 0.7, abs=1e-3)


def test_a_photo_without_a_piece_stays_without():
    nothing = RING.with_scene(alpha=np.zeros_like(RING.scene.alpha)).scene
    assert look_again(nothing, RING.pixels, Look(tighter=0.2)).alpha.max() == 0.0


@pytest.mark.parametrize("given", [{"tighter": 0.6}, {"wider": -0.1}])
def test_a_look_has_bounds(given):
    with pytest.raises(InvalidParams):
        Look(**given)
