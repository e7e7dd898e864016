from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from integrations.compliance import load_rules
from shopapp.checking import judging
from shopapp.checking.judging import Asked
from shopapp.models import PhotoCheck
from tests.signed_in import picture

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def send(**fields: str) -> Any:
    photo = SimpleUploadedFile("My ring.jpg", picture(), "image/jpeg")
    asked = {"marketplace": "amazon-us", "slot": "main", "category": "ring", **fields}
    return Client().post("/check-photo", {"photo": photo, **asked}, headers=JSON)


def answered(facts: dict[str, object]) -> None:
    page = judging.rule_book().page("amazon-us")
    assert page is not None
    told = judging.entry("My ring.jpg", facts, Asked(page, "main", "ring"))
    PhotoCheck.objects.update(state="done", report=told)


def test_a_photo_is_dropped_watched_and_judged() -> None:
    there = send().json()["next"]
    assert b"is being measured" in Client().get(there).content
    assert Client().get(there, headers=JSON).json() == {
        "state": "waiting", "finished": False, "sentence": "", "report": {},
    }  # fmt: skip
    answered({"longest_side_px": 480})
    page = Client().get(there)
    text = page.content.decode()
    assert "Amazon US, jewelry would refuse this photo" in text
    assert "this image has 480 px" in text
    assert "Could not be measured: please confirm" in text
    assert 'href="https://sellercentral.amazon.com/' in text
    assert page["Cache-Control"] == "private, no-store"


def test_a_photo_that_nothing_stops_says_so() -> None:
    there = send().json()["next"]
    answered({"longest_side_px": 2000})
    assert b"Nothing stops this photo at Amazon US, jewelry" in Client().get(there).content


def test_a_file_that_is_no_picture_says_why() -> None:
    there = send().json()["next"]
    PhotoCheck.objects.update(state="refused", reason_sentence="This file is no picture.")
    assert b"This file is no picture." in Client().get(there).content


def test_what_cannot_be_asked_and_no_file_are_refused_with_a_sentence() -> None:
    assert send(marketplace="myspace").status_code == 422
    answer = Client().post("/check-photo", {"marketplace": "etsy"}, headers=JSON)
    assert answer.json()["error"]["sentence"] == "Please choose a photo first."


def test_a_browser_without_scripts_is_sent_on() -> None:
    photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    answer = Client().post(
        "/check-photo", {"photo": photo, "marketplace": "meta", "slot": "main", "category": ""}
    )
    assert answer.status_code == 302
    PhotoCheck.objects.update(state="done", report={"blocks": False, "findings": []})
    text = Client().get(answer["Location"]).content
    assert b"Not checked:" in text
    assert b"Nothing is measured for Meta catalog yet" in text
    assert b"Nothing stops this photo" not in text


def test_the_page_offers_every_marketplace_and_leads_to_all_rules() -> None:
    text = Client().get("/check-photo").content.decode()
    assert all(f'value="{page.key}"' in text for page in judging.pages())
    rules = Client().get("/marketplace-rules").content.decode()
    assert not [rule.id for rule in load_rules().rules if f"{rule.id} " not in rules]
    assert "META-PX" in rules
