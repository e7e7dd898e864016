"""What the shop sells and shows: products, variants, media, and how they hang together."""

from urllib.parse import unquote

from django.db import models
from django.utils.translation import gettext_lazy as _

from shopapp.models.leased import Leased
from shopapp.models.shop import Shop


def file_name_in(url: str) -> str:
    """Return the file's own name of an address: spaces and accents as the merchant wrote them."""
    return unquote(url.split("?", 1)[0].rsplit("/", 1)[-1])


class Product(models.Model):
    """A product of the shop."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="products")
    gid = models.CharField(max_length=128)
    title = models.CharField(max_length=512, default="", blank=True)
    handle = models.CharField(max_length=255, default="", blank=True)
    vendor = models.CharField(max_length=255, default="", blank=True)
    product_type = models.CharField(max_length=255, default="", blank=True)
    tags = models.JSONField(default=list, blank=True)
    description = models.TextField(default="", blank=True)
    status = models.CharField(max_length=16, default="", blank=True)
    category = models.CharField(max_length=32, default="", blank=True)
    alloy = models.CharField(max_length=32, default="", blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "gid"], name="product_once_per_shop")]

    def __str__(self) -> str:
        return self.title or self.gid


class Variant(models.Model):
    """A variant of a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    gid = models.CharField(max_length=128)
    title = models.CharField(max_length=512, default="", blank=True)
    sku = models.CharField(max_length=255, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "gid"], name="variant_once_per_product")]

    def __str__(self) -> str:
        return self.title or self.gid


class Media(models.Model):
    """A file that products show; shared by several products and variants where the merchant did so."""

    class Kind(models.TextChoices):
        """What Shopify says the file is."""

        IMAGE = "IMAGE"
        VIDEO = "VIDEO"
        EXTERNAL_VIDEO = "EXTERNAL_VIDEO"
        MODEL_3D = "MODEL_3D"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="media")
    gid = models.CharField(max_length=128)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.IMAGE)
    alt = models.CharField(max_length=1024, default="", blank=True)
    mime_type = models.CharField(max_length=64, default="", blank=True)
    status = models.CharField(max_length=16, default="", blank=True)
    url = models.TextField(default="", blank=True)
    version = models.CharField(max_length=64, default="", blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    file_size = models.PositiveBigIntegerField(null=True, blank=True)
    excluded = models.BooleanField(default=False)
    auto_wanted = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    products: "models.ManyToManyField[Product, ProductMedia]" = models.ManyToManyField(
        Product, through="ProductMedia", related_name="media"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "gid"], name="media_once_per_shop")]
        indexes = [models.Index(fields=["shop", "deleted_at", "kind"])]

    def __str__(self) -> str:
        return self.name

    @property
    def file_name(self) -> str:
        """The file's own name, as the merchant uploaded it; "" where Shopify tells none, as for videos."""
        return file_name_in(self.url)

    @property
    def name(self) -> str:
        """The file's own name; while there is none, what it shows, or at least what it is."""
        return self.file_name or self.alt or str(_NAMES[self.Kind(self.kind)])


_NAMES = {
    Media.Kind.IMAGE: _("Photo"),
    Media.Kind.VIDEO: _("Video"),
    Media.Kind.EXTERNAL_VIDEO: _("Video"),
    Media.Kind.MODEL_3D: _("3D model"),
}


class ProductMedia(models.Model):
    """A file at a place in a product's gallery."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="gallery")
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["product_id", "position"]
        constraints = [models.UniqueConstraint(fields=["product", "media"], name="media_once_per_product")]

    def __str__(self) -> str:
        return f"{self.media_id} at {self.position} of {self.product_id}"


class VariantMedia(models.Model):
    """A file that is the picture of a variant."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="pictures")
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="variant_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "media"], name="media_once_per_variant")]

    def __str__(self) -> str:
        return f"{self.media_id} of variant {self.variant_id}"


class Sync(Leased):
    """One reading of the whole catalog by bulk operations."""

    class State(models.TextChoices):
        """How far it is."""

        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="syncs")
    state = models.CharField(max_length=16, choices=State.choices, default=State.RUNNING)
    products_gid = models.CharField(max_length=128, default="", blank=True)
    variants_gid = models.CharField(max_length=128, default="", blank=True)
    reason = models.CharField(max_length=512, default="", blank=True)
    products = models.PositiveIntegerField(default=0)
    media = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop"], condition=models.Q(state="running"), name="one_sync_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"sync {self.pk} of shop {self.shop_id}: {self.state}"
