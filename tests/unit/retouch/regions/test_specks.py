import cv2
import numpy as np

from retouch.regions.marks import FEATURES, Marks, find_marks, look_at
from retouch.regions.specks import likelihood

SIDE = 64
GROUND = np.ones((SIDE, SIDE), bool)


def on_ground(pixels: np.ndarray) -> Marks:
    return find_marks(look_at(pixels, 4), GROUND, on_metal=False)


def seen(pixels: np.ndarray) -> np.ndarray:
    """The pixels as a lens shows them."""
    return cv2.GaussianBlur(pixels, (0, 0), 0.6)


def paper() -> np.ndarray:
    noise = np.random.default_rng(1).normal(0.0, 0.002, (SIDE, SIDE)).astype(np.float32)
    return (0.6 + noise)[..., None].repeat(3, axis=2)


def test_a_mark_is_measured_against_the_paper_about_it() -> None:
    pixels = paper()
    pixels[30:33, 40:43] = 0.25
    marks = on_ground(pixels)
    (mark,) = marks.features
    values = dict(zip(FEATURES, mark, strict=True))
    assert tuple(marks.boxes[0]) == (40, 30, 3, 3)
    assert values["area"] == 9
    assert values["sign"] == -1
    assert abs(values["contrast"] - (np.sqrt(0.6) - np.sqrt(0.25))) < 0.02


def test_dust_on_paper_is_likelier_dirt_than_a_stitch_among_stitches() -> None:
    dusty, woven = paper(), paper()
    dusty[30:33, 40:43] = 0.25
    woven[2::6, 2::6] = 0.25
    woven[3::6, 2::6] = 0.25
    woven[2::6, 3::6] = 0.25
    dust, stitches = (likelihood(on_ground(pixels).features) for pixels in (dusty, woven))
    assert dust.max() > 0.6
    assert np.median(stitches) < 0.3


def test_clean_paper_has_no_marks() -> None:
    marks = on_ground(paper())
    assert len(likelihood(marks.features)) == len(marks.boxes) == 0
