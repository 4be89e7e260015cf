"""Read credit queries (信用信息查询结果) and credit reports: of whom, when, with which penalties (domain.md 3.14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.documents import Box, Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days, parse_amount_yuan
from extractors.labels import find_first, make_field, make_record, money
from extractors.parties import is_organisation, party_name
from extractors.registration import code_field, day_field
from extractors.script import Hit, Script
from extractors.simplified import simplified_script
from extractors.table_headers import Column
from extractors.tables import Entry, find_table

SUBJECT_LABELS = (
    *("主体名称", "机构名称", "企业名称", "单位名称", "法人名称", "信用主体名称", "被查询单位", "查询对象", "查询主体"),
    *("公司名称", "名称"),
)
DAY_LABELS = (
    *(
        "查询时间",
        "查询日期",
        "报告生成时间",
        "报告生成日期",
        "生成时间",
        "生成日期",
        "报告时间",
        "报告日期",
        "出具日期",
    ),
    *("打印时间", "打印日期", "下载时间", "截图时间", "数据更新时间"),
)
COLUMNS = (
    Column("number", ("行政处罚决定书文号", "处罚决定书文号", "决定书文号", "行政处罚决定文书号", "文号")),
    Column("authority", ("处罚机关", "处罚单位", "作出处罚决定机关", "决定机关")),
    Column("decided_on", ("处罚决定日期", "处罚日期", "决定日期")),
    Column("amount_yuan", ("罚款金额(元)", "罚款金额", "罚款金额(万元)", "处罚金额")),
)
UNLABELLED_CONFIDENCE = 0.9
"""A name that stands alone, taller than the rest, and no other organisation beside it."""
UNSURE = 0.5
"""Two places of the paper contradict each other, or a day only stands at its edge."""

SITES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"信用中国\t?[(\[]\t?(?P<where>[\u4e00-\u9fff]{2,8})\t?[)\]]"), "信用中国（{where}）"),
    (re.compile(r"credit(?:bj\.jxj)?\.beijing\.gov|creditbj"), "信用中国（北京）"),
    (re.compile(r"企查查|qcc\.com"), "企查查"),
    (re.compile(r"天眼查|tianyancha"), "天眼查"),
    (re.compile(r"爱企查|启信宝|水滴信用"), "企业信息平台"),
    (re.compile(r"国家企业信用信息公示系统|gsxt\.gov"), "国家企业信用信息公示系统"),
    (re.compile(r"信用中国|creditchina\.gov"), "信用中国"),
)
"""Sites by what shows them; the first that shows is taken."""

_PENALTY = re.compile(r"行政处罚(?!决定)(?:信息|记录|数据)?")
_ADVERSE = re.compile(
    r"(?P<label>严重失信(?:主体)?(?:名单)?|失信被执行人|经营(?:\(活动\))?异常(?:名录)?(?:\(状态\))?|重大税收违法|黑名单)(?:信息|记录)?"
)
_NUMBER = r"[\t:\n]{0,2}(?:[(\[]\t?)?(?P<count>\d{1,4}|[OoQ〇])(?:\t?[)\]]|条|项|\t|\n|\Z|$|(?=[\u4e00-\u9fff]))"
_COUNTED = re.compile(_NUMBER)
_FOUND = re.compile(r"[^0-9\n]{0,12}\n?[^0-9\n]{0,8}(?:共?查询到|共有?|计)\t?(?P<count>\d{1,4}|[OoQ〇])\t?(?:条|项|个)")
_NONE = re.compile(
    r"[^\n]{0,10}\n?[^\n]{0,10}(?:未查询到|未查到|暂无|没有|查无|无相关|未发现|无记录|:无|\n无(?=\n|\Z))"
)
_WINDOW = 60
_FIGURE = re.compile(r"(?P<count>\d{1,4}|[OoQ〇])(?:条|项|个|次)?")
_FURTHEST = 4.0
"""Heights of a label from which on a figure over or under it is not its own."""
_CLEARLY = 1.5
"""A figure that stands so many times as far off as another one is not meant."""
_NEXT = re.compile(
    r"\n[一二三四五六七八九十]{1,2}[、.]|行政许可|守信激励|严重失信|经营(?:\(活动\))?异常|信用承诺|失信被执行"
)
_DECISION = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{1,10}罚?[\u4e00-\u9fff]{0,3}[〔\[(]20\d\d[〕\])][\u4e00-\u9fff0-9-]{1,16}号)"
)


def extract_credit(reading: Reading) -> tuple[Record | Problem, ...]:
    """The subject, code, day, site and penalties of a credit query.

    `penalties` is empty only where the paper says so (0 条, 未查询到); where it says nothing, there is no such field.
    `adverse` names what else is on record: 经营异常, 严重失信 and the like.
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _subject_field(reading, script) | code_field(reading, script)
    fields |= _day_field(reading, script) | _site_field(reading, script)
    fields |= _penalty_field(reading, script) | _adverse_field(reading, script)
    return (make_record(Kind.CREDIT_REPORT, reading, fields),)


def _subject_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`subject`: behind its label, else the one organisation whose name stands alone."""
    hit = find_first(script, SUBJECT_LABELS, accept=lambda hit: is_organisation(party_name(hit.text) or "-"))
    if hit is not None:
        return {"subject": make_field(reading, hit, party_name(hit.text))}
    alone = [hit for hit in _lone_names(script) if not re.search(r"罚|局\Z|委员会\Z|办公室\Z", squash(hit.text))]
    names = {squash(hit.text) for hit in alone}
    if not names:
        return {}
    return {
        "subject": make_field(
            reading, alone[0], party_name(alone[0].text), UNLABELLED_CONFIDENCE if len(names) == 1 else UNSURE
        )
    }


def _lone_names(script: Script) -> Iterator[Hit]:
    """The words that are the whole name of an organisation."""
    for placed in script.words:
        hit = script.hit(placed.start, placed.end)
        name = party_name(hit.text)
        if name and len(name) > len("某某公司") and name == squash(hit.text) and is_organisation(name):
            yield hit


def _day_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`queried_on`: behind its label, else, unsurely, the one day at the edge of a printed page."""
    labelled = day_field(reading, script, "queried_on", DAY_LABELS)
    if labelled:
        return labelled
    edges = [line for line in (*script.lines[:1], *script.lines[-1:]) if line]
    for line in edges:
        start, end = line[0].start, line[-1].end
        for found in find_days(script.text[start:end]):
            if found.value is not None:
                hit = script.hit(start + found.start, start + found.end)
                return {"queried_on": make_field(reading, hit, found.value.isoformat(), UNSURE)}
    return {}


def _site_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`site`: where the query was made."""
    for pattern, name in SITES:
        match = pattern.search(script.text)
        if match is not None:
            hit = script.hit(*match.span())
            return {"site": make_field(reading, hit, name.format(**match.groupdict()))}
    return {}


# --- What is on record ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """How many records a place of the paper speaks of."""

    count: int
    hit: Hit


def _penalty_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`penalties`: the rows of their table, else one for each decision that is named; [] where the paper says none."""
    said = list(_counts(script, _PENALTY))
    rows = _table_rows(reading) or _named_rows(script)
    stated = max((one.count for one in said), default=0)
    if not said and not rows:
        return {}
    rows += [{"said": f"行政处罚{stated}条"} for _ in range(stated - len(rows))]
    conflict = len({bool(one.count) for one in said} | ({True} if rows else set())) > 1
    best = max(said, key=lambda one: one.count, default=None)
    hit = best.hit if best is not None else next(_decisions(script))
    return {"penalties": make_field(reading, hit, rows, UNSURE if conflict else 1.0)}


def _adverse_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`adverse`: what else is on record, by its label; [] where all of it is said to be none."""
    said = [
        (squash(match["label"]), one) for match in _ADVERSE.finditer(script.text) for one in _said_behind(script, match)
    ]
    if not said:
        return {}
    found = list(dict.fromkeys(f"{label}{one.count}条" for label, one in said if one.count))
    hit = next((one.hit for _, one in said if one.count), said[0][1].hit)
    return {"adverse": make_field(reading, hit, found)}


def _counts(script: Script, label: re.Pattern[str]) -> Iterator[_Said]:
    """What each place that bears a label says of it."""
    for match in label.finditer(script.text):
        yield from _said_behind(script, match)


def _said_behind(script: Script, label: re.Match[str]) -> Iterator[_Said]:
    """The number behind a label, or that nothing was found; nothing where the paper does not say."""
    said = _said_in_text(script, label)
    beside = said is not None and "\n" not in script.text[label.end() : said.hit.end]
    if said is not None and beside:
        yield said
        return
    place = script.hit(*label.span())
    figures = list(_figures_of(script, place))
    yield from figures
    if said is not None and not figures and _is_under(script, place, said.hit):
        yield said


def _said_in_text(script: Script, label: re.Match[str]) -> _Said | None:
    """What follows a label in the text."""
    start = label.end()
    window = script.text[start : start + _WINDOW]
    following = _NEXT.search(window)
    window = window[: following.start()] if following else window
    for pattern in (_COUNTED, _FOUND):
        match = pattern.match(window)
        if match is not None:
            count = int(match["count"]) if match["count"].isdigit() else 0
            return _Said(count, script.hit(label.start(), start + match.end("count")))
    none = _NONE.match(window)
    return _Said(0, script.hit(label.start(), start + none.end())) if none is not None else None


# --- Tiles: figures over or under their labels ------------------------------------------------------------------------


def _figures_of(script: Script, label: Hit) -> Iterator[_Said]:
    """The figure over or under a label, whichever is nearer; both where none is clearly so."""
    gaps: dict[bool, tuple[float, _Said]] = {}
    for placed in script.words:
        figure = _FIGURE.fullmatch(squash(placed.word.text))
        if figure is None or placed.page != label.page or not _is_in_column(label.level, placed.box):
            continue
        below, gap = _gap(label.level, placed.box)
        if gap < gaps.get(below, (_FURTHEST,))[0]:
            count = int(figure["count"]) if figure["count"].isdigit() else 0
            gaps[below] = gap, _Said(count, script.hit(placed.start, placed.end))
    nearest = min((gap for gap, _ in gaps.values()), default=0.0)
    yield from (said for gap, said in gaps.values() if gap <= nearest * _CLEARLY)


def _is_in_column(label: Box | None, other: Box | None) -> bool:
    """Whether the middle of one box stands over or under the other."""
    if label is None or other is None:
        return False
    middles = ((label[0] + label[2]) / 2, (other[0] + other[2]) / 2)
    return label[0] <= middles[1] <= label[2] or other[0] <= middles[0] <= other[2]


def _gap(label: Box | None, other: Box | None) -> tuple[bool, float]:
    """Whether a box stands under another one, and how many heights of that apart; far away where they share a row."""
    if label is None or other is None:
        return True, _FURTHEST
    below = other[1] + other[3] > label[1] + label[3]
    apart = other[1] - label[3] if below else label[1] - other[3]
    height = label[3] - label[1]
    return below, _FURTHEST if apart < -height / 2 else max(apart, 0.0) / height


def _is_under(script: Script, label: Hit, said: Hit) -> bool:
    """Whether words in the next line speak of the label: it stands alone in its line, or they stand in its column."""
    words = script.lines[script.line_at(said.end - 1)]
    if len(script.lines[script.line_at(label.start)]) == 1 and len(words) == 1:
        return True
    return any(_is_in_column(label.level, word.box) for word in words if word.start < said.end <= word.end)


def _table_rows(reading: Reading) -> list[dict[str, object]]:
    """The rows of the table of penalties."""
    found = find_table(reading, COLUMNS, anchors=("number",), minimum=3)
    return [_row(entry) for entry in found.entries if entry.text("number")] if found is not None else []


def _row(entry: Entry) -> dict[str, object]:
    """A row of the table with its day and sum in JSON types."""
    row: dict[str, object] = {}
    for key, cell in entry.cells.items():
        text = squash(cell.text)
        day = next((found.value for found in find_days(text) if found.value), None) if key == "decided_on" else None
        sum_ = parse_amount_yuan(text) if key == "amount_yuan" else None
        row[key] = day.isoformat() if day else money(sum_) if sum_ is not None else text
    return row


def _named_rows(script: Script) -> list[dict[str, object]]:
    """A row for each decision that is named (京海市监罚〔2024〕12号)."""
    return [{"number": number} for number in dict.fromkeys(squash(hit.text) for hit in _decisions(script))]


def _decisions(script: Script) -> Iterator[Hit]:
    return script.find(_DECISION)
