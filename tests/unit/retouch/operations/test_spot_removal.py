import numpy as np
import pytest

from retouch.operations.spot_removal import SpotRemoval, spot_removal
from tests.unit.retouch.jewelry import Drawn, ring

FULL = SpotRemoval(1.0)


def dusty(
    rows: slice = slice(4, 7), columns: slice = slice(4, 7), *, slope: float = 0.004
) -> tuple[Drawn, np.ndarray]:
    """A ring on paper with grain and a gradient, and the same with a speck on it."""
    drawn = ring()
    grain = np.random.default_rng(3).normal(0, 0.01, (64, 64, 1)).astype(np.float32)
    ramp = (0.5 + slope * np.arange(64, dtype=np.float32))[None, :, None]
    clean = np.where(drawn.scene.alpha[..., None] > 0, drawn.pixels, np.clip(ramp + grain, 0, 1)).astype(
        np.float32
    )
    mask = np.zeros((64, 64), bool)
    mask[rows, columns] = True
    return drawn.with_scene(defect_mask=mask), clean


def test_a_speck_on_paper_goes_and_the_paper_comes_back_with_its_grain() -> None:
    drawn, clean = dusty()
    pixels = clean.copy()
    pixels[drawn.scene.defect_mask] = 0.1
    healed = spot_removal(pixels, FULL, drawn.scene)
    there = drawn.scene.defect_mask
    assert np.abs(healed[there] - clean[there]).mean() < 0.02
    assert healed[there].std() > 0.003
    assert np.array_equal(healed[~there], pixels[~there])


def test_a_scratch_across_the_band_is_healed_from_the_band() -> None:
    drawn = ring()
    where = np.argwhere(drawn.band)
    row, column = where[np.argmin(np.abs(where - (52, 32)).sum(axis=1))]
    mask = np.zeros((64, 64), bool)
    mask[row, column : column + 3] = True
    pixels = drawn.pixels.copy()
    pixels[mask] = 0.95
    healed = spot_removal(pixels, FULL, drawn.with_scene(defect_mask=mask & drawn.band).scene)
    left, before = (np.abs(p - drawn.pixels)[mask].mean() for p in (healed, pixels))
    assert left < 0.2 * before


def test_what_is_protected_stays() -> None:
    drawn, clean = dusty()
    protected = drawn.with_scene(protected=drawn.scene.defect_mask)
    assert np.array_equal(spot_removal(clean, FULL, protected.scene), clean)


def test_without_room_to_borrow_from_a_spot_is_filled_smoothly() -> None:
    drawn, clean = dusty(slice(1, 63), slice(1, 63))
    healed = spot_removal(clean, FULL, drawn.scene)
    assert np.isfinite(healed).all()
    assert 0.4 < healed[30, 30].mean() < 0.9


def test_a_mask_that_covers_everything_has_nothing_to_heal_from() -> None:
    drawn, clean = dusty(slice(0, 64), slice(0, 64))
    assert np.array_equal(spot_removal(clean, FULL, drawn.scene), clean)


@pytest.mark.parametrize("strength", [0.0, 0.5])
def test_strength_is_a_share(strength: float) -> None:
    drawn, clean = dusty(slope=0.0)
    pixels = clean.copy()
    pixels[drawn.scene.defect_mask] = 0.1
    healed = spot_removal(pixels, SpotRemoval(strength), drawn.scene)
    expected = 0.1 + strength * (0.5 - 0.1)
    assert healed[5, 5].mean() == pytest.approx(expected, abs=0.03)


def test_a_photo_without_defects_is_left() -> None:
    drawn = ring()
    assert np.array_equal(spot_removal(drawn.pixels, FULL, drawn.scene), drawn.pixels)
