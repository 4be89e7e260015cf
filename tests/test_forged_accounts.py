"""The applicant's money from forged papers to verdicts: every edge by a perfect reader, some through real reading."""

import json
from pathlib import Path

import pytest

from benchmarks.scoring import score
from domain.documents import Problem
from domain.records import Record
from domain.report import Applicant
from extractors import readers
from extractors.registry import digest
from fixtures.forge.books import FinanceFacts
from fixtures.forge.draft import Draft
from fixtures.forge.facts import Medium
from fixtures.forge.papers import LAYOUTS, draw
from fixtures.forge.scenarios import accounts
from fixtures.forge.truth import dump_truth
from reports.report_json import render_json
from tests.measuring import outcome
from tests.perfect import read_perfectly

RULES = ("gate-2", "score-4", "gate-9", "gate-10")
READ = (
    *("assets_at_the_bar", "assets_a_cent_below", "assets_in_thousands", "opening_balance_passes", "own_and_group"),
    *("consolidated_only", "only_the_group_passes", "unbalanced", "rounded", "society_below", "no_year"),
    *("statements_with_note", "draft_without_seal", "shares_below", "shares_at_the_bar", "shares_about"),
    *("shares_in_words", "shares_without_number", "shares_in_one_letter"),
)


@pytest.mark.parametrize(("seed", "name"), list(enumerate(accounts.ALL)), ids=str)
def test_every_edge_comes_to_what_was_planted(seed: int, name: str) -> None:
    report, truth = read_perfectly("accounts", seed)
    assert set(truth.rules) & set(RULES), name
    result = score(json.loads(render_json(report)), json.loads(dump_truth(truth)))
    assert [fault for fault in result.faults if any(rule in fault for rule in RULES)] == []


def check(name: str, layout: int, medium: Medium, folder: Path) -> None:
    """A scenario drawn and read: each of its rules has the value and verdict that were planted."""
    draft = Draft(2)
    accounts.ALL[name](draft)
    records: list[Record] = []
    for number, planned in enumerate(draft.papers):
        paper = draw(planned.facts, layout=layout % LAYOUTS[type(planned.facts)], medium=medium, seed=number)
        file = folder / f"{number}{paper.suffix}"
        file.write_bytes(paper.data)
        reading = readers.read(file, f"{planned.name}{paper.suffix}", str(number) * 64)
        assert not isinstance(reading, Problem)
        records += digest(reading).records
    for rule, wanted in draft.rules.items():
        found = outcome(rule, records, applicant=Applicant(name=draft.applicant.name, uscc=draft.applicant.uscc))
        assert found.value == (None if wanted.value is None else pytest.approx(float(wanted.value))), rule
        assert not wanted.verdicts or found.verdict in wanted.verdicts, rule


@pytest.mark.parametrize(
    ("name", "layout"),
    [(name, (place + step) % LAYOUTS[FinanceFacts]) for place, name in enumerate(READ) for step in (0, 3)],
)
def test_printed_papers_come_to_what_was_planted(name: str, layout: int, tmp_path: Path) -> None:
    check(name, layout, Medium.TEXT, tmp_path)


@pytest.mark.parametrize(("name", "layout"), [("shares_below", 1), ("assets_a_cent_below", 3)])
def test_scanned_papers_come_to_what_was_planted(name: str, layout: int, tmp_path: Path) -> None:
    check(name, layout, Medium.SCAN, tmp_path)
