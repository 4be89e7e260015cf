"""What papers of registration share: the code, the founding day, the address, the office, the term.

The words are those of domain.md 3.10 and 3.11.
"""

import re
from collections.abc import Sequence
from datetime import date

from domain.codes import is_uscc, normal_code, repair_uscc
from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from domain.values import find_days, find_spans
from extractors.labels import find_first, make_field
from extractors.script import Hit, Script

CODE_LABELS = ("统一社会信用代码", "社会信用代码", "信用代码", "注册号")
ADDRESS_LABELS = ("住所", "营业场所", "主要经营场所", "经营场所", "地址")

REPAIRED_CONFIDENCE = 0.9
"""A code whose look-alikes were mapped and whose both check characters then pass."""
FAILED_CONFIDENCE = 0.5
"""A code that fails its check."""
SEAL_CONFIDENCE = 0.8
"""An office that only its seal names."""

_USCC = re.compile(r"(?<![0-9A-Za-z])(?P<value>[0-9A-Z](?:[\t ]?[0-9A-Z]){17})(?![0-9A-Za-z])")
_CLOSE_CODE = re.compile(r"信用代码(?P<value>[0-9A-Z](?:\t?[0-9A-Z]){17})(?![0-9A-Za-z])")
"""A code close behind its label, without a gap."""
_CLOCK = re.compile(r"((?:19|20)\d\d[-/.]\d{1,2}[-/.]\d\d)(?=\d{1,2}:\d\d)")
_ADDRESS = re.compile(r"(?<=\n)所[:\t]{1,3}(?P<value>[\u4e00-\u9fff][^\t\n:]{5,60})")
"""A label whose first letter, set apart, was not read."""
_LABEL_WORDS = re.compile(
    r"名称|代码|法定代表人|类型|住所|资本|日期|期限|范围|登记机关|营业执照|宗旨|经费来源|开办资金|举办单位|登记管理机关"
    r"|业务主管单位|活动地域|注册资金|发证机关|有效期"
)


def is_value(hit: Hit) -> bool:
    """Whether a value is not the next label."""
    return len(squash(hit.text)) > 1 and _LABEL_WORDS.match(squash(hit.text)) is None


def code_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`uscc`: the code behind its label, else any code of the page that passes its check."""
    labelled = find_first(script, CODE_LABELS, accept=lambda hit: _code_in(hit.text) != "")
    candidates = [labelled] if labelled else [hit for hit in script.find(_USCC) if repair_uscc(hit.text)]
    candidates += script.find(_CLOSE_CODE)
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


def day_field(reading: Reading, script: Script, name: str, labels: Sequence[str]) -> dict[str, Field]:
    """A day behind one of these labels."""
    hit = find_first(script, labels, accept=lambda hit: first_day(hit.text) is not None)
    hit = hit or script.search(_close_day(labels))
    day = first_day(hit.text) if hit is not None else None
    return {name: make_field(reading, hit, day.isoformat())} if hit is not None and day is not None else {}


def first_day(text: str) -> date | None:
    """The first day in a text; the clock that stands close behind it (2025-03-2310:27) is parted off."""
    parted = _CLOCK.sub(r"\1 ", text)
    return next((day.value for day in find_days(parted) if day.value is not None), None)


def _close_day(labels: Sequence[str]) -> re.Pattern[str]:
    """A day close behind one of these labels, without a gap or a colon."""
    day = r"(?P<value>(?:19|20)\d\d\t?年\t?\d{1,2}\t?月\t?\d{1,2}\t?日)"
    return re.compile(rf"(?:{'|'.join(map(re.escape, labels))}){day}")


def address_field(reading: Reading, script: Script, labels: Sequence[str] = ADDRESS_LABELS) -> dict[str, Field]:
    """`address`, with the line on which it goes on."""
    hit = find_first(script, labels, accept=is_value, unfinished=unfinished_address)
    hit = hit or script.search(_ADDRESS)
    return {} if hit is None else {"address": make_field(reading, hit, squash(hit.text))}


def unfinished_address(text: str) -> bool:
    """Whether an address has not come to a room, a floor or a number."""
    return re.search(r"(?:室|号|层|单元|房|座|楼|[0-9A-Za-z]|\))\Z", squash(text)) is None


def authority_field(
    reading: Reading, script: Script, labels: Sequence[str], pattern: re.Pattern[str]
) -> dict[str, Field]:
    """`authority`: behind its label, else any registration office that is named, also on the seal."""
    hit = find_first(script, labels, accept=lambda hit: pattern.search(squash(hit.text)) is not None)
    hit = hit or script.search(pattern)
    match = pattern.search(squash(hit.text)) if hit is not None else None
    if hit is not None and match is not None:
        return {"authority": make_field(reading, hit, match["value"])}
    for page in reading.pages:
        for seal in page.seals:
            match = pattern.search(squash(seal.text))
            if match is not None:
                place = reading.source(page.number, seal.box)
                return {"authority": Field(match["value"], seal.text, SEAL_CONFIDENCE, place)}
    return {}


def until_field(reading: Reading, script: Script, labels: Sequence[str]) -> dict[str, Field]:
    """`valid_until`, where the paper has a term that ends."""
    hit = find_first(script, labels)
    span = next((span for span in find_spans(hit.text) if span.valid and span.last), None) if hit is not None else None
    if hit is None or span is None or span.last is None:
        return {}
    return {"valid_until": make_field(reading, hit, span.last.isoformat())}
