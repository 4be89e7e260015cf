"""What a user hands in: archives and folders, in an order of their own, and the hash of their content."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from stat import S_ISREG

from domain.errors import UsageError
from domain.parts import parse_part
from extractors.volumes import group_volumes
from extractors.zipped.names import junk_rule

ARCHIVE_SUFFIXES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"})


def archives_of(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The archives and unpacked folders of one submission, each once, volumes by number; UsageError for what is none.

    The order in which they are named makes no difference. A folder that holds only the volumes of one applicant
    stands for these.
    """
    if not paths:
        raise UsageError("请给出要核查的压缩包或文件夹 (no archive given)")
    found = {(path.name, content_hash(path)): path for given in paths for path in _meant(given)}
    ordered = [found[key] for key in sorted(found)]
    return tuple(path for volumes in group_volumes(ordered) for path in volumes.paths)


def is_archive_name(name: str) -> bool:
    """Whether a file is called like an archive or a part of one."""
    return Path(name).suffix.lower() in ARCHIVE_SUFFIXES or parse_part(name) is not None


def content_hash(path: Path) -> str:
    """The SHA-256 of a file, or of all names and contents below a folder; UsageError where it cannot be read."""
    try:
        return _folder_hash(path) if path.is_dir() else _file_hash(path, *_stamp(path.stat()))
    except OSError as error:
        raise UsageError(f"无法读取“{error.filename or path}”：{error.strerror} (cannot be read)") from error


def size_of(path: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    return sum(info.st_size for _, info in _walk(path)) if path.is_dir() else path.stat().st_size


def _meant(given: Path) -> tuple[Path, ...]:
    """The archives or the folder that a path stands for."""
    try:
        if given.is_file():
            return (given.resolve(),)
        if given.is_dir():
            return _volumes_in(given.resolve()) or (given.resolve(),)
        problem = "不是文件或文件夹 (neither file nor folder)" if given.exists() else "不存在 (no such file or folder)"
    except OSError as error:
        problem = f"无法读取：{error.strerror} (cannot be read)"
    raise UsageError(f"“{given}”{problem}")


def _volumes_in(folder: Path) -> tuple[Path, ...]:
    """The archives in a folder, if they are one applicant's and nothing else lies there."""
    members = [member for member in folder.iterdir() if junk_rule(member.name) is None]
    is_all = all(member.is_file() and is_archive_name(member.name) for member in members)
    return tuple(members) if is_all and len(group_volumes(members)) == 1 else ()


def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path, info in sorted(_walk(folder)):
        name = os.fsencode(path.relative_to(folder))
        is_file = S_ISREG(info.st_mode)
        content = _file_hash(path, *_stamp(info)) if is_file else oct(info.st_mode)
        digest.update(name + b"\0" + content.encode() + b"\0")
    return digest.hexdigest()


def _walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """All files and links below a folder; links are not followed."""
    for parent, folders, files in os.walk(folder, onerror=_raise):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in files + links:
            path = Path(parent, name)
            yield path, path.lstat()


def _raise(error: OSError) -> None:
    raise error


def _stamp(info: os.stat_result) -> tuple[int, int, int]:
    return info.st_ino, info.st_size, info.st_mtime_ns


@cache
def _file_hash(path: Path, _inode: int, _size: int, _changed_at: int) -> str:
    """The SHA-256 of a file, computed once as long as its size and time stand."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
