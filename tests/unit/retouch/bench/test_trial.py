"""A scene whose truth the engine is told is measured as found in full."""

from dataclasses import replace

import numpy as np
import pytest

from retouch.bench.scenes import TestScene as Scene
from retouch.bench.trial import Watch, try_out
from retouch.codecs import Encoding, encode
from retouch.color import to_codes
from retouch.errors import RegionNotFound
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from tests.unit.retouch.jewelry import ring

RING = ring(120, paper=(0.8, 0.8, 0.8))


def scene(**changes):
    codes = to_codes(RING.pixels)
    nothing = np.zeros(codes.shape[:2], bool)
    truth = Scene(
        name="000-ring-drawn",
        data=encode(RING.pixels, Encoding("png")),
        photo=codes,
        spotless=codes,
        clean=codes,
        alpha=RING.scene.alpha,
        metal=RING.scene.metal,
        gem=RING.scene.gem,
        defects=nothing,
        protected=nothing,
        facts={"category": "ring", "dulled": False},
    )
    return replace(truth, **changes)


def told(*_, **__):
    return RING.scene


def test_a_told_truth_is_a_perfect_cut_out_and_nothing_strays():
    record = try_out(scene(), find=told)
    assert (record["matte"]["mae"], record["matte"]["boundary"]) == (0, 0)
    assert record["iou_metal"] == 1
    assert record["undeclared"] == 0
    assert record["astray"] == {"metal_tone": 0, "gems": 0, "spot_removal": 0}
    assert record["border_white"] > 0.9


def test_what_is_metal_to_the_engine_alone_is_counted_astray():
    nowhere = np.zeros_like(RING.scene.metal)
    record = try_out(scene(gem=nowhere), find=told)
    assert record["astray"]["gems"] == pytest.approx(float((RING.scene.gem > 0).mean()), abs=0.01)
    assert record["iou_gem"] is None


def test_a_photo_in_which_no_piece_is_found_counts_as_one_without_a_cut_out():
    def lost(*_, **__):
        raise RegionNotFound("nothing there")

    record = try_out(scene(), find=lost)
    assert record["state"] == "review"
    assert record["matte"]["boundary"] == 1
    assert record["confidence"] == 0


def test_a_watched_recipe_makes_the_same_picture():
    watch, recipe, photo = Watch(), Recipe.named("catalog-white"), Photo(RING.pixels)
    watched = retouch(photo, watch.over(recipe), find=told)
    assert np.array_equal(watched.pixels, retouch(photo, recipe, find=told).pixels)
    assert list(watch.steps) == [step.name for step in recipe.steps]
