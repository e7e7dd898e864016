"""The embedded default: web server, workers and scheduler in one process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from shopapp.embedded import EmbeddedWorkers
from shopapp.env import env

_THREADS = 8


class _Server(BaseApplication):  # type: ignore[misc]
    """One gunicorn worker with threads, whose process also runs the queues."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.workers = EmbeddedWorkers()
        super().__init__()

    def load_config(self) -> None:
        """Set what this server is: exactly one process, since its queue is its own."""
        options = {
            "bind": f"127.0.0.1:{self.port}",
            "workers": 1,
            "threads": _THREADS,
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 25,
            "keepalive": 15,
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: self.workers.start(),
            "worker_exit": lambda _server, _worker: self.workers.stop(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application, after the fork."""
        from shopapp.wsgi import application  # noqa: PLC0415 - after the fork

        return application


class Command(BaseCommand):
    """Serve the product in its embedded default."""

    help = "Serve the product in its embedded default: one process, nothing else to install."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the port."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_args: Any, port: int, **_options: Any) -> None:
        """Serve until told to stop."""
        if not env().embedded:
            raise CommandError("REDIS_URL is set: run gunicorn and the workers apart (bin/start)")
        _Server(port).run()
