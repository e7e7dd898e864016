"""Everything that is stored; one history of migrations."""

from shopapp.models.api import ApiKey, IdempotencyKey
from shopapp.models.catalog import Media, Product, ProductMedia, Sync, Variant, VariantMedia
from shopapp.models.credits import Account, Charge, Entry, Purchase, Subscription, Transfer
from shopapp.models.export import Export
from shopapp.models.job import Batch, Original, RetouchJob, Revision
from shopapp.models.ledger import Write
from shopapp.models.shop import OfflineToken, Promotion, Shop
from shopapp.models.upload import Upload
from shopapp.models.webhook import WebhookDelivery

__all__ = [
    "Account",
    "ApiKey",
    "Batch",
    "Charge",
    "Entry",
    "Export",
    "IdempotencyKey",
    "Media",
    "OfflineToken",
    "Original",
    "Product",
    "ProductMedia",
    "Promotion",
    "Purchase",
    "RetouchJob",
    "Revision",
    "Shop",
    "Subscription",
    "Sync",
    "Transfer",
    "Upload",
    "Variant",
    "VariantMedia",
    "WebhookDelivery",
    "Write",
]
