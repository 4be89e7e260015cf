"""Split archives: joined where all parts are there, the missing part named where not."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parts import parse_part
from extractors.archive import Unpacked, unpack
from extractors.split import join_parts, open_parts
from flows.handed_in import archives_of
from tests.forged_archives import make_7z, make_rar4_parts, make_rar5_parts, make_tar, split_zip
from tests.forged_zips import Part, make_zip
from tests.test_archive import check_store, outcomes

NOISE = hashlib.shake_128(b"noise").digest(90_000)
CONTENT = b"%PDF-1.7 " + NOISE
TWO = (("合同.pdf", CONTENT[:50_000]), ("发票.pdf", b"%PDF-1.7 " + CONTENT[50_000:]))
ZIP = make_zip(*(Part(name.encode("gbk"), content) for name, content in TWO))


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def named(pattern: str, parts: Sequence[bytes], first: int = 1) -> dict[str, bytes]:
    return {pattern.format(number): part for number, part in enumerate(parts, first)}


def z_parts(parts: Sequence[bytes]) -> dict[str, bytes]:
    return named("a.z{:02}", parts[:-1]) | {"a.zip": parts[-1]}


SPLIT: Mapping[str, tuple[dict[str, bytes], Sequence[tuple[str, bytes]]]] = {
    "zip.001": (named("a.zip.{:03}", cut(ZIP, 30_000)), TWO),
    "7z.001": (named("a.7z.{:03}", cut(make_7z(TWO), 30_000)), TWO),
    "tar.001": (named("a.tar.{:03}", cut(make_tar(TWO), 30_000)), TWO),
    "z01": (z_parts(split_zip(ZIP, 30_000)), TWO),
    "rar4": (named("a.part{}.rar", make_rar4_parts(b"a.pdf", CONTENT, 3)), [("a.pdf", CONTENT)]),
    "rar5": (named("a.part{}.rar", make_rar5_parts(b"a.pdf", CONTENT, 3)), [("a.pdf", CONTENT)]),
    "r00": (
        {"a.rar": make_rar4_parts(b"a.pdf", CONTENT, 3)[0]}
        | named("a.r{:02}", make_rar4_parts(b"a.pdf", CONTENT, 3)[1:], 0),
        [("a.pdf", CONTENT)],
    ),
}


def take(tmp_path: Path, files: Mapping[str, bytes]) -> Unpacked:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    unpacked = unpack(archives_of(sorted(folder.iterdir())), tmp_path / "store")
    check_store(unpacked, tmp_path / "store")
    assert sorted(entry.name for entry in unpacked.ledger.archives) == sorted(files)
    return unpacked


@pytest.mark.parametrize("kind", SPLIT)
def test_parts_are_joined(kind: str, tmp_path: Path) -> None:
    files, members = SPLIT[kind]
    unpacked = take(tmp_path, files)
    assert not unpacked.ledger.problems
    assert outcomes(unpacked) == {name: "read" for name, _ in members}
    assert [file.file.read_bytes() for file in unpacked.files] == [content for _, content in members]
    assert {entry.outcome for entry in unpacked.ledger.archives} == {"read"}


@pytest.mark.parametrize("kind", SPLIT)
@pytest.mark.parametrize("place", [0, 1, -1])
def test_a_missing_part_is_named(kind: str, place: int, tmp_path: Path) -> None:
    files, _ = SPLIT[kind]
    missing = sorted(files, key=lambda name: (name.endswith(".rar") and "part" not in name, name))[place]
    unpacked = take(tmp_path, {name: content for name, content in files.items() if name != missing})
    (problem,) = [problem for problem in unpacked.ledger.problems if problem.reason == "volume-missing"]
    assert problem.detail.casefold() == missing
    assert "volume-missing" in {entry.reason for entry in unpacked.ledger.archives}


@pytest.mark.parametrize("kind", SPLIT)
def test_parts_inside_archives_and_folders(kind: str, tmp_path: Path) -> None:
    """One with all parts, one without the second, and a document beside them."""
    files, members = SPLIT[kind]
    second = sorted(files)[1]
    inside = {f"全/{name}": content for name, content in files.items()} | {"b.pdf": CONTENT[:99]}
    inside |= {f"缺/{name}": content for name, content in files.items() if name != second}
    folder = tmp_path / "unpacked"
    for name, content in inside.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (tmp_path / "x.zip").write_bytes(make_zip(*(Part(name.encode(), content) for name, content in inside.items())))
    (tmp_path / "x.7z").write_bytes(make_7z(tuple(inside.items())))
    for archive in (folder, tmp_path / "x.zip", tmp_path / "x.7z"):
        unpacked = unpack([archive], tmp_path / "store")
        check_store(unpacked, tmp_path / "store")
        assert {file.path.partition("!/")[2] for file in unpacked.files if file.path.startswith("全")} == {
            name for name, _ in members
        }
        assert [file.path for file in unpacked.files if not file.path.startswith(("全", "缺"))] == ["b.pdf"]
        found = outcomes(unpacked)
        assert {found[path] for path in inside if path.startswith(("全", "b"))} == {"read"}
        assert {found[path] for path in inside if path.startswith("缺")} == {"failed volume-missing"}
        (problem,) = [problem for problem in unpacked.ledger.problems if problem.reason == "volume-missing"]
        assert problem.detail == second


def test_the_last_part_of_a_split_zip_without_the_others(tmp_path: Path) -> None:
    unpacked = take(tmp_path, {"a.zip": split_zip(ZIP, 30_000)[-1]})
    assert [(problem.reason, problem.detail) for problem in unpacked.ledger.problems] == [
        ("volume-missing", ".z01–.z03")
    ]


def test_volumes_of_the_policy_stay_archives_of_their_own() -> None:
    paths = [Path("XX公司-1.zip"), Path("XX公司-2.zip"), Path("XX公司-2.rar"), Path("XX公司-3.7z.001")]
    assert [split.paths for split in join_parts(paths)] == [(path,) for path in paths]


@pytest.mark.parametrize(
    ("name", "whole", "number"),
    [
        ("a.zip.001", "a.zip", 1),
        ("a.7z.012", "a.7z", 12),
        ("XX公司-1.part02.rar", "XX公司-1.rar", 2),
        ("a.Z01", "a.zip", 1),
        ("a.r00", "a.rar", 0),
    ],
)
def test_names_of_parts(name: str, whole: str, number: int) -> None:
    part = parse_part(name)
    assert part is not None
    assert (part.whole, part.number) == (whole, number)


@pytest.mark.parametrize(
    "name", ["a.zip", "a.rar", "a.001", "a.zip.000", "a.z00", "XX公司-1.zip", "part1.rar", "a.zip.0001"]
)
def test_names_of_no_parts(name: str) -> None:
    assert parse_part(name) is None


@given(sizes=st.lists(st.integers(0, 40), min_size=1, max_size=5), data=st.data())
def test_parts_read_like_one_file(
    sizes: list[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    whole, paths = NOISE[: sum(sizes)], []
    for number, size in enumerate(sizes):
        paths.append(folder / str(number))
        start = sum(sizes[:number])
        paths[-1].write_bytes(whole[start : start + size])
    with open_parts(paths) as file:
        assert file.seek(0, 2) == len(whole)
        place = data.draw(st.integers(0, len(whole)))
        length = data.draw(st.integers(0, 99))
        file.seek(place)
        assert file.read(length) == whole[place : place + length]
        assert file.tell() == min(place + length, len(whole))
