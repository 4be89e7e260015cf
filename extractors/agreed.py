"""What contracts, agreements and leases have in common: title, parties, signing, term, seals."""

import re
from collections.abc import Mapping
from datetime import date

from domain.documents import Reading
from domain.records import Field
from extractors.closing import find_closing, seal_fields, signing_fields
from extractors.headings import title_field
from extractors.parties import find_parties, party_fields
from extractors.script import Script
from extractors.terms import term_fields


def agreed_fields(reading: Reading, script: Script, title: re.Pattern[str], *, first_page: bool) -> dict[str, Field]:
    """The fields of contract section 5 that any agreement between parties has.

    `first_page`: whether a date that merely stands on the first page may be taken for that of signing.
    """
    closing = find_closing(script)
    fields = title_field(reading, script, title)
    fields |= party_fields(reading, script, find_parties(script, closing.start))
    fields |= signing_fields(reading, script, closing, first_page=first_page)
    fields |= term_fields(reading, script, _day_of(fields))
    return fields | seal_fields(reading)


def _day_of(fields: Mapping[str, Field]) -> date | None:
    """The day of signing, where a whole day is known."""
    field = fields.get("signed_on")
    text = str(field.value) if field is not None else ""
    return date.fromisoformat(text) if len(text) == len("2024-01-31") else None
