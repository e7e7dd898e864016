"""Two witnesses of what stands in a picture and what is laid over it: rules about colors and edges, and a network.

They err on different pictures, so their odds are added up, as those of independent witnesses are. Where they contradict
each other, or neither is sure, nothing is claimed.
"""

from collections.abc import Mapping

from retouch.naming import Named

NAMES = {
    "person_found": "person", "bust_found": "bust", "packaging_found": "packaging", "drawn_border_found": "border",
    "inset_found": "inset", "graphic_found": "graphic", "watermark_found": "watermark", "text_found": "text",
}  # fmt: skip
"""Facts that the network has a name for."""
FOUND, RULED_OUT = 3.5, 3.0
"""Log-odds of what rules find, and against what they rule out: there are more kinds of each than they know."""
FOUND_OTHERWISE = {"packaging_found": 2.0, "watermark_found": 5.0}
"""Many a box that rules find is a dish, a book or a block; ink of one strength all over is hardly anything else."""
READ_ONLY, READ = "text_found", 5.0
"""The reader of text is surer than any rule. What it has not read is not claimed: an engraving looks like words too."""
SURE = 2.4  # log-odds from which on something is said: eleven to one
TO_TELL = 0.6  # so much surer the network must be to tell what rules could neither find nor rule out
SUSPECTED, OPEN = 2.0, 1.2
"""So much surer it must be to clear that: most where something may stand there, less of marks laid over, which rules
rule out on no ground with a grain."""
MARKS = frozenset({"watermark_found", "graphic_found", "drawn_border_found", "text_found"})


def weighed(told: Mapping[str, object], named: Named) -> dict[str, object]:
    """Weigh what the rules told, True, False or None for each fact, with what the network names."""
    return {
        fact: _weighed(fact, value, getattr(named, NAMES[fact])) if fact in NAMES else value
        for fact, value in told.items()
    }


def _weighed(fact: str, told: object, named: float) -> bool | None:
    if told is None:
        is_told = named >= SURE + TO_TELL and fact != READ_ONLY
        is_cleared = named <= -SURE - (OPEN if fact in MARKS else SUSPECTED)
        return False if is_cleared else True if is_told else None
    odds = named + (_found(fact) if told else -(READ if fact == READ_ONLY else RULED_OUT))
    if abs(odds) < SURE or (odds > 0 and fact == READ_ONLY and not told):
        return None
    return odds > 0


def _found(fact: str) -> float:
    return READ if fact == READ_ONLY else FOUND_OTHERWISE.get(fact, FOUND)
