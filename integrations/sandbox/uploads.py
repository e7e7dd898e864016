"""Staged uploads: a target for one file, which takes exactly the form it asked for, once, until it expires.

POST wants every parameter as a form field in the order given, and ``file`` last. PUT (images only) wants the two given
headers on the signed address. What was uploaded can be fetched once, by Shopify alone.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape

from integrations.sandbox.clock import timestamp
from integrations.sandbox.http import Request, Response
from integrations.sandbox.records import StagedTarget
from integrations.sandbox.state import Sandbox

LARGEST = 20 * 2**20
ALGORITHM = "GOOG4-RSA-SHA256"


class UploadRefusedError(Exception):
    """An error of the storage: status, code and details."""

    def __init__(self, status: int, code: str, details: str) -> None:
        super().__init__(details)
        self.status, self.code, self.details = status, code, details


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a multipart form."""

    name: str
    content: bytes


def create_target(sandbox: Sandbox, *, file_name: str, mime_type: str, method: str) -> dict[str, Any]:
    """Prepare a target and return what ``stagedUploadsCreate`` says of it."""
    shop = sandbox.options.shop.partition(".")[0]
    key = f"tmp/{shop}/products/{secrets.token_hex(16)}/{file_name}"
    now = sandbox.clock.now()
    expires = now + sandbox.options.timing.staged_target
    if sandbox.faults.strike("upload_expired"):
        expires = now - 1
    parameters = (
        _form_parameters(sandbox, key, mime_type, expires)
        if method == "POST"
        else [("content_type", mime_type), ("acl", "private")]
    )
    target = StagedTarget(key=key, method=method, mime_type=mime_type, parameters=parameters, expires=expires)
    sandbox.store.targets[key] = target
    url = sandbox.url("/upload/")
    if method == "PUT":
        signed = {
            "X-Goog-Expires": str(int(expires)),
            "X-Goog-Signature": _sign(sandbox, f"{key}{int(expires)}"),
        }
        url = f"{resource_url(sandbox, key)}?{urlencode({'X-Goog-Algorithm': ALGORITHM} | signed)}"
    return {
        "url": url,
        "resource_url": resource_url(sandbox, key),
        "parameters": [{"name": name, "value": value} for name, value in parameters],
    }


def resource_url(sandbox: Sandbox, key: str) -> str:
    """Return the address by which a mutation names an upload."""
    return sandbox.url(f"/upload/{quote(key)}")


def take_upload(sandbox: Sandbox, key: str) -> bytes | None:
    """Fetch what was uploaded, once; None when there is nothing any more."""
    target = sandbox.store.targets.get(key)
    if target is None or target.content is None or target.fetched:
        return None
    target.fetched = True
    content, target.content = target.content, None
    return content


def post_upload(sandbox: Sandbox, request: Request) -> Response:
    """Take a form with a file: 201, or the storage's refusal in XML."""
    try:
        with sandbox.lock:
            _check_storage(sandbox)
            target, content = _read_form(sandbox, request)
            _store(sandbox, target, content)
    except UploadRefusedError as refused:
        return _refusal(refused)
    location = resource_url(sandbox, target.key)
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    body = (
        "<?xml version='1.0' encoding='UTF-8'?><PostResponse>"
        f"<Location>{escape(location)}</Location><Bucket>shopify-staged-uploads</Bucket>"
        f'<Key>{escape(target.key)}</Key><ETag>"{etag}"</ETag></PostResponse>'
    )
    return Response(body.encode(), 201, "application/xml; charset=UTF-8", (("Location", location),))


def put_upload(sandbox: Sandbox, request: Request) -> Response:
    """Take a file sent to a signed address."""
    try:
        with sandbox.lock:
            _check_storage(sandbox)
            _store(sandbox, _signed_target(sandbox, request), request.body)
    except UploadRefusedError as refused:
        return _refusal(refused)
    return Response(b"", 200)


def refuse_reading(_sandbox: Sandbox, _request: Request) -> Response:
    """Answer whoever but Shopify tries to read an upload."""
    return _refusal(
        UploadRefusedError(403, "AccessDenied", "Anonymous caller does not have storage.objects.get access")
    )


def parse_form(content_type: str, body: bytes) -> list[Part]:
    """Read a multipart form's fields in their order."""
    found = re.fullmatch(r'multipart/form-data;\s*boundary="?([^";]+)"?', content_type.strip(), re.IGNORECASE)
    if not found:
        raise UploadRefusedError(
            400, "InvalidArgument", "The body is not multipart/form-data with a boundary"
        )
    delimiter = b"\r\n--" + found[1].encode()
    pieces = (b"\r\n" + body).split(delimiter)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise UploadRefusedError(400, "MalformedPOSTRequest", "The form is not closed by its boundary")
    return [_parse_part(piece) for piece in pieces[1:-1]]


def _parse_part(piece: bytes) -> Part:
    head, found, content = piece.partition(b"\r\n\r\n")
    name = re.search(rb'Content-Disposition:\s*form-data;.*?\bname="([^"]*)"', head, re.IGNORECASE)
    if not found or not name:
        raise UploadRefusedError(400, "MalformedPOSTRequest", "A field of the form has no name")
    return Part(name[1].decode("utf-8", "replace"), content)


def _read_form(sandbox: Sandbox, request: Request) -> tuple[StagedTarget, bytes]:
    parts = parse_form(request.headers.get("content-type", ""), request.body)
    sent = [(part.name, part.content.decode("utf-8", "replace")) for part in parts if part.name != "file"]
    target = sandbox.store.targets.get(dict(sent).get("key", ""))
    if target is None or target.method != "POST":
        raise UploadRefusedError(403, "AccessDenied", "There is no such target")
    if not parts or parts[-1].name != "file" or sum(part.name == "file" for part in parts) != 1:
        raise UploadRefusedError(400, "InvalidArgument", "The file must be the form's last field")
    wanted = [name for name, _ in target.parameters]
    if [name for name, _ in sent] != wanted:
        raise UploadRefusedError(
            400, "InvalidPolicyDocument", f"The fields must be, in this order: {', '.join(wanted)}"
        )
    for (name, value), (_, expected) in zip(sent, target.parameters, strict=True):
        if value != expected:
            code = "SignatureDoesNotMatch" if "signature" in name or name == "policy" else "AccessDenied"
            raise UploadRefusedError(403, code, f"Policy condition on {name} was violated")
    return target, parts[-1].content


def _signed_target(sandbox: Sandbox, request: Request) -> StagedTarget:
    target = sandbox.store.targets.get(request.params["key"])
    if target is None or target.method != "PUT":
        raise UploadRefusedError(403, "AccessDenied", "There is no such target")
    signed = _sign(sandbox, f"{target.key}{int(target.expires)}")
    if not hmac.compare_digest(request.query.get("X-Goog-Signature", ""), signed):
        raise UploadRefusedError(403, "SignatureDoesNotMatch", "The signature does not match")
    sent = {"content_type": request.headers.get("content-type"), "acl": request.headers.get("acl")}
    if sent != dict(target.parameters):
        raise UploadRefusedError(403, "SignatureDoesNotMatch", "A signed header is missing or changed")
    return target


def _store(sandbox: Sandbox, target: StagedTarget, content: bytes) -> None:
    if sandbox.clock.now() >= target.expires:
        raise UploadRefusedError(403, "AccessDenied", "Invalid according to Policy: Policy expired")
    if target.used:
        raise UploadRefusedError(
            403, "AccessDenied", "The caller does not have storage.objects.delete access"
        )
    if not content:
        raise UploadRefusedError(400, "EntityTooSmall", "The file is empty")
    if len(content) > LARGEST:
        raise UploadRefusedError(400, "EntityTooLarge", f"The file is larger than {LARGEST} bytes")
    target.content, target.used = content, True


def _check_storage(sandbox: Sandbox) -> None:
    if sandbox.faults.server_error or sandbox.faults.strike("upload_error"):
        raise UploadRefusedError(503, "ServiceUnavailable", "Please try again")


def _form_parameters(sandbox: Sandbox, key: str, mime_type: str, expires: float) -> list[tuple[str, str]]:
    date = re.sub(r"[-:]", "", timestamp(sandbox.clock.now()))
    conditions = [
        ["eq", "$Content-Type", mime_type],
        ["eq", "$success_action_status", "201"],
        ["eq", "$acl", "private"],
        ["eq", "$key", key],
        ["content-length-range", 1, LARGEST],
    ]
    document = {"conditions": conditions, "expiration": timestamp(expires)}
    policy = base64.b64encode(json.dumps(document).encode()).decode()
    return [
        ("Content-Type", mime_type),
        ("success_action_status", "201"),
        ("acl", "private"),
        ("key", key),
        ("x-goog-date", date),
        ("x-goog-credential", f"sandbox@lustre.example/{date[:8]}/auto/storage/goog4_request"),
        ("x-goog-algorithm", ALGORITHM),
        ("x-goog-signature", _sign(sandbox, policy)),
        ("policy", policy),
    ]


def _sign(sandbox: Sandbox, text: str) -> str:
    return hmac.new(sandbox.secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _refusal(refused: UploadRefusedError) -> Response:
    body = (
        f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{refused.code}</Code>"
        f"<Message>{refused.code}</Message><Details>{escape(refused.details)}</Details></Error>"
    )
    return Response(body.encode(), refused.status, "application/xml; charset=UTF-8")
