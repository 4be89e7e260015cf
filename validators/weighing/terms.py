"""The date and term of an agreement against the year that counts (A13–A15)."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.findings import Reason, Status
from domain.records import Record
from domain.values import term_end
from validators.weighing.evidence import is_certain, is_flagged, is_legible, is_printed

TERM_FIELDS = ("signed_on", "term_from", "term_to")
SEAL_FIELDS = frozenset({"seals", "seal_state"})
"""The letters of a seal are recognised even where the text is printed."""


@dataclass(frozen=True, slots=True)
class Validity:
    """What date and term of an agreement are worth: the status, and the reason if it is not enough."""

    status: Status
    reason: Reason | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when an agreement holds; `ends` None where it says no end."""

    starts: date
    ends: date | None
    endless: bool

    @property
    def words(self) -> str:
        """The term for a sentence."""
        return f"{self.starts.isoformat()}至{self.ends.isoformat() if self.ends else '未写明'}"


def weigh_term(record: Record, year: int, old_without_term: str) -> Validity:
    """The weight of date and term: undated is void (附表7), a term must meet the year.

    `old_without_term` is the reading of switch partner_no_term_old for agreements of earlier years without a term.
    """
    days = _signing_days(record)
    if days is None:
        return _undated(record)
    if not is_legible(record, "signed_on"):
        return Validity(Status.OPEN, Reason.PAGE_UNREADABLE)
    terms = [_term(record, day) for day in days]
    outside = [_is_outside(term, year) for term in terms]
    if all(outside):
        status = Status.EXCLUDED if is_certain(record, *TERM_FIELDS) else Status.OPEN
        return Validity(status, Reason.TERM_OUTSIDE_PERIOD, terms[-1].words)
    if any(outside):
        return Validity(Status.OPEN, Reason.TERM_OUTSIDE_PERIOD, terms[0].words)
    return _inside(record, days[0], terms[0], year, old_without_term)


def _signing_days(record: Record) -> tuple[date, ...] | None:
    """The day of signing; of a month its first and last."""
    text = record.text("signed_on")
    if not text:
        return None
    if len(text) == len("2024-03"):
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return (date.fromisoformat(text),)


def _term(record: Record, signed: date) -> Term:
    """The term as the agreement gives it: in days, or as a length from signing."""
    starts, ends = record.day("term_from") or signed, record.day("term_to")
    length = record.field("term_length")
    if ends is None and length is not None and isinstance(length.value, Mapping):
        ends = term_end(starts, int(length.value.get("years") or 0), int(length.value.get("months") or 0))
    return Term(starts, ends, is_flagged(record, "renews") or is_flagged(record, "open_ended"))


def _is_outside(term: Term, year: int) -> bool:
    return term.starts.year > year or (term.ends is not None and term.ends.year < year and not term.endless)


def _inside(record: Record, signed: date, term: Term, year: int, old_without_term: str) -> Validity:
    """The weight of a term that meets the year: signed later it is for a person, signed earlier it must be read."""
    if signed.year > year:
        return Validity(Status.OPEN, Reason.DATE_OUT_OF_PERIOD, signed.isoformat())
    if signed.year == year:
        return Validity(Status.VERIFIED)
    if term.ends is None and not term.endless:
        status = {"verified": Status.VERIFIED, "excluded": Status.EXCLUDED}.get(old_without_term, Status.OPEN)
        return Validity(status, None if status is Status.VERIFIED else Reason.TERM_UNKNOWN, signed.isoformat())
    if not is_legible(record, "term_from", "term_to", "renews", "open_ended"):
        return Validity(Status.OPEN, Reason.PAGE_UNREADABLE)
    return Validity(Status.VERIFIED)


def _undated(record: Record) -> Validity:
    """An agreement without a closing date: excluded where its text is printed, open where it was scanned.

    On a scan a date written by hand may be there without having been read: unreadable is not missing.
    """
    if broken := record.text("signed_on_invalid") or record.text("signed_on_incomplete"):
        return Validity(Status.OPEN, Reason.DATE_INVALID, broken)
    blank = is_flagged(record, "date_blank") and is_printed(record, "date_blank")
    others = [name for name in record.fields if name not in SEAL_FIELDS]
    sure = blank or (bool(others) and is_printed(record, *others))
    return Validity(Status.EXCLUDED if sure else Status.OPEN, Reason.DATE_MISSING)
