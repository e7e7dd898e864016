"""Writes a test scene into a folder of its own, whole or not at all."""

import json
from pathlib import Path

import cv2
import numpy as np

from retouch.training.test_scenes.plan import Planned
from retouch.training.test_scenes.shots import Shot
from retouch.training.test_scenes.spoiling import Codes, Planted

_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 97, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]


def save(scene: Planned, shot: Shot, made: Planted, shots: list[Codes], folder: Path) -> Path:
    """Write photo, truth and facts; what is unfinished never keeps the name.

    photo.jpg and spotless.jpg; clean.png; truth.png with alpha, metal, gem and shadow; marks.png with defects and
    protected; scene.json; shot-0.jpg … where the piece was photographed on several days.
    """
    unfinished, target = folder / f".unfinished-{scene.name}", folder / scene.name
    unfinished.mkdir(parents=True, exist_ok=True)
    shadow = (1 - shot.lit) * (1 - shot.cover[..., 0])
    truth = np.clip(np.rint(np.dstack([shot.cover, shadow]) * 255), 0, 255).astype(np.uint8)
    marks = np.dstack([made.defects, made.protected, np.zeros_like(made.defects)]).astype(np.uint8) * 255
    _write(unfinished / "photo.jpg", made.photo[..., ::-1])
    _write(unfinished / "spotless.jpg", made.spotless[..., ::-1])
    _write(unfinished / "clean.png", made.clean[..., ::-1])
    _write(unfinished / "truth.png", truth)
    _write(unfinished / "marks.png", marks)
    for k, codes in enumerate(shots):
        _write(unfinished / f"shot-{k}.jpg", codes[..., ::-1])
    spec = scene.spec
    facts = {
        "name": scene.name,
        "category": scene.category,
        "renderer": "path tracer" if scene.traced else "ray caster",
        "piece": spec.piece,
        "metal": spec.metal,
        "stone": spec.stone,
        "room": spec.light,
        "ground": scene.ground,
        "paper": [round(v, 4) for v in spec.paper],
        **made.facts,
    }
    (unfinished / "scene.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return unfinished.rename(target)


def _write(path: Path, picture: np.ndarray) -> None:
    settings = _JPEG if path.suffix == ".jpg" else [cv2.IMWRITE_PNG_COMPRESSION, 6]
    path.write_bytes(cv2.imencode(path.suffix, np.ascontiguousarray(picture), settings)[1].tobytes())
