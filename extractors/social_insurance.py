"""Read social-insurance records (社会保险个人权益记录), of a unit and of one person (domain.md 3.8)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.codes import is_uscc, repair_uscc
from domain.dates import parse_day
from domain.documents import Box, Kind, Page, Problem, Reading, enclosing
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import clean, squash
from extractors.closing import seal_fields
from extractors.contributions import (
    COLUMNS,
    OPEN_GROUP,
    Contribution,
    Contributor,
    Months,
    contributors_of,
    find_contributions,
    find_id,
    parse_span,
    union,
)
from extractors.labels import find_first, find_labelled, make_field
from extractors.script import Hit, Script, turned
from extractors.simplified import simplified, simplified_script
from extractors.table_headers import header_key

SEVERAL_PERSONS = "several-persons"
"""A person's own record on which another person's ID number stands too."""
OTHER_EMPLOYER = "other-employer"
"""A person whose months all stand under units other than the record's."""


def extract_social_insurance(reading: Reading) -> tuple[Record | Problem, ...]:
    """The employer and, person by person, the months of pension insurance; one record for each head of the paper."""
    found: list[Record | Problem] = []
    for part in _parts(reading):
        fields = _fields(part)
        found.append(_record(part, fields))
        if not part.reading.sheets and not fields["persons"].value:
            found.append(Problem(Reason.PAGE_UNREADABLE, part.reading.source(part.first), "未能识别参保人员"))
    return tuple(found)


# --- Parts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the table of a page: whose record it is."""

    employer: str = ""
    person_id: str = ""
    """Of a person's own record."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The pages of one record."""

    reading: Reading
    person_id: str = ""

    @property
    def first(self) -> int | None:
        """Its first page."""
        return self.reading.pages[0].number if self.reading.pages else None


def _parts(reading: Reading) -> Iterator[_Part]:
    """The records of a document: a new one begins where the head names another person or another unit."""
    pages: list[Page] = []
    current = _Head()
    for page in (piece for whole in reading.pages for piece in _pieces(whole)):
        head = _head(page)
        if pages and _is_other(head, current):
            yield _Part(replace(reading, pages=tuple(pages)), current.person_id)
            pages, current = [], _Head()
        pages.append(page)
        current = _Head(current.employer or head.employer, current.person_id or head.person_id)
    if pages or reading.sheets:
        yield _Part(replace(reading, pages=tuple(pages)), current.person_id)


def _pieces(page: Page) -> tuple[Page, ...]:
    """The records of persons that lie on one page, one under the other (a long screenshot); most pages are one."""
    texts = [squash(simplified(line.text)) for line in page.lines]
    owned = [(number, match[1]) for number, text in enumerate(texts) if (match := _OWN_ID.search(text))]
    ids = list(dict.fromkeys(found for _, found in owned))
    every = {match[0] for line in page.lines for match in _ANY_ID.finditer(clean(line.text))}
    if len(ids) < 2 or not every <= set(ids) or any(line.box is None for line in page.lines):
        return (page,)
    firsts = [next(number for number, found in owned if found == one) for one in ids]
    starts = [_start_of(texts, number) for number in firsts[1:]]
    tops = [_upright(page.lines[number].box, page)[1] - _MARGIN for number in starts]
    return tuple(_between(page, first, last) for first, last in zip([-1.0, *tops], [*tops, 2.0], strict=True))


def _start_of(texts: Sequence[str], number: int) -> int:
    """The line in which the record begins whose ID number stands in this line: its title, else its name."""
    near = range(number, max(-1, number - _HEAD_LINES), -1)
    for pattern in (_RECORD_TITLE, _OWN_NAME):
        found = next((index for index in near if pattern.search(texts[index])), None)
        if found is not None:
            return found
    return number


def _between(page: Page, first: float, last: float) -> Page:
    """The lines and tables of a page whose tops lie between two heights."""

    def inside(box: Box | None) -> bool:
        return box is not None and first <= _upright(box, page)[1] < last

    lines = tuple(line for line in page.lines if inside(line.box))
    return replace(page, lines=lines, tables=tuple(table for table in page.tables if inside(table.box)))


def _upright(box: Box | None, page: Page) -> Box:
    return turned(box or (0.0, 0.0, 0.0, 0.0), page.rotation)


def _head(page: Page) -> _Head:
    """What the head of a page says; a page that only goes on has none."""
    script = simplified_script(page)
    employer = _find_employer(script)
    person = _find_person_id(script) if _is_personal(script) else None
    return _Head(squash(employer.text) if employer else "", find_id(person.text) if person else "")


def _is_other(head: _Head, current: _Head) -> bool:
    if head.person_id:
        return head.person_id != current.person_id
    return bool(head.employer and current.employer) and head.employer != current.employer and not current.person_id


def _is_personal(script: Script) -> bool:
    """Whether a page is a person's own record: it says so, or the one ID number on it stands behind a label."""
    if _PERSONAL.search(squash(script.text[:_HEAD_LENGTH])):
        return True
    person = _find_person_id(script)
    return person is not None and len({match[0] for match in _ANY_ID.finditer(script.text)}) == 1


# --- Fields -----------------------------------------------------------------------------------------------------------


def _record(part: _Part, fields: Mapping[str, Field]) -> Record:
    pages = part.reading.pages
    return Record(
        kind=Kind.SOCIAL_INSURANCE,
        path=part.reading.path,
        sha256=part.reading.sha256,
        fields=fields,
        pages=(pages[0].number, pages[-1].number) if pages else None,
    )


def _fields(part: _Part) -> dict[str, Field]:
    """The fields of one record."""
    reading = part.reading
    script = simplified_script(reading)
    period = _find_period(script)
    span = parse_span(period.text) if period else None
    people = contributors_of(find_contributions(reading, span))
    if part.person_id:
        people = _as_one_person(people, part, script)
    employer = _employer_field(reading, script, people, part)
    fields = {
        "employer": employer,
        "employer_code": _code_field(reading, script),
        "queried_on": _queried_field(reading, script),
        "period_from": make_field(reading, period, span[0]) if period and span else None,
        "period_to": make_field(reading, period, span[1]) if period and span else None,
        "verification_code": _plain_field(reading, script, _CHECK_LABELS),
        "personal": Field(bool(part.person_id), "", 1.0, reading.source(part.first)),
        "persons": _persons_field(reading, people, str(employer.value) if employer else "", part.first),
        **seal_fields(reading),
    }
    return {name: field for name, field in fields.items() if field is not None}


def _employer_field(reading: Reading, script: Script, people: Sequence[Contributor], part: _Part) -> Field | None:
    """The unit in the head; of a person's own record without one the unit of the latest months."""
    hit = _find_employer(script)
    if hit is not None:
        return _without_watermark(reading, hit, next((person.name for person in people if person.name), ""), part)
    if not part.person_id:
        return None
    rows = [row for person in people for row in person.reference if row.employer and row.months]
    latest = max(rows, key=lambda row: row.months[-1], default=None)
    if latest is None:
        return None
    return Field(latest.employer, latest.employer, latest.confidence, reading.source(latest.page, latest.box))


def _without_watermark(reading: Reading, hit: Hit, name: str, part: _Part) -> Field:
    """The unit; a person's own record bears the person's name all over, which recognition reads on behind the unit."""
    text = squash(hit.text)
    match = _RUN_ON.fullmatch(text)
    if part.person_id and match is not None and set(match[2]) <= set(name):
        return make_field(reading, hit, match[1], _WATERMARKED)
    return make_field(reading, hit)


def _code_field(reading: Reading, script: Script) -> Field | None:
    """The unit's 统一社会信用代码: the labelled one; a misread one is mended only where both checks pass."""
    labelled = find_first(script, _CODE_LABELS, accept=lambda hit: _CODE.search(squash(hit.text)) is not None)
    if labelled is not None:
        match = _CODE.search(squash(labelled.text))
        written = match[0].upper() if match else ""
        return make_field(reading, labelled, repair_uscc(written) or written)
    hit = next((hit for hit in script.find(_CODE) if is_uscc(hit.text)), None)
    return make_field(reading, hit) if hit is not None else None


def _queried_field(reading: Reading, script: Script) -> Field | None:
    """The day on which the record was printed."""
    hit = find_first(script, _QUERIED_LABELS, accept=lambda hit: parse_day(hit.text) is not None)
    day = parse_day(hit.text) if hit is not None else None
    return make_field(reading, hit, day.isoformat()) if hit is not None and day is not None else None


def _plain_field(reading: Reading, script: Script, labels: Sequence[str]) -> Field | None:
    hit = find_labelled(script, labels, below=False)
    return make_field(reading, hit) if hit is not None else None


def _find_period(script: Script) -> Hit | None:
    """The months that the record covers: labelled, or a range in the head."""
    labelled = find_first(script, _PERIOD_LABELS, accept=lambda hit: parse_span(hit.text) is not None, below=False)
    if labelled is not None:
        return labelled
    first_id = _ANY_ID.search(script.text)
    return script.search(_RANGE, 0, min(first_id.start() if first_id else _HEAD_LENGTH, _HEAD_LENGTH))


def _find_employer(script: Script) -> Hit | None:
    """The unit in the head of a record."""
    return find_first(script, _EMPLOYER_LABELS, accept=_is_unit, below=False)


def _is_unit(hit: Hit) -> bool:
    """Whether a value could be the name of a unit: not a number, not the next column's header."""
    text = squash(hit.text)
    return (
        len(_CHINESE.findall(text)) >= _SHORTEST_UNIT and header_key(text, COLUMNS) is None and not _HEADER.search(text)
    )


def _find_person_id(script: Script) -> Hit | None:
    """The ID number in the head of a person's own record."""
    return find_labelled(script, _ID_LABELS, accept=lambda hit: bool(find_id(hit.text)), below=False)


def _as_one_person(people: Sequence[Contributor], part: _Part, script: Script) -> tuple[Contributor, ...]:
    """All rows of a person's own record under the name and number in its head."""
    name = find_labelled(script, _NAME_LABELS, accept=lambda hit: _NAME.match(hit.text) is not None, below=False)
    match = _NAME.match(name.text) if name else None
    rows = [row for person in people for row in person.rows]
    segments = [row for row in rows if row.employer] or rows
    if len({match[0] for match in _FULL_ID.finditer(script.text)}) > 1:
        segments = [replace(row, doubts=(*row.doubts, SEVERAL_PERSONS)) for row in segments]
    return (Contributor(tuple(_owned(row, match[0] if match else "", part.person_id) for row in segments)),)


def _owned(row: Contribution, name: str, id_number: str) -> Contribution:
    """A row as that of this person."""
    doubts = tuple(doubt for doubt in row.doubts if doubt != OPEN_GROUP)
    return replace(row, name=name, id_number=id_number, doubts=doubts)


# --- Persons ----------------------------------------------------------------------------------------------------------


def _persons_field(reading: Reading, people: Sequence[Contributor], employer: str, page: int | None) -> Field:
    """The persons in the order of the paper."""
    rows = [_person(person, employer) for person in people]
    places = [row for person in people for row in person.rows if row.page == page]
    return Field(
        value=rows,
        raw="",
        confidence=min((row.confidence for person in people for row in person.rows), default=1.0),
        source=reading.source(page, enclosing(row.box for row in places)),
    )


def _person(person: Contributor, employer: str) -> dict[str, object]:
    """A person: the months under this employer; months under others stand in `segments` only."""
    own = [row for row in person.reference if not row.employer or _is_same_unit(row.employer, employer)]
    doubts = {*person.doubts, *(() if own or not person.reference else (OTHER_EMPLOYER,))}
    kinds = dict.fromkeys(row.kind for row in person.rows if row.kind)
    page = next((row.page for row in person.rows if row.page is not None), None)
    return {
        "name": person.name,
        "id_number": person.id_number,
        "months": list(union(row.months for row in own)),
        "kinds": {kind: list(union(r.months for r in person.rows if r.kind == kind)) for kind in kinds},
        "segments": [_segment(row.employer, row.months) for row in person.reference if row.employer and row.months],
        "backpay": any(row.backpay for row in own),
        "id_valid": "id-invalid" not in person.doubts and "id-unread" not in person.doubts,
        "doubts": sorted(doubts),
        "confidence": min((row.confidence for row in person.rows), default=1.0),
        "page": page,
        "bbox": _box(enclosing(row.box for row in person.rows if row.page == page)),
    }


def _is_same_unit(one: str, other: str) -> bool:
    """Whether two spellings in one paper are the same unit: equal, or one character misread."""
    first, second = squash(one), squash(other)
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) <= 1


def _segment(employer: str, months: Months) -> dict[str, object]:
    return {"employer": employer, "from": months[0], "to": months[-1], "months": list(months)}


def _box(box: Box | None) -> list[float] | None:
    return list(box) if box is not None else None


_PERSONAL = re.compile(r"参保人员缴费信息|参保人员?姓名|个人缴费(?:信息|记录|明细)|个人参保证明")
_ANY_ID = re.compile(r"(?<![0-9A-Za-z*])(?:\d{17}[\dXx]|\d{1,6}\*{4,14}\d{1,4}[Xx]?)(?![0-9A-Za-z*])")
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NAME = re.compile(r"[\u3400-\u9fff]{2,8}(?:·[\u3400-\u9fff]{1,8}){0,3}")
_RANGE = re.compile(
    r"(?:19|20)\d\d\t?(?:年|[./-])?\t?[01]?\d\t?月?\t?(?:至|到|[-~—–]{1,2})\t?(?:19|20)\d\d\t?(?:年|[./-])?\t?[01]?\d(?!\d)月?"
)
_WATERMARKED = 0.8
_RUN_ON = re.compile(r"(.{2,60}(?:公司|中心|院|所|厂|社|会|局|学|行|部))(.{2,12})")
_MARGIN = 0.001
_HEAD_LINES = 6
_RECORD_TITLE = re.compile(r"权益记录|缴费信息|(?:参保|缴费).{0,8}证明|证明.{0,4}(?:参保|缴费)|缴费明细|缴费记录")
_OWN_NAME = re.compile(r"姓名:")
_OWN_ID = re.compile(r"(?:社会保障号码?|身份证号码?|证件号码|公民身份(?:证)?号码):?(\d{17}[\dXx])(?!\d)")
_FULL_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_HEAD_LENGTH = 1500
"""The head of a record takes no more characters."""
_SHORTEST_UNIT = 4
_EMPLOYER_LABELS = (
    "当前参保单位",
    "单位名称",
    "参保单位名称",
    "参保单位",
    "缴费单位名称",
    "缴费单位",
    "用人单位",
    "单位",
)
_HEADER = re.compile(r"保险\Z|区县\Z|月数\Z|年月\Z|基数\Z|状态\Z|号码\Z")
_CODE_LABELS = (
    "统一社会信用代码",
    "统一社会信用代码(组织机构代码)",
    "组织机构代码",
    "信用代码",
    "社会保险登记号",
    "纳税人识别号",
)
_CHECK_LABELS = ("校验码", "验证码", "防伪码")
_QUERIED_LABELS = (
    "查询日期",
    "打印日期",
    "打印时间",
    "查询时间",
    "出具日期",
    "制表日期",
    "开具日期",
    "经办日期",
    "日期",
)
_PERIOD_LABELS = (
    *(
        "查询时间段",
        "查询起止时间",
        "查询期间",
        "查询区间",
        "查询年月",
        "缴费期间",
        "缴费时间段",
        "费款所属期",
        "所属期间",
    ),
    *("证明期间", "统计期间", "时间段", "起止年月", "缴费起止年月", "参保起止时间", "记录期间"),
)
_ID_LABELS = (
    "社会保障号码",
    "社会保障号",
    "身份证号码",
    "身份证号",
    "证件号码",
    "公民身份号码",
    "公民身份证号码",
    "居民身份证号码",
)
_NAME_LABELS = ("参保人姓名", "参保人员姓名", "姓名")
