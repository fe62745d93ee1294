"""`body move`, `body take`: a body goes to another installation with all that it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from certify.service.commands.desk import FINDING, GOOD, complain, say, wrong_use
from certify.service.commands.keys import or_wrong_use
from certify.service.store.backup import NotEmpty
from certify.service.store.moving import InTheWay, Tampered
from certify.service.store.returning import NotOnward
from certify.service.worker import moving, trusting
from verify.addresses import is_origin

if TYPE_CHECKING:
    from cyclopts import App

    from certify.service.commands.desk import Desk

OPERATOR = "operator"


def add_moving(body: App, desk: Desk) -> None:
    """Add the commands to those of bodies."""

    @body.command
    async def move(
        slug: str, folder: Path, *, to: str, instead: bool = False, by: str = OPERATOR, json: bool = False
    ) -> int:
        """End the body SLUG here and pack all that it has into FOLDER, for `body take` at the installation TO.

        TO is that installation's origin (its CERTIFY_ORIGIN); no other takes the folder. From then on nothing happens
        to the body here, and whoever asks for it is sent to its own origin. With --instead a body that has moved out is
        packed for another installation: say it only if nobody has taken the first folder in.
        """
        async with desk.installation() as found:
            if not is_origin(to) or to == found.settings.origin:
                wrong_use(f"--to takes the origin of the other installation, as https://intyg.example, not {to[:200]}")
            leaving = moving.leave(desk.bench(found), found.blobs, slug, folder, to=to, instead=instead, by=by)
            try:
                manifest, digest = await or_wrong_use(leaving)
            except moving.SharedOrigin as others:
                wrong_use(
                    f"{slug} publishes at the same origin as {others}: the codes of all of them lead there, and a name "
                    "leads to one installation alone. Take all of them along (certify backup, certify restore), or "
                    f"found {slug} anew at {to}, with an origin of its own, and let its certificates here run out here"
                )
            except moving.GoesElsewhere as known:
                wrong_use(
                    f"{slug} has moved out already, to {known}. If nobody has taken that folder in, and nobody will, "
                    "add --instead; two that take it in would issue for one body"
                )
            except (NotEmpty, OSError) as error:
                wrong_use(f"{slug} has ended here, and is not packed yet: {error}. Run this again with another folder")
            offline = found.settings.offline_root is not None
            health = await trusting.health(found.database, desk.clock(), offline=offline)
        for missing in manifest.missing:
            complain(f"evidence is missing and not in the folder: {missing}")
        say(
            {"body": slug, "digest": digest, "origin": manifest.origin, "missing": manifest.missing},
            f"{slug} has moved out; {folder} holds all that it has, names of people among it: keep it to yourself",
            f"its digest, to be told by another way than the folder goes: {digest}",
            f"at {to}: certify body take {folder.name} --digest {digest}; then let {manifest.origin} lead there",
            as_json=json,
        )
        for warning in health.warnings:
            complain(warning)
        return FINDING if manifest.missing else GOOD

    @body.command
    async def take(folder: Path, *, digest: str, by: str = OPERATOR, json: bool = False) -> int:
        """Take the body in FOLDER in, if the folder is what DIGEST says. All of it comes, or nothing.

        A body that was here before comes back, if the folder is how its life went on from here.
        """
        async with desk.installation() as found:
            try:
                manifest, came = await moving.take(desk.bench(found), found.blobs, folder, digest, by=by)
            except moving.NotForHere as other:
                complain(f"nothing was taken in: the folder is for {other}, and this is {found.settings.origin}")
                return FINDING
            except (Tampered, InTheWay, NotOnward) as error:
                complain(f"nothing was taken in: {error}")
                return FINDING
            offline = found.settings.offline_root is not None
            health = await trusting.health(found.database, desk.clock(), offline=offline)
        rows = sum(table.rows for table in manifest.tables.values())
        what = f"{rows} rows and {len(manifest.blobs)} files taken in" if came else "it was taken in before"
        say(
            {"body": manifest.body, "taken": came, "origin": manifest.origin, "trust_list": health},
            f"{manifest.body}: {what}; new keys sign for it",
            f"let {manifest.origin} lead here, and run certify fsck",
            as_json=json,
        )
        for warning in health.warnings:
            complain(warning)
        return GOOD
