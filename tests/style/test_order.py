"""What the suite says of its own files holds."""

from tests.conftest import LONGEST, NOT_COUNTED, ROOT


def test_every_file_that_is_treated_in_its_own_way_exists() -> None:
    assert not [path for path in (*LONGEST, *NOT_COUNTED) if not (ROOT / path).exists()]
