import gzip
import json

import httpx
import pytest

from integrations.amazon import feeds
from integrations.amazon.feeds import FeedState
from integrations.errors import AccessDenied, Unavailable, UnsupportedFeature
from tests.unit.integrations.amazon.fakes import STORE, Scripted

TARGET = httpx.Response(201, json={"feedDocumentId": "d-1", "url": "https://storage.example/d-1?sig=1"})
MADE = httpx.Response(202, json={"feedId": "f-1"})
REPORT = {
    "issues": [
        {"messageId": 1, "sku": "R-7", "code": "1", "severity": "ERROR", "message": "No."},
        {"messageId": 2, "sku": "R-8", "code": "2", "severity": "WARNING", "message": "Well."},
    ],
    "summary": {"messagesAccepted": 1},
}


def feed(status, **more):
    return httpx.Response(200, json={"processingStatus": status, **more})


def document(**more):
    return httpx.Response(200, json={"feedDocumentId": "d-2", "url": "https://storage.example/d-2", **more})


def test_a_feed_is_announced_uploaded_and_made():
    amazon = Scripted([TARGET, httpx.Response(200), MADE])
    one = feeds.message(1, "R-7", {"productType": "RING", "patches": []})
    assert feeds.send(amazon.client(), [one]) == "f-1"
    _, upload, made = amazon.asked
    assert upload.headers["content-type"] == "application/json; charset=UTF-8"
    assert "x-amz-access-token" not in upload.headers
    content = json.loads(upload.content)
    assert content["header"]["sellerId"] == "A2SELLER"
    assert content["messages"][0]["operationType"] == "PATCH"
    assert json.loads(made.content) == {
        "feedType": "JSON_LISTINGS_FEED",
        "marketplaceIds": [STORE],
        "inputFeedDocumentId": "d-1",
    }


@pytest.mark.parametrize("count", [0, feeds.MOST_MESSAGES + 1])
def test_a_feed_of_nothing_or_of_too_much_is_not_sent(count):
    with pytest.raises(UnsupportedFeature):
        feeds.send(Scripted([TARGET]).client(), [{}] * count)


def test_an_upload_that_is_refused_makes_no_feed():
    amazon = Scripted([TARGET, httpx.Response(403)])
    with pytest.raises(AccessDenied):
        feeds.send(amazon.client(), [{}])
    assert len(amazon.asked) == 2


@pytest.mark.parametrize("status", ["IN_QUEUE", "IN_PROGRESS"])
def test_a_feed_on_its_way_has_no_report(status):
    assert feeds.report(Scripted([feed(status)]).client(), "f-1") is None


def test_a_feed_that_was_cancelled_reports_nothing():
    report = feeds.report(Scripted([feed("CANCELLED")]).client(), "f-1")
    assert report is not None
    assert (report.state, report.accepted, report.refused) == (FeedState.CANCELLED, 0, {})


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_report_is_read_packed_or_plain(is_packed):
    plain = json.dumps(REPORT).encode()
    content = gzip.compress(plain) if is_packed else plain
    more = {"compressionAlgorithm": "GZIP"} if is_packed else {}
    amazon = Scripted(
        [feed("DONE", resultFeedDocumentId="d-2"), document(**more), httpx.Response(200, content=content)]
    )
    report = feeds.report(amazon.client(), "f-1")
    assert report is not None
    assert report.accepted == 1
    assert [(sku, issues[0].code) for sku, issues in report.refused.items()] == [("R-7", "1")]
    assert [(sku, issues[0].code) for sku, issues in report.warned.items()] == [("R-8", "2")]


@pytest.mark.parametrize(
    "content",
    [b"no gzip", gzip.compress(b"{")[:-4], gzip.compress(b"{"), gzip.compress(b"[]")],
    ids=["not packed", "cut short", "no JSON", "no object"],
)
def test_a_report_that_cannot_be_read_is_their_fault(content):
    answers = [
        feed("DONE", resultFeedDocumentId="d-2"),
        document(compressionAlgorithm="GZIP"),
        httpx.Response(200, content=content),
    ]
    with pytest.raises(Unavailable):
        feeds.report(Scripted(answers).client(), "f-1")
