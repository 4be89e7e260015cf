"""Ruled tables in pictures: the rules are found by their shape, the table is made a rectangle, then its grid is read.

Pages lie askew or in perspective, so each table is stretched by its own four corners first. Where the grid is not
certain there is no table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.grid import Lattice, Rule, find_lattices
from extractors.readers.lines import Plane, Ruled
from extractors.readers.repair import Image, reduced, straightened
from extractors.readers.spots import cut_out, find_spots, labels_of

WORK_SIDE = 1600
"""Longer side of the picture in which rules are looked for."""

LEAST_RULE = 28
"""Shorter strokes belong to characters."""

GAP = 9
"""Rules of scans have gaps of a few pixels."""

TOLERANCE = 6.0

LEAST_TABLE = (0.12, 28)
"""A table is at least this share of the picture wide, and this many pixels high."""

INK_SHARE = 0.015
"""More ink than this in a cell is a mark, not dust."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Found:
    """A table in the straightened picture: its lattice, the way into it, and which cells bear ink."""

    lattice: Lattice
    into: Matrix
    inked: frozenset[int]


def find_ruled(image: Image, slope: float, plane: Plane) -> tuple[Ruled, ...]:
    """The ruled tables of an upright picture whose print slopes by `slope`, from the top.

    Points and boxes are those of the plane, which has the picture's own pixels.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = reduced(grey, WORK_SIDE)
    scale = max(small.shape) / max(grey.shape)
    level, turn = straightened(small, slope)
    shrink = np.diag([scale, scale, 1.0])
    matrix = np.vstack([turn, [0.0, 0.0, 1.0]]) @ shrink
    return tuple(_ruled(found, found.into @ matrix, plane) for found in _tables(level))


def _ruled(found: _Found, matrix: Matrix, plane: Plane) -> Ruled:
    """The table as seen from the plane of the page."""
    back = np.asarray(np.linalg.inv(matrix), np.float64)
    boxes = []
    for span in found.lattice.spans:
        left, top, right, bottom = found.lattice.cell_box(span)
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        points = _moved(corners, back)
        boxes.append(plane.box(*points.min(axis=0).tolist(), *points.max(axis=0).tolist()))
    return Ruled(found.lattice, _locate(found.lattice, matrix), tuple(boxes), found.inked)


def _locate(lattice: Lattice, matrix: Matrix) -> Callable[[float, float], int | None]:
    """Which cell holds a point of the plane."""
    rows = [[float(value) for value in row] for row in matrix]

    def locate(x: float, y: float) -> int | None:
        u, v, w = (a * x + b * y + c for a, b, c in rows)
        return lattice.cell_at(u / w, v / w)

    return locate


def _tables(grey: Image) -> Iterator[_Found]:
    """The tables of a straightened grey picture, from the top."""
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    level, upright = _rules(ink, across=True), _rules(ink, across=False)
    both = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), np.uint8))
    labels = labels_of(both)
    for spot in find_spots(both, (LEAST_TABLE[0] * grey.shape[1], LEAST_TABLE[1])):
        own = cut_out(spot, labels) * np.uint8(255)
        found = _table(level[spot.view] & own, upright[spot.view] & own, ink[spot.view])
        if found is not None:
            shift = np.array([[1.0, 0.0, -spot.left], [0.0, 1.0, -spot.top], [0.0, 0.0, 1.0]])
            yield _Found(found.lattice, found.into @ shift, found.inked)


def _rules(ink: Image, *, across: bool) -> Image:
    """The pixels of long straight strokes; thickened first, for a slightly sloping rule is a stair."""
    thick, long, gap = ((1, 3), (LEAST_RULE, 1), (GAP, 1)) if across else ((3, 1), (1, LEAST_RULE), (1, GAP))
    swollen = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, thick))
    strokes = cv2.morphologyEx(swollen, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, long))
    return np.asarray(
        cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap)), np.uint8
    )


def _table(level: Image, upright: Image, ink: Image) -> _Found | None:
    """The lattice of one group of rules; None where it is not certain."""
    into, (wide, high) = _rectangle(level | upright)
    if into is None:
        return None
    flat = [_warped(mask, into, (wide, high)) for mask in (level, upright)]
    across = [(y, start, end) for start, end, y in _strokes(flat[0], 0)]
    down = [(x, start, end) for start, end, x in _strokes(flat[1], 1)]
    lattices = find_lattices(across, down, TOLERANCE)
    if lattices is None or len(lattices) != 1:
        return None
    lattice = lattices[0]
    rules: Image = cv2.dilate(cv2.bitwise_or(flat[0], flat[1]), np.ones((5, 5), np.uint8))
    return _Found(lattice, into, _inked(lattice, _warped(ink, into, (wide, high)) & ~rules))


def _warped(mask: Image, into: Matrix, size: tuple[int, int]) -> Image:
    """A mask stretched into the rectangle."""
    return cv2.warpPerspective(mask, into, size, flags=cv2.INTER_NEAREST)


def _rectangle(rules: Image) -> tuple[Matrix | None, tuple[int, int]]:
    """The way that makes a rectangle of a table seen askew, by its outermost corners, and the rectangle's size."""
    points = np.argwhere(rules)[:, ::-1].astype(np.float32)
    total, difference = points.sum(axis=1), points[:, 0] - points[:, 1]
    corners = points[[total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]]
    top, right, bottom, left = (float(np.hypot(*(corners[(i + 1) % 4] - corners[i]))) for i in range(4))
    wide, high = (top + bottom) / 2, (left + right) / 2
    height, width = rules.shape
    if min(top, bottom) < 0.7 * width or min(left, right) < 0.7 * height:
        return None, (0, 0)
    margin = 2 * TOLERANCE
    target = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32) + np.float32(margin)
    matrix = np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)
    return matrix, (int(wide + 2 * margin), int(high + 2 * margin))


def _strokes(mask: Image, axis: int) -> Iterator[Rule]:
    """The strokes of a mask: start, end and where they lie across; `axis` 0 for level ones."""
    least = 0.6 * LEAST_RULE
    for spot in find_spots(mask, (0, least) if axis else (least, 0)):
        start, length = (spot.top, spot.high) if axis else (spot.left, spot.wide)
        yield float(start), float(start + length), float(spot.outline[:, 1 - axis].mean())


def _moved(points: npt.NDArray[np.float64], matrix: Matrix) -> npt.NDArray[np.float64]:
    """Points taken through a perspective."""
    moved = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)


def _inked(lattice: Lattice, marks: Image) -> frozenset[int]:
    """The cells that bear more than dust."""
    total = cv2.integral(marks)
    inked = set()
    for index, span in enumerate(lattice.spans):
        left, top, right, bottom = (round(side) for side in lattice.cell_box(span))
        left, top, right, bottom = left + 4, top + 4, right - 4, bottom - 4
        if right <= left or bottom <= top:
            continue
        ink = int(total[bottom, right]) - int(total[top, right]) - int(total[bottom, left]) + int(total[top, left])
        if ink / 255 > INK_SHARE * (right - left) * (bottom - top):
            inked.add(index)
    return frozenset(inked)
