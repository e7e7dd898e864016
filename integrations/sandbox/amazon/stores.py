"""Amazon's stores by their marketplace ids, and who may ask about which.

Source: Marketplace IDs, https://developer-docs.amazon.com/sp-api/docs/marketplace-ids
"""

from integrations.sandbox.amazon.options import Options

COUNTRIES = {
    "ATVPDKIKX0DER": "US", "A2EUQ1WTGCTBG2": "CA", "A1AM78C64UM0Y8": "MX", "A2Q3Y263D00KWC": "BR",
    "A1F83G8C2ARO7P": "GB", "A28R8C7NBKEWEA": "IE", "A1PA6795UKMFR9": "DE", "A13V1IB3VIYZZH": "FR",
    "APJ6JRA9NG5V4": "IT", "A1RKKUPIHCS9HS": "ES", "A1805IZSGTT6HS": "NL", "AMEN7PMS3EDWL": "BE",
    "A2NODRKZP88ZB9": "SE", "A1C3SOZRARQ6R3": "PL", "A33AVAJ2PDY3EV": "TR", "ARBP9OOSHTCHU": "EG",
    "A17E79C6D8DWNP": "SA", "A2VIGQ35RCS4UG": "AE", "A21TJRUUN4KGV": "IN", "AE08WJ6YKNBMC": "ZA",
    "A39IBJ37TRP1C6": "AU", "A1VC38T7YXB528": "JP", "A19VAU5U5O7RUS": "SG",
}  # fmt: skip


def unknown(options: Options, named: str) -> str:
    """Return the first id of a comma-delimited list that no store has; "" where all are known."""
    known = {*COUNTRIES, *options.marketplace_ids}
    return next((one for one in named.split(",") if one not in known), "")


def foreign(options: Options, named: str) -> bool:
    """Whether a list names a store in which the seller has no account."""
    return not set(named.split(",")) <= set(options.marketplace_ids)
