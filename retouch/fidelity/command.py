"""The command line: two files in, a verdict out.

Exit status: 0 faithful, 3 altered, 2 unusable (a file cannot be read, is too small, or shows no piece).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from retouch.codecs import decode
from retouch.errors import InvalidPhoto, RegionNotFound
from retouch.fidelity.comparison import Comparison, Unusable, compare
from retouch.fidelity.heat_map import draw_heat_map
from retouch.photo import Photo
from retouch.quality.grids import reduced

FAITHFUL, UNUSABLE, ALTERED = 0, 2, 3
MOST_PIXELS = 6_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare two files and give the exit status."""
    given = _parser().parse_args(arguments)
    try:
        (original, share), (edited, _) = (_read(path) for path in (given.original, given.edited))
        found = compare(original, edited)
    except (Unusable, RegionNotFound, InvalidPhoto, OSError) as error:
        return _unusable(error, given.json)
    try:
        _write(found, original, share, given.json, given.heat_map)
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - the command's own output
        return UNUSABLE
    print(told(found))  # noqa: T201
    return FAITHFUL if found.faithful else ALTERED


def told(found: Comparison) -> str:
    """The verdict as a person reads it."""
    lines = ["faithful" if found.faithful else "altered"]
    lines += [f"  {reason.sentence}" for reason in found.reasons]
    if found.alignment is not None:
        placed = found.alignment
        lines.append(
            f"  laid over at {placed.scale:.3f} of the original's size, turned by {placed.turn_deg:.1f}°"
        )
    lines += [f"  {count.what}: {count.kept} of {count.original} as they were" for count in found.counts]
    if found.report is not None:
        for name, moved in (("metal", found.report.metal), ("stones", found.report.gem)):
            if moved is not None:
                lines.append(f"  {name}: hue turned by {moved.hue_deg:.0f}°, ΔE2000 {moved.delta_e:.1f}")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m retouch.fidelity",
        description="Judge an edited picture of jewelry against its original, whoever edited it.",
        epilog="exit status: 0 faithful; 3 altered; 2 unusable",
    )
    parser.add_argument("original", type=Path, metavar="ORIGINAL")
    parser.add_argument("edited", type=Path, metavar="EDITED")
    parser.add_argument("--json", type=Path, metavar="FILE", help="verdict, reasons, counts and figures")
    parser.add_argument(
        "--heat-map", type=Path, metavar="FILE.png", help="where it changed, over the original"
    )
    return parser


def _read(path: Path) -> tuple[Photo, float]:
    """The photo, and its share of the file's size: what is compared is smaller still, two of 24 MP fill a memory."""
    photo = decode(path.read_bytes())
    share = float(np.sqrt(MOST_PIXELS / (photo.width * photo.height)))
    if share >= 1.0:
        return photo, 1.0
    return replace(photo, pixels=reduced(photo.pixels, share)), share


def _unusable(error: Exception, report: Path | None) -> int:
    sentence = error.merchant_sentence if isinstance(error, InvalidPhoto | RegionNotFound) else str(error)
    print(f"unusable: {sentence}", file=sys.stderr)  # noqa: T201
    if report is not None:
        try:
            report.write_text(
                json.dumps({"verdict": "unusable", "sentence": sentence}, indent=2) + "\n", encoding="utf-8"
            )
        except OSError as unwritable:
            print(f"error: {unwritable}", file=sys.stderr)  # noqa: T201
    return UNUSABLE


def _write(
    found: Comparison, original: Photo, share: float, report: Path | None, heat_map: Path | None
) -> None:
    if report is not None:
        of_file = replace(found, reduction=found.reduction * share)
        text = json.dumps(of_file.as_report(), indent=2, ensure_ascii=False)
        report.write_text(text + "\n", encoding="utf-8")
    if heat_map is not None:
        heat_map.write_bytes(draw_heat_map(original.over_white().pixels, found))
