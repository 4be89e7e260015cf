"""Workbooks: .xlsx, .xlsm, .xlsb, .xls (also as .et) and .ods through calamine.

Dates become ISO text, whole numbers integers; a merged range has its value in every cell it covers. Limits it guards:
members of the ZIP and the area of a sheet are counted before calamine lays the sheet out; formulas are never computed,
one without a kept result is None, as is an error value. Hidden rows are known for .xlsx and .xlsm only.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

import python_calamine as calamine
from lxml import etree

from domain.documents import CellValue, Problem, Sheet, SheetRow, Source
from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS, MIB
from extractors.readers import Survey

NAME = f"calamine {version('python-calamine')}"

UNPACKED_BYTES = 2048 * MIB
"""All members of a workbook, unpacked."""

MOST_AREA = 30_000_000
"""Rows times columns of a sheet: one stray cell in the last corner would ask for 17 thousand million."""

EXACT_BELOW = 1e15
"""Larger numbers have lost digits and stay floats, so that whoever reads them sees it (domain.md 3.0, 6)."""

CHUNK = 1 << 20
TAG_LENGTH = 4096

Merged = tuple[tuple[int, int, int, int], ...]
"""Ranges as first row (from 1), first column (from 0), last row, last column."""


class TooLargeError(Exception):
    """A workbook that would not fit into memory."""


def survey(file: Path, source: Source) -> Survey:
    """That there are sheets, or why the workbook cannot be opened."""
    try:
        with calamine.CalamineWorkbook.from_path(str(file)) as workbook:
            return Survey(media="sheets", pages=len(workbook.sheet_names))
    except Exception as error:  # noqa: BLE001 - calamine has an error class for each format
        return Survey(media="none", problem=_problem(error, source))


def read_sheets(file: Path, source: Source) -> tuple[Sheet, ...] | Problem:
    """All sheets of a workbook, charts left out."""
    try:
        hidden = _hidden_rows(file) if zipfile.is_zipfile(file) else {}
        with calamine.CalamineWorkbook.from_path(str(file)) as workbook:
            return tuple(_sheets(workbook, hidden))
    except Exception as error:  # noqa: BLE001 - calamine, zipfile and lxml raise many things over a damaged file
        return _problem(error, source)


def _problem(error: Exception, source: Source) -> Problem:
    """Why a workbook cannot be read."""
    if isinstance(error, calamine.PasswordError):
        return Problem(Reason.FILE_ENCRYPTED, source)
    if isinstance(error, TooLargeError):
        return Problem(Reason.ARCHIVE_BOMB, source, str(error))
    return Problem(Reason.FILE_CORRUPT, source, type(error).__name__)


def _sheets(workbook: calamine.CalamineWorkbook, hidden: Mapping[str, frozenset[int]]) -> Iterator[Sheet]:
    """The sheets; cells of all of them are counted."""
    left = DEFAULT_LIMITS.cells
    for meta in workbook.sheets_metadata:
        if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        ranges = sheet.merged_cell_ranges or ()
        merged = tuple((first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in ranges)
        rows = list(_rows(sheet, left))
        left -= sum(len(cells) for _, cells in rows)
        yield Sheet(
            name=meta.name,
            rows=_sheet_rows(_filled(rows, merged), hidden.get(meta.name, frozenset())),
            hidden=meta.visible is not calamine.SheetVisibleEnum.Visible,
            merged=merged,
        )


def _rows(sheet: calamine.CalamineSheet, most: int) -> Iterator[tuple[int, list[CellValue]]]:
    """The rows that bear anything, by number; cells are counted from column A."""
    count = 0
    indent: list[CellValue] = [None] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = indent + [_value(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        count += len(cells)
        if count > most:
            raise TooLargeError(f"超过 {DEFAULT_LIMITS.cells} 个单元格")
        if cells:
            yield number, cells


def _filled(rows: Iterable[tuple[int, list[CellValue]]], merged: Merged) -> dict[int, list[CellValue]]:
    """The rows with the value of each merged range in all its cells."""
    filled = dict(rows)
    area = 0
    for first_row, first_column, last_row, last_column in merged:
        source = filled.get(first_row, [])
        value = source[first_column] if first_column < len(source) else None
        area += (last_row - first_row + 1) * (last_column - first_column + 1)
        if value is None or area > DEFAULT_LIMITS.cells:
            continue
        for number in range(first_row, last_row + 1):
            row = filled.setdefault(number, [])
            row += [None] * (last_column + 1 - len(row))
            row[first_column : last_column + 1] = [value] * (last_column + 1 - first_column)
    return filled


def _sheet_rows(rows: Mapping[int, list[CellValue]], hidden: frozenset[int]) -> tuple[SheetRow, ...]:
    """The rows in their order."""
    return tuple(SheetRow(number, tuple(rows[number]), number in hidden) for number in sorted(rows))


def _value(value: object) -> CellValue:
    """A cell as it is kept: no blanks, no false precision, dates as ISO text."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT_BELOW else value
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    return value if isinstance(value, bool | int) else None


def _hidden_rows(file: Path) -> dict[str, frozenset[int]]:
    """The hidden rows of each sheet of an .xlsx by the sheet's name; the area of every sheet is checked on the way."""
    with zipfile.ZipFile(file) as members:
        if sum(member.file_size for member in members.infolist()) > UNPACKED_BYTES:
            raise TooLargeError("展开后过大")
        return {name: _scan_sheet(members, part) for name, part in _sheet_parts(members).items()}


def _sheet_parts(members: zipfile.ZipFile) -> dict[str, str]:
    """The member that holds each sheet of an .xlsx, by the sheet's name; none for other formats."""
    names = set(members.namelist())
    if not {WORKBOOK, RELATIONS} <= names:
        return {}
    relations = _parsed(members, RELATIONS)
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations.iter("{*}Relationship")}
    parts = {}
    for sheet in _parsed(members, WORKBOOK).iter("{*}sheet"):
        target = targets.get(next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if part in names:
            parts[str(sheet.get("name"))] = part
    return parts


def _parsed(members: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    """An XML member, its entities left alone."""
    return etree.fromstring(members.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _scan_sheet(members: zipfile.ZipFile, part: str) -> frozenset[int]:
    """The hidden rows of a sheet, found by its tags alone: a hundred thousand rows are not worth a tree."""
    hidden: set[int] = set()
    rows, columns, tail = 1, 26, b""
    with members.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            for number, tag in _ROW.findall(text):
                rows = max(rows, int(number))
                if _HIDDEN.search(tag):
                    hidden.add(int(number))
            columns = max([columns, *map(_column, set(_WIDE_COLUMN.findall(text)))])
            if rows * columns > MOST_AREA:
                raise TooLargeError(f"{rows} 行 {columns} 列")
            tail = text[-TAG_LENGTH:]
    return frozenset(hidden)


def _column(letters: bytes) -> int:
    """The number of a column: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

_ROW = re.compile(rb'<(?:x:)?row\b(?=[^>]{0,999}?\br="(\d{1,7})")([^>]{0,999})>')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_WIDE_COLUMN = re.compile(rb'<(?:x:)?c r="([A-Z]{2,3})\d')
