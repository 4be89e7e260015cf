"""Rows, footers and values of the declared lists, as applicants type them (domain.md 1.3 and 3.0)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims import Claim, ListName
from domain.documents import CellValue
from domain.findings import Reason
from extractors.declared_lists import extract_claims
from tests.sheets import (
    ACTIVITIES,
    FILLER,
    HEADERS,
    ORDERS,
    ROWS,
    SERVED,
    STAFF,
    SURVEYS,
    list_of,
    names,
    problems_of,
    reading_of,
    sheet_of,
)

# --- Rows -------------------------------------------------------------------------------------------------------------


def test_hidden_rows_and_sheets_are_still_declared() -> None:
    sheet = sheet_of([SERVED, ROWS[ListName.SERVED], (2, "天津某某有限公司", "检测", "天津")], hidden=(3,))
    declared = extract_claims(reading_of(sheet))[0][0]
    assert [claim.hidden for claim in declared.rows] == [False, True]
    declared = extract_claims(reading_of(replace(sheet, hidden=True)))[0][0]
    assert [claim.hidden for claim in declared.rows] == [True, True]


def test_notes_around_the_data() -> None:
    declared = list_of(
        ("填表说明：本表按合同或订单个数维度填写，一家企业可有多个合同/订单。",),
        ORDERS,
        ROWS[ListName.ORDERS],
        ("说明：",),
        ("1.企业划型填写大型、中型、小型、微型。",),
        (None, "标准参照《中小企业划型标准规定》", None),
        ("审核人：", None, None, "日期：2025年3月1日"),
    )
    assert names(declared) == ["北京云途科技有限公司"]
    assert declared.problems == ()


def test_the_sample_row_of_a_template_is_no_claim() -> None:
    assert names(list_of(SERVED, ("例", "XX有限公司", "XX专利申请", "北京"), ROWS[ListName.SERVED])) == [
        "北京云途科技有限公司"
    ]


def test_a_row_without_a_name_is_a_problem() -> None:
    rows = (
        SERVED,
        ROWS[ListName.SERVED],
        (2, None, "代理记账", "北京"),
        (3, "——", "代理记账", "北京"),
        (4, "/", None, None),
    )
    assert len(list_of(*rows).rows) == 1
    assert [(problem.reason, problem.source.cell) for problem in problems_of(*rows)] == [
        (Reason.VALUE_INVALID, "B3"),
        (Reason.VALUE_INVALID, "B4"),
    ]


def test_ditto_marks_say_what_stands_above() -> None:
    declared = list_of(ORDERS, ROWS[ListName.ORDERS], (2, "同上", "〃", "小型", 3, "2024-04-01", "HT-002"))
    assert names(declared) == ["北京云途科技有限公司"] * 2
    assert declared.rows[1].cells["service"] == "代理记账"
    assert declared.rows[1].raw["enterprise"] == "同上"


def test_enterprises_whose_names_sound_like_footers_are_rows() -> None:
    declared = list_of(
        SERVED[1:], ("平均律科技（北京）有限公司", "检测", "北京"), ("合计人力资源有限公司", "招聘", "北京")
    )
    assert len(declared.rows) == 2


# --- Footers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "footer",
    [
        ("合计", None, None, None, 388, 1024, "——"),
        ("合计", "合计", "合计", "合计", "388家", "1024人次", "——"),
        (None, "合 计", None, None, 388.0, 1024.0, None),
    ],
)
def test_the_footer_of_activities(footer: tuple[CellValue, ...]) -> None:
    declared = list_of(ACTIVITIES, ROWS[ListName.ACTIVITIES], footer)
    assert len(declared.rows) == 1
    assert declared.totals == {"enterprises": 388, "persons": 1024}


@pytest.mark.parametrize(
    "footer",
    [
        ("平均满意度", None, None, None, None, 95.2),
        ("平均满意度", "平均满意度", "平均满意度", "平均满意度", "平均满意度", "95.2%"),
        ("平均满意度（%）", None, None, None, None, 0.952),
        ("平均满意度：95.2%",),
        ("平均满意度", 95.2),
    ],
)
def test_the_footer_of_surveys(footer: tuple[CellValue, ...]) -> None:
    declared = list_of(SURVEYS, ROWS[ListName.SURVEYS], footer)
    assert len(declared.rows) == 1
    assert declared.totals == {"satisfaction": 95.2}


# --- Values -----------------------------------------------------------------------------------------------------------


def order(
    amount: CellValue = 1, signed_on: CellValue = "2024-03-05", reference: CellValue = "A", unit: str = "（万元）"
) -> Claim:
    header = (*ORDERS[:4], f"合同/订单金额{unit}", *ORDERS[5:])
    return list_of(header, (1, "北京云途科技有限公司", "记账", "小型", amount, signed_on, reference)).rows[0]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05 00:00:00", "2024-03-05"),
        (45356, "2024-03-05"),
        (45356.0, "2024-03-05"),
        (" 45356", "2024-03-05"),
        (20240305, "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("24.3.5", "2024-03-05"),
        ("2024年3月", "2024-03"),
        ("3月5日", None),
        (2024.3, None),
        ("2024年2月30日", None),
        ("待定", None),
        ("——", None),
        (None, None),
    ],
)
def test_dates_become_iso(value: CellValue, day: str | None) -> None:
    claim = order(signed_on=value)
    assert claim.cells["signed_on"] == day
    assert claim.raw.get("signed_on") == (None if value is None else str(value).removesuffix(".0"))


def test_a_day_without_its_year_takes_that_of_the_title() -> None:
    row = (1, "政策宣讲会", "3月5日-6日", "线上", 30, 52, "免费")
    claim = list_of(("2024年度服务活动台账",), ACTIVITIES, row).rows[0]
    assert (claim.cells["held_on"], claim.cells["held_until"]) == ("2024-03-05", "2024-03-06")
    note = ("填表说明：按日期顺序填写2024年度活动情况；线上填报系统需提交Excel版本。",)
    assert list_of(ACTIVITIES, row, note).rows[0].cells["held_on"] == "2024-03-05"
    assert list_of(ACTIVITIES, row).rows[0].cells["held_on"] is None


def test_what_cannot_be_read_is_a_problem_beside_its_row() -> None:
    rows = (ORDERS, (1, "北京云途科技有限公司", "记账", "小型", "面议", "2024年2月30日", "A"))
    assert [(problem.reason, problem.source.cell) for problem in problems_of(*rows)] == [
        (Reason.VALUE_INVALID, "E2"),
        (Reason.VALUE_INVALID, "F2"),
    ]
    assert list_of(*rows).rows[0].cells["amount_wan"] is None
    assert list_of(*rows).rows[0].raw["amount_wan"] == "面议"


@pytest.mark.parametrize(
    ("unit", "value", "amount"),
    [
        ("（万元）", 1.2, 1.2),
        ("（万元）", " 1.2", 1.2),
        ("（万元）", "1.2万元", 1.2),
        ("（万元）", "12000元", 1.2),
        ("（万元）", 0.1 + 0.2, 0.3),
        ("（元）", 12000, 1.2),
        ("（元）", "12,000.00", 1.2),
        ("(元)", "￥12000", 1.2),
        ("（亿元）", 0.5, 5000),
        ("", 5, 5),
        ("（万元）", 0, 0),
        ("（万元）", "300元/样", None),
    ],
)
def test_amounts_are_in_wan(unit: str, value: CellValue, amount: float | None) -> None:
    assert order(amount=value, unit=unit).cells["amount_wan"] == amount


def test_the_unit_above_the_table_counts_where_the_header_gives_none() -> None:
    header = ("序号", "客户名称", "合同金额", "签订时间", "合同编号")
    row = (1, "北京云途科技有限公司", 12000, "2024-03-05", "A")
    assert list_of(("单位：元",), header, row).rows[0].cells["amount_wan"] == 1.2
    assert list_of(("年度合同订单列表", None, None, None, "单位：元"), header, row).rows[0].cells["amount_wan"] == 1.2


@pytest.mark.parametrize("value", [12345678901234567, 1.2345678901234568e17, "1.23457E+17"])
def test_numbers_that_lost_their_digits_are_said_to_have(value: CellValue) -> None:
    rows = (ORDERS, (1, "北京云途科技有限公司", "记账", "小型", 1, "2024-03-05", value))
    assert list_of(*rows).rows[0].cells["reference"] is None
    problem = problems_of(*rows)[0]
    assert (problem.reason, problem.source.cell) == (Reason.VALUE_INVALID, "G2")
    assert "15位" in problem.detail


def test_references_stay_text() -> None:
    assert order(reference=2024001).cells["reference"] == "2024001"
    assert order(reference=2024001.0).cells["reference"] == "2024001"
    assert order(reference="24442000000127444519").cells["reference"] == "24442000000127444519"


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([95, 100, 98.5], [95, 100, 98.5]),
        ([0.95, 1, 0.985], [95, 100, 98.5]),
        (["95%", "100％", "98.5 %"], [95, 100, 98.5]),
        (["95分", "100 分", "98.5"], [95, 100, 98.5]),
        ([95, 0.96, 105], [95, 96, 105]),
        ([95, 1], [95, None]),
        ([4.8, 5, 5], [None, None, None]),
        (["满意", "约95", None], [None, None, None]),
        (["0.95", "1"], [95, 100]),
    ],
)
def test_satisfaction_is_a_percentage(values: list[CellValue], shown: list[float | None]) -> None:
    rows = [(number, f"北京第{number}有限公司", "记账", "李四", "无", value) for number, value in enumerate(values, 1)]
    assert [claim.cells["satisfaction"] for claim in list_of(SURVEYS, *rows).rows] == shown


def test_counts_and_rounded_counts() -> None:
    rows = (
        ACTIVITIES,
        (1, "宣讲会", "2024-03-05", "线上", "约30家", "52人", "免费"),
        (2, "讲座", "2024-03-06", "线上", "——", 3.5, 0),
    )
    declared = list_of(*rows)
    first, second = declared.rows
    assert (first.cells["enterprises"], first.cells["enterprises_approximate"]) == (30, True)
    assert (first.cells["persons"], "persons_approximate" in first.cells) == (52, False)
    assert (second.cells["enterprises"], second.cells["persons"], second.cells["fee"]) == (None, None, 0)
    assert [problem.source.cell for problem in declared.problems] == ["E2", "F3"]


def test_private_numbers_do_not_stand_in_problems() -> None:
    rows = (ACTIVITIES, (1, "宣讲会", "联系13812348000", "线上", 30, 52, "免费"))
    assert "13812348000" not in problems_of(*rows)[0].detail


# --- Laws -------------------------------------------------------------------------------------------------------------


def sheet_for(name: ListName, count: int) -> list[tuple[CellValue, ...]]:
    row = ROWS[name]
    return [HEADERS[name], *[(number, f"{row[1]}{number}号", *row[2:]) for number in range(1, count + 1)]]


@given(
    st.sampled_from(list(HEADERS)),
    st.integers(1, 4),
    st.integers(0, 6),
    st.integers(0, 4),
    st.integers(0, 3),
    st.sampled_from((None, "", " ", FILLER, "\u200b")),
)
def test_blank_rows_and_columns_change_nothing_but_the_places(
    name: ListName, count: int, above: int, left: int, right: int, blank: CellValue
) -> None:
    rows = sheet_for(name, count)
    plain = list_of(*rows)
    width = len(rows[0]) + left + right
    moved = list_of(
        *[(blank,) * width] * above, *[((blank,) * left) + row + ((blank,) * right) for row in rows], (blank,) * width
    )
    assert [claim.cells for claim in moved.rows] == [claim.cells for claim in plain.rows]
    assert [claim.raw for claim in moved.rows] == [claim.raw for claim in plain.rows]
    assert [claim.row - above for claim in moved.rows] == [claim.row for claim in plain.rows]
    assert (moved.name, moved.header_row) == (plain.name, plain.header_row + above)


@given(st.sampled_from(list(HEADERS)), st.randoms(use_true_random=False))
def test_the_order_of_columns_changes_nothing(name: ListName, random: object) -> None:
    rows = sheet_for(name, 2)
    order_of_columns = list(range(len(rows[0])))
    getattr(random, "shuffle")(order_of_columns)  # noqa: B009 - hypothesis gives no type for its randoms
    shuffled = list_of(*[tuple(row[index] for index in order_of_columns) for row in rows])
    assert [dict(claim.cells) for claim in shuffled.rows] == [dict(claim.cells) for claim in list_of(*rows).rows]
    assert shuffled.name is name


cells = st.one_of(
    st.none(),
    st.integers(-5, 10**18),
    st.floats(allow_nan=True),
    st.booleans(),
    st.dates(min_value=date(1900, 1, 1)).map(str),
    st.sampled_from(
        (*SERVED, *ORDERS, *ACTIVITIES, *STAFF, "合计", "同上", "填表说明：", "——", FILLER, "北京某某有限公司")
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(cells, max_size=8), max_size=10))
def test_any_sheet_can_be_read(rows: list[list[CellValue]]) -> None:
    lists, _ = extract_claims(reading_of(sheet_of(rows), path="附表2.xlsx"))
    for declared in lists:
        assert all(claim.name for claim in declared.rows)
        assert len({claim.row for claim in declared.rows}) == len(declared.rows)
