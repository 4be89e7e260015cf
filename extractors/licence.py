"""Read business licences (营业执照): who it is, its code, founding day, address and authority (domain.md 3.10)."""

import re

from domain.codes import is_uscc, normal_code, repair_uscc
from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days, find_spans, parse_day
from extractors.labels import find_first, make_field, make_record
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

NAME_LABELS = ("名称", "企业名称", "单位名称", "商号名称")
CODE_LABELS = ("统一社会信用代码", "社会信用代码", "信用代码", "注册号")
PERSON_LABELS = ("法定代表人", "负责人", "执行事务合伙人", "经营者", "投资人", "法人代表")
FOUNDED_LABELS = ("成立日期", "注册日期", "设立日期", "成立时间", "登记日期")
ADDRESS_LABELS = ("住所", "营业场所", "主要经营场所", "经营场所", "地址")
AUTHORITY_LABELS = ("登记机关", "发证机关", "登记管理机关", "核准机关")
TERM_LABELS = ("营业期限", "有效期", "有效期限", "经营期限", "合伙期限")
TYPE_LABELS = ("类型", "主体类型", "公司类型")

REPAIRED_CONFIDENCE = 0.9
"""A code whose look-alikes were mapped and whose both check characters then pass."""
FAILED_CONFIDENCE = 0.5
"""A code that fails its check."""

_USCC = re.compile(r"(?<![0-9A-Za-z])(?P<value>[0-9A-Z](?:[\t ]?[0-9A-Z]){17})(?![0-9A-Za-z])")
_ADDRESS = re.compile(r"(?<=\n)所[:\t]{1,3}(?P<value>[\u4e00-\u9fff][^\t\n:]{5,60})")
"""A label whose first letter, set apart, was not read."""
_NAME = re.compile(
    r"(?:名\t?|(?<=\n))称[:\t]{0,3}(?P<value>[\u4e00-\u9fff][^\t\n:]{3,50}(?:公司|中心|企业|合伙\)|厂|店|所|行|社))(?=[\t\n]|\Z)"
)
_LONE_NAME = re.compile(r"(?<=\n)(?P<value>[\u4e00-\u9fff()]{5,50}(?:公司|合伙\)|厂|中心|合作社))(?=\n)")
UNLABELLED_CONFIDENCE = 0.8
"""A company's name that stands alone on a licence whose label was not read."""
_AUTHORITY = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{2,20}(?:市场监督管理局|工商行政管理局|市场监督管理委员会|行政审批局|监督管理局))"
)
_LABEL_WORDS = re.compile(r"名称|代码|法定代表人|类型|住所|资本|日期|期限|范围|登记机关|营业执照")


def extract_licence(reading: Reading) -> tuple[Record | Problem, ...]:
    """The fields of a licence that identify its holder."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _code_field(reading, script)
    for name, labels in (("name", NAME_LABELS), ("legal_representative", PERSON_LABELS), ("company_type", TYPE_LABELS)):
        hit = find_first(script, labels, accept=_is_value, unfinished=_no_end if name == "name" else None)
        if hit is not None:
            fields[name] = make_field(reading, hit, squash(hit.text))
    if "name" not in fields and (hit := script.search(_NAME)) is not None:
        fields["name"] = make_field(reading, hit, squash(hit.text))
    if "name" not in fields and (hit := script.search(_LONE_NAME)) is not None:
        fields["name"] = make_field(reading, hit, squash(hit.text), UNLABELLED_CONFIDENCE)
    fields |= _founded_field(reading, script) | _address_field(reading, script)
    fields |= _authority_field(reading, script) | _term_fields(reading, script)
    return (make_record(Kind.BUSINESS_LICENCE, reading, fields),)


def _is_value(hit: Hit) -> bool:
    """Whether a value is not the next label."""
    return len(squash(hit.text)) > 1 and _LABEL_WORDS.match(squash(hit.text)) is None


def _no_end(text: str) -> bool:
    """Whether a company's name has not come to its end."""
    return len(text) > len("某公司") and not squash(text).endswith(
        ("公司", "企业", "中心", "厂", "店", "所", "合伙)", "社")
    )


def _code_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`uscc`: the code behind its label, else any code of the page that passes its check."""
    labelled = find_first(script, CODE_LABELS, accept=lambda hit: _code_in(hit.text) != "")
    candidates = [labelled] if labelled else [hit for hit in script.find(_USCC) if repair_uscc(hit.text)]
    if not candidates:
        return {}
    hit = candidates[0]
    printed = _code_in(hit.text)
    repaired = repair_uscc(printed)
    if repaired is not None and repaired != printed:
        return {"uscc": make_field(reading, hit, repaired, REPAIRED_CONFIDENCE)}
    return {"uscc": make_field(reading, hit, printed, 1.0 if is_uscc(printed) else FAILED_CONFIDENCE)}


def _code_in(text: str) -> str:
    """The code of 18, or the old number of 15 characters, in a text."""
    match = re.match(r"[0-9A-Z]{18}(?![0-9A-Z])|[0-9A-Z]{15}(?![0-9A-Z])", normal_code(text))
    return match[0] if match else ""


def _founded_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`founded_on`."""
    hit = find_first(script, FOUNDED_LABELS, accept=lambda hit: bool(find_days(hit.text)))
    day = parse_day(hit.text) if hit is not None else None
    return {"founded_on": make_field(reading, hit, day.isoformat())} if hit is not None and day is not None else {}


def _address_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`address`, with the line on which it goes on."""
    hit = find_first(script, ADDRESS_LABELS, accept=_is_value, unfinished=_unfinished_address)
    hit = hit or script.search(_ADDRESS)
    return {} if hit is None else {"address": make_field(reading, hit, squash(hit.text))}


def _unfinished_address(text: str) -> bool:
    """Whether an address has not come to a room, a floor or a number."""
    return re.search(r"(?:室|号|层|单元|房|座|楼|[0-9A-Za-z]|\))\Z", squash(text)) is None


def _authority_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`authority`: behind its label, else any registration office that is named, also on the seal."""
    hit = find_first(script, AUTHORITY_LABELS, accept=lambda hit: _AUTHORITY.search(squash(hit.text)) is not None)
    hit = hit or script.search(_AUTHORITY)
    match = _AUTHORITY.search(squash(hit.text)) if hit is not None else None
    if hit is not None and match is not None:
        return {"authority": make_field(reading, hit, match["value"])}
    for page in reading.pages:
        for seal in page.seals:
            match = _AUTHORITY.search(squash(seal.text))
            if match is not None:
                return {"authority": Field(match["value"], seal.text, 0.8, reading.source(page.number, seal.box))}
    return {}


def _term_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`valid_until`, where the licence has a term that ends."""
    hit = find_first(script, TERM_LABELS)
    span = next((span for span in find_spans(hit.text) if span.valid and span.last), None) if hit is not None else None
    if hit is None or span is None or span.last is None:
        return {}
    return {"valid_until": make_field(reading, hit, span.last.isoformat())}
