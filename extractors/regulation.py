"""Read documents of management (制度, 流程, 收费标准 …), one or several bound in a volume: domain.md 3.19."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days
from extractors.closing import find_closing
from extractors.events import lone_days
from extractors.headings import first_rows, headings
from extractors.labels import find_first, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

ISSUER_LABELS = (
    *(
        "发布单位",
        "编制单位",
        "制定单位",
        "发文单位",
        "颁布单位",
        "发布部门",
        "编制部门",
        "制定部门",
        "公司名称",
        "单位名称",
    ),
    "单位",
)
DAY_LABELS = ("发布日期", "实施日期", "生效日期", "颁布日期", "制定日期", "施行日期", "编制日期", "日期")
VOLUME = re.compile(r"汇编|制度集|制度汇总|文件集")
"""The title of a volume, which is no document itself."""

SKETCH_SIZE = 48
"""Shingles of a text that are kept: two texts are alike as far as they share them."""
SHINGLE = 6
IN_TEXT_CONFIDENCE = 0.7
"""An issuer that only the text names."""

_TITLE = re.compile(
    r"(?:制度|办法|流程|流程图|收费标准|收费公示|服务标准|工作规范|服务规范|规范|预案|细则|守则|手册|规定|规程|保障措施|措施"
    r"|服务(?:质量)?承诺|章程|方案|价目表|准则|要求|指南|程序|标准|机制|公约)(?:\([^()\n]{1,12}\))?\Z"
)
_ORDINAL = re.compile(
    r"\A(?:第[一二三四五六七八九十\d]{1,4}[章篇部分节]{1,2}|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.]|附件[一二三\d]{0,2}:?)"
)
_QUOTED = re.compile(r"《(?P<value>[^《》\n]{2,40})》")
_RED_HEAD = re.compile(r"(?:\A|\n)(?P<value>[\u4e00-\u9fff()]{4,40})文\t?件(?=\n)")
_COMPANY = re.compile(
    r"(?P<value>[\u4e00-\u9fff()]{3,36}?(?:有限责任公司|股份有限公司|有限公司|促进会|协会|联合会|联盟))"
)
_PROSE = re.compile(
    r"规范|加强|提高|保障|依据|根据|按照|遵守|由|经|向|与|及|和(?!信|平|谐|田|顺)|对(?!外)|为(?=[\u4e00-\u9fff]{5})|是|在|属于|作为|以下简称|本|我|的|了|于"
)
_SMALLEST_TITLE = 4


def extract_regulation(reading: Reading) -> tuple[Record | Problem, ...]:
    """A record for each document: its title, issuer, day, the units it names, and a sketch of its text.

    A cover or table of contents of a volume gives a record marked `volume`, which is no document.
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    titles = list(_titles(script))
    if not titles:
        return (make_record(Kind.MANAGEMENT_DOCUMENT, reading, _common_fields(reading, script, 0, len(script.text))),)
    ends = [hit.start for hit in titles[1:]] + [len(script.text)]
    return tuple(
        _record(reading, script, hit, 0 if place == 0 else hit.start, end)
        for place, (hit, end) in enumerate(zip(titles, ends, strict=True))
    )


def _record(reading: Reading, script: Script, title: Hit, start: int, end: int) -> Record:
    """One document from its title to the next."""
    name = _bare_title(title.text)
    fields = {"title": make_field(reading, title, name)} | _common_fields(reading, script, start, end)
    if VOLUME.search(name):
        fields["volume"] = make_field(reading, title, value=True)
    record = make_record(Kind.MANAGEMENT_DOCUMENT, reading, fields)
    pages = (title.page, script.page_at(max(start, end - 1)))
    return replace(record, pages=pages)


def _titles(script: Script) -> Iterator[Hit]:
    """The titles of documents: at most one a page, tall or among its first lines."""
    for page in script.pages:
        rows = (*headings(script, page.number)[:3], *first_rows(script, page.number, 5))
        found = next((hit for hit in rows if _is_title(hit.text)), None)
        if found is not None:
            yield found


def _is_title(text: str) -> bool:
    """Whether a line names a document, and is no sentence and no entry of a table of contents."""
    name = _bare_title(text)
    if not _SMALLEST_TITLE <= len(name) <= 40 or re.search(r"[。;,:]|\.{3}|…|\d\Z", name):
        return False
    return _TITLE.search(name) is not None or VOLUME.search(name) is not None


def _bare_title(text: str) -> str:
    """A title without its number or the marks round it."""
    quoted = _QUOTED.search(squash(text))
    name = quoted["value"] if quoted else squash(text)
    return _ORDINAL.sub("", name).strip("《》")


def _common_fields(reading: Reading, script: Script, start: int, end: int) -> dict[str, Field]:
    """What is read of a document besides its title."""
    fields = _issuer_field(reading, script, start, end) | _day_field(reading, script, start, end)
    names = list(dict.fromkeys(_units(script.text[start:end])))
    place = script.hit(start, end)
    fields["names"] = make_field(reading, place, names)
    fields["sketch"] = Field(sketch_of(script.text[start:end], names), "", place.confidence, reading.source(place.page))
    return fields


def _issuer_field(reading: Reading, script: Script, start: int, end: int) -> dict[str, Field]:
    """`issuer`: behind its label, in the red head, in the closing block, else, unsurely, whom the text names."""
    labelled = find_first(script, ISSUER_LABELS, accept=lambda hit: _is_unit(hit.text) and start <= _place(hit) < end)
    hit = labelled or script.search(_RED_HEAD, start, end) or _closing_unit(script, start, end)
    if hit is not None and _is_unit(hit.text):
        return {"issuer": make_field(reading, hit, party_name(hit.text))}
    named = _first_unit(script, start, end)
    return {} if named is None else {"issuer": make_field(reading, named, confidence=IN_TEXT_CONFIDENCE)}


def _place(hit: Hit) -> int:
    """Where a hit stands; a table cell at the beginning."""
    return max(hit.start, 0)


def _is_unit(text: str) -> bool:
    name = party_name(text)
    return len(name) > _SMALLEST_TITLE and is_organisation(name)


def _closing_unit(script: Script, start: int, end: int) -> Hit | None:
    """The last word of the document that is the whole name of an organisation."""
    words = [placed for placed in script.words if start <= placed.start and placed.end <= end]
    for placed in reversed(words[-40:]):
        hit = script.hit(placed.start, placed.end)
        if _is_unit(hit.text) and party_name(hit.text) == squash(hit.text):
            return hit
    return None


def _first_unit(script: Script, start: int, end: int) -> Hit | None:
    """The unit that the text names first."""
    for match in _COMPANY.finditer(script.text, start, end):
        name = _after_prose(match["value"])
        if len(name) > _SMALLEST_TITLE:
            return script.hit(match.end() - len(name), match.end())
    return None


def _units(text: str) -> Iterator[str]:
    """The organisations that a text names, as far as their beginning can be told."""
    for match in _COMPANY.finditer(text.replace("\t", "").replace("\n", "")):
        name = _after_prose(match["value"])
        if len(name) > _SMALLEST_TITLE:
            yield name


def _after_prose(text: str) -> str:
    """A name without the words of the sentence before it."""
    cuts = [match.end() for match in _PROSE.finditer(text)]
    return text[cuts[-1] :] if cuts and len(text) - cuts[-1] > _SMALLEST_TITLE else text


def _day_field(reading: Reading, script: Script, start: int, end: int) -> dict[str, Field]:
    """`issued_on`: behind its label, else the last day that stands alone."""
    labelled = find_first(
        script,
        DAY_LABELS,
        accept=lambda hit: any(day.value for day in find_days(hit.text)) and start <= _place(hit) < end,
    )
    if labelled is not None:
        day = next(day.value for day in find_days(labelled.text) if day.value)
        return {"issued_on": make_field(reading, labelled, day.isoformat())}
    alone = [(hit, day) for hit, day in lone_days(script) if start <= hit.start < end]
    closing = [(day.hit, day.iso) for day in find_closing(script).days if day.iso and start <= day.hit.start < end]
    if alone:
        return {"issued_on": make_field(reading, alone[-1][0], alone[-1][1].isoformat())}
    return {"issued_on": make_field(reading, closing[-1][0], closing[-1][1])} if closing else {}


def sketch_of(text: str, names: list[str]) -> list[str]:
    """A sketch of a text without names and figures: the smallest checksums of its shingles, in hex.

    Two texts share as much of their sketches as of their shingles (bottom-k sketch).
    """
    plain = squash(text)
    for name in names:
        plain = plain.replace(squash(name), "")
    plain = re.sub(r"[^\u4e00-\u9fff]", "", plain)
    shingles = {plain[place : place + SHINGLE] for place in range(max(len(plain) - SHINGLE + 1, 0))}
    return [f"{number:08x}" for number in sorted(zlib.crc32(shingle.encode()) for shingle in shingles)[:SKETCH_SIZE]]
