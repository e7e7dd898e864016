"""What a result on white still knows of its ground: where the piece ends, and how much light the shadow took.

A master is one flat file. With this beside it, a marketplace that wants no shadow gets the same picture without one,
and the piece's box is known instead of guessed.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image

from retouch.arrays import LinearRGB
from retouch.errors import CorruptFile
from retouch.operations.background import Background
from retouch.operations.framing import Framing, framing
from retouch.operations.shadow import Shadow, shadow
from retouch.provenance import Provenance
from retouch.regions.crops import bands
from retouch.report import Result
from retouch.resampling import reduced
from retouch.scene import Scene

Plane = npt.NDArray[np.uint8]
P = TypeVar("P")
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError)
_LEVEL = 1  # of compression: planes with wide plain parts are small at any


@dataclass(frozen=True, slots=True)
class Matte:
    """Beside a result on white, in its grid.

    alpha  (H, W) uint8, share of the piece, 0 to 255
    light  (H, W) uint8, share of light that the shadow leaves each pixel, 255 where there is none
    """

    alpha: Plane
    light: Plane

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.alpha.shape[1], self.alpha.shape[0]

    def encoded(self) -> bytes:
        """Write it as a PNG of two channels: the light as grey, the piece as what is not see-through."""
        buffer = BytesIO()
        planes = [Image.fromarray(plane) for plane in (self.light, self.alpha)]
        Image.merge("LA", planes).save(buffer, "PNG", compress_level=_LEVEL)
        return buffer.getvalue()


def read_matte(data: bytes) -> Matte:
    """Read what ``encoded`` wrote."""
    try:
        with Image.open(BytesIO(data)) as image:
            if image.mode != "LA":
                raise CorruptFile(f"a matte has two channels, this is {image.mode}")
            planes = np.asarray(image)
    except _UNREADABLE as error:
        raise CorruptFile(f"a matte that cannot be read: {error}") from error
    return Matte(np.ascontiguousarray(planes[..., 1]), np.ascontiguousarray(planes[..., 0]))


def matte_of(result: Result, size: tuple[int, int]) -> Matte | None:
    """Make the matte of a result, at the width and height it is written with.

    Returns
    -------
    None where the piece was not laid on white: a background that was kept, or a cut-out, whose file has alpha itself
    """
    scene, ran = result.scene, result.provenance
    laid = _params(ran, "background", Background)
    if scene is None or laid is None or not _is_white(laid) or result.pixels.shape[2] == 4:
        return None
    planes = _planes(scene, _params(ran, "shadow", Shadow) or Shadow())
    planes = framing(planes, _params(ran, "framing", Framing) or Framing(), scene)
    if size != (planes.shape[1], planes.shape[0]):
        planes = reduced(planes, size)
    return Matte(_codes(1.0 - planes[..., 1]), _codes(planes[..., 0]))


def _params(ran: Provenance, name: str, kind: type[P]) -> P | None:
    told: dict[str, Any] | None = next((each.params for each in ran.operations if each.name == name), None)
    return None if told is None else kind(**told)


def _is_white(laid: Background) -> bool:
    return laid.enabled and laid.red == laid.green == laid.blue == 1.0


def _planes(scene: Scene, params: Shadow) -> LinearRGB:
    """Light left by the shadow, and share of ground, as two of three channels: new frame is lit ground, 1 and 1."""
    ground = np.ones((*scene.alpha.shape, 3), np.float32)
    planes = shadow(ground, params, scene)
    for rows in bands(planes.shape[0]):
        planes[rows, :, 1] = 1.0 - scene.alpha[rows]
    return planes


def _codes(plane: npt.NDArray[np.float32]) -> Plane:
    return np.asarray(np.rint(plane * np.float32(255)), np.uint8)
