"""Learn to tell dirt from the ground's texture: ``python -m retouch.training.specks SCENES [--out FILE]``.

SCENES is a folder made by ``python -m retouch.training.scenes``. Dirt is planted in one photo of each scene; every mark
that stands out of the ground or the metal is measured, and small trees learn which of them were planted. Every fifth
scene is held back, and what the trees are worth is told on those. FILE takes the place of
``retouch/weights/specks.toml``; its sha256 belongs into ``weights.toml`` beside it.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from retouch.arrays import LinearRGB, Mask
from retouch.color import linear_table, to_codes, to_encoded, to_linear
from retouch.regions.defects import LEAST_LIKELY, mark_radius, surfaces_of
from retouch.regions.marks import FEATURES, Floats, Look, find_marks, look_at
from retouch.regions.specks import DEPTH, Matrix, likelihood, read_trees
from retouch.training.boosting import RATE, as_toml, boost
from retouch.training.render.flaws import strew
from retouch.training.render.spec import SceneSpec

SCENES = 250
TREES = 160
HOLD_BACK = 5  # every so manieth scene
SHARPENED = 0.5  # of photos: as often as a camera or an editor sharpens
SEEN = 0.045  # change of encoded values in the middle of a speck: fainter dirt is nobody's concern
MOST_CLEAN = 200  # marks kept of a surface that are no dirt; they stand for all of them
DIRT_COUNTS = 3.0  # how much more a speck weighs than a mark that is none: there are few
ON_METAL = FEATURES.index("on_metal")
MOST_WEIGHT = 30.0  # of one mark: one coarse cloth would else outweigh all other grounds
LIKELIHOODS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Marked:
    """Measured marks (N, F), which are planted dirt (N,), and how many marks each stands for (N,)."""

    features: Floats
    dirt: Mask
    stands_for: Matrix


@dataclass(frozen=True, slots=True)
class Figures:
    """What the trees are worth on marks they have not seen: shares, over ``dirt`` marks that are planted dirt."""

    dirt: int
    precision: float
    recall: float


def plant(photo: LinearRGB, truth: Floats, rng: np.random.Generator) -> tuple[LinearRGB, Mask]:
    """Strew a photo with dirt, as a lens and a JPEG would show it; which pixels are dirt that can be seen.

    Parameters
    ----------
    photo  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    truth  (H, W, 4) float32, [0, 1]: shares of the piece, metal, stones and shadow
    """
    side = int(rng.uniform(900, 1400))  # specks are drawn as for a photo of this side, whatever this one's is
    spec = SceneSpec(
        "band",
        size=(side, side),
        dust=int(rng.integers(5, 26)),
        lint=int(rng.integers(0, 3)),
        scratches=int(rng.integers(0, 5)),
    )
    dirty, mask = strew(photo.copy(), truth[..., 0], truth[..., 1], spec, rng)
    clean = to_encoded(photo)
    softness = float(rng.uniform(0.35, 0.75))
    soft = np.clip(
        photo + cv2.GaussianBlur(dirty - photo, (0, 0), softness), 0.0, 1.0
    )  # the photo's noise stays
    apart = to_encoded(soft) - clean
    if rng.random() < SHARPENED:
        apart += float(rng.uniform(0.1, 0.6)) * (apart - cv2.GaussianBlur(apart, (0, 0), 1.0))
    dirty = to_linear(np.clip(clean + apart, 0.0, 1.0))
    change = np.abs(apart).max(axis=2)
    count, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
    seen = [False, *(bool(np.median(change[labels == k]) >= SEEN) for k in range(1, count))]
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(75, 97))]
    stored = cv2.imencode(".jpg", to_codes(dirty)[..., ::-1], quality)[1]
    codes = cv2.imdecode(stored, cv2.IMREAD_COLOR)[..., ::-1]
    return linear_table(8)[codes], np.asarray(seen)[labels]


def measure(photo: LinearRGB, truth: Floats, dirt: Mask, rng: np.random.Generator) -> Marked:
    """Measure the marks on ground and metal; a mark is dirt where more than two fifths of it are."""
    alpha, metal, gem = (truth[..., k] for k in range(3))
    look = look_at(photo, mark_radius(max(alpha.shape)))
    surfaces = surfaces_of(alpha, metal, gem)
    return joined(
        [_marked(look, surface, dirt, rng, on_metal=on_metal) for on_metal, surface in enumerate(surfaces)]
    )


def joined(parts: Sequence[Marked]) -> Marked:
    """The marks of many surfaces, one after the other."""
    return Marked(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.dirt for part in parts]),
        np.concatenate([part.stands_for for part in parts]),
    )


def learn(marks: Marked, *, trees: int) -> str:
    """Boost, and write the trees down."""
    weights = np.minimum(marks.stands_for * np.where(marks.dirt, DIRT_COUNTS, 1.0), MOST_WEIGHT)
    return as_toml(boost(marks.features, marks.dirt, weights, trees=trees), FEATURES)


def judge(marks: Marked, likely: Matrix, *, least: float) -> Figures:
    """Precision and recall, where a mark is called dirt whose likelihood (N,) is more than ``least``."""
    called = likely > least
    right = float((called & marks.dirt).sum())
    return Figures(
        int(marks.dirt.sum()),
        right / max(float(marks.stands_for[called].sum()), 1.0),
        right / max(float(marks.dirt.sum()), 1.0),
    )


def scenes_in(folder: Path, *, most: int, seed: int) -> list[Path]:
    """The first photo of each scene in the folder, or of so many drawn at random, in order."""
    photos = sorted(folder.glob("[0-9]*-0.jpg"))
    if len(photos) < HOLD_BACK:
        raise SystemExit(f"{folder} holds {len(photos)} scenes: python -m retouch.training.scenes makes them")
    chosen = np.random.default_rng(seed).permutation(len(photos))[:most]
    return [photos[k] for k in sorted(chosen)]


def marks_of(path: Path, seed: int) -> Marked:
    """Plant dirt in one photo of a folder of scenes, and measure its marks."""
    codes = cv2.imread(str(path), cv2.IMREAD_COLOR)
    truth = cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_UNCHANGED)
    if codes is None or truth is None:
        raise SystemExit(f"{path} cannot be read: make the scenes again")
    rng = np.random.default_rng((seed, int(path.name[:6])))
    cover = truth.astype(np.float32) / np.float32(255)
    dirty, dirt = plant(linear_table(8)[codes[..., ::-1]], cover, rng)
    return measure(dirty, cover, dirt, rng)


def header(learned: int, held: int, figures: Figures, *, trees: int) -> str:
    """What the file is, how it was made and what it is worth, as its comment."""
    return f"""\
# Which marks on the ground are dust, lint or hair: a sum of small decision trees, turned into a likelihood.
#
# Each tree asks three questions of a mark's features (retouch/regions/marks.py): is this one at least that much? Its
# answer is one of eight numbers; start plus all answers are log-odds. Made by python -m retouch.training.specks:
# gradient boosting with logistic loss (Friedman, Greedy function approximation, 2001), {trees} trees of depth {DEPTH},
# rate {RATE}, on the marks of {learned} rendered training photos with planted dirt. {held} photos of other scenes were
# held back: of the {figures.dirt} marks on their ground that are planted dirt, {figures.recall:.0%} are told with a
# likelihood of {LEAST_LIKELY}, at a precision of {figures.precision:.2f}. Specks too faint to be marks are not counted.

"""


def main() -> None:
    """Read the command line, learn, judge and write."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.specks", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="SCENES")
    parser.add_argument("--out", type=Path, metavar="FILE")
    parser.add_argument("--scenes", type=int, default=SCENES, help="how many, drawn at random")
    parser.add_argument("--trees", type=int, default=TREES)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    photos = scenes_in(options.folder, most=options.scenes, seed=options.seed)
    marks = [marks_of(path, options.seed) for path in photos]
    held, learned = marks[::HOLD_BACK], [part for k, part in enumerate(marks) if k % HOLD_BACK]
    text = learn(joined(learned), trees=options.trees)
    figures = _report(joined(held), text)
    if options.out is not None:
        made = header(len(learned), len(held), figures, trees=options.trees)
        options.out.write_text(made + text, encoding="utf-8")


def _report(held: Marked, text: str) -> Figures:
    """Print precision and recall on the marks held back; return the ground's where the product draws its line."""
    likely = likelihood(held.features, read_trees(text))
    for on_metal, name in enumerate(("ground", "metal")):
        here = held.features[:, ON_METAL] == on_metal
        marks = _where(held, here)
        print(
            f"{name}: {round(marks.stands_for.sum())} marks held back, {marks.dirt.sum()} of them planted dirt"
        )
        for least in LIKELIHOODS:
            figures = judge(marks, likely[here], least=least)
            print(
                f"  more likely than {least}: precision {figures.precision:.2f}, recall {figures.recall:.2f}"
            )
    ground = held.features[:, ON_METAL] == 0
    return judge(_where(held, ground), likely[ground], least=LEAST_LIKELY)


def _where(marks: Marked, chosen: Mask) -> Marked:
    return Marked(marks.features[chosen], marks.dirt[chosen], marks.stands_for[chosen])


def _marked(look: Look, surface: Mask, dirt: Mask, rng: np.random.Generator, *, on_metal: int) -> Marked:
    """Measure the marks on one surface, and keep the dirt and a share of the others."""
    marks = find_marks(look, surface, on_metal=on_metal > 0)
    count = len(marks.features)
    inside = marks.labels > 0
    label = marks.labels[inside]
    pixels = np.bincount(label, minlength=count + 1)[1:]
    covered = np.bincount(label, _grown(dirt)[inside], count + 1)[1:]
    planted = covered > 0.4 * pixels
    kept = planted | (rng.random(count) < MOST_CLEAN / max(count, 1))
    clean = float((~planted).sum()) / max(float((kept & ~planted).sum()), 1.0)
    return Marked(marks.features[kept], planted[kept], np.where(planted, 1.0, clean)[kept])


def _grown(mask: Mask) -> Mask:
    return cv2.dilate(mask.view(np.uint8), np.ones((3, 3), np.uint8)).view(bool)


if __name__ == "__main__":
    main()
