"""Ruled tables: from drawn lines to rows and cells, the same for the paths of a PDF and for the rules of a scan.

Rows and columns are the boundaries that the lines draw; where a stretch of a boundary is not drawn, the cells on both
sides are one. A table whose cells are not all rectangles is not understood: better none than a wrong one.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

Rule = tuple[float, float, float]
"""A drawn line: where it lies (y of a level one, x of an upright one), where it starts and where it ends."""

Span = tuple[int, int, int, int]
"""A cell: first row, first column, last row, last column."""

DRAWN_SHARE = 0.5
"""A stretch of a boundary counts as drawn if at least half of it is."""

FAINT_SHARE = 0.25
"""The same where the better share leaves cells that are no rectangles: rules of scans have gaps."""

MOST_RULES = 3000
MOST_CELLS = 20_000


@dataclass(frozen=True)
class Lattice:
    """The boundaries of a table, and the spans of its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The box round the table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, span: Span) -> tuple[float, float, float, float]:
        """The box of a cell."""
        top, left, bottom, right = span
        return self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1]

    def cell_at(self, x: float, y: float) -> int | None:
        """The index of the cell that holds a point."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self._owners.get((row, column))

    @cached_property
    def _owners(self) -> Mapping[tuple[int, int], int]:
        """For each row and column the cell that covers it."""
        return {
            (row, column): index
            for index, (top, left, bottom, right) in enumerate(self.spans)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }


def find_lattices(level: Sequence[Rule], upright: Sequence[Rule], tolerance: float) -> tuple[Lattice, ...] | None:
    """The tables that level and upright rules draw, from the top; None if one of them is not understood."""
    if not level or not upright or max(len(level), len(upright)) > MOST_RULES:
        return ()
    level, upright = joined(level, tolerance), joined(upright, tolerance)
    lattices = []
    for rows, columns in _tables(level, upright, tolerance):
        lattice = _lattice(rows, columns, tolerance)
        if lattice is None:
            return None
        if len(lattice.spans) > 1:
            lattices.append(lattice)
    return tuple(sorted(lattices, key=lambda lattice: (lattice.ys[0], lattice.xs[0])))


def joined(rules: Iterable[Rule], tolerance: float) -> list[Rule]:
    """Rules that continue or cover each other, made one."""
    result: list[Rule] = []
    for group in _clusters(sorted(rules), tolerance):
        at = sum(rule[0] for rule in group) / len(group)
        for _, start, end in sorted(group, key=lambda rule: rule[1]):
            if result and result[-1][0] == at and start <= result[-1][2] + tolerance:
                result[-1] = (at, result[-1][1], max(end, result[-1][2]))
            else:
                result.append((at, start, end))
    return result


def _clusters(rules: Sequence[Rule], tolerance: float) -> list[list[Rule]]:
    """Sorted rules in groups that lie within the tolerance of the group's first."""
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule[0] - groups[-1][0][0] <= tolerance:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _tables(level: list[Rule], upright: list[Rule], tolerance: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together by crossing or touching."""
    owner = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for number, (y, left, right) in enumerate(level):
        for other, (x, top, bottom) in enumerate(upright, len(level)):
            if left - tolerance <= x <= right + tolerance and top - tolerance <= y <= bottom + tolerance:
                owner[root(number)] = root(other)
    tables: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(level + upright):
        tables.setdefault(root(index), ([], []))[index >= len(level)].append(rule)
    return [table for table in tables.values() if len(table[0]) > 1 and table[1]]


def _lattice(level: list[Rule], upright: list[Rule], tolerance: float) -> Lattice | None:
    """The lattice of one table; None if its cells are no rectangles."""
    left, right = min(rule[1] for rule in level), max(rule[2] for rule in level)
    ys = _positions(level, tolerance)
    xs = _positions(upright, tolerance)
    open_left, open_right = xs[0] - left > 3 * tolerance, right - xs[-1] > 3 * tolerance
    xs = [left] * open_left + xs + [right] * open_right
    if len(xs) < 2 or len(ys) < 2:
        return Lattice(tuple(xs), tuple(ys), ())
    if (len(xs) - 1) * (len(ys) - 1) > MOST_CELLS:
        return None
    down = [_shares(upright, x, ys, tolerance) for x in xs]
    across = [_shares(level, y, xs, tolerance) for y in ys]
    if open_left:
        down[0] = [1.0] * (len(ys) - 1)
    if open_right:
        down[-1] = [1.0] * (len(ys) - 1)
    for share in (DRAWN_SHARE, FAINT_SHARE):
        spans = _spans(across, down, share)
        if spans is not None:
            return Lattice(tuple(xs), tuple(ys), spans)
    return None


def _positions(rules: Iterable[Rule], tolerance: float) -> list[float]:
    """Where boundaries lie: the means of rules that are close to each other."""
    groups = _clusters(sorted(rules), tolerance)
    return [sum(rule[0] for rule in group) / len(group) for group in groups]


def _shares(rules: Iterable[Rule], at: float, stops: Sequence[float], tolerance: float) -> list[float]:
    """For each stretch between two stops, the share of it that rules at this boundary draw."""
    own = [(start, end) for where, start, end in rules if abs(where - at) <= tolerance]
    shares = []
    for first, last in pairwise(stops):
        drawn = sum(max(0.0, min(end, last) - max(start, first)) for start, end in own)
        shares.append(drawn / max(last - first, 1e-9))
    return shares


def _spans(across: list[list[float]], down: list[list[float]], share: float) -> tuple[Span, ...] | None:
    """The cells between drawn stretches, row by row; None if one is no rectangle."""
    rows, columns = len(across) - 1, len(down) - 1
    taken: set[tuple[int, int]] = set()
    spans = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column
            while right + 1 < columns and down[right + 1][row] < share:
                right += 1
            bottom = row
            while bottom + 1 < rows and across[bottom + 1][column] < share:
                bottom += 1
            span = (row, column, bottom, right)
            inside = {(r, c) for r in range(row, bottom + 1) for c in range(column, right + 1)}
            if inside & taken or not _is_closed(across, down, span, share):
                return None
            taken |= inside
            spans.append(span)
    return tuple(spans)


def _is_closed(across: list[list[float]], down: list[list[float]], span: Span, share: float) -> bool:
    """Whether a span is bounded by drawn stretches all round and crossed by none."""
    top, left, bottom, right = span
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    last_row, last_column = len(across) - 1, len(down) - 1
    level = [(top > 0, top), (bottom + 1 < last_row, bottom + 1)]
    upright = [(left > 0, left), (right + 1 < last_column, right + 1)]
    closed = all(across[at][column] >= share for inner, at in level if inner for column in columns)
    closed &= all(down[at][row] >= share for inner, at in upright if inner for row in rows)
    crossed = any(across[at][column] >= share for at in range(top + 1, bottom + 1) for column in columns)
    return (
        closed and not crossed and not any(down[at][row] >= share for at in range(left + 1, right + 1) for row in rows)
    )
