"""A text of a scheme, of which there is one for each of its languages."""

from __future__ import annotations


def in_language(text: dict[str, str], language: str) -> str:
    """The text in that language, or in the scheme's first where it has no such language."""
    return text.get(language) or next(iter(text.values()))
