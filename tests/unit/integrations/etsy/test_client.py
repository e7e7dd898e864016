import logging

import httpx
import pytest

from integrations.errors import Rejected, Throttled, TimedOut, Unavailable
from integrations.etsy import EtsyConfig
from tests.unit.integrations.etsy.fakes import Etsy, told


def test_every_request_bears_the_key_with_its_secret_and_the_token():
    etsy = Etsy([told({"shop_id": 7})])
    assert etsy.client().get("/users/me") == {"shop_id": 7}
    sent = etsy.requests[0]
    assert str(sent.url) == "https://openapi.etsy.com/v3/application/users/me"
    assert sent.headers["x-api-key"] == "the-key:the-secret"
    assert sent.headers["authorization"] == "Bearer the-token"


def test_the_content_type_of_a_form_is_left_to_the_transport_which_knows_the_boundary():
    etsy = Etsy([told({"listing_image_id": 1}, 201, x_etsy_request_uuid="abc")])
    fields = [("rank", (None, "2")), ("image", ("a.jpg", b"bytes", "image/jpeg"))]
    assert etsy.client().post_form("/images", fields) == ({"listing_image_id": 1}, "abc")
    kind, _, boundary = etsy.requests[0].headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    assert etsy.requests[0].content.startswith(f"--{boundary}".encode())


def test_only_the_picture_bears_a_file_name():
    etsy = Etsy([told({}, 201)])
    fields = [
        ("rank", (None, "2")),
        ("alt_text", (None, "Ring")),
        ("image", ("a.jpg", b"bytes", "image/jpeg")),
    ]
    etsy.client().post_form("/images", fields)
    parts = etsy.requests[0].content.split(b"\r\n--")
    assert [b"filename=" in part for part in parts[:3]] == [False, False, True]
    assert b"Content-Type" not in parts[0]


def test_a_form_without_a_picture_has_several_parts_all_the_same():
    etsy = Etsy([told({}, 201)])
    etsy.client().post_form("/images", [("listing_image_id", (None, "5"))])
    assert etsy.requests[0].headers["content-type"].startswith("multipart/form-data; boundary=")


def test_a_429_is_waited_for_to_the_second_and_keeps_everybody_back():
    etsy = Etsy([told(status=429, retry_after="3"), told({"shop_id": 7})])
    assert etsy.client().get("/users/me") == {"shop_id": 7}
    assert etsy.slept == [3.0]
    waiting = Etsy([told(status=429, retry_after="100")])
    with pytest.raises(Throttled):
        waiting.client().get("/users/me")
    with pytest.raises(Throttled) as error:
        waiting.client().get("/users/me")
    assert error.value.retry_after == 100
    assert len(waiting.requests) == 1, "the second call is not even sent"


def test_a_wait_longer_than_allowed_is_the_callers():
    etsy = Etsy([told(status=429, retry_after="31")])
    with pytest.raises(Throttled) as error:
        etsy.client().get("/users/me")
    assert error.value.retry_after == 31
    assert etsy.slept == []


def test_all_pauses_of_a_call_together_are_bounded():
    etsy = Etsy([told(status=429, retry_after="12")])
    with pytest.raises(Throttled):
        etsy.client().get("/users/me")
    assert etsy.slept == [12.0, 12.0]


def test_ten_a_second_are_kept_without_being_told():
    etsy = Etsy([told({})])
    client = etsy.client()
    for _ in range(11):
        client.get("/users/me")
    assert etsy.slept == [1.0]


def test_what_the_headers_say_is_kept_to():
    etsy = Etsy([told({}, x_limit_per_second="1", x_remaining_this_second="0", x_remaining_today="9998")])
    client = etsy.client()
    client.get("/users/me")
    client.get("/users/me")
    assert etsy.slept == [1.0]


def test_a_day_that_is_used_up_is_told_in_words():
    etsy = Etsy([told({}, x_remaining_today="0")])
    client = etsy.client()
    client.get("/users/me")
    with pytest.raises(Throttled) as error:
        client.get("/users/me")
    assert error.value.retry_after == 600
    assert "limit on what we may do today" in error.value.merchant_sentence


@pytest.mark.parametrize(("draw", "pauses"), [(1.0, [1.0, 2.0, 4.0]), (0.0, [0.5, 1.0, 2.0])])
def test_pauses_after_failures_grow_and_are_drawn(draw: float, pauses: list[float]):
    etsy = Etsy([told(status=503)], draw=draw)
    with pytest.raises(Unavailable):
        etsy.client().get("/users/me")
    assert etsy.slept == pauses
    assert len(etsy.requests) == 4


@pytest.mark.parametrize("failure", [httpx.ReadTimeout("late"), httpx.ConnectError("nobody")])
def test_a_failure_on_the_way_is_followed_by_another_attempt(failure: Exception):
    etsy = Etsy([failure, told({"shop_id": 7})])
    assert etsy.client().get("/users/me") == {"shop_id": 7}
    assert len(etsy.slept) == 1


def test_a_service_that_never_answers_is_told_as_such():
    etsy = Etsy([httpx.ReadTimeout("late")], config=EtsyConfig("k", "s", max_wait_seconds=2))
    with pytest.raises(TimedOut):
        etsy.client().get("/users/me")
    assert etsy.slept == [1.0]


def test_a_page_of_somebody_in_front_of_etsy_is_no_refusal():
    etsy = Etsy([httpx.Response(403, text="<html>Denied</html>"), told({"shop_id": 7})])
    assert etsy.client().get("/users/me") == {"shop_id": 7}


def test_what_etsy_refuses_is_not_asked_again():
    etsy = Etsy([told({"error": "no"}, 400)])
    for ask in (
        lambda client: client.get("/x"),
        lambda client: client.post_json("/x", {}),
        lambda client: client.patch("/x", {"image_ids": "1,2"}),
        lambda client: client.delete("/x"),
    ):
        with pytest.raises(Rejected):
            ask(etsy.client())
    assert [request.method for request in etsy.requests] == ["GET", "POST", "PATCH", "DELETE"]
    assert etsy.slept == []


def test_neither_token_nor_secret_reaches_the_log(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    etsy = Etsy([told({"error": "invalid_token"}, 401)])
    with pytest.raises(Exception, match="401") as error:
        etsy.client().get("/users/me")
    assert "the-token" not in caplog.text + str(error.value) + repr(error.value)
    assert "the-secret" not in caplog.text + str(error.value)
