"""Another pass by a reason: what it changes, where it applies, and that it differs as asked."""

import numpy as np
import pytest

from retouch.config import RetouchConfig
from retouch.errors import InvalidParams, InvalidRecipe
from retouch.photo import Photo, Source
from retouch.pipeline import retouch
from retouch.quality.asked import FIGURES, difference, unframed
from retouch.recipe import Recipe
from retouch.report import Verdict
from retouch.retry import RETRIES, load, reasons_for, retried
from tests.unit.retouch.jewelry import ring

WHITE = Recipe.named("catalog-white")
NAMED = {
    "too-yellow", "too-grey", "lost-detail", "background-left", "piece-cut", "over-smoothed", "too-bright",
    "too-dark", "shadow",
}  # fmt: skip


def seen(drawn):
    return lambda photo, *, hints: drawn.scene


def a_ring():
    """A ring a little badly seen: a strip of paper taken for the piece, and a prong not."""
    drawn = ring(128)
    alpha = drawn.scene.alpha.copy()
    alpha[100:118, 2:40] = 1.0
    alpha[drawn.prongs & (np.indices(alpha.shape)[1] < 64)] = 0.0
    share = {"metal": np.minimum(drawn.scene.metal, alpha), "gem": np.minimum(drawn.scene.gem, alpha)}
    return drawn.with_scene(alpha=alpha, **share)


def test_every_named_reason_is_there_with_a_figure():
    assert set(RETRIES) == NAMED
    assert {retry.figure for retry in RETRIES.values()} <= set(FIGURES)


@pytest.mark.parametrize("reason", sorted(NAMED))
def test_another_pass_differs_in_the_direction_that_was_asked_for(reason):
    drawn = a_ring()
    photo = Photo(drawn.pixels, Source(sha256="abc"))
    recipe = unframed(WHITE)
    first = retouch(photo, recipe, find=seen(drawn))
    second = retouch(photo, retried(recipe, reason), find=seen(drawn))
    assert difference(reason, first, second) > 0
    assert (first.provenance.retry, second.provenance.retry) == ("", reason)


def test_the_reason_is_part_of_the_digest_and_none_changes_nothing():
    digests = {retried(WHITE, reason).digest for reason in RETRIES}
    assert len(digests | {WHITE.digest}) == len(RETRIES) + 1
    assert retried(WHITE, "") is WHITE


def test_a_recipe_is_not_tried_again_for_what_it_does_not_do():
    assert set(reasons_for(Recipe.named("keep-background"))) == NAMED - {
        "background-left", "piece-cut", "shadow",
    }  # fmt: skip
    assert set(reasons_for(Recipe.named("transparent"))) == NAMED - {"shadow"}
    with pytest.raises(InvalidRecipe, match="shadow"):
        retried(Recipe.named("transparent"), "shadow")
    with pytest.raises(InvalidRecipe, match="too-yellow"):
        retried(WHITE, "too-blue")


def test_a_retry_for_its_shadow_lightens_it_on_a_drawn_ground_and_nowhere_else():
    drawn, stone = ring(128), Recipe.named("stone")
    photo = Photo(drawn.pixels, Source(sha256="abc"))
    assert set(reasons_for(stone)) == NAMED
    first = retouch(photo, stone, find=seen(drawn)).pixels
    second = retouch(photo, retried(stone, "shadow"), find=seen(drawn)).pixels
    lighter = (second - first).mean(axis=2)
    assert lighter.min() > -1e-6
    assert (lighter > 0.02).mean() > 0.01
    assert (np.abs(lighter) < 1e-6).mean() > 0.1  # the piece
    framing = [step for step in retried(WHITE, "shadow").steps if step.name == "framing"]
    assert framing == [step for step in WHITE.steps if step.name == "framing"]


def test_the_gate_stays_on():
    drawn = ring(128)
    damaged = drawn.with_scene(alpha=np.where(drawn.prongs, 0, drawn.scene.alpha).astype(np.float32))
    photo = Photo(drawn.pixels, Source(sha256="abc"))
    recipe = retried(unframed(WHITE), "too-bright")
    assert retouch(photo, recipe, find=seen(damaged)).state is Verdict.REVIEW
    off = RetouchConfig(fidelity_gate=False)
    assert retouch(photo, recipe, find=seen(damaged), config=off).state is Verdict.DONE


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('[odd]\nfigure = "x"\ndirection = "sideways"', InvalidRecipe),
        ('[odd]\nfigure = "x"\ndirection = "up"\nstrength = 1', InvalidRecipe),
        ('[odd]\nfigure = "x"\ndirection = "up"\n[odd.settings.polish]\nstrength = 1', InvalidRecipe),
        ('[odd]\nfigure = "x"\ndirection = "up"\n[odd.settings.detail]\nglow = 1.0', InvalidRecipe),
        ('[odd]\nfigure = "x"\ndirection = "up"\n[odd.settings.detail]\ncontrast = 9.0', InvalidParams),
        ('[odd]\nfigure = "x"\ndirection = "up"\n[odd.look]\nwider = 0.5', InvalidParams),
    ],
)
def test_a_misspelt_or_unbounded_setting_stops_the_start(tmp_path, text, error):
    file = tmp_path / "retries.toml"
    file.write_text(text)
    with pytest.raises(error):
        load(file)
