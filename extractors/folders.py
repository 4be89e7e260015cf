"""Unpacked folders as they are handed in: their files as candidates, links not followed."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISLNK, S_ISREG

from domain.findings import Reason
from extractors.intake import Candidate
from extractors.zipped.methods import CHUNK_BYTES, UnreadableError
from extractors.zipped.names import MemberName


def walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """All files and links below a folder."""
    for parent, folders, files in os.walk(folder, onerror=_raise):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in files + links:
            file = Path(parent, name)
            yield file, file.lstat()


def _raise(error: OSError) -> None:
    raise error


def file_candidate(file: Path, info: os.stat_result, name: MemberName) -> Candidate:
    """A file of a folder; a pipe or a device would block whoever opens it."""
    is_link = S_ISLNK(info.st_mode)
    is_special = not is_link and not S_ISREG(info.st_mode)
    return Candidate(
        name=name,
        size=info.st_size,
        packed=info.st_size,
        is_link=is_link,
        refusal=UnreadableError(Reason.FILE_TYPE_UNSUPPORTED, "device") if is_special else None,
        attempts=lambda: iter((_read_file(file),)),
    )


def _read_file(path: Path) -> Iterator[bytes]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise UnreadableError(Reason.FILE_CORRUPT, error.strerror or "") from error
    with os.fdopen(descriptor, "rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
