"""Small hand-built papers, rows and submissions: what a reader found, without files."""

# ruff: noqa: ANN401 - a paper may say anything

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from domain.claims import Claim, DeclaredList, ListName
from domain.documents import CellValue, Kind, Problem, Source
from domain.findings import Reason
from domain.ledger import ArchiveEntry, LedgerEntry, LedgerOutcome
from domain.records import Field, Record
from domain.report import Applicant, Submission
from fixtures.forge.people import make_person, make_uscc
from validators.pairing import Pool
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale

YEAR = 2024
OWN = "北京砚溪企业服务有限公司"
"""The applicant of these papers."""

OWN_CODE = make_uscc(Random("own"), "110108")  # noqa: S311 - a forged paper needs a seed, not a secret
APPLICANT = Applicant(name=OWN, uscc=OWN_CODE)
RULE = "gate-4"


def uscc(seed: object, area: str = "110105") -> str:
    """A valid code."""
    return make_uscc(Random(f"code {seed}"), area)  # noqa: S311 - the same


def id_number(seed: object) -> str:
    """A valid ID number of nobody."""
    return make_person(Random(f"person {seed}")).id_number  # noqa: S311 - the same


# --- Papers -----------------------------------------------------------------------------------------------------------


def record(
    kind: Kind,
    *,
    path: str = "",
    sha256: str = "",
    page: int | None = 1,
    tab: str | None = None,
    sure: Mapping[str, float] | float = 1.0,
    **fields: object,
) -> Record:
    """A paper that says these things; `sure` is how well all, or single ones, of them were read.

    `tab` is the sheet of a workbook on which it stands; then it has no page.
    """
    page = None if tab else page
    known = {name: value for name, value in fields.items() if value is not None}
    sha256 = sha256 or hashlib.sha256(f"{kind}{path}{sorted(known.items())!r}".encode()).hexdigest()
    path = path or f"{kind}/{sha256[:8]}.pdf"
    source = Source(path=path, sha256=sha256, page=page, sheet=tab)
    return Record(
        kind=kind,
        path=path,
        sha256=sha256,
        fields={
            name: Field(_plain(value), str(value), _confidence(sure, name), source) for name, value in known.items()
        },
        pages=(page, page) if page else None,
    )


def _confidence(sure: Mapping[str, float] | float, name: str) -> float:
    return sure.get(name, 1.0) if isinstance(sure, Mapping) else sure


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def contract(client: str, **changes: Any) -> Record:
    """A service contract of 2024 over 12,000 yuan between a client (甲方) and the applicant (乙方)."""
    said: dict[str, Any] = {
        "party_a": client,
        "party_b": OWN,
        "number": "HT-2024-001",
        "amount_yuan": 12000,
        "signed_on": "2024-03-05",
        "seal_state": "present",
    }
    return record(Kind.SERVICE_CONTRACT, **(said | changes))


def invoice(buyer: str, **changes: Any) -> Record:
    """An invoice of 2024 over 12,000 yuan from the applicant; its number follows from what it says."""
    said: dict[str, Any] = {
        "buyer": buyer,
        "seller": OWN,
        "seller_code": OWN_CODE,
        "issued_on": "2024-03-20",
        "total_yuan": 12000,
    } | changes
    digest = int(hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest(), 16)
    return record(Kind.INVOICE, **({"number": f"24{digest % 10**18:018d}"} | said))


def pair(client: str, **changes: Any) -> tuple[Record, Record]:
    """A contract and an invoice that prove an order of this client."""
    return contract(client, **changes), invoice(client)


def agreement(partner: str, **changes: Any) -> Record:
    """A cooperation agreement of 2024 for one year."""
    said: dict[str, Any] = {
        "party_a": OWN,
        "party_b": partner,
        "signed_on": "2024-03-05",
        "term_from": "2024-03-05",
        "term_to": "2025-03-04",
        "seal_state": "present",
    }
    return record(Kind.COOPERATION_AGREEMENT, **(said | changes))


def survey(enterprise: str, score: float | None = 95, **changes: Any) -> Record:
    """A questionnaire."""
    return record(Kind.SURVEY_FORM, **({"enterprise": enterprise, "score": score} | changes))


def event_paper(kind: Kind, title: str | None, day: str | None = "2024-05-16", **changes: Any) -> Record:
    """A paper of an activity."""
    return record(kind, **({"title": title, "event_on": day} | changes))


def sheet(title: str | None, units: Iterable[str], day: str | None = "2024-05-16", **changes: Any) -> Record:
    """A sign-in sheet on which one person of each unit signed."""
    rows = [{"name": f"来宾{place}", "unit": unit, "phone": "", "signed": True} for place, unit in enumerate(units)]
    return event_paper(Kind.SIGN_IN_SHEET, title, day, **({"rows": rows} | changes))


def insurance(*persons: Mapping[str, object], employer: str = OWN, **changes: Any) -> Record:
    """A social-insurance record of a unit."""
    said: dict[str, Any] = {"employer": employer, "persons": list(persons)}
    return record(Kind.SOCIAL_INSURANCE, **(said | changes))


def months(first: int = 1, last: int = 12, year: int = YEAR) -> list[str]:
    """Months of a year as YYYY-MM."""
    return [f"{year}-{month:02d}" for month in range(first, last + 1)]


def insured(name: str, held: Sequence[str] | None = None, **more: Any) -> dict[str, object]:
    """A person of an insurance record, with all twelve months unless others are given."""
    listed = months() if held is None else list(held)
    return {"name": name, "id_number": id_number(name), "months": listed, **more}


def diploma(name: str, level: str = "本科", **changes: Any) -> Record:
    """A diploma."""
    said: dict[str, Any] = {"name": name, "level": level, "graduated_on": "2010-07-01", "completed": True}
    return record(Kind.DIPLOMA, **(said | changes))


def title(name: str, level: str = "中级", **changes: Any) -> Record:
    """A title certificate."""
    said: dict[str, Any] = {"name": name, "level": level, "title": "工程师", "awarded_on": "2015-11-20"}
    return record(Kind.TITLE_CERTIFICATE, **(said | changes))


# --- Rows -------------------------------------------------------------------------------------------------------------


def claim(name: ListName, row: int, who: str, cells: Mapping[str, CellValue]) -> Claim:
    """A row of a list."""
    raw = {key: str(value) for key, value in cells.items() if value is not None}
    source = Source(path=f"{name}.xlsx", sha256=name, sheet="Sheet1", cell=f"B{row}")
    return Claim(name, row, who, dict(cells), raw, source)


def served_row(row: int, enterprise: str, **cells: CellValue) -> Claim:
    """A row of 附表2."""
    said: dict[str, CellValue] = {"enterprise": enterprise, "service": "等级保护测评", "province": "北京"}
    return claim(ListName.SERVED, row, enterprise, said | cells)


def order_row(row: int, enterprise: str, **cells: CellValue) -> Claim:
    """A row of 附表3 over 1.2 万元."""
    said: dict[str, CellValue] = {
        "enterprise": enterprise,
        "service": "等级保护测评",
        "size": "小型",
        "amount_wan": 1.2,
        "signed_on": "2024-03-05",
        "reference": "HT-2024-001",
    }
    return claim(ListName.ORDERS, row, enterprise, said | cells)


def activity_row(row: int, name: str, day: str | None = "2024-05-16", **cells: CellValue) -> Claim:
    """A row of 附表5, offline."""
    said: dict[str, CellValue] = {"activity": name, "held_on": day, "place": "海淀区创新大厦三层"}
    return claim(ListName.ACTIVITIES, row, name, said | cells)


def survey_row(row: int, enterprise: str, satisfaction: CellValue = 95, **cells: CellValue) -> Claim:
    """A row of 附表6."""
    return claim(ListName.SURVEYS, row, enterprise, {"enterprise": enterprise, "satisfaction": satisfaction, **cells})


def partner_row(row: int, partner: str, **cells: CellValue) -> Claim:
    """A row of 附表7."""
    return claim(ListName.PARTNERS, row, partner, {"partner": partner, **cells})


def staff_row(row: int, name: str, **cells: CellValue) -> Claim:
    """A row of 附表1."""
    return claim(ListName.STAFF, row, name, {"name": name, **cells})


def declared(name: ListName, rows: Sequence[Claim], **changes: Any) -> DeclaredList:
    """A list of these rows."""
    said: dict[str, Any] = {
        "path": f"{name}.xlsx",
        "sha256": name.value,
        "sheet": "Sheet1",
        "header_row": 1,
        "columns": {},
        "totals": {},
    }
    return DeclaredList(name=name, rows=tuple(rows), **(said | changes))


# --- Submissions ------------------------------------------------------------------------------------------------------


def unread(path: str, reason: Reason = Reason.PAGE_UNREADABLE, **place: Any) -> Problem:
    """A document, or a page of it, that could not be read."""
    said: dict[str, Any] = {"sha256": f"unread {path}", "page": 1} | place
    return Problem(reason, Source(path=path, **said))


def submission(
    records: Iterable[Record] = (),
    *,
    problems: Iterable[Problem] = (),
    applicant: Applicant | None = APPLICANT,
    lists: Iterable[DeclaredList] = (),
    copies: Mapping[str, Sequence[str]] | None = None,
    **more: Any,
) -> Submission:
    """A submission of these papers; `copies` are further paths of a document, by its hash."""
    records = tuple(records)
    paths = [(paper.path, paper.sha256) for paper in records]
    paths += [(path, sha256) for sha256, others in (copies or {}).items() for path in others]
    said: dict[str, Any] = {
        "archives": (archive(f"{OWN}.zip"),),
        "ledger": tuple(ledger_entry(path, sha256=sha256) for path, sha256 in dict.fromkeys(paths)),
        "problems": tuple(problems),
    }
    return Submission(applicant=applicant, lists=tuple(lists), records=records, **(said | more))


def archive(name: str, size: int = 1000) -> ArchiveEntry:
    """An archive that was read."""
    return ArchiveEntry(name=name, sha256=name, bytes=size, outcome=LedgerOutcome.READ)


def ledger_entry(path: str, archive_name: str = f"{OWN}.zip", sha256: str = "0") -> LedgerEntry:
    """A member of an archive."""
    return LedgerEntry(path=path, archive=archive_name, sha256=sha256, outcome=LedgerOutcome.READ)


def desk_of(records: Iterable[Record], claims: Iterable[Claim], **more: Any) -> PaperDesk:
    """The desk on which the papers of these rows' enterprises lie."""
    papers = submission(records, **more)
    return PaperDesk(Pool(papers, [row.name for row in claims]), YEAR)


def reasons_of(scales: Iterable[Scale]) -> list[tuple[str, ...]]:
    """The status of each row and the reasons for it."""
    return [(scale.status.value, *sorted(reason.value for reason in scale.reasons)) for scale in scales]


def remarks_of(scale: Scale) -> set[Reason]:
    """What was said of a row besides the reasons of its status."""
    return {finding.reason for finding in scale.findings} - set(scale.reasons)
