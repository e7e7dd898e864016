import httpx
import pytest

from integrations.amazon.client import AmazonClient
from integrations.amazon.operations import CREATE_FEED, GET_FEED, GET_LISTING, PATCH_LISTING
from integrations.errors import (
    AccessDenied,
    NotFound,
    Rejected,
    Throttled,
    TimedOut,
    Unauthorized,
    Unavailable,
)
from integrations.usage import Change, ProcessStorage
from tests.unit.integrations.amazon.fakes import CONFIG, GRANT, Scripted, errors

DONE = httpx.Response(200, json={"sku": "R-7"})
SKU = {"sku": "R/6 %"}


def test_a_call_names_the_account_the_sku_and_the_token():
    amazon = Scripted([DONE])
    assert amazon.client().call(GET_LISTING, path=SKU, query={"a": "b,c"}) == {"sku": "R-7"}
    request = amazon.asked[0]
    assert request.url.host == "sellingpartnerapi-na.amazon.com"
    assert request.url.raw_path == b"/listings/2021-08-01/items/A2SELLER/R%2F6%20%25?a=b%2Cc"
    assert request.headers["x-amz-access-token"] == "Atza|secret"
    assert "authorization" not in request.headers


def test_the_token_is_in_no_repr():
    client = Scripted([DONE]).client()
    assert "secret" not in repr(client) + repr(client.config)


def test_a_throttled_call_waits_until_its_operation_has_a_request_again():
    amazon = Scripted([errors(429, "QuotaExceeded"), DONE])
    amazon.client().call(GET_LISTING, path=SKU)
    assert amazon.slept == [pytest.approx(0.2 * 1.25)]


def test_a_client_holds_back_by_itself_once_the_burst_is_spent():
    amazon = Scripted([DONE])
    client = amazon.client()
    for _ in range(12):
        client.call(GET_LISTING, path=SKU)
    assert amazon.slept == [pytest.approx(0.2)] * 2


def test_two_clients_of_one_account_share_the_rate():
    amazon = Scripted([DONE])
    for _ in range(11):
        amazon.client().call(GET_LISTING, path=SKU)
    assert len(amazon.slept) == 1


def test_clients_in_other_processes_share_the_rate_by_their_storage():
    amazon, storage = Scripted([DONE]), ProcessStorage()
    clients = [
        AmazonClient(CONFIG, GRANT, http=amazon.http(), pace=amazon.pace(), storage=storage) for _ in "ab"
    ]
    for number in range(11):
        clients[number % 2].call(GET_LISTING, path=SKU)
    assert len(amazon.slept) == 1
    amazon.client().call(GET_LISTING, path=SKU)
    assert len(amazon.slept) == 1, "another storage, another count"


def test_an_answer_is_not_lost_where_its_rate_cannot_be_noted():
    class Failing(ProcessStorage):
        """Out of reach once something was sent."""

        def change(self, key: str, change: Change) -> float:
            if amazon.asked:
                raise Unavailable("gone")
            return super().change(key, change)

    amazon = Scripted([httpx.Response(200, json={"feedId": "7"}, headers={"x-amzn-RateLimit-Limit": "9"})])
    client = AmazonClient(CONFIG, GRANT, http=amazon.http(), pace=amazon.pace(), storage=Failing())
    assert client.call(GET_FEED, path={"feed": "7"}) == {"feedId": "7"}


def test_a_rate_the_answer_names_is_believed():
    amazon = Scripted([httpx.Response(200, json={}, headers={"x-amzn-RateLimit-Limit": "50"})])
    client = amazon.client()
    for _ in range(11):
        client.call(GET_LISTING, path=SKU)
    assert amazon.slept == [pytest.approx(0.02)]


@pytest.mark.parametrize("named", ["", "many", "0"])
def test_a_rate_that_is_none_is_not_believed(named):
    amazon = Scripted([httpx.Response(200, json={}, headers={"x-amzn-RateLimit-Limit": named})])
    client = amazon.client()
    for _ in range(11):
        client.call(GET_LISTING, path=SKU)
    assert amazon.slept == [pytest.approx(0.2)]


def test_waiting_has_an_end_and_says_when_to_come_back():
    amazon = Scripted([errors(429)])
    with pytest.raises(Throttled) as error:
        amazon.client().call(CREATE_FEED, body={})
    assert error.value.retry_after == pytest.approx(60 * 1.25)
    assert amazon.slept == []


def test_an_outage_is_met_with_growing_pauses_and_then_told():
    amazon = Scripted([errors(503)])
    with pytest.raises(Unavailable):
        amazon.client().call(PATCH_LISTING, path=SKU, body={})
    assert amazon.slept == [0.75, 1.5, 3.0]


def test_an_outage_that_ends_is_not_told():
    amazon = Scripted([errors(500), httpx.ReadTimeout("late"), DONE])
    assert amazon.client().call(PATCH_LISTING, path=SKU, body={"a": 1}) == {"sku": "R-7"}
    assert [one.content for one in amazon.asked] == [b'{"a":1}'] * 3


def test_a_feed_that_may_have_been_made_is_not_made_again():
    amazon = Scripted([httpx.ReadTimeout("late")])
    with pytest.raises(TimedOut):
        amazon.client().call(CREATE_FEED, body={})
    assert len(amazon.asked) == 1


def test_a_feed_that_never_arrived_is_sent_again():
    amazon = Scripted([httpx.ConnectTimeout("nobody"), DONE])
    amazon.client().call(CREATE_FEED, body={})
    assert len(amazon.asked) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (errors(403, "Unauthorized", details="The access token you provided has expired."), Unauthorized),
        (errors(401, "Unauthorized"), Unauthorized),
        (errors(403, "Unauthorized", "Access to requested resource is denied."), AccessDenied),
        (errors(404, "NOT_FOUND"), NotFound),
        (errors(400, "InvalidInput"), Rejected),
        (errors(413), Rejected),
        (httpx.Response(400, text="<html>"), Rejected),
        (httpx.Response(400, json=["no"]), Rejected),
    ],
)
def test_each_refusal_is_the_error_that_says_what_to_do(answer, kind):
    with pytest.raises(kind) as error:
        Scripted([answer]).client().call(GET_LISTING, path=SKU)
    assert type(error.value) is kind
    assert error.value.merchant_sentence
    assert "secret" not in str(error.value)


def test_a_refusal_keeps_amazons_words_and_the_number_support_asks_for():
    answer = errors(400, "InvalidInput", "Wrong", "more", **{"x-amzn-RequestId": "r-1"})
    with pytest.raises(Rejected) as error:
        Scripted([answer]).client().call(GET_LISTING, path=SKU)
    assert "request r-1" in str(error.value)
    assert str(error.value.fields[0]) == "InvalidInput Wrong more"


@pytest.mark.parametrize("answer", [httpx.Response(200, text="<html>"), httpx.Response(200, json=[])])
def test_a_success_that_is_no_object_is_their_fault(answer):
    with pytest.raises(Unavailable):
        Scripted([answer]).client().call(CREATE_FEED, body={})
