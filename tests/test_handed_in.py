"""What a user hands in: which archives are meant, in which order, and when their content is the same."""

import os
from pathlib import Path

import pytest

from domain.errors import UsageError
from flows.handed_in import archives_of, content_hash, size_of
from tests.small import write_zip


def archive(file: Path, content: bytes = b"1") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return write_zip(file, {"a.pdf": content})


def test_volumes_stand_by_their_numbers_whatever_the_order(tmp_path: Path) -> None:
    files = [archive(tmp_path / f"北京某某公司-{number}.zip") for number in (1, 2, 10)]
    assert archives_of(files) == archives_of(files[::-1]) == tuple(files)


def test_the_same_archive_is_taken_once(tmp_path: Path) -> None:
    first, copy = archive(tmp_path / "a.zip"), archive(tmp_path / "copy" / "a.zip")
    other = archive(tmp_path / "other" / "a.zip", b"2")
    link = tmp_path / "link.zip"
    link.symlink_to(first)
    assert len(archives_of([first, copy, link, tmp_path / "copy" / ".." / "a.zip"])) == 1
    assert len(archives_of([first, other])) == 2


def test_a_folder_of_one_applicants_volumes_stands_for_them(tmp_path: Path) -> None:
    files = tuple(archive(tmp_path / f"某某公司-{number}.zip") for number in (1, 2))
    for name in (".DS_Store", "Thumbs.db", "~$附表.xlsx"):
        (tmp_path / name).write_bytes(b"")
    assert archives_of([tmp_path]) == files


@pytest.mark.parametrize("more", ["另一家公司-1.zip", "说明.txt", "某某公司-1/附表.zip"])
def test_any_other_folder_is_a_submission_itself(tmp_path: Path, more: str) -> None:
    archive(tmp_path / "某某公司-1.zip")
    archive(tmp_path / more)
    assert archives_of([tmp_path]) == (tmp_path,)


def test_an_empty_folder_is_a_submission_itself(tmp_path: Path) -> None:
    assert archives_of([tmp_path]) == (tmp_path,)


def test_what_is_no_archive_is_one_clear_sentence(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    dangling = tmp_path / "dangling.zip"
    dangling.symlink_to(tmp_path / "gone")
    for path in (pipe, dangling, tmp_path / "missing.zip", tmp_path / ("长" * 300), pipe / "inside.zip"):
        with pytest.raises(UsageError, match=r"^“.*(不存在|不是文件或文件夹|无法读取)"):
            archives_of([path])
    with pytest.raises(UsageError, match="请给出"):
        archives_of([])


def test_the_hash_of_a_folder_sees_names_contents_links_and_special_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    file = folder / "sub" / "a.pdf"
    file.write_bytes(b"1")
    seen = [content_hash(folder)]
    file.write_bytes(b"22")
    seen.append(content_hash(folder))
    file.rename(folder / "sub" / "b.pdf")
    seen.append(content_hash(folder))
    (folder / "link").symlink_to(folder / "sub")
    seen.append(content_hash(folder))
    os.mkfifo(folder / "pipe")
    seen.append(content_hash(folder))
    assert len(set(seen)) == len(seen)
    assert content_hash(folder) == seen[-1]
    assert size_of(folder) >= 2


def test_a_file_that_changes_is_hashed_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(b"1")
    first = content_hash(file)
    file.write_bytes(b"2")
    os.utime(file, ns=(1, 1))
    assert content_hash(file) != first
