"""The most memory a stretch of work took, as the operating system counts it."""

import contextlib
import resource
import sys
from pathlib import Path

_RESET = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


def forget_peak() -> None:
    """Begin a new stretch, where the system can (Linux); elsewhere peaks are of the whole process."""
    with contextlib.suppress(OSError):
        _RESET.write_text("5")


def peak_bytes() -> int:
    """The largest resident size since the last ``forget_peak``."""
    with contextlib.suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
