"""The tables of a sheet that are declared lists: header by header, with what stands above them (domain.md 1.3)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from domain.claims import ListName
from domain.documents import CellValue, Sheet, SheetRow
from domain.text import squash
from domain.values import find_years
from extractors.list_cells import text_of
from extractors.list_headers import Doubt, Header, Hints, find_header
from extractors.list_words import is_other_list, is_other_paper, meanings, named_list

TITLE_ROWS = 8
"""A title stands within so many rows above its header."""
WIDEST = 100
"""Columns further right are no list."""

_NOTE = re.compile(
    r"(?:填表)?说明(?:[:：1]|$)|填表说明|[备附]?注[:：1]|附注|第\d+页"
    r"|(?:填表|填报|制表|审核|复核|经办|联系|负责|单位负责|填报单位|申报单位|填表单位)(?:人|单位|日期|时间)?(?:\(签字\)|\(盖章\))?[:：]"
    r"|(?:单位|日期|时间|电话|单位名称|企业名称)(?:\(盖章\))?[:：]|\(?盖章"
)
_MARKS = ("※", "*", "★")
_CLOSING = re.compile(r"(?:公司|中心|厂|院|所|社|会|行|集团|店|部|工作室|大学|学校)\)?$")
_UNIT_LINE = re.compile(r"单位[:：]?\(?(?:人民币)?(亿元|万元|千元|元)")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its cells, and the same as text without outer blanks, all rows of a sheet equally long."""

    row: SheetRow
    values: tuple[CellValue, ...]
    texts: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """What stands in it, each once: a merged cell has its text in every cell it covers."""
        return tuple(dict.fromkeys(text for text in self.texts if text))


@dataclass(slots=True)
class FoundTable:
    """A table under a header; `year` and `unit` are those of its title, `context_year` that of the whole sheet."""

    header: Header
    header_row: int
    year: int | None
    context_year: int | None
    unit: str | None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FoundDoubt:
    """A header that cannot be told, in this row."""

    doubt: Doubt
    row: int


def find_tables(sheet: Sheet, path: str) -> Iterator[FoundTable | FoundDoubt]:
    """Every declared list of a sheet, one below the other; a header that is repeated goes on with its table."""
    lines = lines_of(sheet)
    current: FoundTable | None = None
    floor = number = 0
    while number < len(lines):
        found, above = _header_at(lines, number, floor, sheet, path)
        if isinstance(found, Header):
            floor = number + found.depth
            if current is None or not _goes_on(current, found, above):
                if current is not None:
                    yield current
                current = _new_table(found, lines, number, above, sheet, path)
        elif isinstance(found, Doubt):
            floor = number + 1
            if current is not None:
                yield current
            current = None
            if found.lists:
                yield FoundDoubt(found, lines[number].row.number)
        elif current is not None:
            current.lines.append(lines[number])
        number = max(number + 1, floor)
    if current is not None:
        yield current


def lines_of(sheet: Sheet) -> tuple[Line, ...]:
    """The rows of a sheet as text."""
    texts = [tuple(text_of(value) for value in row.cells[:WIDEST]) for row in sheet.rows]
    width = max((index + 1 for row in texts for index, text in enumerate(row) if text), default=0)
    return tuple(
        Line(row, (*row.cells, *[None] * width)[:width], (*written, *[""] * width)[:width])
        for row, written in zip(sheet.rows, texts, strict=True)
    )


def is_note(text: str) -> bool:
    """Whether a text is an instruction, a signature line or a page number, not a row (填表说明, 填表人：, 第1页)."""
    plain = squash(text)
    return _NOTE.match(plain) is not None or (plain[:1] in _MARKS and not is_organisation(plain))


def is_organisation(text: str) -> bool:
    """Whether a text ends as the names of organisations do: below a note it is still a row."""
    return _CLOSING.search(squash(text)) is not None


def named_by_path(path: str) -> tuple[ListName | None, ListName | None]:
    """The lists that the file's name and the nearest of its folders name; other papers lie there too."""
    place = PurePosixPath(path.replace("!/", "/"))
    by_file = named_list(place.stem)
    if by_file is not None or is_other_paper(place.stem):
        return by_file, None
    return None, next((name for text in reversed(place.parts[:-1]) if (name := named_list(text))), None)


def _header_at(
    lines: Sequence[Line], number: int, floor: int, sheet: Sheet, path: str
) -> tuple[Header | Doubt | None, tuple[str, ...]]:
    """The header that begins in this row, and the titles above it."""
    upper = lines[number].texts
    if not any(meanings(text) for text in upper if text):
        return None, ()
    above = _titles(lines[floor:number])
    near = next((name for text in (*above, sheet.name) if (name := named_list(text))), None)
    other = near is None and any(is_other_list(text) for text in (*above, sheet.name))
    lower = lines[number + 1].texts if number + 1 < len(lines) else ("",) * len(upper)
    return find_header(upper, lower, Hints(near, *named_by_path(path), other)), above


def _titles(lines: Sequence[Line]) -> tuple[str, ...]:
    """What stands above a header, the nearest first; notes are no titles."""
    found: list[str] = []
    for line in reversed(lines[-TITLE_ROWS:]):
        said = line.said
        if len(said) > 1 and not all(is_note(text) or named_list(text) for text in said[1:]):
            break
        found += [text for text in said if not is_note(text) or _UNIT_LINE.match(squash(text))]
    return tuple(found)


def _goes_on(table: FoundTable, header: Header, above: Sequence[str]) -> bool:
    """Whether a header is that of the table at hand once more, as on every printed page."""
    year = _only_year(above)
    same = header.list is table.header.list and header.columns == table.header.columns
    return same and (year is None or table.year is None or year == table.year)


def _new_table(
    header: Header, lines: Sequence[Line], number: int, above: Sequence[str], sheet: Sheet, path: str
) -> FoundTable:
    titles = [text for text in above if not is_note(text)]
    year = _only_year(titles) or _only_year([sheet.name])
    notes = [line.said[0] for line in lines if line.said and is_note(line.said[0])]
    units = (match[1] for text in above if (match := _UNIT_LINE.search(squash(text))))
    return FoundTable(
        header=header,
        header_row=lines[number].row.number,
        year=year,
        context_year=year or _only_year(notes) or _only_year([PurePosixPath(path).stem]),
        unit=next(units, None),
    )


def _only_year(texts: Sequence[str]) -> int | None:
    """The one year that these texts name."""
    years = {year for text in texts for year in find_years(text)}
    return years.pop() if len(years) == 1 else None
