import pytest

from integrations.amazon.operations import GET_LISTING, PATCH_LISTING, PREVIEW_LISTING
from integrations.amazon.rates import TokenBucket, bucket_of


def test_a_burst_goes_at_once_and_the_rest_at_the_rate():
    bucket = TokenBucket(rate=5, burst=2)
    assert [bucket.claim(0.0) for _ in range(3)] == [0.0, 0.0, pytest.approx(0.2)]
    assert bucket.claim(0.2) == 0.0


def test_a_bucket_never_holds_more_than_its_burst():
    bucket = TokenBucket(rate=5, burst=2)
    bucket.claim(0.0)
    assert [bucket.claim(3600.0) for _ in range(3)] == [0.0, 0.0, pytest.approx(0.2)]


def test_waiting_exactly_long_enough_is_long_enough():
    bucket = TokenBucket(rate=0.0083, burst=1)
    now = 0.1
    bucket.claim(now)
    for _ in range(50):
        now += bucket.claim(now)
        assert bucket.claim(now) == 0.0


def test_a_refusal_empties_the_bucket():
    bucket = TokenBucket(rate=2, burst=10)
    assert bucket.drain(0.0) == pytest.approx(0.5)
    assert bucket.claim(0.4) > 0
    assert bucket.claim(0.5) == 0.0


def test_a_clock_that_steps_back_gives_nothing():
    bucket = TokenBucket(rate=1, burst=1)
    bucket.claim(100.0)
    assert bucket.claim(50.0) == pytest.approx(1.0)


def test_a_preview_and_a_commit_have_buckets_of_their_own():
    one = bucket_of("app", "seller", PATCH_LISTING)
    assert one is bucket_of("app", "seller", PATCH_LISTING)
    others = (
        bucket_of("app", "seller", PREVIEW_LISTING),
        bucket_of("app", "seller", GET_LISTING),
        bucket_of("app", "other", PATCH_LISTING),
    )
    assert all(one is not other for other in others)
