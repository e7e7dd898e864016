"""What the engine makes of training photos before the last look: ``python -m retouch.training.roughs SCENES``.

Beside each photo a file ``NAME.npy`` is laid, from which ``retouch.training.samples`` takes pixels. It holds
(11, H, W) uint8: the photo, alpha as drawn, the ground, and the truth (alpha, metal, gem, shadow). What the folder
holds already is not made again.
"""

from functools import partial
from typing import BinaryIO

import cv2
import numpy as np
import numpy.typing as npt

from retouch.color import to_encoded, to_linear
from retouch.regions.drawn import draw_alpha, ground_light
from retouch.regions.findings import Hints
from retouch.regions.seen import SeeingSegmenter
from retouch.training.shared_work import Pace, lay, photos_asked_for

PHOTO, DRAWN, GROUND, TRUTH = slice(0, 3), 3, slice(4, 7), slice(7, 11)


def rough_of(photo: npt.NDArray[np.uint8], truth: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The eleven planes of a photo (H, W, 3), R, G, B, and its truth (H, W, 4)."""
    height, width = photo.shape[:2]
    pixels = to_linear(photo.astype(np.float32) / np.float32(255.0))
    rough = SeeingSegmenter().segment(pixels, Hints())
    alpha = draw_alpha(pixels, rough)
    ground = cv2.resize(to_encoded(ground_light(rough)), (width, height), interpolation=cv2.INTER_LINEAR)
    codes = np.concatenate([alpha[None], ground.transpose(2, 0, 1)]) * np.float32(255.0) + np.float32(0.5)
    return np.concatenate([photo.transpose(2, 0, 1), codes.astype(np.uint8), truth.transpose(2, 0, 1)])


def main() -> None:
    """Look at every photo of a folder."""
    pace = Pace("photos", every=20)
    for path in photos_asked_for("retouch.training.roughs", __doc__, "[0-9]*.jpg"):
        target = path.with_suffix(".npy")
        if target.exists():
            continue
        photo, truth = cv2.imread(str(path)), cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_UNCHANGED)
        if photo is None or truth is None:
            raise ValueError(f"{path} cannot be read: make the scenes again")
        planes = rough_of(np.asarray(photo[..., ::-1], np.uint8), np.asarray(truth, np.uint8))
        lay(target, partial(_save, planes))
        pace.one_more()


def _save(planes: npt.NDArray[np.uint8], file: BinaryIO) -> None:
    np.save(file, planes)


if __name__ == "__main__":
    main()
