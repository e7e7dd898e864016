"""A sheet of pairs, before beside after, to look at in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

CELL_PX, GAP_PX, CAPTION_PX, PAIRS_A_ROW = 300, 12, 34, 3
PAPER, INK, FAINT = (246, 246, 247), (32, 34, 35), (109, 113, 117)


@dataclass(frozen=True)
class Pair:
    """One photo before and after, its name, and what became of it."""

    title: str
    state: str
    before: bytes
    after: bytes


def write(pairs: Sequence[Pair], path: Path) -> None:
    """Draw ``pairs`` in rows of three and save them as one JPEG."""
    pair_width = 2 * CELL_PX + GAP_PX
    rows = -(-len(pairs) // PAIRS_A_ROW)
    width = PAIRS_A_ROW * pair_width + (PAIRS_A_ROW + 1) * 2 * GAP_PX
    row_height = CELL_PX + CAPTION_PX + 2 * GAP_PX
    sheet = Image.new("RGB", (width, rows * row_height + 2 * GAP_PX), PAPER)
    for number, pair in enumerate(pairs):
        row, column = divmod(number, PAIRS_A_ROW)
        left = 2 * GAP_PX + column * (pair_width + 2 * GAP_PX)
        _draw(sheet, pair, left=left, top=2 * GAP_PX + row * row_height)
    sheet.save(path, quality=88)


def _draw(sheet: Image.Image, pair: Pair, *, left: int, top: int) -> None:
    for offset, data in ((0, pair.before), (CELL_PX + GAP_PX, pair.after)):
        sheet.paste(_thumbnail(data), (left + offset, top))
    pen = ImageDraw.Draw(sheet)
    pen.text((left, top + CELL_PX + 6), pair.title, fill=INK, font=ImageFont.load_default(15))
    width = pen.textlength(pair.state, font=ImageFont.load_default(13))
    right = left + 2 * CELL_PX + GAP_PX
    pen.text((right - width, top + CELL_PX + 8), pair.state, fill=FAINT, font=ImageFont.load_default(13))


def _thumbnail(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        upright = ImageOps.exif_transpose(picture)
        paper = Image.new("RGBA", upright.size, "white")
        paper.alpha_composite(upright.convert("RGBA"))
        return ImageOps.pad(paper.convert("RGB"), (CELL_PX, CELL_PX), color="white")
