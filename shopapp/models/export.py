"""A set of images made for another marketplace."""

from django.db import models

from shopapp.models.leased import Leased
from shopapp.models.shop import Shop


class Export(Leased):
    """One set: a folder, a zip of it, and the report of every rule."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="exports")
    marketplace = models.CharField(max_length=16)
    media_ids = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    reason_sentence = models.CharField(max_length=512, default="", blank=True)
    folder_key = models.CharField(max_length=255, default="", blank=True)
    zip_key = models.CharField(max_length=255, default="", blank=True)
    html_key = models.CharField(max_length=255, default="", blank=True)
    json_key = models.CharField(max_length=255, default="", blank=True)
    images = models.PositiveIntegerField(default=0)
    blocked = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.marketplace} export {self.pk}: {self.state}"
