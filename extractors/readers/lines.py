"""Print in reading order: glyphs to runs, runs to rows, rows cut into words; the same for text layers and for OCR.

Everything lies in an upright plane (points or pixels, y downwards); at the end boxes become fractions of the page as it
stands in the file.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.documents import Box, Line, Table, TableCell, Word, enclosing
from extractors.readers.grid import Lattice

WIDE_GAP = 0.9
"""A gap wider than this share of the height of print parts words; a label's justified characters stay together."""

SPACE_GAP = 0.22
"""A gap wider than this between Latin letters is a space."""

TIGHT_GAP = 0.15
"""Glyphs closer than this share of their height were typed in one go."""

OWN_SHARE = 0.6
"""Print that runs over a rule belongs to a cell that holds so much of it."""

ROW_SHARE = 0.55
"""Runs whose middles are closer than this share of their height stand in one row."""


class Glyph(NamedTuple):
    """A character with its box in the plane."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def x(self) -> float:
        """The middle, across."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle, downwards."""
        return (self.top + self.bottom) / 2


Run = tuple[Glyph, ...]
"""Characters that stand next to each other."""


class Plane(NamedTuple):
    """The upright plane of a page: its size, and the degrees clockwise by which the page was turned to get it."""

    width: float
    height: float
    rotation: int = 0

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of the plane as fractions of the page as it stands in the file."""
        x0, y0, x1, y1 = left / self.width, top / self.height, right / self.width, bottom / self.height
        turned = {
            0: (x0, y0, x1, y1),
            90: (y0, 1 - x1, y1, 1 - x0),
            180: (1 - x1, 1 - y1, 1 - x0, 1 - y0),
            270: (1 - y1, x0, 1 - y0, x1),
        }[self.rotation % 360]
        a, b, c, d = (round(min(1.0, max(0.0, side)), 5) for side in turned)
        return a, b, c, d


CellKey = tuple[int, int]
"""The number of a table on the page, and of a cell in it."""

Locate = Callable[[float, float], CellKey | None]
"""Which cell holds a point of the plane."""

Chunk = tuple[Run, CellKey | None]
"""A piece of a row and the cell that holds it."""

Tilt = npt.NDArray[np.float64]
"""Two numbers a and b: print at height y slopes by a + b·y (a skewed page, a page in perspective)."""


class Ruled(NamedTuple):
    """A ruled table of a page: its lattice, how a point of the plane gets into it, and its cells' boxes on the page."""

    lattice: Lattice
    locate: Callable[[float, float], int | None]
    boxes: tuple[Box, ...]
    inked: frozenset[int] = frozenset()
    """Cells that bear ink, read or not."""


def rows_of(runs: Sequence[Run], tilt: Tilt | None = None) -> list[list[Run]]:
    """Runs in rows from the top, each from the left."""
    if not runs:
        return []
    left = np.array([run[0].left for run in runs])
    middle = np.array([[_x_of(run), _y_of(run)] for run in runs])
    high = np.array([_height_of(run) for run in runs])
    at = middle[:, 1]
    if tilt is not None:
        at = at - (tilt[0] + tilt[1] * at) * (middle[:, 0] - middle[:, 0].mean())
    usual = float(np.median(high))
    rows: list[tuple[float, list[int]]] = []
    for index in np.argsort(at, kind="stable"):
        size = min(usual, float(high[index])) if high[index] > 0.3 * usual else usual
        if rows and at[index] - rows[-1][0] < ROW_SHARE * size:
            members = [*rows[-1][1], int(index)]
            rows[-1] = (rows[-1][0] + (float(at[index]) - rows[-1][0]) / len(members), members)
        else:
            rows.append((float(at[index]), [int(index)]))
    return [[runs[index] for index in sorted(members, key=lambda index: left[index])] for _, members in rows]


def merged(row: Iterable[Run]) -> list[Run]:
    """The runs of a row as one run of glyphs from the left: a text layer may draw its glyphs in any order."""
    glyphs = sorted((glyph for run in row for glyph in run), key=lambda glyph: (glyph.left, glyph.right))
    return [tuple(glyphs)] if glyphs else []


def placed(rows: Iterable[Iterable[Run]], tables: Sequence[Ruled], *, flowing: bool) -> list[list[Chunk]]:
    """Rows cut at the rules of tables, each piece with the cell that holds it.

    With `flowing` print that runs over a rule without a gap stays in its cell: exact places of a text layer show a
    value too wide for its column. OCR gives neighbouring cells as one run, so there every rule cuts.
    """
    locate = _locator(tables)
    return [[chunk for run in row for chunk in _chunks(run, locate, flowing=flowing)] for row in rows]


def _chunks(run: Run, locate: Locate, *, flowing: bool) -> Iterator[Chunk]:
    """The pieces of a run, cut at the rules of tables."""
    cells = [locate(glyph.x, glyph.y) for glyph in run]
    if flowing:
        cells = _flowing(run, cells)
    start = 0
    for index in range(1, len(run) + 1):
        if index == len(run) or cells[index] != cells[start]:
            yield run[start:index], cells[start]
            start = index


def _flowing(run: Run, cells: Sequence[CellKey | None]) -> list[CellKey | None]:
    """The cells of glyphs, with those that run over a rule given to the cell they come from."""
    tight = TIGHT_GAP * _height_of(run)
    result: list[CellKey | None] = []
    start = 0
    for index in range(1, len(run) + 1):
        if index == len(run) or run[index].left - run[index - 1].right > tight:
            held = cells[start:index]
            cell, count = Counter(held).most_common(1)[0]
            result += [cell] * len(held) if cell is not None and count >= OWN_SHARE * len(held) else held
            start = index
    return result


def _words(run: Run, plane: Plane) -> Iterator[Word]:
    """The words of a run: it is cut at wide gaps."""
    gap = WIDE_GAP * _height_of(run)
    part: list[Glyph] = []
    for glyph in run:
        if part and glyph.left - part[-1].right > gap:
            yield from _word(part, plane)
            part = []
        part.append(glyph)
    yield from _word(part, plane)


def _word(glyphs: Sequence[Glyph], plane: Plane) -> Iterator[Word]:
    """One word, unless it is blank."""
    text = text_of(glyphs)
    if text:
        box = plane.box(*bounds(glyphs))
        yield Word(text, box, round(sum(glyph.confidence for glyph in glyphs) / len(glyphs), 4))


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The characters, with a space where there is a gap or one was typed."""
    text = glyphs[0].text if glyphs else ""
    for one, other in pairwise(glyphs):
        high = max(one.bottom - one.top, other.bottom - other.top)
        gap = other.left - one.right
        latin = one.text.isascii() and other.text.isascii()
        if gap > (SPACE_GAP if latin else 0.4) * high and not text.endswith(" ") and other.text != " ":
            text += " "
        text += other.text
    return " ".join(text.split())


def bounds(glyphs: Iterable[Glyph]) -> tuple[float, float, float, float]:
    """The box round glyphs, in the plane."""
    box = enclosing((glyph.left, glyph.top, glyph.right, glyph.bottom) for glyph in glyphs)
    return box or (0.0, 0.0, 0.0, 0.0)


def lines_of(rows: Iterable[Sequence[Chunk]], plane: Plane) -> tuple[Line, ...]:
    """The lines of rows that bear any text."""
    lines = (Line(tuple(word for run, _ in row for word in _words(run, plane))) for row in rows)
    return tuple(line for line in lines if line.words)


def tables_of(tables: Sequence[Ruled], rows: Iterable[Sequence[Chunk]], tilt: Tilt | None = None) -> tuple[Table, ...]:
    """The tables with what their cells hold; the lines in a cell are parted by newlines."""
    held: dict[CellKey, list[Run]] = {}
    for run, cell in (chunk for row in rows for chunk in row):
        if cell is not None:
            held.setdefault(cell, []).append(run)
    return tuple(_table(ruled, number, held, tilt) for number, ruled in enumerate(tables))


def _table(ruled: Ruled, number: int, held: Mapping[CellKey, Sequence[Run]], tilt: Tilt | None) -> Table:
    """One table."""
    lattice = ruled.lattice
    grid: list[list[TableCell | None]] = [[None] * (len(lattice.xs) - 1) for _ in range(len(lattice.ys) - 1)]
    for index, (top, left, _, _) in enumerate(lattice.spans):
        lines = rows_of(held.get((number, index), ()), tilt)
        grid[top][left] = _cell(lines, ruled.boxes[index], inked=index in ruled.inked)
    return Table(tuple(tuple(row) for row in grid), enclosing(ruled.boxes))


def _locator(tables: Sequence[Ruled]) -> Locate:
    """Which cell of which table holds a point."""

    def locate(x: float, y: float) -> CellKey | None:
        for number, ruled in enumerate(tables):
            cell = ruled.locate(x, y)
            if cell is not None:
                return number, cell
        return None

    return locate


def _cell(lines: Sequence[Sequence[Run]], box: Box, *, inked: bool) -> TableCell:
    """One cell of a table, as sure as what is least sure in it; ink that could not be read is no text, confidence 0."""
    text = "\n".join(filter(None, (" ".join(text_of(run) for run in line).strip() for line in lines)))
    if not text and inked:
        return TableCell("", box, 0.0)
    confidence = min((glyph.confidence for line in lines for run in line for glyph in run), default=1.0)
    return TableCell(text, box, round(confidence, 4))


def _x_of(run: Run) -> float:
    return (run[0].left + run[-1].right) / 2


def _y_of(run: Run) -> float:
    return (run[0].y + run[-1].y) / 2


def _height_of(run: Run) -> float:
    return sum(glyph.bottom - glyph.top for glyph in run) / len(run)
