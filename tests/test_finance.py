"""Audit reports and statements: whose, when, and the sums of the right column, unit and entity (domain.md 3.13)."""

from collections.abc import Mapping, Sequence

import pytest

from domain.documents import Kind, Line, Origin, Page, Problem, Reading, Seal, Word
from domain.findings import Reason
from domain.records import Field, Record
from extractors.classify import classify
from extractors.finance import extract_audit_report, extract_financial_statement
from tests.positioned import column, page, plain, reading, row, table

OWN = "北京砚溪企业服务有限公司"
NOW_FIRST = ("期末余额", "年初余额")
BALANCE = {
    "资产总计": ("3,000,000.00", "2,500,000.00"),
    "负债合计": ("1,200,000.00", "1,100,000.00"),
    "所有者权益（或股东权益）合计": ("1,800,000.00", "1,400,000.00"),
    "负债和所有者权益（或股东权益）总计": ("3,000,000.00", "2,500,000.00"),
}
INCOME = {"一、营业收入": ("8,650,000.00", "7,000,000.00"), "减：营业成本": ("5,000,000.00", "4,000,000.00")}


def statement(
    lines: Mapping[str, Sequence[str]],
    title: str = "资产负债表",
    heads: Sequence[str] = NOW_FIRST,
    *,
    day: str = "2024年12月31日",
    unit: str = "单位：元",
    sure: float = 1.0,
) -> list[Line]:
    """A statement of one column of labels and the figures under these heads."""
    places = [300 + 100 * place for place in range(len(heads))]
    top = [row(60, (250, title), size=16), row(84, (50, f"编制单位：{OWN}"), (300, day), (480, unit))]
    head = row(104, (100, "项目"), *zip(places, heads, strict=True))
    body = [
        row(124 + 20 * number, (50, label), *zip(places, figures, strict=False), confidence=sure)
        for number, (label, figures) in enumerate(lines.items())
    ]
    return [*top, head, *body]


def fields_of(*pages: Sequence[Line], extract: object = extract_financial_statement) -> Mapping[str, Field]:
    paper = reading(*(page(lines, number) for number, lines in enumerate(pages, 1)))
    return record_of(paper).fields


def record_of(paper: Reading) -> Record:
    (found,) = extract_financial_statement(paper)
    assert not isinstance(found, Problem)
    return found


def said(fields: Mapping[str, Field], *names: str) -> list[object]:
    return [fields[name].value if name in fields else None for name in names]


SUMS = ("total_assets_yuan", "total_assets_prior_yuan", "liabilities_yuan", "equity_yuan")


def test_the_fields_of_a_balance_sheet_and_income() -> None:
    fields = fields_of(statement(BALANCE), statement(INCOME, "利润表", ("本期金额", "上期金额"), day="2024年度"))
    assert said(fields, *SUMS) == [3_000_000, 2_500_000, 1_200_000, 1_800_000]
    assert said(fields, "revenue_yuan", "revenue_prior_yuan") == [8_650_000, 7_000_000]
    assert said(fields, "auditee", "period", "currency_unit") == [OWN, "2024", "元"]
    assert fields["total_assets_yuan"].confidence == 1
    assert fields["total_assets_yuan"].source.page == 1
    assert fields["revenue_yuan"].source.page == 2


def test_the_opening_balance_may_stand_left() -> None:
    swapped = {label: figures[::-1] for label, figures in BALANCE.items()}
    fields = fields_of(statement(swapped, heads=("年初余额", "期末余额")))
    assert said(fields, *SUMS) == [3_000_000, 2_500_000, 1_200_000, 1_800_000]


@pytest.mark.parametrize(
    ("heads", "now"),
    [
        (("2024年12月31日", "2023年12月31日"), 3_000_000),
        (("2023年12月31日", "2024年12月31日"), 2_500_000),
        (("2024年12月31日", "2024年1月1日"), 3_000_000),
        (("期末数", "期初数"), 3_000_000),
        (("上年年末余额", "期末余额"), 2_500_000),
    ],
)
def test_heads_tell_the_year(heads: Sequence[str], now: int) -> None:
    assert said(fields_of(statement(BALANCE, heads=heads)), "total_assets_yuan") == [now]


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [
        ("单位：元", 3_000_000),
        ("金额单位：人民币千元", 3_000_000_000),
        ("单位:万元", 30_000_000_000),
        ("货币单位：人民币元", 3_000_000),
    ],
)
def test_the_unit_line_applies(unit: str, yuan: int) -> None:
    assert said(fields_of(statement(BALANCE, unit=unit)), "total_assets_yuan") == [yuan]


def test_without_a_unit_a_balanced_sheet_with_cents_is_in_yuan() -> None:
    assert fields_of(statement(BALANCE, unit=""))["total_assets_yuan"].confidence >= 0.95


def test_without_a_unit_small_or_whole_sums_are_not_believed() -> None:
    small = {label: [figure.replace(",000.00", ".00") for figure in figures] for label, figures in BALANCE.items()}
    whole = {label: [figure.replace(".00", "") for figure in figures] for label, figures in BALANCE.items()}
    for lines in (small, whole):
        fields = fields_of(statement(lines, unit=""))
        assert fields["total_assets_yuan"].confidence <= 0.5
        assert "currency_unit" not in fields


def test_negative_sums_stand_in_brackets() -> None:
    lines = {
        "资产总计": ("1,000.00", "900.00"),
        "负债合计": ("1,500.00", "900.00"),
        "所有者权益合计": ("(500.00)", "-"),
    }
    fields = fields_of(statement(lines))
    assert said(fields, "equity_yuan", "total_assets_yuan") == [-500, 1000]


HALVES = row(
    104,
    (80, "资产"),
    (200, "期末余额"),
    (260, "年初余额"),
    (330, "负债和所有者权益"),
    (450, "期末余额"),
    (520, "年初余额"),
)


def test_two_halves_on_one_page() -> None:
    lines = [
        row(60, (250, "资产负债表"), size=16),
        row(84, (50, f"编制单位：{OWN}"), (300, "2024年12月31日"), (480, "单位：元")),
        HALVES,
        row(124, (50, "流动资产"), (195, "100.00"), (255, "90.00"), (320, "负债合计"), (445, "40.00"), (515, "50.00")),
        row(144, (50, "存货"), (195, "20.00"), (255, "10.00"), (320, "所有者权益合计"), (445, "80.00"), (515, "50.00")),
        row(
            164,
            (50, "资产总计"),
            (195, "120.00"),
            (255, "100.00"),
            (320, "负债和所有者权益总计"),
            (445, "120.00"),
            (515, "100.00"),
        ),
    ]
    assert said(fields_of(lines), *SUMS) == [120, 100, 40, 80]


def test_a_figure_that_touches_the_next_label_is_cut_off() -> None:
    lines = [
        row(60, (250, "资产负债表"), size=16),
        HALVES,
        row(124, (50, "资产总计"), (195, "1,120.00"), (255, "1,100.00负债合计"), (445, "1,040.00"), (515, "1,050.00")),
    ]
    assert said(fields_of(lines), "total_assets_yuan", "total_assets_prior_yuan", "liabilities_yuan") == [
        1120,
        1100,
        1040,
    ]


def test_line_numbers_are_no_sums() -> None:
    lines = {"资产总计": ("31", "3,000,000.00", "2,500,000.00"), "负债合计": ("48", "1.00", "2.00")}
    fields = fields_of(statement(lines, heads=("行次", "期末余额", "年初余额")))
    assert said(fields, *SUMS[:3]) == [3_000_000, 2_500_000, 1]


def test_the_own_statements_go_before_the_consolidated_ones() -> None:
    group = {label: ["9" + figure for figure in figures] for label, figures in BALANCE.items()}
    fields = fields_of(statement(group, "合并资产负债表"), statement(BALANCE, "母公司资产负债表"))
    assert said(fields, "total_assets_yuan", "group_total_assets_yuan", "consolidated") == [3_000_000, 93_000_000, None]


@pytest.mark.parametrize("minority", ["", "少数股东权益"])
def test_consolidated_statements_alone_are_marked(minority: str) -> None:
    lines = BALANCE | ({minority: ("1.00", "1.00")} if minority else {})
    fields = fields_of(statement(lines, "资产负债表" if minority else "合并资产负债表"))
    assert said(fields, "total_assets_yuan", "consolidated") == [3_000_000, True]


def test_both_entities_in_one_table() -> None:
    lines = [
        row(60, (250, "资产负债表"), size=16),
        row(84, (50, f"编制单位：{OWN}"), (480, "单位：元")),
        row(104, (80, "项目"), (260, "2024年12月31日"), (440, "2023年12月31日")),
        row(118, (230, "合并"), (330, "公司"), (420, "合并"), (510, "公司")),
        row(138, (50, "资产总计"), (210, "9,000.00"), (310, "3,000.00"), (400, "8,000.00"), (490, "2,000.00")),
    ]
    fields = fields_of(lines)
    assert said(fields, *SUMS[:2], "group_total_assets_yuan") == [3000, 2000, 9000]


@pytest.mark.parametrize(
    ("lines", "revenue"),
    [
        ({"一、营业总收入": ("9,000.00", "1.00"), "其中：营业收入": ("8,000.00", "1.00")}, 8000),
        ({"一、营业总收入": ("9,000.00", "1.00"), "营业外收入": ("7.00", "1.00")}, 9000),
        ({"主营业务收入": ("6,000.00", "1.00"), "营业收入合计": ("8,000.00", "1.00")}, 8000),
        ({"一、主营业务收入": ("6,000.00", "1.00")}, 6000),
        ({"减：营业成本": ("6,000.00", "1.00"), "加：营业外收入": ("9.00", "9.00")}, None),
    ],
)
def test_which_line_is_the_revenue(lines: Mapping[str, Sequence[str]], revenue: int | None) -> None:
    assert said(fields_of(statement(lines, "利润表", ("本期金额", "上期金额"))), "revenue_yuan") == [revenue]


def test_the_year_to_date_goes_before_the_month() -> None:
    fields = fields_of(statement({"营业收入": ("10.00", "120.00")}, "利润表", ("本期金额", "本年累计金额")))
    assert said(fields, "revenue_yuan", "revenue_prior_yuan") == [120, None]


def test_a_society_earns_the_total_of_both_funds() -> None:
    lines = [
        row(60, (250, "业务活动表"), size=16),
        row(84, (300, "2024年度"), (480, "单位：元")),
        row(104, (80, "项目"), (260, "本年累计数"), (460, "上年累计数")),
        row(118, (200, "非限定性"), (265, "限定性"), (330, "合计"), (400, "非限定性"), (465, "限定性"), (530, "合计")),
        row(
            138,
            (50, "收入合计"),
            (200, "70.00"),
            (265, "20.00"),
            (330, "90.00"),
            (400, "50.00"),
            (465, "10.00"),
            (530, "60.00"),
        ),
    ]
    assert said(fields_of(lines), "revenue_yuan", "revenue_prior_yuan") == [90, 60]


def test_notes_give_no_sums() -> None:
    notes = [
        row(60, (50, "五、财务报表主要项目注释")),
        row(84, (100, "项目"), (300, "期末余额"), (400, "年初余额")),
        row(104, (50, "资产总计"), (300, "9,999,999.00"), (400, "9,999,998.00")),
        row(124, (50, "营业收入"), (300, "9,999,997.00"), (400, "9,999,996.00")),
    ]
    assert said(fields_of(notes, statement(BALANCE), notes), "total_assets_yuan", "revenue_yuan") == [3_000_000, None]


def test_two_statements_on_one_page() -> None:
    income = [row(line_y, *parts) for line_y, parts in _rows_of_income()]
    fields = fields_of([*statement(BALANCE), *income])
    assert said(fields, "total_assets_yuan", "revenue_yuan", "revenue_prior_yuan") == [3_000_000, 8_650_000, 7_000_000]


def _rows_of_income() -> list[tuple[float, list[tuple[float, str]]]]:
    return [
        (400, [(250, "利润表")]),
        (420, [(300, "2024年度"), (480, "单位：元")]),
        (440, [(100, "项目"), (300, "本期金额"), (400, "上期金额")]),
        (460, [(50, "一、营业收入"), (300, "8,650,000.00"), (400, "7,000,000.00")]),
    ]


@pytest.mark.parametrize(
    "title", [f"{OWN}资产负债表", "2024年度资产负债表", "一、资产负债表", "资产负债表（适用执行小企业会计准则的企业）"]
)
def test_titles_of_balance_sheets(title: str) -> None:
    assert said(fields_of(statement(BALANCE, title)), "total_assets_yuan") == [3_000_000]


@pytest.mark.parametrize("title", ["资产负债表日后事项", "资产负债表……3", "现金流量表", "资产负债率计算表"])
def test_what_is_no_balance_sheet(title: str) -> None:
    assert said(fields_of(statement(BALANCE, title)), "total_assets_yuan") == [None]


@pytest.mark.parametrize("note", ["五、1", "（一）", "七、1、2", "附注六", "注1", "5.1", "12"])
def test_what_stands_under_notes_belongs_to_no_label(note: str) -> None:
    lines = {"资产总计": (note, "3,000,000.00", "2,500,000.00"), "负债合计": (note, "1.00", "2.00")}
    fields = fields_of(statement(lines, heads=("附注", "期末余额", "年初余额")))
    assert said(fields, *SUMS[:3]) == [3_000_000, 2_500_000, 1]


def test_letters_of_a_label_set_apart() -> None:
    lines = [
        *statement({}),
        row(124, (50, "资"), (80, "产"), (110, "总"), (140, "计"), (300, "3,000.00"), (400, "2,000.00")),
    ]
    assert said(fields_of(lines), *SUMS[:2]) == [3000, 2000]


def test_a_label_on_two_lines_has_its_sums_in_the_middle() -> None:
    lines = [
        *statement({"资产总计": ("3,000.00", "2,000.00"), "负债合计": ("1,000.00", "500.00")}),
        row(170, (50, "所有者权益（或股东权")),
        row(177, (300, "2,000.00"), (400, "1,500.00")),
        row(184, (50, "益）合计")),
    ]
    assert said(fields_of(lines), "equity_yuan") == [2000]


def test_a_word_file_is_read_by_its_tables() -> None:
    grid = table(
        ("项目", "附注", "期末余额", "年初余额"),
        ("货币资金", "", "1,000.00", "900.00"),
        ("资产总计", "", "3,000.00", "2,000.00"),
        ("负债合计", "五、9", "1,000.00", "500.00"),
    )
    texts = ("资产负债表", f"编制单位：{OWN} 2024年12月31日 单位：元")
    lines = [Line((Word(text),)) for text in texts]
    lines += [Line(tuple(Word(cell.text) for cell in cells if cell and cell.text)) for cells in grid.rows]
    sheet = Page(number=1, width=595, height=842, origin=Origin.TEXT, lines=tuple(lines), tables=(grid,))
    assert said(record_of(reading(sheet)).fields, *SUMS[:3], "period") == [3000, 2000, 1000, "2024"]


def test_a_balance_sheet_goes_on_over_the_page() -> None:
    head, rest = dict(list(BALANCE.items())[:1]), dict(list(BALANCE.items())[1:])
    second = statement({"短期借款": ("1.00", "1.00"), "流动负债合计": ("1.00", "1.00")} | rest)[2:]
    fields = fields_of(statement(head), second)
    assert said(fields, *SUMS) == [3_000_000, 2_500_000, 1_200_000, 1_800_000]


def unbalanced(**changes: Sequence[str]) -> Mapping[str, Sequence[str]]:
    return BALANCE | {
        {"assets": "资产总计", "both": "负债和所有者权益（或股东权益）总计"}[key]: value
        for key, value in changes.items()
    }


def test_recognised_totals_that_balance_are_sure() -> None:
    fields = fields_of(statement(BALANCE, sure=0.82))
    assert fields["total_assets_yuan"].confidence >= 0.95


def test_recognised_totals_that_nothing_confirms_prove_nothing() -> None:
    fields = fields_of(statement({"资产总计": BALANCE["资产总计"]}, sure=0.99))
    assert fields["total_assets_yuan"].confidence < 0.8


def test_recognised_totals_that_do_not_balance_prove_nothing() -> None:
    fields = fields_of(statement(unbalanced(assets=("3,000,002.00", "2,500,000.00")), sure=0.96))
    assert said(fields, "total_assets_yuan") == [3_000_002]
    assert fields["total_assets_yuan"].confidence < 0.8
    assert fields["total_assets_prior_yuan"].confidence >= 0.95


def test_a_misread_total_is_taken_from_its_second_print() -> None:
    lines = statement(BALANCE, sure=0.96)
    lines[3] = row(124, (50, "资产总计"), (300, "8,000,000.00"), (400, "2,500,000.00"), confidence=0.7)
    fields = fields_of(lines)
    assert said(fields, "total_assets_yuan") == [3_000_000]
    assert 0.8 <= fields["total_assets_yuan"].confidence < 0.9


def test_printed_totals_that_do_not_balance_stay_what_they_are() -> None:
    fields = fields_of(statement(unbalanced(assets=("3,000,002.00", "2,500,000.00"))))
    assert (fields["total_assets_yuan"].value, fields["total_assets_yuan"].confidence) == (3_000_002, 1)


@pytest.mark.parametrize(
    ("day", "period"), [("2024年12月31日", "2024"), ("2024年11月30日", "2024-11"), ("    年  月  日", None)]
)
def test_the_period(day: str, period: str | None) -> None:
    assert said(fields_of(statement(BALANCE, day=day)), "period") == [period]


def test_a_recognised_name_under_a_seal_is_unsure() -> None:
    over, beside = Seal((0.1, 0.05, 0.3, 0.2)), Seal((0.7, 0.8, 0.9, 0.95))
    sealed = page(statement(BALANCE, sure=0.97), seals=(over,), origin=Origin.OCR)
    free = page(statement(BALANCE, sure=0.97), 2, seals=(beside,), origin=Origin.OCR)
    assert record_of(reading(sealed)).fields["auditee"].confidence < 0.8
    assert record_of(reading(sealed, free)).fields["auditee"].confidence > 0.9
    printed = page(statement(BALANCE), seals=(over,))
    assert record_of(reading(printed)).fields["auditee"].confidence == 1


def test_nothing_read_is_a_problem() -> None:
    (found,) = extract_audit_report(reading(page([])))
    assert isinstance(found, Problem)
    assert found.reason is Reason.PAGE_UNREADABLE


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((f"{OWN}资产负债表", "流动资产", "负债合计"), Kind.FINANCIAL_STATEMENT),
        (("审计报告", f"{OWN}全体股东：", "我们审计了财务报表", "公允反映"), Kind.AUDIT_REPORT),
        (("审计报告及财务报表", "会计师事务所", "注册会计师", "我们审计了", "流动资产", "负债合计"), Kind.AUDIT_REPORT),
        (("企业所得税年度纳税申报表（A类）", "资产总额", "营业收入"), Kind.OTHER),
        (
            ("关于2024年度审计报告的说明", "因审计工作尚未完成，暂时无法提供审计报告，预计4月补交。特此说明。"),
            Kind.STATEMENT,
        ),
    ],
)
def test_what_kind_of_paper_it_is(lines: Sequence[str], kind: Kind) -> None:
    assert classify(plain(*lines, path="材料.pdf"), "材料.pdf") is kind


# --- The letter -------------------------------------------------------------------------------------------------------

FIRM = "北京澜川会计师事务所(普通合伙)"


def report(*lines: str, foot: Sequence[Line] = ()) -> Mapping[str, Field]:
    letter = column(60, "审计报告", "澜川审字〔2025〕第0123号", f"{OWN}全体股东：", *lines)
    (found,) = extract_audit_report(reading(page((*letter, *foot)), page(statement(BALANCE), 2)))
    assert not isinstance(found, Problem)
    assert found.kind is Kind.AUDIT_REPORT
    return found.fields


def test_the_letter_of_an_audit_report() -> None:
    foot = (
        row(600, (72, FIRM), (350, "中国注册会计师：李明")),
        row(630, (72, "二〇二五年三月二十日"), (350, "中国注册会计师：王芳")),
    )
    fields = report("我们认为，财务报表公允反映了贵公司2024年12月31日的财务状况。", "中国注册会计师", foot=foot)
    assert said(fields, "auditee", "firm", "number") == [OWN, FIRM, "澜川审字〔2025〕第0123号"]
    assert said(fields, "reported_on", "opinion", "period") == ["2025-03-20", "标准无保留", "2024"]
    assert said(fields, "total_assets_yuan", "preparer") == [3_000_000, OWN]


@pytest.mark.parametrize(
    ("lines", "opinion"),
    [
        (("一、审计意见", "公允反映了贵公司的财务状况", "我们应当发表非无保留意见。"), "标准无保留"),
        (("一、保留意见", "二、形成保留意见的基础", "公允反映了"), "保留"),
        (("一、否定意见", "二、形成否定意见的基础", "未能公允反映"), "否定"),
        (("一、无法表示意见", "我们不对后附的财务报表发表审计意见。"), "无法表示"),
        (("一、审计意见", "公允反映了", "三、强调事项", "我们提醒报表使用者关注"), "带强调事项段的无保留"),
    ],
)
def test_what_the_auditors_think(lines: Sequence[str], opinion: str) -> None:
    assert said(report(*lines), "opinion") == [opinion]


def test_a_draft_calls_itself_one() -> None:
    for words in ("征求意见稿", "审计报告（草稿）", "审计报告初稿", "送审稿"):
        assert said(report(words), "draft") == [True]
    assert said(report("公允反映了"), "draft") == [None]


def test_the_code_of_the_unified_platform() -> None:
    assert said(report("报告编码：京25ABCD1234"), "verification_code") == ["京25ABCD1234"]


def test_a_report_without_boxes_is_read_line_by_line() -> None:
    paper = plain("审计报告", f"{OWN}全体股东：", "公允反映了", path="审计报告.docx")
    (found,) = extract_audit_report(paper)
    assert isinstance(found, Record)
    assert said(found.fields, "auditee", "opinion") == [OWN, "标准无保留"]
