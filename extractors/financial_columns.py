"""The columns of financial statements: which figures are of the year, which of the year before, and whose they are.

A head stands in one row or two: 期末余额 | 年初余额; 2024年12月31日 over 合并 and 公司; 本年累计数 over 非限定性,
限定性 and 合计. Two halves side by side have heads of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from extractors.financial_rows import Token, TokenRow


class When(StrEnum):
    """Of what time the figures of a column are."""

    NOW = "now"
    BEFORE = "before"
    OTHER = "other"
    """A month, a quarter, or no time at all: 行次, 附注."""


class Scope(StrEnum):
    """Whose figures they are."""

    OWN = "own"
    GROUP = "group"
    """With the subsidiaries (合并)."""
    PLAIN = "plain"
    """Nothing says so: the legal person's own, unless the paper shows otherwise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: when, whose, where, and how surely its head was read."""

    when: When
    scope: Scope
    centre: float
    confidence: float = 1.0
    half: int = 0
    """Of two halves side by side, the left (0) or the right one (1)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a statement from left to right, and the day that the heads give those of the year."""

    columns: tuple[Column, ...]
    year: int | None = None

    def of(self, token: Token) -> Column:
        """The column of a figure: the nearest one."""
        return min(self.columns, key=lambda column: abs(column.centre - token.centre))

    def is_beside(self, word: Token) -> bool:
        """Whether a word stands right under the head of a column that bears no sums (附注)."""
        own = self.of(word)
        gap = min((abs(one.centre - own.centre) for one in self.columns if one is not own), default=0.0)
        return own.when is When.OTHER and abs(own.centre - word.centre) < gap / 2

    def half_of(self, label: Token) -> int:
        """The half of a label: the right one behind the last column of the left."""
        ends = [max(column.centre for column in self.columns if column.half == half) for half in range(self._last)]
        return sum(end < label.centre for end in ends)

    @property
    def _last(self) -> int:
        return max(column.half for column in self.columns)


def find_columns(rows: Sequence[TokenRow]) -> tuple[Columns, int] | None:
    """The columns of the first head, and the number of the row below it; None where no row is a head."""
    for number, row in enumerate(rows):
        upper = _heads(row)
        if _timed(upper) + _is_labelled(row) < _FEWEST or not _timed(upper):
            upper = _scopes_over_days(rows, number)
        if not upper:
            continue
        lower = _heads(rows[number + 1]) if number + 1 < len(rows) and not _is_item(rows[number + 1]) else ()
        columns = _columns(_leaves(upper, lower))
        if columns is not None:
            return columns, number + (2 if lower else 1)
    return None


# --- Heads ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    """A word of a head: what it says, as far as it says it."""

    centre: float
    confidence: float
    when: When | None = None
    scope: Scope | None = None
    year: int | None = None
    part: str = ""
    """非限定性, 限定性 or 合计."""


def _heads(row: TokenRow) -> tuple[_Head, ...]:
    """The words of a head in a row; none where figures stand in it."""
    if _is_item(row):
        return ()
    return tuple(head for token in row.tokens for head in _token_heads(token))


def _token_heads(token: Token) -> Iterator[_Head]:
    """The heads that a token is made of: recognition may read two as one."""
    text = token.text
    matches = list(_HEAD.finditer(text))
    covered = sum(match.end() - match.start() for match in matches)
    if not matches or len(text) - covered > _MOST_BESIDE:
        return
    width = (token.right - token.left) / max(len(text), 1)
    for match in matches:
        centre = token.left + width * (match.start() + match.end()) / 2
        yield replace(_head(match), centre=centre, confidence=token.cell.confidence)


def _head(match: re.Match[str]) -> _Head:
    kind = match.lastgroup
    if kind == "day":
        found = _DAY.search(match[0])
        year = int(found[1]) if found else None
        opening = (
            re.search(r"年?0?1[月.\-/]0?1", match[0][4:]) is not None and "-12" not in match[0] and "至" not in match[0]
        )
        return _Head(0, 1, year=year - 1 if opening and year else year)
    if kind in ("group", "own"):
        return _Head(0, 1, scope=Scope.GROUP if kind == "group" else Scope.OWN)
    if kind == "part":
        return _Head(0, 1, part=match[0])
    when = {"now": When.NOW, "sum": When.NOW, "before": When.BEFORE}.get(kind or "", When.OTHER)
    return _Head(0, 1, when=when, part="year to date" if kind == "sum" else "")


def _scopes_over_days(rows: Sequence[TokenRow], number: int) -> tuple[_Head, ...]:
    """A row of 合并 and 母公司 over a row of days or of 期末 and 期初."""
    upper = _heads(rows[number])
    if len({head.scope for head in upper if head.scope}) < _FEWEST or number + 1 >= len(rows):
        return ()
    lower = _heads(rows[number + 1])
    return upper if _timed(lower) >= _FEWEST else ()


def _timed(heads: Sequence[_Head]) -> int:
    """How many heads say of what time their figures are."""
    return sum(head.when in (When.NOW, When.BEFORE) or head.year is not None for head in heads)


def _is_labelled(row: TokenRow) -> bool:
    """Whether a row heads labels, too: a day alone may stand above the table."""
    return any(_LABEL_HEAD.match(token.text) for token in row.tokens)


def _is_item(row: TokenRow) -> bool:
    """Whether sums stand in a row: with decimal places, in groups of three, or too long for a line number."""
    return any(token.has_places or len(token.text) > _LONGEST_LINE_NUMBER for token in row.figures)


def _leaves(upper: Sequence[_Head], lower: Sequence[_Head]) -> tuple[_Head, ...]:
    """The heads of single columns: those of the lower row with what stands over them, and those over nothing."""
    said = [head for head in lower if head.scope or head.part or head.when in (When.NOW, When.BEFORE) or head.year]
    if not said:
        return tuple(upper)
    over = [head for head in upper if head.when is not When.OTHER]
    if not over:
        return (*upper, *said)
    leaves = [head for head in upper if head.when is When.OTHER]
    parents = [min(over, key=lambda head: abs(head.centre - one.centre)) for one in said]
    for one, parent in zip(said, parents, strict=True):
        leaves.append(
            replace(
                one,
                when=one.when or parent.when,
                scope=one.scope or parent.scope,
                year=one.year or parent.year,
                confidence=min(one.confidence, parent.confidence),
            )
        )
    return tuple(sorted([*leaves, *(head for head in over if head not in parents)], key=lambda head: head.centre))


def _columns(heads: Sequence[_Head]) -> Columns | None:
    """The columns: of days the latest is the year, of 本年累计 and 本期 the former."""
    years = {head.year for head in heads if head.year is not None}
    latest = max(years, default=None)
    to_date = any(head.part == "year to date" for head in heads)
    found = []
    for head in sorted(heads, key=lambda head: head.centre):
        when = head.when
        if head.year is not None:
            when = When.NOW if head.year == latest else When.BEFORE if head.year == (latest or 0) - 1 else When.OTHER
        if when is None:
            continue
        if head.part in ("非限定性", "限定性") or (to_date and when is When.NOW and head.part != "year to date"):
            when = When.OTHER
        found.append(Column(when, head.scope or Scope.PLAIN, head.centre, head.confidence))
    if not any(column.when is When.NOW for column in found):
        return None
    return Columns(tuple(_in_halves(found)), latest)


def _in_halves(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns with their halves: the right one begins where a time and scope comes again."""
    timed = [(column.when, column.scope) for column in columns if column.when is not When.OTHER]
    again = next((place for place, key in enumerate(timed) if key in timed[:place]), len(timed))
    seen = 0
    for column in columns:
        seen += column.when is not When.OTHER
        if column.when is When.OTHER:
            yield replace(column, half=int(again < len(timed) and seen >= again))
        else:
            yield replace(column, half=int(seen > again))


def day_of(text: str) -> date | None:
    """The day at which a balance sheet stands, or the last of the year or month that a statement covers."""
    match = _STANDS_AT.search(text)
    if match is None:
        return None
    year, month, day = int(match["year"]), int(match["month"] or 12), int(match["day"] or 28)
    try:
        return date(year, month, day)
    except ValueError:
        return None


_FEWEST = 2
_LONGEST_LINE_NUMBER = 4
_LABEL_HEAD = re.compile(r"项目|资产|科目|负债和|负债及|行次")
_MOST_BESIDE = 6
"""Characters of a head's word that say nothing (附注五)."""
_DATE = r"20\d\d(?:年(?:1?\d月(?:[123]?\d日)?(?:至1?\d月|-1?\d月)?|度|1-12月)?|[-./]1?\d[-./][0123]?\d)"
_HEAD = re.compile(
    rf"(?P<day>{_DATE})"
    r"|(?P<sum>本年累计(?:金额|数|发生额|发生数)?|本年(?:金额|数|实际数?|发生额|度)|(?:当年|本年)数?累计)"
    r"|(?P<before>上年年末(?:余额|数|金额)?|上年末(?:余额|数)?|上年同期(?:累计)?(?:金额|数)?|上年(?:累计)?(?:金额|数|实际数?|发生额|度|余额)?"
    r"|(?:期|年)初(?:余额|数|金额|账面余额)?|上期(?:金额|数|发生额|余额)?|去年同期(?:数)?|上一年度?(?:金额|数)?)"
    r"|(?P<other>本(?:月|季度?)(?:金额|数|发生额)?|行次|附注编?号?|注释号?|调整数?)"
    r"|(?P<now>(?:期|年)末(?:余额|数|金额|账面余额)?|本期(?:金额|数|发生额|余额)?)"
    r"|(?P<group>合并(?:数|报表|口径)?|本?集团)|(?P<own>母公司(?:数)?|本公司|(?<!母)(?<!子)公司(?!名)(?:数)?|单体)"
    r"|(?P<part>非限定性|限定性|合计)"
)
_DAY = re.compile(r"(20\d\d)")
_STANDS_AT = re.compile(
    r"(?P<year>20\d\d)(?:年度|年(?:1月?-12月|1月至12月)|年(?P<month>1?\d)月(?:(?P<day>[123]?\d)日)?|(?=年\Z))"
)
