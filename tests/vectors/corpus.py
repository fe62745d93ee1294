"""Reads the corpus: every case with the bytes or the text that are to be judged, and the documents that it names."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
GROUPS = (
    "spelling",
    "fields",
    "values",
    "agreement",
    "proof",
    "allowed",
    "status",
    "trust",
    "around",
    "recognised",
    "codes",
)


@cache
def around() -> dict[str, Any]:
    """The time, the root's key and the documents by name."""
    read: dict[str, Any] = json.loads((FOLDER / "documents.json").read_bytes())
    return read


def cases() -> list[dict[str, Any]]:
    """Every case made whole: `name`, `verdict`, `reason`, `at`, `root`, `trust`, `statuses`, and what is judged.

    Where it has them also `history`, `recognitions` with `recognised` (result and reason of the ninth step), `number`.

    That is `raw` (the bytes of a certificate) or `code` (a text).
    """
    return [
        _whole(case, group) for group in GROUPS for case in json.loads((FOLDER / f"{group}.json").read_bytes())["cases"]
    ]


def _whole(case: dict[str, Any], group: str) -> dict[str, Any]:
    named = around()["documents"]
    trust = case.get("trust", "trust")
    whole = {
        "name": f"{group}: {case['name']}",
        "verdict": case["verdict"],
        "reason": case["reason"],
        "at": case.get("at", around()["at"]),
        "root": around()["root"],
        "trust": named[trust] if trust else None,
        "statuses": [named[name] for name in case.get("statuses", ["revocation", "suspension"])],
    }
    for one in {"number", "recognised"} & case.keys():
        whole[one] = case[one]
    if "history" in case:
        whole["history"] = named[case["history"]]
    if "recognitions" in case:
        whole["recognitions"] = [named[name] for name in case["recognitions"]]
    code = named["code"] if case.get("of") == "code" else case.get("code")
    return whole | ({"code": code} if code is not None else {"raw": _bytes(case, named["certificate"])})


def _bytes(case: dict[str, Any], good: str) -> bytes:
    if "hexadecimal" in case:
        return bytes.fromhex(case["hexadecimal"])
    if "text" in case:
        return str(case["text"]).encode("utf-8", "surrogatepass")
    if "padded" in case:
        return good.encode().ljust(case["padded"])
    document = json.loads(good)
    for change in case.get("changes", ()):
        _apply(document, **copy.deepcopy(change))
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _apply(document: Any, path: list[str | int], to: Any = None, *, absent: bool = False) -> None:
    for name in path[:-1]:
        document = document[name]
    if absent:
        del document[path[-1]]
    else:
        document[path[-1]] = to
