"""Read descriptions of application cases (应用案例): the customer, and which parts are told (domain.md 3.29)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.documents import Kind, Page, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from extractors.headings import first_rows, headings
from extractors.labels import find_all_labelled, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

CUSTOMER_LABELS = (
    *("服务企业名称", "应用企业名称", "应用单位名称", "客户名称", "应用企业", "应用单位", "客户单位", "用户单位"),
    *("案例企业", "服务对象", "服务企业", "被服务企业", "应用客户", "客户", "用户", "用户名称", "企业名称", "需求单位"),
    *("单位名称", "合作企业", "服务客户", "实施企业"),
)
TITLE_LABELS = ("案例名称", "案例标题", "案例题目", "项目名称")
PARTS: Mapping[str, re.Pattern[str]] = {
    "痛点": re.compile(r"痛点|难点|难题|(?:面临|存在)的?(?:问题|挑战|困难)|(?:业务|管理|主要|企业)(?:问题|挑战|困境)"),
    "功能": re.compile(
        r"解决方案|功能|建设(?:内容|方案)|实施(?:内容|方案|过程)|服务方案|主要做法|技术方案|解决(?:思路|办法|措施|路径)"
    ),
    "效果": re.compile(r"效果|成效|效益|成果|应用价值|客户价值|收益"),
}
"""What a description has to tell: “解决痛点难点问题、实现功能、使用效果等” (评分指标8.4（3）)."""
SHORTEST_PART = 10
"""Characters under a heading that tell something."""
LONGEST_HEAD = 18
IN_PROSE = 0.85
"""The confidence of a customer whom no label names."""

_SECTION = re.compile(
    r"(?:\A|\n)[\t ]?(?:典型|应用|成功)?案例[\t ]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[\t ]?[:、.\n\t]"
)
_HEAD = re.compile(
    r"[\t ]?(?:[一二三四五六七八九十\d]{1,3}[、.)]|\([一二三四五六七八九十\d]{1,2}\)|第[一二三四五六]部分)?[\t ]?"
    r"(?P<head>[^\n\t:。,;【】\[\]]{2,18})(?=[:\t]|\Z)"
)
_BOXED = re.compile(r"[【\[](?P<head>[^\n\t:。,;【】\[\]]{2,18})[】\]]")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十\d]{1,3}[、.)]|\([一二三四五六七八九十\d]{1,2}\))")
_BODY = r"[\u4e00-\u9fff()]{4,40}?(?:公司|厂|合作社|事务所|研究院|经营部)"
_EXAMPLE = re.compile(rf"以(?P<value>{_BODY})(?:为例|为案例)")
_SUBJECT = re.compile(
    rf"(?:[\n】:。]|\A)(?P<value>{_BODY})(?:\([^()\n]{{1,30}}\))?(?:,[^。\n]{{0,12}})?"
    r"(?:是|成立于|系|作为|专注|主营|位于|主要从事|创立于|创建于|始建于|坐落)"
)
_IN_TITLE = re.compile(rf"(?P<value>{_BODY})")
_GENERIC = re.compile(
    r"应用|成功|典型|优秀|案例|数字化|转型|服务|申报|描述|材料|介绍|报告|说明|中小企业|集|表|书|的|[\W_]"
)
_PREFIX = re.compile(r"^(?:典型|应用|成功)?案例(?:[一二三四五六七八九十\d]{1,3})?[:、.\t ]+")


@dataclass(frozen=True, slots=True)
class Section:
    """One case in a document: from where to where in its script."""

    script: Script
    start: int
    end: int

    def labelled(self, labels: tuple[str, ...]) -> Iterator[Hit]:
        """The labelled values of this case, in the order of the labels."""
        for label in labels:
            for hit in find_all_labelled(self.script, (label,)):
                if self.holds(hit):
                    yield hit

    def holds(self, hit: Hit) -> bool:
        """Whether a piece stands in this case; a table cell, by its page."""
        if hit.start >= 0:
            return self.start <= hit.start < self.end
        return self.script.page_at(self.start) <= hit.page <= self.script.page_at(max(self.start, self.end - 1))


def extract_cases(reading: Reading) -> tuple[Record | Problem, ...]:
    """A record for each case of a document (案例一, 案例二 …): its title, customer and parts."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    return tuple(_record(reading, section) for section in _sections(script))


def _sections(script: Script) -> list[Section]:
    """The cases of a collection; a document without numbered cases is one."""
    starts = [match.start() for match in _SECTION.finditer(script.text)]
    if len(starts) < 2:
        return [Section(script, 0, len(script.text))]
    return [Section(script, a, b) for a, b in zip(starts, [*starts[1:], len(script.text)], strict=True)]


def _record(reading: Reading, section: Section) -> Record:
    fields = _title_field(reading, section) | _customer_field(reading, section) | _parts_field(reading, section)
    return make_record(Kind.CASE_DESCRIPTION, reading, fields)


def _title_field(reading: Reading, section: Section) -> dict[str, Field]:
    """`title`: labelled, else the first heading that says more than that it is a case."""
    hit = next((hit for hit in section.labelled(TITLE_LABELS) if _says(hit.text)), None)
    hit = hit or next((hit for hit in _headings(section) if _says(hit.text)), None)
    if hit is None:
        return {}
    return {"title": make_field(reading, hit, _PREFIX.sub("", squash(hit.text)))}


def _headings(section: Section) -> Iterator[Hit]:
    """The tall lines of its first page, then its first lines."""
    page = section.script.page_at(section.start)
    if section.start == 0:
        yield from (hit for hit in headings(section.script, page) if section.holds(hit))
    rows = first_rows(section.script, page, 200)
    yield from (hit for hit in rows if section.holds(hit) and len(hit.text) <= len("案例") * 20)


def _says(text: str) -> bool:
    """Whether a line says more than that it is a case, and is no chapter of one."""
    words = squash(text)
    return not _NUMBERED.match(words) and not _is_part(words) and len(_GENERIC.sub("", _PREFIX.sub("", words))) > 2


def _customer_field(reading: Reading, section: Section) -> dict[str, Field]:
    """`customer`: labelled, else as the title or the text names it."""
    for hit in section.labelled(CUSTOMER_LABELS):
        name = party_name(hit.text)
        if is_organisation(name) and len(name) > len("某公司"):
            return {"customer": make_field(reading, hit, name)}
    for pattern in (_EXAMPLE, _SUBJECT):
        found = section.script.search(pattern, section.start, section.end)
        if found is not None:
            return {"customer": make_field(reading, found, squash(found.text), IN_PROSE)}
    for heading in _headings(section):
        match = _IN_TITLE.search(squash(heading.text))
        if match is not None:
            return {"customer": make_field(reading, heading, match["value"], IN_PROSE)}
    return {}


# --- Parts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading or label with the length of what is told under it."""

    text: str
    hit: Hit
    told: int


def _parts_field(reading: Reading, section: Section) -> dict[str, Field]:
    """`parts`: which of 痛点, 功能 and 效果 are told, each under a heading or label of its own or a common one."""
    heads = [*_heads_in_text(section), *_heads_in_tables(section)]
    told = {
        part: next((head for head in heads if head.told >= SHORTEST_PART and pattern.search(head.text)), None)
        for part, pattern in PARTS.items()
    }
    found = {part: head.hit for part, head in told.items() if head is not None}
    if not found:
        return {}
    first = next(iter(found.values()))
    field = make_field(reading, first, list(found), min(hit.confidence for hit in found.values()))
    return {"parts": field}


def _heads_in_text(section: Section) -> Iterator[_Head]:
    """Short rows, words in heavy brackets, labels before a colon or a gap, with the text up to the next of a part."""
    text = section.script.text
    spans = sorted(set(_head_spans(section)))
    ends = [start for start, _ in spans[1:]]
    for (start, stop), end in zip(spans, [*ends, section.end], strict=False):
        yield _Head(text[start:stop], section.script.hit(start, stop), len(squash(text[stop:end])))


def _head_spans(section: Section) -> Iterator[tuple[int, int]]:
    """Where words stand that head a part: at the beginning of a row of print, or in heavy brackets."""
    text = section.script.text
    for line in section.script.lines:
        start, end = line[0].start, line[-1].end
        if section.start <= start < section.end:
            match = _HEAD.match(text[start:end])
            if match is not None and _is_part(match["head"]):
                yield start + match.start("head"), start + match.end("head")
    for match in _BOXED.finditer(text, section.start, section.end):
        if _is_part(match["head"]):
            yield match.span("head")


def _is_part(text: str) -> bool:
    return any(pattern.search(text) for pattern in PARTS.values())


def _heads_in_tables(section: Section) -> Iterator[_Head]:
    """Label cells with the cells right of them."""
    for page in section.script.pages:
        yield from (head for head in _heads_on(page) if section.holds(head.hit))


def _heads_on(page: Page) -> Iterator[_Head]:
    for table in page.tables:
        for row in table.rows:
            said = [cell for cell in row if cell is not None and squash(cell.text)]
            label = squash(said[0].text) if said else ""
            if len(said) > 1 and len(label) <= LONGEST_HEAD and _is_part(label):
                place = Hit(
                    text=label, raw=said[0].text, page=page.number, box=said[0].box, confidence=said[0].confidence
                )
                yield _Head(label, place, sum(len(squash(cell.text)) for cell in said[1:]))
