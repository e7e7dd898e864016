"""A whole production installation on this machine: PostgreSQL, Redis, web, scheduler, workers, and the sandbox."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import psycopg
import redis
from PIL import Image

ROOT = Path(__file__).parents[2]
PATIENCE = 180  # seconds; for a busy machine, since nothing waits longer than it must
ALL_QUEUES = ("network", "housekeeping", "gpu")


@dataclass
class Installation:
    """Processes, and the two ways to look at them: HTTP and SQL."""

    folder: Path
    postgres: str
    redis: str
    environment: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    spawned: int = 0
    app: httpx.Client = field(default_factory=httpx.Client)
    sandbox: httpx.Client = field(default_factory=httpx.Client)

    def start(self, *, photos: int) -> None:
        """Start everything of production but the workers."""
        with psycopg.connect(
            host=self.postgres, user="lustre", dbname="postgres", autocommit=True
        ) as database:
            database.execute("DROP DATABASE IF EXISTS lustre_workers")
            database.execute("CREATE DATABASE lustre_workers")
        self._prepare(f"postgres://lustre@/lustre_workers?host={self.postgres}", f"{self.redis}?db=3", photos)
        bind = self.environment["APP_URL"].removeprefix("http://")
        self.spawn("-m", "gunicorn", "shopapp.wsgi", "--bind", bind, "--threads", "4", "--no-control-socket")
        self.spawn("manage.py", "crontab", "--no-heartbeat")
        self.wait()

    def start_embedded(self, *, photos: int, stall_at: str, flag: Path) -> subprocess.Popen[bytes]:
        """Start the embedded default: SQLite, and everything in one process."""
        self._prepare(f"sqlite:///{self.folder}/lustre.sqlite3", "", photos)
        return self.serve(stall_at=stall_at, flag=flag)

    def serve(self, *, stall_at: str, flag: Path) -> subprocess.Popen[bytes]:
        port = self.environment["APP_URL"].rsplit(":", 1)[1]
        server = self.spawn(
            "-m", "tests.integration.stalling_server", port, STALL_AT=stall_at, STALL_FLAG=str(flag)
        )
        self.wait()
        return server

    def wait(self) -> None:
        until(lambda: _answers(self.app, "/readyz") and _answers(self.sandbox, "/control/state"))

    def _prepare(self, database: str, queue: str, photos: int) -> None:
        app, sandbox = (f"http://127.0.0.1:{port}" for port in free_ports())
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "shopapp.settings",
            "APP_URL": app,
            "ALLOWED_HOSTS": '["127.0.0.1"]',
            "DATABASE_URL": database,
            "REDIS_URL": queue,
            "FILES_FOLDER": str(self.folder / "files"),
            "SHOPIFY_SANDBOX_URL": sandbox,
            "BILLING_TEST": "true",
            "LEASE": "PT8S",
            "SWEEP_EVERY": "PT1S",
            "PYTHONPATH": str(ROOT),
        }
        self._stock(photos)
        if database.startswith("sqlite"):
            shutil.copy(_migrated_sqlite(), self.folder / "lustre.sqlite3")
        else:
            _migrate(self.environment)
        store = (
            "--port",
            sandbox.rsplit(":", 1)[1],
            "--app-url",
            app,
            "--photos",
            str(self.folder / "photos"),
        )
        self.spawn("-m", "integrations.sandbox", *store)
        self.app = httpx.Client(base_url=app, timeout=30)
        self.sandbox = httpx.Client(base_url=sandbox, timeout=30)

    def spawn(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        self.spawned += 1
        with (self.folder / f"{self.spawned}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment | environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process

    def worker(
        self, *, stall_at: str = "", flag: Path | None = None, engine_seconds: float = 0
    ) -> subprocess.Popen[bytes]:
        queues = ("--queues", *ALL_QUEUES)
        return self.spawn(
            "-m", "dramatiq", "tests.integration.stalling_worker", "--processes", "1", "--threads", "3", *queues,
            STALL_AT=stall_at, STALL_FLAG=str(flag or ""), ENGINE_SECONDS=str(engine_seconds),
            dramatiq_queue_prefetch="1",
        )  # fmt: skip

    @contextmanager
    def frozen(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Let a process stand still for as long as the block runs."""
        os.killpg(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGCONT)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        self.running.remove(process)

    def stop(self) -> None:
        for process in list(self.running):
            self.kill(process)
        for client in (self.app, self.sandbox):
            client.close()

    def press(self, action: str, **form: Any) -> dict[str, Any]:
        token = self.sandbox.post("/control/session-token", json={}).json()["token"]
        answer = self.app.post(
            f"/app/actions/{action}", data=form, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def look(self, fragment: str) -> Any:
        """Read a live part of a page; the first look installs the app."""
        token = self.sandbox.post("/control/session-token", json={}).json()["token"]
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        answer = self.app.get(f"/app/fragments/{fragment}", headers=headers)
        answer.raise_for_status()
        return answer.json()

    def answers(self, url: str) -> bool:
        """Whether an address answers well."""
        return _answers(self.app, url)

    def keys(self, pattern: str) -> list[Any]:
        """The names that Redis holds."""
        with redis.Redis.from_url(self.environment["REDIS_URL"]) as client:
            return list(client.scan_iter(pattern))

    def logs(self) -> str:
        return "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(
            host=self.postgres, user="lustre", dbname="lustre_workers", autocommit=True
        ) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def let_leases_lapse(self, table: str) -> None:
        """Let the time pass after which what a killed worker held is free for others."""
        self.sql(
            f"UPDATE {table} SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL"
        )

    def one(self, statement: str, *values: Any) -> Any:
        return self.sql(statement, *values)[0][0]

    def _stock(self, photos: int) -> None:
        folder = self.folder / "photos"
        folder.mkdir()
        for number in range(photos):
            Image.new("RGB", (300, 300), (200, 20 * number, 90)).save(
                folder / f"ring-{number}.jpg", quality=95
            )


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@cache
def _migrated_sqlite() -> Path:
    """An empty database with every table, made once for all installations on SQLite."""
    with tempfile.NamedTemporaryFile(prefix="lustre-empty-", suffix=".sqlite3", delete=False) as file:
        path = Path(file.name)
    atexit.register(path.unlink, missing_ok=True)
    _migrate({**os.environ, "DATABASE_URL": f"sqlite:///{path}", "REDIS_URL": ""})
    return path


def until(holds: Callable[[], Any]) -> Any:
    """Wait for something to be so; fail when it never is."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.1)
    return found


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).is_success
    except httpx.TransportError:
        return False


def free_ports(count: int = 2) -> list[int]:
    """Ports of the loopback interface that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
