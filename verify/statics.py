"""The files under static/, held in memory, each at an address that carries its digest and so may be kept for ever.

An address without the digest works too and is asked about anew each time (ETag). Style sheets name the hashed fonts,
and modules the hashed modules that they import.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import re
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "static"
MEDIA = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}

_URL = re.compile(rb'url\("([^":]+)"\)')
_IMPORT = re.compile(rb"""( from ["'])\./([a-z-]+\.js)(["'];)""")


@functools.cache
def shipped(prefix: str) -> Statics:
    """The files that come with the check below `prefix`, read and packed once, however many applications there are."""
    return Statics(prefix)


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its bytes, the same packed with gzip where that is shorter, media type and strong ETag."""

    raw: bytes
    packed: bytes | None
    media: str
    etag: str


class Statics:
    """The files of one folder below one address prefix."""

    def __init__(self, prefix: str, folder: Path = FOLDER) -> None:
        """Read every file of a known kind. `prefix` is a path such as `/v/static`, without a slash at its end."""
        self.prefix = prefix
        self._assets: dict[str, Asset] = {}
        self._hashed: dict[str, str] = {}
        # Style sheets last: they take up the addresses of what they name.
        for path in sorted(folder.rglob("*"), key=lambda path: (path.suffix == ".css", path)):
            if path.suffix in MEDIA and path.relative_to(folder).as_posix() not in self._hashed:
                self._take(path.relative_to(folder).as_posix(), path)

    def url(self, name: str) -> str:
        """The address of a file, digest and all. Raises KeyError when there is none of that name."""
        return f"{self.prefix}/{self._hashed[name]}"

    def below(self, folder: str) -> tuple[str, ...]:
        """The addresses, digests and all, of the files of one folder, in the order of their names."""
        return tuple(self.url(name) for name in sorted(self._hashed) if name.startswith(f"{folder}/"))

    def find(self, name: str) -> tuple[Asset, bool] | None:
        """The file that an address below the prefix names, and whether its bytes can never change."""
        asset = self._assets.get(name)
        return None if asset is None else (asset, name not in self._hashed)

    def _take(self, name: str, path: Path) -> None:
        raw = path.read_bytes()
        if path.suffix == ".css":
            raw = _URL.sub(lambda match: f'url("{self._hashed[match[1].decode()]}")'.encode(), raw)
        if path.suffix == ".js":
            raw = _IMPORT.sub(lambda match: match[1] + b"./" + self._imported(name, path, match[2]) + match[3], raw)
        digest = hashlib.sha256(raw).hexdigest()[:16]
        packed = gzip.compress(raw, mtime=0) if path.suffix not in (".woff2", ".png") else raw
        asset = Asset(
            raw=raw,
            packed=packed if len(packed) < len(raw) else None,
            media=MEDIA[path.suffix],
            etag=f'"{digest}"',
        )
        hashed = f"{name.removesuffix(path.suffix)}.{digest}{path.suffix}"
        self._assets[name] = self._assets[hashed] = asset
        self._hashed[name] = hashed

    def _imported(self, name: str, path: Path, imported: bytes) -> bytes:
        """The hashed name of a module beside the one at `path`, which is taken first. No two import each other."""
        beside = path.parent / imported.decode()
        other = f"{name.rpartition('/')[0]}/{beside.name}".lstrip("/")
        if other not in self._hashed:
            self._take(other, beside)
        return self._hashed[other].rpartition("/")[2].encode()
