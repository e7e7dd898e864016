"""The one place where an ``httpx.Client`` is built, and where transport failures get our names.

Every client has time-outs, follows no redirects, ignores the environment's proxies when a transport is given, and
logs its requests without the query string: signed addresses carry their secret there.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from integrations.errors import (
    AccessDenied,
    IntegrationError,
    NotFound,
    Rejected,
    Throttled,
    TimedOut,
    Unauthorized,
    Unavailable,
)

TIMEOUT = httpx.Timeout(30.0, connect=5.0)
"""Reading an answer may take long (a mutation with media does); connecting may not."""

USER_AGENT = "Lustre"

_LIMITS = httpx.Limits(max_connections=32, max_keepalive_connections=16)
_DEFAULT_RETRY_AFTER = 1.0
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0

log = logging.getLogger(__name__)


class _WithoutQuery(logging.Filter):
    """Cuts the query off every address in httpx's own log lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_shown(arg) if isinstance(arg, httpx.URL) else arg for arg in record.args)
        return True


logging.getLogger("httpx").addFilter(_WithoutQuery())


def client(
    *,
    base_url: str = "",
    timeout: httpx.Timeout = TIMEOUT,
    transport: httpx.BaseTransport | None = None,
) -> httpx.Client:
    """Build a client; a test gives it a transport of its own."""
    return httpx.Client(
        base_url=base_url,
        timeout=timeout,
        transport=transport,
        limits=_LIMITS,
        headers={"User-Agent": USER_AGENT},
        event_hooks={"request": [_note_start], "response": [_note_end]},
    )


@contextmanager
def translated(service: str) -> Iterator[None]:
    """Turn what httpx raises into what this package raises."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise TimedOut(f"{service} did not answer in time ({type(error).__name__})") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise Unavailable(f"{service} cannot be reached ({type(error).__name__})") from error


def raise_for_status(response: httpx.Response, service: str) -> None:
    """Raise our error for any answer that is not a success."""
    if response.is_success:
        return
    message = f"{service} answered {response.status_code} to {_shown(response.request.url)}"
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise Throttled(message, retry_after=retry_after(response))
    if response.is_server_error:
        raise Unavailable(message)
    raise _REFUSALS.get(response.status_code, Rejected)(message)


def backoff(failures: int, chance: Callable[[], float] = random.random) -> float:
    """Return how many seconds to wait after the n-th failure: doubling, and anywhere in its upper half.

    Workers that failed at one moment come back at different ones (equal jitter, as AWS's architecture blog names it).
    """
    whole = min(_FIRST_PAUSE_SECONDS * 2.0 ** (failures - 1), _LONGEST_PAUSE_SECONDS)
    return whole * (0.5 + 0.5 * chance())


def retry_after(response: httpx.Response) -> float:
    """Read how many seconds the server asks us to wait: given as seconds or as a date."""
    value = response.headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return _DEFAULT_RETRY_AFTER
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


_REFUSALS: dict[int, type[IntegrationError]] = {
    401: Unauthorized,
    402: AccessDenied,  # the shop is frozen for an unpaid bill
    403: AccessDenied,
    404: NotFound,
    423: AccessDenied,  # the shop is locked
}


def _shown(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}{url.path}"


def _note_start(request: httpx.Request) -> None:
    request.extensions["started"] = time.monotonic()


def _note_end(response: httpx.Response) -> None:
    request = response.request
    milliseconds = round(1000 * (time.monotonic() - request.extensions["started"]))
    log.debug("%s %s %s in %s ms", request.method, _shown(request.url), response.status_code, milliseconds)
