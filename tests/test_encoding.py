"""JSON forms of values: what is written is what is read again."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import CellValue, Kind, Line, Origin, Page, Problem, Reading, Sheet, SheetRow, Source, Word
from domain.encoding import from_json, to_json
from domain.findings import Finding, Reason, make_finding
from domain.ledger import ArchiveEntry, Ledger, LedgerEntry, LedgerOutcome
from domain.programme import Options
from domain.records import Field, Record

SOURCE = Source(path="a/合同.pdf", sha256="0" * 64, page=2, bbox=(0.1, 0.2, 0.3, 0.4))


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Tree:
    """A value that contains itself, and every kind of field."""

    name: str
    colour: Colour = Colour.RED
    share: Decimal | None = None
    on: date | None = None
    at: datetime | None = None
    cells: Mapping[str, CellValue] | None = None
    counts: Mapping[Colour, int] | None = None
    by_row: Mapping[int, str] | None = None
    tags: frozenset[str] = frozenset()
    children: "tuple[Tree, ...]" = ()
    pair: tuple[int, str] = (1, "x")
    width: float = 1.0
    file: Path | None = None


cells = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text())
trees = st.recursive(
    st.builds(Tree, st.text()),
    lambda children: st.builds(
        Tree,
        name=st.text(),
        colour=st.sampled_from(Colour),
        share=st.none() | st.decimals(allow_nan=False),
        on=st.none() | st.dates(),
        at=st.none() | st.datetimes(timezones=st.just(UTC)),
        cells=st.none() | st.dictionaries(st.text(), cells),
        counts=st.none() | st.dictionaries(st.sampled_from(Colour), st.integers()),
        by_row=st.none() | st.dictionaries(st.integers(), st.text()),
        tags=st.frozensets(st.text()),
        children=st.lists(children, max_size=3).map(tuple),
        pair=st.tuples(st.integers(), st.text()),
        width=st.floats(allow_nan=False),
        file=st.none() | st.text(min_size=1).map(Path),
    ),
    max_leaves=8,
)


Value = TypeVar("Value")


def through_json(kind: type[Value], value: Value) -> Value:
    return from_json(kind, json.loads(json.dumps(to_json(value))))


@given(trees)
def test_what_is_written_is_what_is_read(tree: Tree) -> None:
    assert through_json(Tree, tree) == tree


@pytest.mark.parametrize(
    "value",
    [
        SOURCE,
        Problem(Reason.PAGE_UNREADABLE, SOURCE, "72 dpi"),
        Reading(
            path="a.pdf",
            sha256="1" * 64,
            pages=(
                Page(
                    number=1,
                    width=595,
                    height=842,
                    origin=Origin.OCR,
                    lines=(Line((Word("甲方", (0, 0, 1, 1), 0.9),)),),
                ),
            ),
            sheets=(Sheet(name="附表2", rows=(SheetRow(1, ("序号", 1, 2.5, None, True)),), merged=((1, 0, 1, 3),)),),
            meta=(("Producer", "x"),),
        ),
        Ledger(
            archives=(ArchiveEntry(name="a.zip", sha256="2", bytes=3, outcome=LedgerOutcome.READ),),
            entries=(LedgerEntry(path="b.pdf", archive="a.zip", kind=Kind.ARCHIVE),),
            problems=(Problem(Reason.VOLUME_MISSING, SOURCE),),
        ),
        make_finding(Reason.CONTRACT_MISSING, SOURCE, name="甲"),
        Options(year=2024, as_of=date(2025, 3, 1), policy={"a": "b"}, circumstances=frozenset({"z", "a"})),
        Record(
            kind=Kind.SIGN_IN_SHEET,
            path="s.pdf",
            sha256="3",
            fields={"rows": Field(({"name": "甲", "signed": True},), "甲", 0.5, SOURCE)},
            pages=(1, 2),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_of_the_domain(value: object) -> None:
    assert through_json(type(value), value) == value


def test_types_that_no_class_owns() -> None:
    findings = (make_finding(Reason.CONTRACT_MISSING, name="甲"),)
    assert from_json(tuple[Finding, ...], to_json(findings)) == findings
    assert to_json({Colour.BLUE: {"b", "a"}}) == {"blue": ["a", "b"]}


def test_a_union_is_told_apart_by_its_fields() -> None:
    mixed = (Problem(Reason.FILE_EMPTY, SOURCE), Record(Kind.OTHER, "a", "b", {}))
    assert from_json(tuple[Record | Problem, ...], to_json(mixed)) == mixed


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {},
        {"name": 1},
        {"name": "x", "unknown": 1},
        {"name": "x", "colour": "green"},
        {"name": "x", "colour": []},
        {"name": "x", "share": "much"},
        {"name": "x", "on": "2024-02-30"},
        {"name": "x", "children": "abc"},
        {"name": "x", "children": {"name": "y"}},
        {"name": "x", "pair": [1]},
        {"name": "x", "cells": {"a": []}},
        {"name": "x", "width": True},
    ],
)
def test_anything_else_is_refused(data: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words vary
        from_json(Tree, data)


def test_a_value_without_a_json_form_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        to_json(object())
    with pytest.raises(TypeError, match="no JSON key"):
        to_json({True: 1})


def test_a_hundred_full_pages_take_no_time() -> None:
    line = Line(tuple(Word("北京云途科技有限公司", (0.1, 0.2, 0.3, 0.4), 0.99) for _ in range(3)))
    page = Page(number=1, width=595.0, height=842.0, origin=Origin.OCR, lines=(line,) * 40)
    started = time.perf_counter()
    for _ in range(100):
        from_json(Page, to_json(page))
    assert time.perf_counter() - started < 2
