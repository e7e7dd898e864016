"""Pixels to learn from, chosen from a scene of one disc."""

import numpy as np

from retouch.networks import Sight
from retouch.regions.surroundings import COUNT
from retouch.training.roughs import DRAWN, GROUND, PHOTO, TRUTH, rough_of
from retouch.training.samples import PIXELS, samples_of, seen_in, varied
from tests.unit.retouch.photographed import photographed

SIDE = 200


def disc():
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    alpha = (np.hypot(rows - 90, columns - 110) < 50).astype(np.float32)
    planes = np.zeros((11, SIDE, SIDE), np.float32)
    planes[PHOTO], planes[GROUND] = 0.8 - 0.5 * alpha, 0.8
    planes[DRAWN], planes[TRUTH.start], planes[TRUTH.start + 1] = (alpha,) * 3
    return planes


def seen(planes):
    alpha, none = planes[DRAWN], np.zeros((SIDE, SIDE), np.float32)
    return Sight(alpha, alpha, none, none, none)


def test_pixels_are_of_the_outline_mostly_and_each_with_its_own_truth():
    samples = samples_of(disc(), seen(disc()), np.random.default_rng(1))
    assert samples["figures"].shape == (len(samples["truth"]), COUNT)
    assert 0.5 * PIXELS < len(samples["truth"]) <= PIXELS
    assert samples["outline"].mean() > 0.6
    drawn = samples["figures"][:, 6].astype(np.float32)
    assert np.array_equal(drawn, samples["truth"][:, 0].astype(np.float32))


def test_of_a_photo_without_a_piece_there_are_none():
    empty = disc()
    empty[DRAWN:] = 0.0
    assert samples_of(empty, seen(empty), np.random.default_rng(1)) is None


def test_a_variant_moves_photo_and_truth_together():
    for seed in range(6):
        other = varied(disc(), np.random.default_rng(seed))
        assert other.min() >= 0.0
        assert other.max() <= 1.0
        piece = other[TRUTH.start] > 0.5
        light = other[PHOTO].mean(axis=0)
        assert ((light < (light[piece].mean() + light[~piece].mean()) / 2) == piece).mean() > 0.98


def test_a_rough_holds_what_the_engine_made_of_a_photo():
    codes = (photographed("signet-ring-gold.jpg", 200) ** (1 / 2.2) * 255).astype(np.uint8)
    truth = np.zeros((*codes.shape[:2], 4), np.uint8)
    planes = rough_of(codes, truth)
    assert planes.shape == (11, *codes.shape[:2])
    assert np.array_equal(planes[PHOTO].transpose(1, 2, 0), codes)
    assert 0.05 < (planes[DRAWN] > 127).mean() < 0.6
    seen = seen_in(planes.astype(np.float32) / np.float32(255.0))
    assert np.abs(planes[DRAWN].astype(int) / 255 - seen.alpha)[::4, ::4].mean() < 0.16
