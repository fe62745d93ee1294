"""Chains of hashes: any change, gap, swap or foreign link shows."""

from __future__ import annotations

import msgspec
import pytest

from certify.core import chain


def links(tag: str = "certify/case/b/c", count: int = 4) -> list[chain.Link]:
    made: list[chain.Link] = []
    previous = chain.START
    for seq in range(1, count + 1):
        data = f"data {seq}".encode()
        made.append(chain.Link(seq, previous, data, chain.hash_link(tag, previous, data)))
        previous = made[-1].hash
    return made


def test_a_chain_that_was_left_alone_holds() -> None:
    assert chain.breaks("certify/case/b/c", links()) == []
    assert chain.breaks("certify/case/b/c", []) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda all_: [all_[0], all_[1]._replace(data=b"other"), *all_[2:]], "link 2 was changed"),
        (lambda all_: [all_[0], *all_[2:]], "link 2 is missing before link 3"),
        (lambda all_: all_[1:], "link 1 is missing before link 2"),
        (lambda all_: [all_[0], all_[1]._replace(previous="f" * 64), *all_[2:]], "link 2 does not follow link 1"),
        (lambda all_: [all_[0]._replace(hash="e" * 64), *all_[1:]], "link 1 was changed"),
    ],
)
def test_what_was_done_to_a_chain_is_named(change: object, told: str) -> None:
    assert told in chain.breaks("certify/case/b/c", change(links()))  # type: ignore[operator]  # a function of links


def test_a_link_of_one_chain_cannot_stand_in_another() -> None:
    assert chain.breaks("certify/case/b/d", links("certify/case/b/c", 1)) == ["link 1 was changed"]


def test_tags_keep_cases_heads_and_authority_apart() -> None:
    tags = {chain.case_tag("b", "c"), chain.heads_tag("b"), chain.authority_tag("b"), chain.case_tag("b", "d")}
    assert len(tags) == 4


def test_the_data_of_a_head_names_case_event_and_hash() -> None:
    assert chain.head_data("c1", 7, "ab") == b"c1\n7\nab"


def test_length_is_part_of_the_hash() -> None:
    one = chain.hash_link("t", chain.START, b"ab")
    assert one != chain.hash_link("t", chain.START, b"ab\x00")
    assert len(one) == 64
    assert msgspec.json.encode(one)
