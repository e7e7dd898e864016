"""A photo that belongs to no shop."""

from django.db import models

from shopapp.models.leased import Leased


class Upload(Leased):
    """One photo of the stand-alone page; everything of it is deleted after a day."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RETOUCHING = "retouching"
        DONE = "done"
        REVIEW = "review"
        REFUSED = "refused"

    address_hash = models.CharField(max_length=64, db_index=True)
    file_name = models.CharField(max_length=255)
    original_key = models.CharField(max_length=255)
    result_key = models.CharField(max_length=255, default="", blank=True)
    format = models.CharField(max_length=8, default="", blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    reason_sentence = models.CharField(max_length=512, default="", blank=True)
    report = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"upload {self.pk}: {self.state}"
