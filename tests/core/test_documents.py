"""Documents: named by salt and bytes, opened only when both fit."""

from __future__ import annotations

import msgspec
import pytest

from certify.core import acts as a
from certify.core.documents import Sealed, Statement, name_of, seal, seal_fields, unseal
from certify.core.errors import Damaged
from tests.core.life import DOSSIER, findings

SALT = bytes(range(32))


@pytest.mark.parametrize("content", [Statement(text="Skäl."), DOSSIER, findings(G1="no")])
def test_what_was_sealed_is_what_is_opened(content: Statement) -> None:
    assert unseal(seal(content, SALT)) == content


def test_the_same_text_under_another_salt_has_another_name() -> None:
    one, other = seal(Statement(text="Ja."), SALT), seal(Statement(text="Ja."), SALT[::-1])
    assert one.raw == other.raw
    assert one.digest != other.digest


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_has_32_bytes(salt: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(Statement(text="Ja."), salt)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: msgspec.structs.replace(s, raw=s.raw + b" "),
        lambda s: msgspec.structs.replace(s, salt=bytes(32)),
        lambda s: Sealed(digest=name_of(SALT, b"{"), kind="statement", salt=SALT, raw=b"{"),
        lambda s: Sealed(digest=name_of(SALT, b"{}"), kind="statement", salt=SALT, raw=b"{}"),
    ],
)
def test_bytes_that_do_not_fit_the_name_are_damaged(change: object) -> None:
    with pytest.raises(Damaged):
        unseal(change(seal(Statement(text="Ja."), SALT)))  # type: ignore[operator]  # a function of a document


def test_an_act_is_left_with_names_only() -> None:
    salts = iter([SALT])
    act, sealed = seal_fields(a.Decide(outcome="refuse", reason=Statement(text="Därför.")), salts)
    assert act.reason == sealed[0].digest
    assert unseal(sealed[0]) == Statement(text="Därför.")


def test_an_act_without_texts_is_left_alone() -> None:
    act = a.Agree(terms="sha256:" + "0" * 64)
    assert seal_fields(act, iter([])) == (act, ())


def test_acts_are_read_strictly() -> None:
    raw = b'{"act":"Decline","reason":{"text":"Utanf\xc3\xb6r."},"extra":1}'
    with pytest.raises(msgspec.ValidationError, match="extra"):
        msgspec.json.decode(raw, type=a.Act)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"act":"Agree","terms":"sha256:%s\\n"}' % (b"0" * 64),
        b'{"act":"Assign","duty":"assess","person":"kim\\n"}',
        b'{"act":"Register","number":"1\\n","received":"2026-03-02"}',
        b'{"act":"Supersede","successor":"8H3K-T6PW-4\\n"}',
    ],
)
def test_a_line_end_after_a_name_is_no_part_of_it(raw: bytes) -> None:
    with pytest.raises(msgspec.ValidationError, match="regex"):
        msgspec.json.decode(raw, type=a.Act)
