"""Matching the orders of one enterprise with its contracts and invoices: number first, then amount, then date.

Papers and rows are many to many (domain.md A57): a contract may be paid in parts, and one invoice belongs to one row.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from domain.claims import Claim
from domain.records import Record
from validators.pairing import Link
from validators.weighing.evidence import (
    ROUNDING,
    WAN,
    amounts_agree,
    decimal_cell,
    number_key,
    number_keys,
    numbers_agree,
    total_of,
    year_of,
)
from validators.weighing.papers import Papers
from validators.weighing.scale import Scale


@dataclass(slots=True, eq=False)
class Order:
    """A row of the list of orders with the papers that were found for it."""

    claim: Claim
    scale: Scale
    contract: Link | None = None
    invoices: list[Link] = field(default_factory=list)
    beside: list["Order"] = field(default_factory=list)
    """Other rows that rest on the same contract."""

    @property
    def amount_wan(self) -> Decimal | None:
        """The listed amount in 万元."""
        return decimal_cell(self.claim, "amount_wan")

    @property
    def reference(self) -> str:
        """The listed contract, order or receipt number as typed."""
        return str(self.claim.cells.get("reference") or "")

    @property
    def number(self) -> str:
        """The same as a key."""
        return number_key(self.reference)

    @property
    def agreed_yuan(self) -> Decimal | None:
        """The amount of the contract, if it states one."""
        return self.contract.record.number("amount_yuan") if self.contract is not None else None

    @property
    def due_yuan(self) -> Decimal:
        """What invoices may sum up to: the amount of the contract, else the listed one."""
        agreed = self.agreed_yuan
        return agreed if agreed is not None else (self.amount_wan or Decimal(0)) * WAN

    @property
    def invoiced_yuan(self) -> Decimal:
        """The sum of its invoices."""
        return sum((total_of(link.record) for link in self.invoices), Decimal(0))

    @property
    def records(self) -> tuple[Record, ...]:
        """Its papers: the contract, then the invoices."""
        links = [*([self.contract] if self.contract else []), *self.invoices]
        return tuple(link.record for link in links)


def match_papers(orders: Sequence[Order], papers: Papers) -> None:
    """Give each row of one enterprise its contract, and then each invoice its row."""
    _match_contracts(orders, papers.contracts)
    _match_invoices(orders, papers.invoices)


# --- Contracts --------------------------------------------------------------------------------------------------------


def _match_contracts(orders: Sequence[Order], contracts: Sequence[Link]) -> None:
    """By number; what is left by amount and date; what then is left in the order of the list."""
    for pairs in (_by_number, _by_likeness, _by_place):
        for order, link in pairs(orders, contracts):
            order.contract = link
    users: dict[int, list[Order]] = defaultdict(list)
    for order in orders:
        users[id(order.contract)].append(order)
    for order in orders:
        if order.contract is not None:
            order.beside = [other for other in users[id(order.contract)] if other is not order]


def _by_number(orders: Sequence[Order], contracts: Sequence[Link]) -> Iterator[tuple[Order, Link]]:
    """Rows and contracts of one number; of several contracts of that number the one of the same amount."""
    numbered: dict[str, list[Link]] = defaultdict(list)
    for link in contracts:
        if key := number_key(link.record.text("number") or ""):
            numbered[key].append(link)
    for order in orders:
        links = [link for key in number_keys(order.reference) for link in numbered.get(key, ())]
        if links:
            yield order, max(links, key=lambda link: _likeness(order, link.record))


def _by_likeness(orders: Sequence[Order], contracts: Sequence[Link]) -> Iterator[tuple[Order, Link]]:
    """Rows without a contract and contracts without a row, the likest pairs first, each once."""
    bare, free = _unmatched(orders, contracts)
    pairs = [(_likeness(order, link.record), order, link) for order, link in product(bare, free)]
    taken: set[int] = set()
    for likeness, order, link in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness and not {id(order), id(link)} & taken:
            taken |= {id(order), id(link)}
            yield order, link


def _by_place(orders: Sequence[Order], contracts: Sequence[Link]) -> Iterator[tuple[Order, Link]]:
    """What nothing tells apart, in the order of the list: that it disagrees is to be said."""
    return zip(*_unmatched(orders, contracts), strict=False)


def _unmatched(orders: Sequence[Order], contracts: Sequence[Link]) -> tuple[list[Order], list[Link]]:
    """Rows without a contract, and contracts without a row."""
    taken = {id(order.contract) for order in orders}
    bare = [order for order in orders if order.contract is None]
    return bare, [link for link in contracts if id(link) not in taken]


def _likeness(order: Order, contract: Record) -> int:
    """How far a contract agrees with a row: number, then amount, then date."""
    number, agreed, listed = contract.text("number"), contract.number("amount_yuan"), order.amount_wan
    same_number = bool(number and order.reference) and numbers_agree(order.reference, number or "")
    same_amount = agreed is not None and listed is not None and amounts_agree(listed, agreed)
    return 4 * same_number + 2 * same_amount + (contract.text("signed_on") == order.claim.cells.get("signed_on"))


# --- Invoices ---------------------------------------------------------------------------------------------------------


def _match_invoices(orders: Sequence[Order], invoices: Sequence[Link]) -> None:
    """Whole sums first; then parts, to the row of which most is not covered; more than that is of another order."""
    left = _match_whole(orders, invoices)
    uncovered = {id(order): order.due_yuan - order.invoiced_yuan for order in orders}
    for link in left:
        total = total_of(link.record)
        order = max(orders, key=lambda order: uncovered[id(order)])
        if uncovered[id(order)] + ROUNDING < total:
            order = next((other for other in orders if not other.invoices), order)
        if uncovered[id(order)] + ROUNDING >= total or not order.invoices:
            order.invoices.append(link)
            uncovered[id(order)] -= total


def _match_whole(orders: Sequence[Order], invoices: Sequence[Link]) -> list[Link]:
    """Give a row the invoice that it names, or that is over its whole amount; back come the invoices left over."""
    by_sum: dict[Decimal, list[Order]] = defaultdict(list)
    for order in orders:
        by_sum[order.due_yuan].append(order)
    named = {key: order for order in reversed(orders) for key in number_keys(order.reference)}
    left = []
    for link in invoices:
        own = named.get(number_key(link.record.text("number") or ""))
        open_rows = [order for order in by_sum.get(total_of(link.record), ()) if not order.invoices]
        chosen = own or _of_same_year(open_rows, link.record)
        if chosen is None:
            left.append(link)
        else:
            chosen.invoices.append(link)
    return left


def _of_same_year(orders: Sequence[Order], invoice: Record) -> Order | None:
    """The row whose contract is of the invoice's year, else the first one."""
    year = year_of(invoice, "issued_on")
    same = (order for order in orders if order.contract and year_of(order.contract.record, "signed_on") == year)
    return next(same, None) or next(iter(orders), None)
