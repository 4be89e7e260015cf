"""Archives other than ZIP: the same ledger, the same names, the same limits."""

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.documents import Kind
from domain.encoding import to_json
from extractors.archive import unpack
from extractors.limits import MIB, Limits
from flows.pool import JobFailed, WorkerPool
from tests.forged_archives import make_7z, make_encrypted_7z, make_rar4, make_rar5, make_tar, make_zst
from tests.forged_zips import Part, make_zip
from tests.test_archive import PDF, check_store, entry_of, outcomes, reasons, take

NAMES = ("合同/服务合同.pdf", "发票.pdf")
UTF8_MEMBERS = tuple((name.encode(), PDF * 100 + name.encode()) for name in NAMES)
GBK_MEMBERS = tuple((name.encode("gbk"), content) for name, (_, content) in zip(NAMES, UTF8_MEMBERS, strict=True))
TEXT_MEMBERS = tuple((name, content) for name, (_, content) in zip(NAMES, UTF8_MEMBERS, strict=True))
TAR = make_tar(TEXT_MEMBERS)

ARCHIVES = {
    "rar4": make_rar4(GBK_MEMBERS),
    "rar5": make_rar5(UTF8_MEMBERS),
    "7z": make_7z(TEXT_MEMBERS),
    "tar": TAR,
    "tar-gbk": make_tar(TEXT_MEMBERS, encoding="gbk"),
    "tar-pax": make_tar(TEXT_MEMBERS, form=tarfile.PAX_FORMAT),
    "tar.gz": gzip.compress(TAR),
    "tar.bz2": bz2.compress(TAR),
    "tar.xz": lzma.compress(TAR),
    "tar.zst": make_zst(TAR),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_all_kinds_come_out(kind: str, tmp_path: Path) -> None:
    """The archive is called a.zip: the content decides."""
    unpacked = take(tmp_path, ARCHIVES[kind])
    assert outcomes(unpacked) == dict.fromkeys(NAMES, "read")
    assert [file.file.read_bytes() for file in unpacked.files] == [content for _, content in UTF8_MEMBERS]
    assert not unpacked.ledger.problems


@pytest.mark.parametrize("kind", ARCHIVES)
def test_all_kinds_inside_a_zip(kind: str, tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_zip(Part(b"inner.bin", ARCHIVES[kind])))
    assert outcomes(unpacked) == {"inner.bin": "read"} | {f"inner.bin!/{name}": "read" for name in NAMES}
    assert entry_of(unpacked, "inner.bin").kind is Kind.ARCHIVE


def test_a_zip_inside_the_others(tmp_path: Path) -> None:
    inner = make_zip(Part("发票.pdf".encode("gbk"), PDF))
    for data in (make_7z([("a.zip", inner)]), make_rar4([(b"a.zip", inner)]), make_tar([("a.zip", inner)])):
        assert outcomes(take(tmp_path, data)) == {"a.zip": "read", "a.zip!/发票.pdf": "read"}


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": make_zst,
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_single_compressed_file(suffix: str, tmp_path: Path) -> None:
    content, pack = PDF * 50, PACKERS[suffix]
    unpacked = take(tmp_path, make_zip(Part(f"1/合同.pdf.{suffix}".encode(), pack(content))))
    member = f"1/合同.pdf.{suffix}!/合同.pdf"
    assert outcomes(unpacked) == {f"1/合同.pdf.{suffix}": "read", member: "read"}
    assert unpacked.files[0].file.read_bytes() == content


def test_several_streams_behind_each_other_are_one_content(tmp_path: Path) -> None:
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        unpacked = take(tmp_path, pack(PDF) + pack(b" and more"))
        assert unpacked.files[0].file.read_bytes() == PDF + b" and more"


@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_cut_archive_is_corrupt_and_what_came_out_is_kept(kind: str, tmp_path: Path) -> None:
    data = ARCHIVES[kind]
    unpacked = take(tmp_path, data[: len(data) // 5])
    archive = unpacked.ledger.archives[0]
    assert (archive.outcome, archive.reason) == ("failed", "archive-corrupt")
    assert all(problem.detail for problem in unpacked.ledger.problems)


@pytest.mark.parametrize("kind", ["7z", "tar.gz", "tar.bz2", "tar.xz"])
def test_no_changed_content_is_taken_for_whole(kind: str, tmp_path: Path) -> None:
    whole = {content for _, content in UTF8_MEMBERS}
    for place in range(40, len(ARCHIVES[kind]) // 2, 7):
        damaged = bytearray(ARCHIVES[kind])
        damaged[place] ^= 0x10
        unpacked = take(tmp_path, bytes(damaged))
        assert unpacked.ledger.problems or {file.file.read_bytes() for file in unpacked.files} == whole


@pytest.mark.parametrize("name", ["../x.pdf", "/etc/x.pdf", "a/../../x.pdf", "C:\\x.pdf", "..\\x.pdf"])
def test_paths_that_escape(name: str, tmp_path: Path) -> None:
    for data in (make_7z([(name, PDF)]), make_rar5([(name.encode(), PDF)]), make_tar([(name, PDF)])):
        unpacked = take(tmp_path, data)
        assert list(outcomes(unpacked).values()) == ["blocked path-escape"]
        assert not unpacked.files


def test_links_and_devices(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "s"),
            (tarfile.LNKTYPE, "h"),
            (tarfile.CHRTYPE, "c"),
            (tarfile.FIFOTYPE, "f"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        archive.addfile(tarfile.TarInfo("empty"))
    unpacked = take(tmp_path, buffer.getvalue())
    assert outcomes(unpacked) == {
        "s": "blocked link-in-archive",
        "h": "blocked link-in-archive",
        "c": "failed file-type-unsupported",
        "f": "failed file-type-unsupported",
        "empty": "failed file-empty",
    }


def test_junk_is_ignored(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_7z([("Thumbs.db", b"x"), ("__MACOSX/._a", b"x"), ("a.pdf", PDF)]))
    assert list(outcomes(unpacked).values()) == ["ignored windows-thumbnails", "ignored macos-resource-fork", "read"]


SMALL = Limits(free_bytes=MIB, member_ratio=20, archive_ratio=5)


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_flat_bomb(suffix: str, tmp_path: Path) -> None:
    bomb = make_zst(bytes(300), zeros=99) if suffix == "zst" else PACKERS[suffix](bytes(12 * MIB))
    unpacked = take(tmp_path, bomb, SMALL)
    assert (unpacked.ledger.archives[0].outcome, reasons(unpacked)) == ("blocked", ["archive-bomb"])
    assert not unpacked.files


def test_bombs_of_members(tmp_path: Path) -> None:
    """What is solid ends at the bomb; a tar goes on behind it."""
    members = [("a.pdf", PDF), ("b.bin", bytes(12 * MIB)), ("c.pdf", PDF)]
    unpacked = take(tmp_path, make_7z(members), SMALL)
    assert outcomes(unpacked)["b.bin"] == "blocked archive-bomb"
    assert unpacked.ledger.archives[0].reason == "archive-bomb"
    unpacked = take(tmp_path, make_tar(members), Limits(member_bytes=MIB))
    assert outcomes(unpacked) == {"a.pdf": "read", "b.bin": "blocked archive-bomb", "c.pdf": "read"}


def test_a_sparse_tar(tmp_path: Path) -> None:
    """A terabyte of hole in a kilobyte of archive."""
    huge = tmp_path / "huge"
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    subprocess.run(["tar", "--sparse", "-cf", tmp_path / "s.tar", "-C", tmp_path, "huge"], check=True)
    data = (tmp_path / "s.tar").read_bytes()
    for left in (huge, tmp_path / "s.tar"):
        left.unlink()
    started = time.perf_counter()
    unpacked = take(tmp_path, data)
    assert outcomes(unpacked) == {"huge": "blocked archive-bomb"}
    assert time.perf_counter() - started < 5


def test_too_many_members(tmp_path: Path) -> None:
    members = [(f"{number}.pdf", PDF) for number in range(9)]
    for data in (make_7z(members), make_tar(members), make_rar4([(name.encode(), PDF) for name, _ in members])):
        unpacked = take(tmp_path, data, Limits(members=5))
        assert len(unpacked.files) == 5
        assert unpacked.ledger.archives[0].reason == "archive-bomb"


def test_too_deep(tmp_path: Path) -> None:
    data = PDF
    for _ in range(9):
        data = gzip.compress(data)
    unpacked = take(tmp_path, data)
    assert reasons(unpacked) == ["archive-bomb"]
    assert len(unpacked.ledger.entries) == Limits().depth + 1


def test_encrypted_rar(tmp_path: Path) -> None:
    """By members (flag 4), and with its directory (flag 0x80)."""
    for data in (make_rar4(UTF8_MEMBERS, flags=4), make_rar4(UTF8_MEMBERS, main_flags=0x80)):
        unpacked = take(tmp_path, data)
        assert (unpacked.ledger.archives[0].outcome, reasons(unpacked)) == ("failed", ["archive-encrypted"])


def test_encrypted_7z(tmp_path: Path) -> None:
    unpacked = take(tmp_path, make_encrypted_7z("合同.pdf", bytes(160)), passwords=("1",))
    assert (unpacked.ledger.archives[0].outcome, reasons(unpacked)) == ("failed", ["archive-encrypted"])
    unpacked = take(tmp_path, make_zip(Part(b"a.7z", make_encrypted_7z("a.pdf", bytes(160)))))
    assert outcomes(unpacked)["a.7z"] == "failed archive-encrypted"


def test_in_a_worker_process(tmp_path: Path) -> None:
    for kind, data in ARCHIVES.items():
        (tmp_path / f"{kind}.bin").write_bytes(data)
    job = {
        "op": "unpack",
        "archives": [str(path) for path in sorted(tmp_path.iterdir())],
        "into": str(tmp_path / "store"),
        "limits": to_json(Limits()),
        "passwords": [],
    }
    with WorkerPool(1) as pool:
        answer = pool.submit(job, 60).result(timeout=90)
    assert not isinstance(answer, JobFailed), answer
    assert len(answer["files"]) == len(NAMES) * len(ARCHIVES)


def test_without_the_library_an_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(ARCHIVES["rar5"])
    script = (
        "import sys; from pathlib import Path; from extractors.archive import unpack;"
        "ledger = unpack([Path(sys.argv[1])], Path(sys.argv[2])).ledger;"
        "print([(str(problem.reason), problem.detail) for problem in ledger.problems])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a.rar"), str(tmp_path / "store")]
    environment = os.environ | {"LIBARCHIVE": "/nowhere/libarchive.so"}
    found = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    assert found.strip() == "[('file-type-unsupported', 'rar; libarchive missing')]"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damage_never_crashes(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    damaged = bytearray(data.draw(st.sampled_from(list(ARCHIVES.values()))))
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    take(tmp_path_factory.mktemp("damaged"), bytes(damaged))


SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "archives"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not beside the checkout")
@pytest.mark.parametrize("archive", sorted(SHARED.rglob("*.tar*")), ids=lambda path: path.name)
def test_tars_that_nobody_here_wrote(archive: Path, tmp_path: Path) -> None:
    unpacked = unpack([archive], tmp_path / "in" / "store")
    check_store(unpacked, tmp_path / "in" / "store")
    assert "blocked path-escape" in outcomes(unpacked).values()
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
