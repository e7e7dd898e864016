"""Etsy as a function from a request to an answer, and time that passes by being waited for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from integrations.etsy import EtsyConfig
from integrations.etsy.client import EtsyClient
from integrations.etsy.limits import Limiter
from integrations.usage import ProcessStorage

Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def told(content: Any = None, status: int = 200, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json={} if content is None else content, headers=named)


@dataclass
class Etsy:
    """Answers in order; the last one stands for all that follow."""

    answers: Iterable[Answer]
    config: EtsyConfig = field(default_factory=lambda: EtsyConfig("the-key", "the-secret"))
    draw: float = 1.0
    now: float = 1000.0
    requests: list[httpx.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    storage: ProcessStorage = field(default_factory=ProcessStorage)

    def __post_init__(self) -> None:
        self.answers = list(self.answers)
        self.http = httpx.Client(transport=httpx.MockTransport(self._answer))

    def client(self) -> EtsyClient:
        return EtsyClient(
            self.config,
            "the-token",
            http=self.http,
            limiter=Limiter("the-key:7", storage=self.storage, clock=lambda: self.now),
            sleep=self.sleep,
            draw=lambda: self.draw,
        )

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds

    def _answer(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            return answer(request)
        return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
