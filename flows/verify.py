"""Verify one submission: the steps in their order, free of Prefect."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import programmes
from domain.errors import NothingToVerifyError, UsageError
from domain.findings import Severity
from domain.ledger import LedgerOutcome
from domain.programme import Options, Programme, Verdict
from domain.report import Report, Submission
from extractors.limits import DEFAULT_LIMITS, Limits
from flows.home import Home, source_version, write_atomic
from flows.progress import Progress
from flows.reading import Reader, RunChunks, completed_ledger, reader_version, run_here

REPORT, WORKBOOK = "report.json", "核查表.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a user asks to have verified, and with what readings."""

    archives: tuple[Path, ...]
    programme: str = programmes.DEFAULT
    out: Path = Path("results")
    applicant: str | None = None
    year: int | None = None
    deadline: date | None = None
    policy: Mapping[str, str] = field(default_factory=dict)
    circumstances: frozenset[str] = frozenset()
    passwords: tuple[str, ...] = ()
    jobs: int | None = None
    use_cache: bool = True
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left: its folder, the report as data, and whether it was answered from kept results."""

    folder: Path
    report: Mapping[str, Any]
    kept: bool

    @property
    def needs_a_person(self) -> bool:
        """Whether anything is open, unmet, missing, or found."""
        verdicts = {rule["verdict"] for rule in self.report["rules"]}
        weighty = {Severity.FATAL, Severity.MAJOR, Severity.MINOR}
        findings = any(finding["severity"] in weighty for finding in self.report["findings"])
        rows = any(rule["open"] for rule in self.report["rules"])
        return findings or rows or bool(verdicts - {Verdict.MET, None})


def verify_submission(request: Request, home: Home, progress: Progress, run_chunks: RunChunks = run_here) -> Outcome:
    """Verify a submission and write its papers; an unchanged one is answered from what is kept."""
    programme, options, key = _identify(request)
    with home.lock(key):
        kept = kept_outcome(request, home)
        if kept is not None:
            return kept
        folder = home.result_folder(key)
        _keep(_run(request, programme, options, home, key, progress, run_chunks), folder)
        return _hand_out(folder, request.out, kept_before=False)


def kept_outcome(request: Request, home: Home) -> Outcome | None:
    """The outcome of an earlier run of the very same submission, programme, options and version; None without one."""
    _, _, key = _identify(request)
    folder = home.result_folder(key)
    if request.use_cache and (folder / REPORT).exists():
        return _hand_out(folder, request.out, kept_before=True)
    return None


def _identify(request: Request) -> tuple[Programme, Options, str]:
    programme = programmes.load(request.programme)
    options = options_of(request, programme)
    _check_archives(request.archives)
    return programme, options, submission_key(request, programme, options)


def options_of(request: Request, programme: Programme) -> Options:
    """The options of a run: every switch of the programme has a value; UsageError for an unknown one."""
    known = {switch.name: switch for switch in programme.switches}
    for name, value in request.policy.items():
        if name not in known:
            raise UsageError(f"没有名为“{name}”的口径开关；可用：{'、'.join(sorted(known))} (unknown switch)")
        if value not in known[name].values:
            raise UsageError(
                f"口径开关“{name}”没有取值“{value}”；可用：{'、'.join(known[name].values)} (unknown value)"
            )
    year = request.year or programme.year
    return Options(
        year=year,
        as_of=date(year, 12, 31),
        deadline=request.deadline,
        policy={name: request.policy.get(name, switch.values[0]) for name, switch in sorted(known.items())},
        circumstances=request.circumstances,
    )


def submission_key(request: Request, programme: Programme, options: Options) -> str:
    """A hash of all that a result depends on: archives, programme, options, our own source."""
    parts = {
        "archives": [[path.name, content_hash(path)] for path in request.archives],
        "programme": programme.sha256,
        "options": repr(options),
        "applicant": request.applicant,
        "passwords": hashlib.sha256("\0".join(request.passwords).encode()).hexdigest(),
        "limits": repr(request.limits),
        "source": source_version(),
        "reader": reader_version(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def content_hash(path: Path) -> str:
    """The SHA-256 of a file, or of all names and contents below a folder."""
    if path.is_dir():
        digest = hashlib.sha256()
        for member in sorted(path.rglob("*")):
            if member.is_file() and not member.is_symlink():
                line = f"{member.relative_to(path)}\0{content_hash(member)}\0"
                digest.update(line.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()
    stat = path.stat()
    return _file_hash(path, stat.st_size, stat.st_mtime_ns)


@cache
def _file_hash(path: Path, _size: int, _changed_at: int) -> str:
    """The SHA-256 of a file, computed once as long as its size and time stand."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


def product_version() -> str:
    """The version of chayan."""
    return version("chayan")


def _check_archives(archives: tuple[Path, ...]) -> None:
    if not archives:
        raise UsageError("请给出要核查的压缩包或文件夹 (no archive given)")
    for path in archives:
        if not path.exists():
            raise UsageError(f"找不到“{path}” (no such file or folder)")
        if not (path.is_file() or path.is_dir()):
            raise UsageError(f"“{path}”不是文件或文件夹 (neither file nor folder)")


def _run(
    request: Request,
    programme: Programme,
    options: Options,
    home: Home,
    key: str,
    progress: Progress,
    run_chunks: RunChunks,
) -> Report:
    from flows.pool import WorkerPool
    from validators.applicant import find_applicant
    from validators.packaging import stem_of
    from validators.verification import verify

    work = home.work_folder(key)
    try:
        with WorkerPool(request.jobs or cores(), memory_limit=request.limits.child_bytes) as pool:
            reader = Reader(pool=pool, home=home, limits=request.limits, progress=progress, use_cache=request.use_cache)
            ledger, documents = reader.unpack(request.archives, work, request.passwords)
            if all(archive.outcome is not LedgerOutcome.READ for archive in ledger.archives):
                names = "、".join(archive.name for archive in ledger.archives)
                raise NothingToVerifyError(f"没有可以核查的内容：{names}都无法打开 (nothing readable to verify)")
            digests = reader.digests(documents, run_chunks)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    progress.stage("核对 weighing", 1)
    found = [digests[document.sha256] for document in documents if document.sha256 in digests]
    records = tuple(record for digest in found for record in digest.records)
    stem = stem_of(ledger.archives[0].name)[0]
    scanned = tuple(
        (digests[d.sha256].scanned_list, _whole(d.path, d.sha256))
        for d in documents
        if d.sha256 in digests and digests[d.sha256].scanned_list is not None
    )
    submission = Submission(
        applicant=find_applicant(records, stem, programmes.registry(), request.applicant),
        lists=tuple(declared for digest in found for declared in digest.lists),
        records=records,
        problems=(*ledger.problems, *(problem for digest in found for problem in digest.problems)),
        archives=ledger.archives,
        ledger=completed_ledger(ledger, digests),
        scanned_lists=scanned,  # type: ignore[arg-type]
    )
    report = verify(programme, submission, options, version=product_version())
    progress.step()
    return report


def _whole(path: str, sha256: str) -> Any:  # noqa: ANN401
    from domain.documents import Source

    return Source(path=path, sha256=sha256, page=1)


def _keep(report: Report, folder: Path) -> None:
    """Write the papers; the report last, because its being there says that all are."""
    from reports.report_json import render_json
    from reports.workbook import render_workbook

    write_atomic(folder / WORKBOOK, render_workbook(report))
    write_atomic(folder / REPORT, render_json(report))


def _hand_out(kept: Path, out: Path, *, kept_before: bool) -> Outcome:
    """Copy the papers to the user's folder, named by the applicant or the archive."""
    report = json.loads((kept / REPORT).read_bytes())
    folder = out / folder_name(report)
    for paper in sorted(kept.iterdir()):
        if not paper.name.startswith("."):
            write_atomic(folder / paper.name, paper.read_bytes())
    return Outcome(folder, report, kept_before)


def folder_name(report: Mapping[str, Any]) -> str:
    """The name of the result folder: the applicant, else the first archive's stem; never a path."""
    from validators.packaging import stem_of

    name = report["applicant"]["name"] or stem_of(report["archives"][0]["name"])[0]
    cleaned = "".join("_" if sign in '/\\:*?"<>|' or ord(sign) < ord(" ") else sign for sign in name).strip(". ")
    return cleaned[:100] or "submission"
