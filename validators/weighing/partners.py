"""Weigh the partner agencies (附表7): each against an agreement that names both, is dated and was valid in the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.claims import Claim
from domain.findings import Reason, Status
from validators.applicant import is_same
from validators.names import EnterpriseClass, Relation, Strength, is_enterprise, parse_name
from validators.pairing import Link, Pool
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.evidence import is_legible, is_suspect
from validators.weighing.orders import explain_absence, remark_branch, weigh_seals
from validators.weighing.papers import PaperDesk, Papers, is_doubtful, is_foreign
from validators.weighing.scale import Scale
from validators.weighing.terms import TERM_FIELDS, Validity, weigh_term

ORDER = (Status.VERIFIED, Status.OPEN, Status.EXCLUDED)
"""Of several agreements the best one counts."""

ABOUT_THE_ROW = frozenset({Reason.NOT_THIRD_PARTY, Reason.POSSIBLE_DUPLICATE})


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement with a partner and what its date and term are worth."""

    link: Link
    validity: Validity

    @property
    def rank(self) -> int:
        """0 for the best; one whose seal is a stranger's is for a person at best."""
        suspect = is_suspect(self.link.record)
        return max(ORDER.index(self.validity.status), ORDER.index(Status.OPEN) if suspect else 0)


def weigh_partners(
    claims: Sequence[Claim],
    desk: PaperDesk,
    ordering: frozenset[str],
    rule: str | None,
    *,
    old_without_term: str = "open",
) -> list[Scale]:
    """Every row of the list, weighed; `ordering` are the enterprises of 附表3, by canonical name.

    `old_without_term` is the reading of switch partner_no_term_old (A14).
    """
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    for scale in scales:
        if not scale.is_excluded:
            _weigh_party(scale, desk.pool)
        if not scale.is_excluded:
            _weigh_agreements(scale, desk, ordering, old_without_term)
    return scales


def _weigh_party(scale: Scale, pool: Pool) -> None:
    """Whether the partner is a third party: not the applicant or its branch, not a person, not of its group (A16)."""
    claim = scale.claim
    match, kind = pool.match_applicant(claim.name), is_enterprise(claim.name)
    if match is not None and (is_same(match) or match.strength is Strength.BRANCH):
        scale.exclude(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="申报单位本身")
    elif match is not None and match.relation is Relation.POSSIBLE and match.strength is not Strength.WEAK:
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found=match.reason)
    elif kind is EnterpriseClass.PERSON:
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="可能是自然人")
    elif kind is EnterpriseClass.GOVERNMENT:
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="机关")
    elif _is_affiliate(claim.name, pool):
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="与申报单位字号相同")


def _is_affiliate(name: str, pool: Pool) -> bool:
    """Whether a name bears the 字号 of the applicant under any of its names."""
    applicant, brand = pool.applicant, parse_name(name).brand
    names = (applicant.name, *applicant.aliases) if applicant is not None else ()
    return len(brand) > 1 and any(parse_name(own).brand == brand for own in names)


def _weigh_agreements(scale: Scale, desk: PaperDesk, ordering: frozenset[str], old_without_term: str) -> None:
    links = _links(scale, desk, ordering)
    found = [
        Agreement(link, weigh_term(link.record, desk.year, old_without_term))
        for link in links
        if link.sure and is_legible(link.record, link.field, link.applicant_field)
    ]
    if not found:
        _explain(scale, desk, links)
        return
    best = min(found, key=lambda agreement: agreement.rank)
    record = best.link.record
    scale.prove(scale.claim.source, *best.link.sources, *record.sources(*TERM_FIELDS))
    weigh_seals(scale, record)
    remark_branch(scale, best.link)
    settled = not any(map(is_doubtful, links)) and not desk.unread_of(scale.claim.name)
    _say(scale, best, desk.year, settled=settled)


def _links(scale: Scale, desk: PaperDesk, ordering: frozenset[str]) -> tuple[Link, ...]:
    """The agreements with a partner; a service contract may be one too, if the partner is no client (3.32)."""
    name = desk.pool.canonical(scale.claim.name)
    contracts = () if name in ordering else desk.pool.contracts.get(name, ())
    return (*desk.pool.agreements.get(name, ()), *contracts)


def _explain(scale: Scale, desk: PaperDesk, links: Sequence[Link]) -> None:
    """Why no agreement proves the row."""
    for link in links:
        if link.sure:
            scale.open_unread(link.sources[0])
    papers = Papers(
        doubtful=tuple(link for link in links if is_doubtful(link)),
        foreign=tuple(link for link in links if link.names_it and is_foreign(link)),
    )
    explain_absence(scale, papers, desk)
    if not set(scale.reasons) - ABOUT_THE_ROW:
        scale.open(Reason.AGREEMENT_MISSING, name=scale.claim.name)


def _say(scale: Scale, agreement: Agreement, year: int, *, settled: bool) -> None:
    """Say what is wrong with date or term; `settled`: no other paper, unread or in doubt, may mend it."""
    validity, record = agreement.validity, agreement.link.record
    if validity.reason is Reason.PAGE_UNREADABLE:
        scale.open_unread(record.sources(*TERM_FIELDS)[0])
    elif validity.reason is not None:
        weigh = scale.exclude if validity.status is Status.EXCLUDED and settled else scale.open
        facts = _facts(validity, scale.claim.name, f"{year}年")
        weigh(validity.reason, *record.sources(*TERM_FIELDS), **facts)


def _facts(validity: Validity, name: str, period: str) -> Mapping[str, str]:
    """The facts of the sentence of a reason."""
    if validity.reason is Reason.DATE_MISSING:
        return {"name": name, "found": "合作协议"}
    if validity.reason is Reason.DATE_INVALID:
        return {"name": name, "found": validity.found}
    return {"name": name, "found": validity.found, "expected": period}
