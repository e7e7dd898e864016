"""Which tone of badge a state has; the word beside it says the same, so that color is never alone."""

from shopapp.models import RetouchJob

_S = RetouchJob.State
TONES: dict[str, str] = {
    _S.WAITING: "neutral",
    _S.RETOUCHING: "info",
    _S.READY: "info",
    _S.NEEDS_REVIEW: "warning",
    _S.PUBLISHING: "info",
    _S.PUBLISHED: "success",
    _S.LEFT: "neutral",
    _S.FAILED: "critical",
    _S.UNDONE: "neutral",
}


def tone_of(state: str) -> str:
    """Return the tone of a state's badge; a photo that was never asked for has a neutral one."""
    return TONES.get(state, "neutral")
