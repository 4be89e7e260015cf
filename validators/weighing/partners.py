"""Weigh the partner agencies (附表7): each against an agreement that names both, is dated and was valid in the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.claims import Claim
from domain.findings import Reason, Status
from domain.records import Record
from validators.applicant import is_same, match_applicant
from validators.names import EnterpriseClass, NameMatch, Relation, is_enterprise, parse_name
from validators.pairing import Link, Pool
from validators.weighing.orders import explain_absence
from validators.weighing.papers import PaperDesk, Papers, is_certain, is_legible
from validators.weighing.scale import Scale
from validators.weighing.served import exclude_duplicates

RULE = "gate-5"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one agreement says of a partner: the weight of its date and term."""

    link: Link
    status: Status
    reason: Reason | None
    found: str = ""


def weigh_partners(claims: Sequence[Claim], desk: PaperDesk, year: int, old_without_term: str) -> list[Scale]:
    """Every row of the list, weighed; `old_without_term` is the reading of switch partner_no_term_old (A14)."""
    scales = [Scale(claim, RULE) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    for scale in scales:
        if scale.status is not Status.EXCLUDED:
            _weigh_party(scale, desk.pool)
            _weigh_agreements(scale, desk, year, old_without_term)
    return scales


def _weigh_party(scale: Scale, pool: Pool) -> None:
    """Whether the partner is a third party: not the applicant or its branch, not a person, not of its group."""
    claim, applicant = scale.claim, pool.applicant
    match = match_applicant(applicant, claim.name)
    if match is not None and (is_same(match) or match.strength == "branch"):
        scale.exclude(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="申报单位本身")
    elif match is not None and match.relation is Relation.POSSIBLE and match.strength in {"strong", "medium"}:
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found=match.reason)
    elif is_enterprise(claim.name) is EnterpriseClass.PERSON:
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="可能是自然人")
    elif applicant is not None and _is_affiliate(applicant.name, claim.name):
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="与申报单位字号相同")


def _is_affiliate(applicant: str, name: str) -> bool:
    own, other = parse_name(applicant).brand, parse_name(name).brand
    return len(own) > 1 and own == other


def _weigh_agreements(scale: Scale, desk: PaperDesk, year: int, old_without_term: str) -> None:
    links = desk.pool.agreements.get(scale.claim.name, ())
    sure = [link for link in links if link.sure]
    if not sure:
        _explain(scale, desk, links)
        return
    readings = [_read_agreement(link, year, old_without_term) for link in sure]
    order = {Status.VERIFIED: 0, Status.OPEN: 1, Status.EXCLUDED: 2}
    best = min(readings, key=lambda reading: order[reading.status])
    record = best.link.record
    scale.prove(scale.claim.source, *best.link.sources, *record.sources("signed_on", "term_from", "term_to"))
    if record.text("seal_state") == "not-found":
        scale.remark(Reason.SEAL_MISSING, record.place(), name=record.path)
    if best.reason is not None:
        _say(scale, best, year)


def _explain(scale: Scale, desk: PaperDesk, links: Sequence[Link]) -> None:
    papers = Papers(
        contracts=(),
        invoices=(),
        void=(),
        doubtful=tuple(
            link
            for link in links
            if all(m is not None and m.relation is not Relation.DIFFERENT for m in _matches(link))
        ),
        foreign=tuple(
            link
            for link in links
            if is_same(link.match)
            and (link.applicant_match is None or link.applicant_match.relation is Relation.DIFFERENT)
        ),
    )
    explain_absence(scale, scale.claim.name, papers, desk)
    if not set(scale.reasons) - {Reason.NOT_THIRD_PARTY, Reason.POSSIBLE_DUPLICATE}:
        scale.open(Reason.AGREEMENT_MISSING, name=scale.claim.name)


def _matches(link: Link) -> tuple[NameMatch | None, ...]:
    return (link.match, link.applicant_match)


def _read_agreement(link: Link, year: int, old_without_term: str) -> Reading:
    """The weight of date and term (A13–A15): undated is void, a term must meet the year."""
    record = link.record
    signed = record.day("signed_on") or _month(record)
    if signed is None:
        return _undated(link)
    if not is_legible(record, "signed_on"):
        return Reading(link, Status.OPEN, Reason.PAGE_UNREADABLE)
    first = record.day("term_from") or signed
    last = record.day("term_to")
    endless = any(field is not None and field.value is True for field in map(record.field, ("renews", "open_ended")))
    if first.year > year or (last is not None and last.year < year and not endless):
        return _outside(link, first, last)
    if signed.year > year:
        return Reading(link, Status.OPEN, Reason.DATE_OUT_OF_PERIOD, signed.isoformat())
    if last is None and not endless and signed.year < year:
        return _without_term(link, signed, old_without_term)
    return Reading(link, Status.VERIFIED, None)


def _month(record: Record) -> date | None:
    """The first day of a date that says only the month."""
    text = record.text("signed_on")
    return date.fromisoformat(f"{text}-01") if text is not None and len(text) == len("2024-03") else None


def _undated(link: Link) -> Reading:
    """An agreement without a closing date: excluded where the page has text of its own, open where it was scanned.

    On a scan a date written by hand may be there without having been read: unreadable is not missing.
    """
    record = link.record
    blank = record.field("date_blank")
    readable = min((field.confidence for field in record.fields.values()), default=0.0)
    sure = readable >= 1.0 or (blank is not None and blank.value is True and blank.confidence >= 1.0)
    if record.text("signed_on_invalid"):
        return Reading(link, Status.OPEN, Reason.DATE_INVALID, record.text("signed_on_invalid") or "")
    return Reading(link, Status.EXCLUDED if sure else Status.OPEN, Reason.DATE_MISSING)


def _outside(link: Link, first: date, last: date | None) -> Reading:
    sure = is_certain(link.record, "signed_on", "term_from", "term_to")
    found = f"{first.isoformat()}至{last.isoformat() if last else '未写明'}"
    return Reading(link, Status.EXCLUDED if sure else Status.OPEN, Reason.TERM_OUTSIDE_PERIOD, found)


def _without_term(link: Link, signed: date, reading: str) -> Reading:
    status = {"verified": Status.VERIFIED, "excluded": Status.EXCLUDED}.get(reading, Status.OPEN)
    return Reading(link, status, None if status is Status.VERIFIED else Reason.TERM_UNKNOWN, signed.isoformat())


def _say(scale: Scale, reading: Reading, year: int) -> None:
    weigh = scale.exclude if reading.status is Status.EXCLUDED else scale.open
    record, name, period = reading.link.record, scale.claim.name, f"{year}年"
    places = record.sources("signed_on", "term_from", "term_to")
    facts: dict[Reason, dict[str, object]] = {
        Reason.DATE_MISSING: {"name": name, "found": "合作协议"},
        Reason.DATE_INVALID: {"name": name, "found": reading.found},
        Reason.TERM_OUTSIDE_PERIOD: {"name": name, "found": reading.found, "expected": period},
        Reason.TERM_UNKNOWN: {"name": name, "found": reading.found, "expected": period},
        Reason.DATE_OUT_OF_PERIOD: {"name": name, "found": reading.found, "expected": period},
        Reason.PAGE_UNREADABLE: {"name": record.path, "found": record.place().page or 1},
    }
    if reading.reason is not None:
        weigh(reading.reason, *places, **facts[reading.reason])
