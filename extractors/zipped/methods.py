"""Compression methods of ZIP members: from packed chunks to unpacked ones, in bounded memory whatever the ratio."""

import bz2
import itertools
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from domain.findings import Reason

CHUNK_BYTES = 1 << 18
LZMA_HEADER = struct.Struct("<HHBL")
LZMA_PROPERTIES = 5
LZMA_DICTIONARY_BYTES = 1 << 26
"""The largest window that a member may ask memory for."""


class UnreadableError(Exception):
    """An archive or a member that resists; where it is caught it becomes a Problem."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """The reason, and a short detail in figures and names that need no translation."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Decompressor(Protocol):
    """What bz2 and lzma offer: never more than `max_length` bytes at a time."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out without new input."""

    @property
    def unused_data(self) -> bytes:
        """What stands behind the end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The next bytes."""


class Inflater:
    """The same face for deflate: bare, or with the header that `wbits` of zlib stands for."""

    def __init__(self, wbits: int = -zlib.MAX_WBITS) -> None:
        """At the beginning of a stream."""
        self._stream = zlib.decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached."""
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        """What stands behind the end."""
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The next bytes."""
        unpacked = self._stream.decompress(self._stream.unconsumed_tail + data, max_length)
        self.needs_input = not self._stream.unconsumed_tail and len(unpacked) < max_length
        return unpacked


def unpacked(chunks: Iterator[bytes], method: int) -> Iterator[bytes]:
    """The unpacked content, in chunks whatever its ratio."""
    if method not in METHODS:
        raise UnreadableError(Reason.FILE_TYPE_UNSUPPORTED, f"ZIP method {method}")
    return METHODS[method](chunks)


def _decompress(chunks: Iterator[bytes], stream: Decompressor) -> Iterator[bytes]:
    for chunk in chunks:
        data = chunk
        while True:
            unpacked = _step(stream, data)
            if unpacked:
                yield unpacked
            if stream.eof:
                return
            if stream.needs_input:
                break
            data = b""


def _step(stream: Decompressor, data: bytes) -> bytes:
    try:
        return stream.decompress(data, CHUNK_BYTES)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise UnreadableError(Reason.FILE_CORRUPT, "ZIP data") from error


def _store(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return chunks


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return _decompress(chunks, Inflater())


def _unpack_bzip2(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return _decompress(chunks, bz2.BZ2Decompressor())


def _unpack_lzma(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The stream behind a header of nine bytes (APPNOTE 5.8.8): version, size of the properties, properties."""
    first = next(chunks, b"")
    if len(first) < LZMA_HEADER.size:
        raise UnreadableError(Reason.FILE_CORRUPT, "LZMA")
    _, size, properties, dictionary = LZMA_HEADER.unpack(first[: LZMA_HEADER.size])
    if size != LZMA_PROPERTIES or dictionary > LZMA_DICTIONARY_BYTES or properties >= 9 * 5 * 5:
        raise UnreadableError(Reason.FILE_CORRUPT, "LZMA")
    rest, lc = divmod(properties, 9)
    pb, lp = divmod(rest, 5)
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": lc, "lp": lp, "pb": pb}]
    try:
        stream = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    except lzma.LZMAError as error:
        raise UnreadableError(Reason.FILE_CORRUPT, "LZMA") from error
    yield from _decompress(itertools.chain((first[LZMA_HEADER.size :],), chunks), stream)


METHODS: Mapping[int, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    0: _store,
    8: _inflate,
    12: _unpack_bzip2,
    14: _unpack_lzma,
}
"""Compression methods by number (APPNOTE 4.4.5)."""
