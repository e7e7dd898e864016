"""What is told of a result's metal."""

import pytest

from shopapp.models import Revision
from shopapp.ui import changes


@pytest.mark.parametrize(
    ("listed", "seen", "sentence"),
    [
        ("18k-white-gold", "18k-white-gold", "The metal has the tone of 18k white gold"),
        ("", "14k-yellow-gold", "The metal has the tone of yellow gold, as the photo shows it"),
        ("", "sterling-silver", "The metal has the tone of white metal, as the photo shows it"),
        ("", "", "The metal has an even tone"),
    ],
)
def test_the_tone_is_the_listings_or_what_the_photo_shows(listed: str, seen: str, sentence: str) -> None:
    records = {"operations": [{"name": "metal_tone", "changed_share": 0.2}]}
    revision = Revision(alloy=listed, report={"alloy": seen}, provenance=records)

    assert [change.sentence for change in changes.of(revision).done] == [sentence]
