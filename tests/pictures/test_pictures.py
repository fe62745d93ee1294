"""The pictures that are shipped: small, shown by the README, and the certificate in them can be scanned."""

from pathlib import Path

import pytest
from PIL import Image

from tests.pictures.__main__ import LARGEST, ORIGIN, PICTURES
from verify import addresses, compact
from verify.picture import code_text

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.parametrize("name", ["verification", "certificate"])
def test_a_picture_is_small_and_shown(name: str) -> None:
    file = PICTURES / f"{name}.png"
    assert file.stat().st_size <= LARGEST
    assert f"docs/pictures/{name}.png" in README.read_text()
    with Image.open(file) as picture:
        assert picture.width >= 1000


def test_the_code_on_the_certificate_is_that_of_the_demos_town() -> None:
    read = compact.read(code_text((PICTURES / "certificate.png").read_bytes()))
    assert read.host == addresses.host_of(ORIGIN)
    assert compact.unpack(read.cose).compact.holder == "Lindhamra Centrum ekonomisk förening"
