"""Labelled values in positioned text: 甲方：…, 名 称 …, a label cell and its neighbour (domain.md 3.0, 3.31)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from domain.documents import Box, Kind, Page, Reading, Table, TableCell, enclosing
from domain.records import Field, Record
from domain.text import clean, squash
from extractors.script import Hit, Placed, Script, Where, read_script


def find_labelled(
    where: Where,
    labels: Iterable[str],
    *,
    accept: Callable[[Hit], bool] | None = None,
    unfinished: Callable[[str], bool] | None = None,
    below: bool = True,
    bare: bool = False,
) -> Hit | None:
    """The first value behind, right of or under one of these labels, in the order of the paper."""
    hits = find_all_labelled(where, labels, unfinished=unfinished, below=below, bare=bare)
    return next((hit for hit in hits if accept is None or accept(hit)), None)


def find_first(
    where: Where,
    labels: Iterable[str],
    *,
    accept: Callable[[Hit], bool] | None = None,
    unfinished: Callable[[str], bool] | None = None,
    below: bool = True,
    bare: bool = False,
) -> Hit | None:
    """The value of the first of these labels that has one: the order of the labels decides, not that of the paper."""
    script = read_script(where)
    for label in labels:
        hit = find_labelled(script, (label,), accept=accept, unfinished=unfinished, below=below, bare=bare)
        if hit is not None:
            return hit
    return None


def find_all_labelled(
    where: Where,
    labels: Iterable[str],
    *,
    unfinished: Callable[[str], bool] | None = None,
    below: bool = True,
    bare: bool = False,
) -> tuple[Hit, ...]:
    """Every labelled value, in the order of the paper; a label without a value gives none.

    A label counts where a line, a word or a sentence begins; behind it stand a note in brackets and a colon or a gap
    (with `bare`, nothing: 甲方北京…公司). A value ends where the next label begins. `unfinished` tells of a value that
    it must go on in the next line.
    """
    script = read_script(where)
    names = tuple(squash(label) for label in labels)
    celled = tuple(pair for page in script.pages for pair in _cell_hits(page, frozenset(names)))
    found = [hit for _, hit in celled]
    for match in islice(_label_pattern(names, bare).finditer(script.text), MOST_LABELS):
        if any(_stands_in(script.hit(*match.span("label")), box, page) for (box, page), _ in celled):
            continue
        hit = _value_of(script, match, below=below)
        if hit is not None:
            found.append(_with_next_line(script, hit, match, unfinished))
    return tuple(sorted(found, key=_reading_order))


def find_labels(where: Where, labels: Iterable[str]) -> tuple[Hit, ...]:
    """Where these labels themselves stand, whether or not a value follows."""
    script = read_script(where)
    matches = _label_pattern(tuple(squash(label) for label in labels), bare=False).finditer(script.text)
    return tuple(replace(script.hit(*match.span("label")), label=squash(match["label"])) for match in matches)


def make_field(reading: Reading, hit: Hit, value: object = None, confidence: float = 1.0) -> Field:
    """The field of a hit; its clean text where no value is given.

    `confidence` is what the finder thinks of the place, where that is less than certain.
    """
    return Field(
        value=hit.text if value is None else value,
        raw=hit.raw,
        confidence=min(hit.confidence, confidence),
        source=reading.source(hit.page, hit.box),
    )


def make_record(kind: Kind, reading: Reading, fields: Mapping[str, Field]) -> Record:
    """The record of a reading, with the pages it fills."""
    pages = (reading.pages[0].number, reading.pages[-1].number) if reading.pages else None
    return Record(kind=kind, path=reading.path, sha256=reading.sha256, fields=fields, pages=pages)


def money(yuan: Decimal) -> int | float:
    """A sum as a JSON number: whole yuan without a fraction."""
    return int(yuan) if yuan == yuan.to_integral_value() else float(yuan)


# --- Labels -----------------------------------------------------------------------------------------------------------

KNOWN_LABELS: tuple[str, ...] = (
    *("甲方", "乙方", "丙方", "丁方", "委托方", "受托方", "委托人", "受托人", "委托单位", "受托单位", "送检单位"),
    *("检测单位", "检验机构", "检测机构", "客户", "客户名称", "用户", "服务方", "供应商", "采购方", "买方", "卖方"),
    *("需方", "供方", "发包方", "承包方", "订购方", "出租方", "承租方", "出租人", "承租人", "授权方", "申请人"),
    *("代理机构", "代理人", "投资方", "融资方", "借款人", "贷款人", "保证人", "担保人", "认证机构", "购买方", "销售方"),
    *("单位名称", "企业名称", "公司名称", "名称", "购货单位", "销货单位", "被服务单位", "填报单位", "承诺单位"),
    *("合同编号", "合同号", "协议编号", "协议书编号", "编号", "订单号", "订单编号", "委托编号", "委托单号", "报价单号"),
    *("登记编号", "报告编号", "项目编号", "流水号", "证书编号", "项目名称", "服务项目", "服务内容", "合同名称"),
    *(
        "合同金额",
        "合同总金额",
        "合同总价",
        "合同价款",
        "总金额",
        "服务费",
        "技术服务费",
        "检测费",
        "检测费用",
        "代理费",
    ),
    *("费用合计", "价税合计", "共计", "总计", "合计", "小写", "大写", "付款方式", "金额", "税额"),
    *("签订日期", "签订时间", "签订地点", "签约日期", "签约地点", "签署日期", "签署地点", "订立时间", "合同签订时间"),
    *("日期", "时间", "地点", "填表日期", "调查日期", "服务期限", "合同期限", "合作期限", "有效期", "有效期限"),
    *("履行期限", "服务周期", "协议期限", "租赁期限", "聘期", "营业期限", "有效期至", "活动名称", "会议名称", "主题"),
    *("培训名称", "活动时间", "会议时间", "活动地点", "会议地点", "主办单位", "承办单位", "协办单位", "支持单位"),
    *("姓名", "单位", "公司", "工作单位", "职务", "职称", "联系人", "联系电话", "电话", "手机", "手机号", "联系方式"),
    *("签名", "签字", "签到", "备注", "序号", "参保单位", "缴费单位", "用人单位", "社会保障号码", "身份证号"),
    *("身份证号码", "证件号码", "公民身份号码", "查询日期", "查询流水号", "校验码", "成立日期", "注册日期", "登记日期"),
    *(
        "统一社会信用代码",
        "信用代码",
        "社会信用代码",
        "纳税人识别号",
        "统一社会信用代码/纳税人识别号",
        "税号",
        "注册号",
    ),
    *("发票号码", "发票代码", "数电票号码", "开票日期", "机器编号", "开票人", "收款人", "复核", "密码区", "地址、电话"),
    *("开户行及账号", "开户行", "开户银行", "账号", "账户", "地址", "住所", "经营场所", "经营范围", "类型", "注册资本"),
    *(
        "法定代表人",
        "负责人",
        "授权代表",
        "委托代理人",
        "法定代表人或授权代表",
        "代表人",
        "登记机关",
        "发证机关",
        "传真",
    ),
    *("宗旨和业务范围", "业务范围", "经费来源", "开办资金", "举办单位", "业务主管单位", "活动地域", "注册资金"),
    *("成立登记日期", "登记管理机关", "发证日期", "权利人", "坐落", "主办单位名称", "主办单位性质", "审核通过日期"),
    *("邮编", "邮政编码", "电子邮箱", "邮箱", "盖章", "签章", "满意度", "总体满意度", "意见建议", "建议", "服务时间"),
    *("发布时间", "发布日期", "发布单位", "来源", "信息来源", "发证日期", "发证机关", "授权公告号", "授权公告日"),
)
"""What ends a value that stands before it."""

MOST_LABELS = 5_000
"""Labels that are looked at in one paper."""
LONGEST_VALUE = 400
"""Characters behind a label that may be its value."""
_HALF_LINE = 1.1
"""The two lines of a cell lie no further than so many line heights from the label in their middle."""
_NOTE = r"(?:\t?[(\[【][^()\[\]【】\n]{0,24}[)\]】])?"
_NOT_INSIDE = r"(?<![^\t\n ,。;:、()\[\]【】《》“”\"*./\-—_□☑■条章节])"


@lru_cache(maxsize=1_000)
def _label_pattern(names: tuple[str, ...], bare: bool) -> re.Pattern[str]:
    """One of the labels, its characters perhaps apart, a note in brackets, and a colon or a gap."""
    alternatives = "|".join(_spread(name) for name in sorted(names, key=len, reverse=True))
    behind = r"(?:\t?[:;]\t?|\t|(?=\n)|\Z" + ("|)" if bare else ")")
    return re.compile(f"{_NOT_INSIDE}(?P<label>{alternatives}){_NOTE}{behind}")


def _spread(name: str) -> str:
    """A label whose characters may be justified apart."""
    return r"\t?".join(re.escape(character) for character in name)


_LONGEST_FIRST = sorted(KNOWN_LABELS, key=len, reverse=True)
_ANY_KNOWN = "|".join(_spread(name) for name in _LONGEST_FIRST)
_ANY_WORD = "|".join(re.escape(name) for name in _LONGEST_FIRST if len(name) > 1)
_STOP = re.compile(
    rf"\t(?:{_ANY_KNOWN}){_NOTE}(?:\t?[:;]|[\t\n]|\Z)"
    r"|\t[\u4e00-\u9fff]{2,12}(?:\([^()\n]{0,16}\))?\t?:"
    rf"|(?:{_ANY_WORD}){_NOTE}:"
)
_IS_LABEL = re.compile(
    rf"(?:{_ANY_KNOWN}){_NOTE}(?:\t?[:;]|[\t\n]|\Z)|[\u4e00-\u9fff]{{2,12}}(?:\([^()\n]{{0,16}}\))?:"
)


def _next_label(text: str, start: int, end: int) -> re.Match[str] | None:
    """Where the next label begins; only a gap or a colon can make one."""
    last = max(text.rfind("\t", start, end), text.rfind(":", start, end))
    return _STOP.search(text, start, min(end, last + 16)) if last >= 0 else None


def _value_of(script: Script, match: re.Match[str], *, below: bool) -> Hit | None:
    """What stands behind a label, else right of it in another line of the row, else under it."""
    label = squash(match["label"])
    end = min(script.line_end(match.end()), match.end() + LONGEST_VALUE)
    stop = _next_label(script.text, max(match.end() - 1, match.start("label") + 1), end)
    hit = script.hit(match.end(), max(stop.start(), match.end()) if stop else end, label)
    if hit.text:
        return hit
    halves = _on_both_sides(script, match, stop)
    if halves is not None or stop is not None:
        return halves or (_under(script, match) if below else None)
    return _right_of(script, match) or (_under(script, match) if below else None)


def _on_both_sides(script: Script, match: re.Match[str], stop: re.Match[str] | None) -> Hit | None:
    """The two lines of a cell in whose middle its label stands: half a line above, half a line below."""
    label = script.hit(*match.span("label"))
    if label.level is None:
        return None
    behind = script.hit(*stop.span()).level if stop is not None else None
    right = behind[0] if behind is not None else 1.0
    halves = []
    for number in (script.line_at(match.start("label")) + step for step in (-1, 1)):
        line = script.lines[number] if 0 <= number < len(script.lines) else ()
        words = [word for word in line if _is_half(label, word, right)]
        if len(words) != 1:
            return None
        halves.append(script.hit(words[0].start, words[0].end, squash(match["label"])))
    return _joined(*halves)


def _is_half(label: Hit, placed: Placed, right: float) -> bool:
    """Whether a word stands between a label and the next, about half a line above or below."""
    box, level = placed.box, label.level
    if box is None or level is None or placed.page != label.page:
        return False
    apart = abs((box[1] + box[3]) / 2 - (level[1] + level[3]) / 2)
    height = max(level[3] - level[1], box[3] - box[1])
    return level[2] - height <= box[0] and box[2] <= right + height and apart <= _HALF_LINE * height


def _right_of(script: Script, match: re.Match[str]) -> Hit | None:
    """The nearest words right of a label that the reader put into another line of the same row."""
    label = script.hit(*match.span("label"))
    if label.level is None:
        return None
    here = script.line_at(match.start("label"))
    for number in _neighbours(script, here):
        words = [word for word in script.lines[number] if word.box and word.box[0] >= label.level[2]]
        if words and words[0].page == label.page and _same_row(label.level, words[0].box):
            return _unless_label(script, words[0].start, words[-1].end, squash(match["label"]))
    return None


def _under(script: Script, match: re.Match[str]) -> Hit | None:
    """The words of the next line that stand under a label; without boxes, the next line."""
    label = script.hit(*match.span("label"))
    name = squash(match["label"])
    here = script.line_at(match.end() - 1)
    if label.level is None:
        after = script.lines[here + 1] if here + 1 < len(script.lines) else ()
        return _unless_label(script, after[0].start, after[-1].end, name) if after else None
    for number in range(here + 1, min(here + 4, len(script.lines))):
        words = [word for word in script.lines[number] if _is_under(label, word)]
        if words:
            return _unless_label(script, words[0].start, words[-1].end, name)
    return None


def _is_under(label: Hit, placed: Placed) -> bool:
    """Whether a word begins within three line heights below a label and shares some of its width."""
    box, above = placed.box, label.level
    if box is None or above is None or placed.page != label.page:
        return False
    height = above[3] - above[1]
    near = above[3] - height / 3 <= box[1] <= above[3] + 3 * height
    return near and min(box[2], above[2]) > max(box[0], above[0])


def _unless_label(script: Script, start: int, end: int, label: str) -> Hit | None:
    """The piece up to the next label, unless it is a label itself."""
    if _IS_LABEL.match(script.text, start):
        return None
    stop = _next_label(script.text, start, min(end, script.line_end(start), start + LONGEST_VALUE))
    hit = script.hit(start, stop.start() if stop else end, label)
    return hit if hit.text else None


def _with_next_line(script: Script, hit: Hit, match: re.Match[str], unfinished: Callable[[str], bool] | None) -> Hit:
    """An unfinished value with what stands under it in the next lines, as far as that finishes it."""
    if unfinished is None or hit.start < 0 or hit.level is None or not unfinished(hit.text):
        return hit
    label = script.hit(*match.span("label"))
    longer = hit
    for _ in range(2):
        more = _under_column(script, replace(longer, level=enclosing((longer.level, label.level))))
        if more is None:
            break
        longer = _joined(longer, more)
        if not unfinished(longer.text):
            return longer
    return hit


def _under_column(script: Script, column: Hit) -> Hit | None:
    """The first word of the next line that stands under a value, unless it is a label."""
    number = script.line_at(column.end - 1) + 1
    words = [word for word in script.lines[number] if _is_under(column, word)] if number < len(script.lines) else []
    return _unless_label(script, words[0].start, words[0].end, column.label) if words else None


def _joined(first: Hit, second: Hit) -> Hit:
    """Two pieces as one value."""
    return replace(
        first,
        text=clean(first.text + second.text),
        raw=f"{first.raw} {second.raw}",
        box=enclosing((first.box, second.box)),
        confidence=min(first.confidence, second.confidence),
        end=second.end,
        level=enclosing((first.level, second.level)),
    )


def _neighbours(script: Script, line: int) -> Iterator[int]:
    """The lines near a line, the nearest first."""
    for distance in (1, 2, 3):
        for number in (line + distance, line - distance):
            if 0 <= number < len(script.lines):
                yield number


def _same_row(one: Box, other: Box | None) -> bool:
    """Whether two boxes share more than half of the lower one's height."""
    if other is None:
        return False
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > min(one[3] - one[1], other[3] - other[1]) / 2


def _reading_order(hit: Hit) -> tuple[int, float, float, int]:
    """Page, then top, then left; without boxes the order of the script."""
    box = hit.box or (0.0, 0.0, 0.0, 0.0)
    return hit.page, round(box[1], 2), box[0], hit.start


# --- Table cells ------------------------------------------------------------------------------------------------------

_CELL_NOTE = re.compile(rf"{_NOTE}[:;]?\Z")


def _cell_hits(page: Page, names: frozenset[str]) -> Iterator[tuple[tuple[Box | None, int], Hit]]:
    """The values beside or under label cells, each with the place of its label cell."""
    for table in page.tables:
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                label = _label_of(cell, names)
                value = _neighbour_cell(table, row, column) if label and cell else None
                if label and cell and value:
                    yield (cell.box, page.number), _cell_hit(value, page.number, label)


def _label_of(cell: TableCell | None, names: frozenset[str]) -> str:
    """The label that a cell holds and nothing else, or ""."""
    text = squash(cell.text) if cell is not None else ""
    bare = _CELL_NOTE.sub("", text)
    return bare if bare in names else text if text in names else ""


def _neighbour_cell(table: Table, row: int, column: int) -> TableCell | None:
    """The cell right of a label cell, else the one under it; never another label."""
    right = next((cell for cell in table.rows[row][column + 1 :] if cell is not None), None)
    if _is_value_cell(right):
        return right
    if right is not None and not squash(right.text):
        return None
    below = table.rows[row + 1][column] if row + 1 < len(table.rows) else None
    return below if _is_value_cell(below) else None


def _is_value_cell(cell: TableCell | None) -> bool:
    """Whether a cell holds something other than a label."""
    if cell is None or not squash(cell.text):
        return False
    return _label_of(cell, _KNOWN) == ""


_KNOWN = frozenset(KNOWN_LABELS)


def _cell_hit(cell: TableCell, page: int, label: str) -> Hit:
    """A table cell as a hit."""
    return Hit(text=clean(cell.text), raw=cell.text, page=page, box=cell.box, confidence=cell.confidence, label=label)


def _stands_in(hit: Hit, box: Box | None, page: int) -> bool:
    """Whether the middle of a piece lies in a box."""
    if hit.box is None or box is None or hit.page != page:
        return False
    x, y = (hit.box[0] + hit.box[2]) / 2, (hit.box[1] + hit.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
