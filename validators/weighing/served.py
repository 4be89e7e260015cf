"""Weigh the enterprises served (附表2): each by its orders, or by an activity whose evidence is complete."""

from collections.abc import Mapping, Sequence

from domain.claims import Claim
from domain.findings import Reason, Status
from validators.weighing.activity_papers import Activity
from validators.weighing.attendance import Attendance, attendances_of, explain_attendance, hint_attendance
from validators.weighing.cap import ABOUT_THE_ROW, Coverage, find_coverage
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.evidence import DATE_FIELDS, dates_of, is_of_year, is_surely_of_year
from validators.weighing.matching import Order
from validators.weighing.orders import (
    by_enterprise,
    explain_absence,
    open_void,
    weigh_contract,
    weigh_invoice,
)
from validators.weighing.pairs import find_pair, is_paid, is_sound_contract, prove_by_pair
from validators.weighing.papers import PaperDesk, Papers, sources_of
from validators.weighing.scale import Scale
from validators.weighing.subject import weigh_subject


def weigh_served(
    claims: Sequence[Claim],
    desk: PaperDesk,
    orders: Mapping[int, Order],
    activities: Sequence[Activity],
    regions: Sequence[str],
    rule: str | None,
    *,
    waived: bool = False,
) -> list[Scale]:
    """Every row of the list, weighed; `waived`: no commitment is asked for beyond the hundred (cap_commitment).

    Orders of enterprises beyond the hundred share what becomes of them (contract, settled cases).
    """
    pool = desk.pool
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, pool)
    ordered, attended = by_enterprise(orders, desk), attendances_of(activities, pool)
    for scale in scales:
        weigh_subject(scale, regions, ordered.get(pool.canonical(scale.claim.name), ()), pool)
    coverage = find_coverage(scales, ordered, pool, waived=waived)
    for scale in scales:
        if not scale.is_excluded:
            name = pool.canonical(scale.claim.name)
            _weigh_evidence(scale, desk, ordered.get(name, ()), attended.get(name, ()), coverage)
    for order in orders.values():
        beyond = coverage.is_beyond(pool.canonical(order.claim.name))
        if beyond and order.scale.status is Status.OPEN:
            coverage.cover(order.scale)
    return scales


def _weigh_evidence(
    scale: Scale, desk: PaperDesk, orders: Sequence[Order], attendances: Sequence[Attendance], coverage: Coverage
) -> None:
    """Prove the row, or cover it beyond the hundred; else say why neither orders nor activities prove it."""
    if _prove_by_activity(scale, attendances) or _prove_by_order(scale, desk, orders):
        return
    _explain_orders(scale, desk, orders)
    if coverage.is_beyond(desk.pool.canonical(scale.claim.name)) and coverage.cover(scale):
        return
    explain_attendance(scale, attendances)
    if not _is_weighed(scale):
        hint_attendance(scale, attendances)
    if not _is_weighed(scale):
        scale.open(Reason.NO_EVIDENCE, name=scale.claim.name, expected="合同和发票，或活动签到表")


def _is_weighed(scale: Scale) -> bool:
    """Whether anything was said of its evidence."""
    return bool(set(scale.reasons) - ABOUT_THE_ROW)


# --- Proof ------------------------------------------------------------------------------------------------------------


def _prove_by_activity(scale: Scale, attendances: Sequence[Attendance]) -> bool:
    """The enterprise stands, legibly and signed, on the sheet of a complete activity of the year."""
    for attendance in attendances:
        if attendance.is_proof:
            activity = attendance.activity
            scale.prove(scale.claim.source, activity.claim.source, attendance.source, *activity.scale.sources)
            return True
    return False


def _prove_by_order(scale: Scale, desk: PaperDesk, orders: Sequence[Order]) -> bool:
    """A row of the orders, a contract naming both, an invoice to it, one of them dated in the year (contract, 3)."""
    pair = find_pair(desk.of(scale.claim.name), desk)
    if pair is None or not orders:
        return False
    listed = next((order for order in orders if not order.scale.is_excluded), orders[0])
    scale.prove(scale.claim.source, listed.claim.source)
    prove_by_pair(scale, pair)
    return True


# --- Explanation ------------------------------------------------------------------------------------------------------


def _explain_orders(scale: Scale, desk: PaperDesk, orders: Sequence[Order]) -> None:
    """Why the orders do not prove the row."""
    papers = desk.of(scale.claim.name)
    if not (papers.contracts and papers.invoices):
        explain_absence(scale, papers, desk)
        _explain_missing(scale, papers)
    for link in papers.invoices:
        weigh_invoice(scale, link, desk)
    if not any(map(is_sound_contract, papers.contracts)):
        for link in papers.contracts:
            weigh_contract(scale, link)
    if papers.contracts and papers.invoices:
        _explain_dates(scale, papers, desk)
        if not orders:
            places, name = sources_of(papers.contracts[:1]), scale.claim.name
            scale.open(Reason.EVIDENCE_NOT_LISTED, *places, name=name, found="合同和发票", expected="附表3")


def _explain_missing(scale: Scale, papers: Papers) -> None:
    name = scale.claim.name
    if papers.invoices and not papers.contracts:
        scale.open(Reason.CONTRACT_MISSING, *sources_of(papers.invoices[:1]), name=name)
    elif papers.void and not papers.invoices:
        open_void(scale, papers.void)
    elif papers.contracts and not papers.invoices:
        scale.open(Reason.INVOICE_MISSING, *sources_of(papers.contracts[:1]), name=name)


def _explain_dates(scale: Scale, papers: Papers, desk: PaperDesk) -> None:
    """Papers of another year, or whose year cannot be read; credit notes that leave nothing."""
    records = [link.record for link in (*papers.contracts, *papers.invoices)]
    of_year = [record for record in records if is_of_year(record, desk.year)]
    if not of_year:
        places = tuple(source for record in records for source in record.sources(*DATE_FIELDS))
        name, found = scale.claim.name, dates_of(records)
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=found, expected=f"{desk.year}年")
    elif not any(is_surely_of_year(record, desk.year) for record in of_year):
        scale.open_unread(of_year[0].sources(*DATE_FIELDS)[0])
    if not is_paid(papers.invoices, papers):
        open_void(scale, papers.credits)
