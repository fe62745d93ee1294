"""Settings: environment variables, read once at start, with every fault named at once.

`_SETTINGS` is the one list of them; the table in docs/settings.md is made from it (`table`), and a test compares.
"""

from __future__ import annotations

import difflib
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import unquote, urlsplit

import msgspec

from certify.service.store.engine import engine_from_url
from certify.service.store.errors import WrongSettings
from verify.addresses import is_origin
from verify.errors import BadKey
from verify.keys import public_key_from_multibase

LogLevel = Literal["debug", "info", "warning", "error"]
_LEVELS: tuple[LogLevel, ...] = get_args(LogLevel)
PREFIX = "CERTIFY_"
ONLINE = "online"
SHORTEST_SECRET = 32  # characters: 16 random bytes in hexadecimal
_YES, _NO = ("1", "yes", "true", "on"), ("0", "no", "false", "off", "")


class SettingsFaults(ValueError):
    """The settings cannot be used; `faults` has one sentence for each, with the variable's name in front."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that an installation chooses.

    `database`: a URL; `blobs`: a folder or a URL; `origin`: the address that people see, as it stands in certificates;
    `keys`: the folder of the encrypted signing keys; `secret`: what opens them; `root`: `online`, or the public
    key of an offline root; `smtp`: URL of the mail server, None
    for no mail; `schemes`: a folder of scheme files besides the installed ones; `artwork`: a folder of owners' marks;
    `municipalities`: a file that adds to the register of municipalities; `demo`: people may sign in by name alone;
    `worker`: the worker runs inside the web process; `proxies`: how many reverse proxies of our own stand in front;
    `largest_file`: bytes that one piece of evidence may have; `vc_api`: the test profile for conformance suites;
    `vc_api_contexts`: a folder of more JSON-LD contexts for it.
    """

    database: str = "sqlite:///.data/certify.db"
    blobs: str = ".data/blobs"
    origin: str = "http://localhost:8000"
    keys: Path = Path(".data/keys")
    secret: str = ""
    root: str = ONLINE
    smtp: str | None = None
    schemes: Path | None = None
    artwork: Path | None = None
    municipalities: Path | None = None
    demo: bool = False
    worker: bool = True
    proxies: int = 0
    largest_file: int = 200_000_000
    log_level: LogLevel = "info"
    vc_api: bool = False
    vc_api_contexts: Path | None = None

    @property
    def https(self) -> bool:
        """Whether people reach the service over https; then cookies are `__Host-` and Secure."""
        return self.origin.startswith("https://")

    @property
    def offline_root(self) -> str | None:
        """The public key (Multikey) of the offline root, None where the root is online."""
        return None if self.root == ONLINE else self.root

    @property
    def high_water(self) -> Path:
        """The file that tells how far the chains had come: beside the keys, outside the database and its backups."""
        return self.keys / "high-water.json"

    def __repr__(self) -> str:
        """Without the secret, and without the passwords that addresses may carry."""
        shown = {name: getattr(self, name) for name in self.__struct_fields__ if name not in {"secret", "smtp"}}
        shown["database"] = urlsplit(self.database).scheme + "://..."
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: its field, how its text is read (ValueError says what is wrong), and what it means."""

    field: str
    read: Callable[[str], Any]
    meaning: str

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return PREFIX + self.field.upper()


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingsFaults with every fault, among them a variable of ours that nobody knows."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    for one in _SETTINGS:
        text = environment.get(one.variable)
        if text is None:
            continue
        try:
            values[one.field] = one.read(text.strip())
        except ValueError as error:
            faults.append(f"{one.variable}: {error}")
    faults += _unknown(environment)
    settings = Settings(**values)
    if "secret" not in values and not any(fault.startswith("CERTIFY_SECRET") for fault in faults):
        faults.append(f"CERTIFY_SECRET: it is needed, with at least {SHORTEST_SECRET} characters that nobody can guess")
    if settings.demo and settings.https:
        faults.append("CERTIFY_DEMO: people sign in by name alone, so it is for localhost only")
    if settings.vc_api and settings.https:
        faults.append("CERTIFY_VC_API: anybody may have anything signed there, so it is for localhost only")
    if faults:
        raise SettingsFaults(faults)
    return settings


def table() -> str:
    """All settings as a table for docs/settings.md."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for one in _SETTINGS:
        default = getattr(Settings(), one.field)
        shown = str(int(default)) if isinstance(default, int) else str(default or "")
        lines.append(f"| `{one.variable}` | {f'`{shown}`' if shown else '–'} | {one.meaning} |")
    return "\n".join(lines) + "\n"


# Variables that other parts read: the tests, `make`, and the fault sweeps.
ELSEWHERE = frozenset({"CERTIFY_VECTORS", "CERTIFY_CRASH_AT", "CERTIFY_SETUP_LOCKED"})


def _unknown(environment: Mapping[str, str]) -> list[str]:
    """A misspelt setting would silently not be set."""
    ours = [one.variable for one in _SETTINGS]
    faults = []
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in ours and name not in ELSEWHERE:
            near = difflib.get_close_matches(name, ours, n=1, cutoff=0.8)
            faults.append(f"{name}: there is no such setting" + "".join(f"; is {one} meant?" for one in near))
    return faults


def _database(text: str) -> str:
    try:
        engine_from_url(text)
    except WrongSettings as error:
        raise ValueError(str(error)) from None
    return text


def _url(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        scheme, mark, rest = text.partition("://")
        if not mark or not rest or scheme not in schemes:
            msg = f"an address that begins with {' or '.join(f'{s}://' for s in schemes)} is needed"
            raise ValueError(msg)
        return text

    return read


def _place(text: str) -> str:
    return _url("file", "s3", "gs", "az", "memory")(text) if "://" in text or not text else text


def _origin(text: str) -> str:
    if not is_origin(text):
        msg = "an origin such as https://example.org is needed, with no path; plain http is for localhost alone"
        raise ValueError(msg)
    return text


def _secret(text: str) -> str:
    """The secret itself, or the file that holds it: `file:///path`, or an absolute path."""
    if text.startswith(("file://", "/")):
        path = Path(unquote(text.removeprefix("file://")))
        try:
            mode, text = path.stat().st_mode, path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            msg = f"the file {path} cannot be read as text"
            raise ValueError(msg) from None
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            msg = f"others than its owner may use {path}: chmod 600 {path}"
            raise ValueError(msg)
    if len(text) < SHORTEST_SECRET or len(set(text)) < 8:
        msg = f"at least {SHORTEST_SECRET} characters that nobody can guess are needed"
        raise ValueError(msg)
    return text


def _root(text: str) -> str:
    if text != ONLINE:
        try:
            public_key_from_multibase(text)
        except BadKey as error:
            msg = f"online is needed, or the public key (z6Mk...) of an offline root: {error.detail}"
            raise ValueError(msg) from None
    return text


def _folder(text: str) -> Path:
    if not text:
        msg = "a name is needed"
        raise ValueError(msg)
    return Path(text)


def _truth(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    msg = "1 or 0 is needed"
    raise ValueError(msg)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 18 or not least <= int(text) <= most:
            msg = f"a whole number from {least} to {most} is needed"
            raise ValueError(msg)
        return int(text)

    return read


def _level(text: str) -> LogLevel:
    found = next((level for level in _LEVELS if level == text.lower()), None)
    if found is None:
        msg = "debug, info, warning or error is needed"
        raise ValueError(msg)
    return found


_SETTINGS: tuple[Setting, ...] = (
    Setting(
        field="database",
        read=_database,
        meaning="where everything but files is kept: `sqlite:///path` (three slashes: from the working folder, four: "
        "from the root) or `postgres://user@host/name`. `?pool=8` sets the number of connections; on PostgreSQL "
        "`?statement_cache_size=0` is for a pgbouncer in transaction mode",
    ),
    Setting(
        field="blobs",
        read=_place,
        meaning="where files of evidence are kept: a folder, `file:///path`, or `s3://bucket/prefix` with keys and "
        "endpoint in the usual `AWS_...` variables",
    ),
    Setting(
        field="origin",
        read=_origin,
        meaning="the address that people see; it stands in certificates and QR codes. `https`, but for localhost",
    ),
    Setting(
        field="keys",
        read=_folder,
        meaning="the folder of the encrypted signing keys and of the high-water file; kept apart from the database and "
        "from its backups",
    ),
    Setting(
        field="secret",
        read=_secret,
        meaning=f"what the signing keys are encrypted with: at least {SHORTEST_SECRET} characters that nobody can "
        "guess, or the file that holds them (`file:///path` or an absolute path, readable by its owner alone). "
        "There is no default",
    ),
    Setting(
        field="root",
        read=_root,
        meaning="who signs the trust list: the public key (`z6Mk...`) of an offline root, which lies on a machine of "
        "its own and signs what `certify keys propose` writes; or `online`, a root key that lies encrypted among the "
        "others and signs by itself, for small bodies and for trying: whoever takes over this machine has it too",
    ),
    Setting(
        field="smtp",
        read=_url("smtp", "smtps"),
        meaning="the mail server, `smtps://user:password@host:port`. Without it no mail is sent; notices stand on the "
        "pages all the same",
    ),
    Setting(
        field="schemes",
        read=_folder,
        meaning="a folder of scheme files of your own, beside the schemes that are installed",
    ),
    Setting(
        field="artwork",
        read=_folder,
        meaning="a folder of scheme owners' own artwork, `SCHEME.svg`: it is printed on certificates of that scheme in "
        "the place of the mark that is drawn otherwise, and fills the upper half of the mark and the badge; text in it "
        "has to be outlines, and nothing in it may act or fetch",
    ),
    Setting(
        field="municipalities",
        read=_folder,
        meaning="a file that adds to the register of municipalities, whose figures a collector looks up: a table with "
        "commas and the columns `code,name,organisation_number`",
    ),
    Setting(
        field="demo",
        read=_truth,
        meaning="`1` lets people sign in by name alone. Only with an origin on localhost",
    ),
    Setting(
        field="worker",
        read=_truth,
        meaning="`1` runs the worker inside `certify serve`; `0` where `certify work` runs apart",
    ),
    Setting(
        field="proxies",
        read=_whole(0, 9),
        meaning="how many reverse proxies of your own stand in front; so many entries of `X-Forwarded-For` count",
    ),
    Setting(
        field="largest_file",
        read=_whole(1_000, 2_000_000_000),
        meaning="the most bytes that one file of evidence may have",
    ),
    Setting(
        field="log_level",
        read=_level,
        meaning="the least that is logged: `debug`, `info`, `warning` or `error`",
    ),
    Setting(
        field="vc_api",
        read=_truth,
        meaning="`1` adds the test profile for other people's conformance suites below `/vc-api`: it signs whatever is "
        "sent, with a key of its own that nobody trusts. Only with an origin on localhost, and for this machine alone",
    ),
    Setting(
        field="vc_api_contexts",
        read=_folder,
        meaning="a folder of JSON-LD contexts for the test profile, besides those of the extra `rdfc`; each counts "
        "only where its digest is pinned",
    ),
)


def for_trying(folder: Path | None = None, **changes: object) -> Settings:
    """Settings for a throw-away installation in one folder (a fresh temporary one unless given): demo and tests."""
    place = folder or Path(tempfile.mkdtemp(prefix="certify-"))
    chosen: dict[str, Any] = {
        "database": f"sqlite:///{place / 'certify.db'}",
        "blobs": f"file://{place / 'blobs'}",
        "keys": place / "keys",
        "secret": "not-a-secret-" + "abcdefghijklmnopqrstuvwxyz",
        "demo": True,
    }
    return Settings(**chosen | changes)
