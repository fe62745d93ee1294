"""(b2) The same questions to express with Digital Bazaar's verifier of eddsa-jcs-2022: what many would take instead.

Needs Node and npm, and the packages that peer/package.json names, which npm fetches into the temp area; so it is
measured only where it is asked for. The peer has the certificates in memory, and looks at no status and no register.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.service.store import published
from tests.benchmarks.rounds import Sizes, race
from tests.benchmarks.serving import HOT, Contender, always, fresh, questions, running, serving_on, settings_for
from tests.benchmarks.stock import Stock, stocked
from tests.benchmarks.tables import Table, ratios, spread
from verify import contexts
from verify.credential import read_certificate
from verify.trust import did_document, read_trust

if TYPE_CHECKING:
    from datetime import datetime

PEER = "express and Digital Bazaar's `eddsa-jcs-2022`"
SCRIPT = Path(__file__).parent / "peer"


def at_hand() -> bool:
    """Whether this machine has what the peer needs to be put together."""
    return shutil.which("node") is not None and shutil.which("npm") is not None


async def beside_a_peer(sizes: Sizes) -> Table:
    """Measure, on SQLite. Raises WrongAnswer, and CalledProcessError where npm cannot fetch the packages."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        peer = _put_together(folder / "peer")
        url = f"sqlite:///{folder}/certify.db"
        async with stocked(url, folder, sizes.requests * (sizes.rounds + 1)) as stock:
            bad, numbers, now = stock.bad, stock.numbers, stock.workshop.clock()
            (peer / "data.json").write_text(json.dumps(await data_for(stock, now)))
        plain = {name: value for name, value in os.environ.items() if not name.startswith("NODE_")}
        with (
            serving_on(lambda port: ["node", "server.mjs", "data.json", str(port)], plain, peer) as (theirs, their_pid),
            running("service", settings_for(url, folder, now)) as (ours, our_pid),
        ):
            hot = questions(numbers[:HOT], bad)
            contenders = {
                PEER: Contender(theirs, their_pid, always(hot, sizes.requests), sizes.connections),
                "`/v/{number}.json` for the first time": Contender(
                    ours, our_pid, fresh(numbers, bad, sizes.requests), sizes.connections
                ),
                "`/v/{number}.json` again": Contender(
                    ours, our_pid, always(hot, sizes.requests * 8), sizes.connections
                ),
            }
            costs = await race({name: one.lap for name, one in contenders.items()}, sizes.rounds)
    slowest = {name: [tally.percentile(0.99) for tally in one.tallies[1:]] for name, one in contenders.items()}
    by_slowest = dict(ratios(slowest, PEER, of_cost=True))
    return Table(
        key="b2",
        title="Serving: against a peer",
        head=("what", "speed, x the peer's", "least-most", "p99, x the peer's"),
        rows=tuple((name, *spread(found), spread(by_slowest[name])[0]) for name, found in ratios(costs, PEER)),
    )


def _put_together(folder: Path) -> Path:
    shutil.copytree(SCRIPT, folder)
    subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


async def data_for(stock: Stock, now: datetime) -> dict[str, Any]:
    """What the peer reads: every certificate, and each document that a certificate makes it look for."""
    db = stock.workshop.db
    rows = await db.sql("SELECT number, credential FROM certificate WHERE state = 'issued'")
    newest = await published.trust_list(db)
    assert newest is not None
    one = read_certificate(bytes(rows[0]["credential"]))
    did: Any = did_document(read_trust(newest.raw).bodies[one.issuer.id])
    keys = {key["id"]: {"@context": did["@context"][1], **key} for key in did["verificationMethod"]}
    return {
        "now": now.isoformat(),
        "certificates": {row["number"]: bytes(row["credential"]).decode() for row in rows},
        "documents": {did["id"]: did, **keys, one.context[1]: json.loads(contexts.context())},
    }
