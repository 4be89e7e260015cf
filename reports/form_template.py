"""The empty form (填报信息) as a workbook: label, identifier, unit, value, lists to choose from (domain.md 1.4.1)."""

from io import BytesIO
from typing import Any

import xlsxwriter

from domain.form_fields import FORM_FIELDS, SECTIONS, FieldType, FormField
from reports.book import UNDATED

SHEET = "填报信息"
HEAD = ("填报项目 item", "说明 meaning", "标识 identifier", "单位 unit", "填报内容 value")
WIDTHS = (64, 34, 34, 12, 48)
VALUE_COLUMN = 4
TITLE = "北京市中小企业公共服务示范平台2024年度绩效评价填报信息（附件4-2）"
NOTES = (
    "只填“填报内容”一列，标识列请勿改动；与申报服务类别无关的第三部分不用填。供 chayan verify --form 使用。",
    "Fill in the column “value” only and leave the identifiers alone; of part three only the branch of the category.",
)
NUMBERS = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.WAN, FieldType.YI, FieldType.NAMED_COUNT})
UNITS = {FieldType.DAY: "年-月-日", FieldType.WAN: "万元", FieldType.YI: "亿元", FieldType.PERCENT: "%"}


def render_form_template() -> bytes:
    """The template, the same bytes every time."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": UNDATED})
        _fill(book.add_worksheet(SHEET), _formats(book))
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:  # noqa: ANN401 - xlsxwriter has no types
    looks: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 14},
        "note": {"font_color": "#595959"},
        "head": {"bold": True, "bg_color": "#D9D9D9", "border": 1},
        "section": {"bold": True, "bg_color": "#DDEBF7", "border": 1},
        "cell": {"border": 1, "text_wrap": True, "valign": "vcenter"},
        "value": {"border": 1, "text_wrap": True, "bg_color": "#FFFFE0", "locked": False},
        "day": {"border": 1, "bg_color": "#FFFFE0", "num_format": "yyyy-mm-dd", "align": "left"},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _fill(sheet: Any, formats: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Title, notes, head, then a row for each field under its section."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, TITLE, formats["title"])
    for number, note in enumerate(NOTES, 1):
        sheet.write_string(number, 0, note, formats["note"])
    sheet.write_row(len(NOTES) + 1, 0, HEAD, formats["head"])
    sheet.freeze_panes(len(NOTES) + 2, 0)
    number, section = len(NOTES) + 2, ""
    for field in FORM_FIELDS:
        here = field.group if field.group in SECTIONS else section
        if here != section:
            section = here
            sheet.merge_range(number, 0, number, VALUE_COLUMN, " ".join(SECTIONS[section]), formats["section"])
            number += 1
        number = _write_field(sheet, number, field, formats)


def _write_field(sheet: Any, number: int, field: FormField, formats: dict[str, Any]) -> int:  # noqa: ANN401 - the same
    """The row of a field, and one more for the names beside a number; the next row."""
    _write_row(sheet, number, (field.label, field.label_en, field.id, unit_of(field)), formats)
    look = formats["day"] if field.type is FieldType.DAY else formats["value"]
    sheet.write_blank(number, VALUE_COLUMN, None, look)
    rule = _validation(field)
    if rule:
        sheet.data_validation(number, VALUE_COLUMN, number, VALUE_COLUMN, rule)
    if field.type is not FieldType.NAMED_COUNT:
        return number + 1
    _write_row(sheet, number + 1, ("　其中名称", "their names", f"{field.id}.names", ""), formats)
    sheet.write_blank(number + 1, VALUE_COLUMN, None, formats["value"])
    return number + 2


def _write_row(sheet: Any, number: int, texts: tuple[str, ...], formats: dict[str, Any]) -> None:  # noqa: ANN401 - the same
    for column, text in enumerate(texts):
        sheet.write_string(number, column, text, formats["cell"])


def unit_of(field: FormField) -> str:
    """The unit as the template shows it."""
    return field.unit or UNITS.get(field.type, "")


def _validation(field: FormField) -> dict[str, object] | None:
    """What may be typed: one of a list, a number, a percentage, a day; a warning, never a refusal."""
    asks = {"error_type": "warning", "ignore_blank": True}
    if field.choices:
        return {**asks, "validate": "list", "source": list(field.choices)}
    if field.type is FieldType.PERCENT:
        return {**asks, "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    if field.type in NUMBERS:
        return {**asks, "validate": "decimal", "criteria": ">=", "value": 0}
    return None
