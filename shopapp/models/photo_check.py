"""A photo that somebody wants to have checked."""

from django.db import models

from shopapp.models.leased import Leased
from shopapp.models.shop import Shop


class PhotoCheck(Leased):
    """One photo held against a marketplace's rules; its bytes go as soon as it is measured, the answer within a day."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        CHECKING = "checking"
        DONE = "done"
        REFUSED = "refused"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, null=True, blank=True)
    address_hash = models.CharField(max_length=64, default="", blank=True, db_index=True)
    file_name = models.CharField(max_length=255)
    key = models.CharField(max_length=255, default="", blank=True)
    marketplace = models.CharField(max_length=32)
    slot = models.CharField(max_length=8)
    category = models.CharField(max_length=16, default="", blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    reason_sentence = models.CharField(max_length=512, default="", blank=True)
    report = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"check {self.pk}: {self.state}"
