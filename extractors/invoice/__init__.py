"""Read VAT invoices (发票), one record each: print, file and code, and what they say of each other (domain.md 3.15)."""

from dataclasses import replace

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from extractors.closing import seal_fields
from extractors.invoice.fusion import fuse
from extractors.invoice.heads import head_fields, void_field
from extractors.invoice.sides import side_fields
from extractors.invoice.sums import arithmetic_field, item_field, sum_fields
from extractors.labels import make_record
from extractors.script import Script
from extractors.simplified import simplified_script


def extract_invoice(reading: Reading) -> tuple[Record | Problem, ...]:
    """The kind, numbers, day, both sides, item and sums of an invoice, whether they add up, and what contradicts it."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = fuse(reading, script, {} if _is_data(reading) else _printed(reading, script))
    fields |= arithmetic_field(fields)
    total = fields.get("total_yuan")
    if total is not None:
        fields.setdefault("void", replace(total, value=isinstance(total.value, int | float) and total.value < 0))
    if any(page.seals for page in reading.pages):
        fields |= seal_fields(reading)
    return (make_record(Kind.INVOICE, reading, fields),)


def _is_data(reading: Reading) -> bool:
    """Whether the pages are the elements of an XML file, which is no print."""
    return all(page.entries and not page.width for page in reading.pages)


def _printed(reading: Reading, script: Script) -> dict[str, Field]:
    """What stands on the page."""
    fields = head_fields(reading, script)
    fields |= side_fields(reading, script)
    fields |= item_field(reading, script)
    fields |= sum_fields(reading, script)
    return fields | void_field(reading, script, fields)
