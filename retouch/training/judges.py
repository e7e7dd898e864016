"""Train the judges of single pixels: ``python -m retouch.training.judges SCENES… --out judges.npz``.

Three forests of oblivious trees (CatBoost; Prokhorenkova et al., 2018): how much of a pixel is piece, and of a piece's
pixel, how much is metal and how much stone. Few hundred scenes are enough for trees where a network of as many numbers
learns the scenes by heart. CatBoost is needed here alone; what was learned is arrays, which numpy runs.
"""

import argparse
import hashlib
import json
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from catboost import CatBoostClassifier, Pool

from retouch.regions.forest import Forest, save
from retouch.regions.surroundings import DRAWN

CONFIGURATION = Path(__file__).parent / "judges.toml"

Arrays = dict[str, npt.NDArray[Any]]


def files_of(folders: list[Path]) -> list[Path]:
    """Every file of samples, folder by folder."""
    return [path for folder in folders for path in sorted(folder.glob("[0-9]*.npz"))]


def digest_of(paths: list[Path]) -> str:
    """One sha256 over all files, which are the same to the bit wherever the same scenes are."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def read(paths: list[Path], *, pixels: int, seed: int) -> Arrays:
    """Read so many pixels of each file: their figures, truth, whether the outline is near, and the scene's number."""
    rng, parts = np.random.default_rng(seed), []
    for path in paths:
        with np.load(path) as held:
            if "figures" not in held:
                continue
            count = len(held["truth"])
            some = rng.choice(count, min(count, pixels), replace=False)
            scene = np.full(len(some), int(path.name.split("-")[0]))
            parts.append((held["figures"][some], held["truth"][some], held["outline"][some], scene))
    if not parts:
        raise SystemExit("No samples there: make them by retouch.training.samples.")
    columns = [np.concatenate(part) for part in zip(*parts, strict=True)]
    return dict(zip(("figures", "truth", "outline", "scene"), columns, strict=True))


def learned(
    figures: npt.NDArray[Any], share: npt.NDArray[Any], weight: npt.NDArray[Any], own: dict[str, Any]
) -> Forest:
    """Fit one forest to shares in [0, 1]."""
    model = CatBoostClassifier(
        loss_function="CrossEntropy", iterations=own["trees"], depth=own["depth"], learning_rate=own["rate"],
        l2_leaf_reg=own["smoothing"], border_count=own["borders"], bootstrap_type="Bernoulli",
        subsample=own["subsample"], rsm=own["columns"], random_seed=own["seed"], verbose=100, allow_writing_files=False,
    )  # fmt: skip
    model.fit(Pool(figures.astype(np.float32), share.astype(np.float32), weight=weight))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return from_json(json.loads(path.read_text()))


def from_json(told: dict[str, Any]) -> Forest:
    """The arrays of a model as CatBoost tells it."""
    trees = told["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    feature = np.zeros((len(trees), depth), np.uint8)
    border = np.full((len(trees), depth), np.inf, np.float32)  # a split that is not there is never passed
    leaves = np.zeros((len(trees), 2**depth), np.float32)
    scale, bias = told["scale_and_bias"][0], told["scale_and_bias"][1][0]
    for k, tree in enumerate(trees):
        for j, split in enumerate(tree["splits"]):
            feature[k, j], border[k, j] = split["float_feature_index"], split["border"]
        leaves[k, : len(tree["leaf_values"])] = np.asarray(tree["leaf_values"]) * scale
    return Forest(feature, border, leaves, float(bias))


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.judges", description=__doc__)
    parser.add_argument("scenes", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--hold-out", type=int, default=0, metavar="N", help="every Nth scene, to tell how far alpha is off"
    )
    options = parser.parse_args()
    settings, paths, began = (
        tomllib.loads(CONFIGURATION.read_text()),
        files_of(options.scenes),
        time.monotonic(),
    )
    held = read(paths, pixels=settings["pixels"], seed=settings["seed"])
    out = held["scene"] % options.hold_out == 0 if options.hold_out else np.zeros(len(held["scene"]), bool)
    alpha = held["truth"][:, 0].astype(np.float32)
    weight = settings["afar"] + (1 - settings["afar"]) * held["outline"]
    common = {"seed": settings["seed"]}
    forests = {"alpha": learned(held["figures"][~out], alpha[~out], weight[~out], settings["alpha"] | common)}
    if options.hold_out:
        tell(forests["alpha"], held["figures"][out], alpha[out], held["outline"][out])
    inside = np.flatnonzero(~out & (alpha > settings["inside"]))[:: settings["material_step"]]
    for k, name in enumerate(("metal", "gem"), start=1):
        share = np.clip(held["truth"][inside, k].astype(np.float32) / alpha[inside], 0.0, 1.0)
        forests[name] = learned(held["figures"][inside], share, alpha[inside], settings["materials"] | common)
    save(forests, options.out)
    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    print(
        f'sha256 = "{digest}"\ndata = "{digest_of(paths)}"\nminutes = {(time.monotonic() - began) / 60:.0f}'
    )


def tell(
    forest: Forest, figures: npt.NDArray[Any], alpha: npt.NDArray[Any], outline: npt.NDArray[Any]
) -> None:
    """Say how far alpha is off near the outlines of the scenes held out, and how far what was drawn is."""
    share = 1.0 / (1.0 + np.exp(-forest.run(np.ascontiguousarray(figures.T))))
    for name, guess in (("judged", share), ("drawn", figures[:, DRAWN].astype(np.float32))):
        wrong = (guess > 0.5) != (alpha > 0.5)
        print(
            f"{name}: off by {np.abs(guess - alpha)[outline].mean():.4f}, wrong {wrong[outline].mean():.4f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
