"""Read VAT invoices (发票), one record each; values stand where their labels are, whatever their order in the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from domain.codes import is_uscc, normal_code, repair_uscc
from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_amounts, parse_amount_yuan, parse_capitals, parse_day
from extractors.labels import find_all_labelled, find_first, make_field, make_record, money
from extractors.parties import party_name
from extractors.script import Hit, Placed, Script
from extractors.simplified import simplified_script

META: Mapping[str, tuple[str, ...]] = {
    "number": ("InvoiceNumber", "EIid", "Fphm"),
    "issued_on": ("IssueTime", "RequestTime", "Kprq"),
    "seller": ("SellerName",),
    "seller_code": ("SellerIdNum",),
    "buyer": ("BuyerName",),
    "buyer_code": ("BuyerIdNum",),
    "amount_yuan": ("TotalAmWithoutTax",),
    "tax_yuan": ("TotalTaxAm",),
    "total_yuan": ("TotalTax-includedAmount", "TotaltaxIncludedAmount"),
}
"""What the PDF of a 数电票 says of itself (domain.md 3.15)."""

REPAIRED_CONFIDENCE = 0.9
"""A code whose look-alikes were mapped and whose both check characters then pass."""
FAILED_CONFIDENCE = 0.5
"""A code of 18 characters that fails its check."""
CENT = Decimal("0.01")

_KIND = re.compile(
    r"(?P<vat>增值税)?\t?(?P<electronic>电子)?(?:发票)?[\t(票]{0,4}(?:增值税)?(?P<sort>普通|专用)\t?发票|(?P<block>区块链)"
)
_DIGITS_20 = re.compile(r"(?<![0-9A-Za-z])(?P<value>[0-9](?:[\t ]?[0-9]){19})(?![0-9A-Za-z])")
_NUMBER = re.compile(r"[0-9](?:[\t ]?[0-9]){19}(?![0-9])|[0-9](?:[\t ]?[0-9]){7}(?![0-9])")
_NO = re.compile(r"(?:No|NO|N0|Ne|Nº)[\t ]?[.:]?[\t ]?(?P<value>[0-9]{8})(?![0-9])")
_HEAD_NUMBER = re.compile(r"(?:(?<=[\n\t])|\A)(?P<value>[0-9]{8})(?=[\n\t]|\Z)")
_CODE = re.compile(r"(?<![0-9])[0-9](?:[\t ]?[0-9]){9}(?:(?:[\t ]?[0-9]){2})?(?![0-9])")
_TAXPAYER = re.compile(r"(?<![0-9A-Z])(?P<value>[0-9A-Z]{15}(?:[0-9A-Z]{3}|[0-9A-Z]{5})?)(?![0-9A-Za-z])")
_SIDE_LETTERS = "[购买销售方货单位信息]{0,3}"
"""Letters of the label that runs from top to bottom beside a side: readers put them before the next word."""
_NAME_LABEL = re.compile(
    rf"(?:(?<=[\n\t])|\A){_SIDE_LETTERS}\t?(?:(?:购买方|销售方|购货单位|销货单位)\t?)?名\t*称\t?[:;]\t?"
)
_CODE_LABEL = re.compile(r"(?:识别号|信用代码|税号)\t?[:;]\t?")
_HEAD_CODE = re.compile(r"(?:(?<=[\n\t])|\A)(?P<value>[0-9]{10}(?:[0-9]{2})?)(?=[\n\t]|\Z)")
_ITEM = re.compile(r"(?P<value>(?:\*|(?<=\n))[\u4e00-\u9fff、/()]{2,24}\*\t?[^\t\n¥]{1,60})")
_HEADER = re.compile(r"(?:规格型号|单位|数量|单价|金额|税率|税额|项目名称)")
_VOID = re.compile(r"红字|作废|负数发票|冲红|红冲|对应正数")
_SUM_LABEL = re.compile(r"(?<![\u4e00-\u9fff税])合[\t☑口□]{0,3}计(?!\()")
_TOTAL = re.compile(r"小\t?写")
_CAPITALS_LABEL = re.compile(r"大\t?写")
_NO_TAX = re.compile(r"\*{2,}|免税|不征税")


def extract_invoice(reading: Reading) -> tuple[Record | Problem, ...]:
    """The kind, numbers, day, both sides, item and sums of an invoice, and whether the sums agree (domain.md 3.15)."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _head_fields(reading, script)
    fields |= _side_fields(reading, script)
    fields |= _item_field(reading, script)
    fields |= _sum_fields(reading, script)
    fields |= _void_field(reading, script, fields)
    fields |= _meta_fields(reading, fields)
    return (make_record(Kind.INVOICE, reading, fields),)


# --- Head -------------------------------------------------------------------------------------------------------------


def _head_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`invoice_kind`, `code`, `number`, `issued_on`."""
    fields = {}
    kind = next(((match, name) for match in _KIND.finditer(script.text) if (name := _kind_name(match))), None)
    if kind is not None:
        fields["invoice_kind"] = make_field(reading, script.hit(*kind[0].span()), kind[1])
    number = _number(script)
    if number is not None:
        fields["number"] = make_field(reading, number, _only_digits(_matched(_NUMBER, number.text)))
    code = _invoice_code(script)
    if code is not None:
        fields["code"] = make_field(reading, code, _only_digits(_matched(_CODE, code.text)))
    day = find_first(script, ("开票日期", "开具日期", "日期"), accept=lambda hit: parse_day(hit.text) is not None)
    if day is not None:
        fields["issued_on"] = make_field(reading, day, _iso(day.text))
    return fields


def _kind_name(match: re.Match[str]) -> str:
    """The name of an invoice's kind as contract section 5 lists them; "" for none."""
    if match["block"]:
        return "区块链电子普通发票"
    sort, electronic, vat = match["sort"], bool(match["electronic"]), bool(match["vat"])
    if electronic and not vat:
        return "电子发票（普通发票）" if sort == "普通" else "电子发票（增值税专用发票）"
    if vat:
        return f"增值税{'电子' if electronic else ''}{sort}发票"
    return ""


def _number(script: Script) -> Hit | None:
    """The number behind its label, else the only run of twenty digits that is no check code."""
    labelled = find_first(
        script,
        ("发票号码", "数电票号码", "电子发票号码", "号码", "No", "No.", "NO", "№"),
        accept=lambda hit: _NUMBER.match(hit.text) is not None,
    )
    if labelled is not None:
        number = _matched(_NUMBER, labelled.text)
        return labelled if len(labelled.text) == len(number) else _first_part(script, labelled, len(number))
    dated = re.search("开票日期", script.text)
    end = dated.start() if dated else None
    runs = [hit for hit in script.find(_DIGITS_20) if "校验码" not in script.text[max(0, hit.start - 8) : hit.start]]
    lone = runs[0] if len(runs) == 1 and _invoice_code(script) is None else None
    return script.search(_NO) or lone or script.search(_HEAD_NUMBER, 0, end)


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


# --- Buyer and seller -------------------------------------------------------------------------------------------------


def _side_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`buyer`, `seller` and their codes: the buyer stands left of the seller, or above."""
    fields = {}
    for side, hit in _sides(script, _names(script)):
        fields[side] = make_field(reading, hit, party_name(hit.text) or squash(hit.text))
    for side, hit in _sides(script, _codes(script)):
        fields[f"{side}_code"] = _code_field(reading, hit)
    return fields


def _names(script: Script) -> tuple[Hit, ...]:
    """The values behind the two 名称, in reading order."""
    hits = (_behind(script, match) for match in _NAME_LABEL.finditer(script.text))
    return tuple(hit for hit in hits if hit is not None and len(party_name(hit.text)) > 1)


def _behind(script: Script, match: re.Match[str]) -> Hit | None:
    """The word behind a label, else the nearest right of it in its row."""
    end = min(_end(script.text, "\t", match.end()), script.line_end(match.end()))
    hit = script.hit(match.end(), end)
    if hit.text:
        return hit
    right = script.right_of(script.hit(*match.span()))
    return script.hit(right[0].start, right[0].end) if right else None


def _end(text: str, sign: str, start: int) -> int:
    """Where a sign stands next, or the end."""
    place = text.find(sign, start)
    return len(text) if place < 0 else place


def _codes(script: Script) -> tuple[Hit, ...]:
    """The taxpayer codes behind their labels, else those of the page that pass their check."""
    hits = (_behind(script, match) for match in _CODE_LABEL.finditer(script.text))
    found = tuple(hit for hit in hits if hit is not None and _TAXPAYER.match(normal_code(hit.text)))
    return found or tuple(hit for hit in script.find(_TAXPAYER) if is_uscc(hit.text))


def _sides(script: Script, hits: Sequence[Hit]) -> Iterator[tuple[str, Hit]]:
    """Which hit is the buyer's and which the seller's."""
    first, second = (hits[0], hits[1]) if len(hits) > 1 else (hits[0] if hits else None, None)
    if first is None:
        return
    if second is None:
        yield _lone_side(script, first), first
        return
    if first.level and second.level and _beside(first, second) and second.level[0] < first.level[0]:
        first, second = second, first
    yield "buyer", first
    yield "seller", second


def _beside(one: Hit, other: Hit) -> bool:
    """Whether two values stand in one row."""
    if one.level is None or other.level is None:
        return False
    shared = min(one.level[3], other.level[3]) - max(one.level[1], other.level[1])
    return shared > 0


def _lone_side(script: Script, hit: Hit) -> str:
    """The side of the only name that was found: left and above is the buyer's."""
    if hit.level is None:
        return "buyer"
    sums = script.search(_SUM_LABEL)
    below = sums is not None and sums.level is not None and hit.level[1] > sums.level[1]
    return "seller" if below or hit.level[0] > 0.5 else "buyer"


def _code_field(reading: Reading, hit: Hit) -> Field:
    """A taxpayer code; look-alikes are mapped only where both check characters then pass, and that is marked."""
    match = _TAXPAYER.match(normal_code(hit.text))
    printed = match["value"] if match else normal_code(hit.text)
    repaired = repair_uscc(printed)
    if repaired is not None and repaired != printed:
        return make_field(reading, hit, repaired, REPAIRED_CONFIDENCE)
    sure = is_uscc(printed) or len(printed) != 18
    return make_field(reading, hit, printed, 1.0 if sure else FAILED_CONFIDENCE)


# --- Item and sums ----------------------------------------------------------------------------------------------------


def _item_field(reading: Reading, script: Script) -> dict[str, Field]:
    """The first item (*信息技术服务*技术服务费), with the line on which its name goes on."""
    hit = script.search(_ITEM)
    if hit is None:
        hit = next(iter(_under_header(script)), None)
    return {} if hit is None else {"item": make_field(reading, hit, squash(hit.text))}


def _under_header(script: Script) -> Iterator[Hit]:
    """What stands under 项目名称 where items bear no asterisks."""
    for hit in find_all_labelled(script, ("项目名称", "货物或应税劳务、服务名称", "货物或应税劳务名称")):
        if not _HEADER.match(squash(hit.text)):
            yield hit


def _sum_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`amount_yuan` (net), `tax_yuan`, `total_yuan`, `total_capitals_yuan`, and `arithmetic_ok` where all are known."""
    found: dict[str, tuple[Hit, Decimal]] = {}
    total = _total(script)
    if total is not None:
        found["total_yuan"] = total
    sums = _net_and_tax(script) or _adding_up(script, total[1] if total else None)
    found.update(zip(("amount_yuan", "tax_yuan"), sums, strict=False))
    capitals = _capitals(script)
    if capitals is not None:
        found["total_capitals_yuan"] = capitals
    fields = {name: make_field(reading, hit, money(yuan)) for name, (hit, yuan) in found.items()}
    checks = _checks({name: yuan for name, (_, yuan) in found.items()})
    if checks:
        hit = found["total_yuan"][0]
        fields["arithmetic_ok"] = make_field(reading, hit, all(checks))
    return fields


def _checks(sums: Mapping[str, Decimal]) -> list[bool]:
    """Whether net and tax make the total, and whether the total in capitals is that in figures."""
    total = sums.get("total_yuan")
    if total is None:
        return []
    checks = []
    if "amount_yuan" in sums and "tax_yuan" in sums:
        checks.append(abs(sums["amount_yuan"] + sums["tax_yuan"] - total) <= CENT)
    if "total_capitals_yuan" in sums:
        checks.append(abs(sums["total_capitals_yuan"]) == abs(total))
    return checks


def _net_and_tax(script: Script) -> list[tuple[Hit, Decimal]]:
    """The sums in the row of 合计: net, then tax; of untaxed services the tax is 0."""
    for match in _SUM_LABEL.finditer(script.text):
        row = script.right_of(script.hit(*match.span()))
        found = list(_row_sums(script, row))
        if not found:
            continue
        if len(found) == 1:
            exempt = next((placed for placed in row if _NO_TAX.search(placed.word.text)), None)
            if exempt is not None:
                found.append((script.hit(exempt.start, exempt.end), Decimal(0)))
        return found[:2]
    return []


def _adding_up(script: Script, total: Decimal | None) -> list[tuple[Hit, Decimal]]:
    """Where 合计 could not be read: the last row above the total whose last two sums make it."""
    if total is None:
        return []
    for line in reversed(script.lines):
        sums = list(_row_sums(script, line))[-2:]
        if len(sums) == 2 and sums[0][1] + sums[1][1] == total:
            return sums
    return []


def _row_sums(script: Script, row: Sequence[Placed]) -> Iterator[tuple[Hit, Decimal]]:
    """The sums of a row's words; a ¥ may be a word of its own."""
    for placed in row:
        for part in re.split(r"(?=¥)", script.text[placed.start : placed.end]):
            yuan = _signed(part)
            if yuan is not None:
                yield script.hit(placed.start, placed.end), yuan


def _signed(text: str) -> Decimal | None:
    """A sum in figures, with or without ¥, perhaps negative."""
    plain = re.sub(r"[\t ]", "", text).replace("￥", "¥").replace("Y", "¥")
    match = re.fullmatch(r"¥?(-?)¥?([0-9][0-9,]{0,16}\.[0-9]{2})[^0-9.,]{0,2}", plain)
    yuan = parse_amount_yuan(match[2]) if match else None
    return None if match is None or yuan is None else -yuan if match[1] else yuan


def _total(script: Script) -> tuple[Hit, Decimal] | None:
    """The total with tax in figures (小写)."""
    for match in _TOTAL.finditer(script.text):
        label = script.hit(*match.span())
        inside = re.match(
            r"[):\t ]{0,4}(?P<sum>¥?[\t ]?-?[0-9][0-9,\t ]{0,16}\.[\t ]?[0-9]{2})", script.text[match.end() :][:40]
        )
        if inside is not None:
            yuan = _signed(inside["sum"])
            if yuan is not None:
                return script.hit(match.end() + inside.start("sum"), match.end() + inside.end("sum")), yuan
        found = next(_row_sums(script, script.right_of(label)), None)
        if found is not None:
            return found
    return None


def _capitals(script: Script) -> tuple[Hit, Decimal] | None:
    """The total with tax in capitals (大写)."""
    for match in _CAPITALS_LABEL.finditer(script.text):
        window = re.split("小\t?写|\n", script.text[match.end() : match.end() + 60])[0]
        found = next((amount for amount in find_amounts(window) if amount.is_capitals), None)
        if found is not None:
            hit = script.hit(match.end() + found.start, match.end() + found.end)
            negative = "负" in window[: found.start] or "负数" in window
            return hit, -found.yuan if negative else found.yuan
        for placed in script.right_of(script.hit(*match.span())):
            yuan = parse_capitals(script.text[placed.start : placed.end])
            if yuan is not None:
                return script.hit(placed.start, placed.end), yuan
    return None


def _void_field(reading: Reading, script: Script, fields: Mapping[str, Field]) -> dict[str, Field]:
    """`void`: a credit note (红字, negative sums) or an invoice marked 作废."""
    hit = script.search(_VOID)
    if hit is not None:
        return {"void": make_field(reading, hit, value=True)}
    total = fields.get("total_yuan") or fields.get("amount_yuan")
    if total is None or not isinstance(total.value, int | float):
        return {}
    return {"void": Field(total.value < 0, total.raw, total.confidence, total.source)}


def _meta_fields(reading: Reading, fields: Mapping[str, Field]) -> dict[str, Field]:
    """What the file says of itself: it fills what the page does not say, and `meta_conflict` names what differs."""
    said = dict(reading.meta)
    extra: dict[str, Field] = {}
    conflicts = []
    for name, keys in META.items():
        raw = next((said[key] for key in keys if said.get(key)), "")
        value = _meta_value(name, raw)
        if value in (None, ""):
            continue
        printed = fields.get(name)
        if printed is None:
            extra[name] = Field(value, raw, 1.0, reading.source(reading.pages[0].number))
        elif squash(str(printed.value)) != squash(str(value)):
            conflicts.append(name)
    if conflicts:
        extra["meta_conflict"] = Field(conflicts, ", ".join(conflicts), 1.0, reading.source(reading.pages[0].number))
    return extra


def _meta_value(name: str, raw: str) -> object:
    """A value of the file's own information in the type of its field."""
    if name.endswith("_yuan"):
        yuan = parse_amount_yuan(raw)
        return money(yuan) if yuan is not None else None
    return _iso(raw) if name == "issued_on" else raw.strip()
