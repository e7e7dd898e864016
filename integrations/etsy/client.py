"""One shop's way to Etsy's Open API: the two headers, the limits, the pauses and the refusals.

Everything we send may be sent twice: reading changes nothing, an image is always put over the one at its place, an
order or a set of links is always given whole, and what is deleted already is gone. So a failure on the way is followed
by another attempt, after a pause that grows and is drawn at random; ``Retry-After`` is kept to the second. All waiting
of one call is bounded.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from integrations.errors import Throttled, Unavailable
from integrations.etsy import answers
from integrations.etsy.config import EtsyConfig
from integrations.etsy.limits import Limiter
from integrations.http import backoff, translated

FormFields = Sequence[tuple[str, tuple[str | None, bytes | str] | tuple[str | None, bytes, str]]]

_ATTEMPTS = 4


class EtsyClient:
    """Requests by one access token; cheap to make, and shares its limits with its like."""

    def __init__(
        self,
        config: EtsyConfig,
        token: str,
        *,
        http: httpx.Client,
        limiter: Limiter,
        sleep: Callable[[float], None] = time.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._config = config
        self._token = token
        self._http = http
        self._limiter = limiter
        self._sleep = sleep
        self._draw = draw

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Read."""
        return answers.read(self._send("GET", path, params=params or {}))

    def post_form(self, path: str, fields: FormFields) -> tuple[Any, str]:
        """Send a form of several parts; return the answer and the number of the request.

        The parts' boundary stands in the content type, so that header is left to the transport. A field given a file
        name would be taken for a file and not be read.
        """
        response = self._send("POST", path, files=fields)
        return answers.read(response), answers.request_id(response)

    def post_json(self, path: str, content: Mapping[str, Any]) -> Any:
        """Send JSON."""
        return answers.read(self._send("POST", path, json=content))

    def patch(self, path: str, fields: Mapping[str, str]) -> Any:
        """Change the named fields."""
        return answers.read(self._send("PATCH", path, data=fields))

    def delete(self, path: str) -> None:
        """Delete."""
        answers.read(self._send("DELETE", path))

    def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        """Ask until there is an answer that another attempt would not change."""
        waited, failures = 0.0, 0
        while True:
            try:
                return self._turn(method, path, content)
            except Throttled as error:
                pause = error.retry_after
                if waited + pause > self._config.max_wait_seconds:
                    raise
            except Unavailable:
                failures += 1
                pause = backoff(failures, self._draw)
                if failures == _ATTEMPTS or waited + pause > self._config.max_wait_seconds:
                    raise
            self._sleep(pause)
            waited += pause

    def _turn(self, method: str, path: str, content: Mapping[str, Any]) -> httpx.Response:
        """Ask once, when there is a place for it; raises only what may be worth another attempt."""
        pause = self._limiter.claim()
        if pause:
            raise answers.throttled(f"{method} {path} must wait for its turn", pause)
        with translated("Etsy"):
            response = self._http.request(
                method,
                f"{self._config.api_origin}/v3/application{path}",
                headers={
                    "x-api-key": self._config.api_key,
                    "Authorization": f"Bearer {self._token}",
                    "Accept": "application/json",
                },
                **content,
            )
        self._limiter.learn(response.headers)
        if not response.is_success:
            self._raise_if_passing(response)
        return response

    def _raise_if_passing(self, response: httpx.Response) -> None:
        error = answers.refusal(response)
        if isinstance(error, Throttled):
            self._limiter.block(error.retry_after)
        if isinstance(error, Throttled | Unavailable):
            raise error
