"""What lies on a page of an OFD: glyphs, rules, pictures and stamps, in points from the top left of the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from extractors.readers.grid import Rule
from extractors.readers.lines import Glyph, Run
from extractors.readers.safe_xml import Element, children, descendants, local_name

POINTS_PER_MM = 72 / 25.4
A4 = (0.0, 0.0, 210.0, 297.0)

ASCENT, DESCENT = 0.86, 0.14
"""The box of a glyph above and below its baseline, as shares of its size."""
LAST_NARROW = 0x2E7F
THIN = 1.5
"""A path lower than this, in points, is a rule."""
MOST_GLYPHS = 200_000
MOST_RULES = 3_000
MOST_STEPS = 400

Matrix = tuple[float, float, float, float, float, float]
Frame = tuple[float, float, float, float]
LEVEL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})(?:[eE][-+]?[0-9]{1,2})?")
_STEPS = re.compile(r"([MLCQBAS])|([-+]?[0-9.]{1,24})")


class Picture(NamedTuple):
    """A picture on a page: the ID of its resource, and its box in points."""

    resource: str
    box: Frame


@dataclass(slots=True)
class Sheet:
    """The objects of a page, gathered part by part; `left` and `top` are the corner of the page in millimetres."""

    frame: Frame
    runs: list[Run] = field(default_factory=list)
    turned: list[Run] = field(default_factory=list)
    """Text that does not run level: a note at the edge, a watermark."""
    texts: dict[str, str] = field(default_factory=dict)
    """The text of each text object by its ID."""
    pictures: list[Picture] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    stamps: list[Frame] = field(default_factory=list)
    glyphs: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.frame[2] * POINTS_PER_MM, self.frame[3] * POINTS_PER_MM

    def add(self, content: Element, at: tuple[float, float] = (0.0, 0.0)) -> None:
        """All objects below an element whose own corner lies at this place of the page, in millimetres."""
        for item in content.iter():
            name = local_name(item)
            if name == "TextObject":
                self._add_text(item, at)
            elif name == "PathObject":
                self._add_path(item, at)
            elif name == "ImageObject" and (box := self._box_of(item, at)) is not None:
                self.pictures.append(Picture(item.get("ResourceID", ""), box))

    def add_stamp(self, boundary: str) -> None:
        """The box of a seal."""
        box = numbers(boundary)
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            self.stamps.append(self._box(box[0], box[1], box[0] + box[2], box[1] + box[3]))

    def _add_text(self, item: Element, at: tuple[float, float]) -> None:
        """The glyphs of a text object."""
        boundary = numbers(item.get("Boundary", ""))
        if len(boundary) < 4:
            return
        matrix, size = matrix_of(item), _first(item.get("Size", ""), 3.0)
        x0, y0 = boundary[0] + at[0], boundary[1] + at[1]
        wide = _first(item.get("HScale", ""), 1.0)
        said = []
        for code in children(item, "TextCode"):
            text = (code.text or "").strip()
            said.append(text)
            glyphs = tuple(self._glyphs(code, text, size, wide, (matrix, x0, y0)))
            level = abs(matrix[1]) + abs(matrix[2]) <= 0.1 * (abs(matrix[0]) + abs(matrix[3]))
            if level and matrix[0] > 0:
                self.runs += lines_in(glyphs)
            elif glyphs:
                self.turned.append(glyphs)
        self.texts.setdefault(item.get("ID", ""), "".join(said))

    def _glyphs(
        self, code: Element, text: str, size: float, wide: float, place: tuple[Matrix, float, float]
    ) -> Iterator[Glyph]:
        """The characters of a text code, each moved on by what the code says, else by its own width."""
        matrix, x0, y0 = place
        x, y = _first(code.get("X", ""), 0.0), _first(code.get("Y", ""), size)
        across, down = deltas(code.get("DeltaX", ""), len(text)), deltas(code.get("DeltaY", ""), len(text))
        for index, character in enumerate(text):
            self.glyphs += 1
            if self.glyphs > MOST_GLYPHS:
                return
            own = size * wide * (1.0 if ord(character) > LAST_NARROW else 0.5)
            corners = [apply(matrix, x, y - ASCENT * size), apply(matrix, x + own, y + DESCENT * size)]
            xs, ys = sorted(x0 + corner[0] for corner in corners), sorted(y0 + corner[1] for corner in corners)
            if not character.isspace():
                yield Glyph(character, *self._box(xs[0], ys[0], xs[1], ys[1]))
            if index < len(across):
                x += across[index] * wide
            elif index >= len(down):
                x += own
            y += down[index] if index < len(down) else 0.0

    def _add_path(self, item: Element, at: tuple[float, float]) -> None:
        """The level and upright strokes of a path."""
        boundary = numbers(item.get("Boundary", ""))
        data = next((child.text for child in children(item, "AbbreviatedData") if child.text), "")
        if len(boundary) < 4 or len(self.level) + len(self.upright) > MOST_RULES:
            return
        matrix, x0, y0 = matrix_of(item), boundary[0] + at[0], boundary[1] + at[1]
        for one, other in strokes(data):
            (xa, ya), (xb, yb) = apply(matrix, *one), apply(matrix, *other)
            left, top, right, bottom = self._box(x0 + xa, y0 + ya, x0 + xb, y0 + yb)
            if abs(bottom - top) < THIN < abs(right - left):
                self.level.append((top, min(left, right), max(left, right)))
            elif abs(right - left) < THIN < abs(bottom - top):
                self.upright.append((left, min(top, bottom), max(top, bottom)))

    def _box_of(self, item: Element, at: tuple[float, float]) -> Frame | None:
        boundary = numbers(item.get("Boundary", ""))
        if len(boundary) < 4:
            return None
        x, y = boundary[0] + at[0], boundary[1] + at[1]
        return self._box(x, y, x + boundary[2], y + boundary[3])

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> Frame:
        """A box in millimetres of the document as one in points of the page."""
        left, top = self.frame[:2]
        unit = POINTS_PER_MM
        return (x0 - left) * unit, (y0 - top) * unit, (x1 - left) * unit, (y1 - top) * unit


def lines_in(glyphs: Sequence[Glyph]) -> list[Run]:
    """The lines of a text object: it goes back to the left where the next one begins."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if not lines or glyph.left < lines[-1][-1].left - (glyph.right - glyph.left):
            lines.append([])
        lines[-1].append(glyph)
    return [tuple(line) for line in lines]


def frame_of(*areas: Element | None) -> Frame:
    """The physical box of a page in millimetres: left, top, width, height; by the first area that gives one."""
    for area in areas:
        boxes = descendants(area, "PhysicalBox") if area is not None else iter(())
        box = next((numbers(found.text or "") for found in boxes), [])
        if len(box) == 4 and 0 < box[2] < 10_000 and 0 < box[3] < 10_000:
            return box[0], box[1], box[2], box[3]
    return A4


def numbers(text: str) -> list[float]:
    """The numbers in an attribute."""
    return [float(number) for number in _NUMBER.findall(text[:2_000])]


def matrix_of(item: Element) -> Matrix:
    """The matrix of an object (CTM); the level one where it has none."""
    found = numbers(item.get("CTM", ""))
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else LEVEL


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def deltas(text: str, most: int) -> list[float]:
    """The steps between characters; “g 3 2.5” stands for three steps of 2.5 (GB/T 33190, 11.3)."""
    tokens = text[:100_000].split()
    steps: list[float] = []
    index = 0
    while index < len(tokens) and len(steps) < most:
        if tokens[index] == "g" and index + 2 < len(tokens):
            count, step = _first(tokens[index + 1], 0.0), _first(tokens[index + 2], 0.0)
            steps += [step] * max(0, min(int(count), most - len(steps)))
            index += 3
        else:
            steps.append(_first(tokens[index], 0.0))
            index += 1
    return steps


def strokes(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path (M x y L x y … C)."""
    points: list[tuple[float, float]] = []
    step, values = "", list[float]()
    for match in list(_STEPS.finditer(data[:20_000]))[:MOST_STEPS]:
        if match[1]:
            if match[1] == "C" and len(points) > 2:
                points.append(points[0])
            if match[1] in "MS":
                yield from pairwise(points)
                points = []
            step, values = match[1], []
            continue
        values.append(_first(match[2], 0.0))
        if step in {"M", "L", "S"} and len(values) == 2:
            points.append((values[0], values[1]))
            values = []
    yield from pairwise(points)


def covered(sheet: Sheet, pictures: Sequence[Picture]) -> float:
    """The share of the page under its largest picture."""
    width, height = sheet.size
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for _, box in pictures]
    return max(areas, default=0.0) / max(width * height, 1.0)


def _first(text: str, otherwise: float) -> float:
    found = numbers(text)
    return found[0] if found else otherwise
