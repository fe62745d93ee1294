"""`certify-verify`: check a certificate, the text of a QR code or a picture of one, on your own machine.

    certify-verify [--trust FILE] [--status FILE]... [--recognition FILE]... [--state FILE] [--at TIME] [--online]
                   [--json] INPUT
    certify-verify serve --from URL [--root KEY] [--from URL [--root KEY]]...
    certify-verify root-key FILE
    certify-verify sign-offline PROPOSAL --key FILE

No network unless `--online`. Exit status: 0 valid, 1 not valid, 2 wrong use, 3 unknown.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from verify import (
    VerifyError,
    addresses,
    compact,
    recognition,
    status,
    times,
    unreadable,
    verify,
    verify_qr,
    words,
)
from verify.credential import read_certificate
from verify.dates import LANGS, Lang
from verify.given import Given, Refused, read_file, recognise
from verify.pages import foreign, view
from verify.recognition import Recognitions
from verify.status import Statuses, StatusList
from verify.trust import Trust, read_trust
from verify.verdict import STEP_NAMES, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from verify.seen import Memory

VALID, NOT_VALID, WRONG_USE, UNKNOWN = 0, 1, 2, 3


def _now() -> datetime:
    return datetime.now(UTC)


def main(arguments: list[str] | None = None, *, clock: Callable[[], datetime] = _now) -> int:
    """Run the command; gives its exit status. `clock` gives aware times."""
    words_given = sys.argv[1:] if arguments is None else arguments
    try:
        if words_given[:1] == ["serve"]:
            return _serve(words_given[1:])
        if words_given[:1] in (["root-key"], ["sign-offline"]):
            from verify import offline

            if words_given[0] == "root-key":
                return offline.root_key(words_given[1:])
            return offline.sign_offline(words_given[1:], clock())
        return _check(_parser().parse_args(words_given), clock)
    except Refused as refused:
        print(f"certify-verify: {refused}", file=sys.stderr)
        return WRONG_USE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="certify-verify",
        description="Checks a certificate without asking anybody, and says what it could not check.",
        epilog="Exit status: 0 valid, 1 not valid, 2 wrong use, 3 unknown. "
        "`certify-verify serve --from URL` runs the verification page by itself; `root-key` and `sign-offline` are for "
        "the machine of an offline root.",
    )
    parser.add_argument(
        "input",
        metavar="INPUT",
        help="a certificate (JSON or PDF), a picture or the text of a QR code; - for standard input",
    )
    parser.add_argument("--trust", metavar="FILE", type=Path, help="a saved trust list; without one all is unknown")
    parser.add_argument("--root", metavar="KEY", help="the key (z6Mk...) that must have signed the trust list")
    parser.add_argument(
        "--status", metavar="FILE", type=Path, action="append", default=[], help="a saved status list; give both"
    )
    parser.add_argument(
        "--recognition",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="what a scheme's owner has signed about the body, saved",
    )
    parser.add_argument(
        "--state", metavar="FILE", type=Path, help="keep the highest versions seen here, and refuse older lists"
    )
    parser.add_argument("--at", metavar="TIME", help="judge as of this time (2027-03-01T12:00:00Z); now, if absent")
    parser.add_argument("--online", action="store_true", help="fetch status and register from the certificate's host")
    parser.add_argument("--json", action="store_true", help="the whole verdict as JSON")
    parser.add_argument("--lang", choices=LANGS, help="language of the answer; that of the system, if absent")
    return parser


def _check(asked: argparse.Namespace, clock: Callable[[], datetime]) -> int:
    at = clock() if asked.at is None else _moment(asked.at)
    given = recognise(asked.input)
    memory = _memory(asked.state)
    saved = _saved(asked.trust, asked.root, asked.status, asked.recognition, memory)
    if asked.online:
        verdict = asyncio.run(_judge_online(given, saved, at, memory))
    elif memory is None or asked.at is not None:
        verdict = _judge(given, saved, at)
    else:
        verdict = _judge_by_what_was_seen(given, saved, at, memory)
    _keep(memory)
    if sys.stdout is not None:  # it was closed by whoever wants the exit status alone
        _tell(verdict, None if asked.json else asked.lang or _language())
    return {"valid": VALID, "unknown": UNKNOWN}.get(verdict.verdict, NOT_VALID)


def _tell(verdict: Verdict, lang: Lang | None) -> None:
    """Write the answer, as JSON without a language. Raises Refused where it cannot be written."""
    out = sys.stdout
    try:
        if lang is None:
            out.buffer.write(msgspec.json.format(msgspec.json.encode(verdict)) + b"\n")  # JSON is UTF-8 everywhere
        else:
            text = "\n".join((*_lines(verdict, lang), ""))
            out.write(text.encode(out.encoding, "replace").decode(out.encoding))  # a terminal may lack letters
        out.flush()
    except OSError as error:
        # Python would complain once more at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        if not isinstance(error, BrokenPipeError):  # then whoever read has enough; the exit status still tells
            raise Refused(f"the answer cannot be written: {error.strerror}") from None


class Saved(NamedTuple):
    """What lies on this machine: a trust list, status lists and recognitions, with their bytes by address."""

    root: str | None
    trust: Trust | None
    trust_raw: bytes | None
    lists: Statuses
    lists_raw: dict[str, bytes]
    recognitions: Recognitions
    recognitions_raw: dict[str, bytes]


def _memory(path: Path | None) -> Memory | None:
    if path is None:
        return None
    from verify.seen import DamagedState, Memory

    try:
        return Memory(path)
    except DamagedState as error:
        raise Refused(str(error)) from None


def _keep(memory: Memory | None) -> None:
    """Write what was seen. A state that cannot be kept is wrong use: the next check could be fooled."""
    from verify.seen import DamagedState

    try:
        if memory is not None:
            memory.keep()
    except (DamagedState, OSError) as error:
        raise Refused(f"the state cannot be kept: {error}") from None


def _saved(
    trust_file: Path | None,
    root: str | None,
    status_files: list[Path],
    recognition_files: list[Path],
    memory: Memory | None,
) -> Saved:
    """Read the files. One that is not in order is told and left out, so that the answer becomes `unknown`."""
    trust, trust_raw = None, None
    if trust_file is not None:
        trust_raw = read_file(trust_file)
        try:
            trust = read_trust(trust_raw, root)
            if memory is not None:
                memory.note(trust.document.id, trust.version, trust_raw, root=trust.root, named=root is not None)
        except VerifyError as error:
            _note(f"the trust list {trust_file} does not count: {error}")
            trust, trust_raw = None, None
    lists: list[tuple[StatusList, bytes]] = []
    for file in status_files:
        raw = read_file(file)
        if trust is None:
            _note(f"the status list {file} does not count without a trust list")
            continue
        try:
            found = status.read(raw, trust)
            if memory is not None:
                memory.note(found.id, found.version, raw)
            lists.append((found, raw))
        except VerifyError as error:
            _note(f"the status list {file} does not count: {error}")
    lists.sort(key=lambda pair: pair[0].version)
    vouched, vouched_raw = _vouched(recognition_files, trust)
    statuses, statuses_raw = Statuses(one for one, _ in lists), {one.id: raw for one, raw in lists}
    return Saved(root, trust, trust_raw, statuses, statuses_raw, vouched, vouched_raw)


def _vouched(files: list[Path], trust: Trust | None) -> tuple[Recognitions, dict[str, bytes]]:
    """Read recognitions: those that hold, by the address at which the body would publish them; the last refusal."""
    found, by_address, refused = [], {}, None
    for file in files:
        raw = read_file(file)
        if trust is None:
            _note(f"the recognition {file} does not count without a trust list")
            continue
        try:
            one, owner = recognition.read(raw, trust)
            body = trust.body(one.credential_subject.id)
            found.append((one, owner))
            by_address[recognition.address(body.origins[0], body.slug, one.credential_subject.scheme)] = raw
        except VerifyError as error:
            refused = error.code
            _note(f"the recognition {file} does not count: {error}")
    return Recognitions(found, refused=refused), by_address


def _judge(given: Given, saved: Saved, at: datetime) -> Verdict:
    if given.kind == "certificate":
        return verify(given.raw, trust=saved.trust, status=saved.lists, at=at, recognitions=saved.recognitions)
    sign = _sign(given)
    if sign is not None:
        return unreadable("address-only", at=at, claimed_number=sign[1])
    if given.kind == "code":
        return verify_qr(given.text, trust=saved.trust, status=saved.lists, at=at, recognitions=saved.recognitions)
    return unreadable(given.reason, at=at, claimed_number=given.text or None)


def _judge_by_what_was_seen(given: Given, saved: Saved, now: datetime, memory: Memory) -> Verdict:
    """As `_judge`, never by an earlier time than one that was seen or signed; then no age of a list is known."""
    signed = [one.issued for one in saved.lists]
    if saved.trust is not None:
        signed.append(times.moment(saved.trust.document.issued))
    at, behind = memory.time(now, signed)
    if not behind:
        return _judge(given, saved, at)
    _note(
        f"the clock says {times.text(now)}, and the state or a signed list {times.text(at)}. Set it right; where the "
        'state is what is wrong, take "clock" out of it'
    )
    found = _judge(given, saved._replace(lists=Statuses(saved.lists, clock_behind=True)), at)
    return msgspec.structs.replace(found, status_age_seconds=None)


def _sign(given: Given) -> tuple[str, str] | None:
    """Host and number, where what is given is the code of a sign."""
    try:
        return compact.read_sign(given.text) if given.kind == "code" else None
    except VerifyError:
        return None


async def _judge_online(given: Given, saved: Saved, at: datetime, memory: Memory | None) -> Verdict:
    """As `_judge`, with status and register from the certificate's own host, so far as the trust list lets it speak."""
    origin = _claimed_origin(given)
    if origin is None:
        return _judge(given, saved, at)
    if saved.trust is None and saved.root is None:
        _note("online, but with no trust list to believe: a host cannot vouch for itself; give --trust or --root")
        return _judge(given, saved, at)
    from verify.lookup import check_certificate, check_code
    from verify.source import HttpSource, RememberingSource, SavedSource, Source

    async with HttpSource(origin, root=saved.root) as host:
        source: Source = SavedSource(
            host,
            trust=saved.trust_raw,
            known=saved.trust,
            statuses=saved.lists_raw,
            recognitions=saved.recognitions_raw,
        )
        if memory is not None:
            source = RememberingSource(source, memory, saved.root)
        if given.kind == "code":
            return await check_code(source, given.text, at, root=saved.root)
        return await check_certificate(source, given.raw, at, root=saved.root)


def _claimed_origin(given: Given) -> str | None:
    try:
        if given.kind == "certificate":
            return read_certificate(given.raw).origin
        sign = _sign(given)
        return addresses.origin_of_host(sign[0] if sign is not None else compact.read(given.text).host)
    except VerifyError:
        return None


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        times.text(at)
    except ValueError:
        raise Refused(f"--at takes a time with its zone, as 2027-03-01T12:00:00Z, not {text[:60]!r}") from None
    return at


def _language() -> Lang:
    named = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "sv" if named.startswith("sv") else "en"


def _note(text: str) -> None:
    print(f"certify-verify: {text}", file=sys.stderr)


def _lines(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """Word, sentence, the rows of the certificate, and all nine steps with what each rests on."""
    shown = view.of_verdict(verdict, lang, view.Site())
    yield _plain(shown.word)
    yield _plain(f"{shown.headline} {shown.sentence}".strip())
    if shown.rows:
        yield ""
    for row in shown.rows:
        value = "; ".join(filter(None, (row.value, *row.more, row.warning, row.instead)))
        yield _plain(f"  {row.number}  {row.label}: {value}")
    for kind in shown.units:
        yield ""
        yield _plain(f"  {kind.title}")
        for unit in kind.units:
            yield _plain("  ".join(filter(None, ("   ", unit.number, unit.name, unit.note))))
    if shown.units_untold:
        yield f"\n  {shown.units_untold}"
    yield ""
    for number, name in enumerate(STEP_NAMES, start=1):
        result = words.answer(verdict.step(name).result, lang)
        line = f"  ({number}) {words.question(name, lang)}: {result}. {words.basis(name, verdict, lang)}"
        yield _plain(line.rstrip())


def _plain(text: str) -> str:
    # The page marks where a foreign text begins and ends; what lies between was tamed there.
    return text.replace(foreign.FSI, "").replace(foreign.PDI, "")


def _serve(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="certify-verify serve",
        description="Serves the verification page, with all it shows read from other hosts.",
    )
    parser.add_argument(
        "--from",
        dest="origins",
        metavar="URL",
        action="append",
        required=True,
        help="the origin of a trust list; several may be given, and are asked in turn",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument(
        "--root",
        dest="roots",
        metavar="KEY",
        action="append",
        default=[],
        help="the key (z6Mk...) that must have signed the trust list; for each --from in turn, or for none",
    )
    asked = parser.parse_args(arguments)
    try:
        from verify.endpoint.alone import run_alone
    except ImportError:
        raise Refused("the page needs a few more packages: pip install 'certify[endpoint]'") from None
    if not 0 < asked.port < 65_536:
        raise Refused(f"not a port: {asked.port}")
    for origin in asked.origins:
        if not addresses.is_origin(origin.rstrip("/")):
            raise Refused(f"not an origin: {origin[:200]}")
    if asked.roots and len(asked.roots) != len(asked.origins):
        raise Refused(f"{len(asked.roots)} --root for {len(asked.origins)} --from: give one for each, or none")
    lists = list(zip(asked.origins, asked.roots or [None] * len(asked.origins), strict=True))
    (origin, root), *others = lists
    run_alone(origin, asked.host, asked.port, root=root, others=others)
    return VALID


if __name__ == "__main__":
    sys.exit(main())
