"""Read the declared lists (附表4-2-1-1 … 8 and those without a template) from workbooks (domain.md 1.3).

Every row that names something is a claim, a hidden one too. What is no row is known by what it says: titles, 填表说明,
headings, footers, repeated headers, blank lines of the template. What cannot be told is a problem, never a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from pathlib import PurePosixPath

from domain.claims import LIST_TITLES, Claim, DeclaredList, ListName
from domain.codes import mask_private
from domain.documents import CellValue, Page, Problem, Reading, Sheet, column_letter
from domain.findings import Reason
from domain.text import squash
from domain.values import parse_percent
from extractors.list_cells import PARSERS, Manner, Scale, Typed, is_nothing, parse_cell, scale_of
from extractors.list_headers import Header, Hints, find_header
from extractors.list_tables import (
    FoundDoubt,
    FoundTable,
    Line,
    find_tables,
    is_note,
    is_organisation,
    lines_of,
    named_by_path,
)
from extractors.list_words import CORE, NAME_KEYS, TELLING, is_export_label, is_other_paper, meanings, named_list
from extractors.table_cells import value_text

PRINTED_PAGES = 60
"""A list in a PDF or scan begins within so many pages."""
TITLES = 6
"""The title of a sheet without a known header stands within so many rows."""
LONGEST_NAME = 60
"""A lone cell that says more is a note."""

_FOOTER = re.compile(
    r"(?:本页|全年|年度|总体|综合)?(?:合计|总计|小计|共计|累计|总?平均(?:满意度|分|值|数)?|满意度平均值?)"
    r"(?:家数|人数|数)?(?:[^\u4e00-\u9fff]|$|共[0-9])"
)
_ENUMERATED = re.compile(r"\(?[0-9一二三四五六七八九十]{1,2}[).、．]")
_SAMPLE = re.compile(r"\(?(?:示例|样例|例|范例|填写示例|举例)\)?[:：]?")
_DITTO = re.compile(r"同上|[〃″\"↓]")
_LETTER = re.compile(r"[^\W\d_]")
_FIGURES = re.compile(r"[\d\s.,%()+-]+")
_FIGURE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")


def extract_claims(reading: Reading) -> tuple[tuple[DeclaredList, ...], tuple[Problem, ...]]:
    """Every declared list of a workbook, and what in it looks like one but cannot be read as one."""
    lists: list[DeclaredList] = []
    problems: list[Problem] = []
    strangers: list[Sheet] = []
    for sheet in reading.sheets:
        found = tuple(find_tables(sheet, reading.path))
        lists += [_declared(table, sheet, reading) for table in found if isinstance(table, FoundTable)]
        problems += [_doubtful(doubt, sheet, reading) for doubt in found if isinstance(doubt, FoundDoubt)]
        strangers += [] if found else [sheet]
    alone = not lists and not problems
    problems += [
        _unknown(sheet, reading) for sheet in strangers if _looks_like_a_list(sheet, reading.path, alone=alone)
    ]
    return tuple(lists), tuple(problems)


def is_list_workbook(reading: Reading) -> bool:
    """Whether a workbook holds a declared list, or says that it does."""
    return any(extract_claims(reading))


def list_in_document(reading: Reading) -> ListName | None:
    """The list that a PDF, scan or Word file shows instead of a workbook (`list-not-editable`)."""
    by_file, _ = named_by_path(reading.path)
    found = (_printed_list(page, by_file) for page in reading.pages[:PRINTED_PAGES])
    return next((name for name in found if name is not None), None)


# --- Rows -------------------------------------------------------------------------------------------------------------


class _Kind(Enum):
    """What a row under a header is."""

    CLAIM = "claim"
    FOOTER = "footer"
    NAMELESS = "nameless"
    """It says something, but not of whom."""
    NOTHING = "nothing"


def _declared(table: FoundTable, sheet: Sheet, reading: Reading) -> DeclaredList:
    """A table as a list of claims."""
    header = table.header
    kinds = _kinds(table)
    manner = _manner(table, kinds)
    claims, problems = _claims(table, kinds, manner, sheet, reading)
    if header.side_by_side:
        source = reading.cell_source(sheet.name, f"A{table.header_row}")
        problems.append(Problem(Reason.HEADER_UNKNOWN, source, "同一张表并排填写了两组，右侧一组未能读取"))
    return DeclaredList(
        name=header.list,
        path=reading.path,
        sha256=reading.sha256,
        sheet=sheet.name,
        header_row=table.header_row,
        columns={key: column_letter(index) for key, index in (*header.columns.items(), *header.others.items())},
        rows=tuple(claims),
        totals=_totals(table, kinds, manner),
        problems=tuple(problems),
        year=table.year,
    )


def _kinds(table: FoundTable) -> list[_Kind]:
    """What each row of a table is; below a note a lone text is part of it, unless it names an organisation."""
    kinds: list[_Kind] = []
    below_note = False
    for line in table.lines:
        kind = _kind(line, table.header)
        lone = len(line.said) == 1
        if kind is _Kind.CLAIM and lone and below_note and not is_organisation(line.said[0]):
            kind = _Kind.NOTHING
        below_note = (bool(line.said) and is_note(line.said[0])) or (below_note and (lone or not line.said))
        kinds.append(kind)
    return kinds


def _kind(line: Line, header: Header) -> _Kind:
    said = line.said
    name_column = header.columns[NAME_KEYS[header.list]]
    name, number = line.texts[name_column], line.texts[header.columns["number"]] if "number" in header.columns else ""
    if not said or _SAMPLE.fullmatch(squash(number)):
        return _Kind.NOTHING
    if _FOOTER.match(squash(said[0])):
        return _Kind.FOOTER
    if is_note(said[0]) or (len(said) == 1 and _is_heading(line, name_column)):
        return _Kind.NOTHING
    if all(_FIGURES.fullmatch(squash(text)) or is_nothing(text) for text in said):
        return _Kind.NOTHING
    if is_nothing(name) or not (_LETTER.search(name) or _DITTO.fullmatch(squash(name))):
        rest = {text for index, text in enumerate(line.texts) if index != header.columns.get("number")}
        return _Kind.NAMELESS if any(not is_nothing(text) for text in rest) else _Kind.NOTHING
    return _Kind.CLAIM


def _is_heading(line: Line, name_column: int) -> bool:
    """Whether the only text of a row is a heading, a title or a long note, and not a name by itself."""
    text = line.said[0]
    merged = sum(text == other for other in line.texts) > 1
    outside = not line.texts[name_column]
    titled = named_list(text) is not None and not is_organisation(text)
    numbered = _ENUMERATED.match(text) is not None and not is_organisation(text)
    return merged or outside or titled or numbered or len(text) > LONGEST_NAME


def _manner(table: FoundTable, kinds: Sequence[_Kind]) -> Manner:
    """How the cells of a table are to be taken."""
    column = table.header.columns.get("satisfaction")
    claims = [line for line, kind in zip(table.lines, kinds, strict=True) if kind is _Kind.CLAIM]
    values = [] if column is None else [line.values[column] for line in claims]
    return Manner(
        unit=next(iter(table.header.units.values()), table.unit or "万元"),
        year=table.context_year,
        scale=scale_of(values),
    )


def _claims(
    table: FoundTable, kinds: Sequence[_Kind], manner: Manner, sheet: Sheet, reading: Reading
) -> tuple[list[Claim], list[Problem]]:
    """The claims of a table, and what is wrong with single cells of it."""
    claims: list[Claim] = []
    problems: list[Problem] = []
    columns = {**table.header.columns, **table.header.others}
    name_column = columns[NAME_KEYS[table.header.list]]
    for line, kind in zip(table.lines, kinds, strict=True):
        number = line.row.number
        source = reading.cell_source(sheet.name, f"{column_letter(name_column)}{number}")
        if kind is _Kind.NAMELESS:
            problems.append(Problem(Reason.VALUE_INVALID, source, f"第{number}行未填写名称"))
        if kind is not _Kind.CLAIM:
            continue
        cells: dict[str, CellValue] = {}
        for key, column in columns.items():
            typed = _typed(key, line, column, manner, claims)
            cells |= {key: typed.value, **{_beside(key, name): value for name, value in typed.more}}
            if typed.trouble:
                place = reading.cell_source(sheet.name, f"{column_letter(column)}{number}")
                problems.append(
                    Problem(Reason.VALUE_INVALID, place, _trouble(number, line.texts[column], typed.trouble))
                )
        claims.append(
            Claim(
                list=table.header.list,
                row=number,
                name=str(cells[NAME_KEYS[table.header.list]]),
                cells=cells,
                raw={key: value_text(line.values[column]) for key, column in columns.items() if line.texts[column]},
                source=source,
                hidden=line.row.hidden or sheet.hidden,
            )
        )
    return claims, problems


def _typed(key: str, line: Line, column: int, manner: Manner, claims: Sequence[Claim]) -> Typed:
    """A cell by its column; a ditto mark stands for what the row above says."""
    if claims and _DITTO.fullmatch(squash(line.texts[column])):
        return Typed(claims[-1].cells.get(key))
    return parse_cell(key, line.values[column], manner)


def _beside(key: str, name: str) -> str:
    """The key of what follows from a cell: held_until beside held_on, persons_approximate beside persons."""
    return key.removesuffix("_on") + "_until" if name == "until" else f"{key}_{name}"


def _trouble(number: int, text: str, trouble: str) -> str:
    return f"第{number}行“{mask_private(text)[:40]}”{trouble}"


def _totals(table: FoundTable, kinds: Sequence[_Kind], manner: Manner) -> dict[str, CellValue]:
    """What the footer rows say by column; the last says it where several do."""
    totals: dict[str, CellValue] = {}
    for line, kind in zip(table.lines, kinds, strict=True):
        if kind is not _Kind.FOOTER:
            continue
        for key, column in table.header.columns.items():
            if key in PARSERS and key != "number" and not _FOOTER.match(squash(line.texts[column])):
                value = parse_cell(key, line.values[column], _footer_manner(line.values[column], manner)).value
                totals |= {key: value} if value is not None else {}
        if table.header.list is ListName.SURVEYS and "satisfaction" not in totals:
            totals |= _mean_anywhere(line, manner)
    return totals


def _footer_manner(value: CellValue, manner: Manner) -> Manner:
    """The manner of a footer: a share is one there too, whatever the rows are."""
    return replace(manner, scale=Scale.SHARES) if scale_of([value]) is Scale.SHARES else manner


def _mean_anywhere(line: Line, manner: Manner) -> dict[str, CellValue]:
    """The mean of a footer that does not stand in its column (平均满意度：95.2%)."""
    for text, value in zip(line.texts, line.values, strict=True):
        figures = _FIGURE.findall(squash(text))
        if parse_percent(text) is None and len(figures) != 1:
            continue
        plain = value if not isinstance(value, str) else f"{parse_percent(text) or figures[0]}"
        mean = parse_cell("satisfaction", plain, _footer_manner(plain, manner)).value
        if mean is not None:
            return {"satisfaction": mean}
    return {}


# --- What is no list --------------------------------------------------------------------------------------------------


def _doubtful(found: FoundDoubt, sheet: Sheet, reading: Reading) -> Problem:
    """A header that could be of several lists."""
    titles = "、".join(LIST_TITLES[name] for name in found.doubt.lists)
    return Problem(
        Reason.HEADER_UNKNOWN, reading.cell_source(sheet.name, f"A{found.row}"), f"第{found.row}行：可能是{titles}"
    )


def _unknown(sheet: Sheet, reading: Reading) -> Problem:
    """A sheet that says it is a list, without a header that is known."""
    first = next((line for line in lines_of(sheet) if len(line.said) > 1), None)
    seen = "，".join(first.said[:6]) if first else ""
    source = reading.cell_source(sheet.name, f"A{first.row.number if first else 1}")
    return Problem(Reason.HEADER_UNKNOWN, source, mask_private(seen)[:80])


def _looks_like_a_list(sheet: Sheet, path: str, *, alone: bool) -> bool:
    """Whether a sheet without a known header says that it is a list; of its file only where nothing else is one."""
    lines = [line for line in lines_of(sheet) if line.said]
    if sum(len(line.said) > 1 for line in lines) < 2 or any(
        is_export_label(t) for line in lines[:20] for t in line.said
    ):
        return False
    titles = [line.said[0] for line in lines[:TITLES] if len(line.said) == 1]
    stem = PurePosixPath(path).stem
    names = [*titles, sheet.name, *([stem] if alone else [])]
    return any(named_list(text) for text in names) and not any(is_other_paper(text) for text in names)


def _printed_list(page: Page, by_file: ListName | None) -> ListName | None:
    """The list that begins on a page: a header with rows below it, and a title or all columns of the template."""
    rows = [tuple(cell.text if cell else "" for cell in row) for table in page.tables for row in table.rows]
    rows = rows or [tuple(word.text for word in line.words) for line in page.lines]
    titles = [name for line in page.lines if len(line.text) <= LONGEST_NAME and (name := named_list(line.text))]
    hints = Hints(near=titles[0] if titles else None, file=by_file)
    for number, row in enumerate(rows):
        for heads, below in ((row, rows[number + 1 :]), ((*row, *_next(rows, number)), rows[number + 2 :])):
            found = find_header(heads, ("",) * len(heads), hints) if _is_printed_header(heads) else None
            if isinstance(found, Header) and _is_sure(found, hints) and _has_rows(below):
                return found.list
    return None


def _next(rows: Sequence[tuple[str, ...]], number: int) -> tuple[str, ...]:
    return rows[number + 1] if number + 1 < len(rows) else ()


def _is_printed_header(cells: Sequence[str]) -> bool:
    """Whether nearly all cells of a printed row are labels: a form has values beside them."""
    said = [text for text in cells if text.strip()]
    labels = sum(bool(meanings(text)) or squash(text).endswith("情况") for text in said)
    return labels >= 2 and len(said) - labels <= len(said) // 4


def _is_sure(header: Header, hints: Hints) -> bool:
    """Whether a printed header is that of the list for sure: all columns of the template, or the title and three."""
    known = CORE[header.list] & header.columns.keys()
    if known == CORE[header.list] and header.list in TELLING:
        return True
    return header.list in (hints.near, hints.file) and len(known) >= min(3, len(CORE[header.list]))


def _has_rows(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether something is filled in below a header."""
    return any(len({text for text in row if text.strip()}) > 1 and not is_note(row[0]) for row in rows[:8])
