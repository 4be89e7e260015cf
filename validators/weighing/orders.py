"""Weigh the orders (附表3): each row against a contract and invoices that agree in party, number and amount."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.claims import Claim
from domain.findings import Reason
from domain.records import Record
from validators.pairing import Link
from validators.weighing.papers import (
    WAN,
    PaperDesk,
    Papers,
    adds_up,
    amounts_agree,
    is_certain,
    is_legible,
    number_key,
    sources_of,
    year_of,
)
from validators.weighing.scale import Scale

RULE = "gate-4"
INSTALMENT_STEP = Decimal(20)
"""One invoice for part of a contract is an instalment when the part is a number of twentieths or sixths."""


@dataclass(slots=True)
class Order:
    """A row of the list with the papers that were found for it."""

    claim: Claim
    scale: Scale
    contract: Link | None = None
    invoices: list[Link] = field(default_factory=list)

    @property
    def amount_wan(self) -> Decimal | None:
        """The listed amount in 万元."""
        return decimal_cell(self.claim, "amount_wan")

    @property
    def number(self) -> str:
        """The listed contract, order or receipt number as a key."""
        return number_key(str(self.claim.cells.get("reference") or ""))


def decimal_cell(claim: Claim, key: str) -> Decimal | None:
    """A numeric cell as a decimal; None where it is empty or no number."""
    value = claim.cells.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(str(value))


def weigh_orders(claims: Sequence[Claim], desk: PaperDesk) -> dict[int, Order]:
    """Every row of the list, by row number, weighed."""
    orders = {claim.row: Order(claim, Scale(claim, RULE)) for claim in claims}
    _exclude_repeated(orders, desk)
    groups: dict[str, list[Order]] = defaultdict(list)
    for order in orders.values():
        if not order.scale.reasons:
            groups[canonical_name(order.claim.name, desk)].append(order)
    for group in groups.values():
        papers = desk.of(group[0].claim.name)
        _assign(group, papers, desk)
        for order in group:
            _weigh(order, papers, desk)
    return orders


def canonical_name(name: str, desk: PaperDesk) -> str:
    """The first declared name that is the same enterprise."""
    same = [other for other, match in desk.pool.declared(name) if match.relation.value == "same"]
    return min(same, key=desk.position, default=name)


def _exclude_repeated(orders: dict[int, Order], desk: PaperDesk) -> None:
    seen: dict[object, int] = {}
    for row, order in orders.items():
        cells = order.claim.cells
        what = order.number or (cells.get("signed_on"), cells.get("service"))
        key = (canonical_name(order.claim.name, desk), what, order.amount_wan)
        if key in seen:
            order.scale.exclude(Reason.DUPLICATE_ORDER, order.claim.source, name=order.claim.name, other=seen[key])
        else:
            seen[key] = row


def _assign(group: Sequence[Order], papers: Papers, desk: PaperDesk) -> None:
    """Give each row its contract, best agreement first, and then each invoice its row."""
    pairs = [(order, link) for order in group for link in papers.contracts]
    taken: list[Link] = []
    for order, link in sorted(pairs, key=lambda pair: -_contract_score(pair[0], pair[1].record)):
        same_number = bool(order.number) and order.number == number_key(link.record.text("number") or "")
        if order.contract is None and (link not in taken or same_number):
            order.contract = link
            taken.append(link)
    for link in sorted(papers.invoices, key=lambda link: not desk.in_year(link.record)):
        _assign_invoice(group, link)


def _contract_score(order: Order, contract: Record) -> int:
    """How far a contract agrees with a row: number, then amount, then date."""
    number, amount = contract.text("number"), contract.number("amount_yuan")
    score = 4 * bool(number and order.number and number_key(number) == order.number)
    if amount is not None and order.amount_wan is not None:
        score += 2 * amounts_agree(order.amount_wan, amount)
    return score + (contract.text("signed_on") == order.claim.cells.get("signed_on"))


def _assign_invoice(group: Sequence[Order], link: Link) -> None:
    """Give an invoice to the row whose amount it is, else to the one of which most is still uncovered."""
    total = link.record.number("total_yuan") or Decimal(0)
    exact = [order for order in group if not order.invoices and _order_yuan(order) == total]
    chosen = exact[0] if exact else max(group, key=lambda order: _order_yuan(order) - invoiced_yuan(order.invoices))
    chosen.invoices.append(link)


def _order_yuan(order: Order) -> Decimal:
    if order.contract is not None and (amount := order.contract.record.number("amount_yuan")) is not None:
        return amount
    return (order.amount_wan or Decimal(0)) * WAN


def invoiced_yuan(invoices: Sequence[Link]) -> Decimal:
    """The sum of the totals of these invoices."""
    return sum((link.record.number("total_yuan") or Decimal(0) for link in invoices), Decimal(0))


def _weigh(order: Order, papers: Papers, desk: PaperDesk) -> None:
    if order.contract is None and not order.invoices:
        _weigh_unproven(order, papers, desk)
        return
    _weigh_missing(order, papers, desk)
    _weigh_flaws(order, desk)
    _weigh_dates(order, desk)
    _weigh_agreement(order)
    order.scale.prove(order.claim.source)
    if order.contract is not None:
        order.scale.prove(*sources_of([order.contract], "signed_on", "amount_yuan", "number"))
    order.scale.prove(*sources_of(order.invoices, "issued_on", "total_yuan", "number"))


def _weigh_unproven(order: Order, papers: Papers, desk: PaperDesk) -> None:
    """A row without a sure paper: say what there is instead."""
    explain_absence(order.scale, order.claim.name, papers, desk)
    if papers.void:
        order.scale.open(
            Reason.INVOICE_VOID, *sources_of(papers.void), name=order.claim.name, found=_numbers(papers.void)
        )
    if not order.scale.reasons:
        order.scale.open(Reason.NO_EVIDENCE, name=order.claim.name, expected="合同和发票")


def explain_absence(scale: Scale, name: str, papers: Papers, desk: PaperDesk) -> None:
    """Open the claim for papers that may be the missing ones: doubtful names, other parties, unread files."""
    if papers.doubtful:
        link = papers.doubtful[0]
        match = link.match if link.match.relation.value == "possible" else link.applicant_match or link.match
        found = link.record.text(link.field if match is link.match else link.applicant_field) or ""
        scale.open(Reason.POSSIBLE_PARTY, *link.sources, name=name, found=found, expected=match.reason)
    if papers.foreign:
        link = papers.foreign[0]
        applicant = desk.pool.applicant.name if desk.pool.applicant else "申报单位"
        scale.open(Reason.PARTY_MISMATCH, *link.sources, name=name, found=_others(link), expected=applicant)
    for problem in desk.pool.unread_near(name)[:1]:
        scale.open(Reason.PAGE_UNREADABLE, problem.source, name=problem.source.path, found=problem.source.page or 1)


def _others(link: Link) -> str:
    fields = ("seller", "party_a", "party_b", "party_c")
    others = [link.record.text(name) for name in fields if name != link.field]
    return "、".join(other for other in others if other) or "无"


def _weigh_missing(order: Order, papers: Papers, desk: PaperDesk) -> None:
    scale, name = order.scale, order.claim.name
    if order.contract is None:
        explain_absence(scale, name, papers, desk)
        scale.open(Reason.CONTRACT_MISSING, name=name)
    if not order.invoices:
        if papers.void:
            scale.open(Reason.INVOICE_VOID, *sources_of(papers.void), name=name, found=_numbers(papers.void))
            return
        explain_absence(scale, name, papers, desk)
        stray = _stray_invoice(order, desk)
        if stray is not None:
            scale.open(
                Reason.PARTY_MISMATCH,
                *stray.sources("buyer", "total_yuan"),
                name=name,
                found=stray.text("buyer") or "",
                expected=name,
            )
        scale.open(Reason.INVOICE_MISSING, name=name)


def _stray_invoice(order: Order, desk: PaperDesk) -> Record | None:
    """An invoice of the very amount whose buyer stands on no list."""
    for invoice in desk.stray_invoices:
        if invoice.number("total_yuan") == _order_yuan(order):
            return invoice
    return None


def _numbers(links: Sequence[Link]) -> str:
    return "、".join(link.record.text("number") or "?" for link in links)


def _weigh_flaws(order: Order, desk: PaperDesk) -> None:
    """What makes the rows that rest on a paper open (contract, settled cases)."""
    for link in order.invoices:
        weigh_invoice_flaws(order.scale, link, desk)
    for link in [order.contract] if order.contract else []:
        if not is_legible(link.record, "amount_yuan", "signed_on", link.field, link.applicant_field):
            page = link.record.place()
            order.scale.open(Reason.PAGE_UNREADABLE, page, name=page.path, found=page.page or 1)
        if link.record.text("seal_state") == "not-found":
            order.scale.remark(Reason.SEAL_MISSING, link.record.place(), name=link.record.path)


def weigh_invoice_flaws(scale: Scale, link: Link, desk: PaperDesk) -> None:
    """Open the claim where its invoice is reused, does not add up or cannot be read well enough."""
    invoice, name = link.record, link.record.text("number") or link.record.path
    if desk.is_reused(invoice):
        scale.open(
            Reason.INVOICE_REUSED,
            *invoice.sources("number"),
            found=name,
            other=desk.rows_with_number(invoice, scale.claim),
        )
    if not adds_up(invoice):
        parts = " + ".join(str(invoice.number(key)) for key in ("amount_yuan", "tax_yuan"))
        scale.open(
            Reason.INVOICE_ARITHMETIC,
            *invoice.sources("total_yuan"),
            name=name,
            found=f"{parts} ≠ {invoice.number('total_yuan')}",
        )
    if not is_legible(invoice, "total_yuan", "issued_on", "buyer", "seller"):
        page = invoice.place()
        scale.open(Reason.PAGE_UNREADABLE, page, name=page.path, found=page.page or 1)


def _weigh_dates(order: Order, desk: PaperDesk) -> None:
    """Contract or invoice must be dated in the year; an undated contract beside such an invoice is a remark."""
    scale, name = order.scale, order.claim.name
    contract = order.contract.record if order.contract else None
    records = [link.record for link in order.invoices] + ([contract] if contract else [])
    if contract is not None and year_of(contract, "signed_on") is None:
        _remark_undated(scale, contract, name)
    if any(desk.in_year(record) for record in records):
        return
    if contract is not None and not desk.is_dated(contract) and not order.invoices:
        scale.open(Reason.DATE_MISSING, contract.place(), name=name, found="合同")
        return
    if scale.reasons:
        return
    dates = "、".join(filter(None, (record.text("signed_on") or record.text("issued_on") for record in records)))
    places = tuple(source for record in records for source in record.sources("signed_on", "issued_on"))
    weigh = scale.exclude if all(is_certain(record, "signed_on", "issued_on") for record in records) else scale.open
    weigh(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=dates, expected=f"{desk.year}年")


def _remark_undated(scale: Scale, contract: Record, name: str) -> None:
    invalid = contract.text("signed_on_invalid")
    if invalid:
        scale.remark(Reason.DATE_INVALID, *contract.sources("signed_on_invalid"), name=name, found=invalid)
    else:
        scale.remark(Reason.DATE_MISSING, contract.place(), name=name, found="合同")


def _weigh_agreement(order: Order) -> None:
    """Row, contract and invoices must agree in number and amount."""
    _weigh_number(order)
    _weigh_amount(order)


def _weigh_number(order: Order) -> None:
    if order.contract is None or not order.number:
        return
    number = order.contract.record.text("number")
    known = {number_key(text) for link in order.invoices if (text := link.record.text("number"))}
    if number and number_key(number) != order.number and order.number not in known:
        order.scale.open(
            Reason.NUMBER_MISMATCH,
            *order.contract.record.sources("number"),
            name=order.claim.name,
            found=number,
            expected=order.claim.raw.get("reference", ""),
        )


def _weigh_amount(order: Order) -> None:
    listed = order.amount_wan
    contract = order.contract.record if order.contract else None
    agreed = contract.number("amount_yuan") if contract else None
    invoiced = invoiced_yuan(order.invoices)
    if contract is not None and (conflict := contract.field("amount_conflict")) is not None and conflict.value:
        _open_amount(order, f"合同大写与小写不一致（{conflict.raw}）", f"名单{listed}万元")
        return
    base = agreed if agreed is not None else (invoiced if order.invoices else None)
    if listed is not None and base is not None and not amounts_agree(listed, base):
        _open_amount(order, f"{'合同' if agreed is not None else '发票'}{base}元", f"名单{listed}万元")
        return
    if agreed is not None and order.invoices and not _covers(agreed, order.invoices):
        _open_amount(order, f"发票合计{invoiced}元", f"合同{agreed}元")


def _open_amount(order: Order, found: str, expected: str) -> None:
    links = [*([order.contract] if order.contract else []), *order.invoices]
    places = tuple(source for link in links for source in link.record.sources("amount_yuan", "total_yuan"))
    order.scale.open(Reason.AMOUNT_MISMATCH, *places, name=order.claim.name, found=found, expected=expected)


def _covers(agreed: Decimal, invoices: Sequence[Link]) -> bool:
    """Whether invoices fit a contract: its whole amount, several instalments within it, or one round part of it."""
    totals = [link.record.number("total_yuan") or Decimal(0) for link in invoices]
    invoiced = sum(totals, Decimal(0))
    if abs(invoiced - agreed) <= 1 or any(abs(total - agreed) <= 1 for total in totals):
        return True
    if invoiced > agreed:
        return False
    share = invoiced / agreed
    return len(totals) > 1 or any(
        abs(share * parts - round(share * parts)) < Decimal("0.0005") for parts in (INSTALMENT_STEP, 6)
    )
