"""Which machine, which engine: what a figure is worth nothing without."""

import os
import platform
from pathlib import Path

import cv2

import retouch
from retouch.networks import weights_digest


def describe() -> dict[str, object]:
    """Processor, cores, load, memory, versions and the network's digest."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "opencv": cv2.__version__,
        "engine": Path(retouch.__file__).parent.name,
        "weights": weights_digest()[:16],
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
