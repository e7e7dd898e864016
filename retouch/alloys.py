"""The color each alloy should have, and which alloy a listing or a photo speaks of.

A polished metal is a mirror: what it shows is the color of the room times its own reflectance. So a target is not one
color but a ramp along luminance, made here from the alloy's reflectance: shadows of gold are gold seen in gold, twice
reflected and therefore deeper; highlights fade to the light itself. The reflectances and their sources are in
``data/alloys.toml``. No OpenCV here: the shop's web process asks ``alloy_from_text``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, Lab, LinearRGB
from retouch.color import LUMINANCE, from_lab, to_lab
from retouch.quality.drift import median_lab

Matrix = npt.NDArray[np.float32]


class Family(StrEnum):
    """What a buyer calls the color."""

    YELLOW = "yellow"
    ROSE = "rose"
    WHITE = "white"


@dataclass(frozen=True, slots=True)
class Alloy:
    """One metal: its name in a sentence, its family, and the light it reflects (linear sRGB, D65)."""

    key: str
    name: str
    family: Family
    tint: tuple[float, float, float]
    source: str


def _mixed(parts: Mapping[str, float], elements: Mapping[str, Any]) -> tuple[float, float, float]:
    """Mix the elements' reflectances by atomic share.

    An approximation: an alloy's electrons see atoms, not grams, and copper's atoms are light. It puts yellow golds
    where they are measured and red ones too yellow, so the data file states those outright.
    """
    atoms = np.array([weight / elements[name]["atomic_mass"] for name, weight in parts.items()])
    tints = np.array([elements[name]["tint"] for name in parts])
    red, green, blue = (atoms / atoms.sum()) @ tints
    return float(red), float(green), float(blue)


def load(path: Path) -> dict[str, Alloy]:
    """Read the alloys of one data file, in its order."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    alloys = {}
    for key, row in data["alloy"].items():
        if ("tint" in row) == ("parts" in row) or not row["source"]:
            raise ValueError(f"{path.name}: {key} needs a source and either a tint or parts")
        tint = tuple(row["tint"]) if "tint" in row else _mixed(row["parts"], data["element"])
        alloys[key] = Alloy(key, row["name"], Family(row["family"]), tint, row["source"])
    return alloys


ALLOYS: Final = load(Path(__file__).with_name("data") / "alloys.toml")

_SHADOW, _BODY = 0.02, 0.50  # luminances between which the number of reflections falls
_MANY, _FEW = 2.6, 1.3  # reflections in the shadows and in the body
_FADE, _LIGHT = (
    0.60,
    1.00,
)  # luminance at which a highlight begins to show the light itself, and where it does


def reflected(alloy: Alloy, luminance: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Give the alloy's color at each luminance, under neutral light.

    Parameters
    ----------
    luminance  (N,) float32, linear, [0, 1]

    Returns
    -------
    (N, 3) float32, linear sRGB, D65, of exactly that luminance; not clipped to [0, 1]

    The color is the tint to the power of the number of reflections, many in shadows, few in the body, faded to neutral
    in the highlights. Those numbers are our own: with them the ramp passes through the medians of 30 catalog photos of
    gold (hue 60° to 70° in shadows, 74° to 88° above; chroma 20 to 35).
    """
    depth = np.clip(np.log(np.maximum(luminance, 1e-6) / _SHADOW) / np.log(_BODY / _SHADOW), 0.0, 1.0)
    power = _MANY + (_FEW - _MANY) * depth
    color = np.asarray(alloy.tint, np.float32)[None, :] ** power[:, None]
    color /= (color @ LUMINANCE)[:, None]
    fade = np.clip((luminance - _FADE) / (_LIGHT - _FADE), 0.0, 1.0)
    kept = 1.0 - 0.8 * fade * fade * (3.0 - 2.0 * fade)
    return np.asarray((1.0 + (color - 1.0) * kept[:, None]) * luminance[:, None], np.float32)


_COLORS = r"(?:white|yellow|ros[eé]|pink|red)"
_KARAT = re.compile(
    r"(?<![\d.,/])(?:(9|10|14|18|22|24)\s*-?\s*(?:(?:k|kt|karat)\b|(?:ct|carat)s?\s+(?:solid\s+)?"
    rf"(?:{_COLORS}[\s-]*)?gold\b)|(375|417|585|750|916|999)\b)"
)
"""Of gold; a carat is a stone's weight, unless gold follows. A weight has a point: 0.10 ct is no karat."""
_NEAREST = {
    "9": "10", "24": "22", "375": "10", "417": "10", "585": "14", "750": "18", "916": "22", "999": "22",
}  # fmt: skip
"""Of the karats that we have a target for."""
_COMMONEST_KARAT = "14"
_WHITE_GOLD = re.compile(r"\bwhite[\s-]*gold\b|\bwei(?:ß|ss)gold\b")
_ROSE_GOLD = re.compile(r"\b(?:rose|rosé|pink|red)[\s-]*gold\b|\brotgold\b|\bros[eé]gold\b")
_YELLOW_GOLD = re.compile(r"\byellow[\s-]*gold\b|\bgelbgold\b")
_ANY_GOLD = re.compile(r"\bgold(?:en)?\b|\bvermeil\b")
_GOLD_SKIN = re.compile(
    r"\bvermeil\b|\bgold[\s-]*(?:plated|filled|plating|dipped|toned?|colou?red)\b|\bvergoldet\b"
)
_SILVER = re.compile(r"\bsterling\b|\bsilver\b|\bsilber\b|\b925\b")
_PLATINUM = re.compile(r"\bplatinum\b|\bplatin\b|\bpt\s?950\b")
_STEEL = re.compile(r"\bsteel\b|\bedelstahl\b")
_TWO_TONE = re.compile(r"\b(?:two|bi)[\s-]*(?:tone|color|colour)")
_MORE = re.compile(r"\b(?:tri|three)[\s-]*(?:tone|color|colour)")
_TWO_GOLDS = re.compile(
    rf"\b({_COLORS})(?:[\s-]*gold)?\s*(?:and|&|/|\+|,)\s*(?:\d+\s*k\s*)?({_COLORS})[\s-]*gold\b"
)
_GOLDS = {"white": "white", "yellow": "yellow"}  # every other word for a color of gold says rose
_AND = "+"


def alloy_from_text(text: str) -> str:
    """Find the alloy a listing names, as a key of ALLOYS; "" when it names none, or more than can be told apart.

    Two of unlike color, as a two-tone piece has, come as two keys with a plus between them (see ``alloys_of``).
    A plated piece has the color of its plating. Gold without a color is yellow; without a karat, 14; a
    karat for which there is no target counts as the nearest one.
    """
    words = text.casefold()
    named = _named(words)
    families = {ALLOYS[key].family for key in named}
    wanted = 2 if _TWO_TONE.search(words) else len(named)
    if _MORE.search(words) or not 1 <= len(named) == len(families) == wanted <= 2:
        return ""
    return _AND.join(named)


def alloys_of(name: str) -> tuple[Alloy, ...]:
    """Return the alloys that such a name means: one, the two of a two-tone piece, or none."""
    return tuple(ALLOYS[key] for key in name.split(_AND) if key in ALLOYS)


def spoken(name: str) -> str:
    """Say an alloy, or the two of a two-tone piece, as one says it in a sentence."""
    return name.replace("-", " ").replace(_AND, " and ")


def _named(words: str) -> list[str]:
    """Every alloy that is named, golds first."""
    patterns = {"yellow": _YELLOW_GOLD, "rose": _ROSE_GOLD, "white": _WHITE_GOLD}
    paired = {_GOLDS.get(word, "rose") for pair in _TWO_GOLDS.findall(words) for word in pair}
    golds = [color for color, pattern in patterns.items() if color in paired or pattern.search(words)]
    others = [
        key
        for key, pattern in (("sterling-silver", _SILVER), ("platinum", _PLATINUM), ("steel", _STEEL))
        if pattern.search(words)
    ]
    if not golds and _ANY_GOLD.search(words):
        golds = ["yellow"]
    if _GOLD_SKIN.search(words):
        others = []
    return [f"{_karat(words)}k-{color}-gold" for color in golds] + others


def _karat(words: str) -> str:
    found = _KARAT.search(words)
    if found is None:
        return _COMMONEST_KARAT
    said = found.group(1) or found.group(2)
    return _NEAREST.get(said, said)


_WHITE_CHROMA, _GOLD_CHROMA = 9.0, 16.0  # of the middle tones; between lie tarnished silver and pale gold
_ROSE_DEG, _YELLOW_DEG = 64.0, 72.0  # hue below which gold looks rose, above which it looks yellow
_GOLD_HUES = (35.0, 112.0)
_COMMONEST = {
    Family.YELLOW: "14k-yellow-gold",
    Family.ROSE: "14k-rose-gold",
    Family.WHITE: "sterling-silver",
}
SMALLEST_OF_TWO = 0.04  # share of the metal that each alloy of a two-tone piece has at least
_GOLD_THERE = (
    0.02  # share of golden pixels at which white in the photo no longer speaks against a listing's gold
)
_MIDDLE = (25.0, 80.0)  # L* between which what looks white is no shadow and no highlight of gold
_STRONGLY = 6.0  # chroma beyond the limits above before a photo is said to contradict its listing


def alloy_from_photo(pixels: LinearRGB, metal: Alpha, *, light: Matrix | None = None) -> str:
    """Name the alloy a photo looks like, as a key of ALLOYS; "" when it could be several families.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    metal   (H, W) float32, share of metal in each pixel
    light   (3, 3), takes the photo's light to neutral, where it is known

    A photo cannot tell 14 karat from 18, nor silver from platinum: the commonest of each family stands for it.
    """
    family = _family(median_lab(pixels, metal, light=light), margin=0.0)
    return _COMMONEST[family] if family else ""


def contradiction(key: str, pixels: LinearRGB, metal: Alpha, *, light: Matrix | None = None) -> str:
    """Say, in a merchant's sentence, that the metal in the photo is plainly not the one named; "" when it may be.

    Parameters
    ----------
    key     of ALLOYS or two of them (see ``alloys_of``), from the listing or an option; "" is never contradicted
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]
    metal   (H, W) float32, share of metal in each pixel
    light   (3, 3), takes the photo's light to neutral, where it is known

    Of two alloys of unlike color the photo has to show either, if it plainly shows one.
    """
    named = alloys_of(key)
    seen = _family(median_lab(pixels, metal, light=light), margin=_STRONGLY)
    if not named or seen is None or {alloy.family for alloy in named} == {seen}:
        return ""
    shares = _shares(pixels, metal, light)
    if seen is Family.WHITE and max(shares[Family.YELLOW], shares[Family.ROSE]) > _GOLD_THERE:
        return ""  # pearls, a dial or a white strap outweigh it, but the gold is there
    unlike = [alloy for alloy in named if alloy.family is not seen]
    absent = "" if len(unlike) == len(named) else unlike[0].name
    if absent and shares[unlike[0].family] >= SMALLEST_OF_TWO:
        return ""
    look = {Family.YELLOW: "yellow", Family.ROSE: "rose-colored", Family.WHITE: "white"}[seen]
    missed = f"no {absent} is seen: " if absent else ""
    return (
        f"The listing says {' and '.join(alloy.name for alloy in named)}, but {missed}the metal in this photo looks "
        f"{look}. Please check which is right."
    )


def look_of(color: Lab) -> Family | None:
    """Return the family that a color (3,) of metal's middle tones plainly looks like; None between two of them.

    No gold is green or blue: where a little of that is seen, it is white metal in a cast.
    """
    chroma, hue = _polar(color)
    if chroma < _GOLD_CHROMA and not _GOLD_HUES[0] < hue < _GOLD_HUES[1]:
        return Family.WHITE
    return _family(color, margin=0.0)


def stand_in(color: Lab) -> Alloy:
    """Make an alloy without a key of a color (3,) itself, for metal of none that is known.

    It is white where no gold is as pale, or of such a hue.
    """
    chroma, hue = _polar(color)
    golden = chroma >= _WHITE_CHROMA and _GOLD_HUES[0] < hue < _GOLD_HUES[1]
    family = (Family.ROSE if hue < _ROSE_DEG else Family.YELLOW) if golden else Family.WHITE
    red, green, blue = (float(v) for v in from_lab(np.asarray(color, np.float32)[None, None])[0, 0])
    return Alloy("", f"{family} metal", family, (red, green, blue), "the photo")


def _shares(pixels: LinearRGB, metal: Alpha, light: Matrix | None) -> dict[Family, float]:
    """Return the share of the metal's colors that may be of each family; what may be either gold is of both.

    Shadows, where color is noise, and highlights, where any metal is white, speak for none.
    """
    stride = max(1, round(max(metal.shape) / 1000))
    colors = pixels[::stride, ::stride, :3][metal[::stride, ::stride] > 0.9]
    lab = to_lab(colors if light is None else np.clip(colors @ light.T, 0.0, 1.0))
    chroma, hue = np.hypot(lab[:, 1], lab[:, 2]), np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    golden = (chroma > _GOLD_CHROMA) & (hue > _GOLD_HUES[0]) & (hue < _GOLD_HUES[1])
    middle = (lab[:, 0] > _MIDDLE[0]) & (lab[:, 0] < _MIDDLE[1])
    own = {
        Family.YELLOW: golden & (hue > _ROSE_DEG),
        Family.ROSE: golden & (hue < _YELLOW_DEG),
        Family.WHITE: middle & (chroma < _WHITE_CHROMA),
    }
    return {family: float(of.sum()) / max(len(lab), 1) for family, of in own.items()}


def _family(color: Lab | None, *, margin: float) -> Family | None:
    """Return the family the metal's middle tones look like; a larger margin asks for plainer evidence."""
    if color is None:
        return None
    chroma, hue = _polar(color)
    if chroma < _WHITE_CHROMA - 0.5 * margin:
        return Family.WHITE
    if chroma < _GOLD_CHROMA + margin or not _GOLD_HUES[0] < hue < _GOLD_HUES[1]:
        return None
    if hue < _ROSE_DEG - margin:
        return Family.ROSE
    return Family.YELLOW if hue > _YELLOW_DEG + margin else None


def _polar(color: Lab) -> tuple[float, float]:
    """Return chroma, and hue in degrees."""
    return float(np.hypot(color[1], color[2])), float(np.degrees(np.arctan2(color[2], color[1])))
