"""``python -m integrations.sandbox.etsy``: serves the stand-in for Etsy until SIGTERM or Ctrl-C."""

import argparse
import signal
from dataclasses import replace
from pathlib import Path
from types import FrameType

from integrations.sandbox.etsy.app import create_app
from integrations.sandbox.etsy.options import Options, credentials
from integrations.sandbox.server import WsgiServer


def main(arguments: list[str] | None = None) -> int:
    """Start the server, print its address, and serve."""
    given = _parser().parse_args(arguments)
    keystring, shared_secret = credentials()
    options = Options(
        keystring=keystring,
        shared_secret=shared_secret,
        app_url=given.app_url.rstrip("/"),
        catalog=given.catalog,
        photos=given.photos,
        shop_size=given.shop_size,
    )
    try:
        server = _server(given.port, options)
    except (ValueError, OSError) as error:
        print(f"The stand-in for Etsy cannot start: {error}")
        return 2
    signal.signal(signal.SIGTERM, _stop)
    print(f"etsy sandbox: {server.url}", flush=True)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def _server(port: int, options: Options) -> WsgiServer:
    """Take the port first: the stand-in's own address is in what it answers."""
    server = WsgiServer(("127.0.0.1", port))
    try:
        server.app = create_app(replace(options, public_url=server.url))
    except (ValueError, OSError):
        server.server_close()
        raise
    return server


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m integrations.sandbox.etsy", description=__doc__)
    parser.add_argument("--port", type=int, default=8402, help="0 takes a free one")
    parser.add_argument("--app-url", default="http://127.0.0.1:8400", help="where consent leads back to")
    parser.add_argument("--catalog", type=Path, help="a catalog file in place of the sandbox's own")
    parser.add_argument("--photos", type=Path, help="stock the shop with the photos of a folder")
    parser.add_argument("--shop-size", type=int, help="how many products the shop has")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
