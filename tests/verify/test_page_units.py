"""The units that a certificate names, on the page and in its history."""

from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from tests.verify import made, shown
from tests.verify.test_pages import bare
from verify import credential, history
from verify.__main__ import main
from verify.credential import Bilingual, Unit, UnitsOfKind
from verify.dates import LANGS, Lang
from verify.endpoint import create_app
from verify.pages import view
from verify.verdict import Registered, Verdict
from verify.verifier import verify, verify_qr

pytestmark = pytest.mark.anyio

ROOMS = UnitsOfKind(
    kind="rooms",
    title=Bilingual(sv="Lokaler", en="Rooms"),
    members=(Unit(code="sal", name="<b>Stora salen</b>", within="torget"),),
)
RAW = made.certificate_bytes(units=(made.sites(), ROOMS))


def verdict(at: str = "2027-03-01T12:00:00Z", out: tuple[str, ...] = (), raw: bytes = RAW) -> Verdict:
    moment = made.NOON.fromisoformat(at)
    lists = made.statuses(valid_from="2027-03-01T11:00:00Z", valid_until="2031-01-01T00:00:00Z")
    told = Registered(known=True, state="active", suspended_units=out)
    return verify(raw, trust=made.trust_list(expires="2031-01-01T00:00:00Z"), status=lists, at=moment, register=told)


def lines(judged: Verdict, lang: Lang = "sv") -> list[tuple[str, str, str, bool]]:
    groups = view.of_verdict(judged, lang, shown.SITE).units
    return [(one.number, bare(one.name), bare(one.note), one.out) for group in groups for one in group.units]


@pytest.mark.parametrize(
    ("at", "out", "expected"),
    [
        ("2027-03-01T12:00:00Z", (), [("1", "Torget", "", False), ("2", "Hamnen", "till och med 31 maj 2028", False)]),
        (
            "2027-03-01T12:00:00Z",
            ("torget", "hamnen"),
            [
                ("1", "Torget", "omfattas inte just nu", True),
                ("2", "Hamnen", "till och med 31 maj 2028 · omfattas inte just nu", True),
            ],
        ),
        (
            "2028-05-31T21:59:59Z",
            (),
            [("1", "Torget", "", False), ("2", "Hamnen", "till och med 31 maj 2028", False)],
        ),
        (
            "2028-05-31T22:00:00Z",
            ("hamnen",),
            [("1", "Torget", "", False), ("2", "Hamnen", "omfattas inte efter 31 maj 2028", True)],
        ),
    ],
)
def test_each_unit_says_whether_it_is_covered(at: str, out: tuple[str, ...], expected: list[object]) -> None:
    judged = verdict(at, out)
    assert judged.verdict == "valid"
    assert lines(judged)[:2] == expected
    assert judged.suspended_units == out


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_without_the_register_no_unit_is_called_covered(lang: Lang) -> None:
    asked = view.of_verdict(verdict(), lang, shown.SITE)
    assert (asked.units_now, asked.units_untold) == (True, "")
    judged = verify(RAW, trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert judged.verdict == "valid"
    alone = view.of_verdict(judged, lang, shown.SITE)
    assert not alone.units_now
    assert {"sv": "Registret har inte svarat", "en": "The register has not answered"}[lang] in alone.units_untold
    bare_one = verify(made.certificate_bytes(), trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert view.of_verdict(bare_one, lang, shown.SITE).units_untold == ""


def test_the_command_says_so_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    revocation, suspension = made.status_bytes()
    files = {"c.json": RAW, "trust.json": made.trust_bytes(), "r": revocation, "s": suspension}
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    given = [str(tmp_path / name) for name in ("trust.json", "r", "s", "c.json")]
    options = ["--trust", given[0], "--status", given[1], "--status", given[2], "--lang", "en"]
    assert main([*options, "--at", "2027-03-01T12:00:00Z", given[3]]) == 0
    assert "The register has not answered." in capsys.readouterr().out


def test_the_answer_as_data_names_them_and_a_code_has_no_room_for_them() -> None:
    facts = verdict().certificate
    assert facts is not None
    assert facts.units == (made.sites(), ROOMS)
    code = made.qr_text(made.certificate(units=(made.sites(),)))
    told = verify_qr(code, trust=made.trust_list(), status=made.statuses(), at=made.NOON).certificate
    assert told is not None
    assert told.units is None


@pytest.mark.parametrize(("lang", "counted"), [("sv", ("Platser: 2", "Lokaler: 1")), ("en", ("Sites: 2", "Rooms: 1"))])
def test_the_row_of_the_area_counts_them(lang: Lang, counted: tuple[str, ...]) -> None:
    rows = view.of_verdict(verdict(), lang, shown.SITE).rows
    assert tuple(bare(text) for text in rows[2].more) == counted
    assert lines(verdict(), lang)[2][2] == {"sv": "hör till Torget", "en": "part of Torget"}[lang]


async def test_the_page_lists_them_and_a_hostile_name_stays_text() -> None:
    source = shown.source("valid", units=(made.sites(), ROOMS))
    many = replace(made.sites(), members=tuple(Unit(code=f"u{n}", name=f"Plats {n}") for n in range(31)))
    for given, expected in ((source, "Stora salen"), (shown.source("valid", units=(many,)), "Visa alla 31")):
        app = create_app(given, clock=lambda: made.NOON, site=shown.SITE)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://testserver") as client:  # type: ignore[arg-type]  # Litestar is an ASGI app
            page = (await client.get(f"/v/{made.NUMBER}", headers={"accept": "text/html"})).text
        assert expected in page
        assert "<b>Stora" not in page
        assert "Det här omfattas" in page


@pytest.mark.parametrize("lang", LANGS)
def test_the_history_names_the_units_that_it_is_about(lang: Lang) -> None:
    changes = (
        history.Change(at="2026-11-23T10:00:00Z", state="active"),
        history.Change(at="2027-01-10T10:00:00Z", state="active", suspended_units=("hamnen", "gone")),
        history.Change(at="2027-02-10T10:00:00Z", state="active"),
    )
    told = view.of_verdict(verdict(), lang, shown.SITE, changes=changes).history
    said = {
        "sv": ["Alla enheter omfattas igen.", "Omfattas inte tills vidare: Hamnen, gone.", "Beslutat och utfärdat."],
        "en": ["All units are covered again.", "Not covered for now: Hamnen, gone.", "Decided and issued."],
    }
    assert [bare(what) for _, what in told] == said[lang]


def test_a_certificate_without_end_says_so() -> None:
    raw = credential.certificate_bytes(made.certificate(valid_until="9999-12-31T22:59:59Z"))
    judged = verdict("2029-12-01T00:00:00Z", raw=raw)
    shown_view = view.of_verdict(judged, "sv", shown.SITE)
    assert judged.verdict == "valid"
    assert shown_view.rows[5].value == "tills vidare"
    assert bare(shown_view.sentence).endswith("är certifierad enligt Quality Mark tills vidare.")
    assert any("från 23 november 2026, tills vidare" in check.basis for check in shown_view.checks)
    assert "until further notice" in view.of_verdict(judged, "en", shown.SITE).sentence


def test_the_command_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, trust = tmp_path / "certificate.json", tmp_path / "trust.json"
    file.write_bytes(RAW)
    trust.write_bytes(made.trust_bytes())
    assert main(["--trust", str(trust), "--at", "2027-03-01T12:00:00Z", str(file)]) == 3
    told = capsys.readouterr().out
    assert ": 2" in told
    assert "2  Hamnen  " in told
