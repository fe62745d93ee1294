"""What is made from the reference, and what of the reference is made from the rules.

`python -m tests.core.scheme.reference_lists` writes both anew; tests hold them against each other.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from certify.core.rules.refusals import REFUSALS
from certify.core.scheme.shapes import keys_of
from tests.core.scheme.test_faulty import seen_by_the_schema
from tests.core.scheme.test_reference import HEADINGS, OF_EVERY_MEASURE, ROOT, rows_under

PAGE = ROOT / "docs" / "scheme-reference.md"
MEANINGS = ROOT / "certify" / "service" / "commands" / "schemes" / "meanings.json"
_REFUSALS = re.compile(r"(?<=^## Refusals\n).*?(?=^## )", re.MULTILINE | re.DOTALL)
_ABOUT = """
The rules by which an act can be refused, as `refused` of a worked case names them and as the API does. They are the
same for every scheme.

| rule | in Swedish | in English |
|---|---|---|
"""


def refusals() -> str:
    """The section of the reference that lists every rule by which an act can be refused."""
    rows = "".join(f"| `{rule}` | {sv} | {en} |\n" for rule, (sv, en) in sorted(REFUSALS.items()))
    return f"{_ABOUT}{rows}\n"


def refusals_listed() -> str:
    """The same section as it stands in the reference."""
    found = _REFUSALS.search(PAGE.read_text(encoding="utf-8"))
    assert found is not None
    return found[0]


def meanings() -> dict[str, dict[str, str]]:
    """What each key means, by the kind of entry and the key, with its example, as the reference has it."""
    every_measure = {row[0]: row for row in rows_under("measures")}
    found: dict[str, dict[str, str]] = {}
    for kind, heading in HEADINGS.items():
        rows = {row[0]: row for row in rows_under(heading)}
        if OF_EVERY_MEASURE & {key.word for key in keys_of(kind).values()} and not rows.keys() & every_measure.keys():
            rows |= every_measure
        found[kind.__name__] = {
            word.strip("`"): f"{_plain(meaning)} Example: {_plain(example)}"
            for word, _, _, meaning, example in rows.values()
        }
    return found


def _plain(text: str) -> str:
    """Without links and marks, which an editor would show as they stand."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).replace("`", "")


def meanings_file() -> bytes:
    """The file that the command reads: a key a line."""
    return msgspec.json.format(msgspec.json.encode(meanings()), indent=1) + b"\n"


def _faults(page: str) -> str:
    """The page with what the JSON Schema sees of each kind of fault in the last column of the table of faults."""
    head, heading, rest = page.partition("## Faults")
    seen = seen_by_the_schema()
    rest = rest.replace("| code | is |\n|---|---|\n", "| code | is | seen by the JSON Schema |\n|---|---|---|\n")
    rows = re.sub(
        r"^\| `([a-z0-9-]+)` \| (.*?) \|(?: (?:all|none|no data to look at|\d+ of \d+) \|)?$",
        lambda row: f"| `{row[1]}` | {row[2]} | {seen[row[1]]} |",
        rest,
        flags=re.MULTILINE,
    )
    return head + heading + rows


def main() -> None:
    """Write the sections and the file anew."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_faults(_REFUSALS.sub(lambda _: refusals(), page)), encoding="utf-8")
    Path(MEANINGS).write_bytes(meanings_file())


if __name__ == "__main__":
    main()
