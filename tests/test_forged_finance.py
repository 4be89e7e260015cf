"""Forged audit reports and statements read back to their truth, in every layout; figures of scans: benchmarks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.documents import Kind, Problem
from domain.text import squash
from extractors import readers
from extractors.registry import digest
from fixtures.forge.books import Body, FinanceFacts, Opinion, make_books
from fixtures.forge.facts import Medium
from fixtures.forge.papers import LAYOUTS, draw

OWN = make_books(Decimal("12345678.91"))
AUDITED = FinanceFacts(
    kind=Kind.AUDIT_REPORT,
    auditee="北京砚溪企业服务有限公司",
    year=2024,
    own=OWN,
    firm="北京澜川会计师事务所（普通合伙）",
    number="澜川审字（2025）第0123号",
    verification_code="京25ABCD1234",
    reported_on=date(2025, 3, 20),
)
STATEMENTS = replace(AUDITED, kind=Kind.FINANCIAL_STATEMENT, firm="", number="", verification_code="", reported_on=None)
GROUP = make_books(Decimal("98765432.10"), Decimal("45600000.00"))
VARIANTS = {
    "plain": AUDITED,
    "group": replace(AUDITED, group=GROUP),
    "group-alone": replace(AUDITED, own=None, group=GROUP),
    "thousands": replace(AUDITED, unit="千元", own=make_books(Decimal(12_345_000), Decimal(8_650_000))),
    "qualified": replace(AUDITED, opinion=Opinion.QUALIFIED, for_comment=True, sealed=False),
    "no-year": replace(AUDITED, year=None),
    "long": replace(AUDITED, notes=24),
    "loss": replace(
        AUDITED, own=replace(OWN, equity_yuan=Decimal("-654321.09"), liabilities_yuan=Decimal("13000000.00"))
    ),
    "statements": STATEMENTS,
    "society": replace(STATEMENTS, body=Body.SOCIETY),
    "institution": replace(STATEMENTS, body=Body.INSTITUTION),
    "wan": replace(STATEMENTS, unit="万元", own=make_books(Decimal(3_000_000), Decimal(8_650_000))),
    "no-unit": replace(STATEMENTS, unit=""),
}
SUMS = ("total_assets_yuan", "total_assets_prior_yuan", "liabilities_yuan", "equity_yuan", "revenue_yuan")


def check(facts: FinanceFacts, layout: int, medium: Medium, folder: Path) -> None:
    """What is read of a paper is its truth, and nothing is read that it does not say."""
    paper = draw(facts, layout=layout, medium=medium, seed=20)
    file = folder / f"paper{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, file.name, "0" * 64)
    assert not isinstance(reading, Problem)
    found = digest(reading)
    assert found.kinds == (facts.kind,)
    (record,), (truth,) = found.records, paper.truth
    said = {name: plain(field.value) for name, field in record.fields.items()}
    for name, value in truth.fields.items():
        assert name == "seals" or said.get(name) == plain(value), name
    for name in ("period", "consolidated", "draft", "reported_on", "opinion", "currency_unit"):
        assert name not in said or name in truth.fields, name
    for name in SUMS:
        assert facts.unit == "" or record.fields[name].confidence >= 0.8, name


def plain(value: object) -> object:
    """A value as it is compared."""
    if isinstance(value, str):
        return squash(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.parametrize("layout", range(LAYOUTS[FinanceFacts]))
@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_read_is_what_was_printed(variant: str, layout: int, tmp_path: Path) -> None:
    check(VARIANTS[variant], layout, Medium.TEXT, tmp_path)


@pytest.mark.parametrize("layout", range(LAYOUTS[FinanceFacts]))
def test_statements_in_a_workbook(layout: int, tmp_path: Path) -> None:
    for variant in ("statements", "society", "institution", "wan"):
        check(VARIANTS[variant], layout, Medium.WORKBOOK, tmp_path)


def test_statements_scanned_sideways(tmp_path: Path) -> None:
    check(STATEMENTS, 1, Medium.ROTATED_SCAN, tmp_path)
