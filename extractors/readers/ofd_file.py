"""The file of an OFD (GB/T 33190): a ZIP of XML parts, opened under the limits of archives.

A part is found by the path that another part gives, from its own folder or from the root; paths lead nowhere else.
"""

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS, MIB
from extractors.readers.safe_xml import Element, parse_xml
from extractors.zipped.directory import Member, find_impossible, open_member, read_directory
from extractors.zipped.methods import UnreadableError

MOST_PARTS = 20_000
PART_BYTES = 64 * MIB
UNPACKED_BYTES = 512 * MIB
"""All parts of a document, unpacked; a bomb has more."""


class OfdFile:
    """The parts of an OFD by their paths."""

    def __init__(self, file: BinaryIO, members: Mapping[str, Member]) -> None:
        """Take the open file and its directory."""
        self._file = file
        self._members = members

    def xml(self, path: str) -> Element | None:
        """A part as XML; None where it is missing, too large or broken."""
        data = self.read(path)
        return parse_xml(data) if data is not None else None

    def read(self, path: str) -> bytes | None:
        """The bytes of a part; None where it is missing, too large or damaged."""
        member = self._members.get(path.lower())
        if member is None or member.size > PART_BYTES:
            return None
        try:
            return b"".join(next(open_member(self._file, member, ()), iter(())))
        except UnreadableError:
            return None


@contextmanager
def opened(path: Path) -> Iterator[OfdFile]:
    """An OFD whose directory was read; UnreadableError for a bomb, a password, or what cannot be a ZIP."""
    with path.open("rb") as file:
        directory = read_directory(file, MOST_PARTS)
        members = directory.members
        impossible = find_impossible(members, path.stat().st_size)
        swollen = any(DEFAULT_LIMITS.is_bomb(member.packed, member.size) for member in members)
        if not directory.complete or swollen or sum(member.size for member in members) > UNPACKED_BYTES:
            raise UnreadableError(Reason.ARCHIVE_BOMB, "OFD")
        if impossible:
            raise next(iter(impossible.values()))
        if any(member.is_encrypted for member in members):
            raise UnreadableError(Reason.FILE_ENCRYPTED, "OFD")
        yield OfdFile(file, {_path_of(member): member for member in reversed(members)})


def part_path(owner: str, location: str) -> str:
    """The path of a part that the part `owner` names."""
    location = location.strip().replace("\\", "/")
    base = "" if location.startswith("/") else posixpath.dirname(owner)
    return posixpath.normpath(posixpath.join("/", base, location.lstrip("/"))).lstrip("/")


def _path_of(member: Member) -> str:
    return part_path("", member.raw_name.decode("utf-8", "replace")).lower()
