"""Hold the branch coverage of the run just made against each package's floor: ``python -m tests.coverage_floors``."""

import io
import sys
from pathlib import Path

import coverage

FLOORS = {"retouch": 90.0, "integrations": 90.0, "shopapp": 85.0}


def main() -> int:
    """Combine the run's data files, print a line a package, and return 1 when one is below its floor."""
    data = coverage.Coverage()
    data.load()  # what the workers left together; what processes of their own left is added to it
    if any(Path().glob(".coverage.*")):
        data.combine()
        data.save()
    shares = {package: data.report(include=f"{package}/*", file=io.StringIO()) for package in FLOORS}
    for package, share in shares.items():
        print(f"branch coverage {package:<13} {share:5.1f} %   (at least {FLOORS[package]:.0f} %)")  # noqa: T201
    return int(any(share < FLOORS[package] for package, share in shares.items()))


if __name__ == "__main__":
    sys.exit(main())
