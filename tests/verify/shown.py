"""One source for every face that a verdict can show: what the endpoint answers is judged, never written by hand."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from tests.verify import made
from verify import history, lookup, proof, strict_json
from verify.credential import Bilingual
from verify.errors import Unreachable
from verify.pages.shapes import HolderWords, Link, SchemeTexts, Site
from verify.source import MemorySource
from verify.texts import Face
from verify.verdict import Registered, Verdict
from verify.verifier import unreadable

SUCCESSOR = made.OTHER_NUMBER
LISTS = f"{made.ORIGIN}/bodies/{made.SLUG}/status/1"
EARLY = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATE = datetime(2029, 12, 1, 12, tzinfo=UTC)

SITE = Site(
    address="Hamngatan 4, 123 45 Lindhamra",
    notice=Bilingual(sv="Demonstration med påhittade uppgifter.", en="A demonstration with made-up facts."),
    links=(
        Link(href="/certificates/{number}", text=Bilingual(sv="Signerade uppgifter", en="Signed data")),
        Link(href="/tillganglighet", text=Bilingual(sv="Tillgänglighet", en="Accessibility")),
    ),
    reports=True,
)
SCHEME = SchemeTexts(
    means=Bilingual(
        sv="Kommunen, fastighetsägare och företag driver ett gemensamt arbete för stadskärnan.\n"
        "Arbetet följs upp, och underlaget har granskats av någon utanför samverkan.\n",
        en="The municipality, property owners and businesses run a joint effort for the town centre.\n"
        "The work is followed up, and the material was reviewed by someone outside.\n",
    ),
    does_not_mean=Bilingual(
        sv="Certifikatet gäller samverkan. Det gäller inte staden, kommunen eller en viss butik.\n",
        en="The certificate is about the co-operation, not the town, the municipality or a certain shop.\n",
    ),
    expect=Bilingual(sv="Du kan få veta vad samverkan har gjort.\n", en="You can find out what was done.\n"),
    turn_to=Bilingual(sv="Fråga innehavaren om arbetet i stadskärnan.\n", en="Ask the holder about the work.\n"),
    subject=Bilingual(
        sv="Det är samverkan som certifieras, inte staden och inte någon enskild verksamhet.",
        en="It is the co-operation that is certified, not the town and not any single business.",
    ),
)
FACTS: tuple[Face, ...] = (
    "valid",
    "suspended",
    "withdrawn",
    "superseded",
    "withdrawn_or_superseded",
    "expired",
    "not_yet_valid",
    "unknown",
)
NOTHING: tuple[Face, ...] = ("not_genuine", "not_registered", "untold", "unreached", "no_such")
FACES = (*FACTS, *NOTHING)


async def scheme_texts(scheme: str) -> SchemeTexts | None:
    """The texts of the one scheme that these certificates name."""
    return SCHEME if scheme in (f"{made.ORIGIN}/schemes/quality-mark/2026.1", "quality-mark") else None


async def holder_words(number: str) -> tuple[HolderWords, ...]:
    """What the holder of the one certificate promises, with something in it that would be markup."""
    heading = Bilingual(sv="Innehavarens egna löften", en="The holder's own promises")
    line = Bilingual(sv="Svar inom <b>två</b> dagar", en="An answer within <b>two</b> days")
    nothing = HolderWords(heading=Bilingual(sv="Tomt", en="Empty"), lines=())
    return (HolderWords(heading=heading, lines=(line,)), nothing) if number == made.NUMBER else ()


class Silent(MemorySource):
    """A source that cannot be asked for certificates."""

    async def certificate(self, number: str) -> bytes | None:
        """Raises."""
        raise Unreachable(f"no way to {number}")


def at(face: Face) -> datetime:
    """When to look."""
    return {"expired": LATE, "not_yet_valid": EARLY}.get(face, made.NOON)


def source(face: Face, **changes: Any) -> MemorySource:
    """A source whose certificate `made.NUMBER` shows this face at `at(face)`. `changes` are of the certificate."""
    raw = made.certificate_bytes(**changes)
    if face == "not_genuine":
        raw = raw.replace(b"Torget 1", b"Torget 2")
    day = f"{at(face):%Y-%m-%d}"
    since, until = f"{day}T10:30:00Z", f"{day}T22:00:00Z"
    gone = face in ("withdrawn", "superseded", "withdrawn_or_superseded")
    paused = face == "suspended"
    index = made.INDEX
    lists = {
        f"{LISTS}/revocation": made.status_list_bytes(
            "revocation", [index] if gone else [], valid_from=since, valid_until=until
        ),
        f"{LISTS}/suspension": made.status_list_bytes(
            "suspension", [index] if paused else [], valid_from=since, valid_until=until
        ),
    }
    trust = made.trust_bytes(issued="2026-10-01T00:00:00Z", expires="2030-01-01T00:00:00Z")
    entry = _entry(face)
    kind = Silent if face == "unreached" else MemorySource
    return kind(
        certificates={} if face == "no_such" else {made.NUMBER: raw},
        statuses={} if face == "unknown" else lists,
        trust=None if face == "untold" else trust,
        histories={made.NUMBER: history_bytes(face, **changes)} if entry and entry.known else {},
        entries=None if entry is None else {made.NUMBER: entry} if entry.known else {},
    )


async def verdict(face: Face, **changes: object) -> Verdict:
    """The verdict with this face; `unread` is that of a picture without a code, `unproved` that of a sign."""
    if face in ("unread", "unproved"):
        return unreadable("no-code-found" if face == "unread" else "address-only", at=made.NOON)
    found = await lookup.check_number(source(face, **changes), made.NUMBER, at(face))
    assert found is not None
    return found


def history_bytes(face: Face, **changes: Any) -> bytes:
    """The signed history that goes with a face: issued, paused once and taken up again, then what the face says."""
    entry = _entry(face)
    assert entry is not None
    happened = [
        history.Change(at="2026-11-23T10:00:00Z", state="active"),
        history.Change(at="2026-12-01T10:00:00Z", state="suspended", reason="other", until="2027-06-01T10:00:00Z"),
        history.Change(at="2026-12-10T10:00:00Z", state="active"),
    ]
    if entry.state in ("suspended", "withdrawn", "superseded") and entry.since:
        given = {"reason": entry.reason, "until": entry.until, "successor": entry.successor}
        known: dict[str, Any] = {name: value for name, value in given.items() if value}
        happened.append(history.Change(at=entry.since, state=entry.state, **known))
    digest = strict_json.sha256_digest(strict_json.canonical(msgspec.to_builtins(made.unsigned(**changes))))
    told = history.History(
        certificate=digest,
        changes=tuple(happened),
        id=f"{made.ORIGIN}/v/{made.NUMBER}/history.json",
        issued="2027-03-01T10:30:00Z",
        issuer=made.DID,
        number=made.NUMBER,
        version=4,
    )
    signed = proof.attach(
        history.unsigned(told),
        verification_method=made.STATUS_KEY_ID,
        created="2027-03-01T10:30:00Z",
        sign=made.STATUS.sign,
    )
    return strict_json.canonical(signed)


def _entry(face: Face) -> Registered | None:
    match face:
        case "suspended":
            return Registered(
                known=True,
                state="suspended",
                since="2027-02-03T09:00:00Z",
                until="2027-08-01T21:59:59Z",
                reason="surveillance_missing",
            )
        case "withdrawn":
            return Registered(
                known=True, state="withdrawn", since="2027-02-14T09:00:00Z", reason="requirements_not_met"
            )
        case "superseded":
            return Registered(known=True, state="superseded", since="2027-02-14T09:00:00Z", successor=SUCCESSOR)
        case "not_registered":
            return Registered(known=False)
        case "withdrawn_or_superseded":
            return None
        case _:
            return Registered(known=True, state="active", since="2026-11-23T10:00:00Z")
