"""What lies on a PDF page: visible and invisible text, pictures, ruling lines; in the page as it is displayed.

Objects are walked with pdfium's own calls, for a page may hold tens of thousands of them.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.readers.grid import Rule

Matrix = npt.NDArray[np.float64]
Handle = Any
Frame = tuple[float, float, float, float]

INVISIBLE = 3
"""Text render mode of a hidden layer, as scanners with OCR write it (ISO 32000-1, 9.3.6)."""

MOST_OBJECTS = 50_000
MOST_DEPTH = 8
MOST_SEGMENTS = 5_000
THIN = 3.0
"""A filled rectangle thinner than this, in points, is a rule."""

LEAST_RULE = 5.0
WHOLE_PAGE = 0.6
DEVICE = 100_000


class Picture(NamedTuple):
    """A picture on a page: its handle, its box in points from the top left, and its matrix."""

    handle: Handle
    box: Frame
    matrix: Matrix


@dataclass(slots=True)
class Layout:
    """The objects of a page, counted and collected; `full` where there were too many to look at."""

    width: float
    height: float
    visible: int = 0
    """Text objects that show: neither hidden nor under a picture of the whole page."""
    invisible: int = 0
    paths: int = 0
    pictures: list[Picture] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    reddish: bool = False
    """Whether a path is drawn in red."""
    full: bool = False

    @property
    def covered(self) -> float:
        """The share of the page under pictures, counted on a coarse raster."""
        raster = np.zeros((50, 50), bool)
        for picture in self.pictures:
            left, top, right, bottom = picture.box
            columns = slice(max(0, round(left / self.width * 50)), max(0, round(right / self.width * 50)))
            rows = slice(max(0, round(top / self.height * 50)), max(0, round(bottom / self.height * 50)))
            raster[rows, columns] = True
        return float(raster.mean())


def displayed(page: pdfium.PdfPage) -> Matrix:
    """The matrix from PDF coordinates to points of the page as displayed: cropped, turned, y downwards."""
    width, height = page.get_size()

    def point(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, DEVICE, DEVICE, 0, x, y, across, down)
        return across.value * width / DEVICE, down.value * height / DEVICE

    (x0, y0), (x1, y1), (x2, y2) = point(0, 0), point(1000, 0), point(0, 1000)
    return np.array([[(x1 - x0) / 1000, (x2 - x0) / 1000, x0], [(y1 - y0) / 1000, (y2 - y0) / 1000, y0], [0, 0, 1]])


def lay_out(page: pdfium.PdfPage, *, rules: bool) -> Layout:
    """The layout of a page; the ruling lines only when asked for."""
    width, height = page.get_size()
    layout = Layout(max(width, 1.0), max(height, 1.0))
    for count, (kind, handle, matrix) in enumerate(_objects(page, displayed(page), 0)):
        if count >= MOST_OBJECTS:
            layout.full = True
            break
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            hidden = raw.FPDFTextObj_GetTextRenderMode(handle) == INVISIBLE
            layout.invisible += hidden
            layout.visible += not hidden
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _add_picture(layout, handle, matrix)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            layout.paths += 1
            layout.reddish |= _is_red(handle)
            if rules:
                _add_rules(layout, handle, matrix @ _matrix(handle))
    return layout


def _objects(parent: Handle, matrix: Matrix, depth: int) -> Iterator[tuple[int, Handle, Matrix]]:
    """All objects in the order in which they are painted, those inside forms too, each with the matrix it stands in."""
    count, get = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
    if depth:
        count, get = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
    for index in range(count(parent)):
        handle = get(parent, index)
        if not handle:
            continue
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < MOST_DEPTH:
                yield from _objects(handle, matrix @ _matrix(handle), depth + 1)
        else:
            yield kind, handle, matrix


def _matrix(handle: Handle) -> Matrix:
    """An object's own matrix."""
    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, own):
        return np.eye(3)
    return np.array([[own.a, own.c, own.e], [own.b, own.d, own.f], [0.0, 0.0, 1.0]])


def _add_picture(layout: Layout, handle: Handle, matrix: Matrix) -> None:
    """A picture; an opaque one of the whole page hides the text under it."""
    whole = matrix @ _matrix(handle)
    corners = (whole @ np.array([[0, 1, 1, 0], [0, 0, 1, 1], [1, 1, 1, 1]]))[:2]
    left, top = np.clip(corners.min(axis=1), 0, (layout.width, layout.height)).tolist()
    right, bottom = np.clip(corners.max(axis=1), 0, (layout.width, layout.height)).tolist()
    if right <= left or bottom <= top:
        return
    layout.pictures.append(Picture(handle, (left, top, right, bottom), whole))
    share = (right - left) * (bottom - top) / (layout.width * layout.height)
    if share > WHOLE_PAGE and not raw.FPDFPageObj_HasTransparency(handle):
        layout.invisible += layout.visible
        layout.visible = 0


def _is_red(handle: Handle) -> bool:
    """Whether a path is stroked or filled in red."""
    channels = [ctypes.c_uint() for _ in range(4)]
    for colour in (raw.FPDFPageObj_GetStrokeColor, raw.FPDFPageObj_GetFillColor):
        if colour(handle, *channels):
            red, green, blue, _ = (channel.value for channel in channels)
            if red > 120 and red - max(green, blue) > 60:
                return True
    return False


def _add_rules(layout: Layout, handle: Handle, matrix: Matrix) -> None:
    """The level and upright lines of a path: what is stroked straight, and filled slivers."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(handle, fill, stroke) or not (fill.value or stroke.value):
        return
    for points, straight in _subpaths(handle):
        moved = (np.c_[np.array(points), np.ones(len(points))] @ matrix.T)[:, :2]
        if stroke.value:
            for index in straight:
                _add_rule(layout, *moved[index - 1].tolist(), *moved[index].tolist())
        elif len(points) > 3:
            left, top = moved.min(axis=0).tolist()
            right, bottom = moved.max(axis=0).tolist()
            if min(right - left, bottom - top) < THIN:
                _add_sliver(layout, left, top, right, bottom)


def _subpaths(handle: Handle) -> Iterator[tuple[list[tuple[float, float]], list[int]]]:
    """The points of each part of a path, and the indices of those that a straight line leads to."""
    points: list[tuple[float, float]] = []
    straight: list[int] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFPath_CountSegments(handle), MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(handle, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, straight
            points, straight = [], []
        if kind == raw.FPDF_SEGMENT_LINETO and points:
            straight.append(len(points))
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            straight.append(len(points))
            points.append(points[0])
    if points:
        yield points, straight


def _add_rule(layout: Layout, x0: float, y0: float, x1: float, y1: float) -> None:
    """A straight line, if it is level or upright and no dash."""
    if abs(y1 - y0) < 1.0 and abs(x1 - x0) >= LEAST_RULE:
        layout.level.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x1 - x0) < 1.0 and abs(y1 - y0) >= LEAST_RULE:
        layout.upright.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _add_sliver(layout: Layout, left: float, top: float, right: float, bottom: float) -> None:
    """A thin filled rectangle is a line."""
    if right - left > bottom - top:
        _add_rule(layout, left, (top + bottom) / 2, right, (top + bottom) / 2)
    else:
        _add_rule(layout, (left + right) / 2, top, (left + right) / 2, bottom)
