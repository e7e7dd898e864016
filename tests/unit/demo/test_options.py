"""What the demonstration is asked for."""

from pathlib import Path

import pytest

from demo.__main__ import read_options


@pytest.mark.parametrize("number", ["0", "-3", "many", "2.5"])
def test_a_store_without_products_is_refused_before_anything_starts(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        read_options(["--shop-size", number])
    assert ended.value.code == 2
    assert f"'{number}' is no number of products" in capsys.readouterr().err


def test_a_store_of_any_size_and_ones_own_photos_are_taken() -> None:
    options = read_options(["--once", "--shop-size", "1", "--photos", "mine"])
    assert (options.once, options.shop_size, options.photos) == (True, 1, Path("mine"))
