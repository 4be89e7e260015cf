"""Reading a submission: unpack, survey, read pages, digest documents; everything done is kept by content.

Free of Prefect. All parsing happens in the processes of a `WorkerPool`; what they find lies in files, so that a killed
run goes on where it stopped and an unchanged document is never read again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from extractors.limits import Limits
from flows.home import Home, read_json, source_version, write_atomic
from flows.pool import JobFailed, WorkerPool
from flows.progress import Progress

JOB_SECONDS = 4.0
"""CPU seconds of one job: enough to make opening a file cheap, little enough to keep all cores busy to the end."""

CHUNK_PAGES = 40
"""Pages of one chunk, which is one Prefect task (prefect.md: 20 to 50)."""

PAGE_SECONDS = 60.0
"""How long a page may take before its process is killed."""

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
    """Twenty to fifty pages: the work of one Prefect task."""

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
    """Run all chunks in this process, two at a time so that no worker waits at a chunk's end."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=2) as threads:
        for _ in threads.map(read, chunks):
            pass


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
        size = sum(_size(archive) for archive in archives)
        job = {
            "op": "unpack",
            "archives": [str(archive) for archive in archives],
            "into": str(into),
            "limits": to_json(self.limits),
            "passwords": list(passwords),
        }
        answer = self.pool.submit(job, self.limits.seconds(size)).result()
        if isinstance(answer, JobFailed):
            raise WorkerFailedError(f"解压进程失败（{answer.kind}：{answer.detail}） (unpacking failed)")
        self.progress.step(len(archives))
        ledger = from_json(Ledger, answer["ledger"])
        return ledger, _documents(answer["files"])

    def digests(self, documents: Sequence[Document], run_chunks: RunChunks) -> dict[str, Digest]:
        """What every document says, by its hash."""
        found = {document.sha256: self._kept_digest(document) for document in documents}
        fresh = [document for document in documents if found[document.sha256] is None]
        surveys = self._survey(fresh)
        chunks = self._chunks(fresh, surveys)
        if chunks:
            self.progress.stage("读取页面 reading pages", sum(chunk.pages for chunk in chunks))
            run_chunks(chunks, self.read_chunk)
        self._digest(fresh, surveys)
        for document in fresh:
            found[document.sha256] = self._kept_digest(document)
        return {sha256: digest for sha256, digest in found.items() if digest is not None}

    def read_chunk(self, chunk: Chunk) -> int:
        """Read the pages of a chunk on all workers; returns how many pages could not be read."""
        futures = {self._submit(job): job for job in chunk.jobs}
        bad = 0
        for future in as_completed(futures):
            job = futures[future]
            answer = future.result()
            if isinstance(answer, JobFailed):
                bad += self._isolate(job, answer)
            self.progress.step(job.pages)
        return bad

    def _submit(self, job: PageJob) -> "Future[Answer]":
        request = {
            "op": "read",
            "file": str(job.document.file),
            "path": job.document.path,
            "sha256": job.document.sha256,
            "first": job.first,
            "last": job.last,
            "pages": {number: str(self._page(job.document, number)) for number in range(job.first, job.last + 1)},
            "limits": to_json(self.limits),
        }
        return self.pool.submit(request, self._seconds(job))

    def _seconds(self, job: PageJob) -> float:
        return PAGE_SECONDS * min(job.pages, 4) + self.limits.seconds_per_mib * min(job.document.bytes / (1 << 20), 60)

    def _isolate(self, job: PageJob, failure: JobFailed) -> int:
        """Read the pages of a failed job one by one; those that fail alone are named and left."""
        if job.pages == 1:
            self._keep_failure(job, failure)
            return 1
        bad = 0
        for number in range(job.first, job.last + 1):
            single = PageJob(job.document, number, number)
            if self._page(job.document, number).exists():
                continue
            answer = self._submit(single).result()
            if isinstance(answer, JobFailed):
                self._keep_failure(single, answer)
                bad += 1
        return bad

    def _keep_failure(self, job: PageJob, failure: JobFailed) -> None:
        source = Source(path=job.document.path, sha256=job.document.sha256, page=job.first)
        problem = Problem(Reason.FILE_TIMEOUT, source, f"{failure.kind} {failure.detail}".strip())
        write_atomic(self._page(job.document, job.first), _json({"problem": to_json(problem)}))

    def _survey(self, documents: Sequence[Document]) -> dict[str, Mapping[str, Any]]:
        """Pages and kinds of media of the documents that are not digested yet."""
        if not documents:
            return {}
        self.progress.stage("查看文件 surveying files", len(documents))
        futures = {
            self.pool.submit(
                {
                    "op": "survey",
                    "file": str(document.file),
                    "path": document.path,
                    "sha256": document.sha256,
                    "limits": to_json(self.limits),
                },
                self.limits.seconds(document.bytes),
            ): document
            for document in documents
        }
        found: dict[str, Mapping[str, Any]] = {}
        for future in as_completed(futures):
            document, answer = futures[future], future.result()
            found[document.sha256] = _failed_survey(document, answer) if isinstance(answer, JobFailed) else answer
            self.progress.step()
        return found

    def _chunks(self, documents: Sequence[Document], surveys: Mapping[str, Mapping[str, Any]]) -> list[Chunk]:
        """The pages still to be read, in jobs of a few seconds, in chunks of twenty to fifty pages."""
        jobs = [job for document in documents for job in self._jobs(document, surveys[document.sha256])]
        chunks: list[list[PageJob]] = [[]]
        for job in jobs:
            if sum(other.pages for other in chunks[-1]) >= CHUNK_PAGES:
                chunks.append([])
            chunks[-1].append(job)
        return [Chunk(number, tuple(group)) for number, group in enumerate(chunks) if group]

    def _jobs(self, document: Document, survey: Mapping[str, Any]) -> Iterable[PageJob]:
        start, seconds = None, 0.0
        for number, cost in enumerate(survey.get("costs", ()), 1):
            if self.use_cache and self._page(document, number).exists():
                if start is not None:
                    yield PageJob(document, start, number - 1)
                start, seconds = None, 0.0
                continue
            start = start or number
            seconds += cost
            if seconds >= JOB_SECONDS:
                yield PageJob(document, start, number)
                start, seconds = None, 0.0
        if start is not None:
            yield PageJob(document, start, len(survey["costs"]))

    def _digest(self, documents: Sequence[Document], surveys: Mapping[str, Mapping[str, Any]]) -> None:
        if not documents:
            return
        self.progress.stage("提取内容 extracting", len(documents))
        futures = {
            self.pool.submit(self._digest_job(d, surveys[d.sha256]), self.limits.seconds(d.bytes)): d for d in documents
        }
        for future in as_completed(futures):
            document, answer = futures[future], future.result()
            if isinstance(answer, JobFailed):
                source = Source(path=document.path, sha256=document.sha256)
                problem = Problem(Reason.FILE_TIMEOUT, source, f"{answer.kind} {answer.detail}".strip())
                failed = Digest(kind=Kind.UNKNOWN, problems=(problem,))
                write_atomic(self._digest_file(document), _json(to_json(failed)))
            self.progress.step()

    def _digest_job(self, document: Document, survey: Mapping[str, Any]) -> dict[str, Any]:
        pages = range(1, len(survey.get("costs", ())) + 1)
        return {
            "op": "digest",
            "file": str(document.file),
            "paths": list(document.paths),
            "sha256": document.sha256,
            "survey": dict(survey),
            "pages": [str(self._page(document, number)) for number in pages],
            "into": str(self._digest_file(document)),
            "limits": to_json(self.limits),
        }

    def _kept_digest(self, document: Document) -> Digest | None:
        data = read_json(self._digest_file(document))
        return from_json(Digest, data) if data is not None else None

    def _page(self, document: Document, number: int) -> Path:
        return self.home.page_file(reader_version(), document.sha256, number)

    def _digest_file(self, document: Document) -> Path:
        return self.home.digest_file(digest_version(), document.sha256, document.paths)


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
    whole = next((problem for problem in digest.problems if problem.source.page is None), None)
    unread = whole is not None and not digest.records and not digest.lists and digest.pages in {None, 0}
    return replace(
        entry,
        kind=digest.kind,
        pages=digest.pages,
        read_by=digest.read_by,
        outcome=LedgerOutcome.FAILED if unread else LedgerOutcome.READ,
        reason=whole.reason.value if whole is not None and unread else entry.reason,
    )


def _documents(files: Iterable[Mapping[str, Any]]) -> list[Document]:
    """The distinct documents, in the order of their first path."""
    found: dict[str, Document] = {}
    for file in files:
        known = found.get(file["sha256"])
        paths = (*known.paths, file["path"]) if known else (file["path"],)
        found[file["sha256"]] = Document(file["sha256"], Path(file["file"]), paths, file["bytes"])
    return list(found.values())


def _failed_survey(document: Document, failure: JobFailed) -> dict[str, Any]:
    source = Source(path=document.path, sha256=document.sha256)
    problem = Problem(Reason.FILE_TIMEOUT, source, f"{failure.kind} {failure.detail}".strip())
    return {"media": "none", "costs": [], "problem": to_json(problem)}


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size


def _json(data: object) -> bytes:
    import json

    return json.dumps(data, ensure_ascii=False).encode()
