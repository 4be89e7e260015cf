"""One set of fields from all that speaks of an invoice: what the file states, its code, and its print (domain.md 3.15).

The most trusted source gives the value. What another one says differently makes the field doubtful, and `conflicts`
names it, unless the difference is a misreading: recognised print of which one or two signs differ, where a check passes
with the other value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from extractors.invoice.stated import INFO, SQUARE, Said, Statement, statements
from extractors.invoice.sums import CENT, REPAIRED, is_near, sums_agree
from extractors.script import Script

CONFIRMED = 0.99
"""Recognised print that the code on the page says too."""
ALONE = 0.97
"""What only the code says: it corrects its own errors."""
CONTRADICTED = 0.5
"""A field of which two sources disagree."""

NAMES = {
    "number": "发票号码",
    "code": "发票代码",
    "issued_on": "开票日期",
    "buyer": "购买方",
    "buyer_code": "购买方识别号",
    "seller": "销售方",
    "seller_code": "销售方识别号",
    "amount_yuan": "金额",
    "tax_yuan": "税额",
    "total_yuan": "价税合计",
}
"""The fields on which sources may not disagree, as people call them."""
ANYWHERE = frozenset({"number", "code", "buyer", "buyer_code", "seller", "seller_code"})
"""Fields whose stated value may stand anywhere in print: the place of their label is not needed."""
PRINT = "票面"
DIGITAL_LENGTH = 20

Opinion = tuple[Statement, Said]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of which sources say different things."""

    field: str
    found: str


def fuse(reading: Reading, script: Script, printed: Mapping[str, Field]) -> dict[str, Field]:
    """The printed fields together with what the file says of itself."""
    own = [one for one in statements(reading) if _is_own(one, reading, printed)]
    fields, conflicts = dict(printed), list[Conflict]()
    plain = squash(script.text)
    for name in NAMES:
        opinions = [(one, one.values[name]) for one in own if name in one.values]
        opinions = [opinion for opinion in opinions if not _is_second_number(name, opinion[1], printed)]
        if opinions:
            field, conflict = _settled(reading, name, opinions, printed, plain)
            fields[name] = field
            conflicts += [conflict] if conflict else []
    conflicts += _loose_sums(own, fields)
    conflicts += _wrong_years(fields)
    fields |= _further(reading, own, printed)
    return _doubted(fields, conflicts)


def _is_own(statement: Statement, reading: Reading, printed: Mapping[str, Field]) -> bool:
    """Whether a statement speaks of this invoice: a PDF of many has the entries of one, a page perhaps two codes."""
    number, said = printed.get("number"), statement.values.get("number")
    if statement.origin not in {INFO, SQUARE}:
        return True
    if number is not None and said is not None and _is_near(number.value, said.value):
        return True
    if statement.origin == INFO:
        return reading.pages[0].number == 1
    alone = sum(len(page.codes) for page in reading.pages) == 1
    return alone or (said is not None and _is_second_number("number", said, printed))


def _is_second_number(name: str, said: Said, printed: Mapping[str, Field]) -> bool:
    """Whether a source says the number of twenty figures that a paper invoice (数电纸质发票) bears besides its own."""
    second = printed.get("digital_number")
    return name == "number" and second is not None and second.value == said.value


def _settled(
    reading: Reading, name: str, opinions: Sequence[Opinion], printed: Mapping[str, Field], plain: str
) -> tuple[Field, Conflict | None]:
    """A field from what is stated and what is printed."""
    statement, said = opinions[0]
    others = [f"{other.origin}{value.raw}" for other, value in opinions[1:] if not _same(name, value.value, said.value)]
    field = printed.get(name)
    if field is None:
        confidence = ALONE if statement.origin == SQUARE else 1.0
        stated = Field(said.value, said.raw, confidence, reading.source(statement.page, statement.box))
    elif _same(name, field.value, said.value):
        recognised = field.confidence < 1
        stated = replace(field, value=said.value, confidence=max(field.confidence, CONFIRMED) if recognised else 1.0)
    elif _is_misread(name, said, field, printed):
        stated = replace(field, value=said.value, confidence=REPAIRED)
    else:
        stated = Field(said.value, said.raw, 1.0, reading.source(statement.page, statement.box))
        if not _stands_in_print(name, said, printed, plain):
            others.append(f"{PRINT}{field.raw}")
    found = "、".join([f"{statement.origin}{said.raw}", *others])
    return stated, Conflict(name, found) if others else None


def _same(name: str, one: object, other: object) -> bool:
    """Whether two values of a field are one."""
    if name.endswith("_yuan"):
        return abs(Decimal(str(one)) - Decimal(str(other))) < CENT
    return squash(str(one)) == squash(str(other))


def _stands_in_print(name: str, said: Said, printed: Mapping[str, Field], plain: str) -> bool:
    """Whether the page bears the stated value after all, where its label was not found or its value cut off."""
    if name in ANYWHERE:
        return squash(str(said.value)) in plain
    sums = {key: Decimal(str(field.value)) for key, field in printed.items() if key.endswith("_yuan")}
    return name.endswith("_yuan") and sums_agree(sums) is not True and f"{Decimal(str(said.value)):.2f}" in plain


def _is_misread(name: str, said: Said, field: Field, printed: Mapping[str, Field]) -> bool:
    """Whether recognised print differs from what the code says by a sign or two, and a check passes with the code's."""
    if field.confidence >= 1 or not _is_near(field.value, said.value):
        return False
    if name.endswith("_yuan"):
        sums = {key: Decimal(str(other.value)) for key, other in printed.items() if key.endswith("_yuan")}
        return sums_agree({**sums, name: Decimal(str(said.value))}) is True
    return name in {"number", "code", "issued_on"}


def _is_near(one: object, other: object) -> bool:
    """Whether two values of about one length differ by no more signs than recognition gets wrong."""
    return abs(len(str(one)) - len(str(other))) <= 1 and is_near(one, other)


def _loose_sums(own: Sequence[Statement], fields: Mapping[str, Field]) -> Iterator[Conflict]:
    """Sums of a code that may be net or total, and are neither."""
    total, net = fields.get("total_yuan"), fields.get("amount_yuan")
    for statement in own:
        said = statement.net_or_total
        if said is None or total is None or total.confidence < 1:
            continue
        if not any(field is not None and _same("total_yuan", field.value, said.value) for field in (total, net)):
            yield Conflict("total_yuan", f"{statement.origin}{said.raw}、{PRINT}{total.raw}")


def _wrong_years(fields: Mapping[str, Field]) -> Iterator[Conflict]:
    """A 数电票 whose number begins with another year than that of its day (domain.md, appendix A.4)."""
    number, day = fields.get("digital_number") or fields.get("number"), fields.get("issued_on")
    if number is None or day is None or len(str(number.value)) != DIGITAL_LENGTH:
        return
    if str(number.value)[:2] != str(day.value)[2:4]:
        yield Conflict("issued_on", f"{day.raw}、发票号码{number.value}")


def _further(reading: Reading, own: Sequence[Statement], printed: Mapping[str, Field]) -> dict[str, Field]:
    """What need not agree: the item in full, the kind where print does not say it, whether it is a credit note."""
    found: dict[str, Field] = {}
    for statement in reversed(own):
        source = reading.source(statement.page, statement.box)
        for name in ("item", "invoice_kind", "cancels", "void"):
            said = statement.values.get(name)
            if said is None or (name == "invoice_kind" and name in printed):
                continue
            place = printed[name].source if name in printed else source
            found[name] = Field(said.value, said.raw, 1.0, place)
    void = printed.get("void")
    if void is not None and void.value is True:
        found["void"] = void
    return found


def _doubted(fields: dict[str, Field], conflicts: Sequence[Conflict]) -> dict[str, Field]:
    """The fields with those in conflict made doubtful, and the conflicts themselves."""
    for conflict in conflicts:
        field = fields[conflict.field]
        fields[conflict.field] = replace(field, confidence=min(field.confidence, CONTRADICTED))
    if conflicts:
        told = [{"field": one.field, "name": NAMES[one.field], "found": one.found} for one in conflicts]
        first = fields[conflicts[0].field]
        fields["conflicts"] = Field(told, "; ".join(one.found for one in conflicts), 1.0, first.source)
    return fields
