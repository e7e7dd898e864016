"""What the stand-in tells of issues, and the queue it waits in."""

import hashlib
import json

import httpx

from tests.sandbox.amazon.raw import MAIN, RawAmazon, change, picture

A = "https://app.example/a.jpg"
SUBSCRIPTIONS = "/notifications/v1/subscriptions/LISTINGS_ITEM_ISSUES_CHANGE"
WANTED = {"payloadVersion": "2023-12-13", "destinationId": "d"}


def sqs(amazon: RawAmazon, action: str, **content: object) -> httpx.Response:
    return amazon.http.post("/sqs", json=content, headers={"X-Amz-Target": f"AmazonSQS.{action}"})


def received(amazon: RawAmazon) -> list[dict]:
    return sqs(amazon, "ReceiveMessage", MaxNumberOfMessages=10).json()["Messages"]


def test_nobody_is_told_without_a_subscription(amazon: RawAmazon) -> None:
    amazon.put(A, picture(background="gray"))
    assert received(amazon) == []


def test_a_subscription_is_made_once(amazon: RawAmazon) -> None:
    assert amazon.ask("GET", SUBSCRIPTIONS).status_code == 404
    assert amazon.ask("POST", SUBSCRIPTIONS, json={"payloadVersion": "1.0"}).status_code == 400
    made = amazon.ask("POST", SUBSCRIPTIONS, json=WANTED).json()["payload"]["subscriptionId"]
    assert amazon.ask("GET", SUBSCRIPTIONS).json()["payload"]["subscriptionId"] == made
    assert amazon.ask("POST", SUBSCRIPTIONS, json=WANTED).status_code == 409
    amazon.token = "guess"
    assert amazon.ask("GET", SUBSCRIPTIONS).status_code == 403


def test_issues_are_told_when_they_come_and_when_they_go(amazon: RawAmazon) -> None:
    amazon.control("subscriptions")
    amazon.put(A, picture(background="gray"))
    amazon.put(A, picture())
    amazon.put(A, picture(700))
    told = [json.loads(one["Body"])["detail"]["Payload"] for one in received(amazon)]
    assert [one["Severities"] for one in told] == [["ERROR"], ["NONE"]]
    assert [one["EnforcementActions"] for one in told] == [["SEARCH_SUPPRESSED"], []]
    assert told[0]["Sku"] == "R-7"


def test_what_happens_by_hand_is_told_too(amazon: RawAmazon) -> None:
    amazon.control("subscriptions")
    amazon.control("listings/R-7/suppress")
    amazon.control("listings/R-7/clear")
    amazon.patch(
        change(MAIN, A), {"op": "delete", "path": f"/attributes/{MAIN}", "value": [{"marketplace_id": "x"}]}
    )
    assert len(received(amazon)) == 2


def test_a_message_is_hidden_until_it_is_deleted_or_its_time_is_over(amazon: RawAmazon) -> None:
    amazon.control("subscriptions")
    amazon.control("listings/R-7/suppress")
    message = received(amazon)[0]
    digest = hashlib.md5(message["Body"].encode(), usedforsecurity=False).hexdigest()
    assert message["MD5OfBody"] == digest
    assert received(amazon) == []
    amazon.now += 31
    again = received(amazon)[0]
    assert again["MessageId"] == message["MessageId"]
    sqs(amazon, "DeleteMessage", ReceiptHandle=again["ReceiptHandle"])
    amazon.now += 31
    assert received(amazon) == []


def test_the_queue_does_nothing_else(amazon: RawAmazon) -> None:
    assert sqs(amazon, "PurgeQueue").status_code == 400
    assert amazon.http.post("/sqs", content=b"{").status_code == 400
