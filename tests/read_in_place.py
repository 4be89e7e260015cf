"""A forged plan read in this process: drawn, unpacked, read page by page and verified, without workers."""

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import programmes
from domain.documents import Kind, Problem
from domain.ledger import LedgerEntry
from domain.records import Record
from domain.report import Report, Submission
from extractors import readers
from extractors.registry import Digest, digest
from fixtures.forge import build, cases
from fixtures.forge.draft import LayoutChoice
from fixtures.forge.truth import Truth
from flows.verify import Request, options_of
from tests.papers import archive, ledger_entry
from validators.applicant import find_applicant
from validators.packaging import stem_of
from validators.verification import verify

LISTS = (".xlsx", ".xls")


def read_in_place(case: str, seed: int, folder: Path, *, mix: str = "text") -> tuple[Report, Truth]:
    """The report on the papers of a forged submission in the layouts of the figures, without its lists."""
    draft = cases.plan(case, seed, layouts=LayoutChoice.FIGURES, mix=mix)
    forged = build.build(draft, cases.CASES[case].packaging, case)
    records: list[Record] = []
    problems: list[Problem] = []
    entries: list[LedgerEntry] = []
    for name, data in forged.archives.items():
        with zipfile.ZipFile(io.BytesIO(data), metadata_encoding="utf-8") as opened:
            for path in (path for path in opened.namelist() if not path.endswith(("/", *LISTS))):
                sha256, found = _read(opened.read(path), path, folder)
                records += found.records
                problems += found.problems
                kind = found.kinds[0] if found.kinds else Kind.UNKNOWN
                entries.append(replace(ledger_entry(path, name, sha256), kind=kind))
    programme = programmes.load(programmes.DEFAULT)
    seen = Submission(
        applicant=find_applicant(records, stem_of(forged.truth.archives[0])[0], programmes.registry()),
        lists=(),
        records=tuple(records),
        problems=tuple(problems),
        archives=tuple(archive(name) for name in forged.archives),
        ledger=tuple(entries),
    )
    options = options_of(Request(archives=(), deadline=draft.deadline), programme)
    return verify(programme, seen, options, version="0"), forged.truth


def _read(data: bytes, path: str, folder: Path) -> tuple[str, Digest]:
    """What one member says, and its hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    file = folder / f"{sha256}{Path(path).suffix}"
    file.write_bytes(data)
    reading = readers.read(file, path, sha256)
    assert not isinstance(reading, Problem), path
    return sha256, digest(reading)
