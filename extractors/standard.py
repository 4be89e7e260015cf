"""Read standards (标准文本): number, title, days and drafters from cover and foreword (domain.md 3.25)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from domain.documents import Kind, Page, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import parse_day
from extractors.headings import first_rows, headings
from extractors.labels import make_field, make_record
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

NUMBER = re.compile(
    r"(?<![A-Za-z0-9/])(?P<value>(?:ISO/IEC|ISO/TS|ISO/TR|ISO|IEC|ITU-[TR]|IEEE|GB/?[TZ]?|GJB|GBZ|DB[ ]?\d{2,6}(?:/T)?"
    r"|T[ \t]?/[ \t]?[A-Z]{2,10}|Q[ \t]?/[ \t]?[A-Z0-9]{2,10}|JJ[FG]|[A-Z]{2,3}(?:/[TZ])?)"
    r"[ \t]?[A-Z]{0,2}\d{1,6}(?:\.\d{1,3}){0,2}"
    r"(?:[ \t]?[—–−:－-]{1,2}[ \t]?(?:19|20)\d{2})?)(?!\d)"
)
DATE = r"(?P<value>\d{4}[ ]?[-.年/][ ]?\d{1,2}[ ]?[-.月/][ ]?\d{1,2}日?)"
PUBLISHED = re.compile(rf"{DATE}\t?[ ]?发\t?[ ]?布")
IMPLEMENTED = re.compile(rf"{DATE}\t?[ ]?实\t?[ ]?施")
DRAFT = re.compile(r"征求意见稿|送审稿|报批稿|草案|工作组讨论稿|标准计划|立项(?:通知|公告|申请)|计划号")
DRAFTERS = re.compile(
    r"(?:(?:主要)?(?:负责|参加|参与)?起草|主编|参编|参加|参与|编制)单位(?:\([^()\n]{0,16}\))?(?:有|为)?[:\t]\t?(?P<value>[^。]{4,3000}?)"
    r"(?=。|本(?:文件|标准|部分|规范)|(?:主要)?起草人|主要(?:审查|起草)人|\n[\u4e00-\u9fff]{2,12}:|\Z)"
)
LEVELS = re.compile(
    r"(?P<value>(?:中华人民共和国|[\u4e00-\u9fff]{2,8}(?:省|市|自治区))?[\u4e00-\u9fff]{0,8}标准)(?:\t|\n|\Z)"
)
_NO_TITLE = re.compile(r"标准\Z|发\s?布|实\s?施|ICS|CCS|备案号|\A前言|代替|\A[A-Z0-9/.—–-]+\Z|稿\)?\Z|在提交反馈")
_OF_EVERY_FOREWORD = re.compile(r"GB/?T(?:1\.\d|20000|20001|20002)(?!\d)")
"""The rules for writing standards, which every foreword names."""
_DATED = re.compile(r"[—–−:－-](?:19|20)\d{2}\Z")
_PARTS = re.compile(r"[、,，;；]")
LONGEST_TITLE = 80


def extract_standard(reading: Reading) -> tuple[Record | Problem, ...]:
    """One record for each cover that the document holds."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    return tuple(_record(part) for part in _parts(reading))


def _parts(reading: Reading) -> Iterator[Reading]:
    """The pages of each standard: a page that bears a number and a day of publication is a cover."""
    pages: list[Page] = []
    for page in reading.pages:
        if pages and _is_cover(page):
            yield replace(reading, pages=tuple(pages))
            pages = []
        pages.append(page)
    if pages:
        yield replace(reading, pages=tuple(pages))


def _is_cover(page: Page) -> bool:
    script = simplified_script(page)
    return script.search(PUBLISHED) is not None and script.search(IMPLEMENTED) is not None


def _record(reading: Reading) -> Record:
    script = simplified_script(reading)
    number = _number(script)
    hits = {
        "number": number,
        "title": _title(script, number),
        "level": script.search(LEVELS),
        "published_on": script.search(PUBLISHED),
        "implemented_on": script.search(IMPLEMENTED),
    }
    fields: dict[str, Field] = {}
    for name, hit in hits.items():
        if hit is not None and (value := _value(name, hit)):
            fields[name] = make_field(reading, hit, value)
    fields |= _drafters(reading, script)
    draft = script.search(DRAFT)
    if draft is not None and "published_on" not in fields:
        fields["draft"] = make_field(reading, draft, value=True)
    return make_record(Kind.STANDARD_TEXT, reading, fields)


def _value(name: str, hit: Hit) -> str:
    if name.endswith("_on"):
        day = parse_day(squash(hit.text))
        return day.isoformat() if day is not None else ""
    return hit.text if name == "number" else squash(hit.text)


def _number(script: Script) -> Hit | None:
    """The number on the cover; GB/T 1.1, which every foreword names, is no standard's own."""
    first, last = script.page_span(script.pages[0].number)
    hits = [hit for hit in script.find(NUMBER, first, last) if not _OF_EVERY_FOREWORD.match(squash(hit.text))]
    dated = (hit for hit in hits if _DATED.search(squash(hit.text)))
    return next(dated, None) or next(iter(hits), None)


def _title(script: Script, number: Hit | None) -> Hit | None:
    """The tallest print of the cover that is neither level nor publisher, with all its lines."""
    page = script.pages[0].number
    for hit in (*headings(script, page), *first_rows(script, page, 14)):
        text = squash(hit.text)
        chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
        if chinese > 3 and len(text) <= LONGEST_TITLE and not _NO_TITLE.search(text) and hit is not number:
            return hit
    return None


def _drafters(reading: Reading, script: Script) -> dict[str, Field]:
    """`drafters`: the units of every foreword sentence that names them."""
    hits = list(script.find(DRAFTERS))
    names = [name for hit in hits for name in split_units(hit.text)]
    if not names:
        return {}
    return {"drafters": make_field(reading, hits[0], list(dict.fromkeys(names)), min(hit.confidence for hit in hits))}


def split_units(text: str) -> tuple[str, ...]:
    """The units of a sentence, parted by 、 ， or ；."""
    return tuple(name for part in _PARTS.split(text) if 2 < len(name := squash(part).strip("。.:")) <= 60)
