"""Tables: rows with their cells by key, from ruled grids, from words under a header, and from sheets.

A table goes on over pages, with or without its header repeated; a row that a page break parts is put together again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.documents import (
    Box,
    Page,
    Reading,
    Source,
    enclosing,
)
from extractors.columns import Row, bounds_of, rows_under, strips_of
from extractors.table_cells import Cell, Cells, cells_of, continued, line_cells, piece_cell, table_cells
from extractors.table_headers import Column, Layout, Search, grid_header, header_key, strip_header


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
    search = Search(tuple(columns), tuple(anchors), minimum)
    found = _Found()
    for sheet in reading.sheets:
        found = _read_grid(cells_of(sheet), search, replace(found, layout=None))
    for page in reading.pages:
        found = _read_page(page, search, found)
    return FoundTable(found.headers, found.entries) if found.headers else None


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands so far: the layout of the table at hand, all headers and all rows."""

    layout: Layout | None = None
    entries: tuple[Entry, ...] = ()
    headers: Mapping[str, Cell] = field(default_factory=dict)

    def under(self, layout: Layout, entries: tuple[Entry, ...]) -> "_Found":
        """With these rows instead, under the header that was found last."""
        return _Found(layout, entries, {**layout.headers, **self.headers})


def _read_page(page: Page, search: Search, found: _Found) -> _Found:
    """The rows of one page: from its ruled tables, else from the words under a header."""
    after = found
    for table in page.tables:
        after = _read_grid(table_cells(page, table), search, after)
    if len(after.entries) > len(found.entries):
        return after
    if all(word.box is None for line in page.lines for word in line.words):
        return _read_grid(tuple(line_cells(page)), search, after)
    loose = _read_strips(page, search, found)
    return loose if len(loose.entries) > len(found.entries) else after


def _read_grid(grid: Sequence[Cells], search: Search, found: _Found) -> _Found:
    """The rows of a grid, under its own header or the one of the page before."""
    header = grid_header(grid, search)
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


def _read_strips(page: Page, search: Search, found: _Found) -> _Found:
    """The rows of an unruled page, under its own header or the one of the page before."""
    strips = strips_of(page)
    header = strip_header(strips, search, page)
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


def _over_page_break(before: tuple[Entry, ...], after: Sequence[Entry], search: Search) -> tuple[Entry, ...]:
    """Both pages' rows: a first row without anything in the anchor columns is the rest of the last one."""
    if not before or not after or not search.anchors or before[-1].page == after[0].page or after[0].page is None:
        return (*before, *after)
    first = after[0]
    if any(first.text(key) for key in search.anchors):
        return (*before, *after)
    cells = dict(before[-1].cells)
    for key, cell in first.cells.items():
        cells[key] = continued(cells[key], cell) if key in cells else cell
    return (*before[:-1], replace(before[-1], cells=cells), *after[1:])


def _is_data(row: Cells, layout: Layout, search: Search) -> bool:
    """Whether a row of a grid is data: not empty, not one text over the whole width, not the header again."""
    texts = [cell.text for cell in row if cell is not None]
    filled = [text for text in texts if text]
    if not filled:
        return False
    if len(row) > 2 and (len(texts) == 1 or (len(filled) > 2 and len(set(filled)) == 1)):
        return False
    return not _is_header_again(row, layout, search)


def _is_header_again(row: Cells, layout: Layout, search: Search) -> bool:
    """Whether a row repeats the header."""
    cells = ((row[index], key) for index, key in layout.keys.items() if index < len(row))
    named = sum(cell is not None and header_key(cell.text, search.column(key)) == key for cell, key in cells)
    return named >= search.minimum


def _grid_entry(grid: Sequence[Cells], number: int, first: int, layout: Layout) -> Entry:
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
            joined = replace(continued(joined, cell), box=enclosing((joined.box, cell.box)))
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


def _is_anchor(row: Row, layout: Layout, search: Search) -> bool:
    """Whether a strip begins a row."""
    anchors = [index for keys in layout.parts for index, key in keys.items() if key in search.anchors]
    return any(row[index] for index in anchors) if anchors else any(row)


def _strip_entry(row: Row, keys: Mapping[int, str], page: Page) -> Entry:
    cells = {key: piece_cell(row[index], page) for index, key in keys.items() if row[index]}
    return Entry(cells, page.number)


def _is_tabular(entries: Sequence[Entry]) -> bool:
    """Whether rows below no header of their own look like rows of a table: most have more than one cell."""
    return 2 * sum(len(entry.cells) > 1 for entry in entries) > len(entries)


_TALLEST = 100
"""So many rows a merged cell may cover."""
