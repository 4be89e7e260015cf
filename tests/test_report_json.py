"""report.json: the shape of the contract, the same bytes for the same report, nothing private."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.documents import Kind, Source
from domain.records import Field, Record
from domain.report import Report
from reports.report_json import render_json
from tests.perfect import read_perfectly

ROW = {"row", "name", "cells", "status", "reasons", "sources"}
RULE = {"id", "article", "title", "metric", "unit", "threshold", "declared", "value", "verdict", "findings"}
MORE = {"units", "readings"}
"""What a rule bears besides the contract's keys."""
NUMBERS = {"listed", "verified", "open", "covered", "excluded", "duplicates"}
FINDING = {"id", "reason", "severity", "rule", "list", "row", "message", "message_en", "sources"}
ENTRY = {"path", "archive", "sha256", "bytes", "kind", "outcome", "reason", "pages", "read_by"}
SOURCE = {"path", "sha256", "page", "bbox", "sheet", "cell"}


@pytest.fixture(scope="module")
def report() -> Report:
    return read_perfectly("sample", 5)[0]


@pytest.fixture(scope="module")
def data(report: Report) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(render_json(report))
    return parsed


def test_keys_are_sorted_and_indented(report: Report) -> None:
    text = render_json(report).decode()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert render_json(report).decode() == text


def test_the_shape_is_that_of_the_contract(data: dict[str, Any]) -> None:
    assert data["schema"] == "chayan/report/1"
    assert set(data["programme"]) == {"id", "title", "sha256"}
    assert {"year", "as_of", "deadline", "policy"} <= set(data["options"])
    assert {"name", "uscc", "platform", "category", "registry_no"} <= set(data["applicant"])
    assert all({"name", "sha256", "bytes", "outcome"} <= set(archive) for archive in data["archives"])
    assert all(set(entry) == ENTRY for entry in data["ledger"])
    assert all(set(rule) == RULE | MORE | NUMBERS for rule in data["rules"])
    assert all({"path", "sheet", "header_row", "rows"} <= set(declared) for declared in data["lists"].values())
    assert all(set(row) == ROW for declared in data["lists"].values() for row in declared["rows"])
    assert all(set(finding) == FINDING for finding in data["findings"])
    assert all({"kind", "path", "fields"} <= set(record) for record in data["records"])
    fields = [field for record in data["records"] for field in record["fields"].values()]
    assert all(set(field) == {"value", "raw", "confidence", "source"} for field in fields)


def sources(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for declared in data["lists"].values():
        for row in declared["rows"]:
            yield from row["sources"]
    for finding in data["findings"]:
        yield from finding["sources"]
    for record in data["records"]:
        yield from (field["source"] for field in record["fields"].values())


def test_every_source_names_a_member_and_a_place(data: dict[str, Any]) -> None:
    found = list(sources(data))
    assert found
    for source in found:
        assert set(source) == SOURCE
        assert source["page"] is None or source["page"] >= 1
        assert source["bbox"] is None or all(0 <= edge <= 1 for edge in source["bbox"])


def test_the_numbers_of_a_rule_add_up(data: dict[str, Any]) -> None:
    for rule in data["rules"]:
        parts = rule["verified"] + rule["open"] + rule["covered"] + rule["excluded"] - rule["duplicates"]
        assert rule["listed"] == parts, rule["id"]


def test_findings_are_numbered_and_known_to_their_rules(data: dict[str, Any]) -> None:
    ids = [finding["id"] for finding in data["findings"]]
    assert ids == [f"F{place:04d}" for place in range(1, len(ids) + 1)]
    for rule in data["rules"]:
        assert set(rule["findings"]) <= set(ids)


def test_every_verified_row_has_a_source(data: dict[str, Any]) -> None:
    rows = [row for declared in data["lists"].values() for row in declared["rows"] if row["status"] == "verified"]
    assert rows
    assert all(row["sources"] for row in rows)


def test_no_time_of_day_stands_in_a_report(report: Report) -> None:
    assert not re.search(r"\d\d:\d\d:\d\d", render_json(report).decode())


def test_private_numbers_are_masked_wherever_they_stand_and_hashes_are_not(report: Report) -> None:
    phone, person = "13812345678", "11010119900307803X"
    sha256 = f"a{phone}b".ljust(64, "c")
    source = Source(path=f"{person}.pdf", sha256=sha256, page=1)
    value = ({"name": "某", "id_number": person, "note": [phone]},)
    record = Record(Kind.OTHER, f"{phone}.pdf", sha256, {"persons": Field(value, person, 0.123456, source)})
    text = render_json(replace(report, records=(record,))).decode()
    assert phone not in text.replace(sha256, "")
    assert person not in text
    assert sha256 in text
    assert "138****5678.pdf" in text
    assert '"confidence": 0.1235' in text


def test_values_are_plain(report: Report) -> None:
    day, source = date(2024, 3, 5), Source(path="a", sha256="b", page=1, bbox=(0.123456, 0.0, 1.0, 1.0))
    record = Record(Kind.OTHER, "a", "b", {"signed_on": Field(day, "", 1.0, source)}, (1, 2))
    (found,) = json.loads(render_json(replace(report, records=(record,))))["records"]
    assert found["pages"] == [1, 2]
    assert found["fields"]["signed_on"]["value"] == "2024-03-05"
    assert found["fields"]["signed_on"]["source"]["bbox"] == [0.1235, 0, 1, 1]
