"""Forged invoices of every kind as PDF, OFD and XML, read back to their truth; one sheet of two, through OCR."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.documents import Kind, Problem
from extractors import readers
from extractors.registry import Digest, digest
from fixtures.forge.facts import InvoiceFacts, InvoicePairFacts, Medium, SlipFacts
from fixtures.forge.papers import LAYOUTS, draw
from tests.test_forged_papers import plain

BUYER, SELLER = "北京澜屏精密机械有限公司", "北京砚溪企业服务有限公司"
BUYER_CODE, SELLER_CODE = "91110115MAFJK9486F", "91110108MAF1MNKD1P"
TWENTY = "24112000000012345678"
DAY = date(2024, 3, 5)

KINDS = {
    "电子发票（普通发票）": ("", TWENTY),
    "电子发票（增值税专用发票）": ("", TWENTY),
    "增值税电子普通发票": ("011002400111", "12345678"),
    "增值税电子专用发票": ("011002400113", "12345678"),
    "增值税专用发票": ("1100241130", "12345678"),
    "增值税普通发票": ("011002400104", "12345678"),
    "增值税普通发票（卷票）": ("011002400107", "12345678"),
    "区块链电子普通发票": ("144032409110", "12345678"),
}


def facts(kind: str, **changes: object) -> InvoiceFacts:
    code, number = KINDS[kind]
    said: dict[str, object] = {
        "invoice_kind": kind,
        "code": code,
        "number": number,
        "issued_on": DAY,
        "buyer": BUYER,
        "buyer_code": BUYER_CODE,
        "seller": SELLER,
        "seller_code": SELLER_CODE,
        "item": "检测服务费",
        "amount_yuan": Decimal("9433.96"),
        "tax_yuan": Decimal("566.04"),
        "total_yuan": Decimal("10000.00"),
    }
    return InvoiceFacts(**(said | changes))  # type: ignore[arg-type]


def read(paper_facts: object, layout: int, medium: Medium, folder: Path) -> tuple[Digest, list[dict[str, object]]]:
    paper = draw(paper_facts, layout=layout, medium=medium, seed=3)
    file = folder / f"发票{paper.suffix}"
    file.write_bytes(paper.data)
    found = readers.read(file, file.name, "0" * 64)
    assert not isinstance(found, Problem)
    truths = [{key: value for key, value in record.fields.items() if key != "seals"} for record in paper.truth]
    return digest(found), truths


def assert_says(found: Digest, truths: list[dict[str, object]]) -> None:
    assert len(found.records) == len(truths)
    for record, truth in zip(found.records, truths, strict=True):
        said = {name: field.value for name, field in record.fields.items()}
        assert {name: plain(said.get(name)) for name in truth} == {name: plain(value) for name, value in truth.items()}
        assert "conflicts" not in said


SHAPES = [
    (kind, layout, medium)
    for kind in KINDS
    for layout in range(LAYOUTS[InvoiceFacts])
    for medium in (Medium.TEXT, Medium.OFD, Medium.XML)
    if medium is Medium.TEXT or "电子" in kind
]


@pytest.mark.parametrize(("kind", "layout", "medium"), SHAPES)
def test_what_is_read_is_what_was_drawn(kind: str, layout: int, medium: Medium, tmp_path: Path) -> None:
    found, truths = read(facts(kind), layout, medium, tmp_path)
    assert found.kinds == (Kind.INVOICE,)
    assert_says(found, truths)


@pytest.mark.parametrize("medium", [Medium.TEXT, Medium.OFD, Medium.XML])
def test_a_credit_note_names_what_it_takes_back(medium: Medium, tmp_path: Path) -> None:
    red = facts(
        "电子发票（普通发票）",
        amount_yuan=Decimal("-9433.96"),
        tax_yuan=Decimal("-566.04"),
        total_yuan=Decimal("-10000.00"),
        void=True,
        cancels="24112000000000000007",
    )
    found, truths = read(red, 0, medium, tmp_path)
    assert_says(found, truths)
    assert found.records[0].text("cancels") == "24112000000000000007"


@pytest.mark.parametrize("layout", range(LAYOUTS[InvoiceFacts]))
def test_a_digital_invoice_on_paper_has_both_numbers(layout: int, tmp_path: Path) -> None:
    assert_says(*read(facts("增值税普通发票", digital_number=TWENTY), layout, Medium.TEXT, tmp_path))


@pytest.mark.parametrize("medium", [Medium.TEXT, Medium.OFD])
def test_a_code_over_another_sum_is_named(medium: Medium, tmp_path: Path) -> None:
    altered = facts("增值税电子普通发票", coded_yuan=Decimal("943.40"))
    found, _ = read(altered, 2, medium, tmp_path)
    (told,) = found.records[0].rows("conflicts")
    assert (told["name"], told["found"]) == ("金额", "二维码943.40、票面¥9433.96")


@pytest.mark.parametrize("layout", range(LAYOUTS[InvoicePairFacts]))
def test_two_invoices_on_a_sheet(layout: int, tmp_path: Path) -> None:
    both = InvoicePairFacts(upper=facts("增值税电子普通发票"), lower=facts("电子发票（增值税专用发票）"))
    assert_says(*read(both, layout, Medium.TEXT, tmp_path))


@pytest.mark.parametrize("layout", range(LAYOUTS[SlipFacts]))
@pytest.mark.parametrize("title", ["北京市社会团体会费统一票据（电子）", "销售货物或者提供应税劳务、服务清单"])
def test_receipts_and_lists_are_no_invoices(title: str, layout: int, tmp_path: Path) -> None:
    slip = SlipFacts(
        title=title,
        number="0010000001",
        issued_on=DAY,
        payer=BUYER,
        payer_code=BUYER_CODE,
        payee="北京岚溪服务业协会",
        item="检测服务",
        total_yuan=Decimal("10000.00"),
        invoice_number="12345678" if "清单" in title else "",
    )
    found, _ = read(slip, layout, Medium.TEXT, tmp_path)
    assert (found.kinds, found.records) == ((Kind.OTHER,), ())


def test_a_scan_with_its_code(tmp_path: Path) -> None:
    found, truths = read(facts("电子发票（普通发票）"), 0, Medium.SCAN, tmp_path)
    assert_says(found, truths)
    assert all(found.records[0].fields[name].confidence >= 0.98 for name in ("number", "issued_on", "total_yuan"))
