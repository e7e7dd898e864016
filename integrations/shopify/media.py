"""The bytes behind a media image: read the original, put others in their place.

Replacing keeps everything a merchant sees of a medium: its GID, alt text, place in the gallery, variants, address.
Nothing here deletes a file or detaches it from a product.
"""

import httpx

from integrations.errors import AccessDenied, Busy, NotFound, Rejected, Unauthorized
from integrations.http import raise_for_status, translated
from integrations.shopify.catalog import media_status
from integrations.shopify.client import AdminClient
from integrations.shopify.types import Media

MAX_ORIGINAL_BYTES = 64 * 1024 * 1024
"""Beyond what Shopify stores as an image; more is not read into memory."""

_SERVICE = "Shopify's file storage"
_EXPIRED = (AccessDenied, Unauthorized, NotFound, Rejected)


def replace_bytes(client: AdminClient, gid: str, resource_url: str) -> None:
    """Begin to replace a medium's bytes by an uploaded file; it is PROCESSING until Shopify is done.

    ``Busy`` while somebody else has it (FILE_LOCKED) or an earlier change is on its way (NON_READY_STATE).
    """
    client.execute("replace_bytes", {"files": [{"id": gid, "originalSource": resource_url}]})


def acknowledge_failure(client: AdminClient, gid: str) -> None:
    """Take note of a failed replacement; the medium is READY again, with the bytes it had."""
    client.execute("acknowledge_failure", {"fileIds": [gid]})


def download_original(
    client: AdminClient, http: httpx.Client, gid: str, *, max_bytes: int = MAX_ORIGINAL_BYTES
) -> tuple[bytes, Media]:
    """Read the bytes as they were uploaded, and the medium as it was just before.

    The signed address is asked for anew when it has run out in between.
    """
    media = _with_original(client, gid)
    try:
        return _download(http, media, max_bytes), media
    except _EXPIRED as error:
        if isinstance(error, _TooLarge):
            raise
    media = _with_original(client, gid)
    return _download(http, media, max_bytes), media


class _TooLarge(Rejected):
    merchant_sentence = "This file is larger than any photo we can work on."


def _with_original(client: AdminClient, gid: str) -> Media:
    media = media_status(client, [gid]).get(gid)
    if media is None:
        raise NotFound(f"no media image {gid}")
    if not media.original_url:
        raise Busy(f"{gid} has no original to read yet; it is {media.status}")
    return media


def _download(http: httpx.Client, media: Media, max_bytes: int) -> bytes:
    data = bytearray()
    # The file itself is wanted: an encoding on the way would only hide its size.
    headers = {"Accept-Encoding": "identity"}
    with translated(_SERVICE), http.stream("GET", media.original_url, headers=headers) as response:
        raise_for_status(response, _SERVICE)
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > max_bytes:
                raise _TooLarge(f"{media.gid} has more than {max_bytes} bytes")
    return bytes(data)
