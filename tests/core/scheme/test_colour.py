"""The contrast of a mark's colour to the white letters on it, against figures that WCAG and others have published."""

import pytest

from certify.core.scheme.colour import contrast_to_white

GIVEN = [
    ("#000000", 21.0),
    ("#FFFFFF", 1.0),
    ("#777777", 4.48),  # the best known grey that just fails
    ("#767676", 4.54),  # and the one that just passes
    ("#ff0000", 4.00),
    ("#17476B", 9.77),
    ("#030303", 20.62),  # in the part of the curve that is a straight line
]


@pytest.mark.parametrize(("colour", "contrast"), GIVEN)
def test_contrast_is_that_of_the_guidelines(colour: str, contrast: float) -> None:
    assert contrast_to_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("colour", ["", "green", "#fff", "17476B", "#17476B00", "#17476G", "#17476B\n", "#１７４７６B"])  # noqa: RUF001
def test_what_is_no_colour_has_none(colour: str) -> None:
    assert contrast_to_white(colour) is None
