"""(c) Building and signing a certificate against the bare signature, and a whole issue with its parts.

The parts are told apart from outside: `issue` works with a shell, a signer and a clock that note when they are used.
What is issued is checked each time, and has to fail when a letter of it is changed.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from certify.core.acts import PrepareCertificate
from certify.core.certificate import Payloads, payloads
from certify.service import facts
from certify.service.perform import WORKER
from certify.service.store import published
from certify.service.store.database import open_database
from certify.service.worker import publish
from certify.service.worker.issue import issue
from certify.service.worker.signing import KeyReference, Signed, Signer, reference
from tests.benchmarks.rounds import Lap, Sizes, expect, middle, race
from tests.benchmarks.tables import Table, ratios, spread
from tests.benchmarks.verifying import numbers, tampered
from tests.service.worker.workshop import SECRET, Workshop
from tests.service.world import BODY, ORIGIN
from verify import addresses, compact, credential
from verify.verifier import verify, verify_qr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from certify.service.store.database import Database

T = TypeVar("T")
Made = TypeVar("Made")
BOTH = "build and sign both forms: each of the two signatures"
RAW = "raw Ed25519 sign of 64 bytes (`cryptography`)"
PARTS = ("prepare: build both forms and record them", "sign both forms", "our own verification", "record", "publish")


async def building(sizes: Sizes) -> Table:
    """Measure building and signing, with no store in between. Raises WrongAnswer."""
    with tempfile.TemporaryDirectory() as folder:
        async with await open_database(f"sqlite:///{folder}/certify.db") as database:
            workshop = await Workshop(database, Path(folder) / "keys").ready()
            await workshop.world.granted()
            costs = await race(await _contenders(workshop, sizes), sizes.rounds)
            costs[BOTH] = [cost / 2 for cost in costs[BOTH]]
    return Table(
        key="c",
        title="Building and signing, one core: speed against the bare signature",
        head=("what", "x raw sign", "least-most"),
        rows=tuple((name, *spread(found)) for name, found in ratios(costs, RAW)),
    )


async def _contenders(workshop: Workshop, sizes: Sizes) -> dict[str, Lap]:
    db, at, case = workshop.db, workshop.clock(), await workshop.case()
    row = await published.active_key(db, BODY, "certificate", at)
    assert row is not None
    key = reference(row)
    private = await workshop.signer._open(key)
    acts = [
        PrepareCertificate(number=number, status_list=1, status_index=n, key=key.id)
        for n, number in enumerate(numbers(sizes.batch))
    ]
    given = await facts.gather(workshop.world.shell, BODY, case, acts[0], WORKER, at, ())
    trust = await publish.current_trust(db)
    status = await publish.current_statuses(db, trust, BODY, 1)

    def build(act: PrepareCertificate) -> Payloads:
        return payloads(case, act, given)

    def signed(built: Payloads) -> bytes:
        context, made = built.certificate.context, built.created
        return credential.seal(built.unsigned, context, verification_method=key.id, created=made, sign=private.sign)

    def build_and_sign(act: PrepareCertificate) -> bytes:
        return signed(build(act))

    def build_and_sign_both(act: PrepareCertificate) -> tuple[bytes, bytes]:
        built = build(act)
        return signed(built), compact.seal(built.qr_input, private.sign(built.qr_input))

    def check_bare(signature: bytes) -> None:
        private.public_key().verify(signature, message)

    def check(raw: bytes) -> None:
        expect("issued", verify(raw, trust=trust, status=status, at=at).verdict, "valid")
        expect("tampered", verify(tampered(raw), trust=trust, status=status, at=at).verdict, "not_genuine")

    def check_both(made: tuple[bytes, bytes]) -> None:
        check(made[0])
        text = compact.url(addresses.host_of(ORIGIN), acts[-1].number, made[1])
        expect("code", verify_qr(text, trust=trust, status=status, at=at).verdict, "valid")

    message = bytes(range(64))
    return {
        RAW: _making(private.sign, [message] * sizes.batch, check_bare, sizes.seconds),
        "build both forms": _making(build, acts, lambda built: check(signed(built)), sizes.seconds),
        "build both forms, sign the certificate": _making(build_and_sign, acts, check, sizes.seconds),
        BOTH: _making(build_and_sign_both, acts, check_both, sizes.seconds),
    }


def _making(make: Callable[[T], Made], of: Sequence[T], check: Callable[[Made], None], seconds: float) -> Lap:
    """A lap that makes one of each, over and over for that long; the last one is checked when the time is taken."""

    async def lap() -> float:
        counted, began = 0, time.process_time()
        while True:
            made = list(map(make, of))
            counted += len(made)
            spent = time.process_time() - began
            if spent >= seconds:
                break
        check(made[-1])
        return spent / counted

    return lap


class _Notes:
    """When what happened."""

    def __init__(self) -> None:
        self.at: list[tuple[str, float]] = []

    def note(self, what: str) -> None:
        self.at.append((what, time.perf_counter()))


class _NotingSigner(Signer):
    """A signer that notes when it has signed a certificate."""

    notes: _Notes

    async def sign_certificate(self, db: Database, key: KeyReference, number: str) -> Signed:
        signed = await super().sign_certificate(db, key, number)
        self.notes.note("signed")
        return signed


async def whole_issue(sizes: Sizes) -> Table:
    """Measure the parts of an issue as the worker does it, on SQLite with every commit on the disk."""
    with tempfile.TemporaryDirectory() as temporary:
        async with await open_database(f"sqlite:///{temporary}/certify.db") as database:
            workshop = await Workshop(database, Path(temporary) / "keys").ready()
            cases = [f"case-{n}" for n in range(sizes.rounds * sizes.cases + 1)]
            for case in cases:
                await workshop.world.granted(case)
            spans = [await _issue(workshop, Path(temporary) / "keys", case) for case in cases][1:]
            await _check(workshop, cases[-1])
    parts = [middle([1_000 * one[n] for one in spans]) for n in range(len(PARTS))]
    rows = [(name, part, f"{100 * part / sum(parts):.0f} %") for name, part in zip(PARTS, parts, strict=True)]
    return Table(
        key="c2",
        title="A whole issue on SQLite",
        head=("part", "ms, median", "share"),
        rows=(*rows, ("all", sum(parts), "100 %")),
    )


async def _issue(workshop: Workshop, folder: Path, case: str) -> list[float]:
    """Issue and publish; the seconds of each of the parts."""
    notes = _Notes()

    def advanced(body: str, seq: int, link: str) -> None:
        workshop.world.heads[body] = (seq, link)
        notes.note("recorded")

    def clock() -> datetime:
        notes.note("asked for the time")
        return workshop.clock()

    signer = _NotingSigner(folder, SECRET, scrypt_memory=2)
    signer.notes, signer._opened = notes, workshop.signer._opened
    shell = msgspec.structs.replace(workshop.bench.shell, advanced=advanced)
    bench = msgspec.structs.replace(workshop.bench, shell=shell, signer=signer, clock=clock)
    began = time.perf_counter()
    await issue(bench, BODY, case)
    prepared, recorded = (at for what, at in notes.at if what == "recorded")
    (signed,) = (at for what, at in notes.at if what == "signed")
    # The last time that the issue asks for the time is when it has verified and begins to record.
    verified = max(at for what, at in notes.at if what == "asked for the time" and at < recorded)
    issued = time.perf_counter()
    await publish.publish_case(workshop.bench, BODY, case)
    edges = (began, prepared, signed, verified, recorded)
    return [
        *(after - before for before, after in itertools.pairwise(edges)),
        time.perf_counter() - issued,
    ]


async def _check(workshop: Workshop, case: str) -> None:
    row = await workshop.certificate(case)
    expect("issued", [verdict.verdict for verdict in await workshop.verdicts(row)], ["valid", "valid"])
    spoiled = msgspec.structs.replace(row, credential=tampered(row.credential or b""))
    expect("tampered", (await workshop.verdicts(spoiled))[0].verdict, "not_genuine")
