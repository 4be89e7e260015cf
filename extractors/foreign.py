"""Archives other than ZIP: RAR 4 and 5, 7z and tar by libarchive, single compressed files by the standard library.

Guarded here: only the one format that the content shows is asked of libarchive, and no filter that starts programs;
memory beyond MEMORY_BYTES is refused to it, whatever window an archive asks for; a hole of a sparse member comes out as
chunks of zeros that the caller counts; nothing is written. The members come in the order of the archive, each to be
read before the next one: solid archives know no other way. libarchive decrypts neither RAR nor 7z: what is encrypted
is named.
"""

import bz2
import ctypes
import io
import locale
import logging
import lzma
import os
import resource
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_IFDIR, S_IFLNK, S_IFMT, S_IFREG
from types import ModuleType
from typing import BinaryIO

from domain.findings import Reason
from extractors.limits import MIB
from extractors.sniff import HEAD_BYTES, sniff_stream
from extractors.zipped.methods import CHUNK_BYTES, Decompressor, Inflater, UnreadableError
from extractors.zipped.names import RawName

LIBRARY = "libarchive.so.13"
"""Where the environment names no other in LIBARCHIVE."""
MEMORY_BYTES = 1024 * MIB
"""How much more memory may be taken while an archive is open; the largest usual window of 7z is 64 MiB."""
XZ_BYTES = 256 * MIB
"""Memory of the decoder of a single .xz."""
MESSAGE_LENGTH = 80
NAMES = {"7z": "7zip", "rar": "rar", "tar": "tar"}
"""The formats of libarchive by the types of `sniff`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignMember:
    """A member as its archive announces it; `chunks` gives its content until the next member is asked for."""

    name: RawName
    size: int
    is_directory: bool
    is_link: bool
    is_special: bool
    """A device, a pipe or a socket."""
    is_encrypted: bool
    chunks: Callable[[], Iterator[bytes]]


def read_members(file: BinaryIO, kind: str) -> Generator[ForeignMember, None, None]:
    """The members of a RAR, 7z or tar; ends with an UnreadableError where the archive resists."""
    ffi = _library(kind)
    with _bounded_memory(), _opened(ffi, file, kind) as archive:
        entry = ffi.entry_new()
        is_encrypted = False
        try:
            while _next(ffi, archive, entry, kind, is_encrypted=is_encrypted):
                member = _member(ffi, archive, entry, kind)
                is_encrypted |= member.is_encrypted
                yield member
        finally:
            ffi.entry_free(entry)


def read_stream(file: BinaryIO, kind: str) -> Iterator[bytes]:
    """The content of a single compressed file; several streams behind each other are one content."""
    file.seek(0)
    return _zstandard(file) if kind == "zst" else _inflated(file, kind)


def _zstandard(file: BinaryIO) -> Iterator[bytes]:
    ffi = _library("zst")
    with _bounded_memory(), _opened(ffi, file, "zst") as archive:
        entry = ffi.entry_new()
        try:
            if _next(ffi, archive, entry, "zst"):
                yield from _chunks(ffi, archive, "zst")
        finally:
            ffi.entry_free(entry)


def _inflated(file: BinaryIO, kind: str) -> Iterator[bytes]:
    stream = STREAMS[kind]()
    data = file.read(CHUNK_BYTES)
    while True:
        chunk = _step(stream, data, kind)
        if chunk:
            yield chunk
        data = b""
        if stream.eof:
            data = stream.unused_data + file.read(CHUNK_BYTES)
            if sniff_stream(io.BytesIO(data[:HEAD_BYTES])) != kind:
                return
            stream = STREAMS[kind]()
        elif stream.needs_input:
            data = file.read(CHUNK_BYTES)
            if not data:
                raise UnreadableError(Reason.FILE_CORRUPT, f"{kind}: truncated")


def _step(stream: Decompressor, data: bytes, kind: str) -> bytes:
    try:
        return stream.decompress(data, CHUNK_BYTES)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise UnreadableError(Reason.FILE_CORRUPT, kind) from error


def _library(kind: str) -> ModuleType:
    """The declarations of libarchive; an UnreadableError where the machine has none."""
    os.environ.setdefault("LIBARCHIVE", LIBRARY)
    try:
        from libarchive import ffi
    except (ImportError, OSError, AttributeError, TypeError) as error:
        raise UnreadableError(Reason.FILE_TYPE_UNSUPPORTED, f"{kind}; libarchive missing") from error
    logging.getLogger("libarchive").disabled = True  # its warnings bear names of members
    for name in ("entry_is_data_encrypted", "read_has_encrypted_entries"):
        if not hasattr(ffi, name):
            ffi.ffi(name, [ctypes.c_void_p], ctypes.c_int)
    module: ModuleType = ffi
    return module


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """While an archive is open, the process may take so much more memory and no more: a larger window is an error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    limit = pages * resource.getpagesize() + MEMORY_BYTES
    if soft == resource.RLIM_INFINITY or limit < soft:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def _opened(ffi: ModuleType, file: BinaryIO, kind: str) -> Iterator[int]:
    """An archive that reads from this file; names come in UTF-8 where the archive says what they are, else as bytes."""
    buffer = ctypes.create_string_buffer(CHUNK_BYTES)

    def read(_archive: int, _data: int, place: int) -> int:
        ctypes.cast(place, ctypes.POINTER(ctypes.c_void_p))[0] = ctypes.addressof(buffer)
        try:
            return int(file.readinto(buffer))  # type: ignore[attr-defined]
        except OSError:
            return -1

    def seek(_archive: int, _data: int, offset: int, whence: int) -> int:
        try:
            return file.seek(offset, whence)
        except (OSError, ValueError):
            return -1

    callbacks = ffi.READ_CALLBACK(read), ffi.SEEK_CALLBACK(seek)
    archive = ffi.read_new()
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    try:
        _ask_for(ffi, archive, kind)
        file.seek(0)
        with _refused(kind, Reason.ARCHIVE_CORRUPT):
            ffi.read_set_seek_callback(archive, callbacks[1])
            ffi.read_open(archive, None, ffi.NO_OPEN_CB, callbacks[0], ffi.NO_CLOSE_CB)
        yield archive
    finally:
        ffi.read_free(archive)


def _ask_for(ffi: ModuleType, archive: int, kind: str) -> None:
    """Only the readers of this kind."""
    if kind == "zst":
        ffi.get_read_filter_function("zstd")(archive)
        ffi.get_read_format_function("raw")(archive)
        ffi.get_read_format_function("empty")(archive)
        return
    ffi.get_read_format_function(NAMES[kind])(archive)
    if kind == "rar":
        ffi.get_read_format_function("rar5")(archive)


def _next(ffi: ModuleType, archive: int, entry: int, kind: str, *, is_encrypted: bool = False) -> bool:
    """Whether there is another member, described by `entry`; its errors are those of the archive."""
    try:
        with _refused(kind, Reason.ARCHIVE_CORRUPT):
            return bool(ffi.read_next_header2(archive, entry) != ffi.ARCHIVE_EOF)
    except UnreadableError as error:
        if is_encrypted or ffi.read_has_encrypted_entries(archive) == 1 or "ncrypt" in error.detail:
            raise UnreadableError(Reason.ARCHIVE_ENCRYPTED, kind) from error
        raise


def _member(ffi: ModuleType, archive: int, entry: int, kind: str) -> ForeignMember:
    mode = S_IFMT(ffi.entry_filetype(entry))
    name = ffi.entry_pathname(entry)
    is_link = mode == S_IFLNK or ffi.entry_hardlink(entry) is not None
    size = max(0, ffi.entry_size(entry)) if ffi.entry_size_is_set(entry) else None
    return ForeignMember(
        name=RawName(name or b""),
        size=size or 0,
        is_directory=mode == S_IFDIR,
        is_link=is_link,
        is_special=not is_link and mode not in {0, S_IFDIR, S_IFREG},
        is_encrypted=bool(ffi.entry_is_data_encrypted(entry)),
        chunks=lambda: _whole(_chunks(ffi, archive, kind), size, kind),
    )


def _whole(chunks: Iterator[bytes], size: int | None, kind: str) -> Iterator[bytes]:
    """The same chunks; an error where they are not as many bytes as announced."""
    found = 0
    for chunk in chunks:
        found += len(chunk)
        yield chunk
    if size is not None and found != size:
        raise UnreadableError(Reason.FILE_CORRUPT, f"{kind}: {found}, {size} bytes")


def _chunks(ffi: ModuleType, archive: int, kind: str) -> Iterator[bytes]:
    """The content of the member at hand."""
    data, size, offset = ctypes.c_void_p(), ctypes.c_size_t(), ctypes.c_longlong()
    written = 0
    while True:
        with _refused(kind, Reason.FILE_CORRUPT):
            code = ffi.read_data_block(archive, ctypes.byref(data), ctypes.byref(size), ctypes.byref(offset))
        if code == ffi.ARCHIVE_WARN:  # a checksum that does not fit
            raise UnreadableError(Reason.FILE_CORRUPT, kind)
        if code == ffi.ARCHIVE_EOF:
            yield from _zeros(offset.value - written)
            return
        if offset.value < written:
            raise UnreadableError(Reason.FILE_CORRUPT, kind)
        yield from _zeros(offset.value - written)
        for start in range(0, size.value, CHUNK_BYTES):
            yield ctypes.string_at((data.value or 0) + start, min(CHUNK_BYTES, size.value - start))
        written = offset.value + size.value


def _zeros(size: int) -> Iterator[bytes]:
    for start in range(0, size, CHUNK_BYTES):
        yield bytes(min(CHUNK_BYTES, size - start))


@contextmanager
def _refused(kind: str, reason: Reason) -> Iterator[None]:
    """An error of libarchive as an UnreadableError of this reason, with its own words."""
    from libarchive.exception import ArchiveError

    try:
        yield
    except ArchiveError as error:
        words = "".join(sign for sign in str(error.msg or "") if sign.isascii() and sign.isprintable())
        raise UnreadableError(reason, f"{kind}: {words[:MESSAGE_LENGTH]}") from error


STREAMS: Mapping[str, Callable[[], Decompressor]] = {
    "gz": lambda: Inflater(zlib.MAX_WBITS | 16),
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_BYTES),
}
"""The decoders of single compressed files by the types of `sniff`; .zst is libarchive's."""
