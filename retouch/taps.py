"""What the network's frozen encoder makes of a picture, for other heads than its own: three scales, and its maps.

The encoder lies within ``seer.onnx`` and is stored once. Its scales are no outputs of that file, so they are added to
the graph as it is loaded: a message of a graph's outputs, set behind a model, is merged with the model's own graph.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from retouch.networks import verified

SIDE = 320  # px, of the square that a picture lies in
EMPTY = 127  # code of what the picture leaves of it: 0 for the network
SCALES = (
    "/encoder/stages.2/stages.2.1/Add_output_0",
    "/encoder/stages.4/stages.4.2/Add_output_0",
    "/encoder/stages.6/stages.6.0/project/conv/Conv_output_0",
)
"""Names of what the encoder has at an eighth, a sixteenth and a thirty-second of the side."""
TAPS = ("at8", "maps", "at16", "at32")
"""Names of a picture's taps, finest first: what a head's inputs are called."""

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Taps:
    """One picture in the encoder's words, (channels, rows, columns) each.

    at8, at16, at32  (40, 40, 40), (112, 20, 20), (320, 10, 10)
    maps             (5, 40, 40): alpha, metal, gem, shadow and doubt, by areas
    """

    at8: Floats
    at16: Floats
    at32: Floats
    maps: Floats

    @property
    def all(self) -> tuple[Floats, ...]:
        """All four, as ``TAPS`` names them."""
        return self.at8, self.maps, self.at16, self.at32


class Tapped:
    """The encoder, loaded. It keeps its state: one thread asks at a time.

    Raises ``WeightsUnavailable`` where the file is not the one that was trained.
    """

    def __init__(self) -> None:
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(verified("seer") + _outputs(SCALES), np.uint8))
        self._names = self._net.getUnconnectedOutLayersNames()

    def look(self, codes: Codes) -> Taps:
        """Look at a picture (h, w, 3), uint8 sRGB, whose longer side is ``SIDE`` at most."""
        height, width = codes.shape[:2]
        square = np.full((SIDE, SIDE, 3), EMPTY, np.float32)
        square[:height, :width] = codes
        values = np.ascontiguousarray(((square - EMPTY) / 128).transpose(2, 0, 1)[None])
        self._net.setInput(values)
        maps, at8, at16, at32 = (np.asarray(each[0], np.float32) for each in self._net.forward(self._names))
        side = at8.shape[1]
        small = cv2.resize(maps.transpose(1, 2, 0), (side, side), None, 0, 0, cv2.INTER_AREA)
        return Taps(at8, at16, at32, np.ascontiguousarray(small.transpose(2, 0, 1)))


def fitted(codes: Codes) -> Codes:
    """The picture by areas, with ``SIDE`` as its longer side."""
    height, width = codes.shape[:2]
    share = SIDE / max(height, width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    how = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(codes, size, None, 0, 0, how), np.uint8)


def _outputs(names: tuple[str, ...]) -> bytes:
    """A model (ONNX, protobuf) with a graph (7) of outputs (12) alone: of floats, with four sides of any length."""
    shape = b"".join(_field(1, _field(2, b"n")) for _ in range(4))
    kind = _field(1, b"\x08\x01" + _field(2, shape))
    return _field(7, b"".join(_field(12, _field(1, name.encode()) + _field(2, kind)) for name in names))


def _field(number: int, content: bytes) -> bytes:
    """One length-delimited field of a protobuf message."""
    length, rest = b"", len(content)
    while rest > 0x7F:
        length, rest = length + bytes([rest & 0x7F | 0x80]), rest >> 7
    return bytes([number << 3 | 2]) + length + bytes([rest]) + content
