"""`init`: from nothing to an installation with its settings, keys, first body and first administrator, in one command.

It may be run again as often as one likes: what is there is kept, what is missing is made. Nothing is overwritten.
"""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from argon2 import PasswordHasher

from certify.service import authority
from certify.service.commands.desk import GOOD, complain, say, wrong_use
from certify.service.commands.people import LONGEST_PASSWORD, SHORTEST_PASSWORD
from certify.service.installation import opened
from certify.service.settings import SettingsFaults, from_environment
from certify.service.store import bodies, people
from certify.service.worker import trusting
from certify.service.worker.keys import ensure
from certify.service.worker.wired import bench_of
from verify import files
from verify.errors import VerifyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cyclopts import App

    from certify.service.commands.desk import Desk
    from certify.service.installation import Installation
    from certify.service.settings import Settings

SETTINGS, SECRET, PROPOSAL = "certify.env", "secret", "proposal.json"


def add_beginning(app: App, desk: Desk) -> None:
    """Add the command of the first set-up."""

    @app.command
    async def init(
        folder: Path,
        *,
        origin: str = "",
        root: str = "",
        body: str = "",
        name: str = "",
        address: str = "",
        admin: str = "",
        admin_name: str = "",
        login: str = "",
    ) -> int:
        """Set an installation up in FOLDER: settings, keys, a first body, its first administrator, a trust list.

        What is not given is asked for. ROOT is the public key of an offline root, or `online`. The administrator's
        password is asked for, or read as one line where nobody is looking.
        """
        settings = _settings(desk, folder, {"CERTIFY_ORIGIN": origin, "CERTIFY_ROOT": root})
        async with opened(settings, chance=desk.chance) as found:
            slug = await _found(desk, found, {"body": body, "name": name, "address": address})
            await _administrator(desk, found, slug, {"admin": admin, "admin_name": admin_name, "login": login})
            bench = bench_of(found, desk.clock)
            made = await ensure(bench)
            health = await trusting.health(found.database, desk.clock(), offline=bench.root is not None)
            proposed = await trusting.propose(bench) if bench.root is not None and not health.good else None
        if proposed is not None:
            files.replace(folder / PROPOSAL, proposed.raw, mode=0o644)
        lines = [f"{len(made)} keys made", f"settings: {folder / SETTINGS}"]
        if proposed is not None:
            lines += [
                f"proposed trust list: {folder / PROPOSAL}. On the root's machine:",
                f"  certify-verify sign-offline {PROPOSAL} --key ROOT_KEY_FILE --out trust.json",
                "and here again: certify keys accept trust.json",
            ]
        elif bench.root is None:
            lines.append("the root lies on this machine, among the other keys: whoever takes the machine over has it")
        lines.append(f"start with: set -a; . {folder / SETTINGS}; set +a; certify serve")
        say({"body": slug, "keys": made, "trust_list": health}, *lines)
        return GOOD


def _settings(desk: Desk, folder: Path, given: Mapping[str, str]) -> Settings:
    """The settings of the file; what it lacks is asked for and added, and what it has is never changed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file, secret = folder / SETTINGS, folder / SECRET
    values = _read(file)
    where = folder.resolve()
    wanted: dict[str, Callable[[], str]] = {
        "CERTIFY_ORIGIN": lambda: given["CERTIFY_ORIGIN"] or _ask("The address that people see (https://...)"),
        "CERTIFY_ROOT": lambda: given["CERTIFY_ROOT"] or _ask("Public key of the offline root (z6Mk...), or: online"),
        "CERTIFY_DATABASE": lambda: f"sqlite:///{where / 'certify.db'}",
        "CERTIFY_BLOBS": lambda: str(where / "blobs"),
        "CERTIFY_KEYS": lambda: str(where / "keys"),
        "CERTIFY_SECRET": lambda: str(where / SECRET),
    }
    for variable, value in given.items():
        if value and values.get(variable, value) != value:
            complain(f"{variable} is {values[variable]} already, and stays so")
    values = {variable: values[variable] if variable in values else value() for variable, value in wanted.items()} | {
        variable: value for variable, value in values.items() if variable not in wanted
    }
    if values["CERTIFY_SECRET"] == str(where / SECRET) and not secret.exists():
        files.write_new(secret, (desk.chance(32).hex() + "\n").encode())
    try:
        settings = from_environment(values)
    except SettingsFaults as faults:
        wrong_use("; ".join(faults.faults))
    files.replace(file, "".join(f"{variable}={value}\n" for variable, value in values.items()).encode())
    return settings


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines())
    return {name.strip(): value.strip() for name, mark, value in lines if mark and not name.startswith("#")}


async def _found(desk: Desk, found: Installation, given: Mapping[str, str]) -> str:
    """The first body: the one that is there, or a new one. Gives its short name."""
    known = [row.slug for row in await bodies.bodies(found.database)]
    if known and (not given["body"] or given["body"] in known):
        return given["body"] or known[0]
    slug = given["body"] or _ask("Short name of the body, for addresses (a-z, 0-9, -)")
    row = bodies.BodyRow(
        slug=slug,
        legal_name=given["name"] or _ask("Legal name of the body"),
        address=given["address"] or _ask("Its postal address"),
        origin=found.settings.origin,
        did=authority.did_of(found.settings.origin, slug),
        created_at=desk.clock(),
    )
    try:
        await authority.found_body(found.database, row, by="operator")
    except VerifyError as error:
        wrong_use(f"no certificate could name this body: {error}")
    return slug


async def _administrator(desk: Desk, found: Installation, slug: str, given: Mapping[str, str]) -> None:
    """The first administrator of the body, unless it has one."""
    db, now = found.database, desk.clock()
    if any(role.role == "administrator" and role.until is None for role in await people.all_roles(db, slug)):
        return
    id_ = given["admin"] or _ask("Id of the first administrator (a short name)")
    login = given["login"] or _ask("What they sign in with (an address for mail)")
    called = given["admin_name"] or _ask("Their name")
    secret = getpass("Their password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST_PASSWORD <= len(secret) <= LONGEST_PASSWORD:
        wrong_use(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    account = people.AccountRow(id=desk.chance(16).hex(), person=id_, login=people.login_key(login), created_at=now)
    hashed = PasswordHasher().hash(secret)
    async with db.transaction():
        person = people.PersonRow(id=id_, body=slug, name=called, created_at=now)
        await authority.add_person(db, person, account, by="operator")
        await people.set_password(db, account.id, hashed)
        await authority.give_role(db, slug, id_, "administrator", by="operator", at=now)


def _ask(question: str) -> str:
    """What somebody types; wrong use where nobody is there to be asked."""
    if not sys.stdin.isatty():
        wrong_use(f"{question}: it is not given, and nobody is here to be asked")
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() or wrong_use("nothing was given")
