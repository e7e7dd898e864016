"""A description holds what any renderer needs, on the grid of our own."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import retouch
from retouch.training.path_traced.description import camera_of, describe, finer
from retouch.training.render.mesh import Mesh
from retouch.training.test_scenes.plan import planned


def test_a_described_piece_falls_on_its_share_of_the_frame(tmp_path):
    scene = planned(0)
    scene = replace(scene, spec=replace(scene.spec, size=(64, 48)))
    describe(scene, tmp_path / "one.npz")
    with np.load(tmp_path / "one.npz") as stored:
        facts = json.loads(str(stored["facts"]))
        points = np.concatenate([stored[f"points_{k}"] for k in range(len(facts["parts"]))])
        x, y, depth = camera_of(facts, stored["eye"], stored["axes"]).project(points)
    assert depth.min() > 0
    assert max(np.ptp(x) / 64, np.ptp(y) / 48) == pytest.approx(scene.spec.fill, abs=0.02)
    assert {part["kind"] for part in facts["parts"]} <= {"metal", "gem", "other"}


def test_a_coarse_triangle_is_cut_until_its_edges_are_short():
    corners = np.asarray([(0, 0, 0), (4, 0, 0), (0, 4, 0)], np.float32)
    up = np.broadcast_to(np.asarray((0, 0, 1), np.float32), (3, 3))
    points, normals, local, faces = finer(Mesh(corners, up, corners, np.asarray([[0, 1, 2]], np.int32)), 1.0)
    sides = points[faces] - np.roll(points[faces], 1, axis=1)
    area = np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1).sum() / 2
    assert np.linalg.norm(sides, axis=2).max() <= 1
    assert area == pytest.approx(8.0)
    assert np.array_equal(points, local)
    assert (normals[:, 2] == 1).all()


def test_blender_is_imported_by_one_script_and_that_by_nothing():
    texts = {path: path.read_text(encoding="utf-8") for path in Path(retouch.__file__).parent.rglob("*.py")}
    assert [path.name for path, text in texts.items() if "\nimport bpy" in text] == ["render_with_blender.py"]
    asked = re.compile(r"^\s*(from|import) .*render_with_blender", re.MULTILINE)
    assert not any(asked.search(text) for text in texts.values())
