import re
from datetime import timedelta

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from shopapp.models import ApiKey, Batch, Media, RetouchJob, Shop, Subscription, Sync, Transfer
from shopapp.studio import services as studio
from tests.factories import make_job, make_media, make_shop, work_off
from tests.fake_shop import FakeShop
from tests.signed_in import finished_job, picture, staff, token

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
    pytest.mark.usefixtures("fake"),
]
JSON = {"Accept": "application/json"}


def text_of(shop: Shop, address: str) -> str:
    answer = staff(shop).get(address)
    assert answer.status_code == 200
    page = re.sub(r'<s-\w+[^>]*? heading="([^"]*)"[^>]*>', r"\1 ", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class TestTheFrame:
    def test_a_document_without_a_token_is_an_empty_shell_for_its_own_shop(self, alice: Shop) -> None:
        make_media(alice)
        answer = Client().get(f"/app/library?shop={alice.domain}")
        assert "data-shell" in answer.content.decode()
        assert "14k gold ring" not in answer.content.decode()
        assert (
            f"frame-ancestors https://{alice.domain} https://admin.shopify.com"
            in answer["Content-Security-Policy"]
        )

    @pytest.mark.parametrize(
        "shop", ["", "evil.example", "a.myshopify.com%0d%0aX: y", "a.myshopify.com.evil.example"]
    )
    def test_nobody_else_may_frame_a_page(self, db: None, shop: str) -> None:
        answer = Client().get(f"/?shop={shop}")
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]

    def test_a_document_may_bring_its_token_in_the_address(self, alice: Shop) -> None:
        answer = Client().get("/app/plan", {"id_token": token(alice), "shop": alice.domain})
        assert "data-shell" not in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
        assert not answer.cookies

    def test_a_document_with_a_token_that_is_not_good_is_the_shell(self, alice: Shop) -> None:
        answer = Client().get("/", {"id_token": "x.y.z", "shop": alice.domain})
        assert (answer.status_code, "data-shell" in answer.content.decode()) == (200, True)

    def test_a_fetch_with_a_token_that_is_not_good_is_refused(self, alice: Shop) -> None:
        answer = Client(headers={"Authorization": "Bearer x.y.z"}).get("/")
        assert answer.status_code == 401

    def test_dates_are_in_the_shops_time_zone(self, alice: Shop) -> None:
        Shop.objects.update(timezone="Pacific/Auckland")
        key = ApiKey.objects.create(shop=alice, name="PIM", prefix="lus_", digest="d")
        ApiKey.objects.update(created_at="2026-03-01T20:00:00Z")
        assert key.pk
        assert "made March 2, 2026" in text_of(alice, "/app/settings")

    @pytest.mark.parametrize(
        ("asked", "written"),
        [
            ("en-US,en;q=0.9", "03/02/2026"),
            ("en-GB,en", "02/03/2026"),
            ("en-AU", "02/03/2026"),
            ("de", "03/02/2026"),
        ],
    )
    def test_dates_are_written_as_whoever_asks_writes_them(
        self, alice: Shop, asked: str, written: str
    ) -> None:
        Transfer.objects.update(created_at="2026-03-02T12:00:00Z")
        page = staff(alice).get("/app/plan", headers={"Accept-Language": asked})
        assert written in page.content.decode()
        assert "Accept-Language" in page["Vary"]


class TestHome:
    def test_it_says_that_the_catalog_is_being_read(self, alice: Shop) -> None:
        Sync.objects.create(shop=alice)
        assert "We are reading your catalog" in text_of(alice, "/")

    def test_it_says_that_the_catalog_could_not_be_read(self, alice: Shop) -> None:
        Sync.objects.create(shop=alice, state="failed", reason="Shopify was out of reach.")
        assert "Shopify was out of reach." in text_of(alice, "/")

    def test_a_store_that_is_half_read_is_not_offered_as_the_whole(self, alice: Shop) -> None:
        make_media(alice)
        sync = Sync.objects.create(shop=alice)
        text = text_of(alice, "/")
        assert "We are reading your catalog" in text
        assert "Retouch 1 photo" not in text
        Sync.objects.filter(pk=sync.pk).update(state="failed", reason="Shopify was out of reach.")
        text = text_of(alice, "/")
        assert "Shopify was out of reach." in text
        assert "Retouch 1 photo" not in text
        Sync.objects.filter(pk=sync.pk).update(state="done", finished_at=timezone.now())
        assert "Retouch 1 photo" in text_of(alice, "/")

    def test_while_a_store_is_read_again_it_stays_what_it_was(self, alice: Shop) -> None:
        make_media(alice)
        Sync.objects.create(shop=alice, state="done", finished_at=timezone.now())
        again = Sync.objects.create(shop=alice)
        text = text_of(alice, "/")
        assert "Retouch 1 photo" in text
        assert "Reading your catalog" in text
        Sync.objects.filter(pk=again.pk).update(state="failed", reason="Shopify was out of reach.")
        text = text_of(alice, "/")
        assert "Retouch 1 photo" in text
        assert "We could not read your catalog again" in text
        assert "Shopify was out of reach." in text

    def test_after_a_new_installation_the_catalog_counts_as_unread(self, alice: Shop) -> None:
        make_media(alice)
        Sync.objects.create(shop=alice, state="done", finished_at=alice.installed_at - timedelta(days=1))
        Sync.objects.create(shop=alice)
        assert "We are reading your catalog" in text_of(alice, "/")

    @pytest.mark.parametrize(
        ("granted", "told"),
        [
            ("read_products", "Lustre may not put photos on your store."),
            ("write_files", "Lustre may not see your products and their photos."),
        ],
    )
    def test_a_missing_permission_is_said_before_anything_is_offered(
        self, alice: Shop, fake: FakeShop, granted: str, told: str
    ) -> None:
        make_media(alice)
        Shop.objects.update(scopes=granted)
        fake.scopes = [granted]
        text = text_of(alice, "/")
        assert "Lustre needs your permission" in text
        assert told in text
        assert "Retouch 1 photo" not in text
        Batch.objects.create(shop=alice, kind="store", photos=1)
        assert told in text_of(alice, "/")

    @pytest.mark.parametrize("granted", ["read_products,write_files", "write_products, write_files", ""])
    def test_with_all_permissions_nothing_is_said_of_them(self, alice: Shop, granted: str) -> None:
        Shop.objects.update(scopes=granted)
        assert "needs your permission" not in text_of(alice, "/")

    def test_a_permission_that_was_granted_since_is_noticed(self, alice: Shop, fake: FakeShop) -> None:
        make_media(alice)
        Shop.objects.update(scopes="read_products")
        assert fake.scopes == ["read_products", "write_files"]
        assert "Retouch 1 photo" in text_of(alice, "/")

    def test_where_permissions_cannot_be_read_what_is_known_is_shown(
        self, alice: Shop, fake: FakeShop
    ) -> None:
        Shop.objects.update(scopes="read_products")
        fake.before = lambda name, _r: httpx.Response(502) if name == "read_shop" else None
        assert "Lustre needs your permission" in text_of(alice, "/")

    def test_an_empty_store_is_said_to_be_empty(self, alice: Shop) -> None:
        Sync.objects.create(shop=alice, state="done")
        assert "No product photos yet" in text_of(alice, "/")

    def test_it_offers_what_can_be_retouched_and_says_what_stays_out(self, alice: Shop) -> None:
        make_media(alice, 1)
        make_media(alice, 2, excluded=True)
        text = text_of(alice, "/")
        assert "Retouch 1 photo" in text
        assert "You asked us to leave this photo alone." in text

    def test_without_pro_it_offers_pro_first(self, db: None) -> None:
        shop = make_shop(credits_=80)
        for number in (1, 2):
            make_media(shop, number)
        assert "Take Pro for $29 a month" in text_of(shop, "/")

    def test_without_credits_it_offers_the_smallest_pack_that_covers_it(self, db: None) -> None:
        shop = make_shop(credits_=0, pro=True)
        for number in (1, 2):
            make_media(shop, number)
        assert "Buy 400 credits for $10" in text_of(shop, "/")

    def test_a_running_batch_shows_how_far_it_is(self, alice: Shop) -> None:
        batch = Batch.objects.create(shop=alice, kind="store", photos=2)
        finished_job(alice, 1, batch=batch)
        make_job(make_media(alice, 2), batch=batch)
        text = text_of(alice, "/")
        assert "1 of 2 photos done" in text
        assert "Pause" in text
        Batch.objects.update(state="paused")
        assert "Go on" in text_of(alice, "/")

    def test_when_all_is_done_it_says_so_and_leads_to_what_waits(self, alice: Shop) -> None:
        batch = Batch.objects.create(shop=alice, kind="store", state="done", photos=3)
        finished_job(alice, 1, batch=batch)
        finished_job(alice, 2, state="needs_review", batch=batch)
        Media.objects.filter(pk=make_job(make_media(alice, 3), state="failed", batch=batch).media_id).update(
            excluded=True
        )
        text = text_of(alice, "/")
        assert "1 retouched photo is on your store." in text
        assert "1 photo could not be done; it cost nothing" in text
        assert "Review 1 photo" in text

    def test_auto_retouch_that_stands_still_says_why(self, alice: Shop) -> None:
        Shop.objects.update(auto_paused_reason="Auto-retouch is paused: there are no credits left.")
        assert "Auto-retouch is paused" in text_of(alice, "/")

    def test_auto_retouch_of_a_plan_on_hold_leads_to_the_plan_not_to_credits(self, alice: Shop) -> None:
        Subscription.objects.update(status="FROZEN")
        Shop.objects.update(auto_retouch=True, auto_paused_reason="Auto-retouch is paused: Pro is on hold.")
        page = staff(alice).get("/").content.decode()
        assert "Auto-retouch is paused" in page
        assert "Add credits" not in page
        settings = staff(alice).get("/app/settings").content.decode()
        (switch,) = re.findall(r"<s-switch[^>]*>", settings)
        assert switch.endswith(" checked>")
        assert "Pro is on hold." in settings


class TestTheOtherPages:
    def test_the_library_filters_and_searches(self, alice: Shop) -> None:
        finished_job(alice, 1)
        make_media(alice, 2, alt="a silver chain")
        assert "2 files" in text_of(alice, "/app/library")
        assert "1 file" in text_of(alice, "/app/library?state=published")
        assert "1 file" in text_of(alice, "/app/library?text=silver")
        assert "No photo fits these filters" in text_of(alice, "/app/library?category=watch")

    def test_a_photo_tells_what_changed_in_words_with_the_figures_behind(self, alice: Shop) -> None:
        job = finished_job(alice)
        text = text_of(alice, f"/app/photos/{job.media_id}")
        assert "3 specks and hairlines are gone" in text
        assert "The metal has the tone of 14k yellow gold" in text
        assert "98 % of the piece&#x27;s edges came through" in text
        assert "The metal&#x27;s color moved by 3.2; a difference of 2 is just visible" in text
        assert "The stones&#x27; color did not move by anything an eye could see" in text
        assert "Not needed: gems." in text

    def test_a_photo_without_any_result_can_be_retouched_alone(self, alice: Shop) -> None:
        assert "Retouch this photo" in text_of(alice, f"/app/photos/{make_media(alice).pk}")

    def test_the_review_queue_shows_the_worst_first_with_its_spot(self, alice: Shop) -> None:
        for number in (1, 2):
            finished_job(alice, number, state="needs_review")
        page = staff(alice).get("/app/review").content.decode()
        assert "One spot fell to 41 %." in page
        assert 'class="spot"' in page
        worst = RetouchJob.objects.order_by("-revision__risk")[0]
        assert f"/app/actions/jobs/{worst.pk}/keep" in page
        following = staff(alice).get(f"/app/review?after={worst.pk}").content.decode()
        assert f"/app/actions/jobs/{worst.pk}/keep" not in following

    def test_an_empty_review_queue_is_said_to_be_empty(self, alice: Shop) -> None:
        assert "Nothing waits for you" in text_of(alice, "/app/review")

    def test_plan_says_what_credits_are_enough_for(self, alice: Shop) -> None:
        text = text_of(alice, "/app/plan")
        assert "Enough for about 10 photos." in text
        assert "about 20 photos, $0.50 a photo" in text

    def test_activity_folds_a_batch_and_offers_to_take_it_back(self, alice: Shop, fake: FakeShop) -> None:
        for number in (1, 2):
            fake.add(number, picture())
            make_media(alice, number)
        studio.start_batch(shop=alice)
        work_off()
        text = text_of(alice, "/app/activity")
        assert "2 results were put on your store." in text
        assert "Undo these" in text
        assert "Put 2 originals back" in text
        assert "Set aside for 2 photos" in text
