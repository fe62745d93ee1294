"""`keys propose`, `keys sign-offline`, `keys accept`: the trust list's way to an offline root and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from certify.service.commands.desk import FINDING, GOOD, complain, read_file, say, wrong_use
from certify.service.worker import trusting
from certify.service.worker.keys import OPERATOR
from verify import files, offline
from verify.errors import VerifyError
from verify.trust_changes import PROPOSAL

if TYPE_CHECKING:
    from cyclopts import App

    from certify.service.commands.desk import Desk

_MOST = 20_000_000  # bytes of a signed list


def add_trust(keys: App, desk: Desk) -> None:
    """Add the commands of the trust list to those of keys."""

    @keys.command
    async def propose(file: Path, *, version: int = 1, json: bool = False) -> int:
        """Write the next trust list, unsigned, to FILE, and say what it changes. Carry it to the root's machine.

        It follows the published one, or is VERSION where the root has signed others since that never came here.
        """
        _refuse_to_overwrite(file)
        async with desk.installation() as found:
            if found.settings.offline_root is None:
                wrong_use("the root is online and signs by itself; CERTIFY_ROOT names an offline one")
            made = await trusting.propose(desk.bench(found), at_least=version)
        try:
            files.replace(file, made.raw, mode=0o644)
        except OSError as error:
            wrong_use(f"cannot write {file}: {error.strerror}")
        said = [one.say("en") for one in made.changes]
        for one in made.changes:
            if one.refused:
                complain(f"no root will sign this: {one.say('en')}")
        onward = f"on the root's machine: certify-verify sign-offline {file.name} --key ROOT_KEY_FILE --out trust.json"
        say(
            {"version": made.version, "changes": [{"sv": one.say("sv"), "en": one.say("en")} for one in made.changes]},
            f"version {made.version}, written to {file}:",
            *(f"  - {text}" for text in said),
            onward,
            as_json=json,
        )
        return FINDING if any(one.refused for one in made.changes) else GOOD

    @keys.command(name="sign-offline")
    def sign_offline(
        proposal: Path,
        *,
        key: Path,
        out: Path = Path("trust.json"),
        yes: bool = False,
        lang: Annotated[Literal["sv", "en"], Parameter(help="Language of the changes.")] = "sv",
    ) -> int:
        """Show what PROPOSAL changes, ask, and sign it with the root key in the file KEY. Opens no database."""
        words = [str(proposal), "--key", str(key), "--out", str(out), "--lang", lang]
        return offline.sign_offline([*words, *(["--yes"] if yes else [])], desk.clock())

    @keys.command
    async def accept(file: Path, *, by: str = OPERATOR, json: bool = False) -> int:
        """Check the trust list in FILE, which the root has signed, and publish it."""
        raw = read_file(file, _MOST)
        async with desk.installation() as found:
            try:
                health = await trusting.accept(desk.bench(found), raw, by=by)
            except trusting.NotAccepted as error:
                complain(f"not accepted: {error}")
                return FINDING
        say(health, f"version {health.version} is published, and counts until {health.expires}", as_json=json)
        for warning in health.warnings:
            complain(warning)
        return GOOD


def _refuse_to_overwrite(file: Path) -> None:
    """A former proposal may be written over, and nothing else: a root's key, say."""
    if not file.exists():
        return
    try:
        PROPOSAL.read(read_file(file, _MOST))
    except VerifyError:
        wrong_use(f"{file} is there already and is no proposal: it is not overwritten")
