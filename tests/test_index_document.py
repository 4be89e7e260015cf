"""The index document: indicator, folder number, folder name, from tables, dotted lines and numbered lines."""

import pytest

from domain.documents import Problem, Reading, Sheet, SheetRow
from extractors.index_document import extract_index
from tests.positioned import SHA256, page, plain, reading, table

ENTRY = {"indicator": "门槛条件1 独立法人资格", "folder_number": "01", "folder_name": "营业执照"}


def entries(paper: Reading) -> object:
    (record,) = extract_index(paper)
    assert not isinstance(record, Problem)
    return record.fields["entries"].value if "entries" in record.fields else None


def test_a_table() -> None:
    ruled = table(
        ("指标", "文件夹序号", "文件夹名称"),
        ("门槛条件1 独立法人资格", "01", "营业执照"),
        (None, "02", "房产证明"),
    )
    titled = page(plain("证明材料目录").pages[0].lines, tables=(ruled,))
    assert entries(reading(titled)) == [ENTRY, {**ENTRY, "folder_number": "02", "folder_name": "房产证明"}]


@pytest.mark.parametrize(
    "line", ["门槛条件1 独立法人资格……文件夹01：营业执照", "门槛条件1 独立法人资格    文件夹01：营业执照"]
)
def test_lines_that_name_a_folder(line: str) -> None:
    said = {**ENTRY, "indicator": "门槛条件1独立法人资格"}
    assert entries(plain("证明材料目录", line)) == [said]


def test_numbered_lines() -> None:
    expected = [
        {"indicator": "营业执照", "folder_number": "1", "folder_name": "营业执照"},
        {"indicator": "审计报告", "folder_number": "2", "folder_name": "审计报告"},
    ]
    assert entries(plain("目录", "1. 营业执照", "2. 审计报告......3")) == expected


def test_a_sheet() -> None:
    rows = (("指标", "文件夹序号", "文件夹名称"), ("门槛条件1 独立法人资格", "01", "营业执照"))
    sheet = Sheet(name="目录", rows=tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1)))
    paper = Reading(path="目录.xlsx", sha256=SHA256, sheets=(sheet,))
    assert entries(paper) == [ENTRY]
