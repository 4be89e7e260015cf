"""Records: what a document says, field by field, each field with its place and raw text (contract, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.documents import Kind, Source


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: its value (JSON types; dates ISO; money in yuan), the raw text, the confidence (0–1) and the place."""

    value: object
    raw: str
    confidence: float
    source: Source


@dataclass(frozen=True, slots=True)
class Record:
    """What one document, or one part of it, says."""

    kind: Kind
    path: str
    sha256: str
    fields: Mapping[str, Field]
    pages: tuple[int, int] | None = None
    """First and last page of the record in its document, 1-based; None for workbooks."""

    def field(self, name: str) -> Field | None:
        """The field of this name, if the paper says it."""
        return self.fields.get(name)

    def text(self, name: str) -> str | None:
        """The field as text."""
        field = self.fields.get(name)
        return str(field.value) if field is not None and field.value is not None else None

    def day(self, name: str) -> date | None:
        """The field as a day; None where the paper gives a month only, or nothing."""
        text = self.text(name)
        return date.fromisoformat(text) if text is not None and len(text) == len("2024-01-31") else None

    def number(self, name: str) -> Decimal | None:
        """The field as a number; money to the cent."""
        field = self.fields.get(name)
        if field is None or isinstance(field.value, bool) or not isinstance(field.value, int | float):
            return None
        return Decimal(str(field.value))

    def rows(self, name: str) -> tuple[Mapping[str, object], ...]:
        """The field as rows of a table in the paper (sign-in rows, insured persons)."""
        field = self.fields.get(name)
        if field is None or not isinstance(field.value, list | tuple):
            return ()
        return tuple(row for row in field.value if isinstance(row, Mapping))

    def sources(self, *names: str) -> tuple[Source, ...]:
        """The places of these fields, as far as the paper has them; the first page where it has none of them."""
        found = tuple(self.fields[name].source for name in names if name in self.fields)
        return found or (self.place(),)

    def place(self) -> Source:
        """The record's first page, without a box."""
        return Source(path=self.path, sha256=self.sha256, page=self.pages[0] if self.pages else None)
