import cv2
import numpy as np
import pytest

from retouch.quality.sharpness import edge_acuity, noise_level


def test_noise_is_measured_in_its_own_units() -> None:
    noise = np.random.default_rng(2).normal(0.5, 0.02, (64, 64)).astype(np.float32)
    assert noise_level(noise) == pytest.approx(0.02, rel=0.15)


def test_a_ramp_and_an_edge_are_no_noise() -> None:
    ramp = np.linspace(0, 1, 64, dtype=np.float32)[None, :].repeat(64, axis=0)
    ramp[:, 32:] += 0.5
    assert noise_level(ramp) < 1e-4


def test_two_pixels_hold_no_noise() -> None:
    assert noise_level(np.zeros((2, 2), np.float32)) == 0.0


def test_blur_lowers_acuity() -> None:
    step = np.zeros((32, 32, 3), np.float32)
    step[:, 16:] = 0.8
    mask = np.ones((32, 32), bool)
    acuities = [
        edge_acuity(step if blur == 0 else cv2.GaussianBlur(step, (0, 0), blur), mask) for blur in (0, 1, 2)
    ]
    assert acuities == sorted(acuities, reverse=True)
    assert acuities[0] > 1.5 * acuities[2]


def test_a_flat_photo_has_no_acuity() -> None:
    assert edge_acuity(np.full((32, 32, 3), 0.5, np.float32), np.ones((32, 32), bool)) == 0.0
