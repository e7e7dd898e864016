"""The package's public names."""

import subprocess
import sys

import pytest

import retouch


def test_every_public_name_is_there():
    assert all(getattr(retouch, name) is not None for name in retouch.__all__)


def test_another_name_is_not():
    with pytest.raises(AttributeError, match="polish"):
        _ = retouch.polish


@pytest.mark.parametrize("code", ["import retouch", "from retouch.alloys import alloy_from_text"])
def test_the_package_and_the_alloys_load_without_pixel_code(code):
    look = f"{code}; import sys; print({{'cv2', 'torch'}} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_the_engine_loads_without_torch():
    look = "import retouch; retouch.retouch, retouch.decode; import sys; print('torch' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_the_package_runs_as_a_command():
    told = subprocess.run(
        [sys.executable, "-m", "retouch", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("Lustre ")
