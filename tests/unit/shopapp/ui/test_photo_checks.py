from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from integrations.compliance import load_rules
from shopapp.checking import judging
from shopapp.checking.judging import Asked
from shopapp.models import PhotoCheck
from shopapp.ui.photo_checks import STANDS_FOR
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
    category = PhotoCheck.objects.get().category
    told = judging.report("My ring.jpg", facts, Asked(page, "main", category))
    PhotoCheck.objects.update(state="done", report=told)


def accepted(**fields: object) -> dict[str, object]:
    """Return facts of a photo that nothing measurable stops."""
    seen = {rule.fact: False for rule in judging.rule_book().rules if rule.fact.endswith("_found")}
    known = {
        "longest_side_px": 2000, "shortest_side_px": 2000, "format": "jpeg", "animated": False, "frames": 1,
        "border_white_share": 1.0, "background_white_share": 1.0, "fill_side": 0.87, "fill_area": 0.6,
        "touches_frame": False, "color_profile": "srgb", "parts": 1, "bytes": 500_000,
    }  # fmt: skip
    return seen | known | fields


def confirm(there: str, *names: str, **more: str) -> Any:
    return Client().post(there, {"confirm": names, **more})


def headline(there: str) -> str:
    return Client().get(there).content.decode().split("<h1>")[1].split("</h1>")[0]


def test_a_photo_is_dropped_watched_and_judged() -> None:
    there = send().json()["next"]
    assert b"is being measured" in Client().get(there).content
    assert Client().get(there, headers=JSON).json() == {
        "state": "waiting", "finished": False, "sentence": "", "report": {}, "confirmable": [],
    }  # fmt: skip
    answered({"longest_side_px": 480})
    page = Client().get(there)
    text = page.content.decode()
    assert "Amazon US, jewelry would refuse this photo" in text
    assert "this photo has 480 px" in text
    assert "Could not be measured: please confirm" in text
    assert "It is a photograph, no rendering and no drawing." in text
    assert 'href="https://sellercentral.amazon.com/' in text
    assert page["Cache-Control"] == "private, no-store"


def test_a_photo_that_nothing_stops_says_so_only_when_all_points_are_confirmed() -> None:
    there = send().json()["next"]
    answered(accepted(person_found=None, bust_found=None))
    assert headline(there) == (
        "Nothing measured stops this photo at Amazon US, jewelry, but 2 points are yours to confirm"
    )
    page = Client().get(there).content.decode()
    assert page.count('type="checkbox"') == 2
    assert "Nobody wears it" in page
    assert confirm(there, "confirmed_photograph").status_code == 302
    assert headline(there).endswith("but 1 point is yours to confirm")
    confirm(there, "confirmed_photograph", "confirmed_nobody_wears_it")
    assert headline(there) == "Nothing stops this photo at Amazon US, jewelry"
    assert Client().get(there).content.decode().count(" checked>") == 2
    told = Client().get(there, headers=JSON).json()
    assert told["report"]["confirmed"] == ["confirmed_nobody_wears_it", "confirmed_photograph"]
    assert "facts" not in told["report"]
    confirm(there)
    assert headline(there).endswith("2 points are yours to confirm")


def test_what_nobody_can_confirm_is_never_called_good() -> None:
    there = send().json()["next"]
    answered(accepted(fill_side=None))
    confirm(there, "confirmed_photograph")
    assert headline(there) == (
        "Nothing measured stops this photo at Amazon US, jewelry, but 1 point could not be measured"
    )
    page = Client().get(there).content.decode()
    assert "Could not be measured (2)" in page, "the general rule about fill only advises here"
    assert 'name="category"' not in page


def test_what_is_broken_stays_broken_whatever_is_confirmed() -> None:
    there = send().json()["next"]
    answered(accepted(longest_side_px=480, person_found=True))
    confirm(there, "confirmed_photograph", "confirmed_nobody_wears_it")
    assert headline(there) == "Amazon US, jewelry would refuse this photo"


def test_a_rule_that_waits_for_the_kind_of_piece_is_answered_there() -> None:
    there = send(category="").json()["next"]
    answered(accepted())
    page = Client().get(there).content.decode()
    assert ('name="category"' in page, "Could not be measured (1)" in page) == (True, True)
    confirm(there, "confirmed_photograph", category="earrings")
    page = Client().get(there).content.decode()
    assert ('name="category"' in page, "Photograph both earrings" in page) == (False, True)
    assert PhotoCheck.objects.get().category == "earrings"


def test_what_may_be_confirmed_has_words_of_its_own() -> None:
    asked = [Asked(page, slot) for page in judging.pages() for slot in ("main", "gallery")]
    assert sorted(STANDS_FOR) == judging.confirmations(asked)


def test_nobody_confirms_what_is_not_asked_or_not_measured() -> None:
    there = send().json()["next"]
    assert confirm(there, "confirmed_photograph").status_code == 409
    answered(accepted())
    assert confirm(there, "confirmed_real_piece").status_code == 422
    assert confirm(there[:-3] + "xyz", "confirmed_photograph").status_code == 403


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
