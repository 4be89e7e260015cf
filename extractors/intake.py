"""What comes out of archives on its way into the ledger and the store, and how much more may come."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from domain.documents import Problem, Source
from domain.findings import Reason
from domain.ledger import LedgerEntry, LedgerOutcome
from extractors.limits import MIB, Limits
from extractors.sniff import sniff, suffix_of
from extractors.zipped.methods import UnreadableError
from extractors.zipped.names import MemberName, unique

BLOCKED = frozenset({Reason.ARCHIVE_BOMB, Reason.PATH_ESCAPE, Reason.LINK_IN_ARCHIVE})
"""Reasons for which a member is blocked; for all others it has failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpackedFile:
    """A document out of an archive: its path there, the outermost archive, and where its content lies."""

    path: str
    archive: str
    sha256: str
    bytes: int
    file: Path


@dataclass(frozen=True, slots=True)
class Stored:
    """A content in the store; its type by `sniff`."""

    sha256: str
    bytes: int
    type: str
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member to be taken in: its name, its sizes as announced, and its content, once per password that may fit."""

    name: MemberName
    size: int
    packed: int
    is_link: bool = False
    is_encrypted: bool = False
    refusal: UnreadableError | None = None
    """What speaks against it before its content is looked at."""
    attempts: Callable[[], Iterator[Iterator[bytes]]] = lambda: iter(())
    stored: Stored | None = None
    """Its content, where that had to be taken before all names of its archive were known."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where members come from: the outermost archive, the path that stands before theirs, the depth."""

    archive: str
    prefix: str = ""
    depth: int = 0


@dataclass(slots=True)
class Intake:
    """The state of an unpacking."""

    into: Path
    limits: Limits
    passwords: tuple[str, ...]
    bytes_left: int
    members_left: int
    entries: list[LedgerEntry] = field(default_factory=list)
    files: list[UnpackedFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _taken: dict[str, dict[str, int]] = field(default_factory=dict)

    def entry(self, candidate: Candidate, place: Place) -> LedgerEntry:
        """The entry of a member, under a path that no other member of its archive has."""
        path = f"{place.prefix}{candidate.name.path}"
        if len(path) > self.limits.path_length:
            path = f"{path[: self.limits.path_length]}…"
        taken = self._taken.setdefault(place.archive, {})
        return LedgerEntry(path=unique(path, taken), archive=place.archive, bytes=candidate.size)

    def ignore(self, entry: LedgerEntry, candidate: Candidate, rule: str) -> None:
        """A member ignored by a rule; its hash is in the ledger if it can be read."""
        entry = replace(entry, outcome=LedgerOutcome.IGNORED, reason=rule)
        with suppress(UnreadableError):
            stored = self.store(candidate)
            entry = replace(entry, sha256=stored.sha256, bytes=stored.bytes)
        self.entries.append(entry)

    def refuse(self, entry: LedgerEntry, error: UnreadableError) -> None:
        """A member that is not read, with its reason."""
        self.entries.append(entry)
        self.refuse_at(len(self.entries) - 1, error)

    def refuse_at(self, index: int, error: UnreadableError) -> None:
        """The same for a member that stands in the ledger already."""
        entry = replace(self.entries[index], outcome=outcome(error.reason), reason=error.reason.value)
        self.entries[index] = entry
        self.problems.append(Problem(error.reason, Source(path=entry.path, sha256=entry.sha256), error.detail))

    def keep(self, entry: LedgerEntry, stored: Stored) -> None:
        """A document."""
        self.entries.append(entry)
        self.files.append(
            UnpackedFile(
                path=entry.path, archive=entry.archive, sha256=stored.sha256, bytes=stored.bytes, file=stored.file
            )
        )

    @contextmanager
    def budget(self, size: int) -> Iterator[None]:
        """While an archive of this size is unpacked, only so much may come out as is due to it."""
        total = self.bytes_left
        due = min(total, self.limits.archive_budget(size))
        self.bytes_left = due
        try:
            yield
        finally:
            self.bytes_left = total - (due - self.bytes_left)

    def store(self, candidate: Candidate) -> Stored:
        """The content of a member, in the store; UnreadableError if there is none to be had."""
        if candidate.stored is not None:
            return candidate.stored
        if self.limits.is_bomb(candidate.packed, candidate.size) or candidate.size > self.bytes_left:
            swelling = candidate.size // max(candidate.packed, 1)
            raise UnreadableError(Reason.ARCHIVE_BOMB, f"{candidate.size / MIB:.0f} MiB, {swelling}:1")
        failure = UnreadableError(Reason.FILE_ENCRYPTED, "ZIP")
        for chunks in candidate.attempts():
            try:
                return self._write(chunks)
            except UnreadableError as error:
                is_wrong_password = candidate.is_encrypted and error.reason is Reason.FILE_CORRUPT
                failure = failure if is_wrong_password else error
        raise failure

    def _write(self, chunks: Iterator[bytes]) -> Stored:
        """A content written beside its place and moved there when it is whole."""
        digest = hashlib.sha256()
        size = 0
        descriptor, name = tempfile.mkstemp(dir=self.into, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    self._charge(len(chunk))
                    digest.update(chunk)
                    file.write(chunk)
            return self._adopt(Path(name), digest.hexdigest(), size)
        finally:
            Path(name).unlink(missing_ok=True)

    def _charge(self, size: int) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise UnreadableError(Reason.ARCHIVE_BOMB, f"> {self.limits.bytes_out / MIB:.0f} MiB")

    def _adopt(self, file: Path, sha256: str, size: int) -> Stored:
        content = sniff(file)
        place = self.into / sha256[:2] / f"{sha256}{suffix_of(content)}"
        place.parent.mkdir(exist_ok=True)
        file.replace(place)
        return Stored(sha256, size, content, place)


def outcome(reason: Reason) -> LedgerOutcome:
    """What a reason makes of a member or an archive."""
    return LedgerOutcome.BLOCKED if reason in BLOCKED else LedgerOutcome.FAILED
