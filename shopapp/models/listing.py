"""Other marketplaces: the accounts we may write to, their listings, and what we would show there."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from shopapp.models.catalog import Media, Product
from shopapp.models.job import Revision
from shopapp.models.leased import Leased, LimitedAbroad
from shopapp.models.shop import Shop


class MarketplaceAccount(models.Model):
    """A merchant's account on another marketplace; it outlives its token, so that the ledger stays readable."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="marketplace_accounts")
    marketplace = models.CharField(max_length=16)
    account = models.CharField(max_length=128)
    name = models.CharField(max_length=255, default="", blank=True)
    auto_export_since = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField()
    disconnected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "marketplace", "account"], name="account_once"),
            models.UniqueConstraint(
                fields=["shop", "marketplace"],
                condition=Q(disconnected_at=None),
                name="one_account_per_marketplace",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.marketplace} account of shop {self.shop_id}"

    @property
    def auto_export(self) -> bool:
        """Whether listings that are new there go out by themselves."""
        return self.auto_export_since is not None

    @property
    def connected(self) -> bool:
        """Whether we may read and write there, as far as we know."""
        return self.disconnected_at is None and self.refused_at is None


class MarketplaceToken(models.Model):
    """An account's two tokens, both encrypted, replaced as one row."""

    account = models.OneToOneField(MarketplaceAccount, on_delete=models.CASCADE, related_name="token")
    access_token = models.TextField()
    refresh_token = models.TextField(default="", blank=True)
    expires_at = models.DateTimeField()
    refresh_expires_at = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    refreshing_by = models.CharField(max_length=32, default="", blank=True)
    refreshing_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.version} of account {self.account_id}"


class ConnectAttempt(models.Model):
    """A merchant on the way to a marketplace's page of consent and back; good once, for a few minutes."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="connect_attempts")
    marketplace = models.CharField(max_length=16)
    state_digest = models.CharField(max_length=64, unique=True)
    verifier = models.TextField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"attempt {self.pk} for {self.marketplace}"


class ListingSync(LimitedAbroad):
    """One reading of all listings of an account."""

    class State(models.TextChoices):
        """How far it is."""

        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    account = models.ForeignKey(MarketplaceAccount, on_delete=models.CASCADE, related_name="syncs")
    state = models.CharField(max_length=16, choices=State.choices, default=State.RUNNING)
    listings = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=512, default="", blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="running"), name="one_listing_sync_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"listing sync {self.pk}: {self.state}"


class Listing(Leased):
    """One offer on a marketplace, the product it sells, and the photos we would show there (its draft).

    ``without`` are media the merchant left out; ``wanted`` says that the draft is exported as soon as it is ready.
    ``most_images`` is how many its product type takes, where the marketplace says that for each type.
    """

    class Match(models.TextChoices):
        """How we know which product it sells."""

        SKU = "sku"
        ALIKE = "alike"
        CHOSEN = "chosen"
        DOUBTFUL = "doubtful"
        NONE = "none"
        REFUSED = "refused"

    class Draft(models.TextChoices):
        """How far the photos for it are."""

        NONE = "none"
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="listings")
    account = models.ForeignKey(MarketplaceAccount, on_delete=models.CASCADE, related_name="listings")
    key = models.CharField(max_length=128)
    title = models.CharField(max_length=512, default="", blank=True)
    skus = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=16, default="", blank=True)
    product_type = models.CharField(max_length=64, default="", blank=True)
    most_images = models.PositiveIntegerField(null=True, blank=True)
    url = models.TextField(default="", blank=True)
    version = models.CharField(max_length=64, default="", blank=True)
    images = models.JSONField(default=list, blank=True)
    product = models.ForeignKey(
        Product, on_delete=models.SET_NULL, null=True, blank=True, related_name="listings"
    )
    match = models.CharField(max_length=16, choices=Match.choices, default=Match.NONE)
    match_reason = models.CharField(max_length=64, default="", blank=True)
    candidates = models.JSONField(default=list, blank=True)
    draft = models.CharField(max_length=16, choices=Draft.choices, default=Draft.NONE)
    draft_key = models.CharField(max_length=64, default="", blank=True)
    draft_findings = models.JSONField(default=list, blank=True)
    draft_left_out = models.JSONField(default=list, blank=True)
    without = models.JSONField(default=list, blank=True)
    confirmed = models.BooleanField(default=False)
    wanted = models.BooleanField(default=False)
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="listing_once_per_account")]
        indexes = [
            models.Index(fields=["shop", "product"]),
            models.Index(fields=["draft", "lease_until"]),
        ]

    def __str__(self) -> str:
        return f"listing {self.key}"


class Rendition(models.Model):
    """A result cut for one marketplace and slot, with what was measured of it; made once for the same work."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="renditions")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="renditions")
    work_key = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    mime_type = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    facts = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    fetches = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "work_key"], name="rendition_once_per_shop")]

    def __str__(self) -> str:
        return f"rendition {self.work_key[:12]}"


class ListingPhoto(models.Model):
    """What we would show at one place of a listing, and what its rules say of it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    place = models.PositiveIntegerField()
    slot = models.CharField(max_length=16)
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="listing_photos")
    rendition = models.ForeignKey(Rendition, on_delete=models.CASCADE, related_name="photos")
    file_name = models.CharField(max_length=255)
    alt = models.CharField(max_length=512, default="", blank=True)
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["listing", "place"], name="one_photo_per_place")]

    def __str__(self) -> str:
        return f"photo {self.place} of listing {self.listing_id}"


class Fingerprint(models.Model):
    """What a picture looks like, in 64 bits; ``reference`` names the picture in the version it was looked at."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="fingerprints")
    reference = models.CharField(max_length=255)
    bits = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "reference"], name="fingerprint_once")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.bits}"
