"""The jobs of a worker process: survey a file, read some of its pages, digest the whole document.

A job comes and goes as JSON; pages and digests are left in files named by the caller, each whole or not at all.
"""

import errno
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

from domain.claims import DeclaredList, ListName
from domain.documents import Kind, Page, Problem, Reading, Sheet, Source
from domain.encoding import from_json, to_json
from domain.errors import WorkerFailedError
from domain.records import Record
from extractors import readers
from extractors.archive import unpack
from extractors.classify import classify
from extractors.declared_lists import extract_claims, list_in_document
from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.registry import digest, extract

Job = Mapping[str, Any]
Answer = dict[str, Any]

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What the system says where nothing more can be written."""


def tells_faults(job: Callable[[Job], Answer]) -> Callable[[Job], Answer]:
    """A job that answers `fault` where the machine is at fault and no document: a full disk, no OCR engine."""

    @wraps(job)
    def told(request: Job) -> Answer:
        try:
            return job(request)
        except WorkerFailedError as error:
            return {"fault": str(error)}
        except OSError as error:
            if error.errno not in FULL:
                raise
            return {"fault": error.strerror}

    return told


@tells_faults
def unpack_job(job: Job) -> Answer:
    """The JSON of `extractors.archive.Unpacked`."""
    limits = from_json(Limits, job["limits"]) if "limits" in job else DEFAULT_LIMITS
    archives = [Path(path) for path in job["archives"]]
    unpacked: Answer = to_json(unpack(archives, Path(job["into"]), limits, tuple(job.get("passwords", ()))))
    return unpacked


def survey_job(job: Job) -> Answer:
    """How many pages a file has and what each will cost; or sheets; or a problem."""
    survey = readers.survey(Path(job["file"]), job["path"], job["sha256"])
    return {
        "media": survey.media,
        "costs": list(survey.costs),
        "meta": [list(entry) for entry in survey.meta],
        "problem": to_json(survey.problem) if survey.problem else None,
    }


@tells_faults
def read_job(job: Job) -> Answer:
    """Read pages into the files that the job names by page number."""
    pages = readers.read_pages(Path(job["file"]), job["path"], job["sha256"], job["first"], job["last"])
    reader = readers.read_by(Path(job["file"]), job["path"], pages)
    for number, page in zip(range(job["first"], job["last"] + 1), pages, strict=True):
        kept = {"problem": to_json(page)} if isinstance(page, Problem) else {"page": to_json(page)}
        _leave(Path(job["pages"][str(number)]), {**kept, "read_by": reader})
    return {"pages": len(pages)}


@tells_faults
def digest_job(job: Job) -> Answer:
    """Classify and extract a document from its pages or sheets into the file that the job names."""
    survey, path, sha256 = job["survey"], job["paths"][0], job["sha256"]
    problems = [from_json(Problem, survey["problem"])] if survey.get("problem") else []
    meta = tuple((name, value) for name, value in survey.get("meta", ()))
    pages, page_problems, read_by = _kept_pages(job["pages"], path)
    problems += page_problems
    sheets: tuple[Sheet, ...] = ()
    if survey["media"] == "sheets":
        file = Path(job["file"])
        read, read_by = readers.read_sheets(file, path, sha256), readers.read_by(file, path)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            sheets = read
    reading = Reading(path=path, sha256=sha256, pages=pages, sheets=sheets, read_by=read_by, meta=meta)
    found = _digest(reading, job["paths"])
    found["problems"] = [to_json(problem) for problem in problems] + found["problems"]
    found["pages"] = len(job["pages"]) if survey["media"] == "pages" else None
    found["read_by"] = read_by
    _leave(Path(job["into"]), found)
    return {"kind": found["kind"]}


def sheets_job(job: Job) -> Answer:
    """The sheets of a workbook that is no part of a submission; or its problem."""
    read = readers.read_sheets(Path(job["file"]), job["path"], job["sha256"])
    return {"problem": to_json(read)} if isinstance(read, Problem) else {"sheets": to_json(read)}


def _kept_pages(files: Sequence[str], path: str) -> tuple[tuple[Page, ...], list[Problem], str]:
    pages, problems, read_by = [], [], ""
    for file in files:
        kept = json.loads(Path(file).read_bytes())
        read_by = max(read_by, kept.get("read_by", ""), key=len)
        if "page" not in kept:
            problem = from_json(Problem, kept["problem"])
            problems.append(replace(problem, source=replace(problem.source, path=path)))
        else:
            pages.append(from_json(Page, kept["page"]))
    return tuple(pages), problems, read_by


def _digest(reading: Reading, paths: Sequence[str]) -> dict[str, Any]:
    """What the extractors find; a document without text is classified by the first path that says what it is."""
    lists: tuple[DeclaredList, ...] = ()
    problems: tuple[Problem, ...] = _unreadable_pages(reading)
    scanned: ListName | None = None
    if reading.sheets:
        lists, list_problems = extract_claims(reading)
        problems += list_problems
    elif reading.pages:
        scanned = list_in_document(reading)
    kind: Kind = Kind.LIST_WORKBOOK
    records: tuple[Record, ...] = ()
    if not lists:
        kind, records, more = _records(reading, paths)
        problems += more
    else:
        records = _form_beside(reading, lists)
    return {
        "kind": kind.value,
        "records": [to_json(record) for record in records],
        "lists": [to_json(declared) for declared in lists],
        "scanned_list": scanned.value if scanned else None,
        "problems": [to_json(problem) for problem in problems],
    }


def _form_beside(reading: Reading, lists: Sequence[DeclaredList]) -> tuple[Record, ...]:
    """The declared form that stands on other sheets of a workbook of lists."""
    listed = {declared.sheet for declared in lists}
    rest = replace(reading, sheets=tuple(sheet for sheet in reading.sheets if sheet.name not in listed))
    if not rest.sheets or classify(rest, reading.path) is not Kind.DECLARED_FORM:
        return ()
    return tuple(found for found in extract(Kind.DECLARED_FORM, rest) if isinstance(found, Record))


def _records(reading: Reading, paths: Sequence[str]) -> tuple[Kind, tuple[Record, ...], tuple[Problem, ...]]:
    """Kind, records and problems; a document that says nothing itself is what one of its paths says."""
    found = digest(reading)
    for path in paths[1:]:
        if any(kind is not Kind.UNKNOWN for kind in found.kinds):
            break
        found = digest(reading.at(path))
    known = [kind for kind in found.kinds if kind is not Kind.UNKNOWN]
    kind = Counter(known).most_common(1)[0][0] if known else Kind.UNKNOWN
    return kind, tuple(replace(record, path=reading.path) for record in found.records), found.problems


def _unreadable_pages(reading: Reading) -> tuple[Problem, ...]:
    return tuple(
        Problem(page.problem, Source(path=reading.path, sha256=reading.sha256, page=page.number))
        for page in reading.pages
        if page.problem is not None
    )


def _leave(path: Path, data: object) -> None:
    """Write a file whole or not at all; half a surrogate pair, which fonts of PDFs bring, becomes a question mark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(json.dumps(data, ensure_ascii=False).encode(errors="replace"))
    part.replace(path)
