import numpy as np

from retouch.regions.doubts import confidence, find_doubts
from retouch.regions.findings import Hints
from retouch.regions.segmentation import ClassicalSegmenter, Segmentation, reduced_lab, without_holes
from tests.unit.retouch.regions.drawn import GOLD, STEEL, paper, ring


def found(pixels: np.ndarray, category: str = "") -> Segmentation:
    return ClassicalSegmenter().segment(pixels, Hints(category=category))


def codes(pixels: np.ndarray, category: str = "") -> set[str]:
    return {doubt.code for doubt in find_doubts(found(pixels, category), Hints(category=category))}


def test_a_large_photo_is_reduced_and_a_small_one_is_not() -> None:
    large, scale = reduced_lab(np.zeros((1000, 1800, 3), np.float32))
    assert large.shape == (500, 900, 3)
    assert scale == 0.5
    assert reduced_lab(np.zeros((20, 30, 3), np.float32))[1] == 1.0


def test_a_pale_ring_on_paper_of_nearly_its_color_is_found() -> None:
    drawn = ring(160, color=(0.5, 0.48, 0.44))
    piece = found(drawn.pixels).piece
    truth = drawn.alpha > 0.5
    assert (piece & truth).sum() / (piece | truth).sum() > 0.85


def test_gold_does_not_keep_its_shadow() -> None:
    drawn = ring(160, color=GOLD, shadow=0.5)
    assert (found(drawn.pixels).piece & (drawn.alpha == 0.0)).sum() < 0.1 * (drawn.alpha > 0.5).sum()


def test_a_watch_is_filled() -> None:
    assert found(ring(128, color=STEEL).pixels, "watch").piece[64, 64]


def test_holes_are_filled_on_request() -> None:
    mask = np.zeros((9, 9), bool)
    mask[2:7, 2:7] = True
    mask[4, 4] = False
    assert without_holes(mask)[4, 4]


def test_a_piece_cut_by_the_frame_is_doubted() -> None:
    drawn = ring(160)
    assert "cut_by_frame" in codes(drawn.pixels[:, 60:])


def test_woven_cloth_is_doubted() -> None:
    rows, columns = np.mgrid[0:160, 0:160]
    weave = (1.0 + 0.25 * np.sin(1.3 * rows) * np.sin(1.3 * columns))[..., None].astype(np.float32)
    assert "textured_ground" in codes(np.clip(ring(160).pixels * weave, 0.0, 1.0))


def test_a_ring_beside_another_is_doubted_where_the_listing_sells_one() -> None:
    pair = np.concatenate([ring(128).pixels, ring(128).pixels], axis=1)
    assert "several_pieces" in codes(pair, "ring")
    assert "several_pieces" not in codes(pair, "earrings")


def test_a_hand_in_the_photo_is_doubted() -> None:
    pixels = ring(192).pixels.copy()
    pixels[130:, :110] = (0.55, 0.30, 0.20)
    assert "person" in codes(pixels)


def test_a_mirror_image_below_is_doubted() -> None:
    drawn = ring(160)
    below = np.where(
        np.flipud(drawn.alpha)[..., None] > 0.5, 0.5 * np.flipud(drawn.pixels) + 0.3, drawn.ground
    )
    stacked = np.concatenate([drawn.pixels[:132], below[28:].astype(np.float32)], axis=0)
    assert codes(stacked)


def test_every_doubt_says_what_we_are_not_sure_of() -> None:
    doubts = find_doubts(found(paper(64, 64)), Hints())
    assert all(doubt.sentence.startswith("We are not sure: ") for doubt in doubts)


def test_each_doubt_lowers_confidence() -> None:
    sure = found(ring(128).pixels)
    doubts = find_doubts(found(paper(64, 64)), Hints())
    assert confidence(sure, doubts) < confidence(sure, ())
