"""Workers and scheduler inside the one web process of the embedded default.

Started after the fork, never while Django starts up: that also runs for migrate and shell. Nothing of this is loaded
where the queue is on Redis.
"""

import atexit
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread

import dramatiq
import structlog
from dramatiq import Worker

from shopapp.env import env
from shopapp.queue import Queue, Task, enqueue

_NETWORK_THREADS = 8
"""Most of them wait for a rate: three marketplaces at once would leave four all waiting for one of them."""
_STOP_WITHIN = timedelta(seconds=20)
_log = structlog.get_logger(__name__)


@dataclass
class EmbeddedWorkers:
    """The process's workers, one per resource, and its scheduler."""

    workers: list[Worker] = field(default_factory=list)

    def start(self) -> None:
        """Start everything, then ring for what the last process left behind."""
        from shopapp import tasks  # noqa: F401, PLC0415 - the actors, in this process only

        broker = dramatiq.get_broker()
        broker.emit_after("process_boot")  # without this no time limit ever fires
        threads = {Queue.GPU: env().gpu_threads, Queue.NETWORK: _NETWORK_THREADS, Queue.HOUSEKEEPING: 1}
        for queue, count in threads.items():
            worker = Worker(broker, queues={queue}, worker_threads=count, worker_timeout=100)
            worker.start()
            self.workers.append(worker)
        self._start_scheduler()
        enqueue(Task.SWEEP)
        atexit.register(self.stop)

    def _start_scheduler(self) -> None:
        from dramatiq_crontab import scheduler  # noqa: PLC0415 - it loads a scheduler that nobody else needs

        Thread(target=scheduler.start, daemon=True, name="scheduler").start()

    def stop(self) -> None:
        """Let what runs come to its end; what waits is in the database."""
        from dramatiq_crontab import scheduler  # noqa: PLC0415

        if scheduler.running:
            scheduler.shutdown(wait=False)
        workers, self.workers = self.workers, []
        for worker in workers:  # not paused first: a paused consumer sleeps three seconds before it ends
            worker.stop(timeout=int(_STOP_WITHIN.total_seconds() * 1000))
            _log.info("worker stopped", queues=sorted(worker.consumer_whitelist or ()))
