"""Weigh the application cases (评分指标8.4（3）): a customer in Beijing, a contract with it, a full description.

“提供应用成功典型案例描述（解决痛点难点问题、实现功能、使用效果等），以及相应的合同。”
"""

from collections.abc import Mapping, Sequence

from domain.claims import Claim
from domain.findings import Reason
from domain.text import squash
from validators.applicant import is_same
from validators.pairing import Link
from validators.weighing.evidence import DATE_FIELDS, dates_of, is_legible, is_surely_of_year, year_of
from validators.weighing.matching import Order
from validators.weighing.orders import explain_absence, remark_branch
from validators.weighing.pairs import is_sound_contract, is_sound_invoice
from validators.weighing.papers import PaperDesk, Papers, sources_of
from validators.weighing.scale import Scale
from validators.weighing.subject import weigh_class, weigh_place, weigh_size
from validators.weighing.titles import likeness

PARTS: Mapping[str, str] = {"痛点": "解决的痛点难点问题", "功能": "实现功能", "效果": "使用效果"}
"""What a description must tell, by the word that the extractor has for it."""
ALIKE = 60.0
"""How alike, in percent, two titles of cases are at least that may be one."""


def weigh_cases(
    claims: Sequence[Claim],
    desk: PaperDesk,
    orders: Mapping[str, Sequence[Order]],
    provinces: Mapping[str, str],
    regions: Sequence[str],
    rule: str | None,
) -> list[Scale]:
    """Every case, weighed; `orders` by enterprise, `provinces` as 附表2 gives them, both by canonical name."""
    scales = [Scale(claim, rule) for claim in claims]
    _exclude_repeated(scales, desk)
    for scale in scales:
        if not scale.is_excluded:
            _weigh_customer(scale, desk, orders, provinces, regions)
    kept = [scale for scale in scales if not scale.is_excluded]
    descriptions = _assigned(kept, desk)
    for scale in kept:
        _weigh_contract(scale, desk)
        _weigh_description(scale, descriptions.get(scale.claim.row), desk)
    return scales


def _exclude_repeated(scales: Sequence[Scale], desk: PaperDesk) -> None:
    """A customer may have several cases, but not one twice."""
    seen: dict[tuple[str, str], Claim] = {}
    for scale in scales:
        claim = scale.claim
        key = (desk.pool.canonical(claim.name), _title(claim))
        first = seen.setdefault(key, claim)
        if first is not claim:
            facts = {"name": claim.name, "other": first.row, "found": "客户和案例名称相同"}
            scale.exclude(Reason.DUPLICATE_ENTERPRISE, claim.source, first.source, **facts)


def _title(claim: Claim) -> str:
    return squash(str(claim.cells.get("case") or ""))


def _weigh_customer(
    scale: Scale,
    desk: PaperDesk,
    orders: Mapping[str, Sequence[Order]],
    provinces: Mapping[str, str],
    regions: Sequence[str],
) -> None:
    """The customer is an enterprise other than the applicant, small or medium, in the region (A6, A7)."""
    claim, own = scale.claim, desk.pool.canonical(scale.claim.name)
    if is_same(desk.pool.match_applicant(claim.name)):
        scale.open(Reason.NOT_THIRD_PARTY, claim.source, name=claim.name, found="申报单位本身")
    weigh_class(scale)
    weigh_size(scale, orders.get(own, ()))
    written = str(claim.cells.get("province") or "")
    if not scale.is_excluded and regions:
        weigh_place(scale, {**provinces, own: written} if written else provinces, regions, desk.pool)


def _weigh_contract(scale: Scale, desk: PaperDesk) -> None:
    """A contract that names both, and of the year: it, its term or an invoice beside it (A20b)."""
    papers, name = desk.of(scale.claim.name), scale.claim.name
    sound = [link for link in papers.contracts if is_sound_contract(link)]
    if not sound:
        explain_absence(scale, papers, desk)
        for link in papers.contracts:
            scale.open_unread(link.sources[0])
        if not papers.contracts:
            scale.open(Reason.CONTRACT_MISSING, name=name)
        return
    best = next((link for link in sound if _is_of_year(link, papers, desk)), sound[0])
    scale.prove(scale.claim.source, *sources_of([best], *DATE_FIELDS))
    remark_branch(scale, best)
    if not _is_of_year(best, papers, desk):
        records = [link.record for link in sound]
        places = sources_of(sound, *DATE_FIELDS)
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=dates_of(records), expected=f"{desk.year}年")


def _is_of_year(link: Link, papers: Papers, desk: PaperDesk) -> bool:
    """Whether a contract, its term or a sound invoice to the customer is of the year; none signed later is."""
    contract, year = link.record, desk.year
    if (year_of(contract, "signed_on") or 0) > year:
        return False
    invoices = (other for other in papers.invoices if is_sound_invoice(other, desk))
    if is_surely_of_year(contract, year) or any(is_surely_of_year(other.record, year) for other in invoices):
        return True
    first, last = contract.text("term_from"), contract.text("term_to")
    legible = is_legible(contract, "term_from", "term_to")
    return bool(legible and first and last and first[:4] <= str(year) <= last[:4])


def _assigned(scales: Sequence[Scale], desk: PaperDesk) -> Mapping[int, Link]:
    """The description of each row, by its number: one proves one row, those whose titles fit best first."""
    pairs = [(scale.claim, link) for scale in scales for link in _links(scale, desk) if link.names_it]
    found: dict[int, Link] = {}
    used: set[int] = set()
    for claim, link in sorted(pairs, key=lambda pair: (-_fit(pair[1], pair[0]), pair[0].row)):
        if claim.row not in found and id(link.record) not in used:
            found[claim.row] = link
            used.add(id(link.record))
    return found


def _links(scale: Scale, desk: PaperDesk) -> Sequence[Link]:
    return desk.pool.cases.get(desk.pool.canonical(scale.claim.name), ())


def _weigh_description(scale: Scale, best: Link | None, desk: PaperDesk) -> None:
    """A description of this case of the customer, told in all its parts."""
    claim, links = scale.claim, _links(scale, desk)
    if best is None:
        _explain_absence(scale, desk, links)
        return
    record, places = best.record, best.record.sources("customer", "parts")
    scale.prove(*places)
    remark_branch(scale, best)
    if not is_legible(record, "customer", "parts"):
        scale.open_unread(places[0])
        return
    field = record.field("parts")
    told = field.value if field is not None and isinstance(field.value, list | tuple) else ()
    lacking = "、".join(words for part, words in PARTS.items() if part not in told)
    if lacking:
        scale.open(Reason.DOCUMENT_MISSING, *places, name=f"“{claim.name}”案例描述中的{lacking}")
    elif len(links) > 1 and _is_other(best, claim):
        listed, found = _title(claim), record.text("title") or ""
        scale.open(Reason.DECLARED_MISMATCH, *places, name="案例名称", found=listed, expected=found)


def _fit(link: Link, claim: Claim) -> float:
    """How well the title of a description fits that of the row; 0 where one has none."""
    title = link.record.text("title") or ""
    return likeness(title, _title(claim)) if title and _title(claim) else 0.0


def _is_other(link: Link, claim: Claim) -> bool:
    """Whether a description is titled otherwise than the row: of several it may be that of another case."""
    return bool(link.record.text("title") and _title(claim)) and _fit(link, claim) < ALIKE


def _explain_absence(scale: Scale, desk: PaperDesk, links: Sequence[Link]) -> None:
    name = scale.claim.name
    doubtful = next((link for link in links if not link.names_it), None)
    if doubtful is not None:
        found, why = doubtful.record.text("customer") or "", doubtful.match.reason
        scale.open(Reason.POSSIBLE_PARTY, *doubtful.sources, name=name, found=found, expected=why)
    for problem in desk.unread_of(name)[:1]:
        scale.open_unread(problem.source)
    scale.open(Reason.DOCUMENT_MISSING, name=f"“{name}”的案例描述")
