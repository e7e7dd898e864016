"""The control address and the pages: what a demonstration does, and what a person sees."""

import base64
import hashlib
import hmac
import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.sandbox.raw import RawShop


def test_the_state_tells_everything(shop: RawShop) -> None:
    state = shop.state()
    assert (state["shop"], state["installed"]) == ("lustre-sandbox.myshopify.com", True)
    assert [one["title"] for one in state["products"]] == ["Plain ring", "Thin chain", "Slow stone"]
    chart = next(one for one in state["media"] if one["file_name"] == "chart.jpg")
    assert [one["position"] for one in chart["products"]] == [2, 0]
    side = next(one for one in state["media"] if one["file_name"] == "side.png")
    assert side["variants"] == [state["products"][0]["variants"][0]["id"]]
    assert (side["width"], side["height"], side["mime_type"]) == (32, 24, "image/png")


def test_the_clock_moves_forward_and_faster(shop: RawShop) -> None:
    assert shop.control("clock", advance=3600)["now"] == "2027-01-15T09:00:00Z"
    shop.control("clock", factor=10)
    shop.now += 6
    assert shop.control("clock")["now"] == "2027-01-15T09:01:00Z"
    assert "forward" in shop.control("clock", advance=-1)["error"]
    assert "greater than zero" in shop.control("clock", factor=0)["error"]


def test_a_session_token_lives_by_the_wall_clock(shop: RawShop) -> None:
    shop.control("clock", advance=86400)
    assert shop.exchange().status_code == 200


def test_a_reset_opens_the_store_anew(shop: RawShop) -> None:
    shop.control("products", stuck=True)
    shop.control("scopes", scopes=[])
    shop.control("faults", throttle=3)
    shop.control("reset")
    state = shop.state()
    assert (len(state["products"]), state["installed"], state["faults"]["left"]) == (3, False, {})
    assert state["scopes"] == ["read_products", "write_files"]
    assert state["deliveries"] == []


def test_an_arrival_has_a_handle_of_its_own(shop: RawShop) -> None:
    for _ in range(3):
        shop.control("products", stuck=True)
    handles = [one["handle"] for one in shop.state()["products"]][3:]
    assert len(set(handles)) == 3
    assert "arrivals" in shop.control("products", arrival=99)["error"]


def test_a_body_that_is_no_json_is_refused(shop: RawShop) -> None:
    answer = shop.http.post("/control/faults", content=b"{")
    assert (answer.status_code, answer.json()["errors"]) == (400, "the body is not JSON")


def test_the_store_front_shows_what_is_for_sale(shop: RawShop) -> None:
    page = shop.http.get("/").text
    assert "Plain ring" in page
    assert "Thin chain" not in page
    assert "This picture is still being processed" in page
    source = html.unescape(re.search(r'src="([^"]+)"', page)[1])
    assert shop.http.get(source).headers["Content-Type"] == "image/jpeg"


def test_a_products_page_shows_its_whole_gallery(shop: RawShop) -> None:
    page = shop.http.get("/products/plain-ring").text
    assert page.count("<img") == 3
    assert "<li>6</li><li>7</li>" in page
    assert "<video" in shop.http.get("/products/thin-chain").text
    assert shop.http.get("/products/none").status_code == 404
    video = shop.http.get(shop.medium("turn.mp4")["url"])
    assert video.headers["Content-Type"] == "video/mp4"


def test_the_admin_frames_the_app_with_a_session_token_and_a_signature(empty_handed: RawShop) -> None:
    page = empty_handed.http.get("/admin/apps/lustre/app/library?charge_id=7&state=published&shop=evil").text
    address = urlsplit(html.unescape(re.search(r'data-frame="([^"]+)"', page)[1]))
    query = dict(parse_qsl(address.query))
    assert (address.netloc, address.path) == ("app.example", "/app/library")
    assert (query["embedded"], query["shop"]) == ("1", "lustre-sandbox.myshopify.com")
    assert (query["charge_id"], query["state"]) == ("7", "published")
    assert base64.urlsafe_b64decode(query["host"] + "==") == b"admin.shopify.com/store/lustre-sandbox"
    signed = "&".join(f"{name}={value}" for name, value in sorted(query.items()) if name != "hmac")
    assert query["hmac"] == hmac.new(b"the-secret", signed.encode(), hashlib.sha256).hexdigest()
    assert empty_handed.exchange(subject_token=query["id_token"]).status_code == 200


@pytest.mark.parametrize("path", ["/admin", "/admin/apps/lustre"])
def test_the_admin_opens_at_the_apps_home(shop: RawShop, path: str) -> None:
    assert 'data-frame="https://app.example/?' in shop.http.get(path).text


def test_scripts_are_served_to_every_origin_and_nothing_else_is(shop: RawShop) -> None:
    answer = shop.http.get("/static/app-bridge.js")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    for path in ("/static/none.js", "/static/../app.py", "/static/%2e%2e/app.py", "/nothing"):
        assert shop.http.get(path).status_code == 404


def test_a_picture_that_cannot_be_decoded_has_no_copy(shop: RawShop) -> None:
    medium = next(iter(shop.app.sandbox.store.media.values()))
    medium.content = b"\xff\xd8\xff broken"
    assert shop.http.get(f"/cdn/shop/files/{medium.file_name}").status_code == 404
    assert shop.http.get("/cdn/shop/files/none.jpg").status_code == 404


def test_an_original_that_is_gone_is_not_found(shop: RawShop) -> None:
    gid = shop.medium("ring.jpg")["id"]
    asked = f'{{ node(id: "{gid}") {{ ... on MediaImage {{ originalSource {{ url }} }} }} }}'
    url = shop.data(asked)["node"]["originalSource"]["url"]
    shop.app.sandbox.store.contents.clear()
    assert shop.http.get(url).status_code == 404


def test_a_files_bytes_can_be_read_as_they_are(shop: RawShop) -> None:
    medium = shop.medium("ring.jpg")
    content = shop.http.get(f"/control/media/{medium['number']}/content").content
    assert hashlib.sha256(content).hexdigest() == medium["digest"]
    assert shop.http.get("/control/media/1/content").status_code == 404
