"""Reads test scenes from their folders, and their digests from the list that is kept with the code."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Mask

Codes = npt.NDArray[np.uint8]

DIGESTS = Path(__file__).with_name("scenes.sha256")
FILES = ("photo.jpg", "spotless.jpg", "clean.png", "truth.png", "marks.png")


@dataclass(frozen=True, slots=True)
class TestScene:
    """One photo and all that is known of it; arrays have its height and width, pictures are sRGB codes, R, G, B.

    data       the photo's file, which is all that the engine is given
    spotless   the photo had it been dusted first;  clean: rightly exposed, neutral, sharp, nothing dulled
    defects    (H, W) bool, planted dirt;  protected: hallmark, engraving and inclusions
    facts      category, renderer, what was planted
    """

    name: str
    data: bytes
    photo: Codes
    spotless: Codes
    clean: Codes
    alpha: Alpha
    metal: Alpha
    gem: Alpha
    defects: Mask
    protected: Mask
    facts: dict[str, Any]

    @property
    def category(self) -> str:
        """What the piece is sold as."""
        return str(self.facts["category"])


def folders(root: Path) -> list[Path]:
    """The folders of whole scenes, by name."""
    return sorted(path.parent for path in root.glob("[0-9]*/scene.json"))


def chosen(paths: list[Path], count: int) -> list[Path]:
    """Take ``count`` scenes, categories and renderers in turn; all of them where there are no more."""
    groups: defaultdict[tuple[str, bool], list[Path]] = defaultdict(list)
    for path in paths:
        category = path.name.split("-")[1]
        groups[category, path.name.endswith("-traced")].append(path)
    queues = [groups[key] for key in sorted(groups)]
    out: list[Path] = []
    for turn in range(max(map(len, queues), default=0)):
        out += [queue[turn] for queue in queues if turn < len(queue)]
    return sorted(out[:count])


def read(folder: Path) -> TestScene:
    """Read one scene."""
    truth = _picture(folder / "truth.png", cv2.IMREAD_UNCHANGED).astype(np.float32) / np.float32(255)
    marks = _colors(folder / "marks.png")
    return TestScene(
        name=folder.name,
        data=(folder / "photo.jpg").read_bytes(),
        photo=_colors(folder / "photo.jpg"),
        spotless=_colors(folder / "spotless.jpg"),
        clean=_colors(folder / "clean.png"),
        alpha=np.ascontiguousarray(truth[..., 0]),
        metal=np.ascontiguousarray(truth[..., 1]),
        gem=np.ascontiguousarray(truth[..., 2]),
        defects=marks[..., 2] > 127,
        protected=marks[..., 1] > 127,
        facts=json.loads((folder / "scene.json").read_text(encoding="utf-8")),
    )


def _colors(path: Path) -> Codes:
    return np.ascontiguousarray(_picture(path, cv2.IMREAD_COLOR)[..., ::-1])


def _picture(path: Path, how: int) -> Codes:
    picture = cv2.imread(str(path), how)
    if picture is None:
        raise FileNotFoundError(path)
    return np.asarray(picture, np.uint8)


def digest(folder: Path) -> str:
    """The sha256 of a scene's files, one after another."""
    whole = hashlib.sha256()
    for name in FILES:
        whole.update((folder / name).read_bytes())
    return whole.hexdigest()


def recorded(path: Path = DIGESTS) -> dict[str, str]:
    """The digests that the published figures were measured on: name to sha256."""
    if not path.exists():
        return {}
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {name: value for value, name in lines}


def record(paths: list[Path], target: Path = DIGESTS) -> None:
    """Write the digests of scenes, as ``sha256sum`` would."""
    target.write_text("".join(f"{digest(p)}  {p.name}\n" for p in paths), encoding="utf-8")
