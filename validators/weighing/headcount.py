"""How many came to an activity: surely at least, as its sheets show it, and at most, if all that is in doubt counts.

The host's own people are no participants (A60). Names in the window of a meeting are no exported list of attendees.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.documents import Source
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.names import EnterpriseClass, NameMatch, Relation, duplicate_groups, is_enterprise
from validators.pairing import Pool
from validators.weighing.activity_papers import SCREENSHOTS, SHEETS, Activity
from validators.weighing.evidence import is_legible, is_printed
from validators.weighing.scale import CERTAIN, LEGIBLE

SHORTEST_NAME = 8
"""A whole registered name has so many signs at least: 北京云途科技有限公司 has ten."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number that is known from below and from above."""

    least: int
    most: int

    def said(self, unit: str) -> str:
        """The number in words."""
        return f"{self.least}{unit}" if self.least == self.most else f"{self.least}至{self.most}{unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """Who came to an activity."""

    enterprises: Bounds
    persons: Bounds
    names_units: bool
    """Whether all who came stand on a sheet or exported list with their unit, so that enterprises can be told."""
    is_final: bool
    """Whether nothing was left unread: nobody signed who is not counted."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class _Guest:
    """A row of a sheet that is not surely a host's and not surely unsigned."""

    name: str
    unit: str
    phone: str
    confidence: float
    is_sure: bool


def count_heads(activity: Activity, pool: Pool) -> Headcount:
    """The participants of an activity."""
    guests = list(_guests(activity, pool))
    sure = [guest for guest in guests if guest.is_sure]
    shown = [record for record in activity.of_kind(SCREENSHOTS) if record.number("persons") is not None]
    least, most = _count_sure_persons(sure), len({(guest.name, guest.phone or guest.unit) for guest in guests})
    if activity.is_online:
        most = max([most, *map(_shown, shown)])
        least = max([least, *(_shown(record) for record in shown if is_legible(record, "persons"))])
    sheets = activity.of_kind(SHEETS)
    records = [*sheets, *(shown if activity.is_online else [])]
    return Headcount(
        enterprises=_count_enterprises(guests),
        persons=Bounds(least, most),
        names_units=bool(sure) and all(guest.unit for guest in guests),
        is_final=_is_final(activity, sheets, pool),
        sources=tuple(source for record in records for source in record.sources("persons")),
    )


def confidence_of(row: Row) -> float:
    """How surely a row of a sheet was read."""
    confidence = row.get("confidence", 1.0)
    return confidence if isinstance(confidence, int | float) else 0.0


def _is_final(activity: Activity, sheets: Sequence[Record], pool: Pool) -> bool:
    """Engines pass over what they cannot read: only sheets with a text layer show all who signed."""
    strange = any(record.kind in SHEETS | SCREENSHOTS for record in (*activity.doubtful, *activity.contradicting))
    tabled = all(record.field("rows") is not None and is_printed(record, "rows") for record in sheets)
    folders = {_folder(record.path) for record in activity.papers}
    beside = any(_folder(problem.source.path) in folders for problem in pool.unread)
    return bool(sheets) and tabled and not (strange or beside or pool.unread_near(activity.claim.name))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _guests(activity: Activity, pool: Pool) -> Iterator[_Guest]:
    for record, row, fits in activity.rows():
        host = pool.match_applicant(str(row.get("unit") or "")) if row.get("unit") else None
        if row.get("signed") is False or is_same(host):
            continue
        listed = record.kind in SHEETS and fits and row.get("signed") is True
        name, unit, phone = (squash(str(row.get(key) or "")) for key in ("name", "unit", "phone"))
        confidence = confidence_of(row)
        yield _Guest(name, unit, phone, confidence, listed and confidence >= LEGIBLE and not _may_be(host))


def _may_be(match: NameMatch | None) -> bool:
    return match is not None and match.relation is not Relation.DIFFERENT


def _shown(record: Record) -> int:
    return int(record.number("persons") or 0)


# --- Persons ----------------------------------------------------------------------------------------------------------


def _count_sure_persons(guests: Sequence[_Guest]) -> int:
    """Persons of whom no two can be one: read with certainty they differ in name or phone, else in both.

    Of two rows of one name and unit of which one gives no phone both may be one person's.
    """
    names: set[str] = set()
    phones: set[str] = set()
    known: set[tuple[str, str, str]] = set()
    count = 0
    for guest in sorted(guests, key=lambda guest: (not guest.phone, not guest.unit)):
        by_phone, by_unit = (guest.name, guest.phone, ""), (guest.name, "", guest.unit)
        alike = guest.name in names or (guest.phone and guest.phone in phones)
        same = by_phone in known if guest.phone else by_unit in known or (not guest.unit and guest.name in names)
        twice = same or (alike and guest.confidence < CERTAIN)
        count += bool(guest.name or guest.phone) and not twice
        known |= {by_phone, by_unit}
        names.add(guest.name)
        phones.add(guest.phone)
    return count


# --- Enterprises ------------------------------------------------------------------------------------------------------


def _count_enterprises(guests: Sequence[_Guest]) -> Bounds:
    """At least the surely read enterprises of which no two may be one; at most every unit that may be an enterprise."""
    sure = {guest.unit for guest in guests if guest.is_sure and _is_full_name(guest.unit)}
    most = {guest.unit for guest in guests if guest.unit and _may_be_enterprise(guest.unit)}
    return Bounds(_count_different(tuple(sorted(sure))), len(most))


def _is_full_name(unit: str) -> bool:
    """Whether a unit is an enterprise by its whole name; a short one (云途公司) may be that of another row."""
    return len(unit) >= SHORTEST_NAME and is_enterprise(unit).counts is True


def _may_be_enterprise(unit: str) -> bool:
    """Whether a unit may be an enterprise; what reads as a person's name may be a short one."""
    found = is_enterprise(unit)
    return found.counts is not False or found is EnterpriseClass.PERSON


@lru_cache(maxsize=1 << 10)
def _count_different(units: tuple[str, ...]) -> int:
    """How many names can be chosen of which no two may be one enterprise: there are at least so many enterprises.

    A head office and its branches are one (domain.md 4.4).
    """
    found = duplicate_groups(units)
    first = list(range(len(units)))
    for group in (*found.groups, *found.branches):
        own = {first[row] for row in group.rows}
        first = [min(own) if row in own else row for row in first]
    alike: dict[int, set[int]] = {row: {row} for row in first}
    for pair in found.possible:
        one, other = first[pair.first], first[pair.second]
        alike[one].add(other)
        alike[other].add(one)
    barred: set[int] = set()
    chosen = 0
    for row in sorted(alike, key=lambda row: (len(alike[row]), row)):
        if row not in barred:
            chosen += 1
            barred |= alike[row]
    return chosen
