"""Which tables are declared lists, and which list each is (domain.md 1.3 and appendix B)."""

from collections.abc import Sequence

import pytest

from domain.claims import COLUMNS, ListName
from domain.documents import CellValue, Line, Origin, Page, Reading, Table, TableCell, Word
from domain.findings import Reason
from extractors.declared_lists import extract_claims, is_list_workbook, list_in_document
from tests.sheets import (
    ACTIVITIES,
    FILLER,
    HEADERS,
    HIGH_GROWTH,
    ORDERS,
    ROWS,
    SERVED,
    SHA,
    list_of,
    lists_of,
    merged,
    names,
    problems_of,
    reading_of,
    sheet_of,
)

# --- The templates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(HEADERS))
def test_every_template_is_known_by_its_header_alone(name: ListName) -> None:
    declared = list_of(HEADERS[name], ROWS[name])
    assert declared.name is name
    assert tuple(declared.columns) == COLUMNS[name]
    assert declared.header_row == 1
    assert len(declared.rows) == 1
    assert declared.problems == ()


@pytest.mark.parametrize("name", list(HEADERS))
def test_titles_notes_footers_and_blank_lines_are_no_rows(name: ListName) -> None:
    header, row = HEADERS[name], ROWS[name]
    width = len(header)
    declared = list_of(
        (),
        merged(f"附表4-2-1-{list(HEADERS).index(name) + 1}", width),
        merged("2024年度名单", width),
        ("单位名称（盖章）：北京某某有限公司",),
        header,
        (FILLER,) * width,
        row,
        (2, *[None] * (width - 1)),
        (3, *[FILLER] * (width - 1)),
        (2, *row[1:]),
        merged("填表说明：服务内容需具体，如“参加XX活动”；线上填报系统需提交Excel版本。", width),
        ("填表人：张三", None, "联系电话：010-82341234"),
        ("第 1 页 共 1 页",),
    )
    assert declared.name is name
    assert declared.header_row == 5
    assert [claim.row for claim in declared.rows] == [7, 10]
    assert declared.problems == ()
    assert declared.year == 2024


def test_a_claim_says_where_it_stands() -> None:
    claim = list_of((), (None, *SERVED), (None, 1, " 北京云途科技有限公司\u3000", "代理记账", "北京")).rows[0]
    assert (claim.row, claim.name, claim.list) == (3, "北京云途科技有限公司", ListName.SERVED)
    assert (claim.source.sheet, claim.source.cell, claim.source.path, claim.source.sha256) == (
        "Sheet1",
        "C3",
        "材料/表.xlsx",
        SHA,
    )
    assert claim.cells == {"number": 1, "enterprise": "北京云途科技有限公司", "service": "代理记账", "province": "北京"}
    assert claim.raw["enterprise"] == " 北京云途科技有限公司\u3000"


TWO_ROWS = (
    ("序号", "姓名", "职务", "教育情况", None, "专业资质情况", None, "联系电话"),
    (None, None, None, "学历", "毕业院校及专业", "资格/资质名称", "发证机关", None),
)
TWO_ROWS_FILLED = (
    ("序号", "姓名", "职务", "教育情况", "教育情况", "专业资质情况", "专业资质情况", "联系电话"),
    ("序号", "姓名", "职务", "学历", "毕业院校及专业", "资格/资质名称", "发证机关", "联系电话"),
)


@pytest.mark.parametrize("header", [TWO_ROWS, TWO_ROWS_FILLED])
def test_the_header_of_staff_takes_two_rows(header: tuple[tuple[str | None, ...], ...]) -> None:
    declared = list_of(("从事为中小企业服务人员情况表",), *header, ROWS[ListName.STAFF])
    assert declared.name is ListName.STAFF
    assert tuple(declared.columns) == COLUMNS[ListName.STAFF]
    assert (declared.header_row, [claim.row for claim in declared.rows]) == (2, [4])
    assert declared.rows[0].cells["phone"] == "13800008000"
    assert declared.rows[0].cells["school_major"] == "北京大学 法学"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (ListName.SERVED, ("序号", "企业名称", "服务内容", "省市")),
        (ListName.SERVED, ("序 号", "服务企业\n名称（全称）", "服 务 内 容", "所属省（市）")),
        (ListName.SERVED, ("No.", "客户名称", "提供的服务内容", "注册地")),
        (ListName.SERVED, ("序号", "单位名称*", "服务项目", "所在地区")),
        (ListName.ORDERS, ("序号", "甲方名称", "服务内容", "甲方企业类型", "合同金额", "付款时间", "合同编号")),
        (ListName.ORDERS, ("序号", "客户名称", "合同名称", "企业规模", "订单金额(元)", "合同签订日期", "银行回单号")),
        (ListName.ORDERS, ("客户单位名称", "划型", "金额（万元）", "签订时间", "回单编号", "服务主要内容")),
        (ListName.ACTIVITIES, ("序号", "活动主题", "举办日期", "活动地点", "参会企业数", "参会人数", "是否收费")),
        (ListName.ACTIVITIES, ("序号", "会议名称", "会议时间", "地址", "企业数（家）", "人次", "收费标准")),
        (ListName.SURVEYS, ("序号", "企业名称", "服务内容", "联系人", "手机号码", "满意度得分")),
        (ListName.PARTNERS, ("序号", "机构名称", "类别", "合作内容", "协议签订日期")),
        (ListName.PARTNERS, ("序号", "合作单位名称", "服务类别", "服务内容", "签约时间")),
        (ListName.HIGH_GROWTH, ("序号", "企业名称", "资质称号", "服务内容")),
        (ListName.PRODUCTS, ("序号", "产品名称", "类别", "产品简介", "收费标准")),
        (ListName.STAFF, ("序号", "人员姓名", "岗位", "最高学历", "毕业学校", "职称", "发证单位", "手机")),
    ],
)
def test_headers_in_the_words_of_applicants(name: ListName, header: tuple[str, ...]) -> None:
    declared = list_of(header, *[tuple(f"某{index}公司" for index in range(len(header)))])
    assert declared.name is name
    assert set(declared.columns) >= set(COLUMNS[name]) - {"number"}


def test_extra_columns_are_kept() -> None:
    header = (*SERVED, "统一社会信用代码", "成立时间", "行业 分类", "行业 分类", "备注")
    row = (
        1,
        "北京云途科技有限公司",
        "代理记账",
        "北京",
        "91110108MA01FAKE9F",
        "2022年3月5日",
        "软件",
        "信息",
        "新客户",
    )
    claim = list_of(header, row).rows[0]
    assert claim.cells["uscc"] == "91110108MA01FAKE9F"
    assert claim.cells["founded_on"] == "2022-03-05"
    assert claim.cells["行业分类"] == "软件"
    assert claim.cells["remark"] == "新客户"


def test_columns_in_any_order_and_without_numbers() -> None:
    declared = list_of(("所属省市", "服务内容", "服务企业名称"), ("天津", "检测", "天津某某有限公司"))
    assert declared.name is ListName.SERVED
    assert declared.columns == {"province": "A", "service": "B", "enterprise": "C"}
    assert names(declared) == ["天津某某有限公司"]


# --- Which list -------------------------------------------------------------------------------------------------------


def test_a_title_decides_where_columns_leave_it_open() -> None:
    header, row = ("序号", "企业名称", "服务内容"), (1, "北京云途科技有限公司", "代理记账")
    assert lists_of(header, row) == ()
    assert list_of(("年度服务企业名单",), header, row).name is ListName.SERVED
    assert list_of(header, row, sheet="附表2").name is ListName.SERVED
    assert list_of(header, row, path="申报.zip!/门槛4/附表4-2-1-8.xlsx").name is ListName.HIGH_GROWTH
    assert list_of(header, row, path="附表2 年度服务企业名单/清单.xlsx").name is ListName.SERVED


def test_a_table_of_names_alone_needs_a_title() -> None:
    declared = list_of(("服务企业名单",), ("企业名称",), ("北京云途科技有限公司",), ("天津某某有限公司",))
    assert (declared.name, names(declared)) == (ListName.SERVED, ["北京云途科技有限公司", "天津某某有限公司"])


def test_a_folder_alone_makes_no_list_of_names() -> None:
    header, row = ("序号", "企业名称", "联系人", "联系电话"), (1, "北京云途科技有限公司", "李四", "138****8000")
    assert lists_of(header, row, path="附表2 服务企业名单/清单.xlsx") == ()
    assert list_of(header, row, path="服务企业名单.xlsx").name is ListName.SERVED
    served = ("序号", "企业名称", "服务内容")
    assert lists_of(served, (1, "北京云途科技有限公司", "讲座"), path="附表2 服务企业名单/参会企业.xlsx") == ()


def test_the_name_of_the_applicant_above_a_list_says_nothing() -> None:
    rows = (("北京人才上市标准服务有限公司",), SERVED, ROWS[ListName.SERVED])
    assert list_of(*rows).name is ListName.SERVED


def test_two_lists_that_fit_equally_are_not_told_apart() -> None:
    header = ("序号", "企业名称", "企业资质", "服务内容", "所属省市")
    row = (1, "北京云途科技有限公司", "专精特新", "代理记账", "北京")
    assert lists_of(header, row) == ()
    assert [problem.reason for problem in problems_of(header, row)] == [Reason.HEADER_UNKNOWN]
    assert list_of(("附表4-2-1-2",), header, row).name is ListName.SERVED
    assert list_of(header, row, sheet="附表8").name is ListName.HIGH_GROWTH


def test_a_title_that_the_columns_deny_is_a_question() -> None:
    rows = (
        ("附表2 年度服务企业名单",),
        ORDERS[:3] + ORDERS[4:],
        (1, "北京云途科技有限公司", "记账", 1, "2024-03-05", "A1"),
    )
    assert lists_of(*rows) == ()
    assert problems_of(*rows)[0].reason is Reason.HEADER_UNKNOWN


def test_orders_with_a_province_column_are_orders() -> None:
    declared = list_of((*ORDERS, "所属省市"), (*ROWS[ListName.ORDERS], "北京"))
    assert declared.name is ListName.ORDERS
    assert declared.rows[0].cells["所属省市"] == "北京"


def test_a_file_named_for_one_list_may_hold_others() -> None:
    served, orders = (
        sheet_of([SERVED, ROWS[ListName.SERVED]], "名单"),
        sheet_of([ORDERS, ROWS[ListName.ORDERS]], "订单"),
    )
    lists, problems = extract_claims(reading_of(served, orders, path="附表2.xlsx"))
    assert [declared.name for declared in lists] == [ListName.SERVED, ListName.ORDERS]
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "title", "header", "row", "cells"),
    [
        (
            ListName.REGISTERED,
            "线上服务系统注册企业名单",
            ("序号", "企业名称", "注册时间", "所属省市"),
            (1, "北京云途科技有限公司", "2024.3.5", "北京"),
            {"registered_on": "2024-03-05"},
        ),
        (
            ListName.MENTORS,
            "创业导师名单",
            ("序号", "姓名", "工作单位", "聘期"),
            (1, "王五", "某某大学", "2024年"),
            {"term": "2024年"},
        ),
        (
            ListName.STARTUPS,
            "服务初创企业名单",
            ("序号", "企业名称", "成立时间", "服务内容", "所属省市"),
            (1, "北京云途科技有限公司", "2022-03-05", "工位", "北京"),
            {"founded_on": "2022-03-05"},
        ),
        (
            ListName.FINANCED,
            "获得融资企业名单",
            ("序号", "企业名称", "融资额（亿元）", "融资时间"),
            (1, "北京云途科技有限公司", 0.5, "2024年6月"),
            {"financing_amount_wan": 5000, "financed_on": "2024-06"},
        ),
    ],
)
def test_lists_without_a_template(
    name: ListName, title: str, header: tuple[str, ...], row: tuple[CellValue, ...], cells: dict[str, CellValue]
) -> None:
    declared = list_of((title,), header, row)
    assert declared.name is name
    assert cells.items() <= declared.rows[0].cells.items()


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("附表5活动/签到表.xlsx", ("序号", "姓名", "单位", "手机", "签到时间")),
        (
            "满意度调查.xlsx",
            ("序号", "提交答卷时间", "所用时间", "来源", "1、企业名称", "2、您对服务的总体满意度", "总分"),
        ),
        ("满意度调查.xlsx", ("序号", "企业名称", "满意度", "提交答卷时间", "所用时间")),
        ("参会人员.xlsx", ("昵称", "首次入会时间", "退会时间", "参会时长")),
        ("社保.xlsx", ("序号", "姓名", "社会保障号码", "缴费起止年月", "缴费月数")),
        ("报名表.xlsx", ("姓名", "公司名称", "职务", "手机号", "所在地区")),
        ("发票导出.xlsx", ("序号", "数电票号码", "销方名称", "购买方名称", "开票日期", "金额", "价税合计", "合同编号")),
        ("利润表.xlsx", ("项目", "行次", "本期金额", "上期金额")),
        ("通讯录.xlsx", ("企业名称", "联系人", "联系电话", "地址")),
    ],
)
def test_exports_and_other_tables_are_no_lists(path: str, header: tuple[str, ...]) -> None:
    rows = [header, *[tuple(f"值{row}{index}" for index in range(len(header))) for row in range(3)]]
    assert extract_claims(reading_of(sheet_of(rows), path=path)) == ((), ())
    assert not is_list_workbook(reading_of(sheet_of(rows), path=path))


def test_a_sheet_that_only_says_it_is_a_list_is_a_problem() -> None:
    rows: list[tuple[CellValue, ...]] = [
        ("甲", "乙", "丙"),
        (1, "北京云途科技有限公司", "x"),
        (2, "天津某某有限公司", "y"),
    ]
    _, problems = extract_claims(reading_of(sheet_of(rows), path="附表2 服务企业名单.xlsx"))
    assert [(problem.reason, problem.source.cell, problem.detail) for problem in problems] == [
        (Reason.HEADER_UNKNOWN, "A1", "甲，乙，丙")
    ]
    assert is_list_workbook(reading_of(sheet_of(rows), path="附表2 服务企业名单.xlsx"))
    assert extract_claims(reading_of(sheet_of(rows), path="其他.xlsx")) == ((), ())
    assert extract_claims(reading_of(sheet_of([]), path="附表2.xlsx")) == ((), ())


def test_a_list_without_claims_beside_the_lists_is_no_list() -> None:
    rows = (("2024年新增京津冀客户企业",), HIGH_GROWTH, ROWS[ListName.HIGH_GROWTH])
    assert lists_of(*rows) == ()
    assert problems_of(*rows)[0].reason is Reason.HEADER_UNKNOWN


# --- What became of enterprises ---------------------------------------------------------------------------------------

NEWLY = ("序号", "企业名称", "获得的资质名称", "认定时间", "服务内容")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (ListName.LISTED, ("序号", "企业名称", "上市/挂牌情况", "上市/挂牌时间", "证券代码")),
        (ListName.LISTED, ("公司全称", "上市阶段", "受理时间", "股票代码")),
        (ListName.LISTED, ("序号", "单位名称", "所属层级", "挂牌日期")),
        (ListName.RECOGNISED, NEWLY),
        (ListName.RECOGNISED, ("企业名称", "认定资质名称", "获得认定时间")),
        (ListName.FINANCED, ("融资企业名称", "所属省市", "融资金额（万元）", "放款日期", "贷款银行")),
    ],
)
def test_lists_of_outcomes_are_told_by_their_columns(name: ListName, header: tuple[str, ...]) -> None:
    declared = list_of(header, tuple(f"某{index}公司" for index in range(len(header))))
    assert declared.name is name
    assert len(declared.columns) == len(header)


def test_the_form_of_high_growth_enterprises_stays_it_with_a_column_of_dates() -> None:
    row = (1, "北京云途科技有限公司", "专精特新", "2022年3月", "专利申请")
    assert list_of(NEWLY, row, path="附表4-2-1-8.xlsx").name is ListName.HIGH_GROWTH
    assert list_of(NEWLY, row).name is ListName.RECOGNISED


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2024年新认定企业名单", ListName.RECOGNISED),
        ("2024年度新认定专精特新企业名单", ListName.RECOGNISED),
        ("服务创新型高成长中小企业名单", ListName.HIGH_GROWTH),
        ("专精特新企业名单", ListName.HIGH_GROWTH),
        ("北京市专精特新中小企业培训活动台账", None),
    ],
)
def test_newly_recognised_and_high_growth_enterprises_are_told_by_title(title: str, name: ListName | None) -> None:
    found = [declared.name for declared in lists_of((title,), HIGH_GROWTH, ROWS[ListName.HIGH_GROWTH])]
    assert found == [name or ListName.HIGH_GROWTH]


def test_a_list_of_listed_enterprises_without_stage_says_what_it_is_by_its_title() -> None:
    declared = list_of(("企业名称", "证券代码", "挂牌日期"), ("北京云途科技股份有限公司", "874001", "2024.5.20"))
    assert declared.name is ListName.LISTED
    assert dict(declared.rows[0].cells) == {
        "enterprise": "北京云途科技股份有限公司",
        "code": "874001",
        "listed_on": "2024-05-20",
    }


def test_a_row_whose_words_head_columns_elsewhere_is_no_second_header() -> None:
    header = ("序号", "姓名", "工作单位", "职称", "专业领域", "联系电话")
    rows = [(number, f"张{sign}", "某职业学院", "讲师", "数字化", None) for number, sign in enumerate("一二三", 1)]
    declared = list_of(("讲师库名单",), header, *rows, path="材料/讲师库名单.xlsx", sheet="讲师库名单")
    assert declared.name is ListName.TALENTS
    assert names(declared) == ["张一", "张二", "张三"]


# --- Several tables ---------------------------------------------------------------------------------------------------


def test_lists_one_below_the_other() -> None:
    lists = lists_of(
        ("附表4-2-1-2",),
        SERVED,
        ROWS[ListName.SERVED],
        (),
        ("附表4-2-1-3",),
        ("年度合同订单列表",),
        ORDERS,
        ROWS[ListName.ORDERS],
        ("附表4-2-1-5 服务活动台账",),
        ACTIVITIES,
        ROWS[ListName.ACTIVITIES],
    )
    assert [(declared.name, declared.header_row, len(declared.rows)) for declared in lists] == [
        (ListName.SERVED, 2, 1),
        (ListName.ORDERS, 7, 1),
        (ListName.ACTIVITIES, 10, 1),
    ]


def test_a_header_printed_on_every_page_goes_on_with_its_table() -> None:
    declared = list_of(
        ("年度服务企业名单",),
        SERVED,
        ROWS[ListName.SERVED],
        ("年度服务企业名单",),
        SERVED,
        (2, "天津某某有限公司", "检测", "天津"),
    )
    assert [claim.row for claim in declared.rows] == [3, 6]


def test_lists_of_two_years_are_two_lists() -> None:
    first, second = lists_of(
        ("2023年度服务企业名单",),
        SERVED,
        ROWS[ListName.SERVED],
        ("2024年度服务企业名单",),
        SERVED,
        ROWS[ListName.SERVED],
    )
    assert (first.year, second.year) == (2023, 2024)


def test_a_foreign_table_below_a_list_is_not_taken_for_rows() -> None:
    declared = list_of(
        SERVED, ROWS[ListName.SERVED], (), ("序号", "姓名", "单位", "签到时间"), (1, "张三", "某某公司", "9:00")
    )
    assert len(declared.rows) == 1


def test_headings_of_blocks_are_no_rows() -> None:
    declared = list_of(
        SERVED,
        merged("一、北京市", 4),
        ROWS[ListName.SERVED],
        ("二、天津市",),
        (2, "天津某某有限公司", "检测", "天津"),
    )
    assert names(declared) == ["北京云途科技有限公司", "天津某某有限公司"]
    assert declared.problems == ()


def test_two_blocks_side_by_side_are_said_to_be_so() -> None:
    rows = ((*SERVED, *SERVED), (*ROWS[ListName.SERVED], 2, "天津某某有限公司", "检测", "天津"))
    assert names(list_of(*rows)) == ["北京云途科技有限公司"]
    assert [problem.reason for problem in problems_of(*rows)] == [Reason.HEADER_UNKNOWN]


# --- Printed lists ----------------------------------------------------------------------------------------------------


def page_of(*lines: Sequence[str], table: Sequence[Sequence[str | None]] = ()) -> Page:
    rows = tuple(tuple(None if text is None else TableCell(text) for text in row) for row in table)
    return Page(
        number=1,
        width=600,
        height=800,
        origin=Origin.OCR,
        lines=tuple(Line(tuple(Word(text) for text in line)) for line in lines),
        tables=(Table(rows),) if rows else (),
    )


def document(page: Page, path: str = "扫描件.pdf") -> Reading:
    return Reading(path=path, sha256=SHA, pages=(page,))


ROW = ("1", "北京云途科技有限公司", "代理记账", "北京市")


def test_a_printed_list_is_found() -> None:
    assert list_in_document(document(page_of(("年度服务企业名单",), SERVED, ROW))) is ListName.SERVED
    assert list_in_document(document(page_of(("年度服务企业名单",), table=(SERVED, ROW)))) is ListName.SERVED
    assert list_in_document(document(page_of(SERVED, ROW))) is ListName.SERVED
    staff = [tuple(text for text in line if text) for line in TWO_ROWS]
    row = tuple(str(value) for value in ROWS[ListName.STAFF])
    assert list_in_document(document(page_of(("从事为中小企业服务人员情况表",), *staff, row))) is ListName.STAFF


def test_print_that_ran_together_is_known_by_its_title() -> None:
    header = ("序号", "服务企业名称", "服务主要内容", "企业划型", "合同/订单金额（万合元同）/订单时间")
    row = ("1", "北京云途科技有限公司", "代理记账", "小型", "1.2")
    assert list_in_document(document(page_of(("附表4-2-1-3",), header, row))) is ListName.ORDERS
    assert list_in_document(document(page_of(header, row))) is None
    lower = ("学历", "毕业院校及专业资格/资质名称 发证机关")
    staff = page_of(
        ("从事为中小企业服务人员情况表",), tuple(text for text in TWO_ROWS[0] if text), lower, ("1", "张三", "经理")
    )
    assert list_in_document(document(staff)) is ListName.STAFF


def test_other_papers_are_no_printed_lists() -> None:
    assert list_in_document(document(page_of(("年度服务企业名单",), SERVED))) is None
    assert list_in_document(document(page_of(("目录",), ("1", "附表2 年度服务企业名单")))) is None
    sign_in = (
        ("活动签到表",),
        ("序号", "姓名", "单位", "联系电话", "签到"),
        ("1", "张三", "某某公司", "138****8000", "张三"),
    )
    assert list_in_document(document(page_of(*sign_in))) is None
    form = (
        ("服务满意度调查问卷",),
        ("服务企业名称", "北京云途科技有限公司", "联系人", "李四"),
        ("服务内容", "记账", "服务满意度", "95"),
    )
    assert list_in_document(document(page_of(*form))) is None
    assert list_in_document(document(page_of(table=form))) is None
    assert list_in_document(Reading(path="附表2.pdf", sha256=SHA)) is None


@pytest.mark.parametrize("columns", [("序号", "企业名称"), ("序号", "企业名称", "服务内容"), SERVED])
def test_clients_of_the_year_before_are_a_list_of_enterprises_served(columns: tuple[str, ...]) -> None:
    """“提供2023和2024年度服务北京市企业名单” (评分指标8.4（2）)."""
    row = ROWS[ListName.SERVED][: len(columns)]
    declared = list_of(merged("2023年度服务北京市企业名单", len(columns)), columns, row)
    assert (declared.name, declared.year, names(declared)) == (ListName.SERVED, 2023, ["北京云途科技有限公司"])
