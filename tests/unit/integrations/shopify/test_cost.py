import threading

import pytest

from integrations.shopify.cost import CostBucket, bucket_of


def status(left, maximum=1000, rate=50):
    return {"currentlyAvailable": left, "maximumAvailable": maximum, "restoreRate": rate}


def test_before_the_first_answer_nothing_is_held_back():
    assert CostBucket().claim(10_000, now=0) == 0


def test_a_claim_beyond_what_is_left_takes_nothing_and_says_how_long():
    bucket = CostBucket()
    bucket.settle(0, status(100), now=0)
    assert bucket.claim(150, now=0) == pytest.approx(1.0)
    assert bucket.claim(150, now=1) == 0


def test_points_flow_back_up_to_the_maximum_only():
    bucket = CostBucket()
    bucket.settle(0, status(0), now=0)
    assert bucket.claim(1000, now=10_000) == 0
    assert bucket.claim(1, now=10_000) > 0


def test_what_is_in_flight_is_not_claimed_twice():
    bucket = CostBucket()
    bucket.settle(0, status(100), now=0)
    assert bucket.claim(80, now=0) == 0
    assert bucket.claim(80, now=0) == pytest.approx(60 / 50)


def test_a_failed_call_gives_its_points_back():
    bucket = CostBucket()
    bucket.settle(0, status(100), now=0)
    bucket.claim(80, now=0)
    bucket.settle(80, None, now=0)
    assert bucket.claim(80, now=0) == 0


def test_a_query_dearer_than_the_whole_bucket_is_left_for_the_server_to_refuse():
    bucket = CostBucket()
    bucket.settle(0, status(1000), now=0)
    assert bucket.claim(5000, now=0) == 0


def test_asking_how_long_takes_nothing():
    bucket = CostBucket()
    bucket.settle(0, status(100), now=0)
    assert bucket.seconds_until(100, now=0) == 0
    assert bucket.claim(100, now=0) == 0


def test_clients_of_one_shop_share_a_bucket():
    assert bucket_of("shared.myshopify.com") is bucket_of("shared.myshopify.com")
    assert bucket_of("shared.myshopify.com") is not bucket_of("other.myshopify.com")


def test_threads_never_claim_more_than_there_is():
    bucket = CostBucket()
    bucket.settle(0, status(100), now=0)
    granted = []

    def work():
        granted.extend(bucket.claim(10, now=0) == 0 for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 10
