"""Item and sums of an invoice as printed, and the identities that prove them: net + tax = total, words = figures.

Recognised figures are put right only where an identity then holds (domain.md, appendix A.4).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from domain.values import find_amounts, parse_amount_yuan, parse_capitals
from extractors.labels import find_all_labelled, make_field, money
from extractors.script import Hit, Placed, Script

CENT = Decimal("0.01")
PROVEN = 0.98
"""Recognised sums of which both identities hold."""
REPAIRED = 0.92
"""A recognised sum with the value that all others ask for."""
MISREAD = 0.5
"""The total in capitals where net, tax and total in figures agree and it does not."""
RATES = tuple(Decimal(percent) / 1000 for percent in (10, 15, 30, 50, 60, 90, 130))
RATE_TOLERANCE = Decimal("0.05")
"""Yuan by which the tax may differ from its rate through rounding of the lines."""
MOST_MISREAD = 2
"""Signs of a sum that recognition may have got wrong."""

_ITEM = re.compile(r"(?P<value>(?:\*|(?<=\n))[\u4e00-\u9fff、/()]{2,24}\*\t?[^\t\n¥]{1,60})")
_HEADER = re.compile(r"(?:规格型号|单位|数量|单价|金额|税率|税额|项目名称)")
_SUM_LABEL = re.compile(r"(?<![\u4e00-\u9fff税])合[\t☑口□]{0,3}计(?!\()")
_TOTAL = re.compile(r"小\t?写|票\t?价\t?:")
_CAPITALS_LABEL = re.compile(r"大\t?写")
_NO_TAX = re.compile(r"\*{2,}|免税|不征税")


def item_field(reading: Reading, script: Script) -> dict[str, Field]:
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


def sum_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`amount_yuan` (net), `tax_yuan`, `total_yuan` and `total_capitals_yuan`."""
    found: dict[str, tuple[Hit, Decimal]] = {}
    total = _total(script)
    if total is not None:
        found["total_yuan"] = total
    sums = _net_and_tax(script) or _adding_up(script, total[1] if total else None)
    found.update(zip(("amount_yuan", "tax_yuan"), sums, strict=False))
    capitals = _capitals(script)
    if capitals is not None:
        found["total_capitals_yuan"] = capitals
    return _proven({name: make_field(reading, hit, money(yuan)) for name, (hit, yuan) in found.items()})


def arithmetic_field(fields: Mapping[str, Field]) -> dict[str, Field]:
    """`arithmetic_ok`: whether the sums agree, where that can be told; capitals that were misread do not count."""
    sums = {name: yuan for name, yuan in _sums(fields).items() if fields[name].confidence > MISREAD}
    agree = sums_agree(sums)
    total = fields.get("total_yuan")
    return {} if agree is None or total is None else {"arithmetic_ok": replace(total, value=agree)}


def sums_agree(sums: Mapping[str, Decimal]) -> bool | None:
    """Whether net and tax make the total, and the total in capitals is that in figures; None where nothing tells."""
    checks = _checks(sums)
    return all(checks) if checks else None


def _sums(fields: Mapping[str, Field]) -> dict[str, Decimal]:
    return {name: Decimal(str(field.value)) for name, field in fields.items() if name.endswith("_yuan")}


def _checks(sums: Mapping[str, Decimal]) -> list[bool]:
    """Each identity that can be checked."""
    total = sums.get("total_yuan")
    if total is None:
        return []
    checks = []
    if "amount_yuan" in sums and "tax_yuan" in sums:
        checks.append(abs(sums["amount_yuan"] + sums["tax_yuan"] - total) <= CENT)
    if "total_capitals_yuan" in sums:
        checks.append(abs(sums["total_capitals_yuan"]) == abs(total))
    return checks


# --- Recognised sums --------------------------------------------------------------------------------------------------


def _proven(fields: dict[str, Field]) -> dict[str, Field]:
    """Recognised sums that prove each other are sure; one that is alone in its error is put right by the others."""
    if all(field.confidence >= 1 for field in fields.values()):
        return fields
    fields = _completed(fields)
    sums = _sums(fields)
    if sums_agree(sums) is not False:
        sure = len(_checks(sums)) == len(("net and tax", "capitals"))
        return {name: _raised(field) for name, field in fields.items()} if sure else fields
    return fields | dict(_mended(fields, sums))


def _completed(fields: dict[str, Field]) -> dict[str, Field]:
    """Net and tax, where only one of them was recognised and a rate of the law says which it is."""
    known, total = fields.get("amount_yuan"), fields.get("total_yuan")
    if known is None or total is None or "tax_yuan" in fields:
        return fields
    one, whole = Decimal(str(known.value)), Decimal(str(total.value))
    for net, tax in ((one, whole - one), (whole - one, one)):
        if tax * net > 0 and _has_rate({"amount_yuan": net, "tax_yuan": tax}):
            kept, derived = ("amount_yuan", "tax_yuan") if net == one else ("tax_yuan", "amount_yuan")
            other = replace(total, value=money(whole - one), confidence=min(total.confidence, REPAIRED))
            return {**fields, kept: known, derived: other}
    return fields


def _raised(field: Field) -> Field:
    return field if field.confidence >= 1 else replace(field, confidence=max(field.confidence, PROVEN))


def _mended(fields: Mapping[str, Field], sums: Mapping[str, Decimal]) -> Iterator[tuple[str, Field]]:
    """The one sum that all others contradict, with the value that they ask for; nothing where that is not clear."""
    wanted = [
        (name, yuan) for name, yuan in _wanted(sums) if name in fields and sums_agree({**sums, name: yuan}) is True
    ]
    if wanted and wanted[0][0] == "total_capitals_yuan":
        yield "total_capitals_yuan", replace(fields["total_capitals_yuan"], confidence=MISREAD)
        return
    near = [(name, yuan) for name, yuan in wanted if is_near(fields[name].value, money(yuan))]
    likely = [(name, yuan) for name, yuan in near if len(near) == 1 or _has_rate({**sums, name: yuan})]
    if len(likely) == 1 and fields[likely[0][0]].confidence < 1:
        name, yuan = likely[0]
        yield name, replace(fields[name], value=money(yuan), confidence=REPAIRED)


def _has_rate(sums: Mapping[str, Decimal]) -> bool:
    """Whether the tax is the net sum at a rate of the law."""
    net, tax = abs(sums["amount_yuan"]), abs(sums["tax_yuan"])
    return any(abs(net * rate - tax) <= RATE_TOLERANCE for rate in RATES)


def _wanted(sums: Mapping[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    """What each sum would have to be for the others to hold."""
    net, tax, total = (sums.get(name) for name in ("amount_yuan", "tax_yuan", "total_yuan"))
    capitals = sums.get("total_capitals_yuan")
    if capitals is not None and net is not None and tax is not None and total is not None:
        if abs(net + tax - total) <= CENT:
            yield "total_capitals_yuan", abs(total)
        yield "total_yuan", capitals if net >= 0 else -abs(capitals)
        yield "amount_yuan", total - tax
        yield "tax_yuan", total - net


def is_near(one: object, other: object) -> bool:
    """Whether two sums differ by no more signs than recognition gets wrong."""
    return _differing(_signs(one), _signs(other)) <= MOST_MISREAD


def _signs(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, int | float) else str(value)


def _differing(one: str, other: str) -> int:
    """By how many signs two texts differ, from the left or from the right."""
    pairs = (zip_longest(one, other), zip_longest(one[::-1], other[::-1]))
    return min(sum(1 for a, b in aligned if a != b) for aligned in pairs)


# --- Where they stand -------------------------------------------------------------------------------------------------


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
