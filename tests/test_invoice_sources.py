"""What print, code and file say of one invoice: trust, agreement, misreading, contradiction (domain.md 3.15, A.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from domain.documents import Code, Kind, Line, Origin, Page, Problem, Reading, Word
from domain.records import Field
from extractors.classify import classify
from extractors.invoice import extract_invoice
from extractors.registry import digest
from tests.positioned import column, page, reading, row
from tests.test_invoice import BUYER, BUYER_CODE, NUMBER, SELLER, SELLER_CODE, digital, said
from validators.weighing.scale import CERTAIN, LEGIBLE

SQUARE = f"01,32,,{NUMBER},1000.00,20240305,,1A2B"
XML = (
    ("Header/EIid", NUMBER),
    ("Header/InherentLabel/InIssuType/LabelCode", "Y"),
    ("Header/InherentLabel/GeneralOrSpecialVAT/LabelCode", "01"),
    ("EInvoiceData/SellerInformation/SellerName", SELLER),
    ("EInvoiceData/SellerInformation/SellerIdNum", SELLER_CODE),
    ("EInvoiceData/BuyerInformation/BuyerName", BUYER),
    ("EInvoiceData/BuyerInformation/BuyerIdNum", BUYER_CODE),
    ("EInvoiceData/BasicInformation/TotalAmWithoutTax", "943.4"),
    ("EInvoiceData/BasicInformation/TotalTaxAm", "56.60"),
    ("EInvoiceData/BasicInformation/TotalTax-includedAmount", "1000.00"),
    ("EInvoiceData/BasicInformation/RequestTime", "2024-03-04 23:59:59"),
    ("EInvoiceData/IssuItemInformation/ItemName", "*信息技术服务*技术服务费"),
    ("TaxSupervisionInfo/InvoiceNumber", NUMBER),
    ("TaxSupervisionInfo/IssueTime", "2024-03-05 00:00:00"),
)


def fields_of(paper: Reading) -> Mapping[str, Field]:
    (record,) = extract_invoice(paper)
    assert not isinstance(record, Problem)
    return record.fields


def coded(lines: Sequence[Line], *squares: str) -> Reading:
    return reading(replace(page(lines), codes=tuple(Code(text, (0.03, 0.03, 0.1, 0.1)) for text in squares)))


def recognised(lines: Sequence[Line], changes: Mapping[str, str] | None = None, score: float = 0.9) -> list[Line]:
    """The lines as OCR gives them, with some words misread."""
    read = changes or {}
    return [Line(tuple(Word(read.get(word.text, word.text), word.box, score) for word in line.words)) for line in lines]


def data_page(entries: Sequence[tuple[str, str]]) -> Page:
    lines = tuple(Line((Word(key.rpartition("/")[2]), Word(text))) for key, text in entries)
    named = tuple((f"xml:{key}", text) for key, text in entries)
    return Page(number=1, width=0.0, height=0.0, origin=Origin.TEXT, lines=lines, entries=named)


# --- XML --------------------------------------------------------------------------------------------------------------


def test_an_xml_file_is_an_invoice_with_all_fields() -> None:
    paper = reading(data_page(XML), path="发票/1.xml")
    assert classify(paper, "材料/1.xml") is Kind.INVOICE
    fields = fields_of(paper)
    assert said(fields, "invoice_kind", "number", "code") == ["电子发票（增值税专用发票）", NUMBER, None]
    assert said(fields, "issued_on", "buyer", "buyer_code") == ["2024-03-05", BUYER, BUYER_CODE]
    assert said(fields, "seller", "seller_code") == ["中关村检测(北京)股份有限公司", SELLER_CODE]
    assert said(fields, "amount_yuan", "tax_yuan", "total_yuan") == [943.4, 56.6, 1000]
    assert said(fields, "item", "void", "arithmetic_ok") == ["*信息技术服务*技术服务费", False, True]
    assert all(field.confidence == 1 and field.source.page == 1 for field in fields.values())


def test_a_credit_note_in_xml_says_what_it_takes_back() -> None:
    changed = {
        "Header/InherentLabel/InIssuType/LabelCode": "N",
        "EInvoiceData/BasicInformation/TotalTax-includedAmount": "-1000.00",
    }
    entries = [(key, changed.get(key, text)) for key, text in XML]
    entries.append(("EInvoiceData/SpecificInformation/RedEInvoice/OriginalInvoiceCode", "24112000000000000007"))
    fields = fields_of(reading(data_page(entries)))
    assert said(fields, "void", "total_yuan", "cancels") == [True, -1000, "24112000000000000007"]


def test_older_names_of_elements() -> None:
    entries = [
        ("InvoiceCode", "052002100113"),
        ("InvoiceNo", "00008006"),
        ("IssueDate", "2022年05月05日"),
        ("Buyer/BuyerName", BUYER),
        ("Buyer/BuyerTaxID", BUYER_CODE),
        ("Seller/SellerName", SELLER),
        ("TaxInclusiveTotalAmount", "25254.62"),
        ("TaxTotalAmount", "735.57"),
        ("TaxExclusiveTotalAmount", "24519.05"),
        ("GoodsInfos/GoodsInfo/Item", "*经纪代理服务*经纪代理服务"),
    ]
    fields = fields_of(reading(data_page(entries)))
    assert said(fields, "code", "number", "issued_on") == ["052002100113", "00008006", "2022-05-05"]
    assert said(fields, "buyer", "total_yuan", "arithmetic_ok") == [BUYER, 25254.62, True]
    pinyin = [("FPDM", "011002300111"), ("FPHM", "12345678"), ("KPRQ", "20240305"), ("XSF_MC", SELLER), ("JSHJ", "9.5")]
    fields = fields_of(reading(data_page(pinyin)))
    assert said(fields, "code", "number", "issued_on", "total_yuan") == ["011002300111", "12345678", "2024-03-05", 9.5]


def test_print_that_says_something_else_than_the_attached_invoice_is_doubtful() -> None:
    def with_entries(total: str) -> Reading:
        named = tuple((f"xml:{key}", text) for key, text in XML)
        return reading(replace(page(digital(net="¥8490.57", tax="¥509.43", total=total)), entries=named))

    forged = fields_of(with_entries("¥9000.00"))
    assert forged["total_yuan"].value == 1000
    assert forged["total_yuan"].confidence < LEGIBLE
    told = {str(row["name"]): row["found"] for row in forged["conflicts"].value}  # type: ignore[attr-defined]
    assert told["价税合计"] == "XML1000.00、票面¥9000.00"


# --- Codes ------------------------------------------------------------------------------------------------------------


def test_a_code_that_agrees_makes_recognised_print_sure() -> None:
    fields = fields_of(coded(recognised(digital(), score=0.7), SQUARE))
    for name in ("number", "issued_on", "total_yuan"):
        assert fields[name].confidence >= CERTAIN
    assert fields["seller"].confidence == 0.7
    assert "conflicts" not in fields


@pytest.mark.parametrize(
    ("printed", "read", "name", "value"),
    [
        (NUMBER, NUMBER[:-3] + "878", "number", NUMBER),
        ("2024年03月05日", "2021年03月05日", "issued_on", "2024-03-05"),
        ("¥1000.00", "¥7000.00", "total_yuan", 1000),
    ],
)
def test_a_misread_sign_is_put_right_by_the_code(printed: str, read: str, name: str, value: object) -> None:
    fields = fields_of(coded(recognised(digital(), {printed: read}), SQUARE))
    assert fields[name].value == value
    assert LEGIBLE <= fields[name].confidence < 1
    assert "conflicts" not in fields
    assert said(fields, "arithmetic_ok") == [True]


@pytest.mark.parametrize(
    ("square", "name"),
    [
        (SQUARE.replace(NUMBER, "24112000000099999999"), "发票号码"),
        (SQUARE.replace("1000.00", "25800.00"), "价税合计"),
        (SQUARE.replace("20240305", "20231120"), "开票日期"),
    ],
)
@pytest.mark.parametrize("score", [1.0, 0.93])
def test_a_code_that_says_something_else_is_a_conflict(square: str, name: str, score: float) -> None:
    fields = fields_of(coded(recognised(digital(), score=score), square))
    conflicts = fields["conflicts"].value
    assert isinstance(conflicts, list)
    assert name in {row["name"] for row in conflicts}
    assert all(fields[str(row["field"])].confidence < LEGIBLE for row in conflicts)


def test_an_altered_figure_in_a_text_layer_is_no_misreading() -> None:
    fields = fields_of(coded(digital(total="¥7000.00"), SQUARE))
    assert fields["total_yuan"].confidence < LEGIBLE
    assert said(fields, "total_yuan") == [1000]


def test_the_sum_in_the_code_of_an_older_invoice_is_net() -> None:
    lines = [line for line in digital(title="北京增值税电子普通发票") if NUMBER not in line.text]
    square = "01,10,011002300111,12345678,943.40,20240305,12345678901234567890,0A1B,"
    fields = fields_of(coded(lines, square))
    assert said(fields, "number", "code", "amount_yuan") == ["12345678", "011002300111", 943.4]
    assert "conflicts" not in fields
    wrong = fields_of(coded(lines, square.replace("943.40", "1000.00")))
    assert wrong["amount_yuan"].confidence < LEGIBLE


def test_of_several_codes_the_one_of_this_number_speaks() -> None:
    other = SQUARE.replace(NUMBER, "24112000000000000001").replace("1000.00", "77.00")
    fields = fields_of(coded(digital(), other, SQUARE, "https://example.cn/x"))
    assert said(fields, "number", "total_yuan") == [NUMBER, 1000]
    assert "conflicts" not in fields


def test_the_address_in_the_code_of_a_blockchain_invoice() -> None:
    square = "https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash=0a1b&bill_num=12345678&total_amount=100000"
    lines = [line for line in digital(title="深圳电子普通发票（区块链）") if NUMBER not in line.text]
    assert said(fields_of(coded(lines, square)), "number", "total_yuan") == ["12345678", 1000]


@pytest.mark.parametrize("square", ["", "01,32", "01,32,,24,x,y", "," * 500, "01,32,," + "9" * 500, "http://[", "没有"])
def test_other_codes_say_nothing(square: str) -> None:
    assert fields_of(coded(digital(), square)) == fields_of(reading(page(digital())))


# --- Entries of a PDF and numbers -------------------------------------------------------------------------------------


def test_the_entries_of_a_pdf_are_those_of_its_first_invoice() -> None:
    second = [
        Line(tuple(Word(word.text.replace(NUMBER, "24112000000000000099"), word.box) for word in line.words))
        for line in digital()
    ]
    paper = reading(page(digital()), page(second, 2), meta=(("InvoiceNumber", NUMBER),))
    numbers = [record.text("number") for record in digest(paper).records]
    assert numbers == [NUMBER, "24112000000000000099"]
    assert all("conflicts" not in record.fields for record in digest(paper).records)


def test_the_year_of_the_number_must_be_that_of_the_day() -> None:
    wrong = [
        Line(tuple(Word(word.text.replace("2024年", "2023年"), word.box) for word in line.words)) for line in digital()
    ]
    fields = fields_of(reading(page(wrong)))
    assert fields["issued_on"].confidence < LEGIBLE
    assert "conflicts" in fields
    assert "conflicts" not in fields_of(reading(page(digital())))


def test_an_invoice_on_paper_may_bear_both_numbers() -> None:
    lines = recognised(digital(title="北京增值税专用发票"), {"发票号码：": "数电票号码："}, score=1.0)
    extra = digital()[1].words[0]
    lines.append(Line((Word("发票号码：12345678", extra.box), Word("发票代码：011002300111", (0.1, 0.02, 0.3, 0.03)))))
    fields = fields_of(coded(lines, SQUARE))
    assert said(fields, "number", "digital_number", "code") == ["12345678", NUMBER, "011002300111"]
    assert "conflicts" not in fields


# --- Recognised sums --------------------------------------------------------------------------------------------------


def test_sums_that_prove_each_other_are_sure() -> None:
    fields = fields_of(reading(page(recognised(digital(), score=0.75))))
    assert fields["total_yuan"].confidence >= CERTAIN


@pytest.mark.parametrize(
    ("printed", "read", "name", "value"),
    [
        ("¥1000.00", "¥1800.00", "total_yuan", 1000),
        ("¥943.40", "¥948.40", "amount_yuan", 943.4),
        ("¥56.60", "¥56.80", "tax_yuan", 56.6),
    ],
)
def test_one_misread_sum_is_put_right_by_the_others(printed: str, read: str, name: str, value: float) -> None:
    fields = fields_of(reading(page(recognised(digital(), {printed: read}))))
    assert said(fields, name, "arithmetic_ok") == [value, True]
    assert fields[name].confidence >= LEGIBLE
    in_text = fields_of(reading(page(recognised(digital(), {printed: read}, score=1.0))))
    assert said(in_text, "arithmetic_ok") == [False]


def test_capitals_that_were_misread_are_not_held_against_the_figures() -> None:
    fields = fields_of(reading(page(recognised(digital(), {"⊗壹仟圆整": "⊗贰仟圆整"}))))
    assert said(fields, "total_yuan", "arithmetic_ok") == [1000, True]
    assert fields["total_capitals_yuan"].confidence < LEGIBLE


@pytest.mark.parametrize("lost", ["¥943.40", "¥56.60"])
def test_a_lost_sum_follows_from_the_other_and_the_rate(lost: str) -> None:
    fields = fields_of(reading(page(recognised(digital(), {lost: "污", lost.strip("¥"): "污"}))))
    assert said(fields, "amount_yuan", "tax_yuan", "arithmetic_ok") == [943.4, 56.6, True]
    in_text = fields_of(reading(page(recognised(digital(), {lost: "污", lost.strip("¥"): "污"}, score=1.0))))
    assert "tax_yuan" not in in_text


def test_two_misread_sums_stay_as_they_are() -> None:
    fields = fields_of(reading(page(recognised(digital(), {"¥943.40": "¥948.40", "¥56.60": "¥58.60"}))))
    assert said(fields, "amount_yuan", "tax_yuan", "arithmetic_ok") == [948.4, 58.6, False]


# --- Which side is which ----------------------------------------------------------------------------------------------


def test_labels_decide_where_the_seller_stands_first() -> None:
    lines = [
        row(30, (60, "北京增值税普通发票（卷票）"), size=14),
        row(60, (20, "发票代码："), (90, "011002300107")),
        row(76, (20, "发票号码："), (90, "12345678")),
        row(92, (20, "销售方名称："), (100, SELLER)),
        row(108, (20, "纳税人识别号："), (110, SELLER_CODE)),
        row(124, (20, "开票日期："), (90, "2024-03-05")),
        row(140, (20, "购买方名称："), (100, BUYER)),
        row(156, (20, "纳税人识别号："), (110, BUYER_CODE)),
        row(200, (20, "合计金额（小写）："), (140, "¥1000.00")),
        row(216, (20, "合计金额（大写）："), (140, "壹仟圆整")),
    ]
    fields = fields_of(reading(page(lines)))
    assert said(fields, "invoice_kind", "buyer", "seller") == [
        "增值税普通发票（卷票）",
        BUYER,
        "中关村检测(北京)股份有限公司",
    ]
    assert said(fields, "buyer_code", "seller_code", "total_yuan") == [BUYER_CODE, SELLER_CODE, 1000]


@pytest.mark.parametrize(
    ("remark", "void", "cancels"),
    [
        ("被红冲蓝字数电票号码：24112000000000000007 红字发票信息确认单编号：11010824", True, "24112000000000000007"),
        ("对应正数发票代码:011002300111号码:12345678", True, "12345678"),
        ("原发票已红冲，重新开具", False, None),
    ],
)
def test_what_a_remark_says_of_a_credit_note(remark: str, void: bool, cancels: str | None) -> None:
    assert said(fields_of(reading(page(digital(extra=remark)))), "void", "cancels") == [void, cancels]


# --- What only looks like an invoice ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        [
            "北京市社会团体会费统一票据（电子）",
            "票据代码：11060124",
            "票据号码：0010000001",
            "交款人：某公司",
            "开票日期：2024-05-01",
        ],
        ["中央非税收入统一票据（电子）", "票据代码：00010223", "开票日期：2024-05-01", "价款合计（小写）：100.00"],
        [
            "销售货物或者提供应税劳务、服务清单",
            "购买方名称：某公司",
            "所属增值税普通发票代码：011002300111 号码：12345678",
        ],
        ["红字增值税专用发票信息表", "销售方名称：某公司", "开具红字增值税专用发票信息表编号：1101052405000001"],
    ],
)
def test_receipts_lists_and_forms_are_no_invoices(lines: list[str]) -> None:
    assert classify(reading(page(column(60, *lines))), "发票/1.pdf") is Kind.OTHER
