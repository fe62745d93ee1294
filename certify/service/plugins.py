"""The schemes that are at hand: those that packages bring (entry points `certify.schemes`) and those of a folder.

Being at hand is not being published: a scheme is read, shown with its faults, and published by its owner.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import TYPE_CHECKING, cast

import msgspec

from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from certify.core.plugin import Collector
    from certify.core.scheme.model import Scheme

GROUP = "certify.schemes"
FILE = "scheme.yaml"
EXAMPLES = "examples"
COLLECT = "collect"
MAX_BYTES = 1_000_000


class AtHand(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme that was found: its name, from where, its bytes, and what they say or what is wrong with them.

    `beside` are the files of worked cases next to it, in the folder `examples`.
    """

    name: str
    place: str
    source: bytes
    scheme: Scheme | None
    faults: tuple[str, ...] = ()
    beside: dict[str, bytes] = {}


def schemes_at_hand(folder: Path | None = None, points: Iterable[EntryPoint] | None = None) -> tuple[AtHand, ...]:
    """All schemes that can be found, sorted by name; one with faults is among them, and stops no other.

    `folder` holds `NAME.yaml` or `NAME/scheme.yaml`. A package that cannot be found, or has no scheme file, is a fault.
    """
    found: dict[str, AtHand] = {}
    for point in sorted(points if points is not None else entry_points(group=GROUP), key=lambda point: point.name):
        found[point.name] = _of_package(point)
    if folder is not None:
        for path in sorted(folder.glob("*.yaml")):
            found[path.stem] = _read(path.stem, str(path), path)
        for path in sorted(folder.glob(f"*/{FILE}")):
            found[path.parent.name] = _read(path.parent.name, str(path), path, worked_cases(path.parent / EXAMPLES))
    return tuple(found[name] for name in sorted(found))


def collectors(points: Iterable[EntryPoint] | None = None) -> dict[str, Collector]:
    """The collectors that packages bring, by the id of their scheme: `COLLECTOR` in the package's module `collect`."""
    found: dict[str, Collector] = {}
    for point in points if points is not None else entry_points(group=GROUP):
        try:
            if not (files(point.module) / f"{COLLECT}.py").is_file():
                continue
        except (ModuleNotFoundError, TypeError):
            continue  # told by `schemes_at_hand`
        collector = cast("Collector", import_module(f"{point.module}.{COLLECT}").COLLECTOR)
        found[collector.scheme] = collector
    return found


def _of_package(point: EntryPoint) -> AtHand:
    place = f"package {point.value}"
    try:
        folder = files(point.module)
        return _read(point.name, place, folder / FILE, worked_cases(folder / EXAMPLES))
    except (ModuleNotFoundError, TypeError):
        # A plain module instead of a package gives TypeError: it has no files beside it.
        return AtHand(name=point.name, place=place, source=b"", scheme=None, faults=("there is no such package",))


def worked_cases(folder: Traversable | Path) -> dict[str, bytes]:
    """The files of worked cases in the folder beside a scheme, by name. Raises OSError for one that cannot be read."""
    if not folder.is_dir():
        return {}
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return {one.name: one.read_bytes() for one in found}


def _read(name: str, place: str, file: Traversable | Path, beside: dict[str, bytes] | None = None) -> AtHand:
    try:
        source = file.read_bytes()
    except OSError:
        return AtHand(name=name, place=place, source=b"", scheme=None, faults=(f"there is no {FILE}",))
    if len(source) > MAX_BYTES:
        return AtHand(name=name, place=place, source=b"", scheme=None, faults=(f"more than {MAX_BYTES} bytes",))
    try:
        return AtHand(name=name, place=place, source=source, scheme=load(source, f"{name}/{FILE}"), beside=beside or {})
    except SchemeFaults as error:
        return AtHand(
            name=name, place=place, source=source, scheme=None, faults=tuple(fault.told("en") for fault in error.faults)
        )
