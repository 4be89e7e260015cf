"""Premises (固定的经营服务场所): a title of the applicant, or a lease that covers the year's end (domain.md 3.12)."""

from collections.abc import Sequence
from decimal import Decimal

from domain.documents import Kind
from domain.findings import Reason, Severity
from domain.programme import Ask, Rule
from domain.records import Record
from validators.applicant import is_same
from validators.bench import Weighed
from validators.measures.choice import best_of
from validators.measures.genuine import weigh_genuine
from validators.names import Relation, compare_names
from validators.weighing.evidence import is_certain, is_flagged, is_legible
from validators.weighing.scale import UnitScale

PREMISES = (Kind.PROPERTY_TITLE, Kind.LEASE_CONTRACT)
PAPER_NAME = "经营场所的房屋产权证或租赁合同"
NEAR = ("租赁", "房产证", "产权证", "不动产", "场地", "房屋")
"""Words of a path under which an unread title or lease may lie."""


def weigh_premises(scale: UnitScale, rule: Rule, weighed: Weighed) -> None:
    """Lay the best proof of premises on the scale."""
    papers = weighed.of_kind(*PREMISES)
    trials = [_weighed(record, rule, weighed) for record in papers]
    best = best_of(trials)
    if best is None:
        _weigh_absence(scale, weighed)
        return
    scale.adopt(best)
    _weigh_area(scale, rule, [record for record, trial in zip(papers, trials, strict=True) if not trial.reasons])


def _weigh_absence(scale: UnitScale, weighed: Weighed) -> None:
    """No proof: an unread paper that may be one, else it is missing."""
    for problem in weighed.bench.pool.unread_near(*NEAR)[:1]:
        scale.open_unread(problem.source)
        return
    scale.open(Reason.DOCUMENT_MISSING, name=PAPER_NAME)


def _weighed(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One title or lease on a scale of its own."""
    scale = UnitScale(record.text("address") or record.path, rule.id)
    is_lease = record.kind is Kind.LEASE_CONTRACT
    holder = "lessee" if is_lease else "owner"
    scale.prove(*record.sources(holder, "address"))
    _weigh_holder(scale, record, holder, weighed)
    weigh_genuine(scale, record)
    if is_lease and not scale.reasons:
        _weigh_term(scale, record, weighed)
        _weigh_lessor(scale, record, weighed)
    return scale


def _weigh_holder(scale: UnitScale, record: Record, field: str, weighed: Weighed) -> None:
    """Owned or rented by the applicant itself."""
    name = record.text(field)
    if not name or not is_legible(record, field):
        scale.open_unread(record.place())
    elif not is_same(weighed.bench.pool.match_applicant(name)):
        expected = weighed.applicant.name if weighed.applicant else "申报单位"
        called = "租赁合同" if field == "lessee" else "房屋产权证"
        scale.open(Reason.HOLDER_MISMATCH, *record.sources(field), name=called, found=name, expected=expected)


def _weigh_term(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """In force on the last day of the year; an end before the deadline is said, and does not weigh."""
    as_of, first, last = weighed.options.as_of, record.day("term_from"), record.day("term_to")
    lessor = record.text("lessor") or "出租方"
    open_ended = is_flagged(record, "open_ended")
    if first is None or (last is None and not open_ended):
        signed = record.text("signed_on") or "日期未读出"
        scale.open(Reason.TERM_UNKNOWN, *record.sources("signed_on"), name=lessor, found=signed, expected=as_of)
        return
    scale.prove(*record.sources("term_from", "term_to"))
    if not is_legible(record, "term_from", "term_to"):
        scale.open_unread(record.place())
    elif last is not None and last < as_of:
        name = f"与“{lessor}”的租赁合同"
        scale.open(Reason.EXPIRED, *record.sources("term_to"), name=name, found=last, expected=as_of)
    elif first > as_of:
        found = f"{first}至{last or '长期'}"
        scale.open(Reason.TERM_OUTSIDE_PERIOD, *record.sources("term_from"), name=lessor, found=found, expected=as_of)
    elif weighed.options.deadline is not None and last is not None and last < weighed.options.deadline:
        name, deadline = f"与“{lessor}”的租赁合同", weighed.options.deadline
        places = record.sources("term_to")
        scale.remark(Reason.EXPIRED, *places, severity=Severity.NOTE, name=name, found=last, expected=deadline)


def _weigh_lessor(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """The lessor owns the house, as far as titles were handed in; a chain of leases is for a person."""
    titles = [title for title in weighed.of_kind(Kind.PROPERTY_TITLE) if title.text("owner")]
    lessor = record.text("lessor") or ""
    owners = {title.text("owner") or "" for title in titles}
    if not titles or not lessor or any(compare_names(lessor, owner).relation is Relation.SAME for owner in owners):
        return
    places = [source for title in titles for source in title.sources("owner")]
    scale.open(
        Reason.HOLDER_MISMATCH,
        *record.sources("lessor"),
        *places,
        name="房屋产权证",
        found="、".join(sorted(owners)),
        expected=f"出租方{lessor}",
    )


def _weigh_area(scale: UnitScale, rule: Rule, proven: Sequence[Record]) -> None:
    """The area that the rule asks, added up over all houses that are proven, each once."""
    demand = rule.demand(Ask.AREA_M2)
    if demand is None or scale.reasons:
        return
    areas = {record.text("address") or record.path: record.number("area_m2") for record in proven}
    total = sum((area for area in areas.values() if area is not None), Decimal(0))
    if total >= demand:
        scale.prove(*(source for record in proven for source in record.sources("area_m2")))
        return
    sure = all(area is not None for area in areas.values()) and all(is_certain(one, "area_m2") for one in proven)
    weigh = scale.exclude if sure else scale.open
    weigh(Reason.BELOW_THRESHOLD, name="服务场地面积", found=f"{total}平方米", expected=f"{demand}平方米")
