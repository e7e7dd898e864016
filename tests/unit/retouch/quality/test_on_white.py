from dataclasses import replace

import numpy as np
import pytest

from retouch.codecs import decode, encode
from retouch.color import delta_e_2000, to_lab
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.quality.on_white import is_on_white
from retouch.recipe import Recipe
from tests.unit.retouch.jewelry import ring
from tests.unit.retouch.photographed import photographed

WHITE = ring(96, paper=(1.0, 1.0, 1.0))


def test_pure_white_to_the_edges_was_laid_by_somebody() -> None:
    assert is_on_white(WHITE.pixels, WHITE.scene)


@pytest.mark.parametrize("paper", [(0.97, 0.97, 0.97), (1.0, 1.0, 0.96)])
def test_bright_paper_is_a_photo_still(paper: tuple[float, float, float]) -> None:
    drawn = ring(96, paper=paper)
    assert not is_on_white(drawn.pixels, drawn.scene)


def test_overexposed_paper_falls_off_somewhere() -> None:
    fading = WHITE.pixels.copy()
    fading[:, :8] *= np.linspace(0.9, 1.0, 8, dtype=np.float32)[None, :, None]
    assert not is_on_white(fading, WHITE.scene)


@pytest.mark.parametrize("name", ["signet-ring-gold.jpg", "curb-chain-gold.jpg"])
def test_a_result_without_its_marks_comes_out_nearly_unchanged(name: str) -> None:
    recipe = Recipe.named("catalog-white")
    first = retouch(Photo(photographed(name, 512)), recipe)
    plain = decode(encode(first.pixels, recipe.output.encoding_for(Photo(first.pixels).source)))
    again = retouch(plain, recipe)
    assert "on_white" in [note.code for note in again.notes]
    assert again.scene is not None
    assert again.pixels.shape == plain.pixels.shape
    apart = delta_e_2000(to_lab(again.pixels), to_lab(plain.pixels))
    assert apart[again.scene.alpha > 0.9].mean() < 1.0
    assert apart.mean() < 1.0


def test_what_the_finder_misses_of_a_piece_on_white_stays() -> None:
    bitten = np.where(np.arange(96)[:, None] < 30, np.float32(0.0), WHITE.scene.alpha)  # its head is lost
    scene = replace(WHITE.scene, alpha=bitten, metal=np.minimum(bitten, WHITE.scene.metal))
    recipe = Recipe.named("catalog-white")
    framed = next(step for step in recipe.steps if step.name == "framing")
    recipe = replace(recipe, steps=tuple(step for step in recipe.steps if step is not framed))
    result = retouch(Photo(WHITE.pixels), recipe, find=lambda *_, **__: scene)
    lost = (WHITE.scene.alpha > 0.9) & (bitten == 0.0)
    assert lost.sum() > 100
    apart = delta_e_2000(to_lab(result.pixels), to_lab(WHITE.pixels))
    assert apart[lost].mean() < 3.0  # stones and metal are toned; under white it would be 30
    edges = [result.pixels[0], result.pixels[-1], result.pixels[:, 0], result.pixels[:, -1]]
    assert all((edge == 1.0).all() for edge in edges)


def test_a_result_of_another_recipe_keeps_its_shadow_and_gets_no_second_one() -> None:
    recipe = Recipe.named("catalog-white")
    first = retouch(Photo(photographed("signet-ring-gold.jpg", 384)), recipe)
    encoding = recipe.output.encoding_for(Photo(first.pixels).source)
    marked = decode(encode(first.pixels, encoding, None, first.provenance))
    assert marked.metadata.is_retouched
    steps = tuple(
        replace(step, params=replace(step.params, fill=0.8)) if step.name == "framing" else step
        for step in recipe.steps
    )
    again = retouch(marked, replace(recipe, steps=steps))
    done = {record.name for record in again.provenance.operations}
    assert "background" in done
    assert "shadow" not in done


def test_a_set_lays_its_one_shadow_on_white_too() -> None:
    recipe = Recipe.named("catalog-white")
    alike = replace(
        recipe,
        steps=tuple(
            replace(step, params=replace(step.params, laid=1.0)) if step.name == "shadow" else step
            for step in recipe.steps
        ),
    )
    names = [
        {
            record.name
            for record in retouch(
                Photo(WHITE.pixels), one, find=lambda *_, **__: WHITE.scene
            ).provenance.operations
        }
        for one in (recipe, alike)
    ]
    assert ["shadow" in told for told in names] == [False, True]
