import pytest

from integrations.compliance import load_rules, upper_limit
from shopapp.publishing.exports.alt import Subject, alt_text, shortened
from shopapp.publishing.exports.roles import Role

RING = Subject("Solitaire", kind="Ring", metal="18k-yellow-gold")


@pytest.mark.parametrize(
    ("subject", "role", "is_main", "text"),
    [
        (RING, Role.ANGLE, True, "Solitaire, 18k yellow gold, ring"),
        (RING, Role.DETAIL, False, "Solitaire, 18k yellow gold, ring, detail"),
        (
            Subject("18K Yellow Gold Ring", "ring", "18k-yellow-gold"),
            Role.ANGLE,
            True,
            "18K Yellow Gold Ring",
        ),
        (
            Subject("18k yellow gold / steel watch", "Watch", "18k-yellow-gold+steel"),
            Role.ANGLE,
            True,
            "18k yellow gold / steel watch",
        ),
        (Subject("Diver", "", "18k-yellow-gold+steel"), Role.ANGLE, True, "Diver, 18k yellow gold and steel"),
        (Subject("Hoops"), Role.STYLED, False, "Hoops, styled"),
        (Subject("", "Ring"), Role.ANGLE, True, "ring"),
        (Subject(""), Role.ANGLE, False, ""),
    ],
)
def test_a_text_is_put_together_from_what_the_listing_says_and_nothing_else(subject, role, is_main, text):
    assert alt_text("", subject, role, is_main=is_main, most=None) == text


def test_the_merchant_s_own_words_are_carried():
    assert alt_text(" My ring ", RING, Role.DETAIL, is_main=False, most=500) == "My ring"


def test_a_long_text_ends_with_a_whole_word():
    assert shortened("a gold ring with a stone", 16) == "a gold ring…"
    assert shortened("supercalifragilistic", 10) == "supercali…"
    assert shortened("short", 5) == "short"


def test_no_marketplace_is_sent_a_longer_text_than_it_takes():
    book, long = load_rules(), "a gold ring with a stone " * 60
    asked = [rule for rule in book.rules if rule.fact == "alt_chars"]
    assert {rule.marketplace for rule in asked} >= {"etsy"}
    for rule in asked:
        most = int(upper_limit([rule], "alt_chars") or 0)
        for own, subject in ((long, RING), ("", Subject(long, "Ring"))):
            said = alt_text(own, subject, Role.DETAIL, is_main=False, most=most)
            assert 0 < len(said) <= most < len(long)
