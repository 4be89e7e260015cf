"""Contributions (社保缴费明细): whose, of what kind, for which months, row by row and person by person (domain.md 3.8).

Pension insurance is the reference kind. What a paper contradicts itself in, or what cannot be read, is a doubt of the
person: the months then say what the paper says, and the doubt says that this is not sure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from domain.codes import is_id_number
from domain.dates import find_days, find_spans, months_between
from domain.documents import Box, Reading, enclosing
from domain.text import clean, squash
from extractors.table_cells import rows_of
from extractors.table_headers import Column
from extractors.tables import Entry, FoundTable, find_table

Months = tuple[str, ...]

MONTH_COUNT = "month-count"
"""The number of months is not that from the first to the last."""
MONTH_UNREAD = "month-unread"
"""A month that cannot be read, or lies before the first."""
NO_MONTHS = "no-months"
"""A person without any month of the reference kind."""
ID_UNREAD = "id-unread"
"""A person without an ID number, or with one that is masked."""
ID_INVALID = "id-invalid"
"""An ID number whose check digit is wrong."""
OPEN_GROUP = "open-group"
"""Rows of which it is not sure to whom they belong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A row of contributions; `kind` empty where the paper does not part the kinds."""

    number: str = ""
    """The number of the person in the list."""
    name: str = ""
    id_number: str = ""
    kind: str = ""
    months: Months = ()
    employer: str = ""
    backpay: bool = False
    doubts: tuple[str, ...] = ()
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person and all rows that are his or hers, in the order of the paper."""

    rows: tuple[Contribution, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name, where any row has it."""
        return next((row.name for row in self.rows if row.name), "")

    @property
    def id_number(self) -> str:
        """The ID number, where any row has it."""
        return next((row.id_number for row in self.rows if row.id_number), "")

    @property
    def reference(self) -> tuple[Contribution, ...]:
        """The rows of pension insurance; all rows where the paper does not part the kinds."""
        return tuple(row for row in self.rows if is_reference(row.kind))

    @property
    def months(self) -> Months:
        """The months of the reference kind, each once, in order."""
        return union(row.months for row in self.reference)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is not sure about this person."""
        doubts = {doubt for row in self.rows for doubt in row.doubts if is_reference(row.kind)}
        if not self.months:
            doubts.add(NO_MONTHS)
        if not _FULL_ID.fullmatch(self.id_number):
            doubts.add(ID_UNREAD)
        elif not is_id_number(self.id_number):
            doubts.add(ID_INVALID)
        return tuple(sorted(doubts))


def find_contributions(reading: Reading, period: tuple[str, str] | None = None) -> tuple[Contribution, ...]:
    """The rows of contributions of a record; `period` is what the paper says it covers."""
    table = find_table(reading, COLUMNS, anchors=_ANCHORS, minimum=2)
    rows = _tabled(table, period) if table is not None else ()
    if any(row.months for row in rows) and (any(row.id_number for row in rows) or _count_ids(reading) < 2):
        return rows
    loose = tuple(_loose(reading))
    return loose or rows


def contributors_of(rows: Iterable[Contribution]) -> tuple[Contributor, ...]:
    """The persons of these rows in the order of the paper; one ID number is one person."""
    people: dict[str, Contributor] = {}
    for number, run in enumerate(_runs(tuple(rows))):
        key = next((row.id_number for row in run if row.id_number), f"#{number}")
        known = people.get(key, Contributor())
        people[key] = Contributor((*known.rows, *run))
    return tuple(people.values())


def is_reference(kind: str) -> bool:
    """Whether months of this kind count: pension insurance, or a paper that does not part the kinds."""
    return "养老" in kind or not _OTHER_KIND.search(kind)


def union(parts: Iterable[Months]) -> Months:
    """All months, each once, in order."""
    return tuple(sorted({month for part in parts for month in part}))


def find_id(text: str) -> str:
    """The ID number in a text (also a masked one), in capitals; look-alikes are mapped only where the check passes."""
    match = _ID.search(clean(text)) or _ID.search(squash(text))
    if match:
        return match[0].upper()
    like = _ID_LIKE.search(clean(text))
    if like:
        mapped = like[0].upper().translate(_DIGITS_FOR_LETTERS)
        mapped = mapped[:17].replace("X", "") + mapped[17:]
        if is_id_number(mapped):
            return mapped
    return ""


def parse_span(text: str) -> tuple[str, str] | None:
    """First and last month of the one range in a text (2024年1月至2024年12月, 202401-202412, 2024.1 2024.12)."""
    plain = _plain_months(text)
    spans = [span for span in find_spans(plain) if span.first and span.last]
    if len(spans) == 1 and spans[0].valid and spans[0].first and spans[0].last:
        return spans[0].first.strftime("%Y-%m"), spans[0].last.strftime("%Y-%m")
    months = parse_months(text)
    return (months[0], months[1]) if len(months) == 2 and not spans else None


def parse_months(text: str) -> Months:
    """Every month a text names, in its order; of a day its month."""
    found = find_days(_plain_months(text))
    months = (day.month or (day.value.strftime("%Y-%m") if day.value else "") for day in found)
    return tuple(month for month in months if month)


# --- Rows from a table ------------------------------------------------------------------------------------------------


def _tabled(table: FoundTable, period: tuple[str, str] | None) -> tuple[Contribution, ...]:
    """The rows of a table that are about contributions: with a person, a kind or months."""
    rows = (_from_entry(entry, table, period) for entry in table.entries)
    return tuple(row for row in rows if row is not None)


def _from_entry(entry: Entry, table: FoundTable, period: tuple[str, str] | None) -> Contribution | None:
    """A row of the table; None for sums and notes."""
    id_number = find_id(entry.text("id")) or next(filter(None, map(find_id, _texts(entry))), "")
    name = _name_in(entry.text("name")) or _name_in(entry.text("id"))
    months, doubts = _months_of(entry, table, period)
    kind = squash(entry.text("kind"))
    if _SUM.match(squash(entry.text("number"))) or _SUM.match(squash(entry.text("name"))):
        return None
    if not (id_number or months or kind):
        return None
    return Contribution(
        number=squash(entry.text("number")),
        name=name,
        id_number=id_number,
        kind=kind,
        months=months,
        employer=clean(entry.text("employer")),
        backpay=any(_BACKPAY.search(entry.text(key)) for key in ("first", "last", "span", "month", "count", "pension")),
        doubts=doubts,
        page=entry.page,
        box=entry.box,
        confidence=entry.confidence,
    )


def _texts(entry: Entry) -> Iterator[str]:
    return (cell.text for cell in entry.cells.values())


def _months_of(entry: Entry, table: FoundTable, period: tuple[str, str] | None) -> tuple[Months, tuple[str, ...]]:
    """The months of a row, and what is doubtful about them."""
    ticked = _ticked(entry, table, period)
    if ticked is not None:
        return ticked
    count = _count(entry.text("count") or _count_only(entry.text("pension")))
    span = _span_of(entry)
    single = parse_months(entry.text("month"))
    if span is None and single:
        return _single_months(entry.text("month"), single, count)
    if span is not None:
        return _counted(months_between(*span), count)
    if count is not None and period is not None:
        whole = months_between(*period)
        return (whole, ()) if count == len(whole) else ((), (MONTH_COUNT,) if count else ())
    written = any(entry.text(key) for key in ("first", "last", "span", "month"))
    return (), (MONTH_UNREAD,) if written or count else ()


def _span_of(entry: Entry) -> tuple[str, str] | None:
    """First and last month of a row."""
    first, last = parse_months(entry.text("first")), parse_months(entry.text("last"))
    if len(first) == 1 and len(last) == 1:
        return first[0], last[0]
    if len(first) == 2 and not entry.text("last"):
        return first[0], first[1]
    for key in ("span", "pension"):
        span = parse_span(entry.text(key))
        if span is not None:
            return span
    months = parse_months(entry.text("span"))
    return (months[0], months[0]) if len(months) == 1 else None


def _single_months(text: str, months: Months, count: int | None) -> tuple[Months, tuple[str, ...]]:
    """The months of a column of months: one, a range, or several."""
    span = parse_span(text)
    if span is not None:
        return _counted(months_between(*span), count)
    return (months, ()) if len(months) == 1 or count == len(months) else (months, (MONTH_COUNT,))


def _counted(months: Months, count: int | None) -> tuple[Months, tuple[str, ...]]:
    """A range of months, checked against the number that the paper gives."""
    if not months:
        return (), (MONTH_UNREAD,)
    if len(months) > _LONGEST:
        return (), (MONTH_UNREAD,)
    return months, () if count is None or count == len(months) else (MONTH_COUNT,)


def _count(text: str) -> int | None:
    """A number of months; of “已参保未/12” and “12*” the 12."""
    numbers = _NUMBERS.findall(squash(text))
    return int(numbers[-1]) if numbers else None


def _count_only(text: str) -> str:
    """A cell of a kind's column if it holds a number of months and no month."""
    plain = squash(text)
    return plain if _BARE_COUNT.fullmatch(plain) else ""


def _ticked(entry: Entry, table: FoundTable, period: tuple[str, str] | None) -> tuple[Months, tuple[str, ...]] | None:
    """The months of a table with a column for each month of the year; None where it is not of that kind."""
    columns = [key for key in _MONTH_KEYS if key in table.headers]
    if len(columns) < _MONTH_COLUMNS:
        return None
    if period is None or period[0][:4] != period[1][:4]:
        return (), (MONTH_UNREAD,)
    year = period[0][:4]
    months = tuple(f"{year}-{key[1:]}" for key in columns if _is_tick(entry.text(key)))
    return months, ()


def _is_tick(text: str) -> bool:
    """Whether a cell says that the month was paid: a mark or an amount."""
    plain = squash(text)
    return bool(plain) and not _NO_TICK.fullmatch(plain)


def _name_in(text: str) -> str:
    """The name in a cell: its Chinese letters and middle dots."""
    match = _NAME.search(squash(text).replace("•", "·"))
    return match[0] if match and match[0] not in _NO_NAMES else ""


# --- Rows without a header --------------------------------------------------------------------------------------------


def _count_ids(reading: Reading) -> int:
    """How many ID numbers a document holds."""
    lines = (line for page in reading.pages for line in page.lines)
    return len({match[0] for line in lines for match in _ID.finditer(clean(line.text))})


def _loose(reading: Reading) -> Iterator[Contribution]:
    """Rows that name a person, a kind or months, in whatever order (domain.md 3.8, other regions)."""
    seen = False
    for page in reading.pages:
        for cells in rows_of(page):
            filled = [cell for cell in cells if cell is not None and cell.text]
            row = _loose_row([cell.text for cell in filled])
            seen = seen or bool(row and row.id_number)
            if row is None or not seen:
                continue
            yield replace(
                row,
                page=page.number,
                box=enclosing(cell.box for cell in filled),
                confidence=min(cell.confidence for cell in filled),
            )


def _loose_row(cells: Sequence[str]) -> Contribution | None:
    text = " ".join(cells)
    id_number = find_id(text)
    kind = _KIND.search(squash(text))
    rest = _without_days(_ID.sub(" ", text))
    months = parse_months(rest)
    if not id_number and not (kind and months) and not (len(cells) <= _FEW and months):
        return None
    span = parse_span(rest)
    count = _count(cells[-1]) if _BARE_COUNT.fullmatch(squash(cells[-1])) else None
    doubts: tuple[str, ...] = ()
    if span is not None:
        months, doubts = _counted(months_between(*span), count)
    names = [name for name in (_NAME.fullmatch(part) for cell in cells for part in clean(cell).split()) if name]
    return Contribution(
        name=next((name[0] for name in names if name[0] not in _NO_NAMES and not _KIND.search(name[0])), ""),
        id_number=id_number,
        kind=kind[0] if kind else "",
        months=months,
        backpay=bool(_BACKPAY.search(text)) and "****" not in text,
        doubts=doubts,
    )


def _without_days(text: str) -> str:
    """The text without its days: the day on which a record was printed is no month of contributions."""
    for day in reversed(find_days(f"{text}{_END}")):
        if day.value is not None:
            text = f"{text[: day.start]} {text[day.end :]}"
    return text


# --- Rows of one person -----------------------------------------------------------------------------------------------


def _runs(rows: Sequence[Contribution]) -> Iterator[tuple[Contribution, ...]]:
    """The rows of one person after the other: a new one begins with another ID number, or where the kinds begin again.

    A name in the middle of its rows (a merged cell) is therefore theirs, and not only of the rows below it.
    """
    first_kind = next((row.kind for row in rows if row.kind), "")
    cyclic = len({row.kind for row in rows if row.kind}) > 1
    run: list[Contribution] = []
    for row in rows:
        if run and _begins(row, run, first_kind):
            yield _settled(run)
            run = []
        run.append(row if cyclic or _is_somebody(row) else replace(row, doubts=(*row.doubts, OPEN_GROUP)))
    if run:
        yield _settled(run)


def _is_somebody(row: Contribution) -> bool:
    """Whether a row says itself whose it is: without kinds that begin again, nothing else tells."""
    return bool(row.number or row.name or row.id_number)


def _begins(row: Contribution, run: Sequence[Contribution], first_kind: str) -> bool:
    """Whether a row begins another person than that of the run: by ID number, else by name, else by number."""
    for own, others in (
        (row.id_number, [before.id_number for before in run]),
        (row.name, [before.name for before in run]),
        (row.number, [before.number for before in run]),
    ):
        owner = next(filter(None, others), "")
        if own and owner:
            return own != owner
    kinds = [before.kind for before in run if before.kind]
    return bool(row.kind) and row.kind == first_kind and bool(kinds) and kinds[-1] != first_kind


def _settled(run: Sequence[Contribution]) -> tuple[Contribution, ...]:
    """A run; where nobody's number stands in it, it is not sure whose rows these are."""
    if any(row.id_number for row in run):
        return tuple(run)
    return tuple(replace(row, doubts=(*row.doubts, OPEN_GROUP)) for row in run)


# --- Words ------------------------------------------------------------------------------------------------------------


def _plain_months(text: str) -> str:
    """Months in figures in one form: 202401, 2024.1 and 2024-01 as 2024年1月, 2024.01-12 as 2024年1月-12月."""
    plain = _MONTH.sub(r"\g<y>年\g<m>月", normal_digits(text))
    return _SHORT_RANGE.sub(r"\g<1>\g<2>月", plain) + _END


def normal_digits(text: str) -> str:
    """The clean text without spaces inside dates."""
    return _IN_DATE.sub("", clean(text))


_FULL_ID = re.compile(r"\d{17}[\dX]")
_ID = re.compile(
    r"(?<![0-9A-Za-z*])(?:\d{17}[\dXx]|\d{8}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}|\d{1,6}\*{4,14}\d{1,4}[Xx]?)(?![0-9A-Za-z*])"
)
_ID_LIKE = re.compile(r"(?<![0-9A-Za-z])[0-9OoDIlSBZGq]{17}[0-9XxOoIlSBZGq](?![0-9A-Za-z])")
_DIGITS_FOR_LETTERS = str.maketrans(
    {"O": "0", "D": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6", "Q": "9"}
)
_MONTH = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?:[./-](?=1[0-2](?!\d)|0?[1-9](?!\d))|(?=(?:0[1-9]|1[0-2])(?!\d)))"
    r"(?P<m>1[0-2]|0?[1-9])(?!\d)(?![./-]\d{1,2}(?!\d))"
)
_SHORT_RANGE = re.compile(r"(年(?:1[0-2]|0?[1-9])月?[-~至到]{1,2})((?:1[0-2]|0?[1-9]))(?![\d月年])")
_IN_DATE = re.compile(r"(?<=\d) (?=[年月])|(?<=年) (?=\d)")
_NUMBERS = re.compile(r"\d{1,3}")
_BARE_COUNT = re.compile(r"\*?\d{1,3}\*?(?:个月)?")
_BACKPAY = re.compile(r"\*|补缴")
_SUM = re.compile(r"合计|总计|小计|本页")
_NAME = re.compile(r"[\u3400-\u9fff]{2,8}(?:·[\u3400-\u9fff]{1,8}){0,3}")
_NO_NAMES = frozenset(("姓名", "合计", "小计", "已参保", "正常", "在职", "备注", "单位", "缴费", "男", "女", "参保"))
_KIND = re.compile(
    r"(?:企业职工|职工)?基本?养老(?:保险)?|养老(?:保险)?|失业(?:保险)?|工伤(?:保险)?|医疗(?:保险)?|生育(?:保险)?"
)
_OTHER_KIND = re.compile(r"失业|工伤|医疗|生育|公积金|医保|年金")
_NO_TICK = re.compile(r"[-—/×xX\\\\.0]{1,4}|否|无|未缴(?:费)?|停保?|欠费?|中断|0\.00?")
_END = "|"
"""Keeps a number of months at the end of a text from being taken for a day (2024年12月 11)."""
_LONGEST = 720
_FEW = 4
_MONTH_COLUMNS = 6
_MONTH_KEYS = tuple(f"m{number:02d}" for number in range(1, 13))
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ANCHORS = ("id", "kind", "first", "last", "span", "month", "count")

COLUMNS = (
    Column("number", ("序号", "编号", "行号")),
    Column("name", ("姓名", "职工姓名", "参保人姓名", "人员姓名", "参保人员姓名")),
    Column(
        "id",
        (
            *("社会保障号码", "社会保障号", "身份证号", "身份证号码", "证件号码", "证件号", "公民身份号码", "身份证"),
            *("公民身份证号码", "居民身份证号码", "社保号", "社会保障卡号", "身份证件号码"),
        ),
    ),
    Column("kind", ("险种", "险种名称", "险种类型", "缴费险种", "参保险种", "保险种类", "保险类型")),
    Column(
        "first",
        (
            "起始年月",
            "缴费起始年月",
            "开始年月",
            "缴费开始年月",
            "起始",
            "起始月",
            "起",
            "缴费起始时间",
            "起始时间",
            "开始时间",
        ),
    ),
    Column(
        "last",
        (
            *(
                "截止年月",
                "缴费截止年月",
                "终止年月",
                "缴费终止年月",
                "结束年月",
                "截止",
                "截止月",
                "止",
                "缴费截止时间",
            ),
            *("截止时间", "终止时间", "结束时间"),
        ),
    ),
    Column(
        "span",
        ("缴费起止年月", "起止年月", "缴费起止时间", "参保起止时间", "缴费期间", "起止时间", "缴费时段", "起止月份"),
    ),
    Column(
        "month",
        ("所属期", "费款所属期", "缴费年月", "缴费月份", "年月", "所属年月", "月份", "费款所属月", "对应费款所属期"),
    ),
    Column("count", ("缴费月数", "实际缴费月数", "月数", "累计月数", "实缴月数", "缴费月数合计")),
    Column("employer", ("单位名称", "参保单位", "缴费单位", "用人单位", "参保单位名称", "缴费单位名称")),
    Column(
        "pension",
        ("养老保险", "养老", "基本养老保险", "企业职工基本养老保险", "养老保险月数", "养老月数", "养老保险缴费月数"),
    ),
    *(
        Column(key, (f"{number}月", f"{number:02d}月", f"{name}月"))
        for number, (key, name) in enumerate(zip(_MONTH_KEYS, _CHINESE_MONTHS, strict=True), 1)
    ),
)
