import json

import httpx
import pytest

from integrations import http as our_http
from integrations.errors import Busy, NotFound, Unavailable
from integrations.shopify import catalog
from integrations.shopify.types import MediaStatus
from tests.shopify_fakes import Script, admin, answer

RING = {
    "__typename": "Product",
    "id": "gid://shopify/Product/1",
    "title": "Ring",
    "handle": "ring",
    "status": "ACTIVE",
}
STUD = RING | {"id": "gid://shopify/Product/2", "title": "Stud", "tags": ["gold"]}


def image(number, parent=None):
    row = {
        "__typename": "MediaImage",
        "id": f"gid://shopify/MediaImage/{number}",
        "alt": None,
        "mediaContentType": "IMAGE",
        "status": "READY",
        "image": {"url": f"https://cdn.shopify.com/{number}.jpg?v={number}7", "width": 20, "height": 10},
        "updatedAt": "2026-11-23T10:00:00Z",
    }
    return row | ({"__parentId": parent} if parent else {})


def page(connection, nodes, cursor=None, **product):
    info = {"hasNextPage": cursor is not None, "endCursor": cursor}
    return answer({"product": RING | product | {connection: {"nodes": nodes, "pageInfo": info}}})


def read(content):
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    return list(
        catalog.read_bulk(our_http.client(transport=transport), "https://storage.example/result.jsonl")
    )


def test_a_bulk_operation_is_started_ungrouped():
    script = Script(
        answer({"bulkOperationRunQuery": {"bulkOperation": {"id": "gid://b/1"}, "userErrors": []}})
    )
    assert catalog.start_bulk(admin(script), catalog.PRODUCTS_DOCUMENT) == "gid://b/1"
    assert script.sent()["variables"] == {"query": catalog.PRODUCTS_DOCUMENT}
    assert "groupObjects: false" in script.sent()["query"]


def test_too_many_bulk_operations_are_a_reason_to_come_back():
    errors = [{"code": "LIMIT_REACHED", "field": None, "message": "Five are running."}]
    with pytest.raises(Busy):
        catalog.start_bulk(
            admin(Script(answer({"bulkOperationRunQuery": {"userErrors": errors}}))), "{ shop }"
        )


@pytest.mark.parametrize(
    ("states", "is_over", "is_complete"),
    [
        (("CREATED", "RUNNING", "CANCELING"), False, False),
        (("COMPLETED",), True, True),
        (("CANCELED", "FAILED", "EXPIRED"), True, False),
    ],
)
def test_a_bulk_operation_says_how_far_it_is(states, is_over, is_complete):
    for state in states:
        node = dict.fromkeys(("errorCode", "url", "partialDataUrl", "fileSize"), None)
        node |= {"id": "gid://b/1", "status": state, "objectCount": "12"}
        status = catalog.bulk_status(admin(Script(answer({"bulkOperation": node}))), "gid://b/1")
        found = (status.is_over, status.is_complete, status.object_count, status.url)
        assert found == (is_over, is_complete, 12, "")


def test_a_bulk_operation_nobody_knows_is_not_found():
    with pytest.raises(NotFound):
        catalog.bulk_status(admin(Script(answer({"bulkOperation": None}))), "gid://b/9")


def test_rows_are_split_at_line_feeds_only():
    rows = [{"title": "One\u2028two\x85three\x0bfour"}, {"title": "five"}]
    content = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n"
    assert read(content.encode()) == rows


def test_a_result_without_a_last_line_feed_is_whole():
    assert read(b'{"id":1}\n{"id":2}') == [{"id": 1}, {"id": 2}]


def test_a_result_with_nothing_in_it_has_no_address():
    assert list(catalog.read_bulk(our_http.client(transport=Script()), "")) == []


def test_a_damaged_result_is_not_half_believed():
    with pytest.raises(Unavailable):
        read(b'{"id":1}\n{"id":')


def test_an_expired_result_is_not_found():
    with pytest.raises(NotFound):
        list(catalog.read_bulk(our_http.client(transport=Script(httpx.Response(404))), "https://s.example/r"))


def test_children_are_joined_wherever_they_stand():
    rows = [
        image(3, STUD["id"]),
        RING,
        image(1, RING["id"]),
        STUD,
        image(2, RING["id"]),
        image(1, STUD["id"]),
    ]
    ring, stud = catalog.products_from_rows(rows)
    assert [media.gid[-1] for media in ring.media] == ["1", "2"]
    assert [media.gid[-1] for media in stud.media] == ["3", "1"]
    assert stud.tags == ("gold",)


def test_a_child_without_its_parent_means_the_result_is_incomplete():
    with pytest.raises(Unavailable):
        catalog.products_from_rows([image(1, RING["id"])])


def test_variants_know_their_product_and_their_media():
    variant = {"id": "gid://v/1", "title": "Small", "sku": None, "product": {"id": RING["id"]}}
    (found,) = catalog.variants_from_rows([image(1, "gid://v/1"), variant])
    assert (found.product_gid, found.sku, found.media_gids) == (
        RING["id"],
        "",
        ("gid://shopify/MediaImage/1",),
    )


def test_media_are_asked_for_in_portions_and_the_missing_left_out():
    gids = [f"gid://shopify/MediaImage/{number}" for number in range(101)]
    video = {"__typename": "Video", "id": "gid://shopify/Video/1"}
    script = Script(answer({"nodes": [image(0), None, video]}), answer({"nodes": [image(100)]}))
    found = catalog.media_status(admin(script), gids)
    assert list(found) == [gids[0], gids[100]]
    assert [len(script.sent(index)["variables"]["ids"]) for index in (0, 1)] == [100, 1]


def test_a_medium_tells_its_version_and_its_troubles():
    errors = [{"code": "IMAGE_DOWNLOAD_FAILURE", "details": "404", "message": "No."}]
    node = image(5) | {"fileStatus": "FAILED", "fileErrors": errors, "mediaErrors": errors}
    media = catalog.media_status(admin(Script(answer({"nodes": [node]}))), [node["id"]])[node["id"]]
    assert (media.version, media.status, media.is_image) == ("57", MediaStatus.FAILED, True)
    assert [str(error) for error in media.errors] == ["IMAGE_DOWNLOAD_FAILURE 404"]


def test_the_signed_address_of_an_original_is_not_in_its_repr():
    node = image(5) | {"originalSource": {"url": "https://s.example/o?sig=secret", "fileSize": 9}}
    media = catalog.media_status(admin(Script(answer({"nodes": [node]}))), [node["id"]])[node["id"]]
    assert media.original_url.endswith("secret")
    assert "secret" not in repr(media)


def test_a_medium_still_processing_has_no_version():
    node = image(5) | {"image": None, "status": "PROCESSING"}
    media = catalog.media_status(admin(Script(answer({"nodes": [node]}))), [node["id"]])[node["id"]]
    assert (media.version, media.url, media.status) == ("", "", MediaStatus.PROCESSING)


def test_all_pages_of_a_product_s_media_are_read_in_order():
    video = {"__typename": "Video", "id": "gid://shopify/Video/1", "status": "READY"}
    script = Script(page("media", [image(1), video], cursor="next"), page("media", [image(2)]))
    product = catalog.product_media(admin(script), RING["id"])
    assert [media.kind for media in product.media] == ["IMAGE", "VIDEO", "IMAGE"]
    assert script.sent(1)["variables"]["after"] == "next"
    assert product.title == "Ring"


def test_all_variants_of_a_product_are_read():
    def variant(number):
        return {"id": f"gid://v/{number}", "title": "", "sku": "S", "media": {"nodes": [{"id": "gid://m/1"}]}}

    script = Script(page("variants", [variant(1)], cursor="next"), page("variants", [variant(2)]))
    found = catalog.product_variants(admin(script), RING["id"])
    assert [(v.gid, v.media_gids) for v in found] == [
        ("gid://v/1", ("gid://m/1",)),
        ("gid://v/2", ("gid://m/1",)),
    ]


def test_a_product_that_is_gone_is_not_found():
    with pytest.raises(NotFound):
        catalog.product_media(admin(Script(answer({"product": None}))), RING["id"])
