"""Values of every type as fields of a form: what is typed becomes what a dossier says, and comes back unchanged."""

import pytest

from certify.core.findings import Said
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from certify.service.web.pages.forms import Fault, Form
from certify.service.web.pages.said_fields import as_lines, cells, chosen_in, read_said
from tests.service.web.rich import RICH


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    """The garden, asked about with an input of each type."""
    return load(RICH)


def form(**fields: str | tuple[str, ...]) -> Form:
    return Form(fields={k: v if isinstance(v, tuple) else (v,) for k, v in fields.items()})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("hours", "1 200,5", "1200.5"),
        ("hours", "7", "7"),
        ("hours", "", None),
        ("opened", "2026-02-28", "2026-02-28"),
        ("colours", ("red", "green"), ("red", "green")),
        ("colours", (), None),
        ("visits", "Torget; 12\nParken: 3,5\nHamnen\t7", {"Torget": "12", "Parken": "3.5", "Hamnen": "7"}),
        (
            "water",
            "2026-06-01; 0,12\n2026-07-01 0.2",
            ({"on": "2026-06-01", "value": "0.12"}, {"on": "2026-07-01", "value": "0.2"}),
        ),
        ("raked", "2026-06-01\n\n2026-06-02", ("2026-06-01", "2026-06-02")),
    ],
)
def test_what_is_typed_is_what_is_said(
    name: str, typed: str | tuple[str, ...], said: Said | None, scheme: Scheme
) -> None:
    faults: list[Fault] = []
    sent = form(f=typed) if typed != () else Form()
    assert read_said(sent, "f", name, scheme, faults) == said
    assert faults == []
    if said is not None and name != "colours":
        again = form(f=as_lines(said))
        assert read_said(again, "f", name, scheme, faults) == said


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("hours", "-1", "wrong-value"),
        ("hours", "many", "wrong-value"),
        ("opened", "2026-02-30", "wrong-value"),
        ("colours", ("red", "blue", "green"), "wrong-choices"),
        ("colours", ("pink",), "wrong-choices"),
        ("visits", "Torget", "wrong-lines-map"),
        ("visits", "Torget; 1\nTorget; 2", "wrong-lines-map"),
        ("water", "yesterday; 1", "wrong-lines-series"),
        ("raked", "2026-02-30", "wrong-lines-series-of-dates"),
        ("raked", "\n".join(["2026-06-01"] * 1001), "wrong-lines-series-of-dates"),
    ],
)
def test_what_cannot_be_read_is_told_under_its_field(
    name: str, typed: str | tuple[str, ...], message: str, scheme: Scheme
) -> None:
    faults: list[Fault] = []
    assert read_said(form(f=typed), "f", name, scheme, faults) is None
    assert [(fault.field, fault.message) for fault in faults] == [("f", message)]


def test_a_table_has_a_field_for_each_cell_and_empty_rows_do_not_count(scheme: Scheme) -> None:
    faults: list[Fault] = []
    sent = form(
        **{"f-1-sown": "A", "f-1-size": "2", "f-2-sown": "", "f-7-sown": "B", "f-7-kind": "rose", "f-0-sown": "no"}
    )
    said = read_said(sent, "f", "beds", scheme, faults)
    assert said == ({"sown": "A", "size": "2"}, {"sown": "B", "kind": "rose"})
    assert faults == []
    shown = cells(scheme.inputs["beds"], "f", Form(), said)
    assert shown.rows == (1, 2, 3, 4)
    assert shown.texts[2, "kind"] == "rose"
    assert cells(scheme.inputs["beds"], "f", sent, None).texts[7, "sown"] == "B"
    wrong = form(**{"f-1-size": "0"})
    assert read_said(wrong, "f", "beds", scheme, faults) is None
    assert [(fault.field, fault.message) for fault in faults] == [("f-1-size", "wrong-value")]


def test_a_box_that_was_unticked_stays_so() -> None:
    assert chosen_in(Form(), "f", ("red",)) == ("red",)
    assert chosen_in(form(other="x"), "f", ("red",)) == ()


def test_a_map_has_no_other_names_than_the_scheme_gives_it_in_its_words_or_ours() -> None:
    words = b"names: {north: {sv: Norra sidan, en: Northern side}}\ninputs:\n"
    entry = b"  spent: {type: map, options: [north, south], text: {sv: Utgifter, en: Spent}}\n"
    scheme = load(RICH.replace(b"inputs:\n", words + entry, 1))
    for typed, said in (
        ("north; 1\nsouth; 2", {"north": "1", "south": "2"}),
        ("norra sidan; 1", {"north": "1"}),
        ("Northern side: 1", {"north": "1"}),
        ("east; 1", None),
        ("north; 1\nNorra sidan; 2", None),
    ):
        faults: list[Fault] = []
        assert read_said(form(f=typed), "f", "spent", scheme, faults) == said, typed
        assert [fault.message for fault in faults] == ([] if said else ["wrong-lines-map"])
