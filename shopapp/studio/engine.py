"""The one place where the shop meets the engine: bytes and a recipe in; bytes, figures and a verdict out.

Only what the GPU queue runs imports this module; everything here loads pixel code.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from enum import Enum
from functools import cache, partial
from threading import Lock
from typing import Any

import cv2
import numpy as np
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

import retouch
from retouch.alloys import alloy_from_text
from retouch.arrays import LinearRGB
from retouch.batching import Batched
from retouch.beside import Finder, find_asked
from retouch.codecs import Encoding, decode, encode, fitted
from retouch.codecs.writing import TooLarge
from retouch.color import to_codes
from retouch.config import RetouchConfig
from retouch.errors import DeadlineExceeded, InvalidPhoto
from retouch.networks import weights_digest
from retouch.photo import Note, Source
from retouch.pipeline import Hints
from retouch.provenance import ENGINE_VERSION
from retouch.quality.facts import measure_facts
from retouch.recipe import Recipe
from retouch.regions.crops import bands
from retouch.regions.seen import SeeingSegmenter
from retouch.renditions.matte import matte_of
from retouch.report import Result, Verdict
from retouch.retry import retried
from retouch.scene import find_scene
from shopapp.env import env
from shopapp.publishing.shopify_rules import limit

EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}
_NO_LIMIT = 1e9
_WITH_ALPHA = {"png", "webp"}
_OTHER_FORMAT = _(
    "We left this photo as it is: we retouch JPEG, PNG and WebP files. Upload it as one of these."
)
_NO_ALPHA = _(
    "We left this photo as it is: a transparent background needs a PNG or WebP file, and this one is not."
)

_LOADING = Lock()

cv2.setNumThreads(env().pixel_threads)


@dataclass(frozen=True, slots=True)
class Request:
    """One photo to be retouched."""

    data: bytes
    recipe: str
    listing: str = ""
    category: str = ""
    tone: str = ""
    file_name: str = ""
    retry: str = ""

    @property
    def alloy(self) -> str:
        """The alloy the merchant chose, else the one the listing names."""
        return self.tone or alloy_from_text(self.listing)

    @property
    def plan(self) -> Recipe:
        """What is done: the recipe, changed by the reason of a retry."""
        return retried(Recipe.named(self.recipe), self.retry)


@dataclass(frozen=True, slots=True)
class Made:
    """A result that may be stored."""

    data: bytes
    format: str
    width: int
    height: int
    needs_review: bool
    reasons: tuple[dict[str, Any], ...]
    notes: tuple[dict[str, Any], ...]
    report: dict[str, Any]
    provenance: dict[str, Any]
    risk: float
    alloy: str
    matte: bytes = b""
    """Where the piece ends on its white, and what the shadow took; empty where no white was laid."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was made, and why."""

    code: str
    sentence: str


def work_key(request: Request, *, scope: str) -> str:
    """Return the digest of everything that decides the pixels of a result, within ``scope``."""
    parts = {
        "scope": scope,
        "original": hashlib.sha256(request.data).hexdigest(),
        "recipe": request.plan.digest,
        "alloy": request.alloy,
        "category": request.category,
        "engine": ENGINE_VERSION,
        "weights": weights_digest(),
    } | ({"retry": request.retry} if request.retry else {})
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def run(request: Request) -> Made | Refused:
    """Retouch one photo in the format of its own file."""
    try:
        return _run(request)
    except (InvalidPhoto, TooLarge, DeadlineExceeded) as error:
        return Refused(type(error).__name__, error.merchant_sentence)


def _run(request: Request) -> Made | Refused:
    config = RetouchConfig()
    photo = decode(request.data, limits=config.limits)
    source, owner = photo.source, photo.metadata
    if source.format not in EXTENSIONS:
        return Refused("UnsupportedFormat", str(_OTHER_FORMAT))
    if request.recipe == "transparent" and source.format not in _WITH_ALPHA:
        return Refused("format", str(_NO_ALPHA))
    said_by = "merchant" if request.tone else "listing"
    hints = Hints(
        category=request.category, alloy=request.alloy, alloy_source=said_by if request.alloy else ""
    )
    result = retouch.retouch(photo, request.plan, hints=hints, config=config, find=_finder())
    del photo  # a large one weighs hundreds of megabytes, and more are needed now
    if result.state == Verdict.REFUSED:
        return Refused("refused", " ".join(reason.sentence for reason in result.reasons))
    pixels, note = fitted(result.pixels, _most_pixels(*result.pixels.shape[:2]))
    said = _said_of_size(source, pixels.shape[1] * pixels.shape[0], note)
    told = _told(request, result, pixels.shape[:2], (*result.notes, *said))
    told["report"]["pixels_sha256"] = _pixels_digest(pixels)
    encoding = Encoding(format=source.format, max_bytes=int(limit("bytes", _NO_LIMIT)))
    data = encode(pixels, encoding, owner, result.provenance)
    matte = matte_of(result, (pixels.shape[1], pixels.shape[0]))
    del result, pixels
    return _made({**told, "matte": matte.encoded() if matte else b""}, data, source.format)


def _pixels_digest(pixels: LinearRGB) -> str:
    """Return what is equal for results that look alike to the bit, however they were made."""
    digest = hashlib.sha256(str(pixels.shape).encode())
    for rows in bands(pixels.shape[0]):
        digest.update(to_codes(pixels[rows]).tobytes())
    return digest.hexdigest()


def _finder() -> Finder:
    """What finds the piece; loaded once, and by one thread while the others wait for it."""
    with _LOADING:
        return _loaded_finder()


@cache
def _loaded_finder() -> Finder:
    """The network run by OpenCV, or in torch on this worker's GPU, given all threads' photos in batches."""
    if env().engine_device == "cpu":
        return find_asked
    try:
        from retouch.on_gpu import TorchNetwork  # noqa: PLC0415 - torch is no part of the usual installation
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            "ENGINE_DEVICE is cuda, and torch is not installed: install requirements-ml.txt, or set it to cpu."
        ) from error
    seeing = SeeingSegmenter(Batched(TorchNetwork(env().engine_device)))
    return partial(find_asked, find=partial(find_scene, segmenter=seeing))


def _said_of_size(source: Source, now: int, note: Note | None) -> tuple[Note, ...]:
    """What is said of a result that was reduced, and of one whose photo was larger than the shop takes."""
    most = limit("megapixels", _NO_LIMIT)
    at_most = f"Shopify takes at most {most:.0f} megapixels"
    if note:
        return (Note(note.code, f"{note.sentence} {at_most}."),)
    was = source.width * source.height / 1e6
    if was <= most:
        return ()
    return (
        Note("reduced", f"This photo had {was:.1f} megapixels, the result has {now / 1e6:.1f}: {at_most}."),
    )


def _most_pixels(height: int, width: int) -> int:
    """How many pixels the shop takes of a photo of this shape, by the rules for its sides and its area."""
    by_area = limit("megapixels", _NO_LIMIT) * 1e6
    share = limit("longest_side_px", _NO_LIMIT) / max(height, width)
    by_side = height * width * min(1.0, share * share)
    return int(min(by_area, by_side))


def _told(request: Request, result: Result, size: tuple[int, ...], notes: tuple[Note, ...]) -> dict[str, Any]:
    """Everything of a result but its pixels, as fields of ``Made``."""
    return {
        "width": size[1],
        "height": size[0],
        "needs_review": result.state == Verdict.REVIEW,
        "reasons": tuple(plain(reason) for reason in result.reasons),
        "notes": tuple(plain(note) for note in notes),
        "report": plain(result.as_report()),
        "provenance": plain(result.provenance),
        "risk": _risk(result),
        "alloy": request.alloy,
    }


def _made(told: dict[str, Any], data: bytes, file_format: str) -> Made:
    """Measure the file; what a cut-out shows beside the piece is what the scene had doubts about."""
    name = f"photo.{EXTENSIONS[file_format]}"
    facts = plain(measure_facts(data, file_name=name, judged=not told["matte"]))
    if any(reason["code"] == "person" for reason in told["reasons"]):
        facts["person_found"] = True
    return Made(data=data, format=file_format, **{**told, "report": {**told["report"], "facts": facts}})


def _risk(result: Result) -> float:
    """How much a person's look is needed, 0 to 1: the worst figure among the reasons, as what is missing to one."""
    figures = [reason.figure for reason in result.reasons]
    shares = [1.0 - figure for figure in figures if figure is not None and 0.0 <= figure <= 1.0]
    return max(shares, default=0.5 if result.reasons else 0.0)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; arrays are left out, since they are pictures."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items() if not isinstance(item, np.ndarray)}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value if not isinstance(item, np.ndarray)]
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
