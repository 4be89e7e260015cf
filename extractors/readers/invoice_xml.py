"""Invoices in XML: the 数电票 (`EInvoice`), the older electronic invoice (`eInvoice`), and what billing services write.

An XML file is read if it is an invoice, or a set of them: one page each, its elements as lines and as entries. Any
other XML is a type that is not read.
"""

from collections.abc import Sequence
from pathlib import Path

from domain.documents import Line, Origin, Page, Problem, Source, Word
from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS
from extractors.readers import Survey
from extractors.readers.safe_xml import NAME, XML_BYTES, Element, leaves, local_name, parse_xml

__all__ = ["NAME", "is_invoice", "read_pages", "survey"]

NUMBERS = frozenset({"eiid", "invoicenumber", "invoiceno", "fphm", "fp_hm", "invoice_no", "invoicenum"})
SIDES = frozenset(
    {
        *("sellername", "sellertaxid", "selleridnum", "xsfmc", "xsf_mc", "xfmc", "xhfmc", "xhdwmc", "seller_name"),
        *("salername", "salertaxno", "sellertaxno", "sellername_mc"),
    }
)
SUMS = frozenset(
    {
        *("totalamwithouttax", "totaltaxam", "totaltax-includedamount", "taxinclusivetotalamount"),
        *("taxexclusivetotalamount", "jshj", "hjje", "hjse", "kphjje", "totalamount", "invoiceamount", "totaltax"),
    }
)
"""Names of elements, in small letters, by which an invoice is known: it has one of each."""


def is_invoice(element: Element) -> bool:
    """Whether an element holds the number, the seller and the sums of an invoice."""
    names = {local_name(found).lower() for found in element.iter()}
    return bool(names & NUMBERS) and bool(names & SIDES) and bool(names & SUMS)


def survey(file: Path, source: Source) -> Survey:
    """One page for each invoice."""
    found = _invoices(file, source)
    if isinstance(found, Problem):
        return Survey(media="none", problem=found)
    return Survey(media="pages", pages=len(found), needs_ocr=(False,) * len(found))


def read_pages(file: Path, source: Source, first: int, last: int) -> tuple[Page | Problem, ...]:
    """Invoices `first` to `last`, 1-based, both included."""
    found = _invoices(file, source)
    if isinstance(found, Problem):
        return (found,)
    return tuple(_page(found[number - 1], number) for number in range(first, min(last, len(found)) + 1))


def _invoices(file: Path, source: Source) -> Sequence[Element] | Problem:
    """The invoices in a file, or why it is not read."""
    if file.stat().st_size > XML_BYTES:
        return Problem(Reason.FILE_TYPE_UNSUPPORTED, source, "xml")
    root = parse_xml(file.read_bytes())
    if root is None:
        return Problem(Reason.FILE_CORRUPT, source, "xml")
    if not is_invoice(root):
        return Problem(Reason.FILE_TYPE_UNSUPPORTED, source, "xml")
    return _parted(root)[: DEFAULT_LIMITS.pages]


def _parted(root: Element) -> list[Element]:
    """The elements that hold one invoice each: a set of invoices has several children that are one."""
    inside = [child for child in root if is_invoice(child)]
    if not inside:
        return [root]
    return [part for child in inside for part in _parted(child)]


def _page(invoice: Element, number: int) -> Page:
    """An invoice as a page: each element a line of its name and its text."""
    said = tuple(leaves(invoice))
    lines = tuple(Line((Word(path.rpartition("/")[2]), Word(text))) for path, text in said)
    entries = tuple((f"xml:{path}", text) for path, text in said)
    return Page(number=number, width=0.0, height=0.0, origin=Origin.TEXT, lines=lines, entries=entries)
