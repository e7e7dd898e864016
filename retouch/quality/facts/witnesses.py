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
BELIEVED = 0.7  # of the network's log-odds: of pictures unlike those it learned from it is too sure
TOLD = 5.0  # log-odds of what rules say for sure, on pictures of which they were tuned on a part
RULED_OUT = {
    "person_found": 5.0, "bust_found": 3.5, "packaging_found": 5.0, "text_found": 5.0, "drawn_border_found": 2.5,
    "inset_found": 2.5, "graphic_found": 2.5, "watermark_found": 1.0,
}  # fmt: skip
"""Log-odds against what rules rule out: there are more kinds of signs and busts than they know, and fainter words."""
SUSPECTED = {"person_found": 2.0, "inset_found": 1.5}
"""Log-odds by which the network must be surer before it clears what rules could not."""
READ_ONLY = "text_found"
"""Claimed only where the reader has read: an engraving, too, looks like words."""
SURE = 2.5  # log-odds from which on something is said: twelve to one


def weighed(told: Mapping[str, object], named: Named) -> dict[str, object]:
    """Weigh what the rules told, True, False or None for each fact, with what the network names."""
    return {
        fact: _weighed(fact, value, getattr(named, NAMES[fact])) if fact in NAMES else value
        for fact, value in told.items()
    }


def _weighed(fact: str, told: object, named: float) -> bool | None:
    odds = BELIEVED * named
    if told is None:
        is_cleared = odds <= -SURE - SUSPECTED.get(fact, 0.0)
        return False if is_cleared else True if odds >= SURE and fact != READ_ONLY else None
    odds += TOLD if told else -RULED_OUT[fact]
    if abs(odds) < SURE or (odds > 0 and fact == READ_ONLY and not told):
        return None
    return odds > 0
