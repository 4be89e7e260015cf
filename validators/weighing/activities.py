"""Weigh the activities (附表5): each against its notice, sign-in sheet or screenshot, and one further item."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.claims import Claim
from domain.documents import Kind
from domain.findings import Reason
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.pairing import Pool
from validators.weighing.activity_papers import (
    NOTICES,
    SCREENSHOTS,
    SHEETS,
    SUPPORTING,
    Activity,
    days_of,
    pair_papers,
)
from validators.weighing.evidence import is_legible
from validators.weighing.pictures import find_reused, weigh_reuse
from validators.weighing.scale import Scale
from validators.weighing.titles import speaks, title_key

OFFLINE_SET = (
    (NOTICES, Reason.NOTICE_MISSING),
    (SHEETS, Reason.SIGN_IN_MISSING),
    (SUPPORTING, Reason.SUPPORTING_ITEM_MISSING),
)
ONLINE_SET = ((NOTICES, Reason.NOTICE_MISSING), (SCREENSHOTS, Reason.SCREENSHOT_MISSING))
"""What an activity needs (附表5), and what is said where it is missing."""

FEWEST_ALIKE, SHARE_ALIKE = 5, 0.9
"""So many people, and such a share of the shorter sheet, on two sheets of one day say that they are of one activity."""

Row = Mapping[str, object]


def weigh_activities(
    claims: Sequence[Claim], pool: Pool, year: int, rule: str | None, *, lenient: bool = False
) -> list[Activity]:
    """Every row of the list, weighed; `lenient` takes any one paper for an offline activity (A1)."""
    activities = [Activity(claim, Scale(claim, rule), *days_listed(claim)) for claim in claims]
    single = [activity for activity, first in zip(activities, _firsts(activities), strict=True) if first is activity]
    pair_papers(single, pool)
    reused = find_reused(single)
    for activity, first in zip(activities, _firsts(activities), strict=True):
        if first is activity:
            _weigh(activity, pool, year, reused, lenient=lenient)
        elif _weigh_day(activity, year):
            _open_repeated(activity, first, "名称、时间和地点相同")
    _open_renamed(single)
    return activities


def _firsts(activities: Sequence[Activity]) -> Iterator[Activity]:
    """For each row the first one of its name, day and place: the same papers would prove both (A49)."""
    seen: dict[tuple[object, ...], Activity] = {}
    for activity in activities:
        name, place = title_key(activity.claim.name), squash(str(activity.claim.cells.get("place") or ""))
        key = (name, activity.first, activity.last, place)
        yield activity if activity.first is None or not name else seen.setdefault(key, activity)


def _open_renamed(activities: Sequence[Activity]) -> None:
    """Open a row whose people signed on the same day for a row above: one activity may stand under two titles."""
    signed = [(activity, _signed(activity)) for activity in activities if activity.first is not None]
    for place, (activity, people) in enumerate(signed):
        for first, others in signed[:place]:
            same_days = (first.first, first.last) == (activity.first, activity.last)
            fewest = min(len(people), len(others))
            if same_days and fewest >= FEWEST_ALIKE and len(people & others) >= SHARE_ALIKE * fewest:
                _open_repeated(activity, first, "时间和签到人员相同")
                break


def _signed(activity: Activity) -> frozenset[tuple[str, str]]:
    """Who signed on its sheets: names with their units."""
    rows = (row for record in activity.of_kind(SHEETS) for row in record.rows("rows") if row.get("signed") is not False)
    return frozenset((squash(str(row.get("name") or "")), squash(str(row.get("unit") or ""))) for row in rows)


def _open_repeated(activity: Activity, first: Activity, found: str) -> None:
    claim, other = activity.claim, first.claim
    facts = {"name": claim.name, "other": other.row, "found": found}
    activity.scale.open(Reason.POSSIBLE_DUPLICATE, claim.source, other.source, **facts)


def days_listed(claim: Claim) -> tuple[date | None, date | None]:
    """First and last day of a row; of a row that gives only the month, that month's."""
    first = str(claim.cells.get("held_on") or "")
    last = str(claim.cells.get("held_until") or "") or first
    if len(first) == len("2024-05"):
        year, month = int(first[:4]), int(first[5:])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return (date.fromisoformat(first), date.fromisoformat(last)) if first else (None, None)


def _weigh(activity: Activity, pool: Pool, year: int, reused: Mapping[int, str], *, lenient: bool) -> None:
    if not _weigh_day(activity, year):
        return
    if not (activity.papers or activity.doubtful or activity.contradicting):
        _open_nothing(activity, pool)
        return
    if not (lenient and activity.papers and not activity.is_online):
        _weigh_completeness(activity, pool)
    weigh_reuse(activity, reused)
    _remark_attendance(activity, pool)
    activity.scale.prove(activity.claim.source)
    for record in activity.papers:
        activity.scale.prove(*record.sources("title", "event_on")[:1])


def _weigh_day(activity: Activity, year: int) -> bool:
    """Whether the row has a day within the year; a row outside it cannot count."""
    scale, claim = activity.scale, activity.claim
    if activity.first is None or activity.last is None:
        scale.open(Reason.DATE_INVALID, claim.source, name=claim.name, found=claim.raw.get("held_on") or "空")
        return True
    if activity.last.year < year or activity.first.year > year:
        found, expected = claim.raw.get("held_on") or activity.first, f"{year}年"
        scale.exclude(Reason.DATE_OUT_OF_PERIOD, claim.source, name=claim.name, found=found, expected=expected)
        return False
    return True


# --- Completeness -----------------------------------------------------------------------------------------------------


def _open_nothing(activity: Activity, pool: Pool) -> None:
    scale, name = activity.scale, activity.claim.name
    for problem in pool.unread_near(name)[:1]:
        scale.open_unread(problem.source)
        return
    expected = "通知和会议截图" if activity.is_online else "通知、签到表和照片、总结、课件等其中一项"
    scale.open(Reason.NO_EVIDENCE, name=name, expected=expected)


def _weigh_completeness(activity: Activity, pool: Pool) -> None:
    """Offline: notice, sign-in sheet and one further item; online: notice and screenshot (附表5)."""
    for kinds, reason in ONLINE_SET if activity.is_online else OFFLINE_SET:
        if not activity.of_kind(kinds):
            _open_missing(activity, kinds, reason, pool)


def _open_missing(activity: Activity, kinds: frozenset[Kind], reason: Reason, pool: Pool) -> None:
    """Say of a paper that is not there what there is instead: one in doubt, one of another activity, one unread."""
    scale, name = activity.scale, activity.claim.name
    doubtful = [record for record in activity.doubtful if record.kind in kinds]
    strangers = [record for record in activity.contradicting if record.kind in kinds]
    if doubtful and not is_legible(doubtful[0], "title", "event_on"):
        scale.open_unread(doubtful[0].sources("title", "event_on")[0])
    elif doubtful or strangers:
        _open_mismatch(activity, (doubtful or strangers)[0])
    else:
        for problem in pool.unread_near(name)[:1]:
            scale.open_unread(problem.source)
        scale.open(reason, name=name)


def _open_mismatch(activity: Activity, record: Record) -> None:
    """Open the row for a paper that says another title or day, or neither."""
    title, days, claim = record.text("title") or "", days_of(record), activity.claim
    said = [title if speaks(title) else "", *(str(day) for day in dict.fromkeys(days or ()))]
    found = " ".join(filter(None, said)) or "材料未写明活动名称和日期"
    listed = f"{claim.name} {claim.raw.get('held_on', '')}".strip()
    places = record.sources("title", "event_on")
    activity.scale.open(Reason.ACTIVITY_MISMATCH, *places, name=claim.name, found=found, expected=listed)


# --- Attendance -------------------------------------------------------------------------------------------------------


def _remark_attendance(activity: Activity, pool: Pool) -> None:
    """Declared numbers that the sheets do not show, whether or not the host's own people were counted (A60)."""
    sheets = activity.of_kind(SHEETS)
    rows = [row for record in sheets for row in record.rows("rows") if row.get("signed") is not False]
    if not rows:
        return
    guests = [row for row in rows if not _is_host(row, pool)]
    for key, count, unit in (("persons", _count_persons, "人"), ("enterprises", _count_units, "家")):
        declared, numbers = activity.claim.cells.get(key), (count(guests), count(rows))
        if isinstance(declared, int | float) and numbers[1] and int(declared) not in numbers:
            name, found, expected = activity.claim.name, f"{numbers[0]}{unit}", f"{int(declared)}{unit}"
            place = sheets[0].place()
            activity.scale.remark(Reason.ATTENDANCE_MISMATCH, place, name=name, found=found, expected=expected)


def _is_host(row: Row, pool: Pool) -> bool:
    return is_same(pool.match_applicant(str(row.get("unit") or "")))


def _count_persons(rows: Sequence[Row]) -> int:
    return len({(str(row.get("name")), str(row.get("phone") or row.get("unit"))) for row in rows})


def _count_units(rows: Sequence[Row]) -> int:
    return len({squash(str(row["unit"])) for row in rows if row.get("unit")})
