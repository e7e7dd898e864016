"""Which results a listing would show."""

import pytest

from shopapp.marketplaces import gallery
from shopapp.models import RetouchJob, Revision, Shop
from shopapp.studio import retries
from tests.fake_marketplace import FakeMarketplace
from tests.unit.shopapp.marketplaces.conftest import matched

pytestmark = pytest.mark.django_db


def test_what_another_pass_made_is_shown_once_it_was_chosen(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = matched(alice, etsy, photos=1)
    first = RetouchJob.objects.get()
    second = Revision.objects.get()
    second.pk, second.sha256, second.work_key = None, "second", "second"
    second.save()
    again = RetouchJob.objects.create(
        shop=alice, media=first.media, original=first.original, revision=second, kind="retry", retry_of=first,
        state="ready", publish=False, recipe=first.recipe, source="selection",
    )  # fmt: skip
    assert [revision.pk for _, revision in gallery.results_of(listing)] == [first.revision_id]
    RetouchJob.objects.filter(pk=again.pk).update(publish=True)
    assert RetouchJob.objects.filter(retries.DECIDED, pk=again.pk).exists()
    assert [revision.pk for _, revision in gallery.results_of(listing)] == [second.pk]
