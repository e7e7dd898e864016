from io import StringIO

import pytest
from django.core.management import call_command

from shopapp import models
from shopapp.models import Account, Media, Product, Promotion, RetouchJob, Shop, Variant
from tests.factories import make_job, make_media


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.django_db
def test_every_row_says_what_it_is(alice: Shop) -> None:
    media = make_media(alice)
    variant = Variant(title="Size 7")
    assert str(media) == "photo-1.jpg"
    assert str(Media(gid="gid://shopify/Video/3", kind="VIDEO")) == "Video"
    assert str(media.places.get()) == f"{media.pk} at 1 of {Product.objects.get().pk}"
    assert str(make_job(media)).endswith("waiting")
    assert str(Promotion(digest="a" * 64)) == "aaaaaaaa"
    assert str(variant) == "Size 7"
    assert str(Account.objects.get(shop=alice, kind="available")).endswith("200")


@pytest.mark.parametrize("name", [name for name in models.__all__ if name not in {"Charge", "Entry"}])
def test_every_row_can_be_named_before_it_is_stored(name: str) -> None:
    assert isinstance(str(getattr(models, name)()), str)


def test_the_words_for_every_state_are_there() -> None:
    from shopapp.studio.words import SENTENCES, STATES

    assert set(STATES) == set(SENTENCES) == set(RetouchJob.State.values)
