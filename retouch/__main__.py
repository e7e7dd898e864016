"""``python -m retouch PHOTO... -o FOLDER``."""

import sys

from retouch.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
