"""The embedded server with the quick engine and the stalling place of ``stalling_worker``: ``… PORT``."""

import sys

from django.core.management import call_command

from tests.integration import stalling_worker

if __name__ == "__main__":
    assert stalling_worker.worker
    call_command("serve", port=int(sys.argv[1]))
