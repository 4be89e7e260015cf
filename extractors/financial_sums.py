"""The sums of financial statements: found line by line, held against each other, in yuan (domain.md 3.13).

Assets are what liabilities and equity come to, and stand twice on a balance sheet: that tells a misread figure, a
confused column and a paper that contradicts itself apart.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.amounts import in_yuan
from extractors.financial_columns import Columns, Scope, When, day_of, find_columns
from extractors.financial_rows import Token, TokenRow

ASSETS, LIABILITIES, EQUITY, BOTH, REVENUE, GROSS = "assets", "liabilities", "equity", "both", "revenue", "gross"

LINES: Mapping[str, tuple[re.Pattern[str], ...]] = {
    ASSETS: (re.compile(r"资产(?:总计|总额|合计)"),),
    LIABILITIES: (re.compile(r"负债(?:合计|总计|总额)"),),
    EQUITY: (
        re.compile(r"(?:所有者|股东|业主)权益(?:\(?或?(?:所有者|股东)权益\)?)?(?:合计|总计)"),
        re.compile(r"净资产(?:合计|总计)|权益合计"),
    ),
    BOTH: (re.compile(r"负债[和及与](?:所有者|股东|业主)?(?:权益|净资产).{0,12}(?:总计|合计)"),),
    REVENUE: (
        re.compile(r"营业收入(?:合计|总额)?"),
        re.compile(r"收入(?:合计|总计)|本[期年]收入(?:合计)?"),
        re.compile(r"主营业务收入"),
    ),
    GROSS: (re.compile(r"营业总收入"),),
}
"""What each line is called, the better name first."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of a statement in yuan, how surely it was read, and where it stands."""

    yuan: Decimal
    confidence: float
    token: Token


@dataclass(slots=True)
class Section:
    """A statement as it stands: whose, at what day, in what unit, and the sums of its lines by time and scope."""

    title: str
    scope: Scope
    place: str
    rows: list[TokenRow] = field(default_factory=list)
    columns: Columns | None = None
    sums: dict[tuple[str, Scope, When], Sum] = field(default_factory=dict)
    unit: str = ""
    minority: bool = False
    """Whether others hold a share of the equity (少数股东权益): then it is consolidated whatever its title says."""

    @property
    def is_balance(self) -> bool:
        """Whether it is a balance sheet."""
        return "资产负债表" in self.title

    @property
    def day(self) -> date | None:
        """The day that stands above its table, else that of its heads."""
        found = day_of(next((row.text for row in self.rows if day_of(row.text)), ""))
        if found is None and self.columns is not None and self.columns.year is not None:
            return date(self.columns.year, 12, 31)
        return found


def find_sections(places: Sequence[Sequence[TokenRow]], unit: str) -> tuple[Section, ...]:
    """The statements on these pages or sheets that have sums; `unit` is what the paper says of all its figures."""
    found: list[Section] = []
    for rows in places:
        found.extend(_on_one_place(rows, found[-1] if found else None))
    for section in found:
        _fill(section, unit)
    return tuple(section for section in found if section.sums)


def find_unit(text: str) -> str:
    """The unit that a line or paper gives its sums: 元, 千元, 万元, 百万元, 亿元; "" for none."""
    match = _UNIT.search(text)
    return (match["unit"] or match["bare"]).replace("兀", "元") if match else ""


# --- Cutting a paper into statements ----------------------------------------------------------------------------------


def _on_one_place(rows: Sequence[TokenRow], before: Section | None) -> Iterator[Section]:
    """The statements of a page: each begins with its title; a page without one may go on with that before."""
    current: Section | None = None
    for number, row in enumerate(rows):
        match = _title(rows, number)
        if match is not None:
            if current is not None:
                yield current
            current = Section(match["title"], _scope(match["whose"]), row.place)
        elif current is not None:
            current.rows.append(row)
    if current is not None:
        yield current
    elif before is not None and _goes_on(before, rows):
        yield Section(before.title, before.scope, rows[0].place, list(rows), before.columns)


def _title(rows: Sequence[TokenRow], number: int) -> re.Match[str] | None:
    """The title of a statement in a row, with nothing but its number and day beside it."""
    text = rows[number].text
    return _TITLE.match(text) if len(text) <= _LONGEST_TITLE else None


def _scope(whose: str | None) -> Scope:
    if not whose or ("合并" in whose and "公司" in whose):
        return Scope.PLAIN
    return Scope.GROUP if "合并" in whose else Scope.OWN


def _goes_on(before: Section, rows: Sequence[TokenRow]) -> bool:
    """Whether a page without a title is the second half of a balance sheet."""
    if not before.is_balance or not before.rows or not rows:
        return False
    halves = sum(_STARTS_CLAIMS.match(token.text) is not None for row in rows for token in row.tokens)
    done = any(LINES[LIABILITIES][0].fullmatch(_plain(row.text)) for row in before.rows)
    return halves > 1 and not done and not any(_NOTES.search(row.text) for row in rows[:4])


# --- Reading its lines ------------------------------------------------------------------------------------------------


def _fill(section: Section, unit: str) -> None:
    """The sums of a section's lines."""
    head = find_columns(section.rows)
    if head is not None:
        section.columns = head[0]
    columns = section.columns
    if columns is None:
        return
    body = section.rows[head[1] if head else 0 :]
    above = section.rows[: head[1] if head else 4]
    section.unit = find_unit("\n".join(row.text for row in above)) or unit
    ranks: dict[tuple[str, Scope, When], int] = {}
    for number, row in enumerate(body):
        for half, label in _labels(body, number, columns):
            figures = [token for token in row.figures if columns.of(token).half == half]
            for line in _names(label, section):
                _take(section, columns, ranks, line, figures)
            section.minority |= label.startswith("少数股东权益") and bool(figures)


def _take(
    section: Section,
    columns: Columns,
    ranks: dict[tuple[str, Scope, When], int],
    line: tuple[str, int],
    figures: Sequence[Token],
) -> None:
    """The figures of a line into their columns; of two lines of one meaning the better named, then the first."""
    name, rank = line
    for column in columns.columns:
        own = [token for token in figures if columns.of(token) is column]
        key = (name, column.scope if column.scope is not Scope.PLAIN else section.scope, column.when)
        if not own or column.when is When.OTHER or ranks.get(key, rank + 1) <= rank:
            continue
        best = min(own, key=lambda token: (not token.has_places, abs(token.centre - column.centre)))
        ranks[key] = rank
        confidence = min(best.cell.confidence, column.confidence)
        section.sums[key] = Sum(in_yuan(best.figure or Decimal(0), section.unit or "元"), confidence, best)


def _labels(rows: Sequence[TokenRow], number: int, columns: Columns) -> Iterator[tuple[int, str]]:
    """The label of each half of a row that bears figures; one that stands on two lines has them in its middle."""
    for half in {columns.of(token).half for token in rows[number].figures}:
        label = _label(rows[number], half, columns)
        if not label:
            around = [
                _label(rows[place], half, columns) for place in (number - 1, number + 1) if 0 <= place < len(rows)
            ]
            label = "".join(around)
        yield half, _plain(label)


def _label(row: TokenRow, half: int, columns: Columns) -> str:
    """The label of one half of a row, without what stands under 附注 or 行次."""
    words = [token for token in row.tokens if token.figure is None and not token.is_note]
    own = [token for token in words if columns.half_of(token) == half]
    return "".join(token.text for place, token in enumerate(own) if not place or not columns.is_beside(token))


def _names(label: str, section: Section) -> Iterator[tuple[str, int]]:
    """The lines that a label names, each with how good a name it is."""
    wanted = (ASSETS, LIABILITIES, EQUITY, BOTH) if section.is_balance else (REVENUE, GROSS)
    for name in wanted:
        for rank, pattern in enumerate(LINES[name]):
            if pattern.fullmatch(label):
                yield name, rank
                break


def _plain(label: str) -> str:
    """A label without its number, 其中 and brackets."""
    return _BRACKETED.sub("", _NUMBERED.sub("", label)).strip(":;*△☆#、. ")


_TITLE = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,2}[、.])?(?:[\u4e00-\u9fff()]{2,30}(?:公司|协会|中心|促进会|联合会|研究院))?(?:20\d\d年度?)?"
    r"(?P<whose>合并及(?:母)?公司|合并和(?:母)?公司|合并|母公司|本公司|公司)?"
    r"(?P<title>资产负债表|利润及利润分配表|利润表|损益表|业务活动表|收入费用表|收入支出表|现金流量表|所有者权益变动表|股东权益变动表|净资产变动表)"
    r"(?:\((?:续|续表|合并|母公司|[一二12])\)|续)?(?=\Z|\(|[会民政企财事业小]{1,4}\d|20\d\d|单位|编制|金额|年度)"
)
_LONGEST_TITLE = 40
_STARTS_CLAIMS = re.compile(r"流动负债|负债合计|所有者权益|股东权益|实收资本|未分配利润|净资产|盈余公积")
_NOTES = re.compile(r"附注|注释")
_SAME_ROW = 0.004
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.,:]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.])?(?:其中[:;]?|加[:;]|减[:;])?"
)
_BRACKETED = re.compile(r"\([^()]{0,24}\)?")
_UNIT = re.compile(
    r"单位(?:均?为|:|是)?(?:均为)?(?:人民币)?\(?(?:人民币)?(?P<unit>百万[元兀]|千[元兀]|万[元兀]|亿[元兀]|[元兀])"
    r"|(?:以|为)?人民币\(?(?P<bare>百万元|千元|万元|亿元|元)\)?(?:表示|列示|为单位|\)|\Z|$)",
    re.MULTILINE,
)
