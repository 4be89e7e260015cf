"""The grid of ruled tables, from rules alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers.grid import Lattice, find_lattices


def grid(columns: int, rows: int, size: float = 40.0) -> tuple[list[tuple[float, float, float]], ...]:
    level = [(row * size, 0.0, columns * size) for row in range(rows + 1)]
    upright = [(column * size, 0.0, rows * size) for column in range(columns + 1)]
    return level, upright


@given(st.integers(1, 8), st.integers(1, 8), st.floats(0, 1.5))
def test_every_regular_grid_has_its_cells(columns: int, rows: int, shift: float) -> None:
    level, upright = grid(columns, rows)
    level = [(at + shift * (number % 2), start, end) for number, (at, start, end) in enumerate(level)]
    found = find_lattices(level, upright, 2.0)
    assert found is not None
    if columns * rows == 1:
        assert found == ()
    else:
        assert len(found[0].spans) == columns * rows


@given(st.data(), st.integers(2, 5), st.integers(2, 5))
def test_cells_cover_the_table_once(data: st.DataObject, columns: int, rows: int) -> None:
    level, upright = grid(columns, rows)
    gone = data.draw(st.integers(1, rows - 1))
    column = data.draw(st.integers(0, columns - 1))
    level.remove((gone * 40.0, 0.0, columns * 40.0))
    level += [(gone * 40.0, 0.0, column * 40.0)] * (column > 0)
    level += [(gone * 40.0, (column + 1) * 40.0, columns * 40.0)] * (column + 1 < columns)
    found = find_lattices(level, upright, 2.0)
    assert found is not None
    spans = found[0].spans
    covered = [(r, c) for top, left, end, last in spans for r in range(top, end + 1) for c in range(left, last + 1)]
    assert sorted(covered) == [(row, col) for row in range(rows) for col in range(columns)]
    assert (gone - 1, column, gone, column) in spans


def test_l_shaped_cells_are_not_understood() -> None:
    level = [(0.0, 0.0, 80.0), (40.0, 40.0, 80.0), (80.0, 0.0, 80.0)]
    upright = [(0.0, 0.0, 80.0), (40.0, 40.0, 80.0), (80.0, 0.0, 80.0)]
    assert find_lattices(level, upright, 2.0) is None


def test_sides_left_open_are_the_ends_of_the_level_rules() -> None:
    level = [(float(y), 0.0, 120.0) for y in (0, 30, 60)]
    found = find_lattices(level, [(40.0, 0.0, 60.0), (80.0, 0.0, 60.0)], 2.0)
    assert found is not None
    assert found[0].xs == (0.0, 40.0, 80.0, 120.0)
    assert len(found[0].spans) == 6


def test_two_tables_and_a_stray_rule() -> None:
    level, upright = grid(2, 2)
    other_level = [(at + 200, start, end) for at, start, end in level]
    other_upright = [(at, start + 200, end + 200) for at, start, end in upright]
    found = find_lattices([*level, *other_level, (140.0, 0.0, 80.0)], upright + other_upright, 2.0)
    assert found is not None
    assert [lattice.ys[0] for lattice in found] == [0.0, 200.0]


def test_broken_rules_are_joined() -> None:
    _, upright = grid(2, 2)
    level = [(y, start, start + 38.0) for y in (0.0, 40.5, 80.0) for start in (0.0, 40.0)]
    found = find_lattices(level, upright, 3.0)
    assert found is not None
    assert len(found[0].spans) == 4


@pytest.mark.parametrize(("x", "y", "cell"), [(1, 1, 0), (79, 1, 1), (41, 41, 3), (81, 1, None), (1, -1, None)])
def test_cell_at(x: float, y: float, cell: int | None) -> None:
    lattice = Lattice((0, 40, 80), (0, 40, 80), ((0, 0, 0, 0), (0, 1, 0, 1), (1, 0, 1, 0), (1, 1, 1, 1)))
    assert lattice.cell_at(x, y) == cell


def test_hostile_numbers_of_rules_are_no_table() -> None:
    level = [(float(y), 0.0, 9.0) for y in range(4000)]
    assert find_lattices(level, [(0.0, 0.0, 4000.0)], 0.1) == ()
