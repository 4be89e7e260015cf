"""Read the index document (目录文档): which folder holds the papers of which indicator (附件4-2, 八.1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.documents import Kind, Problem, Reading, Source
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import clean
from extractors.headings import title_field
from extractors.labels import make_record
from extractors.script import Script
from extractors.simplified import simplified_script
from extractors.table_headers import Column
from extractors.tables import find_table

TITLE = re.compile(r"目录|索引|清单")
COLUMNS = (
    Column(
        "indicator",
        ("指标", "指标名称", "评价指标", "对应指标", "条件", "门槛条件", "评分指标", "材料内容", "指标项", "材料名称"),
    ),
    Column("folder_number", ("文件夹序号", "文件夹编号", "文件夹号", "对应文件夹序号", "序号", "编号")),
    Column("folder_name", ("文件夹名称", "文件夹", "对应文件夹名称", "对应文件夹", "文件名称", "名称")),
)

_NUMBER = r"[0-9一二三四五六七八九十]{1,3}(?:[-.][0-9]{1,2}){0,2}"
_WITH_FOLDER = re.compile(
    rf"(?P<indicator>[^\n]{{0,80}}?)[.·\-—_:\t ]{{0,40}}(?:对应)?文件夹[:\t ]?(?P<number>{_NUMBER})"
    r"(?:号)?[:、.\-—_\t ]{1,3}(?P<name>[^\n]{1,80})\Z"
)
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER})[:、.\-—_\t ]{{1,3}}(?P<name>[^\n]{{2,80}})\Z")
_TRAILING_PAGE = re.compile(r"[.·\t ]{2,80}[0-9]{1,3}\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry read from a line of print."""

    entry: dict[str, str]
    raw: str
    confidence: float
    source: Source


def extract_index(reading: Reading) -> tuple[Record | Problem, ...]:
    """The `title` and `entries` [{indicator, folder_number, folder_name}] of an index."""
    script = simplified_script(reading)
    if not script.text and not reading.sheets and not any(page.tables for page in reading.pages):
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = title_field(reading, script, TITLE) if script.text else {}
    lines = _from_table(reading) or _from_lines(reading, script)
    if lines:
        fields["entries"] = Field(
            value=[line.entry for line in lines],
            raw="\n".join(line.raw for line in lines),
            confidence=min(line.confidence for line in lines),
            source=lines[0].source,
        )
    return (make_record(Kind.INDEX_DOCUMENT, reading, fields),)


def _from_table(reading: Reading) -> list[_Line]:
    """The rows of a table under 指标, 文件夹序号, 文件夹名称; a merged indicator holds for the rows under it."""
    table = find_table(reading, COLUMNS, anchors=("folder_number",))
    lines: list[_Line] = []
    indicator = ""
    for entry in table.entries if table else ():
        indicator = entry.text("indicator") or indicator
        name, number = entry.text("folder_name"), entry.text("folder_number")
        cell = next(iter(entry.cells.values()))
        if name or number:
            said = {"indicator": indicator, "folder_number": number, "folder_name": name or indicator}
            raw = " ".join(one.raw or one.text for one in entry.cells.values())
            lines.append(_Line(said, raw, entry.confidence, cell.source(reading)))
    return lines


def _from_lines(reading: Reading, script: Script) -> list[_Line]:
    """Lines as 门槛条件1……文件夹01：营业执照, else 01 营业执照."""
    for pattern in (_WITH_FOLDER, _NUMBERED):
        lines = list(_matching(reading, script, pattern))
        if lines:
            return lines
    return []


def _matching(reading: Reading, script: Script, pattern: re.Pattern[str]) -> Iterator[_Line]:
    for start, text in _rows(script):
        match = pattern.match(_TRAILING_PAGE.sub("", text))
        if match is None:
            continue
        said = match.groupdict()
        name = clean(said["name"]).strip(" .:")
        entry = {
            "indicator": clean(said.get("indicator") or name).strip(" .:-—_、"),
            "folder_number": said["number"],
            "folder_name": name,
        }
        hit = script.hit(start, start + len(text))
        yield _Line(entry, hit.raw, hit.confidence, reading.source(hit.page, hit.box))


def _rows(script: Script) -> Sequence[tuple[int, str]]:
    """The rows of the text with their places."""
    rows, start = [], 0
    for text in script.text.split("\n"):
        rows.append((start, text))
        start += len(text) + 1
    return rows
