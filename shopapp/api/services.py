"""What the API asks for that no page does: several photos of one's own at once, and undoing by a list."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shopapp.errors import Conflict, Invalid, NotFound
from shopapp.models import Batch, RetouchJob, Shop
from shopapp.publishing import services as publishing
from shopapp.studio import services as studio
from shopapp.studio.services import Sent


def start_photo(*, shop: Shop, photo: UploadedFile, external_id: str = "", recipe: str = "") -> RetouchJob:
    """Start retouching one photo of the caller's own."""
    (job,) = studio.start_upload_jobs(
        shop=shop, photos=[_sent(photo)], external_id=external_id, recipe=recipe
    )
    return job


def start_photos(*, shop: Shop, photos: Sequence[UploadedFile]) -> Batch:
    """Start several photos as one batch; all of them or, where one is impossible or credits do not reach, none."""
    sent = [_sent(photo) for photo in photos]
    with transaction.atomic():
        batch = Batch.objects.create(shop=shop, kind=Batch.Kind.API, photos=len(photos))
        studio.start_upload_jobs(shop=shop, photos=sent, batch=batch)
    return batch


def _sent(photo: UploadedFile) -> Sent:
    if not photo.size:
        raise Invalid("empty", merchant_sentence=_("%s is empty. Please send the photo itself.") % photo.name)
    if photo.size > studio.MAX_UPLOAD_BYTES:
        raise Invalid(
            "too large", merchant_sentence=_("%s has more than 25 MB. Send a smaller one.") % photo.name
        )

    def read() -> bytes:
        photo.seek(0)
        data: bytes = photo.read()
        return data

    return Sent(read, photo.size, (photo.name or "photo")[:255], (photo.content_type or "")[:64])


def undo(*, shop: Shop, media_ids: Sequence[int] | None) -> tuple[list[int], list[int]]:
    """Start putting originals back, all of them without a list; return which, and which of the list not."""
    if media_ids is None:
        return [write.media_id for write in publishing.undo_all(shop=shop)], []
    started, not_started = [], []
    for media_id in media_ids:
        try:
            publishing.undo_media(shop=shop, media_id=media_id)
        except (Conflict, NotFound):
            not_started.append(media_id)
        else:
            started.append(media_id)
    return started, not_started
