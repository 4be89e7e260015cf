"""Forged papers: every layout in its media, the same bytes for a seed, and a truth that stands on the paper."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import cv2
import numpy as np
import openpyxl
import pytest
from docx import Document
from pypdfium2 import PdfDocument

from domain.documents import Kind
from domain.text import squash
from fixtures.forge import facts as f
from fixtures.forge.books import FinanceFacts, make_books
from fixtures.forge.facts import Medium, Paper
from fixtures.forge.papers import LAYOUTS, MEDIA, draw
from fixtures.forge.papers.letters import standard_paragraphs
from fixtures.forge.press import render
from fixtures.forge.wording import numeral_day

CLIENT, SERVICE, THIRD = "北京砚石电子有限公司", "霁川（北京）检测技术有限公司", "天津岚溪律师事务所"
TITLE, PLACE = "2024年中小企业惠企政策宣讲会", "北京市海淀区科创大厦三层报告厅"
EVENT, ISSUED = date(2024, 5, 16), date(2024, 5, 6)
YEAR = tuple(f"2024-{month:02d}" for month in range(1, 13))
ROWS = tuple(
    f.SignInRow(name, CLIENT if index < 2 else SERVICE, f"1380000{index:04d}", signed=index != 3, ditto=index == 1)
    for index, name in enumerate(("王晓华", "李建平", "张志强", "刘文", "陈国霞"))
)
CONTRACT = f.ContractFacts(
    title="技术服务合同",
    number="JS-2024-0315",
    party_a=CLIENT,
    party_b=SERVICE,
    subject="新型传感器可靠性检测",
    amount_yuan=Decimal("12345.60"),
    signed_on=date(2024, 3, 5),
    term_from=date(2024, 3, 5),
    term_to=date(2025, 3, 4),
)
INVOICE = f.InvoiceFacts(
    invoice_kind="电子发票（普通发票）",
    code="",
    number="24112000000012345678",
    issued_on=date(2024, 4, 2),
    buyer=CLIENT,
    buyer_code="91110115MAFJK9486F",
    seller=SERVICE,
    seller_code="91110108MAF1MNKD1P",
    item="技术服务费",
    amount_yuan=Decimal("9433.96"),
    tax_yuan=Decimal("566.04"),
    total_yuan=Decimal("10000.00"),
)
INSURANCE = f.InsuranceFacts(
    employer=SERVICE,
    employer_code="91110108MAF1MNKD1P",
    queried_on=date(2025, 2, 10),
    period_from="2024-01",
    period_to="2024-12",
    persons=tuple(
        f.InsuredPerson(name, f"1101991988{index:02d}184674", YEAR if index != 3 else YEAR[:5] + YEAR[7:])
        for index, name in enumerate(("吕佳静", "郭若敏", "薛景博", "魏涛", "梁彤", "萧玲", "许轩", "唐燕"), 1)
    ),
)
EDUCATION = f.EducationFacts(
    kind=Kind.DIPLOMA,
    name="郭若敏",
    gender="女",
    born_on=date(1984, 8, 18),
    school="华北科创大学",
    major="机械设计制造及其自动化",
    level="本科",
    entered_on=date(2002, 9, 1),
    graduated_on=date(2006, 7, 1),
    number="191371200605596853",
    verification_code="A1B2C3D4E5F6G7H8",
)
TITLE_FACTS = f.TitleFacts(
    kind=Kind.TITLE_CERTIFICATE,
    name="郭若敏",
    title="工程师",
    level="中级",
    awarded_on=date(2015, 11, 20),
    number="ZG1120154279348",
    issuer="北京市人力资源和社会保障局",
    id_number="110199198408180423",
)
COURSEWARE = f.ActivityPaperFacts(
    kind=Kind.COURSEWARE, title=TITLE, event_on=EVENT, place=PLACE, organisers=(SERVICE, THIRD), issued_on=ISSUED
)


BOOKS = FinanceFacts(
    kind=Kind.FINANCIAL_STATEMENT, auditee=SERVICE, year=2024, own=make_books(Decimal("12345678.91")), sealed=False
)


EXAMPLES: tuple[object, ...] = (
    CONTRACT,
    BOOKS,
    replace(CONTRACT, signed_on=None, amount_yuan=None, term_from=None, term_to=None, sealed_a=False),
    INVOICE,
    replace(INVOICE, invoice_kind="增值税电子普通发票", code="011002300111", number="12345678"),
    replace(INVOICE, invoice_kind="增值税专用发票", code="011002300111", number="12345678"),
    f.AgreementFacts(title="战略合作协议", parties=(SERVICE, CLIENT), signed_on=ISSUED, term_years=3, renews=True),
    f.AgreementFacts(
        title="合作框架协议", parties=(SERVICE, CLIENT, THIRD), signed_on=None, term_from=ISSUED, term_to=EVENT
    ),
    f.NoticeFacts(
        title=TITLE,
        event_on=EVENT,
        place="线上",
        organisers=(SERVICE, THIRD),
        issued_on=ISSUED,
        meeting_number="431-220-118",
    ),
    f.SignInFacts(title=TITLE, event_on=EVENT, place=PLACE, rows=ROWS),
    f.ScreenshotFacts(
        title=TITLE,
        event_on=EVENT,
        meeting_number="431-220-118",
        persons=56,
        attendees=("砚石电子-王晓华",),
    ),
    f.PhotoFacts(banner=TITLE, event_on=EVENT, watermark=True, seed=3),
    COURSEWARE,
    replace(COURSEWARE, kind=Kind.ACTIVITY_SUMMARY),
    replace(COURSEWARE, kind=Kind.PRESS_RELEASE),
    INSURANCE,
    replace(INSURANCE, personal=True, persons=INSURANCE.persons[:3]),
    EDUCATION,
    replace(EDUCATION, level="硕士研究生", completed=False),
    replace(EDUCATION, kind=Kind.DEGREE_CERTIFICATE, level="学士", number="1986742006841235"),
    replace(EDUCATION, kind=Kind.EDUCATION_REPORT),
    TITLE_FACTS,
    replace(TITLE_FACTS, kind=Kind.VOCATIONAL_CERTIFICATE, title="专利代理师", level=""),
    f.SurveyFacts(
        enterprise=CLIENT,
        service="检测服务",
        contact="王晓华",
        phone="13800000001",
        score=Decimal("98.5"),
        signed_on=EVENT,
    ),
    f.LetterFacts(
        kind=Kind.STATEMENT,
        title="绩效评价材料真实性声明函",
        paragraphs=standard_paragraphs("statement"),
        unit=SERVICE,
        signer="卢静",
        signed_on=ISSUED,
    ),
    f.LetterFacts(
        kind=Kind.STATEMENT,
        title="关于服务中小企业营业收入的说明",
        paragraphs=standard_paragraphs("revenue-share", unit=SERVICE, percent=Decimal("83.5")),
        unit=SERVICE,
        signer="",
        signed_on=ISSUED,
        percent=Decimal("83.5"),
    ),
    f.LicenceFacts(
        name=SERVICE,
        uscc="91110108MAF1MNKD1P",
        company_type="有限责任公司（自然人投资或控股）",
        legal_representative="卢静",
        capital="1000万元",
        founded_on=date(2015, 3, 5),
        address="北京市海淀区永泰路12号院3号楼5层501室",
        authority="北京市海淀区市场监督管理局",
        scope="技术服务、技术开发、技术咨询；检验检测服务；认证服务。",
    ),
    f.IndexFacts(title="附件材料目录", entries=(("门槛条件4", "04", "服务企业名单"), ("门槛条件8", "08", "人员社保"))),
    f.InvoicePairFacts(upper=INVOICE, lower=replace(INVOICE, number="24112000000012345679", buyer=THIRD)),
    f.SlipFacts(
        title="北京市社会团体会费统一票据（电子）",
        number="0012345678",
        issued_on=EVENT,
        payer=CLIENT,
        payer_code="91110115MAFJK9486F",
        payee="北京岚溪服务业协会",
        item="会费",
        total_yuan=Decimal("5000.00"),
    ),
    f.FormFacts(
        values={
            "category": "综合咨询",
            "applicant.name": "北京砚溪企业服务有限公司",
            "listed": False,
            "founded": date(2012, 3, 5),
            "ops.2024.assets_wan": Decimal("1500.5"),
            "honors": 2,
            "honors.names": "甲、乙",
        }
    ),
    f.ReportFacts(
        category="综合咨询",
        unit="北京砚溪企业服务有限公司",
        district="海淀区",
        reported_on=date(2025, 3, 4),
        chapters=(("一、平台基本情况", ("平台成立于2012年。",)),),
    ),
)

FIELDS: Mapping[Kind, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        Kind.FINANCIAL_STATEMENT: "auditee period currency_unit total_assets_yuan total_assets_prior_yuan "
        "liabilities_yuan equity_yuan revenue_yuan revenue_prior_yuan seals",
        Kind.SERVICE_CONTRACT: "title number party_a party_b subject amount_yuan signed_on term_from term_to seals",
        Kind.COOPERATION_AGREEMENT: "title party_a party_b party_c signed_on term_from term_to renews seals",
        Kind.INVOICE: "invoice_kind code number issued_on buyer buyer_code seller seller_code item amount_yuan "
        "tax_yuan total_yuan void cancels digital_number seals",
        Kind.OTHER: "",
        Kind.ACTIVITY_NOTICE: "title event_on place organisers issued_on seals",
        Kind.ACTIVITY_SUMMARY: "title event_on place organisers issued_on seals",
        Kind.PRESS_RELEASE: "title event_on place organisers issued_on",
        Kind.COURSEWARE: "title event_on organisers",
        Kind.SIGN_IN_SHEET: "title event_on place rows units persons",
        Kind.MEETING_SCREENSHOT: "title event_on persons meeting_number attendees",
        Kind.ACTIVITY_PHOTO: "title event_on",
        Kind.SOCIAL_INSURANCE: "employer queried_on period_from period_to persons seals",
        Kind.DIPLOMA: "name school major level graduated_on number seals",
        Kind.DEGREE_CERTIFICATE: "name school major level graduated_on number seals",
        Kind.EDUCATION_REPORT: "name school major level graduated_on number verification_code",
        Kind.TITLE_CERTIFICATE: "name title level awarded_on number issuer seals",
        Kind.VOCATIONAL_CERTIFICATE: "name title level awarded_on number issuer seals",
        Kind.SURVEY_FORM: "enterprise score signed_on seals",
        Kind.STATEMENT: "title unit signer signed_on percent seals",
        Kind.BUSINESS_LICENCE: "name uscc legal_representative founded_on address authority seals",
        Kind.INDEX_DOCUMENT: "title entries",
        Kind.DECLARED_FORM: "category applicant.name listed founded ops.2024.assets_wan honors honors.names",
        Kind.PERFORMANCE_REPORT: "unit district category reported_on seals",
    }.items()
}
COUNTED = frozenset({"units", "seals", "void", "renews", "months"})
"""Truths that are told by other signs than their words."""


SHEET = next(example for example in EXAMPLES if isinstance(example, f.SignInFacts))
EVERY_LAYOUT = [(facts, layout) for facts in EXAMPLES for layout in range(LAYOUTS[type(facts)])]
EVERY_TEXT = [(facts, layout) for facts, layout in EVERY_LAYOUT if Medium.TEXT in MEDIA[type(facts)]]
"""The layouts with a text layer: pictures have none."""
EVERY_MEDIUM = [
    (facts, index % LAYOUTS[type(facts)], medium)
    for facts in EXAMPLES
    for index, medium in enumerate(MEDIA[type(facts)])
]
"""Each medium of each example, the layouts in turn."""


def name_of(value: object) -> str:
    return f"{EXAMPLES.index(value)}{type(value).__name__}" if value in EXAMPLES else str(value)


def take(facts: object, layout: int, medium: Medium) -> Paper:
    return draw(facts, layout=layout, medium=medium, seed=4, strength="messy")


def open_pdf(data: bytes) -> int:
    return len(PdfDocument(data))


def open_word(data: bytes) -> int:
    return len(Document(BytesIO(data)).paragraphs)


def open_workbook(data: bytes) -> int:
    return len(openpyxl.load_workbook(BytesIO(data)).sheetnames)


def open_zip(data: bytes) -> int:
    return len(ZipFile(BytesIO(data)).namelist())


def open_picture(data: bytes) -> int:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.size


def text_of(paper: Paper) -> str:
    document = PdfDocument(paper.data)
    return squash("".join(page.get_textpage().get_text_bounded() for page in document))


def ways_to_write(value: object) -> tuple[str, ...]:
    """How a truth may stand on a paper; nothing where it is told by other signs."""
    if isinstance(value, bool):
        return ()
    if isinstance(value, int | float):
        return (f"{value:g}", f"{value:,.2f}", f"{value:.2f}")
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        day = date.fromisoformat(text)
        plain = f"{day.year}年{day.month}月{day.day}日"
        return (
            plain,
            f"{day:%Y年%m月%d日}",
            text,
            numeral_day(day),
            f"{day:%Y.%m.%d}",
            f"{day.year}/{day.month}/{day.day}",
        )
    if len(text) == 7 and text[4] == "-":
        return (f"{text[:4]}年{int(text[5:])}月", f"{text[:4]}年{text[5:]}月", text.replace("-", ""))
    return (text,)


def leaves(fields: Mapping[str, object]) -> Iterator[object]:
    """Every value of a truth that stands on the paper in words."""
    for name, value in fields.items():
        if name in COUNTED or (name == "persons" and isinstance(value, int) and "rows" in fields):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping):
                yield from leaves(item)
            else:
                yield item


@pytest.mark.parametrize(("facts", "layout"), EVERY_TEXT, ids=name_of)
def test_a_text_paper_bears_its_truth(facts: object, layout: int) -> None:
    paper = take(facts, layout, Medium.TEXT)
    text = text_of(paper)
    for record in paper.truth:
        terms = {"term_from", "term_to"} if getattr(facts, "term_years", None) else set()
        for value in leaves({name: value for name, value in record.fields.items() if name not in terms}):
            ways = [squash(way) for way in ways_to_write(value)]
            assert not ways or any(way in text for way in ways), value


@pytest.mark.parametrize(("facts", "layout"), EVERY_LAYOUT, ids=name_of)
def test_the_same_seed_gives_the_same_bytes(facts: object, layout: int) -> None:
    medium = MEDIA[type(facts)][0]
    assert take(facts, layout, medium) == take(facts, layout, medium)


@pytest.mark.parametrize(("facts", "layout", "medium"), EVERY_MEDIUM, ids=name_of)
def test_a_paper_opens_in_every_medium(facts: object, layout: int, medium: Medium) -> None:
    paper = draw(facts, layout=layout, medium=medium, seed=4, strength="lost")
    assert paper.medium is medium
    openers = {".pdf": open_pdf, ".docx": open_word, ".xlsx": open_workbook, ".ofd": open_zip, ".xml": len}
    opened = openers.get(paper.suffix, open_picture)
    assert opened(paper.data)


@pytest.mark.parametrize(("facts", "layout"), EVERY_LAYOUT, ids=name_of)
def test_the_truth_speaks_the_language_of_the_contract(facts: object, layout: int) -> None:
    paper = draw(facts, layout=layout, medium=MEDIA[type(facts)][0], seed=1, strength="lost")
    assert paper.truth
    for record in paper.truth:
        assert record.kind is paper.kind
        assert set(record.fields) <= FIELDS[record.kind]
        assert json.loads(json.dumps(record.fields)) == record.fields


@pytest.mark.parametrize("medium", [Medium.SCAN, Medium.WORD, Medium.TEXT])
def test_word_files_are_drawn_alike_twice(medium: Medium) -> None:
    assert take(CONTRACT, 1, medium).data == take(CONTRACT, 1, medium).data


def test_a_word_file_is_not_sealed() -> None:
    assert take(CONTRACT, 0, Medium.WORD).truth[0].fields["seals"] == []
    assert take(CONTRACT, 0, Medium.SCAN).truth[0].fields["seals"] == [CLIENT, SERVICE]


def test_a_word_file_says_what_the_truth_says() -> None:
    document = Document(BytesIO(take(CONTRACT, 2, Medium.WORD).data))
    cells = "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert all(text in cells for text in (CLIENT, SERVICE, "12,345.60", "壹万贰仟叁佰肆拾伍元陆角整"))


def test_a_grey_scan_has_no_colour_and_a_scan_has_red() -> None:
    def redness(paper: Paper) -> float:
        page = render(paper.data, 60)[-1].astype(int)
        return float((page[..., 2] - page[..., 0]).max())

    assert redness(take(CONTRACT, 2, Medium.GREY_SCAN)) == 0
    assert redness(take(CONTRACT, 2, Medium.SCAN)) > 60


def test_a_rotated_scan_lies_on_its_side() -> None:
    sideways = draw(CONTRACT, layout=2, medium=Medium.ROTATED_SCAN, seed=3, strength="messy")
    width, height = PdfDocument(sideways.data)[0].get_size()
    assert width > height


def test_a_photo_of_one_page_is_a_jpeg_and_of_several_a_pdf() -> None:
    assert take(CONTRACT, 2, Medium.PHOTO).suffix == ".jpg"
    assert take(CONTRACT, 4, Medium.PHOTO).suffix == ".pdf"


def test_digital_invoices_write_values_before_labels() -> None:
    text = text_of(draw(INVOICE, layout=0, medium=Medium.TEXT, seed=1))
    assert text.index("24112000000012345678") < text.index("发票号码")
    assert PdfDocument(draw(INVOICE, layout=0, medium=Medium.TEXT, seed=1).data).get_metadata_value("InvoiceNumber")


def test_a_page_from_a_browser_is_full_of_radicals() -> None:
    press = replace(COURSEWARE, kind=Kind.PRESS_RELEASE)
    text = PdfDocument(take(press, 1, Medium.TEXT).data)[0].get_textpage().get_text_bounded()
    assert TITLE not in "".join(text.split())
    assert TITLE in squash(text)


def test_a_ditto_mark_never_stands_under_another_unit() -> None:
    rows = (ROWS[0], f.SignInRow("赵勇", SERVICE, "13800000009", ditto=True))
    paper = draw(
        f.SignInFacts(title=TITLE, event_on=EVENT, place=PLACE, rows=rows), layout=0, medium=Medium.TEXT, seed=1
    )
    assert "〃" not in text_of(paper)


def test_a_sheet_filled_by_hand_has_no_row_for_who_did_not_come() -> None:
    signed = [row["name"] for row in rows_of(take(SHEET, 1, Medium.TEXT))]
    assert signed == [row.name for row in ROWS if row.signed]


def test_the_export_of_a_sign_in_program_has_a_row_for_each() -> None:
    book = openpyxl.load_workbook(BytesIO(take(SHEET, 0, Medium.WORKBOOK).data))
    values = [row[2].value for row in book.active.iter_rows(min_row=4)]  # type: ignore[union-attr]
    assert values == [row.name for row in ROWS]


def rows_of(paper: Paper) -> list[dict[str, object]]:
    rows = paper.truth[0].fields["rows"]
    assert isinstance(rows, list)
    return rows


def test_a_person_goes_on_over_the_page_break() -> None:
    paper = draw(INSURANCE, layout=0, medium=Medium.TEXT, seed=1)
    first, second = (page.get_textpage().get_text_bounded() for page in PdfDocument(paper.data))
    split = [person.name for person in INSURANCE.persons if person.name in first and person.name in second]
    assert len(split) == 1


def test_the_record_of_each_person_stands_on_its_own_page() -> None:
    paper = draw(replace(INSURANCE, personal=True), layout=0, medium=Medium.TEXT, seed=1)
    document = PdfDocument(paper.data)
    assert [record.page for record in paper.truth] == list(range(1, len(INSURANCE.persons) + 1))
    for record, person in zip(paper.truth, INSURANCE.persons, strict=True):
        assert person.id_number in document[record.page - 1].get_textpage().get_text_bounded()


def test_a_layout_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no layout 9"):
        draw(CONTRACT, layout=9, medium=Medium.TEXT, seed=1)
    with pytest.raises(ValueError, match="as word"):
        draw(INVOICE, layout=0, medium=Medium.WORD, seed=1)
