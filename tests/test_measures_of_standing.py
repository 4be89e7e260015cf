"""Rules of the applicant's own standing on forged submissions that are read without fault, both sides of each edge."""

import json

import pytest

from benchmarks.scoring import score
from domain.findings import Status
from domain.report import Report
from fixtures.forge.cases import plan
from fixtures.forge.scenarios import standing
from fixtures.forge.truth import dump_truth
from reports.report_json import render_json
from tests.perfect import read_perfectly

SEED = 5


@pytest.mark.parametrize("name", standing.SCENARIOS)
def test_a_rule_comes_to_what_was_planted(name: str) -> None:
    report, truth = read_perfectly(f"rule-{name}", SEED)
    (rule_id,) = plan(f"rule-{name}", SEED).rules
    wanted, found = truth.rules[rule_id], next(result for result in report.rules if result.rule.id == rule_id)
    numbers = (found.count.listed, found.count.verified, found.count.open, found.count.excluded)
    assert numbers == (wanted.listed, wanted.verified, wanted.open, wanted.excluded), told(report, rule_id)
    assert (found.verdict,) == (wanted.verdicts or (None,)), told(report, rule_id)
    for unit in found.units:
        assert unit.sources if unit.status is Status.VERIFIED else unit.reasons
    result = score(json.loads(render_json(report)), json.loads(dump_truth(truth)))
    assert [fault for fault in result.faults if "finding missing" in fault] == []


def told(report: Report, rule_id: str) -> list[str]:
    """What the report says of a rule."""
    return [finding.message for _, finding in report.findings if finding.rule == rule_id]
