import logging

import httpx
import pytest

from integrations.errors import (
    AccessDenied,
    Busy,
    NotFound,
    Rejected,
    Retryable,
    Throttled,
    TimedOut,
    Unauthorized,
    Unavailable,
)
from tests.shopify_fakes import TOKEN, FakeClock, Script, admin, answer, cost, throttled

DATA = {"nodes": []}


def graphql_error(code, data=None):
    return answer(data, errors=[{"message": "No.", "path": ["nodes", 0], "extensions": {"code": code}}])


def user_errors(code, key="userErrors", payload="fileUpdate"):
    return answer(
        {payload: {"files": [], key: [{"code": code, "field": ["files", "0", "id"], "message": "No."}]}}
    )


def ask(*replies, query_name="media_status", clock=None, **settings):
    return admin(Script(*replies), clock=clock, **settings).execute(query_name, {"ids": []})


def test_a_query_goes_to_the_shop_with_version_and_token():
    script = Script(answer(DATA))
    assert admin(script).execute("media_status", {"ids": ["gid://shopify/MediaImage/1"]}) == DATA
    request = script.requests[0]
    assert str(request.url) == "https://aurelia.myshopify.com/admin/api/2026-10/graphql.json"
    assert request.headers["X-Shopify-Access-Token"] == TOKEN
    assert script.sent()["variables"] == {"ids": ["gid://shopify/MediaImage/1"]}
    assert "query MediaStatus" in script.sent()["query"]


def test_a_shop_that_is_no_shop_gets_no_client():
    with pytest.raises(Unauthorized):
        admin(Script(), shop="evil.example")


def test_a_throttled_query_waits_exactly_as_long_as_its_cost_needs():
    clock = FakeClock()
    replies = [throttled(300, 50), answer(DATA, cost=cost(300, 0))]
    assert ask(*replies, clock=clock, shop="wait.myshopify.com") == DATA
    assert clock.naps == [pytest.approx(2.5)]


def test_the_next_query_of_the_shop_waits_before_it_is_sent():
    clock = FakeClock()
    script = Script(answer(DATA, cost=cost(100, 20)), answer(DATA, cost=cost(100, 0)))
    for _ in range(2):  # two clients, as two tasks would have
        admin(script, clock=clock, shop="next.myshopify.com").execute("media_status", {"ids": []})
    assert clock.naps == [pytest.approx(0.8)]


def test_throttling_without_a_shortage_still_pauses():
    clock = FakeClock()
    assert ask(throttled(10, 2000), answer(DATA), clock=clock, shop="odd.myshopify.com") == DATA
    assert clock.naps == [1.0]


def test_a_wait_beyond_the_limit_is_handed_to_the_caller():
    clock = FakeClock()
    with pytest.raises(Throttled) as error:
        ask(throttled(1000, 0, rate=10), clock=clock, shop="long.myshopify.com")
    assert error.value.retry_after == pytest.approx(100)
    assert clock.naps == []


def test_all_pauses_of_one_call_count_together():
    clock = FakeClock()
    replies = [httpx.Response(429, headers={"Retry-After": "25"}) for _ in range(3)]
    with pytest.raises(Throttled):
        ask(*replies, clock=clock, max_wait_seconds=60)
    assert clock.naps == [25, 25]


def test_retry_after_is_kept_to_the_second():
    clock = FakeClock()
    assert ask(httpx.Response(429, headers={"Retry-After": "4.0"}), answer(DATA), clock=clock) == DATA
    assert clock.naps == [4.0]


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(502),
        httpx.ReadTimeout("slow"),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        answer(None),
        graphql_error("INTERNAL_SERVER_ERROR"),
    ],
    ids=["502", "timeout", "html", "list", "no data", "internal"],
)
def test_a_query_is_asked_again_with_growing_pauses(failure):
    clock = FakeClock()
    assert ask(failure, failure, answer(DATA), clock=clock) == DATA
    assert 0.5 <= clock.naps[0] <= 1.0 <= clock.naps[1] <= 2.0


def test_workers_that_failed_together_come_back_at_different_times():
    naps = []
    for share in (0.0, 0.5, 1.0):
        clock = FakeClock()
        client = admin(Script(httpx.Response(502), answer(DATA)), clock=clock)
        client.chance = lambda share=share: share
        client.execute("media_status", {"ids": []})
        naps += clock.naps
    assert naps == [0.5, 0.75, 1.0]


def test_four_failures_are_enough():
    with pytest.raises(TimedOut):
        ask(*[httpx.ReadTimeout("slow")] * 4)


@pytest.mark.parametrize("failure", [httpx.Response(502), httpx.ReadTimeout("slow")])
def test_a_mutation_that_may_have_been_done_is_not_sent_twice(failure):
    with pytest.raises(Unavailable):
        ask(failure, query_name="replace_bytes")


@pytest.mark.parametrize(
    ("query_name", "failure"),
    [("replace_bytes", httpx.ConnectError("no route")), ("stage_upload", httpx.Response(502))],
)
def test_a_mutation_is_sent_again_where_that_cannot_harm(query_name, failure):
    assert ask(failure, answer({"done": {}}), query_name=query_name) == {"done": {}}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, Unauthorized), (403, AccessDenied), (402, AccessDenied), (404, NotFound), (400, Rejected)],
)
def test_a_refusal_by_status_is_raised_by_its_name(status, expected):
    with pytest.raises(expected):
        ask(httpx.Response(status))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ACCESS_DENIED", AccessDenied),
        ("MAX_COST_EXCEEDED", Rejected),
        ("undefinedField", Rejected),
        ("", Rejected),
    ],
)
def test_partial_data_is_attached_to_the_error(code, expected):
    with pytest.raises(expected) as error:
        ask(graphql_error(code, data={"nodes": [{"id": "1"}]}))
    assert error.value.data == {"nodes": [{"id": "1"}]}
    assert error.value.fields[0].field == ("nodes", "0")


def test_errors_may_be_one_sentence():
    with pytest.raises(Rejected, match="Not what I expected"):
        ask(httpx.Response(200, json={"errors": "Not what I expected"}))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("FILE_LOCKED", Busy),
        ("NON_READY_STATE", Busy),
        ("FILE_DOES_NOT_EXIST", NotFound),
        ("INVALID_FAILED_MEDIA_STATE", Rejected),
        ("PRODUCT_SUSPENDED", Rejected),
        (None, Rejected),
    ],
)
@pytest.mark.parametrize("key", ["userErrors", "mediaUserErrors"])
def test_user_errors_are_raised_with_their_codes(code, expected, key):
    with pytest.raises(expected) as error:
        ask(user_errors(code, key), query_name="replace_bytes")
    assert error.value.codes == ({code} if code else set())
    assert error.value.fields[0].field == ("files", "0", "id")
    assert isinstance(error.value, Retryable) == (expected is Busy)


def test_user_errors_that_are_not_all_of_a_kind_are_rejected():
    both = [{"code": code, "field": None, "message": ""} for code in ("FILE_LOCKED", "INVALID_FILENAME")]
    with pytest.raises(Rejected):
        ask(answer({"fileUpdate": {"userErrors": both}}), query_name="replace_bytes")


def test_the_token_is_in_no_message_no_repr_and_no_log(caplog):
    failures = [
        httpx.Response(401, text=TOKEN),
        httpx.ConnectError("no"),
        graphql_error("X"),
        user_errors("X"),
    ]
    with caplog.at_level(logging.DEBUG):
        for failure in failures:
            client = admin(Script(failure), max_wait_seconds=0)
            with pytest.raises((Unauthorized, Throttled, Rejected)) as error:
                client.execute("replace_bytes", {})
            assert TOKEN not in repr(error.value) + repr(client)
    assert TOKEN not in caplog.text
