"""Reading a submission: unpack, survey, read pages, digest documents; everything done is kept by content.

Free of Prefect. All parsing happens in the processes of a `WorkerPool`; what they find lies in files, so that a killed
run goes on where it stopped and an unchanged document is never read again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from domain.claims import DeclaredList, ListName
from domain.documents import Kind, Problem, Source
from domain.encoding import from_json, to_json
from domain.errors import WorkerFailedError
from domain.findings import Reason
from domain.ledger import Ledger, LedgerEntry, LedgerOutcome
from domain.records import Record
from extractors.intake import outcome
from extractors.limits import MIB, Limits
from flows.handed_in import size_of
from flows.home import Home, is_kept, read_json, source_version, write_atomic
from flows.pool import JobFailed, WorkerPool
from flows.progress import Progress

JOB_SECONDS = 4.0
"""CPU seconds of one job: enough to make opening a file cheap, little enough to keep all cores busy to the end."""

CHUNK_PAGES = 40
"""Pages with which a chunk is full; a chunk is one Prefect task (prefect.md: 20 to 50)."""

PAGE_SECONDS = 60.0
"""How long a page may take before its process is killed."""

UNREAD = frozenset(
    {Reason.FILE_CORRUPT, Reason.FILE_ENCRYPTED, Reason.FILE_EMPTY, Reason.FILE_TYPE_UNSUPPORTED}
    | {Reason.FILE_TIMEOUT, Reason.ARCHIVE_BOMB, Reason.PAGE_UNREADABLE}
)
"""Reasons for which a document, or a page of it, could not be read."""

Answer = Mapping[str, Any] | JobFailed


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a submission, known by its hash, with every path it lies at."""

    sha256: str
    file: Path
    paths: tuple[str, ...]
    bytes: int

    @property
    def path(self) -> str:
        """Its first path."""
        return self.paths[0]


@dataclass(frozen=True, slots=True)
class PageJob:
    """A run of pages of one document, read in one go."""

    document: Document
    first: int
    last: int

    @property
    def pages(self) -> int:
        """How many pages."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Chunk:
    """Forty pages or a little more: the work of one Prefect task."""

    number: int
    jobs: tuple[PageJob, ...]

    @property
    def pages(self) -> int:
        """How many pages."""
        return sum(job.pages for job in self.jobs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one document says, as the extractors of a worker found it."""

    kind: Kind
    records: tuple[Record, ...] = ()
    lists: tuple[DeclaredList, ...] = ()
    scanned_list: ListName | None = None
    problems: tuple[Problem, ...] = ()
    pages: int | None = None
    read_by: str = ""


RunChunks = Callable[[Sequence[Chunk], Callable[[Chunk], int]], None]
"""How chunks are run: in this process, or each as a task of a flow."""


def run_here(chunks: Sequence[Chunk], read: Callable[[Chunk], int]) -> None:
    """Run all chunks as one, so that no worker waits at the end of each."""
    read(Chunk(1, tuple(job for chunk in chunks for job in chunk.jobs)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The hands of a run: the pool, the state folder, the limits, and the voice."""

    pool: WorkerPool
    home: Home
    limits: Limits
    progress: Progress
    use_cache: bool = True

    def unpack(self, archives: Sequence[Path], into: Path, passwords: Sequence[str]) -> tuple[Ledger, list[Document]]:
        """The ledger and the documents of all archives."""
        self.progress.stage("解压 unpacking", len(archives))
        job = {
            "op": "unpack",
            "archives": [str(archive) for archive in archives],
            "into": str(into),
            "limits": to_json(self.limits),
            "passwords": list(passwords),
        }
        answer = _answer(self.pool.submit(job, self.limits.seconds(sum(map(size_of, archives)))))
        if isinstance(answer, JobFailed):
            raise WorkerFailedError(f"解压进程失败（{answer.kind} {answer.detail}） (unpacking failed)")
        self.progress.step(len(archives))
        return from_json(Ledger, answer["ledger"]), _documents(answer["files"])

    def digests(self, documents: Sequence[Document], run_chunks: RunChunks) -> dict[str, Digest]:
        """What every document says, by its hash."""
        found = {document.sha256: self._kept_digest(document) for document in documents} if self.use_cache else {}
        fresh = [document for document in documents if found.get(document.sha256) is None]
        if fresh:
            surveys = self._survey(fresh)
            self._read(fresh, surveys, run_chunks)
            self._digest(fresh, surveys)
        return {document.sha256: found.get(document.sha256) or self._new_digest(document) for document in documents}

    def read_chunk(self, chunk: Chunk) -> int:
        """Read the pages of a chunk on all workers; returns how many pages could not be read."""
        futures = {self._submit(job): job for job in chunk.jobs}
        bad = 0
        for future in as_completed(futures):
            job, answer = futures[future], _answer(future)
            if isinstance(answer, JobFailed):
                bad += self._isolate(job, answer)
            self.progress.step(job.pages)
        return bad

    def _submit(self, job: PageJob) -> "Future[Answer]":
        numbers = range(job.first, job.last + 1)
        request = {
            "op": "read",
            "file": str(job.document.file),
            "path": job.document.path,
            "sha256": job.document.sha256,
            "first": job.first,
            "last": job.last,
            "pages": {number: str(self._page(job.document, number)) for number in numbers},
        }
        seconds = PAGE_SECONDS * min(job.pages, 4) + self.limits.seconds_per_mib * min(job.document.bytes / MIB, 60)
        return self.pool.submit(request, seconds)

    def _isolate(self, job: PageJob, failure: JobFailed) -> int:
        """Read the pages of a failed job one by one; those that fail alone are named and left."""
        if job.pages == 1:
            self._keep_failed_page(job, failure)
            return 1
        bad = 0
        for number in range(job.first, job.last + 1):
            single = PageJob(job.document, number, number)
            answer = _answer(self._submit(single))
            if isinstance(answer, JobFailed):
                self._keep_failed_page(single, answer)
                bad += 1
        return bad

    def _keep_failed_page(self, job: PageJob, failure: JobFailed) -> None:
        problem = _problem(job.document, failure, job.first)
        write_atomic(self._page(job.document, job.first), _json({"problem": to_json(problem)}))

    def _survey(self, documents: Sequence[Document]) -> dict[str, Mapping[str, Any]]:
        """Pages and kinds of media of the documents that are not digested yet."""
        found: dict[str, Mapping[str, Any]] = {}
        for document, answer in self._each("查看文件 surveying files", documents, _survey_job):
            if isinstance(answer, JobFailed):
                problem = to_json(_problem(document, answer))
                found[document.sha256] = {"media": "none", "costs": [], "problem": problem}
            else:
                found[document.sha256] = answer
        return found

    def _read(
        self, documents: Sequence[Document], surveys: Mapping[str, Mapping[str, Any]], run_chunks: RunChunks
    ) -> None:
        """The pages still to be read, in jobs of a few seconds, in chunks of twenty to fifty pages."""
        jobs = [job for document in documents for job in self._jobs(document, surveys[document.sha256]["costs"])]
        if jobs:
            self.progress.stage("读取页面 reading pages", sum(job.pages for job in jobs))
            run_chunks(_chunks(jobs), self.read_chunk)

    def _jobs(self, document: Document, costs: Sequence[float]) -> Iterator[PageJob]:
        """The pages of a document that are not kept yet, in runs of a few seconds."""
        start, seconds = 0, 0.0
        for number, cost in enumerate(costs, 1):
            if self.use_cache and is_kept(self._page(document, number)):
                if start:
                    yield PageJob(document, start, number - 1)
                start, seconds = 0, 0.0
                continue
            start, seconds = start or number, seconds + cost
            if seconds >= JOB_SECONDS or number == len(costs):
                yield PageJob(document, start, number)
                start, seconds = 0, 0.0

    def _digest(self, documents: Sequence[Document], surveys: Mapping[str, Mapping[str, Any]]) -> None:
        """What each document says, left in its file."""

        def job(document: Document) -> Mapping[str, Any]:
            survey = surveys[document.sha256]
            return {
                "op": "digest",
                "file": str(document.file),
                "paths": list(document.paths),
                "sha256": document.sha256,
                "survey": dict(survey),
                "pages": [str(self._page(document, number)) for number, _ in enumerate(survey["costs"], 1)],
                "into": str(self._digest_file(document)),
            }

        for document, answer in self._each("提取内容 extracting", documents, job):
            if isinstance(answer, JobFailed):
                failed = Digest(kind=Kind.UNKNOWN, problems=(_problem(document, answer),))
                write_atomic(self._digest_file(document), _json(to_json(failed)))

    def _each(
        self, stage: str, documents: Sequence[Document], job: Callable[[Document], Mapping[str, Any]]
    ) -> Iterator[tuple[Document, Answer]]:
        """The answer to a job for each document, as they come."""
        self.progress.stage(stage, len(documents))
        futures = {self.pool.submit(job(each), self.limits.seconds(each.bytes)): each for each in documents}
        for future in as_completed(futures):
            yield futures[future], _answer(future)
            self.progress.step()

    def _kept_digest(self, document: Document) -> Digest | None:
        data = read_json(self._digest_file(document))
        return from_json(Digest, data) if data is not None else None

    def _new_digest(self, document: Document) -> Digest:
        digest = self._kept_digest(document)
        if digest is None:
            raise WorkerFailedError(f"“{self._digest_file(document)}”已不在 (it is gone)")
        return digest

    def _page(self, document: Document, number: int) -> Path:
        return self.home.page_file(reader_version(), document.sha256, number)

    def _digest_file(self, document: Document) -> Path:
        return self.home.digest_file(digest_version(), document.sha256, document.paths)


def _answer(future: "Future[Answer]") -> Answer:
    """What a job came to; WorkerFailedError where the machine is at fault and no document."""
    answer = future.result()
    if not isinstance(answer, JobFailed) and "fault" in answer:
        raise WorkerFailedError(f"无法继续读取：{answer['fault']} (cannot go on reading)")
    return answer


def _survey_job(document: Document) -> Mapping[str, Any]:
    return {"op": "survey", "file": str(document.file), "path": document.path, "sha256": document.sha256}


def _chunks(jobs: Iterable[PageJob]) -> list[Chunk]:
    chunks: list[list[PageJob]] = []
    for job in jobs:
        if not chunks or sum(other.pages for other in chunks[-1]) >= CHUNK_PAGES:
            chunks.append([])
        chunks[-1].append(job)
    return [Chunk(number, tuple(group)) for number, group in enumerate(chunks, 1)]


def _problem(document: Document, failure: JobFailed, page: int | None = None) -> Problem:
    """A document or page that came to nothing, as a problem for a person."""
    source = Source(path=document.path, sha256=document.sha256, page=page)
    return Problem(Reason.FILE_TIMEOUT, source, f"{failure.kind} {failure.detail}".strip())


def reader_version() -> str:
    """The version under which pages are kept."""
    from extractors.readers import READER_VERSION

    return READER_VERSION


def digest_version() -> str:
    """The version under which digests are kept: readers, extractors and the words they share."""
    return f"{reader_version()}-{source_version('domain', 'extractors')}"


def completed_ledger(ledger: Ledger, digests: Mapping[str, Digest]) -> tuple[LedgerEntry, ...]:
    """The ledger with kind, pages, reader and outcome of every document."""
    return tuple(_completed(entry, digests.get(entry.sha256)) for entry in ledger.entries)


def _completed(entry: LedgerEntry, digest: Digest | None) -> LedgerEntry:
    if digest is None or entry.outcome is not LedgerOutcome.READ or entry.kind is Kind.ARCHIVE:
        return entry
    known = replace(entry, kind=digest.kind, pages=digest.pages, read_by=digest.read_by)
    reason = _unread(digest)
    return known if reason is None else replace(known, outcome=outcome(reason), reason=reason.value)


def _unread(digest: Digest) -> Reason | None:
    """Why nothing of a document could be read; None where something was."""
    problems = [problem for problem in digest.problems if problem.reason in UNREAD]
    pages = {problem.source.page for problem in problems}
    if not problems or digest.records or digest.lists:
        return None
    return problems[0].reason if None in pages or len(pages) == digest.pages else None


def _documents(files: Iterable[Mapping[str, Any]]) -> list[Document]:
    """The distinct documents, in the order of their first path."""
    found: dict[str, Document] = {}
    for file in files:
        known = found.get(file["sha256"])
        paths = (*known.paths, file["path"]) if known else (file["path"],)
        found[file["sha256"]] = Document(file["sha256"], Path(file["file"]), paths, file["bytes"])
    return list(found.values())


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
