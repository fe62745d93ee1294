"""The safe client: which addresses it asks, what it takes, and when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from certify.core.plugin import CannotCollect
from certify.service.outbound import SafeClient

pytestmark = pytest.mark.anyio

ORIGIN = "https://api.example.org"
AT = datetime(2026, 6, 1, 8, tzinfo=UTC)


def _resolving(*addresses: str) -> Callable[[str, int], Any]:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


def _client(
    handler: Callable[[httpx.Request], httpx.Response],
    *addresses: str,
    origins: frozenset[str] | None = None,
    **more: Any,
) -> SafeClient:
    return SafeClient(
        origins or frozenset({ORIGIN}),
        lambda: AT,
        resolve=_resolving(*(addresses or ("93.184.215.14",))),
        transport=httpx.MockTransport(handler),
        **more,
    )


def _good(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=httpx.ByteStream(b"good"))


async def test_it_asks_the_address_that_it_looked_at_under_the_name_that_was_meant() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return _good(request)

    async with _client(handler) as client:
        assert await client.get(f"{ORIGIN}/v3/kpi?title=%C3%A5&page=2") == b"good"
        assert [(a.url, a.raw, a.at) for a in client.answers] == [(f"{ORIGIN}/v3/kpi?title=%C3%A5&page=2", b"good", AT)]
    (request,) = seen
    assert str(request.url) == "https://93.184.215.14/v3/kpi?title=%C3%A5&page=2"
    assert request.headers["host"] == "api.example.org"
    assert request.headers["accept-encoding"] == "identity"
    assert "cookie" not in request.headers
    assert "authorization" not in request.headers
    assert request.extensions["sni_hostname"] == "api.example.org"


REFUSED_ADDRESSES = [
    "http://api.example.org/v3",
    "https://api.example.org:8443/v3",
    "https://api.example.org.evil.test/v3",
    "https://evil.test/https://api.example.org",
    "https://user@api.example.org/v3",
    "https://user:secret@api.example.org/v3",
    "https://api.example.org:99999/v3",
    "https://[::1/v3",
    "ftp://api.example.org/v3",
    "file:///etc/passwd",
    "//api.example.org/v3",
    "/v3",
    "",
]


@pytest.mark.parametrize("url", REFUSED_ADDRESSES)
async def test_an_address_that_may_not_be_asked(url: str) -> None:
    async with _client(_good) as client:
        with pytest.raises(CannotCollect) as told:
            await client.get(url)
        assert told.value.rule == "address"
        assert client.answers == []


INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_into_our_own_network(address: str) -> None:
    async with _client(_good, "93.184.215.14", address) as client:
        with pytest.raises(CannotCollect, match="public network") as told:
            await client.get(f"{ORIGIN}/v3")
        assert told.value.rule == "address"


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
async def test_a_name_on_the_public_network(address: str) -> None:
    async with _client(_good, address) as client:
        assert await client.get(f"{ORIGIN}/v3") == b"good"


async def test_a_plain_origin_is_refused_even_where_it_was_named() -> None:
    plain = "http://api.example.org"
    async with _client(_good, origins=frozenset({plain})) as client:
        with pytest.raises(CannotCollect, match="not https"):
            await client.get(f"{plain}/v3")


async def test_loopback_lets_this_machine_pass_and_no_other() -> None:
    plain = "http://here.test"
    async with _client(_good, "127.0.0.1", origins=frozenset({plain}), loopback=True) as client:
        assert await client.get(f"{plain}/v3") == b"good"
    async with _client(_good, "10.0.0.1", origins=frozenset({plain}), loopback=True) as client:
        with pytest.raises(CannotCollect, match="public network"):
            await client.get(f"{plain}/v3")


@pytest.mark.parametrize("status", [204, 301, 302, 307, 401, 404, 429, 500, 503])
async def test_nothing_but_a_200_is_an_answer_and_no_redirect_is_followed(status: int) -> None:
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, headers={"Location": "https://evil.test/"})

    async with _client(handler) as client:
        with pytest.raises(CannotCollect, match=str(status)) as told:
            await client.get(f"{ORIGIN}/v3")
    assert told.value.rule == "unreachable"
    assert len(asked) == 1


async def test_packed_bytes_are_not_taken() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"\x1f\x8b"))

    async with _client(handler) as client:
        with pytest.raises(CannotCollect, match="packed") as told:
            await client.get(f"{ORIGIN}/v3")
    assert told.value.rule == "not_understood"


class _Endless(httpx.AsyncByteStream):
    def __init__(self) -> None:
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 1_000
            yield b"x" * 1_000


async def test_an_endless_answer_is_cut_off() -> None:
    endless = _Endless()
    async with _client(lambda request: httpx.Response(200, stream=endless), most_bytes=10_000) as client:
        with pytest.raises(CannotCollect) as told:
            await client.get(f"{ORIGIN}/v3")
    assert told.value.rule == "too_large"
    assert endless.sent <= 11_000


@pytest.mark.parametrize("size", [9_999, 10_000])
async def test_the_largest_answer_that_is_taken(size: int) -> None:
    stream = httpx.ByteStream(b"x" * size)
    async with _client(lambda request: httpx.Response(200, stream=stream), most_bytes=10_000) as client:
        assert len(await client.get(f"{ORIGIN}/v3")) == size


async def test_a_slow_answer_is_given_up() -> None:
    class Slow(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"x"
            await asyncio.sleep(30)

    async with _client(lambda request: httpx.Response(200, stream=Slow()), seconds=0.05) as client:
        with pytest.raises(CannotCollect) as told:
            await client.get(f"{ORIGIN}/v3")
    assert told.value.rule == "too_slow"


async def test_a_host_that_cannot_be_reached_or_has_no_address() -> None:
    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    async def unknown(host: str, port: int) -> list[str]:
        raise OSError("unknown host")

    async def nothing(host: str, port: int) -> list[str]:
        return []

    for client in (
        _client(gone),
        SafeClient(frozenset({ORIGIN}), lambda: AT, resolve=unknown, transport=httpx.MockTransport(_good)),
        SafeClient(frozenset({ORIGIN}), lambda: AT, resolve=nothing, transport=httpx.MockTransport(_good)),
    ):
        async with client:
            with pytest.raises(CannotCollect) as told:
                await client.get(f"{ORIGIN}/v3")
        assert told.value.rule == "unreachable"


async def test_no_more_answers_than_were_allowed() -> None:
    async with _client(_good, most_answers=2) as client:
        await client.get(f"{ORIGIN}/1")
        await client.get(f"{ORIGIN}/2")
        with pytest.raises(CannotCollect) as told:
            await client.get(f"{ORIGIN}/3")
    assert told.value.rule == "too_many_pages"


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    async with SafeClient(frozenset({ORIGIN}), lambda: AT) as client:
        assert client._client._mounts == {}
