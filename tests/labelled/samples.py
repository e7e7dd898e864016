"""One labelled picture, and how pictures become files."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

Codes = npt.NDArray[np.uint8]
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
NOTHING_LAID_OVER = {
    "watermark_found": False, "graphic_found": False, "drawn_border_found": False, "inset_found": False,
    "person_found": False, "bust_found": False, "packaging_found": False, "blurred": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, the rule it was made for and how far it keeps it, and all that is surely true of it."""

    name: str
    level: str
    data: bytes
    truth: dict[str, Any]
    file_name: str = "ring.jpg"
    reads: bool = False
    """Whether text is looked for: it takes a third of a second."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture and what its painter knows of it."""

    codes: Codes
    truth: dict[str, Any] = field(default_factory=dict)


class Painter(Protocol):
    """Paints a piece on a plain ground, so large and so placed."""

    def paint(
        self,
        width: int,
        height: int,
        *,
        fill: float,
        center: tuple[float, float] = (0.5, 0.5),
        ground: int = 255,
    ) -> Painted:
        """Return the picture; ``fill`` is of the frame's side along the piece's longer one."""
        ...


def saved(codes: Codes | Image.Image, file_format: str = "jpeg", **options: Any) -> bytes:
    """Encode; as JPEG finely and with an sRGB profile where nothing else is asked."""
    image = codes if isinstance(codes, Image.Image) else Image.fromarray(codes)
    fine = {"quality": 95, "subsampling": 0, "dpi": (300, 300)} if file_format == "jpeg" else {}
    options = {"icc_profile": SRGB} | fine | options
    if file_format in {"bmp", "gif", "ppm"}:
        options.pop("icc_profile")
    out = BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def box_truth(covered: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """Return what the mask of the piece says of how it stands."""
    height, width = covered.shape
    rows, columns = np.nonzero(covered.any(axis=1))[0], np.nonzero(covered.any(axis=0))[0]
    across, down = int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)
    border = covered[0].any() or covered[-1].any() or covered[:, 0].any() or covered[:, -1].any()
    box = (columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)
    crops = {"1_1": 1.0, "4_3": 4 / 3, "5_4": 5 / 4, "4_5": 4 / 5}
    return {
        "fill_side": across / width if across >= down else down / height,
        "touches_frame": bool(border),
        **{f"thumbnail_safe_{name}": _survives(box, width / height, crop) for name, crop in crops.items()},
    }


def _survives(box: tuple[float, float, float, float], ratio: float, crop: float) -> bool:
    across, down = min(1.0, crop / ratio) / 2, min(1.0, ratio / crop) / 2
    left, top, right, bottom = box
    return left >= 0.5 - across and right <= 0.5 + across and top >= 0.5 - down and bottom <= 0.5 + down
