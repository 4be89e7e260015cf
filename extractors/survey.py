"""Read satisfaction questionnaires (满意度调查问卷): one per paper, or one per row of a platform's export."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from domain.documents import CellValue, Kind, Problem, Reading, Sheet, SheetRow, column_letter
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days, parse_day, parse_percent
from extractors.closing import find_closing, seal_fields, signing_fields
from extractors.headings import title_field
from extractors.labels import find_all_labelled, find_first, make_field, make_record, money
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

ENTERPRISE_LABELS = (
    *("企业名称", "单位名称", "公司名称", "被调查企业", "被调查单位", "受访企业", "受访单位", "填写单位", "填表单位"),
    *(
        "服务企业名称",
        "服务对象",
        "客户名称",
        "贵公司名称",
        "贵单位名称",
        "您的企业名称",
        "您的单位名称",
        "单位",
        "企业",
        "公司",
    ),
)
SCORE_LABELS = (
    *("总体满意度", "总体满意度评价", "服务满意度", "综合满意度", "整体满意度", "总体评价", "满意度", "总体服务满意度"),
    *("您对服务的总体满意度", "总分", "满意度评分"),
)
DATE_LABELS = (
    "填表日期",
    "填写日期",
    "调查日期",
    "日期",
    "填报日期",
    "提交答卷时间",
    "填表时间",
    "填写时间",
    "调查时间",
    "提交时间",
)
TITLE = re.compile(r"满意度|调查|问卷|反馈|评价")

_SCORE = re.compile(r"(?<![0-9.])(?P<value>[0-9]{1,3}(?:\.[0-9]{1,2})?)\t?(?P<unit>%|分)?")
_RULE = re.compile(r"非常满意[^0-9]{0,6}100|(?:满分|总分)[^0-9]{0,4}100|百分制|0\t?[-~至—]\t?100")
_CHECKED = re.compile(r"[☑■√✓✔●◉]\t?(?P<value>非常满意|比较满意|基本满意|很满意|满意|一般|不满意)")
_GRADE = re.compile(
    r"(?P<grade>非常满意|比较满意|基本满意|很满意|不满意|满意|一般)[^0-9\n]{0,4}(?P<points>[0-9]{1,3})(?:分|%)?"
)


def extract_survey(reading: Reading) -> tuple[Record | Problem, ...]:
    """The enterprise, score and day of each questionnaire (domain.md 3.20).

    A score is a percentage, or points out of a hundred where the paper says so; ticks count only by the rule that the
    paper itself states (非常满意=100…).
    """
    if reading.sheets:
        return tuple(_exported(reading))
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = title_field(reading, script, TITLE)
    hit = find_first(script, ENTERPRISE_LABELS, accept=lambda hit: bool(party_name(hit.text)), unfinished=_goes_on)
    if hit is not None:
        fields["enterprise"] = make_field(reading, hit, party_name(hit.text))
    fields |= _score_field(reading, script) | _day_field(reading, script) | seal_fields(reading)
    return (make_record(Kind.SURVEY_FORM, reading, fields),)


def _goes_on(text: str) -> bool:
    """Whether an enterprise's name has not come to its end."""
    return len(text) > len("欧阳某某") and not is_organisation(text)


def _score_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`score` in percent."""
    hundred = _RULE.search(script.text) is not None
    for label in SCORE_LABELS:
        for hit in find_all_labelled(script, (label,)):
            score = _score(hit.text, in_points=hundred or "%" in _printed_label(script, hit))
            if score is not None:
                return {"score": make_field(reading, hit, money(score))}
    return _ticked_field(reading, script)


def _printed_label(script: Script, hit: Hit) -> str:
    """What is printed before a value in its line: the label with its unit."""
    return script.text[max(0, hit.start - 16) : hit.start].rpartition("\n")[2] if hit.start >= 0 else ""


def _score(text: str, *, in_points: bool) -> Decimal | None:
    """A percentage, or points where they are out of a hundred."""
    percent = parse_percent(text)
    if percent is not None:
        return percent
    match = _SCORE.match(squash(text))
    if match is None or (match["unit"] is None and not in_points) or (match["unit"] == "分" and not in_points):
        return None
    value = Decimal(match["value"])
    return value if value <= 100 else None


def _ticked_field(reading: Reading, script: Script) -> dict[str, Field]:
    """The score of the ticked grade, by the points that the paper gives for each grade."""
    points = {match["grade"]: Decimal(match["points"]) for match in _GRADE.finditer(script.text)}
    overall = script.search(re.compile(r"(?:总体|整体|综合)[^\n]{0,60}"))
    if not points or overall is None:
        return {}
    ticked = script.search(_CHECKED, overall.start, overall.end + 60)
    score = points.get(ticked.text) if ticked is not None else None
    return {"score": make_field(reading, ticked, money(score))} if ticked is not None and score is not None else {}


def _day_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`signed_on`: in the closing block, else behind a label of dates."""
    fields = signing_fields(reading, script, find_closing(script), first_page=False)
    if "signed_on" in fields:
        return fields
    hit = find_first(script, DATE_LABELS, accept=lambda hit: bool(find_days(hit.text)))
    day = parse_day(hit.text) if hit is not None else None
    if hit is not None and day is not None:
        fields["signed_on"] = make_field(reading, hit, day.isoformat())
    return fields


# --- Exports of survey platforms --------------------------------------------------------------------------------------


def _exported(reading: Reading) -> Iterator[Record]:
    """One record a row, under the row that names the columns."""
    for sheet in reading.sheets:
        header = _header(sheet)
        if header is None:
            continue
        columns = _columns(header)
        for row in sheet.rows:
            if row.number > header.number and "enterprise" in columns:
                fields = _row_fields(reading, sheet, row, columns, header)
                if "enterprise" in fields:
                    yield Record(Kind.SURVEY_FORM, reading.path, reading.sha256, fields)


def _header(sheet: Sheet) -> SheetRow | None:
    """The first row that names an enterprise and a score."""
    return next((row for row in sheet.rows[:20] if {"enterprise", "score"} <= set(_columns(row))), None)


def is_survey_export(sheet: Sheet) -> bool:
    """Whether a sheet is the export of a survey platform: its own columns of answers, not those of 附表6."""
    header = _header(sheet)
    texts = [squash(str(cell)) for cell in header.cells if cell is not None] if header else []
    return any(re.search(r"提交答卷时间|答卷|来自IP|所用时间|来源详情|提交时间|答题时间", text) for text in texts)


_COLUMNS: Mapping[str, re.Pattern[str]] = {
    "enterprise": re.compile(r"(?:企业|单位|公司|客户)(?:的)?(?:名称|全称)"),
    "score": re.compile(r"总体.{0,8}满意|综合满意|整体.{0,6}满意|总分|满意度"),
    "signed_on": re.compile(r"提交答卷时间|提交时间|填写(?:日期|时间)|答题时间|调查日期|日期"),
}


def _columns(row: SheetRow) -> dict[str, int]:
    """The columns of a header by field."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        text = squash(cell) if isinstance(cell, str) else ""
        for name, pattern in _COLUMNS.items():
            if name not in found and pattern.search(text):
                found[name] = index
                break
    return found


def _row_fields(
    reading: Reading, sheet: Sheet, row: SheetRow, columns: Mapping[str, int], header: SheetRow
) -> dict[str, Field]:
    """The fields of one answer."""
    fields: dict[str, Field] = {}
    for name, index in columns.items():
        cell = _cell(row.cells, index)
        title = str(_cell(header.cells, index) or "")
        value = _cell_value(name, cell, title)
        if value is not None:
            source = reading.cell_source(sheet.name, f"{column_letter(index)}{row.number}")
            fields[name] = Field(value, str(cell), 1.0, source)
    return fields


def _cell(cells: Sequence[CellValue], index: int) -> CellValue:
    return cells[index] if index < len(cells) else None


def _cell_value(name: str, cell: CellValue, title: str) -> object:
    """A cell in the type of its field; None where it says nothing usable."""
    if cell is None or isinstance(cell, bool):
        return None
    text = str(cell)
    if name == "enterprise":
        return party_name(text) or None
    if name == "signed_on":
        day = parse_day(text) or next((found.value for found in find_days(text) if found.value), None)
        return day.isoformat() if day else None
    hundred = "%" in squash(title) or _RULE.search(squash(title)) is not None
    score = _score(text, in_points=hundred)
    return money(score) if score is not None else None
