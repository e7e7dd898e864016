"""The encoder's scales have their shapes, and its maps are those that the engine sees."""

import cv2
import numpy as np
import pytest

from retouch.color import to_encoded, to_linear
from retouch.networks import see
from retouch.taps import SIDE, TAPS, Tapped, fitted
from tests.unit.retouch.photographed import photographed


@pytest.fixture(scope="module")
def encoder() -> Tapped:
    return Tapped()


def codes_of(side: int) -> np.ndarray:
    return np.rint(to_encoded(photographed("ruby-stud-earrings.jpg", side)) * 255).astype(np.uint8)


def test_each_tap_has_its_shape(encoder: Tapped) -> None:
    taps = encoder.look(fitted(codes_of(200)))
    shapes = {"at8": (40, 40, 40), "maps": (5, 40, 40), "at16": (112, 20, 20), "at32": (320, 10, 10)}
    assert {name: values.shape for name, values in zip(TAPS, taps.all, strict=True)} == shapes
    assert {values.dtype for values in taps.all} == {np.dtype(np.float32)}
    assert all((values is getattr(taps, name)) for name, values in zip(TAPS, taps.all, strict=True))
    assert all(np.ptp(values) > 0 for values in taps.all)


def test_the_maps_are_what_the_engine_sees(encoder: Tapped) -> None:
    codes = codes_of(SIDE)
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    square[: codes.shape[0], : codes.shape[1]] = codes
    sight = see(to_linear(np.asarray(square / 255, np.float32)), looks=(SIDE,))
    maps = encoder.look(square).maps
    for values, name in zip(maps, ("alpha", "metal", "gem", "shadow", "doubt"), strict=True):
        seen = cv2.resize(getattr(sight, name), (40, 40), interpolation=cv2.INTER_AREA)
        assert np.abs(values - seen).max() < 1e-3
    assert maps[0].max() > 0.9


def test_what_is_beside_the_picture_is_empty(encoder: Tapped) -> None:
    codes = np.full((SIDE // 2, SIDE, 3), 127, np.uint8)
    whole = np.full((SIDE, SIDE, 3), 127, np.uint8)
    for one, other in zip(encoder.look(codes).all, encoder.look(whole).all, strict=True):
        assert (one == other).all()


@pytest.mark.parametrize(
    ("size", "shown"), [((640, 320), (320, 160)), ((40, 80), (160, 320)), ((900, 1), (320, 1))]
)
def test_a_picture_is_fitted_by_its_longer_side(size: tuple[int, int], shown: tuple[int, int]) -> None:
    fit = fitted(np.full((*size, 3), 90, np.uint8))
    assert fit.shape == (*shown, 3)
    assert (fit == 90).all()
