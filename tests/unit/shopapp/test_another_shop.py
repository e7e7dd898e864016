"""Every route, tried with another shop's session token and another shop's key: nothing of the first shop comes back.

The routes are read from the URL table; one that takes an argument which nobody taught this test fails it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from integrations.marketplace import ListingImage, Snapshot
from shopapp.api import keys
from shopapp.models import (
    Batch,
    Export,
    Listing,
    ListingWrite,
    MarketplaceAccount,
    Media,
    PhotoCheck,
    RetouchJob,
    Revision,
    Shop,
    Submission,
    SubmissionRun,
    Write,
)
from shopapp.uploads import services as uploads
from tests.factories import CHARLIES, make_shop
from tests.fake_shop import FakeShop
from tests.signed_in import finished_job, picture, program, staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
    pytest.mark.usefixtures("fake"),
]
SECRET = "Alices-secret"
REFUSED = {400, 401, 403, 404, 405, 409, 415, 422}


def routes(found: Any = None) -> Iterator[URLPattern]:
    for entry in (found or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry)
        else:
            yield entry


ROUTES = {str(route.name): route for route in routes()}
WITH_ARGUMENTS = {
    name: sorted(route.pattern.converters) for name, route in ROUTES.items() if route.pattern.converters
}


def names_nobody(name: str) -> bool:
    """Whether a route belongs to whoever holds its address, or to whoever its state comes back to: not to a shop."""
    return WITH_ARGUMENTS[name] in (["signed"], ["marketplace"])


@pytest.fixture
def charlie(db: None, fake: FakeShop) -> Shop:
    fake.charges["gid://shopify/AppSubscription/pro"] = {
        "kind": "AppSubscription",
        "status": "ACTIVE",
        "name": "Pro",
    }
    return make_shop(CHARLIES, pro=True, credits_=200)


@pytest.fixture
def ids(alice: Shop) -> dict[str, Any]:
    """One of everything of Alice's, by the name of the argument that asks for it."""
    batch = Batch.objects.create(shop=alice, kind="store", photos=1)
    job = finished_job(alice, batch=batch)
    Media.objects.filter(pk=job.media_id).update(alt=SECRET, url=f"https://cdn.shopify.com/{SECRET}.jpg")
    job.media.products.update(title=SECRET)
    write = {"before_sha256": "a", "after_sha256": "b", "sent_at": timezone.now(), "state": "confirmed"}
    Write.objects.create(
        shop=alice,
        media=job.media,
        job=job,
        original=job.original,
        revision=job.revision,
        kind="publish",
        **write,
    )
    export = Export.objects.create(
        shop=alice, marketplace="etsy", media_ids=[job.media_id], report=[{"file": SECRET}]
    )
    upload = uploads.start(data=picture(), file_name=f"{SECRET}.jpg", address="127.0.0.9")
    listing, write = _elsewhere(alice, job)
    check = PhotoCheck.objects.create(
        shop=alice, file_name=f"{SECRET}.jpg", marketplace="etsy", slot="main", expires_at=timezone.now()
    )
    return {
        "marketplace": "etsy", "account_id": listing.account_id, "listing_id": listing.pk, "write_id": write.pk,
        "media_id": job.media_id, "job_id": job.pk, "batch_id": batch.pk, "revision_id": job.revision_id,
        "export_id": export.pk, "key_id": keys.create(shop=alice, name=SECRET).row.pk,
        "check_id": check.pk, "signed": uploads.signed_id(upload)[:-1] + "x",
    }  # fmt: skip


def _elsewhere(alice: Shop, job: RetouchJob) -> tuple[Listing, ListingWrite]:
    """A listing of Alice's on another marketplace, with something of ours on it."""
    now = timezone.now()
    account = MarketplaceAccount.objects.create(
        shop=alice, marketplace="etsy", account=SECRET, name=SECRET, connected_at=now
    )
    listing = Listing.objects.create(
        shop=alice, account=account, key="7", title=SECRET, read_at=now, product=job.media.products.first(),
        match="doubtful", candidates=[job.media.products.first().pk],
    )  # fmt: skip
    run = SubmissionRun.objects.create(shop=alice, kind="export")
    before = Snapshot("7", (ListingImage("mine", 1),)).as_json()
    submission = Submission.objects.create(
        shop=alice, listing=listing, run=run, kind="export", state="rejected", before=before
    )
    write = ListingWrite.objects.create(
        shop=alice, listing=listing, submission=submission, origin=submission, kind="publish", state="rejected",
        place=1, after_key="ours", sent_at=now, media=job.media,
    )  # fmt: skip
    return listing, write


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def everything(shop: Shop) -> list[Any]:
    kinds = (
        Media,
        RetouchJob,
        Revision,
        Batch,
        Export,
        Write,
        Listing,
        Submission,
        ListingWrite,
        MarketplaceAccount,
    )
    rows: list[Any] = [list(kind.objects.filter(shop=shop).order_by("pk").values()) for kind in kinds]
    return [*rows, list(shop.api_keys.values("pk", "revoked_at")), list(shop.transfers.values("pk"))]


@pytest.mark.parametrize("name", sorted(ROUTES))
@pytest.mark.parametrize("caller", [staff, program], ids=["staff", "program"])
def test_another_shop_sees_and_changes_nothing(
    name: str, caller: Any, alice: Shop, charlie: Shop, ids: dict[str, Any]
) -> None:
    arguments = {key: ids[key] for key in ROUTES[name].pattern.converters}
    address = reverse(name, kwargs=arguments)
    client: Client = caller(charlie)
    before = everything(alice)
    form = {
        "media": [ids["media_id"]],
        "marketplace": "etsy",
        "recipe": "catalog-white",
        "name": "n",
        "reason": "shadow",
    }
    for answer in (client.get(address), client.post(address, form)):
        body = whole(answer)
        assert SECRET.encode() not in body
        assert alice.domain.encode() not in body
        if arguments:
            assert answer.status_code in REFUSED
    assert everything(alice) == before


@pytest.mark.parametrize("name", sorted(name for name in WITH_ARGUMENTS if not names_nobody(name)))
def test_alice_herself_is_answered(name: str, alice: Shop, ids: dict[str, Any]) -> None:
    """So that a refusal above is for being another shop, and not for a wrong address."""
    address = reverse(name, kwargs={key: ids[key] for key in WITH_ARGUMENTS[name]})
    client = program(alice) if address.startswith("/api/") else staff(alice)
    answers = [client.get(address), client.post(address)]
    statuses = {answer.status_code for answer in answers if whole(answer) is not None}
    assert not statuses <= {401, 403, 404, 405}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_nobody_without_a_token_sees_anything(name: str, alice: Shop, ids: dict[str, Any]) -> None:
    address = reverse(name, kwargs={key: ids[key] for key in ROUTES[name].pattern.converters})
    for answer in (Client().get(address), Client().post(address)):
        body = whole(answer)
        assert SECRET.encode() not in body
