"""Whole verifications with a reader that reads without fault: what the checks make of a submission's truth."""

import json

import pytest

from benchmarks.scoring import score
from domain.findings import Reason
from fixtures.forge.truth import dump_truth
from reports.report_json import render_json
from tests.perfect import read_perfectly

UNTOLD = ("photo_reused", "amount_in_words", "not_graduated", "code_says_otherwise")
"""Scenarios whose defect shows on the paper, but not in the fields that the truth states."""


@pytest.mark.parametrize(
    ("case", "size"), [("clean", 3), ("defects", 1), ("sample", None), ("random", 3), ("branches", None)], ids=str
)
def test_every_row_gets_the_status_that_was_planted(case: str, size: int | None) -> None:
    report, truth = read_perfectly(case, 5, size=size)
    result = score(json.loads(render_json(report)), json.loads(dump_truth(truth)))
    faults = [
        fault
        for fault in result.faults
        if fault.startswith(("escape", "false-kill", "left-open", "lost", "other"))
        and not any(name in fault for name in UNTOLD)
    ]
    assert faults == []
    assert result.rows["right"] > result.rows["rows"] * 0.95


def test_the_same_submission_gives_the_same_bytes() -> None:
    first, _ = read_perfectly("sample", 5)
    second, _ = read_perfectly("sample", 5)
    assert render_json(first) == render_json(second)


def test_no_private_number_reaches_the_report() -> None:
    report, truth = read_perfectly("sample", 5)
    text = render_json(report).decode()
    persons = [
        person
        for document in truth.documents
        for record in document.records
        if isinstance(listed := record.fields.get("persons"), list)
        for person in listed
    ]
    numbers = {str(person["id_number"]) for person in persons}
    assert numbers
    assert not [number for number in numbers if number in text]


@pytest.mark.parametrize(
    ("case", "form", "report_"),
    [
        ("form-agrees", "met", "met"),
        ("form-in-word", "met", "met"),
        ("form-differs", "met", "met"),
        ("form-other-category", "open", "open"),
        ("form-other-platform", "open", "met"),
        ("form-unregistered", "open", "met"),
        ("form-missing", "missing", "met"),
        ("report-scan-only", "met", "open"),
    ],
)
def test_what_is_declared_is_held_against_registry_and_lists(case: str, form: str, report_: str) -> None:
    report, truth = read_perfectly(case, 5)
    verdicts = {one.rule.id: one.verdict for one in report.rules}
    assert (verdicts["form"], verdicts["report"]) == (form, report_)
    told = {(finding.reason, finding.rule) for _, finding in report.findings}
    assert {(one.reason, one.rule) for one in truth.findings if one.rule and not one.optional} - told == set()
    differing = {rule for reason, rule in told if reason is Reason.DECLARED_MISMATCH}
    assert case == "form-differs" or differing <= {"gate-2", "score-4", "gate-9"}


def test_the_declared_numbers_stand_beside_the_rules_of_the_branch() -> None:
    report, _ = read_perfectly("form-agrees", 5)
    declared = {one.rule.id: one.count.declared for one in report.rules}
    assert declared["gate-4"] == declared["score-6"] == 7
    assert declared["gate-9"] == 86.5
    assert declared["score-8.1.3"] == 5
    assert declared["score-8.3.1"] is None
