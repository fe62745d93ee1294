"""The page to sign in on: whom one may be in a demonstration, login and password anywhere else.

What somebody wrote before they signed in can come along in a hidden field, so that nothing has to be kept for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec

from certify.core.acts import Role
from certify.service.web import signing_in
from certify.service.web.pages.rendering import language, page
from certify.service.web.pages.words import words
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from litestar import Request, Response

    from certify.service.web.language import Language

CARRIED = "carried"  # the field that carries what was written before


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom one may sign in as in a demonstration."""

    login: str
    name: str
    roles_text: str


async def sign_in_answer(
    request: Request[Any, Any, Any], *, login: str = "", wrong: bool = False, carried: str = ""
) -> Response[bytes]:
    """The page, with what was typed but the password, and with what comes along."""
    people = await signing_in.demo_people(wired(request))
    shown = [
        Shown(login=person.login, name=person.name, roles_text=roles_text(person.roles, language(request)))
        for person in people
    ]
    status = 401 if wrong else 200
    return await page(
        request,
        "sign_in.html",
        section="sign-in",
        status=status,
        people=shown,
        login=login,
        wrong=wrong,
        carried=carried,
    )


def roles_text(roles: tuple[str, ...], spoken: Language) -> str:
    """Roles as people call them: "bedömare och beslutsfattare"."""
    told = words(spoken)
    names = [told.plain(f"role-{role}") for role in get_args(Role) if role in roles]
    *most, last = names or [told.plain("role-none")]
    return f"{', '.join(most)} {told.plain('and')} {last}" if most else last
