"""What stands in a picture and what is laid over it, named by a small network on the frozen encoder's scales.

It was trained on drawn pictures of people, busts and packaging with rendered jewelry (``retouch.training.bodies``). It
names; it paints nothing and cuts nothing out.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from retouch.networks import verified
from retouch.taps import TAPS, Codes, Tapped, fitted

OUTPUT = "picture"


@dataclass(frozen=True, slots=True)
class Named:
    """Log-odds that a picture shows each of these: 0 is undecided, 2 is seven to one."""

    person: float
    bust: float
    packaging: float
    border: float
    inset: float
    graphic: float
    watermark: float
    text: float


def name(codes: Codes) -> Named:
    """Name what is in a picture (h, w, 3), uint8 sRGB, of any size.

    Raises ``WeightsUnavailable`` where a file is not the one that was trained.
    """
    taps = Tapped().look(fitted(codes))
    head = cv2.dnn.readNetFromONNX(np.frombuffer(verified("namer"), np.uint8))
    for each, values in zip(TAPS, taps.all, strict=True):
        head.setInput(np.ascontiguousarray(values[None]), each)
    return Named(*(float(odds) for odds in head.forward(OUTPUT)[0]))
