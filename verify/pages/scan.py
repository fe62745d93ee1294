"""The page that scans further codes: what it is given to judge and speak by itself, its manifest and its worker.

The page checks without asking anybody, so it carries every text of a verdict that it can come to. The worker is the
program that keeps page and files in the phone; its bytes change whenever anything that it keeps does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from verify import texts
from verify.dates import LANGS, MONTHS, UNITS, UNTIL_FURTHER_NOTICE, WEEKDAYS, Lang
from verify.pages.labels import LABELS, label
from verify.pages.scan_texts import SCAN
from verify.pages.view import ASKED, CHECK_SIGNS, LOOKS, WHAT_TO_DO
from verify.statics import Statics

_WORKER = Path(__file__).with_name("worker.js").read_text()
_FOLDERS = ("check", "fonts", "qr")  # what the page may need besides its style sheets and pictures
_OTHERS = ("tokens.css", "verify.css", "scan.css", "glyph.svg")
_NOT_HERE = ("check/page.js",)  # the verification page's own
_Key = TypeVar("_Key")
_Said = TypeVar("_Said")
PAGE_COLOUR = "#EDF1EC"  # tokens.css, --page: a manifest cannot name a property
_ROW_LABELS = ("edition", "level", "only_on_paper")
_ROWS = (
    "row_holder",
    "row_certified",
    "row_area",
    "row_scheme",
    "row_decided",
    "row_until",
    "row_issuer",
    "row_number",
)
_LAST_DAY = ("now_suspended", "now_expired", "now_not_yet", "now_unknown", "now_void")
_TOLD = (
    "todo_address",
    "todo_type",
    "todo_ask",
    "todo_ask_issuer",
    "todo_wait",
    "rest_not_done",
    "rest_not_known",
    "compare",
    "compare_lead",
    "compare_cut",
    "report_link",
    "checks",
    "happened",
    "todo",
)


def table(lang: Lang, root: str | None, name: str | None) -> dict[str, object]:
    """Everything that the page says and goes by, in one language. `root` is the Multikey that it is to trust."""
    return {
        "lang": lang,
        "root": root or "",
        "body": name or "",
        "labels": {key: said[lang] for key, said in SCAN.items()}
        | {key: LABELS[key][lang] for key in (*_ROW_LABELS, *_ROWS, *_LAST_DAY, *_TOLD)},
        "looks": {face: {"sign": sign, "field": field, "seam": seam} for face, (sign, field, seam) in LOOKS.items()},
        "checkSigns": CHECK_SIGNS,
        "todo": WHAT_TO_DO,
        "asked": ASKED,
        "word": _in(texts.WORD, lang),
        "headline": _in(texts.HEADLINE, lang),
        "sentences": _in(texts.SENTENCES, lang),
        "question": _in(texts.QUESTION, lang),
        "answer": _in(texts.ANSWER, lang),
        "basis": {f"{step}/{result}": said[lang] for (step, result), said in texts.BASIS.items()},
        "basisOfReason": _in(texts.BASIS_OF_REASON, lang),
        "notDone": texts.NOT_DONE[lang],
        "otherwise": texts.OTHERWISE[lang],
        "whyFalse": _in(texts.WHY_FALSE, lang),
        "noTrustList": texts.NO_TRUST_LIST[lang],
        "status": _in(texts.STATUS, lang),
        "nobody": texts.NOBODY[lang],
        "months": MONTHS[lang],
        "weekdays": WEEKDAYS[lang],
        "units": UNITS[lang],
        "noEnd": UNTIL_FURTHER_NOTICE[lang],
    }


def _in(said: Mapping[_Key, Mapping[Lang, _Said]], lang: Lang) -> dict[_Key, _Said]:
    return {key: one[lang] for key, one in said.items()}


def manifest(lang: Lang, path: str, statics: Statics) -> bytes:
    """The web app manifest (W3C) of the page below `path`, in one language. Both languages are one and the same app."""

    def icon(name: str, sizes: str, purpose: str = "any") -> dict[str, str]:
        media = "image/svg+xml" if name.endswith(".svg") else "image/png"
        return {"src": statics.url(name), "sizes": sizes, "type": media, "purpose": purpose}

    return msgspec.json.encode(
        {
            "id": f"{path}/scan",
            "name": label("scan_name", lang),
            "short_name": label("scan_short_name", lang),
            "description": label("scan_about", lang),
            "lang": lang,
            "dir": "ltr",
            "start_url": f"{path}/scan?lang={lang}",
            "scope": f"{path}/",
            "display": "standalone",
            "background_color": PAGE_COLOUR,
            "theme_color": PAGE_COLOUR,
            "icons": [
                icon("icons/icon.svg", "any"),
                icon("icons/icon-192.png", "192x192"),
                icon("icons/icon-512.png", "512x512"),
                icon("icons/icon-maskable-512.png", "512x512", "maskable"),
            ],
        }
    )


def worker(path: str, statics: Statics, page: Callable[[Lang], str]) -> bytes:
    """The service worker. `page` renders the page in a language, so that a change of it is a change of the worker."""
    files = [statics.url(name) for name in _OTHERS]
    files += [address for folder in _FOLDERS for address in statics.below(folder) if not address.endswith(".txt")]
    left_out = {statics.url(name) for name in _NOT_HERE}
    kept = sorted(set(files) - left_out)
    content = "\n".join((page("sv"), page("en"), *kept))
    given = {
        "VERSION": hashlib.sha256((content + _WORKER).encode()).hexdigest()[:16],
        "PAGE": f"{path}/scan",
        "PAGES": {lang: f"{path}/scan?lang={lang}" for lang in LANGS},
        "BELOW": f"{path}/",
        "FILES": kept,
    }
    head = "".join(f"const {name} = {msgspec.json.encode(value).decode()};\n" for name, value in given.items())
    return (head + _WORKER).encode()
