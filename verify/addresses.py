"""Where things stand: origins, the addresses below them, and did:web, each in one spelling.

An origin is `https://host` or `https://host:port`; plain http for localhost and 127.0.0.1 alone. did:web follows the
method's specification (W3C Credentials Community Group): `did:web:host%3Aport:path:path`.
"""

import re
from functools import lru_cache

from verify.errors import BadAddress

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PORT = r"(?::[1-9][0-9]{0,4})?"
_LOCAL = r"(?:localhost|127\.0\.0\.1)"
_ORIGIN = rf"https://(?!{_LOCAL}(?:[:/]|\Z)){_LABEL}(?:\.{_LABEL})*{_PORT}|http://{_LOCAL}{_PORT}"
_SEGMENT = r"(?!\.{1,2}(?:[:/]|\Z))[A-Za-z0-9._~-]+"  # and never . or .., which would lead elsewhere
_IS_ORIGIN = re.compile(_ORIGIN)
_URL = re.compile(rf"({_ORIGIN})((?:/{_SEGMENT})+)")
_DID_WEB = re.compile(rf"did:web:([a-z0-9.-]+)(?:%3A([1-9][0-9]{{0,4}}))?((?::{_SEGMENT})*)")

_MAX = 500  # characters


@lru_cache(maxsize=256)
def is_origin(text: str) -> bool:
    """Whether `text` is an origin in its one spelling."""
    return len(text) <= _MAX and _IS_ORIGIN.fullmatch(text) is not None


def host_of(origin: str) -> str:
    """What stands after `//` in an origin: the host, with its port where it has one."""
    return origin.partition("//")[2]


def origin_of_host(host: str) -> str:
    """The origin of a host (with its port where it has one). Raises `BadAddress` when it is none."""
    scheme = "http" if host.partition(":")[0] in ("localhost", "127.0.0.1") else "https"
    origin = f"{scheme}://{host}"
    if not is_origin(origin):
        raise BadAddress(f"not a host: {host[:80]!r}")
    return origin


@lru_cache(maxsize=256)
def split(url: str) -> tuple[str, str]:
    """Origin and path (from its first `/`) of an address without query and fragment. Raises `BadAddress`."""
    found = _URL.fullmatch(url) if len(url) <= _MAX else None
    if found is None:
        raise BadAddress(f"not an address of ours: {url[:80]!r}")
    return found[1], found[2]


@lru_cache(maxsize=256)
def did_document_url(did: str) -> str:
    """Where the document of a did:web stands. Raises `BadAddress` for any other DID."""
    found = _DID_WEB.fullmatch(did) if len(did) <= _MAX else None
    if found is None:
        raise BadAddress(f"not a did:web: {did[:80]!r}")
    host, port, path = found.groups()
    origin = origin_of_host(f"{host}:{port}" if port else host)
    return origin + (path.replace(":", "/") if path else "/.well-known") + "/did.json"
