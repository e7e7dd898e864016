"""Whatever the bytes, a photo or a refusal; nothing else."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from retouch.arrays import LINEAR_RGB, check
from retouch.codecs import decode
from retouch.errors import InvalidPhoto
from retouch.quality.facts import measure_facts
from tests.unit.retouch import files, icc_profiles

PROFILE = icc_profiles.rgb(icc_profiles.ADOBE_RGB, icc_profiles.gamma(2.2))
WHOLE = {
    "jpeg": files.saved(files.smooth(), "jpeg", icc_profile=PROFILE),
    "cmyk": files.saved(Image.fromarray(files.smooth()).convert("CMYK"), "jpeg"),
    "png": files.saved(files.codes(channels=4), "png", icc_profile=PROFILE),
    "webp": files.saved(files.smooth(), "webp"),
    "gif": files.saved(Image.fromarray(files.smooth()), "gif"),
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.filterwarnings("ignore::UserWarning")
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_damaged_file_is_read_or_refused_and_its_facts_are_told(name, data):
    damaged = bytearray(WHOLE[name])
    places = st.integers(0, min(len(damaged) - 1, 700))
    for at in data.draw(st.lists(places, min_size=1, max_size=8)):
        damaged[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(InvalidPhoto):
        check(decode(bytes(damaged)).pixels, LINEAR_RGB)
    assert measure_facts(bytes(damaged)).bytes == len(damaged)
