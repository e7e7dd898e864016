"""``python -m retouch.fidelity ORIGINAL EDITED [--json FILE] [--heat-map FILE]``."""

import sys

from retouch.fidelity.command import main

if __name__ == "__main__":
    sys.exit(main())
