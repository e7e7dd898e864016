"""The work of a submission, by which way it goes and how far it is."""

from integrations.marketplace import Marketplace
from shopapp.marketplaces import checking, lifecycle, sending, turns, undoing
from shopapp.models import Submission


def run(submission_id: int) -> None:
    """Claim a submission and take it as far as it goes now; one that is queued begins where its turn has come."""
    turns.take(submission_id)
    lifecycle.run(submission_id, _work)


def _work(submission: Submission, market: Marketplace) -> None:
    if submission.kind == Submission.Kind.UNDO:
        undoing.undo(submission, market)
    elif submission.state == Submission.State.CHECKING:
        checking.check(submission, market)
    else:
        sending.send(submission, market)
