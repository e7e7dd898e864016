"""Work that waits for Shopify and for other marketplaces."""

from shopapp.billing import services as billing
from shopapp.catalog import syncing
from shopapp.install import services as install
from shopapp.marketplaces import feeding, reading, submissions
from shopapp.models import Shop
from shopapp.publishing import publish, undo
from shopapp.queue import Task
from shopapp.studio import fetching, lifecycle
from shopapp.studio.lifecycle import Stage
from shopapp.tasks.actor import task
from shopapp.webhooks import inbox


@task(Task.FETCH_ORIGINAL)
def fetch_original(job_id: int) -> None:
    """Store the merchant's own bytes of one job."""
    lifecycle.run(job_id, Stage.FETCH, fetching.fetch)


@task(Task.PUBLISH_MEDIA)
def publish_media(job_id: int) -> None:
    """Take one job's write as far as it goes now."""
    lifecycle.run(job_id, Stage.PUBLISH, publish.publish)


@task(Task.UNDO_WRITE)
def undo_write(write_id: int) -> None:
    """Take one undoing as far as it goes now."""
    undo.run(write_id)


@task(Task.RUN_SYNC)
def run_sync(sync_id: int) -> None:
    """Take one reading of a catalog as far as it goes now."""
    syncing.run(sync_id)


@task(Task.READ_LISTINGS)
def read_listings(sync_id: int) -> None:
    """Read the listings of one account."""
    reading.run(sync_id)


@task(Task.SUBMIT_LISTING)
def submit_listing(submission_id: int) -> None:
    """Take one listing's images as far as they go now, out or back."""
    submissions.run(submission_id)


@task(Task.SEND_FEED)
def send_feed(feed_id: int) -> None:
    """Take many listings that go out in one document as far as they go now."""
    feeding.run(feed_id)


@task(Task.READ_SHOP, max_retries=5)
def read_shop(shop_id: int) -> None:
    """Read a shop's name, currency and time zone."""
    install.read_shop(shop_id=shop_id)


@task(Task.SETTLE_CHARGES, max_retries=5)
def settle_charges(shop_id: int) -> None:
    """Read a shop's pending charges again."""
    billing.settle_pending(shop=Shop.objects.get(pk=shop_id))


@task(Task.HANDLE_WEBHOOK)
def handle_webhook(delivery_id: int) -> None:
    """Work one delivery of the inbox."""
    inbox.handle(delivery_id)
