"""A drawn ring, retouched to white with a shadow; its master, its matte, and how it would be without shadow."""

from dataclasses import dataclass, replace

import numpy as np

import retouch.operations  # noqa: F401 - fills the table
from retouch.arrays import LinearRGB
from retouch.codecs import Encoding, encode
from retouch.operations.background import Background
from retouch.operations.framing import Framing, framing
from retouch.operations.shadow import Shadow, shadow
from retouch.photo import Metadata
from retouch.provenance import OperationRecord, Provenance
from retouch.renditions import Matte, matte_of
from retouch.report import Result, Verdict
from tests.unit.retouch import jewelry

STEPS = (Background(enabled=True), Shadow(strength=0.9, softness=0.01), Framing(fill=0.6))
NAMES = ("background", "shadow", "framing")


@dataclass(frozen=True)
class Made:
    result: Result
    file: bytes
    matte: Matte
    lit: LinearRGB
    """The same without a shadow."""


def provenance(*steps) -> Provenance:
    records = [
        OperationRecord(name, 1, {f: getattr(params, f) for f in params.__dataclass_fields__}, 0.0, 0.0)
        for name, params in zip(NAMES, steps or STEPS, strict=False)
    ]
    return Provenance("catalog-white", "d" * 64, "s" * 64, tuple(records))


def made(side: int = 64, *, format_name: str = "png", metadata: Metadata | None = None) -> Made:
    drawn = jewelry.ring(side)
    alpha = drawn.scene.alpha
    white = (drawn.pixels * alpha[..., None] + 1 - alpha[..., None]).astype(np.float32)
    scene = replace(drawn.scene, shade=np.full(alpha.shape, 0.5, np.float32))
    pixels = framing(shadow(white, STEPS[1], scene), STEPS[2], scene)
    result = Result(pixels, Verdict.DONE, (), {}, scene, provenance(), None)
    matte = matte_of(result, (pixels.shape[1], pixels.shape[0]))
    assert matte is not None
    file = encode(pixels, Encoding(format_name), metadata, result.provenance)
    return Made(result, file, matte, framing(white, STEPS[2], scene))
