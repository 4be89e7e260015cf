"""Dates, spans and terms as Chinese documents write them (domain.md 3.0, Dates).

Places (`start`, `end`) are places in the text as given. What is not sure is no value: a date without its year, one that
does not exist and a month without its day are said to be so, never completed.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.numerals import NUMERALS, fold, parse_digits, parse_numeral


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDay:
    """A date in a text: a day, or a month (“2024-03”), or a day without its year (“03-05”).

    `valid` is False for a date that does not exist (2月30日); it then has no value of any precision.
    """

    start: int
    end: int
    raw: str
    value: date | None = None
    month: str | None = None
    month_day: str | None = None
    valid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSpan:
    """A range of days, both inclusive; None where the paper leaves that end open or does not say it."""

    start: int
    end: int
    raw: str
    first: date | None
    last: date | None
    valid: bool = True
    """False where an end does not exist, or the last day lies before the first."""
    open_ended: bool = False
    """Whether the paper says itself that there is no end (长期)."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as written: its place, its numbers and whether it stands in figures with separators."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    in_figures: bool = False


FIRST_YEAR, LAST_YEAR = 1900, 2099
SHORT_YEARS = range(2015, 2040)
"""Years that “24.3.5” may mean in running text; below lie the numbers of clauses (12.3.1)."""
LEAP_YEAR = 2024
"""A year in which every day of a calendar exists."""
LAST_SERIAL = 73050
"""The Excel serial of 2099-12-31."""
FIRST_SERIAL = 61
"""The Excel serial of 1900-03-01; before it Excel counts a day that never was."""

_N = f"[{NUMERALS}]"
_D = "[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_SMALL = rf"[0-9](?: ?[0-9])?|{_N}(?: ?{_N}){{0,3}}"
_YEAR = rf"(?P<y>[12](?: ?[0-9]){{3}}|[0-9]{{2}}|{_D}(?: ?{_D}){{3}}|{_D}{{2}})"
_FULL_YEAR = "(?P<y>(?:19|20)[0-9]{2})"
_MONTH = rf"(?P<m>元|{_SMALL})"
_DAY = rf"(?P<d>{_SMALL})"
_TO_SIGN = "(?:至|到|-{1,3}|~{1,2})"
_MORE_DAYS = rf" ?(?=(?:{_TO_SIGN}|、) ?(?:{_SMALL}) ?[日号])"
_MORE_MONTHS = rf" ?(?={_TO_SIGN} ?(?:{_SMALL}) ?月)"
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>(?:{'|'.join(_NAMES)})[a-z]{{0,6}})"

_CHINESE = re.compile(
    rf"(?<![0-9〇零一二三四五六七八九]){_YEAR} {{0,4}}年 {{0,4}}{_MONTH}(?: {{0,4}}月|{_MORE_MONTHS})"
    rf"(?: {{0,4}}{_DAY}(?: {{0,4}}[日号]|{_MORE_DAYS}|\Z))?"
)
_FIGURES = re.compile(
    rf"(?<![0-9.]){_FULL_YEAR} ?(?P<s>[-./]) ?(?P<m>[0-9]{{1,2}}) ?(?P=s) ?(?P<d>[0-9]{{1,2}})"
    r"(?![0-9])(?! ?(?P=s) ?[0-9](?![0-9]{3}))"
)
_SHORT = re.compile(
    r"(?<![0-9.¥])(?P<y>[0-9]{2})(?P<s>[./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9])(?!(?P=s)[0-9])"
)
_COMPACT = re.compile(
    rf"(?<![0-9]){_FULL_YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9])(?!T?[A-Za-z])"
    r"(?![-/][0-9A-Za-z](?![0-9]{7}))"
)
_ENGLISH = re.compile(
    rf"(?<![a-z]){_NAME}[ .]{{1,3}}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ,]{{1,3}}{_FULL_YEAR}(?![0-9])", re.IGNORECASE
)
_ENGLISH_DAY_FIRST = re.compile(
    rf"(?<![0-9])(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]{{0,2}}{_NAME}[ .,-]{{1,3}}{_FULL_YEAR}(?![0-9])", re.IGNORECASE
)
_MONTH_ONLY = re.compile(
    rf"(?<![0-9.¥]){_FULL_YEAR}(?:[-/]|\.(?=[0-9]{{2}}))(?P<m>[0-9]{{1,2}})(?![0-9])"
    r"(?! ?[-./][0-9](?![0-9]{3}))(?! ?[元圆万亿%千])"
)
_NO_YEAR = re.compile(rf"(?<![0-9{NUMERALS}]){_MONTH} ?月 ?{_DAY}(?: ?[日号]|{_MORE_DAYS})")
_FORMS = (_CHINESE, _FIGURES, _SHORT, _COMPACT, _ENGLISH, _ENGLISH_DAY_FIRST, _MONTH_ONLY, _NO_YEAR)
_IN_FIGURES = (_FIGURES, _SHORT, _COMPACT, _MONTH_ONLY)

_LOOSE = re.compile(r" *(?P<y>[0-9]{2})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2}) *")
_CODE_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9/.-]{0,19}\Z")
_YEAR_BEFORE = re.compile(r"(?<![今本])年 {0,4}\Z")
_BLANK = re.compile(r"(?<!生)年[ _.…×Xx*-]{0,40}月[ _.…×Xx*-]{0,40}日|(?<!_)_{2,20} ?([-/.]) ?_{2,20} ?\1 ?_{2,20}")
_YEARS = re.compile(rf"(?<![0-9])((?:19|20)[0-9]{{2}}|{_D}{{4}}) ?年")

_PAUSE = (
    r" ?(?:\((?:(?:星期|周)[一二三四五六日天]|含|起)\))? ?(?:[上下]午|早上?|晚上?)? ?"
    r"(?:[0-9]{1,2}[:时点](?:[0-9]{1,2}(?::[0-9]{2})?分?|半|整)?)? ?(?:起|开始)?"
)
_TO = re.compile(rf"{_PAUSE} ?{_TO_SIGN} ?")
_TO_FIGURES = re.compile(r"(?P<m>[0-9]{1,2})[-./](?P<d>[0-9]{1,2})(?![0-9:.%元万])")
_TO_DAY = re.compile(rf"(?P<d>{_SMALL}) ?[日号]")
_TO_BARE_DAY = re.compile(r"(?P<d>[0-9]{1,2})(?=\Z|[ ,;、。)止])")
_TO_MONTH = re.compile(rf"(?P<m>{_SMALL}) ?月")
_NO_END = re.compile(r"(?:长期|永久|无固定期限|无限期|不约定期限|今)(?:有效)?")
_FROM = re.compile(r"(?:自|从|由) ?\Z")
_UNTIL = re.compile(r"(?:(?<!截)至|到|截止|止于) ?:? ?\Z")
_FOR = re.compile(
    r" ?(?:\(含\))? ?(?:起|开始) ?(?:生效|计算|算)?[,;]? ?"
    r"(?:合同|协议|服务|合作)?(?:有效期|期限|期间|为期|期|共)?限?(?:为|是|:)? ?"
)
_MONTHS_DOTTED = re.compile(
    rf"(?<![0-9.]){_FULL_YEAR}[./](?P<m>[0-9]{{1,2}}) ?{_TO_SIGN} ?"
    r"(?:(?P<z>(?:19|20)[0-9]{2})[./])?(?P<n>[0-9]{1,2})(?![0-9:.%/元万日号])"
)
_MONTHS_COMPACT = re.compile(
    rf"(?<![0-9]){_FULL_YEAR}(?P<m>0[1-9]|1[0-2]) ?{_TO_SIGN} ?(?P<z>(?:19|20)[0-9]{{2}})(?P<n>0[1-9]|1[0-2])(?![0-9])"
)
_MONTHS_NO_YEAR = re.compile(
    rf"(?<![0-9{NUMERALS}])(?P<m>{_SMALL}) ?月? ?{_TO_SIGN} ?(?P<n>{_SMALL}) ?月(?! ?(?:{_SMALL}) ?[日号])"
)
_COUNT = rf"[0-9]{{1,3}}|{_N}(?: ?{_N}){{0,3}}"
_TERM = re.compile(
    rf"(?<![0-9第{NUMERALS}])(?:(?P<half>半年)|(?P<n>{_COUNT}) ?(?:\( ?(?:{_COUNT}) ?\) ?)?"
    rf"(?:(?P<unit>周?年|个 ?整?月|个?季度)(?P<and_half>半)?)(?: ?[零又] ?(?P<more>{_COUNT}) ?个 ?月)?)"
    rf"(?! ?(?:{_SMALL}) ?月|[度级代初末底前检终会薪])"
)


def find_days(text: str, year: int | None = None) -> tuple[FoundDay, ...]:
    """Every date of a text, in order; `year` completes dates that give none (“3月5日”)."""
    return tuple(_found(written, text, year) for written in _find_written(fold(text)))


def parse_day(text: str, *, year: int | None = None) -> date | None:
    """The one day a text names; None for none, a month only, two different days or a day that does not exist."""
    loose = _LOOSE.fullmatch(fold(text))
    if loose:
        return _day(_century(int(loose["y"])), int(loose["m"]), int(loose["d"]))
    found = find_days(text, year)
    days = {day.value for day in found if day.value is not None}
    return days.pop() if len(days) == 1 and all(day.valid for day in found) else None


def find_spans(text: str, year: int | None = None) -> tuple[FoundSpan, ...]:
    """Every range of a text, in order: from–to in all manners, from with a term, until, and from without end."""
    folded = fold(text)
    written = _find_written(folded)
    spans = list(_month_ranges(text, folded, written, year))
    taken = _places(spans, len(text))
    free = 0
    for index, first in enumerate(written):
        if first.start < free or taken[first.start]:
            continue
        span = _span_from(first, written[index + 1 : index + 2], text, folded, year)
        if span is not None:
            spans.append(span)
            free = span.end
    return tuple(sorted(spans, key=lambda span: span.start))


def parse_span(text: str, *, year: int | None = None) -> tuple[date, date] | None:
    """First and last day of the one range, or the one day, that a text names; None for anything else."""
    spans = find_spans(text, year)
    if len(spans) == 1 and spans[0].valid and spans[0].first is not None and spans[0].last is not None:
        return spans[0].first, spans[0].last
    day = None if spans else parse_day(text, year=year)
    return None if day is None else (day, day)


def find_years(text: str) -> tuple[int, ...]:
    """The years a text names as a year (2024年, 2024年度, 二〇二四年), in order."""
    years = (parse_digits(match[1]) for match in _YEARS.finditer(fold(text)))
    return tuple(year for year in years if year is not None and FIRST_YEAR <= year <= LAST_YEAR)


def is_blank_date(text: str) -> bool:
    """Whether a text holds the placeholder of a date that nobody filled in (“    年  月  日”, “202 年 月 日”)."""
    return _BLANK.search(fold(text)) is not None


def parse_term_length(text: str) -> tuple[int, int] | None:
    """Years and months of the first term a text names (一年, 12个月, 一年半, 壹（1）年); None for none or 长期."""
    terms = (_term(match) for match in _TERM.finditer(fold(text)))
    return next((term for term in terms if term is not None), None)


def term_end(start: date, years: int = 0, months: int = 0) -> date:
    """The last day of a term: one year from 2024-03-05 ends 2025-03-04 (domain.md 3.0).

    Where the last month is too short for the day, the term ends with that month.
    """
    count = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = count // 12, count % 12 + 1
    if year > date.max.year:
        return date.max
    if start.day > calendar.monthrange(year, month)[1]:
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, start.day) - timedelta(days=1)


def excel_serial_day(serial: float) -> date | None:
    """The day of an Excel serial (1900 system): 45356 is 2024-03-05; None outside 1900-03-01 … 2099-12-31."""
    if not FIRST_SERIAL <= serial < LAST_SERIAL + 1:
        return None
    return date(1899, 12, 30) + timedelta(days=int(serial))


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from first to last, both inclusive, as “2024-01”; empty where last lies before first."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, end + 1))


def _find_written(folded: str) -> list[_Written]:
    """Every date as written; earlier forms take their place before later ones."""
    taken = bytearray(len(folded))
    found = []
    for form in _FORMS:
        for match in form.finditer(folded):
            written = _read(form, match, folded)
            if written is not None and not any(taken[written.start : written.end]):
                taken[written.start : written.end] = b"\1" * (written.end - written.start)
                found.append(written)
    return sorted(found, key=lambda written: written.start)


def _places(found: Sequence[_Written | FoundSpan], length: int) -> bytearray:
    """One byte per sign of the text: 1 where something was found."""
    taken = bytearray(length)
    for place in found:
        taken[place.start : place.end] = b"\1" * (place.end - place.start)
    return taken


def _read(form: re.Pattern[str], match: re.Match[str], folded: str) -> _Written | None:
    groups = match.groupdict()
    year = _year(groups["y"]) if "y" in groups else None
    month = _NAMES.index(groups["name"][:3].lower()) + 1 if "name" in groups else _small(groups["m"])
    day = _small(groups["d"]) if groups.get("d") else None
    before = folded[max(0, match.start() - 20) : match.start()]
    if month is None or (groups.get("d") and day is None) or ("y" in groups and year is None):
        return None
    if form is _SHORT and year not in SHORT_YEARS:
        return None
    if form in _IN_FIGURES and _CODE_BEFORE.search(before):
        return None
    if form is _NO_YEAR and _YEAR_BEFORE.search(before):
        return None
    return _Written(match.start(), match.end(), year, month, day, form in _IN_FIGURES)


def _year(written: str) -> int | None:
    year = parse_digits(written)
    if year is None:
        return None
    year = _century(year) if len(written) == 2 else year
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _century(year: int) -> int:
    """The year that two figures mean."""
    return year + (2000 if year < 50 else 1900)


def _small(written: str) -> int | None:
    """A month or day: figures, numerals (廿五, 零伍) or numerals one by one (一二)."""
    if written == "元":
        return 1
    number = parse_numeral(written)
    return parse_digits(written) if number is None else number


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _found(written: _Written, text: str, year: int | None) -> FoundDay:
    place = FoundDay(start=written.start, end=written.end, raw=text[written.start : written.end])
    known = written.year or year
    first = _edge(written, known or LEAP_YEAR)
    if first is None:
        return replace(place, valid=False)
    if known is None:
        return replace(place, month_day=f"{first:%m-%d}")
    if written.day is None:
        return replace(place, month=f"{first:%Y-%m}")
    return replace(place, value=first)


def _edge(written: _Written, year: int | None, *, latest: bool = False) -> date | None:
    """The first or latest day that a date may mean: of a month its first or last day."""
    known = written.year or year
    if known is None or not 1 <= written.month <= 12:
        return None
    return _day(known, written.month, written.day or (calendar.monthrange(known, written.month)[1] if latest else 1))


def _span_from(
    first: _Written, following: list[_Written], text: str, folded: str, year: int | None
) -> FoundSpan | None:
    """The range that begins, or ends, with this date; None for a date without a year, or one that stands alone."""
    if first.year is None and year is None:
        return None
    to = _TO.match(folded, first.end)
    last = None if to is None else _range_end(first, following, folded, to.end())
    if last is not None:
        return _closed_span(first, _with_year(last, first, year), text, year)
    opening = _edge(first, year)
    lead = _FOR.match(folded, first.end)
    no_end = next((match for at in (to, lead) if at and (match := _NO_END.match(folded, at.end()))), None)
    if no_end is not None:
        return _span(text, first.start, no_end.end(), opening, None, open_ended=True, valid=opening is not None)
    term = None if lead is None else _TERM.match(folded, lead.end())
    length = None if term is None else _term(term)
    if term is not None and length is not None:
        last_day = None if opening is None else term_end(opening, *length)
        return _span(text, first.start, term.end(), opening, last_day, valid=opening is not None)
    return _one_sided_span(first, text, folded, year)


def _range_end(first: _Written, following: list[_Written], folded: str, start: int) -> _Written | None:
    """The last day of a range: a date of its own, or only what differs (-3.8, —6日, -12月)."""
    if following and following[0].start == start:
        return following[0]
    by_day = first.day is not None
    forms = (
        (_TO_FIGURES, first.in_figures and by_day),
        (_TO_DAY, by_day),
        (_TO_BARE_DAY, first.in_figures and by_day),
        (_TO_MONTH, not by_day),
    )
    for form, fits in forms:
        match = form.match(folded, start) if fits else None
        if match is not None:
            numbers = {name: _small(written) for name, written in match.groupdict().items()}
            return _Written(start, match.end(), None, numbers.get("m") or first.month, numbers.get("d"))
    return None


def _with_year(last: _Written, first: _Written, year: int | None) -> _Written:
    """The last day with the year of the first; over the turn of the year with the next (12月28日至1月3日)."""
    known = first.year or year
    if last.year is not None or known is None:
        return last
    return replace(last, year=known + (last.month < first.month))


def _closed_span(first: _Written, last: _Written, text: str, year: int | None) -> FoundSpan:
    opening, closing = _edge(first, year), _edge(last, year, latest=True)
    valid = opening is not None and closing is not None and opening <= closing
    return _span(text, first.start, last.end, opening, closing, valid=valid)


def _one_sided_span(only: _Written, text: str, folded: str, year: int | None) -> FoundSpan | None:
    """A range of which the paper says one end: 至2025年5月31日, 自2024年1月1日起."""
    before = folded[max(0, only.start - 8) : only.start]
    if _UNTIL.search(before):
        closing = _edge(only, year, latest=True)
        return _span(text, only.start, only.end, None, closing, valid=closing is not None)
    if _FROM.search(before) and _FOR.match(folded, only.end):
        opening = _edge(only, year)
        return _span(text, only.start, only.end, opening, None, valid=opening is not None)
    return None


def _month_ranges(text: str, folded: str, written: list[_Written], year: int | None) -> Iterator[FoundSpan]:
    """Ranges of months in figures (2024.1-12, 202401-202412), or without a year where one is given (1-12月)."""
    days = _places(written, len(text))
    for form in (_MONTHS_DOTTED, _MONTHS_COMPACT, _MONTHS_NO_YEAR):
        for match in form.finditer(folded):
            groups = match.groupdict()
            known = _year(groups["y"]) if "y" in groups else year
            known_last = _year(groups["z"]) if groups.get("z") else known
            months = _small(groups["m"]), _small(groups["n"])
            overlaps = any(days[match.start() : match.end()])
            if known is None or known_last is None or None in months or (form is _MONTHS_NO_YEAR and overlaps):
                continue
            first, last = (
                _Written(match.start(), match.end(), which, month or 0, None)
                for which, month in zip((known, known_last), months, strict=True)
            )
            yield _closed_span(first, last, text, year)


def _span(
    text: str, start: int, end: int, first: date | None, last: date | None, *, valid: bool, open_ended: bool = False
) -> FoundSpan:
    return FoundSpan(
        start=start, end=end, raw=text[start:end], first=first, last=last, valid=valid, open_ended=open_ended
    )


def _term(match: re.Match[str]) -> tuple[int, int] | None:
    """Years and months of a term; None for a number that is none, or beyond a century."""
    if match["half"]:
        return 0, 6
    count, more = _count(match["n"]), _count(match["more"] or "0")
    if count is None or more is None or not 0 < count < 1000:
        return None
    if "年" in match["unit"]:
        return (count, more + (6 if match["and_half"] else 0)) if count < 100 else None
    return 0, count * (3 if "季" in match["unit"] else 1)


def _count(written: str) -> int | None:
    return int(written) if written.isdecimal() else parse_numeral(written)
