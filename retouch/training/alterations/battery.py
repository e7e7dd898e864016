"""Every scene retouched honestly and altered in every way that fits it, and what the gate says of each."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from retouch.alloys import ALLOYS, Family
from retouch.arrays import LinearRGB
from retouch.color import to_codes
from retouch.fidelity import Comparison, compare
from retouch.photo import Photo
from retouch.scene import Scene, find_scene
from retouch.training.alterations.honest import HONEST, delivered, jpeg
from retouch.training.alterations.planted import PLANTED
from retouch.training.alterations.scenes import scenes
from retouch.training.alterations.truth import Truth, load

_GREYED = "metal turned grey"  # white metals are grey: taking the light's cast from them is an honest retouch
_BASES = ("perfect full retouch", "exposure", "cut-out", "color")  # what an alteration is planted in, in turn


@dataclass(frozen=True, slots=True)
class Trial:
    """One edited picture: its scene, its kind, whether it was honest, what it was planted in, and what was found."""

    scene: str
    kind: str
    honest: bool
    base: str
    faithful: bool
    reasons: tuple[str, ...]
    figures: dict[str, float]

    @property
    def right(self) -> bool:
        """Passed when honest, caught when altered."""
        return self.faithful == self.honest


def run(
    split: str, folder: Path, *, part: tuple[int, int] = (1, 1), wrong: Path | None = None
) -> Iterator[Trial]:
    """Judge every picture of a list; ``part`` K of N; ``wrong`` is filled with what was judged wrongly."""
    for index, one in list(enumerate(scenes(split)))[part[0] - 1 :: part[1]]:
        truth = load(one, folder / split)
        seen = find_scene(Photo(truth.photo))
        white = ALLOYS[one.spec.metal].family is Family.WHITE
        for kind, honest, base, picture in _pictures(truth, index):
            if white and kind == _GREYED:
                continue
            trial, found = _judged(one.name, (kind, honest, base), truth.photo, picture, seen)
            if wrong is not None and not trial.right:
                _keep(wrong / f"{one.name}-{kind}.png", truth.photo, picture, found)
            yield trial


def _pictures(truth: Truth, index: int) -> Iterator[tuple[str, bool, str, LinearRGB]]:
    for number, (kind, make) in enumerate(HONEST.items()):
        rng = np.random.default_rng((index, number))
        yield kind, True, "", delivered(make(truth, rng), rng)
    for number, (kind, alter) in enumerate(PLANTED.items()):
        rng = np.random.default_rng((index, 100 + number))
        base = _BASES[(index + number) % len(_BASES)]
        made = HONEST[base](truth, rng)[..., :3]
        altered = alter(truth, np.ascontiguousarray(made), rng)
        if altered is not None:
            yield kind, False, base, delivered(altered[0], rng)


def _judged(
    name: str, what: tuple[str, bool, str], photo: LinearRGB, picture: LinearRGB, seen: Scene
) -> tuple[Trial, Comparison]:
    kind, honest, base = what
    found = compare(Photo(photo), Photo(picture), find=lambda *_, **__: seen)
    report = found.report
    figures = (
        {}
        if report is None
        else {k: getattr(report, k) for k in ("redrawn", "painted", "vanished", "recolored")}
    )
    reasons = tuple(reason.code for reason in found.reasons)
    return Trial(name, kind, honest, base, found.faithful, reasons, figures), found


def _keep(path: Path, photo: LinearRGB, picture: LinearRGB, found: Comparison) -> None:
    """Original, picture and heat side by side, for eyes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    height = photo.shape[0]
    tiles = [to_codes(photo), to_codes(np.ascontiguousarray(jpeg(picture, 95)[..., :3]))]
    if found.heat is not None:
        heat = np.clip(found.heat * 255, 0, 255).astype(np.uint8)
        tiles.append(cv2.applyColorMap(heat, cv2.COLORMAP_INFERNO)[..., ::-1])
    tiles = [cv2.resize(tile, (round(tile.shape[1] * height / tile.shape[0]), height)) for tile in tiles]
    cv2.imwrite(str(path), np.hstack(tiles)[..., ::-1])


def table(trials: list[Trial]) -> str:
    """Caught and passed, kind by kind."""
    lines = [f"{'':24}{'right':>7}{'of':>6}{'share':>8}"]
    for honest, title in ((True, "passed"), (False, "caught")):
        chosen = [trial for trial in trials if trial.honest is honest]
        for kind in [*HONEST, *PLANTED]:
            own = [trial for trial in chosen if trial.kind == kind]
            if own:
                lines.append(_line(kind, own))
        lines.append(_line(f"all {title}", chosen))
    return "\n".join(lines)


def _line(name: str, trials: list[Trial]) -> str:
    right = sum(trial.right for trial in trials)
    return f"{name:24}{right:>7}{len(trials):>6}{100 * right / max(1, len(trials)):>7.1f}%"


def write(trials: list[Trial], split: str, path: Path) -> None:
    """Every trial and the rates as JSON."""
    rates = {
        title: sum(trial.right for trial in trials if trial.honest is honest)
        / max(1, sum(trial.honest is honest for trial in trials))
        for honest, title in ((True, "passed"), (False, "caught"))
    }
    content = {"split": split, **rates, "trials": [asdict(trial) for trial in trials]}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
