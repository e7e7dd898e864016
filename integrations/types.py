"""Values that every integration speaks; frozen, plain, comparable."""

from dataclasses import dataclass, fields
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency; the amount is exact, as it was written."""

    amount: Decimal
    currency: str = "USD"

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFacts:
    """What is known of one image, of its file, or of the set it belongs to; None where it is not known.

    The first part is measured from the pixels and the file. The second belongs to the listing. The third a person
    confirms: what nobody can measure, and what was measured without being sure; until then rules about it say "please
    confirm". Units are in the names; shares run from 0 to 1.
    """

    width: int | None = None
    height: int | None = None
    longest_side_px: int | None = None
    shortest_side_px: int | None = None
    megapixels: float | None = None
    ratio: float | None = None
    bytes: int | None = None
    format: str | None = None
    extension: str | None = None
    extension_matches: bool | None = None
    is_jpeg: bool | None = None
    frames: int | None = None
    color_mode: str | None = None
    bit_depth: int | None = None
    color_profile: str | None = None
    has_alpha: bool | None = None
    animated: bool | None = None
    dpi: float | None = None
    jpeg_quality: int | None = None
    digital_source_type: str | None = None
    generated: bool | None = None
    border_white_share: float | None = None
    background_white_share: float | None = None
    ground_code: int | None = None
    shadow_share: float | None = None
    shadow_touches_border: bool | None = None
    fill_side: float | None = None
    fill_area: float | None = None
    touches_frame: bool | None = None
    parts: int | None = None
    thumbnail_safe_1_1: bool | None = None
    thumbnail_safe_4_3: bool | None = None
    thumbnail_safe_5_4: bool | None = None
    thumbnail_safe_4_5: bool | None = None
    jewelry_share: float | None = None
    edge_softness: float | None = None
    blurred: bool | None = None
    text_found: bool | None = None
    watermark_found: bool | None = None
    graphic_found: bool | None = None
    drawn_border_found: bool | None = None
    inset_found: bool | None = None
    person_found: bool | None = None
    bust_found: bool | None = None
    packaging_found: bool | None = None
    likeness: str | None = None

    file_name: str | None = None
    image_url: str | None = None
    url_chars: int | None = None
    crawlable: bool | None = None
    near_duplicates: int | None = None
    alt_chars: int | None = None
    image_count: int | None = None
    main_count: int | None = None
    ratio_count: int | None = None
    swatch_px: int | None = None
    sold_as_pair: bool | None = None
    replaces_file: bool | None = None
    media_ready: bool | None = None
    extension_kept: bool | None = None

    confirmed_real_piece: bool | None = None
    confirmed_not_synthetic: bool | None = None
    confirmed_photograph: bool | None = None
    confirmed_no_text_or_graphics: bool | None = None
    confirmed_nobody_wears_it: bool | None = None
    confirmed_no_packaging: bool | None = None


FACT_NAMES = frozenset(field.name for field in fields(ImageFacts))
"""Every fact a rule may ask about."""

FACT_WORDS: dict[str, frozenset[str]] = {
    "format": frozenset({"avif", "bmp", "gif", "heic", "jpeg", "png", "tiff", "webp"}),
    "color_mode": frozenset({"bilevel", "cmyk", "gray", "lab", "rgb"}),
    "color_profile": frozenset({"adobe_rgb", "cmyk", "display_p3", "none", "other", "prophoto", "srgb"}),
}
"""The words of every fact that has only a few; a rule that asks for another would fail every image."""

LISTING_FACTS = frozenset({
    "file_name", "image_url", "url_chars", "crawlable", "near_duplicates", "alt_chars", "image_count", "main_count",
    "ratio_count", "swatch_px", "sold_as_pair", "replaces_file", "media_ready", "extension_kept",
})  # fmt: skip
"""Facts that no single file tells: of the listing, of its set, of where it is served."""

DECLARED_FACTS = frozenset(name for name in FACT_NAMES if name.startswith("confirmed_"))
"""What neither pixels nor file can tell, and only the merchant can say."""

INFERRED_FACTS = frozenset({
    "jewelry_share", "blurred", "text_found", "watermark_found", "graphic_found", "drawn_border_found", "inset_found",
    "person_found", "bust_found", "packaging_found", "near_duplicates",
})  # fmt: skip
"""Facts that are judged from what a picture shows: a person may know better where they are unsure."""
