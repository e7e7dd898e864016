"""Real workers on a private Redis and PostgreSQL: killed at every stage, robbed of their queue, and nothing is lost."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.integration.installation import Installation, until

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.slow, pytest.mark.timeout(900)]
STAGES = {
    "while the original is stored": "shopapp.studio.storage:put",
    "while the photo is retouched": "engine:",
    "between the result and its way on": "shopapp.studio.retouching:_route",
    "before anything is sent": "shopapp.publishing.replacing:upload",
    "right after the bytes were sent": "shopapp.publishing.replacing:_save",
    "while the write is confirmed": "shopapp.publishing.replacing:settle",
}
BATCH = 6
PHOTOS = len(STAGES) + BATCH + 1  # one a stage, a batch, and one more
DONE = "SELECT count(*) FROM shopapp_retouchjob WHERE state = 'published'"


@pytest.fixture(scope="module")
def lustre(postgres_folder: str, redis_url: str) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="lustre-workers-", ignore_cleanup_errors=True) as folder:
        installation = Installation(Path(folder), postgres_folder, redis_url)
        try:
            installation.start(photos=PHOTOS)
            installation.look("store")
            worker = installation.worker()
            until(lambda: installation.one("SELECT count(*) FROM shopapp_media") == PHOTOS)
            installation.kill(worker)
            installation.sql("UPDATE shopapp_account SET balance = balance + 1000 WHERE kind = 'available'")
            installation.sql(
                "INSERT INTO shopapp_subscription (shop_id, plan, gid, status, test, confirmation_url, created_at)"
                " SELECT id, 'pro', 'gid://pro', 'ACTIVE', true, '', now() FROM shopapp_shop"
            )
            yield installation
        finally:
            installation.stop()


def untouched(lustre: Installation, count: int) -> list[int]:
    rows = lustre.sql(
        "SELECT id FROM shopapp_media WHERE id NOT IN (SELECT media_id FROM shopapp_retouchjob) ORDER BY id LIMIT %s",
        count,
    )
    return [row[0] for row in rows]


def digest_in_the_shop(lustre: Installation, gid: str) -> str:
    content = lustre.sandbox.get(f"/control/media/{gid.rsplit('/', 1)[-1]}/content").content
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("place", STAGES.values(), ids=STAGES.keys())
def test_a_worker_killed_at_any_stage_loses_nothing_and_charges_once(
    lustre: Installation, tmp_path: Path, place: str
) -> None:
    (media,) = untouched(lustre, 1)
    doomed = lustre.worker(stall_at=place, flag=tmp_path / "stalled")
    lustre.press("retouch", media=media)
    until((tmp_path / "stalled").exists)
    lustre.kill(doomed)
    lustre.let_leases_lapse("shopapp_retouchjob")  # that they lapse by themselves: test_embedded.py
    heir = lustre.worker(stall_at=place, flag=tmp_path / "stalled")
    try:
        job = "SELECT state FROM shopapp_retouchjob WHERE media_id = %s"
        until(lambda: lustre.one(job, media) == "published")
    finally:
        lustre.kill(heir)
    kinds = lustre.sql(
        "SELECT t.kind FROM shopapp_transfer t JOIN shopapp_retouchjob j ON j.id = t.job_id WHERE j.media_id = %s"
        " ORDER BY t.id",
        media,
    )
    assert [kind for (kind,) in kinds] == ["reserve", "capture"]
    assert lustre.one("SELECT count(*) FROM shopapp_original WHERE media_id = %s", media) == 1
    assert lustre.sql("SELECT state FROM shopapp_write WHERE media_id = %s", media) == [("confirmed",)]
    gid, sha256 = lustre.sql(
        "SELECT m.gid, w.after_sha256 FROM shopapp_write w JOIN shopapp_media m ON m.id = w.media_id WHERE m.id = %s",
        media,
    )[0]
    assert digest_in_the_shop(lustre, gid) == sha256


def test_a_queue_that_is_flushed_in_mid_batch_loses_no_photo(lustre: Installation) -> None:
    """Some photos are done, some are in the worker's hands, some wait for bells that are lost; the worker lives on."""
    media = untouched(lustre, BATCH)
    before = lustre.one(DONE)
    worker = lustre.worker(engine_seconds=1.5)
    try:
        lustre.press("retouch", media=media)
        until(lambda: lustre.one(DONE) > before)
        with lustre.frozen(worker):
            done = lustre.one(DONE) - before
            bells = lose_the_queue(lustre)
        assert 1 <= done < BATCH
        assert bells > 0
        until(lambda: lustre.one(DONE) == before + BATCH)
        assert worker.poll() is None
    finally:
        lustre.kill(worker)
    assert lustre.one("SELECT state FROM shopapp_batch ORDER BY id DESC LIMIT 1") == "done"
    kinds = "SELECT t.kind FROM shopapp_transfer t JOIN shopapp_retouchjob j ON j.id = t.job_id WHERE j.media_id = %s"
    charged = [sorted(kind for (kind,) in lustre.sql(kinds, each)) for each in media]
    assert charged == [["capture", "reserve"]] * BATCH


def lose_the_queue(lustre: Installation) -> int:
    """Flush Redis; return how many messages were in its queues, the delayed ones included."""
    with redis.Redis.from_url(lustre.environment["REDIS_URL"]) as queue:
        bells = sum(queue.hlen(key) for key in queue.scan_iter("dramatiq:*.msgs"))
        queue.flushdb()
    return bells


def test_no_token_is_in_any_log(lustre: Installation) -> None:
    before = lustre.one(DONE)
    lustre.press("retouch", media=untouched(lustre, 1)[0])
    worker = lustre.worker()
    try:
        until(lambda: lustre.one(DONE) == before + 1)
    finally:
        lustre.kill(worker)
    logs = lustre.logs()
    assert "job ended" in logs
    secrets = re.findall(r"shp[a-z]{2}_\w+|shprt\w+|eyJ[\w-]+\.[\w-]+|test-client-secret", logs)
    assert not secrets
