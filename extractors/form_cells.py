"""The cells of a form, whatever it is printed in: sheets, ruled tables, lines of print."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from domain.documents import CellValue, Page, Reading, Sheet, Source, Table, TableCell, column_letter
from domain.form_fields import FIELDS_BY_ID
from domain.text import clean, squash
from extractors.script import Placed, Script
from extractors.simplified import simplified_script
from extractors.table_cells import value_text


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell or a word: its clean text, as it was printed, its place, and how well it was read."""

    text: str
    raw: str
    source: Source
    confidence: float = 1.0
    value: CellValue = None
    """The number of a sheet's cell."""
    echo: bool = False
    """Whether it only repeats the cell into which it is merged."""


FormRow = tuple[FormCell | None, ...]


@dataclass(frozen=True, slots=True)
class FormGrid:
    """Rows of cells; `ruled` ones stand under each other in columns, others are the words of a line."""

    rows: tuple[FormRow, ...]
    ruled: bool = True
    sides: frozenset[int] = frozenset()
    """Columns that hold units or identifiers and no values."""

    def cell(self, row: int, column: int) -> FormCell | None:
        """The cell at a place, None where nothing stands."""
        return self.rows[row][column] if 0 <= row < len(self.rows) and column < len(self.rows[row]) else None


MOST_ROWS = 5_000
MOST_COLUMNS = 400
MOST_ECHOES = 200_000
"""A form is no larger, whatever its sheet says."""
LEAST_SIDES = 3
"""A column with so many units or identifiers holds nothing else."""
_UNIT_WORD = re.compile(r"\(?(?:亿元|万元|千元|元|%|家|个|人|件|项|次|单|例|平米|平方米|㎡|m2)\)?")


def is_side(cell: FormCell) -> bool:
    """Whether a cell is a unit or an identifier, and no value."""
    return cell.text in FIELDS_BY_ID or _UNIT_WORD.fullmatch(squash(cell.text)) is not None


def sides_of(rows: Sequence[FormRow]) -> frozenset[int]:
    """The columns of units and identifiers."""
    seen = Counter(index for row in rows for index, cell in enumerate(row) if cell is not None and is_side(cell))
    return frozenset(index for index, count in seen.items() if count >= LEAST_SIDES)


def grids_of(reading: Reading) -> tuple[FormGrid, ...]:
    """All that a form shows, in the order of its sheets or pages."""
    if reading.sheets:
        return tuple(_of_sheet(sheet, reading) for sheet in reading.sheets if not sheet.hidden)
    return tuple(_of_pages(simplified_script(reading), reading))


# --- Sheets -----------------------------------------------------------------------------------------------------------


def _of_sheet(sheet: Sheet, reading: Reading) -> FormGrid:
    """The first rows of a sheet, those that do not show left out."""
    echoes = frozenset(islice(_echoes(sheet), MOST_ECHOES))
    rows = []
    for row in sheet.rows[:MOST_ROWS]:
        if not row.hidden:
            cells = enumerate(row.cells[:MOST_COLUMNS])
            rows.append(
                tuple(_sheet_cell(v, row.number, c, (row.number, c) in echoes, sheet, reading) for c, v in cells)
            )
    return FormGrid(tuple(rows), sides=sides_of(rows))


def _echoes(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The places of merged cells that only repeat their first one."""
    for top, left, bottom, right in sheet.merged:
        for row in range(top, min(bottom, MOST_ROWS) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                if (row, column) != (top, left):
                    yield row, column


def _sheet_cell(value: CellValue, row: int, column: int, echo: bool, sheet: Sheet, reading: Reading) -> FormCell | None:
    text = value_text(value)
    if not text.strip():
        return None
    place = reading.cell_source(sheet.name, f"{column_letter(column)}{row}")
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return FormCell(clean(text), text, place, 1.0, number, echo)


# --- Pages ------------------------------------------------------------------------------------------------------------


def _of_pages(script: Script, reading: Reading) -> Iterator[FormGrid]:
    """The lines of print, and in their place the tables that they stand in."""
    tables = {page.number: list(page.tables) for page in script.pages}
    pages = {page.number: page for page in script.pages}
    emitted: set[int] = set()
    start = 0
    for line in script.text.split("\n"):
        end = start + len(line)
        first = _word_at(script, start)
        table = _table_round(first, pages[first.page], line) if first is not None and first.page in pages else None
        if table is None or table not in tables[first.page if first else 0]:
            yield FormGrid((tuple(_line_cells(script, start, line, reading)),), ruled=False)
        elif id(table) not in emitted:
            emitted.add(id(table))
            yield _of_table(table, first.page if first else 1, reading)
        start = end + 1


def _word_at(script: Script, position: int) -> Placed | None:
    owner = script.owners[position] if position < len(script.owners) else -1
    return script.words[owner] if owner >= 0 else None


def _table_round(word: Placed, page: Page, line: str) -> Table | None:
    """The table in which a line of print stands: by its place, in a Word file by the words of its row."""
    box = word.word.box
    for table in page.tables:
        if table.box is not None and box is not None:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if table.box[0] <= x <= table.box[2] and table.box[1] <= y <= table.box[3]:
                return table
        elif table.box is None and box is None and squash(line) in _row_texts(table):
            return table
    return None


def _row_texts(table: Table) -> frozenset[str]:
    """The text of each row of a table, as its line says it."""
    return frozenset(squash("".join(cell.text for cell in row if cell is not None)) for row in table.rows)


def _line_cells(script: Script, start: int, line: str, reading: Reading) -> Iterator[FormCell]:
    """The words of a line that stand apart."""
    position = start
    for part in line.split("\t"):
        hit = script.hit(position, position + len(part))
        text = clean(part)
        if text:
            yield FormCell(text, hit.raw or text, reading.source(hit.page, hit.box), hit.confidence)
        position += len(part) + 1


def _of_table(table: Table, page: int, reading: Reading) -> FormGrid:
    """A ruled table; where a merged cell goes on stands its echo."""
    rows: list[FormRow] = []
    for row in table.rows:
        above = rows[-1] if rows else ()
        rows.append(tuple(_table_row(row, above, page, reading)))
    return FormGrid(tuple(rows), sides=sides_of(rows))


def _table_row(
    row: Sequence[TableCell | None], above: FormRow, page: int, reading: Reading
) -> Iterator[FormCell | None]:
    left: FormCell | None = None
    for column, cell in enumerate(row):
        if cell is None:
            over = above[column] if column < len(above) else None
            left = _echo(left if left is not None else over)
        elif not squash(cell.text):
            left = None
        else:
            left = FormCell(clean(cell.text), cell.text, reading.source(page, cell.box), cell.confidence)
        yield left


def _echo(cell: FormCell | None) -> FormCell | None:
    return FormCell(cell.text, cell.raw, cell.source, cell.confidence, cell.value, echo=True) if cell else None
