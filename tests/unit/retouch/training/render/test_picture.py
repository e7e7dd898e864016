"""Pictures with their truth: masks that agree, the same picture from the same seed, ground without a piece."""

import numpy as np
import pytest

from retouch.arrays import ALPHA, LINEAR_RGB, MASK, check
from retouch.training.render import SceneSpec, render

SMALL = SceneSpec("solitaire", size=(48, 40), samples=2, turn_deg=25.0)


@pytest.fixture(scope="module")
def ring():
    return render(SMALL, 7)


def test_every_array_is_of_its_kind_and_size(ring):
    for array, kind in (
        (ring.photo, LINEAR_RGB),
        (ring.clean, LINEAR_RGB),
        (ring.alpha, ALPHA),
        (ring.metal, ALPHA),
    ):
        check(array, kind)
    check(ring.defects, MASK)
    assert ring.photo.shape == (40, 48, 3)


def test_metal_and_stone_share_the_piece_between_them(ring):
    assert np.abs(ring.metal + ring.gem - ring.alpha).max() < 1e-5
    assert ring.gem.sum() > 5
    assert ring.metal.sum() > 20


def test_the_same_seed_gives_the_same_picture_and_another_does_not(ring):
    assert np.array_equal(render(SMALL, 7).photo, ring.photo)
    assert not np.array_equal(render(SMALL, 8).photo, ring.photo)


def test_photo_and_clean_picture_differ_by_noise_alone_where_nothing_was_strewn(ring):
    far = ~ring.defects
    assert np.abs(ring.photo - ring.clean)[far].mean() < 0.01


def test_an_empty_sheet_shows_paper_and_no_piece():
    sheet = render(SceneSpec("nothing", size=(40, 40), samples=2, dust=0, lint=0), 1)
    assert sheet.alpha.max() == 0
    assert sheet.photo.std(axis=(0, 1)).max() < 0.1
