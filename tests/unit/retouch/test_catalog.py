"""Catalog mode: shots of one piece in different light come out alike."""

from dataclasses import replace

import numpy as np
import pytest

from retouch.catalog import (
    closest,
    compensate,
    corrected,
    matched,
    measure,
    remembered,
    seen,
    spread,
    spreads,
    targets,
)
from retouch.photo import Photo, Source
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from retouch.shots import Shot, grouped
from tests.unit.retouch.jewelry import ring

RECIPE = Recipe.named("keep-background")
LIGHTS = ((0.7, 0.68, 0.6), (1.0, 1.0, 1.0), (0.9, 0.95, 1.0), (1.1, 1.0, 0.85), (0.8, 0.8, 0.8))


def shots_of(alloy, told=None):
    """One ring, shot on brown velvet, which says nothing of the light; ``told`` of the shots say their alloy."""
    drawn = [ring(96, alloy=alloy, paper=(0.12, 0.05, 0.02), light=light) for light in LIGHTS]
    if told is not None:
        drawn = [one if k < told else one.with_scene(alloy="") for k, one in enumerate(drawn)]
    return [(Photo(one.pixels, Source()), lambda photo, *, hints, one=one: one.scene) for one in drawn]


def matched_to_each_other(photos):
    """What catalog mode makes of them, and how they were grouped."""
    shots = grouped([measure(photo, RECIPE, find=find) for photo, find in photos])
    common = targets(shots)
    made = [
        closest(
            lambda recipe, photo=photo, find=find: retouch(photo, recipe, find=find),
            matched(RECIPE, shot, common),
        )
        for (photo, find), shot in zip(photos, shots, strict=True)
    ]
    return made, shots


def color_apart(ours, others):
    """Between the middles of two metals, a* and b*."""
    first, second = (np.median([color[1:] for color in colors], axis=0) for colors in (ours, others))
    return float(np.hypot(*(first - second)))


@pytest.mark.parametrize("alloy", ["14k-yellow-gold", "14k-rose-gold", "sterling-silver"])
def test_shots_of_one_piece_lie_a_fifth_as_far_apart_as_before(alloy):
    photos = shots_of(alloy)
    made, shots = matched_to_each_other(photos)
    (told,) = spreads(shots, [seen(result) for result in made])
    assert (told.group, told.shots, told.joined) == (alloy, len(LIGHTS), 0)
    assert told.before > 4.0
    assert told.after <= told.before / 5


@pytest.mark.parametrize("alloy", ["14k-yellow-gold", "14k-rose-gold", "sterling-silver"])
def test_shots_that_tell_no_alloy_come_nearer_as_well(alloy):
    made, shots = matched_to_each_other(shots_of(alloy, told=2))
    told = max(spreads(shots, [seen(result) for result in made]), key=lambda each: each.shots)
    assert told.shots >= 4
    assert told.joined >= 2
    assert told.after <= told.before / 3


@pytest.mark.parametrize("told", [(0, 0), (2, 2)])
@pytest.mark.parametrize(
    "pair",
    [
        ("14k-yellow-gold", "14k-white-gold"),
        ("10k-yellow-gold", "14k-white-gold"),
        ("sterling-silver", "14k-rose-gold"),
        ("18k-yellow-gold", "18k-rose-gold"),
    ],
)
def test_two_alloys_in_one_catalog_are_not_pulled_together(pair, told):
    photos = [photo for alloy, count in zip(pair, told, strict=True) for photo in shots_of(alloy, count)]
    made, shots = matched_to_each_other(photos)
    kinds = np.repeat(pair, len(LIGHTS))
    groups = [
        {shot.group for shot, kind in zip(shots, kinds, strict=True) if kind == alloy} for alloy in pair
    ]
    assert not (groups[0] & groups[1]) - {""}
    colors = [seen(result) for result in made]
    plain = [shot.toned for shot in shots]
    half = len(LIGHTS)
    assert color_apart(colors[:half], colors[half:]) > 0.9 * color_apart(plain[:half], plain[half:])


def test_a_single_shot_has_nothing_in_common_and_keeps_its_recipe():
    ((photo, find), *_) = shots_of("14k-yellow-gold")
    shot = measure(photo, RECIPE, find=find)
    assert targets(grouped([shot])) == {}
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
    common = targets(grouped([*gold, *silver]))
    assert common["14k-yellow-gold"] == (68, 3, 26)
    assert common["sterling-silver"] == (71, 0, 2)


def test_color_is_that_of_the_shots_whose_alloy_is_known_and_lightness_that_of_all():
    told = Shot("sterling-silver", (60, 2, 9), (60, 1, 2))
    joined = Shot("", (70, 2, 9), (70, 2, 8))
    common = targets(grouped([told, joined, replace(joined, toned=(74, 2, 8))]))
    assert common == {"sterling-silver": (70, 1, 2)}


def test_what_missed_the_set_is_made_once_more_by_one_look_and_the_nearer_one_is_kept():
    ((photo, find), *_) = shots_of("sterling-silver")
    looks, recipes = [], []

    def looking(photo, *, hints):
        looks.append(photo)
        return find(photo, hints=hints)

    once = remembered(looking)

    def run(recipe):
        recipes.append(recipe)
        return retouch(photo, recipe, find=once)

    shot = replace(measure(photo, RECIPE, find=find), group="sterling-silver")
    common = {"sterling-silver": shot.toned}
    closest(run, matched(RECIPE, shot, common))
    assert len(recipes) == 1
    mistaken = replace(shot, toned=(shot.toned[0] - 6, *shot.toned[1:]))
    made = closest(run, matched(RECIPE, mistaken, common))
    assert len(recipes) == 3
    assert len(looks) == 1
    assert abs(seen(made)[0] - shot.toned[0]) < 1.0


def test_nothing_is_made_again_where_exposure_had_no_part():
    ((photo, find), *_) = shots_of("sterling-silver")
    unlit = replace(RECIPE, steps=tuple(step for step in RECIPE.steps if step.name != "exposure"))
    far = matched(unlit, Shot("steel", (60, 0, 0), (60, 0, 0), group="steel"), {"steel": (95.0, 0.0, 2.0)})
    assert corrected(far, retouch(photo, far, find=find)) is None
    assert corrected(RECIPE, retouch(photo, RECIPE, find=find)) is None


def test_a_photo_far_off_comes_nearer_and_is_not_forced():
    assert compensate((30.0, 2.0, 10.0), 95.0) == 1.2
    assert compensate((90.0, 2.0, 10.0), 10.0) == -1.2
    assert abs(compensate((60.0, 2.0, 10.0), 60.0)) < 0.01


def test_what_was_not_made_or_not_understood_does_not_count():
    shot = Shot("steel", (60, 0, 0), (60, 0, 0), group="steel")
    assert spreads([shot, None, shot], [(1.0, 2.0, 3.0), None, None]) == ()
    assert spread([]) == 0.0
    drawn = ring(96)
    nothing = drawn.with_scene(metal=np.zeros_like(drawn.scene.metal))
    photo = Photo(drawn.pixels, Source())
    assert measure(photo, RECIPE, find=lambda photo, *, hints: nothing.scene) is None
    little = drawn.with_scene(metal=np.where(np.arange(96) < 26, drawn.scene.metal, 0).astype(np.float32))
    assert measure(photo, RECIPE, find=lambda photo, *, hints: little.scene) is None
    grey = Photo(np.repeat(drawn.pixels.mean(axis=2, keepdims=True), 3, axis=2), Source())
    assert measure(grey, RECIPE, find=lambda photo, *, hints: drawn.with_scene(alloy="").scene) is None
    assert seen(retouch(photo, Recipe("off"), find=lambda photo, *, hints: nothing.scene)) is None
