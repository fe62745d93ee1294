"""The root that a page pins: the installation's own key, or the offline root of the settings, never the list's word."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certify.service.store import certificates, published
from certify.service.store.authority import INSTALLATION
from certify.service.worker import keys
from certify.service.worker.bench import Bench
from tests.service.web.site import Site, opened_site
from tests.service.worker.workshop import SECRET, quick_signer
from tests.service.world import BODY, ORIGIN
from verify import keys as public_keys
from verify import proof, strict_json, trust

pytestmark = pytest.mark.anyio


async def issued(site: Site) -> str:
    await site.world.granted()
    await site.issue()
    (row,) = await certificates.certificates_of_case(site.db, BODY, "case-1")
    return row.number


async def pinned(site: Site, number: str) -> tuple[str, str]:
    """The key that the page pins for the phone, and the verdict beside it."""
    async with site.client(accept="text/html") as stranger:
        page = (await stranger.get(f"/v/{number}")).text
        said = (await stranger.get(f"/v/{number}.json")).json()["verdict"]
    found = re.search(r'data-root="([^"]*)"', page)
    assert found
    assert not found[1] or f'<code class="key">{found[1]}</code>' in page
    return found[1], said


async def test_an_online_root_is_pinned_as_the_store_knows_it_and_stays_so_over_a_rotation(lite: Site) -> None:
    number = await issued(lite)
    (first,) = await published.keys(lite.db, INSTALLATION)
    assert await pinned(lite, number) == (first.multibase, "valid")
    signer = quick_signer(lite.settings.keys, SECRET)
    bench = Bench(shell=lite.here.shell, signer=signer, origin=ORIGIN, clock=lite.clock)
    lite.later(seconds=2)
    new = await keys.rotate(bench, INSTALLATION, "trust")
    lite.later(seconds=2)
    assert await pinned(lite, number) == (new.multibase, "valid")


async def test_a_list_that_none_of_our_keys_signed_is_not_believed(lite: Site) -> None:
    number = await issued(lite)
    row = await published.trust_list(lite.db)
    assert row is not None
    foreign = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    multibase = public_keys.multibase(public_keys.raw_bytes(foreign.public_key()))
    bare = {name: value for name, value in strict_json.read_object(row.raw).items() if name != "proof"}
    raw = strict_json.canonical(
        proof.attach(
            bare | {"version": row.version + 1},
            verification_method=trust.root_method(multibase),
            created=str(bare["issued"]),
            sign=foreign.sign,
        )
    )
    assert trust.read_trust(raw).version == row.version + 1
    await published.publish_trust_list(lite.db, msgspec.structs.replace(row, version=row.version + 1, raw=raw))
    lite.later(seconds=2)
    (own,) = await published.keys(lite.db, INSTALLATION)
    assert await pinned(lite, number) == (own.multibase, "unknown")


async def test_an_offline_root_is_pinned_as_the_settings_name_it(tmp_path: Path) -> None:
    multibase = public_keys.multibase(
        public_keys.raw_bytes(Ed25519PrivateKey.from_private_bytes(b"\x09" * 32).public_key())
    )
    async with opened_site(f"sqlite:///{tmp_path}/certify.db", tmp_path, root=multibase) as site:
        number = await issued(site)  # by a bench that knows no offline root, so that there is a list of another
        assert await pinned(site, number) == (multibase, "unknown")
