"""Insured persons of social-insurance records (社保), parted by ID number, with their months by employer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.codes import is_id_number
from domain.documents import Kind, Source
from domain.records import Record
from validators.pairing import Pool
from validators.weighing.evidence import is_certain
from validators.weighing.persons import PersonIndex
from validators.weighing.places import row_source
from validators.weighing.scale import CERTAIN, LEGIBLE

MONTH_DOUBTS = frozenset({"month-count", "month-unread", "open-group"})
"""Doubts of the extractor under which the months of a person are not what they seem."""

NO_MONTHS = "no-months"
"""The extractor's word for a person without any month: they may not have been read."""


@dataclass(frozen=True, slots=True)
class Insured:
    """A person in a social-insurance record, with the months under one employer."""

    name: str
    id_number: str
    employer: str
    code: str
    """The employer's code, where the record gives it for this employer."""
    months: frozenset[str]
    confidence: float
    doubts: frozenset[str]
    source: Source
    record: Record

    @property
    def is_legible(self) -> bool:
        """Whether the months were read well enough to prove something, and the paper does not contradict itself."""
        return self.confidence >= LEGIBLE and not self.doubts & MONTH_DOUBTS

    @property
    def is_certain(self) -> bool:
        """Whether lacking months are lacking, not unread: of recognised print the ID number vouches for the row."""
        vouched = self.confidence >= 1 or is_id_number(self.id_number)
        sure = self.confidence >= CERTAIN and is_certain(self.record, "employer")
        return sure and vouched and not self.doubts & (MONTH_DOUBTS | {NO_MONTHS})

    def tells(self, months: frozenset[str]) -> bool:
        """Whether the record was printed late enough to show some of these months: in November no December."""
        printed = self.record.text("queried_on")
        return printed is None or any(month < printed[:7] for month in months)


def insured_persons(pool: Pool) -> PersonIndex[Insured]:
    """All insured persons by name, in the order of the papers; one entry per employer."""
    records = pool.of_kind(Kind.SOCIAL_INSURANCE)
    rows = ((record, row) for record in records for row in record.rows("persons"))
    return PersonIndex((entry.name, entry) for record, row in rows for entry in _entries(record, row))


def _entries(record: Record, row: Mapping[str, object]) -> Iterator[Insured]:
    """The months under the record's employer, then those under other units where the record tells them apart."""
    employer, code = record.text("employer") or "", record.text("employer_code") or ""
    segments = [part for part in _listed(row.get("segments")) if isinstance(part, Mapping)]
    others = [part for part in segments if part.get("employer") not in (None, "", employer)]
    if _listed(row.get("months")) or not others:
        yield _entry(record, row, employer, code, row.get("months"))
    for part in others:
        yield _entry(record, row, str(part["employer"]), "", part.get("months"))


def _entry(record: Record, row: Mapping[str, object], employer: str, code: str, months: object) -> Insured:
    confidence = row.get("confidence", 1.0)
    return Insured(
        name=str(row.get("name") or ""),
        id_number=str(row.get("id_number") or ""),
        employer=employer,
        code=code,
        months=frozenset(str(month) for month in _listed(months)),
        confidence=float(confidence) if isinstance(confidence, int | float) else 1.0,
        doubts=frozenset(str(doubt) for doubt in _listed(row.get("doubts"))),
        source=row_source(record, row),
        record=record,
    )


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The insured of one name: a group of entries per person, and entries of which it is not known whose they are."""

    persons: tuple[tuple[Insured, ...], ...]
    unknown: tuple[Insured, ...] = ()


def part_namesakes(entries: Sequence[Insured]) -> Namesakes:
    """Entries of one name parted by valid ID number; an unreadable number goes with the only person there is."""
    numbers = tuple(dict.fromkeys(entry.id_number for entry in entries if is_id_number(entry.id_number)))
    if len(numbers) < 2:
        return Namesakes((tuple(entries),) if entries else ())
    persons = tuple(tuple(entry for entry in entries if entry.id_number == number) for number in numbers)
    return Namesakes(persons, tuple(entry for entry in entries if not is_id_number(entry.id_number)))


def months_of(year: int) -> frozenset[str]:
    """The twelve months of a year."""
    return frozenset(f"{year}-{month:02d}" for month in range(1, 13))


def union_of_months(entries: Sequence[Insured]) -> frozenset[str]:
    """All months of these entries."""
    return frozenset().union(*(entry.months for entry in entries))
