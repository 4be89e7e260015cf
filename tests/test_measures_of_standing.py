"""Rules of the applicant's own standing on forged submissions that are read without fault, both sides of each edge."""

import json
from pathlib import Path

import pytest

from benchmarks.scoring import score
from domain.findings import Status
from domain.report import Report
from fixtures.forge.cases import plan
from fixtures.forge.scenarios import standing
from fixtures.forge.truth import Truth, dump_truth
from reports.report_json import render_json
from tests.perfect import read_perfectly
from tests.read_in_place import read_in_place

SEED = 5
READ = ("all-in-order", "founded-a-day-late", "one-penalty", "seven-documents", "bound-volume")
"""Scenarios that are drawn and read as well."""


@pytest.mark.parametrize("name", standing.SCENARIOS)
def test_a_rule_comes_to_what_was_planted(name: str) -> None:
    report, truth = read_perfectly(f"rule-{name}", SEED)
    agree(report, truth, name)
    result = score(json.loads(render_json(report)), json.loads(dump_truth(truth)))
    assert [fault for fault in result.faults if "finding missing" in fault] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["all-in-order", "founded-a-day-late", "one-penalty", "seven-documents", "bound-volume"]
)
def test_the_same_comes_of_papers_that_are_read(name: str, tmp_path: Path) -> None:
    report, truth = read_in_place(f"rule-{name}", SEED, tmp_path)
    agree(report, truth, name)


def agree(report: Report, truth: Truth, name: str) -> None:
    """Every rule that a scenario counts has its numbers and verdict, each proof a place, each doubt a reason."""
    planned = plan(f"rule-{name}", SEED).rules
    for rule_id in (rule_id for rule_id, rule in planned.items() if rule.listed is not None):
        wanted, found = truth.rules[rule_id], next(result for result in report.rules if result.rule.id == rule_id)
        numbers = (found.count.listed, found.count.verified, found.count.open, found.count.excluded)
        assert numbers == (wanted.listed, wanted.verified, wanted.open, wanted.excluded), told(report, rule_id)
        assert (found.verdict,) == (wanted.verdicts or (None,)), told(report, rule_id)
        for unit in found.units:
            assert unit.sources if unit.status is Status.VERIFIED else unit.reasons


def told(report: Report, rule_id: str) -> list[str]:
    """What the report says of a rule."""
    return [finding.message for _, finding in report.findings if finding.rule == rule_id]
