"""What became of enterprises, planted on both sides of every edge, and what becomes of it."""

import json
from decimal import Decimal
from functools import cache

import pytest

from benchmarks.scoring import score
from domain.claims import ListName
from domain.report import Report, RuleResult
from fixtures.forge.scenarios.outcomes import HELPED_BEFORE_WAN, PROVEN_WAN
from fixtures.forge.truth import RowTruth, Truth, dump_truth
from reports.report_json import render_json
from tests.perfect import read_perfectly

LISTS = (ListName.HIGH_GROWTH, ListName.RECOGNISED, ListName.STARTUPS, ListName.LISTED, ListName.FINANCED)
RULES = {
    "score-7": ListName.HIGH_GROWTH,
    "score-8.3.3": ListName.RECOGNISED,
    "score-8.2.3": ListName.STARTUPS,
    "score-8.2.4": ListName.FINANCED,
}


@cache
def outcomes() -> tuple[Report, Truth]:
    """The case read by a reader without fault."""
    return read_perfectly("outcomes", 3)


def test_nothing_else_becomes_of_anything() -> None:
    report, truth = outcomes()
    result = score(json.loads(render_json(report)), json.loads(dump_truth(truth)))
    assert result.faults == []


def rule(report: Report, rule_id: str) -> RuleResult:
    return next(result for result in report.rules if result.rule.id == rule_id)


def planted(truth: Truth, name: ListName) -> list[RowTruth]:
    return [row for row in truth.rows if row.list is name]


@pytest.mark.parametrize("name", LISTS)
def test_every_row_comes_to_what_was_planted(name: ListName) -> None:
    report, truth = outcomes()
    judged = {row.claim.row: row for row in report.lists[name.value].judgements}
    assert len(judged) == len(planted(truth, name)) > 4
    for row in planted(truth, name):
        found = judged[row.row]
        assert found.status is row.status, (row, found.reasons)
        assert set(row.reasons) <= set(found.reasons), (row, found.reasons)
        assert set(found.reasons) <= {*row.reasons, *row.allowed}, (row, found.reasons)
        assert found.sources or found.status != "verified"


@pytest.mark.parametrize(("rule_id", "name"), RULES.items())
def test_the_rules_count_their_lists(rule_id: str, name: ListName) -> None:
    report, truth = outcomes()
    count, rows = rule(report, rule_id).count, planted(truth, name)
    for number, status in ((count.verified, "verified"), (count.open, "open"), (count.excluded, "excluded")):
        assert number == sum(row.status == status for row in rows)
    assert count.listed == len(rows)


def test_listings_are_counted_by_market() -> None:
    report, truth = outcomes()
    first, second = rule(report, "score-9.1").count, rule(report, "score-9.2").count
    rows = planted(truth, ListName.LISTED)
    assert first.listed + second.listed == len(rows)
    assert first.verified + second.verified == sum(row.status == "verified" for row in rows)
    assert (second.verified, second.open) == (1, 1)


def test_the_sum_is_what_was_paid_of_what_was_declared() -> None:
    report, _ = outcomes()
    assert rule(report, "score-8.6.3").count.value == Decimal(PROVEN_WAN + HELPED_BEFORE_WAN) / 10_000
