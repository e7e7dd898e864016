import pytest

from integrations.errors import UnsupportedFeature
from integrations.etsy import variations
from integrations.etsy.types import VariationImage as Link
from integrations.marketplace import Snapshot


def before(*links: Link) -> Snapshot:
    return Snapshot("5", (), more={variations.KEPT_AS: [link.as_json() for link in links]})


def test_links_come_back_from_a_snapshot():
    assert variations.of_snapshot(before(Link(513, 1, 11))) == (Link(513, 1, 11),)
    assert variations.of_snapshot(Snapshot("5", ())) == ()


def test_links_go_over_to_the_image_that_takes_the_place():
    links = (Link(513, 1, 11), Link(513, 2, 12))
    assert variations.replaced(links, {"11": "21"}) == (Link(513, 1, 21),)


def test_other_links_stay_and_those_to_images_that_are_gone_are_left_out():
    now = (Link(513, 1, 11), Link(513, 2, 12), Link(513, 3, 13))
    said = variations.moved(now, (Link(513, 1, 21),), {"21", "12"})
    assert said == (Link(513, 1, 21), Link(513, 2, 12))


def test_a_link_to_an_image_that_did_not_come_back_is_left_out():
    assert variations.moved((), (Link(513, 1, 21),), {"12"}) == ()


def test_what_a_merchant_links_by_another_property_since_stands():
    now = (Link(514, 7, 12),)
    assert variations.moved(now, (Link(513, 1, 21),), {"21", "12"}) == now


def test_an_image_linked_by_one_of_two_properties_cannot_be_replaced_without_losing_a_link():
    both = before(Link(513, 1, 11), Link(514, 2, 12))
    with pytest.raises(UnsupportedFeature) as error:
        variations.require_movable(both, {"11"})
    assert "two kinds of variation" in error.value.merchant_sentence
    variations.require_movable(both, {"13"})
    variations.require_movable(before(Link(513, 1, 11)), {"11"})
