import math

import numpy as np
import pytest

from retouch.photo import Photo, Source
from retouch.pipeline import retouch
from retouch.quality.asked import FIGURES, difference, main, unframed
from retouch.recipe import Recipe
from tests.unit.retouch import files
from tests.unit.retouch.jewelry import ring


@pytest.mark.parametrize("name", sorted(set(FIGURES) - {"piece_share"}))
def test_a_photo_without_a_piece_tells_nothing(name: str) -> None:
    drawn = ring()
    nothing = np.zeros_like(drawn.scene.alpha)
    scene = drawn.with_scene(alpha=nothing, metal=nothing, gem=nothing).scene
    assert math.isnan(FIGURES[name](drawn.pixels, scene))


def test_what_was_not_understood_cannot_be_compared() -> None:
    photo = Photo(np.full((64, 64, 3), 0.8, np.float32), Source())
    drawn = ring()
    recipe = unframed(Recipe.named("catalog-white"))
    first = retouch(photo, recipe, find=lambda photo, *, hints: drawn.scene)
    assert not math.isnan(difference("too-dark", first, first))
    assert math.isnan(difference("too-dark", first, type(first)(**{**_fields(first), "scene": None})))


def _fields(result: object) -> dict[str, object]:
    return {name: getattr(result, name) for name in result.__dataclass_fields__}  # type: ignore[attr-defined]


def test_the_table_names_photo_verdict_and_figures(tmp_path, capsys) -> None:
    path = tmp_path / "ring.png"
    path.write_bytes(files.saved(files.codes(96, 96, 3), "png"))
    main([str(path)])
    head, row = capsys.readouterr().out.splitlines()
    assert head.startswith("photo\t")
    assert row.startswith("ring.png\t")
