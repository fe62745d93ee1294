"""What the phone says and remembers by itself: the words of the Python side, and lists that never go back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.browser.checked import blank_page
from tests.verify import made
from verify import Statuses, VerifyError, compact, read_status, read_trust, verify_qr, words
from verify.dates import LANGS
from verify.pages import scan
from verify.pages.foreign import quoted
from verify.pages.view import ASKED, cut
from verify.verdict import Verdict
from verify.verifier import unreadable

pytestmark = pytest.mark.anyio

BODY = "Någon Annans"
_SAY = """async ([table, cases]) => {
  const { Carried } = await import("/check/carried.js");
  const { Words } = await import("/check/words.js");
  const { cut } = await import("/check/told.js");
  const words = new Words(table);
  const said = [];
  for (const { text, trust, statuses, at, body } of cases) {
    const carried = new Carried("");
    await carried.take({ trust, statuses }, Date.parse(at), Date.parse(at));
    const { verdict } = await carried.judge(text, Date.parse(at), "https://intyg.platscert.example/v");
    said.push([
      words.face(verdict), words.word(verdict), words.headline(verdict, body), words.sentence(verdict, body),
      ...table.asked.map((name) => words.basis(name, verdict)),
      verdict.certificate ? cut(verdict.certificate.digest, false) : "",
    ]);
  }
  return said;
}"""


def _cases() -> list[dict[str, Any]]:
    lists = [raw.decode() for raw in made.status_bytes()]
    paused = [lists[0], made.status_list_bytes("suspension", [made.INDEX]).decode()]
    gone = [made.status_list_bytes("revocation", [made.INDEX]).decode(), lists[1]]
    good: dict[str, Any] = {
        "text": made.qr_text(),
        "trust": made.trust_bytes().decode(),
        "statuses": lists,
        "at": "2027-03-01T12:00:00Z",
        "body": BODY,
    }
    without_end = made.certificate(valid_until="9999-12-31T00:00:00Z")
    return [
        good,
        good | {"at": "2027-03-01T23:30:00Z"},
        good | {"at": "2027-03-09T12:00:00Z"},
        good | {"at": "2027-04-09T12:00:00Z"},
        good | {"statuses": paused},
        good | {"statuses": gone},
        good | {"statuses": []},
        good | {"trust": None, "statuses": []},
        good | {"text": made.qr_text(made.certificate(valid_until="2027-02-01T22:59:59Z"))},
        good | {"text": made.qr_text(made.certificate(valid_from="2027-06-01T10:00:00Z"))},
        good | {"text": made.qr_text(without_end)},
        good | {"text": made.qr_text(key=made.STRANGER)},
        good | {"text": made.qr_text(host="falsk.example"), "body": ""},
        good | {"text": made.qr_text(holder="Västra Älvs"), "body": ""},
        good | {"text": "https://falsk.example/"},
        good | {"text": f"{made.ORIGIN}/v/{made.NUMBER}"},
        good | {"text": "8h3k t6pw 4"},
    ]


def _judged(case: dict[str, Any]) -> Verdict:
    at = datetime.fromisoformat(case["at"])
    text = case["text"]
    if text == "8h3k t6pw 4":
        return unreadable("address-only", at=at, claimed_number=made.NUMBER)
    try:
        _, number = compact.read_sign(text)
    except VerifyError:
        pass
    else:
        return unreadable("address-only", at=at, claimed_number=number)
    trust = read_trust(case["trust"].encode()) if case["trust"] else None
    lists = Statuses([read_status(raw.encode(), trust) for raw in case["statuses"]] if trust else [])
    return verify_qr(text, trust=trust, status=lists, at=at)


@pytest.mark.parametrize("lang", LANGS)
async def test_the_phone_says_what_every_other_place_says(browser: Browser, lang: Any) -> None:
    page = await blank_page(browser)
    cases = _cases()
    said = await page.evaluate(_SAY, [scan.table(lang, None, None), cases])
    await page.context.close()
    for case, given in zip(cases, said, strict=True):
        verdict = _judged(case)
        wanted = [
            words.face(verdict),
            words.word(verdict, lang),
            words.headline(verdict, lang, body=case["body"], quote=quoted),
            words.sentence(verdict, lang, body=case["body"], quote=quoted),
            *(words.basis(name, verdict, lang, quote=quoted) for name in ASKED),
            cut(verdict.certificate.notches) if verdict.certificate else "",
        ]
        assert given == wanted, case["text"][:60]


_REMEMBER = """async ([root, acts]) => {
  const { Carried } = await import("/check/carried.js");
  let carried = new Carried(root);
  const told = [];
  for (const { trust, statuses, at, site, again, text } of acts) {
    if (again) {
      const record = structuredClone(carried.record);
      carried = new Carried(again);
      await carried.remember(record);
    }
    const given = site ? Date.parse(site) : null;
    if (trust || statuses) told.push((await carried.take({ trust, statuses }, Date.parse(at), given)).join());
    if (text) {
      const { verdict, clockBehind } = await carried.judge(text, Date.parse(at), "https://intyg.platscert.example/v");
      told.push([verdict.verdict, clockBehind].join());
    }
  }
  return told;
}"""


async def remembered(browser: Browser, acts: list[dict[str, Any]], root: str = made.ROOT.multibase) -> list[str]:
    """What a phone makes of what happens to it, one after the other."""
    page = await blank_page(browser)
    told: list[str] = await page.evaluate(_REMEMBER, [root, acts])
    await page.context.close()
    return told


async def test_no_list_ever_goes_back_also_not_from_page_to_page(browser: Browser) -> None:
    noon = "2027-03-01T12:00:00Z"

    def lists(version: int, marked: tuple[int, ...] = ()) -> list[str]:
        return [made.status_list_bytes("revocation", marked, version=version).decode(), made.status_bytes()[1].decode()]

    told = await remembered(
        browser,
        [
            {"trust": made.trust_bytes(version=7).decode(), "statuses": lists(3, (made.INDEX,)), "at": noon},
            {"text": made.qr_text(), "at": noon},
            {"trust": made.trust_bytes(version=6).decode(), "statuses": lists(2), "at": noon},
            {"statuses": lists(3), "at": noon},  # another list under the version that was seen
            {"trust": made.trust_bytes(version=7, expires="2027-04-01T00:00:00Z").decode(), "at": noon},
            {"trust": made.trust_bytes(version=8, root=made.STRANGER).decode(), "at": noon},
            {"again": made.STRANGER.multibase, "trust": made.trust_bytes(version=6).decode(), "at": noon},
            {"again": made.STRANGER.multibase, "statuses": lists(2), "at": noon},
            {"trust": made.trust_bytes(version=8, root=made.STRANGER).decode(), "at": noon},
            {"text": made.qr_text(), "at": noon},
            {"trust": made.trust_bytes(version=9).decode(), "statuses": lists(4, (made.INDEX,)), "at": noon},
        ],
    )
    assert told == [
        "",
        "withdrawn_or_superseded,false",
        *["older-than-known"] * 3,
        "wrong-root",
        *["older-than-known"] * 2,
        "wrong-root",
        "withdrawn_or_superseded,false",
        "",
    ]


async def test_a_list_whose_key_is_given_up_is_gone_and_its_version_is_not(browser: Browser) -> None:
    until = "2027-02-01T00:00:00Z"
    second = made.trusted_key(made.STRANGER, id=f"{made.DID}#status-2", use="status")

    def trust(version: int, **ended: str) -> str:
        keys = (made.trusted_key(), made.trusted_key(made.STATUS, **ended), second)
        return made.trust_bytes([made.body(keys=keys)], version=version).decode()

    def lists(version: int, **of: Any) -> list[str]:
        return [raw.decode() for raw in made.status_bytes(version=version, **of)]

    noon = "2027-03-01T12:00:00Z"
    look = {"text": made.qr_text(), "at": noon}
    by_second = {"key": made.STRANGER, "key_id": f"{made.DID}#status-2"}
    told = await remembered(
        browser,
        [
            {"trust": trust(7), "statuses": lists(5), "at": noon},
            look,
            {"trust": trust(8, state="compromised", until=until), "at": noon},
            look,
            {"statuses": lists(4, **by_second), "at": noon},  # older than one that was seen, whoever had signed that
            {"again": made.ROOT.multibase, "statuses": lists(4, **by_second), "at": noon},
            look,
            {"statuses": lists(6, **by_second), "at": noon},
            look,
        ],
    )
    assert told == [
        "",
        "valid,false",
        "",
        "unknown,false",
        *["older-than-known"] * 2,
        "unknown,false",
        "",
        "valid,false",
    ]


async def test_a_compromised_key_is_no_key_once_the_newer_trust_list_says_so(browser: Browser) -> None:
    keys = (made.trusted_key(state="compromised", until="2027-01-01T00:00:00Z"), made.trusted_key(made.STATUS))
    newer = made.trust_bytes([made.body(keys=keys)], version=8).decode()
    good: dict[str, Any] = {
        "trust": made.trust_bytes().decode(),
        "statuses": [raw.decode() for raw in made.status_bytes()],
    }
    noon = "2027-03-01T12:00:00Z"
    look = {"text": made.qr_text(), "at": noon}
    told = await remembered(browser, [good | {"at": noon}, look, {"trust": newer, "at": noon}, look])
    assert told == ["", "valid,false", "", "not_genuine,false"]


_READ = """async (own) => {
  const asked = [];
  if (own) {
    globalThis.BarcodeDetector = class {
      static getSupportedFormats = async () => own.formats;
      detect = async (canvas) => (asked.push(canvas.width), own.found.map((rawValue) => ({ rawValue })));
    };
  }
  const { textIn } = await import("/check/reader.js");
  const picture = new OffscreenCanvas(3200, 100);
  picture.getContext("2d").fillRect(0, 0, 10, 10);
  return [await textIn(picture, 3200, 100, "/qr/decode.js"), ...asked];
}"""


@pytest.mark.parametrize(
    ("own", "read"),
    [
        ({"formats": ["qr_code"], "found": ["https://a.example/"]}, ["https://a.example/", 1600]),
        ({"formats": ["qr_code"], "found": []}, [None, 1600]),
        ({"formats": ["ean_13"], "found": ["4006381333931"]}, [None]),  # then our library looks, and finds none
        (None, [None]),
    ],
)
async def test_the_browsers_own_reader_is_asked_where_it_reads_such_codes(
    browser: Browser, own: dict[str, list[str]] | None, read: list[object]
) -> None:
    page = await blank_page(browser)
    assert await page.evaluate(_READ, own) == read
    await page.context.close()


async def test_a_browser_that_cannot_check_signatures_says_so_and_never_valid(browser: Browser) -> None:
    page = await blank_page(browser)
    nothing = "() => { crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError')) }"
    await page.evaluate(nothing)
    [said] = await page.evaluate(_SAY, [scan.table("en", None, None), _cases()[:1]])
    await page.context.close()
    assert (said[0], said[1]) == ("untold", "Could not be checked")
    assert said[3].startswith("This phone or computer cannot check signatures")


async def test_a_clock_that_was_set_back_is_not_believed_and_one_that_ran_ahead_can_be_set_right(
    browser: Browser,
) -> None:
    def at(hours: float) -> str:
        return (made.NOON + timedelta(hours=hours)).isoformat()

    good = {"trust": made.trust_bytes().decode(), "statuses": [raw.decode() for raw in made.status_bytes()]}
    dated = made.status_list_bytes(
        "revocation", version=9, valid_from="2027-03-05T11:00:00Z", valid_until="2027-03-06T11:00:00Z"
    )
    told = await remembered(
        browser,
        [
            good | {"at": at(0), "site": at(0)},
            {"statuses": [dated.decode()], "at": at(0), "site": at(0)},  # a body whose own clock is wrong
            {"text": made.qr_text(), "at": at(2)},
            {"text": made.qr_text(), "at": at(1.95)},  # three minutes are no lie
            {"text": made.qr_text(), "at": at(1)},  # an hour is
            {"again": made.ROOT.multibase, "text": made.qr_text(), "at": at(1)},
            {"text": made.qr_text(), "at": at(-500)},
            {"text": made.qr_text(), "at": at(9000)},  # the clock runs ahead: too old, and later seen as behind
            {"text": made.qr_text(), "at": at(3)},
            good | {"at": at(3), "site": at(3)},  # the site says what time it is
            {"text": made.qr_text(), "at": at(3)},
            good | {"at": at(3), "site": at(40)},  # and when the phone is behind
            {"text": made.qr_text(), "at": at(3)},
        ],
    )
    assert told == [
        "",
        "status-from-later",
        "valid,false",
        "valid,false",
        "unknown,true",
        "unknown,true",
        "unknown,true",
        "unknown,false",
        "unknown,true",
        "",
        "valid,false",
        "",
        "unknown,true",
    ]


async def test_without_a_root_the_first_list_of_the_site_counts_and_no_other_after_it(browser: Browser) -> None:
    acts = [
        {"trust": made.trust_bytes(version=1).decode(), "at": "2027-03-01T12:00:00Z"},
        {"trust": made.trust_bytes(version=2, root=made.STRANGER).decode(), "at": "2027-03-01T12:00:00Z"},
    ]
    assert await remembered(browser, acts, root="") == ["", "wrong-root"]
