"""What the demo says when it is up: where to look, whom to sign in as, and one code to scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.service import qr
from certify.service.demo import people
from certify.service.store import certificates
from verify.compact import segments

if TYPE_CHECKING:
    from certify.service.installation import Installation

_SAID = {
    "active": "valid",
    "suspended": "suspended",
    "withdrawn": "withdrawn",
    "superseded": "replaced",
    "expired": "expired",
}


async def greeting(installation: Installation) -> str:
    """The text, from what the installation holds."""
    origin = installation.settings.origin
    rows = await certificates.register(installation.database)
    lines = ["", "Certify is up, with a town that does not exist. Nothing in it is real.", "", f"  {origin}/", ""]
    lines += ["Certificates, one in every state:"]
    lines += [f"  {_SAID.get(row.status, row.status):<10} {origin}/v/{row.number}  {row.holder_name}" for row in rows]
    lines += ["", f"Sign in by name, for the demo only: {origin}/sign-in"]
    lines += [f"  {person.name}" for person in people.STAFF]
    lines += [f"  {people.LINDHAMRA.speaker.title()}, {people.LINDHAMRA.place} (applies), and one for each other town"]
    valid = next((row for row in rows if row.status == "active" and row.holder == people.LINDHAMRA.id), None)
    row = await certificates.certificate(installation.database, valid.number) if valid else None
    if row is not None and row.qr is not None:
        code = segments(origin.split("://", 1)[1], row.number, row.qr)
        lines += ["", f"{row.holder_name}, {row.number}:", "", qr.terminal(qr.lay_out(code))]
    return "\n".join([*lines, "", "Ctrl-C stops it. The next start goes on from here.", ""])
