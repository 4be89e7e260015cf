"""Weigh the enterprises that got financing (获融资企业名单): one by one (8.2.4), or sum by sum (8.6.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.claims import Claim
from domain.documents import Kind
from domain.findings import Reason, Severity
from validators.applicant import is_same
from validators.pairing import Pool
from validators.weighing.contracts import open_without_contract, prove_service, services_of
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.evidence import WAN, amounts_agree, decimal_cell, is_legible, is_surely_of_year
from validators.weighing.financings import Ledger, ledger_of, open_ledger
from validators.weighing.matching import Order
from validators.weighing.mentions import Mention, ProofDesk, open_unproven
from validators.weighing.pairs import is_sound_invoice
from validators.weighing.papers import PaperDesk, sources_of
from validators.weighing.scale import Scale
from validators.weighing.subject import weigh_class, weigh_place, weigh_size


@dataclass(frozen=True, slots=True)
class Sum:
    """What became of the financing of one enterprise: its rows, what they declare, and what is proven."""

    scales: tuple[Scale, ...]
    declared_yuan: Decimal
    proven_yuan: Decimal

    @property
    def counted_yuan(self) -> Decimal:
        """What counts: no more than is declared, no more than is proven."""
        rows = [scale for scale in self.scales if not scale.is_excluded]
        only_short = all(set(scale.reasons) <= {Reason.AMOUNT_MISMATCH} for scale in rows)
        return min(self.declared_yuan, self.proven_yuan) if rows and only_short else Decimal(0)


# --- Enterprise by enterprise -----------------------------------------------------------------------------------------


def weigh_financed(
    claims: Sequence[Claim],
    desk: PaperDesk,
    provinces: Mapping[str, str],
    regions: Sequence[str],
    rule: str | None,
    orders: Mapping[str, Sequence[Order]],
) -> list[Scale]:
    """Every row, weighed: an SME of the region, served under a contract, and then financed in the year (A31).

    `orders` are the rows of 附表3 by enterprise: they tell who is large.
    """
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    proofs = ProofDesk(desk.pool, Kind.FINANCING_PROOF)
    for scale in scales:
        if not scale.is_excluded:
            weigh_class(scale)
            weigh_size(scale, orders.get(desk.pool.canonical(scale.claim.name), ()))
        if not scale.is_excluded and regions:
            weigh_place(scale, provinces, regions, desk.pool)
        if not scale.is_excluded:
            first = _weigh_contract(scale, desk)
            _weigh_financing(scale, proofs.of(scale.claim.name), first, desk)
    return scales


def _weigh_contract(scale: Scale, desk: PaperDesk) -> date | None:
    """A contract that served in the year; the first day of service, if the contracts say it."""
    services = services_of(scale.claim.name, desk)
    serving = [service for service in services if service.in_year]
    if not serving:
        open_without_contract(scale, desk, services)
        return None
    prove_service(scale, serving[0])
    days = [service.signed.first for service in services if service.signed is not None]
    if not days:
        scale.open(Reason.DATE_MISSING, serving[0].link.record.place(), name=scale.claim.name, found="合同")
    return min(days, default=None)


def _weigh_financing(scale: Scale, mentions: tuple[Mention, ...], first: date | None, desk: PaperDesk) -> None:
    """A financing in the year, on the first day of service or later."""
    claim, ledger = scale.claim, ledger_of(mentions)
    timely = [financing for financing in ledger.financings if financing.proven(desk.year)]
    if not timely:
        _open_unfinanced(scale, ledger, mentions, desk)
        return
    days = [(financing.first_day(desk.year) or date.max, financing) for financing in timely]
    late = [financing for day, financing in days if first is None or day >= first]
    chosen = (late or timely)[0]
    scale.prove(claim.source, *chosen.sources)
    if not late and first is not None:
        found = f"{min(day for day, _ in days).isoformat()}（融资）"
        expected = f"{first.isoformat()}（首次服务）以后"
        scale.open(Reason.DATE_OUT_OF_PERIOD, *chosen.sources, name=claim.name, found=found, expected=expected)
    listed = decimal_cell(claim, "financing_amount_wan")
    if listed is not None and not amounts_agree(listed, ledger.proven(desk.year)):
        facts = {"name": claim.name, "found": f"材料{ledger.proven(desk.year)}元", "expected": f"名单{listed}万元"}
        scale.remark(Reason.AMOUNT_MISMATCH, *chosen.sources, severity=Severity.MINOR, **facts)


def _open_unfinanced(scale: Scale, ledger: Ledger, mentions: tuple[Mention, ...], desk: PaperDesk) -> None:
    """Say why no financing of the year is proven."""
    name = scale.claim.name
    before = len(scale.findings)
    open_ledger(scale, ledger, name, desk.year)
    open_unproven(scale, mentions, desk)
    if len(scale.findings) == before:
        scale.open(Reason.DOCUMENT_MISSING, scale.claim.source, name=f"“{name}”的融资证明")


# --- Sum by sum -------------------------------------------------------------------------------------------------------


def weigh_sums(
    claims: Sequence[Claim], desk: PaperDesk, rule: str | None, orders: Mapping[str, Sequence[Order]]
) -> tuple[Sum, ...]:
    """The financing of each enterprise, over all its rows, which are financings of their own (8.6.3); of SMEs only."""
    scales = [Scale(claim, rule) for claim in claims]
    _exclude_repeated(scales, desk.pool)
    groups: dict[str, list[Scale]] = {}
    for scale in scales:
        groups.setdefault(desk.pool.canonical(scale.claim.name), []).append(scale)
    proofs = ProofDesk(desk.pool, Kind.FINANCING_PROOF)
    sums = tuple(_weigh_sum(group, proofs.of(name), desk) for name, group in groups.items())
    for name, group in groups.items():
        for scale in group:
            weigh_size(scale, orders.get(name, ()))
    return sums


def _exclude_repeated(scales: Sequence[Scale], pool: Pool) -> None:
    """A row that says the same of the same enterprise as one before counts once."""
    seen: dict[object, Scale] = {}
    for scale in scales:
        cells = scale.claim.cells
        what = (pool.canonical(scale.claim.name), cells.get("financing_amount_wan"), cells.get("financed_on"))
        kept = seen.setdefault(what, scale)
        if kept is not scale:
            facts = {"name": scale.claim.name, "other": kept.claim.row, "found": "融资额和时间相同"}
            scale.exclude(Reason.DUPLICATE_ENTERPRISE, scale.claim.source, kept.claim.source, **facts)


def _weigh_sum(group: Sequence[Scale], mentions: tuple[Mention, ...], desk: PaperDesk) -> Sum:
    rows = [scale for scale in group if not scale.is_excluded]
    ledger = ledger_of(mentions)
    proven = ledger.proven(desk.year)
    listed = [decimal_cell(scale.claim, "financing_amount_wan") for scale in rows]
    declared = sum((amount for amount in listed if amount is not None), Decimal(0))
    helped = _weigh_help(rows[0], mentions, desk)
    for scale, amount in zip(rows, listed, strict=True):
        if scale is not rows[0] and not helped:
            scale.open(Reason.CONTRACT_MISSING, name=scale.claim.name)
        if amount is None:
            found = scale.claim.raw.get("financing_amount_wan") or "空"
            scale.open(Reason.VALUE_INVALID, scale.claim.source, name=scale.claim.name, found=found, expected="融资额")
        _weigh_amount(scale, ledger, declared, mentions, desk)
    return Sum(tuple(group), declared * WAN, proven)


def _weigh_amount(
    scale: Scale, ledger: Ledger, declared: Decimal, mentions: tuple[Mention, ...], desk: PaperDesk
) -> None:
    """What is proven of the enterprise must reach what its rows declare."""
    proven = ledger.proven(desk.year)
    if not proven:
        _open_unfinanced(scale, ledger, mentions, desk)
        return
    sources = [source for one in ledger.financings if one.proven(desk.year) for source in one.sources]
    scale.prove(scale.claim.source, *sources)
    if proven < declared * WAN and not amounts_agree(declared, proven):
        facts = {"name": scale.claim.name, "found": f"材料{proven}元", "expected": f"名单{declared}万元"}
        scale.open(Reason.AMOUNT_MISMATCH, *sources, **facts)


def _weigh_help(scale: Scale, mentions: Sequence[Mention], desk: PaperDesk) -> bool:
    """Whether the applicant helped: a contract or an invoice with the enterprise, or a part in the financing itself."""
    name = scale.claim.name
    services = services_of(name, desk)
    serving = [service for service in services if service.in_year]
    invoices = [link for link in desk.of(name).invoices if is_sound_invoice(link, desk)]
    of_year = [link for link in invoices if is_surely_of_year(link.record, desk.year)]
    own = next((mention for mention in mentions if mention.is_sure and _is_of_applicant(mention, desk.pool)), None)
    if serving:
        prove_service(scale, serving[0])
    elif of_year:
        scale.prove(*sources_of(of_year[:1], "issued_on", "number"))
    elif own is not None:
        scale.prove(*own.sources("financier", "guarantor"))
    else:
        open_without_contract(scale, desk, services)
        return False
    return True


def _is_of_applicant(mention: Mention, pool: Pool) -> bool:
    """Whether the applicant itself lent, invested or stood surety."""
    record = mention.record
    return any(
        is_same(pool.match_applicant(record.text(field) or "")) and is_legible(record, field)
        for field in ("financier", "guarantor")
        if record.text(field)
    )
