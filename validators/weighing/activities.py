"""Weigh the activities (附表5): each against its notice, sign-in sheet or screenshot, and one further item."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from rapidfuzz import fuzz

from domain.claims import Claim
from domain.documents import Kind, Source
from domain.findings import Reason
from domain.records import Record
from domain.text import squash
from domain.values import find_days, find_spans
from validators.pairing import Pool
from validators.weighing.scale import LEGIBLE, Scale

RULE = "gate-4"
SHEETS = frozenset({Kind.SIGN_IN_SHEET})
NOTICES = frozenset({Kind.ACTIVITY_NOTICE})
SCREENSHOTS = frozenset({Kind.MEETING_SCREENSHOT})
SUPPORTING = frozenset({Kind.ACTIVITY_PHOTO, Kind.COURSEWARE, Kind.ACTIVITY_SUMMARY, Kind.PRESS_RELEASE})
KINDS = SHEETS | NOTICES | SCREENSHOTS | SUPPORTING

LIKE_TITLE = 80
"""Percent of likeness from which two activity titles are taken for the same wording."""

UNLIKE_TITLE = 55
"""Percent of likeness below which two activity titles are taken for different activities."""

FILLER = re.compile(
    r"关于|举办|召开|开展|组织|邀请函|邀请|通知|签到表|签到册|签到|总结|新闻稿|课件|报道|照片|截图|现场|活动|参会人员|名单|\d{4}年|的|[\W_]"
)
ONLINE = re.compile(r"线上|在线|腾讯会议|钉钉|飞书|直播|网络|zoom|webex", re.IGNORECASE)
OFFLINE = re.compile(r"线下|现场")


@dataclass(slots=True)
class Activity:
    """A row of the list with the papers that were found for it."""

    claim: Claim
    scale: Scale
    first: date | None
    last: date | None
    papers: list[Record] = field(default_factory=list)
    contradicting: list[Record] = field(default_factory=list)
    """Papers that lie with it but name another activity or day."""

    @property
    def online(self) -> bool:
        """Whether the place says online and nothing else (附表5: “如为线上活动，则‘地点’填写‘线上’”)."""
        place = str(self.claim.cells.get("place") or "")
        return bool(ONLINE.search(place)) and not OFFLINE.search(place)

    def of_kind(self, kinds: Iterable[Kind]) -> list[Record]:
        """Its papers of these kinds."""
        return [record for record in self.papers if record.kind in kinds]

    def attendance_rows(self) -> Iterable[tuple[Record, Mapping[str, object]]]:
        """The rows of its sign-in sheets and attendee lists."""
        for record in self.of_kind(SHEETS | SCREENSHOTS):
            for row in record.rows("rows"):
                yield record, row

    def row_sources(self, row: Mapping[str, object]) -> tuple[Source, ...]:
        """The place of a row of one of its sheets."""
        for record, other in self.attendance_rows():
            if other is row:
                return (row_source(record, row),)
        return ()


def row_source(record: Record, row: Mapping[str, object]) -> Source:
    """The place of a row of a table in a paper: page and box, or sheet and cell."""
    page, bbox, sheet, cell = (row.get(key) for key in ("page", "bbox", "sheet", "cell"))
    return Source(
        path=record.path,
        sha256=record.sha256,
        page=page if isinstance(page, int) else None,
        bbox=(bbox[0], bbox[1], bbox[2], bbox[3]) if isinstance(bbox, list | tuple) else None,
        sheet=sheet if isinstance(sheet, str) else None,
        cell=cell if isinstance(cell, str) else None,
    )


def weigh_activities(claims: Sequence[Claim], pool: Pool, year: int, *, lenient: bool = False) -> list[Activity]:
    """Every row of the list, weighed; `lenient` takes any one paper for an offline activity (A1)."""
    activities = [Activity(claim, Scale(claim, RULE), *_days_of(claim, year)) for claim in claims]
    _pair(activities, pool)
    reused = _reused(activities)
    for activity in activities:
        _weigh(activity, pool, year, reused, lenient=lenient)
    return activities


def title_key(title: str) -> str:
    """An activity title without the words that every notice and sheet has."""
    return FILLER.sub("", squash(title))


def likeness(first: str, second: str) -> float:
    """How alike two activity titles are, in percent: 100 where one contains the other."""
    one, other = title_key(first), title_key(second)
    if not one or not other:
        return 0.0
    if min(len(one), len(other)) >= 4 and (one in other or other in one):
        return 100.0
    return fuzz.ratio(one, other)


def _days_of(claim: Claim, year: int) -> tuple[date | None, date | None]:
    value = claim.cells.get("held_on")
    text = str(value or claim.raw.get("held_on", ""))
    for span in find_spans(text, year=year):
        if span.first and span.last:
            return span.first, span.last
    days = [day.value for day in find_days(text, year=year) if day.value]
    return (days[0], days[-1]) if days else (None, None)


def _pair(activities: Sequence[Activity], pool: Pool) -> None:
    """Give every paper the activity whose title and day it bears; papers without either follow their folder."""
    paths = pool.submission.paths()
    placed: dict[str, set[int]] = defaultdict(set)
    silent: list[Record] = []
    for record in pool.of_kind(*sorted(KINDS)):
        chosen = _by_title_and_day(record, activities)
        if chosen is None:
            silent.append(record)
            continue
        chosen.papers.append(record)
        for path in paths.get(record.sha256, (record.path,)):
            placed[_folder(path)].add(chosen.claim.row)
    for record in silent:
        _by_place(record, activities, paths.get(record.sha256, (record.path,)), placed)
    for record in pool.of_kind(*sorted(KINDS)):
        _note_strangers(record, activities, paths.get(record.sha256, (record.path,)), placed)


def _by_title_and_day(record: Record, activities: Sequence[Activity]) -> Activity | None:
    """The one activity whose title the paper bears, and whose day it does not contradict."""
    title = record.text("activity") or record.text("title") or ""
    day = record.day("event_on")
    scored = []
    for activity in activities:
        like = likeness(title, activity.claim.name)
        on_day = _on_day(activity, day)
        if (like >= LIKE_TITLE and on_day is not False) or (like >= UNLIKE_TITLE and on_day):
            scored.append((on_day is True, like, activity))
    if not scored:
        return None
    scored.sort(key=lambda item: item[:2], reverse=True)
    clear = len(scored) == 1 or scored[0][:2] > scored[1][:2]
    return scored[0][2] if clear else None


def _on_day(activity: Activity, day: date | None) -> bool | None:
    """Whether a day lies within the activity; None where either is unknown."""
    if day is None or activity.first is None or activity.last is None:
        return None
    return activity.first <= day <= activity.last


def _by_place(
    record: Record, activities: Sequence[Activity], paths: Sequence[str], placed: Mapping[str, set[int]]
) -> None:
    """A paper that names no activity of the list belongs where its path or neighbours say, if it does not object."""
    title = record.text("activity") or record.text("title") or ""
    for path in paths:
        near = _near(path, activities, placed)
        if near is None:
            continue
        speaks = record.kind is not Kind.ACTIVITY_PHOTO and len(title_key(title)) >= 4
        objects = _on_day(near, record.day("event_on")) is False
        strange = speaks and likeness(title, near.claim.name) < UNLIKE_TITLE and record.kind not in SUPPORTING
        (near.contradicting if objects or strange else near.papers).append(record)


def _near(path: str, activities: Sequence[Activity], placed: Mapping[str, set[int]]) -> Activity | None:
    """The one activity that a path names, or whose other papers lie in the same folder."""
    parts = PurePosixPath(path.replace("!/", "/")).parts[-3:]
    named = [a for a in activities if any(_names(part, a) for part in parts)]
    if len(named) == 1:
        return named[0]
    rows = placed.get(_folder(path), set())
    candidates = [a for a in (named or activities) if a.claim.row in rows]
    return candidates[0] if len(candidates) == 1 and len(rows) == 1 else None


def _names(part: str, activity: Activity) -> bool:
    """Whether a folder or file name bears the activity's title or its day."""
    key = title_key(activity.claim.name)
    if len(key) >= 4 and key in title_key(part):
        return True
    return activity.first is not None and re.search(rf"(?<!\d){activity.first:%Y%m%d}(?!\d)", part) is not None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _note_strangers(
    record: Record, activities: Sequence[Activity], paths: Sequence[str], placed: Mapping[str, set[int]]
) -> None:
    """A notice, sheet or screenshot of one activity that lies in the folder of another contradicts that one."""
    if record.kind in SUPPORTING:
        return
    for path in paths:
        near = _near(path, activities, placed)
        if near is not None and record not in near.papers and record not in near.contradicting:
            near.contradicting.append(record)


def _reused(activities: Sequence[Activity]) -> frozenset[str]:
    """Hashes of pictures and sheets that serve several activities; of photos also their fingerprints."""
    users: dict[str, set[int]] = defaultdict(set)
    for activity in activities:
        for record in activity.papers:
            for mark in _marks(record):
                users[mark].add(activity.claim.row)
    return frozenset(mark for mark, rows in users.items() if len(rows) > 1)


def _marks(record: Record) -> tuple[str, ...]:
    if record.kind in SHEETS | SCREENSHOTS:
        return (f"{record.sha256}#{record.pages}",)
    if record.kind is Kind.ACTIVITY_PHOTO:
        return tuple(filter(None, (record.sha256, record.text("fingerprint"))))
    return ()


def _weigh(activity: Activity, pool: Pool, year: int, reused: frozenset[str], *, lenient: bool) -> None:
    scale = activity.scale
    if not _weigh_day(activity, year):
        return
    if not activity.papers and not activity.contradicting:
        _explain_nothing(activity, pool)
        return
    if not (lenient and not activity.online and activity.papers):
        _weigh_completeness(activity, pool)
    for record in activity.papers:
        if not is_readable(record):
            place = record.place()
            scale.open(Reason.PAGE_UNREADABLE, place, name=place.path, found=place.page or 1)
    _weigh_reuse(activity, reused)
    _remark_attendance(activity)
    if not scale.reasons:
        scale.prove(activity.claim.source)
        for record in activity.papers:
            scale.prove(*record.sources("title", "event_on")[:1])


def is_readable(record: Record) -> bool:
    """Whether the title and day of a paper, as far as it has them, were read well enough."""
    fields = [record.fields[key] for key in ("title", "event_on") if key in record.fields]
    return not fields or max(found.confidence for found in fields) >= LEGIBLE


def _weigh_day(activity: Activity, year: int) -> bool:
    """Whether the row has a day within the year; a row outside it cannot count."""
    scale, claim = activity.scale, activity.claim
    if activity.first is None or activity.last is None:
        raw = claim.raw.get("held_on", "")
        scale.open(Reason.DATE_INVALID, claim.source, name=claim.name, found=raw)
        return True
    if activity.last.year < year or activity.first.year > year:
        scale.exclude(
            Reason.DATE_OUT_OF_PERIOD, claim.source, name=claim.name, found=activity.first, expected=f"{year}年"
        )
        return False
    return True


def _explain_nothing(activity: Activity, pool: Pool) -> None:
    scale, name = activity.scale, activity.claim.name
    for problem in pool.unread_near(name)[:1]:
        scale.open(Reason.PAGE_UNREADABLE, problem.source, name=problem.source.path, found=problem.source.page or 1)
    if not scale.reasons:
        expected = "通知和会议截图" if activity.online else "通知、签到表和照片、总结、课件等其中一项"
        scale.open(Reason.NO_EVIDENCE, name=name, expected=expected)


def _weigh_completeness(activity: Activity, pool: Pool) -> None:
    """Offline: notice, sign-in sheet and one further item; online: notice and screenshot (附表5)."""
    wanted = [(NOTICES, Reason.NOTICE_MISSING)]
    if activity.online:
        wanted.append((SCREENSHOTS, Reason.SCREENSHOT_MISSING))
    else:
        wanted += [(SHEETS, Reason.SIGN_IN_MISSING), (SUPPORTING, Reason.SUPPORTING_ITEM_MISSING)]
    for kinds, reason in wanted:
        if not activity.of_kind(kinds):
            _open_missing(activity, kinds, reason, pool)


def _open_missing(activity: Activity, kinds: frozenset[Kind], reason: Reason, pool: Pool) -> None:
    strangers = [record for record in activity.contradicting if record.kind in kinds]
    name = activity.claim.name
    if strangers:
        stranger = strangers[0]
        says = " ".join(filter(None, (stranger.text("title"), stranger.text("event_on"))))
        listed = f"{name} {activity.claim.raw.get('held_on', '')}"
        places = stranger.sources("title", "event_on")
        activity.scale.open(Reason.ACTIVITY_MISMATCH, *places, name=name, found=says, expected=listed)
        return
    for problem in pool.unread_near(name)[:1]:
        place = problem.source
        activity.scale.open(Reason.PAGE_UNREADABLE, place, name=place.path, found=place.page or 1)
    activity.scale.open(reason, name=name)


def _weigh_reuse(activity: Activity, reused: frozenset[str]) -> None:
    """An activity that rests on a picture or sheet used for another one too is open."""
    for kinds in (SHEETS, SCREENSHOTS, SUPPORTING):
        papers = activity.of_kind(kinds)
        if papers and all(set(_marks(record)) & reused for record in papers):
            activity.scale.open(
                Reason.IMAGE_REUSED, papers[0].place(), name=activity.claim.name, other="另一活动的材料"
            )


def _remark_attendance(activity: Activity) -> None:
    sheets = activity.of_kind(SHEETS)
    if not sheets:
        return
    rows = [row for record in sheets for row in record.rows("rows") if row.get("signed") is not False]
    persons = Counter((str(row.get("name")), str(row.get("unit")), str(row.get("phone"))) for row in rows)
    units = {squash(str(row["unit"])) for row in rows if row.get("unit")}
    for key, counted, unit in (("persons", len(persons), "人"), ("enterprises", len(units), "家")):
        declared = activity.claim.cells.get(key)
        if isinstance(declared, int | float) and counted and int(declared) != counted:
            activity.scale.remark(
                Reason.ATTENDANCE_MISMATCH,
                sheets[0].place(),
                name=activity.claim.name,
                found=f"{counted}{unit}",
                expected=f"{int(declared)}{unit}",
            )
