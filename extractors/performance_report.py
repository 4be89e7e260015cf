"""Read performance reports (绩效报告, 附件4-2-1): cover, chapters, words, some figures (domain.md 1.4, RPT.01)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.form_fields import CATEGORIES
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days, parse_amount_yuan, parse_day
from extractors.closing import seal_fields
from extractors.form_values import ticked_options
from extractors.headings import title_field
from extractors.labels import find_first, make_field, make_record, money
from extractors.parties import party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

TITLE = re.compile(r"绩效(?:评价|自评)?.{0,6}报告")
UNIT_LABELS = ("单位名称", "申报单位", "填报单位", "运营单位", "单位")
DISTRICT_LABELS = ("所属区", "所在区", "注册所在区", "所属地区")
DAY_LABELS = ("填报日期", "填表日期", "报告日期", "日期")
CHAPTERS: Mapping[str, str] = {
    "一、平台基本情况": "平台基本情况",
    "二、平台运营管理情况": "运营管理情况",
    "三、平台提供服务情况": "提供服务情况",
    "四、平台服务业绩": "服务业绩",
    "五、与枢纽平台的服务协同情况": "服务协同情况",
    "六、下一步发展规划": "发展规划",
}
"""The six chapters, each with the words by which its heading is known."""
WORD_SUFFIXES = frozenset({".doc", ".docx", ".wps", ".rtf", ".odt"})
LONGEST_HEADING = 26
LONGEST_TEXT = 80_000
"""Characters of a report that are kept to be compared."""
COVER = 1200
"""The cover ends within so many characters."""

_CATEGORY = re.compile(
    r"服务类别[^:\t\n]{0,12}[:\t\n]{1,3}(?P<value>[^\n]{2,120}(?:\n(?!单\t?位|所\t?属|填\t?报)[^\n]{2,120})?)"
)
"""Boxes fill one line or two."""
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:区|县|开发区)(?=[^\u4e00-\u9fff]|\Z)")
_ABOUT = re.compile(r"[余多约近超逾]")
_SENTENCE = re.compile(r"[。;；\n]")
_SUM = r"(?:总额|合计|实现|达到?|为|约)?(?P<value>[约近超逾]{0,2}[0-9][0-9,.]{0,14}[余多]?(?:亿元|万元|元))"
_COUNT = r"(?:数量)?(?:共计?|累计|达到?|为|约)?(?P<value>[约近超逾]{0,2}[0-9][0-9,]{0,8}[余多]?)"
FIGURES: Mapping[str, re.Pattern[str]] = {
    "ops.2024.assets_wan": re.compile(rf"资产(?:总额|总计){_SUM}"),
    "ops.2024.revenue_wan": re.compile(rf"(?<!服务)营业总?收入{_SUM}"),
    "ops.2024.n_served": re.compile(rf"服务京津冀(?:地区)?(?:中小)?(?:微)?企业{_COUNT}家"),
    "n_partners": re.compile(rf"集聚(?:各类)?(?:专业)?(?:服务)?机构{_COUNT}家"),
    "n_activities": re.compile(rf"(?:组织|开展|举办)(?:各类)?(?:服务)?活动{_COUNT}[场次]"),
    "n_ip": re.compile(rf"(?:自主)?知识产权{_COUNT}[件项]"),
    "satisfaction_pct": re.compile(r"满意度(?:平均)?(?:达到?|为)?(?P<value>[0-9]{1,3}(?:\.[0-9]{1,3})?)%"),
}
"""Figures that the report may repeat from the form, by their identifier there."""


def extract_report(reading: Reading) -> tuple[Record | Problem, ...]:
    """Category, unit, district and day of the cover, the chapters, the text; `editable`: whether it is a Word file."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = title_field(reading, script, TITLE)
    fields |= _cover_fields(reading, script) | _chapter_fields(reading, script)
    fields |= {f"figures.{name}": field for name, field in _figures(reading, script)}
    fields |= seal_fields(reading)
    fields["editable"] = Field(_is_word(reading), reading.read_by, 1.0, reading.source(1))
    return (make_record(Kind.PERFORMANCE_REPORT, reading, fields),)


def _is_word(reading: Reading) -> bool:
    """Whether it is a Word file: by its name, and else because its print has no places."""
    if PurePosixPath(reading.path).suffix.lower() in WORD_SUFFIXES:
        return True
    return not any(word.box for page in reading.pages for line in page.lines for word in line.words)


def _cover_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`category`, `unit`, `district` and `reported_on`."""
    fields = _category_field(reading, script)
    unit = find_first(script, UNIT_LABELS, accept=lambda hit: _on_cover(hit) and len(party_name(hit.text)) > 3)
    if unit is not None:
        fields["unit"] = make_field(reading, unit, party_name(unit.text))
    district = find_first(script, DISTRICT_LABELS, accept=lambda hit: _on_cover(hit) and len(squash(hit.text)) > 1)
    if district is not None:
        found = _DISTRICT.match(squash(district.text))
        fields["district"] = make_field(reading, district, found[0] if found else squash(district.text))
    day = find_first(script, DAY_LABELS, accept=lambda hit: _on_cover(hit) and _iso(hit.text) != "")
    if day is not None:
        fields["reported_on"] = make_field(reading, day, _iso(day.text))
    return fields


def _on_cover(hit: Hit) -> bool:
    return hit.start < COVER


def _iso(text: str) -> str:
    """The day, else the month, that a text gives; "" for none."""
    day = parse_day(text)
    if day is not None:
        return day.isoformat()
    return next((found.month for found in find_days(text) if found.month), "") or ""


def _category_field(reading: Reading, script: Script) -> dict[str, Field]:
    """The category ticked or named on the cover; two that are ticked stand together."""
    hit = script.search(_CATEGORY, 0, min(COVER, len(script.text)))
    if hit is None:
        return {}
    chosen, sure = ticked_options(CATEGORIES, squash(hit.text))
    return {"category": make_field(reading, hit, "、".join(chosen), sure)} if chosen else {}


def _chapter_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`headings`, those of the six chapters that are there, and `text`, all from the first of them on."""
    found: dict[str, Hit] = {}
    start = 0
    for line in script.text.split("\n"):
        short = squash(line)
        if len(short) <= LONGEST_HEADING:
            for heading, words in CHAPTERS.items():
                if words in short and heading not in found:
                    found[heading] = script.hit(start, start + len(line))
        start += len(line) + 1
    first = min((hit.start for hit in found.values() if hit.start >= 0), default=0)
    body = script.hit(first, len(script.text))
    text = squash(script.text[first : first + LONGEST_TEXT])
    fields = {"text": make_field(reading, body, text)}
    fields["text"] = Field(text, "", fields["text"].confidence, reading.source(body.page))
    if found:
        named = [heading for heading in CHAPTERS if heading in found]
        fields["headings"] = make_field(reading, found[named[0]], named)
    return fields


def _figures(reading: Reading, script: Script) -> Iterator[tuple[str, Field]]:
    """The figures of the year that the report states exactly, each once."""
    for name, pattern in FIGURES.items():
        hits = [
            hit for hit in script.find(pattern) if not _ABOUT.search(hit.text) and not _is_of_last_year(script, hit)
        ]
        values = {value for hit in hits if (value := _figure(name, hit.text)) is not None}
        if len(values) == 1:
            yield name, make_field(reading, hits[0], values.pop())


def _figure(name: str, text: str) -> int | float | None:
    if name.endswith("_wan"):
        yuan = parse_amount_yuan(text)
        return None if yuan is None else money(yuan / 10_000)
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain) if plain.isdecimal() else None


def _is_of_last_year(script: Script, hit: Hit) -> bool:
    """Whether the sentence speaks of another year than the last."""
    sentence = _SENTENCE.split(script.text[max(0, hit.start - 80) : hit.start])[-1]
    return "2023" in sentence
