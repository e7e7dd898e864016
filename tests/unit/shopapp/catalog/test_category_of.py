import pytest

from shopapp.catalog.selectors import category_of


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Emerald-Cut Emerald Halo Ring, 18k Yellow Gold", "ring"),
        ("Ruby Stud Earrings, 14k Yellow Gold", "earrings"),
        ("Hoop earrings with a ring of diamonds", "earrings"),
        ("Oval Sapphire, 2.1 ct. Loose stone. Ready for a ring", "loose_stone"),
        ("Steel Watch, Blue Dial. Watch. two-tone band", "watch"),
        ("Diamond Disc Necklace", "necklace"),
        ("Polished Bangle, 18k", "bracelet"),
        ("Gift card", ""),
        ("Sapphire", ""),
    ],
)
def test_a_listing_is_of_the_kind_it_names_first(text: str, category: str) -> None:
    assert category_of(text) == category
