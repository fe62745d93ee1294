"""Settings: environment variables, read once at start, with every fault named at once. docs/settings.md lists them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import msgspec

from verify.addresses import is_origin

LogLevel = Literal["debug", "info", "warning", "error"]
_LEVELS: tuple[LogLevel, ...] = get_args(LogLevel)
PREFIX = "CERTIFY_"
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
    `keys`: the folder of the encrypted signing keys; `secret`: what opens them; `smtp`: URL of the mail server, None
    for no mail; `schemes`: a folder of scheme files besides the installed ones; `demo`: people may sign in by name
    alone; `worker`: the worker runs inside the web process; `proxies`: how many reverse proxies of our own stand in
    front; `largest_file`: bytes that one piece of evidence may have.
    """

    database: str = "sqlite:///certify.db"
    blobs: str = "certify-blobs"
    origin: str = "http://localhost:8000"
    keys: Path = Path("keys")
    secret: str = ""
    smtp: str | None = None
    schemes: Path | None = None
    demo: bool = False
    worker: bool = True
    proxies: int = 0
    largest_file: int = 200_000_000
    log_level: LogLevel = "info"

    @property
    def https(self) -> bool:
        """Whether people reach the service over https; then cookies are `__Host-` and Secure."""
        return self.origin.startswith("https://")

    def __repr__(self) -> str:
        """Without the secret, and without the passwords that addresses may carry."""
        shown = {name: getattr(self, name) for name in self.__struct_fields__ if name not in {"secret", "smtp"}}
        shown["database"] = urlsplit(self.database).scheme + "://..."
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingsFaults with every fault, among them a variable of ours that nobody knows."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    for name, read in _READERS.items():
        text = environment.get(PREFIX + name.upper())
        if text is None:
            continue
        try:
            values[name] = read(text.strip())
        except ValueError as error:
            faults.append(f"{PREFIX}{name.upper()}: {error}")
    known = {PREFIX + name.upper() for name in _READERS} | ELSEWHERE
    faults += [f"{name}: there is no such setting" for name in sorted(environment) if _ours(name) and name not in known]
    settings = Settings(**values)
    if "secret" not in values and not any(fault.startswith("CERTIFY_SECRET") for fault in faults):
        faults.append(f"CERTIFY_SECRET: it is needed, with at least {SHORTEST_SECRET} characters that nobody can guess")
    if settings.demo and settings.https:
        faults.append("CERTIFY_DEMO: people sign in by name alone, so it is for localhost only")
    if faults:
        raise SettingsFaults(faults)
    return settings


# Variables that other parts read: the tests, `make`, and the fault sweeps.
ELSEWHERE = frozenset({"CERTIFY_VECTORS", "CERTIFY_CRASH_AT", "CERTIFY_SETUP_LOCKED"})


def _ours(name: str) -> bool:
    return name.startswith(PREFIX)


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
    if len(text) < SHORTEST_SECRET or len(set(text)) < 8:
        msg = f"at least {SHORTEST_SECRET} characters that nobody can guess are needed"
        raise ValueError(msg)
    return text


def _folder(text: str) -> Path:
    if not text:
        msg = "the name of a folder is needed"
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


_READERS: dict[str, Callable[[str], Any]] = {
    "database": _url("sqlite", "postgres", "postgresql"),
    "blobs": _place,
    "origin": _origin,
    "keys": _folder,
    "secret": _secret,
    "smtp": _url("smtp", "smtps"),
    "schemes": _folder,
    "demo": _truth,
    "worker": _truth,
    "proxies": _whole(0, 9),
    "largest_file": _whole(1_000, 2_000_000_000),
    "log_level": _level,
}


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
