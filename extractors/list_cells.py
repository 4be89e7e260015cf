"""Cells of the declared lists by column: dates, money, counts, shares and text as applicants type them (domain.md 3.0).

A cell gives its value and, where it cannot be taken as it stands, a short sentence for people. Nothing is completed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite

from domain.documents import CellValue
from domain.text import squash
from domain.values import (
    excel_serial_day,
    find_days,
    in_yuan,
    parse_amount_yuan,
    parse_day,
    parse_percent,
    parse_quantity,
    parse_span,
)
from extractors.table_cells import value_text


@dataclass(frozen=True, slots=True)
class Typed:
    """What a cell says: its value, what else follows from it (the last day of a range), and what is wrong with it."""

    value: CellValue = None
    trouble: str = ""
    more: tuple[tuple[str, CellValue], ...] = ()


class Scale(Enum):
    """What the numbers of a column of satisfaction are."""

    PERCENT = "0–100"
    SHARES = "0–1"
    MIXED = "some 0–1, some 0–100"
    POINTS = "0–5 or 0–10"


@dataclass(frozen=True, slots=True)
class Manner:
    """What a table says of its cells: the unit of money, the year, and the scale of percentages."""

    unit: str = "万元"
    year: int | None = None
    scale: Scale = Scale.PERCENT


@dataclass(frozen=True, slots=True)
class Written:
    """A cell that is not empty: its value, its text and the manner of its column."""

    value: CellValue
    text: str
    manner: Manner


EXACT = 1e15
"""Whole numbers from here on have lost digits in the workbook (domain.md 3.0)."""
FIRST_SERIAL, LAST_SERIAL = 20000, 73050
"""Numbers that a date column may hold as Excel serials: 1954 to 2099."""
LOST = "数字超过15位，末位可能已丢失，请以文本格式填写"
WAN = Decimal(10000)
HIGHEST_POINTS = 10
"""A column of satisfaction that reaches no further is one of points, not of percentages."""

_NOTHING = re.compile(r"(?:[-—–―_/\\.·…*]+|无|暂无|n/?a)?", re.IGNORECASE)
_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{1,2}", re.IGNORECASE)
_POINTS = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)分?")


def text_of(value: CellValue) -> str:
    """The cell as text without outer blanks, U+3000 and zero-width signs too."""
    return value_text(value).strip().strip("\u200b\u200c\u200d\u2060\ufeff\u00ad").strip()


def is_nothing(text: str) -> bool:
    """Whether a cell says that it has nothing to say (——, 无)."""
    return _NOTHING.fullmatch(squash(text)) is not None


def parse_cell(key: str, value: CellValue, manner: Manner) -> Typed:
    """The value of a cell of this column."""
    text = text_of(value)
    if not text:
        return Typed()
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT:
        return Typed(None, LOST)
    if key in PARSERS:
        return Typed() if is_nothing(text) else PARSERS[key](Written(value, text, manner))
    return Typed(None, LOST) if _SCIENTIFIC.fullmatch(text) else Typed(text)


def scale_of(values: Iterable[CellValue]) -> Scale:
    """What the numbers of a column of percentages are, judged by all of them."""
    points = (_POINTS.fullmatch(squash(text_of(value))) for value in values)
    numbers = [float(match[1]) for match in points if match is not None]
    small = sum(0 < number <= 1 for number in numbers)
    if small:
        return Scale.SHARES if small == len(numbers) else Scale.MIXED
    return Scale.POINTS if numbers and 1 < max(numbers) <= HIGHEST_POINTS else Scale.PERCENT


def number_of(value: Decimal) -> int | float:
    """A decimal as a JSON number: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def _day(cell: Written) -> Typed:
    """A day as ISO text, to the month where the cell says no more; of a range the first day, the last beside it."""
    serial = _serial_day(cell)
    if serial is not None:
        return Typed(serial.isoformat())
    span = parse_span(cell.text, year=cell.manner.year)
    if span is not None:
        return Typed(span[0].isoformat(), "", (("until", span[1].isoformat()),) if span[1] != span[0] else ())
    day = parse_day(cell.text, year=cell.manner.year)
    if day is not None:
        return Typed(day.isoformat())
    found = find_days(cell.text, cell.manner.year)
    months = {each.month for each in found}
    if len(months) == 1 and None not in months and all(each.valid for each in found):
        return Typed(months.pop())
    return Typed(None, "日期不存在" if any(not each.valid for each in found) else "日期无法识别")


def _serial_day(cell: Written) -> date | None:
    """The day of a date cell that the workbook gives as a number."""
    if _is_number(cell.value) or _SERIAL.fullmatch(cell.text):
        number = float(cell.text)
        return excel_serial_day(number) if FIRST_SERIAL <= number <= LAST_SERIAL else None
    return None


def _amount_wan(cell: Written) -> Typed:
    """Money in 万元; a unit in the cell itself counts before that of the header."""
    if _is_number(cell.value):
        return Typed(number_of(in_yuan(Decimal(str(cell.value)), cell.manner.unit) / WAN))
    yuan = parse_amount_yuan(cell.text, cell.manner.unit)
    return Typed(None, "金额无法识别") if yuan is None else Typed(number_of(yuan / WAN))


def _count(cell: Written) -> Typed:
    """A count; one that the applicant rounds (约30, 30余家) is said to be no exact count."""
    quantity = parse_quantity(cell.text)
    if quantity is None:
        return Typed(None, "数量无法识别")
    if quantity.approximate:
        return Typed(quantity.value, "为约数", (("approximate", True),))
    return Typed(quantity.value)


def _percent(cell: Written) -> Typed:
    """A percentage from 0 to 100; shares are taken for percentages where the whole column holds shares."""
    percent = parse_percent(cell.text)
    if percent is not None:
        return Typed(number_of(percent))
    points = _POINTS.fullmatch(squash(cell.text))
    if points is None:
        return Typed(None, "百分数无法识别")
    number, scale = Decimal(points[1]), cell.manner.scale
    if scale is Scale.POINTS:
        return Typed(None, "似为分制评分，请换算为百分数")
    if number == 1 and scale is Scale.MIXED:
        return Typed(None, "1 或指 100%，请写明")
    is_share = scale in (Scale.SHARES, Scale.MIXED) and 0 < number <= 1
    return Typed(number_of(number * 100 if is_share else number))


def _number(cell: Written) -> Typed:
    """A running number; as text where it is none."""
    quantity = parse_quantity(cell.text)
    return Typed(cell.text if quantity is None or quantity.approximate else quantity.value)


def _price(cell: Written) -> Typed:
    """A price or fee as the applicant puts it: a number where it is one, else the words (免费, 300元/样)."""
    return Typed(cell.value if _is_number(cell.value) else cell.text)


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


PARSERS: Mapping[str, Callable[[Written], Typed]] = {
    "number": _number,
    "held_on": _day,
    "signed_on": _day,
    "founded_on": _day,
    "registered_on": _day,
    "financed_on": _day,
    "listed_on": _day,
    "recognised_on": _day,
    "hired_on": _day,
    "trained_on": _day,
    "amount_wan": _amount_wan,
    "financing_amount_wan": _amount_wan,
    "enterprises": _count,
    "persons": _count,
    "satisfaction": _percent,
    "price": _price,
    "fee": _price,
}
"""Columns that are more than cell.text."""
