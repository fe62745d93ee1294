"""certify-verify at the edges of a machine: terminals that lack letters, full disks, pipes, marked texts."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from threading import Thread
from typing import TextIO

import pytest

from tests.verify import made
from tests.verify.test_command import _run, saved  # noqa: F401  a fixture
from verify.given import Given, Refused, recognise
from verify.seen import DamagedState, Memory

CODE = Given("code", text=made.qr_text())


class _Terminal(io.TextIOWrapper):
    """Standard output in some encoding, of which what was written can be seen."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    @property
    def seen(self) -> bytes:
        held = self.buffer
        assert isinstance(held, io.BytesIO)
        return held.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_a_terminal_that_lacks_letters_changes_no_answer(
    saved: Path,  # noqa: F811
    encoding: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told, plain = _Terminal(encoding), _Terminal(encoding)
    monkeypatch.setattr("sys.stdout", told)
    assert _run(saved, "certificate.json") == 0
    assert b"Lindhamra Centrum ekonomisk f" in told.seen
    monkeypatch.setattr("sys.stdout", plain)
    assert _run(saved, "certificate.json", "--json") == 0
    assert json.loads(plain.seen)["certificate"]["holder"] == "Lindhamra Centrum ekonomisk förening"


def test_an_answer_that_cannot_be_written_is_told_as_that(
    saved: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        assert _run(saved, "certificate.json") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_who_closed_the_output_or_has_enough_gets_the_exit_status(
    saved: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert _run(saved, "certificate.json") == 0
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        monkeypatch.setattr("sys.stdout", gone)
        assert _run(saved, "certificate.json") == 0


def _stdin(raw: bytes) -> TextIO:
    return io.TextIOWrapper(io.BytesIO(raw))


def test_standard_input_and_a_pipe_are_read_like_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _stdin(made.certificate_bytes()))
    assert recognise("-") == Given("certificate", raw=made.certificate_bytes())
    monkeypatch.setattr("sys.stdin", _stdin(bytes(20_000_001)))
    with pytest.raises(Refused, match="standard input has more"):
        recognise("-")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(Refused, match="no standard input"):
        recognise("-")
    os.mkfifo(tmp_path / "pipe")
    writer = Thread(target=(tmp_path / "pipe").write_text, args=(made.qr_text(),))
    writer.start()
    assert recognise(str(tmp_path / "pipe")) == CODE
    writer.join()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_text_of_a_code_as_editors_and_shells_save_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "code.txt").write_bytes((made.qr_text() + "\r\n").encode(encoding))
    assert recognise(str(tmp_path / "code.txt")) == CODE


def test_a_folder_and_a_number_are_told_as_what_they_are(
    saved: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(Refused, match="is a folder"):
        recognise(str(saved))
    for text in ("8H3K-T6PW-4", "8h3k t6pw 4"):
        assert _run(saved, text) == 3
        assert "bevisar" in capsys.readouterr().out
    for text in ("8H3K-T6PW-5", "", "a" * 5000, "nul\0"):
        with pytest.raises(Refused, match="no such file"):
            recognise(text)


def test_a_state_that_never_ends_is_damaged() -> None:
    with pytest.raises(DamagedState):
        Memory(Path("/dev/zero"))


def test_a_picture_without_what_reads_pictures_says_what_to_install(
    saved: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "verify.picture", None)
    with pytest.raises(Refused, match=r"certify\[pictures\]"):
        recognise(str(saved / "code.png"))
