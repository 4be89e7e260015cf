"""The rows of financial statements as tokens: labels and figures with their places, from pages, tables and sheets.

Print puts a figure close to the next label, and recognition reads both as one word: such a word is cut where figures
begin and end. Everything has a place from left to right: on pages in the level frame, in grids by the column's number.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.documents import Page, Sheet
from domain.text import squash
from extractors.columns import Piece, strips_of
from extractors.script import part_box, turned
from extractors.simplified import simplified
from extractors.table_cells import Cell, Cells, cells_of, rows_of

GUESSED = 0.5
"""The confidence of a figure whose points and commas can be read in two ways."""


@dataclass(frozen=True, slots=True)
class Token:
    """A label or a figure: its text, its place from left to right, and the cell or word it stands in."""

    text: str
    left: float
    right: float
    cell: Cell
    figure: Decimal | None = None
    has_places: bool = False
    """Whether a figure has decimal places."""

    @property
    def centre(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2

    @property
    def is_note(self) -> bool:
        """Whether it refers to the notes (五、3), or is a dash that stands for nothing."""
        return self.figure is None and _NOTE.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A row of a statement: its tokens from left to right, and the page or sheet it stands on."""

    tokens: tuple[Token, ...]
    place: str
    """The page number, or the name of the sheet: rows of one place follow each other."""

    @property
    def text(self) -> str:
        """All of it without blanks."""
        return "".join(token.text for token in self.tokens)

    @property
    def figures(self) -> tuple[Token, ...]:
        """Its figures."""
        return tuple(token for token in self.tokens if token.figure is not None)


def page_rows(page: Page) -> tuple[TokenRow, ...]:
    """The rows of print of a page; without boxes its lines, each word a column."""
    strips = strips_of(page)
    if not strips:
        return tuple(_grid_row(cells, str(page.number)) for cells in _unplaced_rows(page))
    found = []
    for strip in strips:
        tokens = [token for piece in strip.pieces for token in _piece_tokens(piece, page)]
        found.append(TokenRow(tuple(sorted(tokens, key=lambda token: token.left)), str(page.number)))
    return tuple(found)


def _unplaced_rows(page: Page) -> Iterator[Cells]:
    """The lines of a page without boxes, those that are rows of its tables with their empty cells."""
    grids = deque(rows_of(page)) if page.tables else deque[Cells]()
    for cells in rows_of(replace(page, tables=())):
        text = "".join(squash(cell.text) for cell in cells if cell)
        while grids and not any(cell and cell.text for cell in grids[0]):
            grids.popleft()
        if grids and text == "".join(squash(cell.text) for cell in grids[0] if cell):
            yield grids.popleft()
        else:
            yield cells


def table_rows(page: Page) -> tuple[TokenRow, ...]:
    """What stands above its ruled tables as rows of print, then the rows of the tables; nothing without tables."""
    boxes = [turned(table.box, page.rotation) for table in page.tables if table.box is not None]
    if not boxes:
        return ()
    top = min(box[1] for box in boxes)
    above = tuple(
        replace(line, words=tuple(line.words))
        for line in page.lines
        if line.box and turned(line.box, page.rotation)[3] <= top + 0.005
    )
    return (
        *page_rows(replace(page, lines=above, tables=())),
        *(_grid_row(cells, str(page.number)) for cells in rows_of(page)),
    )


def sheet_rows(sheet: Sheet) -> tuple[TokenRow, ...]:
    """The rows of a sheet."""
    return tuple(_grid_row(cells, sheet.name) for cells in cells_of(sheet))


def parse_figure(text: str) -> tuple[Decimal, bool] | None:
    """The number that a cell of sums is, negative in brackets, and whether its commas and points leave no doubt."""
    plain = squash(text).replace("¥", "").replace("−", "-").replace("—", "-")
    match = _WHOLE.fullmatch(plain)
    if match is None:
        return None
    digits, places = match["digits"], match["places"] or ""
    sure = _ORDERLY.fullmatch(digits) is not None and not places.startswith(",")
    value = Decimal(re.sub(r"[,.]", "", digits) + ("." + places[1:] if places else ""))
    negative = plain.startswith(("(", "-"))
    return (-value if negative else value), sure


_NOTE = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.,(]?\(?[一二三四五六七八九十\d]{1,4}\)?[、.]?(?:\d{1,3})?|-{1,3}|注\d{1,3}|附注\S{0,6}"
)
_WHOLE = re.compile(r"\(?-?(?P<digits>\d{1,3}(?:[,.]\d{3})+(?![\d])|\d{1,15})(?P<places>[.,]\d{1,2}|\.\d{3,17})?\)?")
_ORDERLY = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}")
_FIGURE = re.compile(
    r"\(?-?¥?(?:\d{1,3}(?:,\d{3})+|\d{1,15})\.\d{2}(?!\d*[年月日])\)?|\(?-?¥?\d{1,3}(?:,\d{3})+(?![\d.])\)?"
)
"""A figure inside a longer word: with two decimal places, or in groups of three."""


def _piece_tokens(piece: Piece, page: Page) -> Iterator[Token]:
    """The tokens of a word: the whole of it, or its labels and figures one by one."""
    cell = Cell(
        text=squash(simplified(piece.text)),
        raw=piece.text,
        confidence=piece.confidence,
        page=page.number,
        box=piece.box,
    )
    yield from _tokens(cell, (piece.left, piece.right))


def _grid_row(cells: Cells, place: str) -> TokenRow:
    """The tokens of a row of cells; a merged cell reaches over those that it covers."""
    tokens: list[Token] = []
    for index, cell in enumerate(cells):
        if cell is None or not cell.text:
            continue
        before = cells[index - 1] if index else None
        if before is not None and before.text == cell.text and parse_figure(cell.text) is None:
            continue
        end = index + 1
        while end < len(cells) and _is_covered(cells[end], cell):
            end += 1
        tokens.extend(_tokens(replace(cell, text=squash(simplified(cell.text))), (float(index), float(end))))
    return TokenRow(tuple(tokens), place)


def _is_covered(neighbour: Cell | None, cell: Cell) -> bool:
    """Whether a merged cell reaches over its right neighbour: in sheets that has the same words."""
    return neighbour is None or (neighbour.text == cell.text and parse_figure(cell.text) is None)


def _tokens(cell: Cell, span: tuple[float, float]) -> Iterator[Token]:
    text = cell.text
    whole = parse_figure(text)
    parts = list(_FIGURE.finditer(text)) if whole is None or (not whole[1] and len(text) > _LONGEST_SINGLE) else []
    if not parts:
        yield _token(cell, text, span, whole)
        return
    position = 0
    for match in parts:
        yield from _label(cell, position, match.start(), span)
        part = _part(cell, *match.span(), span)
        yield replace(part, figure=figure[0]) if (figure := parse_figure(match[0])) else part
        position = match.end()
    yield from _label(cell, position, len(text), span)


def _label(cell: Cell, first: int, last: int, span: tuple[float, float]) -> Iterator[Token]:
    if cell.text[first:last].strip():
        yield _part(cell, first, last, span)


def _part(cell: Cell, first: int, last: int, span: tuple[float, float]) -> Token:
    """A part of a cell's text with its share of the width."""
    box = part_box(cell.text, (span[0], 0.0, span[1], 1.0), first, last)
    left, right = (box[0], box[2]) if box else span
    return Token(cell.text[first:last], left, right, cell, has_places="." in cell.text[first:last])


def _token(cell: Cell, text: str, span: tuple[float, float], figure: tuple[Decimal, bool] | None) -> Token:
    if figure is None:
        return Token(text, *span, cell)
    value, sure = figure
    doubtful = cell if sure else replace(cell, confidence=min(cell.confidence, GUESSED))
    return Token(text, *span, doubtful, value, has_places="." in text)


_LONGEST_SINGLE = 15
"""Characters of one figure whose points and commas were confused; a longer word is two figures."""


def joined(rows: Sequence[TokenRow]) -> str:
    """The text of some rows."""
    return "\n".join(row.text for row in rows)
