"""Files that are always whole, and files that are written once."""

from pathlib import Path

import pytest

from verify import files


def test_what_is_there_is_never_written_over_by_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    files.write_new(path, b"first")
    with pytest.raises(FileExistsError):
        files.write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_gives_way_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    files.replace(path, b"a longer first text")
    files.replace(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]
