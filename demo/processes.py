"""The demonstration's processes: the product in its embedded default, and stand-ins for Shopify, Etsy and Amazon."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import httpx

ROOT = Path(__file__).parents[1]
START_LIMIT_SECONDS = 60


class StartFailedError(RuntimeError):
    """A process did not come up; its log says why."""


@dataclass(frozen=True)
class Addresses:
    """Where they listen."""

    app: str
    sandbox: str
    etsy: str
    amazon: str


@dataclass
class Processes:
    """All processes, their folder, and how they are stopped."""

    folder: Path
    addresses: Addresses
    environment: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @classmethod
    def prepare(cls, folder: Path) -> "Processes":
        """Make a fresh folder, secrets of its own and free ports."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        app, sandbox, etsy, amazon = (f"http://127.0.0.1:{port}" for port in free_ports(4))
        environment = {
            **os.environ,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "APP_URL": app,
            "ALLOWED_HOSTS": '["127.0.0.1", "localhost"]',
            "DATABASE_URL": f"sqlite:///{folder}/lustre.sqlite3",
            "REDIS_URL": "",
            "FILES_FOLDER": str(folder / "files"),
            "SHOPIFY_CLIENT_ID": secrets.token_hex(16),
            "SHOPIFY_CLIENT_SECRET": secrets.token_hex(16),
            "SHOPIFY_SANDBOX_URL": sandbox,
            "ETSY_KEYSTRING": secrets.token_hex(12),
            "ETSY_SHARED_SECRET": secrets.token_hex(10),
            "ETSY_SANDBOX_URL": etsy,
            "AMAZON_APPLICATION_ID": f"amzn1.sp.solution.{secrets.token_hex(16)}",
            "AMAZON_CLIENT_ID": f"amzn1.application-oa2-client.{secrets.token_hex(16)}",
            "AMAZON_CLIENT_SECRET": secrets.token_hex(32),
            "AMAZON_SANDBOX_URL": amazon,
            "TOKEN_ENCRYPTION_KEYS": f'["{urlsafe_b64encode(secrets.token_bytes(32)).decode()}"]',
            "APP_BRIDGE_URL": f"{sandbox}/static/app-bridge.js",
            "POLARIS_URL": f"{sandbox}/static/polaris.js",
            "BILLING_TEST": "true",
            "PROCESSING_GIVE_UP": "PT30S",
            # one more than there are cores: while one photo waits for its bytes, another is computed
            "GPU_THREADS": str(min((os.cpu_count() or 1) + 1, 4)),
            "OMP_NUM_THREADS": "1",
        }
        return cls(folder, Addresses(app, sandbox, etsy, amazon), environment)

    def start(self, *, store: Sequence[str]) -> None:
        """Start them; ``store`` are the sandbox's options that stock the shop."""
        self._run_to_end("migrate", [sys.executable, "manage.py", "migrate", "--verbosity", "0"])
        app = self.addresses.app
        sandbox = ["integrations.sandbox", "--port", _port(self.addresses.sandbox), "--app-url", app, *store]
        self._run_along("sandbox", [sys.executable, "-m", *sandbox])
        etsy = ["integrations.sandbox.etsy", "--port", _port(self.addresses.etsy), "--app-url", app, *store]
        self._run_along("etsy", [sys.executable, "-m", *etsy])
        back = ["--redirect-uri", f"{app}/connect/amazon"]
        amazon = ["integrations.sandbox.amazon", "--port", _port(self.addresses.amazon), *back]
        self._run_along("amazon", [sys.executable, "-m", *amazon])
        self._run_along("lustre", [sys.executable, "manage.py", "serve", "--port", _port(app)])
        for name in ("sandbox", "etsy", "amazon"):
            self._wait(f"{getattr(self.addresses, name)}/control/state", name)
        self._wait(f"{app}/readyz", "lustre")

    def stop(self) -> None:
        """Ask all to end; a process that has not ended after ten seconds is killed."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def log(self, name: str) -> Path:
        """The file that holds what a process printed."""
        return self.folder / f"{name}.log"

    def _run_to_end(self, name: str, command: Sequence[str]) -> None:
        with self.log(name).open("wb") as log:
            code = subprocess.run(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, check=False
            ).returncode
        if code:
            raise StartFailedError(self._why(name))

    def _run_along(self, name: str, command: Sequence[str]) -> None:
        with self.log(name).open("wb") as log:
            self.running.append(
                subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
            )

    def _wait(self, url: str, name: str) -> None:
        end = monotonic() + START_LIMIT_SECONDS
        while monotonic() < end and all(process.poll() is None for process in self.running):
            if answers(url):
                return
            sleep(0.1)
        raise StartFailedError(self._why(name))

    def _why(self, name: str) -> str:
        last = self.log(name).read_text(errors="replace").splitlines()[-20:]
        return "\n".join([f"{name} did not start. The end of {self.log(name)}:", *last])


def _port(address: str) -> str:
    return address.rsplit(":", 1)[1]


def answers(url: str) -> bool:
    """Whether an address answers 200 now."""
    try:
        return httpx.get(url, timeout=2).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
