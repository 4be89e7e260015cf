"""The contracts and invoices that speak of one enterprise, sorted by what they are good for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from domain.claims import Claim
from domain.documents import Kind, Problem, Source
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.names import NameMatch, Relation
from validators.pairing import Link, Pool
from validators.weighing.evidence import DATE_FIELDS, is_printed, is_void, least_confidence, number_key, total_of

INVOICE_FIELDS = ("buyer", "seller", "number", "total_yuan", "issued_on")
CONTRACT_FIELDS = ("party_a", "party_b", "number", "amount_yuan", "signed_on")


@dataclass(frozen=True)
class Papers:
    """What the pool holds for one enterprise."""

    contracts: tuple[Link, ...] = ()
    """Contracts that name applicant and enterprise, each once."""
    invoices: tuple[Link, ...] = ()
    """Valid invoices from the applicant to it, each number once."""
    void: tuple[Link, ...] = ()
    """Credit notes and void invoices, and the invoices that they cancel."""
    credits: tuple[Link, ...] = ()
    """Those of the credit notes that cancel no invoice of the same sum: they take off a part of some invoice."""
    doubtful: tuple[Link, ...] = ()
    """Papers whose names are only possibly these."""
    foreign: tuple[Link, ...] = ()
    """Papers that name the enterprise but not the applicant."""

    @property
    def any(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.contracts or self.invoices or self.void or self.doubtful or self.foreign)

    @property
    def is_settled(self) -> bool:
        """Whether no paper is void or in doubt: what the papers say cannot count, no other one may mend."""
        return not (self.void or self.doubtful)


class PaperDesk:
    """The papers of every enterprise, sorted once."""

    def __init__(self, pool: Pool, year: int) -> None:
        """Take the pool and the year that counts."""
        self.pool = pool
        self.year = year
        self._sorted: dict[str, Papers] = {}

    def of(self, name: str) -> Papers:
        """The papers of the enterprise of a declared name."""
        first = self.pool.canonical(name)
        if first not in self._sorted:
            self._sorted[first] = sort_papers(self.pool.contracts.get(first, ()), self.pool.invoices.get(first, ()))
        return self._sorted[first]

    def unread_of(self, name: str) -> tuple[Problem, ...]:
        """Unread documents that may be a paper of this enterprise: by their path, or beside its papers alone."""
        near = self.pool.unread_of(name)
        own = self._folders.get(self.pool.canonical(name), frozenset())
        beside = [problem for problem in self.pool.unread if _folder(problem.source.path) in own]
        return tuple(dict.fromkeys((*near, *beside)))

    def is_reused(self, invoice: Record) -> bool:
        """Whether another invoice, to another buyer or over another sum, bears the same number."""
        return any(_is_other(self.pool, invoice, other) for other in self._by_number.get(_number_of(invoice), ()))

    def rows_with_number(self, invoice: Record, claim: Claim) -> str:
        """The enterprises, other than the claim's, on whose invoices this number stands."""
        buyers = (
            (found.name if found else buyer)
            for other in self._by_number.get(_number_of(invoice), ())
            if (buyer := other.text("buyer"))
            for found in (next(iter(self.pool.declared(buyer, other.text("buyer_code"))), None),)
        )
        own = self.pool.canonical(claim.name)
        return "、".join(sorted(set(buyers) - {own})) or claim.name

    def stray_invoice(self, total: Decimal) -> Record | None:
        """A valid invoice of the applicant over this very sum whose buyer stands on no list."""
        return self._strays.get(total)

    @cached_property
    def _by_number(self) -> Mapping[str, Sequence[Record]]:
        """All positive invoices of the submission by number, of whatever buyer."""
        found: dict[str, list[Record]] = defaultdict(list)
        for invoice in self.pool.of_kind(Kind.INVOICE):
            if invoice.text("number") and not is_void(invoice):
                found[_number_of(invoice)].append(invoice)
        return found

    @cached_property
    def _strays(self) -> Mapping[Decimal, Record]:
        found: dict[Decimal, Record] = {}
        for invoice in self.pool.of_kind(Kind.INVOICE):
            own = self.pool.match_applicant(invoice.text("seller") or "", invoice.text("seller_code"))
            buyer = invoice.text("buyer") or ""
            if is_same(own) and not is_void(invoice) and not self.pool.declared(buyer, invoice.text("buyer_code")):
                found.setdefault(total_of(invoice), invoice)
        return found

    @cached_property
    def _folders(self) -> Mapping[str, frozenset[str]]:
        """The folders in which papers of one enterprise lie and of no other, by enterprise."""
        owners: dict[str, set[str]] = defaultdict(set)
        for links_by_name in (self.pool.contracts, self.pool.invoices):
            for name, links in links_by_name.items():
                for link in links:
                    owners[_folder(link.record.path)].add(name)
        found: dict[str, set[str]] = defaultdict(set)
        for folder, names in owners.items():
            if folder and len(names) == 1:
                found[next(iter(names))].add(folder)
        return {name: frozenset(folders) for name, folders in found.items()}


def sort_papers(contracts: Sequence[Link], invoices: Sequence[Link]) -> Papers:
    """The papers of one enterprise by what they are good for."""
    sure = _best_of_each([link for link in invoices if link.sure], _invoice_identity, INVOICE_FIELDS)
    void = [link for link in sure if is_void(link.record)]
    valid, credits_left = _without_cancelled([link for link in sure if not is_void(link.record)], void)
    kept = set(map(id, valid))
    every = [*contracts, *invoices]
    return Papers(
        contracts=_best_of_each([link for link in contracts if link.sure], _contract_identity, CONTRACT_FIELDS),
        invoices=tuple(valid),
        void=tuple(link for link in sure if id(link) not in kept),
        credits=tuple(credits_left),
        doubtful=tuple(link for link in every if is_doubtful(link)),
        foreign=tuple(link for link in every if link.names_it and is_foreign(link)),
    )


def sources_of(links: Iterable[Link], *fields: str) -> tuple[Source, ...]:
    """Where the papers name the parties and say these fields."""
    found: list[Source] = []
    for link in links:
        found.extend(link.sources)
        found.extend(link.record.fields[name].source for name in fields if name in link.record.fields)
    return tuple(dict.fromkeys(found))


def is_doubtful(link: Link) -> bool:
    """Whether a paper may be one between enterprise and applicant, and is not surely one."""
    return not link.sure and _may_be(link.match) and _may_be(link.applicant_match)


def is_foreign(link: Link) -> bool:
    """Whether a paper does not name the applicant."""
    return not _may_be(link.applicant_match)


def _may_be(match: NameMatch | None) -> bool:
    return match is not None and match.relation is not Relation.DIFFERENT


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _best_of_each(
    links: Sequence[Link], identity: Callable[[Record], object], fields: Sequence[str]
) -> tuple[Link, ...]:
    """Each paper once, by its best read copy, in the order of the first copies."""
    found: dict[object, Link] = {}
    for link in links:
        key = identity(link.record)
        kept = found.get(key)
        if kept is None or least_confidence(link.record, *fields) > least_confidence(kept.record, *fields):
            found[key] = link
    return tuple(found.values())


def _contract_identity(record: Record) -> object:
    number = record.text("number")
    if not number:
        return (record.sha256, record.pages)
    return (number_key(number), record.number("amount_yuan"), record.text("signed_on"))


def _invoice_identity(record: Record) -> object:
    number = _number_of(record)
    return (number, total_of(record)) if number else (record.sha256, record.pages)


def _number_of(invoice: Record) -> str:
    return number_key(invoice.text("number") or "")


def _is_other(pool: Pool, one: Record, other: Record) -> bool:
    """Whether a number stands on two invoices that cannot be copies of one: they differ in buyer or sum.

    Numbers of eight figures are unique only among invoices of one 发票代码; a 数电票 has none.
    """
    codes = {number_key(code) for invoice in (one, other) if (code := invoice.text("code"))}
    if one is other or len(codes) > 1:
        return False
    totals = {total for invoice in (one, other) if (total := invoice.number("total_yuan")) is not None}
    return len(totals) > 1 or _buyers(pool, one).isdisjoint(_buyers(pool, other))


def _buyers(pool: Pool, invoice: Record) -> frozenset[str]:
    """Who the buyer of an invoice may be: declared enterprises, else what is written."""
    buyer = invoice.text("buyer") or ""
    known = frozenset(found.name for found in pool.declared(buyer, invoice.text("buyer_code")))
    return known or frozenset({squash(buyer)})


def _without_cancelled(valid: Sequence[Link], void: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """The invoices that no credit note over the same sum cancels, and the credit notes that may take off a part.

    A credit note says which invoice it takes back; one that is printed is believed, also where that invoice was not
    handed in. Else of several invoices over its sum the last one before it goes.
    """
    left = sorted(valid, key=lambda link: _day_of(link.record))
    unmatched: list[Link] = []
    for credit in void:
        equal = [link for link in left if total_of(link.record) == abs(total_of(credit.record))]
        cancelled = _cancelled(credit.record, equal)
        if cancelled is not None:
            left.remove(cancelled)
        elif total_of(credit.record) < 0 and not _takes_back_another(credit.record, valid):
            unmatched.append(credit)
    kept = {id(link) for link in left}
    return [link for link in valid if id(link) in kept], unmatched


def _cancelled(credit: Record, equal: Sequence[Link]) -> Link | None:
    """The invoice that a credit note takes back, of those over its sum."""
    named = number_key(credit.text("cancels") or "")
    by_name = [link for link in equal if named and _number_of(link.record) == named]
    if named and is_printed(credit, "cancels"):
        return next(iter(by_name), None)
    before = [link for link in equal if _day_of(link.record) <= _day_of(credit)]
    return next(reversed(by_name or before or equal), None)


def _takes_back_another(credit: Record, valid: Sequence[Link]) -> bool:
    """Whether a credit note surely takes back an invoice that is none of these."""
    named = number_key(credit.text("cancels") or "")
    if not named or not is_printed(credit, "cancels"):
        return False
    return all(_number_of(link.record) != named for link in valid)


def _day_of(record: Record) -> str:
    return next((day for field in DATE_FIELDS if (day := record.text(field))), "")
