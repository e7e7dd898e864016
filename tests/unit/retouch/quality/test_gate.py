"""The gate in the pipeline: with it a damaged photo goes to a person, without it the same photo would be published."""

import numpy as np

from retouch.config import RetouchConfig
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from retouch.report import Verdict
from retouch.scene import Hints, Scene
from tests.unit.retouch.jewelry import Drawn, ring
from tests.unit.retouch.quality.test_fidelity import SIDE, photo


def finding(scene: Scene):
    def find(_photo: Photo, *, hints: Hints) -> Scene:
        return scene

    return find


def eaten() -> Drawn:
    """A scene that lost the upper right prong."""
    drawn = ring(SIDE)
    lost = drawn.prongs & (np.arange(SIDE) > SIDE // 2) & (np.arange(SIDE) < 0.3 * SIDE)[:, None]
    alpha, metal = (
        np.where(lost, 0, share).astype(np.float32) for share in (drawn.scene.alpha, drawn.scene.metal)
    )
    return drawn.with_scene(alpha=alpha, metal=metal)


def test_the_gate_alone_keeps_an_eaten_prong_from_being_published() -> None:
    drawn = eaten()
    shot, recipe = Photo(photo(drawn)), Recipe.named("catalog-white")
    open_gate = retouch(shot, recipe, config=RetouchConfig(fidelity_gate=False), find=finding(drawn.scene))
    closed_gate = retouch(shot, recipe, config=RetouchConfig(), find=finding(drawn.scene))
    assert open_gate.state is Verdict.DONE
    assert closed_gate.state is Verdict.REVIEW
    assert [reason.code for reason in closed_gate.reasons] == ["lost_beside", "vanished"]
    assert np.array_equal(open_gate.pixels, closed_gate.pixels)


def test_the_whole_ring_passes_the_gate() -> None:
    drawn = ring(SIDE)
    result = retouch(Photo(photo(drawn)), Recipe.named("catalog-white"), find=finding(drawn.scene))
    assert result.state is Verdict.DONE
    assert result.fidelity is not None
    assert result.fidelity.changed_outside == 0.0
