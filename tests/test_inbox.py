"""The inbox: what lies in a drop folder, what becomes of each submission, and that none stops another."""

import json
import shutil
from pathlib import Path

import pytest

from domain.errors import UsageError
from flows.inbox import look_into
from tests.small import APPLICANT, chayan, unpack_small, write_small, write_zip


def names(folder: Path) -> list[tuple[str, list[str]]]:
    return [(one.name, [path.name for path in one.paths]) for one in look_into(folder).submissions]


def test_archives_are_grouped_by_name_and_subfolders_are_submissions(tmp_path: Path) -> None:
    for name in ("乙公司-2.zip", "乙公司-1.zip", "甲公司.zip", "丙公司－1.zip", ".DS_Store", "~$名单.xlsx", "说明.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "丁公司").mkdir()
    assert sorted(names(tmp_path)) == sorted(
        [
            ("乙公司", ["乙公司-1.zip", "乙公司-2.zip"]),
            ("甲公司", ["甲公司.zip"]),
            ("丙公司", ["丙公司－1.zip"]),
            ("丁公司", ["丁公司"]),
        ]
    )
    assert [path.name for path in look_into(tmp_path).foreign] == ["说明.txt"]


def test_no_folder_is_a_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="不是文件夹"):
        look_into(tmp_path / "nowhere")


@pytest.mark.slow
def test_one_that_cannot_be_verified_stops_no_other(tmp_path: Path) -> None:
    drop = tmp_path / "收件"
    drop.mkdir()
    for archive in write_small(tmp_path / "small"):
        shutil.copy(archive, drop / archive.name)
    unpack_small(drop / "同一单位的另一份")
    (drop / "坏公司-1.zip").write_bytes(b"PK\x03\x04 broken")
    (drop / "空公司").mkdir()
    first = chayan("inbox", drop, "--out", tmp_path / "out", "--json", "-q", home=tmp_path / "home")
    assert first.returncode == 1, first.stderr
    receipts = {one["name"]: one for one in json.loads(first.stdout)}
    assert {name: one["became"] for name, one in receipts.items()} == {
        APPLICANT: "verified",
        "同一单位的另一份": "verified",
        "坏公司": "failed",
        "空公司": "failed",
    }
    assert "没有可以核查的内容" in receipts["坏公司"]["error"]
    folders = {receipts[name]["folder"] for name in (APPLICANT, "同一单位的另一份")}
    assert len(folders) == 2
    assert all((Path(folder) / "report.json").is_file() for folder in folders)
    assert sorted(Path(folder).name for folder in folders) == [APPLICANT, f"{APPLICANT}（同一单位的另一份）"]
    again = chayan("inbox", drop, "--out", tmp_path / "out", home=tmp_path / "home")
    assert again.returncode == 1
    assert [line.split("\t")[1] for line in again.stdout.splitlines()[1:]].count("未变") == 2


def test_nothing_that_can_be_verified(tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    assert chayan("inbox", empty, home=tmp_path / "home").returncode == 2
    write_zip(empty / "甲公司.zip", {})
    assert chayan("inbox", empty, "-q", home=tmp_path / "home").returncode == 2


def test_what_is_wrong_for_all_is_said_once(tmp_path: Path) -> None:
    write_zip(tmp_path / "甲公司.zip", {"a.pdf": b"%PDF"})
    write_zip(tmp_path / "乙公司.zip", {"a.pdf": b"%PDF"})
    wrong = chayan("inbox", tmp_path, "--programme", "nowhere", home=tmp_path / "home")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)
    named = chayan("inbox", tmp_path, "--applicant", "甲公司", home=tmp_path / "home")
    assert named.returncode == 2
    assert "--applicant" in named.stderr
