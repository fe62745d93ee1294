"""Litestar reads the types of each handler anew for every application; in the tests it remembers what it has read.

Every test of the web makes an application of its own, and reading the same two hundred functions over and over is half
of what that costs. What is remembered are frozen descriptions of functions, and nothing of any application.
"""

from __future__ import annotations

import inspect
from typing import Any

from litestar.utils.signature import ParsedSignature

_read = ParsedSignature.from_fn
_kept: dict[tuple[object, ...], tuple[ParsedSignature, object]] = {}


def _from_fn(fn: Any, signature_namespace: dict[str, Any]) -> ParsedSignature:
    """The signature of the same lines with the same annotations, defaults and names around them."""
    if not inspect.isfunction(fn):
        return _read(fn, signature_namespace)
    around = (*fn.__annotations__.items(), *signature_namespace.items())
    beside = (*(fn.__defaults__ or ()), *(fn.__kwdefaults__ or {}).values())
    key = (fn.__code__, fn.__module__, *((name, id(value)) for name, value in around), *map(id, beside))
    if key not in _kept:
        _kept[key] = _read(fn, signature_namespace), (around, beside)  # kept, so that no other object gets their ids
    return _kept[key][0]


def remember() -> None:
    """From now on."""
    ParsedSignature.from_fn = _from_fn  # type: ignore[method-assign]  # bound to the class already
