"""`chayan names`: tables of company names in, relations or groups of duplicates out (contract, section 1)."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError
from domain.text import squash
from flows.text_files import read_text
from validators.names import compare_table, duplicate_groups

CODE_HEADS = frozenset({"code_a", "code_b", "code", "uscc", "统一社会信用代码"})
NAME_HEADS = frozenset({"a", "b", "name", "name_a", "name_b", "企业名称", "名称", "单位名称", "服务企业名称"})
COLUMNS = ("a", "b", "code_a", "code_b")
"""What the columns of a file without a header are, in their order."""
WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm"})

Cell = str | int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file by its number, 1-based, with as many cells as there are heads."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a file: all its columns, and which of them hold names and codes (a, b, code_a, code_b)."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    columns: Mapping[str, int]

    def column(self, key: str) -> tuple[str | None, ...]:
        """The cells of a column, None where they are empty or there is no such column."""
        place = self.columns.get(key)
        return tuple((line.cells[place] or None) if place is not None else None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """What the command prints."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def names_table(file: Path) -> Table:
    """The relations of two columns of names, or the duplicates of one; UsageError for a file that has no names."""
    names = read_names(file)
    return _compared(names) if "b" in names.columns else _grouped(names)


def read_names(file: Path) -> Names:
    """The names in a TSV, CSV or workbook, with or without a header."""
    lines = _sheet_lines(file) if file.suffix.lower() in WORKBOOKS else _text_lines(file)
    lines = [line for line in lines if any(line.cells)]
    if not lines:
        raise UsageError(f"“{file}”中没有名称 (no names in the file)")
    width = max(len(line.cells) for line in lines)
    padded = tuple(Line(line.number, (*line.cells, *[""] * (width - len(line.cells)))) for line in lines)
    columns = _headed(padded[0].cells)
    if columns:
        return Names(padded[0].cells, padded[1:], columns)
    heads = tuple(COLUMNS[place] if place < len(COLUMNS) else f"column_{place + 1}" for place in range(width))
    return Names(heads, padded, {key: place for place, key in enumerate(COLUMNS[:width])})


def _headed(cells: Sequence[str]) -> Mapping[str, int]:
    """The columns by what a header says; none if the line is no header."""
    words = [squash(cell).casefold() for cell in cells]
    coded = [place for place, word in enumerate(words) if word in CODE_HEADS]
    named = [place for place, word in enumerate(words) if word in NAME_HEADS]
    if not named and not coded:
        return {}
    named = named or [next((place for place in range(len(words)) if place not in coded), 0)]
    return dict([*zip(("a", "b"), named, strict=False), *zip(("code_a", "code_b"), coded, strict=False)])


def _text_lines(file: Path) -> list[Line]:
    rows = csv.reader(io.StringIO(read_text(file)), delimiter="," if file.suffix.lower() == ".csv" else "\t")
    try:
        return [Line(rows.line_num, tuple(map(_one_line, row))) for row in rows]
    except csv.Error as error:
        raise UsageError(f"“{file}”不是表格：{error} (not a table)") from error


def _sheet_lines(file: Path) -> list[Line]:
    """The lines of the first sheet, read in a worker process like every file."""
    from domain.documents import Sheet
    from domain.encoding import from_json
    from extractors.limits import DEFAULT_LIMITS
    from flows.pool import JobFailed, WorkerPool

    if not file.is_file():
        raise UsageError(f"找不到“{file}” (no such file)")
    request = {"op": "sheets", "file": str(file.resolve()), "path": file.name, "sha256": ""}
    with WorkerPool(1) as pool:
        answer = pool.submit(request, DEFAULT_LIMITS.seconds(file.stat().st_size)).result()
    if isinstance(answer, JobFailed) or "sheets" not in answer:
        raise UsageError(f"“{file}”无法读取 (cannot be read)")
    sheets = from_json(tuple[Sheet, ...], answer["sheets"])
    rows = sheets[0].rows if sheets else ()
    return [Line(row.number, tuple("" if cell is None else _one_line(str(cell)) for cell in row.cells)) for row in rows]


def _one_line(cell: str) -> str:
    """A cell as it can stand in a table of lines and tabs."""
    return " ".join(cell.splitlines()).replace("\t", " ").strip()


def _compared(names: Names) -> Table:
    columns = [names.column(key) for key in COLUMNS]
    matches = compare_table(list(zip(*columns, strict=True)))
    rows = zip(names.lines, matches, strict=True)
    return Table(
        (*names.heads, "relation", "strength", "reason"),
        tuple((*line.cells, match.relation, match.strength, match.reason) for line, match in rows),
    )


def _grouped(names: Names) -> Table:
    """Duplicates (D1, D2 …), head offices with branches (B1 …) and possible duplicates (P1 …)."""
    found = duplicate_groups([name or "" for name in names.column("a")], names.column("code_a"))
    groups = [("D", number, group.rows, "same", group) for number, group in enumerate(found.groups, 1)]
    groups += [("B", number, group.rows, "possible", group) for number, group in enumerate(found.branches, 1)]
    rows = [
        (f"{letter}{number}", *_named(names, row), relation, group.strength, group.reason)
        for letter, number, members, relation, group in groups
        for row in members
    ]
    rows += [
        (f"P{number}", *_named(names, row), "possible", pair.match.strength, pair.match.reason)
        for number, pair in enumerate(found.possible, 1)
        for row in (pair.first, pair.second)
    ]
    return Table(("group", "row", "name", "relation", "strength", "reason"), tuple(rows))


def _named(names: Names, index: int) -> tuple[int, str]:
    """The line number and the name of a row."""
    line = names.lines[index]
    return line.number, line.cells[names.columns["a"]]


def as_tsv(table: Table) -> str:
    """The table as TSV with its header."""
    return "".join("\t".join(map(str, line)) + "\n" for line in (table.heads, *table.rows))


def as_json(table: Table) -> list[dict[str, Cell]]:
    """The table as a list of objects."""
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]
