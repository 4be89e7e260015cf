"""The headings of a page: its tall lines, two of one height joined where a title is parted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from domain.documents import Box, Reading, enclosing
from domain.records import Field
from domain.text import squash
from extractors.labels import make_field
from extractors.script import Hit, Placed, Script

TALL = 1.2
"""A heading is so much taller than the lines of its page."""
LONGEST_TITLE = 60
_FIRST_ROWS = 8
"""The rows in which a title stands that is no taller than other rows."""
_SENTENCE = re.compile(r"[。;]|[:](?!.{0,4}\Z)")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of print: its characters in the script, its box in the level frame, its page."""

    start: int
    end: int
    box: Box | None
    page: int

    @property
    def height(self) -> float:
        """The height of its letters, 0 without a box."""
        return self.box[3] - self.box[1] if self.box else 0.0


def rows_of(script: Script, page: int) -> tuple[Row, ...]:
    """The lines of print of a page."""
    return tuple(_row(line) for line in script.lines if line[0].page == page)


def headings(script: Script, page: int) -> tuple[Hit, ...]:
    """The tall lines of a page, the tallest first; none where all lines are of one height."""
    rows = rows_of(script, page)
    heights = [row.height for row in rows if row.height]
    if not heights:
        return ()
    usual = median(heights)
    tall = [row for row in rows if row.height >= TALL * usual and row.end - row.start <= LONGEST_TITLE]
    blocks = sorted(_blocks(tall), key=lambda block: -max(row.height for row in block))
    return tuple(script.hit(block[0].start, block[-1].end) for block in blocks)


def first_rows(script: Script, page: int, count: int = _FIRST_ROWS) -> tuple[Hit, ...]:
    """The first lines of a page."""
    return tuple(script.hit(row.start, row.end) for row in rows_of(script, page)[:count])


def find_title(script: Script, pattern: re.Pattern[str]) -> Hit | None:
    """The heading, else the first short line at the top of the first two pages, that matches."""
    numbers = [page.number for page in script.pages][:2]
    for number in numbers:
        for hit in headings(script, number):
            if _is_title(hit.text, pattern):
                return hit
    for number in numbers:
        for hit in first_rows(script, number):
            if _is_title(hit.text, pattern):
                return hit
    return None


def title_field(reading: Reading, script: Script, pattern: re.Pattern[str]) -> dict[str, Field]:
    """The `title`, without spaces."""
    hit = find_title(script, pattern)
    return {} if hit is None else {"title": make_field(reading, hit, squash(hit.text))}


def _is_title(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a line is short, no sentence, and speaks of what is looked for."""
    short = squash(text)
    return 2 <= len(short) <= LONGEST_TITLE and not _SENTENCE.search(short) and pattern.search(short) is not None


def _row(line: Sequence[Placed]) -> Row:
    return Row(line[0].start, line[-1].end, enclosing(placed.box for placed in line), line[0].page)


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Tall rows that follow each other closely in one height, together."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and _belongs(blocks[-1][-1], row):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _belongs(above: Row, row: Row) -> bool:
    """Whether a tall row goes on in the next."""
    if above.box is None or row.box is None or above.page != row.page:
        return False
    alike = abs(above.height - row.height) <= 0.12 * max(above.height, row.height)
    return alike and 0 <= row.box[1] - above.box[3] <= above.height and row.start - above.end <= 1
