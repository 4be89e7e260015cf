"""Rows of tables from grids, from words under a header, and from sheets."""

import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.documents import Line, Page, Reading, Sheet, SheetRow, Table, TableCell, Word
from extractors.table_cells import rows_of, value_text
from extractors.table_headers import Column, header_key
from extractors.tables import find_table
from tests.positioned import HEIGHT, SHA256, WIDTH, page, reading, row, table

COLUMNS = (
    Column("number", ("序号", "编号")),
    Column("name", ("姓名",)),
    Column("unit", ("单位", "单位名称", "公司名称")),
    Column("phone", ("联系电话", "电话", "手机号")),
    Column("sign", ("签名", "签字")),
)
ANCHORS = ("number", "name")

HEAD = row(100, (60, "序号"), (110, "姓名"), (240, "单位名称"), (420, "联系电话"))


def texts(found: object, *keys: str) -> list[tuple[str, ...]]:
    return [tuple(entry.text(key) for key in keys) for entry in found.entries]  # type: ignore[attr-defined]


def test_a_ruled_table_is_read_by_its_header() -> None:
    grid = table(
        ("活动签到表", None, None, None),
        ("序号", "姓 名", "单位名称（全称）", "联系电话/手机号"),
        ("1", "张三", "北京砚溪科技有限公司", "13800008001"),
        ("2", "李四", "", "13800008002"),
    )
    found = find_table(reading(page((), tables=(grid,))), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "number", "name", "unit", "phone") == [
        ("1", "张三", "北京砚溪科技有限公司", "13800008001"),
        ("2", "李四", "", "13800008002"),
    ]
    assert "sign" not in found.headers


def test_a_merged_cell_counts_for_every_row_it_covers() -> None:
    grid = table(
        ("序号", "姓名", "单位", "电话"),
        ("1", "张三", "北京砚溪科技有限公司", "13800008001"),
        ("2", "李四", None, "13800008002"),
    )
    found = find_table(reading(page((), tables=(grid,))), COLUMNS)
    assert found is not None
    assert texts(found, "unit") == [("北京砚溪科技有限公司",), ("北京砚溪科技有限公司",)]


def test_a_cell_merged_with_its_left_neighbour_has_nothing_of_its_own() -> None:
    def cells(y: float, *spans: tuple[float, float, str] | None) -> tuple[TableCell | None, ...]:
        return tuple(None if s is None else TableCell(s[2], (s[0], y, s[1], y + 0.05)) for s in spans)

    grid = Table(
        (
            cells(0.1, (0.0, 0.2, "姓名"), (0.2, 0.6, "单位"), (0.6, 1.0, "电话")),
            cells(0.15, (0.0, 0.2, "张三"), (0.2, 0.6, "甲公司"), (0.6, 1.0, "13800008001")),
            cells(0.2, (0.0, 0.6, "李四"), None, (0.6, 1.0, "13800008002")),
        )
    )
    found = find_table(reading(page((), tables=(grid,))), COLUMNS)
    assert found is not None
    assert texts(found, "name", "unit") == [("张三", "甲公司"), ("李四", "")]


def test_a_header_may_stand_in_two_rows() -> None:
    columns = (Column("name", ("姓名",)), Column("degree", ("学历",)), Column("school", ("毕业院校及专业",)))
    grid = table(
        ("序号", "姓名", "教育情况", None),
        (None, None, "学历", "毕业院校及专业"),
        ("1", "张三", "本科", "某大学 计算机"),
    )
    found = find_table(reading(page((), tables=(grid,))), columns)
    assert found is not None
    assert texts(found, "name", "degree", "school") == [("张三", "本科", "某大学计算机")]


def test_words_stand_under_their_header() -> None:
    lines = (
        row(60, (200, "活动签到表")),
        HEAD,
        row(130, (65, "1"), (112, "张三"), (180, "北京砚溪科技有限公司"), (420, "13800008001")),
        row(160, (65, "2"), (112, "李四"), (180, "天津澜舟检测技术有限公司"), (420, "13800008002")),
        row(190, (65, "3"), (112, "王五"), (420, "13800008003")),
        row(800, (280, "第1页共1页")),
    )
    found = find_table(reading(page(lines)), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "number", "name", "unit", "phone") == [
        ("1", "张三", "北京砚溪科技有限公司", "13800008001"),
        ("2", "李四", "天津澜舟检测技术有限公司", "13800008002"),
        ("3", "王五", "", "13800008003"),
    ]
    cell = found.entries[1].cells["unit"]
    assert cell.page == 1
    assert cell.box == lines[3].words[2].box


def test_a_word_over_two_columns_is_cut_where_they_part() -> None:
    lines = (
        row(100, (240, "单位名称"), (420, "联系电话")),
        row(130, (65, "1"), (112, "张三"), (180, "北京砚溪科技有限公司"), (420, "13800008001")),
        row(160, (180, "天津澜舟检测技术有限公司"), (420, "13800008002")),
        row(190, (65, "3"), (112, "王五"), (290, "河北禾川食品有限公司13800008003")),
    )
    lines = (joined(lines[0], "序号姓名", 60, 132), lines[1], joined(lines[2], "2李四", 65, 133), lines[3])
    found = find_table(reading(page(lines)), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "number", "name", "unit", "phone")[1:] == [
        ("2", "李四", "天津澜舟检测技术有限公司", "13800008002"),
        ("3", "王五", "河北禾川食品有限公司", "13800008003"),
    ]


def test_a_cell_in_two_lines_joins_its_row() -> None:
    lines = (
        HEAD,
        row(124, (180, "北京砚溪生物医药科技")),
        row(130, (65, "1"), (112, "张三"), (420, "13800008001")),
        row(137, (180, "有限公司")),
        row(165, (65, "2"), (112, "李四"), (180, "天津澜舟检测技术有限公司"), (420, "13800008002")),
    )
    found = find_table(reading(page(lines)), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "name", "unit") == [
        ("张三", "北京砚溪生物医药科技有限公司"),
        ("李四", "天津澜舟检测技术有限公司"),
    ]


def test_letters_of_a_header_set_apart_are_one_label() -> None:
    lines = (
        row(100, (60, "序"), (90, "号"), (120, "姓"), (150, "名"), (260, "单"), (300, "位")),
        row(130, (70, "1"), (130, "张三"), (230, "甲公司")),
    )
    found = find_table(reading(page(lines)), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "number", "name", "unit") == [("1", "张三", "甲公司")]


def test_a_table_goes_on_over_pages_with_and_without_its_header() -> None:
    first = page((HEAD, row(130, (65, "1"), (112, "张三"), (180, "甲公司"), (420, "13800008001"))))
    second = page((row(60, (65, "2"), (112, "李四"), (180, "乙公司"), (420, "13800008002")),), number=2)
    third = page((HEAD, row(130, (65, "3"), (112, "王五"), (180, "丙公司"), (420, "13800008003"))), number=3)
    prose = page((row(60, (60, "本次活动由某某中心主办，各企业踊跃参加，取得圆满成功，特此说明。")),), number=4)
    found = find_table(reading(first, second, third, prose), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert [(entry.text("name"), entry.page) for entry in found.entries] == [("张三", 1), ("李四", 2), ("王五", 3)]


def test_a_row_parted_by_the_page_break_is_one_row() -> None:
    first = table(("序号", "姓名", "单位"), ("1", "张三", "北京砚溪生物"))
    second = table(("", "", "医药有限公司"), ("2", "李四", "乙公司"))
    pages = (page((), tables=(first,)), page((), number=2, tables=(second,)))
    found = find_table(reading(*pages), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "name", "unit") == [("张三", "北京砚溪生物医药有限公司"), ("李四", "乙公司")]


def test_two_lists_side_by_side_are_one_list() -> None:
    grid = table(
        ("序号", "姓名", "单位", "序号", "姓名", "单位"),
        ("1", "张三", "甲公司", "3", "王五", "丙公司"),
        ("2", "李四", "乙公司", "", "", ""),
    )
    found = find_table(reading(page((), tables=(grid,))), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "number", "name", "unit") == [
        ("1", "张三", "甲公司"),
        ("2", "李四", "乙公司"),
        ("3", "王五", "丙公司"),
    ]
    lines = (
        row(100, (50, "姓名"), (130, "单位"), (300, "姓名"), (400, "单位")),
        row(130, (50, "张三"), (120, "甲公司"), (300, "王五"), (390, "丙公司")),
        row(160, (50, "李四"), (120, "乙公司")),
    )
    found = find_table(reading(page(lines)), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "name", "unit") == [("张三", "甲公司"), ("李四", "乙公司"), ("王五", "丙公司")]


def test_a_sheet_gives_addresses_and_whole_numbers() -> None:
    rows = (
        SheetRow(1, ("签到导出", "签到导出", "签到导出")),
        SheetRow(3, ("姓名", "公司名称", "手机号")),
        SheetRow(4, ("张三", "甲公司", 13800008001.0)),
    )
    sheets = (Sheet(name="Sheet1", rows=rows),)
    found = find_table(Reading(path="签到.xlsx", sha256=SHA256, sheets=sheets), COLUMNS)
    assert found is not None
    phone = found.entries[0].cells["phone"]
    assert (phone.text, phone.sheet, phone.address) == ("13800008001", "Sheet1", "C4")


def test_a_slanted_page_is_levelled() -> None:
    lines = [
        HEAD,
        *(
            row(130 + 18 * k, (65, str(k + 1)), (112, f"张{k}"), (180, f"北京砚溪{k}有限公司"), (420, "13800008001"))
            for k in range(30)
        ),
    ]
    found = find_table(reading(slanted(page(lines), 0.03)), COLUMNS, anchors=ANCHORS)
    assert found is not None
    assert texts(found, "number", "unit") == [(str(k + 1), f"北京砚溪{k}有限公司") for k in range(30)]


def test_a_turned_page_is_read_upright() -> None:
    lines = (HEAD, row(130, (65, "1"), (112, "张三"), (180, "甲公司"), (420, "13800008001")))
    for rotation in (90, 180, 270):
        found = find_table(reading(turned(page(lines), rotation)), COLUMNS, anchors=ANCHORS)
        assert found is not None
        assert texts(found, "number", "name", "unit", "phone") == [("1", "张三", "甲公司", "13800008001")]


def test_header_words_are_recognised_with_notes_and_one_misread_character() -> None:
    assert header_key("联系电话（手机）", COLUMNS) == "phone"
    assert header_key("*姓名", COLUMNS) == "name"
    assert header_key("联糸电话", COLUMNS) == "phone"
    assert header_key("主办单位", COLUMNS) is None
    assert header_key("", COLUMNS) is None


def test_a_page_without_tables_gives_its_lines() -> None:
    assert [[cell.text for cell in cells if cell] for cells in rows_of(page((HEAD,)))] == [
        ["序号", "姓名", "单位名称", "联系电话"]
    ]
    assert [[cell.text for cell in cells if cell] for cells in rows_of(page((), tables=(table(("甲", None)),)))] == [
        ["甲"]
    ]


def test_numbers_of_sheets_as_text() -> None:
    assert value_text(None) == ""
    assert value_text(12.0) == "12"
    assert value_text(12.5) == "12.5"
    assert value_text("甲") == "甲"


def test_no_header_no_table() -> None:
    assert find_table(reading(page((row(100, (60, "签到表")),))), COLUMNS, anchors=ANCHORS) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(alphabet="张三李四王五姓名单位1 (", max_size=30), st.floats(0, 1), st.floats(0, 1)),
        max_size=40,
    )
)
def test_any_words_are_survived(words: list[tuple[str, float, float]]) -> None:
    lines = (HEAD, *(Line((Word(text, (x, y, min(1.0, x + 0.1), y)),)) for text, x, y in words))
    find_table(reading(page(lines), page(lines[1:], number=2)), COLUMNS, anchors=ANCHORS)


def joined(line: Line, text: str, left: float, right: float) -> Line:
    """The line with a word before it that OCR read over two columns."""
    box = line.words[0].box or (0, 0, 0, 0)
    return Line((Word(text, (left / WIDTH, box[1], right / WIDTH, box[3])), *line.words))


def slanted(flat: Page, slope: float) -> Page:
    """The page turned by a small angle about its corner, as a crooked scan is."""
    scale = math.hypot(1, slope)

    def moved(word: Word) -> Word:
        x0, y0, x1, y1 = word.box or (0, 0, 0, 0)
        x, y = (x0 + x1) / 2 * WIDTH, (y0 + y1) / 2 * HEIGHT
        across, down = ((x - slope * y) / scale - x) / WIDTH, ((y + slope * x) / scale - y) / HEIGHT
        return replace(word, box=(x0 + across, y0 + down, x1 + across, y1 + down))

    return replace(flat, lines=tuple(Line(tuple(moved(word) for word in line.words)) for line in flat.lines))


def turned(flat: Page, rotation: int) -> Page:
    """The page as it stands in a file from which it has to be turned by `rotation` degrees clockwise."""
    places = {
        90: lambda b: (b[1], 1 - b[2], b[3], 1 - b[0]),
        180: lambda b: (1 - b[2], 1 - b[3], 1 - b[0], 1 - b[1]),
        270: lambda b: (1 - b[3], b[0], 1 - b[1], b[2]),
    }
    width, height = (flat.width, flat.height) if rotation == 180 else (flat.height, flat.width)
    lines = tuple(Line(tuple(replace(w, box=places[rotation](w.box)) for w in line.words)) for line in flat.lines)
    return replace(flat, lines=lines, rotation=rotation, width=width, height=height)
