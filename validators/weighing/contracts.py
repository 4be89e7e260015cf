"""Contracts alone as proof of service, where no invoice is asked for: whether they stand, and when they served."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.findings import Reason, Status
from domain.records import Record
from validators.pairing import Link
from validators.weighing.evidence import is_legible, is_surely_of_year
from validators.weighing.orders import explain_absence, remark_branch, weigh_contract
from validators.weighing.pairs import is_sound_contract, is_sound_invoice
from validators.weighing.papers import PaperDesk, sources_of
from validators.weighing.scale import Scale
from validators.weighing.terms import weigh_term


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the days of a month where the paper says no more."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Service:
    """A sound contract with an enterprise: when it was signed, and whether it served in the year."""

    link: Link
    signed: Days | None
    in_year: bool

    @property
    def sources(self) -> tuple[object, ...]:
        """Where it names both and bears its day."""
        return sources_of([self.link], "signed_on")


def days_of(text: str | None) -> Days | None:
    """The days of an ISO day or month; None for anything else."""
    if not text or len(text) not in (len("2024-03"), len("2024-03-05")):
        return None
    try:
        if len(text) == len("2024-03-05"):
            return Days(date.fromisoformat(text), date.fromisoformat(text))
        year, month = int(text[:4]), int(text[5:])
        return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    except ValueError:
        return None


def services_of(name: str, desk: PaperDesk) -> tuple[Service, ...]:
    """The sound contracts with an enterprise, those that served in the year first, the earliest before."""
    papers = desk.of(name)
    invoiced = any(
        is_surely_of_year(link.record, desk.year) for link in papers.invoices if is_sound_invoice(link, desk)
    )
    found = [_service(link, desk.year, invoiced=invoiced) for link in papers.contracts if is_sound_contract(link)]
    return tuple(sorted(found, key=lambda one: (not one.in_year, one.signed.first if one.signed else date.max)))


def _service(link: Link, year: int, *, invoiced: bool) -> Service:
    """A contract: it served in the year in which it was signed or invoiced, or over which its term runs (A20b)."""
    record = link.record
    signed = days_of(record.text("signed_on")) if is_legible(record, "signed_on") else None
    of_year = is_surely_of_year(record, year)
    runs = signed is not None and _has_term(record) and weigh_term(record, year, "open").status is Status.VERIFIED
    later = signed is not None and signed.first.year > year
    return Service(link, signed, in_year=not later and (of_year or invoiced or runs))


def _has_term(record: Record) -> bool:
    return any(record.field(name) is not None for name in ("term_from", "term_to", "term_length"))


def prove_service(scale: Scale, service: Service) -> None:
    """Gather the places of a contract, and say if it is a branch's."""
    scale.prove(*sources_of([service.link], "signed_on"))
    remark_branch(scale, service.link)


def open_without_contract(scale: Scale, desk: PaperDesk, services: Sequence[Service]) -> None:
    """Open the claim for which no sound contract of the year was found, and say what there is instead."""
    papers, name = desk.of(scale.claim.name), scale.claim.name
    if services:
        for service in services:
            _open_outside(scale, service, desk.year)
        return
    for link in papers.contracts:
        weigh_contract(scale, link)
    if not papers.contracts:
        explain_absence(scale, papers, desk)
        scale.open(Reason.CONTRACT_MISSING, *sources_of(papers.invoices[:1]), name=name)


def _open_outside(scale: Scale, service: Service, year: int) -> None:
    """Say of a contract that it is undated, of another year or cannot be told to have served in it."""
    record, name = service.link.record, scale.claim.name
    if service.signed is None and record.field("signed_on") is not None:
        scale.open_unread(record.sources("signed_on")[0])
    elif service.signed is None:
        scale.open(Reason.DATE_MISSING, record.place(), name=name, found="合同")
    else:
        places, found = record.sources("signed_on"), record.text("signed_on")
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=found, expected=f"{year}年")
