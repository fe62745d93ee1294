"""Files that are always whole: written beside, brought to the disk, then renamed."""

import os
from pathlib import Path


def replace(path: Path, raw: bytes, *, mode: int = 0o600) -> None:
    """Put `raw` in the place of a file, on the disk when this returns. Whoever reads it sees the old or the new one.

    Raises OSError; then the old one stands.
    """
    temporary = path.with_name(path.name + ".new")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:  # noqa: PTH123  with a mode
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


def write_new(path: Path, raw: bytes, *, mode: int = 0o600) -> None:
    """Write a file that is not there yet. Raises FileExistsError and other OSError."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:  # noqa: PTH123  with a mode
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
