"""Workbooks and tables as text: values, dates, merged ranges, hidden rows and sheets, encodings, bombs."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Problem, Sheet, Source
from domain.findings import Reason
from extractors.readers import delimited, excel

SOURCE = Source(path="附表2.xlsx", sha256="00")


def sheets_of(file: Path) -> tuple[Sheet, ...]:
    sheets = excel.read_sheets(file, SOURCE)
    assert not isinstance(sheets, Problem)
    return sheets


def workbook(file: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "年度服务企业名单"
    sheet["B3"] = "合并"
    sheet.merge_cells("B3:C4")
    started_at = dt.datetime.fromisoformat("2024-03-05T09:30:00")
    values: tuple[Any, ...] = ("一", 2, 2.5, True, dt.date(2024, 3, 5), started_at, "=1+1", 123456789012345678)
    for column, value in enumerate(values, 1):
        sheet.cell(5, column, value)
    sheet["A6"] = "合计"
    sheet.row_dimensions[5].hidden = True
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden["C2"] = "甲"
    book.save(file)
    return file


def test_values_of_a_workbook(tmp_path: Path) -> None:
    first, second = sheets_of(workbook(tmp_path / "a.xlsx"))
    assert first.name == "年度服务企业名单"
    assert {row.number: row.cells for row in first.rows} == {
        3: (None, "合并", "合并"),
        4: (None, "合并", "合并"),
        5: ("一", 2, 2.5, True, "2024-03-05", "2024-03-05 09:30:00", None, pytest.approx(1.23456789012345e17)),
        6: ("合计",),
    }
    assert [row.number for row in first.rows if row.hidden] == [5]
    assert isinstance(first.rows[2].cells[1], int)
    assert first.merged == ((3, 1, 4, 2),)
    assert (second.hidden, second.rows[0].number, second.rows[0].cells) == (True, 2, (None, None, "甲"))


def test_the_old_format(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("附表6")
    sheet.write_merge(0, 0, 0, 2, "满意度调查表")
    sheet.write(2, 0, "北京远山科技有限公司")
    sheet.write(2, 1, 98)
    sheet.write(2, 2, dt.date(2024, 11, 8), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "a.xls"))
    (read,) = sheets_of(tmp_path / "a.xls")
    assert [row.cells for row in read.rows] == [("满意度调查表",) * 3, ("北京远山科技有限公司", 98, "2024-11-08")]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9), st.text("甲乙丙abc12 ", max_size=6)), max_size=5),
        max_size=6,
    )
)
def test_what_was_written_is_read(rows: list[list[int | str | None]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        book.save(Path(folder) / "a.xlsx")
        (read,) = sheets_of(Path(folder) / "a.xlsx")
    kept = [[value if not isinstance(value, str) or value.strip() else None for value in row] for row in rows]
    trimmed = {number: tuple(row) for number, row in enumerate(kept, 1) if any(value is not None for value in row)}
    found = {row.number: row.cells for row in read.rows}
    assert {number: row[: len(found[number])] for number, row in trimmed.items()} == found
    assert all(value is None for number, row in trimmed.items() for value in row[len(found[number]) :])


def test_a_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["XFD1048576"] = "炸弹"
    book.save(tmp_path / "a.xlsx")
    problem = excel.read_sheets(tmp_path / "a.xlsx", SOURCE)
    assert isinstance(problem, Problem)
    assert problem.reason is Reason.ARCHIVE_BOMB


def test_damaged_workbooks(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04rubbish")
    (tmp_path / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with zipfile.ZipFile(workbook(tmp_path / "c.xlsx")) as members:
        kept = {name: members.read(name) for name in members.namelist()}
    with zipfile.ZipFile(tmp_path / "d.xlsx", "w") as members:
        for name, data in kept.items():
            members.writestr(name, data[:200] if "sheet1" in name else data)
    for name in ("a.xlsx", "b.xls", "d.xlsx"):
        problem = excel.read_sheets(tmp_path / name, SOURCE)
        assert isinstance(problem, Problem), name
        assert problem.reason is Reason.FILE_CORRUPT


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (
            '序号,企业,编号\r\n1,甲公司,="0012"\r\n'.encode("gb18030"),
            [("序号", "企业", "编号"), ("1", "甲公司", "0012")],
        ),
        ("序号\t企业\n1\t乙公司\n".encode("utf-8-sig"), [("序号", "企业"), ("1", "乙公司")]),
        ("序号;企业\n1;丙公司\n".encode("utf-16"), [("序号", "企业"), ("1", "丙公司")]),
        ('名称,说明\n丁公司,"含,逗号\n和换行"\n\n,,\n'.encode(), [("名称", "说明"), ("丁公司", "含,逗号\n和换行")]),
    ],
)
def test_tables_as_text(tmp_path: Path, data: bytes, rows: list[tuple[str, ...]]) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    sheets = delimited.read_sheets(tmp_path / "a.csv", Source(path="名单.csv", sha256=""))
    assert not isinstance(sheets, Problem)
    assert sheets[0].name == "名单"
    assert [row.cells for row in sheets[0].rows] == rows


def test_text_in_no_known_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x81\x20\xff\xff,\x80\n")
    assert isinstance(delimited.read_sheets(tmp_path / "a.csv", SOURCE), Problem)
