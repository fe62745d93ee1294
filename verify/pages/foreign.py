"""Texts of others on a page of ours: tamed, marked at both ends, and in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify import words

if TYPE_CHECKING:
    from verify.credential import Bilingual
    from verify.dates import Lang

FSI, PDI = "\u2068", "\u2069"


def quoted(text: str) -> str:
    """A foreign text, tamed and marked at both ends."""
    return f"{FSI}{words.tame(text)}{PDI}"


def in_language(text: Bilingual | None, lang: Lang) -> str:
    """A text in the language of the page; empty where there is none."""
    return "" if text is None else text.sv if lang == "sv" else text.en
