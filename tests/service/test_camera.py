"""A few pictures of both codes; `python -m tests.sweeps pictures` takes thousands and tells the rates."""

from __future__ import annotations

import random

import pytest

from certify.service.qr import QUIET
from tests.sweeps import camera

CODES = {code.name: code for code in camera.codes()}
UNHARMED = [name for name in camera.CONDITIONS if "one place" not in name and "spots" not in name]


@pytest.mark.parametrize("condition", UNHARMED)
@pytest.mark.parametrize("name", CODES)
def test_a_phone_reads_it_turned_tilted_blurred_in_the_dark_and_packed(name: str, condition: str) -> None:
    assert camera.rate(CODES[name], condition, 4.0, 2) == 1


@pytest.mark.parametrize("condition", ["8 % damage in one place", "8 % damage in spots", "all, damage in one place"])
def test_a_damaged_sign_is_read(condition: str) -> None:
    assert camera.rate(CODES["sign, SVG"], condition, 6.0, 3) == 1


def test_a_damaged_code_is_mostly_read_and_never_as_another() -> None:
    code = CODES["certificate, SVG"]
    assert camera.rate(code, "8 % damage in one place", 6.0, 8) >= 0.5


@pytest.mark.parametrize("spoil", [camera._torn, camera._spotted])
def test_what_is_covered_is_8_percent_of_the_code(spoil: camera.Change) -> None:
    code = CODES["certificate, SVG"]
    whole = camera._on_ground(code)
    spoilt = spoil(whole, random.Random(1))
    differs = sum(one != other for one, other in zip(whole.tobytes(), spoilt.tobytes(), strict=True))
    part = differs / camera.DRAWN**2 / (code.side - 2 * QUIET) ** 2
    assert 0.03 < part < 0.085  # some of what is covered had the colour of the spot


def test_a_width_in_millimetres_follows_from_the_pixels_of_a_module() -> None:
    assert round(camera.millimetres(73, 3.0, 300)) == 47
