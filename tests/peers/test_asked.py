"""What peers are asked is as it says: our own check takes what is good and refuses the rest."""

from __future__ import annotations

import json

from tests.peers import asked
from tests.peers.__main__ import HERE, compared
from tests.verify import made
from verify import compact, errors, keys, proof


def test_our_own_check_agrees_with_what_is_said_of_each() -> None:
    given = asked.whole()
    said: dict[str, bool] = {}
    for one in given["judge"]:
        key = keys.public_key(bytes.fromhex(one["raw"]))
        try:
            proof.check(one["document"], key)
            said[one["id"]] = True
        except errors.VerifyError:
            said[one["id"]] = False
    for one in given["codes"]:
        try:
            compact.check(bytes.fromhex(one["cose"]), made.SIGNING.public)
            said[one["id"]] = True
        except errors.VerifyError:
            said[one["id"]] = False
    signed = {
        one["id"]: proof.attach(
            one["document"], verification_method=asked.METHOD, created=asked.NOW, sign=made.SIGNING.sign
        )
        for one in given["sign"]
    }
    sealed = {one["id"]: one["cose"] for one in given["codes"] if one["good"]}
    ours = {"peer": "ours", "version": "1", "judged": said, "signed": signed, "sealed": sealed}
    line, amiss = compared(given, ours)
    assert amiss == []
    goods = sum(said.values())
    assert line.startswith(f"| ours 1 | {goods}/{goods} | ")
    ours["judged"] = said | {given["judge"][0]["id"]: False, given["judge"][1]["id"]: True}
    assert len(compared(given, ours)[1]) == 2


def test_peers_are_named_in_one_version_each() -> None:
    wanted = [line for line in (HERE / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert all("==" in line for line in wanted)
    assert all(
        version[0].isdigit() for version in json.loads((HERE / "package.json").read_bytes())["dependencies"].values()
    )
