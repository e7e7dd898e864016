"""A request to retouch one photo, what came out of it, and the batch it belongs to."""

from django.db import models
from django.db.models import Q

from shopapp.models.catalog import Media
from shopapp.models.leased import Leased
from shopapp.models.shop import Shop


class Original(models.Model):
    """The merchant's own bytes, kept by digest before anything is written."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="originals")
    media = models.ForeignKey(
        Media, on_delete=models.SET_NULL, null=True, blank=True, related_name="originals"
    )
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    bytes = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=255, default="", blank=True)
    mime_type = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "media", "sha256"], name="original_once_per_media"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.sha256[:12]}"


class Batch(models.Model):
    """Photos that were asked for together."""

    class State(models.TextChoices):
        """Whether its photos are being worked on."""

        RUNNING = "running"
        PAUSED = "paused"
        CANCELLED = "cancelled"
        DONE = "done"

    class Kind(models.TextChoices):
        """What was asked for."""

        STORE = "store"
        SELECTION = "selection"
        AUTO = "auto"
        API = "api"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="batches")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RUNNING)
    estimate = models.JSONField(default=dict, blank=True)
    photos = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=512, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["shop", "state"])]

    def __str__(self) -> str:
        return f"batch {self.pk} of shop {self.shop_id}: {self.state}"


class Revision(models.Model):
    """A result: the bytes, how they were made, and how true to the piece they are."""

    class Verdict(models.TextChoices):
        """What the gate said."""

        READY = "ready"
        REVIEW = "review"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="revisions")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="revisions")
    work_key = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=8)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    recipe = models.CharField(max_length=64)
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    reasons = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    report = models.JSONField(default=dict, blank=True)
    provenance = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    risk = models.FloatField(default=0.0)
    alloy = models.CharField(max_length=32, default="", blank=True)
    kept = models.BooleanField(null=True, blank=True)
    matte_key = models.CharField(max_length=255, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "work_key"], name="work_once_per_shop")]

    def __str__(self) -> str:
        return f"revision {self.work_key[:12]}"


class RetouchJob(Leased):
    """A request to retouch one photo, from waiting to an end state; one is active for a media at any time."""

    class State(models.TextChoices):
        """How far it is; a merchant's words for each stand in ``studio.words``."""

        WAITING = "waiting"
        RETOUCHING = "retouching"
        READY = "ready"
        NEEDS_REVIEW = "needs_review"
        PUBLISHING = "publishing"
        PUBLISHED = "published"
        LEFT = "left"
        FAILED = "failed"
        UNDONE = "undone"

    class Source(models.TextChoices):
        """Who asked."""

        ONE_CLICK = "one_click"
        SELECTION = "selection"
        AUTO = "auto"
        API = "api"

    class Kind(models.TextChoices):
        """What is done: the photo's retouch, or another pass because a person found something wrong with it."""

        RETOUCH = "retouch"
        RETRY = "retry"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.RETOUCH)
    retry_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="retries"
    )
    retry_reason = models.CharField(max_length=32, default="", blank=True)
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs")
    media = models.ForeignKey(Media, on_delete=models.CASCADE, null=True, blank=True, related_name="jobs")
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    reason_code = models.CharField(max_length=64, default="", blank=True)
    reason_sentence = models.CharField(max_length=512, default="", blank=True)
    source = models.CharField(max_length=16, choices=Source.choices)
    external_id = models.CharField(max_length=255, default="", blank=True)
    publish = models.BooleanField(default=True)
    paused = models.BooleanField(default=False)
    recipe = models.CharField(max_length=64)
    tone = models.CharField(max_length=64, default="", blank=True)
    work_key = models.CharField(max_length=64, default="", blank=True)
    read_version = models.CharField(max_length=64, default="", blank=True)
    credits_held = models.PositiveIntegerField(default=0)
    credits_captured = models.PositiveIntegerField(default=0)
    seconds = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["media"],
                condition=Q(state__in=["waiting", "retouching", "publishing"])
                | Q(state="ready", publish=True),
                name="one_active_job_per_media",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"]),
            models.Index(fields=["shop", "state"]),
            models.Index(fields=["batch", "state"]),
            models.Index(fields=["shop", "external_id"]),
        ]

    def __str__(self) -> str:
        return f"job {self.pk}: {self.state}"
