"""ZIP archives byte by byte: what packing tools, careless people and attackers make of them."""

import struct
import zlib
from dataclasses import dataclass, field

UTF8 = 1 << 11
DESCRIPTOR = 1 << 3
LINK = 0o120777 << 16


@dataclass(frozen=True)
class Part:
    """A member as it is to be written; what is None is written as it should be."""

    name: bytes
    data: bytes = b""
    flags: int = 0
    method: int = 0
    attributes: int = 0
    extra: bytes = b""
    crc: int | None = None
    size: int | None = None
    packed: bytes | None = None
    local_name: bytes | None = None
    offset: int | None = None

    @property
    def body(self) -> bytes:
        """The packed content."""
        if self.packed is not None:
            return self.packed
        return deflate(self.data) if self.method == 8 else self.data

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Checksum, packed and unpacked size."""
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        return crc, len(self.body), len(self.data) if self.size is None else self.size


@dataclass
class Shape:
    """What is odd about the archive as a whole."""

    before: bytes = b""
    after: bytes = b""
    comment: bytes = b""
    count: int | None = None
    zip64: bool = False
    disk: int = 0
    parts: list[Part] = field(default_factory=list)


def deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


def make_zip(*parts: Part, shape: Shape | None = None) -> bytes:
    """The archive."""
    shape = shape or Shape()
    body, headers = bytearray(shape.before), bytearray()
    for part in parts:
        offset = len(body) - len(shape.before) if part.offset is None else part.offset
        body += local_header(part) + part.body + descriptor(part)
        headers += central_header(part, offset, zip64=shape.zip64)
    start = len(body) - len(shape.before)
    count = len(parts) if shape.count is None else shape.count
    end = b""
    if shape.zip64:
        place = len(body) - len(shape.before) + len(headers)
        end += struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(headers), start)
        end += struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
        start, count, size = 0xFFFFFFFF, 0xFFFF, 0xFFFFFFFF
    else:
        size = len(headers)
    end += struct.pack("<4s4H2LH", b"PK\x05\x06", shape.disk, shape.disk, count, count, size, start, len(shape.comment))
    return bytes(body + headers + end + shape.comment + shape.after)


def local_header(part: Part) -> bytes:
    name = part.name if part.local_name is None else part.local_name
    crc, packed, size = (0, 0, 0) if part.flags & DESCRIPTOR else part.sizes
    return (
        struct.pack(
            "<4s5H3L2H",
            b"PK\x03\x04",
            20,
            part.flags,
            part.method,
            0,
            0x21,
            crc,
            packed,
            size & 0xFFFFFFFF,
            len(name),
            0,
        )
        + name
    )


def descriptor(part: Part) -> bytes:
    return struct.pack("<4s3L", b"PK\x07\x08", *part.sizes) if part.flags & DESCRIPTOR else b""


def central_header(part: Part, offset: int, *, zip64: bool) -> bytes:
    crc, packed, size = part.sizes
    extra = part.extra
    if zip64:
        extra = struct.pack("<HH3Q", 1, 24, size, packed, offset) + extra
        size = packed = offset = 0xFFFFFFFF
    sizes = (crc, packed, size, len(part.name), len(extra), 0, 0, 0, part.attributes, offset)
    head = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 3 << 8 | 20, 20, part.flags, part.method, 0, 0x21, *sizes)
    return head + part.name + extra


def unicode_path(name: bytes, text: str) -> bytes:
    """The Info-ZIP Unicode path field for a name."""
    content = b"\x01" + struct.pack("<L", zlib.crc32(name)) + text.encode()
    return struct.pack("<HH", 0x7075, len(content)) + content


def encrypted(name: bytes, data: bytes, password: bytes, *, header: bytes = b"saltsaltsal") -> Part:
    """A member encrypted by the traditional cipher (APPNOTE 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = table_step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table_step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    plain = header + bytes([zlib.crc32(data) >> 24]) + data
    packed = bytearray()
    for byte in plain:
        mask = (keys[2] | 2) & 0xFFFF
        packed.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
        update(byte)
    return Part(name, data, flags=1, packed=bytes(packed))


def table_step(key: int, byte: int) -> int:
    """One step of CRC-32 without its inversions."""
    key ^= byte
    for _ in range(8):
        key = key >> 1 ^ (0xEDB88320 if key & 1 else 0)
    return key
