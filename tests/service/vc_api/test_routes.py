"""The test profile from outside: what it answers to whom, and that it is there only where it was asked for."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from certify.service.app import create_app
from certify.service.cli import run
from certify.service.commands.desk import Desk
from certify.service.settings import Settings, SettingsFaults, for_trying, from_environment
from certify.service.vc_api import linked
from certify.service.vc_api.desk import NotTaken, TestProfile
from certify.service.vc_api.issuer import Issuer
from certify.service.vc_api.proofs import JCS
from certify.service.vc_api.shape import V2
from tests.service.vc_api.made import ABSENT, DID, changed
from verify.status import SIZE, unpack

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
Ask = Callable[..., httpx.Response]


def settings_for(folder: Path, **changes: object) -> Settings:
    return for_trying(folder, vc_api=True, **changes)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """A call of the test profile, from 127.0.0.1 unless said otherwise; a dictionary is posted."""
    app: Any = create_app(settings_for(tmp_path_factory.mktemp("vc")), clock=lambda: AT)

    def call(path: str, sent: Any = None, *, client: str = "127.0.0.1", **headers: str) -> httpx.Response:
        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, client=(client, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000/vc-api") as http:
                if sent is None:
                    return await http.get(path, headers=headers)
                raw = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
                return await http.post(path, content=raw, headers={"content-type": "application/ld+json", **headers})

        return asyncio.run(go())

    return call


def issued(ask: Ask, path: str = "/credentials/issue", **members: Any) -> dict[str, Any]:
    answer = ask(path, {"credential": changed(**members), "options": {}})
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_what_is_issued_is_verified_and_what_is_changed_is_not(ask: Ask) -> None:
    document = issued(ask, issuer=ABSENT, validUntil="2026-01-01T00:00:00Z")
    assert document["issuer"] == ask("/issuer").json()["id"]
    answer = ask("/credentials/verify", {"verifiableCredential": document, "options": {"checks": ["proof"]}})
    assert (answer.status_code, answer.json()["verified"]) == (200, True)
    assert answer.json()["warnings"] == ["validUntil: no longer valid"]
    document["credentialSubject"]["id"] += "x"
    answer = ask("/credentials/verify", {"verifiableCredential": document})
    assert (answer.status_code, answer.json()["verified"]) == (400, False)
    assert answer.json()["errors"][0]["type"] == "https://w3id.org/security#PROOF_VERIFICATION_ERROR"


def test_the_issuer_is_always_the_one_that_is_named(ask: Ask) -> None:
    own = ask("/issuer").json()["id"]
    assert issued(ask, issuer=DID)["issuer"] == own
    assert issued(ask, issuer={"name": "Body"})["issuer"] == {"name": "Body", "id": own}


def test_a_credential_of_another_issuer_than_the_key_is_not_verified(ask: Ask) -> None:
    document = issued(ask)
    answer = ask("/credentials/verify", {"verifiableCredential": document | {"issuer": DID}})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"[]",
        b'{"credential":1,"credential":2}',
        {},
        {"credential": None},
        {"credential": "x"},
        {"credential": changed(type=ABSENT)},
        {"credential": changed(proof={"type": "DataIntegrityProof"})},
        {"credential": changed(), "options": 1},
        {"credential": changed(), "options": {"cryptosuite": "eddsa-rdfc-2022"}},
    ],
)
def test_what_cannot_be_issued_is_400_with_errors(ask: Ask, sent: Any) -> None:
    answer = ask("/credentials/issue", sent)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["type"].startswith("https://www.w3.org/ns/credentials/problems#")


def test_a_status_is_added_and_its_list_is_there(ask: Ask) -> None:
    entry = issued(ask, "/status/credentials/issue")["credentialStatus"]
    assert entry["type"] == "BitstringStatusListEntry"
    assert 0 <= int(entry["statusListIndex"]) < SIZE
    assert entry["statusListCredential"] == "http://localhost:8000/vc-api/status/lists/1"
    found = ask("/status/lists/1").json()
    assert found["id"] == entry["statusListCredential"]
    assert not any(unpack(found["credentialSubject"]["encodedList"]))
    assert ask("/credentials/verify", {"verifiableCredential": found}).status_code == 200


def test_a_presentation_is_verified_with_what_is_in_it(ask: Ask) -> None:
    document = issued(ask)
    bare = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [document]}
    answer = ask("/presentations/verify", {"verifiablePresentation": bare, "options": {}})
    assert answer.status_code == 200
    assert "no proof" in answer.json()["warnings"][0]
    refused: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"challenge": "c"}, {}),
        ({"challenge": 1}, {}),
        ({}, {"type": ["Other"]}),
        ({}, {"verifiableCredential": [document | {"id": "urn:a:b"}]}),
        ({}, {"verifiableCredential": [{"@context": V2, "type": "EnvelopedVerifiableCredential", "id": "data:x,y"}]}),
        ({}, {"verifiableCredential": [changed()]}),
    ]
    for options, members in refused:
        answer = ask("/presentations/verify", {"verifiablePresentation": bare | members, "options": options})
        assert (answer.status_code, answer.json()["verified"]) == (400, False)
    assert ask("/presentations/verify", {"verifiablePresentation": 1}).status_code == 400


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        ("192.0.2.7", {}),
        ("unknown", {}),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}),
        ("127.0.0.1", {"forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", {"host": "rebound.example:8000"}),
    ],
)
def test_nobody_else_than_this_machine_is_answered(ask: Ask, client: str, headers: dict[str, str]) -> None:
    for path, sent in (("/issuer", None), ("/credentials/issue", {"credential": changed()})):
        assert ask(path, sent, client=client, **headers).status_code == 403
    assert ask("/issuer", client="::1", host="[::1]:8000").status_code == 200


def test_a_request_that_is_too_long_is_refused(ask: Ask) -> None:
    assert ask("/credentials/verify", b" " * 300_001).status_code in (400, 413)


def test_it_is_not_there_unless_it_was_asked_for(tmp_path: Path) -> None:
    def paths(*, vc_api: bool) -> set[str]:
        app = create_app(for_trying(tmp_path, vc_api=vc_api))
        return {route.path for route in app.routes if route.path.startswith("/vc-api")}

    assert paths(vc_api=False) == set()
    assert {path.startswith("/vc-api/rdfc") for path in paths(vc_api=True)} == {False, *[True] * linked.at_hand()}


def test_it_starts_on_localhost_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"CERTIFY_SECRET": "0123456789abcdef" * 2, "CERTIFY_VC_API": "1", "CERTIFY_ORIGIN": "https://a.example"}
    with pytest.raises(SettingsFaults, match="CERTIFY_VC_API"):
        from_environment(given)
    assert from_environment({**given, "CERTIFY_ORIGIN": "http://localhost:8000"}).vc_api
    with pytest.raises(SettingsFaults, match="CERTIFY_VC_API"):
        create_app(msgspec.structs.replace(settings_for(tmp_path), origin="https://a.example"))
    desk = Desk(environment={}, settings=lambda: settings_for(tmp_path), clock=lambda: AT, chance=bytes)
    assert run(["serve", "--host", "0.0.0.0"], desk) == 2
    assert "127.0.0.1 alone" in capsys.readouterr().err


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just(V2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@context", "id", "type", "@id", "@type", "@value", "proof", "x"]), inner)
    ),
    max_leaves=8,
)


@hypothesis_settings(max_examples=60, deadline=None)
@given(member=st.sampled_from([*changed(), "proof", "relatedResource", "credentialStatus", "name"]), value=_ANY)
def test_nothing_that_is_sent_makes_it_fail(member: str, value: object) -> None:
    profile = TestProfile(Issuer(b"\x01" * 32), origin="http://localhost:8000", clock=lambda: AT, chance=bytes)
    document = {**changed(), member: value}
    with contextlib.suppress(NotTaken):
        profile.issue(document, {}, suite=JCS)
    for verify in (profile.verify, lambda sent: profile.verify_presentation(sent, {})):
        with pytest.raises(NotTaken):
            verify(document)
