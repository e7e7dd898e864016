"""One allowance for every worker of an installation, counted in Redis."""

import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from integrations.errors import Unavailable
from integrations.etsy.limits import Limiter, Usage
from shopapp.marketplaces.usage import RedisStorage

ROOT = Path(__file__).parents[3]
A_WORKER = """
import sys, time
from redis import Redis
from integrations.etsy.limits import Limiter
from shopapp.marketplaces.usage import RedisStorage

limiter = Limiter("key:77", storage=RedisStorage(Redis.from_url(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
end = time.time() + 2.5
while time.time() < end:
    pause = limiter.claim()
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
    command = [sys.executable, "-c", A_WORKER, f"{redis_url}?db=9"]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    told = [worker.communicate("go\n", timeout=60)[0] for worker in workers]
    sent = sorted(float(line) for lines in told for line in lines.split())
    assert len(sent) > 15
    # A moment is taken before it is noted and printed: a tenth of a second is left for that.
    assert all(later - sooner > 0.9 for sooner, later in zip(sent, sent[10:], strict=False))


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

    def change(usage: Usage) -> tuple[Usage, float]:
        if overtaken.pop() if overtaken else False:
            RedisStorage(redis).change("k", lambda before: (before.told({"x-remaining-today": "7"}, 0), 0))
        return usage.claimed(1.0)

    assert storage.change("k", change) == 0
    assert storage.change("k", lambda usage: (usage, float(usage.left_today or 0))) == 6


def test_without_redis_the_work_is_put_off() -> None:
    storage = RedisStorage(Redis(unix_socket_path="/nowhere/r.sock"))
    with pytest.raises(Unavailable):
        storage.change("k", lambda usage: usage.claimed(1.0))
