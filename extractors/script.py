"""The script of a paper: its text in one string, each character knowing the word it stands in.

What a pattern finds in the string is therefore a place on the page: `script.hit(start, end)`. Between characters stands

* nothing, where the paper has a single space beside a Chinese character, or a line that runs on into the next,
* a space between Latin words, a tab between words that lie apart, a newline between lines.

Geometry happens in a level frame: the page turned upright, the slant of its lines taken out.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median

from domain.documents import Box, Line, Page, Reading, Word, enclosing
from domain.text import clean, squash


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A piece of a paper: its clean form (`text`), as printed (`raw`), its place, and the score of its worst word."""

    text: str
    raw: str
    page: int
    box: Box | None
    confidence: float
    label: str = ""
    """The label it stands behind or under, squashed."""
    start: int = -1
    """Where it begins in the script; -1 for a table cell."""
    end: int = -1
    level: Box | None = None
    """Its box in the level frame."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A word of a script: its box in the level frame, its page and line, and its characters from `start` to `end`."""

    word: Word
    box: Box | None
    rotation: int
    page: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The text of some pages in one string, each character knowing its word."""

    text: str
    words: tuple[Placed, ...]
    owners: tuple[int, ...]
    """The word of each character; -1 for what stands between words."""
    offsets: tuple[int, ...]
    """The place of each character in the raw text of its word."""
    lines: tuple[tuple[Placed, ...], ...]
    """The words of each line of print."""
    pages: tuple[Page, ...]

    def hit(self, start: int, end: int, label: str = "") -> Hit:
        """The piece from `start` to `end`, without the blanks, colons and underscores round it."""
        start, end = _trimmed(self.text, start, end)
        parts = tuple(self._parts(start, end))
        return Hit(
            text=clean(self.text[start:end]),
            raw=" ".join(placed.word.text[first:last] for placed, first, last in parts),
            page=parts[0][0].page if parts else self.page_at(start),
            box=enclosing(_part_in_file(placed, first, last) for placed, first, last in parts),
            confidence=min((placed.word.confidence for placed, _, _ in parts), default=1.0),
            label=label,
            start=start,
            end=end,
            level=enclosing(part_box(placed.word.text, placed.box, first, last) for placed, first, last in parts),
        )

    def _parts(self, start: int, end: int) -> Iterator[tuple[Placed, int, int]]:
        """The words of the piece as far as its first page goes, each with its first and last-plus-one raw character."""
        page: int | None = None
        position = start
        while position < end:
            owner = self.owners[position]
            if owner < 0:
                position += 1
                continue
            placed = self.words[owner]
            page = placed.page if page is None else page
            if placed.page != page:
                return
            last = min(placed.end, end) - 1
            yield placed, self.offsets[position], self.offsets[last] + 1
            position = last + 1

    def page_at(self, position: int) -> int:
        """The number of the page on which this character stands."""
        index = bisect_right(self.words, position, key=lambda placed: placed.start) - 1
        return self.words[max(index, 0)].page if self.words else 1

    def line_at(self, position: int) -> int:
        """The line of print of this character."""
        index = bisect_right(self.words, position, key=lambda placed: placed.start) - 1
        return self.words[max(index, 0)].line if self.words else 0

    def line_end(self, position: int) -> int:
        """Where the text that runs on from this character ends."""
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end

    def page_span(self, number: int) -> tuple[int, int]:
        """The first and last-plus-one character of a page."""
        own = [placed for placed in self.words if placed.page == number]
        return (own[0].start, own[-1].end) if own else (0, 0)

    def right_of(self, hit: Hit) -> tuple[Placed, ...]:
        """The words right of a piece in its row, from left to right; without boxes those behind it in its line."""
        line = self.lines[self.line_at(hit.start)]
        level = hit.level
        if level is None:
            return tuple(placed for placed in line if placed.start >= hit.end)
        beside = (
            placed
            for placed in self.words
            if placed.page == hit.page and (placed.line == line[0].line or _shares_row(placed.box, level))
        )
        right = (placed for placed in beside if placed.box is not None and placed.box[0] >= level[2] - _TOUCHING)
        return tuple(sorted(right, key=lambda placed: placed.box[0] if placed.box else 0.0))

    def find(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """All places of a pattern: its group `value`, or all of it."""
        group: str | int = "value" if "value" in pattern.groupindex else 0
        for match in pattern.finditer(self.text, start, len(self.text) if end is None else end):
            yield self.hit(*match.span(group))

    def search(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> Hit | None:
        """The first place of a pattern."""
        return next(self.find(pattern, start, end), None)


Where = Reading | Page | Script


def read_script(where: Where) -> Script:
    """The script of a reading or a page; write it once where many values are looked for."""
    if isinstance(where, Script):
        return where
    writer = _Writer()
    pages = (where,) if isinstance(where, Page) else where.pages
    for page in pages:
        writer.write_page(page)
    return writer.script(pages)


def part_box(text: str, box: Box | None, first: int, last: int) -> Box | None:
    """The box of the characters from `first` to `last` of a text: Latin characters are half as wide as others."""
    if box is None or (first <= 0 and last >= len(text)):
        return box
    widths = [1.0 if ord(character) > _LAST_NARROW else 0.5 for character in text]
    x0, y0, x1, y1 = box
    unit = (x1 - x0) / sum(widths)
    return (x0 + unit * sum(widths[:first]), y0, x0 + unit * sum(widths[:last]), y1)


def _shares_row(box: Box | None, row: Box) -> bool:
    """Whether the middle of a box lies in a row."""
    return box is not None and row[1] <= (box[1] + box[3]) / 2 <= row[3]


def turned(box: Box, rotation: int) -> Box:
    """A box after the page is turned clockwise by so many degrees."""
    return _TURNS[rotation % 360](box)


_TURNS: Mapping[int, Callable[[Box], Box]] = {
    0: lambda box: box,
    90: lambda box: (1 - box[3], box[0], 1 - box[1], box[2]),
    180: lambda box: (1 - box[2], 1 - box[3], 1 - box[0], 1 - box[1]),
    270: lambda box: (box[1], 1 - box[2], box[3], 1 - box[0]),
}


def _part_in_file(placed: Placed, first: int, last: int) -> Box | None:
    """The box of a part of a word on the page as it stands in the file."""
    if placed.word.box is None:
        return None
    upright = turned(placed.word.box, placed.rotation)
    part = part_box(placed.word.text, upright, first, last)
    return turned(part, -placed.rotation) if part is not None else None


def _slant(page: Page) -> float:
    """By how much its rows of print fall from left to right: the median of the rows that reach far enough to tell."""
    slopes = []
    for line in page.lines:
        boxes = [turned(word.box, page.rotation) for word in line.words if word.box is not None]
        if len(boxes) > 1 and boxes[-1][0] - boxes[0][0] > _TELLING_WIDTH:
            rise = (boxes[-1][1] + boxes[-1][3] - boxes[0][1] - boxes[0][3]) / 2
            slopes.append(rise / ((boxes[-1][0] + boxes[-1][2] - boxes[0][0] - boxes[0][2]) / 2))
    return median(slopes) if slopes else 0.0


def _levelled(box: Box | None, rotation: int, slant: float) -> Box | None:
    """A box of the file in the level frame."""
    if box is None:
        return None
    upright = turned(box, rotation)
    fall = slant * (upright[0] + upright[2]) / 2
    return (upright[0], upright[1] - fall, upright[2], upright[3] - fall)


# --- Writing the script -----------------------------------------------------------------------------------------------

_LAST_NARROW = 0x2E7F
_WIDE_BLANK = re.compile(r"\s{2,}|[\t\u3000]")
_ITEM = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[条章节款]|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.)]"
    r"|\([一二三四五六七八九十\d]{1,3}\)|[\u4e00-\u9fff]{2,8}(?:\([^()]{0,12}\))?:"
)
_RUN_ON_GAP = 1.6
"""The gap between lines of one paragraph, in line heights, is not wider."""
_TOUCHING = 0.005
"""Boxes of neighbouring words overlap by less."""
_TELLING_WIDTH = 0.2
"""The share of the page's width over which a row tells its slant."""
_PROSE_SHARE = 0.9
"""The share of a line of prose that is print: columns have white between them."""
_FULL_SHARE = 0.7
"""The share of its row that a full line of prose fills with print."""


@dataclass(slots=True)
class _Writer:
    """The script as far as it is written."""

    pieces: list[str] = field(default_factory=list)
    words: list[Placed] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    lines: list[tuple[Placed, ...]] = field(default_factory=list)

    def write_page(self, page: Page) -> None:
        """All lines of a page; a line that reaches the right margin runs on into the next."""
        slant = _slant(page)
        rows = [[_levelled(word.box, page.rotation, slant) for word in line.words] for line in page.lines]
        frame = enclosing(box for row in rows for box in row)
        before: _Row | None = None
        for line, boxes in zip(page.lines, rows, strict=True):
            here = _Row(line, enclosing(boxes), sum(box[2] - box[0] for box in boxes if box is not None))
            separator = "" if before is not None and _runs_on(before, here, frame) else "\n"
            if self._write_line(line, boxes, page, separator):
                before = here

    def _write_line(self, line: Line, boxes: Sequence[Box | None], page: Page, separator: str) -> bool:
        placed: list[Placed] = []
        for word, box in zip(line.words, boxes, strict=True):
            characters, offsets = _plain(word.text)
            if characters:
                self._separate("\t" if placed else separator)
                start = len(self.owners)
                self.pieces.append(characters)
                self.owners.extend([len(self.words)] * len(characters))
                self.offsets.extend(offsets)
                end = len(self.owners)
                placed.append(Placed(word, box, page.rotation, page.number, len(self.lines), start, end))
                self.words.append(placed[-1])
        if placed:
            self.lines.append(tuple(placed))
        return bool(placed)

    def _separate(self, separator: str) -> None:
        if self.owners and separator:
            self.pieces.append(separator)
            self.owners.append(-1)
            self.offsets.append(0)

    def script(self, pages: tuple[Page, ...]) -> Script:
        """What is written."""
        return Script(
            text="".join(self.pieces),
            words=tuple(self.words),
            owners=tuple(self.owners),
            offsets=tuple(self.offsets),
            lines=tuple(self.lines),
            pages=pages,
        )


@lru_cache(maxsize=20_000)
def _character(character: str) -> str:
    """A character in its clean form, "" for blanks and for what is not seen."""
    return squash(character)


def _plain(raw: str) -> tuple[str, list[int]]:
    """The clean characters of a word, and the place of each in the raw text."""
    characters: list[str] = []
    offsets: list[int] = []
    blank = -1
    for index, character in enumerate(raw):
        clear = _character(character)
        if not clear:
            blank = index if blank < 0 and character.isspace() else blank
            continue
        between = _blank_between(raw[blank:index], characters[-1], clear) if blank >= 0 and characters else ""
        for piece in between + clear:
            characters.append(piece)
            offsets.append(index)
        blank = -1
    return "".join(characters), offsets


def _blank_between(blank: str, before: str, after: str) -> str:
    """What stands for a blank inside a word."""
    if _WIDE_BLANK.search(blank):
        return "\t"
    return " " if ord(before) <= _LAST_NARROW and ord(after[0]) <= _LAST_NARROW else ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with its box in the level frame, and how much of that is printed on."""

    line: Line
    box: Box | None
    printed: float


def _runs_on(before: _Row, here: _Row, frame: Box | None) -> bool:
    """Whether a line is the last one's continuation: that one is full, and this one begins nothing new."""
    above, box = before.box, here.box
    if above is None or box is None or not _is_full(before, frame) or here.printed < _PROSE_SHARE * (box[2] - box[0]):
        return False
    height = max(above[3] - above[1], box[3] - box[1])
    if not 0 <= box[1] - above[1] <= height * (1 + _RUN_ON_GAP):
        return False
    return box[0] < (above[0] + above[2]) / 2 and _ITEM.match(squash(here.line.text[:24])) is None


def _is_full(row: _Row, frame: Box | None) -> bool:
    """Whether a line of prose fills the print of its page up to the right margin."""
    if row.box is None or frame is None or row.printed < _PROSE_SHARE * (row.box[2] - row.box[0]):
        return False
    character = row.printed / max(sum(len(word.text) for word in row.line.words), 1)
    return row.box[2] >= frame[2] - 2 * character and row.printed >= _FULL_SHARE * (frame[2] - frame[0])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks round it, a colon before it or a stop behind it."""
    while start < end and text[start] in " \t\n_:;":
        start += 1
    while start < end and text[end - 1] in " \t\n_:;,。":
        end -= 1
    return start, end
