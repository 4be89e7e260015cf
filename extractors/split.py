"""Split archives: which files are parts of one archive, and these as one file to be read."""

import io
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from domain.parts import PartName, parse_part, sibling

END_BYTES = 32
"""How far from its end a RAR has the block that says whether it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitArchive:
    """An archive in one or several files, in the order in which they are joined."""

    paths: tuple[Path, ...]
    missing: tuple[str, ...] = ()
    """The names of parts that must be there and are not."""
    following: str | None = None
    """How the part behind the last one would be called."""

    @property
    def is_split(self) -> bool:
        """Whether there are, or must be, several parts."""
        return len(self.paths) > 1 or bool(self.missing) or self.following is not None

    @property
    def sizes(self) -> tuple[int, ...]:
        """Bytes of each file."""
        return tuple(path.stat().st_size for path in self.paths)

    def lacks_its_end(self) -> bool:
        """Whether an archive that cannot be opened ends too early: all parts but the last one are of one size."""
        sizes = self.sizes
        return self.following is not None and (len(sizes) == 1 or sizes[0] == sizes[-1])


def join_parts(paths: Sequence[Path]) -> tuple[SplitArchive, ...]:
    """The archives that these files make, in the order of their first ones; most are whole."""
    sets: dict[tuple[Path, str], list[Path]] = {}
    for path in paths:
        part = parse_part(path.name)
        key = (path.parent, (part.whole if part else path.name).casefold())
        sets.setdefault(key, []).append(path)
    return tuple(archive for group in sets.values() for archive in _joined(group))


def open_parts(paths: Sequence[Path]) -> BinaryIO:
    """One file of all bytes, whatever the number of parts."""
    return paths[0].open("rb") if len(paths) == 1 else io.BufferedReader(_Parts(paths))


def parts_of(file: BinaryIO) -> tuple[int, ...]:
    """Where each part begins in such a file."""
    raw = getattr(file, "raw", None)
    return raw.starts if isinstance(raw, _Parts) else (0,)


def rar_goes_on(path: Path) -> bool:
    """Whether the end of a RAR says that another part follows (RAR 4: ENDARC, flag 1; RAR 5: end header, flag 1)."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, io.SEEK_END) - END_BYTES))
        tail = file.read(END_BYTES)
    if len(tail) >= 8 and tail[-4:-2] == b"\x03\x05" and zlib.crc32(tail[-4:]) == int.from_bytes(tail[-8:-4], "little"):
        return bool(tail[-1] & 1)
    for size in range(7, min(len(tail), 20) + 1):
        block = tail[-size:]
        is_end = block[2] == 0x7B and int.from_bytes(block[5:7], "little") == size
        if is_end and zlib.crc32(block[2:]) & 0xFFFF == int.from_bytes(block[:2], "little"):
            return bool(block[3] & 1)
    return False


def _joined(group: Sequence[Path]) -> Iterator[SplitArchive]:
    """The archive of one whole name; several of one style or of none stay by themselves."""
    parts = {path: part for path in group if (part := parse_part(path.name)) is not None}
    whole = [path for path in group if path not in parts]
    styles = {part.style for part in parts.values()}
    numbers = [part.number for part in parts.values()]
    if not parts or len(styles) > 1 or len(set(numbers)) < len(numbers) or len(whole) > 1:
        yield from (SplitArchive(paths=(path,)) for path in group)
        return
    style = styles.pop()
    if style in {"numbered", "part"}:
        yield from (SplitArchive(paths=(path,)) for path in whole)
        whole = []
    yield _in_order(parts, whole, style)


def _in_order(parts: dict[Path, PartName], whole: Sequence[Path], style: str) -> SplitArchive:
    """The parts by their numbers; “.zip” stands behind its “.z01”, “.rar” before its “.r00”."""
    ordered = sorted(parts, key=lambda path: parts[path].number)
    last = parts[ordered[-1]]
    gaps = set(range(0 if style == "r" else 1, last.number)) - {part.number for part in parts.values()}
    missing = [sibling(ordered[-1].name, number) for number in sorted(gaps)]
    if style in {"z", "r"} and not whole:
        missing.append(last.whole)
    paths = (*ordered, *whole) if style == "z" else (*whole, *ordered)
    following = None if style == "z" else sibling(ordered[-1].name, last.number + 1)
    return SplitArchive(paths=tuple(paths), missing=tuple(missing), following=following)


class _Parts(io.RawIOBase):
    """Files behind each other, one of them open at a time."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        sizes = [path.stat().st_size for path in paths]
        self.starts = (0, *accumulate(sizes[:-1]))
        self._size = sum(sizes)
        self._place = 0
        self._index, self._file = 0, self._paths[0].open("rb")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError(offset)
        self._place = base + offset
        return self._place

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        if self._place >= self._size:
            return 0
        index = bisect_right(self.starts, self._place) - 1
        if index != self._index:
            self._file.close()
            self._index, self._file = index, self._paths[index].open("rb")
        self._file.seek(self._place - self.starts[index])
        size = self._file.readinto(buffer)
        self._place += size
        return size

    def close(self) -> None:
        self._file.close()
        super().close()
