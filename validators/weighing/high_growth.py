"""Weigh the high-growth enterprises (附表8): each against proof of its title, a contract and an invoice."""

from collections.abc import Mapping, Sequence

from domain.claims import Claim
from domain.documents import Kind
from domain.findings import Reason
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.names import compare_names, province_of, region_of
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.evidence import dates_of, is_legible, is_of_year, year_of
from validators.weighing.orders import explain_absence
from validators.weighing.pairs import find_pair, prove_by_pair
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale

PROOFS = (Kind.RECOGNITION_PROOF, Kind.HONOUR_CERTIFICATE)


def weigh_high_growth(
    claims: Sequence[Claim], desk: PaperDesk, served: Sequence[Scale], regions: Sequence[str], rule: str | None
) -> list[Scale]:
    """Every row of the list, weighed; the province is that of 附表2, which this list does not give."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    declared = {desk.pool.canonical(scale.claim.name): str(scale.claim.cells.get("province") or "") for scale in served}
    for scale in scales:
        if not scale.is_excluded and regions:
            _weigh_region(scale, declared, desk, regions)
        if not scale.is_excluded:
            _weigh_title(scale, desk)
            _weigh_order(scale, desk)
    return scales


def _weigh_region(scale: Scale, declared: Mapping[str, str], desk: PaperDesk, regions: Sequence[str]) -> None:
    """Outside the region: excluded where 附表2 says so, or nothing but the name does; contradiction is for a person."""
    claim = scale.claim
    told, named = province_of(declared.get(desk.pool.canonical(claim.name), "")), region_of(claim.name)
    if told and named and told != named and not {told, named} <= set(regions):
        facts = (f"附表2为{told}", f"名称中的{named}")
        scale.open(Reason.REGION_CONFLICT, claim.source, name=claim.name, found=facts[0], expected=facts[1])
    elif (told or named) and (told or named) not in regions:
        expected = "、".join(regions)
        scale.exclude(Reason.OUTSIDE_REGION, claim.source, name=claim.name, found=told or named, expected=expected)


def _weigh_title(scale: Scale, desk: PaperDesk) -> None:
    """A proof that names the enterprise and its title, valid in the year."""
    claim = scale.claim
    title = squash(str(claim.cells.get("recognition") or ""))
    for record in desk.pool.of_kind(*PROOFS):
        if is_same(compare_names(claim.name, record.text("holder") or "")) and _shows(record, title, desk.year):
            scale.prove(claim.source, *record.sources("holder"), *record.sources("title"))
            return
    for problem in desk.unread_of(claim.name)[:1]:
        scale.open_unread(problem.source)
    scale.open(Reason.DOCUMENT_MISSING, claim.source, name=f"“{claim.name}”的{title or '企业资质'}证明")


def _shows(record: Record, title: str, year: int) -> bool:
    shown = squash(record.text("title") or "")
    until = year_of(record, "valid_until")
    valid = until is None or until >= year
    return bool(title and shown) and title in shown and valid and is_legible(record, "holder", "title")


def _weigh_order(scale: Scale, desk: PaperDesk) -> None:
    """A contract and an invoice of the year."""
    papers, name = desk.of(scale.claim.name), scale.claim.name
    pair = find_pair(papers, desk)
    if pair is not None:
        prove_by_pair(scale, pair)
        return
    explain_absence(scale, papers, desk)
    if not papers.contracts:
        scale.open(Reason.CONTRACT_MISSING, name=name)
    if not papers.invoices:
        scale.open(Reason.INVOICE_MISSING, name=name)
    if papers.contracts and papers.invoices:
        records = [link.record for link in (*papers.contracts, *papers.invoices)]
        place, found = records[0].place(), dates_of(records)
        if any(is_of_year(record, desk.year) for record in records):
            scale.open_unread(place)
        else:
            scale.open(Reason.DATE_OUT_OF_PERIOD, place, name=name, found=found, expected=f"{desk.year}年")
