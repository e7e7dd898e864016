"""Work that keeps the house: ringing again, forgetting what is kept for a while only."""

from datetime import timedelta

from shopapp import sweeping
from shopapp.checking import services as checking
from shopapp.env import env
from shopapp.marketplaces import notified
from shopapp.marketplaces import services as marketplaces
from shopapp.queue import Task
from shopapp.studio import services as studio
from shopapp.tasks.actor import every, task
from shopapp.uploads import services as uploads


@every(env().sweep_every)
@task(Task.SWEEP)
def sweep() -> None:
    """Ring again for every row whose bell was lost."""
    sweeping.sweep()


@every(timedelta(minutes=10))
@task(Task.FORGET_UPLOADS)
def forget_uploads() -> None:
    """Delete every upload and every check whose day is over."""
    uploads.forget_expired()
    checking.forget_expired()


@every(timedelta(hours=6))
@task(Task.FORGET_OLD)
def forget_old() -> None:
    """Delete worked webhooks and answered idempotency keys."""
    sweeping.forget_old()


@task(Task.RESUME_AUTO, max_retries=3)
def resume_auto(shop_id: int) -> None:
    """Start what auto-retouch had to leave waiting for credits."""
    studio.resume_auto(shop_id=shop_id)


@task(Task.DRAFT_LISTINGS, max_retries=3)
def draft_listings(shop_id: int) -> None:
    """Have drafts made of a shop's listings whose results have changed."""
    marketplaces.draft_all(shop_id=shop_id)


@task(Task.RESULTS_CHANGED, max_retries=3)
def results_changed(job_id: int) -> None:
    """Have drafts made anew of the listings that show a job's photo."""
    marketplaces.results_changed(job_id=job_id)


@task(Task.EXPORT_WANTED, max_retries=3)
def export_wanted(listing_id: int) -> None:
    """Export a listing as soon as its draft is ready, where that was asked for or it goes by itself."""
    marketplaces.export_wanted(listing_id=listing_id)


@every(timedelta(hours=1))
@task(Task.LOOK_AT_MARKETPLACES)
def look_at_marketplaces() -> None:
    """Read every connected account's listings again: new ones, and what changed there."""
    marketplaces.look_at_all()


@every(timedelta(seconds=30))
@task(Task.READ_NOTIFICATIONS)
def read_notifications() -> None:
    """Read what marketplaces tell by themselves, and ask for those verdicts again."""
    notified.read()
