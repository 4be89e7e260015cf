"""What a platform has and did, planted on both sides of each edge and read without fault: rows, rules, findings."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.scoring import score
from domain.documents import Kind, Problem
from domain.findings import Reason, Status
from extractors import readers
from extractors.registry import digest
from fixtures.forge.facts import Medium
from fixtures.forge.papers import draw
from fixtures.forge.standing import ScreenFacts
from fixtures.forge.truth import dump_truth
from reports.report_json import render_json
from tests.perfect import read_perfectly
from validators.weighing.registered import find_total


@cache
def report_of(case: str, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    report, truth = read_perfectly(case, seed)
    return json.loads(render_json(report)), json.loads(dump_truth(truth))


def rule(report: dict[str, Any], rule_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(rule for rule in report["rules"] if rule["id"] == rule_id)
    return found


@pytest.mark.parametrize("case", ["capacities", "registered-short"])
@pytest.mark.parametrize("seed", [4, 8])
def test_every_row_gets_the_status_that_was_planted(case: str, seed: int) -> None:
    result = score(*report_of(case, seed))
    assert result.faults == []
    assert result.rows["right"] == result.rows["rows"]


@pytest.mark.parametrize(
    ("rule_id", "listed", "verified", "opened", "excluded", "duplicates"),
    [
        ("score-8.1.1", 11, 8, 0, 4, 1),
        ("score-8.2.2", 12, 6, 6, 1, 1),
        ("score-8.5.1", 6, 5, 1, 1, 1),
        ("score-8.5.3", 3, 0, 3, 2, 2),
        ("score-8.4.3", 7, 2, 3, 3, 1),
    ],
)
def test_the_numbers_of_the_rules(
    rule_id: str, listed: int, verified: int, opened: int, excluded: int, duplicates: int
) -> None:
    numbers = rule(report_of("capacities", 4)[0], rule_id)
    names = ("listed", "verified", "open", "excluded", "duplicates")
    assert tuple(numbers[name] for name in names) == (listed, verified, opened, excluded, duplicates)
    assert numbers["listed"] == numbers["verified"] + numbers["open"] + numbers["excluded"] - numbers["duplicates"]
    assert numbers["verdict"] is None


def test_what_opens_a_whole_list_is_one_finding() -> None:
    report, _ = report_of("registered-short", 4)
    rows = report["lists"]["registered"]["rows"]
    assert sum(row["status"] == Status.OPEN for row in rows) == 8
    findings = [found for found in report["findings"] if found["reason"] == Reason.TOTAL_MISMATCH]
    assert [(found["list"], found["row"], found["rule"]) for found in findings] == [("registered", None, "score-8.1.1")]
    assert "9" in findings[0]["message"]
    assert findings[0]["id"] in rule(report, "score-8.1.1")["findings"]


@pytest.mark.parametrize("layout", [0, 1])
def test_a_drawn_back_end_shows_its_total(layout: int, tmp_path: Path) -> None:
    facts = ScreenFacts(
        title="平台运营管理后台",
        url="https://admin.platform.example",
        counts=(("注册企业总数", 1286), ("今日访问量", 86)),
    )
    paper = draw(facts, layout=layout, medium=Medium.PICTURE, seed=2)
    file = tmp_path / f"后台截图{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, file.name, "0" * 64)
    assert not isinstance(reading, Problem)
    found = digest(reading)
    assert found.kinds == (Kind.SYSTEM_SCREENSHOT,)
    total = find_total(found.records)
    assert total is not None
    assert (total.label, total.count) == ("注册企业总数", 1286)
