"""What an app with ``write_products`` may do, and what it is refused: galleries, variants, metafields; and reading."""

from collections.abc import Callable

import pytest

from tests.sandbox.raw import RawShop, picture, upload

APPEND = """mutation($id: ID!, $pairs: [ProductVariantAppendMediaInput!]!) {
    productVariantAppendMedia(productId: $id, variantMedia: $pairs) {
    productVariants { id media(first: 1) { nodes { id } } } userErrors { code field } } }"""
DETACH = APPEND.replace("Append", "Detach")
REORDER = """mutation($id: ID!, $moves: [MoveInput!]!) { productReorderMedia(id: $id, moves: $moves) {
    job { id done } mediaUserErrors { code } } }"""
CHANGE = """mutation($product: ProductUpdateInput!, $media: [CreateMediaInput!]) {
    productUpdate(product: $product, media: $media) { product { id title productType } userErrors { message } } }"""
MARK = """mutation($all: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $all) {
    metafields { key value compareDigest } userErrors { code field elementIndex } } }"""
CREATE = """mutation($files: [FileCreateInput!]!) { fileCreate(files: $files) {
    files { id fileStatus } userErrors { code } } }"""
DELETE = """mutation($ids: [ID!]!) { fileDelete(fileIds: $ids) { deletedFileIds userErrors { code } } }"""
REFER = """mutation($files: [FileUpdateInput!]!) { fileUpdate(files: $files) { userErrors { code } } }"""


@pytest.fixture
def writer(open_shop: Callable[..., RawShop]) -> RawShop:
    shop = open_shop()
    shop.control("scopes", scopes=["read_products", "write_products", "write_files"])
    return shop.install()


def codes(payload: dict) -> list[str]:
    return [error["code"] for error in payload.get("mediaUserErrors", payload.get("userErrors"))]


def append(shop: RawShop, variant: str, *media: str, query: str = APPEND) -> dict:
    gid = shop.product("Plain ring")["id"]
    name = "productVariantAppendMedia" if query == APPEND else "productVariantDetachMedia"
    return shop.data(query, id=gid, pairs=[{"variantId": variant, "mediaIds": list(media)}])[name]


def test_a_variant_takes_one_medium_and_gives_it_back(writer: RawShop) -> None:
    first, second = (one["id"] for one in writer.product("Plain ring")["variants"])
    ring = writer.medium("ring.jpg")["id"]
    assert codes(append(writer, first, ring)) == ["PRODUCT_VARIANT_ALREADY_HAS_MEDIA"]
    assert append(writer, second, ring)["productVariants"][0]["media"]["nodes"] == [{"id": ring}]
    assert codes(append(writer, second, writer.medium("side.png")["id"], query=DETACH)) == [
        "MEDIA_IS_NOT_ATTACHED_TO_VARIANT"
    ]
    assert append(writer, second, ring, query=DETACH)["productVariants"][0]["media"]["nodes"] == []


def test_a_link_that_cannot_be_made_is_a_user_error(writer: RawShop) -> None:
    variant = writer.product("Plain ring")["variants"][1]["id"]
    ring, video = writer.medium("ring.jpg")["id"], writer.medium("turn.mp4")["id"]
    assert codes(append(writer, variant, ring, video)) == ["TOO_MANY_MEDIA_PER_INPUT_PAIR"]
    assert codes(append(writer, variant, video)) == ["MEDIA_DOES_NOT_EXIST_ON_PRODUCT"]
    other = writer.product("Thin chain")["variants"][0]["id"]
    assert codes(append(writer, other, ring)) == ["PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT"]
    gid = writer.product("Plain ring")["id"]
    many = [{"variantId": variant, "mediaIds": [ring]}] * 101
    payload = writer.data(APPEND, id=gid, pairs=many)["productVariantAppendMedia"]
    assert codes(payload) == ["MAXIMUM_VARIANT_MEDIA_PAIRS_EXCEEDED"]
    payload = writer.data(APPEND, id="gid://shopify/Product/1", pairs=[])["productVariantAppendMedia"]
    assert codes(payload) == ["PRODUCT_DOES_NOT_EXIST"]


def test_a_medium_that_is_not_ready_is_not_linked(writer: RawShop) -> None:
    product = writer.product("Slow stone")
    pairs = [{"variantId": product["variants"][0]["id"], "mediaIds": product["media"]}]
    payload = writer.data(APPEND, id=product["id"], pairs=pairs)["productVariantAppendMedia"]
    assert codes(payload) == ["NON_READY_MEDIA"]


def test_media_are_moved_by_a_job(writer: RawShop) -> None:
    product = writer.product("Plain ring")
    first, second, third = product["media"]
    moves = [{"id": third, "newPosition": "0"}, {"id": first, "newPosition": "2"}]
    job = writer.data(REORDER, id=product["id"], moves=moves)["productReorderMedia"]["job"]
    assert job["done"] is False
    assert writer.product("Plain ring")["media"] == [first, second, third]
    writer.wait(1)
    asked = "query($id: ID!) { job(id: $id) { done } }"
    assert writer.data(asked, id=job["id"])["job"] == {"done": True}
    assert writer.product("Plain ring")["media"] == [third, second, first]


def test_only_media_of_the_product_are_moved(writer: RawShop) -> None:
    video = writer.medium("turn.mp4")["id"]
    moves = [{"id": video, "newPosition": "0"}]
    for gid, code in (
        (writer.product("Plain ring")["id"], "MEDIA_DOES_NOT_EXIST_ON_PRODUCT"),
        ("gid://shopify/Product/1", "PRODUCT_DOES_NOT_EXIST"),
    ):
        assert codes(writer.data(REORDER, id=gid, moves=moves)["productReorderMedia"]) == [code]


def test_a_product_is_changed_and_gets_media(writer: RawShop) -> None:
    product = writer.product("Plain ring")
    media = [{"originalSource": upload(writer, picture(), "new.jpg"), "mediaContentType": "IMAGE"}]
    change = {"id": product["id"], "title": "Plain band", "productType": "Band"}
    payload = writer.data(CHANGE, product=change, media=media)["productUpdate"]
    assert payload["product"]["title"] == "Plain band"
    writer.wait(1)
    assert writer.medium("new.jpg")["status"] == "READY"
    assert len(writer.product("Plain band")["media"]) == 4


def test_a_product_takes_250_media_and_no_more(writer: RawShop) -> None:
    media = [{"originalSource": "https://x.example/a.jpg", "mediaContentType": "IMAGE"}] * 248
    change = {"id": writer.product("Plain ring")["id"]}
    payload = writer.data(CHANGE, product=change, media=media)["productUpdate"]
    assert "limit of media" in payload["userErrors"][0]["message"]
    payload = writer.data(CHANGE, product={"id": "gid://shopify/Product/1"})["productUpdate"]
    assert "does not exist" in payload["userErrors"][0]["message"]


def test_a_mark_is_written_where_the_app_may_write(writer: RawShop) -> None:
    gid = writer.product("Plain ring")["id"]
    entry = {"ownerId": gid, "namespace": "$app:retouch", "key": "state", "value": "done"}
    payload = writer.data(MARK, all=[entry])["metafieldsSet"]
    assert payload["metafields"][0]["value"] == "done"
    asked = 'query($id: ID!) { product(id: $id) { metafield(namespace: "$app:retouch", key: "state") { value } } }'
    assert writer.data(asked, id=gid)["product"]["metafield"] == {"value": "done"}
    missing = writer.data(MARK, all=[entry | {"ownerId": "gid://shopify/Product/1"}])["metafieldsSet"]
    assert codes(missing) == ["INVALID"]


def test_a_mark_is_refused_to_an_app_without_the_scope(shop: RawShop) -> None:
    entry = {"ownerId": shop.product("Plain ring")["id"], "key": "state", "value": "done"}
    assert codes(shop.data(MARK, all=[entry])["metafieldsSet"]) == ["APP_NOT_AUTHORIZED"]


def test_a_file_is_added_attached_detached_and_deleted(shop: RawShop) -> None:
    source = upload(shop, picture(), "new.jpg")
    made = shop.data(CREATE, files=[{"originalSource": source, "alt": "New"}])["fileCreate"]["files"][0]
    assert codes(shop.data(DELETE, ids=[made["id"]])["fileDelete"]) == ["FILE_LOCKED"]
    shop.wait(1)
    product = shop.product("Plain ring")
    shop.data(REFER, files=[{"id": made["id"], "referencesToAdd": [product["id"]]}])
    assert shop.product("Plain ring")["media"][-1] == made["id"]
    side = shop.medium("side.png")["id"]
    shop.data(REFER, files=[{"id": side, "referencesToRemove": [product["id"]], "filename": "flank.png"}])
    assert shop.product("Plain ring")["variants"][0]["media"] is None
    assert shop.data(DELETE, ids=[made["id"], side])["fileDelete"]["deletedFileIds"] == [made["id"], side]
    assert codes(shop.data(DELETE, ids=[side])["fileDelete"]) == ["FILE_DOES_NOT_EXIST"]
    assert len(shop.product("Plain ring")["media"]) == 2


def test_a_medium_of_a_variant_that_is_deleted_leaves_the_variant(shop: RawShop) -> None:
    shop.data(DELETE, ids=[shop.medium("side.png")["id"]])
    assert shop.product("Plain ring")["variants"][0]["media"] is None


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"originalSource": "new.jpg"}, "INVALID_IMAGE_SOURCE_URL"),
        (
            {"originalSource": "https://x.example/a.jpg", "filename": "a.png"},
            "MISMATCHED_FILENAME_AND_ORIGINAL_SOURCE",
        ),
        ({"originalSource": "https://x.example/a.txt"}, "UNACCEPTABLE_ASSET"),
        ({"originalSource": "https://x.example/a.jpg", "alt": "x" * 513}, "ALT_VALUE_LIMIT_EXCEEDED"),
    ],
)
def test_a_file_that_cannot_be_added_is_a_user_error(shop: RawShop, entry: dict, code: str) -> None:
    payload = shop.data(CREATE, files=[entry])["fileCreate"]
    assert (payload["files"], codes(payload)) == ([], [code])


def test_a_name_that_is_taken_gets_an_ending(shop: RawShop) -> None:
    source = upload(shop, picture(), "ring.jpg")
    shop.data(CREATE, files=[{"originalSource": source}])
    names = [one["file_name"] for one in shop.state()["media"] if one["file_name"].startswith("ring")]
    assert len(names) == 2
    assert names[1].startswith("ring_")
    assert names[1].endswith(".jpg")


def test_a_product_is_read_with_everything_around_it(shop: RawShop) -> None:
    gid = shop.product("Plain ring")["id"]
    asked = """{ product(id: "%s") { descriptionHtml legacyResourceId mediaCount { count } featuredMedia { id alt }
        variants(first: 9) { nodes { sku product { title } media(first: 1) { nodes { id } } } }
        media(first: 1, sortKey: ID) { nodes { preview { status image { url(transform: {maxWidth: 8}) } } } } } }"""
    found = shop.data(asked % gid)["product"]
    assert found["mediaCount"] == {"count": 3}
    assert found["featuredMedia"]["alt"] == "Ring, front"
    assert [one["sku"] for one in found["variants"]["nodes"]] == ["R-6", "R-7"]
    assert found["media"]["nodes"][0]["preview"]["image"]["url"].endswith("&width=8")


def test_variants_are_read_across_products(shop: RawShop) -> None:
    asked = "{ productVariants(first: 9, sortKey: %s) { nodes { title media(first: 1) { nodes { id } } } } }"
    assert len(shop.data(asked % "SKU")["productVariants"]["nodes"]) == 4
    assert shop.ask('{ productVariants(first: 1, query: "sku:x") { nodes { id } } }')["errors"]


def test_files_are_read_whether_or_not_a_product_shows_them(shop: RawShop) -> None:
    asked = "{ files(first: 9, sortKey: %s) { nodes { id fileStatus } } }"
    for key in ("ID", "FILENAME", "CREATED_AT", "UPDATED_AT"):
        assert len(shop.data(asked % key)["files"]["nodes"]) == 5
    assert shop.ask('{ files(first: 1, query: "x") { nodes { id } } }')["errors"]
    shop.control("scopes", scopes=["read_products"])
    assert shop.ask(asked % "ID")["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_a_video_is_read_as_one(shop: RawShop) -> None:
    gid = shop.medium("turn.mp4")["id"]
    found = shop.data(
        f'{{ node(id: "{gid}") {{ __typename ... on Video {{ status preview {{ image {{ id }} }} }} }} }}'
    )
    assert found["node"] == {"__typename": "Video", "status": "READY", "preview": {"image": None}}


@pytest.mark.parametrize("field", ['media(first: 1, query: "x") { nodes { id } }', 'featuredMedia { ... on MediaImage'
    ' { image { url(transform: {crop: CENTER}) } } }'])  # fmt: skip
def test_what_the_sandbox_cannot_do_with_media_is_refused(shop: RawShop, field: str) -> None:
    gid = shop.product("Plain ring")["id"]
    answer = shop.ask(f'{{ product(id: "{gid}") {{ {field} }} }}')
    assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
