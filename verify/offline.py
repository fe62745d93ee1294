"""`certify-verify root-key` and `certify-verify sign-offline`: what the machine of an offline root does.

They need the base install and nothing more, ask no network and no database, and say what they are about to do in the
words of `trust_changes`. Exit status: 0 done, 1 not to be signed, 2 wrong use.
"""

import argparse
import sys
from datetime import datetime, timedelta
from getpass import getpass
from pathlib import Path

from verify import files, root, times, trust
from verify.dates import LANGS, Lang
from verify.errors import VerifyError

DONE, NOT_SIGNED, WRONG_USE = 0, 1, 2
_MOST = 20_000_000  # bytes
_CLOCKS_DIFFER = timedelta(days=1)


class _Wrong(Exception):
    """Wrong use: what to tell the person."""


def root_key(arguments: list[str]) -> int:
    """Make a root key in a file that is not there yet, and say its public part."""
    parser = argparse.ArgumentParser(
        prog="certify-verify root-key",
        description="Makes the root key that signs trust lists. Do it on a machine that no network reaches.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="where the key will lie; it must not be there yet")
    asked = parser.parse_args(arguments)
    try:
        if asked.file.exists():
            raise _Wrong(f"{asked.file} is there already; a root key is never overwritten")
        multibase, raw = root.make_root(_passphrase("Passphrase for the root key: ", again=True))
        files.write_new(asked.file, raw)
    except (_Wrong, ValueError, OSError) as error:
        return _wrong(error)
    print(multibase)
    _tell("The line above is the root's public part: set CERTIFY_ROOT to it, and give it to whoever verifies.")
    _tell(f"Keep two copies of {asked.file} in two places, and the passphrase apart from both.")
    return DONE


def sign_offline(arguments: list[str], now: datetime) -> int:
    """Show what a proposal changes, ask, and sign it; `now` is what this machine's clock shows."""
    asked = _sign_parser().parse_args(arguments)
    lang: Lang = asked.lang
    beside, last = root.last_signed(asked.key), None
    try:
        _refuse_to_overwrite(asked.out)
        passphrase = _passphrase("Passphrase of the root key: ")
        public, sign = root.open_root(_read(asked.key), passphrase)
        last = _read(beside) if beside.exists() else None
        weighed = root.weigh(_read(asked.proposal), public, last)
    except (_Wrong, root.RootFileError, OSError) as error:
        return _wrong(error)
    except root.NotToBeSigned as error:
        _tell(f"not signed: {error}")
        if last is not None:
            version = trust.read_trust(last).version
            _tell(f"What this machine signed last, version {version}, lies in {beside}: accept that first, or propose")
            _tell(f"anew with `certify keys propose FILE --version {version + 1}`.")
        return NOT_SIGNED
    except VerifyError as error:
        return _wrong(f"{asked.proposal} is no proposal for this root: {error}")
    if asked.key.stat().st_mode & 0o077:
        _tell(f"WARNING: others on this machine can read {asked.key}: take their rights away")
    if abs(times.moment(weighed.next.issued) - now) > _CLOCKS_DIFFER:
        _tell(f"WARNING: the list is dated {weighed.next.issued}, and this machine's clock shows {times.text(now)}")
    _tell(f"{weighed.next.id}, version {weighed.next.version}, {weighed.next.issued} - {weighed.next.expires}")
    for change in weighed.changes:
        _tell(f"  - {change.say(lang)}")
    if not asked.yes and not _says_yes(lang):
        _tell("not signed")
        return NOT_SIGNED
    raw = root.sign_list(weighed, public, sign)
    try:
        root.keep_last(asked.key, raw)
        files.replace(asked.out, raw, mode=0o644)
    except OSError as error:
        return _wrong(error)
    _tell(f"signed: {asked.out}. On the machine of the service: certify keys accept {asked.out.name}")
    return DONE


def _sign_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="certify-verify sign-offline",
        description="Signs a proposed trust list with the root key, on a machine of its own.",
    )
    parser.add_argument("proposal", metavar="PROPOSAL", type=Path, help="the file that `certify keys propose` wrote")
    parser.add_argument("--key", metavar="FILE", type=Path, required=True, help="the file of the root key")
    parser.add_argument("--out", metavar="FILE", type=Path, default=Path("trust.json"), help="where the list goes")
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    parser.add_argument("--lang", choices=LANGS, default="sv", help="language of the changes")
    return parser


def _passphrase(prompt: str, *, again: bool = False) -> str:
    """The passphrase as somebody types it, or one line where nobody is looking."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass(prompt)
    if again and getpass("Once more: ") != typed:
        raise _Wrong("the two differ")
    return typed


def _says_yes(lang: Lang) -> bool:
    _tell({"sv": "Ska listan signeras? [j/N]", "en": "Sign this list? [y/N]"}[lang])
    return sys.stdin.readline().strip().lower() in {"j", "ja", "y", "yes"}


def _refuse_to_overwrite(out: Path) -> None:
    """A former list may be written over, and nothing else: least of all the key. Raises _Wrong."""
    if not out.exists():
        return
    try:
        trust.read_trust(_read(out))
    except VerifyError:
        raise _Wrong(f"{out} is there already and is no trust list: it is not overwritten") from None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST:
            raise _Wrong(f"{path} has more than {_MOST} bytes")
        return path.read_bytes()
    except OSError as error:
        raise _Wrong(f"cannot read {path}: {error.strerror}") from None


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _wrong(error: object) -> int:
    _tell(f"certify-verify: {error}")
    return WRONG_USE
