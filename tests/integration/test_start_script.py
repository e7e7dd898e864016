"""The container's entry point, run outside one: what the image does is what these scripts do."""

import os
import subprocess
from pathlib import Path

import httpx
import pytest

from demo.processes import answers, free_ports
from tests.integration.installation import until
from tests.services import redis

ROOT = Path(__file__).parents[2]
SECRETS = {"id_token": "secret-token", "hmac": "secret-hmac"}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the role ``migrate`` has made its tables in."""
    database = tmp_path_factory.mktemp("migrated") / "fresh.sqlite3"
    ended = start("migrate", DATABASE_URL=f"sqlite:///{database}")
    assert ended.returncode == 0, ended.stderr
    return database


def start(role: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, **environment}
    return subprocess.run(
        [ROOT / "bin" / "start", *role.split()],
        env=told,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_no_role_is_told_with_those_there_are() -> None:
    ended = start("")

    assert ended.returncode == 2
    assert "web | network | gpu" in ended.stderr


def test_the_web_role_refuses_a_database_that_is_not_migrated(tmp_path: Path) -> None:
    ended = start("web", DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3", REDIS_URL="redis://127.0.0.1:1")

    assert ended.returncode != 0


def test_the_web_role_logs_a_request_without_its_tokens(tmp_path: Path, migrated: Path) -> None:
    database, port = f"sqlite:///{migrated}", str(free_ports(1)[0])
    start("collect-static")
    told = {"DATABASE_URL": database, "REDIS_URL": "redis://127.0.0.1:1", "PORT": port, "WEB_WORKERS": "1"}
    command = [ROOT / "bin" / "start", "web"]
    with (tmp_path / "log").open("wb") as log:
        web = subprocess.Popen(command, env={**os.environ, **told}, stdout=log, stderr=log)
        try:
            until(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
            httpx.get(f"http://127.0.0.1:{port}/", params=SECRETS, timeout=60)
        finally:
            web.terminate()
            web.wait(20)
    lines = (tmp_path / "log").read_text()
    assert '"event": "answered"' in lines
    assert "secret-" not in lines


def test_migrate_makes_every_table(migrated: Path) -> None:
    database = f"sqlite:///{migrated}"
    check = [ROOT / ".venv/bin/python", "manage.py", "migrate", "--check"]
    assert (
        subprocess.run(check, cwd=ROOT, env={**os.environ, "DATABASE_URL": database}, check=False).returncode
        == 0
    )


def test_static_files_are_collected_without_any_secret() -> None:
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    command = [ROOT / "bin" / "start", "collect-static"]
    ended = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=90, check=False)

    assert ended.returncode == 0, ended.stderr
    assert (ROOT / "var" / "static" / "staticfiles.json").exists()


def test_health_fails_where_nothing_serves() -> None:
    assert start("health", PORT="1").returncode != 0


@pytest.mark.redis
@pytest.mark.parametrize("role", ["network", "gpu"])
def test_a_worker_beats_while_it_runs_and_is_missed_when_it_does_not(tmp_path: Path, role: str) -> None:
    told = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/fresh.sqlite3",
        "REDIS_URL": redis(),
        "TMPDIR": str(tmp_path),
    }
    before = start("beats", **told).returncode
    with (tmp_path / "log").open("wb") as log:
        command = [ROOT / "bin" / "start", role]
        worker = subprocess.Popen(command, env={**os.environ, **told}, stdout=log, stderr=log)
        try:
            until(lambda: start("beats", **told).returncode == 0)
        finally:
            worker.terminate()
            worker.wait(20)
    beat = tmp_path / "lustre-worker-heartbeat"
    os.utime(beat, (beat.stat().st_atime, beat.stat().st_mtime - 31))

    assert before != 0
    assert start("beats", **told).returncode != 0


@pytest.mark.redis
def test_a_gpu_worker_takes_as_many_photos_as_it_is_told_and_no_more(tmp_path: Path) -> None:
    told = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/fresh.sqlite3",
        "REDIS_URL": redis(),
        "TMPDIR": str(tmp_path),
        "GPU_THREADS": "3",
    }
    with (tmp_path / "log").open("wb") as log:
        command = [ROOT / "bin" / "start", "gpu"]
        worker = subprocess.Popen(command, env={**os.environ, **told}, stdout=log, stderr=log)
        try:
            until(lambda: start("beats", **told).returncode == 0)
            said, given = (Path(f"/proc/{worker.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
        finally:
            worker.terminate()
            worker.wait(20)

    assert b"--threads\0003\0" in said
    assert b"dramatiq_queue_prefetch=3\0" in given


@pytest.mark.redis
def test_doctor_says_what_is_unsafe(migrated: Path) -> None:
    ended = start("doctor", DATABASE_URL=f"sqlite:///{migrated}", DEBUG="true", REDIS_URL=redis())

    assert "DEBUG" in ended.stdout + ended.stderr
    assert ended.returncode != 0
