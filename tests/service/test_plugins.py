"""Schemes at hand: those of packages and those of a folder, also where something is wrong with them."""

from importlib.metadata import EntryPoint
from pathlib import Path

from certify.core.scheme.load import load
from certify.service.plugins import GROUP, MAX_BYTES, schemes_at_hand
from certify.service.publishing import joined, publish_faults
from tests.service.world import GARDEN


def _point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group=GROUP)


def test_the_schemes_that_ship_are_at_hand_and_have_no_fault() -> None:
    found = {scheme.name: scheme for scheme in schemes_at_hand()}
    mark = found["quality_mark"]
    assert mark.faults == ()
    assert mark.scheme is not None
    assert mark.scheme.id == "quality-mark"
    assert all(scheme.faults == () for scheme in found.values())
    assert "levels.yaml" in found["naringslivstjanst"].beside


def test_what_ships_can_be_published_as_one_file() -> None:
    for found in schemes_at_hand():
        assert publish_faults(joined(found.source, found.beside), name=found.name) == ()


def test_cases_are_put_into_a_file_only_where_they_fit() -> None:
    garden, cases = (
        GARDEN.read_bytes(),
        {"more.yaml": b"# More.\nexamples:\n  - example: one more\n    expect: {level: none}\n"},
    )
    assert joined(garden, {}) == garden
    assert joined(garden, {"broken.yaml": b"examples:\n - [\n"}) == garden
    more = joined(garden, cases)
    assert len(load(more).examples) == len(load(garden).examples) + 1
    assert joined(garden + b"accreditation: none\n", cases) == garden + b"accreditation: none\n"


def test_a_package_that_is_none_is_a_fault_and_stops_no_other() -> None:
    points = [_point("gone", "no.such.package"), _point("bare", "tests.service.world"), _point("json", "json")]
    found = schemes_at_hand(points=[*points, _point("quality_mark", "schemes.quality_mark")])
    assert [scheme.name for scheme in found] == ["bare", "gone", "json", "quality_mark"]
    assert [bool(scheme.faults) for scheme in found] == [True, True, True, False]


def test_a_folder_brings_schemes_with_their_faults(tmp_path: Path) -> None:
    (tmp_path / "garden.yaml").write_bytes(GARDEN.read_bytes())
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "scheme.yaml").write_text("language: 1\nnonsense: yes\n")
    (tmp_path / "huge.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    (tmp_path / "odd.yaml").mkdir()
    broken, garden, huge, odd = schemes_at_hand(tmp_path, points=[])
    assert garden.scheme is not None
    assert garden.source == GARDEN.read_bytes()
    assert broken.scheme is None
    assert broken.faults[0].startswith("broken/scheme.yaml:")
    assert huge.faults == (f"more than {MAX_BYTES} bytes",)
    assert odd.faults == ("there is no scheme.yaml",)
