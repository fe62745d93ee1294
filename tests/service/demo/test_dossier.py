"""The fictional town's dossier: real files, the same every time, complete under the scheme, and about nobody real."""

import json
import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from certify.core.dossier_faults import faults, gaps
from certify.core.evidence import Extract, Link, digests
from certify.core.organisation_number import is_organisation_number
from certify.core.outcome import Dates
from certify.core.scheme.domains import read_date
from certify.core.scheme.load import load
from certify.service.demo.dossier import Manifest, lacking, make, renewal
from certify.service.demo.dossier.answers import FULL, RENEWAL
from certify.service.demo.dossier.paper import PAPERS
from certify.service.demo.dossier.place import OUTLINE, hectares

FILE = Path(__file__).resolve().parents[3] / "schemes" / "quality_mark" / "scheme.yaml"
SCHEME = load(FILE.read_bytes(), FILE.name)
APPLIED = Dates(submitted=read_date("2026-10-26"), today=read_date("2026-10-26"))
UNCHANGED = ("QM-1", "QM-2", "QM-3", "QM-4", "QM-5", "QM-6", "QM-9")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The dossier and its files, made once."""
    return make(tmp_path_factory.mktemp("dossier"))


def test_each_digest_that_is_named_has_its_file(made: Manifest) -> None:
    named = {digest for item in made.dossier.evidence for digest in digests(item)}
    assert named == set(made.files)
    for digest, path in made.files.items():
        assert digest == f"sha256:{sha256(path.read_bytes()).hexdigest()}"


def test_the_same_bytes_come_out_in_another_folder(made: Manifest, tmp_path: Path) -> None:
    again = make(tmp_path / "elsewhere")
    assert again.dossier == made.dossier
    assert {path.name for path in again.files.values()} == {path.name for path in made.files.values()}


def test_the_files_are_what_they_claim_to_be(made: Manifest) -> None:
    pictures = []
    for path in made.files.values():
        raw = path.read_bytes()
        match path.suffix:
            case ".pdf":
                assert raw.startswith(b"%PDF-1.7")
                assert b"pdfuaid" in raw
            case ".png":
                with Image.open(path) as picture:
                    picture.load()
                    assert picture.format == "PNG"
                    assert picture.width == 1600
                pictures.append(path.stem)
            case _:
                assert raw.decode()
    assert sorted(pictures) == [
        "agatan-efter-2025",
        "agatan-fore-2023",
        "karta",
        "torget-efter-2025",
        "torget-fore-2022",
    ]


def test_nothing_is_missing_or_wrong_under_the_scheme(made: Manifest) -> None:
    assert faults(made.dossier, SCHEME, "full") == []
    assert gaps(made.dossier, SCHEME, "full", dates=APPLIED) == []
    assert set(FULL) == {criterion.id for criterion in SCHEME.criteria_of("full")}


def test_each_attachment_is_of_a_kind_that_counts_where_it_is_labelled(made: Manifest) -> None:
    for item in made.dossier.evidence:
        assert item.criteria
        for label in item.criteria:
            rule = SCHEME.criterion(label).evidence
            assert rule is not None
            assert item.kind in rule.kinds, (item.id, label)


def test_it_holds_an_extract_of_each_sort_and_links_with_stored_copies(made: Manifest) -> None:
    extracts = [item for item in made.dossier.evidence if isinstance(item, Extract)]
    assert [(item.of is None, item.copy is None, item.whole is None) for item in extracts] == [
        (True, False, False),
        (False, True, True),
    ]
    links = [item for item in made.dossier.evidence if isinstance(item, Link)]
    assert len(links) > len(extracts)
    assert all(item.copy and item.captured and ".example/" in item.url for item in links)


def test_without_its_matrix_it_has_exactly_that_gap(made: Manifest) -> None:
    before = lacking(made.dossier, "QM-3.3")
    assert faults(before, SCHEME, "full") == []
    assert [(gap.rule, gap.criterion) for gap in gaps(before, SCHEME, "full", dates=APPLIED)] == [
        ("evidence.too_few", "QM-3.3")
    ]


def test_it_can_be_handed_in_as_a_renewal(made: Manifest) -> None:
    again = renewal(made.dossier, unchanged=UNCHANGED)
    assert faults(again, SCHEME, "simplified") == []
    assert again.answers["QM-3.1"].unchanged
    assert not again.answers["QM-7.1"].unchanged
    assert set(again.answers) == set(FULL) | set(RENEWAL)


def test_the_outline_is_a_closed_ring_that_turns_left_and_has_the_size_that_is_told(made: Manifest) -> None:
    digest = made.dossier.area.outline_digest
    assert digest is not None
    feature = json.loads(made.files[digest].read_bytes())
    (ring,) = feature["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert len(ring) == len(OUTLINE) + 1
    turned = sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))
    assert turned > 0
    assert f"cirka {hectares()} hektar" in FULL["QM-3.6"]


def test_it_names_no_person_and_no_way_to_reach_one(made: Manifest) -> None:
    assert is_organisation_number(made.dossier.applicant.organisation_number)
    texts = [*FULL.values(), *RENEWAL.values(), *(path.read_text() for path in PAPERS.glob("*.typ"))]
    texts += [path.read_text() for path in made.files.values() if path.suffix in {".txt", ".csv"}]
    for text in texts:
        assert not re.search(r"\w@\w", text)
        assert not re.search(r"\b0\d{1,3}[- ]\d{2,3} ?\d{2}", text)


@pytest.mark.parametrize("paper", ["budget", "flerarsplan"])
def test_what_comes_in_and_what_goes_out_are_the_same_sum(paper: str) -> None:
    """Of the first two tables of sums: the means and their use, each column as planned."""
    tables = re.findall(r"(?s)#sums\(\n(.*?)\n\)", (PAPERS / f"{paper}.typ").read_text())
    sums = []
    for table in tables[:2]:
        lines = [[int(number) for number in re.findall(r", (-?\d+)", line)] for line in table.splitlines()[1:]]
        sums.append([sum(column) for column in zip(*lines, strict=True)])
    means, use = sums
    assert means == use
    assert all(total > 0 for total in means)
