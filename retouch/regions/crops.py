"""The part of a photo in which a region lies, so that work on a small stone does not cost a whole photo."""

from collections.abc import Iterator

import cv2
import numpy as np

from retouch.arrays import Alpha, Mask

Window = tuple[slice, slice]
BAND_ROWS = 256  # at 6,000 px across, a float32 band of three channels is 18 MB


def window(share: Alpha | Mask, *, margin_px: int = 0) -> Window | None:
    """Rows and columns that hold every pixel above 0, and a margin where the photo has one; None when there is none."""
    left, top, width, height = cv2.boundingRect((share > 0).view(np.uint8))
    if width == 0:
        return None
    rows, columns = share.shape
    return (
        slice(max(0, top - margin_px), min(rows, top + height + margin_px)),
        slice(max(0, left - margin_px), min(columns, left + width + margin_px)),
    )


def bands(rows: int, band_rows: int = BAND_ROWS) -> Iterator[slice]:
    """Cut rows into bands, so that temporary arrays stay small however large the photo."""
    for start in range(0, rows, band_rows):
        yield slice(start, min(rows, start + band_rows))


def enlarged(small: Alpha, rows: slice, shape: tuple[int, int]) -> Alpha:
    """Cut some rows of a full-size frame (H, W) out of a smaller array, enlarged smoothly."""
    across, down = small.shape[1] / shape[1], small.shape[0] / shape[0]
    x = ((np.arange(shape[1], dtype=np.float32) + 0.5) * np.float32(across) - 0.5)[None, :]
    y = ((np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) * np.float32(down) - 0.5)[:, None]
    maps = np.broadcast_to(x, (len(y), shape[1])), np.broadcast_to(y, (len(y), shape[1]))
    larger = cv2.remap(
        small,
        np.ascontiguousarray(maps[0]),
        np.ascontiguousarray(maps[1]),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(larger, np.float32)
