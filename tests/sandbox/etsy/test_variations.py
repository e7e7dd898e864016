"""Images of variations: every refusal met by the wrong request itself."""

import pytest

from tests.sandbox.etsy.raw import RawEtsy


def path(etsy: RawEtsy, listing: int | None = None) -> str:
    return f"/shops/{etsy.shop}/listings/{listing or etsy.ring}/variation-images"


def links(etsy: RawEtsy) -> list[dict]:
    return etsy.listing()["links"]


def say(etsy: RawEtsy, *wanted: dict, listing: int | None = None):
    return etsy.ask("POST", path(etsy, listing), json={"variation_images": list(wanted)})


def test_a_choice_is_shown_by_the_image_it_had_in_the_catalog(etsy: RawEtsy):
    told = etsy.get(path(etsy)).json()
    assert told["count"] == 1
    assert told["results"][0]["value"] == "6"
    assert told["results"][0]["image_id"] == etsy.ids()[1]


def test_what_is_said_replaces_everything(etsy: RawEtsy):
    (link,) = links(etsy)
    other = {**link, "value_id": link["value_id"] + 1, "image_id": etsy.ids()[0]}
    assert say(etsy, other).status_code == 200
    assert links(etsy) == [other]
    assert say(etsy).status_code == 200
    assert links(etsy) == []


def test_a_link_stays_when_its_image_is_gone_and_cannot_be_said_again(etsy: RawEtsy):
    (link,) = links(etsy)
    etsy.detach(link["image_id"])
    assert links(etsy) == [link]
    answer = say(etsy, link)
    assert answer.status_code == 400
    assert f"image id {link['image_id']} is invalid" in answer.json()["error"]


def test_the_name_of_a_choice_must_not_be_sent_back(etsy: RawEtsy):
    (link,) = links(etsy)
    assert say(etsy, {**link, "value": "6"}).status_code == 400


@pytest.mark.parametrize("missing", ["property_id", "value_id", "image_id"])
def test_a_link_that_lacks_something_is_refused(etsy: RawEtsy, missing: str):
    (link,) = links(etsy)
    assert say(etsy, {name: value for name, value in link.items() if name != missing}).status_code == 400


@pytest.mark.parametrize("sent", [{}, {"variation_images": 1}, {"variation_images": [7]}, []])
def test_a_body_that_is_no_list_of_links_is_refused(etsy: RawEtsy, sent: object):
    assert etsy.ask("POST", path(etsy), json=sent).status_code == 400


def test_a_body_that_is_no_json_is_refused(etsy: RawEtsy):
    assert etsy.ask("POST", path(etsy), content=b"{").status_code == 400


def test_links_of_two_properties_are_refused(etsy: RawEtsy):
    (link,) = links(etsy)
    answer = say(etsy, link, {**link, "property_id": 514})
    assert "multiple property_ids" in answer.json()["error"]


def test_the_same_choice_twice_is_refused(etsy: RawEtsy):
    (link,) = links(etsy)
    assert "duplicates" in say(etsy, link, link).json()["error"]


def test_a_choice_nobody_has_is_refused(etsy: RawEtsy):
    (link,) = links(etsy)
    assert "is invalid" in say(etsy, {**link, "value_id": 1}).json()["error"]
    stone = {**link, "image_id": etsy.ids(etsy.stone)[0]}
    assert say(etsy, stone, listing=etsy.stone).status_code == 400


def test_links_are_read_in_the_shop_the_listing_is_of(etsy: RawEtsy):
    assert etsy.get(path(etsy, etsy.neighbors)).status_code == 404
