"""What the sandbox's shop consists of. Records are changed in place, under the sandbox's lock."""

from dataclasses import dataclass, field
from typing import ClassVar

from integrations.sandbox.clock import timestamp

GID = "gid://shopify/"


@dataclass(slots=True, kw_only=True)
class Record:
    """Anything with a global identifier."""

    typename: ClassVar[str] = ""
    number: int

    @property
    def id(self) -> str:
        """The global identifier."""
        return f"{GID}{self.typename}/{self.number}"


@dataclass(slots=True, kw_only=True)
class Product(Record):
    """One product and the order of its gallery and variants."""

    typename: ClassVar[str] = "Product"
    title: str
    handle: str
    vendor: str = ""
    product_type: str = ""
    tags: list[str] = field(default_factory=list)
    status: str = "ACTIVE"
    description: str = ""
    created: float
    updated: float
    media: list[int] = field(default_factory=list)
    variants: list[int] = field(default_factory=list)

    @property
    def created_at(self) -> str:
        """When it was made."""
        return timestamp(self.created)

    @property
    def updated_at(self) -> str:
        """When it, or one of its files, last changed."""
        return timestamp(self.updated)


@dataclass(slots=True, kw_only=True)
class Variant(Record):
    """One variant and the medium linked to it."""

    typename: ClassVar[str] = "ProductVariant"
    product: int
    title: str
    sku: str = ""
    medium: int | None = None


@dataclass(slots=True, kw_only=True)
class Medium(Record):
    """One file of the store: an image, or a video. Several products may show it."""

    kind: str = "IMAGE"
    file_name: str
    mime_type: str
    alt: str = ""
    status: str = "READY"
    content: bytes = b""
    digest: str = ""
    width: int | None = None
    height: int | None = None
    version: int
    created: float
    updated: float
    errors: list[tuple[str, str]] = field(default_factory=list)
    busy: bool = False
    once_ready: bool = True
    writer: str = ""

    @property
    def typename(self) -> str:  # type: ignore[override]
        """The GraphQL type."""
        return "MediaImage" if self.kind == "IMAGE" else "Video"

    @property
    def created_at(self) -> str:
        """When it was made."""
        return timestamp(self.created)

    @property
    def updated_at(self) -> str:
        """When it last changed."""
        return timestamp(self.updated)

    @property
    def extension(self) -> str:
        """What stands behind the file name's last dot, in lower case."""
        return self.file_name.rpartition(".")[2].lower()


@dataclass(slots=True, kw_only=True)
class StagedTarget:
    """One place prepared for one upload, and what was sent to it."""

    key: str
    method: str
    mime_type: str
    parameters: list[tuple[str, str]]
    expires: float
    content: bytes | None = None
    used: bool = False
    fetched: bool = False


@dataclass(slots=True, kw_only=True)
class BulkOperation(Record):
    """One bulk query, from its start to its result."""

    typename: ClassVar[str] = "BulkOperation"
    query: str
    created: float
    status: str = "CREATED"
    error_code: str | None = None
    completed: float | None = None
    lines: list[str] = field(default_factory=list)
    roots: int = 0
    grouped: bool = False
    expires: float = 0


@dataclass(slots=True, kw_only=True)
class Charge(Record):
    """A subscription or a one-time purchase that the merchant is asked to approve."""

    kind: str
    name: str
    return_url: str
    test: bool
    created: float
    line_items: list["LineItem"]
    status: str = "PENDING"
    trial_days: int = 0
    replacement: str = "STANDARD"
    activated: float | None = None

    @property
    def typename(self) -> str:  # type: ignore[override]
        """The GraphQL type."""
        return self.kind


@dataclass(slots=True, kw_only=True)
class LineItem(Record):
    """A price of a charge: at once, by period, or by usage up to a cap."""

    typename: ClassVar[str] = "AppSubscriptionLineItem"
    amount: str
    currency: str
    interval: str = ""
    terms: str = ""
    balance_used: str = "0.0"
    usage: dict[str, "UsageRecord"] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class UsageRecord(Record):
    """One use charged against a cap."""

    typename: ClassVar[str] = "AppUsageRecord"
    amount: str
    currency: str
    description: str
    idempotency_key: str | None
    created: float


@dataclass(slots=True, kw_only=True)
class Job(Record):
    """Work that a mutation leaves running."""

    typename: ClassVar[str] = "Job"
    key: str
    done: bool = False

    @property
    def id(self) -> str:
        """The global identifier, which ends in a UUID."""
        return f"{GID}Job/{self.key}"


@dataclass(slots=True, kw_only=True)
class AccessToken:
    """An offline token and the refresh token that goes with it."""

    access: str
    refresh: str
    scopes: tuple[str, ...]
    expires: float
    refresh_expires: float
    replaced_by: str = ""
    used: bool = False
    revoked: bool = False


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One webhook, as it was first sent; retries and duplicates repeat it unchanged."""

    topic: str
    url: str
    headers: list[tuple[str, str]]
    body: bytes
    attempts: int = 0
    outcome: str = "waiting"
    taken: bool = False
    forged: bool = False

    @property
    def webhook_id(self) -> str:
        """What tells a repetition from a new event."""
        return dict(self.headers)["X-Shopify-Webhook-Id"]


@dataclass(slots=True, kw_only=True)
class ApiSubscription(Record):
    """A webhook subscription made by a mutation instead of the app's file."""

    typename: ClassVar[str] = "WebhookSubscription"
    topic: str
    uri: str
    filter: str | None = None
    include_fields: list[str] = field(default_factory=list)
    name: str | None = None
