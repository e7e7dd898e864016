"""A row that is work: who holds it, until when, and when it may be taken next."""

from django.db import models


class Leased(models.Model):
    """A piece of work, claimed by one conditional UPDATE and written only by its holder (``shopapp.leases``)."""

    owner = models.CharField(max_length=32, default="", blank=True)
    attempt = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    crashes = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class LimitedAbroad(Leased):
    """Work at a marketplace that takes only so much from us at a time.

    ``throttled_since`` is when it first had to wait for that limit; None once it has gone on.
    """

    throttled_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
