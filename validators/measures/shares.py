"""Shares of a sealed statement (门槛条件9, 10): the percentage that it gives, one explicit number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.findings import Reason, Severity, Status, make_finding
from domain.programme import Count, Rule
from domain.records import Record
from validators.applicant import is_same, match_applicant
from validators.bench import Weighed
from validators.measured import Measured
from validators.measures.amounts import bar_of, is_above, measured_value, weigh_bar
from validators.measures.choice import ORDER
from validators.measures.genuine import weigh_genuine
from validators.measures.owner import is_somebody_elses
from validators.weighing.evidence import (
    decimal_cell,
    is_certain,
    is_flagged,
    is_legible,
    is_sealed,
    least_confidence,
)
from validators.weighing.scale import UnitScale
from validators.weighing.surveys import is_share

REVENUE_SHARE, FREE_SHARE = "sme_revenue_share", "free_service_share"
TOPICS: Mapping[str, str] = {REVENUE_SHARE: "gate-9", FREE_SHARE: "gate-10"}
NAMES: Mapping[str, str] = {REVENUE_SHARE: "服务中小企业的营业收入占比说明", FREE_SHARE: "公益性免费服务占比说明"}
TOLERANCE = Decimal(10)
"""Percentage points by which contracts and accounts may differ (A22)."""
SMALL = ("中型", "小型", "微型", "小微", "中小")
LARGE = "大型"
FREE = "免费"


@dataclass(frozen=True, slots=True)
class Share:
    """A statement on the scale with the percentage it gives, if any."""

    record: Record
    scale: UnitScale
    percent: Decimal | None


def measure_revenue_share(rule: Rule, weighed: Weighed) -> Measured:
    """The share of revenue earned with SMEs, beside what the list of orders shows (附表3)."""
    chosen = _choose(rule, weighed)
    if chosen is None:
        return _missing(rule)
    if chosen.percent is not None:
        _compare_with_orders(chosen.scale, chosen.percent, rule, weighed)
        _weigh_value(chosen, rule, weighed)
    return measured_value(chosen.scale, chosen.percent)


def measure_free_share(rule: Rule, weighed: Weighed) -> Measured:
    """The share of free services, supported by free activities and products (附表4, 5)."""
    chosen = _choose(rule, weighed)
    if chosen is None:
        return _missing(rule)
    if chosen.percent is not None:
        _weigh_value(chosen, rule, weighed)
        _support(chosen.scale, chosen.percent, weighed)
    return measured_value(chosen.scale, chosen.percent)


def _missing(rule: Rule) -> Measured:
    """No statement was handed in."""
    finding = make_finding(Reason.DOCUMENT_MISSING, rule=rule.id, name=NAMES[rule.metric])
    return Measured(Count(handed_in=False), (finding,))


def _choose(rule: Rule, weighed: Weighed) -> Share | None:
    """The best of the statements that speak of this share; two that differ leave it open."""
    topic = TOPICS[rule.metric]
    found = weighed.of_kind(Kind.STATEMENT, Kind.COMMITMENT)
    shares = [_weigh(record, topic, rule, weighed) for record in found if topic in _listed(record, "topics")]
    ranked = sorted(shares, key=lambda one: (ORDER.index(one.scale.status), one.percent is None, one.record.path))
    if not ranked:
        return None
    chosen = ranked[0]
    others = {one.percent for one in ranked if one.percent is not None and _contradicts(one, chosen, rule, weighed)}
    if len(others) > 1:
        places = [source for one in ranked for source in one.record.sources("percent", "shares")]
        facts = {
            "name": chosen.record.path,
            "found": "、".join(f"{one:f}%" for one in sorted(others)),
            "expected": "占比",
        }
        chosen.scale.open(Reason.VALUE_INVALID, *places, **facts)
    return chosen


def _contradicts(one: Share, chosen: Share, rule: Rule, weighed: Weighed) -> bool:
    """Whether another share counts beside the chosen one: an exact number, or one on the other side of the bar."""
    if one.scale.status is Status.VERIFIED:
        return True
    bar = bar_of(rule, weighed)
    if one is chosen or one.percent is None or chosen.percent is None or bar is None:
        return one is chosen
    return is_above(rule, one.percent, bar) is not is_above(rule, chosen.percent, bar)


# --- One statement ----------------------------------------------------------------------------------------------------


def _weigh(record: Record, topic: str, rule: Rule, weighed: Weighed) -> Share:
    """A statement, held against the applicant, the year and its own words."""
    scale = UnitScale(record.path, rule.id, *record.sources("percent", "shares", "percent_candidates"))
    own = _weigh_unit(scale, record, weighed)
    dated = _weigh_period(scale, record, weighed)
    percent = _weigh_percent(scale, record, topic)
    _weigh_seal(scale, record)
    return Share(record, scale, percent if own and dated else None)


def _weigh_unit(scale: UnitScale, record: Record, weighed: Weighed) -> bool:
    """Who states it: the applicant, by the closing block; where that says nothing sure, by the text or the seal."""
    applicant, unit = weighed.applicant, record.text("unit")
    strange = is_somebody_elses(record, "unit", applicant)
    if not strange and any(is_same(match_applicant(applicant, name)) for name in _names(record)):
        return True
    facts = {"name": record.path, "found": unit or "未写明", "expected": applicant.name if applicant else "申报单位"}
    scale.open(Reason.HOLDER_MISMATCH, *record.sources("unit"), **facts)
    return not strange


def _names(record: Record) -> list[str]:
    """Who states it, as far as it was read well: in the closing block, in the text, else on the seal."""
    names = [name for field in ("unit", "unit_in_text") if (name := record.text(field)) and is_legible(record, field)]
    return names or [str(text) for text in _listed(record, "seals") if text]


def _weigh_period(scale: UnitScale, record: Record, weighed: Weighed) -> bool:
    """Of the year: by the year that it names, else by its day; a whole year is not stated before it is over."""
    period, signed, options = record.text("period"), record.text("signed_on"), weighed.options
    facts = {"name": record.path, "expected": f"{options.year}年度"}
    if period is not None and period != str(options.year):
        scale.open(Reason.DATE_OUT_OF_PERIOD, *record.sources("period"), found=period, **facts)
        return not is_certain(record, "period")
    if signed is None and period is None:
        scale.open(Reason.DATE_MISSING, record.place(), name=record.path, found="说明")
    elif signed is not None and (
        signed < options.as_of.isoformat()[: len(signed)] or (period is None and int(signed[:4]) != options.year + 1)
    ):
        scale.open(Reason.DATE_OUT_OF_PERIOD, *record.sources("signed_on"), found=signed, **facts)
    return True


def _weigh_percent(scale: UnitScale, record: Record, topic: str) -> Decimal | None:
    """The one explicit percentage of this share; of several the least, left open as one that is not exact."""
    rows = record.rows("shares")
    own = [row for row in rows if row.get("topic") == topic]
    if rows:
        values = sorted({Decimal(str(row["percent"])) for row in own})
        exact, field = len(values) == 1 and not any(row.get("approximate") for row in own), "shares"
    else:
        known = record.number("percent")
        several = sorted(Decimal(str(one)) for one in _listed(record, "percent_candidates"))
        values = [known] if known is not None else several
        exact, field = known is not None and not is_flagged(record, "percent_approximate"), "percent"
    if not values or not exact:
        scale.open(Reason.SHARE_MISSING, *record.sources(field, "text"), name=record.path)
    elif not is_share(values[0]):
        scale.open(
            Reason.VALUE_INVALID, *record.sources(field), name=record.path, found=f"{values[0]:f}%", expected="占比"
        )
    elif not is_legible(record, field):
        scale.open_unread(record.sources(field)[0])
    return values[0] if values else None


def _weigh_seal(scale: UnitScale, record: Record) -> None:
    """Its seal: missing or unclear is a remark, one of somebody else leaves it open."""
    weigh_genuine(scale, record)
    if not is_sealed(record):
        unclear = record.text("seal_state") == "unknown"
        scale.remark(
            Reason.SEAL_UNCLEAR if unclear else Reason.SEAL_MISSING, *record.sources("seal_state"), name=record.path
        )


def _weigh_value(chosen: Share, rule: Rule, weighed: Weighed) -> None:
    if chosen.percent is not None and is_share(chosen.percent):
        weigh_bar(chosen.scale, chosen.percent, least_confidence(chosen.record, "percent", "shares"), rule, weighed)


def _listed(record: Record, name: str) -> Sequence[object]:
    """A field that is a list; nothing where the paper has none."""
    field = record.field(name)
    return field.value if field is not None and isinstance(field.value, list | tuple) else ()


# --- What the lists say -----------------------------------------------------------------------------------------------


def _compare_with_orders(scale: UnitScale, percent: Decimal, rule: Rule, weighed: Weighed) -> None:
    """The share of SMEs in the orders, told where it differs; open where it lies beyond the bar (A22)."""
    orders = weighed.judgements(ListName.ORDERS)
    estimate = share_of_orders([judged.claim for judged in orders if judged.status is not Status.EXCLUDED])
    if estimate is None or abs(estimate - percent) <= TOLERANCE:
        return
    facts = {
        "name": rule.title,
        "found": f"{percent.normalize():f}%",
        "expected": f"{estimate:f}%（附表3按企业划型测算）",
    }
    bar = bar_of(rule, weighed)
    if bar is not None and is_above(rule, percent, bar) is not is_above(rule, estimate, bar):
        scale.open(Reason.DECLARED_MISMATCH, **facts)
    else:
        scale.remark(Reason.DECLARED_MISMATCH, severity=Severity.NOTE, **facts)


def share_of_orders(rows: Sequence[Claim]) -> Decimal | None:
    """The share, in percent, of medium, small and micro enterprises in the amounts of orders; None if none says."""
    sums = {True: Decimal(0), False: Decimal(0)}
    for claim in rows:
        size, amount = str(claim.cells.get("size") or ""), decimal_cell(claim, "amount_wan")
        if amount is None or amount <= 0 or not (LARGE in size or any(word in size for word in SMALL)):
            continue
        sums[LARGE not in size] += amount
    total = sums[True] + sums[False]
    return (sums[True] * 100 / total).quantize(Decimal("0.1")) if total else None


def _support(scale: UnitScale, percent: Decimal, weighed: Weighed) -> None:
    """Free activities and products as support; none of them on lists that were handed in is told."""
    rows = [judged.claim for name in (ListName.ACTIVITIES, ListName.PRODUCTS) for judged in weighed.judgements(name)]
    free = [claim for claim in rows if any(FREE in str(claim.cells.get(key) or "") for key in ("fee", "price"))]
    scale.prove(*(claim.source for claim in free[:_SHOWN]))
    if rows and not free and percent > 0:
        facts = {"name": "公益性免费服务", "expected": "附表4、附表5中收费情况为免费的活动或产品"}
        scale.remark(Reason.NO_EVIDENCE, severity=Severity.NOTE, **facts)


_SHOWN = 3
"""So many free rows are shown as support."""
