"""Months of pension insurance, person by person, from the papers of several regions."""

from typing import Any

import pytest

from domain.documents import Line, Page, Problem, Reading
from domain.records import Record
from extractors.contributions import find_id, parse_months, parse_span
from extractors.social_insurance import extract_social_insurance
from tests.positioned import page, plain, reading, row, table

YEAR = [f"2024-{month:02d}" for month in range(1, 13)]
FIRST, SECOND, THIRD = "110199199001010010", "110199198502020028", "110199198803030035"
KINDS = ("养老保险", "失业保险", "工伤保险", "医疗保险", "生育保险")
HEAD = (
    row(40, (120, "北京市社会保险个人权益记录（单位职工缴费信息）"), size=16),
    row(70, (50, "统一社会信用代码（组织机构代码）：91110108MA01FAKE9F"), (380, "校验码：a1b2c3")),
    row(85, (50, "单位名称：北京砚溪科技有限公司"), (380, "查询流水号：11010820250115103000")),
    row(100, (50, "查询日期：2025年1月15日"), (380, "查询时间段：2024年01月至2024年12月")),
)
COLUMN_HEAD = row(
    120,
    (50, "序号"), (85, "姓名"), (140, "社会保障号码"), (270, "险种"), (340, "起始年月"), (420, "截止年月"),
    (500, "月数"),
)  # fmt: skip


def kind_row(y: float, kind: str, first: str, last: str, count: str, *before: tuple[float, str]) -> Line:
    return row(y, *before, (270, kind), (340, first), (420, last), (505, count))


def person_rows(y: float, number: str, name: str, id_number: str, months: int = 12, at: int = 0) -> list[Line]:
    """Five kinds of one person; name and number stand beside the kind with this index."""
    who = ((55, number), (85, name), (140, id_number))
    return [
        kind_row(y + 15 * k, kind, "2024年1月", f"2024年{months}月", str(months), *(who if k == at else ()))
        for k, kind in enumerate(KINDS)
    ]


def first_record(found: tuple[Record | Problem, ...]) -> Record:
    assert isinstance(found[0], Record)
    return found[0]


def persons(where: Reading) -> list[dict[str, Any]]:
    return [dict(person) for person in first_record(extract_social_insurance(where)).rows("persons")]


def brief(where: Reading) -> list[tuple[object, object, object]]:
    return [(person["name"], person["id_number"], person["months"]) for person in persons(where)]


@pytest.mark.parametrize("at", [0, 2])
def test_a_unit_record_of_beijing(at: int) -> None:
    lines = (
        *HEAD,
        COLUMN_HEAD,
        *person_rows(140, "1", "张三", FIRST, at=at),
        *person_rows(215, "2", "李四", SECOND, 11, at),
    )
    where = reading(page((*lines, row(800, (250, "第1页(共1页)")))))
    record = first_record(extract_social_insurance(where))
    assert record.text("employer") == "北京砚溪科技有限公司"
    assert record.text("employer_code") == "91110108MA01FAKE9F"
    assert record.text("queried_on") == "2025-01-15"
    assert (record.text("period_from"), record.text("period_to")) == ("2024-01", "2024-12")
    assert brief(where) == [("张三", FIRST, YEAR), ("李四", SECOND, YEAR[:11])]
    assert [person["doubts"] for person in persons(where)] == [[], []]


@pytest.mark.parametrize("at", [0, 2])
def test_a_person_goes_on_over_the_page_break(at: int) -> None:
    rows = person_rows(140, "1", "张三", FIRST, at=at)
    second = (COLUMN_HEAD, *rows[3:], *person_rows(215, "2", "李四", SECOND, at=at))
    where = reading(page((*HEAD, COLUMN_HEAD, *rows[:3])), page(second, number=2))
    assert brief(where) == [("张三", FIRST, YEAR), ("李四", SECOND, YEAR)]


def test_a_person_named_again_on_the_next_page_is_one_person() -> None:
    early = kind_row(140, "养老保险", "2024年1月", "2024年6月", "6", (55, "1"), (85, "张三"), (140, FIRST))
    late = kind_row(140, "养老保险", "2024年7月", "2024年12月", "6", (55, "1"), (85, "张三"), (140, FIRST))
    where = reading(page((*HEAD, COLUMN_HEAD, early)), page((COLUMN_HEAD, late), number=2))
    assert brief(where) == [("张三", FIRST, YEAR)]


def test_merged_cells_of_a_ruled_table() -> None:
    grid = table(
        ("序号", "姓名", "社会保障号码", "险种", "缴费起止年月", None, "缴费月数"),
        (None, None, None, None, "起始", "截止", None),
        ("1", "张三", FIRST, "养老保险", "2024年1月", "2024年12月", "12"),
        (None, None, None, "失业保险", "2024年1月", "2024年6月", "6"),
        ("2", "李四", SECOND, "养老保险", "2024年3月", "2024年12月", "10*"),
        (None, None, None, "失业保险", "2024年1月", "2024年12月", "12"),
    )
    found = persons(reading(page(HEAD, tables=(grid,))))
    assert [person["months"] for person in found] == [YEAR, YEAR[2:]]
    assert [person["backpay"] for person in found] == [False, True]
    assert found[0]["kinds"] == {"养老保险": YEAR, "失业保险": YEAR[:6]}


def test_a_number_of_months_that_is_not_the_range_is_a_doubt() -> None:
    line = kind_row(140, "养老保险", "2024年1月", "2024年12月", "11", (55, "1"), (85, "张三"), (140, FIRST))
    assert persons(reading(page((*HEAD, COLUMN_HEAD, line))))[0]["doubts"] == ["month-count"]


def test_kinds_in_lines_under_the_person() -> None:
    lines = [row(120, (50, "序号"), (100, "姓名"), (200, "社会保障号码"))]
    for k, (name, number, months) in enumerate((("张三", FIRST, 12), ("李四", SECOND, 9))):
        top = 140 + 120 * k
        lines.append(row(top, (55, str(k + 1)), (100, name), (180, number)))
        lines += [
            row(top + 18 * (j + 1), (60, kind), (160, "2024年1月"), (260, f"2024年{months}月"), (360, str(months)))
            for j, kind in enumerate(KINDS)
        ]
    assert brief(reading(page((*HEAD, *lines)))) == [("张三", FIRST, YEAR), ("李四", SECOND, YEAR[:9])]


def test_segments_are_united_and_gaps_stay() -> None:
    lines = (
        kind_row(140, "养老保险", "2024年1月", "2024年3月", "3", (55, "1"), (85, "张三"), (140, FIRST)),
        kind_row(155, "养老保险", "2024年5月", "2024年12月", "8"),
        kind_row(170, "失业保险", "2024年1月", "2024年12月", "12"),
    )
    assert brief(reading(page((*HEAD, COLUMN_HEAD, *lines)))) == [("张三", FIRST, YEAR[:3] + YEAR[4:])]


def personal(id_number: str = FIRST, number: int = 1) -> Page:
    return page(
        (
            row(40, (100, "北京市社会保险个人权益记录（参保人员缴费信息）"), size=16),
            row(70, (50, "参保人姓名：张三"), (300, f"社会保障号码：{id_number}")),
            row(85, (50, "单位名称：北京砚溪科技有限公司"), (380, "查询日期：2025-01-15")),
            row(100, (50, "一、养老保险单位变动记录")),
            row(
                115,
                (50, "缴费起始年月"),
                (140, "缴费截止年月"),
                (230, "实际缴费月数"),
                (330, "单位名称"),
                (480, "缴费区县"),
            ),
            row(130, (55, "2023-07"), (145, "2024-03"), (250, "9"), (320, "天津澜舟检测有限公司"), (485, "朝阳区")),
            row(145, (55, "2024-04"), (145, "2024-12"), (250, "9"), (320, "北京砚溪科技有限公司"), (485, "海淀区")),
        ),
        number=number,
    )


def test_months_under_another_employer_do_not_count() -> None:
    found = persons(reading(personal()))
    assert [(person["name"], person["id_number"], person["months"]) for person in found] == [("张三", FIRST, YEAR[3:])]
    assert found[0]["segments"][0] == {
        "employer": "天津澜舟检测有限公司",
        "from": "2023-07",
        "to": "2024-03",
        "months": [*(f"2023-{month:02d}" for month in range(7, 13)), *YEAR[:3]],
    }


def test_records_of_several_persons_on_one_long_page() -> None:
    def half(id_number: str, top: int, first: str) -> tuple[Line, ...]:
        return (
            row(top, (100, "社会保险参保缴费证明（个人）"), size=16),
            row(
                top + 25, (50, "姓名：张三"), (180, f"身份证号码：{id_number}"), (390, "当前参保单位：北京砚溪科技公司")
            ),
            row(top + 50, (50, "序号"), (120, "缴费起始年月"), (240, "缴费截止年月"), (400, "单位名称")),
            row(top + 70, (55, "1"), (120, first), (240, "2024-12"), (380, "北京砚溪科技公司")),
        )

    where = reading(page((*half(FIRST, 40, "2024-01"), *half(SECOND, 300, "2024-06"))))
    found = [item for item in extract_social_insurance(where) if isinstance(item, Record)]
    assert [(one.rows("persons")[0]["id_number"], one.rows("persons")[0]["months"]) for one in found] == [
        (FIRST, YEAR),
        (SECOND, YEAR[5:]),
    ]


def test_a_watermark_behind_the_unit_is_no_part_of_it() -> None:
    marked = personal()
    lines = tuple(
        row(85, (50, "单位名称：北京砚溪科技有限公司张张三"), (380, "查询日期：2025-01-15"))
        if "查询日期" in line.text
        else line
        for line in marked.lines
    )
    record = first_record(extract_social_insurance(reading(page(lines))))
    assert record.text("employer") == "北京砚溪科技有限公司"
    assert record.fields["employer"].confidence < 1
    assert record.rows("persons")[0]["months"] == YEAR[3:]


def test_records_of_several_persons_in_one_file() -> None:
    found = extract_social_insurance(reading(personal(), personal(SECOND, 2), personal(SECOND, 3)))
    assert [
        (record.pages, record.rows("persons")[0]["id_number"]) for record in found if isinstance(record, Record)
    ] == [
        ((1, 1), FIRST),
        ((2, 3), SECOND),
    ]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (
            ("序号", "姓名", "社会保障号", "缴费起止年月", "缴费月数"),
            ("1", "张三", FIRST, "202401-202412", "已参保未/12"),
        ),
        (("序号", "姓名", "证件号码", "缴费期间"), ("1", "张三", FIRST, "202401-202412")),
        (
            ("序号", "证件号码", "姓名", "险种", "起始年月", "截止年月"),
            ("1", FIRST, "张三", "企业养老", "202401", "202412"),
        ),
        (
            ("序号", "姓名", "个人编号", "证件号码", "险种", "起止年月"),
            ("1", "张三", "10086", FIRST, "养老", "2024.01-2024.12"),
        ),
        (("序号", "职工姓名", "公民身份号码", "养老", "工伤"), ("1", "张三", FIRST, "202401-202412", "202401-202412")),
        (("序号", "姓名", "身份证号", "养老保险", "失业保险"), ("1", "张三", FIRST, "12", "12")),
    ],
)
def test_tables_of_other_regions(head: tuple[str, ...], cells: tuple[str, ...]) -> None:
    lines = (row(60, (50, "单位名称：北京砚溪科技有限公司"), (300, "缴费期间：2024年1月至2024年12月")),)
    where = reading(page(lines, tables=(table(head, cells),)))
    assert brief(where) == [("张三", FIRST, YEAR)]


def test_months_of_somebody_unread_are_nobody_elses() -> None:
    head = ("序号", "姓名", "身份证号码", "缴费起止年月")
    rows = (("1", "张三", FIRST, "202401-202403"), ("2", "李四", "", "202401-202412"), ("", "", "", "202405-202412"))
    found = persons(reading(page((), tables=(table(head, *rows),))))
    assert [(person["name"], person["months"]) for person in found] == [("张三", YEAR[:3]), ("李四", YEAR)]
    assert found[0]["doubts"] == []
    assert found[1]["doubts"] == ["id-unread", "open-group"]


def test_a_row_for_each_month() -> None:
    rows = [("张三", FIRST, "企业职工基本养老保险", month.replace("-", "")) for month in YEAR]
    where = reading(page((), tables=(table(("姓名", "证件号码", "险种", "费款所属期"), *rows),)))
    assert brief(where) == [("张三", FIRST, YEAR)]


def test_a_column_for_each_month() -> None:
    head = ("姓名", "身份证号码", *(f"{month}月" for month in range(1, 13)))
    lines = (row(60, (50, "缴费期间：2024年1月至2024年12月")),)
    marks = ("√",) * 8 + ("-",) + ("486.20",) * 3
    where = reading(page(lines, tables=(table(head, ("张三", FIRST, *marks)),)))
    assert brief(where) == [("张三", FIRST, YEAR[:8] + YEAR[9:])]


def test_rows_without_a_header() -> None:
    where = plain(
        "单位参保证明", f"1 张三 {FIRST} 202401-202412 12", f"{SECOND} 李四 2024年2月 2024年12月 11", "2025年1月15日"
    )
    assert brief(where) == [("张三", FIRST, YEAR), ("李四", SECOND, YEAR[1:])]


def test_persons_without_months_are_persons_with_a_doubt() -> None:
    where = reading(
        page((), tables=(table(("序号", "姓名", "身份证号", "参工时间"), ("1", "张三", FIRST, "2015-07-01")),))
    )
    assert [person["doubts"] for person in persons(where)] == [["no-months"]]


def test_a_wrong_check_digit_is_said_and_not_mended() -> None:
    wrong = FIRST[:-1] + "9"
    line = kind_row(140, "养老保险", "2024年1月", "2024年12月", "12", (55, "1"), (85, "张三"), (140, wrong))
    found = persons(reading(page((*HEAD, COLUMN_HEAD, line))))
    assert (found[0]["id_number"], found[0]["id_valid"], found[0]["doubts"]) == (wrong, False, ["id-invalid"])


def test_letters_for_digits_are_mended_only_where_the_check_passes() -> None:
    assert find_id("1101991990O1010010") == FIRST
    assert find_id("1101991990O1010011") == ""
    assert find_id(f"身份证 {FIRST[:6]} {FIRST[6:14]} {FIRST[14:]}") == FIRST
    assert find_id("流水号 11010820250115103000") == ""
    assert find_id("110***********0010") == "110***********0010"


def test_a_record_without_persons_is_a_problem_too() -> None:
    found = extract_social_insurance(reading(page(HEAD)))
    assert [type(item) for item in found] == [Record, Problem]


def test_months_in_many_forms() -> None:
    for text in ("2024年1月至2024年12月", "202401-202412", "2024.1 2024.12", "2024.01-12", "2024年1-12月"):
        assert parse_span(text) == ("2024-01", "2024-12"), text
    assert parse_months("2024 年 1 月") == ("2024-01",)
    assert parse_months("合计 12") == ()
    assert parse_span("2024年12月至2024年1月") is None
