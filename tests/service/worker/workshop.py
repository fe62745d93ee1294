"""A body at work with its worker: keys that open quickly, a clock that is set by hand, and letters that are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from certify.core import acts as a
from certify.core.case import Case
from certify.service.store import certificates
from certify.service.store.certificates import CertificateRow
from certify.service.store.database import Database
from certify.service.worker import keys, publish
from certify.service.worker.bench import Bench, Letter
from certify.service.worker.loop import Worker
from certify.service.worker.signing import Signer
from tests.core.life import WHY
from tests.service.world import BODY, ORIGIN, World
from verify import addresses, compact
from verify.verdict import Verdict
from verify.verifier import verify, verify_qr

SECRET = "a-secret-of-the-tests-and-of-nothing-else"


def quick_signer(folder: Path, secret: str = SECRET) -> Signer:
    """A signer whose keys cost next to nothing to open."""
    return Signer(folder, secret, scrypt_memory=2)


class KeptPost:
    """A post office that keeps what it is given; `refusal` is raised instead, when there is one."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.refusal: Exception | None = None

    async def send(self, letter: Letter) -> None:
        """Keep the letter, or refuse it."""
        if self.refusal is not None:
            raise self.refusal
        self.letters.append(letter)


class Workshop:
    """A world, and the bench and worker that do what follows in it."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.world = World(db)
        self.post = KeptPost()
        self.signer = quick_signer(folder)
        self.bench = Bench(shell=self.world.shell, signer=self.signer, origin=ORIGIN, clock=self.clock, post=self.post)
        self.worker = Worker(self.bench, lease=timedelta(seconds=5), poll=0.02)

    @property
    def db(self) -> Database:
        """The database."""
        return self.world.db

    def clock(self) -> datetime:
        """The world's time."""
        return self.world.at

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.world.at += timedelta(**span)

    async def ready(self) -> Workshop:
        """The body, its people, and every key that is needed."""
        await self.world.founded()
        await keys.ensure(self.bench)
        return self

    async def issued(self, case: str = "case-1") -> CertificateRow:
        """A granted case whose certificate the worker has issued and published."""
        await self.world.granted(case)
        await self.worker.drain()
        return await self.certificate(case)

    async def certificate(self, case: str = "case-1") -> CertificateRow:
        """The one certificate of the case that was not voided; fails where there are none or two."""
        (row,) = [row for row in await certificates.certificates_of_case(self.db, BODY, case) if row.state != "voided"]
        return row

    async def case(self, case: str = "case-1") -> Case:
        """The case as it stands."""
        return await self.world.case(case)

    async def withdraw(self) -> None:
        """Withdraw the certificate of the first case, by its decider."""
        await self.world.do("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY))

    async def verdicts(self, row: CertificateRow) -> tuple[Verdict, Verdict]:
        """What a stranger gets who has the published lists and no network: of the certificate and of its QR code."""
        assert row.credential is not None
        assert row.qr is not None
        trust = await publish.current_trust(self.db)
        statuses = await publish.current_statuses(self.db, trust, BODY, row.status_list)
        text = compact.url(addresses.host_of(ORIGIN), row.number, row.qr)
        return (
            verify(row.credential, trust=trust, status=statuses, at=self.clock()),
            verify_qr(text, trust=trust, status=statuses, at=self.clock()),
        )
