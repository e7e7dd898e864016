"""Recipes as data."""

import pytest

from retouch.errors import InvalidParams, InvalidRecipe, UnknownOperation
from retouch.photo import Source
from retouch.recipe import Output, Recipe, names

KEPT = ["white_balance", "exposure", "spot_removal", "highlights", "metal_tone", "gems", "detail"]


def made(*steps, **rest):
    return Recipe.parse({"name": "mine", "step": list(steps), **rest})


STYLED = ("gradient", "linen", "stone", "studio")


def test_the_recipes_run_their_operations_in_order():
    assert names() == tuple(sorted(("catalog-white", "keep-background", "transparent", *STYLED)))
    orders = {name: [step.name for step in Recipe.named(name).steps] for name in names()}
    assert orders["keep-background"] == KEPT
    assert orders["catalog-white"] == [*KEPT, "cut_out", "background", "shadow", "framing"]
    assert orders["transparent"] == [*KEPT, "cut_out", "framing"]
    assert all(orders[name] == [*KEPT, "cut_out", "framing"] for name in STYLED)


def test_catalog_white_is_square_and_filled_to_87_percent():
    framing = Recipe.named("catalog-white").steps[-1].params
    assert (framing.fill, framing.aspect, framing.max_pixels) == (0.87, 1.0, 20_000_000)


def test_a_recipe_is_written_in_its_own_format():
    photo, drawing = Source(format="jpeg"), Source(format="png", bit_depth=16)
    assert Recipe.named("catalog-white").output.encoding_for(drawing).format == "jpeg"
    assert Recipe.named("transparent").output.encoding_for(photo).format == "png"
    keep = Recipe.named("keep-background").output
    assert keep.encoding_for(photo).format == "jpeg"
    assert (keep.encoding_for(drawing).format, keep.encoding_for(drawing).bit_depth) == ("png", 16)


def test_a_name_that_is_no_recipe_is_refused_with_those_that_are():
    with pytest.raises(InvalidRecipe, match="catalog-white"):
        Recipe.named("catalogue-white")


def test_a_file_without_a_name_takes_its_own(tmp_path):
    file = tmp_path / "house.toml"
    file.write_text('[[step]]\noperation = "framing"\nfill = 1\n')
    recipe = Recipe.load(file)
    assert recipe.name == "house"
    assert recipe.steps[0].params.fill == 1.0


@pytest.mark.parametrize(
    "text", ["not [ toml", "name = 3", 'name = ""', 'name = "a"\ncolour = "white"', "step = 3"]
)
def test_a_file_that_is_no_recipe_is_refused_by_name(tmp_path, text):
    file = tmp_path / "house.toml"
    file.write_text(text)
    with pytest.raises(InvalidRecipe):
        Recipe.load(file)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidRecipe, match="missing"):
        Recipe.load(tmp_path / "missing.toml")


def test_an_unknown_operation_is_an_error_never_a_step_left_out():
    with pytest.raises(UnknownOperation, match=r"'polish'.*white_balance"):
        made({"operation": "polish"})


@pytest.mark.parametrize("row", ["framing", {}, {"operation": 3}])
def test_a_step_without_an_operation_is_refused(row):
    with pytest.raises(InvalidRecipe, match="names its operation"):
        made(row)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"fil": 0.8}, "has no setting 'fil'; it has above, aspect, below, fill, ground, max_pixels, shadow"),
        ({"fill": "0.8"}, "framing.fill must be float, not '0.8'"),
        ({"fill": True}, "must be float"),
        ({"max_pixels": 2.5}, "must be int"),
        ({"fill": float("nan")}, "must be float"),
        ({"fill": 2.0}, "between 0 and 1"),
    ],
)
def test_a_wrong_setting_is_named(settings, words):
    with pytest.raises(InvalidParams, match=words):
        made({"operation": "framing", **settings})


@pytest.mark.parametrize(
    "output", [3, {"format": "bmp"}, {"quality": 50}, {"quality": 101}, {"colour": "white"}]
)
def test_a_wrong_output_is_refused(output):
    with pytest.raises(InvalidParams):
        made(output=output)


@pytest.mark.parametrize("quality", [85, 91])
def test_a_quality_that_is_too_coarse_is_refused_in_a_sentence(quality):
    with pytest.raises(InvalidParams, match=f"output.quality must lie between 92 and 100, not {quality}"):
        made(output={"quality": quality})
    assert made(output={"quality": 92}).output.quality == 92


def test_what_changes_the_size_comes_last():
    with pytest.raises(InvalidRecipe, match="framing changes the photo's size"):
        made({"operation": "framing"}, {"operation": "detail"})


def test_the_digest_holds_everything_that_changes_pixels_and_nothing_else():
    plain = made({"operation": "framing", "fill": 0.8})
    spelled_out = Recipe.parse(
        {"name": "other", "step": [{"operation": "framing", "aspect": 1, "fill": 0.8, "max_pixels": 0}]}
    )
    assert plain.digest == spelled_out.digest
    others = [
        made({"operation": "framing", "fill": 0.81}),
        made({"operation": "framing", "fill": 0.8}, output={"quality": 94}),
        made({"operation": "framing"}),
        made(),
    ]
    assert len({plain.digest, *(other.digest for other in others)}) == 5


def test_a_recipe_of_nothing_is_a_recipe():
    assert made().steps == ()
    assert made().output == Output()
