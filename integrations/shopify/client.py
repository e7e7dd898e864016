"""The Admin GraphQL API of one shop: one ``execute()`` that knows costs, pauses and refusals.

A query that is throttled waits exactly as long as its cost takes to flow back; ``Retry-After`` is kept to the second.
What can be repeated without harm (queries, and the mutations named below) is repeated on their failures; any other
mutation is only repeated when it certainly never arrived. The pauses between are spread by chance, so that many workers
that failed together do not come back together. All waiting of one call is bounded.
"""

import random
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from integrations.errors import Throttled, Unavailable
from integrations.http import backoff, raise_for_status, translated
from integrations.shopify.answers import Answer, parse
from integrations.shopify.config import ShopifyConfig, require_shop
from integrations.shopify.cost import bucket_of

__all__ = ["AdminClient", "ShopifyConfig", "document"]

REPEATABLE_MUTATIONS = frozenset({"stage_upload"})
"""Mutations that leave nothing behind when they are sent twice."""

_QUERIES = Path(__file__).parent / "queries"
_ATTEMPTS = 4  # with pauses between them of 3.5 to 7 seconds in all
_PAUSE_WITHOUT_FIGURES = 1.0
_LEAST_COST = 1.0


@cache
def document(query_name: str) -> str:
    """Return the text of ``queries/<query_name>.graphql``."""
    return (_QUERIES / f"{query_name}.graphql").read_text(encoding="utf-8")


class AdminClient:
    """One shop's Admin API, by one token; cheap to make, and shares what it learns with its like."""

    def __init__(
        self,
        shop: str,
        token: str,
        *,
        http: httpx.Client,
        config: ShopifyConfig,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.shop = require_shop(shop)
        self._url = f"https://{self.shop}/admin/api/{config.api_version}/graphql.json"
        self._token = token
        self._http = http
        self._longest_wait = config.max_wait_seconds
        self._sleep = sleep
        self._clock = clock
        self.chance: Callable[[], float] = random.random
        self._bucket = bucket_of(self.shop)

    def __repr__(self) -> str:
        return f"AdminClient({self.shop!r})"

    def execute(self, query_name: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Run a query of the ``queries`` folder and return its data; every refusal is raised."""
        waited = 0.0
        failures = 0
        while True:
            try:
                return self._turn(query_name, variables or {})
            except Throttled as error:
                pause = error.retry_after
            except Unavailable as error:
                failures += 1
                if failures == _ATTEMPTS or not _may_repeat(query_name, error):
                    raise
                pause = backoff(failures, self.chance)
            waited = self._wait(query_name, pause, waited)

    def _turn(self, query_name: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Ask once, when there are points enough; ``Throttled`` says how long until there are."""
        pause = self._bucket.claim(self._cost(query_name), self._clock())
        if pause:
            raise Throttled(f"{query_name}: {self.shop} has too few points left", retry_after=pause)
        answer = self._send(query_name, variables)
        if answer.is_throttled:
            pause = self._bucket.seconds_until(self._cost(query_name), self._clock())
            raise Throttled(f"{query_name}: throttled", retry_after=pause or _PAUSE_WITHOUT_FIGURES)
        return answer.unwrap(query_name)

    def _send(self, query_name: str, variables: Mapping[str, Any]) -> Answer:
        claimed = self._cost(query_name)
        answer = None
        try:
            with translated("Shopify"):
                response = self._http.post(
                    self._url,
                    json={"query": document(query_name), "variables": variables},
                    headers={"X-Shopify-Access-Token": self._token, "Accept": "application/json"},
                )
            raise_for_status(response, "Shopify")
            answer = parse(query_name, _json(query_name, response))
        finally:
            status = None if answer is None else answer.throttle_status
            self._bucket.settle(claimed, status, self._clock())
        if answer.requested_cost is not None:
            self._bucket.costs[query_name] = answer.requested_cost
        return answer

    def _cost(self, query_name: str) -> float:
        return self._bucket.costs.get(query_name, _LEAST_COST)

    def _wait(self, query_name: str, pause: float, waited: float) -> float:
        if waited + pause > self._longest_wait:
            raise Throttled(f"{query_name}: {self.shop} asks for {pause:.1f} s", retry_after=pause)
        self._sleep(pause)
        return waited + pause


def _json(query_name: str, response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise Unavailable(f"{query_name}: an answer that is no JSON") from error


def _may_repeat(query_name: str, error: Unavailable) -> bool:
    never_arrived = isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout)
    is_query = not document(query_name).lstrip().startswith("mutation")
    return is_query or never_arrived or query_name in REPEATABLE_MUTATIONS
