"""A scheme owner's own artwork: an SVG file of the installation, read with suspicion, for it goes out into the world.

Text has to be outlines (what font there is, is not told), and there is nothing in it that acts or fetches.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING

from certify.service.paper.content import NotOnPaper

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 500_000  # bytes
_SVG = "{http://www.w3.org/2000/svg}"
_NEVER = frozenset({"script", "foreignObject", "iframe", "audio", "video", "set", "animate", "animateTransform"})


def of_scheme(folder: Path | None, scheme: str) -> str:
    """The SVG in `folder` for the scheme of that id; empty where there is none. Raises NotOnPaper for a bad one."""
    file = folder / f"{scheme}.svg" if folder is not None else None
    if file is None or not file.is_file():
        return ""
    known = file.stat()
    return _read(file, known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=64)
def _read(file: Path, _changed: int, size: int) -> str:
    if size > LARGEST:
        raise NotOnPaper(f"{file.name} has more than {LARGEST} bytes")
    try:
        text = file.read_text(encoding="utf-8")
    except ValueError:
        raise NotOnPaper(f"{file.name} is not UTF-8") from None
    fault = fault_of(text)
    if fault:
        raise NotOnPaper(f"{file.name}: {fault}")
    return text


def fault_of(text: str) -> str:
    """Why an SVG may not be used; empty when it may."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return "it has a document type"
    try:
        root = ET.fromstring(text)  # noqa: S314  no document type, so no entities
    except ET.ParseError:
        return "it is not well-formed"
    if root.tag != f"{_SVG}svg":
        return "it is no SVG"
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name in _NEVER:
            return f"it has a <{name}>"
        if name in {"text", "tspan"}:
            return "it has text that is not turned into outlines"
        for key, value in element.attrib.items():
            plain = key.rpartition("}")[2].lower()
            if plain.startswith("on"):
                return f"it has a {plain}"
            if (plain in {"href", "src"} and not value.startswith("#")) or "url(" in value.replace("url(#", ""):
                return "it names another file"
        if name == "style" and ("@import" in (element.text or "") or "url(" in (element.text or "")):
            return "it names another file"
    return ""
