import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from retouch.color import to_codes
from retouch.quality.effects import FIGURES, effect
from retouch.quality.sheets import main
from retouch.regions.findings import Box, Defect, DefectKind
from tests.unit.retouch.jewelry import ring


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
