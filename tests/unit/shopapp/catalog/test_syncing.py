import json
from typing import Any

import httpx
import pytest

from shopapp.catalog import services, syncing
from shopapp.models import Media, Product, ProductMedia, Shop, Sync, Variant, VariantMedia
from tests.factories import make_media
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db
RING, PENDANT = "gid://shopify/Product/1", "gid://shopify/Product/2"
SHARED, OWN, VIDEO = "gid://shopify/MediaImage/1", "gid://shopify/MediaImage/2", "gid://shopify/Video/3"


def product(gid: str, title: str) -> dict[str, Any]:
    return {"__typename": "Product", "id": gid, "title": title, "handle": title, "status": "ACTIVE", "vendor": "A",
            "productType": "", "tags": [], "createdAt": None, "updatedAt": None}  # fmt: skip


def image(gid: str, parent: str) -> dict[str, Any]:
    url = f"https://cdn.shopify.com/files/{gid[-1]}.jpg?v=1"
    return {"__typename": "MediaImage", "id": gid, "alt": "", "mediaContentType": "IMAGE", "status": "READY",
            "mimeType": "image/jpeg", "image": {"url": url, "width": 9, "height": 9}, "__parentId": parent}  # fmt: skip


PRODUCTS = [
    image(SHARED, PENDANT),  # children may come before their parent
    {
        "__typename": "Video",
        "id": VIDEO,
        "alt": "",
        "mediaContentType": "VIDEO",
        "status": "READY",
        "__parentId": RING,
    },
    product(RING, "Gold ring"),
    image(OWN, RING),
    product(PENDANT, "Silver pendant"),
    image(SHARED, RING),
]
VARIANTS = [
    {"__typename": "ProductVariant", "id": "v1", "title": "7", "sku": "R7", "product": {"id": RING}},
    {"__typename": "MediaImage", "id": OWN, "__parentId": "v1"},
]


class Bulk:
    """Two operations that are running when first asked, complete when asked again."""

    def __init__(self, state: str = "COMPLETED") -> None:
        self.state, self.started, self.asked = state, 0, 0

    def __call__(self, name: str, request: httpx.Request) -> httpx.Response | None:
        if request.url.host == "bulk.test":
            rows = PRODUCTS if int(request.url.path[1:]) % 2 else VARIANTS
            return httpx.Response(200, text="\n".join(json.dumps(row) for row in rows))
        if name == "start_bulk":
            self.started += 1
            operation = {"id": f"gid://shopify/BulkOperation/{self.started}", "status": "CREATED"}
            return answer({"bulkOperationRunQuery": {"bulkOperation": operation, "userErrors": []}})
        return self.status(request) if name == "bulk_status" else None

    def status(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        gid = json.loads(request.content)["variables"]["id"]
        state = self.state if self.asked > 2 else "RUNNING"
        node = {"id": gid, "status": state, "errorCode": None, "objectCount": "6", "fileSize": "1",
                "url": f"https://bulk.test/{gid[-1]}", "partialDataUrl": None}  # fmt: skip
        return answer({"bulkOperation": node})


def answer(data: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json={"data": data})


@pytest.fixture
def bulk(fake: FakeShop, monkeypatch: pytest.MonkeyPatch) -> Bulk:
    bulk = Bulk()
    fake.before = bulk
    name = fake._name
    monkeypatch.setattr(fake, "_name", lambda r: "bulk" if r.url.host == "bulk.test" else name(r))
    return bulk


def read(shop: Shop) -> Sync:
    sync = services.start_sync(shop=shop)
    for _ in range(4):
        Sync.objects.update(due_at=None)
        syncing.run(sync.pk)
    sync.refresh_from_db()
    return sync


def test_a_catalog_is_read_with_everything_that_hangs_together(alice: Shop, bulk: Bulk) -> None:
    sync = read(alice)
    assert (sync.state, sync.products, sync.media) == ("done", 2, 3)
    shared = Media.objects.get(gid=SHARED)
    assert {place.product.title for place in shared.places.all()} == {"Gold ring", "Silver pendant"}
    assert Media.objects.get(gid=VIDEO).kind == "VIDEO"
    assert VariantMedia.objects.get().media.gid == OWN
    assert Variant.objects.get().sku == "R7"
    assert Product.objects.get(gid=RING).category == "ring"


def test_reading_again_changes_nothing(alice: Shop, bulk: Bulk) -> None:
    read(alice)
    before = [model.objects.count() for model in (Product, Media, ProductMedia, Variant, VariantMedia)]
    bulk.asked = 0
    read(alice)
    assert [
        model.objects.count() for model in (Product, Media, ProductMedia, Variant, VariantMedia)
    ] == before


def test_what_is_gone_from_the_shop_is_marked(alice: Shop, bulk: Bulk) -> None:
    Product.objects.create(shop=alice, gid="gid://shopify/Product/99", title="Sold out")
    read(alice)
    assert Product.objects.get(gid="gid://shopify/Product/99").deleted_at


def test_one_reading_runs_at_a_time(alice: Shop, bulk: Bulk) -> None:
    assert services.start_sync(shop=alice).pk == services.start_sync(shop=alice).pk


def test_the_message_of_a_finished_operation_wakes_the_reading(alice: Shop, bulk: Bulk) -> None:
    sync = services.start_sync(shop=alice)
    syncing.run(sync.pk)
    sync.refresh_from_db()
    assert sync.due_at
    syncing.wake(shop=alice, bulk_gid=sync.products_gid)
    sync.refresh_from_db()
    assert sync.due_at is None


def test_an_operation_that_fails_is_told(alice: Shop, bulk: Bulk) -> None:
    bulk.state = "FAILED"
    sync = read(alice)
    assert sync.state == "failed"
    assert sync.reason == "Shopify did not finish reading your catalog. Please try again."


def test_a_refusal_ends_the_reading_with_its_sentence(alice: Shop, fake: FakeShop) -> None:
    fake.before = lambda _name, _r: httpx.Response(403)
    sync = read(alice)
    assert sync.state == "failed"
    assert "permission" in sync.reason


def test_a_busy_shop_is_asked_again(alice: Shop, fake: FakeShop) -> None:
    errors = [{"code": "OPERATION_IN_PROGRESS", "field": None, "message": "busy"}]
    fake.before = lambda _name, _r: answer({"bulkOperationRunQuery": {"userErrors": errors}})
    assert read(alice).failures == 4


def test_while_shopify_works_on_a_photo_what_we_know_of_it_stays(alice: Shop, fake: FakeShop) -> None:
    media = make_media(alice)
    fake.add(1, b"data", status="PROCESSING")
    services.refresh_product(shop=alice, gid=RING)
    media.refresh_from_db()
    assert (media.status, media.version, media.name) == ("PROCESSING", "1", "photo-1.jpg")
