"""Columns of unruled tables: positioned words put under the words of a header (domain.md 3.3, 3.8).

Everything here happens in a level frame: the page turned upright, its slant taken out, the width of the page its unit.
OCR often reads two neighbouring cells as one word: such a word is cut where the columns part.
"""

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from domain.documents import Box, Page, Word
from domain.text import squash
from extractors.script import turned


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a part of one, in the level frame; `box` is its place in the file."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    box: Box
    confidence: float
    upright: bool = True
    """Whether its letters run from left to right in the file: else they run up or down."""

    @property
    def centre(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of print: its pieces from left to right."""

    pieces: tuple[Piece, ...]

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return median(piece.middle for piece in self.pieces)

    @property
    def height(self) -> float:
        """The height of its letters."""
        return median(piece.bottom - piece.top for piece in self.pieces)

    @property
    def text(self) -> str:
        """Its text without spaces."""
        return squash("".join(piece.text for piece in self.pieces))


Row = tuple[tuple[Piece, ...], ...]
"""The pieces of each column of one row."""

Gap = tuple[float, float]
"""Where two columns part: from here to there, nothing of either stands."""


def strips_of(page: Page) -> tuple[Strip, ...]:
    """The rows of print of a page from top to bottom; words without a place are left out."""
    lines = [[_turned(word, page) for word in line.words if word.box and squash(word.text)] for line in page.lines]
    slant = _slant_of(lines)
    strips = [Strip(tuple(sorted((_levelled(p, slant) for p in line), key=_left))) for line in lines if line]
    return tuple(sorted(strips, key=lambda strip: strip.middle))


def header_pieces(strip: Strip, labels: Iterable[str]) -> tuple[Piece, ...]:
    """The words of a header: letters set apart are joined (姓 名), labels that were read as one are cut (序号姓名)."""
    known = frozenset(labels)
    pieces: list[Piece] = []
    position = 0
    while position < len(strip.pieces):
        joined = _joined_label(strip.pieces[position:], known)
        if joined:
            pieces.append(_join(strip.pieces[position : position + joined]))
            position += joined
            continue
        pieces.extend(_cut_labels(strip.pieces[position], known))
        position += 1
    return tuple(pieces)


def bounds_of(header: Sequence[Piece], body: Iterable[Strip]) -> tuple[Gap, ...]:
    """Where the columns part: between the middles of two header words, at the place that cuts the fewest words."""
    words = [piece for strip in body for piece in strip.pieces if len(piece.text) < _PROSE][:_TELLING_WORDS]
    return tuple(_parting(left, right, words) for left, right in pairwise(header))


def rows_under(strips: Iterable[Strip], bounds: Sequence[Gap], is_anchor: Callable[[Row], bool]) -> tuple[Row, ...]:
    """The rows of the table: each begins with a strip that is an anchor; what else there is joins the nearest one."""
    placed = [(strip, _spread(strip, bounds)) for strip in strips if not _is_prose(strip, bounds)]
    anchors = [(strip, row) for strip, row in placed if is_anchor(row)]
    if not anchors:
        return ()
    anchors = _merged_halves(anchors)
    others = [(strip, row) for strip, row in placed if not is_anchor(row)]
    parts = [[row] for _, row in anchors]
    heights = [strip.middle for strip, _ in anchors]
    for strip, row in others:
        place = bisect_left(heights, strip.middle)
        beside = range(max(0, place - 1), min(len(anchors), place + 1))
        nearest = min(beside, key=lambda index: _distance(strip, anchors[index][0]))
        if _distance(strip, anchors[nearest][0]) <= _REACH * strip.height:
            parts[nearest].append(row)
    return tuple(_stacked(rows) for rows in parts)


def width_of(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(_character_width(character) for character in text)


# --- The level frame --------------------------------------------------------------------------------------------------


def _turned(word: Word, page: Page) -> Piece:
    """The word as it stands once the page is upright."""
    box = word.box or (0.0, 0.0, 0.0, 0.0)
    left, top, right, bottom = turned(box, page.rotation)
    tall = page.width / page.height if page.rotation % 180 else page.height / page.width
    return Piece(
        word.text, left, right, top * tall, bottom * tall, box, word.confidence, upright=page.rotation % 360 == 0
    )


def _slant_of(lines: Sequence[Sequence[Piece]]) -> float:
    """By how much the rows of print rise or fall: median over lines that reach far enough to tell."""
    slopes = []
    for line in lines:
        if len(line) < 2:
            continue
        first, last = min(line, key=_left), max(line, key=_left)
        run = last.centre - first.centre
        if run > _TELLING * (first.bottom - first.top):
            slopes.append((last.middle - first.middle) / run)
    slant = median(slopes) if slopes else 0.0
    return slant if abs(slant) < _STEEPEST else 0.0


def _levelled(piece: Piece, slant: float) -> Piece:
    """The piece turned about the middle of the page's top so that rows of print are level."""
    if not slant:
        return piece
    scale = math.hypot(1.0, slant)
    x, y = piece.centre - _MIDDLE, piece.middle
    across = (x + slant * y) / scale - x
    down = (y - slant * x) / scale - y
    return replace(
        piece,
        left=piece.left + across,
        right=piece.right + across,
        top=piece.top + down,
        bottom=piece.bottom + down,
    )


def _left(piece: Piece) -> float:
    return piece.left


# --- Cutting and joining ----------------------------------------------------------------------------------------------


def _character_width(character: str) -> float:
    if character.isspace():
        return _SPACE_WIDTH
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else _NARROW_WIDTH


def _offsets(piece: Piece) -> list[float]:
    """Where each letter of the piece begins, and where the last one ends."""
    widths = [_character_width(character) for character in piece.text]
    unit = (piece.right - piece.left) / (sum(widths) or 1.0)
    places = [piece.left]
    for width in widths:
        places.append(places[-1] + width * unit)
    return places


def _split_at(piece: Piece, gap: Gap) -> int:
    """The letter at which a piece is cut: where the kind of letter changes in or near the gap, else in its middle.

    Behind the end of an organisation's name a piece is cut a little farther off: names run over their column.
    """
    places = _offsets(piece)
    letter = _character(piece)
    middle = sum(gap) / 2
    near = []
    for index in range(1, len(piece.text)):
        slack = letter * (_SLACK_OF_NAMES if _ends_name(piece.text, index) else _SLACK)
        if is_clean_cut(piece, index) and gap[0] - slack <= places[index] <= gap[1] + slack:
            near.append(index)
    return min(near or range(len(places)), key=lambda index: abs(places[index] - middle))


def is_clean_cut(piece: Piece, split: int) -> bool:
    """Whether the letters beside a cut are of different kinds (1|张三, 张三|138…), or an organisation's name ends."""
    if not 0 < split < len(piece.text):
        return False
    if _letter_kind(piece.text[split - 1]) != _letter_kind(piece.text[split]):
        return True
    return _ends_name(piece.text, split)


def _ends_name(text: str, split: int) -> bool:
    """Whether what stands before a cut ends like the name of an organisation."""
    return split > _SHORTEST_NAME and text.endswith(_NAME_ENDS, 0, split)


def _letter_kind(character: str) -> str:
    if character.isspace():
        return "space"
    if character.isdigit():
        return "digit"
    return "word" if unicodedata.east_asian_width(character) in "WF" else "latin"


def _part(piece: Piece, first: int, last: int) -> Piece | None:
    """The letters from `first` to `last` of a piece; None where they are blank."""
    text = piece.text[first:last]
    if not text.strip():
        return None
    if first == 0 and last == len(piece.text):
        return piece
    places = _offsets(piece)
    span = (piece.right - piece.left) or 1.0
    shares = ((places[first] - piece.left) / span, (places[last] - piece.left) / span)
    return replace(piece, text=text, left=places[first], right=places[last], box=_share_of(piece, shares))


def _share_of(piece: Piece, shares: tuple[float, float]) -> Box:
    """The part of its box in the file; the whole box where the page was turned."""
    if not piece.upright:
        return piece.box
    x0, y0, x1, y1 = piece.box
    return (x0 + (x1 - x0) * shares[0], y0, x0 + (x1 - x0) * shares[1], y1)


def _join(pieces: Sequence[Piece]) -> Piece:
    """Several pieces as one."""
    first, *rest = pieces
    joined = first
    for piece in rest:
        box = (
            min(joined.box[0], piece.box[0]),
            min(joined.box[1], piece.box[1]),
            max(joined.box[2], piece.box[2]),
            max(joined.box[3], piece.box[3]),
        )
        joined = replace(
            joined,
            text=joined.text + piece.text,
            left=min(joined.left, piece.left),
            right=max(joined.right, piece.right),
            top=min(joined.top, piece.top),
            bottom=max(joined.bottom, piece.bottom),
            box=box,
            confidence=min(joined.confidence, piece.confidence),
        )
    return joined


def _joined_label(pieces: Sequence[Piece], known: frozenset[str]) -> int:
    """How many pieces, at most four, make up one label together; 0 for none."""
    for count in range(min(_LETTERS, len(pieces)), 1, -1):
        if squash("".join(piece.text for piece in pieces[:count])) in known:
            return count
    return 0


def _cut_labels(piece: Piece, known: frozenset[str]) -> tuple[Piece, ...]:
    """The labels that a piece is made of; the piece itself where it is not made of labels alone."""
    text = piece.text
    if squash(text) in known or len(text) > _PROSE:
        return (piece,)
    ways: list[int | None] = [0] + [None] * len(text)
    for end in range(1, len(text) + 1):
        starts = [start for start in range(end) if ways[start] is not None and squash(text[start:end]) in known]
        ways[end] = starts[0] if starts else None
    if ways[-1] is None:
        return (piece,)
    cuts = [len(text)]
    while cuts[-1] > 0:
        cuts.append(ways[cuts[-1]] or 0)
    cuts.reverse()
    parts = (_part(piece, first, last) for first, last in pairwise(cuts))
    return tuple(part for part in parts if part is not None)


# --- Columns and rows -------------------------------------------------------------------------------------------------


def _parting(left: Piece, right: Piece, words: Sequence[Piece]) -> Gap:
    """The gap between two header words that cuts the fewest words; of several the widest."""
    low, high = left.centre, right.centre
    words = [word for word in (*words, left, right) if word.right > low and word.left < high]
    edges = sorted({low, high, *(edge for word in words for edge in (word.left, word.right) if low < edge < high)})
    gaps = [(first, last) for first, last in pairwise(edges) if last > first]
    if not gaps:
        return (left.right + right.left) / 2, (left.right + right.left) / 2
    crossing = [sum(word.left < (a + b) / 2 < word.right for word in words) for a, b in gaps]
    fewest = min(crossing)
    free = _runs([gap for gap, count in zip(gaps, crossing, strict=True) if count == fewest])
    return max(free, key=lambda gap: gap[1] - gap[0])


def _runs(gaps: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Gaps that touch, as one."""
    runs: list[tuple[float, float]] = []
    for first, last in gaps:
        if runs and runs[-1][1] == first:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def _is_prose(strip: Strip, bounds: Sequence[Gap]) -> bool:
    """Whether a strip is no row: one of its words runs over three columns, or it is a note or a page number."""
    if _NOTE.match(strip.text):
        return True
    return any(
        sum(piece.left + _character(piece) < bound < piece.right - _character(piece) for bound in _middles(bounds)) >= 2
        and len(strip.pieces) <= 2
        for piece in strip.pieces
    )


def _character(piece: Piece) -> float:
    """The width of one Chinese character in this piece."""
    return (piece.right - piece.left) / max(width_of(piece.text), 1.0)


def _spread(strip: Strip, bounds: Sequence[Gap]) -> Row:
    """The pieces of a strip, column by column."""
    columns: list[list[Piece]] = [[] for _ in range(len(bounds) + 1)]
    homes = [_home(piece, bounds) for piece in strip.pieces]
    taken = set(homes)
    for piece, home in zip(strip.pieces, homes, strict=True):
        for index, part in _parts_by_column(piece, home, taken, bounds):
            columns[index].append(part)
    return tuple(tuple(column) for column in columns)


def _middles(bounds: Sequence[Gap]) -> tuple[float, ...]:
    """The middle of each gap."""
    return tuple((first + last) / 2 for first, last in bounds)


def _home(piece: Piece, bounds: Sequence[Gap]) -> int:
    """The column in which most of the piece lies."""
    edges = (-math.inf, *_middles(bounds), math.inf)
    shares = [min(piece.right, b) - max(piece.left, a) for a, b in pairwise(edges)]
    return max(range(len(shares)), key=shares.__getitem__)


def _parts_by_column(piece: Piece, home: int, taken: set[int], bounds: Sequence[Gap]) -> list[tuple[int, Piece]]:
    """The piece cut where it runs into columns that have nothing else in this strip."""
    parts: list[tuple[int, Piece]] = []
    rest: Piece | None = piece
    for index, bound in enumerate(_middles(bounds)):
        if rest is None or bound <= rest.left or bound >= rest.right:
            continue
        neighbour = index if index < home else index + 1
        if neighbour in taken or not _runs_over(rest, bound):
            continue
        split = _split_at(rest, bounds[index])
        left, right = _part(rest, 0, split), _part(rest, split, len(rest.text))
        if left is None or right is None:
            continue
        if not is_clean_cut(rest, split):
            left, right = _doubtful(left), _doubtful(right)
        parts.append((index, left))
        rest = right
    if rest is not None:
        parts.append((_home(rest, bounds), rest) if parts else (home, rest))
    return parts


def _runs_over(piece: Piece, bound: float) -> bool:
    """Whether at least most of a letter stands on either side of a bound."""
    letter = _character(piece) * _NARROW_WIDTH
    return piece.left + letter * _MOST < bound < piece.right - letter * _MOST


def _doubtful(piece: Piece) -> Piece:
    """A piece whose edge was guessed within a run of like letters."""
    return replace(piece, confidence=min(piece.confidence, CUT_CONFIDENCE))


def _merged_halves(anchors: Sequence[tuple[Strip, Row]]) -> list[tuple[Strip, Row]]:
    """Anchors with the halves of one row of print put together: level with each other, in different columns."""
    merged: list[tuple[Strip, Row]] = []
    for strip, row in anchors:
        if merged and _same_row(merged[-1], (strip, row)):
            before, cells = merged[-1]
            both = tuple(sorted((*before.pieces, *strip.pieces), key=_left))
            merged[-1] = (Strip(both), tuple(a + b for a, b in zip(cells, row, strict=True)))
        else:
            merged.append((strip, row))
    return merged


def _same_row(first: tuple[Strip, Row], second: tuple[Strip, Row]) -> bool:
    height = max(first[0].height, second[0].height)
    if abs(first[0].middle - second[0].middle) > _LEVEL * height:
        return False
    return not any(a and b for a, b in zip(first[1], second[1], strict=True))


def _distance(strip: Strip, anchor: Strip) -> float:
    """How far a strip is from an anchor; a little less to the one above it."""
    gap = strip.middle - anchor.middle
    return abs(gap) if gap < 0 else gap * _ABOVE_FIRST


def _stacked(rows: Sequence[Row]) -> Row:
    """The strips of one row, each column from top to bottom."""
    columns = zip(*rows, strict=True)
    return tuple(_reading_order([piece for part in column for piece in part]) for column in columns)


def _reading_order(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces of a cell: line by line, then from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        height = piece.bottom - piece.top
        if lines and piece.middle - lines[-1][0].middle < _LEVEL * height:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return tuple(piece for line in lines for piece in sorted(line, key=_left))


CUT_CONFIDENCE = 0.5
"""The confidence of a piece that was cut between two letters of one kind."""

_NARROW_WIDTH = 0.52
_SPACE_WIDTH = 0.3
_PROSE = 40
_LETTERS = 4
_TELLING = 8.0
"""A line tells the slant if its ends are this many heights apart."""
_TELLING_WORDS = 600
"""So many words show where the columns part."""
_STEEPEST = 0.15
_MIDDLE = 0.5
_SLACK = 1.5
_SLACK_OF_NAMES = 3.5
_SHORTEST_NAME = 4
_NAME_ENDS = (
    "公司",
    "中心",
    "协会",
    "学会",
    "商会",
    "研究院",
    "研究所",
    "事务所",
    "大学",
    "学院",
    "集团",
    "委员会",
    "银行",
    "合作社",
)
_LEVEL = 0.5
_REACH = 2.6
"""How many heights away from its anchor a strip may stand."""
_MOST = 0.8
_ABOVE_FIRST = 0.97
_NOTE = re.compile(
    r"(?:填表说明|说明[:：]|注[:：1]|备注[:：]|以上|合计|总计|小计|共\d{1,5}[人家页]|第\d{1,4}页|\d{1,4}/\d{1,4}$|-\d{1,4}-$|打印|页码)"
)
