"""A worker shows that it lives, and only while it is whole."""

import threading
from pathlib import Path

import pytest
from dramatiq import Worker
from dramatiq.brokers.stub import StubBroker

from shopapp.heartbeat import Heartbeat, is_whole
from tests.integration.installation import until


@pytest.fixture
def broker() -> StubBroker:
    broker = StubBroker(middleware=[])
    broker.declare_queue("network")
    return broker


@pytest.fixture
def worker(broker: StubBroker) -> Worker:
    return Worker(broker, worker_threads=1, worker_timeout=50)


def test_a_worker_touches_its_file_until_it_is_stopped(
    broker: StubBroker, worker: Worker, tmp_path: Path
) -> None:
    beat = tmp_path / "beat"
    broker.add_middleware(Heartbeat(beat, every_seconds=0.01))
    worker.start()
    until(beat.exists)
    beat.unlink()
    until(beat.exists)
    worker.stop()

    until(lambda: not any(thread.name == "heartbeat" for thread in threading.enumerate()))


def test_a_worker_that_lost_a_thread_is_not_whole(worker: Worker) -> None:
    worker.start()
    whole = is_whole(worker)
    worker.workers[0].stop()
    worker.workers[0].join(5)

    assert (whole, is_whole(worker)) == (True, False)
    worker.stop()


def test_a_worker_that_listens_to_nothing_is_not_whole() -> None:
    worker = Worker(StubBroker(middleware=[]), worker_threads=1)
    worker.start()

    assert not is_whole(worker)
    worker.stop()
