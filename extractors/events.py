"""What papers of an activity have in common: its name, days, place and organisers (domain.md 3.3–3.7, 3.31)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from domain.documents import Reading
from domain.records import Field
from domain.text import clean, squash
from domain.values import FoundDay, find_spans
from domain.values import find_days as find_separate_days
from extractors.headings import first_rows, headings
from extractors.labels import find_all_labelled, find_first, find_labelled, make_field
from extractors.script import Hit, Script

NAME_LABELS = (
    "活动名称",
    "会议名称",
    "培训名称",
    "活动主题",
    "会议主题",
    "培训主题",
    "讲座名称",
    "讲座主题",
    "课程名称",
    "主题",
)
DAY_LABELS = (
    *(
        "活动时间",
        "会议时间",
        "培训时间",
        "举办时间",
        "召开时间",
        "活动日期",
        "会议日期",
        "培训日期",
        "举办日期",
        "开课时间",
    ),
    *("讲座时间", "直播时间", "开始时间", "授课时间", "时间", "日期"),
)
PLACE_LABELS = (
    *(
        "活动地点",
        "会议地点",
        "培训地点",
        "举办地点",
        "召开地点",
        "活动地址",
        "会议地址",
        "培训地址",
        "授课地点",
        "讲座地点",
    ),
    *("参会方式", "活动形式", "活动方式", "举办形式", "会议形式", "地点", "地址"),
)
ROLE_LABELS = (
    *(
        "主办单位",
        "承办单位",
        "协办单位",
        "支持单位",
        "指导单位",
        "组织单位",
        "举办单位",
        "联合主办",
        "执行单位",
        "主办方",
    ),
    *("承办方", "协办方", "支持方", "联合承办", "组织方", "主办", "承办", "协办"),
)
ISSUE_LABELS = (
    "发布时间",
    "发布日期",
    "发文日期",
    "印发日期",
    "填表日期",
    "填写日期",
    "撰写日期",
    "发表时间",
    "通知日期",
)
ONLINE = "线上"

DERIVED = 0.8
"""The confidence of a value that another one on the paper completes (the year of “5月16日”)."""


@dataclass(frozen=True, slots=True)
class EventDays:
    """When an activity takes place, and where that stands."""

    hit: Hit
    first: date
    last: date | None = None
    confidence: float = 1.0


def name_fields(reading: Reading, script: Script, prefer: re.Pattern[str] | None = None) -> dict[str, Field]:
    """`title`, the name of the activity; `heading`, the line in which it stands as printed."""
    hit = find_name(script, prefer)
    if hit is None:
        return {}
    return {"title": make_field(reading, hit, activity_name(hit.text)), "heading": make_field(reading, hit, hit.raw)}


def day_fields(reading: Reading, days: EventDays | None) -> dict[str, Field]:
    """`event_on`, and `event_to` where the activity takes more than a day."""
    if days is None:
        return {}
    fields = {"event_on": make_field(reading, days.hit, days.first.isoformat(), days.confidence)}
    if days.last is not None and days.last > days.first:
        fields["event_to"] = make_field(reading, days.hit, days.last.isoformat(), days.confidence)
    return fields


def place_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`place`, 线上 of an online activity; `meeting_number` where there is one."""
    fields = {}
    number = find_meeting_number(script)
    if number is not None:
        fields["meeting_number"] = make_field(reading, number, meeting_digits(number.text))
    place = find_labelled(script, PLACE_LABELS, accept=_is_place)
    place = place or script.search(_PLACE_IN_LINE) or script.search(_PLACE_IN_PROSE)
    if place is not None:
        fields["place"] = make_field(reading, place, place_name(place.text))
    elif number is not None:
        fields["place"] = make_field(reading, number, ONLINE, DERIVED)
    return fields


def organiser_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`organisers`: who hosts, carries out and supports the activity, in the order of the paper."""
    hits = [hit for hit in find_all_labelled(script, ROLE_LABELS, unfinished=_goes_on) if _organisations(hit.text)]
    hits = sorted(hits, key=lambda hit: hit.start) or list(_organisers_in_prose(script))
    listed = dict.fromkeys(name for hit in hits for name in _organisations(hit.text))
    names = [name for name in listed if not any(other != name and other.startswith(name) for other in listed)]
    if not names:
        return {}
    field = make_field(reading, hits[0], names, min(hit.confidence for hit in hits))
    return {"organisers": field}


def find_days(text: str, year: int | None = None) -> tuple[FoundDay, ...]:
    """Every date of a text, also where recognition lost the space beside a time of day (2024-05-1810:26)."""
    cuts = [0, *(match.end() for match in _MERGED.finditer(text)), len(text)]
    return tuple(
        replace(day, start=day.start + first, end=day.end + first)
        for first, last in pairwise(cuts)
        for day in find_separate_days(text[first:last], year)
    )


def find_name(script: Script, prefer: re.Pattern[str] | None = None) -> Hit | None:
    """The name of the activity: labelled, else the heading, else what stands in quotation marks."""
    labelled = find_first(script, NAME_LABELS, accept=_is_name, unfinished=_is_broken)
    if labelled is not None:
        return labelled
    if not script.pages:
        return None
    page = script.pages[0].number
    titles = [hit for hit in headings(script, page) if _is_name(hit)]
    about = next((hit for hit in titles if (prefer or _ABOUT).search(squash(hit.text))), None)
    if about is not None or titles:
        return about or titles[0]
    rows = [
        hit for hit in first_rows(script, page) if _is_name(hit) and (prefer or EVENT_WORD).search(squash(hit.text))
    ]
    return next(iter(rows), None) or next((hit for hit in script.find(_QUOTED) if EVENT_WORD.search(hit.text)), None)


def activity_name(heading: str) -> str:
    """The activity that a heading is about: without 关于举办…的通知, 签到表, 活动总结, 成功举办 and quotation marks."""
    text = _BLANKS.sub("", clean(heading))
    for _ in range(_LAYERS):
        before = text
        text = _PREFIX.sub("", text)
        text = _SUFFIX.sub("", text).strip(_EDGES)
        text = _QUOTED_OF.sub("", _unquoted(text))
        if text == before:
            break
    return text or clean(heading)


def find_event_days(script: Script, year: int | None = None) -> EventDays | None:
    """The days of the activity: labelled, else the first date of the prose."""
    for label in DAY_LABELS:
        for hit in find_all_labelled(script, (label,)):
            days = days_in(hit, year)
            if days is not None:
                return days
    return next(_days_in_prose(script, year), None)


def days_in(hit: Hit, year: int | None = None) -> EventDays | None:
    """First and last day that a piece of text names; a date without its year takes that of the paper, doubtfully."""
    complete = [day.value for day in find_days(hit.text) if day.valid and day.value]
    context = year if not complete else None
    spans = [span for span in find_spans(hit.text, context) if span.valid and span.first and span.last]
    if spans and spans[0].first and spans[0].last:
        return EventDays(hit, spans[0].first, spans[0].last, 1.0 if complete else DERIVED)
    days = sorted({day.value for day in find_days(hit.text, context) if day.valid and day.value})
    if not days or (days[-1] - days[0]).days > _LONGEST_EVENT:
        return None
    return EventDays(hit, days[0], days[-1] if len(days) > 1 else None, 1.0 if complete else DERIVED)


def find_issue_day(script: Script, *, at_end: bool, other_than: Hit | None = None) -> tuple[Hit, date] | None:
    """The day of issue: labelled, else the date that has a line to itself, at the end or at the top of the paper."""
    for label in ISSUE_LABELS:
        for hit in find_all_labelled(script, (label,)):
            first = next((day.value for day in find_days(hit.text) if day.value), None)
            if first is not None:
                return hit, first
    alone = [pair for pair in lone_days(script) if other_than is None or not _touches(pair[0], other_than)]
    if not alone:
        return None
    return alone[-1] if at_end else alone[0]


def lone_days(script: Script) -> Iterator[tuple[Hit, date]]:
    """The dates that have a line to themselves, perhaps with a time of day and a place (2024年5月18日 18:22 北京)."""
    for line in script.lines:
        first, last = line[0].start, line[-1].end
        found = find_days(script.text[first:last])
        if len(found) == 1 and found[0].value is not None and _is_alone(script.text[first:last], found[0]):
            yield script.hit(first + found[0].start, first + found[0].end), found[0].value


def find_meeting_number(script: Script) -> Hit | None:
    """The number of an online meeting (会议号, 9 to 11 digits)."""
    return script.search(_MEETING_NUMBER)


def meeting_digits(text: str) -> str:
    """A meeting number in its groups: 123-456-789."""
    digits = "".join(character for character in text if character.isdigit())
    groups = [digits[:3], digits[3:6], digits[6:]] if len(digits) <= 10 else [digits[:3], digits[3:7], digits[7:]]
    return "-".join(group for group in groups if group)


def place_name(text: str) -> str:
    """A place without the number to dial; 线上 for what takes place online only."""
    plain = clean(text)
    if _OFFLINE.search(plain):
        return plain
    if plain.startswith(ONLINE) or _SOFTWARE.search(plain):
        return ONLINE
    return plain


def _unquoted(text: str) -> str:
    """The text without quotation marks round all of it, or a lone one; those inside stay (“2024年“专精特新”宣讲会”)."""
    for opening, closing in _QUOTES:
        if text.endswith(closing) and opening not in text[:-1]:
            return text[:-1]
        if text.startswith(opening) and closing not in text[1:]:
            return text[1:]
    if len(text) < 3 or (text[0], text[-1]) not in _QUOTES:
        return text
    inner = text[1:-1]
    depth = 0
    for character in inner:
        depth += (character == text[0]) - (character == text[-1] and text[0] != text[-1])
        if depth < 0:
            return text
    return inner if text[0] != text[-1] or inner.count(text[0]) % 2 == 0 else text


# --- The name ---------------------------------------------------------------------------------------------------------


def _is_name(hit: Hit) -> bool:
    """Whether a line could name an activity: long enough, more than a kind of paper, not an organisation or a date."""
    text = squash(hit.text)
    name = activity_name(text)
    if (
        _LONG_NUMBER.search(text)
        or _TRAIL.search(text)
        or len(_COLUMN_HEADS.intersection(map(squash, hit.raw.split()))) >= 2
    ):
        return False
    if not _SHORTEST <= len(name) <= _LONGEST or _GENERIC.fullmatch(text) or _GENERIC.fullmatch(name):
        return False
    if _ORGANISATION.search(name) and not EVENT_WORD.search(name):
        return False
    return len(_CHINESE.findall(name)) >= _SHORTEST and not _SENTENCE.search(name)


def _is_broken(text: str) -> bool:
    """Whether a name must go on in the next line: an opening mark without its closing one."""
    return any(text.count(opening) > text.count(closing) for opening, closing in ("“”", "《》", "()", "「」"))


def _is_place(hit: Hit) -> bool:
    """Whether a value is a place and not the next thing on the paper."""
    return 2 <= len(squash(hit.text)) <= _LONGEST and not _SENTENCE.search(squash(hit.text))


# --- Days -------------------------------------------------------------------------------------------------------------


def _days_in_prose(script: Script, year: int | None) -> Iterator[EventDays]:
    """The dates of running text in which something is held (…举办, …召开)."""
    before = 0
    for first, last in _lines(script):
        held = _HELD.search(script.text, first, last)
        if held is not None:
            found = _days_before(script, (before, first), held.end(), year)
            if found is not None:
                yield found
        before = first


def _days_before(script: Script, starts: tuple[int, int], end: int, year: int | None) -> EventDays | None:
    """The dates of the sentence that ends here, which may begin in the line before."""
    text = script.text
    sentence = text.rfind("。", starts[1], end) + 1
    if not sentence:
        broken = text[starts[0] : starts[1]].rstrip().endswith("。") or _is_lone(text[starts[0] : starts[1]].rstrip())
        sentence = starts[1] if broken or find_days(text[starts[1] : end]) else starts[0]
    days = days_in(script.hit(sentence, end), year)
    if days is None:
        return None
    found = find_days(text[sentence:end])
    return replace(days, hit=script.hit(sentence + found[0].start, sentence + found[-1].end))


def _is_lone(line: str) -> bool:
    """Whether a line is nothing but a date."""
    found = find_days(line)
    return len(found) == 1 and _is_alone(line, found[0])


def _lines(script: Script) -> Iterator[tuple[int, int]]:
    """First and last-plus-one character of what stands between newlines."""
    start = 0
    for line in script.text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _is_alone(line: str, day: FoundDay) -> bool:
    """Whether a line holds a date and nothing else of weight."""
    rest = f"{line[: day.start]} {line[day.end :]}"
    return _BESIDE_A_DAY.fullmatch(rest) is not None


def _touches(one: Hit, other: Hit) -> bool:
    """Whether two pieces are the same place of the paper."""
    if one.start >= 0 and other.start >= 0:
        return one.start < other.end and other.start < one.end
    return one.page == other.page and one.text in other.text


# --- Organisers -------------------------------------------------------------------------------------------------------


def _organisations(text: str) -> tuple[str, ...]:
    """The organisations that a value lists (甲中心、乙公司；承办单位：丙公司)."""
    plain = _ROLE.sub("、", clean(text))
    for day in reversed(find_days(plain)):
        plain = f"{plain[: day.start]}、{plain[day.end :]}"
    names: list[str] = []
    for part in _SEPARATORS.split(plain):
        name = squash(part).strip(_EDGES)
        company = _COMPANY.match(name)
        if len(_CHINESE.findall(name)) >= _SHORTEST and not _NO_BODY.search(name):
            names.append(company[1] if company else name)
        if company:
            break
    return tuple(names)


def _goes_on(text: str) -> bool:
    """Whether a list of organisations goes on in the next line."""
    return text.rstrip().endswith(("、", ",", "，"))


def _organisers_in_prose(script: Script) -> Iterator[Hit]:
    """Who is said to hold the activity (由…主办、…承办)."""
    for match in _HOSTS.finditer(script.text):
        yield script.hit(*match.span("hosts"))
        behind = _MORE_HOSTS.match(script.text, match.end())
        while behind is not None:
            yield script.hit(*behind.span("hosts"))
            behind = _MORE_HOSTS.match(script.text, behind.end())
        return


_SHORTEST = 4
_LONGEST = 80
_LAYERS = 4
_LONGEST_EVENT = 31
"""Days further apart than these do not make one activity."""
_EDGES = " \t:：,，、;；.。-—_－~·|"
_BLANKS = re.compile(r"(?<=[\u3000-\u9fff]) (?=[\u3000-\u9fff])")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_COLUMN_HEADS = frozenset(
    (
        "序号",
        "姓名",
        "单位",
        "单位名称",
        "工作单位",
        "职务",
        "联系电话",
        "电话",
        "手机号",
        "手机号码",
        "签名",
        "签到",
        "备注",
        "公司名称",
    )
)
"""Two of these make a line the head of a table."""
_TRAIL = re.compile(r">|当前位置|首页|来源:|浏览次数|阅读量")
_LONG_NUMBER = re.compile(r"\d{7}")
_MERGED = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-/.]\d\d[-/.]\d\d(?=\d{1,2}:\d\d)|(?<!\d)\d{1,2}:\d\d(?=(?:19|20)\d\d[-/.年]\d)"
)
_SENTENCE = re.compile(r"[。;；!?？！]")
EVENT_WORD = re.compile(
    r"培训|讲座|沙龙|论坛|对接|宣讲|研讨|路演|大赛|比赛|会议|活动|课堂|交流|座谈|峰会|推介|发布|年会|训练营|公开课|直播|辅导"
    r"|说明会|宣贯|解读|大会|行动|服务月|招聘|沙盘|诊断|开放日|走进|专场|会"
)
_ORGANISATION = re.compile(
    r"(?:公司|中心|协会|学会|研究院|研究所|集团|局|委员会|办公室|政府|商会|联盟|基地|文件|平台)\Z"
)
_VERB = "(?:组织|邀请|联合|共同|举办)?(?:举办|召开|开展|组织|举行|参加|邀请|启动|做好)"
_PREFIX = re.compile(
    rf"\A(?:关于{_VERB}?(?:好)?|热烈庆祝|热烈祝贺|诚邀您?参加|邀请参加|欢迎参加|活动(?:回顾|预告)[|:]?|(?:会议|活动)通知[|:])"
)
_PAPER = (
    r"签到表|签到册|签到簿|签到单|签到记录|签到名单|签到|参会人员名单|参会名单|参会人员签到|人员名单|参会回执|回执|报名表"
    r"|活动总结表|活动总结|工作总结|总结报告|总结|活动报道|新闻报道|新闻稿|报道|简报|课件|讲义|演示文稿|资料"
)
_WELL = "(?:成功|圆满|顺利|隆重|正式|如期)"
_HELD_WELL = rf"(?:在[\u4e00-\u9fff]{{1,8}})?(?:{_WELL}?(?:举办|举行|召开|开展|落幕|结束|收官|完成|开幕)|{_WELL})"
_SUFFIX = re.compile(
    rf"(?:的?(?:预|补充)?(?:通知书?|公告|通告|邀请函|邀请书|邀请|请柬|函)|[-—_－ ]{{0,3}}(?:{_PAPER})|{_HELD_WELL})"
    r"(?:\([^()]{0,12}\))?\Z"
)
_ABOUT = re.compile(r"\A关于.{2,70}(?:通知|公告|邀请函|函)(?:\([^()]{0,12}\))?\Z")
_QUOTED_OF = re.compile(r"(?<=[”\"》」])的\Z")
_QUOTES = frozenset((("“", "”"), ("《", "》"), ("「", "」"), ("『", "』"), ("【", "】"), ('"', '"')))
_QUOTED = re.compile(r"[“\"《「『【]([^“”\"《》「」『』【】]{2,80})[”\"》」』】]")
_QUOTED = re.compile(r"[“\"《「『](?P<value>[^“”\"《》「」『』\n]{4,60})[”\"》」』]")
_GENERIC = re.compile(
    rf"(?:活动|会议|培训|人员|参会|现场)?(?:{_PAPER}|通知|公告|邀请函|请柬|照片|图片|方案|议程|日程|海报|INVITATION)|谢谢.?|目录|首页"
    r"|尊敬的.{0,20}|各有关单位.?|会议通知|线上会议|腾讯会议|现场照片|活动照片|新闻动态"
)
_SOFTWARE = re.compile(
    r"腾讯会议|钉钉|飞书|[Zz][Oo]{2}[Mm]|小鹅通|视频号|直播|云会议|网络会议|视频会议|会议号|企业微信"
)
_OFFLINE = re.compile(r"线下|[路街]\d{1,5}号|\d{1,4}[室层]|会议室|酒店|大厦|报告厅|多功能厅|礼堂|教室")
_MEETING_NUMBER = re.compile(
    r"(?:会议[号码]|会议\t?ID|会议号码|腾讯会议|入会号)[\t ]?[:：#]?[\t ]?"
    r"(?P<value>\d{3}[-–— \t]?\d{3,4}[-–— \t]?\d{3,4})(?!\d)"
)
_PLACE_IN_LINE = re.compile(r"(?:活动|会议|培训|举办)(?:地点|地址)(?:[\t ]?[:：][\t ]?|\t)(?P<value>[^\t\n]{2,60})")
_PLACE_IN_PROSE = re.compile(
    r"[\t,，”\"日0-9]在(?P<value>[^，。,“”\n]{2,40}?)(?:成功|顺利|圆满|隆重|正式|如期)?(?:举办|举行|召开|开展)"
)
_HELD = re.compile(r"举办|举行|召开|开展|主办|承办")
_BESIDE_A_DAY = re.compile(
    r"[\s(]{0,3}(?:(?:星期|周)[一二三四五六日天])?[\s)]{0,3}(?:[上下]午|晚上?|凌晨)?\s{0,2}"
    r"(?:\d{1,2}:\d{2}(?::\d{2})?)?\s{0,2}(?:[\u4e00-\u9fff]{2,4})?\s{0,2}"
)
_COMPANY = re.compile(r"(.{2,40}?(?:有限责任公司|有限公司|集团公司))(?!.{0,40}(?:公司|中心|部|院|所)\Z).{5,}\Z")
"""A company behind whose name the text runs on."""
_NO_BODY = re.compile(r"(?:对象|内容|时间|地点|效果|方式|人员|单位|日期|名称)\Z")
_ROLE = re.compile(
    r"(?:联合)?(?:主办|承办|协办|支持|指导|组织|执行|举办)(?:单位|方)\t?[:：]?|(?:联合)?(?:主办|承办|协办)\t?[:：]"
)
_SEPARATORS = re.compile(
    r"[、,，;；/\t]|\s{2,}|(?<=公司) |(?<=中心) |(?<=[协学商]会) |(?<=委员会) |(?<=研究院) |(?<=[局院所厅]) "
)
_HOSTS = re.compile(r"由(?P<hosts>[^，。“”]{4,120}?)(?:共同|联合)?(?:主办|举办|组织)")
_MORE_HOSTS = re.compile(r"[、，,和及\t\n]{1,2}(?:由)?(?P<hosts>[^。“”]{4,120}?)(?:共同|联合)?(?:承办|协办|支持)")
