"""Pictures, by signed address."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET

from shopapp.errors import NotFound
from shopapp.studio import storage


@require_GET
def stored_file(request: HttpRequest, signed: str) -> FileResponse:
    """Serve one file to whoever holds its address, while the address is good."""
    key, name, download = storage.open_signed(signed)
    try:
        file = default_storage.open(key, "rb")
    except FileNotFoundError as error:
        raise NotFound(f"no file {key}") from error
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    response = FileResponse(
        file, as_attachment=download, filename=name or key.rsplit("/", 1)[-1], content_type=kind
    )
    response["Cache-Control"] = "private, max-age=3600"
    return response
