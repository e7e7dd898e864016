"""One seller's Selling Partner API: one ``call()`` that keeps every operation's rate, pauses, and reads refusals.

What may be sent twice without harm is repeated on failures with growing, jittered pauses; anything else only when it
certainly never arrived. All waiting of one call is bounded. A token that is no longer good raises ``Unauthorized``:
who owns the grant renews it.
"""

import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from integrations.amazon.answers import SERVICE, rate_of, unwrap
from integrations.amazon.config import AmazonConfig
from integrations.amazon.operations import Operation
from integrations.amazon.rates import TokenBucket, bucket_of
from integrations.errors import Throttled, Unavailable
from integrations.http import backoff, translated
from integrations.marketplace import Grant
from integrations.usage import PROCESS_STORAGE, UsageStorage

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """How time passes for a client; a test gives its own."""

    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    """The wall's, since rates are counted for all processes together."""
    jitter: Callable[[], float] = random.random
    """Between 0 and 1; many clients that were refused together must not come back together."""


class AmazonClient:
    """One seller's account in one store, by one access token; cheap to make."""

    def __init__(
        self,
        config: AmazonConfig,
        grant: Grant,
        *,
        http: httpx.Client,
        pace: Pace | None = None,
        storage: UsageStorage = PROCESS_STORAGE,
    ) -> None:
        self.config = config
        self.account = grant.account
        self.http = http
        self.pace = pace or Pace()
        self._storage = storage
        self._token = grant.access_token

    def __repr__(self) -> str:
        return f"AmazonClient({self.account!r}, {self.config.store.country})"

    def call(
        self,
        operation: Operation,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Ask for an operation and return its answer; every refusal is raised."""
        url = self.config.api_origin + _filled(operation, {"account": self.account, **(path or {})})
        request = self.http.build_request(
            operation.method, url, params=query, json=body, headers=self._headers()
        )
        waited = 0.0
        failures = 0
        while True:
            try:
                return self._turn(operation, request)
            except Throttled as error:
                pause = error.retry_after
            except Unavailable as error:
                failures += 1
                if failures == _ATTEMPTS or not _may_repeat(operation, error):
                    raise
                pause = backoff(failures, self.pace.jitter)
            waited = self._wait(operation, pause, waited)

    def _turn(self, operation: Operation, request: httpx.Request) -> dict[str, Any]:
        """Ask once, when it is our turn; ``Throttled`` says how long until it is."""
        bucket = bucket_of(self.config.client_id, self.account, operation, storage=self._storage)
        pause = bucket.claim(self.pace.clock())
        if pause:
            raise Throttled(f"{operation.limited_as}: not our turn yet", retry_after=pause)
        with translated(SERVICE):
            response = self.http.send(request)
        rate = rate_of(response)
        if rate is not None and not operation.plan:
            with suppress(Unavailable):  # an answer is not lost because nobody can note its rate
                bucket.learn(rate)
        try:
            return unwrap(operation.name, response)
        except Throttled as error:
            raise Throttled(str(error), retry_after=self._until_next(bucket)) from error

    def _until_next(self, bucket: TokenBucket) -> float:
        return bucket.drain(self.pace.clock()) * (1 + self.pace.jitter() / 2)

    def _wait(self, operation: Operation, pause: float, waited: float) -> float:
        if waited + pause > self.config.max_wait_seconds:
            raise Throttled(f"{operation.limited_as}: {SERVICE} asks for {pause:.1f} s", retry_after=pause)
        self.pace.sleep(pause)
        return waited + pause

    def _headers(self) -> dict[str, str]:
        return {"x-amz-access-token": self._token, "Accept": "application/json"}


def _filled(operation: Operation, values: Mapping[str, str]) -> str:
    """Put values into a path; a SKU may hold a slash, a space or a percent sign."""
    return operation.path.format_map({name: quote(value, safe="") for name, value in values.items()})


def _may_repeat(operation: Operation, error: Unavailable) -> bool:
    never_arrived = isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout)
    return operation.is_repeatable or never_arrived
