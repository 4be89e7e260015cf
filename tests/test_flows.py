"""Whole runs as a user starts them: killed, repeated, in other places, as a flow, on a full disk."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.small import (
    APPLICANT,
    CHAYAN,
    DEAL,
    PROVEN,
    SERVED,
    chayan,
    environment,
    report,
    report_bytes,
    sample_members,
    unpack_small,
    write_small,
    write_zip,
)

MOMENTS = ("解压", "查看文件", "读取页面", "提取内容", "核对")
"""Stages of a run as its progress names them."""


@dataclass(frozen=True)
class Undisturbed:
    """A run of the small submission that nothing disturbed."""

    archives: tuple[Path, ...]
    home: Path
    out: Path
    stderr: str
    status: int

    @property
    def bytes(self) -> bytes:
        return report_bytes(self.out)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    archives = write_small(folder / "archives")
    run = chayan("verify", *archives, "--out", folder / "out", home=folder / "home")
    return Undisturbed(archives, folder / "home", folder / "out", run.stderr, run.returncode)


def test_a_run_tells_its_stages_and_proves_what_is_proven(undisturbed: Undisturbed) -> None:
    assert undisturbed.status == 1
    stages = [line.split()[0] for line in undisturbed.stderr.splitlines()]
    assert list(dict.fromkeys(stages)) == list(MOMENTS)
    rows = {row["name"]: row["status"] for row in report(undisturbed.out)["lists"]["served"]["rows"]}
    assert [name for name, status in rows.items() if status == "verified"] == [PROVEN]
    assert not list((undisturbed.home / "work").iterdir())


def kill_at(moment: str, archives: tuple[Path, ...], folder: Path, delay: float = 0.0) -> None:
    """Start a run and kill it with its group when it comes to a stage, or some time after."""
    command = [str(CHAYAN), "verify", *map(str, archives), "--out", str(folder / "out")]
    with subprocess.Popen(
        command, env=environment(folder / "home"), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(moment):
                time.sleep(delay)
                break
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.slow
def test_a_run_killed_at_any_stage_goes_on_to_the_same_bytes(undisturbed: Undisturbed, tmp_path: Path) -> None:
    for moment, delay in (("解压", 0.0), ("查看文件", 0.2), ("读取页面", 0.0), ("读取页面", 0.7), ("提取内容", 0.1)):
        kill_at(moment, undisturbed.archives, tmp_path, delay)
    assert not (tmp_path / "out").exists()
    run = chayan("verify", *undisturbed.archives, "--out", tmp_path / "out", home=tmp_path / "home")
    assert "读取页面" not in run.stderr
    assert report_bytes(tmp_path / "out") == undisturbed.bytes
    assert not list((tmp_path / "home" / "work").iterdir())


def test_a_run_killed_while_it_weighs_goes_on_to_the_same_bytes(undisturbed: Undisturbed, tmp_path: Path) -> None:
    kill_at("核对", undisturbed.archives, tmp_path)
    run = chayan("verify", *undisturbed.archives, "--out", tmp_path / "out", home=tmp_path / "home")
    assert run.returncode == 1
    assert "提取内容" not in run.stderr
    assert report_bytes(tmp_path / "out") == undisturbed.bytes


def test_a_run_that_is_interrupted_ends_at_once(undisturbed: Undisturbed, tmp_path: Path) -> None:
    heard = ["env", "--default-signal=INT"]  # a test run in the background is deaf to it, and so is what it starts
    command = [*heard, str(CHAYAN), "verify", *map(str, undisturbed.archives), "--out", str(tmp_path / "out")]
    environ = environment(tmp_path / "home")
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("读取页面"):
                process.send_signal(signal.SIGINT)
                break
        rest = process.stderr.read().strip()
    assert (process.returncode, rest) == (130, "已中断 (interrupted)")
    assert not list((tmp_path / "home" / "work").iterdir())


def test_an_unchanged_run_is_answered_without_workers_or_prefect(undisturbed: Undisturbed, tmp_path: Path) -> None:
    dead = "http://127.0.0.1:9/api"
    run = chayan(
        "verify", *undisturbed.archives, "--out", tmp_path / "out", home=undisturbed.home, PREFECT_API_URL=dead
    )
    assert (run.returncode, run.stderr) == (1, "")
    assert report_bytes(tmp_path / "out") == undisturbed.bytes


def test_other_options_are_weighed_without_reading_again(undisturbed: Undisturbed, tmp_path: Path) -> None:
    run = chayan("verify", *undisturbed.archives, "--out", tmp_path, "--year", "2023", home=undisturbed.home)
    assert [line.split()[0] for line in run.stderr.splitlines()] == ["解压", "核对"]
    rows = report(tmp_path)["lists"]["served"]["rows"]
    assert [row["status"] for row in rows if row["name"] == PROVEN] == ["open"]


def test_no_cache_reads_everything_anew(undisturbed: Undisturbed, tmp_path: Path) -> None:
    pages = {page: page.stat().st_ino for page in undisturbed.home.glob("pages/**/*.json")}
    run = chayan("verify", *undisturbed.archives, "--out", tmp_path, "--no-cache", home=undisturbed.home)
    assert list(dict.fromkeys(line.split()[0] for line in run.stderr.splitlines())) == list(MOMENTS)
    assert report_bytes(tmp_path) == undisturbed.bytes
    assert pages
    assert all(page.stat().st_ino != number for page, number in pages.items())


def test_the_order_of_archives_and_naming_one_twice_change_nothing(undisturbed: Undisturbed, tmp_path: Path) -> None:
    first, second = undisturbed.archives
    copy = tmp_path / "copy" / first.name
    copy.parent.mkdir()
    copy.write_bytes(first.read_bytes())
    run = chayan("verify", second, first, copy, second, "--out", tmp_path / "out", home=undisturbed.home)
    assert run.stderr == ""
    assert report_bytes(tmp_path / "out") == undisturbed.bytes


def test_a_folder_of_volumes_stands_for_them(undisturbed: Undisturbed, tmp_path: Path) -> None:
    folder = undisturbed.archives[0].parent
    (folder / ".DS_Store").write_bytes(b"")
    run = chayan("verify", folder, "--out", tmp_path, home=undisturbed.home)
    assert run.stderr == ""
    assert report_bytes(tmp_path) == undisturbed.bytes


def test_an_unpacked_folder_gives_the_rows_and_rules_of_its_archives(undisturbed: Undisturbed, tmp_path: Path) -> None:
    folder = unpack_small(tmp_path / APPLICANT)
    chayan("verify", folder, "--out", tmp_path / "out", home=undisturbed.home)
    found, wanted = report(tmp_path / "out"), report(undisturbed.out)
    assert found["lists"] == wanted["lists"]
    assert found["records"] == wanted["records"]
    numbers = [
        [{key: value for key, value in rule.items() if key != "findings"} for rule in each["rules"]]
        for each in (found, wanted)
    ]
    assert numbers[0] == numbers[1]


def test_papers_read_under_other_names_before_change_nothing(undisturbed: Undisturbed, tmp_path: Path) -> None:
    renamed = {f"材料/{place}.dat": data for place, data in enumerate(sample_members().values()) if data in _papers()}
    chayan("verify", write_zip(tmp_path / "别的.zip", renamed), "--out", tmp_path / "other", home=tmp_path / "home")
    run = chayan("verify", *undisturbed.archives, "--out", tmp_path / "out", home=tmp_path / "home")
    assert "读取页面" not in run.stderr
    assert report_bytes(tmp_path / "out") == undisturbed.bytes


def _papers() -> list[bytes]:
    return [data for path, data in sample_members().items() if path.startswith(DEAL) or "001北京蔚棠" in path]


def test_files_that_resist_get_a_finding_and_change_nothing_else(undisturbed: Undisturbed, tmp_path: Path) -> None:
    invoice = sample_members()[f"{DEAL}/发票.pdf"]
    bad = {
        "空.pdf": b"",
        "坏.pdf": b"%PDF-1.7\n" + b"\0garbage" * 40,
        "断.pdf": invoice[: len(invoice) // 3],
        "坏.png": b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
        "坏.xlsx": b"PK\x03\x04" + b"\0" * 60,
        "程序.exe": b"MZ" + b"\0" * 200,
        "锁.xlsx": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1024,
        "坏.zip": b"PK\x05\x06nothing",
        "坏.docx": b"just words",
    }
    archives = write_small(tmp_path / "archives", {f"{SERVED}/{name}": data for name, data in bad.items()})
    run = chayan("verify", *archives, "--out", tmp_path / "out", home=undisturbed.home)
    assert run.returncode == 1
    found, wanted = report(tmp_path / "out"), report(undisturbed.out)
    assert [_shape(each) for each in found["lists"].values()] == [_shape(each) for each in wanted["lists"].values()]
    for rule, other in zip(found["rules"], wanted["rules"], strict=True):
        assert {**rule, "findings": []} == {**other, "findings": []}
    entries = {entry["path"]: entry for entry in found["ledger"]}
    said = {source["path"] for finding in found["findings"] for source in finding["sources"]}
    for name in bad:
        path = f"{SERVED}/{name}"
        assert entries[path]["outcome"] in {"failed", "blocked"}, path
        assert entries[path]["reason"].startswith(("file-", "archive-")), path
        assert path in said


def _shape(declared: dict[str, object]) -> list[tuple[object, ...]]:
    rows = declared["rows"]
    assert isinstance(rows, list)
    return [(row["row"], row["name"], row["status"], row["reasons"]) for row in rows]


def test_a_broken_volume_gets_a_finding_and_the_other_is_verified(undisturbed: Undisturbed, tmp_path: Path) -> None:
    first, second = write_small(tmp_path / "archives")
    second.write_bytes(b"PK\x03\x04 this was an archive")
    run = chayan("verify", first, second, "--out", tmp_path / "out", home=undisturbed.home)
    assert run.returncode == 1
    found = report(tmp_path / "out")
    assert [archive["outcome"] for archive in found["archives"]] == ["read", "failed"]
    assert "archive-corrupt" in {finding["reason"] for finding in found["findings"]}
    rows = {row["name"]: row["status"] for row in found["lists"]["served"]["rows"]}
    assert rows[PROVEN] == "verified"


def test_two_runs_at_once_end_alike(undisturbed: Undisturbed, tmp_path: Path) -> None:
    def run(name: str) -> None:
        chayan("verify", *undisturbed.archives, "--out", tmp_path / name, "--year", "2024", home=tmp_path / "home")

    threads = [threading.Thread(target=run, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert report_bytes(tmp_path / "one") == report_bytes(tmp_path / "two") == undisturbed.bytes


def test_a_full_disk_ends_a_run_with_one_sentence(undisturbed: Undisturbed, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    script = (
        f'mount -t tmpfs -o size=400k tmpfs "{home}" || exit 77; '
        f'"{CHAYAN}" verify "$@" --out "{tmp_path / "out"}" -q; status=$?; umount "{home}"; exit $status'
    )
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", *map(str, undisturbed.archives)]
    run = subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=120, check=False)
    if run.returncode == 77 or "unshare" in run.stderr:
        pytest.skip("this system lets nobody mount a small disk")
    assert run.returncode == 3
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert "No space left" in run.stderr
    assert not (tmp_path / "out").exists()


MANY = """
import re, sys
from pathlib import Path
from domain.documents import Kind
from extractors.limits import DEFAULT_LIMITS
from flows.home import Home
from flows.pool import WorkerPool
from flows.progress import Silent
from flows.reading import Document, Reader, run_here

number = int(sys.argv[2])
documents = [Document(f"{i:064x}", Path("gone"), (f"folder/{i}.pdf",), 1000) for i in range(number)]
with WorkerPool(2) as pool:
    reader = Reader(pool=pool, home=Home(Path(sys.argv[1])), limits=DEFAULT_LIMITS, progress=Silent())
    if len(sys.argv) > 3:
        for document in documents:
            file = reader._digest_file(document)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(sys.argv[3])
    found = reader.digests(documents, run_here)
assert len(found) == number
print(int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_five_thousand_documents_fit_into_little_memory(undisturbed: Undisturbed, tmp_path: Path) -> None:
    invoices = [file for file in undisturbed.home.glob("digests/**/*.json") if '"kind": "invoice"' in file.read_text()]
    command = [sys.executable, "-c", MANY, str(tmp_path), "5000", invoices[0].read_text()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert int(run.stdout) < 512, "MiB"
