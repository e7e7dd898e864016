import httpx
import pytest

from integrations.amazon import marketplace as module
from integrations.errors import ImageLost, Rejected, Unavailable
from integrations.marketplace import ListingImage
from tests.unit.integrations.amazon.fakes import Scripted, errors

LINK = "https://m.media-amazon.com/images/I/a.jpg"


def test_a_picture_is_downloaded_without_our_token():
    amazon = Scripted([httpx.Response(200, content=b"picture")])
    assert amazon.marketplace().download(ListingImage("k", 1, LINK)) == b"picture"
    assert "x-amz-access-token" not in amazon.asked[0].headers


@pytest.mark.parametrize("address", ["", "s3://staging/a.jpg"])
def test_a_picture_that_is_still_on_its_way_cannot_be_looked_at(address):
    amazon = Scripted([httpx.Response(200)])
    with pytest.raises(ImageLost):
        amazon.marketplace().download(ListingImage("k", 1, address))
    assert amazon.asked == []


def test_a_picture_without_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(module, "MAX_IMAGE_BYTES", 3)
    with pytest.raises(Rejected):
        Scripted([httpx.Response(200, content=b"1234")]).marketplace().download(ListingImage("k", 1, LINK))


@pytest.mark.parametrize(
    ("answer", "kind"), [(errors(404), ImageLost), (httpx.ReadError("gone"), Unavailable)]
)
def test_a_picture_that_does_not_come_says_why(answer, kind):
    with pytest.raises(kind):
        Scripted([answer]).marketplace().download(ListingImage("k", 1, LINK))


def test_a_listing_without_a_catalog_item_has_locators_and_no_sizes():
    item = {"sku": "R-7", "attributes": {"main_product_image_locator": [{"media_location": LINK}]}}
    amazon = Scripted([httpx.Response(200, json=item)])
    image = amazon.marketplace().snapshot("R-7").images[0]
    assert (image.key, image.address, image.is_settled) == (LINK, LINK, False)
    assert len(amazon.asked) == 1
