import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from integrations import http as our_http
from integrations.errors import (
    AccessDenied,
    NotFound,
    Rejected,
    Throttled,
    TimedOut,
    Unauthorized,
    Unavailable,
)

ADDRESS = "https://storage.example/file?X-Goog-Signature=very-secret"


def refusal(status, **headers):
    return httpx.Response(status, headers=headers, request=httpx.Request("GET", ADDRESS))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Rejected),
        (401, Unauthorized),
        (402, AccessDenied),
        (403, AccessDenied),
        (404, NotFound),
        (423, AccessDenied),
        (429, Throttled),
        (500, Unavailable),
        (503, Unavailable),
        (301, Rejected),
    ],
)
def test_each_refusal_has_its_error(status, expected):
    with pytest.raises(expected):
        our_http.raise_for_status(refusal(status), "It")


def test_a_success_raises_nothing():
    our_http.raise_for_status(refusal(201), "It")


def test_a_message_holds_no_query_string():
    with pytest.raises(NotFound) as error:
        our_http.raise_for_status(refusal(404), "It")
    assert "very-secret" not in str(error.value)
    assert "https://storage.example/file" in str(error.value)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("2.5", 2.5), ("0", 0), ("-3", 0), ("", 1), ("soon", 1), ("Mon, 01 Jan 2001 00:00:00 GMT", 0)],
)
def test_retry_after_is_read_in_seconds(value, seconds):
    assert our_http.retry_after(refusal(429, **{"Retry-After": value})) == seconds


@pytest.mark.parametrize("is_gmt", [True, False])
def test_retry_after_is_read_as_a_date(is_gmt):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    value = date if is_gmt else date.replace("GMT", "-0000")
    assert 27 < our_http.retry_after(refusal(429, **{"Retry-After": value})) <= 30


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (httpx.ReadTimeout("slow"), TimedOut),
        (httpx.PoolTimeout("busy"), TimedOut),
        (httpx.ConnectError("no route"), Unavailable),
        (httpx.RemoteProtocolError("cut off"), Unavailable),
        (httpx.DecodingError("no gzip"), Unavailable),
    ],
)
def test_what_the_network_does_gets_our_names(raised, expected):
    with pytest.raises(expected), our_http.translated("It"):
        raise raised


def test_the_log_of_a_request_holds_no_query_string(caplog):
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="httpx"):
        our_http.client(transport=transport).get(ADDRESS)
    lines = [record.getMessage() for record in caplog.records]
    assert sum("https://storage.example/file" in line for line in lines) == 2
    assert not any("very-secret" in line for line in lines)


def test_a_redirect_is_not_followed():
    transport = httpx.MockTransport(
        lambda _: httpx.Response(302, headers={"Location": "https://evil.example"})
    )
    assert our_http.client(transport=transport).get(ADDRESS).status_code == 302


def test_a_pause_grows_is_spread_and_has_an_end():
    assert [our_http.backoff(n, lambda: 1.0) for n in (1, 2, 3, 9)] == [1.0, 2.0, 4.0, 60.0]
    assert our_http.backoff(3, lambda: 0.0) == 2.0
    assert 0.5 <= our_http.backoff(1) <= 1.0
