"""Killable worker processes: the only way to end a native library that hangs on a hostile file.

Each supervisor thread owns one persistent process at a time and speaks JSON lines with it. A process that takes too
long, dies or grows too large is killed with all it has started, and costs one job, never the pool. Whoever submits may
do so from any thread. Why not a library: docs/decisions/0002-worker-pool.md.
"""

import json
import os
import queue
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

import psutil

from domain.errors import WorkerFailedError
from extractors.limits import DEFAULT_LIMITS, MIB

WORKER_COMMAND = (sys.executable, "-P", "-m", "extractors.readers.worker")
START_SECONDS = 60.0
WATCH_SECONDS = 0.1
"""How often the memory of a busy worker is looked at."""
FAMILY_SECONDS = 1.0
"""How often its children are looked for, which takes a walk over all processes."""
GUARD_SECONDS = 2.0
"""How long the guard of a worker may take to end its family; it takes milliseconds."""
SIGNALLED = 128
"""What the guard adds to the number of a signal in its exit status, as shells do."""
READ_BYTES = 1 << 20
REPLY_BYTES = 128 * MIB
LAST_WORDS_BYTES = 4000

INHERITED = frozenset(
    {"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH"}
    | {"TESSDATA_PREFIX", "CHAYAN_OCR"}
)
"""What a worker sees of the environment, with LC_*: the passwords and keys of the parent are not for hostile files."""
SINGLE_THREADED: Mapping[str, str] = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
"""One worker, one core: the pool is the only parallelism."""


@dataclass(frozen=True, slots=True)
class JobFailed:
    """A job that came to nothing: it took too long, killed two workers, needed too much memory, or raised an error."""

    kind: Literal["timeout", "crash", "memory", "error"]
    detail: str


Result = Mapping[str, Any] | JobFailed


@dataclass(frozen=True, slots=True)
class _Job:
    line: bytes
    timeout: float
    future: "Future[Result]"


class _LostError(Exception):
    """A worker that can no longer be used, and why."""

    def __init__(self, failure: JobFailed) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class WorkerPool:
    """As many workers as `size`, all taking jobs from one queue; a worker starts when there is a job for it."""

    def __init__(
        self,
        size: int,
        command: Sequence[str] = WORKER_COMMAND,
        *,
        memory_limit: int = DEFAULT_LIMITS.child_bytes,
        recycle_after_jobs: int = 200,
        recycle_above_rss: int = DEFAULT_LIMITS.child_bytes * 2 // 3,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Bytes of memory count the worker and its children; a larger one is replaced when its job is done."""
        self._command = tuple(command)
        self._memory_limit = memory_limit
        self._recycle_after_jobs = recycle_after_jobs
        self._recycle_above_rss = recycle_above_rss
        self._environment = _environment(environment or {})
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        self._closing = os.eventfd(0)
        self.hello: Mapping[str, Any] = {}
        """What the last worker said when it was ready: its `network` is “none” or “host”."""
        self._threads = [threading.Thread(target=self._supervise, name=f"worker-{i}", daemon=True) for i in range(size)]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Mapping[str, Any], timeout: float) -> "Future[Result]":
        """The answer to a request, or the JobFailed it came to, within `timeout` seconds from when it is begun.

        A job whose worker crashes is tried once more on a fresh one before it is blamed. The future raises
        WorkerFailedError if no worker can be started, and is cancelled when the pool is closed.
        """
        future: Future[Result] = Future()
        line = json.dumps(job, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the pool is closed")
            self._jobs.put(_Job(line, timeout, future))
        return future

    def close(self) -> None:
        """Ends all workers at once; what is not done is cancelled."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
        os.eventfd_write(self._closing, 1)
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        os.close(self._closing)

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def _supervise(self) -> None:
        """One thread's life: jobs until the pool closes, with one worker after another."""
        worker: _Worker | None = None
        try:
            while (job := self._jobs.get()) is not None:
                if self._is_closed:
                    job.future.cancel()
                if job.future.set_running_or_notify_cancel():
                    worker = self._work(job, worker)
        finally:
            if worker is not None:
                worker.kill()

    def _work(self, job: _Job, worker: "_Worker | None") -> "_Worker | None":
        """One job done, whatever becomes of it; the worker for the next one, if it is still good."""
        try:
            result, worker = self._attempt(job, worker)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it: a thread has nobody else to tell
            job.future.set_exception(error)
            return None
        job.future.set_result(result)
        return worker

    def _attempt(self, job: _Job, worker: "_Worker | None", attempts: int = 2) -> "tuple[Result, _Worker | None]":
        """The result of a job. What it did to a worker is forgiven once: that one may have been at fault."""
        is_fresh = worker is None
        worker = worker or self._start()
        try:
            return _result(worker.ask(job.line, job.timeout)), self._kept(worker)
        except _LostError as lost:
            worker.kill()
            if self._is_closed:
                raise CancelledError from lost
            kind = lost.failure.kind
            if attempts == 1 or kind == "timeout" or (kind == "memory" and is_fresh):
                return lost.failure, None
        return self._attempt(job, None, attempts - 1)

    def _start(self) -> "_Worker":
        worker = _Worker(self._command, self._environment, self._memory_limit, self._closing)
        try:
            self.hello = worker.ask(b"", START_SECONDS)
        except _LostError as lost:
            worker.kill()
            if self._is_closed:
                raise CancelledError from lost
            raise WorkerFailedError(f"no worker: {lost} {worker.last_words}") from lost
        return worker

    def _kept(self, worker: "_Worker") -> "_Worker | None":
        """The worker, unless it has done enough or grown too large."""
        worker.jobs += 1
        if worker.jobs < self._recycle_after_jobs and worker.memory() < self._recycle_above_rss:
            return worker
        worker.kill()
        return None


class _Worker:
    """One process and its pipes."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], memory_limit: int, closing: int) -> None:
        self.jobs = 0
        self._memory_limit = memory_limit
        self._closing = closing
        self.last_words = ""
        """What a killed worker had written to its error stream."""
        self._family: list[psutil.Process] = []
        self._family_at = 0.0
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=environment,
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            self._errors.close()
            raise WorkerFailedError(f"no worker: {error}") from error
        self._self = psutil.Process(self._process.pid)

    def ask(self, line: bytes, timeout: float) -> Mapping[str, Any]:
        """The reply to one line; a _LostError if it does not come in time, or not at all."""
        deadline = time.monotonic() + timeout
        unsent = memoryview(line)
        reply = bytearray()
        stdin, stdout, watch = self._watch(unsent)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise _LostError(JobFailed("timeout", f"{timeout:g} s"))
            events = {descriptor for descriptor, _ in watch.poll(1000 * min(left, WATCH_SECONDS) + 1)}
            if self._closing in events:
                raise _LostError(JobFailed("crash", "closed"))
            self._check_memory()
            if stdin in events:
                unsent = unsent[self._write(stdin, unsent) :]
                if not unsent:
                    watch.unregister(stdin)
            if stdout in events and self._read(stdout, reply):
                return _parsed(reply)

    def memory(self) -> int:
        """Bytes that the worker and its children hold now, as far as they still live."""
        total = 0
        for process in (self._self, *self._family):
            with suppress(psutil.Error):
                total += process.memory_info().rss
        return total

    def kill(self) -> None:
        """Ends the process and all it has started.

        When its input closes, its guard ends the whole family and leaves neither files nor zombies. A process without
        guard, or one that has got rid of it, is ended from here.
        """
        self._look_for_children()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill_family()
        self._errors.seek(0)
        self.last_words = self._errors.read(LAST_WORDS_BYTES).decode(errors="replace")
        self._errors.close()

    def _kill_family(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        for child in self._family:
            with suppress(psutil.Error):
                child.kill()
        self._process.wait()

    def _watch(self, unsent: memoryview) -> tuple[int, int, select.poll]:
        """The two pipes, and what to wait for."""
        if self._process.stdin is None or self._process.stdout is None:
            raise WorkerFailedError("no worker: its pipes are missing")
        stdin, stdout = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(stdin, False)
        watch = select.poll()
        watch.register(stdout, select.POLLIN)
        watch.register(self._closing, select.POLLIN)
        if unsent:
            watch.register(stdin, select.POLLOUT)
        return stdin, stdout, watch

    def _write(self, stdin: int, unsent: memoryview) -> int:
        try:
            return os.write(stdin, unsent)
        except BrokenPipeError as error:
            raise _LostError(JobFailed("crash", self._cause())) from error

    def _read(self, stdout: int, reply: bytearray) -> bool:
        """Whether the reply is complete now: it ends at the first newline."""
        chunk = os.read(stdout, READ_BYTES)
        if not chunk:
            raise _LostError(JobFailed("crash", self._cause()))
        reply += chunk
        if len(reply) > REPLY_BYTES:
            raise _LostError(JobFailed("memory", f"reply > {REPLY_BYTES // MIB} MiB"))
        return b"\n" in chunk

    def _cause(self) -> str:
        """How the process ended; its guard reports a signal as shells do."""
        try:
            status = self._process.wait(GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            return "output closed"
        number = status - SIGNALLED if status > SIGNALLED else -status
        return signal.Signals(number).name if number in set(signal.Signals) else f"exit status {status}"

    def _check_memory(self) -> None:
        if time.monotonic() - self._family_at > FAMILY_SECONDS:
            self._look_for_children()
        used = self.memory()
        if used > self._memory_limit:
            raise _LostError(JobFailed("memory", f"{used // MIB} MiB"))

    def _look_for_children(self) -> None:
        """Remembers all descendants: the guard keeps even orphans among them."""
        self._family_at = time.monotonic()
        with suppress(psutil.Error):
            self._family = self._self.children(recursive=True)


def _parsed(reply: bytearray) -> Mapping[str, Any]:
    """One line of JSON, an object; anything else comes from a worker that is no longer itself."""
    try:
        parsed = json.loads(reply)
    except (ValueError, RecursionError) as error:
        raise _LostError(JobFailed("crash", "no JSON")) from error
    if not isinstance(parsed, dict):
        raise _LostError(JobFailed("crash", "no JSON object"))
    return parsed


def _result(reply: Mapping[str, Any]) -> Result:
    if "error" in reply:
        return JobFailed("memory" if reply.get("kind") == "memory" else "error", str(reply["error"]))
    answer = reply.get("ok")
    return answer if isinstance(answer, dict) else JobFailed("error", "no JSON object")


def _environment(more: Mapping[str, str]) -> Mapping[str, str]:
    """What a worker sees: what it needs of ours, one thread for every library, and what was asked for."""
    inherited = {name: value for name, value in os.environ.items() if name in INHERITED or name.startswith("LC_")}
    return {**inherited, **SINGLE_THREADED, **more}
