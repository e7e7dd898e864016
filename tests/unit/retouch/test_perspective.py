"""A ring seen from low down by a lens close by: cut as it is, or shown to a person; never done and cut wrong."""

import numpy as np
import pytest

from retouch.bench.measures.matte import boundary_f
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from retouch.report import Verdict
from retouch.training.render.camera import frame
from retouch.training.render.picture import render_layers
from retouch.training.render.spec import SceneSpec

SHARED = 0.95  # of all that is piece in the cut or in truth, what must be in both
OUTLINE = 0.95  # of both outlines, what must lie within 2 px of the other: mean of precision and recall
CLOSE = {"size": (320, 320), "samples": 1, "azimuth_deg": -60.0}


def photographed(spec, seed):
    """A ring on a sheet that rises behind it, and the share of it in each pixel."""
    layers = render_layers(spec, seed)
    alpha = layers.cover[..., 0]
    ground = layers.paper * (layers.lit * (1.0 - alpha))[..., None]
    photo = 0.8 * (layers.light + ground) / layers.paper.mean()
    return Photo(np.clip(photo, 0.0, 1.0).astype(np.float32)), alpha


@pytest.mark.slow
@pytest.mark.parametrize(
    ("piece", "metal", "variant", "elevation_deg", "radii_away"),
    [
        ("band", "18k-yellow-gold", "", 9.0, 2.2),
        ("solitaire", "14k-white-gold", "", 8.0, 2.2),
        ("solitaire", "18k-yellow-gold", "lying", 10.0, 1.8),
    ],
)
def test_a_ring_in_strong_perspective_is_cut_as_it_is_or_goes_to_a_person(
    piece, metal, variant, elevation_deg, radii_away
):
    spec = SceneSpec(
        piece, metal, variant=variant, elevation_deg=elevation_deg, radii_away=radii_away, **CLOSE
    )
    photo, truth = photographed(spec, 3)
    result = retouch(photo, Recipe.named("catalog-white"))
    assert result.scene is not None
    alpha = result.scene.alpha
    shared = float(np.minimum(alpha, truth).sum() / np.maximum(alpha, truth).sum())
    if result.state is Verdict.DONE:
        assert shared >= SHARED
        assert boundary_f(alpha, truth) >= OUTLINE


def test_a_lens_close_by_shows_what_is_near_larger_and_frames_the_piece_the_same():
    square = np.array([[x, y, 0] for x in (-1, 1) for y in (-1, 1)], np.float32)
    widths = []
    for away in (1.8, 9.0):
        spec = SceneSpec("band", elevation_deg=9.0, radii_away=away, fill=0.5, size=(320, 320))
        columns, _, _ = frame(square, spec).project(square)
        assert np.ptp(columns) == pytest.approx(160, abs=0.1)
        widths.append(
            float((columns[2] - columns[0]) / (columns[3] - columns[1]))
        )  # of the near side to the far
    assert widths == pytest.approx([2.3, 1.2], abs=0.1)
