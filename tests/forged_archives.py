"""RAR, 7z and tar archives for tests, byte by byte where no library writes them."""

import io
import struct
import tarfile
import zlib
from collections.abc import Sequence

from extractors.foreign import _library

RAR4_MARK = b"Rar!\x1a\x07\x00"
RAR5_MARK = b"Rar!\x1a\x07\x01\x00"


def make_rar4(members: Sequence[tuple[bytes, bytes]], *, flags: int = 0, main_flags: int = 0) -> bytes:
    """A RAR 4 whose members are stored, their names as they are."""
    blocks = [RAR4_MARK, _block4(0x73, main_flags, bytes(6))]
    for name, content in members:
        fields = struct.pack(
            "<LLBLLBBHL", len(content), len(content), 2, zlib.crc32(content), 0, 20, 0x30, len(name), 32
        )
        blocks.append(_block4(0x74, 0x8000 | flags, fields + name) + content)
    return b"".join([*blocks, _block4(0x7B, 0x4000, b"")])


def _block4(kind: int, flags: int, fields: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


def make_rar5(members: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A RAR 5 whose members are stored."""
    blocks = [RAR5_MARK, _block5(b"\x01\x00\x00")]
    for name, content in members:
        size = _number(len(content))
        crc = struct.pack("<L", zlib.crc32(content))
        fields = b"\x02\x02" + size + b"\x04" + size + b"\x20" + crc + b"\x00\x01" + _number(len(name)) + name
        blocks.append(_block5(fields) + content)
    return b"".join([*blocks, _block5(b"\x05\x00\x00")])


def _block5(fields: bytes) -> bytes:
    body = _number(len(fields)) + fields
    return struct.pack("<L", zlib.crc32(body)) + body


def _number(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)


def make_7z(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A 7z packed with LZMA, all members in one block."""
    _library("7z")
    import libarchive

    buffer = io.BytesIO()
    with libarchive.custom_writer(buffer.write, "7zip") as archive:
        for name, content in members:
            archive.add_file_from_memory(name, len(content), content)
    return buffer.getvalue()


def make_zst(content: bytes, *, zeros: int = 0) -> bytes:
    """A content of 256 bytes to 64 KiB packed with Zstandard, in a block as it is; blocks of zeros stand behind it."""
    if zeros:
        run = struct.pack("<L", 1 << 1 | 0x20000 << 3)[:3] + b"\0"
        head, tail = b"\x80\x38" + struct.pack("<L", len(content) + zeros * 0x20000), run * (zeros - 1) + _last(run)
    else:
        head, tail = b"\x60" + struct.pack("<H", len(content) - 256), b""
    block = struct.pack("<L", len(content) << 3 | (not zeros))[:3] + content
    return b"\x28\xb5\x2f\xfd" + head + block + tail


def _last(block: bytes) -> bytes:
    return bytes([block[0] | 1]) + block[1:]


def make_tar(members: Sequence[tuple[str, bytes]], encoding: str = "utf-8", form: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar, its names in this encoding."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", encoding=encoding, format=form) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def make_rar4_parts(name: bytes, content: bytes, count: int) -> list[bytes]:
    """A RAR 4 of one stored member, split into parts of equal content (flags: volume, new numbering, first)."""
    size = -(-len(content) // count)
    parts = []
    for number in range(count):
        piece = content[number * size : (number + 1) * size]
        crc = zlib.crc32(content if number == count - 1 else piece)
        fields = struct.pack("<LLBLLBBHL", len(piece), len(content), 2, crc, 0, 20, 0x30, len(name), 32) + name
        flags = 0x8000 | (1 if number else 0) | (2 if number < count - 1 else 0)
        end = _block4(0x7B, 0x4000 | (number < count - 1), b"")
        main = _block4(0x73, 0x11 | (0 if number else 0x100), bytes(6))
        parts.append(RAR4_MARK + main + _block4(0x74, flags, fields) + piece + end)
    return parts


def make_rar5_parts(name: bytes, content: bytes, count: int) -> list[bytes]:
    """The same as a RAR 5."""
    size = -(-len(content) // count)
    parts = []
    for number in range(count):
        piece = content[number * size : (number + 1) * size]
        crc = struct.pack("<L", zlib.crc32(content if number == count - 1 else piece))
        flags = 2 | (8 if number else 0) | (16 if number < count - 1 else 0)
        fields = bytes([2, flags]) + _number(len(piece)) + b"\x04" + _number(len(content)) + b"\x20" + crc
        block = _block5(fields + b"\x00\x01" + _number(len(name)) + name)
        main = _block5(b"\x01\x00\x01" if not number else b"\x01\x00\x03" + _number(number))
        parts.append(RAR5_MARK + main + block + piece + _block5(bytes([5, 0, number < count - 1])))
    return parts


def split_zip(whole: bytes, size: int) -> list[bytes]:
    """A true split ZIP (a.z01 … a.zip): offsets count from the beginning of each part."""
    data = bytearray(whole)
    end = data.rindex(b"PK\x05\x06")
    directory = struct.unpack_from("<L", data, end + 16)[0]
    place = directory
    while data[place : place + 4] == b"PK\x01\x02":
        offset = struct.unpack_from("<L", data, place + 42)[0]
        struct.pack_into("<H", data, place + 34, offset // size)
        struct.pack_into("<L", data, place + 42, offset % size)
        place += 46 + sum(struct.unpack_from("<3H", data, place + 28))
    struct.pack_into("<2H", data, end + 4, (len(data) - 1) // size, directory // size)
    struct.pack_into("<L", data, end + 16, directory % size)
    return [bytes(data[start : start + size]) for start in range(0, len(data), size)]


def make_encrypted_7z(name: str, packed: bytes) -> bytes:
    """A 7z whose only member is encrypted by AES (7zFormat.txt), its directory readable."""
    folder = b"\x01\x24\x06\xf1\x07\x01\x0a\x13\x00" + bytes(8)
    size = _short(len(packed))
    streams = b"\x04\x06\x00\x01\x09" + size + b"\x00\x07\x0b\x01\x00" + folder + b"\x0c" + size + b"\x00\x08\x00\x00"
    names = b"\x00" + name.encode("utf-16-le") + b"\x00\x00"
    header = b"\x01" + streams + b"\x05\x01\x11" + _short(len(names)) + names + b"\x00\x00"
    start = struct.pack("<QQL", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<L", zlib.crc32(start)) + start + packed + header


def _short(value: int) -> bytes:
    """A number of 7z below 16,384."""
    return bytes([value]) if value < 0x80 else bytes([0x80 | value >> 8, value & 0xFF])
