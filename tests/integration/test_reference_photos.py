"""Real photographs, where a folder of them is named: none crashes, and each ends in a state with its reasons."""

from pathlib import Path

import pytest

import retouch
from retouch.codecs import decode

pytestmark = [pytest.mark.photos, pytest.mark.slow, pytest.mark.timeout(3600)]


def test_every_real_photo_comes_to_an_end_with_a_reason(reference_photos: list[Path]) -> None:
    recipe = retouch.Recipe.named("catalog-white")
    for path in reference_photos:
        result = retouch.retouch(decode(path.read_bytes()), recipe)
        assert str(result.state) in {"done", "review"}, path.name
        assert bool(result.reasons) == (str(result.state) == "review"), path.name
