"""One allowance for every worker of an installation, counted in Redis."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from redis import Redis

from integrations.amazon.operations import PREVIEW_LISTING
from integrations.errors import Unavailable
from integrations.etsy.limits import Limiter
from integrations.usage import Kept
from shopapp.marketplaces.usage import RedisStorage

ROOT = Path(__file__).parents[3]
A_WORKER = """
import sys, time
from redis import Redis
from integrations.amazon.operations import PREVIEW_LISTING
from integrations.amazon.rates import bucket_of
from integrations.etsy.limits import Limiter
from shopapp.marketplaces.usage import RedisStorage

storage = RedisStorage(Redis.from_url(sys.argv[1]))
etsy, amazon = Limiter("key:77", storage=storage), bucket_of("app", "77", PREVIEW_LISTING, storage=storage)
claim = {"etsy": etsy.claim, "amazon": lambda: amazon.claim(time.time())}[sys.argv[2]]
print("ready", flush=True)
sys.stdin.readline()
end = time.time() + float(sys.argv[3])
while time.time() < end:
    pause = claim()
    if pause:
        time.sleep(min(pause, 0.05))
    else:
        print(time.time())
"""


@pytest.fixture
def redis(redis_url: str) -> Redis:
    client = Redis.from_url(f"{redis_url}?db=9")
    client.flushdb()
    return client


@pytest.mark.redis
@pytest.mark.slow
def test_three_processes_together_ask_no_more_than_ten_times_in_a_second(
    redis: Redis, redis_url: str
) -> None:
    sent = claimed_by_three(redis_url, "etsy", seconds=2.5)
    assert len(sent) > 15
    # A moment is taken before it is noted and printed: a tenth of a second is left for that.
    assert all(later - sooner > 0.9 for sooner, later in zip(sent, sent[10:], strict=False))


@pytest.mark.redis
@pytest.mark.slow
def test_three_processes_together_keep_to_amazons_plan_for_a_preview(redis: Redis, redis_url: str) -> None:
    sent = claimed_by_three(redis_url, "amazon", seconds=3.5)
    assert PREVIEW_LISTING.burst == 1
    assert len(sent) > 2
    pause = 1 / PREVIEW_LISTING.rate - 0.1  # as above
    assert all(later - sooner > pause for sooner, later in pairwise(sent))


def claimed_by_three(redis_url: str, marketplace: str, *, seconds: float) -> list[float]:
    """Let three processes ask as often as they may; return when they did."""
    command = [sys.executable, "-c", A_WORKER, f"{redis_url}?db=9", marketplace, str(seconds)]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    told = [worker.communicate("go\n", timeout=60)[0] for worker in workers]
    return sorted(float(line) for lines in told for line in lines.split())


@pytest.mark.redis
def test_what_one_process_learns_the_others_know(redis: Redis) -> None:
    one, other = (Limiter("key:77", storage=RedisStorage(redis), clock=lambda: 1000.0) for _ in range(2))
    one.learn({"x-limit-per-second": "3"})
    assert [limiter.claim() for limiter in (one, other, one, other)] == [0, 0, 0, 1]
    one.block(5000)
    assert other.claim() == 5000
    assert Limiter("key:78", storage=RedisStorage(redis), clock=lambda: 1000.0).claim() == 0


@pytest.mark.redis
def test_a_change_that_was_overtaken_is_made_again(redis: Redis) -> None:
    storage, overtaken = RedisStorage(redis), [True]

    def change(kept: Kept) -> tuple[dict[str, int], float]:
        if overtaken.pop() if overtaken else False:
            RedisStorage(redis).change("k", lambda _: ({"left": 7}, 0.0))
        return {"left": (kept or {"left": 100})["left"] - 1}, 0.0

    assert storage.change("k", change) == 0
    assert storage.change("k", lambda kept: (kept or {}, float((kept or {})["left"]))) == 6


def test_without_redis_the_work_is_put_off() -> None:
    storage = RedisStorage(Redis(unix_socket_path="/nowhere/r.sock"))
    with pytest.raises(Unavailable):
        storage.change("k", lambda _: ({}, 0.0))
