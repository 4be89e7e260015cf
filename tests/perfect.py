"""A reader that reads without fault: a forged plan as a submission, taken from its truth instead of its papers."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import programmes
from domain.claims import Claim, DeclaredList, ListName
from domain.documents import Kind, Source
from domain.ledger import ArchiveEntry, LedgerEntry, LedgerOutcome
from domain.records import Field, Record
from domain.report import Report, Submission
from fixtures.forge import build, cases
from fixtures.forge.draft import Draft, LayoutChoice
from fixtures.forge.facts import Medium, RecordTruth
from fixtures.forge.papers.reports import HEADINGS
from fixtures.forge.scenarios.files import STATEMENT_OF_TRUTH
from fixtures.forge.truth import DocumentTruth, Truth
from flows.verify import Request, options_of
from validators.applicant import find_applicant
from validators.packaging import stem_of
from validators.verification import verify

TOPICS = {"说明和承诺": "gate-4", "真实性": "truth", "收入占比": "gate-9", "公益": "gate-10", "审计报告": "gate-2"}
TOPICS = {"诚信": "gate-3", "说明和承诺": "gate-4", "真实性": "truth", "收入占比": "gate-9", "公益": "gate-10"}
"""Words of a letter's title by which a reader knows what it is for."""


def read_perfectly(case: str, seed: int, *, size: int | None = None) -> tuple[Report, Truth]:
    """The report on a forged submission whose every paper is read without fault, and its truth."""
    chosen = cases.CASES[case]
    draft = cases.plan(case, seed, size=size, layouts=LayoutChoice.TUNING, mix="text")
    submission = build.build(draft, chosen.packaging, case)
    truth = submission.truth
    records = tuple(record for document in truth.documents for record in _records(document))
    registry = (*programmes.registry(), *([draft.platform] if draft.platform else []))
    entries = tuple(_entry(path, outcome, truth) for path, outcome in truth.ledger.items())
    programme = programmes.load(programmes.DEFAULT)
    seen = Submission(
        applicant=find_applicant(records, stem_of(truth.archives[0])[0], registry),
        lists=tuple(_lists(draft, truth)),
        records=records,
        problems=(),
        archives=tuple(
            ArchiveEntry(name=name, sha256="", bytes=len(data), outcome=LedgerOutcome.READ)
            for name, data in submission.archives.items()
        ),
        ledger=entries,
    )
    options = options_of(Request(archives=(), deadline=draft.deadline), programme)
    return verify(programme, seen, options, version="0"), truth


def _hash(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()


def _entry(path: str, outcome: str, truth: Truth) -> LedgerEntry:
    kinds = {document.path: document.kind for document in truth.documents}
    return LedgerEntry(
        path=path,
        archive=truth.archives[0],
        sha256=_hash(path),
        kind=Kind(kinds.get(path, "other")),
        outcome=LedgerOutcome(outcome.split("|", maxsplit=1)[0]),
    )


def _records(document: DocumentTruth) -> list[Record]:
    return [
        Record(
            kind=Kind(record.kind),
            path=document.path,
            sha256=_hash(document.path),
            fields={
                name: _field(value, document.path, record.page)
                for name, value in {**_with_derived(record.fields), **_of_report(record, document)}.items()
            },
            pages=(record.page, record.page),
        )
        for record in document.records
        if document.medium != "unreadable"
    ]


def _with_derived(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields, with those that extractors derive from what the paper shows."""
    derived = dict(fields)
    if "seals" in fields:
        derived["seal_state"] = "present" if fields["seals"] else "not-found"
    title = str(fields.get("title", ""))
    topics = [topic for word, topic in TOPICS.items() if word in title]
    derived["topics"] = topics
    if "truth" in topics:
        derived["text"] = STATEMENT_OF_TRUTH
    return derived


def _of_report(record: RecordTruth, document: DocumentTruth) -> dict[str, object]:
    """What a reader of performance reports finds besides: all chapters, the same text in both versions."""
    if record.kind is not Kind.PERFORMANCE_REPORT:
        return {}
    return {"editable": document.medium == Medium.WORD, "headings": list(HEADINGS), "text": "本年度运营服务情况"}


def _field(value: object, path: str, page: int) -> Field:
    return Field(_json(value), str(value), 1.0, Source(path=path, sha256=_hash(path), page=page))


def _json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return value


def _lists(draft: Draft, truth: Truth) -> list[DeclaredList]:
    found = []
    for name in dict.fromkeys(row.list for row in truth.rows):
        rows = [
            _claim(name, row.row, planned.cells, row.name)
            for row, planned in zip(truth.rows_of(name), build.sorted_rows(draft, name), strict=True)
        ]
        totals = {key: _cell(value) for key, value in build.footer(draft, name).items()}
        found.append(
            DeclaredList(
                name=name,
                path=f"{name}.xlsx",
                sha256=_hash(name),
                sheet="Sheet1",
                header_row=1,
                columns={},
                rows=tuple(rows),
                totals=totals,
            )
        )
    if draft.last_year:
        rows = [
            _claim(ListName.ORDERS, row, cells, str(cells["enterprise"]))
            for row, cells in enumerate(draft.last_year, 3)
        ]
        found.append(replace(found[0], name=ListName.ORDERS, path="2023.xlsx", rows=tuple(rows), totals={}, year=2023))
    return found


def _claim(name: ListName, row: int, cells: Mapping[str, object], title: str) -> Claim:
    plain = {key: _cell(value) for key, value in cells.items()}
    raw = {key: str(value) for key, value in plain.items()}
    source = Source(path=f"{name}.xlsx", sha256=_hash(name), sheet="Sheet1", cell=f"B{row}")
    return Claim(name, row, title, plain, raw, source)


def _cell(value: object) -> str | int | float | bool | None:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
