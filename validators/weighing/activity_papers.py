"""Which papers belong to which activity (附表5): by title and day; what says neither follows its folder, as a hint."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from domain.claims import Claim
from domain.documents import Kind
from domain.records import Record
from domain.values import find_days
from validators.pairing import Pool
from validators.weighing.evidence import is_legible
from validators.weighing.scale import Scale
from validators.weighing.titles import likeness, speaks, title_key

SHEETS = frozenset({Kind.SIGN_IN_SHEET})
NOTICES = frozenset({Kind.ACTIVITY_NOTICE})
SCREENSHOTS = frozenset({Kind.MEETING_SCREENSHOT})
REPORTS = frozenset({Kind.ACTIVITY_SUMMARY, Kind.PRESS_RELEASE})
SUPPORTING = REPORTS | {Kind.ACTIVITY_PHOTO, Kind.COURSEWARE}
KINDS = SHEETS | NOTICES | SCREENSHOTS | SUPPORTING

LIKE_ALONE = 90
"""Percent of likeness from which a title alone names the activity."""

LIKE_ON_DAY = 60
"""Percent of likeness from which a title on the very day of the activity names it."""

REPORTED_WITHIN = timedelta(days=31)
"""A summary or press release may bear the day on which it was written."""

UNLIKE = 40
"""Percent of likeness below which a report without a day is not known to be of the activity in whose folder it lies."""

PREPARED_WITHIN = timedelta(days=366)
"""Courseware may bear the day on which it was made."""

ONLINE = re.compile(
    r"线上|在线|网上|云端|腾讯会议(?!室)|钉钉|飞书|小鹅通|视频号|直播(?!基地)|网络(?:会议|直播|平台|培训)|zoom|webex",
    re.IGNORECASE,
)
OFFLINE = re.compile(
    r"线下|现场(?!直播)|[层楼厅]|(?<!线上会议)(?<!腾讯会议)(?<!网络会议)(?<!直播)室|大厦|会议中心|酒店|园区|\d号"
)

KIND_FOLDER = re.compile(
    r"(?:\W|\d)*(?:活动|现场|会议)?(?:照片|影像|图片|截图|通知|签到|课件|总结|新闻|资料|材料)\w{0,6}$"
)
"""Folders that part the papers of one activity by kind: what lies beside them is of the same activity."""


T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Activity:
    """A row of the list with the papers that were found for it; `first` and `last` are its days."""

    claim: Claim
    scale: Scale
    first: date | None
    last: date | None
    papers: list[Record] = field(default_factory=list)
    """Papers that say that they are of this activity, or lie with it and say nothing (photos)."""
    doubtful: list[Record] = field(default_factory=list)
    """Papers that lie with it but say neither title nor day, or not legibly."""
    contradicting: list[Record] = field(default_factory=list)
    """Papers that lie with it but name another activity or day."""
    beside: list[Record] = field(default_factory=list)
    """All papers that lie with it, whatever they say."""

    @property
    def is_online(self) -> bool:
        """Whether the place says online and nothing else (附表5: “如为线上活动，则‘地点’填写‘线上’”)."""
        place = str(self.claim.cells.get("place") or "")
        return bool(ONLINE.search(place)) and not OFFLINE.search(place)

    @property
    def is_complete(self) -> bool:
        """Whether nothing weighs against it."""
        return not self.scale.reasons

    def of_kind(self, kinds: Iterable[Kind]) -> list[Record]:
        """Its own papers of these kinds."""
        return [record for record in self.papers if record.kind in kinds]

    def rows(self) -> Iterator[tuple[Record, Mapping[str, object], bool]]:
        """The rows of its sign-in sheets and attendee lists, and whether the sheet itself names the activity."""
        for records, fits in ((self.papers, True), (self.doubtful, False)):
            for record in records:
                if record.kind in SHEETS | SCREENSHOTS:
                    yield from ((record, row, fits) for row in record.rows("rows"))


class Fit(Enum):
    """How a paper that lies with an activity stands to it."""

    PAPERS = "papers"
    DOUBTFUL = "doubtful"
    CONTRADICTING = "contradicting"


def pair_papers(activities: Sequence[Activity], pool: Pool) -> None:
    """Give every paper its activity."""
    paths = pool.submission.paths()
    records = pool.of_kind(*sorted(KINDS))
    places = _Places(activities)
    silent = []
    for record in records:
        chosen = _by_title_and_day(record, activities)
        for activity in chosen:
            _add(activity.papers, record)
            places.note(paths.get(record.sha256, (record.path,)), activity)
        silent += [] if chosen else [record]
    meetings = _meetings(activities)
    for record in silent:
        _by_meeting(record, meetings)
        _by_blurred_day(record, activities)
    known = set(map(id, records)) - set(map(id, silent))
    for record in records:
        for path in paths.get(record.sha256, (record.path,)):
            _by_place(record, places.near(path), is_known=id(record) in known)


# --- Title and day ----------------------------------------------------------------------------------------------------


def days_of(record: Record) -> tuple[date, date] | None:
    """First and last day of the activity as a paper gives them."""
    first = record.day("event_on")
    return None if first is None else (first, max(first, record.day("event_to") or first))


def is_on_day(record: Record, activity: Activity) -> bool | None:
    """Whether a paper is of the activity's days; None where either is unknown, or a report bears its own day."""
    days = days_of(record)
    if days is None or activity.first is None or activity.last is None:
        return None
    first, last = days
    if first <= activity.last and last >= activity.first:
        return True
    late = first - activity.last
    if record.kind in REPORTS and timedelta(0) < late <= REPORTED_WITHIN:
        return None
    early = activity.first - last
    return None if record.kind is Kind.COURSEWARE and timedelta(0) < early <= PREPARED_WITHIN else False


def _by_title_and_day(record: Record, activities: Sequence[Activity]) -> list[Activity]:
    """The one activity whose title the paper bears, and whose day it does not contradict.

    A notice that announces several days is a paper of every activity of its title on these days.
    """
    title = record.text("title") or ""
    scored = [(score, activity) for activity in activities if (score := _score(record, title, activity)) is not None]
    if not scored:
        return []
    best = max(score for score, _ in scored)
    chosen = [activity for score, activity in scored if score == best]
    several = record.kind in NOTICES and record.day("event_to") is not None and best[0]
    return chosen if several or len(chosen) == 1 else []


def _score(record: Record, title: str, activity: Activity) -> tuple[bool, float] | None:
    """How well a paper agrees with an activity: on its day, then by title; None where it does not."""
    like, on_day = likeness(title, activity.claim.name), is_on_day(record, activity)
    if on_day and not is_legible(record, "event_on"):
        on_day = None
    enough = LIKE_ON_DAY if on_day else LIKE_ALONE
    return None if on_day is False or like < enough else (bool(on_day), like)


def _by_blurred_day(record: Record, activities: Sequence[Activity]) -> None:
    """A paper of this title whose day is read as another one, but badly, is to be looked at."""
    title = record.text("title") or ""
    alike = [activity for activity in activities if likeness(title, activity.claim.name) >= LIKE_ALONE]
    if len(alike) == 1 and is_on_day(record, alike[0]) is False and not is_legible(record, "event_on"):
        _add(alike[0].doubtful, record)


# --- Meeting numbers --------------------------------------------------------------------------------------------------


def _meetings(activities: Sequence[Activity]) -> Mapping[str, Sequence[Activity]]:
    """The activities whose papers announce a meeting of this number."""
    found: dict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        for record in activity.papers:
            if number := record.text("meeting_number"):
                _add(found[number], activity)
    return found


def _by_meeting(record: Record, meetings: Mapping[str, Sequence[Activity]]) -> None:
    """A screenshot belongs to the activity whose notice announces its meeting, on the same day."""
    if record.kind not in SCREENSHOTS:
        return
    for activity in meetings.get(record.text("meeting_number") or "", ()):
        if is_on_day(record, activity):
            _add(activity.papers, record)


# --- Place ------------------------------------------------------------------------------------------------------------


class _Places:
    """Where the papers of each activity lie."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        self._activities = activities
        self._placed: dict[str, list[Activity]] = defaultdict(list)
        self._named: dict[str, tuple[Activity, ...]] = {}

    def note(self, paths: Iterable[str], activity: Activity) -> None:
        """Remember that a paper of this activity lies here."""
        for path in paths:
            folder = _folder(path)
            for place in (folder, *([_folder(folder)] if _is_kind_folder(folder) else [])):
                _add(self._placed[place], activity)

    def near(self, path: str) -> Activity | None:
        """The one activity that a path names, or whose other papers lie in the same folder."""
        parts = PurePosixPath(path.replace("!/", "/")).parts[-4:]
        for part in reversed(parts):
            named = self._names(part)
            if len(named) == 1:
                return named[0]
        folder = _folder(path)
        for place in (folder, *([_folder(folder)] if _is_kind_folder(folder) else [])):
            if len(self._placed.get(place, ())) == 1:
                return self._placed[place][0]
        return None

    def _names(self, part: str) -> tuple[Activity, ...]:
        """The activities whose title, else whose day, a folder or file name bears."""
        if part not in self._named:
            by_title = tuple(activity for activity in self._activities if _bears_title(part, activity))
            days = _days_in(part, self._year)
            by_day = tuple(activity for activity in self._activities if activity.first in days)
            both = tuple(activity for activity in by_title if activity in by_day)
            self._named[part] = (both or by_title) if by_title else by_day
        return self._named[part]

    @property
    def _year(self) -> int | None:
        return next((activity.first.year for activity in self._activities if activity.first), None)


def _by_place(record: Record, near: Activity | None, *, is_known: bool) -> None:
    """A paper that lies with an activity and is not its own yet: its own, doubtful, or of another one.

    `is_known`: its title and day have told of which activity it is.
    """
    if near is None:
        return
    _add(near.beside, record)
    if any(record is own for own in (*near.papers, *near.doubtful)):
        return
    if is_known:
        _add(near.contradicting, record)
        return
    groups = {Fit.PAPERS: near.papers, Fit.DOUBTFUL: near.doubtful, Fit.CONTRADICTING: near.contradicting}
    _add(groups[_fit(record, near)], record)


def _fit(record: Record, near: Activity) -> Fit:
    """How a paper stands to the activity with which it lies.

    A folder is a hint and no proof: a notice, sheet or screenshot must itself say the title or the day.
    """
    title, on_day = record.text("title") or "", is_on_day(record, near)
    if on_day is False:
        return Fit.CONTRADICTING if is_legible(record, "event_on") else Fit.DOUBTFUL
    if record.kind in SUPPORTING:
        silent = record.kind in REPORTS and days_of(record) is None and speaks(title)
        return Fit.DOUBTFUL if silent and likeness(title, near.claim.name) < UNLIKE else Fit.PAPERS
    if on_day and record.kind in SCREENSHOTS:
        return Fit.PAPERS
    if speaks(title) and likeness(title, near.claim.name) < LIKE_ON_DAY:
        return Fit.CONTRADICTING if is_legible(record, "title") else Fit.DOUBTFUL
    says = speaks(title) or on_day
    return Fit.PAPERS if says else Fit.DOUBTFUL


def _bears_title(part: str, activity: Activity) -> bool:
    name = activity.claim.name
    return speaks(name) and title_key(name) in title_key(part)


@lru_cache(maxsize=1 << 14)
def _days_in(part: str, year: int | None) -> frozenset[date | None]:
    """The days that a folder or file name gives: 20240516, 2024.5.16, 5月16日, 0516."""
    found = {day.value for day in find_days(part, year) if day.value is not None}
    short = re.match(r"(\d{2})(\d{2})(?!\d)", part)
    if short and year and not found:
        found |= {day.value for day in find_days(f"{year}-{short[1]}-{short[2]}") if day.value is not None}
    return frozenset(found)


def _is_kind_folder(folder: str) -> bool:
    return KIND_FOLDER.match(folder.rpartition("/")[2]) is not None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _add(values: list[T], value: T) -> None:
    """Append what is not there yet, by identity."""
    if not any(value is known for known in values):
        values.append(value)
