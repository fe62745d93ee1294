"""The harbour scheme in one language alone, and what of a page is not marked as being in that one."""

import re
from html import unescape

from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from tests.core.scheme.harbour import SOURCE


def source_in(language: str) -> str:
    """The scheme file with texts in one language, without its worked cases."""
    one = {"sv": r"\1", "en": r"\2"}[language]
    bare = re.sub(r"\{sv: ([^{}]*), en: ([^{}]*)\}", one, SOURCE[: SOURCE.index("\nexamples:")] + "\n")
    bare = re.sub(r"\n +sv: ([^\n]*)\n +en: ([^\n]*)", rf" {one}", bare)
    return bare.replace("languages: [sv, en]", f"languages: [{language}]")


def only(language: str) -> Scheme:
    """The scheme with texts in one language."""
    return load(source_in(language).encode())


def unmarked(page: str) -> str:
    """The text of a page but for what says that it is in another language, and for what can hold no element."""
    body = page[page.index("<body") :]
    body = re.sub(r"<(script|option|template)\b.*?</\1>", " ", body, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r'<span lang="\w+">.*?</span>', " ", body, flags=re.DOTALL)))
