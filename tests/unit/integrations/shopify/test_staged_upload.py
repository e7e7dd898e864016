import re

import httpx
import pytest

from integrations import http as our_http
from integrations.errors import Rejected, Unavailable
from integrations.shopify import staged_upload
from tests.shopify_fakes import TOKEN, Script, admin, answer

RESOURCE = "https://shopify-staged-uploads.storage.googleapis.com/tmp/1/products/u/ring.jpg"
PARAMETERS = [
    ("Content-Type", "image/jpeg"),
    ("success_action_status", "201"),
    ("acl", "private"),
    ("key", "tmp/1/products/u/ring.jpg"),
    ("x-goog-meta", "a"),
    ("x-goog-meta", "b"),
    ("policy", "e30="),
]


def target():
    parameters = [{"name": name, "value": value} for name, value in PARAMETERS]
    staged = {"url": "https://storage.example/bucket/", "resourceUrl": RESOURCE, "parameters": parameters}
    return answer({"stagedUploadsCreate": {"stagedTargets": [staged], "userErrors": []}})


def upload(*storage):
    api, store = Script(*[target() for _ in storage]), Script(*storage)
    url = staged_upload.upload(
        admin(api),
        our_http.client(transport=store),
        file_name="ring.jpg",
        mime_type="image/jpeg",
        data=b"\xff\xd8bytes",
    )
    return url, api, store


def test_every_parameter_goes_back_in_order_and_the_file_comes_last():
    url, api, store = upload(httpx.Response(201))
    body = store.requests[0].content.decode("latin-1")
    names = re.findall(r'form-data; name="([^"]+)"', body)
    assert names == [name for name, _ in PARAMETERS] + ["file"]
    assert url == RESOURCE
    assert api.sent()["variables"]["input"][0] == {
        "filename": "ring.jpg",
        "mimeType": "image/jpeg",
        "fileSize": "7",
        "httpMethod": "POST",
        "resource": "IMAGE",
    }


def test_plain_parameters_carry_no_content_type_and_the_file_its_own():
    body = upload(httpx.Response(201))[2].requests[0].content
    head, file_part = body.rsplit(b'name="file"', 1)
    assert b"Content-Type: " not in head
    assert b"Content-Type: image/jpeg\r\n\r\n\xff\xd8bytes\r\n" in file_part


def test_the_storage_never_sees_the_shop_s_token():
    store = upload(httpx.Response(201))[2]
    assert TOKEN not in str(store.requests[0].headers)


@pytest.mark.parametrize("refusal", [400, 403, 404, 200])
def test_an_expired_target_is_replaced_once(refusal):
    url, api, store = upload(httpx.Response(refusal), httpx.Response(201))
    assert (url, len(api.requests), len(store.requests)) == (RESOURCE, 2, 2)


def test_a_second_refusal_is_the_caller_s():
    with pytest.raises(Rejected):
        upload(httpx.Response(400), httpx.Response(400))


@pytest.mark.parametrize("failure", [httpx.Response(503), httpx.WriteTimeout("slow")])
def test_a_storage_out_of_order_is_for_later(failure):
    with pytest.raises(Unavailable):
        upload(failure)
