"""Ruled tables of a text page: its own paths first, pdfplumber where their grid is not understood."""

import logging
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

import pdfplumber

from extractors.readers.grid import Lattice, Rule, Span, find_lattices
from extractors.readers.lines import Plane, Ruled
from extractors.readers.pdf_objects import Frame, Layout

TOLERANCE = 2.0
"""Lines of one boundary may miss each other by this much, in points."""

FALLBACK_RULES = 1500
"""On pages with more rules pdfplumber would take minutes."""

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def find_ruled(layout: Layout, plane: Plane, file: Path, number: int) -> tuple[Ruled, ...]:
    """The ruled tables of a page, in its upright plane."""
    turn = plane.rotation
    rules = [_turned(rule, level, turn, layout) for level in (True, False) for rule in _rules(layout, level=level)]
    level = [rule for rule, is_level in rules if is_level]
    upright = [rule for rule, is_level in rules if not is_level]
    lattices = find_lattices(level, upright, TOLERANCE)
    if lattices is None:
        lattices = () if turn or len(rules) > FALLBACK_RULES else _plumbed(file, number)
    return tuple(_ruled(lattice, plane) for lattice in lattices)


def _rules(layout: Layout, *, level: bool) -> list[Rule]:
    return layout.level if level else layout.upright


def _turned(rule: Rule, level: bool, turn: int, layout: Layout) -> tuple[Rule, bool]:
    """A rule after the page was turned clockwise, and whether it is level then."""
    at, start, end = rule
    across, along = (layout.height, layout.width) if level else (layout.width, layout.height)
    if turn == 180:
        return (across - at, along - end, along - start), level
    if turn == 90:
        return ((across - at, start, end), False) if level else ((at, along - end, along - start), True)
    if turn == 270:
        return ((at, along - end, along - start), False) if level else ((across - at, start, end), True)
    return rule, level


def _ruled(lattice: Lattice, plane: Plane) -> Ruled:
    """A lattice of the page's own plane."""
    boxes = tuple(plane.box(*lattice.cell_box(span)) for span in lattice.spans)
    return Ruled(lattice, lattice.cell_at, boxes)


def _plumbed(file: Path, number: int) -> tuple[Lattice, ...]:
    """The tables as pdfplumber sees them; none where it fails, for it was the last to be asked."""
    try:
        with pdfplumber.open(file, pages=[number]) as document:
            page = document.pages[0]
            left, top = page.bbox[:2]
            tables = [table.cells for table in page.find_tables()]
    except Exception:  # noqa: BLE001 - pdfminer may raise anything over a damaged file
        return ()
    lattices = (_lattice([(a - left, b - top, c - left, d - top) for a, b, c, d in cells]) for cells in tables)
    return tuple(lattice for lattice in lattices if lattice is not None and len(lattice.spans) > 1)


def _lattice(cells: Sequence[Frame]) -> Lattice | None:
    """The lattice whose cells are these boxes; None if they overlap."""
    xs = _stops(side for cell in cells for side in (cell[0], cell[2]))
    ys = _stops(side for cell in cells for side in (cell[1], cell[3]))
    spans: list[Span] = []
    taken: set[tuple[int, int]] = set()
    for left, top, right, bottom in cells:
        first_row, first_column = _nearest(ys, top), _nearest(xs, left)
        last_row, last_column = _nearest(ys, bottom) - 1, _nearest(xs, right) - 1
        inside = {(r, c) for r in range(first_row, last_row + 1) for c in range(first_column, last_column + 1)}
        if not inside or inside & taken:
            return None
        taken |= inside
        spans.append((first_row, first_column, last_row, last_column))
    return Lattice(tuple(xs), tuple(ys), tuple(sorted(spans)))


def _stops(sides: Iterable[float]) -> list[float]:
    """Sides that are close to each other, made one."""
    stops: list[float] = []
    for side in sorted(sides):
        if not stops or side - stops[-1] > TOLERANCE:
            stops.append(side)
    return stops


def _nearest(stops: Sequence[float], side: float) -> int:
    """The index of the stop that stands for a side."""
    return max(0, bisect_right(stops, side + 0.001) - 1)
