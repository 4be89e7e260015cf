"""All extractors by kind, and what becomes of one document: its papers, their records, its problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.documents import Kind, Problem, Reading
from domain.records import Record
from extractors.agreement import extract_agreement
from extractors.bundles import split
from extractors.contract import extract_contract, extract_lease
from extractors.index_document import extract_index
from extractors.invoice import extract_invoice
from extractors.labels import make_record
from extractors.licence import extract_licence
from extractors.statement import extract_commitment, extract_statement
from extractors.survey import extract_survey

Extractor = Callable[[Reading], tuple[Record | Problem, ...]]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one document holds: the kind of each of its papers, their records, and what resisted."""

    kinds: tuple[Kind, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def digest(reading: Reading) -> Digest:
    """The papers of a document, each read by the extractor of its kind."""
    kinds: list[Kind] = []
    records: list[Record] = []
    problems: list[Problem] = []
    for kind, part in split(reading):
        if isinstance(kind, Problem):
            problems.append(kind)
            kinds.append(Kind.UNKNOWN)
            continue
        kinds.append(kind)
        for result in extract(kind, part):
            if isinstance(result, Problem):
                problems.append(result)
            else:
                records.append(result)
    return Digest(tuple(kinds), tuple(records), tuple(problems))


def extract(kind: Kind, reading: Reading) -> tuple[Record | Problem, ...]:
    """What a paper of this kind says; a kind that nothing is read from gives a record without fields."""
    if kind in SILENT:
        return ()
    extractor = EXTRACTORS.get(kind)
    return extractor(reading) if extractor is not None else (make_record(kind, reading, {}),)


SILENT = frozenset({Kind.UNKNOWN, Kind.OTHER, Kind.ARCHIVE, Kind.LIST_WORKBOOK})
"""Kinds that are no evidence, or whose rows are claims."""

EXTRACTORS: Mapping[Kind, Extractor] = {
    Kind.SERVICE_CONTRACT: extract_contract,
    Kind.LEASE_CONTRACT: extract_lease,
    Kind.COOPERATION_AGREEMENT: extract_agreement,
    Kind.INVOICE: extract_invoice,
    Kind.COMMITMENT: extract_commitment,
    Kind.STATEMENT: extract_statement,
    Kind.SURVEY_FORM: extract_survey,
    Kind.INDEX_DOCUMENT: extract_index,
    Kind.BUSINESS_LICENCE: extract_licence,
}
