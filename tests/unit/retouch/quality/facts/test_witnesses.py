"""Rules and a network are heard together: where they contradict each other, nothing is claimed."""

import pytest

from retouch.naming import Named
from retouch.quality.facts.witnesses import NAMES, weighed


def named(**odds: float) -> Named:
    nothing = dict.fromkeys(Named.__dataclass_fields__, 0.0)
    return Named(**nothing | odds)


def person(told: bool | None, odds: float) -> object:
    return weighed({"person_found": told}, named(person=odds))["person_found"]


@pytest.mark.parametrize(
    ("told", "odds", "said"),
    [
        (True, 3.0, True),
        (False, -3.0, False),
        (None, 4.0, True),
        (None, -5.0, False),
        (None, -4.0, None),
        (None, 2.5, None),
        (True, -5.0, None),
        (False, 5.0, None),
    ],
)
def test_witnesses_who_agree_are_believed_and_others_are_not(
    told: bool | None, odds: float, said: object
) -> None:
    assert person(told, odds) is said


def test_a_mark_that_is_merely_not_ruled_out_is_cleared_sooner_than_a_body_that_is_suspected() -> None:
    told = {"watermark_found": None, "person_found": None}
    said = weighed(told, named(watermark=-4.0, person=-4.0))
    assert said == {"watermark_found": False, "person_found": None}


@pytest.mark.parametrize("told", [None, False])
def test_words_that_nobody_has_read_are_not_claimed(told: bool | None) -> None:
    assert weighed({"text_found": told}, named(text=12.0)) == {"text_found": None}


def test_words_that_were_read_and_seen_are_claimed() -> None:
    assert weighed({"text_found": True}, named(text=3.0)) == {"text_found": True}


def test_one_who_is_very_sure_outweighs_the_rules() -> None:
    assert person(False, 12.0) is True
    assert person(True, -12.0) is False


def test_rules_alone_are_believed_where_the_network_is_undecided() -> None:
    assert person(True, 0.0) is True
    assert person(False, 0.0) is False


def test_a_box_that_rules_alone_have_found_is_asked_about() -> None:
    assert weighed({"packaging_found": True}, named()) == {"packaging_found": None}
    assert weighed({"packaging_found": True}, named(packaging=1.0)) == {"packaging_found": True}


def test_what_the_reader_read_is_believed_where_the_network_is_undecided() -> None:
    assert weighed({"text_found": True}, named()) == {"text_found": True}
    assert weighed({"text_found": False}, named()) == {"text_found": False}


def test_facts_without_a_name_stay_as_they_were_told() -> None:
    told = {"blurred": None, "jewelry_share": 0.25}
    assert weighed(told, named(text=9.0)) == told


def test_what_nobody_has_read_stays_open() -> None:
    assert weighed({}, named(text=9.0)) == {}


def test_every_name_is_one_of_the_network() -> None:
    assert set(NAMES.values()) <= set(Named.__dataclass_fields__)
