"""An Amazon of a few scripted answers, and time that only passes when somebody sleeps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from integrations.amazon import AmazonConfig, AmazonMarketplace
from integrations.amazon.client import AmazonClient, Pace
from integrations.http import client
from integrations.marketplace import Grant

CONFIG = AmazonConfig("the-client", "the-secret", "the-application")
GRANT = Grant("Atza|secret", datetime(2030, 1, 1, tzinfo=UTC), "Atzr|secret", account="A2SELLER")
STORE = "ATVPDKIKX0DER"
Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def errors(
    status: int, code: str = "X", message: str = "no", details: str = "", **headers: str
) -> httpx.Response:
    body = {"errors": [{"code": code, "message": message, "details": details}]}
    return httpx.Response(status, json=body, headers=headers)


@dataclass
class Scripted:
    """Gives its answers in order, the last one for ever, and keeps what it was asked."""

    answers: list[Answer]
    asked: list[httpx.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    now: float = 1000.0
    config: AmazonConfig = CONFIG

    def http(self) -> httpx.Client:
        return client(transport=httpx.MockTransport(self._answer))

    def client(self) -> AmazonClient:
        return AmazonClient(self.config, GRANT, http=self.http(), pace=self.pace())

    def marketplace(self) -> AmazonMarketplace:
        return AmazonMarketplace(self.config, GRANT, http=self.http(), pace=self.pace())

    def pace(self) -> Pace:
        return Pace(sleep=self._sleep, clock=lambda: self.now, jitter=lambda: 0.5)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
