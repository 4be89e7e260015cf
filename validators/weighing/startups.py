"""Weigh the startups (初创企业, 评分指标8.2.3): founded at most three years before they were served."""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from domain.claims import Claim
from domain.documents import Kind
from domain.findings import Reason
from domain.records import Record
from validators.applicant import is_same
from validators.names import compare_names
from validators.weighing.contracts import (
    Days,
    Service,
    days_of,
    open_without_contract,
    prove_service,
    services_of,
)
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.evidence import is_certain, is_legible
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale
from validators.weighing.subject import weigh_class

YEARS = 3
"""“初创期（成立3年及以下）”: exactly three years are included (A30)."""


class Young(Enum):
    """Whether an enterprise was young enough on the days on which it may have been served."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


def weigh_startups(claims: Sequence[Claim], desk: PaperDesk, rule: str | None) -> list[Scale]:
    """Every row of the list, weighed; no invoice is asked for."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    licences = [record for record in desk.pool.of_kind(Kind.BUSINESS_LICENCE) if record.text("founded_on")]
    for scale in scales:
        if not scale.is_excluded:
            weigh_class(scale)
        if not scale.is_excluded:
            _weigh_age(scale, desk, licences)
    return scales


def last_young_day(founded: date) -> date:
    """The last day on which an enterprise is at most three years old; founded on 29 February, the 28th."""
    try:
        return founded.replace(year=founded.year + YEARS)
    except ValueError:
        return founded.replace(year=founded.year + YEARS, day=28)


def is_young(founded: Days, served: Days) -> Young:
    """Whether an enterprise of these days of founding was young on these days of service."""
    if last_young_day(founded.first) >= served.last:
        return Young.YES
    return Young.NO if last_young_day(founded.last) < served.first else Young.PERHAPS


def _weigh_age(scale: Scale, desk: PaperDesk, licences: Sequence[Record]) -> None:
    claim = scale.claim
    founded = days_of(str(claim.cells.get("founded_on") or ""))
    services = services_of(claim.name, desk)
    if founded is None:
        found = claim.raw.get("founded_on") or "空"
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=found, expected="成立时间")
        _weigh_contract(scale, services, desk)
        return
    _weigh_licence(scale, founded, licences)
    start, end = date(desk.year, 1, 1), date(desk.year, 12, 31)
    if last_young_day(founded.last) < start:
        _say_old(scale, founded, Days(start, end), certain=not scale.reasons)
        return
    if not _weigh_contract(scale, services, desk):
        return
    tried = [(is_young(founded, _served(service, start, end)), service) for service in services if service.in_year]
    young, service = min(tried, key=lambda pair: (pair[0] is not Young.YES, pair[0] is Young.NO))
    scale.prove(claim.source)
    prove_service(scale, service)
    if service.signed is not None and founded.first > service.signed.last:
        found, expected = claim.raw.get("founded_on") or "", f"合同签订日（{service.signed.last.isoformat()}）以前"
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=found, expected=expected)
    if young is not Young.YES:
        record = service.link.record
        sure = young is Young.NO and is_certain(record, "signed_on") and desk.of(claim.name).is_settled
        settled = sure and service.signed is not None and not desk.unread_of(claim.name)
        _say_old(scale, founded, _served(service, start, end), certain=settled and not scale.reasons)


def _weigh_contract(scale: Scale, services: Sequence[Service], desk: PaperDesk) -> bool:
    """Whether a contract served in the year; else the row is open."""
    if any(service.in_year for service in services):
        return True
    open_without_contract(scale, desk, services)
    return False


def _served(service: Service, start: date, end: date) -> Days:
    """The days of service: of signing; of a contract from before the year its first day too; undated, the last."""
    if service.signed is None:
        return Days(end, end)
    if service.signed.first < start:
        return Days(service.signed.first, max(service.signed.last, start))
    return service.signed


def _say_old(scale: Scale, founded: Days, served: Days, *, certain: bool) -> None:
    """Older than three years on every day of service: excluded where that is certain."""
    claim = scale.claim
    weigh = scale.exclude if certain else scale.open
    found = f"{claim.raw.get('founded_on') or founded.first.isoformat()}（成立）"
    expected = f"服务日（{served.first.isoformat()}）前{YEARS}年"
    weigh(Reason.DATE_OUT_OF_PERIOD, claim.source, name=claim.name, found=found, expected=expected)


def _weigh_licence(scale: Scale, founded: Days, licences: Sequence[Record]) -> None:
    """A licence of the enterprise that says another day of founding."""
    claim = scale.claim
    for record in licences:
        if not is_same(compare_names(claim.name, record.text("name") or "")) or not is_legible(record, "founded_on"):
            continue
        said = days_of(record.text("founded_on"))
        if said is not None and (said.first > founded.last or said.last < founded.first):
            facts = {
                "name": f"{claim.name}的成立时间",
                "found": claim.raw.get("founded_on") or "",
                "expected": f"{said.first}",
            }
            scale.open(Reason.DECLARED_MISMATCH, *record.sources("founded_on"), **facts)
