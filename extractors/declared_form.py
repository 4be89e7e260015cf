"""Read the declared form (填报信息, 附件4-2): our own template, exports and prints of free layout (domain.md 1.4.1).

A label is known by its words, numbering, notes and periods left off; of fields with one label the part of the form
decides (2024年度, 技术创新 …): what stands left of it, above it, or the last heading. Nothing is guessed: a label whose
part is not known is left.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.form_fields import FORM_FIELDS, FieldType, FormField
from domain.records import Field, Record
from domain.text import squash
from extractors.form_cells import FormCell, FormGrid, FormRow, grids_of, is_side
from extractors.form_labels import EXACT, LABELS, LONGEST_LABEL, UNIT, YEAR, FormLabel, label_key, labels_in, part_of
from extractors.form_tables import read_investors, read_template
from extractors.form_values import LANDLINES, parse_form_value
from extractors.labels import make_record

COLUMN_LABELS = 3
"""A row of so many labels and nothing else is a head, its values stand below."""
HEAD_REACH = 12
"""A year stands at most so many rows above its figures."""


def extract_form(reading: Reading) -> tuple[Record | Problem, ...]:
    """Every field of the form that is filled in, under its identifier."""
    grids = grids_of(reading)
    if not grids:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    finder = _Finder()
    for grid in _run_on(grids):
        if not read_template(grid, finder.found):
            finder.read(grid)
    return (make_record(Kind.DECLARED_FORM, reading, _gathered(finder.found)),)


# --- Finding ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Finder:
    """What was found so far, and the part of the form in which the reading stands."""

    found: dict[str, Field] = field(default_factory=dict)
    part: str = ""
    section: str = ""
    open_text: tuple[str, FormCell] | None = None
    """A profile whose text stands in the lines below its label."""

    def read(self, grid: FormGrid) -> None:
        """All labelled values of a grid."""
        labels = [[labels_in(cell) if cell and not cell.echo else () for cell in row] for row in grid.rows]
        for number, row in enumerate(grid.rows):
            if _is_head(row, labels[number]):
                self._read_below(grid, number, labels)
                continue
            self._enter(row, labels[number])
            self._go_on(row, labels[number])
            for column, cell in enumerate(row):
                for label in labels[number][column]:
                    if cell is not None:
                        self._read_label(grid, (number, column), label, labels)

    def _enter(self, row: FormRow, labels: Sequence[tuple[FormLabel, ...]]) -> None:
        """Take the part that the row opens, if it is one heading."""
        parts = {
            part
            for cell, known in zip(row, labels, strict=True)
            if cell and not known and (part := part_of(cell.text)) and _opens(part, self.section)
        }
        if len(parts) == 1 and not self._is_inside(*parts):
            self.part = parts.pop()
            if "." not in self.part and self.part != "growth":
                self.section = self.part
            self.open_text = None

    def _is_inside(self, part: str) -> bool:
        """Whether the reading stands in a piece of this part already: a person's, an investor's."""
        return self.part.startswith(f"{part}.") or (part == "basic" and self.part.startswith("investors."))

    def _go_on(self, row: FormRow, labels: Sequence[tuple[FormLabel, ...]]) -> None:
        """The lines below the label of a profile belong to it."""
        if self.open_text is None:
            return
        said = [cell for cell in row if cell is not None]
        if any(labels) or not said:
            self.open_text = None if any(labels) else self.open_text
            return
        name, _ = self.open_text
        known = self.found.get(name)
        text = "".join(cell.text for cell in said)
        whole = f"{known.value}{text}" if known else text
        source = known.source if known else said[0].source
        confidence = min([cell.confidence for cell in said] + ([known.confidence] if known else []))
        self.found[name] = Field(whole, whole, confidence, source)

    def _read_label(
        self, grid: FormGrid, at: tuple[int, int], label: FormLabel, labels: Sequence[Sequence[tuple[FormLabel, ...]]]
    ) -> None:
        row, column = at
        cell = grid.cell(row, column)
        if cell is None:
            return
        inline = cell.text[label.start : label.end].strip(" _;,；，") if label.inline else ""
        values = _right_of(grid, at, labels) if label.end == len(cell.text) and not (inline and grid.ruled) else ()
        by_year = self._by_year(grid, row, label, values)
        if by_year:
            for figure, value in by_year:
                self._keep(figure, value.text, (value,), label)
            return
        one = self._meant(label, self._parts_round(grid, at))
        if one is None:
            return
        if one.group == "contacts" or (one.group == "basic" and one.id.startswith("investors.")):
            self.part = one.id.rpartition(".")[0]
        if inline:
            more = values if one.choices or one.type is FieldType.TEXT else ()
            self._keep(one, " ".join([inline, *(value.text for value in more)]), (cell, *more), label)
        elif values:
            chosen = values if one.choices or not grid.ruled else values[:1]
            self._keep(one, " ".join(value.text for value in chosen), chosen, label)
        elif one.id.startswith("profile."):
            self.open_text = (one.id, cell)

    def _by_year(
        self, grid: FormGrid, row: int, label: FormLabel, values: Sequence[FormCell]
    ) -> list[tuple[FormField, FormCell]]:
        """The figures of a label under years: 2024年度 | 2023年度."""
        if not grid.ruled or len(label.fields) < 2 or not any(one.group.startswith("ops.") for one in label.fields):
            return []
        groups = {one.group: one for one in label.fields}
        places = {id(cell): index for index, cell in enumerate(grid.rows[row]) if cell is not None}
        found = [(groups.get(_year_above(grid, row, places[id(value)])), value) for value in values]
        return [(one, value) for one, value in found if one is not None]

    def _parts_round(self, grid: FormGrid, at: tuple[int, int]) -> list[str]:
        """The parts that may hold for a label, the nearest first."""
        row, column = at
        left = [grid.cell(row, index) for index in range(column - 1, -1, -1)] if grid.ruled else []
        above = [grid.cell(index, column) for index in range(row - 1, -1, -1)][:HEAD_REACH] if grid.ruled else []
        near = [part for cell in (*left, *above) if cell and (part := part_of(cell.text))]
        person = [self.part] if self.part.startswith(("investors.", "contacts.")) else []
        return [*person, *near[:1], self.part, self.section, *near[1:]]

    def _meant(self, label: FormLabel, parts: Sequence[str]) -> FormField | None:
        """The one field that a label means in this part of the form."""
        fields = label.fields
        year = YEAR.search(label.text)
        parts = [f"ops.{year[1]}", *parts] if year else list(parts)
        for part in parts:
            here = [one for one in fields if one.group == part]
            if len(here) == 1:
                return here[0]
        own = [one for one in fields if not one.group.startswith(("contacts.", "investors."))]
        if len(own) == 1 and (len(fields) == 1 or not self.part.startswith("investors.")):
            return own[0]
        exact = [one for one in EXACT.get(squash(label.text), ()) if one in fields]
        return exact[0] if len(exact) == 1 and len(fields) > 1 and not _is_shared(fields) else None

    def _keep(self, one: FormField, text: str, cells: Sequence[FormCell], label: FormLabel) -> None:
        """A value under its identifier; the first one stands."""
        unit = UNIT.search(squash(label.text))
        number = cells[0].value if len(cells) == 1 and text == cells[0].text else None
        said = parse_form_value(one, text, unit["unit"] if unit else "", number)
        if said is None or one.id in self.found:
            return
        confidence = min(said.confidence, *(cell.confidence for cell in cells))
        raw = text if len(cells) == 1 and text != cells[0].text else " ".join(cell.raw for cell in cells)
        raw = raw.strip() if one.id not in LANDLINES else str(said.value)
        self.found[one.id] = Field(said.value, raw, confidence, cells[0].source)
        if said.names:
            self.found[f"{one.id}.names"] = Field(said.names, raw, confidence, cells[0].source)

    def _read_below(self, grid: FormGrid, number: int, labels: Sequence[Sequence[tuple[FormLabel, ...]]]) -> None:
        """The values under a head of labels: one row, or three of investors."""
        row = grid.rows[number]
        if read_investors(grid, number, self.found):
            return
        for column, known in enumerate(labels[number]):
            value = grid.cell(number + 1, column)
            if not known or value is None or (number + 1 < len(labels) and labels[number + 1][column]):
                continue
            above = [grid.cell(index, column) for index in range(number - 1, -1, -1)][:HEAD_REACH]
            near = [part for cell in above if cell and (part := part_of(cell.text))]
            one = self._meant(known[0], [*near, *_named_part(row[column]), self.part, self.section])
            if one is not None:
                self._keep(one, value.text, (value,), known[0])


def _opens(part: str, section: str) -> bool:
    """Whether words open a part here: the name of a category does so only where effects are declared."""
    branch = part.startswith("eff.") and part != "eff.tech.recognised"
    return not branch or section in ("effects", "") or section.startswith("eff")


def _is_shared(fields: Sequence[FormField]) -> bool:
    """Whether several parts of the form print this very label."""
    return len({squash(one.label) for one in fields}) < len(fields)


def _named_part(cell: FormCell | None) -> list[str]:
    """The part that a head itself names (2024年度资产总额)."""
    return [f"ops.{year[1]}"] if cell and (year := YEAR.search(cell.text)) else []


def _is_head(row: FormRow, labels: Sequence[tuple[FormLabel, ...]]) -> bool:
    """Whether a row is nothing but labels, without values in it."""
    said = [known for cell, known in zip(row, labels, strict=True) if cell is not None and not cell.echo]
    bare = [known for known in said if known and not known[0].inline]
    investors = any(
        cell and len(cell.text) <= LONGEST_LABEL and label_key(cell.text) in ("投资方", "投资方名称") for cell in row
    )
    return (len(bare) == len(said) or investors) and len(bare) >= (1 if investors else COLUMN_LABELS)


def _right_of(
    grid: FormGrid, at: tuple[int, int], labels: Sequence[Sequence[tuple[FormLabel, ...]]]
) -> tuple[FormCell, ...]:
    """The values right of a label up to the next one; units and identifiers between are left out."""
    row, column = at
    found: list[FormCell] = []
    for index in range(column + 1, len(grid.rows[row])):
        cell = grid.cell(row, index)
        if cell is None:
            if grid.ruled and not found and index not in grid.sides:
                return ()
            continue
        if labels[row][index]:
            break
        if not cell.echo and not is_side(cell):
            found.append(cell)
    return tuple(found)


def _year_above(grid: FormGrid, row: int, column: int) -> str:
    """The year under which a figure stands."""
    for index in range(row - 1, max(-1, row - 1 - HEAD_REACH), -1):
        cell = grid.cell(index, column)
        part = part_of(cell.text) if cell else ""
        if part:
            return part
    return ""


def _gathered(found: Mapping[str, Field]) -> dict[str, Field]:
    """The fields of the record: investors and contacts as lists."""
    fields = {name: one for name, one in found.items() if not name.startswith(("investors.", "contacts."))}
    for whole, groups in (("investors", ("1", "2", "3")), ("contacts", ("head", "contact"))):
        entries = [dict(_entry(found, whole, group)) for group in groups]
        parts = [one for name, one in found.items() if name.startswith(f"{whole}.")]
        if any("name" in entry for entry in entries):
            fields[whole] = Field(
                [entry for entry in entries if "name" in entry],
                " ".join(one.raw for one in parts),
                min(one.confidence for one in parts),
                parts[0].source,
            )
    order = {one.id: place for place, one in enumerate(FORM_FIELDS)}
    return dict(sorted(fields.items(), key=lambda item: order.get(item[0].removesuffix(".names"), len(order))))


def _entry(found: Mapping[str, Field], whole: str, group: str) -> Iterator[tuple[str, object]]:
    """One investor or contact."""
    if whole == "contacts":
        yield "role", group
    for name, one in found.items():
        if name.startswith(f"{whole}.{group}."):
            yield name.rpartition(".")[2], one.value


# --- Lines that run on ---


def _run_on(grids: Sequence[FormGrid]) -> Iterator[FormGrid]:
    """The grids, lines of print joined where the end of one and the beginning of the next make a label."""
    held: FormGrid | None = None
    for grid in grids:
        joined = _joined(held, grid) if held is not None and not held.ruled and not grid.ruled else None
        if held is not None and joined is None:
            yield held
        held = joined or grid
    if held is not None:
        yield held


def _joined(one: FormGrid, other: FormGrid) -> FormGrid | None:
    """Two lines as one, if a label runs from one into the other."""
    above, below = one.rows[0], other.rows[0]
    last, first = (above[-1], below[0]) if above and below else (None, None)
    if last is None or first is None or labels_in(first):
        return None
    tail = re.split(r"[;,，；:\s]", last.text[-LONGEST_LABEL:])[-1]
    head = first.text[:LONGEST_LABEL].partition(":")[0]
    if not tail or not LABELS.get(label_key(tail + head)) or LABELS.get(label_key(tail)):
        return None
    whole = replace(
        last,
        text=last.text + first.text,
        raw=last.raw + first.raw,
        confidence=min(last.confidence, first.confidence),
    )
    return FormGrid(((*above[:-1], whole, *below[1:]),), ruled=False)
