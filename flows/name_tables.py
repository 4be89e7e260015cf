"""`chayan names`: tables of company names in, relations or groups of duplicates out (contract, section 1)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError
from domain.text import squash
from validators.names import compare_table, duplicate_groups

CODE_HEADS = {"code_a", "code_b", "code", "uscc", "统一社会信用代码"}
NAME_HEADS = {"a", "b", "name", "name_a", "name_b", "企业名称", "名称", "单位名称", "服务企业名称"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a file: one or two columns, optionally with codes; `first_row` is the line of the first name."""

    left: tuple[str, ...]
    right: tuple[str, ...] | None
    codes_left: tuple[str | None, ...]
    codes_right: tuple[str | None, ...]
    first_row: int


Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What the command prints."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def names_table(file: Path) -> Table:
    """The relations of two columns of names, or the duplicates of one; UsageError for a file that has no names."""
    names = read_names(file)
    return _compared(names) if names.right is not None else _grouped(names)


def read_names(file: Path) -> Names:
    """The names in a TSV, CSV or workbook, with or without a header."""
    rows = _rows(file)
    if not rows:
        raise UsageError(f"“{file}”中没有名称 (no names in the file)")
    heads, first_row = _heads(rows[0])
    body = rows[1:] if first_row > 1 else rows
    columns = {head: tuple(row[place].strip() if place < len(row) else "" for row in body) for place, head in heads}
    codes = {name: tuple(code or None for code in columns.get(name, ())) for name in ("code_a", "code_b")}
    empty = (None,) * len(body)
    return Names(
        left=columns["a"],
        right=columns.get("b"),
        codes_left=codes["code_a"] or empty,
        codes_right=codes["code_b"] or empty,
        first_row=first_row,
    )


def _heads(row: Sequence[str]) -> tuple[list[tuple[int, str]], int]:
    """The columns by what they hold, and the line of the first name: a header is told by its words."""
    words = [squash(cell).casefold() for cell in row]
    if not set(words) & (CODE_HEADS | NAME_HEADS):
        return [(place, name) for place, name in enumerate(("a", "b", "code_a", "code_b")[: len(row)])], 1
    named = [place for place, word in enumerate(words) if word in NAME_HEADS] or [0]
    coded = [place for place, word in enumerate(words) if word in CODE_HEADS]
    names = [(place, name) for place, name in zip(named, ("a", "b"), strict=False)]
    return names + [(place, name) for place, name in zip(coded, ("code_a", "code_b"), strict=False)], 2


def _rows(file: Path) -> list[list[str]]:
    if not file.is_file():
        raise UsageError(f"找不到“{file}” (no such file)")
    if file.suffix.lower() in {".xlsx", ".xls", ".xlsm"}:
        return _sheet_rows(file)
    text = _decoded(file)
    delimiter = "," if file.suffix.lower() == ".csv" else "\t"
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [row for row in rows if any(cell.strip() for cell in row)]


def _decoded(file: Path) -> str:
    data = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"“{file}”不是文本文件 (not a text file)")


def _sheet_rows(file: Path) -> list[list[str]]:
    """The rows of the first sheet, read in a worker process like every file."""
    from domain.documents import Sheet
    from domain.encoding import from_json
    from extractors.limits import DEFAULT_LIMITS
    from flows.pool import JobFailed, WorkerPool

    request = {"op": "sheets", "file": str(file.resolve()), "path": file.name, "sha256": ""}
    with WorkerPool(1) as pool:
        answer = pool.submit(request, DEFAULT_LIMITS.seconds(file.stat().st_size)).result()
    if isinstance(answer, JobFailed) or not isinstance(answer, dict) or "sheets" not in answer:
        raise UsageError(f"“{file}”无法读取 (cannot be read)")
    sheets = from_json(tuple[Sheet, ...], answer["sheets"])
    return [["" if cell is None else str(cell) for cell in row.cells] for row in sheets[0].rows if any(row.cells)]


def _compared(names: Names) -> Table:
    right = names.right or ()
    codes = zip(names.codes_left, names.codes_right, strict=True)
    rows = [(a, b, *pair) for a, b, pair in zip(names.left, right, codes, strict=True)]
    matches = compare_table(rows)
    return Table(
        ("a", "b", "relation", "strength", "reason"),
        tuple(
            (row[0] or "", row[1] or "", m.relation, m.strength, m.reason) for row, m in zip(rows, matches, strict=True)
        ),
    )


def _grouped(names: Names) -> Table:
    found = duplicate_groups(names.left, names.codes_left)
    rows: list[Row] = []
    for number, group in enumerate(found.groups, 1):
        rows += [
            (f"D{number}", names.first_row + row, names.left[row], "same", group.strength, group.reason)
            for row in group.rows
        ]
    for number, group in enumerate(found.branches, 1):
        rows += [
            (f"B{number}", names.first_row + row, names.left[row], "possible", group.strength, group.reason)
            for row in group.rows
        ]
    for number, pair in enumerate(found.possible, 1):
        rows += [
            (f"P{number}", names.first_row + row, names.left[row], "possible", pair.match.strength, pair.match.reason)
            for row in (pair.first, pair.second)
        ]
    return Table(("group", "row", "name", "relation", "strength", "reason"), tuple(rows))


def as_tsv(table: Table) -> str:
    """The table as TSV with its header."""
    lines = [table.heads, *table.rows]
    return "".join("\t".join(str(cell).replace("\t", " ") for cell in line) + "\n" for line in lines)


def as_json(table: Table) -> list[dict[str, str | int]]:
    """The table as a list of objects."""
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]
