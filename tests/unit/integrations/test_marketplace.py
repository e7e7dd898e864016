from datetime import UTC, datetime

import pytest

from integrations import MARKETPLACES
from integrations.compliance import load_rules, upper_limit
from integrations.errors import UnsupportedFeature
from integrations.marketplace import (
    Capabilities,
    Grant,
    ImageVerdict,
    Issue,
    Judgement,
    ListingImage,
    ListingState,
    Severity,
    Snapshot,
    Verdict,
)

SNAPSHOT = Snapshot(
    listing="7",
    images=(ListingImage("a", 1, "https://images/a.jpg", "A ring", 2000, 2000), ListingImage("b", 2)),
    state=ListingState.SOLD_OUT,
    more={"variations": [{"value_id": 3, "image": "b"}]},
)


def test_every_page_of_rules_that_is_more_than_checked_has_its_marketplace():
    assert {page.marketplace for page in load_rules().pages if not page.check_only} <= MARKETPLACES.keys()


@pytest.mark.parametrize("region", ["any", "us", "au"])
@pytest.mark.parametrize(
    ("name", "slot", "fact", "told"),
    [
        ("etsy", "set", "image_count", "most_images"),
        ("etsy", "main", "alt_chars", "most_alt_chars"),
        ("etsy", "gallery", "alt_chars", "most_alt_chars"),
        ("amazon", "set", "image_count", "most_images"),
    ],
)
def test_a_listing_takes_as_much_as_its_rules_say(name, slot, fact, told, region):
    rules = load_rules().applying(marketplace=name, region=region, category="jewelry", slot=slot)
    assert upper_limit(rules, fact) == getattr(MARKETPLACES[name], told)


def test_a_marketplace_we_only_make_sets_for_takes_no_images():
    MARKETPLACES["etsy"].require_images()
    with pytest.raises(UnsupportedFeature) as error:
        Capabilities(label="eBay", accepts_images=False, replaces_in_place=False).require_images()
    assert "a set for you to upload" in error.value.merchant_sentence


def test_a_snapshot_comes_back_from_the_ledger_as_it_was():
    assert Snapshot.from_json(SNAPSHOT.as_json()) == SNAPSHOT


def test_an_issue_comes_back_from_the_ledger_as_it_was():
    issue = Issue(
        "18027", "Text on the main image", Severity.WARNING, 1, ("INVALID_IMAGE",), (), ("AMZ-TEXT",)
    )
    assert Issue.from_json(issue.as_json()) == issue


def test_an_image_is_found_by_its_place_and_by_its_key():
    assert SNAPSHOT.at(2) == SNAPSHOT.having("b") == SNAPSHOT.images[1]
    assert SNAPSHOT.at(3) is SNAPSHOT.having("c") is None
    assert [image.is_settled for image in SNAPSHOT.images] == [True, False]


def test_a_verdict_is_final_when_nothing_is_pending():
    def verdict(*judgements):
        return Verdict(tuple(ImageVerdict(1, judgement) for judgement in judgements), SNAPSHOT)

    assert verdict(Judgement.ACCEPTED, Judgement.REJECTED).is_final
    assert not verdict(Judgement.ACCEPTED, Judgement.PENDING).is_final


def test_tokens_stay_out_of_what_is_printed():
    grant = Grant("access-secret", datetime(2026, 1, 1, tzinfo=UTC), "refresh-secret", account="7")
    assert "secret" not in repr(grant)
