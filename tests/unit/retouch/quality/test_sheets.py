import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from retouch.color import to_codes
from retouch.errors import RegionNotFound
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.quality import found, tiles
from retouch.quality.effects import FIGURES, effect
from retouch.quality.sheets import main
from retouch.regions.findings import Box, Defect, DefectKind
from retouch.scene import Hints, Scene
from tests.unit.retouch.jewelry import Drawn, ring


def save(path: Path, pixels: np.ndarray) -> Path:
    cv2.imwrite(str(path), to_codes(pixels)[..., ::-1])
    return path


def test_every_operation_gets_a_sheet_and_its_figures(tmp_path: Path) -> None:
    photos = [save(tmp_path / f"ring-{karat}k-gold.png", ring(96).pixels) for karat in (14, 18)]
    assert main([*map(str, photos), "-o", str(tmp_path / "sheets")]) == 0
    assert {path.stem for path in (tmp_path / "sheets").glob("*.png")} == set(FIGURES)
    figures = json.loads((tmp_path / "sheets" / "effects.json").read_text(encoding="utf-8"))
    assert set(figures["summary"]) == set(FIGURES)
    assert len(figures["effects"]) == 2 * len(FIGURES)


def test_a_file_that_is_no_photo_is_named_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "notes.jpg"
    text.write_text("not a photo", encoding="utf-8")
    photo = save(tmp_path / "ring.png", ring(96).pixels)
    assert main([str(text), str(photo), "-o", str(tmp_path / "sheets")]) == 1
    assert "notes.jpg" in capsys.readouterr().err
    assert (tmp_path / "sheets" / "effects.json").exists()


def told(monkeypatch: pytest.MonkeyPatch, drawn: Drawn) -> list[str]:
    """Find what was drawn in every photo, and nothing in one that is a single color; note what labels say."""

    def find(photo: Photo, *, hints: Hints) -> Scene:
        if np.ptp(photo.pixels) == 0:
            raise RegionNotFound("bare paper")
        return replace(drawn.scene, alloy=hints.alloy)

    said: list[str] = []
    label = tiles._label
    monkeypatch.setattr(found, "retouch", partial(retouch, find=find))
    monkeypatch.setattr(tiles, "_label", lambda text, width: said.append(text) or label(text, width))
    return said


def test_what_was_found_is_shown_a_row_a_photo_under_its_name_and_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = ring(96)
    said = told(monkeypatch, drawn)
    photo = save(tmp_path / "ring-18k-gold.png", drawn.pixels)
    bare = save(tmp_path / "paper.png", np.full((80, 96, 3), 0.8, np.float32))
    assert main(["--found", str(photo), str(bare), "-o", str(tmp_path / "sheets")]) == 0
    assert [path.name for path in (tmp_path / "sheets").iterdir()] == ["found-01.png"]
    assert said == ["ring-18k-gold.png   done", "paper.png   review: region_not_found"]
    sheet = cv2.imread(str(tmp_path / "sheets" / "found-01.png"))
    height = tiles.TILE_SIDE + tiles.LABEL_ROWS
    assert sheet.shape == (2 * height, 5 * tiles.TILE_SIDE, 3)
    before, after, *shares = np.split(sheet[tiles.LABEL_ROWS : height], 5, axis=1)
    assert (after[2, 2] == 255).all()
    assert not (before[2, 2] == 255).any()
    scene = drawn.scene
    for tile, share in zip(shares, (scene.alpha, scene.metal, scene.gem), strict=True):
        assert tile.mean() / 255 == pytest.approx(share.mean(), abs=0.005)
    assert (np.split(sheet[height + tiles.LABEL_ROWS :][:300], 5, axis=1)[2] == 0).all()


def test_more_than_eight_photos_go_on_on_another_sheet(tmp_path: Path) -> None:
    row = "one", tiles.strip([np.zeros((4, 4, 3), np.uint8)])
    found.write_found(tmp_path, [row] * 9)
    heights = [cv2.imread(str(path)).shape[0] for path in sorted(tmp_path.iterdir())]
    assert heights == [rows * (tiles.TILE_SIDE + tiles.LABEL_ROWS) for rows in (8, 1)]


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_nothing_done_is_no_gain(name: str) -> None:
    drawn = ring().with_scene(defects=(Defect(DefectKind.DUST, Box(3, 3, 6, 6), 1.0),))
    for scene in (
        drawn.scene,
        drawn.with_scene(alloy="", gem=0 * drawn.scene.gem, metal=0 * drawn.scene.metal).scene,
    ):
        assert effect(name, drawn.pixels, drawn.pixels, scene).gain == 0.0


def test_a_ground_that_says_nothing_has_no_cast_and_no_white() -> None:
    drawn = ring(paper=(1.0, 1.0, 1.0))
    for name in ("white_balance", "exposure"):
        assert effect(name, drawn.pixels, drawn.pixels, drawn.scene).before == 0.0
