"""`python -m tests.peers [--no-node]`: ours by theirs and theirs by ours, as a table; anything amiss ends it with 1.

Needs a way to PyPI and, for Digital Bazaar's, npm: the packages in requirements.txt and package.json, each in one
version, go into the temp area and are gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from tests.peers import asked
from tests.verify import made
from verify import compact, errors, keys, proof

HERE = Path(__file__).parent


def _python(folder: Path) -> list[Any]:
    venv.create(folder / "venv", with_pip=True)
    program = str(folder / "venv" / "bin" / "python")
    install = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-r", str(HERE / "requirements.txt")], check=True)
    subprocess.run([program, HERE / "theirs.py", folder / "asked.json", folder / "python.json"], check=True, cwd=folder)
    answers: list[Any] = json.loads((folder / "python.json").read_bytes())
    return answers


def _node(folder: Path) -> list[Any]:
    for name in ("package.json", "theirs.mjs"):
        shutil.copy(HERE / name, folder)
    npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    subprocess.run(npm, cwd=folder, check=True, capture_output=True)
    subprocess.run(["node", "theirs.mjs", "asked.json", "node.json"], cwd=folder, check=True)
    answers: list[Any] = json.loads((folder / "node.json").read_bytes())
    return answers


def _taken(document: dict[str, Any]) -> bool:
    """Whether our check takes what a peer signed."""
    try:
        proof.check(document, made.SIGNING.public)
    except errors.VerifyError:
        return False
    return True


def _sealed(cose: str, wanted: dict[str, Any]) -> bool:
    """Whether our reader takes what a peer sealed, and it is byte for byte what we seal."""
    try:
        said = compact.check(bytes.fromhex(cose), keys.public_key(made.SIGNING.raw))
    except errors.VerifyError:
        return False
    return bool(compact.payload(said).hex() == wanted["payload"] and cose == wanted["cose"])


def compared(given: dict[str, Any], answer: dict[str, Any]) -> tuple[str, list[str]]:
    """A line of the table on one peer, and everything in which we do not agree."""
    wanted = {one["id"]: one for one in (*given["judge"], *given["codes"])}
    amiss = [name for name, said in answer["judged"].items() if said != wanted[name]["good"]]
    good = sum(wanted[name]["good"] for name in answer["judged"])
    took = sum(said and wanted[name]["good"] for name, said in answer["judged"].items())
    bad, let = len(answer["judged"]) - good, sum(answer["judged"].values()) - took
    made_by_them = {name: _taken(document) for name, document in answer.get("signed", {}).items()}
    made_by_them |= {name: _sealed(cose, wanted[name]) for name, cose in answer.get("sealed", {}).items()}
    amiss += [f"{name}, signed by them" for name, said in made_by_them.items() if not said]
    line = f"| {answer['peer']} {answer['version']} | {took}/{good} | {bad - let}/{bad} "
    return f"{line}| {sum(made_by_them.values())}/{len(made_by_them)} |", amiss


def main(arguments: list[str] | None = None) -> int:
    """Fetch the peers, ask them, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers", description=__doc__)
    parser.add_argument("--no-node", action="store_true", help="leave out the one that npm fetches")
    chosen = parser.parse_args(arguments)
    given = asked.whole()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "asked.json").write_text(json.dumps(given), encoding="utf-8")
        answers = _python(folder) + ([] if chosen.no_node else _node(folder))
    found = [compared(given, answer) for answer in answers]
    sys.stdout.write("| peer | takes ours | refuses ours when changed | we take theirs |\n|---|---|---|---|\n")
    sys.stdout.writelines(f"{line}\n" for line, _ in found)
    for answer, (_, amiss) in zip(answers, found, strict=True):
        sys.stdout.writelines(f"{answer['peer']}: {one}\n" for one in amiss)
    return int(any(amiss for _, amiss in found))


if __name__ == "__main__":
    sys.exit(main())
