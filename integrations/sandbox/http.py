"""Requests, responses and routes over WSGI: as much of a web framework as the sandbox needs."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
LARGEST_BODY = 64 * 2**20


class UnreadableRequestError(Exception):
    """The request cannot be read; its text is the answer's."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, read whole."""

    method: str
    path: str
    host: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    params: dict[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Read the body as a JSON object; an empty one is an empty object."""
        if not self.body.strip():
            return {}
        try:
            content = json.loads(self.body)
        except ValueError:
            raise UnreadableRequestError("the body is not JSON") from None
        if not isinstance(content, dict):
            raise UnreadableRequestError("the body is not a JSON object")
        return content

    def form(self) -> dict[str, str]:
        """Read the body as a form's fields."""
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def json(cls, content: object, status: int = 200, **headers: str) -> "Response":
        """Answer with JSON."""
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return cls(json.dumps(content).encode(), status, "application/json; charset=utf-8", named)

    @classmethod
    def html(cls, page: str, status: int = 200) -> "Response":
        """Answer with a page."""
        return cls(page.encode(), status, "text/html; charset=utf-8")

    @classmethod
    def redirect(cls, location: str) -> "Response":
        """Send the browser elsewhere, by GET."""
        return cls(status=303, headers=(("Location", location),))


Handler = Callable[[Request], Response]


class Router:
    """Finds the handler of a method and a path."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, pattern: str, handler: Handler) -> None:
        """Route a path such as ``/products/{handle}``; ``{name:path}`` matches slashes too."""
        expression = re.sub(r"\{(\w+):path\}", r"(?P<\1>.+)", pattern)
        expression = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", expression)
        self._routes.append((method, re.compile(expression), handler))

    def answer(self, request: Request) -> Response:
        """Hand the request to its handler: 404 without one, 405 where only the method differs."""
        allowed = set()
        for method, expression, handler in self._routes:
            found = expression.fullmatch(request.path)
            if found and method == request.method:
                return handler(with_params(request, found.groupdict()))
            if found:
                allowed.add(method)
        if allowed:
            return Response(b"Method not allowed", 405, headers=(("Allow", ", ".join(sorted(allowed))),))
        return Response(b"Not found", 404)


def with_params(request: Request, params: dict[str, str]) -> Request:
    """Return the request with what its path named."""
    return Request(
        request.method, request.path, request.host, request.query, request.headers, request.body, params
    )


def read_request(environ: Environ) -> Request:
    """Read a WSGI request whole; header names are lower case."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_BODY:
        raise UnreadableRequestError(f"the body is larger than {LARGEST_BODY} bytes")
    headers = {
        name[5:].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace"),
        host=str(headers.get("host") or environ.get("SERVER_NAME", "")).split(":")[0],
        query={name: values[0] for name, values in query.items()},
        headers=headers,
        body=environ["wsgi.input"].read(length) if length else b"",
    )


def send(response: Response, start_response: StartResponse) -> Iterable[bytes]:
    """Hand an answer to the WSGI server."""
    headers = [
        ("Content-Type", response.content_type),
        ("Content-Length", str(len(response.body))),
        *response.headers,
    ]
    start_response(f"{response.status} {HTTPStatus(response.status).phrase}", headers)
    return [response.body]
