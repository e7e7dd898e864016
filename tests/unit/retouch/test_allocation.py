"""What was freed in pieces is given back."""

import platform
import subprocess
import sys

import pytest

RESIDENT = """
import numpy as np
from retouch.allocation import give_back_freed
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
np.ones(24 << 20, np.uint8)  # freed: from here on the library keeps blocks up to this size
before = resident()
held = [np.ones(8 << 20, np.uint8) for _ in range(12)]
last = np.ones(8 << 20, np.uint8)
held.clear()
kept = resident() - before
assert give_back_freed()
print(kept, resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library has this call")
def test_freed_blocks_of_megabytes_are_given_back() -> None:
    told = subprocess.run([sys.executable, "-c", RESIDENT], check=True, capture_output=True, text=True).stdout
    kept, left = (int(value) for value in told.split())
    assert kept > 64 << 20
    assert left < 16 << 20
