"""Read audit reports (审计报告) and financial statements (财务报表): domain.md 3.13.

Only the statements give sums: the notes of a report repeat every label with other figures.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.documents import Box, Kind, Origin, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days, parse_day
from extractors.closing import seal_fields
from extractors.financial_checks import Book, books_of, is_sound, revenue_of
from extractors.financial_columns import Scope, When
from extractors.financial_rows import TokenRow, page_rows, sheet_rows, table_rows
from extractors.financial_sums import ASSETS, EQUITY, LIABILITIES, Section, Sum, find_sections, find_unit
from extractors.labels import find_all_labelled, find_first, make_field, make_record, money
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script
from extractors.table_cells import cell_field

AUDITEE_LABELS = ("被审计单位名称", "被审计单位", "委托单位", "委托方名称")
PREPARER_LABELS = ("编制单位", "编报单位", "报表编制单位", "纳税人名称", "单位名称", "填报单位", "企业名称", "公司名称")
CODE_LABELS = (
    "报告编码",
    "报告防伪编码",
    "防伪编码",
    "防伪编号",
    "报告验证码",
    "验证码",
    "查验码",
    "报备号",
    "报备编号",
)
DAY_LABELS = ("报告日期", "报告日", "出具日期", "签署日期")
UNDER_SEAL = 0.7
"""The confidence of a recognised name over which a seal lies."""
IN_TEXT = 0.9
"""The confidence of a period that the letter names and no statement."""


def extract_audit_report(reading: Reading) -> tuple[Record | Problem, ...]:
    """Whose report it is, who wrote it and when, what the auditors think, and the sums of the statements.

    `preparer` is whose the statements in it are (编制单位).
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    sections = _sections(reading, script.text)
    letter = _letter(reading, sections)
    fields = _auditee_fields(reading, letter, script) | _letter_fields(reading, letter, script)
    fields |= _sum_fields(reading, sections)
    if (preparer := _preparer(reading, _pages_of(reading, sections), sections)) is not None:
        fields["preparer"] = preparer
    if "period" not in fields and (hit := letter.search(_COVERED)) is not None:
        fields["period"] = make_field(reading, hit, hit.text[:4], IN_TEXT)
    return (make_record(Kind.AUDIT_REPORT, reading, fields | _draft_field(reading, script) | seal_fields(reading)),)


def extract_financial_statement(reading: Reading) -> tuple[Record | Problem, ...]:
    """Whose statements they are, of which year, and their sums."""
    script = simplified_script(reading)
    if not script.text and not reading.sheets:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    sections = _sections(reading, script.text)
    fields = _sum_fields(reading, sections)
    preparer = _preparer(reading, script, sections)
    if preparer is not None:
        fields["auditee"] = preparer
    fields |= _draft_field(reading, script) | seal_fields(reading)
    return (make_record(Kind.FINANCIAL_STATEMENT, reading, fields),)


def _sections(reading: Reading, text: str) -> tuple[Section, ...]:
    """The statements of a paper: as rows of print or as ruled tables, whichever holds together better."""
    unit = find_unit(text)
    if reading.sheets:
        return find_sections([sheet_rows(sheet) for sheet in reading.sheets if not sheet.hidden], unit)
    printed = find_sections([page_rows(page) for page in reading.pages], unit)
    if not any(page.tables for page in reading.pages):
        return printed
    ruled = find_sections([table_rows(page) or page_rows(page) for page in reading.pages], unit)
    return max((printed, ruled), key=is_sound)


# --- The sums ---------------------------------------------------------------------------------------------------------


def _sum_fields(reading: Reading, sections: Sequence[Section]) -> dict[str, Field]:
    """The sums of the legal person's own books, `period` and `currency_unit`; `consolidated` where there are no own."""
    books = books_of(sections)
    book = books.get(Scope.OWN) or books.get(Scope.GROUP)
    if book is None:
        return {}
    fields = {name: _sum_field(reading, sum_) for name, sum_ in _sums(book) if sum_ is not None}
    fields |= _period_field(book, fields) | _unit_field(book, fields)
    group = books.get(Scope.GROUP)
    total = group.sum(ASSETS) if group is not None else None
    if book.scope is Scope.GROUP and fields:
        fields["consolidated"] = replace(next(iter(fields.values())), value=True)
    elif total is not None:
        fields["group_total_assets_yuan"] = _sum_field(reading, total)
    return fields


def _sums(book: Book) -> Iterator[tuple[str, Sum | None]]:
    """The sums by the names of their fields."""
    yield "total_assets_yuan", book.sum(ASSETS)
    yield "total_assets_prior_yuan", book.sum(ASSETS, When.BEFORE)
    yield "liabilities_yuan", book.sum(LIABILITIES)
    yield "equity_yuan", book.sum(EQUITY)
    yield "revenue_yuan", revenue_of(book)
    yield "revenue_prior_yuan", revenue_of(book, When.BEFORE)


def _sum_field(reading: Reading, sum_: Sum) -> Field:
    """A sum with its place."""
    return replace(cell_field(reading, sum_.token.cell, money(sum_.yuan)), confidence=sum_.confidence)


def _period_field(book: Book, fields: Mapping[str, Field]) -> dict[str, Field]:
    """`period`: the year, or the month where the statements stand at another than December."""
    if book.day is None or not fields:
        return {}
    value = f"{book.day.year}" if book.day.month == _DECEMBER else f"{book.day:%Y-%m}"
    return {"period": replace(next(iter(fields.values())), value=value, raw=value)}


def _unit_field(book: Book, fields: Mapping[str, Field]) -> dict[str, Field]:
    """`currency_unit`, as far as the paper gives it."""
    if not book.unit or not fields:
        return {}
    return {"currency_unit": replace(next(iter(fields.values())), value=book.unit, raw=book.unit)}


# --- The letter -------------------------------------------------------------------------------------------------------


def _letter(reading: Reading, sections: Sequence[Section]) -> Script:
    """The pages before the statements: cover and opinion."""
    numbers = [int(section.place) for section in sections if section.place.isdigit()]
    first = min(numbers, default=reading.pages[-1].number + 1)
    pages = tuple(page for page in reading.pages if page.number < first) or reading.pages
    return simplified_script(replace(reading, pages=pages[:_LONGEST_LETTER]))


def _pages_of(reading: Reading, sections: Sequence[Section]) -> Script:
    """The pages on which the statements stand."""
    places = {section.place for section in sections}
    return simplified_script(
        replace(reading, pages=tuple(page for page in reading.pages if str(page.number) in places))
    )


def _letter_fields(reading: Reading, letter: Script, script: Script) -> dict[str, Field]:
    """`firm`, `number`, `verification_code`, `reported_on`, `opinion`."""
    hits = {"firm": _most_named(letter, _FIRM), "number": letter.search(_NUMBER)}
    hits["verification_code"] = find_first(
        script, CODE_LABELS, accept=lambda hit: _CODE.match(squash(hit.text)) is not None
    )
    fields = {name: make_field(reading, hit, squash(hit.text)) for name, hit in hits.items() if hit is not None}
    if (code := fields.get("verification_code")) and (match := _CODE.match(str(code.value))):
        fields["verification_code"] = replace(code, value=match[0])
    return fields | _day_field(reading, letter) | _opinion_field(reading, letter)


def _day_field(reading: Reading, letter: Script) -> dict[str, Field]:
    """`reported_on`: the last day that stands alone behind the opinion, else behind its label."""
    start = letter.text.find("注册会计师")
    days = [(hit, day) for hit, day in _days(letter) if hit.start > start]
    if not days:
        hit = find_first(letter, DAY_LABELS, accept=lambda hit: parse_day(hit.text) is not None)
        day = parse_day(hit.text) if hit is not None else None
        return {} if hit is None or day is None else {"reported_on": make_field(reading, hit, day.isoformat())}
    hit, day = days[-1]
    return {"reported_on": make_field(reading, hit, day.isoformat())}


def _days(script: Script) -> Iterator[tuple[Hit, date]]:
    """The days that are a word by themselves, but for ends of years: those are of the books."""
    for placed in script.words:
        text = script.text[placed.start : placed.end]
        found = find_days(text)
        if (
            len(found) == 1
            and found[0].value is not None
            and len(text) - (found[0].end - found[0].start) <= _BESIDE_A_DAY
        ):
            day = found[0].value
            if (day.month, day.day) != _YEAR_END:
                yield script.hit(placed.start + found[0].start, placed.start + found[0].end), day


def _opinion_field(reading: Reading, letter: Script) -> dict[str, Field]:
    """`opinion`: 标准无保留, 带强调事项段的无保留, 保留, 否定, 无法表示."""
    for value, pattern in _OPINIONS:
        hit = letter.search(pattern)
        if hit is not None:
            return {"opinion": make_field(reading, hit, value)}
    return {}


def _auditee_fields(reading: Reading, letter: Script, script: Script) -> dict[str, Field]:
    """`auditee`: as the letter addresses it, else as the cover and the statements name it."""
    addressed = (hit for pattern in (_ADDRESSED, _AUDITED) for hit in letter.find(pattern))
    hit = next((hit for hit in addressed if is_organisation(party_name(hit.text))), None)
    hit = hit or _labelled_name(script, (*AUDITEE_LABELS, *PREPARER_LABELS))
    return {} if hit is None else {"auditee": make_field(reading, hit, party_name(hit.text))}


def _labelled_name(script: Script, labels: Sequence[str]) -> Hit | None:
    """The first organisation behind one of these labels."""
    return next(_labelled_names(script, labels), None)


def _labelled_names(script: Script, labels: Sequence[str]) -> Iterator[Hit]:
    """The organisations behind these labels: in their line stand the day and the unit, too."""
    for hit in (hit for label in labels for hit in find_all_labelled(script, (label,), below=False)):
        end = script.text.find("\t", hit.start, hit.end) if hit.start >= 0 else -1
        name = script.hit(hit.start, end) if end > 0 else hit
        if is_organisation(party_name(name.text)):
            yield name


def _is_under_seal(script: Script, hit: Hit) -> bool:
    """Whether a seal lies over recognised letters: those are misread without a sign of doubt."""
    return any(
        hit.box is not None and page.number == hit.page and _overlap(seal.box, hit.box)
        for page in script.pages
        if page.origin is Origin.OCR
        for seal in page.seals
    )


def _overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share ground."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _preparer(reading: Reading, script: Script, sections: Sequence[Section]) -> Field | None:
    """Whose statements they are: behind 编制单位."""
    names = sorted(_labelled_names(script, PREPARER_LABELS), key=lambda hit: _is_under_seal(script, hit))
    if names:
        sure = UNDER_SEAL if _is_under_seal(script, names[0]) else 1.0
        return make_field(reading, names[0], party_name(names[0].text), sure)
    for row in (row for section in sections for row in section.rows[:_HEAD_ROWS]):
        field = _named_in_row(reading, row)
        if field is not None:
            return field
    return None


def _named_in_row(reading: Reading, row: TokenRow) -> Field | None:
    """The organisation that a cell or word above the table names."""
    for token in row.tokens:
        match = _PREPARED_BY.match(token.text)
        if match is not None and is_organisation(party_name(match["value"])):
            return cell_field(reading, token.cell, party_name(match["value"]))
    return None


def _most_named(script: Script, pattern: re.Pattern[str]) -> Hit | None:
    """The name that comes most often, the longest of equals."""
    hits = list(script.find(pattern))
    counts = Counter(squash(hit.text) for hit in hits)
    return max(hits, key=lambda hit: (counts[squash(hit.text)], len(hit.text), hit.confidence), default=None)


def _draft_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`draft`: the paper calls itself one."""
    hit = script.search(_DRAFT)
    return {} if hit is None else {"draft": make_field(reading, hit, value=True)}


_DECEMBER = 12
_YEAR_END = (12, 31)
_BESIDE_A_DAY = 4
_LONGEST_LETTER = 12
_HEAD_ROWS = 6
_ORGANISATION = r"[\u4e00-\u9fffA-Za-z0-9()·]{4,40}?"
_ADDRESSED = re.compile(
    rf"(?<=\n)(?P<value>{_ORGANISATION})(?:全体(?:股东|会员|合伙人|理事|出资人)|董事会|理事会|股东会|股东)?[:](?=\n)"
)
_AUDITED = re.compile(
    rf"我们(?:接受委托,?)?(?:对|审计了)(?:后附的)?(?P<value>{_ORGANISATION})(?:\(以下简称|(?:的?财务报表|20\d\d年|的合并))"
)
_PREPARED_BY = re.compile(rf"(?:{'|'.join(PREPARER_LABELS)})(?:\([^()]{{1,6}}\))?[:;]?(?P<value>[^:;]{{4,40}})\Z")
_FIRM = re.compile(
    r"[\u4e00-\u9fff()]{2,16}?会计师事务所(?:\((?:特殊)?普通合伙\))?(?:有限责任公司|有限公司)?(?:[\u4e00-\u9fff]{2,4}分所)?"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Z]{1,10}(?:审|财|会|专)[\u4e00-\u9fff]{0,5}[\[(〔【]?20\d\d[\])〕】]?年?第?[A-Z0-9-]{1,16}号"
)
_CODE = re.compile(r"[\u4e00-\u9fff]{0,2}[0-9A-Z]{6,24}(?![0-9A-Z])")
_COVERED = re.compile(r"20\d\d年(?=度|12月31日的)")
_DRAFT = re.compile(
    r"征求意见稿|讨论稿|未定稿|送审稿|审计初稿|[(【]\t?[初草]稿\t?[)】]|审计草稿|审计报告\t?[初草]稿|仅供讨论|未盖章版"
)
_OPINIONS = (
    ("无法表示", re.compile(r"无法表示意见|不对后附的[^。\n]{0,40}发表审计意见")),
    ("否定", re.compile(r"(?<![\u4e00-\u9fff])否定意见|形成否定意见")),
    ("保留", re.compile(r"(?<!无)(?<!非无)(?<!或)保留意见的基础|(?<![无\u4e00-\u9fff])保留意见\n")),
    ("带强调事项段的无保留", re.compile(r"(?<=\n)(?:[一二三四五六]、)?强调事项(?=\n)")),
    ("标准无保留", re.compile(r"公允反映了|公允地反映了")),
)
"""What the headings and the sentence of an opinion say, the graver first: the usual text speaks of 非无保留意见."""
