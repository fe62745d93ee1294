"""Forms as they come in: every field a text in normal form C, files apart, and the form token checked.

A form that a browser sends from a page of ours carries the session's form token (access.py, 5).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException, InternalServerException

from certify.service.perform import Remember, request_digest
from certify.service.web.access import FORM_TOKEN_FIELD, check_form_token, who
from certify.service.web.bodies import body_bytes
from certify.service.web.problems import Trouble
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from litestar import Request

FORM_TOKEN_IN_BODY = {"form_token_in_body": True}
MOST_FIELDS = 3_000
KEY_FIELD = "key"
_WRAPPING = 2_000_000  # bytes of a form besides its file


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One field that is not right: its name, the id of the message that says so, and the criterion that it is about.

    `called` is what the line is called and `expected` what belongs there, by language, where the scheme says so; `unit`
    the id of the unit that it is about, and `of` what that one is called.
    """

    field: str
    message: str
    about: str = ""
    unit: str = ""
    called: dict[str, str] = {}
    expected: dict[str, str] = {}
    of: dict[str, str] = {}


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent: texts by field, each as often as it stood there, and the files."""

    fields: dict[str, tuple[str, ...]] = {}
    files: dict[str, UploadFile] = {}

    def first(self, name: str) -> str:
        """The text of a field without the space around it; empty where there is none."""
        return self.fields.get(name, ("",))[0].strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every text of a field, as of checkboxes."""
        return self.fields.get(name, ())

    def starting(self, prefix: str) -> dict[str, str]:
        """The fields whose name begins so, by the rest of the name."""
        return {name[len(prefix) :]: self.first(name) for name in self.fields if name.startswith(prefix)}


EMPTY = Form()


async def read_form(request: Request[Any, Any, Any], most: int = MOST_FIELDS) -> Form:
    """A form of at most so many texts (`application/x-www-form-urlencoded`, UTF-8). Raises problems of a 4xx status."""
    if request.content_type[0] != "application/x-www-form-urlencoded":
        raise Trouble("media-type", "application/x-www-form-urlencoded is needed")
    raw = await body_bytes(request)
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=most)
    except UnicodeDecodeError:
        raise Trouble("not-utf8") from None
    except ValueError:
        raise Trouble("too-large", f"at most {most} fields") from None
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), _text(value))
    return Form(fields=fields)


async def read_own_form(request: Request[Any, Any, Any], most: int = MOST_FIELDS) -> Form:
    """The form of somebody who is signed in, with the token of their session. Raises also `cross-site`."""
    form = await read_form(request, most)
    check_form_token(who(request), form.first(FORM_TOKEN_FIELD))
    return form


async def read_own_files(request: Request[Any, Any, Any]) -> Form:
    """The same for a form with files (`multipart/form-data`), which lie on disk while it is read, not in memory."""
    if request.content_type[0] != "multipart/form-data":
        raise Trouble("media-type", "multipart/form-data is needed")
    announced = request.headers.get("content-length", "")
    limit = wired(request).settings.largest_file + _WRAPPING
    if not announced.isdigit() or int(announced[:18]) > limit:
        raise Trouble("too-large", f"at most {limit} bytes")
    try:
        sent = await request.form()
    except InternalServerException:
        raise Trouble("incomplete-body") from None
    except (HTTPException, LookupError, ValueError):  # a part in another encoding raises the last two
        raise Trouble("bad-request") from None
    fields: dict[str, tuple[str, ...]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files[name] = value
        else:
            fields[name] = (*fields.get(name, ()), _text(str(value)))
    form = Form(fields=fields, files=files)
    check_form_token(who(request), form.first(FORM_TOKEN_FIELD))
    return form


def _text(value: str) -> str:
    """A text as it was meant: one sign for the end of a line, normal form C."""
    if "\x00" in value:
        raise Trouble("forbidden-character", "U+0000")
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def fresh_key(request: Request[Any, Any, Any]) -> str:
    """What a form carries so that sending it twice has one effect."""
    return wired(request).chance(16).hex()


def remembered(request: Request[Any, Any, Any], form: Form, route: str) -> Remember | None:
    """What `perform` keeps of a form that may come twice; None where the form has no key of ours."""
    key = form.first(KEY_FIELD)
    if not (len(key) == 32 and key.isascii() and key.isalnum()):
        return None
    said = {name: values for name, values in form.fields.items() if name != FORM_TOKEN_FIELD}
    digest = request_digest(msgspec.json.encode(said, order="sorted"))
    return Remember(key=f"form-{key}", principal=who(request).person, route=route, request=digest)
