"""PostgreSQL and Redis of the suite's own, from the machine's binaries; loaded by pytest before the settings are.

Both listen on a socket in a temporary folder, belong to this process and die with it. As root, PostgreSQL (which
refuses root) runs as the user its package made. ``TEST_DATABASE=postgres`` runs the whole suite on it; tests marked
``postgres`` or ``redis`` start what they need whatever the default.
"""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

_LIBC = ctypes.CDLL(
    None
)  # loaded now: after the change of user the interpreter's own files may be unreadable
_PR_SET_PDEATHSIG = 1
_START_LIMIT_SECONDS = 30


class ServiceMissingError(RuntimeError):
    """A binary the suite needs is not on this machine."""


def postgres_bin() -> Path:
    """Return the folder of the newest PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("postgres")
    if found:
        return found[-1]
    if on_path:
        return Path(on_path).resolve().parent
    raise ServiceMissingError("PostgreSQL's server is not installed: apt-get install postgresql")


@cache
def postgres() -> str:
    """Start PostgreSQL once for this process; return the folder of its socket (user lustre, database postgres)."""
    binaries = postgres_bin()
    folder = tempfile.mkdtemp(prefix="lustre-pg-")  # short: a socket's path has 107 bytes at most
    user = _unprivileged(folder)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": folder}
    init = ["initdb", "-D", f"{folder}/data", "-U", "lustre", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(
        [f"{binaries}/{init[0]}", *init[1:], "--no-sync", "--no-instructions"],
        check=True, env=env, cwd=folder, stdout=subprocess.DEVNULL, **user,
    )  # fmt: skip
    fast = [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=80",
        "shared_buffers=32MB",
    ]
    options = [word for setting in ["listen_addresses=", *fast] for word in ("-c", setting)]
    server = _serve(
        [f"{binaries}/postgres", "-D", f"{folder}/data", "-k", folder, *options], folder, env=env, **user
    )
    ready = [f"{binaries}/pg_isready", "-q", "-h", folder, "-U", "lustre"]
    _wait_until(lambda: subprocess.run(ready, env=env, check=False).returncode == 0, server, folder)
    return folder


@cache
def redis() -> str:
    """Start Redis once for this process; return its ``unix://`` address. Each test takes a database number."""
    binary = shutil.which("redis-server")
    if binary is None:
        raise ServiceMissingError("Redis is not installed: apt-get install redis-server")
    folder = tempfile.mkdtemp(prefix="lustre-redis-")
    socket = f"{folder}/r.sock"
    options = [
        "--port",
        "0",
        "--unixsocket",
        socket,
        "--unixsocketperm",
        "700",
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    server = _serve([binary, *options, "--dir", folder], folder)
    _wait_until(lambda: Path(socket).exists(), server, folder)
    return f"unix://{socket}"


def _unprivileged(folder: str) -> dict[str, Any]:
    """As root, the keywords that make a process run as PostgreSQL's own user; nothing otherwise."""
    if os.geteuid() != 0:
        return {}
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _serve(command: list[str], folder: str, **popen: Any) -> subprocess.Popen[bytes]:
    """Start a server that dies with this process, even when this process is killed."""
    log = Path(folder, "log").open("wb")  # noqa: SIM115 - closed when the server stops
    server = subprocess.Popen(
        command, cwd=folder, stdout=log, stderr=log, process_group=0,
        preexec_fn=_die_with_parent, **popen,  # noqa: PLW1509 - no thread yet
    )  # fmt: skip

    def stop() -> None:
        server.send_signal(signal.SIGQUIT)
        server.wait(10)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return server


def _die_with_parent() -> None:
    """Have the kernel end this process with its parent, though a shell lets background jobs ignore the signal."""
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGQUIT))


def _wait_until(ready: Any, server: subprocess.Popen[bytes], folder: str) -> None:
    end = time.monotonic() + _START_LIMIT_SECONDS
    while not ready():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(Path(folder, "log").read_text(errors="replace"))
        time.sleep(0.02)


def _temporary_folder(prefix: str) -> str:
    """Make a folder that is removed when this process ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


# What the settings read from the environment; pytest-django imports them right after this module.
os.environ.update(
    SECRET_KEY="only-for-tests-" + "x" * 40,
    APP_URL="https://app.lustre.test",
    ALLOWED_HOSTS='["testserver", "127.0.0.1", "app.lustre.test"]',
    SHOPIFY_CLIENT_ID="test-client-id",
    SHOPIFY_CLIENT_SECRET="test-client-secret",
    TOKEN_ENCRYPTION_KEYS='["3hQUS9v0pVzZ3z2uYyP1cUeq1Qh5T0mWgq0m0b0n2kA="]',
    FILES_FOLDER=_temporary_folder("lustre-files-"),
    # On a busy machine a test may take longer than a third of the default: the sign of life that a thread then gives
    # finds SQLite locked by the transaction that the test itself is wrapped in.
    LEASE="PT1H",
)
if os.environ.get("TEST_DATABASE") == "postgres":
    os.environ["DATABASE_URL"] = f"postgres://lustre@/postgres?host={postgres()}"
else:
    os.environ["DATABASE_URL"] = f"sqlite:///{_temporary_folder('lustre-db-')}/test.sqlite3"
