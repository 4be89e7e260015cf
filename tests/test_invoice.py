"""Invoices: both sides by their place, numbers, sums and the checks on them (domain.md 3.15)."""

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from domain.documents import Line, Problem
from domain.records import Field
from extractors.invoice import extract_invoice
from fixtures.forge.people import make_uscc
from tests.positioned import page, reading, row
from validators.weighing.scale import LEGIBLE

BUYER, SELLER = "北京云途科技有限公司", "中关村检测（北京）股份有限公司"
BUYER_CODE, SELLER_CODE = make_uscc(Random(1)), make_uscc(Random(2))  # noqa: S311 - forged codes need a seed
NUMBER = "24112000000012345678"


def digital(
    *,
    title: str = "电子发票（普通发票）",
    net: str = "¥943.40",
    tax: str = "¥56.60",
    total: str = "¥1000.00",
    extra: str = "",
) -> list[Line]:
    """A fully digital invoice: buyer left, seller right."""
    return [
        row(30, (230, title), size=16),
        row(34, (420, "发票号码："), (475, NUMBER)),
        row(52, (420, "开票日期："), (475, "2024年03月05日")),
        row(90, (18, "购"), (40, "名称："), (75, BUYER), (300, "销"), (322, "名称："), (357, SELLER)),
        row(
            115,
            (40, "统一社会信用代码/纳税人识别号："),
            (205, BUYER_CODE),
            (322, "统一社会信用代码/纳税人识别号："),
            (487, SELLER_CODE),
        ),
        row(140, (30, "项目名称"), (180, "规格型号"), (400, "金 额"), (460, "税率/征收率"), (540, "税 额")),
        row(158, (20, "*信息技术服务*技术服务费"), (400, "943.40"), (470, "6%"), (540, "56.60")),
        row(250, (60, "合"), (90, "计"), (400, net), (540, tax)),
        row(275, (30, "价税合计（大写）"), (150, "⊗壹仟圆整"), (420, "（小写）"), (475, total)),
        row(300, (30, f"备注 {extra}")),
        row(370, (60, "开票人："), (100, "李明")),
    ]


def invoice(lines: Sequence[Line], meta: tuple[tuple[str, str], ...] = ()) -> Mapping[str, Field]:
    (record,) = extract_invoice(reading(page(lines), meta=meta))
    assert not isinstance(record, Problem)
    return record.fields


def said(fields: Mapping[str, Field], *names: str) -> list[object]:
    return [fields[name].value if name in fields else None for name in names]


def test_a_fully_digital_invoice() -> None:
    fields = invoice(digital())
    assert said(fields, "invoice_kind", "code", "number") == ["电子发票（普通发票）", None, NUMBER]
    assert said(fields, "issued_on", "item") == ["2024-03-05", "*信息技术服务*技术服务费"]
    assert said(fields, "buyer", "seller") == [BUYER, "中关村检测(北京)股份有限公司"]
    assert said(fields, "buyer_code", "seller_code") == [BUYER_CODE, SELLER_CODE]
    assert said(fields, "amount_yuan", "tax_yuan", "total_yuan") == [943.4, 56.6, 1000]
    assert said(fields, "void", "arithmetic_ok") == [False, True]


def test_an_older_invoice_has_the_seller_below() -> None:
    lines = [
        row(30, (200, "北京增值税电子普通发票"), size=16),
        row(34, (420, "发票代码："), (475, "011002100311")),
        row(50, (420, "发票号码："), (475, "12345678")),
        row(66, (420, "开票日期："), (475, "2024 年 03 月 05 日")),
        row(90, (30, "名"), (70, "称："), (110, BUYER)),
        row(106, (30, "纳税人识别号："), (110, BUYER_CODE)),
        row(150, (30, "货物或应税劳务、服务名称"), (400, "金 额"), (540, "税 额")),
        row(168, (20, "*研发和技术服务*检测费"), (400, "1000.00"), (540, "***")),
        row(250, (60, "合"), (110, "计"), (400, "¥1000.00"), (540, "***")),
        row(275, (30, "价税合计（大写）"), (150, "⊗壹仟圆整"), (420, "（小写）¥1000.00")),
        row(300, (30, "名"), (70, "称："), (110, SELLER)),
        row(316, (30, "纳税人识别号："), (110, SELLER_CODE)),
    ]
    fields = invoice(lines)
    assert said(fields, "invoice_kind", "code", "number") == ["增值税电子普通发票", "011002100311", "12345678"]
    assert said(fields, "buyer", "seller") == [BUYER, "中关村检测(北京)股份有限公司"]
    assert said(fields, "buyer_code", "seller_code") == [BUYER_CODE, SELLER_CODE]
    assert said(fields, "amount_yuan", "tax_yuan", "arithmetic_ok") == [1000, 0, True]


def test_sums_that_do_not_add_up_are_said_to_be_so() -> None:
    assert said(invoice(digital(net="¥943.04")), "arithmetic_ok") == [False]
    assert said(invoice(digital(total="¥1010.00")), "arithmetic_ok") == [False]


def test_a_credit_note_is_void() -> None:
    fields = invoice(digital(net="¥-943.40", tax="¥-56.60", total="¥-1000.00", extra="红字发票信息确认单编号：1101"))
    assert said(fields, "void", "amount_yuan", "total_yuan") == [True, -943.4, -1000]


def test_the_file_itself_is_a_cross_check() -> None:
    agrees = (("InvoiceNumber", NUMBER), ("IssueTime", "2024-03-05"), ("TotalAmWithoutTax", "943.40"))
    assert "conflicts" not in invoice(digital(), agrees)
    other = "24112000000099999999"
    fields = invoice(digital(), (("InvoiceNumber", other), ("SellerIdNum", SELLER_CODE)))
    assert said(fields, "conflicts", "number") == [
        [{"field": "number", "name": "发票号码", "found": f"PDF信息{other}、票面{NUMBER}"}],
        other,
    ]
    assert fields["number"].confidence < LEGIBLE < fields["seller_code"].confidence


def test_the_file_fills_what_the_page_does_not_say() -> None:
    lines = [line for line in digital() if "开票日期" not in line.text]
    assert said(invoice(lines, (("IssueTime", "2024-03-05"),)), "issued_on") == ["2024-03-05"]


def test_look_alikes_in_a_code_are_mapped_and_marked() -> None:
    misread = BUYER_CODE.replace("0", "O", 1)
    lines = [
        Line(tuple(word if word.text != BUYER_CODE else type(word)(misread, word.box) for word in line.words))
        for line in digital()
    ]
    field = invoice(lines)["buyer_code"]
    assert (field.value, field.raw) == (BUYER_CODE, misread)
    assert field.confidence < 1


def test_a_code_that_fails_its_check_stays_as_printed_and_is_doubtful() -> None:
    wrong = BUYER_CODE[:-1] + ("1" if BUYER_CODE[-1] != "1" else "2")
    lines = [
        Line(tuple(word if word.text != BUYER_CODE else type(word)(wrong, word.box) for word in line.words))
        for line in digital()
    ]
    field = invoice(lines)["buyer_code"]
    assert field.value == wrong
    assert field.confidence < 1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("电子发票（增值税专用发票）", "电子发票（增值税专用发票）"),
        ("北京增值税专用发票", "增值税专用发票"),
        ("北京增值税普通发票", "增值税普通发票"),
        ("增值税电子专用发票", "增值税电子专用发票"),
    ],
)
def test_kinds_of_invoice(title: str, kind: str) -> None:
    assert said(invoice(digital(title=title)), "invoice_kind") == [kind]


def test_every_value_knows_its_place() -> None:
    fields = invoice(digital())
    seller = fields["seller"].source.bbox
    assert seller is not None
    assert seller[0] == pytest.approx(357 / 595)
    assert all(field.source.page == 1 for field in fields.values())


def test_sums_that_add_up_are_found_without_their_label() -> None:
    lines = [Line(tuple(word for word in line.words if word.text not in ("合", "计"))) for line in digital()]
    assert said(invoice(lines), "amount_yuan", "tax_yuan", "arithmetic_ok") == [943.4, 56.6, True]


def test_a_title_under_the_seal_of_the_tax_office() -> None:
    lines = digital()
    torn = row(30, (200, "电子发票"), (262, "票(普通发票)"), size=16)
    assert said(invoice([torn, *lines[1:]]), "invoice_kind") == ["电子发票（普通发票）"]
