"""Work that needs pixels. The engine is imported by the first message, in the process that runs it."""

from datetime import timedelta
from importlib import import_module

from shopapp.queue import Task
from shopapp.studio import lifecycle
from shopapp.studio.lifecycle import Stage
from shopapp.tasks.actor import task

_PACKING = timedelta(minutes=30)
"""A go of making files is minutes; the last one reads them all once more, from a bucket too, and packs thousands."""


@task(Task.RETOUCH_MEDIA)
def retouch_media(job_id: int) -> None:
    """Run one job's retouch; a second delivery finds it claimed and returns."""
    retouching = import_module("shopapp.studio.retouching")
    lifecycle.run(job_id, Stage.RETOUCH, retouching.retouch)


@task(Task.RETOUCH_UPLOAD)
def retouch_upload(upload_id: int) -> None:
    """Retouch the stand-alone page's photo."""
    import_module("shopapp.uploads.retouching").run(upload_id)


@task(Task.CHECK_PHOTO)
def check_photo(check_id: int) -> None:
    """Hold one photo against a marketplace's rules."""
    import_module("shopapp.checking.working").run(check_id)


@task(Task.BUILD_EXPORT, time_limit=_PACKING)
def build_export(export_id: int) -> None:
    """Take one set of images for another marketplace as far as it goes now."""
    import_module("shopapp.publishing.exporting").run(export_id)


@task(Task.DRAFT_LISTING)
def draft_listing(listing_id: int) -> None:
    """Cut and judge the photos for one listing of another marketplace."""
    import_module("shopapp.marketplaces.drafting").run(listing_id)
