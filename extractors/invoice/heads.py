"""The head of an invoice as printed: its kind, its numbers and its day, and whether it is a credit note or void."""

import re
from collections.abc import Mapping, Sequence

from domain.documents import Reading
from domain.records import Field
from domain.values import parse_day
from extractors.labels import find_first, make_field
from extractors.script import Hit, Script

_KIND = re.compile(
    r"(?P<special>铁路电子客票|航空运输电子客票行程单|机动车销售统一发票|二手车销售统一发票)"
    r"|(?P<vat>增值税)?\t?(?P<electronic>电子)?(?:发票)?[\t(票]{0,4}(?:增值税)?(?P<sort>普通|专用)\t?发票"
    r"(?P<roll>\t?\(卷[票式]\))?|(?P<block>区块链)"
)
_DIGITS_20 = re.compile(r"(?<![0-9A-Za-z])(?P<value>[0-9](?:[\t ]?[0-9]){19})(?![0-9A-Za-z])")
_NUMBER = re.compile(r"[0-9](?:[\t ]?[0-9]){19}(?![0-9])|[0-9](?:[\t ]?[0-9]){7}(?![0-9])")
_NO = re.compile(r"(?:No|NO|N0|Ne|Nº)[\t ]?[.:]?[\t ]?(?P<value>[0-9]{8})(?![0-9])")
_HEAD_NUMBER = re.compile(r"(?:(?<=[\n\t])|\A)(?P<value>[0-9]{8})(?=[\n\t]|\Z)")
_CODE = re.compile(r"(?<![0-9])[0-9](?:[\t ]?[0-9]){9}(?:(?:[\t ]?[0-9]){2})?(?![0-9])")
_HEAD_CODE = re.compile(r"(?:(?<=[\n\t])|\A)(?P<value>[0-9]{10}(?:[0-9]{2})?)(?=[\n\t]|\Z)")
_VOID = re.compile(
    r"作废|被红冲|对应正数|(?:销项)?负数(?:发票)?|红字(?:增值税专用)?发票(?:信息(?:确认单|表))?编号|开具红字"
)
"""What only a credit note, or a void invoice, bears."""
_CREDIT = re.compile(r"红字|冲红|红冲")
"""What an invoice that replaces a cancelled one may bear too: sums must be negative besides."""
_CANCELS = re.compile(
    r"(?:被红冲蓝字|原蓝字|对应正数)[^\n0-9]{0,16}(?:[0-9]{10,12}[^\n0-9]{1,12})?(?P<value>[0-9]{20}|[0-9]{8})(?![0-9])"
)
DIGITAL_LABELS = ("数电票号码", "全电发票号码", "数电发票号码", "全电号码", "数电号码")
BLOCK_CHAIN = "区块链电子普通发票"
"""An electronic invoice of a city (深圳电子普通发票), which bears no 增值税 in its title."""
PAPER_LENGTH = 8
"""Figures of the number of an invoice on paper."""


def head_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`invoice_kind`, `code`, `number`, `issued_on`."""
    fields = {}
    kind = next(((match, name) for match in _KIND.finditer(script.text) if (name := _kind_name(match))), None)
    if kind is not None:
        fields["invoice_kind"] = make_field(reading, script.hit(*kind[0].span()), kind[1])
    number = _number(script)
    if number is not None:
        fields["number"] = make_field(reading, number, _only_digits(_matched(_NUMBER, number.text)))
        second = _second_number(script, str(fields["number"].value))
        if second is not None:
            fields["digital_number"] = make_field(reading, second, _only_digits(second.text))
    code = _invoice_code(script)
    if code is not None:
        fields["code"] = make_field(reading, code, _only_digits(_matched(_CODE, code.text)))
    day = find_first(
        script, ("开票日期", "开具日期", "填开日期", "日期"), accept=lambda hit: parse_day(hit.text) is not None
    )
    if day is not None:
        fields["issued_on"] = make_field(reading, day, _iso(day.text))
    return fields


def _kind_name(match: re.Match[str]) -> str:
    """The name of an invoice's kind as contract section 5 lists them; "" for none."""
    if match["block"]:
        return BLOCK_CHAIN
    if match["special"]:
        return _special_name(match["special"])
    sort, electronic, vat = match["sort"], bool(match["electronic"]), bool(match["vat"])
    if "电子" + sort in match[0].replace("\t", "") and not vat:
        return BLOCK_CHAIN
    if electronic and not vat:
        return "电子发票（普通发票）" if sort == "普通" else "电子发票（增值税专用发票）"
    if vat:
        return f"增值税{'电子' if electronic else ''}{sort}发票{'（卷票）' if match['roll'] else ''}"
    return ""


def _special_name(printed: str) -> str:
    """The name of a kind that is no ordinary invoice: tickets are 数电票 since 2024."""
    return f"电子发票（{printed}）" if "客票" in printed else printed


def _number(script: Script) -> Hit | None:
    """The number behind its label; beside a code, eight figures at the head; else a run of twenty that is no check."""
    dated = re.search("开票日期", script.text)
    end = dated.start() if dated else None
    coded = _invoice_code(script) is not None
    head = script.search(_NO) or script.search(_HEAD_NUMBER, 0, end)
    labelled = _labelled_number(script, ("发票号码", "电子发票号码", "号码"))
    if labelled is None and not (coded and head):
        labelled = _labelled_number(script, (*DIGITAL_LABELS, "No", "No.", "NO", "№"))
    if labelled is not None:
        return labelled
    runs = [hit for hit in script.find(_DIGITS_20) if "校验码" not in script.text[max(0, hit.start - 8) : hit.start]]
    lone = runs[0] if len(runs) == 1 and not coded else None
    return script.search(_NO) or lone or head


def _labelled_number(script: Script, labels: Sequence[str]) -> Hit | None:
    """The number behind the first of these labels that has one."""
    found = find_first(script, labels, accept=lambda hit: _NUMBER.match(hit.text) is not None)
    if found is None:
        return None
    number = _matched(_NUMBER, found.text)
    return found if len(found.text) == len(number) else _first_part(script, found, len(number))


def _second_number(script: Script, number: str) -> Hit | None:
    """The twenty figures that a fully digital invoice on paper (数电纸质发票) bears besides its code and number."""
    if len(number) != PAPER_LENGTH:
        return None
    found = find_first(script, DIGITAL_LABELS, accept=lambda hit: _DIGITS_20.match(hit.text) is not None)
    return None if found is None else _first_part(script, found, len(_matched(_DIGITS_20, found.text)))


def _first_part(script: Script, hit: Hit, length: int) -> Hit:
    """The first characters of a hit."""
    return script.hit(hit.start, min(hit.end, hit.start + length), hit.label) if hit.start >= 0 else hit


def _matched(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def _only_digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _invoice_code(script: Script) -> Hit | None:
    """The code behind its label; on paper, ten or twelve digits that stand alone above the date."""
    labelled = find_first(script, ("发票代码", "代码"), accept=lambda hit: _CODE.match(hit.text) is not None)
    if labelled is not None:
        return labelled
    dated = re.search("开票日期", script.text)
    return script.search(_HEAD_CODE, 0, dated.start() if dated else None)


def _iso(text: str) -> str:
    day = parse_day(text)
    return day.isoformat() if day else ""


def void_field(reading: Reading, script: Script, fields: Mapping[str, Field]) -> dict[str, Field]:
    """`void`: a credit note (红字, negative sums) or a paper marked 作废; `cancels`: the number that it takes back."""
    total = fields.get("total_yuan") or fields.get("amount_yuan")
    negative = total is not None and isinstance(total.value, int | float) and total.value < 0
    hit = script.search(_VOID) or (script.search(_CREDIT) if negative else None)
    found: dict[str, Field] = {}
    if hit is not None:
        found["void"] = make_field(reading, hit, value=True)
    elif total is not None:
        found["void"] = Field(negative, total.raw, total.confidence, total.source)
    cancelled = script.search(_CANCELS)
    if cancelled is not None:
        found["cancels"] = make_field(reading, cancelled, _only_digits(cancelled.text))
    return found
