"""Read honours (荣誉): certificates, plaques, official notices and pages that name many (domain.md 3.22, 3.23)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.documents import Kind, Page, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from extractors.closing import seal_fields
from extractors.entries import (
    DAY_LABELS,
    ISSUER_LABELS,
    day_field,
    end_fields,
    entry_fields,
    find_entry,
    iso_day,
    issuer_fields,
    organisation_lines,
    split_offices,
)
from extractors.events import lone_days
from extractors.headings import headings
from extractors.holder import labelled_day
from extractors.labels import find_first, make_field, make_record
from extractors.parties import is_organisation
from extractors.script import Hit, Script
from extractors.simplified import simplified, simplified_script
from extractors.table_cells import Cell, rows_of

HOLDER_LABELS = (
    *(
        "获奖单位",
        "获奖企业",
        "荣誉单位",
        "获评单位",
        "企业名称",
        "单位名称",
        "公司名称",
        "机构名称",
        "获得者",
        "授予对象",
    ),
    *("证书持有人", "持证单位", "平台名称", "名称"),
)
PUBLISHED_LABELS = ("发布日期", "发布时间", "成文日期", "发文日期", "公布日期", "公示日期", "日期", "时间")
PUBLISHER_LABELS = ("来源", "信息来源", "发布机构", "发文机关", "发文机构", "发布单位", "公开主体")
LEAST_NAMES = 3
"""So many names of organisations, each in a line or cell of its own, are a list."""
MOST_NAMES = 5_000
GUESSED = 0.85
"""A holder or title that only its place on a plaque tells."""

_ORGANISATION = (
    r"[\u4e00-\u9fffA-Za-z0-9·&()]{4,50}?(?:公司|中心|协会|联盟|联合会|企业|合伙\)|研究院|研究所|事务所|院|厂)"
)
_ADDRESSED = re.compile(rf"(?:\A|\n)(?P<value>{_ORGANISATION})\t?:")
_CONFERRED = re.compile(
    rf"(?:授予|认定|评定|确定|同意|表彰)\t?(?P<value>{_ORGANISATION})(?=\t?[“\"「『为是]|\t?[\u4e00-\u9fff]{{0,4}}[“\"])"
)
_RECEIVED = re.compile(
    rf"(?P<value>{_ORGANISATION})\t?[:,]?\t?(?:\(?统一社会信用代码[^\n]{{0,24}}\)?)?(?:在[^。\n]{{2,40}}中)?[,]?"
    r"(?:荣获|获得|获评|被评为|被认定为|被授予|入选|获)"
)
_VERB = re.compile(
    r"(?:荣获|获得|获评|被?评为|被?评定为|被?认定为|被?确定为|被?列为|入选|被?授予|授予)"
    r"(?P<value>[^。,\n;]{3,80})"
)
_WHOLE = re.compile(r"[“\"「『](?P<value>[^”\"“]{1,40}(?:[“\"][^”\"“]{1,30}[”\"][^”\"“]{0,40})?)[”\"」』]")
"""A title in quotation marks, in which a part of it may stand in marks of its own."""
_TAIL = re.compile(r"(?:荣誉称号|荣誉|称号)\Z")
_GENERIC = re.compile(
    r"\A(?:荣誉证书|证书|获奖证书|奖状|奖牌|荣誉|证|牌匾|聘书|荣誉称号|正本|副本|荣誉展示|企业荣誉|CERTIFICATE.{0,20})\Z",
    re.IGNORECASE,
)
_TITLE_WORD = re.compile(
    r"企业|单位|平台|基地|机构|集体|奖|称号|中心|窗口|品牌|案例|工作站|冠军|百强|人才|项目|园区|示范|等级|AAA|先进|优秀"
)

_ABOUT = re.compile(
    r"\A关于(?:对|将|同意|开展)?(?:拟)?(?:公布|公示|发布|确定|命名|表彰|认定|授予|评定)?(?:拟)?(?:认定|入选|推荐|通过|获评)?(?:的)?"
)
_LIST_END = re.compile(
    r"(?:(?:拟认定|入选|获奖|通过)(?:企业|单位|机构)?)?(?:名单|结果|称号|决定)?的?(?:予以|进行)?(?:公布|公示|公告|表彰|认定|通报)?的?"
    r"(?:通知|公告|公示|通报|决定|名单)\Z"
)
_RED_HEAD = re.compile(r"(?:\A|\n)(?P<value>[\u4e00-\u9fff、]{4,40}?)文件(?=\n)")
_SOURCE = re.compile(r"(?:来源|发布机构):\t?(?P<value>[\u4e00-\u9fff、]{4,40})")
_NUMBERED = re.compile(r"\A\d{1,4}[.、\t ]?")
_SERIAL = re.compile(r"(?:证书|奖牌|荣誉)?(?:编号|证书编号|号码)")


def extract_award(kind: Kind, reading: Reading) -> tuple[Record | Problem, ...]:
    """The holder or holders, the title, who confers it and when."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    rows = list(_named(reading))
    fields = _list_fields(reading, script, rows) if _is_list(script, rows) else _certificate_fields(reading, script)
    return (make_record(kind, reading, {**fields, **seal_fields(reading)}),)


def extract_honour(reading: Reading) -> tuple[Record | Problem, ...]:
    """A certificate of honour, a plaque, or a notice that names who is honoured."""
    return extract_award(Kind.HONOUR_CERTIFICATE, reading)


def _is_list(script: Script, rows: Sequence[Field]) -> bool:
    """Whether a paper names many, and is not addressed to one of them."""
    if len(rows) < LEAST_NAMES:
        return False
    return find_first(script, ("证书编号", "发证机关", "发证机构")) is None or len(rows) > 2 * LEAST_NAMES


# --- A certificate ----------------------------------------------------------------------------------------------------


def _certificate_fields(reading: Reading, script: Script) -> dict[str, Field]:
    holder = _holder(script)
    fields = {} if holder is None else {"holder": make_field(reading, holder[0], squash(holder[0].text), holder[1])}
    name = squash(holder[0].text) if holder is not None else ""
    title = _title(script, name)
    if title is not None:
        fields["title"] = make_field(reading, title[0], title[1], title[2])
    fields |= issuer_fields(reading, script, (name,))
    fields |= day_field(reading, script, "awarded_on", DAY_LABELS)
    fields |= end_fields(reading, script, iso_day(fields.get("awarded_on")))
    return fields | entry_fields(reading, script, {"number": ("证书编号", "编号", "奖牌编号")})


def _holder(script: Script) -> tuple[Hit, float] | None:
    """Who is honoured: labelled, addressed, the object of 授予 or the subject of 荣获, else the first organisation."""
    labelled = find_entry(script, HOLDER_LABELS, lambda hit: is_organisation(hit.text))
    if labelled is not None:
        return labelled, 1.0
    for pattern in (_ADDRESSED, _CONFERRED, _RECEIVED):
        hit = script.search(pattern)
        if hit is not None:
            return hit, 1.0
    first = next(organisation_lines(script), None)
    return None if first is None else (first, GUESSED)


def _title(script: Script, holder: str) -> tuple[Hit, str, float] | None:
    """The title: what is conferred, else what the heading is a certificate of, else the tallest print of a plaque."""
    for match in _VERB.finditer(script.text):
        hit = script.hit(*match.span("value"))
        text = _bare(squash(hit.text).removeprefix(holder))
        if len(text) > 2 and text != holder:
            return hit, text, 1.0
    for hit in headings(script, script.pages[0].number):
        text = squash(hit.text)
        plain = re.sub(r"(?:认定)?证书\Z|牌匾\Z", "", text)
        if not _GENERIC.match(text) and len(plain) > 2 and text != holder and not is_organisation(plain):
            return hit, plain, 1.0 if _TITLE_WORD.search(plain) else GUESSED
    for line in script.lines:
        hit = script.hit(line[0].start, line[-1].end)
        text = re.sub(r"证书\Z", "", squash(hit.text))
        if _TITLE_WORD.search(text) and 3 < len(text) <= 40 and text != holder and not is_organisation(text):
            return hit, text, GUESSED
    return None


def _bare(text: str) -> str:
    """A title without the words behind it; quotation marks stay where only a part stands in them."""
    bare = _TAIL.sub("", text)
    whole = _WHOLE.fullmatch(bare)
    return whole["value"] if whole else bare


# --- A list -----------------------------------------------------------------------------------------------------------


def _named(reading: Reading) -> Iterator[Field]:
    """The cells and lines that bear the name of an organisation and nothing else, in the order of the paper."""
    seen: set[str] = set()
    for page in reading.pages:
        for cell in _cells(page):
            name = _NUMBERED.sub("", squash(simplified(cell.text)))
            if name not in seen and _is_name(name) and len(seen) < MOST_NAMES:
                seen.add(name)
                yield Field(name, cell.raw or cell.text, cell.confidence, cell.source(reading))


def _cells(page: Page) -> Iterator[Cell]:
    for row in rows_of(page):
        yield from (cell for cell in row if cell is not None)
    if page.tables:
        yield from (cell for row in rows_of(replace(page, tables=())) for cell in row if cell is not None)


def _is_name(text: str) -> bool:
    return re.fullmatch(_ORGANISATION.replace("}?", "}"), text) is not None and len(text) > len("某某公司")


def _list_fields(reading: Reading, script: Script, rows: Sequence[Field]) -> dict[str, Field]:
    """`title`, `heading`, `issuer`, `awarded_on`, and `holders`: every name with its place."""
    first = rows[0]
    listed = [
        {"name": row.value, "page": row.source.page, "bbox": list(row.source.bbox or ()), "confidence": row.confidence}
        for row in rows
    ]
    fields = {"holders": replace(first, value=listed, confidence=min(row.confidence for row in rows))}
    heading = _heading(script)
    if heading is not None:
        fields |= {"title": make_field(reading, heading, listed_title(heading.text))}
        fields |= {"heading": make_field(reading, heading, squash(heading.text))}
    return {**fields, **_publisher(reading, script, (str(row.value) for row in rows)), **_published(reading, script)}


def _heading(script: Script) -> Hit | None:
    """The heading that says what the list is of."""
    for page in script.pages[:2]:
        for hit in headings(script, page.number):
            if _LIST_END.search(squash(hit.text)) and _TITLE_WORD.search(squash(hit.text)):
                return hit
    hits = (script.hit(line[0].start, line[-1].end) for line in script.lines[:12])
    return next((hit for hit in hits if _LIST_END.search(squash(hit.text)) and len(hit.text) > len("某名单")), None)


def listed_title(heading: str) -> str:
    """The honour that a heading is about: without 关于公布…名单的通知."""
    text = _LIST_END.sub("", _ABOUT.sub("", squash(heading)))
    return text or squash(heading)


def _publisher(reading: Reading, script: Script, listed: Iterable[str]) -> dict[str, Field]:
    """`issuer` behind 来源, over the day of a letter, or in its red head."""
    hit = find_first(script, (*PUBLISHER_LABELS, *ISSUER_LABELS)) or script.search(_SOURCE)
    if hit is not None and len(squash(hit.text)) > 2:
        names = list(split_offices(hit.text))
        field = make_field(reading, hit, "、".join(names))
        return {"issuer": field, "issuers": replace(field, value=names)}
    head = script.search(_RED_HEAD)
    if head is None:
        return issuer_fields(reading, script, others=frozenset(listed))
    names = list(split_offices(head.text))
    field = make_field(reading, head, "、".join(names))
    return {"issuer": field, "issuers": replace(field, value=names)}


def _published(reading: Reading, script: Script) -> dict[str, Field]:
    found = labelled_day(script, PUBLISHED_LABELS)
    if found is None:
        days = [(hit, day.isoformat()) for hit, day in lone_days(script)]
        found = days[0] if days else None
    return {} if found is None else {"awarded_on": make_field(reading, found[0], found[1])}
