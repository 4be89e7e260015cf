"""The directory of a ZIP archive, and its members (APPNOTE 6.3.10)."""

import functools
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from domain.findings import Reason
from extractors.zipped.ciphers import CipherError, aes_attempts, zipcrypto_attempts
from extractors.zipped.methods import CHUNK_BYTES, UnreadableError, unpacked

DIRECTORY_BYTES = 1 << 26
"""How much of a directory is held in memory: 50,000 members need a sixth of it."""
TAIL_BYTES = (1 << 16) + 1024
"""How far from its end an archive is searched for its directory: the longest comment and some rubbish behind it."""

IS_ENCRYPTED, HAS_DESCRIPTOR, IS_STRONG, IS_UTF8 = 1 << 0, 1 << 3, 1 << 6, 1 << 11
DOS_DIRECTORY = 0x10
FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF
"""What stands in a short field when the number is in the ZIP64 field."""
NOWHERE = -(1 << 64)
"""The offset of a member whose numbers are missing."""
METHOD_AES = 99
ZIP64_FIELD, UNICODE_PATH_FIELD, AES_FIELD = 0x0001, 0x7075, 0x9901

END_MARK = b"PK\x05\x06"
END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR_64 = struct.Struct("<4sLQL")
HEADER = struct.Struct("<4s6H3L5H2L")
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
AES_RECORD = struct.Struct("<H2sBH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member as the directory of its archive describes it."""

    raw_name: bytes
    flags: int
    method: int
    time: int
    crc: int
    packed: int
    """Bytes in the archive."""
    size: int
    """Bytes when unpacked."""
    offset: int
    """Where its local header begins in the file."""
    attributes: int
    extra: bytes

    @property
    def mode(self) -> int:
        """The Unix mode; 0 where the packing tool knew none."""
        return self.attributes >> 16

    @property
    def is_encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.flags & IS_ENCRYPTED)

    def field(self, tag: int) -> bytes | None:
        """The content of an extra field (APPNOTE 4.5)."""
        return dict(_fields(self.extra)).get(tag)


@dataclass(frozen=True, slots=True)
class Directory:
    """The members of an archive in the order of its directory; not all of them if it has more than were asked for."""

    members: tuple[Member, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Extent:
    """Where the directory lies in the file, and by how much all offsets are shifted (rubbish before the archive)."""

    start: int
    stop: int
    shift: int


def read_directory(file: BinaryIO, limit: int, parts: Sequence[int] = (0,)) -> Directory:
    """The first `limit` members of an archive; `parts` says where each part of a split one (a.z01 …) begins."""
    extent = _find_extent(file, parts)
    file.seek(extent.start)
    members: list[Member] = []
    while file.tell() < extent.stop:
        header = file.read(HEADER.size)
        if not header.startswith(b"PK\x01\x02") or len(header) < HEADER.size:
            if header.startswith((b"PK\x05\x05", b"PK\x06\x08")):  # a signature or an extra record ends the directory
                break
            raise UnreadableError(Reason.ARCHIVE_CORRUPT, "ZIP directory")
        if len(members) == limit or file.tell() - extent.start > DIRECTORY_BYTES:
            return Directory(tuple(members), complete=False)
        members.append(_read_header(file, header, extent.shift, parts))
    return Directory(tuple(members))


def open_member(file: BinaryIO, member: Member, passwords: Sequence[str]) -> Iterator[Iterator[bytes]]:
    """The content of a member in chunks, once for each password that may be the right one.

    A stream ends with an UnreadableError if sizes or checksum do not fit. Without any stream the member is encrypted
    and no password fits.
    """
    if member.flags & IS_STRONG:
        raise UnreadableError(Reason.FILE_ENCRYPTED, "PKWARE")
    start = _data_start(file, member)
    if not member.is_encrypted:
        yield _verified(unpacked(_slice(file, start, member.packed), member.method), member)
    elif member.method == METHOD_AES:
        yield from _open_aes(file, member, start, passwords)
    else:
        check = member.time >> 8 if member.flags & HAS_DESCRIPTOR else member.crc >> 24
        for chunks in zipcrypto_attempts(lambda: _slice(file, start, member.packed), check, passwords):
            yield _verified(unpacked(chunks, member.method), member)


def find_impossible(members: Sequence[Member], file_size: int) -> Mapping[int, UnreadableError]:
    """What is wrong with members by their places alone, by their index.

    A member may reach beyond the end of the file, or lie inside another one: no packing tool leaves that, but bombs
    hold the same bytes thousands of times (Fifield, A better zip bomb, 2019).
    """
    found = {}
    end = 0
    for index in sorted(range(len(members)), key=lambda index: (members[index].offset, index)):
        member = members[index]
        member_end = member.offset + LOCAL_HEADER.size + member.packed
        if member.offset < 0 or member_end > file_size:
            found[index] = UnreadableError(Reason.FILE_CORRUPT, "ZIP directory")
        elif member.offset < end:
            found[index] = UnreadableError(Reason.ARCHIVE_BOMB, "ZIP overlap")
        else:
            end = member_end
    return found


def _find_extent(file: BinaryIO, parts: Sequence[int]) -> _Extent:
    size = file.seek(0, 2)
    base = max(0, size - TAIL_BYTES)
    file.seek(base)
    tail = file.read(TAIL_BYTES)
    place = tail.rfind(END_MARK)
    while place >= 0:
        record = tail[place : place + END.size]
        extent = _extent_at(file, base + place, record, parts) if len(record) == END.size else None
        if extent is not None:
            return extent
        place = tail.rfind(END_MARK, 0, place)
    raise UnreadableError(Reason.ARCHIVE_CORRUPT, "ZIP directory")


def _extent_at(file: BinaryIO, place: int, record: bytes, parts: Sequence[int]) -> _Extent | None:
    """The directory that this end record announces; None if none is there."""
    _, disk, first_disk, _, _, size, offset, _ = END.unpack(record)
    wide = _read_end_64(file, place)
    stop = place
    if wide is not None:
        stop, disk, first_disk, size, offset = wide
    if disk not in {0, FULL_16} and disk != len(parts) - 1:
        raise UnreadableError(Reason.VOLUME_MISSING, f".z01–.z{disk:02}")
    if first_disk < len(parts):
        offset += parts[first_disk]
    if size == 0:
        return _Extent(stop, stop, 0)
    for start in (stop - size, offset):
        if 0 <= start < stop and _read_at(file, start, 4) == b"PK\x01\x02":
            return _Extent(start, stop, start - offset)
    return None


def _read_end_64(file: BinaryIO, place: int) -> tuple[int, int, int, int, int] | None:
    """Place, disks, size and offset of the directory by the ZIP64 record before an end record, if there is one."""
    if place < LOCATOR_64.size:
        return None
    locator = _read_at(file, place - LOCATOR_64.size, LOCATOR_64.size)
    if not locator.startswith(b"PK\x06\x07"):
        return None
    announced: int = LOCATOR_64.unpack(locator)[2]
    for start in (announced, place - LOCATOR_64.size - END_64.size):
        record = _read_at(file, start, END_64.size) if 0 <= start < place else b""
        if record.startswith(b"PK\x06\x06") and len(record) == END_64.size:
            _, _, _, _, disk, first_disk, _, _, size, offset = END_64.unpack(record)
            return start, disk, first_disk, size, offset
    return None


def _read_at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _read_header(file: BinaryIO, header: bytes, shift: int, parts: Sequence[int]) -> Member:
    (
        _,
        _,
        _,
        flags,
        method,
        time,
        _,
        crc,
        packed,
        size,
        name_size,
        extra_size,
        comment_size,
        disk,
        _,
        attributes,
        offset,
    ) = HEADER.unpack(header)
    variable = file.read(name_size + extra_size + comment_size)
    if len(variable) < name_size + extra_size + comment_size:
        raise UnreadableError(Reason.ARCHIVE_CORRUPT, "ZIP directory")
    member = Member(
        raw_name=variable[:name_size],
        flags=flags,
        method=method,
        time=time,
        crc=crc,
        packed=packed,
        size=size,
        offset=offset,
        attributes=attributes,
        extra=variable[name_size : name_size + extra_size],
    )
    wide = _widened(member)
    return replace(wide, offset=wide.offset + shift + (parts[disk] if disk < len(parts) else 0))


def _widened(member: Member) -> Member:
    """The member with the numbers of its ZIP64 field (APPNOTE 4.5.3), which holds those that are full and no others."""
    full = [name for name in ("size", "packed", "offset") if getattr(member, name) == FULL_32]
    content = member.field(ZIP64_FIELD) or b""
    numbers = struct.unpack_from(f"<{len(content) // 8}Q", content)
    if len(numbers) < len(full):
        return replace(member, offset=NOWHERE)
    return replace(member, **dict(zip(full, numbers, strict=False))) if full else member


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The extra fields, as far as they are whole."""
    place = 0
    while place + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, place)
        if place + 4 + size > len(extra):
            return
        yield tag, extra[place + 4 : place + 4 + size]
        place += 4 + size


def _data_start(file: BinaryIO, member: Member) -> int:
    """Where the content begins: behind the local header, whose name and extra field have lengths of their own."""
    header = _read_at(file, member.offset, LOCAL_HEADER.size) if member.offset >= 0 else b""
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise UnreadableError(Reason.FILE_CORRUPT, "ZIP header")
    *_, name_size, extra_size = LOCAL_HEADER.unpack(header)
    start: int = member.offset + LOCAL_HEADER.size + name_size + extra_size
    if start + member.packed > file.seek(0, 2):
        raise UnreadableError(Reason.FILE_CORRUPT, f"{member.packed} bytes")
    return start


def _slice(file: BinaryIO, start: int, size: int) -> Iterator[bytes]:
    """A part of the file in chunks."""
    while size > 0:
        chunk = _read_at(file, start, min(CHUNK_BYTES, size))
        if not chunk:
            return
        yield chunk
        start += len(chunk)
        size -= len(chunk)


def _open_aes(file: BinaryIO, member: Member, start: int, passwords: Sequence[str]) -> Iterator[Iterator[bytes]]:
    """The content of a member encrypted by AES, whose true method stands in its extra field."""
    field = member.field(AES_FIELD)
    if field is None or len(field) < AES_RECORD.size:
        raise UnreadableError(Reason.FILE_CORRUPT, "AES")
    version, _, strength, method = AES_RECORD.unpack(field[: AES_RECORD.size])
    has_crc = version == 1  # AE-2 leaves the checksum out: its own authentication is the better one
    part = functools.partial(_part, file, start)
    try:
        for chunks in aes_attempts(part, member.packed, strength, passwords):
            yield _verified(unpacked(chunks, method), member, has_crc=has_crc)
    except CipherError as error:
        raise UnreadableError(Reason.FILE_CORRUPT, "AES") from error


def _part(file: BinaryIO, start: int, at: int, size: int) -> Iterator[bytes]:
    return _slice(file, start + at, size)


def _verified(chunks: Iterator[bytes], member: Member, *, has_crc: bool = True) -> Iterator[bytes]:
    """The same chunks; an error where they do not have the size and checksum that the directory says."""
    size = crc = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > member.size:
                raise UnreadableError(Reason.FILE_CORRUPT, f"> {member.size} bytes")
            crc = zlib.crc32(chunk, crc)
            yield chunk
    except CipherError as error:
        raise UnreadableError(Reason.FILE_CORRUPT, "AES") from error
    if size < member.size:
        raise UnreadableError(Reason.FILE_CORRUPT, f"{size} < {member.size} bytes")
    if has_crc and crc != member.crc:
        raise UnreadableError(Reason.FILE_CORRUPT, "CRC-32")
