"""A merchant's shop, its token, and the one thing that outlives it."""

from django.db import models


class Shop(models.Model):
    """A merchant's store, by its ``.myshopify.com`` domain."""

    domain = models.CharField(max_length=255, unique=True)
    gid = models.CharField(max_length=128, default="", blank=True)
    name = models.CharField(max_length=255, default="", blank=True)
    email = models.CharField(max_length=255, default="", blank=True)
    currency = models.CharField(max_length=8, default="USD")
    timezone = models.CharField(max_length=64, default="UTC")
    scopes = models.CharField(max_length=512, default="", blank=True)
    recipe = models.CharField(max_length=64, default="catalog-white")
    tone = models.CharField(max_length=64, default="", blank=True)
    auto_retouch = models.BooleanField(default=False)
    auto_paused_reason = models.CharField(max_length=255, default="", blank=True)
    installed_at = models.DateTimeField(auto_now_add=True)
    uninstalled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.domain

    @property
    def installed(self) -> bool:
        """Whether the app is on this shop now."""
        return self.uninstalled_at is None


class OfflineToken(models.Model):
    """The shop's token for background work; both halves encrypted, replaced as one row."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="token")
    access_token = models.TextField()
    refresh_token = models.TextField(default="", blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    refresh_expires_at = models.DateTimeField(null=True, blank=True)
    scope = models.CharField(max_length=512, default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    refreshing_by = models.CharField(max_length=32, default="", blank=True)
    refreshing_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.version} of shop {self.shop_id}"


class Promotion(models.Model):
    """A keyed hash of a shop's domain that has had its free credits; it outlives the shop and says nothing else."""

    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.digest[:8]
