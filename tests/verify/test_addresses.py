"""Origins, the addresses below them, and did:web."""

import pytest

from verify import addresses
from verify.errors import BadAddress

ORIGINS = [
    "https://intyg.example",
    "https://a",
    "https://intyg.platscert.example:8443",
    "https://xn--rksmrgs-5wao1o.se",
    "http://localhost",
    "http://localhost:8000",
    "http://127.0.0.1:8000",
    "https://localhosted.example",
]
NOT_ORIGINS = [
    "",
    "https://",
    "intyg.example",
    "http://intyg.example",
    "https://localhost:8000",
    "https://127.0.0.1",
    "http://localhost.example",
    "http://localhost:0",
    "https://Intyg.example",
    "HTTPS://intyg.example",
    "https://intyg.example/",
    "https://intyg.example:0443",
    "https://intyg..example",
    "https://-intyg.example",
    "https://intyg-.example",
    "https://räksmörgås.se",
    "https://user@intyg.example",
    "https://intyg.example#",
    "https://intyg.example\n",
    "https://" + "a." * 300 + "example",
]


@pytest.mark.parametrize("text", ORIGINS)
def test_an_origin(text: str) -> None:
    assert addresses.is_origin(text)
    assert addresses.origin_of_host(addresses.host_of(text)) == text
    assert addresses.split(text + "/a/b") == (text, "/a/b")


@pytest.mark.parametrize("text", NOT_ORIGINS)
def test_no_origin(text: str) -> None:
    assert not addresses.is_origin(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example",
        "https://a.example/",
        "https://a.example//b",
        "https://a.example/b/",
        "https://a.example/b?c",
        "https://a.example/b#c",
        "https://a.example/../b",
        "https://a.example/b/..",
        "https://a.example/./b",
        "https://a.example/%2e%2e",
        "https://a.example/å",
        "http://a.example/b",
        "https://localhost/b",
        "javascript:alert",
        "https://a.example/" + "b" * 500,
    ],
)
def test_no_address_of_ours(text: str) -> None:
    with pytest.raises(BadAddress):
        addresses.split(text)


def test_names_with_dots_are_addresses() -> None:
    assert addresses.split("https://a.example/trust.json/..b") == ("https://a.example", "/trust.json/..b")


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:a.example", "https://a.example/.well-known/did.json"),
        ("did:web:a.example:bodies:nordisk", "https://a.example/bodies/nordisk/did.json"),
        ("did:web:a.example%3A8443:b", "https://a.example:8443/b/did.json"),
        ("did:web:localhost%3A8000:bodies:nordisk", "http://localhost:8000/bodies/nordisk/did.json"),
    ],
)
def test_where_a_did_document_stands(did: str, url: str) -> None:
    assert addresses.did_document_url(did) == url


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:key:z6Mk",
        "did:web:",
        "did:web:A.example",
        "did:web:a.example:",
        "did:web:a.example:..:b",
        "did:web:a.example%3a8443",
        "did:web:-.example",
        "did:web:a.example#key",
        "did:web:" + "a" * 600,
    ],
)
def test_no_did_web(did: str) -> None:
    with pytest.raises(BadAddress):
        addresses.did_document_url(did)


def test_no_host() -> None:
    with pytest.raises(BadAddress):
        addresses.origin_of_host("a.example/b")
