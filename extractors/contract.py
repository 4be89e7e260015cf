"""Read service contracts (服务合同) and leases (租赁合同)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.values import FoundAmount, find_amounts, parse_amount_yuan
from extractors.agreed import agreed_fields
from extractors.labels import find_first, find_labelled, make_field, make_record, money
from extractors.parties import party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

NUMBER_LABELS = (
    *(
        "合同编号",
        "合同号",
        "协议编号",
        "协议书编号",
        "协议号",
        "委托编号",
        "委托单号",
        "订单编号",
        "订单号",
        "报价单号",
    ),
    *("委托书编号", "合同登记编号", "编号", "No.", "No", "NO.", "NO", "流水号"),
)
SUBJECT_LABELS = (
    *(
        "项目名称",
        "服务项目",
        "合同名称",
        "委托事项",
        "委托项目",
        "服务名称",
        "检测项目",
        "产品名称",
        "课程名称",
        "标的",
    ),
    *("技术服务内容", "服务内容", "技术服务的内容", "委托内容", "样品名称"),
)
WHOLE_LABELS = (
    *(
        "合同总金额",
        "合同金额",
        "合同总价款",
        "合同总价",
        "合同价款",
        "合同价格",
        "总金额",
        "总价款",
        "价税合计",
        "报酬总额",
    ),
    *("费用总额", "服务费总额", "总费用", "费用合计", "费用共计", "订单金额", "合同费用"),
)
FEE_LABELS = (
    *(
        "技术服务费",
        "咨询服务费",
        "服务费用",
        "服务费",
        "服务报酬",
        "检测费用",
        "检测费",
        "代理费用",
        "代理费",
        "认证费用",
    ),
    *("认证费", "培训费用", "培训费", "咨询费用", "咨询费", "记账费", "委托费用", "服务价款", "软件服务费", "担保费"),
)
LOOSE_LABELS = ("总计", "共计", "合计", "费用", "报酬", "金额", "价款")
"""Labels of amounts, in three ranks: surely the whole, the fee, and what may be a part of it."""

TITLE = re.compile(r"合同|协议|委托书|委托单|订单|订购单|确认单|报价单")
_NUMBER = re.compile(r"[A-Za-z0-9\u4e00-\u9fff〔〕\[\]【】()/#.\-—–_]{2,48}")
_PART = re.compile(
    r"首付|首期|预付|定金|余款|尾款|第[一二三四1-4](?:期|笔|次|阶段)|违约|滞纳|赔偿|罚|押金|保证金|每[月年季次]|%"
)
_AMOUNT_WINDOW = 90
_RANKS = 100
_RANK_OF = {
    label: rank * _RANKS + index
    for rank, labels in enumerate((WHOLE_LABELS, FEE_LABELS, LOOSE_LABELS))
    for index, label in enumerate(labels)
}
_AMOUNTS = re.compile(
    rf"(?P<label>{'|'.join(sorted(_RANK_OF, key=len, reverse=True))})"
    r"(?:\((?:单位:?)?(?:人民币)?(?P<unit>[千万]?元)\))?"
)
CONFLICT_CONFIDENCE = 0.5
"""Figures and capitals, or two totals, contradict each other."""


def extract_contract(reading: Reading) -> tuple[Record | Problem, ...]:
    """The title, number, parties, subject, amount, dates, term and seals of a contract (domain.md 3.1)."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = agreed_fields(reading, script, TITLE, first_page=True)
    fields |= _number_field(reading, script) | _subject_field(reading, script) | _amount_fields(reading, script)
    return (make_record(Kind.SERVICE_CONTRACT, reading, fields),)


def extract_lease(reading: Reading) -> tuple[Record | Problem, ...]:
    """A lease: besides what every contract says, lessor, lessee, address and area (domain.md 3.12)."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = agreed_fields(reading, script, TITLE, first_page=True)
    fields |= _number_field(reading, script) | _lease_fields(reading, script)
    return (make_record(Kind.LEASE_CONTRACT, reading, fields),)


def _number_field(reading: Reading, script: Script) -> dict[str, Field]:
    """The number of the contract: what stands behind its label up to a gap."""
    hit = find_first(script, NUMBER_LABELS, accept=_is_number)
    if hit is None:
        return {}
    number = _NUMBER.match(hit.text)
    return {"number": make_field(reading, hit, _without_loose_brackets(number[0] if number else hit.text))}


def _without_loose_brackets(number: str) -> str:
    """A number without the bracket in which it stands, or a dash at its end."""
    bare = number.rstrip("-—–_.(")
    for opening, closing in ("()", "[]", "【】", "〔〕"):
        if bare.endswith(closing) and bare.count(closing) > bare.count(opening):
            bare = bare[:-1]
    return bare


def _is_number(hit: Hit) -> bool:
    """Whether a value can be the number of a paper: it begins as one and has a figure in it."""
    number = _NUMBER.match(hit.text)
    return number is not None and any(sign.isdigit() for sign in number[0]) and number.end() > len(hit.text) / 2


def _subject_field(reading: Reading, script: Script) -> dict[str, Field]:
    """What is done for the client."""
    hit = find_first(script, SUBJECT_LABELS, accept=_is_subject)
    return {} if hit is None else {"subject": make_field(reading, hit, _subject(hit.text))}


def _is_subject(hit: Hit) -> bool:
    return len(_subject(hit.text)) > 1 and not hit.text.startswith(("如下", "包括", "见附件", "详见"))


def _subject(text: str) -> str:
    """The first sentence of a subject."""
    return re.split("[。;]", text)[0].strip("、,:《》 ")


# --- Amounts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum behind a label; the lower its rank, the surer it is the whole amount."""

    rank: int
    hit: Hit
    yuan: Decimal
    is_capitals: bool


def _amount_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`amount_yuan`, in figures where the paper has them, `amount_capitals_yuan`, and `amount_conflict` if they differ.

    A contract that only names prices (300元/样) or settles by what was done has none.
    """
    sums = sorted(_labelled_sums(script), key=lambda one: one.rank) or list(_lone_capitals(script))
    best = [one for one in sums if one.rank // _RANKS == sums[0].rank // _RANKS] if sums else []
    figures = next((one for one in best if not one.is_capitals), None)
    capitals = next((one for one in best if one.is_capitals), None)
    chosen = figures or capitals
    if chosen is None:
        return {}
    conflict = len({one.yuan for one in best}) > 1
    confidence = CONFLICT_CONFIDENCE if conflict else 1.0
    fields = {"amount_yuan": make_field(reading, chosen.hit, money(chosen.yuan), confidence)}
    if capitals is not None:
        fields["amount_capitals_yuan"] = make_field(reading, capitals.hit, money(capitals.yuan), confidence)
    if conflict:
        other = next(one for one in best if one.yuan != chosen.yuan)
        fields["amount_conflict"] = make_field(reading, other.hit, value=True)
    return fields


def _labelled_sums(script: Script) -> Iterator[_Sum]:
    """Every sum that stands behind a label of amounts, but for instalments, penalties and prices."""
    for match in _AMOUNTS.finditer(script.text):
        before = re.split(r"[\n。;,]", script.text[max(0, match.start() - 16) : match.start()])[-1]
        if _PART.search(before):
            continue
        window = _behind(script.text, match.end())
        unit = match["unit"] or "元"
        for amount in _whole_sums(window, unit):
            hit = script.hit(match.end() + amount.start, match.end() + amount.end, match["label"])
            yield _Sum(_RANK_OF[match["label"].replace("\t", "")], hit, amount.yuan, amount.is_capitals)


def _behind(text: str, start: int) -> str:
    """What a label of amounts speaks of: the rest of its sentence, or of the next line where nothing stands behind."""
    window = text[start : start + _AMOUNT_WINDOW]
    first, newline, second = window.partition("\n")
    head = first if len(first.strip("\t :;为是")) > 1 or not newline else first + newline + second.partition("\n")[0]
    return re.split("[。;]", head)[0]


def _whole_sums(window: str, unit: str) -> Iterator[FoundAmount]:
    """The first sum in figures and the first in capitals of a sentence, unless they are a part or a price."""
    seen: set[bool] = set()
    for amount in find_amounts(window, unit):
        if amount.is_rate or _PART.search(window[: amount.start]):
            return
        if amount.is_capitals not in seen:
            seen.add(amount.is_capitals)
            yield amount
    if not seen:
        yield from _bare_sum(window, unit)


def _bare_sum(window: str, unit: str) -> Iterator[FoundAmount]:
    """A bare figure that fills its cell or line (合同金额：12,000.00)."""
    bare = re.match(r"[\t :]{0,4}(?P<sum>[0-9][0-9,]{0,16}(?:\.[0-9]{1,2})?)(?=[\t\n]|\Z)", window)
    yuan = parse_amount_yuan(bare["sum"], unit) if bare else None
    if bare is not None and yuan is not None:
        start, end = bare.span("sum")
        yield FoundAmount(start=start, end=end, raw=bare["sum"], yuan=yuan)


def _lone_capitals(script: Script) -> Iterator[_Sum]:
    """The sum in capitals of a paper without labels, with the figure beside it."""
    for match in re.finditer(r"大写|人民币|小写|¥", script.text):
        window = _behind(script.text, match.start())
        before = re.split(r"[\n。;]", script.text[max(0, match.start() - 30) : match.start()])[-1]
        if _PART.search(before):
            continue
        for amount in _whole_sums(window, "元"):
            hit = script.hit(match.start() + amount.start, match.start() + amount.end)
            yield _Sum(_RANKS * 9, hit, amount.yuan, amount.is_capitals)


# --- Leases -----------------------------------------------------------------------------------------------------------

LESSOR_LABELS = ("出租方", "出租人", "甲方")
LESSEE_LABELS = ("承租方", "承租人", "乙方")
ADDRESS_LABELS = (
    "房屋坐落",
    "坐落",
    "租赁地址",
    "房屋地址",
    "租赁房屋",
    "租赁物业",
    "场地地址",
    "房屋位置",
    "租赁场所",
    "地址",
)
_ADDRESS = re.compile(
    r"(?:坐落(?:于|在|为)?|位于|地址为?)[:\t]?(?P<value>[\u4e00-\u9fff][^,。;\n]{5,60}?)"
    r"(?=的?(?:办公|房屋|房产|场地|物业|写字楼|厂房)[^\n,。;室号层]{0,20}(?:[,。;\n]|提供|出租|租赁|给)|[,。;\n]|\Z)"
)
_AREA = re.compile(
    r"面积[^0-9\n。]{0,16}(?P<value>[0-9][0-9,]{0,9}(?:\.[0-9]{1,3})?)[\t ]{0,2}(?:平方米|平米|㎡|m2|m²)"
)


def _lease_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`lessor`, `lessee`, `address`, `area_m2`."""
    fields = {}
    for name, labels in (("lessor", LESSOR_LABELS), ("lessee", LESSEE_LABELS)):
        hit = find_labelled(script, labels, accept=lambda hit: bool(party_name(hit.text)))
        if hit is not None:
            fields[name] = make_field(reading, hit, party_name(hit.text))
    address = find_first(script, ADDRESS_LABELS[:-1]) or script.search(_ADDRESS)
    if address is not None:
        fields["address"] = make_field(reading, address, re.split("[,。;]", address.text)[0])
    area = script.search(_AREA)
    if area is not None:
        fields["area_m2"] = make_field(reading, area, float(area.text.replace(",", "")))
    return fields
