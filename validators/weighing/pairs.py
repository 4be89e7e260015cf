"""Contract and invoice together: what proves that an enterprise was served by an order (contract, section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.findings import Reason
from validators.pairing import Link
from validators.weighing.evidence import (
    adds_up,
    conflicts_of,
    dates_of,
    has_broken_signature,
    is_legible,
    is_of_year,
    is_surely_of_year,
    is_suspect,
    total_of,
)
from validators.weighing.orders import explain_absence, open_void, remark_branch, weigh_contract, weigh_invoice
from validators.weighing.papers import PaperDesk, Papers, sources_of
from validators.weighing.scale import Scale


@dataclass(frozen=True, slots=True)
class Pair:
    """A contract that names applicant and enterprise, and an invoice to it; one of them is of the year."""

    contract: Link
    invoice: Link


def find_pair(papers: Papers, desk: PaperDesk, *, signed: bool = False) -> Pair | None:
    """The sound contract and invoice of an enterprise, those of the year first; None where one is missing.

    `signed`: the contract must be of the year (A20b); else one of both.
    """
    contracts = [link for link in papers.contracts if is_sound_contract(link)]
    if signed:
        contracts = [link for link in contracts if is_surely_of_year(link.record, desk.year)]
    invoices = [link for link in papers.invoices if is_sound_invoice(link, desk)]
    if not (contracts and invoices and is_paid(invoices, papers)):
        return None
    contract, invoice = _of_year_first(contracts, desk), _of_year_first(invoices, desk)
    dated = any(is_surely_of_year(link.record, desk.year) for link in (contract, invoice))
    return Pair(contract, invoice) if dated else None


def prove_by_pair(scale: Scale, pair: Pair) -> None:
    """Gather the places of contract and invoice, and say if they are a branch's."""
    scale.prove(*sources_of([pair.contract], "signed_on"), *sources_of([pair.invoice], "issued_on", "number"))
    for link in (pair.contract, pair.invoice):
        remark_branch(scale, link)


def is_sound_contract(link: Link) -> bool:
    """Whether a contract legibly names both, and bears no stranger's seal or broken signature."""
    return is_legible(link.record, link.field, link.applicant_field) and not is_suspect(link.record)


def is_sound_invoice(link: Link, desk: PaperDesk) -> bool:
    """Whether an invoice legibly names both, adds up, contradicts itself nowhere, and its number stands on no other."""
    invoice = link.record
    sound = adds_up(invoice) and not conflicts_of(invoice) and not desk.is_reused(invoice)
    return sound and not has_broken_signature(invoice) and is_legible(invoice, "buyer", "seller")


def is_paid(invoices: Sequence[Link], papers: Papers) -> bool:
    """Whether credit notes leave something of the invoices."""
    back = -sum(total_of(link.record) for link in papers.credits)
    return back == 0 or sum(total_of(link.record) for link in invoices) > back


def _of_year_first(links: Sequence[Link], desk: PaperDesk) -> Link:
    return next((link for link in links if is_surely_of_year(link.record, desk.year)), links[0])


# --- A row that needs both --------------------------------------------------------------------------------------------


def weigh_pair(scale: Scale, desk: PaperDesk) -> None:
    """A contract and an invoice, one of them of the year; a free service has no invoice, and stays open (A28)."""
    papers, name = desk.of(scale.claim.name), scale.claim.name
    pair = find_pair(papers, desk)
    if pair is not None:
        prove_by_pair(scale, pair)
        return
    explain_absence(scale, papers, desk)
    if not papers.contracts:
        scale.open(Reason.CONTRACT_MISSING, name=name)
    if papers.void and not papers.invoices:
        open_void(scale, papers.void)
    elif not papers.invoices:
        scale.open(Reason.INVOICE_MISSING, name=name)
    if papers.contracts and papers.invoices:
        _explain_pair(scale, papers, desk)


def _explain_pair(scale: Scale, papers: Papers, desk: PaperDesk) -> None:
    """Why contract and invoice that are there prove nothing: flaws, credit notes, another year, unread figures."""
    records = [link.record for link in (*papers.contracts, *papers.invoices)]
    for link in papers.invoices:
        weigh_invoice(scale, link, desk)
    if not any(map(is_sound_contract, papers.contracts)):
        for link in papers.contracts:
            weigh_contract(scale, link)
    if not is_paid(papers.invoices, papers):
        open_void(scale, papers.credits)
    if not any(is_of_year(record, desk.year) for record in records):
        facts = {"name": scale.claim.name, "found": dates_of(records), "expected": f"{desk.year}年"}
        scale.open(Reason.DATE_OUT_OF_PERIOD, *(record.place() for record in records), **facts)
    elif not scale.reasons:
        scale.open_unread(records[0].place())
