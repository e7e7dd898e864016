"""A picture on white already is held against what a retouch, and a second one, makes of its piece."""

from dataclasses import replace

import numpy as np

from retouch.bench import running, scenes, white
from retouch.color import to_codes
from retouch.errors import RegionNotFound
from tests.unit.retouch.bench.test_scenes import made
from tests.unit.retouch.jewelry import on_white, ring

RING = ring(160)
TRUTH = scenes.TestScene(
    name="000-ring-drawn",
    data=b"",
    photo=to_codes(RING.pixels),
    spotless=to_codes(RING.pixels),
    clean=to_codes(RING.pixels),
    alpha=RING.scene.alpha,
    metal=RING.scene.metal,
    gem=RING.scene.gem,
    defects=np.zeros((160, 160), bool),
    protected=np.zeros((160, 160), bool),
    facts={"category": "ring"},
)


def told(photo, *, hints):
    """The ring as it was drawn, wherever the frame was put: what is not white is the piece."""
    piece = (photo.pixels.min(axis=2) < 0.9).astype(np.float32)
    rows, columns = np.nonzero(piece)
    nothing = np.zeros_like(piece)
    box = type(RING.scene.box)(
        int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
    )
    return replace(
        RING.scene,
        alpha=piece,
        metal=piece,
        gem=nothing,
        shade=nothing,
        defect_mask=piece > 1,
        protected=piece > 1,
        box=box,
    )


def test_the_clean_picture_is_laid_on_white_by_its_true_alpha():
    laid = white.on_white(TRUTH).pixels
    assert np.abs(laid - on_white(RING, RING.pixels)).max() < 0.01
    assert (laid[RING.scene.alpha == 0] == 1).all()


def test_a_piece_is_compared_in_the_photo_and_once_more_in_the_frame_it_was_given(monkeypatch):
    monkeypatch.setattr(white, "read", lambda folder: TRUTH)
    record = white.try_out("folder", find=told)
    assert record["name"] == "000-ring-drawn"
    for which in ("first", "second"):
        assert 0 <= record[which]["mean"] < 30
        assert 0 <= record[which]["most"] < 30  # of next to nothing that moves, less than the mean
    assert record["second"]["mean"] < 3


def test_a_piece_that_was_not_found_has_no_figures(monkeypatch):
    def lost(photo, *, hints):
        raise RegionNotFound("nothing there")

    monkeypatch.setattr(white, "read", lambda folder: TRUTH)
    record = white.try_out("folder", find=lost)
    assert (record["state"], record["first"], record["second"]) == ("review", None, None)


def test_only_the_piece_counts():
    changed = RING.pixels.copy()
    changed[RING.scene.alpha == 0] = 0.0
    assert white.apart(RING.pixels, changed, RING.scene.alpha) == {"mean": 0.0, "most": 0.0}
    brighter = np.clip(RING.pixels * np.float32(1.3), 0, 1)
    moved = white.apart(RING.pixels, brighter, RING.scene.alpha)
    assert moved["most"] > moved["mean"] > 1
    assert white.apart(RING.pixels, brighter, 0 * RING.scene.alpha) is None


def test_every_tenth_scene_is_tried_once(tmp_path, monkeypatch):
    paths = [made(tmp_path, f"{number:03}-ring-band", number) for number in range(25)]
    asked = []
    monkeypatch.setattr(white, "try_out", lambda path: asked.append(path.name) or {"name": path.name})
    options = running.Options(data=tmp_path, cache=tmp_path / "cache")
    first, again = running._white(paths, options), running._white(paths, options)
    assert [one["name"] for one in first] == asked == ["000-ring-band", "001-ring-band"]
    assert again == first
    assert len(list((tmp_path / "cache" / "white").iterdir())) == 2
