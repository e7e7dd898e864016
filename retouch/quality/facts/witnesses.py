"""Two witnesses of what stands in a picture and what is laid over it: rules about colors and edges, and a network.

They err on different pictures, so their odds are added up, as those of independent witnesses are. Where they contradict
each other, or neither is sure, nothing is claimed.
"""

from collections.abc import Mapping

from retouch.naming import Named

NAMES = {
    "person_found": "person", "bust_found": "bust", "packaging_found": "packaging", "drawn_border_found": "border",
    "inset_found": "inset", "graphic_found": "graphic", "watermark_found": "watermark",
}  # fmt: skip
"""Facts that the network has a name for."""
RULES_ODDS = 5.0  # log-odds of what rules say for sure, on pictures of which they were tuned on a part
SURE = 2.5  # log-odds from which on something is said: twelve to one


def weighed(told: Mapping[str, object], named: Named) -> dict[str, object]:
    """Weigh what the rules told, True, False or None for each fact, with what the network names."""
    return {
        fact: _decided(value, getattr(named, NAMES[fact])) if fact in NAMES else value
        for fact, value in told.items()
    }


def _decided(told: object, odds: float) -> bool | None:
    total = odds if told is None else odds + (RULES_ODDS if told else -RULES_ODDS)
    return total > 0 if abs(total) >= SURE else None
