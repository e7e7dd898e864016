import pytest

from integrations.amazon.listings import Item
from integrations.amazon.verdicts import judge, waits_for_sizes
from integrations.marketplace import Judgement, ListingImage, SubmittedImage
from tests.unit.integrations.amazon.fakes import CONFIG, STORE

OURS = "https://app.example/a.jpg"
AMAZONS = "https://m.media-amazon.com/images/I/a.jpg"
SUBMITTED = (SubmittedImage(1, OURS, "s-1"),)
OLD = "https://m.media-amazon.com/images/I/old.jpg"


def issue(message="Wrong.", attribute="", severity="ERROR", **more):
    named = {"attributeNames": [attribute]} if attribute else {}
    return {
        "code": "1",
        "message": message,
        "severity": severity,
        "categories": ["INVALID_IMAGE"],
        **named,
        **more,
    }


def verdict(locator, *issues, shown=AMAZONS, submitted=SUBMITTED, version="2"):
    attributes = {"main_product_image_locator": [{"media_location": locator}]} if locator else {}
    summary = {"marketplaceId": STORE, "lastUpdatedDate": version}
    told = {"sku": "R-7", "summaries": [summary], "attributes": attributes, "issues": list(issues)}
    item = Item.from_json(told, STORE)
    images = {1: ListingImage("", 1, shown, width=600, height=600)} if shown else {}
    return judge(CONFIG, item, item.snapshot(images), submitted)


def judged(*arguments, **more):
    return verdict(*arguments, **more).images[0]


MAIN = "main_product_image_locator"


@pytest.mark.parametrize("locator", [OURS, "s3://selling-partner-listings-api-media-staging-prod/x"])
def test_a_picture_that_was_not_fetched_yet_is_pending(locator):
    assert judged(locator).judgement is Judgement.PENDING


def test_an_old_complaint_about_the_page_does_not_judge_a_picture_that_is_still_to_come():
    old = issue("We believe the main image has text.")
    assert judged(OURS, old).judgement is Judgement.PENDING


def test_an_error_that_names_the_slot_rejects_it():
    found = judged(OURS, issue(f"Could not download {OURS}.", MAIN))
    assert (found.judgement, len(found.issues)) == (Judgement.REJECTED, 1)


def test_an_error_about_an_address_of_before_does_not():
    assert (
        judged(OURS, issue("Could not download https://app.example/old.jpg", MAIN)).judgement
        is Judgement.PENDING
    )


@pytest.mark.parametrize("severity", ["WARNING", "INFO"])
def test_a_hint_does_not_reject(severity):
    assert judged(OURS, issue("Hm.", MAIN, severity)).judgement is Judgement.PENDING
    assert judged(AMAZONS, issue("Hm.", MAIN, severity)).judgement is Judgement.ACCEPTED


def test_a_picture_amazon_serves_without_complaint_is_accepted():
    found = judged(AMAZONS)
    assert (found.judgement, found.issues) == (Judgement.ACCEPTED, ())
    assert found.image is not None
    assert found.image.key == AMAZONS


def test_a_picture_without_a_size_yet_is_pending():
    assert judged(AMAZONS, shown="").judgement is Judgement.PENDING


def test_a_complaint_or_an_enforcement_rejects_a_picture_amazon_has():
    enforced = {"actions": [{"action": "SEARCH_SUPPRESSED"}], "exemption": {"status": "NOT_EXEMPT"}}
    assert judged(AMAZONS, issue("The main image is wrong.")).judgement is Judgement.REJECTED
    warned = issue("The main image is wrong.", severity="WARNING", enforcements=enforced)
    assert judged(AMAZONS, warned).judgement is Judgement.REJECTED


def test_another_contributors_picture_is_warned_of():
    found = judged(AMAZONS, shown="https://m.media-amazon.com/images/I/b.jpg")
    assert (found.judgement, found.issues[0].code, found.issues[0].place) == (
        Judgement.ACCEPTED,
        "NOT_SHOWN",
        1,
    )


def after(before, since="1"):
    return (SubmittedImage(1, OURS, "s-1", before=before, since=since),)


@pytest.mark.parametrize("before", ["", OLD])
def test_an_answer_from_before_the_submission_judges_nothing(before):
    found = judged(before, issue("The main image is wrong."), submitted=after(before), version="1")
    assert (found.judgement, found.issues) == (Judgement.PENDING, ())


def test_an_empty_place_is_waited_for_where_nothing_is_known_of_before():
    assert judged("").judgement is Judgement.PENDING


def test_the_link_of_before_is_the_same_picture_once_the_listing_has_changed():
    assert judged(OLD, shown=OLD, submitted=after(OLD), version="2").judgement is Judgement.ACCEPTED


@pytest.mark.parametrize("locator", ["", "https://elsewhere.example/b.jpg"])
def test_what_somebody_else_put_there_first_is_told(locator):
    found = judged(locator, submitted=after(OLD))
    assert (found.judgement, found.issues[-1].code) == (Judgement.REJECTED, "REPLACED")
    assert (found.image is None) is (not locator)


def test_what_is_not_about_these_images_is_told_of_the_listing():
    about = issue("Somewhere else.", "other_product_image_locator_4")
    found = verdict(AMAZONS, about, issue("Removed.", categories=[]))
    assert [one.place for one in found.issues] == [5, None]
    assert found.is_final


@pytest.mark.parametrize(
    ("locator", "shown", "waits"),
    [(OURS, AMAZONS, False), (AMAZONS, "", True), (AMAZONS, AMAZONS, False), ("", AMAZONS, False)],
)
def test_the_catalog_is_only_asked_where_nothing_but_a_size_is_missing(locator, shown, waits):
    assert waits_for_sizes(CONFIG, verdict(locator, shown=shown)) is waits
