"""Text in a picture, read by a small network that comes with the extra ``ocr``; without it nothing is claimed."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import cv2
import numpy as np

from retouch.quality.facts.view import View
from retouch.quality.placement import Codes

SURE = 0.8  # of 1, as the reader says
LEAST_LETTERS = 3  # a ring is read as an O, two prongs as a V
ON_PIECE = 0.7  # of a word's box: an engraving, a dial
ENGRAVED_HEIGHT = 0.05  # of the frame: larger letters on a piece are perhaps no engraving
INK_SHARE = 0.08  # of a word's box: its ink
BESIDE = 0.2  # of a word's box: as much beside the piece is enough to tell its ink
FLAT_INK = 12.0  # codes: printed letters have one color
FAINT_INK = 90  # codes between ink and what it lies on: fainter letters are a watermark
READ_SIDE = (
    640  # px, the longer side in which text is looked for: half the time of the whole view, the same words
)
MODEL = "rapidocr"


@dataclass(frozen=True, slots=True)
class Word:
    """What was read, and where: left, top, right, bottom in pixels of what was read."""

    text: str
    sureness: float
    box: tuple[int, int, int, int]

    @property
    def letters(self) -> int:
        """How many letters and digits it has."""
        return sum(each.isalnum() for each in self.text)


class Reader(Protocol):
    """Whatever reads text in a picture."""

    def read(self, codes: Codes) -> tuple[Word, ...]:
        """Read (H, W, 3) uint8, sRGB-encoded."""
        ...


class RapidReader:
    """RapidOCR's small models, on the processor, in one thread; they lie in its package, so nothing is fetched."""

    def __init__(self) -> None:
        threads = "EngineConfig.onnxruntime"
        self._engine: Any = import_module(MODEL).RapidOCR(
            params={
                f"{threads}.intra_op_num_threads": 1, f"{threads}.inter_op_num_threads": 1,
                "Global.log_level": "error", "Global.use_cls": False,
                "Det.limit_type": "max", "Det.limit_side_len": READ_SIDE,
            }
        )  # fmt: skip

    def read(self, codes: Codes) -> tuple[Word, ...]:
        """Read every line of text."""
        found = self._engine(cv2.cvtColor(codes, cv2.COLOR_RGB2BGR), use_cls=False)
        if not found.txts:
            return ()
        return tuple(
            Word(text, float(sureness), _box(np.asarray(corners)))
            for text, sureness, corners in zip(found.txts, found.scores, found.boxes, strict=True)
        )


@cache
def find_reader() -> Reader | None:
    """Return the reader, or None where the extra is not installed."""
    return RapidReader() if can_read() else None


def can_read() -> bool:
    """Tell whether the extra is installed; the reader itself takes long to load."""
    return bool(find_spec(MODEL) and find_spec("onnxruntime"))


def words(view: View, reader: Reader | None) -> tuple[Word, ...] | None:
    """Read what is surely text; None where there is no reader."""
    return None if reader is None else words_in(view.small, reader)


def words_in(codes: Codes, reader: Reader) -> tuple[Word, ...]:
    """Read what is surely text in any picture."""
    return tuple(
        word for word in reader.read(codes) if word.sureness >= SURE and word.letters >= LEAST_LETTERS
    )


def text_found(view: View, found: tuple[Word, ...]) -> bool | None:
    """Tell whether text was laid over the picture; what is engraved in the piece is the piece's own."""
    doubts = [is_laid_over(view, word) for word in found]
    return True if True in doubts else None if None in doubts else False


def is_faint(view: View, word: Word) -> bool:
    """Tell whether a word shows what it lies on: a watermark."""
    ink, paper = _ink(view, word)
    return float(np.abs(ink.mean(axis=0) - np.median(paper, axis=0)).max()) < FAINT_INK


def is_laid_over(view: View, word: Word) -> bool | None:
    """Tell whether a word is no part of what was photographed; None where it may be."""
    left, top, right, bottom = word.box
    if view.piece is None:
        ink, _ = _ink(view, word)
        return True if float(ink.std(axis=0).max()) <= FLAT_INK else None
    covered = float(view.piece[top:bottom, left:right].mean())
    if covered < ON_PIECE:
        return True
    return False if bottom - top <= ENGRAVED_HEIGHT * view.small.shape[0] else None


def _ink(view: View, word: Word) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The pixels of a word's box that differ most from its most common color, and the box itself."""
    left, top, right, bottom = word.box
    paper = view.small[top:bottom, left:right].reshape(-1, 3).astype(np.float32)
    if view.body is not None:
        beside = ~view.body[top:bottom, left:right].ravel()
        paper = paper[beside] if beside.mean() >= BESIDE else paper
    apart = np.abs(paper - np.median(paper, axis=0)).max(axis=1)
    return paper[apart >= np.quantile(apart, 1.0 - INK_SHARE)], paper


def _box(corners: np.ndarray[Any, Any]) -> tuple[int, int, int, int]:
    left, top = np.maximum(0, np.floor(corners.min(axis=0))).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return int(left), int(top), max(int(left) + 1, int(right)), max(int(top) + 1, int(bottom))
