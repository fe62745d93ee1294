"""What one has to be in order to use a route. Every route declares its permission; start-up refuses one that does not.

A permission says which roles open the door. Which cases, drafts and documents lie behind it for this person is asked
of each of them in `sight`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

import msgspec

from certify.core.acts import MAY, Role

if TYPE_CHECKING:
    from litestar import Litestar

READ_METHODS = frozenset({"GET", "HEAD"})


class Permission(msgspec.Struct, frozen=True):
    """A door: its name, the roles that open it, and whether what lies behind it changes anything.

    `roles` is None where everybody who is signed in may pass; `public` where nobody needs to be. `in_person` keeps
    tokens out: only somebody who has signed in may do it. `from_anywhere`: nothing of the caller's is touched, so that
    any page in the world may send it.
    """

    name: str
    roles: frozenset[Role] | None = None
    writes: bool = False
    public: bool = False
    in_person: bool = False
    from_anywhere: bool = False

    def opens_to(self, roles: frozenset[Role]) -> bool:
        """Whether somebody who is signed in, with these roles, may pass."""
        return self.roles is None or bool(self.roles & roles)


class Doors(msgspec.Struct, frozen=True):
    """The two doors of routes that come as one piece from another room: one to read, one to send."""

    read: Permission
    send: Permission


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


def _doers() -> frozenset[Role]:
    """Every role that may do any act at all."""
    return frozenset(cast("Role", doer) for doers in MAY.values() for doer in doers if doer in get_args(Role))


READ_PUBLIC = Permission("read what is public", public=True)
SEND_PUBLIC = Permission("send what anyone may send", public=True, writes=True)
CHECK_PUBLIC = Permission("have something checked", public=True, writes=True, from_anywhere=True)
SIGNED_IN = Permission("see one's own account")
OWN_ACCOUNT = Permission("change one's own account", writes=True)
OWN_TOKENS = Permission("make and revoke one's own tokens", writes=True, in_person=True)
READ_CASES = Permission(
    "read cases", _roles("applicant", "coordinator", "assessor", "decider", "appeals_handler", "auditor")
)
ACT = Permission("act on cases", _doers(), writes=True)
RECORD_ANSWERS = Permission("record what a source answered", _roles("coordinator"), writes=True)
APPLY = Permission("open a case", _roles("applicant"), writes=True)
READ_DRAFTS = Permission("read drafts", _roles("applicant"))
WRITE_DRAFTS = Permission("write drafts", _roles("applicant"), writes=True)
READ_PEOPLE = Permission("read who is who at the body", _roles("coordinator", "administrator", "auditor"))
ADD_PEOPLE = Permission("make people known", _roles("coordinator", "administrator"), writes=True)
WRITE_PEOPLE = Permission("record organisations and competence", _roles("coordinator"), writes=True)
GIVE_ROLES = Permission("give and end roles", _roles("administrator"), writes=True)
LOCK_PEOPLE = Permission("keep people out, and let them in again", _roles("administrator"), writes=True)
READ_REPORTS = Permission("read reports of misuse", _roles("coordinator", "administrator", "auditor"))
CLOSE_REPORTS = Permission("close reports of misuse", _roles("coordinator", "administrator"), writes=True)
READ_AUTHORITY = Permission("read the log of authority", _roles("administrator", "auditor"))
STOP_ISSUING = Permission("stop issuing, and lift the stop", _roles("administrator"), writes=True)
PUBLISH_SCHEMES = Permission("publish schemes", _roles("scheme_owner"), writes=True)
READ_SCHEME_DRAFTS = Permission("read schemes that are being written", _roles("scheme_owner"))
TRY_SCHEMES = Permission("have a scheme checked, compared and tried", _roles("scheme_owner"), writes=True)
PUBLISH_TERMS = Permission("publish terms", _roles("administrator"), writes=True)
READ_TERMS = Permission("read the terms")


class Undeclared(RuntimeError):
    """A route does not say who may use it, or says one thing and does another."""


def permission_of(opt: dict[str, Any], method: str) -> Permission | None:
    """The permission that a handler, or one of the layers above it, declared for that method."""
    found = opt.get("permission")
    if isinstance(found, Doors):
        return found.read if method in READ_METHODS else found.send
    return found if isinstance(found, Permission) else None


def check_routes(app: Litestar) -> None:
    """Refuse to start where a route has no permission, or changes things under a permission to read.

    Raises Undeclared with every such route.
    """
    faults: list[str] = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [getattr(route, "route_handler", None)]:
            methods = set(getattr(handler, "http_methods", ()) or ())
            if methods == {"OPTIONS"}:
                continue  # made by the framework: it tells the methods and nothing else
            for method in sorted(methods) or ["GET"]:
                permission = permission_of(handler.opt, method) if handler is not None else None
                if permission is None:
                    faults.append(f"{method} {route.path}: no permission is declared")
                elif methods and (method not in READ_METHODS) != permission.writes:
                    faults.append(f"{method} {route.path}: under the permission to {permission.name}")
                elif permission.writes and permission.roles is not None and "auditor" in permission.roles:
                    faults.append(f"{method} {route.path}: an auditor changes nothing")
    if faults:
        raise Undeclared("\n".join(sorted(set(faults))))
