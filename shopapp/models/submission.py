"""Every write to another marketplace, and how to take it back."""

from django.db import models
from django.db.models import Q

from shopapp.models.catalog import Media
from shopapp.models.leased import Leased, LimitedAbroad
from shopapp.models.listing import Listing, MarketplaceAccount, Rendition
from shopapp.models.shop import Shop


class SubmissionRun(models.Model):
    """Submissions that were asked for together, so that progress can be told."""

    class Kind(models.TextChoices):
        """Which way, and who asked."""

        EXPORT = "export"
        AUTO = "auto"
        UNDO = "undo"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="submission_runs")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    left_out = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"run {self.pk}: {self.kind}"


class ListingFeed(Leased):
    """Submissions of one run to one account that go out in one document."""

    class State(models.TextChoices):
        """How far it is."""

        GATHERING = "gathering"
        SENT = "sent"
        DONE = "done"
        FAILED = "failed"

    account = models.ForeignKey(MarketplaceAccount, on_delete=models.CASCADE, related_name="feeds")
    state = models.CharField(max_length=16, choices=State.choices, default=State.GATHERING)
    number = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"feed {self.pk}: {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether its submissions wait for it."""
        return self.state in {self.State.GATHERING, self.State.SENT}


class Submission(LimitedAbroad):
    """One listing's images on their way out or back; one is under way for a listing at any time."""

    class Kind(models.TextChoices):
        """Which way."""

        EXPORT = "export"
        UNDO = "undo"

    class State(models.TextChoices):
        """How far it is; a merchant's words for each stand in ``marketplaces.words``.

        An undoing is queued while something else is under way for its listing.
        """

        QUEUED = "queued"
        WAITING = "waiting"
        SENDING = "sending"
        CHECKING = "checking"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        CONFLICT = "conflict"
        LEFT = "left"
        FAILED = "failed"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="submissions")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="submissions")
    run = models.ForeignKey(SubmissionRun, on_delete=models.CASCADE, related_name="submissions")
    feed = models.ForeignKey(
        ListingFeed, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    held = models.BooleanField(default=False)
    before = models.JSONField(null=True, blank=True)
    looks = models.PositiveIntegerField(default=0)
    issues = models.JSONField(default=list, blank=True)
    reason_code = models.CharField(max_length=64, default="", blank=True)
    reason_sentence = models.CharField(max_length=512, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(state__in=["waiting", "sending", "checking"]),
                name="one_submission_per_listing_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(state="queued"),
                name="one_submission_per_listing_waits_its_turn",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"]),
            models.Index(fields=["shop", "created_at"]),
            models.Index(fields=["run", "state"]),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}: {self.kind} {self.state}"


class ListingWrite(models.Model):
    """The ledger: one image put at one place of a listing, or put back there; never changed once it is over.

    Only its place follows it, where taking back an image of ours lets those behind it move up.

    ``origin`` is the submission whose ``before`` holds the merchant's own image of that place: an undo goes back there,
    however often we have written over ourselves since. ``gone_at`` is when an image of ours was seen, or made, to stand
    there no longer.
    """

    class Kind(models.TextChoices):
        """Which way."""

        PUBLISH = "publish"
        UNDO = "undo"

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned"
        SENT = "sent"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"
        CONFLICT = "conflict"
        FAILED = "failed"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="listing_writes")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="writes")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="writes")
    origin = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="originals_of"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PLANNED)
    place = models.PositiveIntegerField()
    media = models.ForeignKey(
        Media, on_delete=models.SET_NULL, null=True, blank=True, related_name="listing_writes"
    )
    rendition = models.ForeignKey(
        Rendition, on_delete=models.SET_NULL, null=True, blank=True, related_name="writes"
    )
    file_name = models.CharField(max_length=255, default="", blank=True)
    alt = models.CharField(max_length=512, default="", blank=True)
    before_key = models.TextField(default="", blank=True)
    after_key = models.TextField(default="", blank=True)
    issues = models.JSONField(default=list, blank=True)
    reason_code = models.CharField(max_length=64, default="", blank=True)
    reason_sentence = models.CharField(max_length=512, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "place"],
                condition=Q(state__in=["planned", "sent"]),
                name="one_write_per_place_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["shop", "created_at"]),
            models.Index(fields=["listing", "place", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of place {self.place} of listing {self.listing_id}: {self.state}"
