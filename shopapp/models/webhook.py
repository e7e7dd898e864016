"""The inbox: what Shopify told us, each once."""

from django.db import models

from shopapp.models.leased import Leased


class WebhookDelivery(Leased):
    """One message of Shopify's, known by its webhook id; worked by a task."""

    class State(models.TextChoices):
        """What became of it."""

        RECEIVED = "received"
        HANDLED = "handled"
        IGNORED = "ignored"
        FAILED = "failed"

    webhook_id = models.CharField(max_length=64, unique=True)
    event_id = models.CharField(max_length=64, default="", blank=True)
    topic = models.CharField(max_length=64)
    shop_domain = models.CharField(max_length=255, db_index=True)
    triggered_at = models.DateTimeField(null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=255, default="", blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"]), models.Index(fields=["received_at"])]

    def __str__(self) -> str:
        return f"{self.topic} {self.webhook_id}"
