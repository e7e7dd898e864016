"""Feeds, raw: documents at signed addresses, many listings at once, and the report."""

import pytest

from tests.sandbox.amazon.raw import MAIN, SELLER, RawAmazon, change, error, picture

A = "https://app.example/a.jpg"
JSON = "application/json; charset=UTF-8"


def feed(*messages: dict, seller: str = SELLER) -> dict:
    return {"header": {"sellerId": seller, "version": "2.0"}, "messages": list(messages)}


def message(number: int, sku: str, name: str = MAIN, kind: str = "RING") -> dict:
    return {
        "messageId": number,
        "sku": sku,
        "operationType": "PATCH",
        "productType": kind,
        "patches": [change(name, A)],
    }


def status(amazon: RawAmazon, feed_id: str) -> str:
    return amazon.ask("GET", f"/feeds/2021-06-30/feeds/{feed_id}").json()["processingStatus"]


def test_a_feed_is_queued_run_and_reported_on(amazon: RawAmazon) -> None:
    amazon.world[A] = picture()
    answer = amazon.send_feed(feed(message(1, "R-7"), message(2, "R/6 %")))
    assert answer.status_code == 202
    feed_id = answer.json()["feedId"]
    assert status(amazon, feed_id) == "IN_QUEUE"
    amazon.wait(0.4)
    assert status(amazon, feed_id) == "IN_PROGRESS"
    amazon.wait(0.8)
    assert status(amazon, feed_id) == "DONE"
    report = amazon.report(feed_id)
    assert (report["summary"]["messagesAccepted"], report["issues"]) == (2, [])
    amazon.wait(2)
    assert amazon.locator().startswith("https://amazon.example/")


def test_a_report_names_each_message_that_was_refused(amazon: RawAmazon) -> None:
    amazon.control("faults", report_plain=1)
    wrong = [
        message(1, "R-7", "fake_attribute"),
        message(2, "R-8"),
        {"messageId": 3, "sku": "R-7", "operationType": "DELETE"},
        message(4, "S-1", kind="GEMSTONE"),
    ]
    feed_id = amazon.send_feed(feed(*wrong)).json()["feedId"]
    amazon.wait(2)
    report = amazon.report(feed_id)
    assert [one["messageId"] for one in report["issues"]] == [1, 2, 3]
    assert report["issues"][0]["attributeName"] == "fake_attribute"
    assert (report["summary"]["messagesAccepted"], report["summary"]["messagesInvalid"]) == (1, 3)


def test_a_feed_of_another_seller_changes_nothing(amazon: RawAmazon) -> None:
    feed_id = amazon.send_feed(feed(message(1, "R-7"), seller="A1OTHER")).json()["feedId"]
    amazon.wait(2)
    assert amazon.report(feed_id)["summary"]["messagesInvalid"] == 1


@pytest.mark.parametrize("content", [b"{", {"messages": []}, feed()])
def test_a_feed_that_is_not_as_its_schema_says_is_fatal(amazon: RawAmazon, content: object) -> None:
    feed_id = amazon.send_feed(content).json()["feedId"]
    amazon.wait(2)
    assert status(amazon, feed_id) == "FATAL"


def test_a_feed_of_a_kind_that_is_gone_is_fatal(amazon: RawAmazon) -> None:
    target = amazon.ask("POST", "/feeds/2021-06-30/documents", json={"contentType": JSON}).json()
    amazon.http.put(target["url"], content=b"<xml/>", headers={"Content-Type": JSON})
    answer = amazon.make_feed(target["feedDocumentId"], feedType="POST_PRODUCT_IMAGE_DATA")
    amazon.wait(2)
    assert status(amazon, answer.json()["feedId"]) == "FATAL"


def test_a_document_takes_what_was_announced_in_time_and_without_a_token(amazon: RawAmazon) -> None:
    target = amazon.ask("POST", "/feeds/2021-06-30/documents", json={"contentType": JSON}).json()

    def put(**headers: str) -> int:
        return amazon.http.put(target["url"], content=b"{}", headers=headers).status_code

    assert put(**{"Content-Type": "application/json"}) == 403
    assert put(**{"Content-Type": JSON, "x-amz-access-token": amazon.token}) == 403
    assert amazon.make_feed(target["feedDocumentId"]).status_code == 400
    assert put(**{"Content-Type": JSON}) == 200
    amazon.now += 301
    assert put(**{"Content-Type": JSON}) == 403
    assert amazon.http.get(target["url"]).status_code == 403


def test_what_is_not_there_is_not_found(amazon: RawAmazon) -> None:
    assert error(amazon.ask("GET", "/feeds/2021-06-30/feeds/1"))[0] == 404
    assert error(amazon.ask("GET", "/feeds/2021-06-30/documents/1"))[0] == 404
    assert amazon.make_feed("guess").status_code == 400
    assert amazon.http.get("/documents/guess").status_code == 403


def test_a_feed_for_another_store_is_refused(amazon: RawAmazon) -> None:
    target = amazon.ask("POST", "/feeds/2021-06-30/documents", json={"contentType": JSON}).json()
    amazon.http.put(target["url"], content=b"{}", headers={"Content-Type": JSON})
    answer = amazon.make_feed(target["feedDocumentId"], marketplaceIds=["A1F83G8C2ARO7P"])
    assert error(answer)[:2] == (400, "InvalidInput")


def test_five_feeds_in_five_minutes_are_the_most(amazon: RawAmazon) -> None:
    codes = [amazon.make_feed("guess").status_code for _ in range(6)]
    assert codes == [400] * 5 + [429]
    amazon.now += 60
    assert amazon.make_feed("guess").status_code == 400
