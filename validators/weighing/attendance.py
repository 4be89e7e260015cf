"""Enterprises on the sign-in sheets of activities: who signed legibly, and who perhaps did."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.documents import Kind, Source
from domain.findings import Reason
from domain.records import Record
from validators.applicant import is_same
from validators.names import NameMatch, Strength
from validators.pairing import Pool
from validators.weighing.activity_papers import Activity
from validators.weighing.headcount import confidence_of
from validators.weighing.places import row_source
from validators.weighing.scale import LEGIBLE, Scale


@dataclass(frozen=True, slots=True)
class Attendance:
    """An enterprise on a sign-in sheet or attendee list of an activity."""

    activity: Activity
    record: Record
    row: Mapping[str, object]
    match: NameMatch
    by_branch: bool = False
    fits: bool = True
    """Whether the sheet itself says that it is of this activity."""

    @property
    def is_named(self) -> bool:
        """Whether the sheet names the enterprise, or a branch of it, beyond doubt."""
        return is_same(self.match) or self.by_branch

    @property
    def is_sure(self) -> bool:
        """Whether a sheet of this very activity names the enterprise legibly and shows that it signed.

        Names in the window of a meeting are no exported list of attendees (contract, settled cases).
        """
        legible = confidence_of(self.row) >= LEGIBLE
        listed = self.record.kind is Kind.SIGN_IN_SHEET and self.fits
        return listed and self.is_named and legible and self.row.get("signed") is True

    @property
    def is_proof(self) -> bool:
        """Whether it proves the service: signed, and the activity is complete."""
        return self.is_sure and self.activity.is_complete

    @property
    def source(self) -> Source:
        """The row of the sheet."""
        return row_source(self.record, self.row)


def attendances_of(activities: Sequence[Activity], pool: Pool) -> Mapping[str, tuple[Attendance, ...]]:
    """Who attended, by canonical name; the host's own people are no enterprise served (A60)."""
    found: dict[str, list[Attendance]] = defaultdict(list)
    for activity in activities:
        for record, row, fits in activity.rows():
            unit = str(row.get("unit") or "")
            if not unit or is_same(pool.match_applicant(unit)):
                continue
            for named in pool.declared(unit):
                found[named.name].append(Attendance(activity, record, row, named.match, named.by_branch, fits))
    return {name: tuple(group) for name, group in found.items()}


def explain_attendance(scale: Scale, attendances: Iterable[Attendance]) -> None:
    """Why no attendance proves the row: it shares what is wrong with the activity."""
    for attendance in attendances:
        if attendance.is_named:
            _explain_named(scale, attendance)
        elif attendance.match.strength is not Strength.WEAK:
            _open_possible(scale, attendance)


def hint_attendance(scale: Scale, attendances: Iterable[Attendance]) -> None:
    """Open the row for a short name on a sheet, which may be many enterprises' (domain.md 4.5: candidates only)."""
    weak = [attendance for attendance in attendances if attendance.match.strength is Strength.WEAK]
    if weak:
        _open_possible(scale, weak[0])


def _explain_named(scale: Scale, attendance: Attendance) -> None:
    activity = attendance.activity
    if not attendance.is_sure:
        scale.open(Reason.SIGN_IN_MISSING, attendance.source, name=activity.claim.name)
    for finding in activity.scale.findings:
        if finding.reason in activity.scale.reasons:
            scale.open(finding.reason, *finding.sources, **dict(finding.facts))


def _open_possible(scale: Scale, attendance: Attendance) -> None:
    unit, why = str(attendance.row.get("unit") or ""), attendance.match.reason
    scale.open(Reason.POSSIBLE_PARTY, attendance.source, name=scale.claim.name, found=unit, expected=why)
