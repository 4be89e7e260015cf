"""Worker processes that hang, crash, grow and leave children behind; real ones, nothing is simulated."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import psutil
import pytest

from domain.encoding import from_json
from domain.errors import WorkerFailedError
from extractors.archive import Unpacked
from extractors.limits import MIB
from flows.pool import JobFailed, Result, WorkerPool
from tests.forged_zips import Part, make_zip

ODD = (sys.executable, "-m", "tests.odd_worker")


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, ODD) as made:
        yield made


def ask(pool: WorkerPool, op: str, timeout: float = 20, **request: object) -> Result:
    return pool.submit({"op": op, **request}, timeout).result(timeout=60)


def answer(pool: WorkerPool, op: str, **request: object) -> dict[str, Any]:
    result = pool.submit({"op": op, **request}, 20).result(timeout=60)
    assert not isinstance(result, JobFailed), result
    return dict(result)


def wait_until(is_true: Callable[[], bool], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.02)
    return False


def is_gone(pid: int) -> bool:
    """Whether a process has ended; an orphan that nobody has waited for counts as ended."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_worker_serves_one_job_after_the_other(pool: WorkerPool) -> None:
    first, second = answer(pool, "echo", say="合同"), answer(pool, "echo", say=[1, None, {"a": "\n"}])
    assert (first["said"], second["said"]) == ("合同", [1, None, {"a": "\n"}])
    assert first["pid"] == second["pid"] != os.getpid()


@pytest.mark.parametrize("op", ["sleep", "hang"])
def test_a_hang_ends_at_its_limit_and_the_next_job_is_served(pool: WorkerPool, op: str) -> None:
    before = answer(pool, "echo")["pid"]
    started = time.monotonic()
    assert ask(pool, op, timeout=1, seconds=600) == JobFailed("timeout", "1 s")
    assert 1 <= time.monotonic() - started < 3
    after = answer(pool, "echo")["pid"]
    assert before != after
    assert is_gone(before)


def test_what_a_hanging_worker_has_started_ends_with_it(pool: WorkerPool, tmp_path: Path) -> None:
    file = tmp_path / "pids"
    assert isinstance(ask(pool, "start_children", timeout=2.5, file=str(file)), JobFailed)
    children = [int(pid) for pid in file.read_text().split()]
    assert len(children) == 2
    assert all(is_gone(pid) for pid in children)


def test_what_a_crashed_worker_has_started_ends_with_it(pool: WorkerPool, tmp_path: Path) -> None:
    file = tmp_path / "pids"
    assert ask(pool, "start_children", file=str(file), then="abort") == JobFailed("crash", "SIGABRT")
    assert all(is_gone(int(pid)) for pid in file.read_text().split())


def test_no_zombie_is_left(pool: WorkerPool) -> None:
    ask(pool, "abort")
    ask(pool, "sleep", timeout=0.2, seconds=600)
    zombies = [child for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE]
    assert not zombies


@pytest.mark.parametrize(("op", "detail"), [("abort", "SIGABRT"), ("leave", "exit status 7")])
def test_a_crash_is_reported_and_the_next_job_is_served(pool: WorkerPool, op: str, detail: str) -> None:
    assert ask(pool, op) == JobFailed("crash", detail)
    assert answer(pool, "echo", say=1)["said"] == 1


def test_a_crash_that_does_not_come_back_is_not_blamed_on_the_job(pool: WorkerPool, tmp_path: Path) -> None:
    before = answer(pool, "echo")["pid"]
    assert answer(pool, "abort_once", file=str(tmp_path / "flag"))["pid"] != before


def test_a_worker_that_grows_too_large_is_killed() -> None:
    with WorkerPool(1, ODD, memory_limit=200 * MIB) as pool:
        failed = ask(pool, "allocate", mib=1000, seconds=600)
        assert isinstance(failed, JobFailed)
        assert failed.kind == "memory"
        assert answer(pool, "echo", say=1)["said"] == 1


def test_the_memory_of_its_children_counts() -> None:
    with WorkerPool(1, ODD, memory_limit=300 * MIB) as pool:
        failed = ask(pool, "allocate", mib=600, in_child=True)
        assert isinstance(failed, JobFailed)
        assert failed.kind == "memory"


def test_more_memory_than_the_kernel_grants_is_a_failed_job_not_a_dead_worker(pool: WorkerPool) -> None:
    before = answer(pool, "echo")["pid"]
    failed = ask(pool, "reserve")
    assert isinstance(failed, JobFailed)
    assert (failed.kind, failed.detail.split()[0]) == ("memory", "MemoryError")
    assert answer(pool, "echo")["pid"] == before


def test_a_worker_is_replaced_after_some_jobs_or_when_it_has_grown() -> None:
    with WorkerPool(1, ODD, recycle_after_jobs=3) as pool:
        pids = [answer(pool, "echo")["pid"] for _ in range(6)]
    assert len(set(pids[:3])) == len(set(pids[3:])) == 1
    assert pids[0] != pids[3]
    with WorkerPool(1, ODD, recycle_above_rss=MIB) as pool:
        assert answer(pool, "echo")["pid"] != answer(pool, "echo")["pid"]


def test_a_reply_of_many_megabytes(pool: WorkerPool) -> None:
    text = answer(pool, "fill", characters=5_000_000)["text"]
    assert text == "验" * 5_000_000


def test_a_request_of_many_megabytes(pool: WorkerPool) -> None:
    assert answer(pool, "echo", say="验" * 3_000_000)["said"] == "验" * 3_000_000


def test_a_request_that_is_never_taken_ends_at_its_limit() -> None:
    deaf = "import time; print('{\"ready\": true}', flush=True); time.sleep(600)"
    with WorkerPool(1, (sys.executable, "-c", deaf)) as pool:
        assert ask(pool, "echo", timeout=1, say="x" * 1_000_000) == JobFailed("timeout", "1 s")


def test_what_libraries_print_does_not_reach_the_protocol(pool: WorkerPool) -> None:
    assert answer(pool, "shout") == {"read": ""}
    assert answer(pool, "echo", say=1)["said"] == 1


@pytest.mark.parametrize("op", ["fail", "give_up"])
def test_an_error_tells_its_place_and_no_private_words(pool: WorkerPool, op: str) -> None:
    failed = ask(pool, op, say="110101199001010000")
    assert isinstance(failed, JobFailed)
    assert failed.kind == "error"
    assert "odd_worker.py" in failed.detail
    assert "private" not in failed.detail


@pytest.mark.parametrize(("op", "error"), [("no such operation", "KeyError"), ("answer_nonsense", "TypeError")])
def test_a_request_or_answer_that_cannot_be_is_an_error(pool: WorkerPool, op: str, error: str) -> None:
    failed = ask(pool, op)
    assert isinstance(failed, JobFailed)
    assert (failed.kind, failed.detail.split()[0]) == ("error", error)


@pytest.mark.parametrize("words", ["no JSON at all", "[1, 2]", "{}{}"])
def test_a_worker_that_does_not_speak_the_protocol_is_given_up(words: str) -> None:
    script = f"import sys; print('{{\"ready\": true}}', flush=True); sys.stdin.readline(); print({words!r}, flush=True)"
    with WorkerPool(1, (sys.executable, "-c", script)) as pool:
        failed = ask(pool, "echo")
        assert isinstance(failed, JobFailed)
        assert failed.kind == "crash"


@pytest.mark.parametrize("command", [("/no/such/program",), (sys.executable, "-c", "raise SystemExit('no model')")])
def test_a_worker_that_cannot_be_started_is_our_fault(command: tuple[str, ...]) -> None:
    with (
        WorkerPool(1, command) as pool,
        pytest.raises(WorkerFailedError, match=r"no worker: .*(No such file|no model)"),
    ):
        ask(pool, "echo")


def test_secrets_of_the_environment_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    with WorkerPool(1, ODD, environment={"CHAYAN_EXTRA": "yes"}) as pool:
        environment = answer(pool, "see")["environment"]
        temporary = Path(answer(pool, "see")["temporary"])
        assert temporary.is_dir()
    assert "DATABASE_PASSWORD" not in environment
    assert (environment["OMP_NUM_THREADS"], environment["CHAYAN_EXTRA"]) == ("1", "yes")
    assert not temporary.exists()


def test_a_worker_reaches_no_network(pool: WorkerPool) -> None:
    answer(pool, "echo")
    if pool.hello["network"] != "none":
        pytest.skip("this system does not permit a network of one's own")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert answer(pool, "connect", port=server.getsockname()[1])["error"] != 0


def test_jobs_from_many_threads_keep_all_workers_busy() -> None:
    with WorkerPool(4, ODD) as pool, ThreadPoolExecutor(16) as threads:
        started = time.monotonic()
        futures = [threads.submit(answer, pool, "sleep", seconds=0.1) for _ in range(80)]
        pids = {future.result()["pid"] for future in futures}
        assert time.monotonic() - started < 6
    assert len(pids) == 4


def test_every_answer_finds_its_job_among_crashes_and_hangs() -> None:
    with WorkerPool(3, ODD) as pool:
        bad = {7: "abort", 19: "sleep", 23: "fail"}
        futures = {
            pool.submit({"op": bad.get(number, "echo"), "say": number, "seconds": 600}, 2): number
            for number in range(60)
        }
        for future in as_completed(futures, timeout=60):
            result, number = future.result(), futures[future]
            if number in bad:
                assert isinstance(result, JobFailed)
            else:
                assert not isinstance(result, JobFailed)
                assert result["said"] == number


def test_waiting_costs_no_time(pool: WorkerPool) -> None:
    answer(pool, "echo")
    before = time.process_time()
    answer(pool, "sleep", seconds=2)
    assert time.process_time() - before < 0.4


def test_closing_ends_what_runs_and_cancels_what_waits() -> None:
    pool = WorkerPool(1, ODD)
    pid = answer(pool, "echo")["pid"]
    running = pool.submit({"op": "sleep", "seconds": 600}, 600)
    waiting = [pool.submit({"op": "echo"}, 5) for _ in range(3)]
    assert wait_until(running.running)
    started = time.monotonic()
    pool.close()
    pool.close()
    assert time.monotonic() - started < 2
    assert set(as_completed([running, *waiting], timeout=5)) == {running, *waiting}
    for future in (running, *waiting):
        with pytest.raises(CancelledError):
            future.result(timeout=5)
    assert is_gone(pid)
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit({"op": "echo"}, 5)


def test_a_job_cancelled_in_time_is_never_begun(pool: WorkerPool, tmp_path: Path) -> None:
    running = pool.submit({"op": "sleep", "seconds": 0.5}, 5)
    flag = tmp_path / "flag"
    waiting = pool.submit({"op": "abort_once", "file": str(flag)}, 5)
    assert waiting.cancel()
    running.result(timeout=10)
    answer(pool, "echo")
    assert not flag.exists()


PARENT = """
import sys, time
from flows.pool import WorkerPool
pool = WorkerPool(2, (sys.executable, "-m", "tests.odd_worker"))
print(pool.submit({"op": "echo"}, 20).result()["pid"], flush=True)
pool.submit({"op": "start_children", "file": sys.argv[1]}, 600)
pool.submit({"op": "hang"}, 600)
time.sleep(600)
"""


def test_nothing_outlives_a_killed_parent(tmp_path: Path) -> None:
    file, folder = tmp_path / "pids", tmp_path / "temporary"
    folder.mkdir()
    command = [sys.executable, "-c", PARENT, str(file)]
    environment = {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline()
        assert wait_until(lambda: file.exists() and len(file.read_text().split()) == 2, 20)
        family = psutil.Process(parent.pid).children(recursive=True)
        in_group, in_own_session = (int(pid) for pid in file.read_text().split())
        assert len(family) >= 6
        parent.send_signal(signal.SIGKILL)
    assert {in_group, in_own_session} < {process.pid for process in family}
    assert wait_until(lambda: all(is_gone(process.pid) for process in family))
    assert wait_until(lambda: not list(folder.iterdir()))


def test_the_product_worker_unpacks(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(make_zip(Part("合同.pdf".encode("gbk"), b"%PDF-1.7")))
    with WorkerPool(1) as pool:
        assert set(answer(pool, "ping")) == {"pid", "python"}
        found = answer(pool, "unpack", archives=[str(tmp_path / "a.zip")], into=str(tmp_path / "store"))
        assert set(pool.hello) == {"ready", "pid", "network"}
    unpacked = from_json(Unpacked, found)
    assert [file.path for file in unpacked.files] == ["合同.pdf"]
    assert unpacked.files[0].file.read_bytes() == b"%PDF-1.7"
