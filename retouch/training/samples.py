"""Pixels to learn the last look from: ``python -m retouch.training.samples SCENES``.

Beside each photo that has its rough (``retouch.training.roughs``) files ``NAME-K.npz`` are laid, of a few thousand
pixels each: what ``surroundings`` says of them, what they truly are, and whether the outline is near. The first variant
shows the photo as it is, each further one in another light, with other colors, nearer or farther: a renderer knows a
few dozen alloys and papers, and colors are what a pixel's judge would learn by heart. The network looks at each anew.
"""

from functools import partial
from typing import Any, BinaryIO, cast

import cv2
import numpy as np
import numpy.typing as npt

from retouch.color import to_linear
from retouch.networks import Sight, see
from retouch.regions.refinement import near_piece
from retouch.regions.surroundings import COUNT, surroundings
from retouch.training.roughs import DRAWN, GROUND, PHOTO, TRUTH
from retouch.training.shared_work import Pace, lay, photos_asked_for

PIXELS = 5000  # of a photo
AT_OUTLINE = 0.75  # share of them
OUTLINE_PX = 10  # around it, which is where alpha is judged
FEWEST = 500  # pixels near a piece; a photo with fewer shows none
ZOOMS = (0.6, 1.2)
VARIANTS = 2  # of a photo
SOFT, BLUR_PX = 0.4, (0.5, 2.2)  # so many of them are out of focus, by a sigma in this range
COMPRESSED, QUALITY = 0.4, (40, 92)  # so many were saved as JPEG once more

Floats = npt.NDArray[np.float32]
Samples = dict[str, npt.NDArray[np.generic]]


def samples_of(planes: Floats, seen: Sight, rng: np.random.Generator) -> Samples | None:
    """Choose pixels of eleven planes in [0, 1]; None where next to nothing of a piece is there."""
    drawn, truth = np.ascontiguousarray(planes[DRAWN]), planes[TRUTH][:3]
    outline = _outline(np.ascontiguousarray(truth[0]))
    near = near_piece(drawn, seen) | outline
    if near.sum() < FEWEST:
        return None
    at, off = round(AT_OUTLINE * PIXELS), round((1 - AT_OUTLINE) * PIXELS)
    chosen = np.concatenate([_some(outline, at, rng), _some(near & ~outline, off, rng)])
    figures = np.empty((len(chosen), COUNT), np.float16)
    for k, plane in enumerate(surroundings(_picture(planes[PHOTO]), drawn, seen, _picture(planes[GROUND]))):
        figures[:, k] = plane.ravel()[chosen]
    true = truth.reshape(3, -1)[:, chosen].T
    return {"figures": figures, "truth": true.astype(np.float16), "outline": outline.ravel()[chosen]}


def seen_in(planes: Floats) -> Sight:
    """What the network sees in the photo of eleven planes, at its size."""
    return see(to_linear(_picture(planes[PHOTO]))).scaled(planes.shape[2], planes.shape[1])


def _picture(planes: Floats) -> Floats:
    return np.ascontiguousarray(planes.transpose(1, 2, 0))


def varied(planes: Floats, rng: np.random.Generator) -> Floats:
    """The same scene in another light and size, with other colors."""
    zoom = rng.uniform(*ZOOMS)
    how = cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR
    planes = np.stack([cv2.resize(plane, None, fx=zoom, fy=zoom, interpolation=how) for plane in planes])
    colors, gamma = _other_colors(rng), float(np.exp(rng.normal(0.0, 0.2)))
    for k in (PHOTO, GROUND):
        planes[k] = np.clip(np.tensordot(colors, planes[k] ** gamma, 1), 0.0, 1.0)
    if rng.random() < SOFT:
        planes = _softened(planes, rng)
    if rng.random() < 0.3:
        planes[PHOTO] += rng.normal(0.0, rng.uniform(0.002, 0.012), planes[PHOTO].shape)
    if rng.random() < COMPRESSED:
        planes[PHOTO] = _compressed(planes[PHOTO], rng)
    return np.asarray(np.clip(planes, 0.0, 1.0), np.float32)


def _other_colors(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Encoded colors turned about grey, more or less of them, under another light: (3, 3)."""
    angle = rng.normal(0.0, 0.35) if rng.random() < 0.5 else 0.0
    axis = np.full(3, 3**-0.5)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    turn = np.cos(angle) * np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * np.outer(axis, axis)
    depth = rng.uniform(0.5, 1.4)
    light = rng.uniform(0.9, 1.1, 3) * rng.uniform(0.75, 1.15)
    return np.asarray(np.diag(light) @ (depth * np.eye(3) + (1 - depth) / 3) @ turn)


def _softened(planes: Floats, rng: np.random.Generator) -> Floats:
    """Out of focus: all of it, or more and more to one side, as a lens near the piece shows it."""
    sigma = rng.uniform(*BLUR_PX)
    blurred = planes.copy()
    for k in (*range(PHOTO.start, PHOTO.stop), DRAWN, *range(TRUTH.start, TRUTH.stop)):
        blurred[k] = cv2.GaussianBlur(planes[k], (0, 0), sigma)
    if rng.random() < 0.5:
        return blurred
    height, width = planes.shape[1:]
    angle = rng.uniform(0.0, 2.0 * np.pi)
    rows, columns = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None]
    away = np.clip(np.cos(angle) * rows + np.sin(angle) * columns + rng.uniform(-0.3, 0.7), 0.0, 1.0)
    return np.asarray(planes + away.astype(np.float32) * (blurred - planes), np.float32)


def _compressed(photo: Floats, rng: np.random.Generator) -> Floats:
    codes = np.clip(photo * 255.0 + 0.5, 0, 255).astype(np.uint8).transpose(1, 2, 0)
    quality = int(rng.integers(*QUALITY))
    _, data = cv2.imencode(
        ".jpg", np.ascontiguousarray(codes[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    again = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.float32)[..., ::-1].transpose(2, 0, 1)
    return np.asarray(again / np.float32(255.0), np.float32)


def _outline(alpha: Floats) -> npt.NDArray[np.bool_]:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * OUTLINE_PX + 1, 2 * OUTLINE_PX + 1))
    return np.asarray(cv2.dilate(alpha, disc) - cv2.erode(alpha, disc) > 0.5, np.bool_)


def _some(mask: npt.NDArray[np.bool_], most: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    places = np.flatnonzero(mask)
    return rng.choice(places, min(most, len(places)), replace=False)


def main() -> None:
    """Choose pixels of every photo of a folder."""
    cv2.setNumThreads(1)
    pace = Pace("files", every=50)
    for path in photos_asked_for("retouch.training.samples", __doc__, "[0-9]*.npy"):
        for variant in range(VARIANTS):
            target = path.with_name(f"{path.stem}-{variant}.npz")
            if target.exists():
                continue
            scene, number = (int(part) for part in path.stem.split("-"))
            rng = np.random.default_rng((scene, number, variant))
            planes = np.load(path).astype(np.float32) / np.float32(255.0)
            if variant:
                planes = varied(planes, rng)
            samples = samples_of(planes, seen_in(planes), rng)
            lay(target, partial(_save, samples))
            pace.one_more()


def _save(samples: Samples | None, file: BinaryIO) -> None:
    """Save arrays by name; none where a photo shows no piece."""
    np.savez(file, **cast("Any", samples or {}))


if __name__ == "__main__":
    main()
