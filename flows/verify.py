"""Verify one submission: the steps in their order, free of Prefect."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

import programmes
from domain.documents import Kind, Problem, Source
from domain.errors import NothingToVerifyError, UsageError
from domain.findings import Reason
from domain.ledger import Ledger
from domain.programme import Options, Programme
from domain.report import Report, Submission
from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.volumes import parse_volume_name
from flows.handed_in import archives_of, content_hash
from flows.home import Home, check_writable, source_version
from flows.progress import Progress
from flows.reading import Digest, Document, Reader, RunChunks, completed_ledger, reader_version, run_here
from flows.results import Outcome, hand_out, keep, kept_report


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a user asks to have verified, and with what readings."""

    archives: tuple[Path, ...]
    programme: str = programmes.DEFAULT
    out: Path = Path("results")
    applicant: str | None = None
    form: Path | None = None
    """The declared form (填报信息), where it does not lie in the archives."""
    year: int | None = None
    deadline: date | None = None
    policy: Mapping[str, str] = field(default_factory=dict)
    circumstances: frozenset[str] = frozenset()
    passwords: tuple[str, ...] = ()
    jobs: int | None = None
    use_cache: bool = True
    limits: Limits = DEFAULT_LIMITS
    taken: frozenset[str] = frozenset()
    """Names of result folders that belong to other submissions of the same run."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A request with all that it names looked up, and the key of all that its result depends on."""

    request: Request
    programme: Programme
    options: Options
    archives: tuple[Path, ...]
    key: str


def verify_submission(request: Request, home: Home, progress: Progress, run_chunks: RunChunks = run_here) -> Outcome:
    """Verify a submission and write its papers; an unchanged one is answered from what is kept."""
    assignment = assign(request, home)
    folder = home.result_folder(assignment.key)
    with home.lock(assignment.key, lambda: progress.stage("等待另一进程核查同一材料 waiting for another run", 0)):
        kept = kept_report(folder) if request.use_cache else None
        report = kept or keep(_verify(assignment, home, progress, run_chunks), folder)
        return Outcome(hand_out(folder, report, request.out, request.taken), report, kept is not None)


def kept_outcome(request: Request, home: Home) -> Outcome | None:
    """The outcome of an earlier run of the very same submission, programme, options and version; None without one."""
    folder = home.result_folder(assign(request, home).key)
    report = kept_report(folder) if request.use_cache else None
    if report is None:
        return None
    return Outcome(hand_out(folder, report, request.out, request.taken), report, kept=True)


def assign(request: Request, home: Home) -> Assignment:
    """All that a request names looked up; UsageError for what is not there or cannot be written."""
    programme = programmes.load(request.programme)
    options = options_of(request, programme)
    archives = archives_of(request.archives)
    if request.form is not None and not request.form.is_file():
        raise UsageError(f"找不到填报信息“{request.form}” (no such file)")
    check_writable(request.out, "结果文件夹")
    check_writable(home.root, "状态文件夹（CHAYAN_HOME）")
    return Assignment(request, programme, options, archives, _key(request, programme, options, archives))


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
    circumstances = {rule.relaxed.when for rule in programme.rules if rule.relaxed is not None}
    for name in request.circumstances - circumstances:
        raise UsageError(f"没有名为“{name}”的放宽情形；可用：{'、'.join(sorted(circumstances))} (unknown circumstance)")
    year = request.year or programme.year
    return Options(
        year=year,
        as_of=date(year, 12, 31),
        deadline=request.deadline,
        policy={name: request.policy.get(name, switch.values[0]) for name, switch in sorted(known.items())},
        circumstances=request.circumstances,
    )


def _key(request: Request, programme: Programme, options: Options, archives: Sequence[Path]) -> str:
    """A hash of all that a result depends on: archives, programme, options, our own source."""
    parts = {
        "archives": [[path.name, content_hash(path)] for path in archives],
        "form": [request.form.name, content_hash(request.form)] if request.form else None,
        "programme": programme.sha256,
        "options": [options.year, str(options.deadline), sorted(options.policy.items()), sorted(options.circumstances)],
        "applicant": request.applicant,
        "passwords": hashlib.sha256("\0".join(request.passwords).encode(errors="surrogateescape")).hexdigest(),
        "limits": repr(request.limits),
        "source": source_version(),
        "reader": reader_version(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


def product_version() -> str:
    """The version of chayan."""
    return version("chayan")


def _verify(assignment: Assignment, home: Home, progress: Progress, run_chunks: RunChunks) -> Report:
    """The report on a submission: read, then weighed."""
    from validators.verification import verify

    submission = _read(assignment, home, progress, run_chunks)
    progress.stage("核对 weighing", 1)
    report = verify(assignment.programme, submission, assignment.options, version=product_version())
    progress.step()
    return report


def _read(assignment: Assignment, home: Home, progress: Progress, run_chunks: RunChunks) -> Submission:
    """What the archives hold, read by worker processes."""
    from flows.pool import WorkerPool

    request = assignment.request
    limits, size = request.limits, request.jobs or cores()
    with home.work_folder(assignment.key) as work, WorkerPool(size, memory_limit=limits.child_bytes) as pool:
        reader = Reader(pool=pool, home=home, limits=limits, progress=progress, use_cache=request.use_cache)
        ledger, documents = reader.unpack(assignment.archives, work, request.passwords)
        _check_readable(ledger, documents)
        documents += _form_documents(request.form, documents)
        digests = reader.digests(documents, run_chunks)
    return _submission(request, ledger, documents, digests)


def _check_readable(ledger: Ledger, documents: Sequence[Document]) -> None:
    """NothingToVerifyError, with the reasons, if no document came out of the archives."""
    from validators.list_findings import finding_of

    if documents:
        return
    sentences = "".join(dict.fromkeys(finding_of(problem).message for problem in ledger.problems))
    raise NothingToVerifyError(f"没有可以核查的内容。{sentences or '其中没有文件。'} (nothing readable to verify)")


def _form_documents(form: Path | None, documents: Sequence[Document]) -> list[Document]:
    """The form that was handed in by itself, unless it lies in the archives too."""
    if form is None or content_hash(form) in {document.sha256 for document in documents}:
        return []
    return [Document(content_hash(form), form.resolve(), (form.name,), form.stat().st_size)]


def _form_problems(form: Path | None, found: Sequence[tuple[Document, Digest]]) -> tuple[Problem, ...]:
    """That the form handed in by itself is none, where it could be read at all."""
    own = [
        (document, digest) for document, digest in found if form is not None and document.sha256 == content_hash(form)
    ]
    return tuple(
        Problem(Reason.HEADER_UNKNOWN, Source(path=document.path, sha256=document.sha256), "未识别出填报信息")
        for document, digest in own
        if not digest.problems and not any(record.kind is Kind.DECLARED_FORM for record in digest.records)
    )


def _submission(
    request: Request, ledger: Ledger, documents: Sequence[Document], digests: Mapping[str, Digest]
) -> Submission:
    """All that was read, document by document in the order of the archives."""
    from validators.applicant import find_applicant

    found = [(document, digests[document.sha256]) for document in documents]
    records = tuple(record for _, digest in found for record in digest.records)
    stem = parse_volume_name(ledger.archives[0].name).stem
    return Submission(
        applicant=find_applicant(records, stem, programmes.registry(), request.applicant),
        lists=tuple(declared for _, digest in found for declared in digest.lists),
        records=records,
        problems=(
            *ledger.problems,
            *(problem for _, digest in found for problem in digest.problems),
            *_form_problems(request.form, found),
        ),
        archives=ledger.archives,
        ledger=completed_ledger(ledger, digests),
        scanned_lists=tuple(
            (digest.scanned_list, Source(path=document.path, sha256=document.sha256, page=1))
            for document, digest in found
            if digest.scanned_list is not None
        ),
    )
