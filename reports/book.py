"""A workbook for people: the few manners of writing that all its sheets share."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from domain.codes import mask_private
from domain.documents import Source
from domain.findings import Status
from domain.ledger import LedgerOutcome
from domain.programme import Verdict

COLOURS: dict[object, str] = {
    Status.VERIFIED: "#E2F0D9",
    Status.OPEN: "#FFF2CC",
    Status.EXCLUDED: "#F8D7DA",
    Status.COVERED: "#DDEBF7",
    Verdict.MET: "#E2F0D9",
    Verdict.OPEN: "#FFF2CC",
    Verdict.NOT_MET: "#F8D7DA",
    Verdict.MISSING: "#EDEDED",
    LedgerOutcome.FAILED: "#F8D7DA",
    LedgerOutcome.BLOCKED: "#F8D7DA",
}
HEAD_COLOUR = "#D9D9D9"
A3 = 8
"""Excel's number for the paper: a sheet with reasons and places is too wide for A4."""

UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""The first day that a ZIP can bear: no date at all."""

LINE_HEIGHT = 13.5
MAX_LINES = 20
MAX_SOURCES = 6
"""Places written into one cell; report.json has all."""

Cell = Any


class Hash(str):
    """A hash: shown as it is, whatever private number its digits may seem to be."""

    __slots__ = ()


class Book:
    """A workbook with the few manners of writing that all sheets share."""

    def __init__(self) -> None:
        """An empty workbook in memory."""
        self.bytes = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(self.bytes, options)
        self.describe()
        self._formats: dict[str, Any] = {}
        self._widths: dict[str, list[int]] = {}

    def describe(self, **properties: str) -> None:
        """What the file says of itself; no time of day, so that the same report gives the same bytes."""
        self.book.set_properties({**properties, "created": UNDATED})

    def format(self, **properties: object) -> Any:  # noqa: ANN401 - an xlsxwriter format
        """A cell format, made once per set of properties."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            common = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF", "font_size": 10}
            self._formats[key] = self.book.add_format({**common, **properties})
        return self._formats[key]

    def sheet(self, name: str, heads: Sequence[tuple[str, int]], title: str) -> Any:  # noqa: ANN401
        """A sheet with a title row, a frozen and filtered head, ready to print in landscape."""
        sheet = self.book.add_worksheet(name)
        self._widths[name] = [width for _, width in heads]
        sheet.write_string(0, 0, mask_private(title), self.book.add_format({"bold": True, "font_size": 12}))
        for column, (head, width) in enumerate(heads):
            sheet.write(1, column, head, self.format(bold=True, bg_color=HEAD_COLOUR, align="center", valign="vcenter"))
            sheet.set_column(column, column, width)
        sheet.set_row(1, 2 * LINE_HEIGHT)
        sheet.freeze_panes(2, 2)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_footer("&C第&P页 共&N页")
        return sheet

    def rows(self, sheet: Any, rows: Iterable[tuple[Sequence[Cell], object]], width: int) -> None:  # noqa: ANN401
        """Write rows under the head, each in the colour of its status, and filter them."""
        last = 1
        for last, (cells, status) in enumerate(rows, 2):
            colour = COLOURS.get(status)
            style = self.format(bg_color=colour) if colour else self.format()
            for column, cell in enumerate(cells):
                self.cell(sheet, last, column, cell, style)
            sheet.set_row(last, LINE_HEIGHT * self._lines(cells, sheet.get_name()))
        sheet.autofilter(1, 0, max(last, 2), width - 1)

    def _lines(self, cells: Sequence[Cell], sheet: str) -> int:
        """How many lines the tallest cell of a row needs at the widths of its sheet."""
        tallest = 1
        for cell, width in zip(cells, self._widths[sheet], strict=False):
            parts = str(cell if cell is not None else "").split("\n")
            tallest = max(tallest, sum(max(1, ceil(text_width(part) / (width - 1))) for part in parts))
        return min(tallest, MAX_LINES)

    def cell(self, sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:  # noqa: ANN401
        """One cell: numbers as numbers, everything else as masked text that is never a formula."""
        if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, float(value), style)
        elif value is None:
            sheet.write_blank(row, column, None, style)
        else:
            text = value if isinstance(value, Hash) else mask_private(str(value))
            sheet.write_string(row, column, text, style)

    def close(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self.bytes.getvalue()


def text_width(text: str) -> int:
    """The width of a text in Latin letters: a Chinese one is two wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def places(sources: Sequence[Source]) -> str:
    """Where to look: path with page, or sheet and cell; one line each."""
    lines = list(dict.fromkeys(place(source) for source in sources))
    more = [f"……另有{len(lines) - MAX_SOURCES}处"] if len(lines) > MAX_SOURCES else []
    return "\n".join(lines[:MAX_SOURCES] + more)


def place(source: Source) -> str:
    """One place in words."""
    if source.cell:
        return f"{source.path} [{source.sheet}!{source.cell}]"
    return f"{source.path} 第{source.page}页" if source.page else source.path
