"""Tables: rows with their cells by key, from ruled grids, from words under a header, and from sheets.

A table goes on over pages, with or without its header repeated; a row that a page break parts is put together again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

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
from domain.text import clean, squash
from extractors.columns import Gap, Piece, Row, Strip, bounds_of, header_pieces, rows_under, strips_of
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


@dataclass(frozen=True, slots=True)
class Column:
    """A column looked for: its key, and the labels that head it."""

    key: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a table that was found: its cells by key; empty ones are left out."""

    cells: Mapping[str, Cell]
    page: int | None = None
    blank: frozenset[str] = frozenset()
    """The columns whose cell is there and bears nothing at all."""
    inked: frozenset[str] = frozenset()
    """The columns whose cell bears ink that could not be read."""

    def text(self, key: str) -> str:
        """The text of a cell; empty where there is none."""
        cell = self.cells.get(key)
        return cell.text if cell else ""

    def source(self, reading: Reading) -> Source:
        """Its place in the document."""
        first = next(iter(self.cells.values()), None)
        if first is not None and first.sheet is not None:
            return first.source(reading)
        return reading.source(self.page, self.box)

    @property
    def box(self) -> Box | None:
        """The box round its cells."""
        return enclosing(cell.box for cell in self.cells.values() if cell.page == self.page)

    @property
    def confidence(self) -> float:
        """That of its worst cell."""
        return min((cell.confidence for cell in self.cells.values()), default=1.0)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that was found: the header cells of its columns by key, and its rows."""

    headers: Mapping[str, Cell]
    entries: tuple[Entry, ...]


def find_table(
    reading: Reading, columns: Sequence[Column], *, anchors: Sequence[str] = (), minimum: int = 2
) -> FoundTable | None:
    """The rows under a header that names at least `minimum` of the columns, over all pages and sheets.

    In an unruled table each row begins with a word in one of the `anchors` columns; without any, each strip is a row.
    """
    search = _Search(tuple(columns), tuple(anchors), minimum)
    found = _Found()
    for sheet in reading.sheets:
        found = _read_grid(cells_of(sheet), search, replace(found, layout=None))
    for page in reading.pages:
        found = _read_page(page, search, found)
    return FoundTable(found.headers, found.entries) if found.headers else None


def rows_of(page: Page) -> tuple[Cells, ...]:
    """The rows of the ruled tables of a page; without any, its lines, each word a cell."""
    if page.tables:
        return tuple(row for table in page.tables for row in _table_cells(page, table))
    return tuple(_line_cells(page))


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


def header_key(text: str, columns: Iterable[Column]) -> str | None:
    """The column that a header cell names, if any."""
    best = max(((_score(text, column), column.key) for column in columns), default=(0, ""))
    return best[1] if best[0] else None


def cell_field(reading: Reading, cell: Cell, value: object = None) -> Field:
    """The field of a cell; its text where no value is given."""
    return Field(
        value=cell.text if value is None else value,
        raw=cell.raw or cell.text,
        confidence=cell.confidence,
        source=cell.source(reading),
    )


# --- The search -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Search:
    columns: tuple[Column, ...]
    anchors: tuple[str, ...]
    minimum: int

    def column(self, key: str) -> tuple[Column, ...]:
        """The column of this key."""
        return tuple(column for column in self.columns if column.key == key)

    @property
    def labels(self) -> frozenset[str]:
        """Every label that may head a column, those without a key too."""
        return frozenset(label for column in self.columns for label in column.labels) | _OTHER_LABELS


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of the table at hand: keys by position, header cells by key, and how wide it is."""

    keys: Mapping[int, str]
    headers: Mapping[str, Cell]
    width: int
    bounds: tuple[Gap, ...] = ()
    """Where the columns part on an unruled page, in its level frame."""
    more: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The further columns that lie under a header cell of several."""
    beside: tuple[Mapping[int, str], ...] = ()
    """The columns of further tables of the same kind at the right: two lists side by side."""

    @property
    def parts(self) -> tuple[Mapping[int, str], ...]:
        """The columns of each of the tables that stand side by side."""
        return (self.keys, *self.beside)


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands so far: the layout of the table at hand, all headers and all rows."""

    layout: _Layout | None = None
    entries: tuple[Entry, ...] = ()
    headers: Mapping[str, Cell] = field(default_factory=dict)

    def under(self, layout: _Layout, entries: tuple[Entry, ...]) -> "_Found":
        """With these rows instead, under the header that was found last."""
        return _Found(layout, entries, {**layout.headers, **self.headers})


def _read_page(page: Page, search: _Search, found: _Found) -> _Found:
    """The rows of one page: from its ruled tables, else from the words under a header."""
    after = found
    for table in page.tables:
        after = _read_grid(_table_cells(page, table), search, after)
    if len(after.entries) > len(found.entries):
        return after
    if all(word.box is None for line in page.lines for word in line.words):
        return _read_grid(tuple(_line_cells(page)), search, after)
    loose = _read_strips(page, search, found)
    return loose if len(loose.entries) > len(found.entries) else after


def _read_grid(grid: Sequence[Cells], search: _Search, found: _Found) -> _Found:
    """The rows of a grid, under its own header or the one of the page before."""
    header = _grid_header(grid, search)
    if header is None:
        layout, first = found.layout, 0
        if layout is None or not grid or layout.width != len(grid[0]):
            return found
    else:
        layout, first = header
    entries = [
        _grid_entry(grid, number, first, replace(layout, keys=keys))
        for keys in layout.parts
        for number in range(first, len(grid))
        if _is_data(grid[number], layout, search)
    ]
    return found.under(layout, _over_page_break(found.entries, [entry for entry in entries if entry.cells], search))


def _read_strips(page: Page, search: _Search, found: _Found) -> _Found:
    """The rows of an unruled page, under its own header or the one of the page before."""
    strips = strips_of(page)
    header = _strip_header(strips, search, page)
    if header is None:
        layout = found.layout
        if layout is None or not layout.bounds:
            return found
        body = strips
    else:
        pieces, layout, first = header
        body = strips[first:]
        layout = replace(layout, bounds=bounds_of(pieces, body))
    rows = rows_under(body, layout.bounds, lambda row: _is_anchor(row, layout, search))
    entries = [entry for keys in layout.parts for row in rows if (entry := _strip_entry(row, keys, page)).cells]
    if header is None and not _is_tabular(entries):
        return found
    return found.under(layout, _over_page_break(found.entries, entries, search))


def _over_page_break(before: tuple[Entry, ...], after: Sequence[Entry], search: _Search) -> tuple[Entry, ...]:
    """Both pages' rows: a first row without anything in the anchor columns is the rest of the last one."""
    if not before or not after or not search.anchors or before[-1].page == after[0].page or after[0].page is None:
        return (*before, *after)
    first = after[0]
    if any(first.text(key) for key in search.anchors):
        return (*before, *after)
    cells = dict(before[-1].cells)
    for key, cell in first.cells.items():
        cells[key] = _continued(cells[key], cell) if key in cells else cell
    return (*before[:-1], replace(before[-1], cells=cells), *after[1:])


def _continued(cell: Cell, rest: Cell) -> Cell:
    """A cell and what of it stands on the next page."""
    return replace(
        cell,
        text=clean(f"{cell.text} {rest.text}"),
        raw=f"{cell.raw} {rest.raw}",
        confidence=min(cell.confidence, rest.confidence),
    )


# --- Headers ----------------------------------------------------------------------------------------------------------


def _grid_header(grid: Sequence[Cells], search: _Search) -> tuple[_Layout, int] | None:
    """The first header of a grid, in one row or two, and the number of the row below it."""
    for number, row in enumerate(grid[:_HEADER_WITHIN]):
        names = [_one(cell) for cell in row]
        keys = _keys_of(names, search)
        below = grid[number + 1] if number + 1 < len(grid) else None
        lower = _two_rows(row, below) if below is not None and _is_header_row(below) else []
        both = _keys_of(lower, search)
        rows = 1
        if len(both) > len(keys):
            names, keys, rows = lower, both, 2
        if len(keys) >= search.minimum:
            keys, *beside = _side_tables(names, keys, search)
            cells = {key: _header_cell(grid[number : number + rows], index) for index, key in keys.items()}
            last = grid[number + rows - 1]
            more = _under_merged(last, keys)
            return _Layout(keys, cells, len(row), _edges(last), more, tuple(beside)), number + rows
    return None


def _side_tables(names: Sequence[tuple[str, ...]], keys: Mapping[int, str], search: _Search) -> list[dict[int, str]]:
    """The columns of one table, or of two and more that stand side by side: there the same heads come again."""
    again = _first_repeated(names, search)
    if again is None:
        return [dict(keys)]
    left = _keys_of(names[:again], search)
    right = {index + again: key for index, key in _keys_of(names[again:], search).items()}
    if len(left) < search.minimum or len(right) < search.minimum or not set(right.values()) <= set(left.values()):
        return [dict(keys)]
    blank = [()] * again
    return [left, *_side_tables([*blank, *names[again:]], right, search)]


def _first_repeated(names: Sequence[tuple[str, ...]], search: _Search) -> int | None:
    """The first column whose key another one before it has."""
    seen: set[str] = set()
    for index, variants in enumerate(names):
        keys = {header_key(name, search.columns) for name in variants} - {None}
        if keys & seen:
            return index
        seen |= {key for key in keys if key is not None}
    return None


def _under_merged(row: Cells, keys: Mapping[int, str]) -> dict[int, tuple[int, ...]]:
    """The columns behind each keyed one over which its header cell reaches."""
    more: dict[int, tuple[int, ...]] = {}
    for index in keys:
        end = index + 1
        while end < len(row) and end not in keys and _is_same(row[index], row[end]):
            end += 1
        if end > index + 1:
            more[index] = tuple(range(index + 1, end))
    return more


def _is_same(cell: Cell | None, neighbour: Cell | None) -> bool:
    """Whether the right neighbour belongs to the same merged cell."""
    return cell is not None and (neighbour is None or (cell.text == neighbour.text and cell.sheet is not None))


def _edges(row: Cells) -> tuple[Gap, ...]:
    """Where the columns part, if every cell of the header has its place and they run from left to right."""
    boxes = [cell.upright for cell in row if cell is not None and cell.upright is not None]
    rising = all(first[0] < second[0] and abs(first[1] - second[1]) < _LEVEL for first, second in pairwise(boxes))
    if len(boxes) < len(row) or not rising:
        return ()
    return tuple((min(a[2], b[0]), max(a[2], b[0])) for a, b in pairwise(boxes))


def _one(cell: Cell | None) -> tuple[str, ...]:
    return (cell.text,) if cell is not None and cell.text else ()


def _two_rows(upper: Cells, lower: Cells) -> list[tuple[str, ...]]:
    """What each column of a header in two rows may be called: lower, both, upper."""
    names: list[tuple[str, ...]] = []
    parent = ""
    for above, below in zip(upper, lower, strict=False):
        parent = above.text if above is not None else parent
        child = below.text if below is not None else ""
        if child and child != parent:
            names.append((child, parent + child))
        else:
            names.append((parent,) if above is not None else ())
    return names


def _is_header_row(row: Cells) -> bool:
    """Whether a row could be the lower half of a header: short words, no long numbers."""
    texts = [cell.text for cell in row if cell is not None and cell.text]
    return bool(texts) and all(len(text) <= _HEADER_LENGTH and not _LONG_NUMBER.search(text) for text in texts)


def _header_cell(rows: Sequence[Cells], index: int) -> Cell:
    """The lowest header cell of a column that has text."""
    cells = [row[index] for row in rows if index < len(row)]
    return next((cell for cell in reversed(cells) if cell is not None and cell.text), Cell(text=""))


def _keys_of(names: Sequence[tuple[str, ...]], search: _Search) -> dict[int, str]:
    """The key of each column that has one; each key once, the best match first."""
    scored = [
        (_score(name, column), -index, column.key)
        for index, variants in enumerate(names)
        for name in variants
        for column in search.columns
    ]
    keys: dict[int, str] = {}
    for score, negative, key in sorted(scored, reverse=True):
        if score and -negative not in keys and key not in keys.values():
            keys[-negative] = key
    return dict(sorted(keys.items()))


def _score(name: str, column: Column) -> int:
    """How well a header cell names a column: 0 not at all; a longer label counts more."""
    plain, variants = _variants(name)
    if not plain:
        return 0
    exact = max((len(label) for label in column.labels if label in variants), default=0)
    if exact:
        return 100 + exact
    near = (len(label) for label in column.labels if len(label) >= _FUZZY_FROM and _one_off(plain, label))
    return max(near, default=0)


@lru_cache(maxsize=4096)
def _variants(name: str) -> tuple[str, frozenset[str]]:
    """A header text without notes in brackets, stars and colons, and all forms in which it may be a label."""
    text = squash(name)
    if len(text) > _HEADER_LENGTH:
        return "", frozenset()
    plain = _BRACKETED.sub("", text).strip(_TRIMMINGS) or text.strip(_TRIMMINGS)
    return plain, frozenset((plain, text, *_ALTERNATIVES.split(plain)))


def _one_off(text: str, label: str) -> bool:
    """Whether two texts of one length differ in one character."""
    return len(text) == len(label) and sum(a != b for a, b in zip(text, label, strict=True)) == 1


def _strip_header(
    strips: Sequence[Strip], search: _Search, page: Page
) -> tuple[tuple[Piece, ...], _Layout, int] | None:
    """The first header among strips, in one strip or two, and the number of the strip below it."""
    labels = search.labels
    for number, strip in enumerate(strips):
        if len(strip.pieces) > _MOST_COLUMNS or not _names_any(strip.text, labels):
            continue
        pieces = header_pieces(strip, labels)
        names: list[tuple[str, ...]] = [(piece.text,) for piece in pieces]
        keys = _keys_of(names, search)
        rows = 1
        if keys and number + 1 < len(strips) and _follows(strip, strips[number + 1]):
            lower = header_pieces(strips[number + 1], labels)
            both, variants = _two_strips(pieces, lower)
            more = _keys_of(variants, search)
            if len(more) > len(keys):
                pieces, names, keys, rows = both, variants, more, 2
        if len(keys) >= search.minimum:
            keys, *beside = _side_tables(names, keys, search)
            cells = {key: _piece_cell((pieces[index],), page) for index, key in keys.items()}
            return pieces, _Layout(keys, cells, len(pieces), beside=tuple(beside)), number + rows
    return None


def _names_any(text: str, labels: Iterable[str]) -> bool:
    return any(label in text for label in labels)


def _follows(strip: Strip, below: Strip) -> bool:
    return below.middle - strip.middle < _HEADER_PITCH * strip.height


def _two_strips(upper: Sequence[Piece], lower: Sequence[Piece]) -> tuple[tuple[Piece, ...], list[tuple[str, ...]]]:
    """The columns of a header in two strips with what each may be called: a word over others is their parent."""
    columns: list[tuple[Piece, tuple[str, ...]]] = []
    for piece in lower:
        parent = next((above for above in upper if _overlap(above, piece)), None)
        columns.append((piece, (piece.text, parent.text + piece.text) if parent else (piece.text,)))
    alone = (piece for piece in upper if not any(_overlap(piece, below) for below in lower))
    columns.extend((piece, (piece.text,)) for piece in alone)
    columns.sort(key=lambda column: column[0].left)
    return tuple(piece for piece, _ in columns), [names for _, names in columns]


def _overlap(first: Piece, second: Piece) -> bool:
    return first.left < second.right and second.left < first.right


# --- Rows -------------------------------------------------------------------------------------------------------------


def _is_data(row: Cells, layout: _Layout, search: _Search) -> bool:
    """Whether a row of a grid is data: not empty, not one text over the whole width, not the header again."""
    texts = [cell.text for cell in row if cell is not None]
    filled = [text for text in texts if text]
    if not filled:
        return False
    if len(row) > 2 and (len(texts) == 1 or (len(filled) > 2 and len(set(filled)) == 1)):
        return False
    return not _is_header_again(row, layout, search)


def _is_header_again(row: Cells, layout: _Layout, search: _Search) -> bool:
    """Whether a row repeats the header."""
    cells = ((row[index], key) for index, key in layout.keys.items() if index < len(row))
    named = sum(cell is not None and header_key(cell.text, search.column(key)) == key for cell, key in cells)
    return named >= search.minimum


def _grid_entry(grid: Sequence[Cells], number: int, first: int, layout: _Layout) -> Entry:
    """A row of a grid; a cell merged with those above it has their text."""
    parts = {
        key: [_own_or_merged(grid, number, place, first) for place in (index, *layout.more.get(index, ()))]
        for index, key in layout.keys.items()
    }
    filled = {key: [cell for cell in cells if cell is not None and cell.text] for key, cells in parts.items()}
    empty = {key: [cell for cell in cells if cell is not None] for key, cells in parts.items() if not filled[key]}
    pages = (cell.page for cell in grid[number] if cell is not None)
    return Entry(
        {key: _side_by_side(cells) for key, cells in filled.items() if cells},
        next((page for page in pages if page is not None), None),
        blank=frozenset(key for key, cells in empty.items() if cells and min(c.confidence for c in cells) > 0),
        inked=frozenset(key for key, cells in empty.items() if any(cell.confidence == 0 for cell in cells)),
    )


def _side_by_side(cells: Sequence[Cell]) -> Cell:
    """Cells under one header cell as one; those that are the same merged cell count once."""
    joined = cells[0]
    for cell in cells[1:]:
        if cell.text != joined.text:
            joined = replace(_continued(joined, cell), box=enclosing((joined.box, cell.box)))
    return joined


def _own_or_merged(grid: Sequence[Cells], number: int, index: int, first: int) -> Cell | None:
    """The cell at this place, or the one merged over it from above."""
    row = grid[number]
    if index >= len(row):
        return None
    if row[index] is not None:
        return row[index]
    middle = _row_middle(row)
    for above in range(number - 1, max(first, number - _TALLEST) - 1, -1):
        cell = grid[above][index] if index < len(grid[above]) else None
        if cell is not None:
            reaches = cell.upright is None or middle is None or cell.upright[3] >= middle
            return cell if reaches else None
    return None


def _row_middle(row: Cells) -> float | None:
    """The height on the page at which the cells of this row alone stand: the middle of its lowest cell."""
    boxes = [cell.upright for cell in row if cell is not None and cell.upright is not None]
    lowest = min(boxes, key=lambda box: box[3] - box[1], default=None)
    return (lowest[1] + lowest[3]) / 2 if lowest else None


def _is_anchor(row: Row, layout: _Layout, search: _Search) -> bool:
    """Whether a strip begins a row."""
    anchors = [index for keys in layout.parts for index, key in keys.items() if key in search.anchors]
    return any(row[index] for index in anchors) if anchors else any(row)


def _strip_entry(row: Row, keys: Mapping[int, str], page: Page) -> Entry:
    cells = {key: _piece_cell(row[index], page) for index, key in keys.items() if row[index]}
    return Entry(cells, page.number)


def _text(raw: str, page: Page) -> str:
    """The clean text of a cell; recognised print in simplified characters."""
    return clean(simplified(raw) if page.origin is Origin.OCR else raw)


def _piece_cell(pieces: Sequence[Piece], page: Page) -> Cell:
    """The cell made of these pieces."""
    raw = " ".join(piece.text for piece in pieces)
    return Cell(
        text=_text(raw, page),
        raw=raw,
        confidence=min(piece.confidence for piece in pieces),
        page=page.number,
        box=enclosing(piece.box for piece in pieces),
    )


def _is_tabular(entries: Sequence[Entry]) -> bool:
    """Whether rows below no header of their own look like rows of a table: most have more than one cell."""
    return 2 * sum(len(entry.cells) > 1 for entry in entries) > len(entries)


# --- Cells ------------------------------------------------------------------------------------------------------------


def _table_cells(page: Page, table: Table) -> tuple[Cells, ...]:
    return tuple(tuple(_page_cell(cell, page) for cell in row) for row in table.rows)


def _page_cell(cell: TableCell | None, page: Page) -> Cell | None:
    if cell is None:
        return None
    return Cell(
        text=_text(cell.text, page),
        raw=cell.text,
        confidence=cell.confidence,
        page=page.number,
        box=cell.box,
        upright=turned(cell.box, page.rotation) if cell.box else None,
    )


def _line_cells(page: Page) -> Iterator[Cells]:
    """The lines of a page, each word a cell."""
    for line in page.lines:
        yield tuple(
            Cell(text=_text(word.text, page), raw=word.text, confidence=word.confidence, page=page.number, box=word.box)
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
_LEVEL = 0.01
"""Header cells whose tops are this near to each other stand in one row."""
_HEADER_LENGTH = 20
_HEADER_PITCH = 2.4
"""Two strips this many heights apart may be one header."""
_MOST_COLUMNS = 60
_HEADER_WITHIN = 80
"""The header of a grid stands within so many rows."""
_TALLEST = 100
"""So many rows a merged cell may cover."""
_FUZZY_FROM = 4
_TRIMMINGS = " :：*﹡※.。、,，·-—_|"
_LONG_NUMBER = re.compile(r"\d{4}")
_BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]{0,30}[)\]】〕]")
_ALTERNATIVES = re.compile(r"[/、|及和或]")
_OTHER_LABELS = frozenset(
    (
        "序号",
        "编号",
        "姓名",
        "性别",
        "备注",
        "职务",
        "职位",
        "部门",
        "单位",
        "电话",
        "邮箱",
        "签名",
        "签字",
        "时间",
        "日期",
    )
)
"""Words that head columns of no interest: needed to tell where the others end."""
