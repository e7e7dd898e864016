from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shopapp.api import keys
from shopapp.api.authentication import KeyThrottle
from shopapp.billing import ledger
from shopapp.models import Batch, IdempotencyKey, Original, RetouchJob, Shop, Subscription
from shopapp.studio import storage
from tests.factories import make_media
from tests.signed_in import finished_job, picture, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]
URL = "/api/v1"


def photo(name: str = "ring.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data if data is not None else picture(), "image/jpeg")


def test_a_photo_of_ones_own_is_taken_and_goes_to_no_store(alice: Shop) -> None:
    answer = program(alice).post(f"{URL}/photos", {"photo": photo(), "external_id": "SKU-7"})
    assert answer.status_code == 202
    assert answer.json()["state"] == "waiting"
    job = RetouchJob.objects.get(pk=answer.json()["id"])
    assert (job.external_id, job.publish, job.media, job.source) == ("SKU-7", False, None, "api")
    found = program(alice).get(f"{URL}/jobs", {"external_id": "SKU-7"}).json()
    assert [each["id"] for each in found] == [job.pk]


def test_several_photos_are_one_batch(alice: Shop) -> None:
    answer = program(alice).post(f"{URL}/batches", {"photos": [photo("a.jpg"), photo("b.jpg")]})
    assert answer.status_code == 202
    assert answer.json()["counts"] == {"waiting": 2}
    assert RetouchJob.objects.filter(batch=answer.json()["id"]).count() == 2


def test_photos_that_credits_do_not_reach_for_are_all_refused(alice: Shop) -> None:
    data = never_seen()
    answer = program(alice).post(f"{URL}/batches", {"photos": [photo(f"{n}.jpg", data) for n in range(11)]})
    assert (answer.status_code, answer.json()["code"]) == (402, "no_credits")
    assert not RetouchJob.objects.exists()
    assert not Batch.objects.exists()
    assert not is_kept(alice, data)


def never_seen() -> bytes:
    return picture() + uuid4().bytes


def is_kept(shop: Shop, data: bytes) -> bool:
    """Whether there is a row or a file of these bytes."""
    sha256 = storage.digest(data)
    folder = Path(default_storage.path(storage.shop_folder(shop.pk)))
    return Original.objects.filter(sha256=sha256).exists() or any(folder.rglob(f"{sha256}*"))


def test_of_a_photo_without_credits_nothing_is_kept(alice: Shop) -> None:
    data = never_seen()
    ledger.reserve(alice, [finished_job(alice)], credits_each=200)
    assert program(alice).post(f"{URL}/photos", {"photo": photo(data=data)}).status_code == 402
    assert not is_kept(alice, data)


def test_of_a_batch_with_an_impossible_photo_nothing_is_kept(alice: Shop) -> None:
    data = never_seen()
    photos = [photo("a.jpg", data), photo("nothing.jpg", b"")]
    assert program(alice).post(f"{URL}/batches", {"photos": photos}).status_code == 422
    assert not is_kept(alice, data)
    assert program(alice).post(f"{URL}/batches", {"photos": [photo("a.jpg", data)]}).status_code == 202
    assert is_kept(alice, data)
    assert storage.read(Original.objects.get(sha256=storage.digest(data)).key) == data


def test_a_batch_of_media_can_be_paused_and_cancelled(alice: Shop) -> None:
    media = [make_media(alice, number).pk for number in (1, 2)]
    client = program(alice)
    batch = client.post(f"{URL}/batches", {"media": media}, content_type="application/json").json()
    assert batch["photos"] == 2
    assert client.post(f"{URL}/batches/{batch['id']}/pause").json()["state"] == "paused"
    assert client.post(f"{URL}/batches/{batch['id']}/pause").status_code == 409
    assert client.post(f"{URL}/batches/{batch['id']}/resume").json()["state"] == "running"
    assert client.post(f"{URL}/batches/{batch['id']}/cancel").json()["state"] == "cancelled"
    assert client.get(f"{URL}/credits").json()["available"] == 200


def test_a_batch_names_one_kind_of_photos(alice: Shop) -> None:
    answer = program(alice).post(f"{URL}/batches", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_result_tells_its_figures_and_can_be_downloaded(alice: Shop) -> None:
    job = finished_job(alice)
    told = program(alice).get(f"{URL}/revisions/{job.revision_id}").json()
    assert told["report"]["fidelity"]["edges_kept"] == 0.98
    file = program(alice).get(told["download"])
    assert file["Content-Type"] == "image/jpeg"
    assert b"".join(file.streaming_content)[:2] == b"\xff\xd8"


def test_a_photo_in_review_is_kept_or_given_back(alice: Shop) -> None:
    first, second = (finished_job(alice, number, state="needs_review") for number in (1, 2))
    client = program(alice)
    assert client.post(f"{URL}/jobs/{first.pk}/keep").json()["state"] == "ready"
    assert client.post(f"{URL}/jobs/{second.pk}/keep-original").json()["state"] == "left"
    assert client.post(f"{URL}/jobs/{second.pk}/keep").json()["code"] == "conflict"


def test_undo_says_what_it_started_and_what_not(alice: Shop) -> None:
    media = make_media(alice, 1)
    answer = program(alice).post(f"{URL}/undo", {"media": [media.pk]}, content_type="application/json")
    assert answer.json() == {"started": [], "not_started": [media.pk]}


def test_a_set_is_made_and_told(alice: Shop) -> None:
    finished_job(alice)
    answer = program(alice).post(f"{URL}/exports", {"marketplace": "etsy"}, content_type="application/json")
    assert answer.status_code == 202
    told = program(alice).get(f"{URL}/exports/{answer.json()['id']}").json()
    assert (told["marketplace"], told["state"], told["zip"]) == ("etsy", "waiting", "")


def test_the_same_key_with_the_same_request_happens_once(alice: Shop) -> None:
    client, header = program(alice), {"Idempotency-Key": "one"}
    first = client.post(f"{URL}/photos", {"photo": photo()}, headers=header)
    again = client.post(f"{URL}/photos", {"photo": photo()}, headers=header)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again["Idempotent-Replayed"] == "true"
    assert RetouchJob.objects.count() == 1


def test_the_same_key_with_another_request_is_a_conflict(alice: Shop) -> None:
    client, header = program(alice), {"Idempotency-Key": "one"}
    client.post(f"{URL}/photos", {"photo": photo()}, headers=header)
    other = client.post(f"{URL}/photos", {"photo": photo(data=picture(10, 10))}, headers=header)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


def test_a_request_under_way_is_not_started_again(alice: Shop) -> None:
    client, header = program(alice), {"Idempotency-Key": "one"}
    client.post(f"{URL}/photos", {"photo": photo()}, headers=header)
    IdempotencyKey.objects.update(status=None)
    again = client.post(f"{URL}/photos", {"photo": photo()}, headers=header)
    assert (again.status_code, again.json()["code"]) == (409, "in_progress")


def test_a_refused_request_may_be_sent_again_with_its_key(alice: Shop) -> None:
    client, header = program(alice), {"Idempotency-Key": "one"}
    assert client.post(f"{URL}/exports", {"marketplace": "etsy"}, headers=header).status_code == 415
    body = {"data": {"marketplace": "etsy"}, "content_type": "application/json", "headers": header}
    assert client.post(f"{URL}/exports", **body).status_code == 422
    finished_job(alice)
    assert client.post(f"{URL}/exports", **body).status_code == 202


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer lus_wrong", "Basic lus_x", "Bearer eyJhbGciOi"])
def test_without_a_good_key_nothing_is_told(alice: Shop, header: str) -> None:
    answer = Client(headers={"Authorization": header}).get(f"{URL}/jobs")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_refused(alice: Shop) -> None:
    made = keys.create(shop=alice, name="PIM")
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})
    assert client.get(f"{URL}/credits").status_code == 200
    keys.revoke(shop=alice, key_id=made.row.pk)
    assert client.get(f"{URL}/credits").status_code == 401


def test_the_api_ends_with_pro(alice: Shop) -> None:
    client = program(alice)
    Subscription.objects.update(status="CANCELLED")
    answer = client.get(f"{URL}/credits")
    assert (answer.status_code, answer.json()["code"]) == (402, "plan_required")


def test_a_key_has_so_many_calls_a_minute(alice: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(KeyThrottle, "rate", "2/min")
    client = program(alice)
    statuses = [client.get(f"{URL}/credits").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_more_than_25_mb_is_refused_by_name(alice: Shop) -> None:
    answer = program(alice).post(f"{URL}/photos", {"photo": photo("huge.jpg", b"x" * (25 * 1024 * 1024 + 1))})
    assert answer.status_code == 422
    assert "huge.jpg" in answer.json()["message"]


def test_an_empty_file_is_refused_by_name_and_nothing_is_started(alice: Shop) -> None:
    photos = [photo("a.jpg"), photo("nothing.jpg", b"")]
    for path, sent in (("photos", {"photo": photos[1]}), ("batches", {"photos": photos})):
        answer = program(alice).post(f"{URL}/{path}", sent)
        assert answer.status_code == 422
        assert answer.json()["message"] == "nothing.jpg is empty. Please send the photo itself."
    assert not RetouchJob.objects.exists()
    assert not Batch.objects.exists()


def test_the_documentation_names_every_call(alice: Shop) -> None:
    page = Client().get(f"{URL}/docs").content.decode()
    assert "POST /api/v1/photos" in page
    assert "GET /api/v1/revisions/{revision_id}/download" in page


def test_a_result_is_tried_again_for_a_reason_and_only_once_for_one_key(alice: Shop) -> None:
    job = finished_job(alice)
    client, key = program(alice), {"Idempotency-Key": "retry-1"}
    asked = {"data": {"reason": "too-dark"}, "content_type": "application/json"}
    first = client.post(f"{URL}/jobs/{job.pk}/retry", headers=key, **asked)  # type: ignore[arg-type]
    again = client.post(f"{URL}/jobs/{job.pk}/retry", headers=key, **asked)  # type: ignore[arg-type]
    assert (first.status_code, again.json()["id"]) == (202, first.json()["id"])
    told = first.json()
    assert (told["kind"], told["retry_of"], told["retry_reason"]) == ("retry", job.pk, "too-dark")
    wrong = client.post(f"{URL}/jobs/{job.pk}/retry", {"reason": "too-blue"}, content_type="application/json")
    assert wrong.status_code == 400


def test_an_address_that_is_none_is_refused_in_json_to_programs_alone(alice: Shop) -> None:
    answer = program(alice).get(f"{URL}/jobs/-1")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "html" in Client().get("/nowhere")["Content-Type"]
