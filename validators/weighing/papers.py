"""The contracts and invoices that speak of one enterprise, sorted by what they are good for."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from domain.claims import Claim
from domain.documents import Kind, Source
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same, match_applicant
from validators.names import Relation
from validators.pairing import Link, Pool
from validators.weighing.scale import CERTAIN, LEGIBLE

CENT = Decimal("0.01")
ARITHMETIC_TOLERANCE = Decimal("0.06")
"""Yuan by which net, tax and total of an invoice may differ through rounding of its lines."""

WAN = Decimal(10000)
ROUNDING_SHARE = Decimal("0.01")
"""A list amount may be rounded to its last printed digit, but never by more than this share."""

LOOK_ALIKES = str.maketrans("OoIlLi", "001111")


def number_key(text: str) -> str:
    """A contract or invoice number without case, punctuation and the look-alikes O/0 and I/l/1 (domain.md 3.0)."""
    return re.sub(r"[\W_]", "", squash(text)).upper().translate(LOOK_ALIKES)


def year_of(record: Record, field: str) -> int | None:
    """The year of a date field, also where the paper gives only a month."""
    text = record.text(field)
    return int(text[:4]) if text and text[:4].isdigit() else None


def is_legible(record: Record, *fields: str) -> bool:
    """Whether all of these fields that the paper has were read well enough to prove something."""
    read = [record.fields[name].confidence for name in fields if name in record.fields]
    return all(confidence >= LEGIBLE for confidence in read)


def is_certain(record: Record, *fields: str) -> bool:
    """Whether these fields were read so well that they may exclude a claim."""
    read = [record.fields[name].confidence for name in fields if name in record.fields]
    return all(confidence >= CERTAIN for confidence in read)


def amounts_agree(listed_wan: Decimal, paper_yuan: Decimal) -> bool:
    """Whether a list amount in 万元 is the paper's amount in yuan, up to the rounding of the list."""
    exponent = listed_wan.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0) * WAN / 2
    tolerance = max(CENT, min(last_digit, abs(paper_yuan) * ROUNDING_SHARE))
    return abs(listed_wan * WAN - paper_yuan) <= tolerance


def adds_up(invoice: Record) -> bool:
    """Whether net plus tax is the total, as far as the invoice states all three."""
    net, tax, total = (invoice.number(name) for name in ("amount_yuan", "tax_yuan", "total_yuan"))
    if net is None or tax is None or total is None:
        return True
    return abs(net + tax - total) <= ARITHMETIC_TOLERANCE


def is_void(invoice: Record) -> bool:
    """Whether an invoice is a credit note or void (红字, 作废)."""
    field = invoice.field("void")
    total = invoice.number("total_yuan")
    return (field is not None and field.value is True) or (total is not None and total < 0)


@dataclass(frozen=True)
class Papers:
    """What the pool holds for one enterprise."""

    contracts: tuple[Link, ...]
    """Contracts that name applicant and enterprise, each once."""
    invoices: tuple[Link, ...]
    """Valid invoices from the applicant to it, each number once."""
    void: tuple[Link, ...]
    """Credit notes and void invoices, and the invoices that they cancel."""
    doubtful: tuple[Link, ...]
    """Papers whose names are only possibly these."""
    foreign: tuple[Link, ...]
    """Papers that name the enterprise but not the applicant."""

    @property
    def any(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.contracts or self.invoices or self.void or self.doubtful or self.foreign)


class PaperDesk:
    """The papers of every enterprise, sorted once."""

    def __init__(self, pool: Pool, year: int) -> None:
        """Take the pool and the year that counts."""
        self.pool = pool
        self.year = year
        self._sorted: dict[str, Papers] = {}

    def of(self, name: str) -> Papers:
        """The papers of one declared name."""
        if name not in self._sorted:
            self._sorted[name] = self._sort(name)
        return self._sorted[name]

    def _sort(self, name: str) -> Papers:
        contracts = self.pool.contracts.get(name, ())
        invoices = self.pool.invoices.get(name, ())
        sure = [link for link in invoices if link.sure]
        void = [link for link in sure if is_void(link.record)]
        valid = _without_cancelled([link for link in sure if not is_void(link.record)], void)
        every = [*contracts, *invoices]
        return Papers(
            contracts=_distinct([link for link in contracts if link.sure], _contract_identity),
            invoices=_distinct(valid, _invoice_identity),
            void=tuple(link for link in sure if link not in valid),
            doubtful=tuple(link for link in every if _is_doubtful(link)),
            foreign=tuple(link for link in every if is_same(link.match) and _is_foreign(link)),
        )

    @cached_property
    def reused_numbers(self) -> frozenset[str]:
        """Numbers that stand on invoices of different buyers or amounts."""
        found: dict[str, set[tuple[tuple[str, ...], Decimal | None]]] = defaultdict(set)
        for links in self.pool.invoices.values():
            for link in links:
                number = link.record.text("number")
                if number and not is_void(link.record):
                    found[number_key(number)].add(self._subject(link.record))
        return frozenset(number for number, subjects in found.items() if len(subjects) > 1)

    def is_reused(self, invoice: Record) -> bool:
        """Whether another invoice bears the same number."""
        number = invoice.text("number")
        return number is not None and number_key(number) in self.reused_numbers

    def _subject(self, invoice: Record) -> tuple[tuple[str, ...], Decimal | None]:
        buyer = invoice.text("buyer") or ""
        names = sorted(name for name, _ in self.pool.declared(buyer, invoice.text("buyer_code")))
        return tuple(names) or (squash(buyer),), invoice.number("total_yuan")

    @cached_property
    def stray_invoices(self) -> tuple[Record, ...]:
        """Valid invoices from the applicant whose buyer stands on no list."""
        applicant = self.pool.applicant
        return tuple(
            invoice
            for invoice in self.pool.of_kind(Kind.INVOICE)
            if not is_void(invoice)
            and is_same(match_applicant(applicant, invoice.text("seller") or "", invoice.text("seller_code")))
            and not self.pool.declared(invoice.text("buyer") or "", invoice.text("buyer_code"))
        )

    def rows_with_number(self, invoice: Record, claim: Claim) -> str:
        """The declared enterprises, other than the claim's, that use an invoice's number."""
        number = number_key(invoice.text("number") or "")
        users = {
            name
            for name, links in self.pool.invoices.items()
            if any(number_key(link.record.text("number") or "") == number for link in links)
        }
        return "、".join(sorted(users - {claim.name})) or claim.name

    def position(self, name: str) -> int:
        """The place of a declared name among all, in the order of the lists."""
        return self._positions.get(name, len(self._positions))

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.pool.names)}

    def in_year(self, record: Record) -> bool:
        """Whether a contract is signed, or an invoice issued, in the year that counts."""
        return self.year in {year_of(record, "signed_on"), year_of(record, "issued_on")}

    def is_dated(self, record: Record) -> bool:
        """Whether a contract or invoice bears a date."""
        return year_of(record, "signed_on") is not None or year_of(record, "issued_on") is not None


def sources_of(links: Iterable[Link], *fields: str) -> tuple[Source, ...]:
    """Where the papers name the parties and say these fields."""
    found: list[Source] = []
    for link in links:
        found.extend(link.sources)
        found.extend(link.record.fields[name].source for name in fields if name in link.record.fields)
    return tuple(dict.fromkeys(found))


def _is_doubtful(link: Link) -> bool:
    matches = (link.match, link.applicant_match)
    return not link.sure and all(match is not None and match.relation is not Relation.DIFFERENT for match in matches)


def _is_foreign(link: Link) -> bool:
    return link.applicant_match is None or link.applicant_match.relation is Relation.DIFFERENT


def _distinct(links: Sequence[Link], identity: Callable[[Record], object]) -> tuple[Link, ...]:
    found: dict[object, Link] = {}
    for link in links:
        found.setdefault(identity(link.record), link)
    return tuple(found.values())


def _contract_identity(record: Record) -> object:
    number = record.text("number")
    if not number:
        return (record.sha256, record.pages)
    return (number_key(number), record.number("amount_yuan"), record.text("signed_on"))


def _invoice_identity(record: Record) -> object:
    number = record.text("number")
    return (number_key(number), record.number("total_yuan")) if number else (record.sha256, record.pages)


def _without_cancelled(valid: list[Link], void: Sequence[Link]) -> list[Link]:
    """The invoices that no credit note of the same amount cancels."""
    left = list(valid)
    for credit in void:
        total = credit.record.number("total_yuan")
        for link in left:
            if total is not None and link.record.number("total_yuan") == abs(total):
                left.remove(link)
                break
    return left
