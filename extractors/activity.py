"""Read papers of activities: notices, summaries, press releases, courseware, photos, meeting screenshots."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from domain.documents import Box, Kind, Page, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import clean, squash
from extractors.closing import seal_fields
from extractors.events import (
    EVENT_WORD,
    EventDays,
    activity_name,
    day_fields,
    find_days,
    find_event_days,
    find_issue_day,
    find_name,
    lone_days,
    name_fields,
    organiser_fields,
    place_fields,
)
from extractors.headings import headings
from extractors.labels import find_labelled, make_field, make_record
from extractors.post import is_campaign, listed_posts, post_fields
from extractors.script import Hit, Script
from extractors.simplified import simplified_script


def extract_notice(reading: Reading) -> tuple[Record | Problem, ...]:
    """What is announced, when, where and by whom, and the day of the notice (domain.md 3.4)."""
    return _extract(Kind.ACTIVITY_NOTICE, reading)


def extract_summary(reading: Reading) -> tuple[Record | Problem, ...]:
    """What a summary (活动总结) says was held (domain.md 3.7)."""
    return _extract(Kind.ACTIVITY_SUMMARY, reading)


def extract_press_release(reading: Reading) -> tuple[Record | Problem, ...]:
    """What a press release (新闻稿) says was held; its day stands under the headline (domain.md 3.7)."""
    script = simplified_script(reading)
    listed = listed_posts(reading) if is_campaign(script) else ()
    if not listed:
        return _extract(Kind.PRESS_RELEASE, reading)
    campaign = {name: field for name, field in post_fields(reading, script).items() if name in ("campaign", "mentions")}
    return tuple(make_record(Kind.PRESS_RELEASE, reading, {**campaign, **post}) for post in listed)


def extract_courseware(reading: Reading) -> tuple[Record | Problem, ...]:
    """Title, day and organisers on the first slide of courseware (课件)."""
    script = simplified_script(reading)
    if not script.text:
        return _unreadable(reading)
    days = find_event_days(script) or _first_lone_day(script)
    fields = {
        **name_fields(reading, script),
        **day_fields(reading, days),
        **organiser_fields(reading, script),
        **_labelled_place(reading, script),
    }
    return (make_record(Kind.COURSEWARE, reading, fields),)


def extract_photo(reading: Reading) -> tuple[Record | Problem, ...]:
    """The banner of a photo, the day that its watermark or the camera gives, its fingerprint (domain.md 3.6)."""
    script = simplified_script(reading)
    fields = {**_banner_fields(reading, script), **_photo_day(reading, script), **_fingerprints(reading)}
    place = find_labelled(script, ("地点", "地址", "拍摄地点"))
    if place is not None:
        fields["place"] = make_field(reading, place)
    return (make_record(Kind.ACTIVITY_PHOTO, reading, fields),)


def extract_screenshot(reading: Reading) -> tuple[Record | Problem, ...]:
    """Title, number, day and participants of an online meeting (domain.md 3.5); viewers of a stream are none."""
    script = simplified_script(reading)
    if not script.text:
        return _unreadable(reading)
    fields = {
        **_meeting_title(reading, script),
        **day_fields(reading, find_event_days(script) or _any_day(script)),
        **{name: field for name, field in place_fields(reading, script).items() if name == "meeting_number"},
        **_people_fields(reading, script),
        **_fingerprints(reading),
    }
    return (make_record(Kind.MEETING_SCREENSHOT, reading, fields),)


# --- Notices, summaries, press releases -------------------------------------------------------------------------------


def _extract(kind: Kind, reading: Reading) -> tuple[Record | Problem, ...]:
    script = simplified_script(reading)
    if not script.text:
        return _unreadable(reading)
    at_end = kind is not Kind.PRESS_RELEASE
    days = find_event_days(script)
    issued = find_issue_day(script, at_end=at_end, other_than=days.hit if days else None)
    if days is None and issued is not None:
        days = _with_year_of(script, issued[1])
    fields = {
        **name_fields(reading, script),
        **day_fields(reading, days),
        **place_fields(reading, script),
        **organiser_fields(reading, script),
        **_count_fields(reading, script),
        **seal_fields(reading),
    }
    if issued is not None:
        fields["issued_on"] = make_field(reading, issued[0], issued[1].isoformat())
    if kind is Kind.PRESS_RELEASE:
        fields |= post_fields(reading, script)
    return (make_record(kind, reading, fields),)


def _with_year_of(script: Script, issued: date) -> EventDays | None:
    """The event's day without a year (5月16日), in the year of issue, if that is no other than the day of issue."""
    return find_event_days(script, issued.year)


def _unreadable(reading: Reading) -> tuple[Problem, ...]:
    return (Problem(Reason.PAGE_UNREADABLE, reading.source(reading.pages[0].number if reading.pages else None)),)


def _count_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`enterprises` and `persons` that a text counts exactly; 30余家 and 近百人 are no counts."""
    fields = {}
    for name, pattern in (("enterprises", _ENTERPRISES), ("persons", _PERSONS)):
        for match in pattern.finditer(script.text):
            if not _VAGUE.search(script.text, max(0, match.start() - 4), match.end("value") + 2):
                fields[name] = make_field(reading, script.hit(*match.span("value")), int(match["value"]))
                break
    return fields


def _first_lone_day(script: Script) -> EventDays | None:
    """The date that stands alone on the slides."""
    hit = next(lone_days(script), None)
    return EventDays(hit[0], hit[1]) if hit else None


def _labelled_place(reading: Reading, script: Script) -> dict[str, Field]:
    return {name: field for name, field in place_fields(reading, script).items() if field.raw}


# --- Photos -----------------------------------------------------------------------------------------------------------


def _banner_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """The largest print on a photo."""
    hit = find_name(script) or _largest(script)
    if hit is None:
        return {}
    return {"title": make_field(reading, hit, activity_name(hit.text)), "heading": make_field(reading, hit, hit.raw)}


def _largest(script: Script) -> Hit | None:
    """The tallest line of at least four Chinese characters."""
    tall = (hit for page in script.pages for hit in headings(script, page.number))
    lines = (script.hit(line[0].start, line[-1].end) for line in script.lines)
    candidates = [hit for hit in (*tall, *lines) if len(_CHINESE.findall(hit.text)) >= _SHORTEST]
    return max(candidates, key=_height, default=None)


def _height(hit: Hit) -> float:
    return hit.level[3] - hit.level[1] if hit.level else 0.0


def _photo_day(reading: Reading, script: Script) -> dict[str, Field]:
    """The day on the watermark, else that of the camera."""
    days = _any_day(script)
    if days is not None:
        basis = Field("watermark", days.hit.raw, days.hit.confidence, reading.source(days.hit.page, days.hit.box))
        return {**day_fields(reading, days), "event_on_basis": basis}
    for key, value in reading.meta:
        match = _EXIF.match(value) if key in _EXIF_KEYS else None
        if match is not None:
            source = reading.source(reading.pages[0].number if reading.pages else None)
            taken = Field(f"{match[1]}-{match[2]}-{match[3]}", value, 1.0, source)
            return {"event_on": taken, "event_on_basis": Field("camera", key, 1.0, source)}
    return {}


def _any_day(script: Script) -> EventDays | None:
    """The first whole date on the page."""
    for day in find_days(script.text):
        if day.valid and day.value is not None:
            return EventDays(script.hit(day.start, day.end), day.value)
    return None


def _fingerprints(reading: Reading) -> dict[str, Field]:
    """`fingerprint` of the first picture, `fingerprints` of all pages that are pictures."""
    pages = [page for page in reading.pages if page.fingerprint]
    if not pages:
        return {}
    source = reading.source(pages[0].number)
    return {
        "fingerprint": Field(pages[0].fingerprint, "", 1.0, source),
        "fingerprints": Field([page.fingerprint for page in pages], "", 1.0, source),
    }


# --- Meeting screenshots ----------------------------------------------------------------------------------------------


def _meeting_title(reading: Reading, script: Script) -> dict[str, Field]:
    """The title of the meeting: labelled, in the bar of the window, or large print that names an activity."""
    window = next((hit for hit in script.find(_WINDOW) if not _NO_TITLE.match(squash(hit.text))), None)
    large = find_name(script, EVENT_WORD)
    hit = find_labelled(script, _MEETING_LABELS) or window or large
    if hit is None or (hit is large and not EVENT_WORD.search(large.text)):
        return {}
    return {"title": make_field(reading, hit, activity_name(hit.text)), "heading": make_field(reading, hit, hit.raw)}


def _people_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`persons` in the meeting, `viewers` of a stream, `rows` and `attendees`: who shows as 单位-姓名."""
    fields = {}
    for name, patterns in (("persons", _PARTICIPANTS), ("viewers", _VIEWERS)):
        hit = next((hit for pattern in patterns for hit in script.find(pattern)), None)
        if hit is not None:
            fields[name] = make_field(reading, hit, int(hit.text))
    rows = [row for page in reading.pages for row in _attendees(page)]
    if rows:
        source = reading.source(reading.pages[0].number)
        confidence = min(float(str(row["confidence"])) for row in rows)
        fields["rows"] = Field(rows, "", confidence, source)
        fields["attendees"] = Field([row["nickname"] for row in rows], "", confidence, source)
    return fields


def _attendees(page: Page) -> Iterator[Mapping[str, object]]:
    """The participants that are shown as 单位-姓名."""
    for line in page.lines:
        for word in line.words:
            parts = split_nickname(word.text)
            if parts is not None:
                yield {
                    "name": parts[1],
                    "unit": parts[0],
                    "phone": "",
                    "nickname": f"{parts[0]}-{parts[1]}",
                    "signed": True,
                    "page": page.number,
                    "bbox": _corners(word.box),
                    "confidence": word.confidence,
                }


def split_nickname(text: str) -> tuple[str, str] | None:
    """Unit and name of a nickname (公司-姓名 or 姓名-公司); None where it has only one of them."""
    match = _NICKNAME.fullmatch(_ROLE_NOTE.sub("", squash(clean(text))))
    if match is None or _PROGRAM.search(match[0]):
        return None
    first, second = match[1], match[2]
    if len(first) <= _LONGEST_NAME < len(second):
        first, second = second, first
    return (first, second) if len(first) >= _SHORTEST_UNIT and 2 <= len(second) <= _LONGEST_NAME else None


def _corners(box: Box | None) -> list[float] | None:
    return list(box) if box is not None else None


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SHORTEST = 4
_SHORTEST_UNIT = 3
_LONGEST_NAME = 4
_EXIF_KEYS = ("DateTimeOriginal", "EXIF DateTimeOriginal", "DateTimeDigitized", "DateTime")
_EXIF = re.compile(r"\s*((?:19|20)\d\d)[:-](0[1-9]|1[0-2])[:-](0[1-9]|[12]\d|3[01])")
_MEETING_LABELS = ("会议主题", "会议名称", "会议标题", "直播主题", "主题")
_WINDOW = re.compile(
    r"(?:腾讯会议|钉钉(?:视频)?(?:会议)?|飞书(?:会议)?|Zoom(?:会议)?)(?:[\t ]?[-—|:：][\t ]?|\t)"
    r"(?P<value>[^\t\n|]{4,60})"
)
_NO_TITLE = re.compile(r"会议[号码]|成员|参会|\d")
_PARTICIPANTS = (
    re.compile(
        r"(?:(?:管理)?成员(?:列表)?|参会(?:人员|人数|成员|者|人)|与会者|参与者|Participants)"
        r"\t?[(:：]?\t?(?P<value>\d{1,5})(?!\d|[:.])"
    ),
    re.compile(r"(?P<value>\d{1,5})\t?[人位](?:正在|已)?(?:参会|在会|会议中|入会|参加会议)"),
)
_VIEWERS = (
    re.compile(r"(?:观看|在线)(?:人数|人次)?\t?[:：]?\t?(?P<value>\d{1,7})"),
    re.compile(r"(?P<value>\d{1,7})\t?[人次]{0,2}(?:正在)?(?:观看|看过|在看|围观)"),
)
_ENTERPRISES = re.compile(r"(?P<value>\d{1,5})(?P<unit>\t?(?:余|多)?家(?:中小)?(?:微)?(?:企业|单位|公司))")
_PERSONS = re.compile(r"(?P<value>\d{1,5})(?P<unit>\t?(?:余|多)?(?:人次|人|名)(?:参加|参会|参训|企业家|代表|学员))")
_VAGUE = re.compile(r"余|多|近|约|逾|超|左右|上下|以上|达到")
_NICKNAME = re.compile(r"([\u3400-\u9fff()A-Za-z0-9·]{2,40})[-—_–]{1,2}([\u3400-\u9fff()A-Za-z0-9·]{2,40})")
_PROGRAM = re.compile(r"腾讯会议|钉钉|飞书|[Zz]oom")
_ROLE_NOTE = re.compile(r"\((?:主持人|联席主持人|我|主讲人|外部|企业微信)[^()]{0,8}\)")
