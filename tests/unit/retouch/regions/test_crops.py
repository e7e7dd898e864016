import numpy as np

from retouch.regions.crops import BAND_ROWS, bands, window


def test_a_window_holds_every_pixel_and_its_margin_inside_the_photo() -> None:
    share = np.zeros((20, 30), np.float32)
    share[1, 5] = share[9, 12] = 0.01
    assert window(share) == (slice(1, 10), slice(5, 13))
    assert window(share, margin_px=3) == (slice(0, 13), slice(2, 16))


def test_nothing_has_no_window() -> None:
    assert window(np.zeros((4, 4), np.float32)) is None


def test_bands_cover_every_row_once() -> None:
    rows = [row for band in bands(2 * BAND_ROWS + 7) for row in range(band.start, band.stop)]
    assert rows == list(range(2 * BAND_ROWS + 7))
