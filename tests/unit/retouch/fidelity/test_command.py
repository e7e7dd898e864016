"""The command line: two files in, a verdict, a report and a heat map out."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from retouch.arrays import LinearRGB
from retouch.codecs import Encoding, encode
from retouch.fidelity import command
from retouch.fidelity.command import ALTERED, FAITHFUL, UNUSABLE, main
from tests.unit.retouch.jewelry import ring
from tests.unit.retouch.quality.test_fidelity import photo

SIDE = 240
DRAWN = ring(SIDE)
PHOTO = photo(DRAWN)


def saved(folder: Path, name: str, pixels: LinearRGB) -> str:
    path = folder / f"{name}.png"
    path.write_bytes(encode(np.clip(pixels, 0, 1).astype(np.float32), Encoding("png")))
    return str(path)


@pytest.fixture
def original(tmp_path: Path) -> str:
    return saved(tmp_path, "original", PHOTO)


def test_a_brighter_and_smaller_picture_is_faithful(
    tmp_path: Path, original: str, capsys: pytest.CaptureFixture[str]
) -> None:
    smaller = cv2.resize(PHOTO * 1.2, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    report = tmp_path / "report.json"
    assert main([original, saved(tmp_path, "edited", smaller), "--json", str(report)]) == FAITHFUL
    told = json.loads(report.read_text())
    assert told["verdict"] == "faithful"
    assert told["alignment"]["scale"] == pytest.approx(0.8, abs=0.01)
    assert "faithful" in capsys.readouterr().out


def test_a_recolored_stone_is_altered_and_marked(tmp_path: Path, original: str) -> None:
    edited = PHOTO.copy()
    edited[DRAWN.stone] = edited[DRAWN.stone][:, [2, 1, 0]]
    heat, report = tmp_path / "heat.png", tmp_path / "report.json"
    arguments = [original, saved(tmp_path, "edited", edited), "--heat-map", str(heat), "--json", str(report)]
    assert main(arguments) == ALTERED
    assert json.loads(report.read_text())["verdict"] == "altered"
    assert cv2.imread(str(heat)).shape == (SIDE, SIDE, 3)


def test_a_place_is_told_so_that_it_is_found_in_a_large_file(
    tmp_path: Path, original: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited, places = PHOTO.copy(), []
    edited[DRAWN.stone] = edited[DRAWN.stone][:, [2, 1, 0]]
    changed, report = saved(tmp_path, "edited", edited), tmp_path / "report.json"
    for most in (command.MOST_PIXELS, SIDE * SIDE // 2):
        monkeypatch.setattr(command, "MOST_PIXELS", most)
        main([original, changed, "--json", str(report)])
        told = json.loads(report.read_text())
        box = told["figures"]["recolored_box"]
        places.append([value / told["reduction"] for value in box.values()])
    assert told["reduction"] == pytest.approx(0.5**0.5, rel=0.02)
    assert places[1] == pytest.approx(places[0], abs=8)


def test_another_picture_is_altered(tmp_path: Path, original: str) -> None:
    other = cv2.GaussianBlur(np.random.default_rng(3).random((SIDE, SIDE, 3)), (0, 0), 3.0)
    assert main([original, saved(tmp_path, "other", other)]) == ALTERED


def test_what_cannot_be_read_or_is_too_small_is_unusable(
    tmp_path: Path, original: str, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, report = tmp_path / "broken.jpg", tmp_path / "report.json"
    broken.write_bytes(b"no photo")
    assert main([original, str(broken), "--json", str(report)]) == UNUSABLE
    assert json.loads(report.read_text())["verdict"] == "unusable"
    assert main([original, str(tmp_path / "missing.jpg")]) == UNUSABLE
    assert main([original, str(broken), "--json", str(tmp_path / "nowhere" / "report.json")]) == UNUSABLE
    assert main([original, saved(tmp_path, "tiny", PHOTO[:20, :20])]) == UNUSABLE
    assert "unusable" in capsys.readouterr().err
