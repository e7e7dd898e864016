"""Pieces that are drawn and not rendered, for ``varied``: flat fields of color, circles, squares and lines alone.

Nothing stands beside them. A shop's first pictures look like this, and so does a renderer's without light: there is no
sheen to know metal by, and what is seen through a ring has a rim as sharp as a tray's.
"""

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from tests.labelled.samples import Codes

Color = tuple[int, int, int]
Place = tuple[float, float]
FINE = 4  # bits of a pixel, in which places are told

METALS: tuple[Color, ...] = (
    (150, 110, 50), (201, 139, 91), (212, 175, 55), (183, 110, 121), (192, 192, 198), (120, 122, 128),
    (232, 226, 214), (158, 158, 110), (70, 72, 78), (226, 180, 150),
)  # fmt: skip
STONES: tuple[Color, ...] = (
    (90, 0, 160), (20, 120, 90), (180, 20, 50), (30, 70, 170), (235, 240, 246), (24, 24, 28), (240, 170, 190),
)  # fmt: skip
GROUNDS: tuple[Color, ...] = ((255, 255, 255), (255, 255, 255), (216, 212, 204), (244, 240, 238))


class Sheet:
    """A sheet of one color on which is drawn; places and lengths are shares of its side."""

    def __init__(self, number: int) -> None:
        self.rng = np.random.default_rng(9_000 + number)
        self.side = (1100, 800, 640)[number % 3]
        self.ground = GROUNDS[number % len(GROUNDS)]
        self.codes = np.full((self.side, self.side, 3), self.ground, np.uint8)
        self.metal, self.stone = METALS[number % len(METALS)], STONES[number % len(STONES)]

    def _at(self, place: Place) -> tuple[int, int]:
        return round(place[0] * self.side * 2**FINE), round(place[1] * self.side * 2**FINE)

    def ellipse(
        self, center: Place, half: Place, color: Color, *, pen: float = 0.0, turn: float = 0.0
    ) -> None:
        """Draw an ellipse, filled or with a pen."""
        width = max(1, round(pen * self.side)) if pen else -1
        cv2.ellipse(
            self.codes, self._at(center), self._at(half), turn, 0, 360, color, width, cv2.LINE_AA, FINE
        )

    def arc(self, center: Place, half: Place, color: Color, *, pen: float, angles: tuple[int, int]) -> None:
        """Draw a part of an ellipse."""
        width = max(1, round(pen * self.side))
        cv2.ellipse(self.codes, self._at(center), self._at(half), 0, *angles, color, width, cv2.LINE_AA, FINE)

    def polygon(
        self, points: list[Place], color: Color, *, pen: float = 0.0, open_ended: bool = False
    ) -> None:
        """Draw a polygon, filled or with a pen."""
        outline = np.array([self._at(each) for each in points], np.int32)
        if pen:
            width = max(1, round(pen * self.side))
            cv2.polylines(self.codes, [outline], not open_ended, color, width, cv2.LINE_AA, FINE)
        else:
            cv2.fillPoly(self.codes, [outline], color, cv2.LINE_AA, FINE)

    def shaded(self, color: Color, share: float) -> Color:
        """A color made darker."""
        dark, green, blue = (max(0, min(255, round(share * each))) for each in color)
        return dark, green, blue


def plain(first: int = 0) -> Iterator[Codes]:
    """Yield pictures: every kind in several sizes, metals and grounds."""
    for kind, draw in enumerate(KINDS):
        for turn in range(4):
            sheet = Sheet(first + 7 * kind + 3 * turn)
            draw(sheet, turn)
            yield sheet.codes


def _band(sheet: Sheet, turn: int) -> None:
    """A band from the front, from a hair to so wide that its opening is small, with a stone laid over it or none."""
    half, pen = (0.45, 0.38, 0.42, 0.3)[turn], (0.17, 0.06, 0.26, 0.1)[turn]
    sheet.ellipse((0.5, 0.5), (half - pen / 4, half - pen / 4), sheet.metal, pen=pen)
    if turn % 2 == 0:
        sheet.ellipse((0.46 + 0.02 * turn, 0.5 - half + pen / 4), (0.125, 0.125), sheet.stone)


def _thin(sheet: Sheet, turn: int) -> None:
    """A thin ring with a stone that reaches into it, or two interlocked."""
    half = (0.4, 0.34, 0.26, 0.44)[turn]
    if turn == 2:
        sheet.ellipse((0.36, 0.5), (half, half), sheet.metal, pen=0.03)
        sheet.ellipse((0.62, 0.5), (half, half), sheet.shaded(sheet.metal, 0.8), pen=0.03)
        return
    sheet.ellipse((0.5, 0.52), (half, half), sheet.metal, pen=0.025 + 0.02 * turn)
    sheet.polygon([(0.5, 0.3), (0.4, 0.16), (0.44, 0.08), (0.56, 0.08), (0.6, 0.16)], sheet.stone)


def _leaning(sheet: Sheet, turn: int) -> None:
    """A ring or a bangle from above and aside: an ellipse with an inner side of another shade."""
    low = (0.2, 0.3, 0.12, 0.36)[turn]
    sheet.ellipse((0.5, 0.52), (0.42, low), sheet.shaded(sheet.metal, 0.6))
    sheet.ellipse((0.5, 0.5), (0.42, low), sheet.metal)
    sheet.ellipse((0.5, 0.51), (0.36 - 0.02 * turn, low * 0.8), sheet.shaded(sheet.metal, 0.75))
    sheet.ellipse((0.5, 0.53), (0.35 - 0.02 * turn, low * 0.74), sheet.ground)


def _disc(sheet: Sheet, turn: int) -> None:
    """A round pendant on its bail, flat or with a rim, the chain cut by the frame or none."""
    half = (0.24, 0.32, 0.4, 0.18)[turn]
    if turn != 2:
        sheet.polygon(
            [(0.3, -0.05), (0.5, 0.56 - half - 0.02), (0.7, -0.05)], sheet.metal, pen=0.008, open_ended=True
        )
        sheet.ellipse((0.5, 0.56 - half), (0.025, 0.035), sheet.metal, pen=0.012)
    sheet.ellipse((0.5, 0.56), (half, half), sheet.metal)
    if turn % 2:
        sheet.ellipse((0.5, 0.56), (half * 0.84, half * 0.84), sheet.shaded(sheet.metal, 0.86))
        sheet.ellipse((0.5, 0.56), (half * 0.3, half * 0.3), sheet.stone)


def _filled(sheet: Sheet, turn: int) -> None:
    """A ring whose inside is filled: enamel, a coin, mother of pearl, a stone from rim to rim."""
    half = (0.42, 0.34, 0.28, 0.38)[turn]
    within: tuple[Color, ...] = (sheet.stone, (30, 70, 150), (240, 238, 232), sheet.shaded(sheet.metal, 1.15))
    sheet.ellipse((0.5, 0.5), (half, half), sheet.metal)
    sheet.ellipse((0.5, 0.5), (half * 0.8, half * 0.8), within[turn])
    if turn == 3:
        sheet.polygon([(0.5, 0.36), (0.62, 0.6), (0.38, 0.6)], sheet.shaded(sheet.metal, 0.7))


def _hoops(sheet: Sheet, turn: int) -> None:
    """A pair of hoops, thin or wide, open above or closed."""
    half, pen = (0.18, 0.2, 0.16, 0.21)[turn], (0.02, 0.06, 0.09, 0.035)[turn]
    for middle in (0.27, 0.73):
        if turn % 2:
            sheet.arc((middle, 0.5), (half, half), sheet.metal, pen=pen, angles=(-70, 250))
        else:
            sheet.ellipse((middle, 0.5), (half, half * 1.3), sheet.metal, pen=pen)


def _partly(sheet: Sheet, turn: int) -> None:
    """A ring or a bangle that the frame cuts: at one side, in a corner, or all but its stone."""
    center: Place = ((0.5, 0.95), (0.05, 0.9), (0.9, 0.4), (0.5, 1.1))[turn]
    half = (0.5, 0.7, 0.42, 0.62)[turn]
    sheet.ellipse(center, (half, half), sheet.metal, pen=(0.16, 0.1, 0.22, 0.06)[turn])
    if turn in {0, 3}:
        sheet.ellipse((0.5, center[1] - half), (0.12, 0.11), sheet.stone)


def _stud(sheet: Sheet, turn: int) -> None:
    """A pair of studs: round, square, drop-shaped, half moons."""
    for middle in (0.28, 0.72):
        at, reach = (middle, 0.5), (0.15, 0.17, 0.14, 0.19)[turn]
        if turn == 0:
            sheet.ellipse(at, (reach, reach), sheet.metal)
            sheet.ellipse(at, (reach * 0.7, reach * 0.7), sheet.stone)
        elif turn == 1:
            sheet.polygon(_square(at, reach), sheet.metal)
            sheet.polygon(_square(at, reach * 0.76), sheet.stone)
        elif turn == 2:
            sheet.polygon(
                [(middle, 0.26), (middle + reach, 0.6), (middle, 0.72), (middle - reach, 0.6)], sheet.stone
            )
        else:
            sheet.arc(at, (reach * 0.7, reach * 0.7), sheet.metal, pen=0.1, angles=(0, 180))


def _square(at: Place, reach: float) -> list[Place]:
    (x, y) = at
    return [(x - reach, y - reach), (x + reach, y - reach), (x + reach, y + reach), (x - reach, y + reach)]


def _watch(sheet: Sheet, turn: int) -> None:
    """A watch, square or round: its strap cut by the frame or whole, a dial of one color with hands."""
    reach, dial = (
        (0.26, 0.22, 0.3, 0.24)[turn],
        ((248, 248, 244), (20, 28, 60), (30, 30, 32), (222, 206, 170))[turn],
    )
    strap = sheet.metal if turn % 2 else ((92, 56, 34), (24, 24, 26))[turn // 2]
    high = 0.6 if turn < 2 else 0.46
    sheet.polygon(
        [
            (0.5 - reach * 0.7, 0.5 - high),
            (0.5 + reach * 0.7, 0.5 - high),
            (0.5 + reach * 0.7, 0.5 + high),
            (0.5 - reach * 0.7, 0.5 + high),
        ],
        strap,
    )
    if turn % 2 == 0:
        sheet.polygon(_square((0.5, 0.5), reach), sheet.metal)
        sheet.polygon(_square((0.5, 0.5), reach * 0.82), dial)
    else:
        sheet.ellipse((0.5, 0.5), (reach, reach), sheet.metal)
        sheet.ellipse((0.5, 0.5), (reach * 0.86, reach * 0.86), dial)
    for end in ((0.5, 0.5 - reach * 0.6), (0.5 + reach * 0.4, 0.55)):
        sheet.polygon([(0.5, 0.5), end], sheet.shaded(sheet.metal, 0.5), pen=0.01, open_ended=True)


def _plate(sheet: Sheet, turn: int) -> None:
    """A pendant of another outline: a bar, a heart, a square plate, a star, each of one color."""
    sheet.ellipse((0.5, 0.2), (0.03, 0.04), sheet.metal, pen=0.012)
    if turn == 0:
        sheet.polygon([(0.42, 0.24), (0.58, 0.24), (0.58, 0.84), (0.42, 0.84)], sheet.metal)
    elif turn == 1:
        angle = np.linspace(0, 2 * np.pi, 80)
        down = -(13 * np.cos(angle) - 5 * np.cos(2 * angle) - 2 * np.cos(3 * angle) - np.cos(4 * angle)) / 17
        places = [
            (0.5 + 0.26 * float(a), 0.52 + 0.28 * float(b))
            for a, b in zip(np.sin(angle) ** 3, down, strict=True)
        ]
        sheet.polygon(places, sheet.metal)
    elif turn == 2:
        sheet.polygon(_square((0.5, 0.52), 0.27), sheet.metal)
        sheet.ellipse((0.5, 0.52), (0.12, 0.12), sheet.stone)
    else:
        reach = [0.3 if number % 2 else 0.13 for number in range(10)]
        turns = np.arange(10) * np.pi / 5 + np.pi / 10
        sheet.polygon(
            [
                (0.5 + r * float(np.cos(a)), 0.52 + r * float(np.sin(a)))
                for r, a in zip(reach, turns, strict=True)
            ],
            sheet.metal,
        )


def _lines(sheet: Sheet, turn: int) -> None:
    """A piece drawn with a pen: a ring with a brilliant, a necklace, a hoop with drops, a bracelet of links."""
    ink, pen = ((40, 40, 44), (150, 110, 50))[turn % 2], (0.006, 0.01, 0.008, 0.012)[turn]
    if turn == 0:
        for half in (0.3, 0.25):
            sheet.ellipse((0.5, 0.6), (half, half), ink, pen=pen)
        sheet.polygon([(0.5, 0.36), (0.36, 0.2), (0.42, 0.12), (0.58, 0.12), (0.64, 0.2)], ink, pen=pen)
        sheet.polygon([(0.36, 0.2), (0.64, 0.2)], ink, pen=pen, open_ended=True)
    elif turn == 1:
        sheet.arc((0.5, 0.1), (0.38, 0.6), ink, pen=pen, angles=(0, 180))
        sheet.ellipse((0.5, 0.78), (0.08, 0.08), ink, pen=pen)
    elif turn == 2:
        sheet.ellipse((0.5, 0.36), (0.24, 0.24), ink, pen=pen)
        for x in (0.38, 0.5, 0.62):
            sheet.polygon([(x, 0.6), (x + 0.04, 0.74), (x, 0.8), (x - 0.04, 0.74)], ink, pen=pen)
    else:
        for angle in np.linspace(0, 2 * np.pi, 15)[:-1]:
            at = 0.5 + 0.34 * float(np.cos(angle)), 0.5 + 0.34 * float(np.sin(angle))
            sheet.ellipse(at, (0.09, 0.05), ink, pen=pen, turn=float(np.degrees(angle)) + 90)


def _beads(sheet: Sheet, turn: int) -> None:
    """A string of beads or pearls, one size or growing, all round or hanging."""
    count, low = (14, 22, 9, 18)[turn], turn % 2
    for number, angle in enumerate(
        np.linspace(0.3, np.pi - 0.3 if low else 2 * np.pi + 0.3, count + 1)[: count + low]
    ):
        reach = 0.055 if turn < 2 else 0.03 + 0.04 * abs(np.sin(float(angle)))
        at = (
            0.5 + 0.36 * float(np.cos(angle)),
            (0.2 if low else 0.5) + (0.6 if low else 0.36) * float(np.sin(angle)),
        )
        sheet.ellipse(at, (reach, reach), sheet.stone if number % 3 == 0 else sheet.metal)


def _cuff(sheet: Sheet, turn: int) -> None:
    """A cuff, open at one side, from a wire to a hand wide."""
    start = (110, 20, -60, 100)[turn]
    sheet.arc(
        (0.5, 0.5), (0.36, 0.3), sheet.metal, pen=(0.03, 0.12, 0.2, 0.07)[turn], angles=(start, start + 300)
    )


KINDS: tuple[Callable[[Sheet, int], None], ...] = (
    _band, _thin, _leaning, _disc, _filled, _hoops, _partly, _stud, _watch, _plate, _lines, _beads, _cuff,
)  # fmt: skip
