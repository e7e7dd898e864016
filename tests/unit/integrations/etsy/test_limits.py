import threading
from dataclasses import dataclass, field

from integrations.etsy.limits import PROBE_SECONDS, Limiter, Usage
from integrations.usage import ProcessStorage


@dataclass
class Time:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Shared:
    """A limiter on a clock and a storage of its own."""

    time: Time = field(default_factory=Time)
    storage: ProcessStorage = field(default_factory=ProcessStorage)

    def limiter(self, key: str = "app:shop") -> Limiter:
        return Limiter(key, storage=self.storage, clock=self.time)


def test_ten_calls_go_through_in_a_second_and_the_eleventh_waits_for_the_first_to_be_a_second_old():
    shared = Shared()
    limiter = shared.limiter()
    for _ in range(10):
        assert limiter.claim() == 0
        shared.time.now += 0.05
    assert round(limiter.claim(), 3) == 0.5
    shared.time.now += 0.5
    assert limiter.claim() == 0


def test_the_allowance_is_what_the_headers_say():
    limiter = Shared().limiter()
    limiter.learn({"x-limit-per-second": "2"})
    assert [limiter.claim() for _ in range(3)] == [0, 0, 1.0]


def test_headers_that_say_nothing_change_nothing():
    shared = Shared()
    limiter = shared.limiter()
    limiter.learn({"x-limit-per-second": "many", "content-type": "application/json"})
    assert [limiter.claim() for _ in range(11)] == [0] * 10 + [1.0]


def test_with_nothing_left_of_this_second_everybody_waits_for_the_next():
    shared = Shared()
    shared.limiter().learn({"x-remaining-this-second": "0"})
    assert shared.limiter().claim() == 1.0


def test_shops_do_not_take_from_one_another_and_clients_of_one_shop_share():
    shared = Shared()
    for _ in range(10):
        shared.limiter("app:one").claim()
    assert shared.limiter("app:one").claim() > 0
    assert shared.limiter("app:two").claim() == 0


def test_a_day_that_is_used_up_lets_one_call_in_ten_minutes_find_out():
    shared = Shared()
    limiter = shared.limiter()
    limiter.learn({"x-remaining-today": "1"})
    assert limiter.claim() == 0
    assert limiter.claim() == 0, "the first to find nothing left asks Etsy once"
    assert limiter.claim() == PROBE_SECONDS
    shared.time.now += PROBE_SECONDS
    assert limiter.claim() == 0
    assert limiter.claim() == PROBE_SECONDS
    limiter.learn({"x-remaining-today": "840"})
    assert limiter.claim() == 0


def test_a_day_that_an_answer_says_is_used_up_waits_at_once():
    shared = Shared()
    limiter = shared.limiter()
    limiter.learn({"x-remaining-today": "0"})
    assert limiter.claim() == PROBE_SECONDS


def test_after_a_refusal_nothing_is_sent_until_the_time_that_it_named():
    shared = Shared()
    shared.limiter().block(30)
    shared.limiter().block(5)
    assert shared.limiter().claim() == 30
    shared.time.now += 30
    assert shared.limiter().claim() == 0


def test_usage_can_be_kept_as_plain_values():
    usage, _ = Usage(left_today=5).claimed(7.0)
    assert Usage.from_json(usage.as_json()) == usage
    assert Usage.from_json({**usage.as_json(), "sent": [7.0]}) == usage


def test_threads_never_take_more_than_there_is():
    shared = Shared()
    taken: list[float] = []
    threads = [threading.Thread(target=lambda: taken.append(shared.limiter().claim())) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(0) == 10


def test_a_clock_that_was_set_back_does_not_block_for_ever():
    shared = Shared()
    for _ in range(10):
        shared.limiter().claim()
    shared.time.now -= 3600
    assert shared.limiter().claim() == 0
