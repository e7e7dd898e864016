"""Catalog mode: shots of one piece in different light come out alike."""

import numpy as np
import pytest

from retouch.catalog import Shot, compensate, matched, measure, seen, spread, spreads, targets
from retouch.photo import Photo, Source
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from tests.unit.retouch.jewelry import ring

RECIPE = Recipe.named("keep-background")
LIGHTS = ((0.7, 0.68, 0.6), (1.0, 1.0, 1.0), (0.9, 0.95, 1.0), (1.1, 1.0, 0.85), (0.8, 0.8, 0.8))


def shots_of(alloy):
    """One ring, shot on brown velvet, which says nothing of the light."""
    drawn = [ring(96, alloy=alloy, paper=(0.12, 0.05, 0.02), light=light) for light in LIGHTS]
    return [(Photo(one.pixels, Source()), lambda photo, *, hints, one=one: one.scene) for one in drawn]


@pytest.mark.parametrize("alloy", ["14k-yellow-gold", "14k-rose-gold", "sterling-silver"])
def test_shots_of_one_piece_lie_a_fifth_as_far_apart_as_before(alloy):
    photos = shots_of(alloy)
    shots = [measure(photo, RECIPE, find=find) for photo, find in photos]
    common = targets(shots)
    made = [
        retouch(photo, matched(RECIPE, shot, common), find=find)
        for (photo, find), shot in zip(photos, shots, strict=True)
    ]
    (told,) = spreads(shots, [seen(result) for result in made])
    assert (told.alloy, told.shots) == (alloy, len(LIGHTS))
    assert told.before > 4.0
    assert told.after <= told.before / 5


def test_a_single_shot_has_nothing_in_common_and_keeps_its_recipe():
    ((photo, find), *_) = shots_of("14k-yellow-gold")
    shot = measure(photo, RECIPE, find=find)
    assert targets([shot]) == {}
    assert matched(RECIPE, shot, {}) == RECIPE
    assert matched(RECIPE, None, {"14k-yellow-gold": (60.0, 5.0, 30.0)}) == RECIPE


def test_every_piece_of_a_set_stands_on_the_same_shadow():
    white = Recipe.named("catalog-white")
    for shot in (None, Shot("14k-yellow-gold", (60, 2, 30), (70, 3, 28))):
        params = {step.name: step.params for step in matched(white, shot, {}).steps}
        assert params["shadow"].laid == 1.0


def test_metals_do_not_pull_at_each_other():
    gold = [
        Shot("14k-yellow-gold", (60, 2, 30), (70, 3, 28)),
        Shot("14k-yellow-gold", (50, 2, 20), (66, 3, 24)),
    ]
    silver = [
        Shot("sterling-silver", (60, 0, 4), (70, 0, 2)),
        Shot("sterling-silver", (64, 0, 2), (72, 0, 2)),
    ]
    common = targets([*gold, *silver])
    assert common["14k-yellow-gold"] == (68, 3, 26)
    assert common["sterling-silver"] == (71, 0, 2)


def test_a_photo_far_off_comes_nearer_and_is_not_forced():
    assert compensate((30.0, 2.0, 10.0), 95.0) == 1.2
    assert compensate((90.0, 2.0, 10.0), 10.0) == -1.2
    assert abs(compensate((60.0, 2.0, 10.0), 60.0)) < 0.01


def test_what_was_not_made_or_not_understood_does_not_count():
    shot = Shot("steel", (60, 0, 0), (60, 0, 0))
    assert spreads([shot, None, shot], [(1.0, 2.0, 3.0), None, None]) == ()
    assert spread([]) == 0.0
    drawn = ring(96)
    nothing = drawn.with_scene(metal=np.zeros_like(drawn.scene.metal))
    photo = Photo(drawn.pixels, Source())
    assert measure(photo, RECIPE, find=lambda photo, *, hints: nothing.scene) is None
    assert seen(retouch(photo, Recipe("off"), find=lambda photo, *, hints: nothing.scene)) is None
