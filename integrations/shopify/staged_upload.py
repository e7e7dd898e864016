"""A file into Shopify's storage, and the address by which a mutation can name it.

The target is a signed form: every parameter goes back as given and in the given order, the file comes last, and the
storage answers 201. A target lives for a day; when the storage refuses one, a new one is asked for, once.
"""

from collections.abc import Mapping
from typing import Any

import httpx

from integrations.errors import AccessDenied, NotFound, Rejected, Unauthorized
from integrations.http import raise_for_status, translated
from integrations.shopify.client import AdminClient

_SERVICE = "Shopify's file storage"
_REFUSED = (Rejected, AccessDenied, Unauthorized, NotFound)


def upload(client: AdminClient, http: httpx.Client, *, file_name: str, mime_type: str, data: bytes) -> str:
    """Upload one image and return its ``resourceUrl``; it is in no shop's files yet."""
    target = _stage(client, file_name, mime_type, len(data))
    try:
        _send(http, target, file_name, mime_type, data)
    except _REFUSED:
        target = _stage(client, file_name, mime_type, len(data))
        _send(http, target, file_name, mime_type, data)
    return str(target["resourceUrl"])


def _stage(client: AdminClient, file_name: str, mime_type: str, size: int) -> Mapping[str, Any]:
    wanted = {
        "filename": file_name,
        "mimeType": mime_type,
        "fileSize": str(size),
        "httpMethod": "POST",
        "resource": "IMAGE",
    }
    payload = client.execute("stage_upload", {"input": [wanted]})["stagedUploadsCreate"]
    target: Mapping[str, Any] = payload["stagedTargets"][0]
    return target


def _send(http: httpx.Client, target: Mapping[str, Any], file_name: str, mime_type: str, data: bytes) -> None:
    # As "files", since a dict of form fields would lose repeated names and httpx puts files behind it anyway.
    form: list[tuple[str, Any]] = [(p["name"], (None, p["value"])) for p in target["parameters"]]
    form.append(("file", (file_name, data, mime_type)))
    with translated(_SERVICE):
        response = http.post(target["url"], files=form)
    raise_for_status(response, _SERVICE)
    if response.status_code != httpx.codes.CREATED:
        raise Rejected(f"{_SERVICE} answered {response.status_code} where 201 means stored")
