import json
import threading

import pytest

from integrations.amazon.operations import GET_LISTING, PATCH_LISTING, PREVIEW_LISTING
from integrations.amazon.rates import TokenBucket, Tokens, bucket_of
from integrations.usage import ProcessStorage


def of_requests(*, rate: float, burst: float, storage: ProcessStorage | None = None) -> TokenBucket:
    return TokenBucket("the-key", rate, burst, storage or ProcessStorage())


def test_a_burst_goes_at_once_and_the_rest_at_the_rate():
    bucket = of_requests(rate=5, burst=2)
    assert [bucket.claim(0.0) for _ in range(3)] == [0.0, 0.0, pytest.approx(0.2)]
    assert bucket.claim(0.2) == 0.0


def test_a_bucket_never_holds_more_than_its_burst():
    bucket = of_requests(rate=5, burst=2)
    bucket.claim(0.0)
    assert [bucket.claim(3600.0) for _ in range(3)] == [0.0, 0.0, pytest.approx(0.2)]


def test_waiting_exactly_long_enough_is_long_enough():
    bucket = of_requests(rate=0.0083, burst=1)
    now = 0.1
    bucket.claim(now)
    for _ in range(50):
        now += bucket.claim(now)
        assert bucket.claim(now) == 0.0


def test_a_refusal_empties_the_bucket():
    bucket = of_requests(rate=2, burst=10)
    assert bucket.drain(0.0) == pytest.approx(0.5)
    assert bucket.claim(0.4) > 0
    assert bucket.claim(0.5) == 0.0


def test_a_clock_that_steps_back_gives_nothing():
    bucket = of_requests(rate=1, burst=1)
    bucket.claim(100.0)
    assert bucket.claim(50.0) == pytest.approx(1.0)


def test_a_rate_that_was_learned_is_that_of_everybody_with_this_storage():
    storage = ProcessStorage()
    one, other = of_requests(rate=1, burst=1, storage=storage), of_requests(rate=1, burst=1, storage=storage)
    one.learn(4)
    assert [each.claim(0.0) for each in (one, other)] == [0.0, pytest.approx(0.25)]


def test_threads_never_take_more_than_there_is():
    storage, taken = ProcessStorage(), []
    threads = [
        threading.Thread(
            target=lambda: taken.append(of_requests(rate=1, burst=10, storage=storage).claim(0.0))
        )
        for _ in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(0.0) == 10


def test_a_preview_and_a_commit_have_buckets_of_their_own():
    storage = ProcessStorage()
    for operation in (PREVIEW_LISTING, PATCH_LISTING):
        for _ in range(int(operation.burst)):
            assert bucket_of("app", "seller", operation, storage=storage).claim(0.0) == 0.0
        assert bucket_of("app", "seller", operation, storage=storage).claim(0.0) > 0
    others = (
        ("app", "seller", GET_LISTING),
        ("app", "other", PATCH_LISTING),
        ("another", "seller", PATCH_LISTING),
    )
    assert [bucket_of(*each, storage=storage).claim(0.0) for each in others] == [0.0] * 3


def test_what_is_left_is_kept_as_plain_values():
    tokens, _ = Tokens(rate=5, left=2).refilled(2, 7.0).claimed()
    assert Tokens(**json.loads(json.dumps(tokens.as_json()))) == tokens
