import httpx
import pytest

from integrations import http as our_http
from integrations.errors import Busy, NotFound, Rejected
from integrations.shopify import media
from tests.shopify_fakes import Script, admin, answer

GID = "gid://shopify/MediaImage/1"


def node(url="https://s.example/original?sig=1", **changes):
    original = {"url": url, "fileSize": 5} if url else None
    return answer(
        {"nodes": [{"__typename": "MediaImage", "id": GID, "status": "READY", "originalSource": original}]}
    )


def download(api, storage, **limits):
    return media.download_original(
        admin(Script(*api)), our_http.client(transport=Script(*storage)), GID, **limits
    )


def test_bytes_are_replaced_by_naming_the_medium_and_the_upload():
    script = Script(answer({"fileUpdate": {"files": [{"id": GID}], "userErrors": []}}))
    media.replace_bytes(admin(script), GID, "https://s.example/staged")
    assert script.sent()["variables"] == {
        "files": [{"id": GID, "originalSource": "https://s.example/staged"}]
    }


def test_a_locked_file_is_for_later():
    errors = [{"code": "FILE_LOCKED", "field": ["files", "0"], "message": "Locked."}]
    with pytest.raises(Busy):
        media.replace_bytes(
            admin(Script(answer({"fileUpdate": {"userErrors": errors}}))), GID, "https://s.example"
        )


def test_a_failed_replacement_is_acknowledged():
    script = Script(answer({"fileAcknowledgeUpdateFailed": {"files": [], "userErrors": []}}))
    media.acknowledge_failure(admin(script), GID)
    assert script.sent()["variables"] == {"fileIds": [GID]}


def test_the_original_comes_with_the_medium_as_it_was():
    data, found = download([node()], [httpx.Response(200, content=b"bytes")])
    assert (data, found.gid, found.file_size) == (b"bytes", GID, 5)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_address_that_has_run_out_is_asked_for_anew(status):
    storage = [httpx.Response(status), httpx.Response(200, content=b"bytes")]
    assert download([node(), node("https://s.example/original?sig=2")], storage)[0] == b"bytes"


def test_an_address_that_never_works_is_reported():
    with pytest.raises(NotFound):
        download([node(), node()], [httpx.Response(404), httpx.Response(404)])


def test_a_file_beyond_the_limit_is_not_read_to_its_end():
    with pytest.raises(Rejected) as error:
        download([node()], [httpx.Response(200, content=b"123456")], max_bytes=5)
    assert "larger" in error.value.merchant_sentence


def test_a_medium_that_is_gone_is_not_found():
    with pytest.raises(NotFound):
        download([answer({"nodes": [None]})], [])


def test_a_medium_without_an_original_yet_is_for_later():
    with pytest.raises(Busy):
        download([node(url=None)], [])
