"""Weigh the enterprises served (附表2): each by its orders, or by an activity whose evidence is complete."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.claims import Claim
from domain.findings import Finding, Reason, Status, make_finding
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same, match_applicant
from validators.names import EnterpriseClass, NameMatch, Relation, compare_names, is_enterprise, province_of, region_of
from validators.pairing import Pool
from validators.weighing.activities import Activity
from validators.weighing.orders import Order, canonical_name, explain_absence, weigh_invoice_flaws
from validators.weighing.papers import PaperDesk, adds_up, is_legible, sources_of
from validators.weighing.scale import LEGIBLE, Scale

RULE = "gate-4"
CAP = 100
"""“最多100家”: the enterprises with the largest orders, whose evidence is wanted (门槛条件4)."""

GENERIC_SERVICES = frozenset(
    {"服务", "咨询", "咨询服务", "技术服务", "培训", "综合服务", "企业服务", "其他", "其他服务"}
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """An enterprise on the sign-in sheet of an activity: legibly and signed, or in doubt."""

    activity: Activity
    record: Record
    row: Mapping[str, object]
    match: NameMatch

    @property
    def sure(self) -> bool:
        """Whether the sheet names the enterprise legibly and shows that it signed."""
        confidence = self.row.get("confidence", 1.0)
        legible = isinstance(confidence, int | float) and confidence >= LEGIBLE
        return is_same(self.match) and legible and self.row.get("signed") is True


def weigh_served(
    claims: Sequence[Claim],
    desk: PaperDesk,
    orders: Mapping[int, Order],
    activities: Sequence[Activity],
    regions: Sequence[str],
    commitment: Record | None,
) -> list[Scale]:
    """Every row of the list, weighed; `commitment` is the sealed 说明和承诺, if it was found."""
    scales = [Scale(claim, RULE) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    by_name = _orders_by_name(orders, desk)
    attendances = _attendances(activities, desk.pool)
    for scale in scales:
        _weigh_subject(scale, regions, by_name.get(canonical_name(scale.claim.name, desk), ()))
    top = top_by_amount(scales, by_name, desk)
    for scale in scales:
        if scale.status is not Status.EXCLUDED:
            name = canonical_name(scale.claim.name, desk)
            _weigh_evidence(scale, desk, by_name.get(name, ()), attendances.get(scale.claim.name, ()))
            if top is not None and name not in top and by_name.get(name):
                _cover(scale, commitment)
    cover_orders(orders, top, desk, commitment)
    return scales


def exclude_duplicates(scales: Sequence[Scale], pool: Pool) -> None:
    """Of several rows for one enterprise the first stays; a perhaps-duplicate stays open (contract, section 3)."""
    first_rows: dict[str, Scale] = {}
    for scale in scales:
        name = scale.claim.name
        for other_name, match in _like(name, pool):
            kept = first_rows.get(other_name)
            if kept is None:
                continue
            if is_same(match) or match.strength == "branch":
                found = match.reason if match.strength != "exact" else "名称相同"
                scale.exclude(
                    Reason.DUPLICATE_ENTERPRISE,
                    scale.claim.source,
                    kept.claim.source,
                    name=name,
                    other=kept.claim.row,
                    found=found,
                )
                break
            if match.strength in {"strong", "medium"}:
                scale.open(
                    Reason.POSSIBLE_DUPLICATE,
                    scale.claim.source,
                    kept.claim.source,
                    name=name,
                    other=kept.claim.row,
                    found=match.reason,
                )
        if not scale.reasons or scale.status is Status.OPEN:
            first_rows.setdefault(name, scale)


def _like(name: str, pool: Pool) -> list[tuple[str, NameMatch]]:
    """All declared names that may mean the same enterprise, the same ones first."""
    order = {Relation.SAME: 0, Relation.POSSIBLE: 1, Relation.DIFFERENT: 2}
    return sorted(pool.alike(name), key=lambda item: order[item[1].relation])


def _orders_by_name(orders: Mapping[int, Order], desk: PaperDesk) -> Mapping[str, tuple[Order, ...]]:
    found: dict[str, list[Order]] = defaultdict(list)
    for order in orders.values():
        found[canonical_name(order.claim.name, desk)].append(order)
    return {name: tuple(group) for name, group in found.items()}


def _weigh_subject(scale: Scale, regions: Sequence[str], orders: Sequence[Order]) -> None:
    """Whether the row is an enterprise, small enough, and in the region."""
    claim = scale.claim
    enterprise_class = is_enterprise(claim.name)
    if enterprise_class.counts is False:
        scale.exclude(Reason.NOT_AN_ENTERPRISE, claim.source, name=claim.name, found=enterprise_class.value)
    elif enterprise_class is EnterpriseClass.PERSON:
        scale.open(Reason.NOT_AN_ENTERPRISE, claim.source, name=claim.name, found=enterprise_class.value)
    _weigh_region(scale, regions)
    for order in orders:
        if "大型" in str(order.claim.cells.get("size") or ""):
            scale.exclude(Reason.LARGE_ENTERPRISE, claim.source, order.claim.source, name=claim.name)
    service = squash(str(claim.cells.get("service") or ""))
    if service in GENERIC_SERVICES:
        scale.remark(Reason.GENERIC_SERVICE, claim.source, name=claim.name, found=service)


def _weigh_region(scale: Scale, regions: Sequence[str]) -> None:
    claim, written = scale.claim, str(scale.claim.cells.get("province") or "")
    declared, named = province_of(written), region_of(claim.name)
    if declared is None and named is None:
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=written, expected="所属省市")
    elif (declared or named) not in regions:
        scale.exclude(
            Reason.OUTSIDE_REGION, claim.source, name=claim.name, found=written or named, expected="、".join(regions)
        )
    elif declared and named and declared != named:
        scale.open(Reason.REGION_CONFLICT, claim.source, name=claim.name, found=written, expected=f"名称中的{named}")


def top_by_amount(
    scales: Sequence[Scale], by_name: Mapping[str, tuple[Order, ...]], desk: PaperDesk
) -> frozenset[str] | None:
    """The enterprises whose evidence is wanted: the largest 100 by their orders, ties kept (A8).

    None when no more than 100 enterprises of the list have orders, so that all evidence is wanted.
    """
    names = {canonical_name(scale.claim.name, desk) for scale in scales if scale.status is not Status.EXCLUDED}
    amounts = {name: _ordered_wan(by_name[name]) for name in names if name in by_name}
    if len(amounts) <= CAP:
        return None
    smallest = sorted(amounts.values(), reverse=True)[CAP - 1]
    return frozenset(name for name, amount in amounts.items() if amount >= smallest)


def _ordered_wan(orders: Iterable[Order]) -> Decimal:
    return sum(
        (order.amount_wan or Decimal(0) for order in orders if order.scale.status is not Status.EXCLUDED), Decimal(0)
    )


def _weigh_evidence(scale: Scale, desk: PaperDesk, orders: Sequence[Order], attendances: Sequence[Attendance]) -> None:
    if _prove_by_activity(scale, attendances) or _prove_by_order(scale, desk, orders):
        return
    _explain_orders(scale, desk, orders)
    _explain_attendance(scale, attendances)
    if not _is_weighed(scale):
        scale.open(Reason.NO_EVIDENCE, name=scale.claim.name, expected="合同和发票，或活动签到表")


def _is_weighed(scale: Scale) -> bool:
    own = {Reason.POSSIBLE_DUPLICATE, Reason.REGION_CONFLICT, Reason.NOT_AN_ENTERPRISE, Reason.VALUE_INVALID}
    return bool(set(scale.reasons) - own)


def _prove_by_activity(scale: Scale, attendances: Sequence[Attendance]) -> bool:
    for attendance in attendances:
        if attendance.sure and attendance.activity.scale.status is Status.VERIFIED:
            scale.prove(
                scale.claim.source, attendance.activity.claim.source, *attendance.activity.row_sources(attendance.row)
            )
            scale.prove(*attendance.activity.scale.sources)
            return True
    return False


def _prove_by_order(scale: Scale, desk: PaperDesk, orders: Sequence[Order]) -> bool:
    """A row of the orders, a contract naming both, an invoice to it, one of them dated in the year (contract, 3)."""
    papers = desk.of(scale.claim.name)
    contracts = [link for link in papers.contracts if is_legible(link.record, link.field, link.applicant_field)]
    invoices = [link for link in papers.invoices if _is_sound(link.record, desk)]
    if not (orders and contracts and invoices):
        return False
    dated = [link for link in [*contracts, *invoices] if desk.in_year(link.record) and _has_legible_date(link.record)]
    if not dated:
        return False
    listed = next((order for order in orders if order.scale.status is not Status.EXCLUDED), orders[0])
    scale.prove(scale.claim.source, listed.claim.source)
    first = [link for link in dated if link in contracts][:1] or contracts[:1]
    invoice = [link for link in dated if link in invoices][:1] or invoices[:1]
    scale.prove(*sources_of(first, "signed_on"), *sources_of(invoice, "issued_on", "number"))
    return True


def _is_sound(invoice: Record, desk: PaperDesk) -> bool:
    return adds_up(invoice) and not desk.is_reused(invoice) and is_legible(invoice, "buyer", "seller")


def _has_legible_date(record: Record) -> bool:
    return is_legible(record, "signed_on", "issued_on")


def _explain_orders(scale: Scale, desk: PaperDesk, orders: Sequence[Order]) -> None:
    """Why the orders do not prove the row."""
    papers, name = desk.of(scale.claim.name), scale.claim.name
    if not papers.any:
        explain_absence(scale, name, papers, desk)
        return
    if not papers.contracts or not papers.invoices:
        explain_absence(scale, name, papers, desk)
    _explain_missing_paper(scale, desk)
    for link in papers.invoices:
        weigh_invoice_flaws(scale, link, desk)
    both = papers.contracts and papers.invoices
    if both and not any(desk.in_year(link.record) for link in [*papers.contracts, *papers.invoices]):
        _open_out_of_year(scale, desk)
    if both and not orders:
        scale.open(
            Reason.EVIDENCE_NOT_LISTED,
            *sources_of(papers.contracts[:1]),
            name=name,
            found="合同和发票",
            expected="附表3",
        )
    if both and not _is_weighed(scale):
        place = papers.contracts[0].record.place()
        scale.open(Reason.PAGE_UNREADABLE, place, name=place.path, found=place.page or 1)


def _explain_missing_paper(scale: Scale, desk: PaperDesk) -> None:
    papers, name = desk.of(scale.claim.name), scale.claim.name
    if papers.invoices and not papers.contracts:
        scale.open(Reason.CONTRACT_MISSING, *sources_of(papers.invoices[:1]), name=name)
    if papers.void and not papers.invoices:
        numbers = "、".join(link.record.text("number") or "?" for link in papers.void)
        scale.open(Reason.INVOICE_VOID, *sources_of(papers.void), name=name, found=numbers)
    elif papers.contracts and not papers.invoices:
        scale.open(Reason.INVOICE_MISSING, *sources_of(papers.contracts[:1]), name=name)


def _open_out_of_year(scale: Scale, desk: PaperDesk) -> None:
    papers = desk.of(scale.claim.name)
    records = [link.record for link in [*papers.contracts, *papers.invoices]]
    dates = "、".join(filter(None, (record.text("signed_on") or record.text("issued_on") for record in records)))
    places = tuple(source for record in records for source in record.sources("signed_on", "issued_on"))
    scale.open(
        Reason.DATE_OUT_OF_PERIOD, *places, name=scale.claim.name, found=dates or "无", expected=f"{desk.year}年"
    )


def _explain_attendance(scale: Scale, attendances: Sequence[Attendance]) -> None:
    """A row that rests on an activity shares what is wrong with it."""
    for attendance in attendances:
        activity = attendance.activity
        if not is_same(attendance.match):
            unit = str(attendance.row.get("unit") or "")
            place = activity.row_sources(attendance.row)
            reason = attendance.match.reason
            scale.open(Reason.POSSIBLE_PARTY, *place, name=scale.claim.name, found=unit, expected=reason)
        elif not attendance.sure:
            scale.open(Reason.SIGN_IN_MISSING, *activity.row_sources(attendance.row), name=activity.claim.name)
        else:
            for finding in activity.scale.findings:
                if finding.reason in activity.scale.reasons:
                    scale.open(finding.reason, *finding.sources, **dict(finding.facts))


def _cover(scale: Scale, commitment: Record | None) -> None:
    """Beyond the 100: covered by the sealed commitment whatever is missing, but not against contradicting papers."""
    missing = {Reason.NO_EVIDENCE, Reason.CONTRACT_MISSING, Reason.INVOICE_MISSING}
    if scale.status is Status.VERIFIED or set(scale.reasons) - missing:
        return
    scale.forget(missing)
    if commitment is None:
        scale.open(Reason.COMMITMENT_MISSING, scale.claim.source)
    else:
        scale.cover()
        scale.prove(scale.claim.source, *commitment.sources("title", "unit"))


def region_order_finding(scales: Sequence[Scale], regions: Sequence[str]) -> Finding | None:
    """A list that is not sorted Beijing, Tianjin, Hebei (附表2 note): a fault of form."""
    highest = 0
    for scale in scales:
        province = province_of(str(scale.claim.cells.get("province") or ""))
        if province is None or province not in regions:
            continue
        place = list(regions).index(province)
        if place < highest:
            return make_finding(
                Reason.REGION_ORDER, scale.claim.source, rule=RULE, list_name="served", found=scale.claim.row
            )
        highest = place
    return None


def _attendances(activities: Sequence[Activity], pool: Pool) -> Mapping[str, tuple[Attendance, ...]]:
    found: dict[str, list[Attendance]] = defaultdict(list)
    for activity in activities:
        for record, row in activity.attendance_rows():
            unit = str(row.get("unit") or "")
            if not unit or is_same(match_applicant(pool.applicant, unit)):
                continue
            for name, match in pool.declared(unit):
                if match.strength != "weak":
                    found[name].append(Attendance(activity, record, row, match))
    return {name: tuple(group) for name, group in found.items()}


def find_commitment(pool: Pool) -> Record | None:
    """The sealed explanation and commitment of gate 4, if it was handed in and bears a seal."""
    for record in pool.commitments:
        topics = record.field("topics")
        named = record.text("unit")
        ours = (
            named is None or compare_names(pool.applicant.name, named).relation is not Relation.DIFFERENT
            if pool.applicant
            else True
        )
        if topics is not None and "gate-4" in str(topics.value) and ours and record.text("seal_state") == "present":
            return record
    return None


def looks_like_enterprise(name: str) -> bool:
    """Whether a name in a paper is that of an enterprise, as far as its words tell."""
    return is_enterprise(name).counts is True


def cover_orders(
    orders: Mapping[int, Order], top: frozenset[str] | None, desk: PaperDesk, commitment: Record | None
) -> None:
    """Orders of enterprises beyond the 100 share what becomes of them (contract, settled cases)."""
    for order in orders.values():
        if top is not None and canonical_name(order.claim.name, desk) not in top and order.scale.status is Status.OPEN:
            _cover(order.scale, commitment)
