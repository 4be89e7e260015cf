"""Values of a form as they are typed or ticked: counts, sums, percentages, days, boxes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from domain.documents import CellValue
from domain.form_fields import FieldType, FormField
from domain.text import clean, squash
from domain.values import parse_amount_yuan, parse_day, parse_percent, parse_quantity

WAN, YI = Decimal(10_000), Decimal(100_000_000)
ROUGH = 0.5
"""The confidence of a number given as 约 or 余, and of a share that may be one of a hundred."""

BARE = 0.7
"""The confidence of the one option without a box among empty ones: print lost its tick."""

TICKED = "☑☒■√✓✔●◉⊠▣"
UNTICKED = "□☐○◯囗口"
"""An empty box, also as recognition takes it."""

LANDLINES = frozenset({"contacts.head.landline", "contacts.contact.landline"})
"""Numbers that are kept with their middle masked."""

_LINE = re.compile(r"(?<!\d)[2-9]\d{6,7}(?!\d)")
_NOTHING = re.compile(r"[\s_/\\—\-–.。、:;*]*(?:无|没有|暂无|不涉及|不适用|/)?[\s_/\\—\-–.。]*")
_NONE = re.compile(r"(?:无|没有|暂无)。?")
_FILL = re.compile(r"[_＿]+")
_NOTE = re.compile(r"\([^()]*(?:运营的平台的名称|不得带有|以内)[^()]*\)")
_NUMBER = re.compile(
    r"(?P<figure>[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,8})?|[+-]?[0-9]{1,15}(?:\.[0-9]{1,8})?)"
)
_COUNTED = re.compile(r"[单例笔]\Z")
_NAMED = re.compile(
    r"(?:共计?|合计|数量:?)?\(?(?P<count>[0-9]{1,4})\)?(?:项|个|件|张|份|台|套)?(?P<names>\D.{0,2000})?\Z", re.DOTALL
)
_AREA = re.compile(r"(?:平方?米|㎡|m2|M2)\Z")
_TYPED_UNIT = re.compile(r"[亿万千]?元\Z")


@dataclass(frozen=True, slots=True)
class FormValue:
    """What a field says: a JSON value, the names beside a count, and how sure the reading of it is."""

    value: str | int | float | bool
    names: str = ""
    confidence: float = 1.0


def parse_form_value(field: FormField, text: str, unit: str = "", number: CellValue = None) -> FormValue | None:
    """The value of a field; None where nothing, or nothing that can be read, stands there.

    `unit` is that of the label where it has one of its own (资产总额（元）); `number` the value of a sheet's cell.
    """
    plain = _FILL.sub(" ", text).strip(" 、,;:。" if field.type is not FieldType.TEXT else " 、,;:")
    if field.type in (FieldType.COUNT, FieldType.NAMED_COUNT) and _NONE.fullmatch(squash(plain)):
        return FormValue(0)
    if _NOTHING.fullmatch(plain):
        return None
    if field.choices:
        return _ticked(field, plain)
    if field.type in (FieldType.TEXT, FieldType.DAY):
        said = _day(plain) if field.type is FieldType.DAY else _text(field, plain)
        return FormValue(said) if said else None
    return _PARSERS[field.type](squash(plain), unit or field.unit, number)


def _day(text: str) -> str:
    """A day as ISO text."""
    day = parse_day(text)
    return day.isoformat() if day is not None else ""


def _text(field: FormField, text: str) -> str:
    """A text without the notes of the form."""
    return _masked(squash(text)) if field.id in LANDLINES else _NOTE.sub("", clean(text)).strip(";, ")


def _masked(number: str) -> str:
    """A telephone number without its middle; mobile numbers are masked wherever anything is written."""
    return _LINE.sub(lambda match: f"{match[0][:2]}****{match[0][-2:]}", number)


def _ticked(field: FormField, text: str) -> FormValue | None:
    """The option ticked, or the only one named; several ticked ones stand together, parted by 、."""
    chosen, sure = ticked_options(field.choices, squash(text))
    if field.type is FieldType.YES:
        return FormValue(chosen[0] == "是", "", sure) if len(chosen) == 1 else None
    if not chosen and field.id == "nature" and not any(mark in text for mark in TICKED + UNTICKED):
        return FormValue(squash(text))
    return FormValue("、".join(chosen), "", sure) if chosen else None


def ticked_options(options: Sequence[str], text: str) -> tuple[list[str], float]:
    """The options with a tick before or behind them, and how sure that is; without boxes the one that is named.

    `text` is squashed.
    """
    words = "|".join(sorted(map(re.escape, options), key=len, reverse=True))
    tokens = re.findall(rf"[{TICKED}{UNTICKED}]|{words}", text)
    named = [token for token in tokens if token in options]
    marks = [token for token in tokens if token not in options]
    if not any(mark in TICKED for mark in marks):
        if len(named) == 1 and not marks:
            return named, 1.0
        bare = _bare(tokens, options)
        return (bare, BARE) if len(bare) == 1 and len(marks) == len(options) - 1 else ([], 1.0)
    if tokens[0] in options:
        tokens = tokens[::-1]
    ticked = _behind(tokens, options, TICKED)
    return [option for option in options if option in ticked], 1.0


def _behind(tokens: Sequence[str], options: Sequence[str], marks: str) -> list[str]:
    """The options that stand behind one of these marks."""
    return [token for before, token in pairwise(["", *tokens]) if token in options and before and before in marks]


def _bare(tokens: Sequence[str], options: Sequence[str]) -> list[str]:
    """The options without a box, where the others have theirs before them."""
    if set(options) - set(tokens):
        return []
    return [option for option in options if option not in _behind(tokens, options, UNTICKED)]


def _count(text: str, _unit: str, number: CellValue) -> FormValue | None:
    """A whole number; 约 and 余 make it no exact one."""
    if isinstance(number, int | float):
        return FormValue(int(number)) if number == int(number) and number >= 0 else None
    found = parse_quantity(_COUNTED.sub("", text))
    return None if found is None else FormValue(found.value, "", ROUGH if found.approximate else 1.0)


def _named_count(text: str, unit: str, number: CellValue) -> FormValue | None:
    """The number, and the names behind it."""
    match = _NAMED.fullmatch(text)
    if match is None or number is not None:
        return _count(text, unit, number)
    return FormValue(int(match["count"]), (match["names"] or "").strip(":;,、。()分别为是"))


def _sum(text: str, unit: str, number: CellValue, own: Decimal) -> FormValue | None:
    """A sum of money in the unit of its field; a unit behind the figure goes before that of the label."""
    whole = _NUMBER.fullmatch(text)
    if isinstance(number, int | float) or whole is not None:
        figure = _decimal(str(number) if isinstance(number, int | float) else text)
        return None if figure is None else FormValue(_json(figure * _UNITS.get(unit, own) / own))
    yuan = parse_amount_yuan(text, unit)
    return None if yuan is None or not _TYPED_UNIT.search(text) else FormValue(_json(yuan / own))


def _wan(text: str, unit: str, number: CellValue) -> FormValue | None:
    return _sum(text, unit, number, WAN)


def _yi(text: str, unit: str, number: CellValue) -> FormValue | None:
    return _sum(text, unit, number, YI)


def _percent(text: str, _unit: str, number: CellValue) -> FormValue | None:
    """A percentage; 0.95 in a sheet is 95 % of a cell formatted so, or a small share: not sure."""
    figure = _decimal(str(number)) if isinstance(number, int | float) else None
    if figure is not None and 0 < figure <= 1:
        return FormValue(_json(figure * 100), "", ROUGH)
    found = figure if figure is not None else parse_percent(text) if "%" in text or "百分" in text else _decimal(text)
    return FormValue(_json(found)) if found is not None and 0 <= found <= 100 else None


def _area(text: str, _unit: str, number: CellValue) -> FormValue | None:
    figure = _decimal(str(number) if isinstance(number, int | float) else _AREA.sub("", text))
    return FormValue(_json(figure)) if figure is not None else None


def _decimal(text: str) -> Decimal | None:
    if _NUMBER.fullmatch(text) is None and "e" not in text:
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _json(number: Decimal) -> int | float:
    """A number as JSON has it."""
    return int(number) if number == number.to_integral_value() else float(number)


_UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": WAN, "亿元": YI}
_PARSERS = {
    FieldType.COUNT: _count,
    FieldType.NAMED_COUNT: _named_count,
    FieldType.WAN: _wan,
    FieldType.YI: _yi,
    FieldType.PERCENT: _percent,
    FieldType.NUMBER: _area,
}
