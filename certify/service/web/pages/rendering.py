"""Pages out of templates: one Jinja environment, everything escaped, no script and no `style=` anywhere.

What stands around every page (masthead, demo band, notice, foot) is gathered here; a page brings its own middle.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from litestar import Response
from markupsafe import Markup

from certify.core.scheme.model import Scheme
from certify.core.scheme.spoken import spoken as spoken_in
from certify.service.store import bodies
from certify.service.web import sessions
from certify.service.web.access import Principal, identify
from certify.service.web.language import Language, language_of
from certify.service.web.pages import answering, choices, criterion_told, decision_told, said_fields
from certify.service.web.pages.saying import day, in_words, lines, moment, size
from certify.service.web.pages.words import words
from certify.service.web.wired import wired
from verify import statics
from verify.pages.render import say
from verify.words import tame

if TYPE_CHECKING:
    from litestar import Request

HERE = Path(__file__).parent.parent
STATIC = "/static"
OWN = statics.Statics(STATIC, HERE / "static")
SHARED = statics.shipped("/v/static")  # tokens and fonts: the verification page's own, at its own addresses
LANGUAGES: dict[str, Language] = {"sv": "sv", "en": "en"}
_OTHER: dict[Language, Language] = {"sv": "en", "en": "sv"}


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a page.

    `here` is the page's own address, as it goes into links; `operator` whose installation this is; `section` the entry
    of the masthead that the page belongs to; `done` the message that tells what was just done.
    """

    language: Language
    here: str
    operator: str
    demo: bool
    principal: Principal | None
    section: str
    done: str


def in_path(text: object) -> str:
    """A text as one part of an address."""
    return quote(str(text), safe="")


def tame_lines(text: str) -> Markup:
    """A foreign text with its own lines, as HTML."""
    return Markup("<br>").join(tame(line) for line in text.splitlines())


def static(name: str) -> str:
    """The address of a static file, digest and all. Raises KeyError for one that there is not."""
    return OWN.url(name) if OWN.find(name) is not None else SHARED.url(name)


def _environment() -> Environment:
    environment = Environment(
        loader=PrefixLoader(
            {
                "pages": FileSystemLoader(HERE / "templates"),
                "verify": FileSystemLoader(statics.FOLDER.parent / "pages"),
            }
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"say": say, "tame": tame, "tame_lines": tame_lines, "lines": lines, "path": in_path}
    environment.globals |= {"static": static} | choices.FOR_TEMPLATES | said_fields.FOR_TEMPLATES
    environment.globals |= answering.FOR_TEMPLATES | criterion_told.FOR_TEMPLATES | decision_told.FOR_TEMPLATES
    return environment


ENVIRONMENT = _environment()


def render(template: str, around: Around, **context: object) -> str:
    """A template as HTML, with the words of the page's language."""
    told = words(around.language)

    def spoken(text: dict[str, str]) -> str:
        return in_words(text, around.language)

    made = ENVIRONMENT.get_template(f"pages/{template}").render(
        around=around,
        lang=around.language,
        other=_OTHER[around.language],
        t=told.html,
        p=told.plain,
        has=told.has,
        tr=spoken,
        lang_of=lambda text: lang_of(text, around.language),
        day=lambda value: day(value, around.language),
        moment=lambda value: moment(value, around.language),
        size=lambda value: size(value, around.language),
        signed_in=around.principal,
        query=lambda **values: "?" + urlencode(values),
        **context,
    )
    scheme = context.get("told_by") or context.get("scheme")
    foreign = spoken_in(scheme, around.language) if isinstance(scheme, Scheme) else None
    return made if foreign is None else foreign.marked(made)


def lang_of(text: dict[str, str], language: Language) -> Markup:
    """The attribute that says a text's language, where it stands in another than the page."""
    return Markup("") if language in text or not text else Markup(' lang="{}"').format(next(iter(text)))


async def visitor(request: Request[Any, Any, Any]) -> Principal | None:
    """Who looks at the page; None for nobody, and for a program with a token."""
    known = request.scope.get("user")
    if isinstance(known, Principal):
        return known if known.via == "session" else None
    name = sessions.cookie_name(https=wired(request).settings.https)
    if name not in request.cookies or "authorization" in request.headers:
        return None
    return await identify(request)


def language(request: Request[Any, Any, Any]) -> Language:
    """The language: as the address says (`?lang=en`), else as the reader once chose, else as the browser prefers."""
    return LANGUAGES.get(request.query_params.get("lang", "")) or language_of(request)


async def around_of(request: Request[Any, Any, Any], *, section: str = "") -> Around:
    """What stands around the page that this request asks for."""
    here = wired(request)
    principal = await visitor(request)
    done = request.query_params.get("done", "")
    spoken = language(request)
    return Around(
        language=spoken,
        here=_here(request),
        operator=await _operator(request, principal),
        demo=here.settings.demo,
        principal=principal,
        section=section,
        done=f"done-{done}" if done.isalpha() and words(spoken).has(f"done-{done}") else "",
    )


def _here(request: Request[Any, Any, Any]) -> str:
    """The address that gives the same page again, without what was only said once."""
    if request.method not in {"GET", "HEAD"}:
        return "/"
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in {"done", "lang"}]
    path: str = request.scope["path"]
    return f"{path}?{urlencode(asked)}" if asked else path


async def _operator(request: Request[Any, Any, Any], principal: Principal | None) -> str:
    """The body of whoever is signed in, else the only one there is; empty where there are several."""
    database = wired(request).database
    if principal is not None:
        row = await bodies.body(database, principal.body)
        return row.legal_name if row is not None else ""
    found = await bodies.bodies(database)
    return found[0].legal_name if len(found) == 1 else ""


async def page(
    request: Request[Any, Any, Any], template: str, *, status: int = 200, section: str = "", **context: object
) -> Response[bytes]:
    """A page, in the reader's language, never kept by anything on the way."""
    around = await around_of(request, section=section)
    return html(render(template, around, **context), around.language, status)


def html(text: str, spoken: Language, status: int = 200) -> Response[bytes]:
    """A text as an HTML answer."""
    headers = {"content-language": spoken, "vary": "accept, accept-language, cookie", "cache-control": "no-store"}
    return Response(text.encode(), status_code=status, media_type="text/html", headers=headers)


def onward(address: str) -> Response[bytes]:
    """After something was done: look at that address next (303, RFC 9110, 15.4.4)."""
    return Response(b"", status_code=303, headers={"location": address, "cache-control": "no-store"})


def own_path(text: str) -> str:
    """An address of ours out of a query; `/` for anything that could lead to somebody else's page."""
    plain = text.isprintable() and text.startswith("/") and not text.startswith(("//", "/\\")) and "\\" not in text
    return text if plain and len(text) < 500 else "/"
