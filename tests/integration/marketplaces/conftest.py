"""Etsy's and Amazon's stand-ins over real HTTP, our own clients, and the product in between."""

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from integrations.amazon import AmazonConfig, AmazonLogin, AmazonMarketplace
from integrations.etsy import EtsyConfig, EtsyLogin, EtsyMarketplace
from integrations.http import client as build_client
from integrations.sandbox.amazon.__main__ import AmazonServer
from integrations.sandbox.amazon.options import Options as AmazonOptions
from integrations.sandbox.etsy.app import create_app as create_etsy
from integrations.sandbox.etsy.options import Options as EtsyOptions
from integrations.sandbox.server import WsgiServer
from shopapp.marketplaces import drafting, offering, reaching, reading, services, submissions
from shopapp.marketplaces.lifecycle import OPEN
from shopapp.models import (
    Listing,
    ListingSync,
    Media,
    Original,
    Product,
    ProductMedia,
    Revision,
    Shop,
    Submission,
    Variant,
)
from shopapp.studio import storage
from tests.factories import make_shop

STOCK = (("Gold band", "B-1", 3), ("Garnet ring", "G-2", 2), ("Silver cuff", "C-3", 1))
"""Title, SKU, photos."""
_RULES_ASK_SQUARE_PX = 1100


def drawn(seed: int, *, ground: str = "white") -> Image.Image:
    """A ring, more or less: round, on an even ground, its own in color and stone."""
    side = _RULES_ASK_SQUARE_PX
    image = Image.new("RGB", (side, side), ground)
    pen, edge = ImageDraw.Draw(image), side // 20
    metal = (150 + 17 * seed % 60, 110 + 29 * seed % 70, 50 + 41 * seed % 90)
    pen.ellipse((edge, edge, side - edge, side - edge), outline=metal, width=side // 6)
    stone = side // 3 + 13 * seed % 90
    pen.ellipse((stone, edge, stone + side // 4, edge + side // 4), fill=(90, 20 * seed % 200, 160))
    return image


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small stock for both stand-ins: photos as a merchant takes them, on grey."""
    folder, lines = tmp_path_factory.mktemp("stock"), []
    for number, (title, sku, photos) in enumerate(STOCK):
        lines += ["[[products]]", f'title = "{title}"', 'vendor = "v"', 'product_type = "Ring"', "tags = []"]
        for photo in range(photos):
            name = f"{sku}-{photo}.jpg"
            drawn(10 * number + photo, ground="#d8d4cc").save(folder / name, quality=90)
            lines += ["[[products.media]]", f'file = "{name}"', f'alt = "{title}, photo {photo + 1}"']
        lines += ["[[products.variants]]", 'title = "Default Title"', f'sku = "{sku}"']
    (folder / "catalog.toml").write_text("\n".join(lines))
    return folder / "catalog.toml"


@pytest.fixture
def etsy_url(catalog: Path, live_server: Any) -> Iterator[str]:
    server = WsgiServer(("127.0.0.1", 0))
    server.app = create_etsy(
        EtsyOptions("key", "secret", public_url=server.url, app_url=live_server.url, catalog=catalog)
    )
    yield from _served(server)


@pytest.fixture
def amazon_url(catalog: Path) -> Iterator[str]:
    options = AmazonOptions(
        client_id="id", client_secret="secret", application_id="amzn1.sp.solution.1", catalog=catalog
    )
    yield from _served(AmazonServer(("127.0.0.1", 0), options))


def _served(server: WsgiServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ways(etsy_url: str, amazon_url: str) -> Iterator[dict[str, str]]:
    """The product reaches both stand-ins; return their addresses."""
    etsy = EtsyConfig("key", "secret", sandbox_origin=etsy_url)
    amazon = AmazonConfig("id", "secret", "amzn1.sp.solution.1", sandbox_origin=amazon_url)
    with build_client() as http:
        found = {
            "etsy": reaching.Way(
                lambda: EtsyLogin(etsy, http=http), lambda grant: EtsyMarketplace(etsy, grant, http=http)
            ),
            "amazon": reaching.Way(
                lambda: AmazonLogin(amazon, http=http),
                lambda grant: AmazonMarketplace(amazon, grant, http=http),
            ),
        }
        with reaching.using(found):
            yield {"etsy": etsy_url, "amazon": amazon_url}


@pytest.fixture
def at_live_server(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The product's public address is where the test's own web server listens."""
    from shopapp.env import env as present
    from shopapp.marketplaces import connecting

    changed = present().model_copy(update={"app_url": live_server.url})
    for module in (offering, connecting):
        monkeypatch.setattr(module, "env", lambda: changed)
    return str(live_server.url)


@pytest.fixture
def shop(transactional_db: None, at_live_server: str) -> Shop:
    """A shop that sells the stock, every photo of it retouched onto white."""
    return stocked()


def stocked() -> Shop:
    """Make the shop."""
    shop = make_shop()
    for number, (title, sku, photos) in enumerate(STOCK):
        product = Product.objects.create(
            shop=shop,
            gid=f"gid://shopify/Product/{number}",
            title=title,
            handle=sku.lower(),
            product_type="Ring",
        )
        Variant.objects.create(product=product, gid=f"gid://shopify/ProductVariant/{number}", sku=sku)
        for photo in range(photos):
            _retouched(shop, product, 10 * number + photo, photo)
    return shop


def _retouched(shop: Shop, product: Product, seed: int, position: int) -> None:
    out = io.BytesIO()
    drawn(seed).save(out, "PNG")
    data, folder = out.getvalue(), storage.shop_folder(shop.pk)
    media = Media.objects.create(
        shop=shop,
        gid=f"gid://shopify/MediaImage/{seed}",
        url=f"https://cdn.shopify.com/{seed}.jpg",
        version="1",
    )
    ProductMedia.objects.create(product=product, media=media, position=position)
    key, sha256 = storage.put(folder, data, extension="png"), storage.digest(data)
    original = Original.objects.create(
        shop=shop, media=media, sha256=sha256, key=key, bytes=len(data), mime_type="image/png"
    )
    Revision.objects.create(
        shop=shop, original=original, work_key=f"work-{seed}", sha256=sha256, key=key, bytes=len(data),
        format="png", width=1100, height=1100, recipe="catalog-white", verdict="ready",
    )  # fmt: skip


def control(url: str, what: str = "state", /, **details: Any) -> Any:
    """Look at a stand-in, or ask it for something."""
    address = f"{url}/control/{what}"
    answer = httpx.get(address) if what == "state" else httpx.post(address, json=details)
    answer.raise_for_status()
    return answer.json()


def connect(shop: Shop, ways: dict[str, str]) -> None:
    """Let the product into both accounts, as a browser would, and read their listings."""
    from shopapp.marketplaces import connecting

    for name, url in ways.items():
        browser = Client()
        away = browser.get(urlsplit(connecting.start(shop=shop, marketplace=name)).path)["Location"]
        if name == "etsy":
            back = control(url, "consent", url=away)["location"]
        else:
            asked = {key: value[0] for key, value in parse_qs(urlsplit(away).query).items()}
            back = control(url, "authorize", redirect_uri=asked["redirect_uri"], state=asked["state"])[
                "location"
            ]
        assert browser.get(urlsplit(back).path + "?" + urlsplit(back).query).status_code == 200
    for sync in ListingSync.objects.all():
        reading.run(sync.pk)


def drafted(shop: Shop) -> list[Listing]:
    """Make every draft, and stand for what cannot be measured."""
    services.draft_all(shop_id=shop.pk)
    for pk in Listing.objects.filter(draft="waiting").values_list("pk", flat=True):
        drafting.run(pk)
    services.confirm(shop=shop)
    return list(Listing.objects.filter(draft="ready").order_by("pk"))


def work_off(*, until: Callable[[], bool] = lambda: False, rounds: int = 60) -> None:
    """Do what the network workers would do, looking again as soon as they may."""
    import time

    for _ in range(rounds):
        waiting = Submission.objects.filter(state__in=OPEN, held=False)
        if until() or not waiting.exists():
            return
        waiting.filter(owner="").update(due_at=timezone.now())
        for pk in waiting.values_list("pk", flat=True):
            submissions.run(pk)
        time.sleep(0.2)


def shown(url: str, name: str) -> dict[str, Any]:
    """What each listing shows, as the marketplace itself tells it."""
    listings = control(url)["listings"]
    if name == "etsy":
        return {
            str(each["id"]): [(image["id"], image["rank"], image["alt"]) for image in each["images"]]
            for each in listings
        }
    return {
        each["sku"]: {slot: image["locator"] for slot, image in each["slots"].items()} for each in listings
    }
