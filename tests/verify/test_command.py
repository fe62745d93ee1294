"""certify-verify: what it is given, what it says, and its exit status; never a network unless asked."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
import qrcode

from tests.verify import made
from verify import credential, strict_json
from verify.__main__ import main
from verify.history import Change

NOON = "2027-03-01T12:00:00Z"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with everything that somebody could have saved."""
    revocation, suspension = made.status_bytes()
    withdrawn, _ = made.status_bytes({made.INDEX}, version=4)
    for name, raw in {
        "certificate.json": made.certificate_bytes(),
        "forged.json": made.certificate_bytes(key=made.STRANGER),
        "trust.json": made.trust_bytes(),
        "forged-trust.json": made.trust_bytes().replace(b'"version":7', b'"version":8'),
        "revocation": revocation,
        "suspension": suspension,
        "withdrawn": withdrawn,
        "forged-list": made.status_list_bytes("revocation", key=made.STRANGER),
        "code.txt": made.qr_text().encode() + b"\n",
        "empty.pdf": b"%PDF-1.7\n%%EOF\n",
        "certificate.pdf": b"%PDF-1.7\n1 0 obj<</Type/EmbeddedFile>>stream\n"
        + made.certificate_bytes()
        + b"\nendstream",
    }.items():
        (tmp_path / name).write_bytes(raw)
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(made.qr_text())
    code.make_image().save(str(tmp_path / "code.png"))
    qrcode.make("", version=1).save(str(tmp_path / "no-code.png"))
    return tmp_path


def _run(
    saved: Path,
    given: str,
    *more: str,
    trust: str = "trust.json",
    lists: tuple[str, ...] = ("revocation", "suspension"),
) -> int:
    options = [word for name in lists for word in ("--status", str(saved / name))]
    if trust:
        options += ["--trust", str(saved / trust)]
    path = saved / given
    return main([*options, "--at", NOON, "--lang", "sv", *more, str(path) if path.exists() else given])


@pytest.mark.parametrize("given", ["certificate.json", "certificate.pdf", "code.txt", "code.png", made.qr_text()])
def test_a_good_one_in_every_form(saved: Path, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(saved, given) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Giltigt\n")
    assert "Lindhamra Centrum ekonomisk förening" in said.out
    assert made.NUMBER in said.out
    assert "  (5) " in said.out  # what could not be asked is told
    assert said.err == ""


def test_it_speaks_english_too(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(saved, "certificate.json", "--lang", "en") == 0
    assert capsys.readouterr().out.startswith("Valid\n")


@pytest.mark.parametrize(("named", "word"), [("sv_SE.UTF-8", "Giltigt"), ("C", "Valid")])
def test_the_systems_language_unless_told(saved: Path, named: str, word: str) -> None:
    lists = [word for name in ("revocation", "suspension") for word in ("--status", str(saved / name))]
    command = [sys.executable, "-m", "verify", "--trust", str(saved / "trust.json"), *lists, "--at", NOON]
    ran = subprocess.run(
        [*command, str(saved / "certificate.json")],
        env={"LANG": named, "PYTHONIOENCODING": "utf-8"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.startswith(word + "\n")
    assert ran.returncode == 0


def test_the_verdict_as_json(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(saved, "certificate.json", "--json") == 0
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["verdict"], verdict["number"], len(verdict["steps"])) == ("valid", made.NUMBER, 9)


@pytest.mark.parametrize(
    ("given", "trust", "lists", "status", "word"),
    [
        ("certificate.json", "trust.json", ("withdrawn", "suspension"), 1, "withdrawn_or_superseded"),
        ("certificate.json", "trust.json", ("withdrawn", "revocation", "suspension"), 1, "withdrawn_or_superseded"),
        ("forged.json", "trust.json", ("revocation", "suspension"), 1, "not_genuine"),
        ("certificate.json", "trust.json", (), 3, "unknown"),
        ("certificate.json", "", (), 3, "unknown"),
        ("empty.pdf", "trust.json", (), 3, "unknown"),
        ("no-code.png", "trust.json", (), 3, "unknown"),
        (f"{made.ORIGIN}/v/{made.NUMBER}", "trust.json", ("revocation", "suspension"), 3, "unknown"),
        ("revocation", "trust.json", (), 1, "not_genuine"),
        ("httqs://intyg.platscert.example/v/8H3K-T6PW-4#11", "trust.json", (), 1, "not_genuine"),
        ("https:/+intyg.platscert.example/v/8H3K-T6PW-4#11", "trust.json", (), 1, "not_genuine"),
    ],
)
def test_exit_status(
    saved: Path,
    given: str,
    trust: str,
    lists: tuple[str, ...],
    status: int,
    word: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(saved, given, "--json", trust=trust, lists=lists) == status
    assert json.loads(capsys.readouterr().out)["verdict"] == word


def test_a_pdf_with_nothing_in_it_is_told_as_that(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(saved, "empty.pdf", "--json", trust="trust.json") == 3
    assert json.loads(capsys.readouterr().out)["steps"][0]["reason"] == "no-certificate-found"


@pytest.mark.parametrize(
    ("trust", "lists", "told"),
    [
        ("forged-trust.json", (), "trust list"),
        ("", ("revocation",), "without a trust list"),
        ("trust.json", ("forged-list", "suspension"), "signature-mismatch"),
    ],
)
def test_what_does_not_count_is_told_and_left_out(
    saved: Path, trust: str, lists: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(saved, "certificate.json", trust=trust, lists=lists) == 3
    assert told in capsys.readouterr().err


def test_another_root_than_the_one_asked_for(saved: Path) -> None:
    assert _run(saved, "certificate.json", "--root", made.ROOT.multibase) == 0
    assert _run(saved, "certificate.json", "--root", made.STRANGER.multibase, lists=()) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere.json"],
        ["x" * 5_000],
        ["a\0b"],
        ["."],
        ["--at", "yesterday", made.qr_text()],
        ["--at", "2027-03-01T12:00:00", made.qr_text()],
        ["--at", "9999-12-31T23:59:59-14:00", made.qr_text()],
        ["--trust", "nowhere.json", made.qr_text()],
        ["--status", "nowhere", made.qr_text()],
        ["serve", "--from", "intyg.example"],
    ],
)
def test_wrong_use_is_told_in_a_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("certify-verify: ")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("arguments", [[], ["--colour", "x"], ["--lang", "de", "x"], ["serve"]])
def test_wrong_options(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_online_with_nothing_to_believe_stays_unknown(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(saved, "certificate.json", "--online", trust="", lists=()) == 3
    assert "cannot vouch for itself" in capsys.readouterr().err


def test_online_with_something_that_names_no_host_asks_nobody(saved: Path) -> None:
    assert _run(saved, "empty.pdf", "--online") == 3
    assert _run(saved, "revocation", "--online") == 1


GUARD = """
import sys
def guard(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"{event}: the network was used")
sys.addaudithook(guard)
from verify.__main__ import main
assert "litestar" not in sys.modules and "piccolo" not in sys.modules
sys.exit(main(sys.argv[1:]))
"""


def test_it_needs_no_network(saved: Path) -> None:
    lists = [word for name in ("revocation", "suspension") for word in ("--status", str(saved / name))]
    command = [sys.executable, "-c", GUARD, "--trust", str(saved / "trust.json"), "--at", NOON, *lists]
    for given in ("certificate.json", "code.png"):
        ran = subprocess.run(
            [*command, str(saved / given)],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr


class _Published(BaseHTTPRequestHandler):
    files: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        raw = self.files.get(self.path)
        self.send_response(404 if raw is None else 200)
        self.end_headers()
        self.wfile.write(raw or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """A host that publishes one certificate, its lists, its history and the trust list."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Published)
    port = server.server_address[1]
    origin, did = f"http://localhost:{port}", f"did:web:localhost%3A{port}:bodies:nordisk"
    key, status_key = f"{did}#key-1", f"{did}#status-1"
    body = made.body(
        did=did,
        origins=(origin,),
        keys=(made.trusted_key(id=key), made.trusted_key(made.STATUS, id=status_key)),
    )
    lists = made.status_bytes(origin=origin, did=did, key_id=status_key)
    changes = (
        Change(at="2026-11-23T10:00:00Z", state="active"),
        Change(at="2027-02-01T09:00:00Z", state="suspended", reason="requirements-not-met"),
    )
    certificate = made.certificate(origin=origin, did=did, key_id=key)
    digest = strict_json.sha256_digest(credential.unsigned_bytes(certificate))
    history = made.history_bytes(changes, origin=origin, key_id=status_key, issuer=did, certificate=digest)
    _Published.files = {
        f"/certificates/{made.NUMBER}": credential.certificate_bytes(certificate),
        "/bodies/nordisk/status/1/revocation": lists[0],
        "/bodies/nordisk/status/1/suspension": lists[1],
        f"/v/{made.NUMBER}/history.json": history,
        "/trust.json": made.trust_bytes([body]),
    }
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield origin
    server.shutdown()
    server.server_close()
    thread.join()


def test_online_the_host_tells_status_and_register(
    host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def verdict(*more: str, status: int) -> dict[str, Any]:
        assert main(["--json", "--at", NOON, *more, str(tmp_path / "certificate.json")]) == status
        value: dict[str, Any] = json.loads(capsys.readouterr().out)
        return value

    (tmp_path / "certificate.json").write_bytes(_Published.files[f"/certificates/{made.NUMBER}"])
    (tmp_path / "trust.json").write_bytes(_Published.files["/trust.json"])
    trusted = ("--trust", str(tmp_path / "trust.json"))
    assert verdict(*trusted, status=3)["verdict"] == "unknown"
    told = verdict(*trusted, "--online", status=1)
    assert (told["verdict"], told["status_since"]) == ("suspended", "2027-02-01T09:00:00Z")
    assert verdict("--online", "--root", made.ROOT.multibase, status=1)["verdict"] == "suspended"
    assert verdict("--online", "--root", made.STRANGER.multibase, status=3)["verdict"] == "unknown"
    code = made.qr_text(
        credential.read_certificate(_Published.files[f"/certificates/{made.NUMBER}"]), host=host.partition("//")[2]
    )
    assert main(["--lang", "en", *trusted, "--online", "--at", NOON, code]) == 1
    assert capsys.readouterr().out.startswith("Suspended\n")
    sign = f"{host}/v/{made.NUMBER}"
    assert main(["--lang", "en", *trusted, "--online", "--at", NOON, sign]) == 1
    assert capsys.readouterr().out.startswith("Suspended\n")
    assert main(["--lang", "en", *trusted, "--at", NOON, sign]) == 3
    assert "An address or a number proves nothing by itself" in capsys.readouterr().out
    del _Published.files[f"/v/{made.NUMBER}/history.json"]
    assert verdict(*trusted, "--online", status=0)["verdict"] == "valid"
    _Published.files.clear()
    told = verdict(*trusted, "--online", status=1)
    assert told["verdict"] == "not_registered"


@pytest.mark.parametrize("given", ["certificate.json", "code.txt"])
def test_a_recognition_is_handed_in(saved: Path, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    trust = made.trust_bytes((made.body(), made.owner()))
    (saved / "both.json").write_bytes(trust)
    (saved / "recognition").write_bytes(made.recognition_bytes())
    (saved / "forged").write_bytes(made.recognition_bytes(key=made.STRANGER))

    def recognised(*files: str, trust: str = "both.json") -> tuple[str, str, str]:
        more = [word for name in files for word in ("--recognition", str(saved / name))]
        _run(saved, given, *more, "--json", trust=trust)
        said = capsys.readouterr()
        step = next(one for one in json.loads(said.out)["steps"] if one["name"] == "recognised")
        return step["result"], step["reason"], said.err

    assert recognised() == ("not_done", "no-recognition", "")
    assert recognised("recognition") == ("yes", "ok", "")
    assert recognised("forged")[:2] == ("no", "signature-mismatch")
    assert recognised("forged", "recognition")[:2] == ("yes", "ok")
    result, _, told = recognised("recognition", trust="")
    assert result == "not_done"
    assert "does not count without a trust list" in told
    assert "does not count: signature-mismatch" in recognised("forged")[2]
