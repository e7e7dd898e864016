import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shopapp.checking import judging
from shopapp.checking.judging import Asked
from shopapp.models import PhotoCheck, Shop
from tests.factories import make_shop
from tests.signed_in import picture, program

pytestmark = pytest.mark.django_db
URL = "/api/v1/checks"


def send(alice: Shop, **fields: str) -> dict[str, object]:
    photo = SimpleUploadedFile("ring.jpg", picture(), "image/jpeg")
    answer = program(alice).post(URL, {"photo": photo, "marketplace": "amazon-us", **fields})
    return {"status": answer.status_code, **answer.json()}


def test_a_photo_is_taken_in_and_its_answer_is_told(alice: Shop) -> None:
    told = send(alice, slot="gallery", category="ring")
    assert (told["status"], told["state"], told["blocks"], told["findings"]) == (202, "waiting", None, [])
    report = {"blocks": True, "findings": [{"rule": "AMZ-MINPX"}]}
    PhotoCheck.objects.update(state="done", report=report)
    found = program(alice).get(f"{URL}/{told['id']}").json()
    assert (found["state"], found["blocks"], found["findings"]) == ("done", True, report["findings"])
    assert (found["slot"], found["category"]) == ("gallery", "ring")


def test_what_could_not_be_measured_is_confirmed_by_name(alice: Shop) -> None:
    told = send(alice, category="ring", confirm="confirmed_photograph")
    assert told["confirmed"] == ["confirmed_photograph"]
    url = f"{URL}/{told['id']}/confirm"
    assert program(alice).post(url, {"confirm": []}, "application/json").status_code == 409
    page = judging.rule_book().page("amazon-us")
    assert page is not None
    report = judging.report("ring.jpg", {"bust_found": False}, Asked(page, "main", "ring"), told["confirmed"])
    PhotoCheck.objects.update(state="done", report=report)
    found = program(alice).get(f"{URL}/{told['id']}").json()
    assert {"name": "confirmed_nobody_wears_it", "rules": ["AMZ-JWL-MODEL"], "blocks": True} in found[
        "confirmable"
    ]
    names = ["confirmed_nobody_wears_it"]
    anew = program(alice).post(url, {"confirm": names}, "application/json").json()
    verdicts = {each["rule"]: each["verdict"] for each in anew["findings"]}
    assert (verdicts["AMZ-JWL-MODEL"], verdicts["AMZ-JWL-PHOTO"]) == ("pass", "unknown")
    assert program(alice).get(f"{URL}/{told['id']}").json()["confirmed"] == names
    wrong = program(alice).post(url, {"confirm": ["confirmed_real_piece"]}, "application/json")
    assert wrong.status_code == 422
    assert "confirmed_no_packaging" in wrong.json()["message"]


@pytest.mark.parametrize(
    "fields", [{"marketplace": "myspace"}, {"slot": "set"}, {"category": "spaceship"}, {"confirm": "all"}]
)
def test_what_cannot_be_asked_is_refused(alice: Shop, fields: dict[str, str]) -> None:
    assert send(alice, **fields)["status"] == 400


def test_another_shop_sees_nothing_of_it(alice: Shop) -> None:
    told = send(alice)
    PhotoCheck.objects.update(shop=make_shop("charlie.myshopify.com"))
    assert program(alice).get(f"{URL}/{told['id']}").status_code == 404
