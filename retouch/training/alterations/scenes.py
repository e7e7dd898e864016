"""Which scenes the battery draws: two lists apart in pieces, rooms, grounds, casts and seeds.

The limits are tuned on ``tune``; what is published was measured on ``report``.
"""

from dataclasses import dataclass

import numpy as np

from retouch.training.render.spec import SceneSpec

Paper = tuple[float, float, float]

_FLAT = {"chain", "pendant", "pearls", "chain_bracelet", "tennis", "pearl_bracelet", "watch", "bangle"}


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene of a list: its name, what is drawn with which seed, and whether its metal is engraved."""

    name: str
    spec: SceneSpec
    seed: int
    engraved: bool = False


@dataclass(frozen=True, slots=True)
class _Studio:
    """Where a list was shot."""

    seed: int
    rooms: tuple[str, ...]
    grounds: tuple[tuple[Paper, float], ...]  # paper, level
    casts: tuple[tuple[float, float], ...]


# piece, variant, stone, cut, metal; "engraved" in the variant is ours and not the builder's
_Row = tuple[str, str, str, str, str]

_TUNE: tuple[_Row, ...] = (
    ("solitaire", "six", "diamond", "round", "14k-yellow-gold"),
    ("solitaire", "", "sapphire", "oval", "14k-white-gold"),
    ("solitaire", "six lying", "ruby", "round", "18k-yellow-gold"),
    ("solitaire", "small", "emerald", "emerald", "14k-rose-gold"),
    ("halo_ring", "", "sapphire", "oval", "14k-white-gold"),
    ("halo_ring", "plain", "morganite", "round", "14k-rose-gold"),
    ("eternity", "", "diamond", "round", "14k-yellow-gold"),
    ("eternity", "lying fine", "diamond", "round", "platinum"),
    ("band", "court lying", "", "", "18k-yellow-gold"),
    ("band", "milgrain wide", "", "", "14k-rose-gold"),
    ("band", "wide engraved", "", "", "sterling-silver"),
    ("signet", "engraved", "", "", "14k-yellow-gold"),
    ("cabochon_ring", "", "turquoise", "", "sterling-silver"),
    ("stacked_rings", "", "", "", "14k-yellow-gold"),
    ("chain", "cable", "", "", "sterling-silver"),
    ("chain", "curb heavy", "", "", "14k-yellow-gold"),
    ("chain", "figaro heavy", "", "", "14k-rose-gold"),
    ("pendant", "halo close", "emerald", "oval", "14k-yellow-gold"),
    ("pendant", "disc close engraved", "", "", "sterling-silver"),
    ("pendant", "close curb", "amethyst", "round", "14k-rose-gold"),
    ("pearls", "large", "", "", "14k-yellow-gold"),
    ("studs", "", "ruby", "round", "14k-yellow-gold"),
    ("studs", "", "diamond", "princess", "14k-white-gold"),
    ("hoops", "twist", "", "", "14k-yellow-gold"),
    ("hoops", "small stones", "diamond", "round", "14k-yellow-gold"),
    ("hoops", "thin", "", "", "14k-rose-gold"),
    ("drops", "", "amethyst", "oval", "14k-white-gold"),
    ("drops", "pearl", "", "", "14k-yellow-gold"),
    ("bangle", "flat engraved", "", "", "14k-yellow-gold"),
    ("bangle", "stones", "diamond", "round", "14k-rose-gold"),
    ("tennis", "", "diamond", "round", "14k-white-gold"),
    ("tennis", "alternate", "sapphire", "round", "14k-yellow-gold"),
    ("chain_bracelet", "curb heavy", "", "", "sterling-silver"),
    ("chain_bracelet", "cable charms", "aquamarine", "", "14k-yellow-gold"),
    ("chain_bracelet", "curb plate engraved", "", "", "14k-yellow-gold"),
    ("watch", "links blue", "", "", "steel"),
    ("watch", "leather white", "", "", "14k-yellow-gold"),
    ("watch", "leather dark black", "", "", "steel"),
    ("loose", "", "sapphire", "oval", "platinum"),
    ("loose", "", "diamond", "round", "platinum"),
)
_REPORT: tuple[_Row, ...] = (
    ("solitaire", "", "diamond", "princess", "14k-rose-gold"),
    ("solitaire", "six small", "aquamarine", "round", "18k-yellow-gold"),
    ("solitaire", "lying", "garnet", "cushion", "14k-white-gold"),
    ("solitaire", "lean", "tanzanite", "oval", "platinum"),
    ("halo_ring", "", "ruby", "cushion", "18k-yellow-gold"),
    ("halo_ring", "lying", "emerald", "emerald", "14k-yellow-gold"),
    ("eternity", "alternate", "ruby", "round", "14k-rose-gold"),
    ("eternity", "lying", "sapphire", "round", "18k-yellow-gold"),
    ("band", "milgrain", "", "", "22k-yellow-gold"),
    ("band", "court wide engraved", "", "", "18k-rose-gold"),
    ("band", "wide lying engraved", "", "", "14k-yellow-gold"),
    ("signet", "", "onyx", "", "14k-yellow-gold"),
    ("signet", "engraved", "", "", "sterling-silver"),
    ("cabochon_ring", "grains", "carnelian", "", "14k-yellow-gold"),
    ("stacked_rings", "lying", "", "", "14k-rose-gold"),
    ("chain", "paperclip heavy", "", "", "14k-yellow-gold"),
    ("chain", "cable heavy", "", "", "14k-rose-gold"),
    ("chain", "curb", "", "", "14k-white-gold"),
    ("pendant", "close", "citrine", "emerald", "14k-yellow-gold"),
    ("pendant", "halo close", "tanzanite", "round", "14k-rose-gold"),
    ("pendant", "heart close engraved", "", "", "14k-yellow-gold"),
    ("pearls", "", "", "", "14k-white-gold"),
    ("studs", "bezel", "peridot", "round", "14k-yellow-gold"),
    ("studs", "", "blue-topaz", "oval", "14k-rose-gold"),
    ("hoops", "", "", "", "14k-yellow-gold"),
    ("hoops", "stones", "diamond", "round", "14k-rose-gold"),
    ("hoops", "small twist", "", "", "sterling-silver"),
    ("drops", "", "citrine", "emerald", "14k-yellow-gold"),
    ("drops", "leaf", "", "", "14k-rose-gold"),
    ("bangle", "hammered", "", "", "14k-yellow-gold"),
    ("bangle", "cuff engraved flat", "", "", "sterling-silver"),
    ("bangle", "flat stones", "sapphire", "round", "14k-white-gold"),
    ("tennis", "", "emerald", "round", "14k-yellow-gold"),
    ("chain_bracelet", "figaro heavy", "", "", "14k-yellow-gold"),
    ("chain_bracelet", "paperclip heavy", "", "", "14k-rose-gold"),
    ("chain_bracelet", "figaro plate engraved", "", "", "sterling-silver"),
    ("watch", "links white", "", "", "steel"),
    ("watch", "leather dark blue", "", "", "14k-rose-gold"),
    ("watch", "links black", "", "", "14k-yellow-gold"),
    ("loose", "", "ruby", "cushion", "platinum"),
)
_STUDIOS = {
    "tune": (
        _TUNE,
        _Studio(
            7_000,
            ("window", "softboxes", "tent"),
            (((0.86, 0.85, 0.82), 0.72), ((0.55, 0.55, 0.555), 0.47), ((0.3, 0.3, 0.303), 0.25)),
            ((1.06, 0.90), (1.0, 1.0), (0.96, 1.06), (1.03, 0.95)),
        ),
    ),
    "report": (
        _REPORT,
        _Studio(
            9_100,
            ("lamp", "overcast"),
            (((0.8, 0.8, 0.79), 0.66), ((0.42, 0.425, 0.43), 0.36), ((0.62, 0.56, 0.47), 0.5)),
            ((1.05, 0.93), (0.97, 1.05), (1.0, 1.0)),
        ),
    ),
}
SPLITS = tuple(_STUDIOS)


def scenes(split: str) -> list[Scene]:
    """The scenes of a list, in its order."""
    rows, studio = _STUDIOS[split]
    return [_scene(index, row, studio) for index, row in enumerate(rows)]


def _scene(index: int, row: _Row, studio: _Studio) -> Scene:
    piece, variant, stone, cut, metal = row
    seed = studio.seed + index
    rng = np.random.default_rng(seed)
    flat = piece in _FLAT
    paper, level = studio.grounds[index % len(studio.grounds)]
    words = variant.split()
    spec = SceneSpec(
        piece=piece,
        metal=metal,
        stone=stone or "diamond",
        cut=cut or "round",
        turn_deg=float(rng.uniform(-40, 40)) + (0 if "lying" not in words else 90),
        elevation_deg=float(rng.uniform(58, 76) if flat else rng.uniform(26, 44)),
        fill=float(rng.uniform(0.52, 0.72)),
        size=(900, 900) if index % 2 else (900, 760),
        light=studio.rooms[index % len(studio.rooms)],
        paper=paper,
        level=level,
        cast=studio.casts[index % len(studio.casts)],
        variant=" ".join(word for word in words if word != "engraved"),
    )
    name = "-".join([f"{index:02}", piece, *words, *filter(None, (stone,))])
    return Scene(name, spec, seed, "engraved" in words)
