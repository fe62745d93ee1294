"""The worker's bench out of an opened installation, for `certify serve`, `certify work` and `certify keys` alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.service.worker.bench import Bench
from certify.service.worker.post import SmtpPost
from certify.service.worker.signing import Signer
from verify import addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from certify.service.installation import Installation


def bench_of(
    installation: Installation, clock: Callable[[], datetime], signer: Callable[[Path, str], Signer] = Signer
) -> Bench:
    """Wire a bench; `signer` opens the keys. Raises OpenToOthers when others can read the folder of keys."""
    settings = installation.settings
    host = addresses.host_of(settings.origin).partition(":")[0]
    return Bench(
        shell=installation.shell,
        signer=signer(settings.keys, settings.secret),
        origin=settings.origin,
        clock=clock,
        post=SmtpPost(settings.smtp, f"no-reply@{host}") if settings.smtp is not None else None,
        blobs=installation.blobs,
        municipalities=settings.municipalities,
        root=settings.offline_root,
    )
