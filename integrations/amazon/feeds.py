"""JSON_LISTINGS_FEED: the patches of many listings in one document, and the report of what became of each.

A document is announced, uploaded to the signed address that comes back (good for five minutes, no token of ours), and
a feed is made of it. When the feed is DONE, a second document tells what was refused, by message. A feed that is FATAL
or CANCELLED may have been done in part: the listings say what is there.
"""

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from integrations.amazon.client import AmazonClient
from integrations.amazon.issues import read
from integrations.amazon.operations import CREATE_FEED, CREATE_FEED_DOCUMENT, GET_FEED, GET_FEED_DOCUMENT
from integrations.errors import Unavailable, UnsupportedFeature
from integrations.http import raise_for_status, translated
from integrations.marketplace import Issue, Severity

FEED_TYPE = "JSON_LISTINGS_FEED"
MOST_MESSAGES = 25_000
CONTENT_TYPE = "application/json; charset=UTF-8"

_SERVICE = "Amazon's feed storage"


class FeedState(StrEnum):
    """Where a feed is on Amazon's side."""

    IN_QUEUE = "IN_QUEUE"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    FATAL = "FATAL"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self not in (FeedState.IN_QUEUE, FeedState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class FeedReport:
    """How a feed went: what was refused, by SKU."""

    state: FeedState
    refused: Mapping[str, tuple[Issue, ...]]
    """Issues of the messages that were not accepted; empty for a feed that never ran."""
    warned: Mapping[str, tuple[Issue, ...]]
    accepted: int

    @property
    def is_done(self) -> bool:
        """Whether it was worked through; one that was not may have been done in part."""
        return self.state is FeedState.DONE


def message(number: int, sku: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make a listing's patch a message of a feed."""
    return {"messageId": number, "sku": sku, "operationType": "PATCH", **body}


def send(client: AmazonClient, messages: Sequence[Mapping[str, Any]]) -> str:
    """Send a feed and return its id."""
    if not 1 <= len(messages) <= MOST_MESSAGES:
        raise UnsupportedFeature(f"a feed of {len(messages)} messages")
    target = client.call(CREATE_FEED_DOCUMENT, body={"contentType": CONTENT_TYPE})
    header = {"sellerId": client.account, "version": "2.0", "issueLocale": "en_US"}
    content = json.dumps({"header": header, "messages": list(messages)}).encode()
    with translated(_SERVICE):
        # The address is signed for exactly this content type.
        response = client.http.put(target["url"], content=content, headers={"Content-Type": CONTENT_TYPE})
    raise_for_status(response, _SERVICE)
    made = client.call(
        CREATE_FEED,
        body={
            "feedType": FEED_TYPE,
            "marketplaceIds": [client.config.marketplace_id],
            "inputFeedDocumentId": target["feedDocumentId"],
        },
    )
    return str(made["feedId"])


def report(client: AmazonClient, feed_id: str) -> FeedReport | None:
    """Read how a feed went; None while it is on its way."""
    feed = client.call(GET_FEED, path={"feed": feed_id})
    state = FeedState(feed["processingStatus"])
    if not state.is_over:
        return None
    document_id = feed.get("resultFeedDocumentId")
    if not document_id:
        return FeedReport(state, {}, {}, 0)
    return _report(client, state, _download(client, str(document_id)))


def _report(client: AmazonClient, state: FeedState, content: Mapping[str, Any]) -> FeedReport:
    by_sku: dict[str, list[Mapping[str, Any]]] = {}
    for issue in content["issues"]:
        by_sku.setdefault(str(issue.get("sku", "")), []).append(issue)
    told = {sku: read(found, client.config.marketplace_id) for sku, found in by_sku.items()}
    refused = {
        sku: issues for sku, issues in told.items() if any(one.severity is Severity.ERROR for one in issues)
    }
    return FeedReport(
        state=state,
        refused=refused,
        warned={sku: issues for sku, issues in told.items() if sku not in refused},
        accepted=int(content["summary"]["messagesAccepted"]),
    )


def _download(client: AmazonClient, document_id: str) -> Mapping[str, Any]:
    document = client.call(GET_FEED_DOCUMENT, path={"document": document_id})
    with translated(_SERVICE):
        response = client.http.get(document["url"], headers={"Accept-Encoding": "identity"})
    raise_for_status(response, _SERVICE)
    try:
        is_packed = document.get("compressionAlgorithm") == "GZIP"
        content = json.loads(gzip.decompress(response.content) if is_packed else response.content)
    except (ValueError, OSError, EOFError, zlib.error) as error:
        raise Unavailable(f"{_SERVICE}: a report that cannot be read") from error
    if not isinstance(content, dict):
        raise Unavailable(f"{_SERVICE}: a report that is no JSON object")
    return content
