"""Serves files: re-encoded copies at the address a shop's pages use, original bytes at a signed one that expires."""

import hashlib
import hmac
from urllib.parse import quote, urlencode

from integrations.sandbox import images
from integrations.sandbox.http import Request, Response
from integrations.sandbox.records import Medium
from integrations.sandbox.state import Sandbox

WIDEST = 5760


def image_url(sandbox: Sandbox, medium: Medium, width: int | None = None, height: int | None = None) -> str:
    """Return a medium's address; ``?v=`` changes with its bytes, the rest stays."""
    query = (
        {"v": medium.version} | ({"width": width} if width else {}) | ({"height": height} if height else {})
    )
    return sandbox.url(f"/cdn/shop/files/{quote(medium.file_name)}?{urlencode(query)}")


def original_url(sandbox: Sandbox, medium: Medium) -> str:
    """Return an address of the exact bytes, good for a short while."""
    digest = medium.digest
    expires = int(sandbox.clock.now() + sandbox.options.timing.original_url)
    query = urlencode({"Expires": expires, "Signature": _signature(sandbox, digest, expires)})
    return sandbox.url(f"/cdn/originals/{digest}/{quote(medium.file_name)}?{query}")


def serve_image(sandbox: Sandbox, request: Request) -> Response:
    """Serve a re-encoded copy, no larger than ``width`` and ``height`` ask for; a video as it is."""
    with sandbox.lock:
        name = request.params["name"]
        found = (m for m in sandbox.store.media.values() if m.file_name == name and m.content)
        medium = next(found, None)
    if medium is None:
        return Response(b"Not found", 404)
    if medium.kind != "IMAGE":
        return Response(medium.content, content_type=medium.mime_type)
    copied = images.copy(medium.content, _side(request, "width"), _side(request, "height"))
    if copied is None:
        return Response(b"Not found", 404)
    return Response(
        copied[0], content_type=copied[1], headers=(("Cache-Control", "public, max-age=31557600"),)
    )


def serve_original(sandbox: Sandbox, request: Request) -> Response:
    """Serve exact bytes to whoever holds a signed address, until it expires."""
    digest, expires = request.params["digest"], request.query.get("Expires", "")
    signed = _signature(sandbox, digest, int(expires)) if expires.isdigit() else ""
    if not signed or not hmac.compare_digest(request.query.get("Signature", ""), signed):
        return Response(b"SignatureDoesNotMatch", 403)
    if int(expires) <= sandbox.clock.now():
        return Response(b"ExpiredToken", 400)
    content = sandbox.store.contents.get(digest)
    if content is None:
        return Response(b"NoSuchKey", 404)
    return Response(content, content_type="application/octet-stream")


def _side(request: Request, name: str) -> int | None:
    value = request.query.get(name, "")
    return min(int(value), WIDEST) if value.isdigit() and int(value) else None


def _signature(sandbox: Sandbox, digest: str, expires: int) -> str:
    return hmac.new(sandbox.secret.encode(), f"{digest}{expires}".encode(), hashlib.sha256).hexdigest()
