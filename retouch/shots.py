"""Which photos of a set show one metal: those of one alloy, and those without a known one that look like them.

What a listing or a photo says of the alloy comes first. A photo that says nothing, since its metal is small or has a
color between two metals', joins the photos that it cannot be told from; where it might be another metal, it stays out.
Yellow and white, silver and rose are never one group, however few photos a set has.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from retouch.alloys import ALLOYS, Family, look_of
from retouch.color import delta_e_2000

Color = tuple[float, float, float]

AS_SHOT, AS_TONED = (
    6.0,
    7.0,
)  # ΔE2000 of color: farther from a group's nearest shot, or its middle, is another metal
SURELY = 2.0  # times as far as the nearest group the next one must be, or the shot may be of that one's metal
TURNED_DEG, GREENEST_DEG = (
    7.0,
    90.0,
)  # of gold's hue: rose lies about 12 from yellow, and nothing beyond the second
COLORED = 9.0  # chroma below which metal is white
ALIKE = 4.0  # ΔE2000 of color about one of them: shots between all metals that are of one
FARTHEST = 12.0  # ΔE2000 of color: more than light alone makes of one metal
FEWEST = 2  # shots that have anything in common
BETWEEN: Final = "looks between"
_LIGHTNESS = 60.0  # where ΔE2000 is asked for color alone; it hardly depends on it


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo of the set: its metal, and L*a*b* of the metal's middle tones.

    alloy   a key of ALLOYS, two with a plus, or "" where nothing tells
    before  as shot;  toned: as the recipe alone leaves it
    group   the photos it is brought together with: an alloy's, or "looks white" and the like; "" where it stands alone
    """

    alloy: str
    before: Color
    toned: Color
    group: str = ""


Groups = Mapping[str, Sequence[Shot]]


def grouped(shots: Sequence[Shot | None]) -> tuple[Shot | None, ...]:
    """Return the shots with their groups: first those of known alloys, then of plain looks, then the nearest ones."""
    named = [shot and replace(shot, group=shot.alloy) for shot in shots]
    for choose in (_by_look, _nearest):
        groups = groups_of(named)
        named = [shot if shot is None or shot.group else choose(shot, groups) for shot in named]
    return tuple(_between(named))


def look(shot: Shot) -> Family | None:
    """Return what the metal plainly looks like; no gold is green or blue, so that this is white in a cast."""
    return look_of(np.asarray(shot.toned, np.float32))


def groups_of(shots: Sequence[Shot | None]) -> Groups:
    """Return the shots of each group; what stands alone is in none."""
    groups: defaultdict[str, list[Shot]] = defaultdict(list)
    for shot in shots:
        if shot is not None and shot.group:
            groups[shot.group].append(shot)
    return groups


def _by_look(shot: Shot, groups: Groups) -> Shot:
    """Join the alloy of a plain look, or all others of that look where there is no such alloy near."""
    family = look(shot)
    if family is None:
        return shot
    alike = {
        name: _apart(shot, groups[name])
        for name in groups
        if name in ALLOYS and ALLOYS[name].family is family
    }
    near = [name for name in sorted(alike, key=alike.__getitem__) if alike[name] <= FARTHEST]
    return replace(shot, group=near[0] if near else f"looks {family}")


def _nearest(shot: Shot, groups: Groups) -> Shot:
    """Join the group that the shot is near to, as shot and as toned, if it is the only metal it may be of."""
    apart = {name: _apart(shot, group) for name, group in groups.items() if "+" not in name}
    first, *others = sorted(apart, key=apart.__getitem__) or [""]
    if not first or not _is_near(shot, groups[first]):
        return shot
    is_sure = all(apart[other] >= SURELY * apart[first] for other in others)
    return replace(shot, group=first) if is_sure else shot


def _is_near(shot: Shot, group: Sequence[Shot]) -> bool:
    as_shot = min(_distance(shot.before, one.before) for one in group)
    return _apart(shot, group) <= AS_TONED and as_shot <= AS_SHOT and _turned(shot, group) <= TURNED_DEG


def _between(shots: Sequence[Shot | None]) -> list[Shot | None]:
    """Bring together what is left and of one color, about the shot that most others are near to.

    Where a set has several metals, what lies between may be of either, and stays as it is.
    """
    left = [shot for shot in shots if shot is not None and not shot.group]
    alike = [[other for other in left if _distance(shot.toned, other.toned) <= ALIKE] for shot in left]
    most = max(alike, key=len, default=[])
    if len(most) < FEWEST or len(groups_of(shots)) > 1:
        return list(shots)
    return [replace(shot, group=BETWEEN) if shot is not None and shot in most else shot for shot in shots]


def _middle(group: Sequence[Shot]) -> Color:
    lightness, a, b = np.median([one.toned for one in group], axis=0)
    return float(lightness), float(a), float(b)


def _apart(shot: Shot, group: Sequence[Shot]) -> float:
    return _distance(shot.toned, _middle(group))


def _turned(shot: Shot, group: Sequence[Shot]) -> float:
    """Degrees of hue between a shot and its group's middle; 0 where that is white, whose hue is noise."""
    middle = _middle(group)
    return abs(_hue(shot.toned) - _hue(middle)) if np.hypot(*middle[1:]) > COLORED else 0.0


def _hue(color: Color) -> float:
    """Degrees; what is greener than any gold is yellow in a cast."""
    return min(float(np.degrees(np.arctan2(color[2], color[1]))), GREENEST_DEG)


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    """ΔE2000 of color alone, both at one lightness: gold's chroma varies with the light more than white's does."""
    pair = np.asarray([one, other], np.float32)
    pair[:, 0] = _LIGHTNESS
    return float(delta_e_2000(pair[0], pair[1]))
