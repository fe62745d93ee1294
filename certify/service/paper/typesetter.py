"""The typesetter: typst with our fonts and none of the machine's, kept from one piece of work to the next.

What a template sets is given to it as files that lie in no folder. Given as `sys.inputs` they would be part of typst's
library, and all that it keeps, such as the functions of a template, would have to be made anew for each piece.
"""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import typst

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
_ONE_AT_A_TIME = threading.Lock()  # a compiler that is called while it is at work refuses


def typeset(template: str, given: Mapping[str, bytes], *, made: int, **wanted: Any) -> list[bytes]:  # noqa: ANN401  typst's
    """The pages as pictures, or one PDF: `template` lies beside this module, `made` are seconds since 1970.

    `wanted` is how: `format`, `ppi`, `pdf_standards`. Raises typst.TypstError.
    """
    compiler: Any = _compiler()  # its types know nothing of several files
    with _ONE_AT_A_TIME:
        pages = compiler.compile(sources(template, given), timestamp=made, **wanted)
    return [pages] if isinstance(pages, bytes) else pages


def sources(template: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that typst reads, by name; the fonts and the template itself it finds here."""
    return {"main.typ": f'#include "{template}"'.encode(), **given}


def look(colour: str, artwork: str) -> bytes:
    """How the mark looks, as every template reads it: its colour as `#RRGGBB`, and an SVG in its place or nothing."""
    return msgspec.json.encode({"colour": colour, "artwork": artwork})


@cache
def _compiler() -> typst.Compiler:
    """Kept, because reading the fonts and the templates again takes longer than setting a page does."""
    return typst.Compiler(root=HERE, font_paths=[FONTS], ignore_system_fonts=True)
