"""Who came, by sheets on paper and by exports."""

from dataclasses import replace

from domain.documents import Origin, Page, Problem, Reading, Sheet, SheetRow, Table, TableCell
from domain.records import Record
from extractors.sign_in import extract_sign_in_sheet
from tests.positioned import SHA256, page, reading, row, table

HEAD = (
    row(60, (150, "中小企业融资对接会签到表"), size=20),
    row(90, (50, "活动时间：2024年5月16日 14:00-16:00")),
    row(110, (50, "活动地点：北京市海淀区中云路8号")),
)
ROSTER = (
    ("序号", "姓名", "单位", "联系电话", "签名"),
    ("1", "张三", "北京砚溪科技有限公司", "138 0000 8001", "张三"),
    ("2", "李四", "〃", "13800008002", "李四"),
    ("3", "王五", "同上", "13800008003", ""),
    ("4", "赵六", "天津澜舟检测有限公司", "13800008004", "赵六"),
    ("5", "", "", "", ""),
)


def records(where: Reading) -> list[Record]:
    return [item for item in extract_sign_in_sheet(where) if isinstance(item, Record)]


def rows(record: Record) -> list[tuple[object, ...]]:
    return [(row["name"], row["unit"], row["phone"], row["signed"]) for row in record.rows("rows")]


def test_a_printed_roster_with_signatures() -> None:
    (record,) = records(reading(page(HEAD, tables=(table(*ROSTER),))))
    assert (record.text("title"), record.text("event_on")) == ("中小企业融资对接会", "2024-05-16")
    assert record.text("place") == "北京市海淀区中云路8号"
    assert rows(record) == [
        ("张三", "北京砚溪科技有限公司", "13800008001", True),
        ("李四", "北京砚溪科技有限公司", "13800008002", True),
        ("王五", "北京砚溪科技有限公司", "13800008003", False),
        ("赵六", "天津澜舟检测有限公司", "13800008004", True),
    ]
    assert [row["ditto"] for row in record.rows("rows")] == [False, True, True, False]
    assert (record.text("units"), record.text("persons"), record.text("undecided")) == ("2", "3", "0")


def test_on_a_scan_ink_without_text_is_a_signature_and_a_cell_without_ink_is_none() -> None:
    grid = table(*ROSTER)
    cursive = tuple(
        TableCell("", confidence=0.0) if cell and cell.text == "赵六" and k == 4 else cell
        for k, cell in enumerate(grid.rows[4])
    )
    scan = replace(page(HEAD, tables=(Table((*grid.rows[:4], cursive)),)), origin=Origin.OCR)
    (record,) = records(reading(scan))
    assert [row["signed"] for row in record.rows("rows")] == [True, True, False, True]
    assert (record.text("persons"), record.text("undecided")) == ("3", "0")


def test_without_rules_an_empty_place_on_a_scan_is_not_surely_empty() -> None:
    lines = (
        *HEAD,
        row(140, (50, "序号"), (110, "姓名"), (220, "单位名称"), (400, "签名")),
        row(170, (55, "1"), (110, "张三"), (200, "北京砚溪科技有限公司"), (400, "张三")),
        row(200, (55, "2"), (110, "李四"), (200, "天津澜舟检测有限公司")),
    )
    (record,) = records(reading(replace(page(lines), origin=Origin.OCR)))
    assert [row["signed"] for row in record.rows("rows")] == [True, None]
    assert (record.text("persons"), record.text("undecided")) == ("1", "1")


def test_a_stroke_is_no_signature_and_a_word_of_absence_denies_it() -> None:
    lines = (
        *ROSTER[:1],
        ("1", "张三", "甲公司", "", "一"),
        ("2", "李四", "乙公司", "", "请假"),
        ("3", "王五", "丙公司", "", "√"),
    )
    (record,) = records(reading(replace(page(HEAD, tables=(table(*lines),)), origin=Origin.OCR)))
    assert [row["signed"] for row in record.rows("rows")] == [None, False, True]


def test_people_write_themselves_into_a_sheet_without_signatures() -> None:
    lines = (
        *HEAD,
        row(140, (50, "序号"), (150, "单位名称"), (300, "姓名"), (400, "联系方式")),
        row(170, (55, "1"), (100, "北京砚溪科技有限公司"), (300, "张三"), (400, "13800008001")),
        row(200, (55, "2"), (160, '"'), (300, "李四"), (400, "13800008002")),
        row(230, (55, "3")),
        row(800, (280, "第 1 页")),
    )
    (record,) = records(reading(replace(page(lines), origin=Origin.OCR)))
    assert rows(record) == [
        ("张三", "北京砚溪科技有限公司", "13800008001", True),
        ("李四", "北京砚溪科技有限公司", "13800008002", True),
    ]
    assert [row["confidence"] for row in record.rows("rows")] == [1.0, 0.5]


def test_a_list_of_the_registered_is_no_attendance() -> None:
    title = (row(60, (150, "中小企业融资对接会报名表"), size=20),)
    grid = table(("序号", "姓名", "单位"), ("1", "张三", "甲公司"))
    (record,) = records(reading(page(title, tables=(grid,))))
    assert [row["signed"] for row in record.rows("rows")] == [None]


def test_a_unit_in_a_merged_cell() -> None:
    grid = table(("姓名", "单位", "签到"), ("张三", "甲公司", "张三"), ("李四", None, "李四"))
    (record,) = records(reading(page(HEAD, tables=(grid,))))
    assert [row["unit"] for row in record.rows("rows")] == ["甲公司", "甲公司"]
    assert record.text("units") == "1"


def export(*cells: tuple[str | float | None, ...]) -> Reading:
    sheet = Sheet(name="签到记录", rows=tuple(SheetRow(number, row) for number, row in enumerate(cells, 1)))
    return Reading(path="签到记录.xlsx", sha256=SHA256, sheets=(sheet,))


def test_an_export_of_a_sign_in_program() -> None:
    where = export(
        ("税收政策宣讲会签到记录",) * 7,
        ("活动名称：税收政策宣讲会", "活动时间：2024年5月16日 14:00-16:00", "活动地点：线上", None, None, None, None),
        ("序号", "昵称", "姓名", "公司名称", "手机号", "签到状态", "签到时间"),
        ("1", "三哥", "张三", "北京砚溪科技有限公司", 13800008001.0, "已签到", "2024-05-16 13:40:00"),
        ("2", "李四", "李四", "天津澜舟检测有限公司", "13800008002", "未签到", ""),
    )
    (record,) = records(where)
    assert (record.text("title"), record.text("event_on"), record.text("place")) == (
        "税收政策宣讲会",
        "2024-05-16",
        "线上",
    )
    assert rows(record) == [
        ("张三", "北京砚溪科技有限公司", "13800008001", True),
        ("李四", "天津澜舟检测有限公司", "13800008002", False),
    ]
    assert record.rows("rows")[0]["cell"] == "C4"
    source = record.fields["event_on"].source
    assert (source.sheet, source.cell) == ("签到记录", "B2")


def test_an_attendee_list_of_nicknames_counts_as_signed() -> None:
    where = export(
        ("参会成员明细", None, None),
        ("用户昵称", "入会时间", "累计时长"),
        ("北京砚溪科技-张三", "2024-05-16 13:58:20", "01:59:10"),
        ("李四", "2024-05-16 14:02:01", "01:40:00"),
    )
    (record,) = records(where)
    assert record.text("event_on") == "2024-05-16"
    assert rows(record) == [("张三", "北京砚溪科技", "", True), ("李四", "", "", True)]


def test_sheets_of_two_activities_in_one_file() -> None:
    def one(title: str, number: int, name: str) -> Page:
        return page(
            (row(60, (150, title), size=20),),
            number=number,
            tables=(table(("姓名", "单位", "签名"), (name, "甲公司", name)),),
        )

    found = records(
        reading(
            one("融资对接会签到表", 1, "张三"), one("融资对接会签到表", 2, "李四"), one("税收宣讲会签到表", 3, "王五")
        )
    )
    assert [(record.text("title"), record.pages, record.text("persons")) for record in found] == [
        ("融资对接会", (1, 2), "2"),
        ("税收宣讲会", (3, 3), "1"),
    ]


def test_rows_have_their_place() -> None:
    grid = Table(
        (
            tuple(
                TableCell(text, (x, 0.2, x + 0.2, 0.25)) for x, text in ((0.1, "姓名"), (0.3, "单位"), (0.5, "签名"))
            ),
            tuple(
                TableCell(text, (x, 0.25, x + 0.2, 0.3)) for x, text in ((0.1, "张三"), (0.3, "甲公司"), (0.5, "张三"))
            ),
        )
    )
    (record,) = records(reading(page(HEAD, tables=(grid,))))
    assert record.rows("rows")[0]["bbox"] == [0.1, 0.25, 0.7, 0.3]


def test_a_sheet_without_rows_is_a_problem() -> None:
    found = extract_sign_in_sheet(reading(page(HEAD)))
    assert any(isinstance(item, Problem) for item in found)
