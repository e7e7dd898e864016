"""Faults on demand: what the next occasions meet instead of a good end.

``throttle`` (429), ``unavailable`` (503), ``server_error`` (500), ``lost_answer`` (done, and then 503), ``invalid``
(the next submission is INVALID), ``not_fetched`` (the next try to download a picture fails; after three it is over),
``text_on_main`` (the next main image is taken for one with text, issue 18027: nobody else can look for text here),
``late_issue`` (what is held against the next main image that breaks a rule is told only some time after it is shown),
``renamed`` (the next picture of Amazon's own that is submitted again is taken in anew, under another name),
``late_read`` (what the next submission changes is not read for a while), ``feed_fatal`` (the next feed is FATAL),
``report_plain`` (the next report is not packed).
"""

import threading

KINDS = frozenset(
    {
        "throttle",
        "unavailable",
        "server_error",
        "lost_answer",
        "invalid",
        "not_fetched",
        "text_on_main",
        "late_issue",
        "late_read",
        "renamed",
        "feed_fatal",
        "report_plain",
    }
)


class Faults:
    """Which faults are set, and how often they still hold."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, int] = {}

    def arm(self, kind: str, count: int = 1) -> None:
        """Let the next ``count`` occasions meet the fault."""
        if kind not in KINDS:
            raise ValueError(f"{kind} is not a fault; there are {', '.join(sorted(KINDS))}")
        self._left[kind] = count

    def strike(self, kind: str) -> bool:
        """Whether the fault hits this occasion; it is used up by that."""
        with self._lock:
            left = self._left.get(kind, 0)
            self._left[kind] = max(left - 1, 0)
            return left > 0

    def clear(self) -> None:
        """Let everything work again."""
        self._left.clear()

    def shown(self) -> dict[str, int]:
        """Return what is set."""
        return {kind: left for kind, left in self._left.items() if left}
