"""Runs everything that was asked for, and remembers why the rest was not."""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import track

from retouch.bench import devices, scenes, sets, speed, white
from retouch.bench.checkpoints import kept
from retouch.bench.peers.automatic import enhance
from retouch.bench.peers.cutting import cut, matte
from retouch.bench.peers.fetching import NETWORKS
from retouch.bench.rows import Run
from retouch.bench.trial import Record, of_look, of_matte, try_out

_COMPARED = 6  # photos retouched by both paths
_ON_WHITE = 10  # one of so many scenes is tried on white
_QUICK = "only some scenes were asked for (--scenes)"
_NO_TORCH = "torch is not installed here; --torch names a Python that has it"


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure.

    scenes   how many; None for all and everything else
    without  of sets, white, gate, speed, memory and devices: what to leave out
    torch    a Python that has torch, where this one has not
    """

    data: Path
    cache: Path
    scenes: int | None = None
    peers: bool = False
    gate_part: str = "1/1"
    without: frozenset[str] = frozenset()
    torch: Path | None = None


def run(options: Options) -> tuple[str, Run]:
    """Measure; the title says on what."""
    paths = scenes.folders(options.data)
    if not paths:
        raise SystemExit(
            f"{options.data} holds no test scenes; python -m retouch.training.test_scenes makes them"
        )
    skipped = dict.fromkeys(options.without, "it was asked to be left out (--without)")
    if not devices.available(options.torch):
        skipped["devices"] = _NO_TORCH
    if options.scenes is not None:
        paths = scenes.chosen(paths, options.scenes)
        skipped = dict.fromkeys(("gate", "memory", "sets"), _QUICK) | skipped
    if options.peers:
        cut(options.cache / "peers", [path / "photo.jpg" for path in paths])
    records = [_tried(path, options) for path in track(paths, "scenes")]
    measured = Run(
        records,
        sets=[] if "sets" in skipped else _sets(paths),
        white=[] if "white" in skipped else _white(paths, options),
        gate={} if "gate" in skipped else _gate(options),
        speed={} if "speed" in skipped else _speed(paths[0], options, large="memory" not in skipped),
        devices={} if "devices" in skipped else _devices(paths, options),
        skipped=skipped,
    )
    return _title(paths), measured


def _title(paths: list[Path]) -> str:
    known = scenes.recorded()
    same = sum(known.get(path.name) == scenes.digest(path) for path in paths)
    traced = sum(path.name.endswith("-traced") for path in paths)
    return f"{len(paths)} test scenes, {traced} path-traced, {same} with the recorded digest"


def _tried(path: Path, options: Options) -> Record:
    """Our figures of one scene, and the peers' beside them; measured once, whatever cuts the run off."""
    words = (scenes.digest(path), "peers" if options.peers else "")
    return kept(options.cache / "records", words, lambda: _measured(path, options))


def _measured(path: Path, options: Options) -> Record:
    scene = scenes.read(path)
    record = try_out(scene)
    if options.peers:
        cuts = {name: matte(options.cache / "peers", name, path / "photo.jpg") for name in NETWORKS}
        record["peers"] = {
            name: of_matte(alpha, scene.alpha) for name, alpha in cuts.items() if alpha is not None
        }
        record["automatic"] = of_look(scene, enhance(scene.photo))
    return record


def _sets(paths: list[Path]) -> list[dict[str, Any]]:
    tried = [sets.try_out(path) for path in paths if (path / "shot-0.jpg").exists()]
    return [one for one in tried if one is not None]


def _white(paths: list[Path], options: Options) -> list[Record]:
    """Every tenth of the scenes on white, categories in turn; measured once, as scenes are."""
    some = scenes.chosen(paths, max(1, len(paths) // _ON_WHITE))
    return [
        kept(options.cache / "white", (scenes.digest(path),), partial(white.try_out, path))
        for path in track(some, "on white")
    ]


def _speed(path: Path, options: Options, *, large: bool) -> dict[str, Any]:
    peers = options.cache / "peers" if options.peers else None
    times = 3 if options.scenes is None else 1
    return dict(speed.measure(path / "photo.jpg", peers=peers, times=times, large=large))


def _devices(paths: list[Path], options: Options) -> dict[str, Any]:
    photos = [path / "photo.jpg" for path in paths[:: max(1, len(paths) // _COMPARED)]][:_COMPARED]
    return devices.in_own_process(photos, options.torch)


def _gate(options: Options) -> dict[str, Any]:
    """The battery of altered and of honest pictures, in a process of its own: it loads the renderer."""
    target = options.cache / "gate.json"
    module = [sys.executable, "-m", "retouch.training.alterations", "--cache", str(options.cache / "gate")]
    command = [*module, "--part", options.gate_part, "--json", str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module
    content = json.loads(target.read_text(encoding="utf-8"))
    honest = sum(bool(trial["honest"]) for trial in content["trials"])
    of = {"passed_of": honest, "caught_of": len(content["trials"]) - honest}
    return {"caught": content["caught"], "passed": content["passed"], **of}
