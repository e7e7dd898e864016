"""``python -m integrations.sandbox``: serves the sandbox until SIGTERM or Ctrl-C."""

import argparse
import signal
from pathlib import Path
from types import FrameType

from integrations.sandbox.options import Options, credentials
from integrations.sandbox.server import SandboxServer


def main(arguments: list[str] | None = None) -> int:
    """Start the server, print its address, and serve."""
    given = _parser().parse_args(arguments)
    client_id, client_secret = credentials()
    options = Options(
        client_id=client_id,
        client_secret=client_secret,
        public_url="",
        app_url=given.app_url.rstrip("/"),
        catalog=given.catalog,
        photos=given.photos,
        shop_size=given.shop_size,
    )
    try:
        server = SandboxServer(("127.0.0.1", given.port), options)
    except (ValueError, OSError) as error:
        print(f"The sandbox cannot start: {error}")
        return 2
    signal.signal(signal.SIGTERM, _stop)
    print(f"sandbox: {server.app.sandbox.options.public_url}", flush=True)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m integrations.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8401, help="0 takes a free one")
    parser.add_argument(
        "--app-url", default="http://127.0.0.1:8400", help="where webhooks and the frame find the app"
    )
    parser.add_argument(
        "--catalog", type=Path, help="a catalog file in place of the one that comes with the sandbox"
    )
    parser.add_argument(
        "--photos", type=Path, help="stock the store with the photos of a folder, one product each"
    )
    parser.add_argument("--shop-size", type=int, help="how many products the store has")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
