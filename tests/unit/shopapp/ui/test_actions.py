from typing import Any

import pytest
from django.test import Client

from shopapp.models import ApiKey, Batch, Media, Product, RetouchJob, Shop, Subscription
from shopapp.ui import settings_page
from tests.factories import make_media, make_shop, work_off
from tests.fake_shop import FakeShop
from tests.signed_in import finished_job, picture, staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
    pytest.mark.usefixtures("fake"),
]
JSON = {"Accept": "application/json"}


def press(shop: Shop, action: str, **form: Any) -> Any:
    answer = staff(shop).post(f"/app/actions/{action}", form, headers=JSON)
    return answer.json() | {"status": answer.status_code}


def live(shop: Shop, part: str) -> Any:
    return staff(shop).get(f"/app/fragments/{part}", headers=JSON).json()


def stocked(shop: Shop, fake: FakeShop, photos: int) -> None:
    for number in range(1, photos + 1):
        fake.add(number, picture())
        make_media(shop, number)


def test_the_whole_store_is_retouched_and_taken_back(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, 2)
    assert live(alice, "estimate")["can_start"]
    started = press(alice, "retouch")
    assert (started["photos"], started["credits"], started["next"]) == (2, 40, "/")
    work_off()
    assert live(alice, "progress")["counts"] == {"published": 2}
    assert {photo["state"] for photo in live(alice, "photos")} == {"published"}
    assert live(alice, "store")["credits"]["spent"] == 40
    assert len(press(alice, f"batches/{started['batch']}/undo")["undone"]) == 2
    work_off()
    assert live(alice, "store")["counts"] == {"undone": 2}
    assert press(alice, "undo-all")["undone"] == []


@pytest.mark.parametrize("undo", ["batches/{}/undo", "undo-all"])
def test_undoing_names_what_is_on_its_way_to_the_store_and_takes_it_back(
    alice: Shop, fake: FakeShop, undo: str
) -> None:
    stocked(alice, fake, 2)
    started = press(alice, "retouch")
    work_off(rounds=1)
    assert live(alice, "store")["counts"] == {"publishing": 2}
    told = press(alice, undo.format(started["batch"]))
    assert (len(told["undone"]), told["sentence"]) == (2, "2 originals are on their way back")
    assert live(alice, "store")["undoing"] == 2
    work_off()
    assert live(alice, "store")["counts"] == {"undone": 2}


def test_one_photo_is_retouched_undone_and_put_back(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, 1)
    media = Media.objects.get()
    assert press(alice, "retouch", media=[media.pk])["photos"] == 1
    work_off()
    assert press(alice, f"media/{media.pk}/undo")["status"] == 200
    work_off()
    assert live(alice, f"photos/{media.pk}")["state"] == "undone"
    job = RetouchJob.objects.get()
    assert press(alice, f"jobs/{job.pk}/publish")["job"] == job.pk
    work_off()
    assert live(alice, f"photos/{media.pk}")["state"] == "published"


def test_a_batch_is_paused_resumed_and_cancelled(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, 2)
    batch = press(alice, "retouch")["batch"]
    press(alice, f"batches/{batch}/pause")
    assert live(alice, "progress")["state"] == "paused"
    press(alice, f"batches/{batch}/resume")
    assert Batch.objects.get().state == "running"
    assert press(alice, f"batches/{batch}/cancel")["stopped"] == 2
    assert press(alice, f"batches/{batch}/resume")["error"]["code"] == "conflict"


def test_a_photo_in_review_is_decided(alice: Shop) -> None:
    first, second = (finished_job(alice, number, state="needs_review") for number in (1, 2))
    assert press(alice, f"jobs/{first.pk}/keep")["job"] == first.pk
    assert press(alice, f"jobs/{second.pk}/keep-original")["job"] == second.pk
    assert RetouchJob.objects.get(pk=second.pk).state == "left"


def test_photos_are_left_alone_and_let_in_again(alice: Shop) -> None:
    media = make_media(alice)
    assert press(alice, "media/exclude", media=[media.pk])["photos"] == 1
    assert live(alice, "estimate")["photos"] == 0
    assert press(alice, "media/restore", media=[media.pk])["photos"] == 1
    assert press(alice, "media/exclude", media=["x"])["status"] == 422


def test_pro_and_a_pack_lead_to_shopifys_page_and_count_once_approved(fake: FakeShop) -> None:
    shop = make_shop(credits_=0)
    for action, form in (("subscribe", {}), ("buy", {"pack": "credits-400"})):
        started = press(shop, action, **form)
        assert started["open"] == "https://confirm"
        fake.charges[started["charge"]]["status"] = "ACTIVE"
    settled = press(shop, "settle")
    assert (settled["pro"], settled["credits"]) == (True, 400)
    assert press(shop, "buy", pack="none")["status"] == 422
    press(shop, "cancel-plan")
    assert not live(shop, "store")["pro"]


def test_settings_are_saved(alice: Shop) -> None:
    press(alice, "settings", auto_retouch="on", recipe="keep-background", tone="platinum")
    alice.refresh_from_db()
    assert (alice.auto_retouch, alice.recipe, alice.tone) == (True, "keep-background", "platinum")
    assert press(alice, "settings", recipe="nonsense")["status"] == 422
    assert press(alice, "settings", recipe="catalog-white", tone="tin")["status"] == 422


def test_every_tone_that_is_offered_can_be_saved(alice: Shop) -> None:
    for tone in settings_page.TONES:
        assert press(alice, "settings", recipe="catalog-white", tone=tone)["status"] == 200
        alice.refresh_from_db()
        assert alice.tone == tone


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30])
def test_an_id_that_no_photo_can_have_is_refused_in_a_sentence(alice: Shop, value: str) -> None:
    refused = press(alice, "retouch", media=[value])
    assert (refused["status"], refused["error"]["code"]) == (422, "invalid")


def test_the_plan_shows_where_credits_came_from_and_went(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, 2)
    press(alice, "retouch")
    work_off()
    page = staff(alice).get("/app/plan").content.decode()
    assert "Credits added" in page
    assert "for 2 photos" in page


def test_the_plan_says_that_pro_waits_for_a_payment(alice: Shop) -> None:
    Subscription.objects.update(status="FROZEN")
    assert "Pro is on hold" in staff(alice).get("/app/plan").content.decode()
    Subscription.objects.update(status="ACTIVE")
    assert "Pro is on hold" not in staff(alice).get("/app/plan").content.decode()


def test_a_key_is_told_once_and_revoked(alice: Shop) -> None:
    made = press(alice, "keys", name="PIM")
    assert made["key"].startswith("lus_")
    assert made["key"] not in staff(alice).get("/app/settings").content.decode()
    assert made["key"] not in str(ApiKey.objects.values().get())
    press(alice, f"keys/{made['id']}/revoke")
    assert ApiKey.objects.get().revoked_at
    assert press(alice, "keys", name=" ")["status"] == 422
    assert press(make_shop("free.myshopify.com"), "keys", name="PIM")["error"]["code"] == "plan_required"


def test_a_set_is_started_and_followed(alice: Shop) -> None:
    assert press(alice, "exports", marketplace="etsy")["status"] == 422
    finished_job(alice)
    export = press(alice, "exports", marketplace="etsy")["export"]
    assert [(each["id"], each["state"]) for each in live(alice, "exports")] == [(export, "waiting")]
    assert b"being made" in staff(alice).get("/app/exports").content


def test_the_catalog_is_read_again(alice: Shop) -> None:
    press(alice, "sync")
    assert live(alice, "store")["sync"] == "running"


def test_a_live_part_that_did_not_change_is_not_sent_again(alice: Shop) -> None:
    finished_job(alice)
    first = staff(alice).get("/app/fragments/store")
    again = staff(alice).get("/app/fragments/store", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    finished_job(alice, 2)
    assert (
        staff(alice).get("/app/fragments/store", headers={"If-None-Match": first["ETag"]}).status_code == 200
    )


def test_shopify_out_of_reach_is_said_in_a_sentence(alice: Shop, fake: FakeShop) -> None:
    import httpx

    fake.before = lambda _name, _request: httpx.Response(503)
    refused = press(alice, "subscribe")
    assert (refused["status"], refused["error"]["code"]) == (503, "out_of_reach")


def test_an_action_needs_a_token_and_a_post(alice: Shop) -> None:
    assert Client().post("/app/actions/retouch").status_code == 401
    assert staff(alice).get("/app/actions/retouch").status_code == 405


def test_a_photo_is_tried_again_and_both_results_are_shown(alice: Shop, fake: FakeShop) -> None:
    job = finished_job(alice)
    fake.add(1, picture())
    page = staff(alice).get(f"/app/photos/{job.media_id}").content.decode()
    assert "retry-too-yellow" in page
    assert "7 credits" in page
    assert "again-compare" not in page
    made = press(alice, f"jobs/{job.pk}/retry", reason="too-yellow")
    now = live(alice, f"photos/{job.media_id}")
    assert (now["state"], now["moving"], now["again"]["state"]) == ("published", True, "waiting")
    work_off()
    now = live(alice, f"photos/{job.media_id}")
    assert (now["moving"], now["again"]["job_id"], now["again"]["state"]) == (False, made["job"], "ready")
    page = staff(alice).get(f"/app/photos/{job.media_id}").content.decode()
    assert "again-compare" in page
    assert f"/app/actions/jobs/{made['job']}/publish" in page
    assert press(alice, f"jobs/{job.pk}/retry", reason="too-blue")["error"]["code"] == "invalid"


def test_without_pro_the_photo_says_what_smart_retry_needs(alice: Shop) -> None:
    job = finished_job(alice)
    alice.subscriptions.all().delete()
    page = staff(alice).get(f"/app/photos/{job.media_id}").content.decode()
    assert "Smart Retry is part of Lustre Pro" in page
    assert "retry-too-yellow" not in page
    assert press(alice, f"jobs/{job.pk}/retry", reason="shadow")["error"]["code"] == "plan_required"


def test_the_review_page_offers_another_pass_for_nothing(alice: Shop) -> None:
    finished_job(alice, state="needs_review")
    page = staff(alice).get("/app/review").content.decode()
    assert 'data-hotkey="r"' in page
    assert "This costs nothing" in page


def test_the_ledger_is_downloaded_as_a_file_that_no_spreadsheet_runs(alice: Shop, fake: FakeShop) -> None:
    stocked(alice, fake, 1)
    Product.objects.update(title="=HYPERLINK(1)")
    press(alice, "retouch", media=[Media.objects.get().pk])
    work_off()
    page = staff(alice).get("/app/activity").content.decode()
    address = page.split('href="/activity/')[1].split('"')[0]
    answer = Client().get(f"/activity/{address}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"].startswith("attachment")
    assert lines[0].startswith("When,What,Photo,File,State,Who,Credits")
    assert "'=HYPERLINK" in lines[1]
    assert ",20," in lines[1]
    assert len(lines) == 2
    assert Client().get(f"/activity/{address}x").status_code == 403
    Shop.objects.update(uninstalled_at=alice.installed_at)
    assert Client().get(f"/activity/{address}").status_code == 403
