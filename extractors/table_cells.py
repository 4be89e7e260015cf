"""Cells of tables: what stands in each and where, from ruled grids, from lines of words, and from sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.documents import (
    Box,
    CellValue,
    Origin,
    Page,
    Reading,
    Sheet,
    Source,
    Table,
    TableCell,
    column_letter,
    enclosing,
)
from domain.records import Field
from domain.text import clean
from extractors.columns import Piece
from extractors.script import turned
from extractors.simplified import simplified


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: what stands in it, how surely, and where (page and box, or sheet and address)."""

    text: str
    raw: str = ""
    confidence: float = 1.0
    page: int | None = None
    box: Box | None = None
    upright: Box | None = None
    """Its box once the page is upright."""
    sheet: str | None = None
    address: str | None = None

    def source(self, reading: Reading) -> Source:
        """Its place in the document."""
        return replace(reading.source(self.page, self.box), sheet=self.sheet, cell=self.address)


Cells = tuple[Cell | None, ...]
"""A row of cells; None where a merged cell of the left or upper neighbour lies."""


def rows_of(page: Page) -> tuple[Cells, ...]:
    """The rows of the ruled tables of a page; without any, its lines, each word a cell."""
    if page.tables:
        return tuple(row for table in page.tables for row in table_cells(page, table))
    return tuple(line_cells(page))


def cells_of(sheet: Sheet) -> tuple[Cells, ...]:
    """The cells of a sheet, all rows of one width."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    return tuple(
        tuple(
            Cell(
                text=clean(written := value_text(row.cells[index] if index < len(row.cells) else None)),
                raw=written,
                sheet=sheet.name,
                address=f"{column_letter(index)}{row.number}",
            )
            for index in range(width)
        )
        for row in sheet.rows
    )


def cell_field(reading: Reading, cell: Cell, value: object = None) -> Field:
    """The field of a cell; its text where no value is given."""
    return Field(
        value=cell.text if value is None else value,
        raw=cell.raw or cell.text,
        confidence=cell.confidence,
        source=cell.source(reading),
    )


def continued(cell: Cell, rest: Cell) -> Cell:
    """A cell and what of it stands on the next page."""
    return replace(
        cell,
        text=clean(f"{cell.text} {rest.text}"),
        raw=f"{cell.raw} {rest.raw}",
        confidence=min(cell.confidence, rest.confidence),
    )


def cell_text(raw: str, page: Page) -> str:
    """The clean text of a cell; recognised print in simplified characters."""
    return clean(simplified(raw) if page.origin is Origin.OCR else raw)


def piece_cell(pieces: Sequence[Piece], page: Page) -> Cell:
    """The cell made of these pieces."""
    raw = " ".join(piece.text for piece in pieces)
    return Cell(
        text=cell_text(raw, page),
        raw=raw,
        confidence=min(piece.confidence for piece in pieces),
        page=page.number,
        box=enclosing(piece.box for piece in pieces),
    )


def table_cells(page: Page, table: Table) -> tuple[Cells, ...]:
    """The rows of a ruled table."""
    return tuple(tuple(_page_cell(cell, page) for cell in row) for row in table.rows)


def _page_cell(cell: TableCell | None, page: Page) -> Cell | None:
    if cell is None:
        return None
    return Cell(
        text=cell_text(cell.text, page),
        raw=cell.text,
        confidence=cell.confidence,
        page=page.number,
        box=cell.box,
        upright=turned(cell.box, page.rotation) if cell.box else None,
    )


def line_cells(page: Page) -> Iterator[Cells]:
    """The lines of a page, each word a cell."""
    for line in page.lines:
        yield tuple(
            Cell(
                text=cell_text(word.text, page),
                raw=word.text,
                confidence=word.confidence,
                page=page.number,
                box=word.box,
            )
            for word in line.words
        )


def value_text(value: CellValue) -> str:
    """The value of a sheet's cell as text; whole numbers without a point (13800008000)."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return str(value)


_EXACT = 1e15
"""Whole numbers from here on have lost digits in the workbook (domain.md 3.0)."""
