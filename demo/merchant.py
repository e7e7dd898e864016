"""The two hands of the day: a merchant in the app's pages, and an onlooker at the sandbox's own addresses."""

from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import Any

import httpx

POLL_SECONDS = 0.5


class RefusedError(RuntimeError):
    """The product said no; ``code`` and ``sentence`` are what it said."""

    def __init__(self, answer: httpx.Response) -> None:
        told = answer.json().get("error", {}) if "json" in answer.headers.get("content-type", "") else {}
        self.status = answer.status_code
        self.code = str(told.get("code", ""))
        self.sentence = str(told.get("sentence", answer.text[:200]))
        super().__init__(f"{answer.request.url.path}: {self.status} {self.sentence}")


class Onlooker:
    """Looks at the sandbox from outside, and asks it to do what happens to a real shop."""

    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=60)

    def state(self) -> dict[str, Any]:
        """Everything the sandbox holds, with the digest of every file."""
        return self._answer(self._http.get("/control/state"))

    def ask(self, what: str, **details: Any) -> dict[str, Any]:
        """Ask for something at the sandbox's control address."""
        return self._answer(self._http.post(f"/control/{what}", json=details))

    def bytes_at(self, address: str) -> bytes:
        """Fetch a file as a visitor of the shop would."""
        answer = self._http.get(address)
        answer.raise_for_status()
        return answer.content

    @staticmethod
    def _answer(answer: httpx.Response) -> dict[str, Any]:
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


class Merchant:
    """A staff member in the embedded app; every call carries a fresh session token, as App Bridge's do."""

    def __init__(self, app: str, shop: Onlooker) -> None:
        self._http = httpx.Client(base_url=app, timeout=120, headers={"Accept": "application/json"})
        self._shop = shop

    def open(self, path: str) -> httpx.Response:
        """Open a page as the admin's frame does."""
        query = {"id_token": self._token(), "embedded": "1"}
        answer = self._http.get(path, params=query, headers={"Accept": "text/html"})
        answer.raise_for_status()
        return answer

    def look(self, fragment: str, **query: str) -> Any:
        """Read one live part of a page."""
        return self._answer(
            self._http.get(f"/app/fragments/{fragment}", params=query, headers=self._bearer())
        )

    def press(self, action: str, **form: Any) -> dict[str, Any]:
        """Press a button."""
        answer = self._http.post(f"/app/actions/{action}", data=form, headers=self._bearer())
        told: dict[str, Any] = self._answer(answer)
        return told

    def download(self, address: str) -> bytes:
        """Fetch a file the product offers."""
        answer = self._http.get(address, headers={"Accept": "*/*"}, follow_redirects=True)
        answer.raise_for_status()
        return answer.content

    def leave_for(self, address: str) -> str:
        """Open the address of the product that leads to somebody else's page; return that page's address."""
        answer = self._http.get(address)
        if not answer.is_redirect:
            raise RefusedError(answer)
        return str(answer.headers["Location"])

    def follow(self, address: str) -> None:
        """Open the address of the product that Shopify sends the browser to after a charge."""
        self._http.get(address, follow_redirects=True).raise_for_status()

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token()}"}

    def _token(self) -> str:
        return str(self._shop.ask("session-token")["token"])

    @staticmethod
    def _answer(answer: httpx.Response) -> Any:
        if answer.is_error:
            raise RefusedError(answer)
        return answer.json()


def wait_for(look: Callable[[], Any], *, until: Callable[[Any], bool], seconds: float) -> Iterator[Any]:
    """Look again and again until something is so; yield each look, the last one too. TimeoutError when it never is."""
    end = monotonic() + seconds
    while True:
        seen = look()
        yield seen
        if until(seen):
            return
        if monotonic() > end:
            raise TimeoutError(f"still waiting after {seconds:.0f} s")
        sleep(POLL_SECONDS)
