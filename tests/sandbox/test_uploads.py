"""Staged uploads: a target checks every field, the order, the size, the type, its expiry, and is used once."""

import pytest

from tests.sandbox.raw import STAGE, RawShop, form_of, picture, send_form, stage

FIELDS = (
    "Content-Type",
    "success_action_status",
    "acl",
    "key",
    "x-goog-date",
    "x-goog-credential",
    "x-goog-algorithm",
    "x-goog-signature",
    "policy",
)


def test_a_form_as_it_was_asked_for_is_taken(shop: RawShop) -> None:
    target = stage(shop)
    assert tuple(one["name"] for one in target["parameters"]) == FIELDS
    answer = send_form(shop, form_of(target, picture()))
    assert answer.status_code == 201
    assert answer.headers["Location"] == target["resourceUrl"]
    assert b"<PostResponse><Location>" in answer.content


@pytest.mark.parametrize("name", FIELDS)
def test_a_missing_field_is_refused(shop: RawShop, name: str) -> None:
    fields = [each for each in form_of(stage(shop), picture()) if each[0] != name]
    answer = send_form(shop, fields)
    assert answer.status_code == (403 if name == "key" else 400)


@pytest.mark.parametrize("name", FIELDS)
def test_a_changed_field_is_refused(shop: RawShop, name: str) -> None:
    fields = [
        (each, value + b"x" if each == name else value) for each, value in form_of(stage(shop), picture())
    ]
    answer = send_form(shop, fields)
    assert answer.status_code == 403
    wanted = b"SignatureDoesNotMatch" if name in ("x-goog-signature", "policy") else b"AccessDenied"
    assert wanted in answer.content


def test_fields_in_another_order_are_refused(shop: RawShop) -> None:
    fields = form_of(stage(shop), picture())
    swapped = [fields[1], fields[0], *fields[2:]]
    answer = send_form(shop, swapped)
    assert (answer.status_code, b"InvalidPolicyDocument" in answer.content) == (400, True)


def test_the_file_must_come_last_and_once(shop: RawShop) -> None:
    *fields, file = form_of(stage(shop), picture())
    for order in ([file, *fields], fields, [*fields, file, file]):
        answer = send_form(shop, order)
        assert (answer.status_code, b"InvalidArgument" in answer.content) == (400, True)


def test_a_field_too_many_is_refused(shop: RawShop) -> None:
    *fields, file = form_of(stage(shop), picture())
    assert send_form(shop, [*fields, ("x-more", b"1"), file]).status_code == 400


def test_an_empty_and_an_over_long_file_are_refused(shop: RawShop) -> None:
    target = stage(shop)
    for content, code in ((b"", b"EntityTooSmall"), (bytes(20971521), b"EntityTooLarge")):
        answer = send_form(shop, form_of(target, content))
        assert (answer.status_code, code in answer.content) == (400, True)
    assert send_form(shop, form_of(target, bytes(20971520))).status_code == 201


def test_a_target_is_used_once(shop: RawShop) -> None:
    fields = form_of(stage(shop), picture())
    assert send_form(shop, fields).status_code == 201
    again = send_form(shop, fields)
    assert (again.status_code, b"storage.objects.delete" in again.content) == (403, True)


def test_a_target_expires_after_a_day(shop: RawShop) -> None:
    fields = form_of(stage(shop), picture())
    shop.now += 86400
    answer = send_form(shop, fields)
    assert (answer.status_code, b"Policy expired" in answer.content) == (403, True)


def test_a_target_can_be_expired_on_demand(shop: RawShop) -> None:
    shop.control("faults", upload_expired=1)
    assert send_form(shop, form_of(stage(shop), picture())).status_code == 403
    assert send_form(shop, form_of(stage(shop), picture())).status_code == 201


def test_the_storage_can_be_down_on_demand(shop: RawShop) -> None:
    fields = form_of(stage(shop), picture())
    shop.control("faults", upload_error=1)
    assert send_form(shop, fields).status_code == 503
    assert send_form(shop, fields).status_code == 201


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--line--\r\n"),
        (
            "multipart/form-data; boundary=line",
            b"--line\r\nContent-Disposition: form-data\r\n\r\nx\r\n--line--\r\n",
        ),
        (
            "multipart/form-data; boundary=line",
            b'--line\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
        ),
        ("multipart/form-data; boundary=line", b"--line--\r\n"),
    ],
)
def test_what_is_no_form_is_refused(shop: RawShop, content_type: str, body: bytes) -> None:
    answer = shop.http.post("/upload/", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400


def test_an_unknown_key_is_refused(shop: RawShop) -> None:
    assert send_form(shop, [("key", b"tmp/other"), ("file", b"x")]).status_code == 403


def test_nobody_else_can_read_an_upload(shop: RawShop) -> None:
    target = stage(shop)
    send_form(shop, form_of(target, picture()))
    assert shop.http.get(target["resourceUrl"]).status_code == 403


def test_an_upload_by_put_needs_its_signature_and_both_headers(shop: RawShop) -> None:
    target = stage(shop, httpMethod="PUT")
    assert {one["name"]: one["value"] for one in target["parameters"]} == {
        "content_type": "image/jpeg",
        "acl": "private",
    }
    good = {"Content-Type": "image/jpeg", "acl": "private"}
    for headers in ({"acl": "private"}, {"Content-Type": "image/jpeg"}, good | {"Content-Type": "image/png"}):
        assert shop.http.put(target["url"], content=picture(), headers=headers).status_code == 403
    unsigned = target["url"].partition("?")[0]
    assert shop.http.put(unsigned, content=picture(), headers=good).status_code == 403
    assert shop.http.put(unsigned + "x", content=picture(), headers=good).status_code == 403
    assert shop.http.put(target["url"], content=picture(), headers=good).status_code == 200
    assert shop.http.put(target["url"], content=picture(), headers=good).status_code == 403


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"mimeType": "text/plain"}, "mimeType"),
        ({"mimeType": "image/png"}, "filename"),
        ({"filename": ""}, "filename"),
        ({"filename": "a/b.jpg"}, "filename"),
        ({"fileSize": "20971521"}, "fileSize"),
        ({"fileSize": "0"}, "fileSize"),
        ({"resource": "VIDEO", "mimeType": "video/mp4", "filename": "a.mp4"}, "fileSize"),
        ({"resource": "FILE", "httpMethod": "PUT"}, "httpMethod"),
    ],
)
def test_a_target_for_something_else_is_a_user_error(shop: RawShop, changed: dict, field: str) -> None:
    entry = {
        "filename": "a.jpg",
        "mimeType": "image/jpeg",
        "resource": "IMAGE",
        "httpMethod": "POST",
    } | changed
    payload = shop.data(STAGE, input=[entry])["stagedUploadsCreate"]
    assert payload["stagedTargets"] == []
    assert payload["userErrors"][0]["field"] == ["input", "0", field]


def test_a_size_that_is_no_number_is_an_invalid_variable(shop: RawShop) -> None:
    entry = {"filename": "a.jpg", "mimeType": "image/jpeg", "resource": "IMAGE", "fileSize": "many"}
    answer = shop.ask(STAGE, input=[entry])
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_VARIABLE"
