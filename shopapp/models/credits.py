"""Credits as a double-entry ledger, and what they are bought with."""

from django.db import models
from django.db.models import Q

from shopapp.models.job import RetouchJob
from shopapp.models.shop import Shop


class Account(models.Model):
    """One of a shop's four purses; only ``source``, where credits come from, may be below zero."""

    class Kind(models.TextChoices):
        """What the credits in it are."""

        SOURCE = "source"
        AVAILABLE = "available"
        RESERVED = "reserved"
        SPENT = "spent"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="accounts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "kind"], name="account_once_per_shop"),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind="source"), name="balance_never_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of shop {self.shop_id}: {self.balance}"


class Transfer(models.Model):
    """One movement of credits; ``key`` makes repeating it harmless."""

    class Kind(models.TextChoices):
        """Why credits moved."""

        GRANT = "grant"
        RESERVE = "reserve"
        CAPTURE = "capture"
        RELEASE = "release"
        REFUND = "refund"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="transfers")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.CharField(max_length=128)
    amount = models.PositiveIntegerField()
    job = models.ForeignKey(
        RetouchJob, on_delete=models.SET_NULL, null=True, blank=True, related_name="transfers"
    )
    reason = models.CharField(max_length=255, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "key"], name="transfer_once")]
        indexes = [models.Index(fields=["shop", "created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Entry(models.Model):
    """One side of a transfer; the sides of a transfer add up to zero."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "account"], name="one_entry_per_account")]

    def __str__(self) -> str:
        return f"{self.amount:+d}"


class Charge(models.Model):
    """What a subscription and a purchase have in common: Shopify's record, and what it last said."""

    class Status(models.TextChoices):
        """Shopify's own words."""

        PENDING = "PENDING"
        ACTIVE = "ACTIVE"
        DECLINED = "DECLINED"
        EXPIRED = "EXPIRED"
        CANCELLED = "CANCELLED"
        FROZEN = "FROZEN"

    gid = models.CharField(max_length=128)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    test = models.BooleanField(default=False)
    confirmation_url = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Subscription(Charge):
    """The shop's plan, as Shopify bills it."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="subscriptions")
    plan = models.CharField(max_length=32)
    activated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "gid"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.status}"


class Purchase(Charge):
    """A pack of credits, as Shopify bills it."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="purchases")
    pack = models.CharField(max_length=32)
    credits = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)
    granted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "gid"], name="purchase_once")]

    def __str__(self) -> str:
        return f"{self.pack}: {self.status}"
