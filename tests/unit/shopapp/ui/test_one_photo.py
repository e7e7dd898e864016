from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shopapp.models import Upload
from shopapp.studio import storage
from shopapp.uploads import services
from tests.signed_in import REPORT, picture

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def send(data: bytes | None = None, **headers: str) -> Any:
    photo = SimpleUploadedFile("My ring.jpg", picture() if data is None else data, "image/jpeg")
    return Client().post("/one-photo", {"photo": photo}, headers=JSON | headers)


def finish(**fields: Any) -> Upload:
    upload = Upload.objects.get()
    folder = upload.original_key.rsplit("/", 1)[0]
    key = storage.replace(f"{folder}/result.jpg", picture(60, 60))
    facts = {"facts": {"width": 60, "height": 60}}
    Upload.objects.update(**({"state": "done", "result_key": key, "report": REPORT | facts} | fields))
    upload.refresh_from_db()
    return upload


def test_a_photo_is_sent_watched_compared_and_downloaded() -> None:
    there = send().json()["next"]
    assert Client().get(there, headers=JSON).json() == {
        "state": "waiting", "finished": False, "sentence": "", "download": "",
    }  # fmt: skip
    assert b"is being retouched" in Client().get(there).content
    finish()
    page = Client().get(there).content
    assert b"<photo-compare" in page
    assert page.count(b"1400w") == page.count(b"960w") == 2
    told = Client().get(there, headers=JSON).json()
    assert told["finished"]
    file = Client().get(told["download"])
    assert 'filename="My ring-lustre.jpg"' in file["Content-Disposition"]
    assert b"".join(file.streaming_content)


def test_a_doubtful_result_says_that_somebody_should_compare() -> None:
    there = send().json()["next"]
    finish(state="review", reason_sentence="One spot fell to 41 %.")
    page = Client().get(there).content.decode()
    assert "One spot fell to 41 %." in page
    assert "Please compare before you use it." in page


def test_a_refused_photo_says_why() -> None:
    there = send().json()["next"]
    Upload.objects.update(state="refused", reason_sentence="This file is an animated GIF.")
    assert b"This file is an animated GIF." in Client().get(there).content


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"", "empty"), (b"x" * (services.MAX_BYTES + 1), "more than 25 MB")]
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    answer = send(data)
    assert answer.status_code == 422
    assert sentence in answer.json()["error"]["sentence"]


def test_no_file_at_all_is_refused_with_a_sentence() -> None:
    answer = Client().post("/one-photo", headers=JSON)
    assert answer.json()["error"]["sentence"] == "Please choose a photo first."


def test_an_address_has_ten_photos_an_hour() -> None:
    statuses = [send().status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_an_address_that_was_guessed_shows_nothing() -> None:
    there = send().json()["next"]
    assert Client().get(there[:-2] + "xx").status_code == 403


def test_without_script_the_form_leads_to_the_same_page() -> None:
    photo = SimpleUploadedFile("ring.jpg", picture(), "image/jpeg")
    answer = Client().post("/one-photo", {"photo": photo})
    assert answer.status_code == 302
    assert Client().get(answer["Location"]).status_code == 200


def test_the_page_itself_belongs_to_nobody() -> None:
    answer = Client().get("/one-photo")
    assert answer.status_code == 200
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
