"""Weigh the orders (附表3): each row against a contract and invoices that agree in party, number and amount."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from domain.claims import Claim
from domain.codes import is_uscc
from domain.documents import Kind, SealState
from domain.findings import Reason, Severity, Status
from domain.records import Record
from validators.names import Relation
from validators.pairing import Link
from validators.weighing.evidence import (
    DATE_FIELDS,
    ROUNDING,
    WAN,
    Conflict,
    adds_up,
    amounts_agree,
    conflicts_of,
    dates_of,
    foreign_seal,
    has_broken_signature,
    is_certain,
    is_dated,
    is_flagged,
    is_legible,
    is_of_year,
    is_printed,
    is_receipt_number,
    is_surely_of_year,
    numbers_agree,
    total_of,
    year_of,
)
from validators.weighing.matching import Order, match_papers
from validators.weighing.papers import PaperDesk, Papers, sources_of
from validators.weighing.scale import Scale

ROUND_PARTS = (20, 6)
"""One invoice for part of a contract is an instalment when the part is a number of twentieths or sixths."""

CODE_LENGTH = 18
"""Signs of a 统一社会信用代码; older tax numbers have no check."""

ROUND_TOLERANCE = Decimal("0.0005")


def weigh_orders(claims: Sequence[Claim], desk: PaperDesk, rule: str | None) -> dict[int, Order]:
    """Every row of the list, by row number, weighed."""
    orders = {claim.row: Order(claim, Scale(claim, rule)) for claim in claims}
    _exclude_repeated(orders.values(), desk)
    groups: dict[str, list[Order]] = defaultdict(list)
    for order in orders.values():
        if order.scale.status is not Status.EXCLUDED:
            groups[desk.pool.canonical(order.claim.name)].append(order)
    for name, group in groups.items():
        papers = desk.of(name)
        match_papers(group, papers)
        for order in group:
            _weigh(order, papers, desk)
    return orders


def _exclude_repeated(orders: Iterable[Order], desk: PaperDesk) -> None:
    """The same order listed twice counts once: the later row is excluded (contract, settled cases).

    Rows that are equal in every word but bear no number may be two orders: the later one is left to a person.
    """
    seen: dict[object, int] = {}
    for order in orders:
        claim, key = order.claim, _order_key(order, desk)
        if key in seen and order.number:
            other = f"第{seen[key]}行的订单"
            order.scale.exclude(Reason.DUPLICATE_ORDER, claim.source, name=claim.name, other=other)
        elif key in seen:
            facts = {"name": claim.name, "other": seen[key], "found": "两行内容相同，均无编号"}
            order.scale.open(Reason.POSSIBLE_DUPLICATE, claim.source, **facts)
        seen.setdefault(key, claim.row)


def _order_key(order: Order, desk: PaperDesk) -> object:
    """Enterprise, number, amount and date (附表3: repeated ones are not allowed); without a number all the row says.

    Rows of one number and another date are parts of one contract: monthly fees, instalments.
    """
    raw, amount, day = order.claim.raw, order.amount_wan, order.claim.cells.get("signed_on")
    if order.number:
        amounts = (amount, "" if amount is not None else raw.get("amount_wan"))
        return (desk.pool.canonical(order.claim.name), order.number, amounts, day or raw.get("signed_on"))
    return tuple(sorted((key, text) for key, text in raw.items() if key != "number"))


def _weigh(order: Order, papers: Papers, desk: PaperDesk) -> None:
    if not order.records:
        _weigh_unproven(order, papers, desk)
        return
    _weigh_missing(order, papers, desk)
    _weigh_flaws(order, papers, desk)
    _weigh_number(order)
    _weigh_amount(order)
    _weigh_dates(order, papers, desk)
    order.scale.prove(order.claim.source)
    if order.contract is not None:
        order.scale.prove(*sources_of([order.contract], "signed_on", "amount_yuan", "number"))
    order.scale.prove(*sources_of(order.invoices, "issued_on", "total_yuan", "number"))


# --- What is missing --------------------------------------------------------------------------------------------------


def _weigh_unproven(order: Order, papers: Papers, desk: PaperDesk) -> None:
    """A row without a sure paper: say what there is instead."""
    explain_absence(order.scale, papers, desk)
    if papers.void:
        open_void(order.scale, papers.void)
    if not order.scale.reasons:
        order.scale.open(Reason.NO_EVIDENCE, name=order.claim.name, expected="合同和发票")


def _weigh_missing(order: Order, papers: Papers, desk: PaperDesk) -> None:
    scale, name = order.scale, order.claim.name
    if order.contract is None:
        explain_absence(scale, papers, desk)
        scale.open(Reason.CONTRACT_MISSING, name=name)
    if order.invoices:
        return
    if papers.void:
        open_void(scale, papers.void)
        return
    explain_absence(scale, papers, desk)
    stray = desk.stray_invoice(order.due_yuan) if order.due_yuan else None
    if stray is not None:
        places = stray.sources("buyer", "total_yuan")
        scale.open(Reason.PARTY_MISMATCH, *places, name=name, found=stray.text("buyer") or "无", expected=name)
    scale.open(Reason.INVOICE_MISSING, name=name)


def explain_absence(scale: Scale, papers: Papers, desk: PaperDesk) -> None:
    """Open the claim for papers that may be the missing ones: doubtful names, other parties, unread files."""
    name = scale.claim.name
    if papers.doubtful:
        open_doubtful(scale, papers.doubtful[0])
    if papers.foreign:
        link = papers.foreign[0]
        applicant = desk.pool.applicant.name if desk.pool.applicant else "申报单位"
        scale.open(Reason.PARTY_MISMATCH, *link.sources, name=name, found=_others(link), expected=applicant)
    for problem in desk.unread_of(name)[:1]:
        scale.open_unread(problem.source)


def open_doubtful(scale: Scale, link: Link) -> None:
    """Open the claim for a paper whose name of the enterprise, or of the applicant, is only possibly the right one."""
    by_enterprise = link.match.relation is Relation.POSSIBLE and not link.by_branch
    match = link.match if by_enterprise else link.applicant_match or link.match
    found = link.record.text(link.field if by_enterprise else link.applicant_field) or ""
    scale.open(Reason.POSSIBLE_PARTY, *link.sources, name=scale.claim.name, found=found, expected=match.reason)


def open_void(scale: Scale, void: Sequence[Link]) -> None:
    """Open the claim for invoices that are void, cancelled, or cancel others."""
    numbers = "、".join(link.record.text("number") or "?" for link in void)
    scale.open(Reason.INVOICE_VOID, *sources_of(void), name=scale.claim.name, found=numbers)


def _others(link: Link) -> str:
    fields = ("seller", "party_a", "party_b", "party_c")
    others = [link.record.text(name) for name in fields if name != link.field]
    return "、".join(other for other in others if other) or "无"


# --- What is wrong with the papers ------------------------------------------------------------------------------------


def _weigh_flaws(order: Order, papers: Papers, desk: PaperDesk) -> None:
    """What makes the rows that rest on a paper open, and what is only to be said (contract, settled cases)."""
    for link in order.invoices:
        weigh_invoice(order.scale, link, desk)
    if order.contract is not None:
        weigh_contract(order.scale, order.contract)
    for link in [*([order.contract] if order.contract else []), *order.invoices]:
        remark_branch(order.scale, link)
    reduced = [link for link in papers.credits if -total_of(link.record) <= order.invoiced_yuan]
    if reduced:
        open_void(order.scale, reduced)


def weigh_contract(scale: Scale, link: Link) -> None:
    """Open the claim where its contract's names cannot be read well enough, or its seal or signature is another's."""
    contract = link.record
    if not is_legible(contract, link.field, link.applicant_field):
        scale.open_unread(contract.place())
    weigh_seals(scale, contract)


def weigh_seals(scale: Scale, record: Record) -> None:
    """A seal that is missing or cannot be seen is a remark; a stranger's, or a broken signature, opens the claim."""
    state = record.text("seal_state")
    if state == SealState.NOT_FOUND:
        scale.remark(Reason.SEAL_MISSING, record.place(), name=record.path)
    if state == SealState.UNKNOWN:
        scale.remark(Reason.SEAL_UNCLEAR, record.place(), name=record.path)
    if stranger := foreign_seal(record):
        places = record.sources("seals")
        scale.open(Reason.SEAL_MISMATCH, *places, name=record.path, found=stranger.found, expected=stranger.expected)
    _weigh_signature(scale, record)


def _weigh_signature(scale: Scale, record: Record) -> None:
    """A signature that did not validate opens the claim."""
    if has_broken_signature(record):
        places = record.sources("signature")
        scale.open(Reason.SIGNATURE_INVALID, *places, name=record.path, found="文件在签名后有改动")


def weigh_invoice(scale: Scale, link: Link, desk: PaperDesk) -> None:
    """Open the claim where its invoice is reused, does not add up or does not legibly name both sides."""
    invoice, name = link.record, link.record.text("number") or link.record.path
    if desk.is_reused(invoice):
        other = desk.rows_with_number(invoice, scale.claim)
        scale.open(Reason.INVOICE_REUSED, *invoice.sources("number"), found=name, other=other)
    conflicts = conflicts_of(invoice)
    if not adds_up(invoice) and not any(conflict.field.endswith("_yuan") for conflict in conflicts):
        stated = ("amount_yuan", "tax_yuan", "total_yuan", "total_capitals_yuan")
        sums = "、".join(str(value) for key in stated if (value := invoice.number(key)) is not None)
        scale.open(Reason.INVOICE_ARITHMETIC, *invoice.sources("total_yuan"), name=name, found=sums)
    for conflict in conflicts:
        _open_conflict(scale, invoice, conflict, f"发票{name}")
    if not conflicts and not is_legible(invoice, "buyer", "seller"):
        scale.open_unread(invoice.place())
    _weigh_signature(scale, invoice)
    code = invoice.text("buyer_code") or ""
    if len(code) == CODE_LENGTH and not is_uscc(code) and is_printed(invoice, "number"):
        scale.remark(Reason.CODE_INVALID, *invoice.sources("buyer_code"), name=name, found=code)


def _open_conflict(scale: Scale, invoice: Record, conflict: Conflict, name: str) -> None:
    """Open the claim for what the print, the code and the file of its invoice say differently."""
    places, found, same = invoice.sources(conflict.field), conflict.found, f"应为同一{conflict.name}"
    if conflict.field.endswith("_yuan"):
        scale.open(Reason.AMOUNT_MISMATCH, *places, name=name, found=found, expected=same)
    elif conflict.field == "issued_on":
        scale.open(Reason.DATE_INVALID, *places, name=name, found=found)
    elif conflict.field in {"buyer", "seller"}:
        scale.open(Reason.PARTY_MISMATCH, *places, name=name, found=found, expected=same)
    else:
        scale.open(Reason.NUMBER_MISMATCH, *places, name=name, found=found, expected=same)


def remark_branch(scale: Scale, link: Link) -> None:
    """Say that a paper names a branch: it counts for the head office (domain.md 4.4)."""
    if link.by_branch:
        found, why = link.record.text(link.field) or "", link.match.reason
        scale.remark(
            Reason.POSSIBLE_PARTY,
            *link.sources,
            severity=Severity.NOTE,
            name=scale.claim.name,
            found=found,
            expected=f"{why}，按同一法人计",
        )


# --- Dates ------------------------------------------------------------------------------------------------------------


def _weigh_dates(order: Order, papers: Papers, desk: PaperDesk) -> None:
    """Contract or invoice must be dated in the year; an undated contract beside such an invoice is a remark."""
    scale, records = order.scale, order.records
    contract = order.contract.record if order.contract else None
    if contract is not None and not is_dated(contract):
        _remark_undated(scale, contract)
    if any(is_surely_of_year(record, desk.year) for record in records):
        _remark_later_invoices(order, desk)
        return
    unread = next((record for record in records if is_of_year(record, desk.year)), None)
    undated = next((record for record in records if not is_dated(record)), None)
    if unread is not None:
        scale.open_unread(unread.sources(*DATE_FIELDS)[0])
    elif undated is not None:
        kind = "合同" if undated is contract else "发票"
        scale.open(Reason.DATE_MISSING, undated.place(), name=scale.claim.name, found=kind)
    elif contract is not None and order.invoices:
        _weigh_other_year(order, papers, desk)


def _remark_later_invoices(order: Order, desk: PaperDesk) -> None:
    """Say that a service of the year was invoiced in the next one: it counts by its contract (domain.md 3.15)."""
    later = [link for link in order.invoices if (year_of(link.record, "issued_on") or 0) > desk.year]
    if later:
        order.scale.remark(
            Reason.DATE_OUT_OF_PERIOD,
            *(source for link in later for source in link.record.sources("issued_on")),
            severity=Severity.NOTE,
            name=order.claim.name,
            found=dates_of(link.record for link in later),
            expected=f"{desk.year}年（发票；合同为当年签订，仍计入）",
        )


def _weigh_other_year(order: Order, papers: Papers, desk: PaperDesk) -> None:
    """Contract and invoices of another year: excluded, unless a paper that was not read may mend it."""
    records = order.records
    settled = papers.is_settled and not desk.unread_of(order.claim.name)
    certain = settled and all(is_certain(record, *DATE_FIELDS) for record in records)
    places = tuple(source for record in records for source in record.sources(*DATE_FIELDS))
    weigh = order.scale.exclude if certain else order.scale.open
    name, expected = order.claim.name, f"{desk.year}年"
    weigh(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=dates_of(records), expected=expected)


def _remark_undated(scale: Scale, contract: Record) -> None:
    name, invalid = scale.claim.name, contract.text("signed_on_invalid") or contract.text("signed_on_incomplete")
    if invalid:
        places = contract.sources("signed_on_invalid", "signed_on_incomplete")
        scale.remark(Reason.DATE_INVALID, *places, name=name, found=invalid)
    else:
        scale.remark(Reason.DATE_MISSING, contract.place(), name=name, found="合同")


# --- Agreement --------------------------------------------------------------------------------------------------------


def _weigh_number(order: Order) -> None:
    """The number of the row must be the contract's; that of an invoice or bank receipt is another kind of number."""
    contract = order.contract.record if order.contract else None
    number = contract.text("number") if contract else None
    if contract is None or not number or not order.reference:
        return
    recognised = not is_printed(contract, "number")
    invoices = [text for link in order.invoices if (text := link.record.text("number"))]
    if any(numbers_agree(order.reference, text, recognised=recognised) for text in (number, *invoices)):
        return
    weigh = order.scale.remark if is_receipt_number(order.reference) else order.scale.open
    name, expected = order.claim.name, f"名单为{order.claim.raw.get('reference', order.reference)}"
    weigh(Reason.NUMBER_MISMATCH, *contract.sources("number"), name=name, found=f"材料为{number}", expected=expected)


def _weigh_amount(order: Order) -> None:
    """Row, contract and invoices must agree in amount; a contract without one is settled by its invoices (A59)."""
    listed, agreed = order.amount_wan, order.agreed_yuan
    if listed is None:
        raw = order.claim.raw.get("amount_wan") or "空"
        order.scale.open(Reason.VALUE_INVALID, order.claim.source, name=order.claim.name, found=raw, expected="金额")
        return
    base = agreed if agreed is not None else order.invoiced_yuan if order.invoices else None
    paper = "合同" if agreed is not None else "发票"
    if _is_conflict(order):
        _open_amount(order, "合同大写与小写不一致", f"名单{listed}万元")
    elif base is not None and not amounts_agree(listed, base):
        _open_amount(order, f"{paper}{base}元", f"名单{listed}万元{_unit_hint(listed, base)}")
    elif agreed is not None and order.invoices and not _covers(agreed, order.invoices):
        _open_amount(order, f"发票合计{order.invoiced_yuan}元", f"合同{agreed}元")
    elif agreed is not None and order.beside and not _share(order, agreed):
        rows = "、".join(str(other.claim.row) for other in order.beside)
        _open_amount(order, f"合同{agreed}元", f"同一合同还用于第{rows}行")


def _is_conflict(order: Order) -> bool:
    """Whether the contract contradicts itself: figures and capitals differ."""
    return order.contract is not None and is_flagged(order.contract.record, "amount_conflict")


def _unit_hint(listed: Decimal, yuan: Decimal) -> str:
    """What to look for first: an amount in 元 under a header that says 万元."""
    return "，疑以元填写" if amounts_agree(listed / WAN, yuan) else ""


def _open_amount(order: Order, found: str, expected: str) -> None:
    """Say which amounts differ; amounts that were read badly are to be looked at first."""
    fields = ("amount_yuan", "total_yuan")
    places = tuple(source for record in order.records for source in record.sources(*fields))
    blurred = [record for record in order.records if not _has_read_sum(record)]
    if blurred and not _is_conflict(order):
        order.scale.open_unread(blurred[0].sources(*fields)[0])
    else:
        order.scale.open(Reason.AMOUNT_MISMATCH, *places, name=order.claim.name, found=found, expected=expected)


def _has_read_sum(record: Record) -> bool:
    """Whether the sum of a paper was read; a contract may state none, an invoice always does."""
    unread = record.kind is Kind.INVOICE and record.number("total_yuan") is None
    return not unread and is_legible(record, "amount_yuan", "total_yuan")


def _share(order: Order, agreed: Decimal) -> bool:
    """Whether the rows that rest on one contract add up to its amount."""
    listed = [other.amount_wan or Decimal(0) for other in (order, *order.beside)]
    return amounts_agree(sum(listed, Decimal(0)), agreed)


def _covers(agreed: Decimal, invoices: Sequence[Link]) -> bool:
    """Whether invoices fit a contract: its whole amount, several instalments within it, or one round part of it.

    A contract may state its amount without the tax that its invoices add.
    """
    totals = [total_of(link.record) for link in invoices]
    invoiced = sum(totals, Decimal(0))
    net = sum((link.record.number("amount_yuan") or total_of(link.record) for link in invoices), Decimal(0))
    if agreed in totals or abs(invoiced - agreed) <= ROUNDING or abs(net - agreed) <= ROUNDING:
        return True
    if invoiced > agreed or Decimal(0) in totals:
        return False
    return len(totals) > 1 or _is_round(invoiced / agreed)


def _is_round(share: Decimal) -> bool:
    """Whether a share is one in which instalments are agreed: 30 %, 1/3, 5/6."""
    return any(abs(share * parts - round(share * parts)) < ROUND_TOLERANCE for parts in ROUND_PARTS)


def by_enterprise(orders: Mapping[int, Order], desk: PaperDesk) -> Mapping[str, tuple[Order, ...]]:
    """The rows of each enterprise, by the first of its declared names."""
    found: dict[str, list[Order]] = defaultdict(list)
    for order in orders.values():
        found[desk.pool.canonical(order.claim.name)].append(order)
    return {name: tuple(group) for name, group in found.items()}
