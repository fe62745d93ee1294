"""An answer of the service as a file that a plain web server gives: its links, its policy, and what it leads to.

Such a server knows no `?lang=`, gives a folder its `index.html` and sends no headers of ours. So an address with a
language becomes that of a file, the content policy goes into the page itself, and what only the service can answer (a
form that is posted, the day that somebody asks for) is left out.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verify.credential import Bilingual

# A page names a picture below the certificate's own address, where on a disk there is a file already.
_PICTURE = re.compile(rb"(/certificates/[0-9A-Z-]{11})/((?:qr|sign|mark|badge|kit)\.[a-z]{3})")
_IN_LANGUAGE = re.compile(rb'"(/[^"?]*)\?lang=(sv|en)"')
_SWITCH = re.compile(rb'"/language/(sv|en)\?to=[^"]*"')
_NO_REFERRER = b'<meta name="referrer" content="no-referrer">\n'
_HEADER = b"<header>\n"  # of the pages that are no verdict; those have their notice from the service
_CHARSET = b'<meta charset="utf-8">\n'
_NOT_IN_A_PAGE = re.compile(r";?\s*(?:frame-ancestors|report-uri|sandbox)[^;]*")  # CSP 3, 3.3: by header alone
_BY_NUMBER = re.compile(rb'(<form class="(?:ask|search)" action=)"(/v)"( method="get")')
_OF_THE_SERVICE = re.compile(
    rb'<section class="part" aria-labelledby="file-title">.*?</section>'
    rb'|<form class="ask" action="/v/[^"]*" .*?</form>'
    rb'|<form class="search" action="/register" .*?</form>'
    rb'|<nav [^>]*><ul class="filters".*?</nav>'
    rb'|<li><a href="/sign-in".*?</li>'
    rb'|<p class="(?:buttons|marks)"><a [^>]*href="[^"]*/self-assessment">.*?</p>'
    rb'|<a href="[^"]*[?;]profile=[^"]*">.*?</a>'
    rb'|<a href="/v/[0-9A-Z-]{11}\.json">[^<]*</a>',
    re.DOTALL,
)
_ANEW = re.compile(rb'"/register\?[^"]*"')
_ONWARD = re.compile(rb'"/register\?(?:[^"]*[?;&])?cursor=([^"&]*)[^"]*"( rel="next")')
# Pages whose address has no language; in English they lead to the English page beside it.
_PAGE = re.compile(rb'href="(/|/(?:register|schemes|help|privacy|accessibility)(?:/[^"?#]*)?|/v)"')
_FILE = (b".html", b".json", b".yaml", b".csv", b".atom")
_MANIFEST = ".webmanifest"
_OWN = re.compile(rb"(?:href|src)=\"(/[^\"?#]*)|url\(\"?(/[^\")?#]*)|\"(/v/static/[^\"?#]*)\"")
_IMPORT = re.compile(rb"""from ["']\./([a-z0-9.-]+\.js)["']""")


def as_file(raw: bytes, path: str, policy: str, notice: Bilingual | None = None) -> bytes:
    """A page whose address is `path`, with the content policy that came beside it; `notice` where it has none yet."""
    raw = _PICTURE.sub(rb"\1.\2", raw)
    raw = _OF_THE_SERVICE.sub(b"", raw)
    lang = "en" if b'<html lang="en"' in raw else "sv"
    raw = _BY_NUMBER.sub(rb'\1"' + in_language("/v/scan", lang).encode() + rb'"\3', raw)
    raw = _SWITCH.sub(lambda found: f'"{in_language(path, found[1].decode())}"'.encode(), raw)
    if lang == "en":
        raw = _PAGE.sub(_in_english, raw)
    if notice is not None:
        said = f'<p class="demo">{escape(getattr(notice, lang))}</p>\n'
        raw = raw.replace(_HEADER, _HEADER + said.encode(), 1)
    within = _NOT_IN_A_PAGE.sub("", policy)
    told = f'<meta http-equiv="Content-Security-Policy" content="{within}">\n'.encode()
    return with_files(raw).replace(_CHARSET, _CHARSET + told + _NO_REFERRER, 1)


def _in_english(found: re.Match[bytes]) -> bytes:
    return found[0] if found[1].endswith(_FILE) else f'href="{in_language(found[1].decode(), "en")}"'.encode()


def turned(raw: bytes, number: int, lang: str) -> tuple[bytes, str]:
    """Page `number` of the register with its ways onward and back, and the cursor of the next one or nothing."""
    onward, first = in_language(f"/register/{number + 1}", lang), in_language("/register", lang)
    found = _ONWARD.search(raw)
    cursor = unquote(found[1].decode()) if found is not None else ""
    raw = _ONWARD.sub(f'"{onward}"'.encode() + rb"\2", raw)
    return _ANEW.sub(f'"{first}"'.encode(), raw), cursor


def with_files(raw: bytes) -> bytes:
    """A text whose quoted addresses with a language are those of files."""
    return _IN_LANGUAGE.sub(lambda found: f'"{in_language(found[1].decode(), found[2].decode())}"'.encode(), raw)


def in_language(path: str, lang: str) -> str:
    """Where the file of that address lies: Swedish first, English beside it."""
    if path.endswith(_MANIFEST):
        return path if lang == "sv" else path.removesuffix(_MANIFEST) + ".en" + _MANIFEST
    return f"{path.rstrip('/')}/{'' if lang == 'sv' else 'index.en.html'}"


def links(raw: bytes, path: str) -> Iterator[str]:
    """The addresses on this host that the text at `path` names: links, pictures, style sheets, modules."""
    for one in _OWN.finditer(raw):
        found = (one[1] or one[2] or one[3]).decode()
        if ".." not in found and not found.startswith("//"):
            yield found
    if path.endswith(".js"):
        for one in _IMPORT.finditer(raw):
            yield f"{path.rpartition('/')[0]}/{one[1].decode()}"
