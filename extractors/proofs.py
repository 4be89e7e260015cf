"""What proofs of what enterprises became share: whom they name, who gave them, when, and how long they hold.

An announcement names hundreds of enterprises over many pages: each is a row with its own place (domain.md 3.23, 3.24).
"""

import re
from collections.abc import Iterator, Sequence

from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from domain.values import find_days, find_spans, parse_term_length, term_end
from extractors.holder import closing_day, labelled_day
from extractors.labels import find_first, make_field
from extractors.parties import is_organisation
from extractors.script import Hit, Script
from extractors.table_cells import Cell
from extractors.table_headers import Column
from extractors.tables import Entry, find_table

AWARDED_LABELS = (
    *("发证日期", "发证时间", "颁发日期", "颁发时间", "颁证日期", "认定日期", "认定时间", "授予日期", "授予时间"),
    *("公告日期", "发布日期", "发布时间", "公布日期", "公布时间", "公示日期", "获得时间", "获批日期", "批准日期"),
)
UNTIL_LABELS = ("有效期至", "有效期截止", "有效截止日期", "到期日期", "失效日期")
TERM_LABELS = ("有效期", "有效期限", "证书有效期", "有效日期", "资质有效期", "认定有效期")
ISSUER_LABELS = (
    *("发证机关", "发证单位", "发证机构", "颁发单位", "颁发机构", "颁证机关", "认定单位", "认定机构", "认定部门"),
    *("授予单位", "发布机构", "发布单位", "发布部门", "发文机关", "公示单位", "信息来源", "来源", "落款单位"),
)
HOLDER_LABELS = (
    *("企业名称", "单位名称", "公司名称", "公司全称", "企业全称", "持证单位", "获证单位", "证书持有单位", "认定企业"),
    *("获评企业", "发行人", "发行人名称", "发行人全称", "辅导对象", "公司中文全称", "挂牌公司名称", "申请挂牌公司"),
    *("申请人", "名称"),
)
COLUMNS = (
    Column("number", ("序号", "编号", "NO")),
    Column(
        "name",
        (
            *("企业名称", "单位名称", "公司名称", "公司全称", "企业全称", "企业", "名称", "发行人", "发行人全称"),
            *("挂牌公司名称", "挂牌公司全称", "申报企业", "申报单位", "证券全称", "公司"),
        ),
    ),
    Column("district", ("所属区", "所在区", "区县", "所属区县", "所属地区", "地区", "省市", "推荐单位", "所在地")),
    Column("uscc", ("统一社会信用代码", "信用代码")),
    Column("code", ("证券代码", "股票代码", "公司代码")),
    Column("short", ("证券简称", "股票简称", "公司简称", "简称")),
    Column("title", ("资质名称", "资质称号", "称号", "企业资质", "资质类型", "荣誉名称", "认定类型", "认定类别")),
    Column("awarded_on", ("认定时间", "认定日期", "发证日期", "获得时间", "公告日期", "发布日期", "受理日期")),
    Column("valid_until", ("有效期至", "有效期", "有效期限", "有效期截止", "截止日期", "到期时间")),
    Column("issuer", ("认定单位", "发证机关", "发证单位", "认定机构", "发布单位")),
    Column("layer", ("所属层级", "层级", "市场层级", "所属市场层级", "调整后层级", "调入层级")),
    Column("stage", ("审核状态", "状态", "阶段", "项目状态")),
    Column("outcome", ("复核结果", "认定结果", "评审结果", "审核结果", "评价结果", "复核结论", "审核意见", "是否通过")),
)
ROW_FIELDS = ("outcome", "number", "title", "code", "layer", "stage", "uscc", "district")
TOLD = ("outcome", "title", "awarded_on", "valid_until", "layer", "stage")
"""What a row says of its enterprise that counts: it is as sure as the worst read of these and the name."""
SHORTEST_NAME = 4
MOST_ROWS = 5_000
TAIL = 14
"""Lines at the end of a paper in which its issuer stands."""
SEALED = 0.8
"""An issuer that only a seal names."""

_END = (
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|总公司|公司|\(有限合伙\)|\(普通合伙\)|合伙企业"
    r"|研究院|研究所|中心|厂)"
)
NAME = rf"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9()·]{{2,38}}?{_END}(?![\u4e00-\u9fff]{{0,2}}(?:公司|合伙))"
MIDDLEMEN = re.compile(r"证券(?:股份)?有限|证券公司|交易所|股份转让系统|会计师|律师|评估|银行|保荐")
"""Organisations that a stock-market paper names beside the enterprise."""
_ISSUER = re.compile(
    r"(?:工业和信息化(?:部|厅|局)(?:办公厅)?|经济和信息化(?:局|委员会|厅)|经济信息化委员会|[部局厅署]|委员会|人民政府|办公室"
    r"|监督管理局|监管局|交易所|股份转让系统有限责任公司|(?:研究院|研究所|协会|学会|联盟|促进会|商会|中心))\Z"
)
_SALUTATION = re.compile(rf"(?:\A|\n)(?P<value>{NAME}):(?=\n|\Z)")
_ALONE = re.compile(rf"(?:\A|\n)(?P<value>{NAME})(?=\n|\Z)")
_FOLIO = re.compile(r"第?[0-9一二三四五六七八九十]{1,4}页|(?:北京|天津)?[\u4e00-\u9fff]{0,6}名单|合计|共计|备注")


# --- Whom it names ----------------------------------------------------------------------------------------------------


def holder_rows(reading: Reading) -> tuple[dict[str, object], ...]:
    """The enterprises of the tables of a paper: name, place and confidence, and what the row says of each."""
    table = find_table(reading, COLUMNS, anchors=("number", "name"))
    if table is None or "name" not in table.headers:
        return ()
    return tuple(row for entry in table.entries[:MOST_ROWS] if (row := _row(entry)) is not None)


def _row(entry: Entry) -> dict[str, object] | None:
    """A row of a list; None for what is no enterprise: a page number, the issuer and the day below the list."""
    cell = entry.cells.get("name")
    name = squash(cell.text) if cell is not None else ""
    told = re.match(NAME, name) is not None or bool(entry.text("number") or entry.text("code"))
    if cell is None or len(name) < SHORTEST_NAME or not told or _FOLIO.fullmatch(name):
        return None
    sure = min(other.confidence for key in (*TOLD, "name") if (other := entry.cells.get(key)) is not None)
    row: dict[str, object] = {"name": name, **_place(cell), "confidence": sure}
    row |= {key: squash(entry.text(key)) for key in ROW_FIELDS if entry.text(key)}
    for key, day in (
        ("awarded_on", day_of(entry.text("awarded_on"))),
        ("valid_until", last_of(entry.text("valid_until"))),
    ):
        if day:
            row[key] = day
    return row


_NUMBERED = re.compile(rf"(?:\A|\n)(?P<number>[0-9]{{1,4}})[\t.、 ]{{0,2}}(?P<value>{NAME})(?=[\t\n]|\Z)")


def _completed(rows: tuple[dict[str, object], ...], script: Script) -> tuple[dict[str, object], ...]:
    """The rows, and those that follow the last one by their number on a page that is no table by itself."""
    last = str(rows[-1].get("number", "")) if rows else ""
    if not last.isdigit():
        return rows
    found = list(rows)
    for match in _NUMBERED.finditer(script.text):
        if int(match["number"]) == int(last) + 1:
            hit = script.hit(*match.span("value"))
            box = [round(edge, 4) for edge in hit.box] if hit.box else None
            row: dict[str, object] = {"name": squash(hit.text), "page": hit.page, "confidence": hit.confidence}
            found.append({**row, "number": match["number"]} | ({"bbox": box} if box else {}))
            last = match["number"]
    return tuple(found)


def _place(cell: Cell) -> dict[str, object]:
    """Where a cell stands and how surely it was read."""
    box = [round(edge, 4) for edge in cell.box] if cell.box else None
    places = {"page": cell.page, "bbox": box, "sheet": cell.sheet, "cell": cell.address}
    return {key: value for key, value in places.items() if value is not None} | {"confidence": cell.confidence}


def title_rows(reading: Reading) -> tuple[Entry, ...]:
    """The rows of a table of titles that does not name their holder: the page is about one enterprise."""
    table = find_table(reading, COLUMNS, anchors=("number", "title"))
    return table.entries if table is not None and "title" in table.headers and "name" not in table.headers else ()


def holder_fields(reading: Reading, script: Script, sentences: Sequence[re.Pattern[str]] = ()) -> dict[str, Field]:
    """`holders`, the rows of a list of enterprises; else `holder`, by label, by a sentence or standing alone."""
    rows = _completed(holder_rows(reading), script)
    names = {str(row["name"]) for row in rows}
    if len(names) > 1 or (rows and _single(script, sentences) is None):
        box, page = rows[0].get("bbox"), rows[0].get("page")
        place = reading.source(
            page if isinstance(page, int) else None,
            (box[0], box[1], box[2], box[3]) if isinstance(box, list) else None,
        )
        return {"holders": Field([dict(row) for row in rows], f"{len(rows)}家", 1.0, place)}
    hit = _single(script, sentences)
    fields = {"holder": make_field(reading, hit, _organisation(hit.text))} if hit is not None else {}
    return fields | ({"holders": Field([dict(row) for row in rows], "", 1.0, fields["holder"].source)} if rows else {})


def _single(script: Script, sentences: Sequence[re.Pattern[str]]) -> Hit | None:
    """The one enterprise that a paper is about."""
    hit = find_first(script, HOLDER_LABELS, accept=_is_enterprise, unfinished=_no_end)
    if hit is not None:
        return hit
    patterns = (*sentences, _SALUTATION, _ALONE)
    found = (hit for pattern in patterns for hit in script.find(pattern) if not MIDDLEMEN.search(hit.text))
    return next(found, None)


def _organisation(text: str) -> str:
    """A name without a stamp of its end and its notes."""
    plain = squash(text)
    match = re.match(NAME, plain)
    return match[0] if match is not None and len(match[0]) * 2 > len(plain) else plain


def _is_enterprise(hit: Hit) -> bool:
    text = squash(hit.text)
    return len(text) >= SHORTEST_NAME and re.match(NAME, text) is not None


def _no_end(text: str) -> bool:
    """Whether the name of an enterprise has not come to its end."""
    return len(text) >= SHORTEST_NAME and not is_organisation(text)


# --- Who gave it ------------------------------------------------------------------------------------------------------


def issuer_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`issuer`: labelled, else the last line that is the name of an authority, else what a seal says."""
    hit = find_first(script, ISSUER_LABELS, accept=lambda hit: _AUTHORITY.fullmatch(squash(hit.text)) is not None)
    hit = hit or script.search(_SAID_TO_BE) or next(_closing_issuers(script), None)
    if hit is not None:
        return {"issuer": make_field(reading, hit, squash(hit.text))}
    for page in reading.pages:
        for seal in page.seals:
            if _ISSUER.search(squash(seal.text)):
                return {"issuer": Field(squash(seal.text), seal.text, SEALED, reading.source(page.number, seal.box))}
    return {}


def _closing_issuers(script: Script) -> Iterator[Hit]:
    """Words that are an authority's name: above the closing day, at the end of the paper, then at its head."""
    lines = [line for line in script.lines if line]
    last = closing_day(script)
    day = script.line_at(last[0].start) if last is not None and last[0].start >= 0 else 0
    above = lines[max(0, day - _ABOVE_DAY) : day + 1] if day else []
    for line in (*reversed(above), *reversed(lines[-TAIL:]), *reversed(lines[:-TAIL])):
        for placed in reversed(line):
            text = squash(script.text[placed.start : placed.end])
            if _AUTHORITY.fullmatch(text) and _ISSUER.search(text) and "关于" not in text:
                yield script.hit(placed.start, placed.end)


_ABOVE_DAY = 2
"""Lines above the closing day in which its issuer stands."""
_AUTHORITY = re.compile(r"[\u4e00-\u9fff()、·]{4,40}")
_SAID_TO_BE = re.compile(r"(?:来源|发布机构|发布单位|认定单位|认定机构|发文机关):\t?(?P<value>[\u4e00-\u9fff()]{4,30})")


# --- When, and how long -----------------------------------------------------------------------------------------------


def award_fields(reading: Reading, script: Script, labels: Sequence[str] = AWARDED_LABELS) -> dict[str, Field]:
    """`awarded_on`: the labelled day, else the closing one."""
    found = labelled_day(script, labels) or closing_day(script) or _spread_day(script)
    return {} if found is None else {"awarded_on": make_field(reading, found[0], found[1])}


_SPREAD = re.compile(
    r"[\n\t](?P<value>[12〇零○二][0-9〇零○一二三四五六七八九]{3}\t?年\t?[0-9一二三四五六七八九十]{1,3}\t?月"
    r"(?:\t?[0-9一二三四五六七八九十]{1,3}\t?日)?)(?=[\n\t]|\Z)"
)


def _spread_day(script: Script) -> tuple[Hit, str] | None:
    """A closing day whose parts stand apart (2024 年 6 月 5 日), or one to the month."""
    hits = list(script.find(_SPREAD))
    for hit in reversed(hits):
        day = day_of(squash(hit.text))
        if day:
            return hit, day
    return None


def validity_fields(reading: Reading, script: Script, awarded_on: str | None) -> dict[str, Field]:
    """`valid_from` and `valid_until`: a labelled last day, a span, or a length from the award (有效期三年)."""
    hit = find_first(script, UNTIL_LABELS, accept=lambda hit: bool(last_of(hit.text)))
    if hit is not None:
        return {"valid_until": make_field(reading, hit, last_of(hit.text))}
    hit = find_first(script, TERM_LABELS)
    hit = hit or script.search(_TERM)
    if hit is None:
        return {}
    span = next((span for span in find_spans(hit.text) if span.valid and span.last), None)
    if span is not None and span.last is not None:
        fields = {"valid_until": make_field(reading, hit, span.last.isoformat())}
        first = {"valid_from": make_field(reading, hit, span.first.isoformat())} if span.first else {}
        return first | fields
    return _by_length(reading, hit, awarded_on)


_TERM = re.compile(r"有效期(?:限)?(?:为|:|自|是)?(?P<value>[^\n。;,]{2,40})")


def _by_length(reading: Reading, hit: Hit, awarded_on: str | None) -> dict[str, Field]:
    length = parse_term_length(hit.text)
    days = find_days(awarded_on or "")
    if length is None or not days or days[0].value is None:
        last = last_of(hit.text)
        return {"valid_until": make_field(reading, hit, last)} if last else {}
    return {"valid_until": make_field(reading, hit, term_end(days[0].value, *length).isoformat())}


def day_of(text: str) -> str:
    """The first day or month of a text; empty for none."""
    found = next((day for day in find_days(text) if day.valid), None)
    return (found.value.isoformat() if found.value else found.month or "") if found else ""


def last_of(text: str) -> str:
    """The last day of a text that gives a span or one day."""
    span = next((span for span in find_spans(text) if span.valid and span.last), None)
    if span is not None and span.last is not None:
        return span.last.isoformat()
    days = [day for day in find_days(text) if day.valid]
    return (days[-1].value.isoformat() if days[-1].value else days[-1].month or "") if days else ""
