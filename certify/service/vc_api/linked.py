"""What takes JSON-LD: that nothing is lost when a document is read as linked data, and RDF Dataset Canonicalization.

Only with the optional extra `rdfc` (PyLD). Without it the service has `eddsa-jcs-2022` alone, which needs neither.
PyLD drops what no context defines and makes up addresses for what has none; both are errors here (VC Data Integrity
1.0, 2.4.2 and 4.6), for what is dropped would not be signed.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from certify.service.vc_api.shape import is_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.service.vc_api.contexts import Contexts

_NOWHERE = "nowhere:///"  # the base address: whatever is under it had none of its own
MOST_BLANK_NODES = 60  # to name them all is exponential in hostile documents


class NotLinkedData(Exception):
    """The document cannot be read as linked data without loss; the text says where."""


class LinkedData:
    """PyLD with our contexts and no way out."""

    def __init__(self, contexts: Contexts) -> None:
        """Raises ImportError without the extra."""
        self._contexts = contexts
        self._jsonld = import_module("pyld.jsonld")

    def check(self, document: dict[str, Any]) -> None:
        """Raise NotLinkedData for a term, type or identifier that no context makes an address."""
        self._expanded(document)

    def canonical(self, document: dict[str, Any]) -> bytes:
        """The canonical N-Quads of a document (RDF Dataset Canonicalization 1.0). Raises NotLinkedData."""
        expanded = self._expanded(document)
        if (blank := sum(1 for _ in _nodes(expanded))) > MOST_BLANK_NODES:
            raise NotLinkedData(f"{blank} nodes without an id, at most {MOST_BLANK_NODES}")
        options = {"algorithm": "URDNA2015", "format": "application/n-quads", **self._options()}
        quads: str = self._ask("normalize", expanded, options)
        return quads.encode()

    def _expanded(self, document: dict[str, Any]) -> list[Any]:
        dropped: list[object] = []
        found: list[Any] = self._ask("expand", document, self._options(), dropped.append)
        if dropped:
            raise NotLinkedData(f"no context defines {str(dropped[0])[:80]!r}")
        for where, address in _addresses(found):
            if not is_url(address) and not address.startswith("_:"):
                raise NotLinkedData(f"{where} is no absolute URL: {address[:80]!r}")
            if address.startswith(_NOWHERE):
                raise NotLinkedData(
                    f"{where} is relative, or no context defines it: {address.removeprefix(_NOWHERE)!r}"
                )
        return found

    def _ask(self, what: str, *arguments: Any) -> Any:  # noqa: ANN401  PyLD has no types
        try:
            return getattr(self._jsonld, what)(*arguments)
        except self._jsonld.JsonLdError as error:
            raise NotLinkedData(_told(error)) from None
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            # PyLD takes for granted what a hostile context or document need not keep.
            raise NotLinkedData(f"not to be read as JSON-LD ({type(error).__name__})") from None

    def _options(self) -> dict[str, Any]:
        return {"base": _NOWHERE, "documentLoader": self._load}

    def _load(self, address: str, _: object = None) -> dict[str, Any]:
        document = self._contexts.document(address)
        if document is None:
            raise self._jsonld.JsonLdError(
                f"no copy of the context {address[:200]!r} is at hand, and nothing is fetched", "loading"
            )
        return {"contextUrl": None, "documentUrl": address, "document": document, "contentType": "application/ld+json"}


def at_hand() -> bool:
    """Whether the extra is installed."""
    return find_spec("pyld") is not None


def _told(error: BaseException) -> str:
    """The innermost of the errors that PyLD wraps into one another."""
    inner = getattr(error, "cause", None) or error.__cause__
    if isinstance(inner, BaseException):
        return _told(inner)
    return str(error.args[0] if error.args else error)[:300]


def _addresses(value: Any, where: str = "a term") -> Iterator[tuple[str, str]]:  # noqa: ANN401  expanded JSON-LD
    """Every property, type and identifier in an expanded document. Literals hold none."""
    if isinstance(value, list):
        for one in value:
            yield from _addresses(one)
    elif isinstance(value, dict):
        if "@value" in value:
            yield from (("a type", one) for one in [value.get("@type")] if isinstance(one, str) and one != "@json")
            return
        for name, held in value.items():
            if name == "@id":
                yield "an id", held
            elif name == "@type":
                yield from (("a type", one) for one in held)
            else:
                if not name.startswith("@"):
                    yield where, name
                yield from _addresses(held)


def _nodes(value: Any) -> Iterator[None]:  # noqa: ANN401  expanded JSON-LD
    """Every node without an id of its own."""
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one)
    elif isinstance(value, dict) and "@value" not in value:
        if str(value.get("@id", "_:")).startswith("_:"):
            yield None
        for one in value.values():
            yield from _nodes(one)
