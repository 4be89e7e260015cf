"""Tables of the declared form that are read by their columns: our own template, and the investors."""

import re

from domain.form_fields import FIELDS_BY_ID, FieldType, FormField
from domain.records import Field
from extractors.form_cells import FormCell, FormGrid, FormRow
from extractors.form_labels import label_key, labels_in
from extractors.form_values import LANDLINES, parse_form_value

_VALUE_HEAD = re.compile(r"填报(?:内容|值)|\bvalue\b", re.IGNORECASE)
LEAST_IDENTIFIERS = 5
"""A sheet with so many identifiers is our own template."""


def read_template(grid: FormGrid, found: dict[str, Field]) -> bool:
    """Whether a grid is our own template: identifiers in one column, values in another; they are read then."""
    places = [(number, index) for number, row in enumerate(grid.rows) for index, cell in enumerate(row) if _is_id(cell)]
    if len(places) < LEAST_IDENTIFIERS:
        return False
    first = min(number for number, _ in places)
    head = next((row for row in reversed(grid.rows[:first]) if _value_column(row) is not None), None)
    column = _value_column(head) if head is not None else None
    for number, index in places:
        key, value = grid.cell(number, index), grid.cell(number, index + 2 if column is None else column)
        if key is not None and value is not None and not value.echo:
            _keep_typed(found, FIELDS_BY_ID.get(key.text.strip()), key.text.strip(), value)
    return True


def _is_id(cell: FormCell | None) -> bool:
    return cell is not None and cell.text.strip().removesuffix(".names") in FIELDS_BY_ID


def _value_column(row: FormRow) -> int | None:
    """The column of a head that holds the values."""
    return next(
        (
            index
            for index, cell in enumerate(row)
            if cell and re.search(r"填报(?:内容|值)|\bvalue\b", cell.text, re.IGNORECASE)
        ),
        None,
    )


def _keep_typed(found: dict[str, Field], one: FormField | None, key: str, cell: FormCell) -> None:
    """A value of the template."""
    if one is None:
        found[key] = Field(cell.text, cell.raw, cell.confidence, cell.source)
        return
    said = parse_form_value(one, cell.text, "", cell.value)
    if said is None:
        return
    sure = 1.0 if one.type is FieldType.PERCENT and isinstance(cell.value, int) else said.confidence
    raw = cell.raw if one.id not in LANDLINES else str(said.value)
    found[one.id] = Field(said.value, raw, min(sure, cell.confidence), cell.source)
    if said.names:
        found[f"{one.id}.names"] = Field(said.names, cell.raw, cell.confidence, cell.source)


def read_investors(grid: FormGrid, number: int, found: dict[str, Field]) -> bool:
    """A table of investors under 投资方 | 单位性质 | 投资比例."""
    columns = {
        name: index
        for index, cell in enumerate(grid.rows[number])
        if cell
        and (
            name := {"投资方": "name", "投资方名称": "name", "单位性质": "nature", "投资比例": "share_pct"}.get(
                label_key(cell.text)
            )
        )
    }
    if not {"name", "share_pct"} <= columns.keys():
        return False
    for place in (1, 2, 3):
        for name, column in columns.items():
            cell = grid.cell(number + place, column)
            one = FIELDS_BY_ID[f"investors.{place}.{name}"]
            said = parse_form_value(one, cell.text, "", cell.value) if cell and not labels_in(cell) else None
            if cell and said:
                found[one.id] = Field(said.value, cell.raw, min(said.confidence, cell.confidence), cell.source)
    return True
