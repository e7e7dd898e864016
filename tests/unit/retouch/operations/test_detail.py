import cv2
import numpy as np

from retouch.color import luminance
from retouch.operations.detail import LARGEST_HALO, Detail, detail
from tests.unit.retouch.jewelry import ring

FULL = Detail(contrast=0.4, sharpness=1.0)


def tone(pixels: np.ndarray) -> np.ndarray:
    return np.sqrt(luminance(pixels))


def soft(pixels: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(pixels, (0, 0), 1.0)


def test_edges_of_the_piece_get_steeper() -> None:
    drawn = ring()
    pixels = soft(drawn.pixels)
    before, after = (
        np.abs(np.diff(tone(p), axis=1))[drawn.stone[:, 1:]]
        for p in (pixels, detail(pixels, FULL, drawn.scene))
    )
    assert np.quantile(after, 0.95) > 1.05 * np.quantile(before, 0.95)


def test_no_halo_beyond_two_percent() -> None:
    drawn = ring()
    pixels = soft(drawn.pixels)
    before, after = tone(pixels), tone(detail(pixels, FULL, drawn.scene))
    around = np.ones((3, 3), np.uint8)
    assert (after <= cv2.dilate(before, around) + LARGEST_HALO + 1e-4).all()
    assert (after >= cv2.erode(before, around) - LARGEST_HALO - 1e-4).all()


def test_noise_is_not_amplified() -> None:
    drawn = ring()
    noise = np.random.default_rng(5).normal(0.0, 0.01, (64, 64)).astype(np.float32)
    flat = (np.float32(0.5) + noise)[..., None].repeat(3, axis=2) ** 2
    whole = drawn.with_scene(alpha=np.ones((64, 64), np.float32))
    sharpened = detail(flat, Detail(sharpness=1.0), whole.scene)
    assert tone(sharpened).std() < 1.1 * tone(flat).std()


def test_hue_is_kept() -> None:
    drawn = ring()
    pixels = soft(drawn.pixels)
    sharpened = detail(pixels, FULL, drawn.scene)
    before, after = pixels[drawn.band], sharpened[drawn.band]
    assert np.allclose(after / after.max(axis=1)[:, None], before / before.max(axis=1)[:, None], atol=1e-3)


def test_only_the_piece_changes_and_by_default_nothing() -> None:
    drawn = ring()
    pixels = soft(drawn.pixels)
    outside = drawn.scene.alpha == 0
    assert np.array_equal(detail(pixels, FULL, drawn.scene)[outside], pixels[outside])
    assert np.array_equal(detail(pixels, Detail(), drawn.scene), pixels)


def test_a_photo_without_a_piece_is_left() -> None:
    drawn = ring()
    empty = drawn.with_scene(alpha=np.zeros_like(drawn.scene.alpha))
    assert np.array_equal(detail(drawn.pixels, FULL, empty.scene), drawn.pixels)


def test_a_piece_that_is_crisp_already_gets_nothing_more() -> None:
    drawn = ring()
    crisp = detail(drawn.pixels, Detail(contrast=0.15, sharpness=0.5, enough=0.86), drawn.scene)
    assert np.array_equal(crisp, drawn.pixels)
    soft = cv2.GaussianBlur(drawn.pixels, (0, 0), 1.5)
    assert not np.array_equal(detail(soft, Detail(sharpness=0.5, enough=0.86), drawn.scene), soft)
