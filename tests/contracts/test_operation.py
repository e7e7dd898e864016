"""The battery that every operation of the table runs through."""

import random
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import retouch.operations
from retouch.alloys import ALLOYS
from retouch.arrays import LINEAR_RGB, check
from retouch.catalog import Shot, matched
from retouch.contract import hold
from retouch.operation import OPERATIONS, Operation, Region
from retouch.recipe import Recipe, names
from retouch.retry import reasons_for, retried
from retouch.scene import Box, Defect, DefectKind, Scene
from tests.unit.retouch.jewelry import ring

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=12, deadline=None)
EVERY = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def recipes_in_use() -> Iterator[Recipe]:
    """What merchants get: the engine's own recipes, with every retry, and brought toward a catalog's tones."""
    shot = Shot("14k-yellow-gold", (52.0, 2.0, 18.0), (56.0, 3.0, 22.0))
    for recipe in map(Recipe.named, names()):
        yield from (recipe, *(retried(recipe, reason) for reason in reasons_for(recipe)))
        yield matched(recipe, shot, {shot.alloy: (60.0, 4.0, 25.0)})


def settings_in_use(operation: Operation) -> list:
    steps = [step for recipe in recipes_in_use() for step in recipe.steps]
    return list(dict.fromkeys(step.params for step in steps if step.name == operation.name))


def scene_of(height: int, width: int, seed: int) -> Scene:
    """A blob of metal round a stone, a soft edge, a speck and a shadow, anywhere in the photo."""
    source = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    middle = source.uniform(0.3, 0.7, 2) * (height, width)
    reach = source.uniform(0.15, 0.45) * min(height, width)
    away = np.hypot(rows - middle[0], columns - middle[1])
    alpha = np.clip((reach - away) / 2 + 0.5, 0, 1).astype(np.float32)
    gem = np.where(away < reach / 2, alpha, 0).astype(np.float32)
    speck = (np.abs(rows - 2) < 2) & (np.abs(columns - 2) < 2)
    ys, xs = np.nonzero(alpha > 0.5)
    box = (
        Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
        if len(xs)
        else Box(0, 0, 0, 0)
    )
    return Scene(
        alpha=alpha,
        metal=alpha - gem,
        gem=gem,
        shade=np.clip(0.5 - away / (2 * reach + 1), 0, 1).astype(np.float32) * (1 - alpha),
        defects=(Defect(DefectKind.DUST, Box(0, 0, min(4, width), min(4, height)), 0.9),),
        defect_mask=speck & (alpha == 0),
        protected=np.zeros(alpha.shape, bool),
        box=box,
        alloy=("", *ALLOYS)[seed % (1 + len(ALLOYS))],
        alloy_source="listing",
    )


def random_photo(seed: int) -> tuple:
    source = np.random.default_rng(seed)
    height, width = source.integers(8, 48, 2)
    pixels = source.random((height, width, 3), dtype=np.float32) ** np.float32(source.uniform(0.3, 3))
    return pixels, scene_of(int(height), int(width), seed)


EXTREMES = {
    "black": lambda: (np.zeros((24, 24, 3), np.float32), scene_of(24, 24, 1)),
    "white": lambda: (np.ones((24, 24, 3), np.float32), scene_of(24, 24, 1)),
    "one pixel": lambda: (np.full((1, 1, 3), 0.5, np.float32), replace(scene_of(24, 24, 1), **one_pixel())),
    "drawn ring": lambda: (ring().pixels, ring().scene),
}


def one_pixel() -> dict:
    whole, none = np.ones((1, 1), np.float32), np.zeros((1, 1), np.float32)
    masks = {"alpha": whole, "metal": whole, "gem": none, "shade": none}
    nothing = np.zeros((1, 1), bool)
    return {**masks, "defects": (), "defect_mask": nothing, "protected": nothing, "box": Box(0, 0, 1, 1)}


@EVERY
def test_defaults_are_the_identity(operation):
    pixels, scene = random_photo(3)
    assert np.array_equal(operation.run(pixels, operation.params(), scene), pixels)


@EVERY
@given(seed=SEEDS)
@FEW
def test_shape_type_range_and_everything_outside_the_declared_region_are_kept(operation, seed):
    pixels, scene = random_photo(seed)
    for params in settings_in_use(operation):
        result = operation.run(pixels, params, scene)
        check(result, LINEAR_RGB)
        share = hold(operation, pixels, result, scene)
        assert operation.reshapes == (share == -1.0)


@EVERY
@given(seed=SEEDS)
@FEW
def test_the_input_stays_as_it_is_and_the_result_is_another_array(operation, seed):
    pixels, scene = random_photo(seed)
    before, masks = (
        pixels.copy(),
        (scene.alpha.copy(), scene.metal.copy(), scene.gem.copy(), scene.shadow.copy()),
    )
    for params in (operation.params(), *settings_in_use(operation)):
        result = operation.run(pixels, params, scene)
        assert not np.shares_memory(result, pixels)
    assert np.array_equal(pixels, before)
    for mask, kept in zip((scene.alpha, scene.metal, scene.gem, scene.shadow), masks, strict=True):
        assert np.array_equal(mask, kept)


@EVERY
def test_the_same_input_gives_the_same_bytes(operation):
    pixels, scene = random_photo(5)
    for params in settings_in_use(operation):
        results = []
        for noise in (1, 2):
            random.seed(noise)
            results.append(operation.run(pixels, params, scene).tobytes())
        assert results[0] == results[1]


@EVERY
@pytest.mark.parametrize("extreme", EXTREMES)
def test_black_white_a_single_pixel_and_a_drawn_ring_are_survived(operation, extreme):
    pixels, scene = EXTREMES[extreme]()
    for params in (operation.params(), *settings_in_use(operation)):
        result = operation.run(pixels, params, scene)
        hold(operation, pixels, result, scene)


def test_only_light_and_geometry_may_change_everything():
    everywhere = {name for name, entry in OPERATIONS.items() if entry.changes is Region.EVERYWHERE}
    assert everywhere == {"white_balance", "exposure", "framing"}


def test_the_table_holds_one_file_of_the_folder_each_sorted_and_no_other():
    folder = Path(retouch.operations.__file__).parent
    files = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    lines = [line for line in (folder / "__init__.py").read_text().splitlines() if line.startswith("from")]
    assert [line.split()[-1] for line in lines] == files
    assert sorted(OPERATIONS) == files


@EVERY
def test_every_operation_is_used_by_a_recipe_and_its_settings_carry_units(operation):
    assert settings_in_use(operation)
    assert all(field.default is not None for field in fields(operation.params))
