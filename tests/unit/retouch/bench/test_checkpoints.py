"""A scene is measured once by the same code."""

from pathlib import Path

import pytest

from retouch.bench import checkpoints
from retouch.bench.checkpoints import code_digest, kept


def test_what_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    found = [kept(tmp_path / "records", ("scene",), lambda k=k: {"mae": k}) for k in range(2)]
    assert found == [{"mae": 0}, {"mae": 0}]


def test_another_scene_is_measured(tmp_path: Path) -> None:
    found = [kept(tmp_path, (scene,), lambda scene=scene: {"of": scene}) for scene in ("one", "two")]
    assert found == [{"of": "one"}, {"of": "two"}]


def test_other_code_measures_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, ("scene",), lambda: {"mae": 1})
    monkeypatch.setattr(checkpoints, "code_digest", lambda: "other")
    assert kept(tmp_path, ("scene",), lambda: {"mae": 2}) == {"mae": 2}


def test_a_measuring_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        kept(tmp_path, ("scene",), lambda: {"mae": 1 / 0})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "counts"), [("scene.py", True), ("bench/rows/line.py", False), ("notes.md", False)]
)
def test_only_what_figures_depend_on_counts(tmp_path: Path, monkeypatch, name: str, counts: bool) -> None:
    monkeypatch.setattr(checkpoints, "PACKAGE", tmp_path)
    code_digest.cache_clear()
    before = code_digest()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("something")
    code_digest.cache_clear()
    assert (code_digest() != before) is counts
    code_digest.cache_clear()
