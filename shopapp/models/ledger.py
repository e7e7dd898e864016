"""Every write to the shop, and how to take it back."""

from django.db import models
from django.db.models import Q

from shopapp.models.catalog import Media
from shopapp.models.job import Original, RetouchJob, Revision
from shopapp.models.leased import Leased
from shopapp.models.shop import Shop


class Write(Leased):
    """One replacement of a file's bytes, ours or its undoing; one is under way for a media at any time."""

    class Kind(models.TextChoices):
        """Which way."""

        PUBLISH = "publish"
        UNDO = "undo"

    class State(models.TextChoices):
        """How far it is; an undoing waits behind a write that is still under way."""

        WAITING = "waiting"
        PLANNED = "planned"
        SENT = "sent"
        CONFIRMED = "confirmed"
        CONFLICT = "conflict"
        FAILED = "failed"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="writes")
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="writes")
    job = models.ForeignKey(
        RetouchJob, on_delete=models.SET_NULL, null=True, blank=True, related_name="writes"
    )
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="writes")
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="writes"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PLANNED)
    before_sha256 = models.CharField(max_length=64)
    before_version = models.CharField(max_length=64, default="", blank=True)
    after_sha256 = models.CharField(max_length=64)
    after_version = models.CharField(max_length=64, default="", blank=True)
    reason_code = models.CharField(max_length=64, default="", blank=True)
    reason_sentence = models.CharField(max_length=512, default="", blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["media"],
                condition=Q(state__in=["planned", "sent"]),
                name="one_write_per_media_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["media"], condition=Q(state="waiting"), name="one_undo_waits_per_media"
            ),
        ]
        indexes = [models.Index(fields=["shop", "created_at"]), models.Index(fields=["media", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} of media {self.media_id}: {self.state}"
