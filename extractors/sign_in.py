"""Read sign-in sheets (签到表), on paper and as exports of sign-in programs (domain.md 3.3)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.documents import Kind, Origin, Page, Problem, Reading, Sheet
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import clean, squash
from extractors.activity import split_nickname
from extractors.events import (
    DAY_LABELS,
    NAME_LABELS,
    PLACE_LABELS,
    activity_name,
    day_fields,
    days_in,
    find_days,
    find_event_days,
    find_name,
    name_fields,
    place_fields,
    place_name,
)
from extractors.labels import make_record
from extractors.script import Hit
from extractors.simplified import simplified_script
from extractors.table_cells import Cell, cell_field, cells_of
from extractors.table_headers import Column
from extractors.tables import Entry, FoundTable, find_table


def extract_sign_in_sheet(reading: Reading) -> tuple[Record | Problem, ...]:
    """The activity and who came: a record for each activity that the document has a sheet of."""
    found: list[Record | Problem] = [
        *(_paper_record(part) for part in _parts(reading)),
        *(_sheet_record(reading, sheet) for sheet in reading.sheets if not sheet.hidden),
    ]
    found = [item for item in found if not isinstance(item, Record) or item.rows("rows") or not reading.sheets]
    if not any(isinstance(item, Record) and item.rows("rows") for item in found):
        first = reading.pages[0].number if reading.pages else None
        found.append(Problem(Reason.PAGE_UNREADABLE, reading.source(first), "未能识别签到表的行"))
    return tuple(found)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _parts(reading: Reading) -> Iterator[Reading]:
    """The pages of each sheet: a new one begins where the head names another activity."""
    pages: list[Page] = []
    current = ""
    for page in reading.pages:
        name = _named(page)
        if pages and name and current and name != current:
            yield replace(reading, pages=tuple(pages))
            pages, current = [], ""
        pages.append(page)
        current = current or name
    if pages:
        yield replace(reading, pages=tuple(pages))


def _named(page: Page) -> str:
    """The activity that the head of a page names: labelled, or in the title of a sign-in sheet."""
    script = simplified_script(page)
    hit = find_name(script, _CAME)
    if hit is None or not (hit.label or _CAME.search(squash(hit.text))):
        return ""
    return squash(activity_name(hit.text))


def _paper_record(reading: Reading) -> Record:
    """The record of a sheet on paper."""
    script = simplified_script(reading)
    head = {
        **name_fields(reading, script, _CAME),
        **day_fields(reading, find_event_days(script)),
        **place_fields(reading, script),
    }
    table = find_table(reading, COLUMNS, anchors=("number", "name", "nick"))
    return make_record(Kind.SIGN_IN_SHEET, reading, {**head, **_row_fields(reading, table, script.text)})


def _sheet_record(reading: Reading, sheet: Sheet) -> Record:
    """The record of a sheet of a workbook."""
    own = replace(reading, pages=(), sheets=(sheet,))
    table = find_table(own, COLUMNS)
    grid = cells_of(sheet)
    head = _cells_above(grid, table)
    text = "\n".join(cell.text for cell in head)
    return make_record(Kind.SIGN_IN_SHEET, own, {**_head_fields(own, head, table), **_row_fields(own, table, text)})


# --- The head of a sheet of a workbook --------------------------------------------------------------------------------


def _cells_above(grid: Sequence[Sequence[Cell | None]], table: FoundTable | None) -> list[Cell]:
    """The filled cells above the header of the table, merged ones once."""
    header = {cell.address for cell in table.headers.values()} if table else set()
    cells: list[Cell] = []
    for row in grid[:_HEAD_ROWS]:
        if any(cell is not None and cell.address in header for cell in row):
            break
        filled = [cell for cell in row if cell is not None and cell.text]
        cells.extend(cell for cell, before in zip(filled, [None, *filled], strict=False) if not _is_same(cell, before))
    return cells


def _is_same(cell: Cell, before: Cell | None) -> bool:
    return before is not None and before.text == cell.text


def _head_fields(reading: Reading, head: Sequence[Cell], table: FoundTable | None) -> dict[str, Field]:
    """Title, day and place as the head of a workbook's sheet gives them, the day else by the moments of signing in."""
    fields = {}
    title = _labelled_cell(head, NAME_LABELS) or next((cell for cell in head if _is_title(cell)), None)
    if title is not None:
        fields["title"] = cell_field(reading, title, activity_name(title.text))
        fields["heading"] = cell_field(reading, title)
    day = _labelled_cell(head, DAY_LABELS)
    days = days_in(_as_hit(day)) if day is not None else None
    if day is not None and days is not None:
        fields["event_on"] = cell_field(reading, day, days.first.isoformat())
        if days.last is not None and days.last > days.first:
            fields["event_to"] = cell_field(reading, day, days.last.isoformat())
    elif table is not None:
        fields.update(_day_of_moments(reading, table))
    place = _labelled_cell(head, PLACE_LABELS)
    if place is not None:
        fields["place"] = cell_field(reading, place, place_name(place.text))
    return fields


def _labelled_cell(head: Sequence[Cell], labels: Sequence[str]) -> Cell | None:
    """The value behind one of these labels, in the same cell or in the next one; the order of the labels decides."""
    for label in labels:
        for cell, after in zip(head, [*head[1:], None], strict=True):
            name, colon, value = squash(cell.text).partition(":")
            if name == label and colon and value:
                return replace(cell, text=clean(re.split("[:：]", cell.text, maxsplit=1)[1]))
            if name == label and after is not None and ":" not in squash(after.text)[:8]:
                return after
    return None


def _is_title(cell: Cell) -> bool:
    """Whether a cell above the table is its title."""
    text = squash(cell.text)
    return ":" not in text[:8] and len(activity_name(text)) >= _SHORTEST_TITLE and text not in _GENERIC


def _as_hit(cell: Cell) -> Hit:
    return Hit(text=cell.text, raw=cell.raw, page=0, box=None, confidence=1.0)


def _day_of_moments(reading: Reading, table: FoundTable) -> dict[str, Field]:
    """The day on which all moments of signing in lie, if it is one."""
    cells = [entry.cells["time"] for entry in table.entries if "time" in entry.cells]
    days = {day.value for cell in cells for day in find_days(cell.text)[:1] if day.value is not None}
    if len(days) != 1:
        return {}
    return {"event_on": cell_field(reading, cells[0], days.pop().isoformat())}


# --- Rows -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a sheet shows who came."""

    has_signatures: bool
    """A column to sign in, or one that says whether somebody did."""
    shows_attendance: bool
    """Without such a column: whether standing on the sheet means having come."""
    by_eye: frozenset[int]
    """The pages whose print was recognised."""


def _row_fields(reading: Reading, table: FoundTable | None, text: str) -> dict[str, Field]:
    """`rows`, the distinct `units` and `persons` that signed, and `undecided`: rows of which that cannot be told."""
    if table is None:
        return {}
    rows = _rows(table, _manner(reading, table, text))
    signed = [row for row in rows if row["signed"]]
    units = {squash(str(row["unit"])) for row in signed if row["unit"]}
    persons = {(row["name"], row["phone"] or row["unit"]) for row in signed}
    confidence = min((entry.confidence for entry in table.entries), default=1.0)
    source = next((entry.source(reading) for entry in table.entries), reading.source())
    counts = {"units": len(units), "persons": len(persons), "undecided": sum(row["signed"] is None for row in rows)}
    return {
        "rows": Field(rows, "", confidence, source),
        **{name: Field(count, "", confidence, source) for name, count in counts.items()},
    }


def _manner(reading: Reading, table: FoundTable, text: str) -> _Manner:
    """How the sheet shows who came.

    People write themselves into a sheet without a column for signatures, and an export holds who came in: both count
    as signed (contract, section 3). A list of those who are invited or have registered does not.
    """
    head = squash(text)
    exported = any(key in table.headers for key in ("time", "nick", "duration"))
    came = _CAME.search(head) is not None or exported
    written = any(page.origin is Origin.OCR for page in reading.pages)
    return _Manner(
        has_signatures="sign" in table.headers or "state" in table.headers,
        shows_attendance=came or (written and _REGISTERED.search(head) is None),
        by_eye=frozenset(page.number for page in reading.pages if page.origin is not Origin.TEXT),
    )


def _rows(table: FoundTable, manner: _Manner) -> list[dict[str, object]]:
    """The rows that name somebody, ditto marks resolved."""
    rows: list[dict[str, object]] = []
    above = ""
    for entry in table.entries:
        if _is_foot(entry):
            continue
        unit, ditto = _unit(entry, above, by_eye=entry.page in manner.by_eye)
        name = _name(entry, manner)
        phone = _phone(entry.text("phone"))
        if not (name or phone or (unit and not ditto)):
            continue
        above = unit or above
        rows.append(_row(entry, {"name": name, "unit": unit, "phone": phone}, manner, ditto=ditto))
    return rows


def _row(entry: Entry, who: Mapping[str, str], manner: _Manner, *, ditto: bool) -> dict[str, object]:
    place: Mapping[str, object] = {"page": entry.page, "bbox": list(entry.box) if entry.box else None}
    first = next(iter(entry.cells.values()))
    if first.sheet is not None:
        place = {"sheet": first.sheet, "cell": (entry.cells.get("name") or first).address}
    guessed = ditto and entry.page in manner.by_eye
    return {
        **who,
        "signed": _is_signed(entry, manner),
        "ditto": ditto,
        "confidence": min(entry.confidence, _DITTO_CONFIDENCE) if guessed else entry.confidence,
        **place,
    }


def _is_foot(entry: Entry) -> bool:
    """Whether a row is a sum or a note."""
    return any(_FOOT.match(squash(entry.text(key))) for key in ("number", "name", "unit"))


def _unit(entry: Entry, above: str, *, by_eye: bool) -> tuple[str, bool]:
    """The unit of a row, and whether a ditto mark stands for it; recognised print shows the mark in many shapes."""
    text = clean(entry.text("unit"))
    mark = squash(text)
    if _DITTO.fullmatch(mark) or (by_eye and _DITTO_READ.fullmatch(mark)):
        return above, True
    nickname = split_nickname(entry.text("nick") or entry.text("name"))
    if not text and nickname is not None:
        return nickname[0], False
    return text, False


def _name(entry: Entry, manner: _Manner) -> str:
    """The name of a row; where only signatures give it, the signature."""
    for key in ("name", "nick"):
        text = squash(entry.text(key))
        nickname = split_nickname(text)
        if text:
            return nickname[1] if nickname else _NUMBER_BEFORE.sub("", text)
    return squash(entry.text("sign")) if not manner.has_signatures or "name" not in entry.cells else ""


def _phone(text: str) -> str:
    """A phone number without spaces and hyphens; a landline keeps its hyphen."""
    plain = squash(text)
    digits = re.sub(r"[-()+]", "", plain)
    return digits if _MOBILE.fullmatch(digits) else plain


def _is_signed(entry: Entry, manner: _Manner) -> bool | None:
    """Whether a row is signed; None where that cannot be told.

    Engines pass over what they cannot read: on recognised print a cell without text is empty only where the reader
    found a ruled cell without ink; ink in it is a signature that nobody reads.
    """
    if not manner.has_signatures:
        return True if manner.shows_attendance else None
    state = squash(entry.text("state"))
    if state:
        return _state(state)
    mark = squash(entry.text("sign"))
    if _ABSENT.search(mark):
        return False
    if _INK.search(mark) and not _STROKE.fullmatch(mark):
        return True
    if not mark and "sign" in entry.inked:
        return True
    return False if entry.page not in manner.by_eye or (not mark and "sign" in entry.blank) else None


def _state(text: str) -> bool | None:
    """What a column of states says."""
    if _ABSENT.search(text):
        return False
    return True if _PRESENT.search(text) else None


COLUMNS = (
    Column("number", ("序号", "编号", "序", "号", "No", "NO")),
    Column(
        "nick",
        ("昵称", "用户昵称", "成员昵称", "微信昵称", "入会昵称", "用户名", "用户昵称(入会昵称)", "参会者", "成员名称"),
    ),
    Column(
        "name",
        (
            "姓名",
            "参会人员",
            "参会人",
            "签到人",
            "参会人姓名",
            "学员姓名",
            "人员姓名",
            "真实姓名",
            "名字",
            "联系人",
            "嘉宾姓名",
        ),
    ),
    Column(
        "unit",
        (
            *(
                "单位",
                "单位名称",
                "公司",
                "公司名称",
                "工作单位",
                "企业名称",
                "所在单位",
                "单位全称",
                "参会单位",
                "企业",
            ),
            *(
                "所属单位",
                "企业全称",
                "公司全称",
                "参会企业",
                "参会企业名称",
                "所在企业",
                "参加单位",
                "所在公司",
                "部门",
            ),
        ),
    ),
    Column("position", ("职务", "职位", "职称", "岗位", "职务职称")),
    Column(
        "phone",
        (
            "联系电话",
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "联系方式",
            "电话号码",
            "联系手机",
            "移动电话",
            "联系电话(手机)",
        ),
    ),
    Column(
        "sign",
        (
            "签名",
            "签字",
            "签到",
            "本人签名",
            "本人签字",
            "签到签名",
            "参会人签字",
            "签名栏",
            "签到栏",
            "签章",
            "亲笔签名",
        ),
    ),
    Column("state", ("签到状态", "状态", "是否签到", "是否参会", "到会情况", "出席情况", "考勤状态", "签到情况")),
    Column(
        "time",
        ("签到时间", "入会时间", "首次入会时间", "加入时间", "时间戳", "提交时间", "打卡时间", "进入时间", "扫码时间"),
    ),
    Column(
        "duration",
        ("时长", "参会时长", "入会时长", "累计时长", "在会时长", "观看时长", "退会时间", "退出时间", "离会时间"),
    ),
    Column("note", ("备注",)),
)

_HEAD_ROWS = 30
_SHORTEST_TITLE = 4
_DITTO_CONFIDENCE = 0.5
"""A ditto mark on recognised print may be a stroke."""
_GENERIC = frozenset(("签到表", "签到册", "活动签到表", "会议签到表", "签到记录", "参会人员名单", "人员签到表"))
_DITTO = re.compile(r"[〃″\"“”„‟〞〝''‘’`´々]{1,4}|同上|同左|同|↓+|⬇|\|{2}|…+")
_DITTO_READ = re.compile(r"[1lI|∥‖/\\'’,、丶ノ〃\"“”″:;.]{1,3}|[lI1]{2}|ll|11|//|同[上士土]")
_FOOT = re.compile(r"合计|总计|小计|共计?\d{1,5}[人家]|填表|说明:|备注:|注:|第\d{1,4}页")
_CAME = re.compile(r"签到|参会人员|参会成员|入会|参会记录|出席|考勤|成员列表|到会|参会名单|参会明细")
_REGISTERED = re.compile(r"报名|邀请名单|拟邀|拟参|回执|预约|邀约")
_ABSENT = re.compile(r"未签|未到|缺席|请假|未参|未入会|没来|\A[否无×xX✗✘]\Z")
_PRESENT = re.compile(r"已签|签到|已到|出席|正常|参会|到会|入会|\A[是√✓✔Vv1]\Z")
_INK = re.compile(r"[0-9A-Za-z\u3400-\u9fff√✓✔]")
_STROKE = re.compile(r"[1lI一丨亅丿卜]{1,2}")
"""What engines make of a bit of rule or a stroke."""
_NUMBER_BEFORE = re.compile(r"\A\d{1,4}[.、]?(?=[\u3400-\u9fff])")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
