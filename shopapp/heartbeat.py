"""A worker's sign of life: a file touched as long as its threads live, read by the container's health check.

A worker that died is started again by its container; one that hangs has to be seen first.
"""

import tempfile
import threading
from pathlib import Path

from dramatiq import Broker, Middleware, Worker

FILE = Path(tempfile.gettempdir()) / "lustre-worker-heartbeat"
EVERY_SECONDS = 5.0


class Heartbeat(Middleware):
    """Beats while the worker of this process has all its threads, and stops with it."""

    def __init__(self, file: Path = FILE, every_seconds: float = EVERY_SECONDS) -> None:
        self.file = file
        self.every_seconds = every_seconds
        self._stopped = threading.Event()

    def after_worker_boot(self, broker: Broker, worker: Worker) -> None:  # noqa: ARG002 - dramatiq's signature
        """Start to beat."""
        threading.Thread(target=self._beat, args=(worker,), daemon=True, name="heartbeat").start()

    def before_worker_shutdown(self, broker: Broker, worker: Worker) -> None:  # noqa: ARG002
        """Beat no more; what is left of the file grows old."""
        self._stopped.set()

    def _beat(self, worker: Worker) -> None:
        while is_whole(worker):
            self.file.touch()
            if self._stopped.wait(self.every_seconds):
                return


def is_whole(worker: Worker) -> bool:
    """Whether every thread that takes messages and every thread that works on them is alive."""
    threads = [*worker.consumers.values(), *worker.workers]
    return bool(worker.consumers) and all(thread.is_alive() for thread in threads)
