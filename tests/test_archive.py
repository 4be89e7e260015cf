"""Unpacking: every member in the ledger once, its content in the store, nothing outside."""

import hashlib
import io
import os
import resource
import time
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.documents import Kind
from domain.encoding import from_json, to_json
from domain.errors import UsageError
from domain.findings import Reason
from domain.ledger import LedgerEntry, LedgerOutcome
from extractors.archive import Unpacked, unpack
from extractors.limits import Limits
from tests.forged_zips import DESCRIPTOR, LINK, UTF8, Part, Shape, deflate, encrypted, make_zip, unicode_path

PDF = b"%PDF-1.7 synthetic"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "store"


def take(tmp_path: Path, data: bytes, limits: Limits | None = None, passwords: tuple[str, ...] = ()) -> Unpacked:
    """One archive unpacked; whatever it is, nothing stands outside the store."""
    archive = tmp_path / "a.zip"
    archive.write_bytes(data)
    unpacked = unpack([archive], tmp_path / "store", limits or Limits(), passwords)
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "store"}
    check_store(unpacked, tmp_path / "store")
    return unpacked


def check_store(unpacked: Unpacked, into: Path) -> None:
    """Every document lies under its hash, nothing is left half-written, every path stands once."""
    for file in unpacked.files:
        content = file.file.read_bytes()
        assert file.file.parent.parent == into
        assert file.file.stem == file.sha256 == hashlib.sha256(content).hexdigest()
        assert len(content) == file.bytes
    assert not [path for path in into.rglob("*") if path.name.startswith(".")]
    assert all(len(path.relative_to(into).parts) <= 2 for path in into.rglob("*"))
    places = [(entry.archive, entry.path) for entry in unpacked.ledger.entries]
    assert len(places) == len(set(places))
    refused = [entry for entry in unpacked.ledger.entries if entry.outcome in {"failed", "blocked"}]
    assert all(entry.reason in set(Reason) for entry in refused)


def outcomes(unpacked: Unpacked) -> dict[str, str]:
    """Path → outcome, with its reason."""
    return {entry.path: f"{entry.outcome} {entry.reason}".strip() for entry in unpacked.ledger.entries}


def entry_of(unpacked: Unpacked, path: str) -> LedgerEntry:
    return next(entry for entry in unpacked.ledger.entries if entry.path == path)


def reasons(unpacked: Unpacked) -> list[Reason]:
    return [problem.reason for problem in unpacked.ledger.problems]


def test_members_of_all_methods_come_out(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            archive.writestr(f"合同/{method}.pdf", PDF * 50_000 + bytes([method]), compress_type=method)
        archive.writestr("合同/空文件夹/", "")
    unpacked = take(tmp_path, stream.getvalue())
    assert outcomes(unpacked) == {f"合同/{method}.pdf": "read" for method in (0, 8, 12, 14)}
    assert [file.bytes for file in unpacked.files] == [len(PDF) * 50_000 + 1] * 4
    assert unpacked.ledger.archives[0].outcome is LedgerOutcome.READ
    assert from_json(Unpacked, to_json(unpacked)) == unpacked


def test_equal_content_is_stored_once_and_listed_as_often_as_it_stands(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"1/a.pdf", PDF), Part(b"2/a.pdf", PDF), Part(b"3/b.pdf", PDF, method=8)))
    assert list(outcomes(unpacked)) == ["1/a.pdf", "2/a.pdf", "3/b.pdf"]
    assert len({file.file for file in unpacked.files}) == 1
    assert unpacked.files[0].file.suffix == ".pdf"


def test_the_same_archive_twice_gives_the_same(tmp_path: Path) -> None:
    data = make_zip(Part(b"a.pdf", PDF))
    assert take(tmp_path, data) == take(tmp_path, data)


@pytest.mark.parametrize(
    ("part", "path"),
    [
        (Part("服务合同.pdf".encode("gbk"), PDF), "服务合同.pdf"),
        (Part("服务合同.pdf".encode(), PDF, flags=UTF8), "服务合同.pdf"),
        (Part("服务合同.pdf".encode(), PDF), "服务合同.pdf"),
        (Part("服务\\许可\\俓.pdf".encode("gbk"), PDF), "服务/许可/俓.pdf"),
        (Part("誠乗/乗.pdf".encode("gbk"), PDF), "誠乗/乗.pdf"),
        (Part("㐀𠀀.pdf".encode("gb18030"), PDF), "㐀𠀀.pdf"),
        (Part(b"x.pdf", PDF, extra=unicode_path(b"x.pdf", "合同.pdf")), "合同.pdf"),
        (Part(b"x.pdf", PDF, extra=unicode_path(b"y.pdf", "合同.pdf")), "x.pdf"),
        (Part(unicodedata.normalize("NFD", "résumé.pdf").encode(), PDF), "résumé.pdf"),
        (Part(b"./a//b/./c.pdf", PDF), "a/b/c.pdf"),
        (Part(b"a\nb\x00c\x7f.pdf", PDF), r"a\x0ab\x00c\x7f.pdf"),
        (Part("a\u202efdp.exe".encode(), PDF, flags=UTF8), r"a\u202efdp.exe"),
        (Part("合同.pdf".encode("gbk"), PDF, flags=UTF8), "合同.pdf"),
        (Part("合同 .pdf ".encode(), PDF), "合同 .pdf "),
        (Part(b"", PDF), "unnamed"),
    ],
)
def test_names(tmp_path: Path, part: Part, path: str) -> None:
    unpacked = take(tmp_path, make_zip(part))
    assert outcomes(unpacked) == {path: "read"}
    assert not unpacked.ledger.problems


def test_the_encoding_is_decided_for_all_names_of_an_archive(tmp_path: Path) -> None:
    short = "联通".encode("gbk")  # also valid UTF-8 in some systems' eyes; alone it is ambiguous
    unpacked = take(tmp_path, make_zip(Part(short, PDF), Part("签到表.jpg".encode("gbk"), PDF)))
    assert list(outcomes(unpacked)) == ["联通", "签到表.jpg"]


def test_a_name_that_nobody_can_decode_is_marked_and_read(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"\xff\xfe.pdf", PDF)))
    assert [entry.outcome for entry in unpacked.ledger.entries] == [LedgerOutcome.READ]
    assert reasons(unpacked) == [Reason.NAME_UNDECODABLE]


def test_one_broken_name_does_not_spoil_the_others(tmp_path: Path) -> None:
    cut = "活动签到表".encode("gbk")[:-1]
    parts = [Part(cut, PDF), *(Part(f"第{number}份合同.pdf".encode("gbk"), PDF) for number in range(9))]
    unpacked = take(tmp_path, make_zip(*parts))
    assert list(outcomes(unpacked))[:2] == [r"活动签到\xb1", "第0份合同.pdf"]
    assert reasons(unpacked) == [Reason.NAME_UNDECODABLE]


def test_repeated_names_are_numbered(tmp_path: Path) -> None:
    parts = [Part(name, PDF + bytes([index])) for index, name in enumerate([b"a", b"a", b"a#2", b"./a", b"a"])]
    unpacked = take(tmp_path, make_zip(*parts))
    assert list(outcomes(unpacked)) == ["a", "a#2", "a#2#2", "a#3", "a#4"]


@pytest.mark.parametrize(
    "name",
    [b"../a.pdf", b"a/../../b.pdf", b"/etc/passwd", b"\\\\host\\a", b"..\\a.pdf", b"C:\\a.pdf", b"c:a.pdf", b".."],
)
def test_names_that_point_outside_are_blocked(tmp_path: Path, name: bytes) -> None:
    unpacked = take(tmp_path, make_zip(Part(name, PDF), Part(b"good.pdf", PDF)))
    assert list(outcomes(unpacked).values()) == ["blocked path-escape", "read"]
    assert reasons(unpacked) == [Reason.PATH_ESCAPE]


def test_links_are_blocked(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"link", b"/etc/passwd", attributes=LINK), Part(b"a.pdf", PDF)))
    assert outcomes(unpacked) == {"link": "blocked link-in-archive", "a.pdf": "read"}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("__MACOSX/合同/._a.pdf", "macos-resource-fork"),
        ("合同/._a.pdf", "macos-resource-fork"),
        (".DS_Store", "macos-folder-settings"),
        ("照片/Thumbs.db", "windows-thumbnails"),
        ("照片/desktop.ini", "windows-folder-settings"),
        ("~$合同.docx", "office-lock-file"),
        (".~合同.docx", "office-lock-file"),
        ("合同.pdf.lnk", "shortcut"),
        ("~WRL0001.tmp", "office-temporary-file"),
    ],
)
def test_junk_is_ignored_by_a_named_rule(tmp_path: Path, name: str, rule: str) -> None:
    unpacked = take(tmp_path, make_zip(Part(name.encode(), b"junk", flags=UTF8), Part(b"a.pdf", PDF)))
    assert outcomes(unpacked) == {name: f"ignored {rule}", "a.pdf": "read"}
    assert entry_of(unpacked, name).sha256 == hashlib.sha256(b"junk").hexdigest()
    assert len(unpacked.files) == 1


def test_broken_or_empty_junk_is_still_junk(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b".DS_Store", b"junk", crc=1), Part(b"Thumbs.db")))
    assert all(entry.outcome is LedgerOutcome.IGNORED for entry in unpacked.ledger.entries)
    assert not unpacked.ledger.problems


def test_an_empty_file_has_failed(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"a.pdf"), Part(b"b.pdf", method=8)))
    assert outcomes(unpacked) == {"a.pdf": "failed file-empty", "b.pdf": "failed file-empty"}


@pytest.mark.parametrize(
    "part",
    [
        Part(b"x.pdf", PDF, crc=1),
        Part(b"x.pdf", PDF, size=len(PDF) + 1),
        Part(b"x.pdf", PDF, size=len(PDF) - 1),
        Part(b"x.pdf", PDF, method=8, packed=b"\xff\xff\xff"),
        Part(b"x.pdf", PDF * 99, method=8, packed=deflate(PDF * 99)[:-20]),
        Part(b"x.pdf", PDF, method=12, packed=b"BZh91AY&SY"),
        Part(b"x.pdf", PDF, method=14, packed=b"\x09\x14\x05\x00\xff\xff\xff\xff\xff" + b"x" * 20),
        Part(b"x.pdf", PDF, method=14, packed=b"\x09\x14"),
        Part(b"x.pdf", PDF, offset=1_000_000),
        Part(b"x.pdf", PDF, offset=20),
    ],
)
def test_a_damaged_member_fails_and_the_others_go_on(tmp_path: Path, part: Part) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"a.pdf", PDF), part, Part(b"z.pdf", PDF)))
    found = outcomes(unpacked)
    assert found.pop("x.pdf") in {"failed file-corrupt", "blocked archive-bomb"}
    assert found == {"a.pdf": "read", "z.pdf": "read"}


def test_an_unknown_method_is_named(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"a.pdf", PDF, method=9)))
    assert outcomes(unpacked) == {"a.pdf": "failed file-type-unsupported"}
    assert unpacked.ledger.problems[0].detail == "ZIP method 9"


@pytest.mark.parametrize(
    "shape",
    [
        Shape(before=b"MZ rubbish"),
        Shape(after=b"rubbish" * 99),
        Shape(comment="说明".encode()),
        Shape(zip64=True),
        Shape(zip64=True, before=b"#!/bin/sh\n"),
        Shape(count=7),
    ],
    ids=lambda shape: str(shape)[:60],
)
def test_odd_archives_are_read(tmp_path: Path, shape: Shape) -> None:
    parts = [
        Part(b"a.pdf", PDF, flags=DESCRIPTOR, method=8),
        Part(b"b.pdf", PDF, local_name=b"other.pdf"),
        Part(b"c.pdf", PDF, extra=b"\x01\x00\xff"),
        Part(b"d.pdf", PDF, attributes=0o010644 << 16),
    ]
    unpacked = take(tmp_path, make_zip(*parts, shape=shape))
    assert outcomes(unpacked) == {f"{letter}.pdf": "read" for letter in "abcd"}


WHOLE = make_zip(Part(b"a.pdf", PDF), Part(b"b.pdf", PDF))


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (b"", "archive-corrupt", "0 bytes"),
        (b"nothing of the kind", "archive-corrupt", "ZIP directory"),
        (WHOLE[:-30], "archive-corrupt", "ZIP directory"),
        (WHOLE[: len(WHOLE) // 2], "archive-corrupt", "ZIP directory"),
        (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03"), "archive-corrupt", "ZIP directory"),
        (make_zip(Part(b"a", PDF), shape=Shape(disk=1)), "volume-missing", ".z01–.z01"),
        (b"MSCF" + bytes(99), "file-type-unsupported", "cab"),
        (b"MZ" + bytes(99), "file-type-unsupported", "exe"),
        (PDF, "file-type-unsupported", "pdf"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, data: bytes, reason: str, detail: str) -> None:
    unpacked = take(tmp_path, data)
    archive = unpacked.ledger.archives[0]
    assert (archive.outcome, archive.reason) == (LedgerOutcome.FAILED, reason)
    assert [(problem.reason, problem.detail) for problem in unpacked.ledger.problems] == [(reason, detail)]
    assert not unpacked.ledger.entries


def test_nested_archives(tmp_path: Path) -> None:
    inner = make_zip(Part("发票.pdf".encode("gbk"), PDF), Part(b"../x", PDF))
    middle = make_zip(Part("内.zip".encode(), inner), Part(b"b.pdf", PDF))
    unpacked = take(tmp_path, make_zip(Part("中.zip".encode("gbk"), middle), Part(b"renamed.pdf", inner)))
    assert outcomes(unpacked) == {
        "中.zip": "read",
        "中.zip!/内.zip": "read",
        "中.zip!/内.zip!/发票.pdf": "read",
        "中.zip!/内.zip!/../x": "blocked path-escape",
        "中.zip!/b.pdf": "read",
        "renamed.pdf": "read",
        "renamed.pdf!/发票.pdf": "read",
        "renamed.pdf!/../x": "blocked path-escape",
    }
    kinds = {entry.path: entry.kind for entry in unpacked.ledger.entries}
    assert kinds["中.zip"] == kinds["中.zip!/内.zip"] == kinds["renamed.pdf"] == Kind.ARCHIVE
    assert {entry.archive for entry in unpacked.ledger.entries} == {"a.zip"}
    assert [file.path for file in unpacked.files] == [
        "中.zip!/内.zip!/发票.pdf",
        "中.zip!/b.pdf",
        "renamed.pdf!/发票.pdf",
    ]


@pytest.mark.parametrize(
    ("mark", "suffix"),
    [
        (b"word/document.xml", ".docx"),
        (b"xl/workbook.xml", ".xlsx"),
        (b"ppt/presentation.xml", ".pptx"),
        (b"OFD.xml", ".ofd"),
        (b"META-INF/MANIFEST.MF", ".jar"),
    ],
)
def test_documents_that_are_zips_inside_are_documents(tmp_path: Path, mark: bytes, suffix: str) -> None:
    document = make_zip(Part(b"a/b.xml", b"<x/>"), Part(mark, b"<x/>"))
    unpacked = take(tmp_path, make_zip(Part(b"report", document)))
    assert outcomes(unpacked) == {"report": "read"}
    assert unpacked.files[0].file.suffix == suffix


def test_other_archives_inside_are_named(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"a.zip", b"MSCF" + bytes(99)), Part(b"b.zip", WHOLE[:-30])))
    assert outcomes(unpacked) == {"a.zip": "failed file-type-unsupported", "b.zip": "failed archive-corrupt"}
    assert entry_of(unpacked, "a.zip").kind is Kind.ARCHIVE
    assert [problem.detail for problem in unpacked.ledger.problems] == ["cab", "ZIP directory"]


@pytest.mark.parametrize("password", ["2024", "密码", "口令🔑"])
def test_traditional_encryption(tmp_path: Path, password: str) -> None:
    part = encrypted(b"a.pdf", PDF * 1000, password.encode())
    unpacked = take(tmp_path, make_zip(part, Part(b"b.pdf", PDF)), passwords=("wrong", password))
    assert outcomes(unpacked) == {"a.pdf": "read", "b.pdf": "read"}
    assert unpacked.files[0].file.read_bytes() == PDF * 1000


def test_a_password_typed_on_chinese_windows(tmp_path: Path) -> None:
    data = make_zip(encrypted(b"a.pdf", PDF, "密码".encode("gbk")))
    assert outcomes(take(tmp_path, data, passwords=("密码",))) == {"a.pdf": "read"}


def test_without_the_password_a_member_is_encrypted(tmp_path: Path) -> None:
    data = make_zip(encrypted(b"a.pdf", PDF, b"2024"), Part(b"b.pdf", PDF))
    wrong = tuple(str(number) for number in range(600))  # two or three of them pass the check of one byte
    unpacked = take(tmp_path, data, passwords=wrong)
    assert outcomes(unpacked) == {"a.pdf": "failed file-encrypted", "b.pdf": "read"}
    assert reasons(unpacked) == [Reason.FILE_ENCRYPTED]


def test_an_archive_without_any_plain_member_is_one_problem(tmp_path: Path) -> None:
    parts = [encrypted(f"{number}.pdf".encode(), PDF, b"2024") for number in range(9)]
    unpacked = take(tmp_path, make_zip(Part(b".DS_Store", b"junk"), *parts))
    assert unpacked.ledger.archives[0].reason is Reason.ARCHIVE_ENCRYPTED
    assert reasons(unpacked) == [Reason.ARCHIVE_ENCRYPTED]
    assert len(unpacked.ledger.entries) == 10


def test_a_bomb_is_blocked_and_the_rest_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", PDF)
        archive.writestr("bomb.pdf", bytes(5_000_000))
        archive.writestr("z.pdf", PDF)
    unpacked = take(tmp_path, stream.getvalue(), Limits(free_bytes=1_000_000))
    assert outcomes(unpacked) == {"a.pdf": "read", "bomb.pdf": "blocked archive-bomb", "z.pdf": "read"}
    assert unpacked.ledger.problems[0].detail.startswith("5 MiB, 10")


def test_many_small_bombs_use_up_the_budget_of_their_archive_only(tmp_path: Path) -> None:
    limits = Limits(free_bytes=1_000_000)
    bomb = make_zip(*(Part(f"{number}".encode(), bytes([number]) * 900_000, method=8) for number in range(9)))
    good = make_zip(Part(b"a.pdf", PDF * 10_000))
    (tmp_path / "bomb.zip").write_bytes(bomb)
    (tmp_path / "good.zip").write_bytes(good)
    unpacked = unpack([tmp_path / "bomb.zip", tmp_path / "good.zip"], tmp_path / "store", limits)
    assert [entry.outcome for entry in unpacked.ledger.entries] == ["read"] * 2 + ["blocked"] * 7 + ["read"]


def test_a_bomb_in_layers_is_bounded_by_all_that_comes_out(tmp_path: Path) -> None:
    layer = make_zip(Part(b"0", bytes(800_000), method=8))
    for _ in range(3):
        layer = make_zip(*(Part(f"{number}.zip".encode(), layer, method=8) for number in range(10)))
    started = time.perf_counter()
    unpacked = take(tmp_path, layer, Limits(free_bytes=1_000_000))
    assert sum(file.bytes for file in unpacked.files) < 5_000_000
    assert Reason.ARCHIVE_BOMB in reasons(unpacked)
    assert time.perf_counter() - started < 10


def test_a_lying_size_is_found_out_while_unpacking(tmp_path: Path) -> None:
    part = Part(b"a", bytes(5_000_000), method=8, size=1000)
    unpacked = take(tmp_path, make_zip(part), Limits(free_bytes=1_000_000))
    assert outcomes(unpacked) == {"a": "failed file-corrupt"}


def test_failed_members_use_up_the_budget_too(tmp_path: Path) -> None:
    parts = [Part(f"{number}".encode(), bytes(900_000), method=8, crc=1) for number in range(9)]
    unpacked = take(tmp_path, make_zip(*parts), Limits(free_bytes=1_000_000))
    assert [entry.outcome for entry in unpacked.ledger.entries] == ["failed"] * 2 + ["blocked"] * 7


def test_overlapping_members_are_blocked(tmp_path: Path) -> None:
    first = Part(b"a.pdf", PDF * 9)
    again = Part(b"b.pdf", PDF * 9, offset=0)
    unpacked = take(tmp_path, make_zip(first, again))
    assert outcomes(unpacked) == {"a.pdf": "read", "b.pdf": "blocked archive-bomb"}


def test_too_many_members(tmp_path: Path) -> None:
    data = make_zip(*(Part(f"{number}.pdf".encode(), PDF) for number in range(20)))
    unpacked = take(tmp_path, data, Limits(members=5))
    assert list(outcomes(unpacked).values()) == ["read"] * 5
    archive = unpacked.ledger.archives[0]
    assert (archive.outcome, archive.reason) == (LedgerOutcome.BLOCKED, Reason.ARCHIVE_BOMB)


def test_a_quine_ends_at_the_depth_limit(tmp_path: Path) -> None:
    data = make_zip(Part(b"a.pdf", PDF))
    for _ in range(9):
        data = make_zip(Part(b"n.zip", data))
    unpacked = take(tmp_path, data, Limits(depth=3))
    assert [entry.outcome for entry in unpacked.ledger.entries] == ["read", "read", "read", "blocked"]


def test_a_path_without_end_is_blocked(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"x/" * 5000 + b"a", PDF), Part(b"a.pdf", PDF)))
    assert list(outcomes(unpacked).values()) == ["blocked archive-bomb", "read"]
    assert len(unpacked.ledger.entries[0].path) < 1100


def test_a_large_archive_is_read_and_reported(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"a.pdf", PDF * 999)), Limits(archive_bytes=1000))
    assert unpacked.ledger.archives[0].outcome is LedgerOutcome.READ
    assert reasons(unpacked) == [Reason.ARCHIVE_TOO_LARGE]


def test_several_archives_keep_their_names(tmp_path: Path) -> None:
    first, second = tmp_path / "某公司-1.zip", tmp_path / "补正" / "某公司-1.zip"
    second.parent.mkdir()
    for path in (first, second):
        path.write_bytes(make_zip(Part(b"a.pdf", PDF)))
    unpacked = unpack([first, second], tmp_path / "store")
    assert [archive.name for archive in unpacked.ledger.archives] == ["某公司-1.zip", "某公司-1.zip#2"]
    assert [(entry.archive, entry.path) for entry in unpacked.ledger.entries] == [
        ("某公司-1.zip", "a.pdf"),
        ("某公司-1.zip#2", "a.pdf"),
    ]


def test_what_does_not_exist_is_a_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        unpack([tmp_path / "nothing.zip"], tmp_path / "store")


def test_an_unpacked_folder_is_as_good_as_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "某公司"
    (folder / "合同").mkdir(parents=True)
    (folder / "合同" / "a.pdf").write_bytes(PDF)
    (folder / "内.zip").write_bytes(make_zip(Part(b"b.pdf", PDF)))
    (folder / ".DS_Store").write_bytes(b"junk")
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "folder-link").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    unpacked = unpack([folder], tmp_path / "store")
    check_store(unpacked, tmp_path / "store")
    assert outcomes(unpacked) == {
        ".DS_Store": "ignored macos-folder-settings",
        "folder-link": "blocked link-in-archive",
        "link": "blocked link-in-archive",
        "pipe": "failed file-type-unsupported",
        "合同/a.pdf": "read",
        "内.zip": "read",
        "内.zip!/b.pdf": "read",
    }
    archive = unpacked.ledger.archives[0]
    assert (archive.name, archive.outcome) == ("某公司", LedgerOutcome.READ)
    assert len(archive.sha256) == 64


def test_a_folder_unpacked_by_a_tool_that_left_the_names_in_gbk(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    for name in ("签到表.jpg", "合同.pdf"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name.encode("gbk"))).write_bytes(PDF)
    unpacked = unpack([folder], tmp_path / "store")
    assert outcomes(unpacked) == {"合同.pdf": "read", "签到表.jpg": "read"}


def test_a_folder_with_too_many_files(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.pdf").write_bytes(PDF)
    unpacked = unpack([folder], tmp_path / "store", Limits(members=5))
    assert len(unpacked.ledger.entries) == 5
    assert unpacked.ledger.archives[0].outcome is LedgerOutcome.BLOCKED


def test_memory_stays_flat(tmp_path: Path) -> None:
    """A member of 100 MB, in a child so that its peak is its own."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, archive.open("a.bin", "w") as member:
        for _ in range(100):
            member.write(os.urandom(1 << 20))
    pid = os.fork()
    if pid == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        unpack([tmp_path / "a.zip"], tmp_path / "store")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os._exit(0 if grown < 20_000 else 1)
    assert os.waitpid(pid, 0)[1] == 0


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_damage_anywhere_never_stops_anything(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = make_zip(
        Part("合同.pdf".encode("gbk"), PDF, method=8, flags=DESCRIPTOR),
        Part(b"n.zip", make_zip(Part(b"b.pdf", PDF, method=12, packed=b"BZh9"))),
        encrypted(b"c.pdf", PDF, b"1"),
        shape=Shape(zip64=data.draw(st.booleans())),
    )
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    tmp_path = tmp_path_factory.mktemp("damaged")
    take(tmp_path, bytes(damaged[:cut] if data.draw(st.booleans()) else damaged), passwords=("1",))


# Archives that nobody here wrote

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "archives"
shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not beside the checkout")


def shared_archives(*folders: str) -> Sequence[Path]:
    return sorted(path for folder in folders for path in (SHARED / folder).rglob("*.zip"))


@shared
@pytest.mark.shared
@pytest.mark.parametrize("archive", shared_archives("yauzl/test/success"), ids=lambda path: path.stem)
def test_yauzl_success(archive: Path, into: Path) -> None:
    """What lies in the folder beside the archive comes out; ASCII stands there for letters of two archives' names."""
    unpacked = unpack([archive], into)
    check_store(unpacked, into)
    expected = {
        str(path.relative_to(archive.with_suffix(""))): path.read_bytes()
        for path in archive.with_suffix("").rglob("*")
        if path.is_file() and not path.name.startswith((".git_please", ".dont_expect"))
    }
    refused = {entry.reason for entry in unpacked.ledger.entries if entry.outcome is not LedgerOutcome.READ}
    if "encryption" in archive.stem:
        assert refused == {"file-encrypted"}
    elif archive.stem == "bogus-compression-method":
        assert refused == {"file-type-unsupported"}
    else:
        found = {file.path: file.file.read_bytes() for file in unpacked.files}
        found |= {entry.path: b"" for entry in unpacked.ledger.entries if entry.reason == "file-empty"}
        assert refused <= {"file-empty"}
        if archive.stem.startswith("unicode"):
            assert sorted(found.values()) == sorted(expected.values())
        else:
            assert found | expected == found


YAUZL_FAILURES = {
    "absolute path": "path-escape",
    "compressed uncompressed size mismatch": "file-corrupt",
    "End of central directory": "archive-corrupt",
    "extra field length exceeds": None,
    "file data overflows": "file-corrupt",
    "invalid central directory": "archive-corrupt",
    "invalid characters in fileName": None,
    "invalid code lengths": "file-corrupt",
    "Invalid comment length": None,
    "invalid local file header": "file-corrupt",
    "invalid relative path": "path-escape",
    "invalid zip64 end of central": "archive-corrupt",
    "multi-disk": "volume-missing",
    "not enough bytes": "file-corrupt",
    "strong encryption": "archive-encrypted",
    "too many bytes": "file-corrupt",
    "too many length or distance": "file-corrupt",
    "unexpected EOF": "file-corrupt",
    "unsupported compression method": "file-type-unsupported",
    "zip64 extended information": "file-corrupt",
}
"""The errors of yauzl, and ours; None where the content can be had all the same."""


@shared
@pytest.mark.shared
@pytest.mark.parametrize("archive", shared_archives("yauzl/test/failure"), ids=lambda path: path.stem)
def test_yauzl_failure(archive: Path, into: Path) -> None:
    unpacked = unpack([archive], into)
    check_store(unpacked, into)
    expected = next(reason for words, reason in YAUZL_FAILURES.items() if archive.stem.startswith(words))
    assert [problem.reason for problem in unpacked.ledger.problems] == ([] if expected is None else [expected])


@shared
@pytest.mark.shared
@pytest.mark.parametrize(
    "archive",
    shared_archives("golang", "libzip", "zip-encoding-test", "zip-slip"),
    ids=lambda path: str(path.relative_to(SHARED)),
)
def test_no_archive_crashes_hangs_or_writes_outside(archive: Path, tmp_path: Path) -> None:
    started = time.perf_counter()
    unpacked = unpack([archive], tmp_path / "in" / "store")
    check_store(unpacked, tmp_path / "in" / "store")
    assert time.perf_counter() - started < 5
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["store"]


@shared
@pytest.mark.shared
@pytest.mark.parametrize("archive", sorted((SHARED / "golang").glob("utf8-*.zip")), ids=lambda path: path.stem)
def test_the_same_name_by_five_tools(archive: Path, into: Path) -> None:
    assert [entry.path for entry in unpack([archive], into).ledger.entries] == ["世界"]


@shared
@pytest.mark.shared
@pytest.mark.parametrize("tool", ["old7z_cp936", "new7z_cp936", "old7z_utf8", "new7z_utf8"])
def test_names_as_seven_zip_writes_them(tool: str, into: Path) -> None:
    unpacked = unpack([SHARED / "zip-encoding-test" / f"{tool}.zip"], into)
    found = {entry.path.removeprefix("src/") for entry in unpacked.ledger.entries}
    assert found == {"HelloWorld.txt", "©®™★♦♣♥♠€£￥✓♫.txt", "こんにちは世界.txt", "你好世界.txt"}


@shared
@pytest.mark.shared
@pytest.mark.parametrize("strength", ["aes128", "aes192", "aes256"])
def test_aes(strength: str, into: Path) -> None:
    archive = SHARED / "libzip" / "regress" / f"encrypt-{strength}.zip"
    unpacked = unpack([archive], into, passwords=("no", "foofoofoo"))
    assert {file.path: file.file.read_bytes() for file in unpacked.files}["encrypted"] == b"encrypted\n"
    assert outcomes(unpack([archive], into, passwords=("no",)))["encrypted"] == "failed file-encrypted"
