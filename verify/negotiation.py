"""What a client would rather have, by its Accept and Accept-Language headers (RFC 9110, 12.5.1 and 12.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from verify.dates import LANGS, Lang


def wants_json(accept: str, *, otherwise: bool) -> bool:
    """Whether JSON is preferred over HTML; `otherwise` where neither is."""
    json, html = -1.0, -1.0
    for name, quality in _weighed(accept):
        if name in ("application/json", "application/problem+json"):
            json = max(json, quality)
        elif name in ("text/html", "application/xhtml+xml"):
            html = max(html, quality)
    return otherwise if json == html else json > html


def language(accept_language: str, *, chosen: str | None = None) -> Lang:
    """The language to answer in: the chosen one, else the better liked of the two, else Swedish."""
    for lang in LANGS:
        if chosen == lang:
            return lang
    swedish, english = 0.0, 0.0
    for name, quality in _weighed(accept_language):
        if name.partition("-")[0] == "sv":
            swedish = max(swedish, quality)
        elif name.partition("-")[0] == "en":
            english = max(english, quality)
    return "en" if english > swedish else "sv"


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    """Names in lower case with their quality, 1 where none is given and 0 where it is no number."""
    for item in header[:1000].lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        try:
            yield name, min(max(float(quality), 0.0), 1.0)
        except ValueError:
            yield name, 0.0
