"""The state folder: locks that a dead holder frees, work that nobody holds, files whole or not at all."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from domain.errors import UsageError
from flows.home import Home, check_writable, default_home, is_kept, read_json, source_version, write_atomic

HOLDER = """
import sys, time
from pathlib import Path
from flows.home import Home
home = Home(Path(sys.argv[1]))
with home.lock("key", lambda: None), home.work_folder("key") as work:
    work.mkdir(parents=True)
    (work / "member.pdf").write_bytes(b"1")
    print("held", flush=True)
    time.sleep(60)
"""


def nothing() -> None:
    """Whoever waits does not mind."""


def test_the_home_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAYAN_HOME", str(tmp_path))
    assert default_home() == Home(tmp_path)
    monkeypatch.setenv("CHAYAN_HOME", "state")
    assert default_home().root == Path.cwd() / "state"
    monkeypatch.setenv("CHAYAN_HOME", "~/state")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_home().root == tmp_path / "state"
    monkeypatch.delenv("CHAYAN_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_home().root == tmp_path / "chayan"


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    home, order, waits = Home(tmp_path), list[str](), threading.Event()

    def second() -> None:
        with home.lock("key", waits.set):
            order.append("second")

    with home.lock("key", nothing):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(10)
        order.append("first")
    thread.join()
    with home.lock("other", lambda: order.append("never")):
        pass
    assert order == ["first", "second"]


def test_what_a_killed_run_held_is_free_and_its_work_is_cleared(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with home.lock("other", nothing), home.work_folder("other"):
            assert (tmp_path / "work" / "key" / "member.pdf").exists(), "the work of the living stays"
        os.kill(holder.pid, signal.SIGKILL)
    with home.lock("other", nothing), home.work_folder("other"):
        assert not (tmp_path / "work" / "key").exists()
    with home.lock("key", lambda: pytest.fail("a dead holder holds nothing")):
        pass


def test_the_work_folder_is_gone_after_an_error(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(ZeroDivisionError):
        fail_in(home)
    assert not list((tmp_path / "work").iterdir())


def fail_in(home: Home) -> None:
    with home.work_folder("key") as work:
        work.mkdir(parents=True)
        raise ZeroDivisionError


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "核查表.xlsx"
    write_atomic(file, b"old")
    write_atomic(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o666 & ~current_umask(), "others may read what is handed out"
    in_the_way = tmp_path / "taken"
    (in_the_way / "by").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_atomic(in_the_way, b"new")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["by", "folder", "taken", "核查表.xlsx"]


def current_umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def test_what_was_cut_off_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    assert read_json(file) is None
    assert not is_kept(file)
    file.write_bytes(b"")
    assert not is_kept(file)
    file.write_bytes(b'{"a": "\xe6\x9f')
    assert read_json(file) is None
    file.write_bytes(b'{"a": 1}')
    assert read_json(file) == {"a": 1}
    assert is_kept(file)


def test_a_folder_that_cannot_be_made_is_refused_early(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    check_writable(tmp_path / "a" / "b", "结果文件夹")
    assert not (tmp_path / "a").exists()
    for folder in (file, file / "below", Path("/proc/version/below")):
        with pytest.raises(UsageError, match=r"结果文件夹“.*”无法写入"):
            check_writable(folder, "结果文件夹")


def test_the_version_is_that_of_the_source() -> None:
    assert source_version() == source_version()
    assert source_version("domain") != source_version("flows")


def test_a_document_at_other_paths_has_another_digest(tmp_path: Path) -> None:
    home = Home(tmp_path)
    files = {home.digest_file("1", "ab" * 32, paths) for paths in (("a",), ("b",), ("a", "b"), ("ab",))}
    assert len(files) == 4
    assert all(file.is_relative_to(tmp_path) for file in files)
