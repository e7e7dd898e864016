"""Everything that is stored; one history of migrations."""

from shopapp.models.api import ApiKey, IdempotencyKey
from shopapp.models.catalog import Media, Product, ProductMedia, Sync, Variant, VariantMedia
from shopapp.models.credits import Account, Charge, Entry, Purchase, Subscription, Transfer
from shopapp.models.export import Export
from shopapp.models.job import Batch, Original, RetouchJob, Revision
from shopapp.models.ledger import Write
from shopapp.models.listing import (
    ConnectAttempt,
    Fingerprint,
    Listing,
    ListingPhoto,
    ListingSync,
    MarketplaceAccount,
    MarketplaceToken,
    Rendition,
)
from shopapp.models.photo_check import PhotoCheck
from shopapp.models.shop import OfflineToken, Promotion, Shop
from shopapp.models.submission import ListingFeed, ListingWrite, Submission, SubmissionRun
from shopapp.models.upload import Upload
from shopapp.models.webhook import WebhookDelivery

__all__ = [
    "Account",
    "ApiKey",
    "Batch",
    "Charge",
    "ConnectAttempt",
    "Entry",
    "Export",
    "Fingerprint",
    "IdempotencyKey",
    "Listing",
    "ListingFeed",
    "ListingPhoto",
    "ListingSync",
    "ListingWrite",
    "MarketplaceAccount",
    "MarketplaceToken",
    "Media",
    "OfflineToken",
    "Original",
    "PhotoCheck",
    "Product",
    "ProductMedia",
    "Promotion",
    "Purchase",
    "Rendition",
    "RetouchJob",
    "Revision",
    "Shop",
    "Submission",
    "SubmissionRun",
    "Subscription",
    "Sync",
    "Transfer",
    "Upload",
    "Variant",
    "VariantMedia",
    "WebhookDelivery",
    "Write",
]
