"""Scenes are chosen evenly, read whole, and known by their digests."""

import json
from pathlib import Path

import cv2
import numpy as np

from retouch.bench import scenes


def made(folder: Path, name: str, shade: int = 200) -> Path:
    target = folder / name
    target.mkdir(parents=True)
    picture = np.full((16, 24, 3), shade, np.uint8)
    truth = np.zeros((16, 24, 4), np.uint8)
    truth[4:8, 4:8] = (255, 255, 0, 0)
    marks = np.zeros((16, 24, 3), np.uint8)
    marks[0, 0, 0] = 255  # written in OpenCV's order: the first plane holds the defects
    marks[1, 1, 1] = 255
    for file, content in (("photo.jpg", picture), ("spotless.jpg", picture), ("clean.png", picture)):
        cv2.imwrite(str(target / file), content)
    cv2.imwrite(str(target / "truth.png"), truth)
    cv2.imwrite(str(target / "marks.png"), marks)
    (target / "scene.json").write_text(json.dumps({"category": name.split("-")[1]}))
    return target


def test_a_scene_is_read_with_its_planes_in_their_places(tmp_path):
    scene = scenes.read(made(tmp_path, "000-ring-band"))
    assert scene.category == "ring"
    assert scene.alpha.sum() == scene.metal.sum() == 16
    assert scene.gem.sum() == 0
    assert (scene.defects[0, 0], scene.protected[1, 1], scene.defects.sum()) == (True, True, 1)


def test_only_whole_scenes_count(tmp_path):
    made(tmp_path, "000-ring-band")
    (tmp_path / ".unfinished-001-watch-tank").mkdir()
    (tmp_path / "002-watch-tank").mkdir()
    assert [path.name for path in scenes.folders(tmp_path)] == ["000-ring-band"]


def test_few_scenes_are_of_all_categories_and_of_both_renderers():
    names = ["000-ring-a", "001-watch-a", "006-ring-b", "007-watch-b", "012-ring-a-traced", "018-ring-c"]
    picked = scenes.chosen([Path(name) for name in names], 3)
    assert [path.name for path in picked] == ["000-ring-a", "001-watch-a", "012-ring-a-traced"]
    assert len(scenes.chosen([Path(name) for name in names], 50)) == 6


def test_digests_are_kept_as_sha256sum_writes_them(tmp_path):
    paths = [made(tmp_path, "000-ring-band"), made(tmp_path, "001-watch-tank", 90)]
    target = tmp_path / "list"
    scenes.record(paths, target)
    known = scenes.recorded(target)
    assert known == {path.name: scenes.digest(path) for path in paths}
    assert known["000-ring-band"] != known["001-watch-tank"]
    assert scenes.recorded(tmp_path / "none") == {}
