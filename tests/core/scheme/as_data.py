"""A scheme file as any other reader of YAML 1.2 sees it, for what checks it against the JSON Schema."""

from __future__ import annotations

import re
from typing import Any

from certify.core.scheme.faults import Faults
from certify.core.scheme.nodes import Listing, Mapping, Node, read_nodes

# The core schema of YAML 1.2.2, section 10.3.2.
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def as_data(source: bytes) -> Any:
    """The file as plain data. Raises SchemeFaults where it is not YAML at all."""
    faults = Faults("scheme.yaml")
    nodes = read_nodes(source, faults)
    faults.raise_if_any()
    return _data(nodes)


def _data(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {word: _data(value) for word, (_, value) in node.entries.items()}
    if isinstance(node, Listing):
        return [_data(item) for item in node.items]
    text = node.text
    if node.quoted:
        return text
    if text in _NOTHING:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text
