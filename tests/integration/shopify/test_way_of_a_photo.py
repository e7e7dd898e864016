"""Install, read the catalog, put other bytes behind a medium, read them back, put the old ones back."""

import hashlib

import pytest

from integrations.errors import Busy, NotFound, Rejected, Throttled, Unauthorized, Unavailable
from integrations.sandbox.options import Bucket
from integrations.shopify import catalog, media, shop, staged_upload, token_exchange
from integrations.shopify.types import MediaStatus
from tests.integration.shopify.conftest import CONFIG
from tests.sandbox.raw import picture

NEW = picture(shade=200)


def bulk(connected, document):
    client = connected.admin()
    gid = catalog.start_bulk(client, document)
    while not (status := catalog.bulk_status(client, gid)).is_over:
        connected.shop.wait(0.1)
    return catalog.read_bulk(connected.http, status.url)


def gid_of(connected, name="ring.jpg"):
    return connected.shop.medium(name)["id"]


def write(connected, data=NEW, name="ring.jpg"):
    client = connected.admin()
    url = staged_upload.upload(client, connected.http, file_name=name, mime_type="image/jpeg", data=data)
    media.replace_bytes(client, gid_of(connected, name), url)


def settled(connected, name="ring.jpg"):
    connected.shop.wait(5)
    return catalog.media_status(connected.admin(), [gid_of(connected, name)])[gid_of(connected, name)]


def test_an_installation_knows_its_shop_and_its_scopes(connected):
    info = shop.read(connected.admin())
    assert info.domain == connected.shop.options.shop
    assert info.scopes == {"read_products", "write_files"}
    assert set(connected.pair.scope.split(",")) == info.scopes


def test_a_whole_catalog_is_read_by_bulk(connected):
    products = catalog.products_from_rows(bulk(connected, catalog.PRODUCTS_DOCUMENT))
    by_title = {product.title: product for product in products}
    assert set(by_title) == {"Plain ring", "Thin chain", "Slow stone"}
    ring, chain = by_title["Plain ring"], by_title["Thin chain"]
    assert len(ring.media) == 3
    assert {each.gid for each in ring.media} & {each.gid for each in chain.media}
    assert [each.kind for each in chain.media if not each.is_image] == ["VIDEO"]
    assert by_title["Slow stone"].media[0].status is MediaStatus.PROCESSING


def test_variants_and_their_media_are_read_by_bulk(connected):
    variants = {
        each.sku: each for each in catalog.variants_from_rows(bulk(connected, catalog.VARIANTS_DOCUMENT))
    }
    assert variants["R-6"].media_gids == (gid_of(connected, "side.png"),)
    assert variants["R-7"].media_gids == ()


def test_a_product_is_read_in_gallery_order(connected):
    product = catalog.product_media(connected.admin(), connected.shop.product("Plain ring")["id"])
    assert [each.alt for each in product.media][:2] == ["Ring, front", "Ring, side"]
    assert [each.sku for each in catalog.product_variants(connected.admin(), product.gid)] == ["R-6", "R-7"]


def test_bytes_are_replaced_and_everything_else_stays(connected):
    client = connected.admin()
    original, before = media.download_original(client, connected.http, gid_of(connected))
    gallery = catalog.product_media(client, connected.shop.product("Plain ring")["id"]).media
    write(connected)
    after = settled(connected)
    data, _ = media.download_original(client, connected.http, gid_of(connected))
    assert data == NEW
    assert (after.gid, after.alt, after.status) == (before.gid, before.alt, MediaStatus.READY)
    assert after.url.split("?")[0] == before.url.split("?")[0]
    assert after.version != before.version
    again = catalog.product_media(client, connected.shop.product("Plain ring")["id"]).media
    assert [each.gid for each in again] == [each.gid for each in gallery]
    write(connected, original)
    settled(connected)
    assert media.download_original(client, connected.http, gid_of(connected))[0] == original


def test_the_copy_on_the_cdn_is_not_what_was_uploaded(connected):
    write(connected)
    served = connected.http.get(settled(connected).url).content
    assert hashlib.sha256(served).digest() != hashlib.sha256(NEW).digest()


def test_a_file_in_work_is_busy(connected):
    write(connected)
    with pytest.raises(Busy) as error:
        write(connected)
    assert error.value.codes <= {"FILE_LOCKED", "NON_READY_STATE"}
    settled(connected)
    write(connected)


def test_a_locked_file_is_busy(connected):
    connected.shop.control("faults", file_locked=1)
    with pytest.raises(Busy) as error:
        write(connected)
    assert error.value.codes == {"FILE_LOCKED"}


def test_a_medium_still_processing_is_busy(connected):
    with pytest.raises(Busy):
        write(connected, name="slow.jpg")


def test_another_extension_is_rejected(connected):
    client = connected.admin()
    url = staged_upload.upload(
        client, connected.http, file_name="ring.png", mime_type="image/png", data=picture("PNG")
    )
    with pytest.raises(Rejected):
        media.replace_bytes(client, gid_of(connected), url)


def test_a_failed_replacement_is_acknowledged_and_the_old_bytes_are_there(connected):
    client = connected.admin()
    original, _ = media.download_original(client, connected.http, gid_of(connected))
    write(connected, b"\xff\xd8 this is no picture")
    failed = settled(connected)
    assert failed.status is MediaStatus.FAILED
    assert failed.errors
    media.acknowledge_failure(client, failed.gid)
    assert settled(connected).status is MediaStatus.READY
    assert media.download_original(client, connected.http, failed.gid)[0] == original


def test_an_upload_target_that_has_run_out_is_replaced(connected):
    connected.shop.control("faults", upload_expired=1)
    write(connected)
    assert settled(connected).status is MediaStatus.READY


def test_a_storage_out_of_order_is_unavailable(connected):
    connected.shop.control("faults", upload_error=2)
    with pytest.raises(Unavailable):
        write(connected)


def test_an_original_s_address_runs_out(connected):
    client = connected.admin()
    address = catalog.media_status(client, [gid_of(connected)])[gid_of(connected)].original_url
    connected.shop.wait(600)
    assert connected.http.get(address).status_code in {400, 403, 404}
    assert media.download_original(client, connected.http, gid_of(connected))[0]


def test_a_medium_of_a_deleted_product_is_still_a_file(connected):
    number = connected.shop.product("Slow stone")["id"].rpartition("/")[2]
    connected.shop.control(f"products/{number}/delete")
    with pytest.raises(NotFound):
        catalog.product_media(connected.admin(), f"gid://shopify/Product/{number}")


def test_an_expired_token_is_unauthorized_and_its_pair_renews_it(connected):
    connected.shop.wait(3601)
    with pytest.raises(Unauthorized):
        shop.read(connected.admin())
    renewed = token_exchange.refresh(CONFIG, connected.shop.options.shop, connected.pair, connected.http)
    assert shop.read(connected.admin(renewed.access_token)).domain == connected.shop.options.shop


def test_an_uninstalled_app_is_unauthorized(connected):
    connected.shop.control("uninstall")
    with pytest.raises(Unauthorized):
        shop.read(connected.admin())
    with pytest.raises(Unauthorized):
        token_exchange.refresh(CONFIG, connected.shop.options.shop, connected.pair, connected.http)


def test_throttling_is_waited_out_and_bounded(connected):
    connected.shop.control("faults", throttle=2)
    assert shop.read(connected.admin()).name
    connected.shop.control("faults", throttle=1)
    with pytest.raises(Throttled):
        shop.read(connected.admin(max_wait_seconds=0))


def test_a_small_bucket_slows_us_down_and_refuses_nothing(install):
    connected = install(bucket=Bucket(maximum=60, restore_rate=10))
    started = connected.shop.now
    for _ in range(12):
        catalog.product_media(
            connected.admin(max_wait_seconds=600), connected.shop.product("Plain ring")["id"]
        )
    assert connected.shop.now > started


def test_a_few_bad_seconds_are_ridden_out(connected):
    connected.shop.control("faults", server_error=2.0)
    assert shop.read(connected.admin()).name


def test_minutes_of_them_are_unavailable(connected):
    connected.shop.control("faults", server_error=300.0)
    with pytest.raises(Unavailable):
        shop.read(connected.admin())
