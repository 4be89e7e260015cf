"""What a contract or invoice is worth as evidence: dates, numbers, sums and seals, and how well they were read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.claims import Claim
from domain.documents import ILLEGIBLE, SealState
from domain.records import Record
from domain.text import squash
from validators.applicant import PARTY_FIELDS
from validators.names import EnterpriseClass, Relation, compare_names, is_enterprise, parse_name
from validators.weighing.scale import CERTAIN, LEGIBLE

CENT = Decimal("0.01")
ROUNDING = Decimal(1)
"""Yuan by which invoices and their contract may differ."""

ARITHMETIC_TOLERANCE = Decimal("0.06")
"""Yuan by which net, tax and total of an invoice may differ through rounding of its lines."""

WAN = Decimal(10000)
ROUNDING_SHARE = Decimal("0.05")
"""A list amount may be rounded to its last printed digit (1.2 for 12,345 yuan), but never by more than this share."""

DATE_FIELDS = ("signed_on", "issued_on")
SEALING_FIELDS = ("unit", "issuer", "auditee", "firm")
"""Who seals a paper that is no contract."""
SHORTEST_NUMBER = 4
"""A number of fewer signs says nothing by standing inside another one."""

LEAST_LEGIBLE = 2
"""So many legible letters of a 字号 say whose it is not."""

LOOK_ALIKES = str.maketrans("OoIlLi", "001111")
MISREAD = str.maketrans("BSZGDQ", "852600")
"""Letters that recognition takes for figures (domain.md 3.0), besides O/0 and I/l/1."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a paper of which its sources say different things: its name for people, and what each says."""

    field: str
    name: str
    found: str


# --- How well it was read ---------------------------------------------------------------------------------------------


def is_legible(record: Record, *fields: str) -> bool:
    """Whether all of these fields that the paper has were read well enough to prove something."""
    return least_confidence(record, *fields) >= LEGIBLE


def is_certain(record: Record, *fields: str) -> bool:
    """Whether these fields were read so well that they may exclude a claim."""
    return least_confidence(record, *fields) >= CERTAIN


def is_printed(record: Record, *fields: str) -> bool:
    """Whether these fields come from a text layer, in which nothing is misread."""
    return least_confidence(record, *fields) >= 1


def least_confidence(record: Record, *fields: str) -> float:
    """How surely the worst read of these fields was read; 1 where the paper has none of them."""
    return min((record.fields[name].confidence for name in fields if name in record.fields), default=1.0)


def is_flagged(record: Record, field: str) -> bool:
    """Whether a field of yes or no says yes."""
    found = record.field(field)
    return found is not None and found.value is True


def conflicts_of(invoice: Record) -> tuple[Conflict, ...]:
    """What the print, the code and the file of an invoice say differently."""
    rows = invoice.rows("conflicts")
    return tuple(Conflict(*(str(row.get(key, "")) for key in ("field", "name", "found"))) for row in rows)


# --- Dates ------------------------------------------------------------------------------------------------------------


def year_of(record: Record, field: str) -> int | None:
    """The year of a date field, also where the paper gives only a month."""
    text = record.text(field)
    return int(text[:4]) if text and text[:4].isdigit() else None


def is_dated(record: Record) -> bool:
    """Whether a contract or invoice bears a date."""
    return any(year_of(record, field) is not None for field in DATE_FIELDS)


def is_of_year(record: Record, year: int) -> bool:
    """Whether a contract is signed, or an invoice issued, in this year, as far as its date was read."""
    return any(year_of(record, field) == year for field in DATE_FIELDS)


def is_surely_of_year(record: Record, year: int) -> bool:
    """The same by a date that was read well enough to prove it: 2023 and 2024 differ in one figure."""
    return any(year_of(record, field) == year and is_legible(record, field) for field in DATE_FIELDS)


def dates_of(records: Iterable[Record]) -> str:
    """The dates of these papers for a sentence."""
    days = (record.text(field) for record in records for field in DATE_FIELDS)
    return "、".join(day for day in days if day) or "无"


# --- Numbers ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def number_key(text: str) -> str:
    """A contract or invoice number without case, punctuation and the look-alikes O/0 and I/l/1 (domain.md 3.0)."""
    return re.sub(r"[\W_]", "", squash(text)).upper().translate(LOOK_ALIKES)


@lru_cache(maxsize=1 << 14)
def number_keys(reference: str) -> tuple[str, ...]:
    """The keys of all numbers in a cell (HT-001、HT-002; 合同号：HT-001), that of the whole cell last."""
    parts = re.split(r"[、,;\s]+|/(?=[^0-9])", squash(reference))
    keys = [number_key(part.rpartition(":")[2]) for part in (*parts, reference)]
    return tuple(dict.fromkeys(key for key in keys if key))


def numbers_agree(reference: str, number: str, *, recognised: bool = False) -> bool:
    """Whether a cell of the list names this number of a paper; `recognised` print may have letters for figures."""
    wanted, given = number_key(number), number_keys(reference)
    if recognised:
        wanted, given = wanted.translate(MISREAD), tuple(key.translate(MISREAD) for key in given)
    whole = given[-1] if given else ""
    inside = len(wanted) >= SHORTEST_NUMBER and wanted in whole
    return wanted in given or inside or any(len(key) > SHORTEST_NUMBER and wanted.endswith(key) for key in given)


def is_receipt_number(reference: str) -> bool:
    """Whether a cell gives the number of a bank receipt (银行回单号), which no contract bears: figures alone, many."""
    return re.fullmatch(r"[0-9]{14,32}", number_key(reference)) is not None


# --- Sums -------------------------------------------------------------------------------------------------------------


def decimal_cell(claim: Claim, key: str) -> Decimal | None:
    """A numeric cell as a decimal; None where it is empty or no number."""
    value = claim.cells.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(str(value)).normalize()


def amounts_agree(listed_wan: Decimal, paper_yuan: Decimal) -> bool:
    """Whether a list amount in 万元 is the paper's amount in yuan, up to the rounding of the list."""
    exponent = listed_wan.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0) * WAN / 2
    tolerance = max(CENT, min(last_digit, abs(paper_yuan) * ROUNDING_SHARE))
    return abs(listed_wan * WAN - paper_yuan) <= tolerance


def total_of(invoice: Record) -> Decimal:
    """The total of an invoice with tax; 0 where it was not read."""
    return invoice.number("total_yuan") or Decimal(0)


def adds_up(invoice: Record) -> bool:
    """Whether net plus tax is the total, and the total in words that in figures, as far as the invoice states them."""
    net, tax, total = (invoice.number(name) for name in ("amount_yuan", "tax_yuan", "total_yuan"))
    if total is None:
        return True
    words = invoice.number("total_capitals_yuan")
    if words is not None and abs(words) != abs(total) and is_certain(invoice, "total_capitals_yuan", "total_yuan"):
        return False
    return net is None or tax is None or abs(net + tax - total) <= ARITHMETIC_TOLERANCE


def is_void(invoice: Record) -> bool:
    """Whether an invoice is a credit note or void (红字, 作废)."""
    return is_flagged(invoice, "void") or total_of(invoice) < 0


# --- Seals and signatures ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ForeignSeal:
    """A seal of somebody who is no party of the paper."""

    found: str
    expected: str


def is_sealed(record: Record) -> bool:
    """Whether a seal was found on the paper."""
    return record.text("seal_state") == SealState.PRESENT


def foreign_seal(record: Record) -> ForeignSeal | None:
    """A company's seal that bears the name of no party; None where the letters of the seals allow no such word.

    Letters on an arc are read badly: only a name that shares no sign of its 字号 with any party is another one's.
    """
    parties = [value for field in (*PARTY_FIELDS, *SEALING_FIELDS) if (value := record.text(field))]
    for name in _seal_names(record):
        if parties and all(_is_stranger(name, party) for party in parties):
            return ForeignSeal(name, "、".join(parties))
    return None


def has_broken_signature(record: Record) -> bool:
    """Whether the paper bears a digital signature that did not validate."""
    return record.text("signature") == "invalid"


def is_suspect(record: Record) -> bool:
    """Whether what rests on this paper is left to a person (contract, settled cases)."""
    return has_broken_signature(record) or foreign_seal(record) is not None


def _seal_names(record: Record) -> Iterator[str]:
    """The names of companies that seals bear, without 合同专用章 and numbers."""
    field = record.field("seals")
    texts = field.value if field is not None and isinstance(field.value, list | tuple) else ()
    for text in texts:
        chinese = re.sub(rf"[^\u3400-\u9fff{ILLEGIBLE}]", "", squash(str(text)))
        name = re.sub(r"(?:合同|财务|发票|业务|电子|服务|检验|检测|骑缝|投标){0,2}专?用?公?章$", "", chinese)
        if is_enterprise(name) is EnterpriseClass.COMPANY and len(parse_name(name).brand) > 1:
            yield name


def _is_stranger(name: str, party: str) -> bool:
    """Whether a seal's name is surely not the party's; two legible letters of its 字号 must say so."""
    brand = parse_name(name).brand
    legible = set(brand) - {ILLEGIBLE}
    if legible & set(squash(party)) or (ILLEGIBLE in brand and len(legible) < LEAST_LEGIBLE):
        return False
    return compare_names(name, party).relation is Relation.DIFFERENT
