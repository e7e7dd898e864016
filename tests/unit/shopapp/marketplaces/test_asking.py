"""What is asked today: a draft that was judged by other rules, or cut with less, is made anew."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest
from pydantic import SecretStr

from integrations import compliance
from integrations.compliance import Rule, RuleBook, Severity, load_rules
from retouch.renditions import credentials
from shopapp.env import env
from shopapp.errors import Invalid
from shopapp.marketplaces import asking, drafting, services, standing
from shopapp.models import Listing, ListingPhoto, Rendition, Shop, Submission
from shopapp.publishing import exporting, shopify_rules
from shopapp.studio import storage
from tests.fake_marketplace import FakeMarketplace
from tests.unit.retouch.renditions.certificates import certificate
from tests.unit.shopapp.marketplaces.conftest import connected, draft, drafted, export, matched

pytestmark = pytest.mark.django_db
RULES = load_rules().rules


def rules_with(changed: Callable[[Rule], Rule]) -> RuleBook:
    return RuleBook(tuple(changed(rule) for rule in RULES))


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[RuleBook], None]]:
    """What a deploy does that brings other rules."""

    def deployed(book: RuleBook) -> None:
        monkeypatch.setattr(shopify_rules, "rule_book", lambda: book)
        asking.asked.cache_clear()

    yield deployed
    asking.asked.cache_clear()


def test_a_rule_that_blocks_since_a_draft_was_made_is_asked_before_anything_goes_out(
    alice: Shop, etsy: FakeMarketplace, ask: Callable[[RuleBook], None]
) -> None:
    blocks = {"ETSY-REC"}
    ask(rules_with(lambda rule: replace(rule, severity=Severity.ADVISES)))
    listing = draft(matched(alice, etsy))
    services.confirm(shop=alice)
    listing.refresh_from_db()
    assert standing.of([listing])[0].stand == "fixable"
    ask(rules_with(lambda r: replace(r, severity=Severity.BLOCKS if r.id in blocks else Severity.ADVISES)))
    with pytest.raises(Invalid, match="nothing to export") as raised:
        services.submit(shop=alice, listing_ids=[listing.pk])
    assert raised.value.merchant_sentence == "Its photos are being prepared."
    assert not Submission.objects.exists()
    drafting.run(listing.pk)
    listing.refresh_from_db()
    assert standing.of([listing])[0].stand == "blocked"
    assert services.draft_all(shop_id=alice.pk) == 0


def test_a_rule_whose_day_has_come_makes_drafts_anew_and_a_rule_looked_up_again_does_not(
    alice: Shop, etsy: FakeMarketplace, ask: Callable[[RuleBook], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = date(2027, 1, 31)
    ask(rules_with(lambda rule: replace(rule, applies_from=begins if rule.id == "ETSY-MIN1" else None)))
    listing = draft(matched(alice, etsy))
    assert "ETSY-MIN1" not in {each["rule"] for photo in listing.photos.all() for each in photo.findings}
    assert services.draft_all(shop_id=alice.pk) == 0
    for module in (compliance, asking):
        monkeypatch.setattr(module, "date", Mock(today=lambda: begins))
    assert services.draft_all(shop_id=alice.pk) == 1
    drafting.run(listing.pk)
    assert "ETSY-MIN1" in {each["rule"] for each in listing.photos.get(place=1).findings}
    ask(rules_with(lambda rule: replace(rule, checked_on=begins)))
    assert services.draft_all(shop_id=alice.pk) == 0


def made_anew(listing: Listing) -> Rendition:
    Listing.objects.update(draft_key="")
    listing.refresh_from_db()
    return draft(listing).photos.get().rendition


def test_a_certificate_that_is_set_up_later_signs_what_was_cut_before(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("c2pa", reason="content credentials are an extra: install the extra c2pa")
    listing, found = matched(alice, etsy, photos=1), []
    chain = tmp_path / "chain.pem"
    for given in (None, certificate(), certificate()):
        if given:
            chain.write_bytes(given.chain)
            told = {"c2pa_certificate_file": str(chain), "c2pa_private_key": SecretStr(given.key.decode())}
            monkeypatch.setattr(exporting, "env", lambda told=told: env().model_copy(update=told))
        found.append(made_anew(listing))
        assert made_anew(listing) == found[-1]
    assert [credentials.read(storage.read(each.key), "jpeg") is None for each in found] == [
        True,
        False,
        False,
    ]
    assert len({each.pk for each in found}) == 3


def test_a_reader_that_is_set_up_later_reads_what_was_cut_before(
    alice: Shop, amazon: FakeMarketplace, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for market, name, times in ((amazon, "amazon", 2), (etsy, "etsy", 1)):
        listing, found = matched(alice, market, name, photos=1), set()
        for can_read in (False, True):
            shop = replace(exporting.workshop(), can_read=can_read)
            monkeypatch.setattr(drafting, "workshop", lambda shop=shop: shop)
            found.add(made_anew(listing).pk)
        assert len(found) == times, f"text is asked about on Amazon only: {name}"
        listing.delete()


def test_the_same_file_made_a_second_time_is_not_sent_again(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    export(alice, listing)
    listing.refresh_from_db()
    assert standing.of([listing])[0].is_live
    for photo in listing.photos.all():
        rendition = photo.rendition
        rendition.pk, rendition.work_key = None, f"{rendition.work_key} read"
        rendition.save()
        ListingPhoto.objects.filter(pk=photo.pk).update(rendition=rendition)
    assert standing.of([listing])[0].is_live
