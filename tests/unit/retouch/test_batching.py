"""Pictures of several threads in one batch: each has its own answer, and errors stay with whose turn it was."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from retouch.batching import Batched, Pictures

WAIT = 20.0  # seconds; only a test that fails waits so long


def picture(value: float, side: int = 8, *, count: int = 1) -> Pictures:
    return np.full((count, 3, side, side), value, np.float32)


class Slow:
    """Doubles; holds its first batch back until it is let go, so that others gather. Can fail once after that."""

    def __init__(self, *, fail: bool = False) -> None:
        self.sizes: list[int] = []
        self.busy, self.let_go = threading.Event(), threading.Event()
        self.fail = fail

    def run(self, pictures: Pictures) -> Pictures:
        self.sizes.append(len(pictures))
        if not self.busy.is_set():
            self.busy.set()
            assert self.let_go.wait(WAIT)
        elif self.fail:
            self.fail = False
            raise MemoryError("no room on the GPU")
        return 2 * pictures


def gathered(network: Slow, others: list[Pictures], *, most: int = 8) -> list[Future[Pictures]]:
    """Ask for one picture, and for the others while the network is busy with it; the answers, the first's first."""
    batched = Batched(network, most=most)
    with ThreadPoolExecutor(len(others) + 1) as threads:
        answers = [threads.submit(batched.run, picture(1.0))]
        assert network.busy.wait(WAIT)
        for count, one in enumerate(others, 2):
            answers.append(threads.submit(batched.run, one))
            while len(batched._waiting) < count:
                threading.Event().wait(0.001)
        network.let_go.set()
    assert batched._waiting == []
    return answers


def test_what_gathers_while_the_network_is_busy_goes_together_and_each_has_its_own_answer() -> None:
    network = Slow()
    answers = gathered(network, [picture(value) for value in (2.0, 3.0, 4.0)])
    assert network.sizes == [1, 3]
    assert [float(answer.result().max()) for answer in answers] == [2.0, 4.0, 6.0, 8.0]
    assert {answer.result().shape for answer in answers} == {(1, 3, 8, 8)}


def test_other_sizes_and_what_is_too_much_for_one_batch_wait_for_their_turn() -> None:
    network = Slow()
    others = [picture(2.0), picture(3.0, side=16), picture(4.0, count=2), picture(5.0, side=16)]
    answers = gathered(network, others, most=2)
    assert sorted(network.sizes) == [1, 1, 2, 2]
    assert [float(answer.result().max()) for answer in answers] == [2.0, 4.0, 6.0, 8.0, 10.0]
    assert [len(answer.result()) for answer in answers] == [1, 1, 1, 2, 1]


def test_an_error_is_told_to_whose_turn_it_was_and_the_others_ask_again() -> None:
    network = Slow(fail=True)
    answers = gathered(network, [picture(value) for value in (2.0, 3.0)])
    failed = [answer for answer in answers if answer.exception() is not None]
    assert len(failed) == 1
    with pytest.raises(MemoryError, match="no room"):
        failed[0].result()
    assert network.sizes == [1, 2, 1]
    right = {float(answer.result().max()) for answer in answers if answer.exception() is None}
    assert len(right) == 2
    assert right < {2.0, 4.0, 6.0}
