"""What behaves differently on PostgreSQL is tested there too: claims, credits, tokens, the way of a photo."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAME_TESTS = (
    "tests/integration/test_concurrency.py",
    "tests/unit/shopapp/test_leases.py",
    "tests/unit/shopapp/test_tokens.py",
    "tests/unit/shopapp/billing",
    "tests/unit/shopapp/catalog",
    "tests/unit/shopapp/install",
    "tests/unit/shopapp/marketplaces",
    "tests/unit/shopapp/publishing/test_undo.py",
    "tests/unit/shopapp/studio/test_way_of_a_photo.py",
    "tests/unit/shopapp/webhooks",
)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_same_tests_hold_on_postgresql() -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_URL"))
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "--no-cov",
        "-p",
        "no:cacheprovider",
        *SAME_TESTS,
    ]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=kept | {"TEST_DATABASE": "postgres"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
