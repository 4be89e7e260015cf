"""Unpack what was handed in: every member of every archive into the ledger, every document into the store.

The store is content-addressed: a document lies under its SHA-256, and no name from an archive ever becomes a path on
disk. Members are bounded in number, size, ratio and depth; what resists is in the ledger with its reason, and never
stops the rest.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISLNK
from typing import BinaryIO

from domain.documents import Kind, Problem, Source
from domain.errors import UsageError
from domain.findings import Reason
from domain.ledger import ArchiveEntry, Ledger, LedgerEntry, LedgerOutcome
from extractors.folders import file_candidate, walk
from extractors.foreign import read_members, read_stream
from extractors.intake import Candidate, Intake, Place, Stored, UnpackedFile, outcome
from extractors.limits import DEFAULT_LIMITS, GIB, Limits
from extractors.sniff import FOREIGN_ARCHIVES, ZIP_DOCUMENTS, sniff, sniff_stream
from extractors.split import SplitArchive, join_parts, open_parts, parts_of, rar_goes_on
from extractors.unnamed import bounded, check_bomb, claim_member, take_content
from extractors.zipped.directory import (
    DOS_DIRECTORY,
    IS_UTF8,
    UNICODE_PATH_FIELD,
    Directory,
    Member,
    find_impossible,
    open_member,
    read_directory,
)
from extractors.zipped.methods import UnreadableError
from extractors.zipped.names import MemberName, RawName, decode_names, junk_rule, unique

NAMELESS = frozenset({"zip", "text", "unknown"})
"""Types that do not explain why something is no archive."""


MISSING_NAMED = 5
"""How many missing parts are named."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of all archives of a submission."""

    ledger: Ledger
    files: tuple[UnpackedFile, ...]


def unpack(
    archives: Sequence[Path], into: Path, limits: Limits = DEFAULT_LIMITS, passwords: tuple[str, ...] = ()
) -> Unpacked:
    """Every member of these ZIP archives or unpacked folders: in the ledger once, its content under `into`.

    Each entry or archive that is not read has one Problem, its detail in figures and names that need no translation;
    so has an archive that is too large, or a name in an unknown encoding.
    """
    into.mkdir(parents=True, exist_ok=True)
    intake = Intake(into, limits, passwords, bytes_left=limits.bytes_out, members_left=limits.members)
    taken: dict[str, int] = {}
    names = {path: unique(_archive_name(path), taken) for path in archives}
    entries = {
        path: entry for split in join_parts(tuple(names)) for path, entry in _take_in(intake, split, names).items()
    }
    found = tuple(entries[path] for path in names)
    ledger = Ledger(archives=found, entries=tuple(intake.entries), problems=tuple(intake.problems))
    return Unpacked(ledger, tuple(intake.files))


def _archive_name(path: Path) -> str:
    return decode_names([RawName(os.fsencode(path.resolve().name))])[0].path


def _take_in(intake: Intake, split: SplitArchive, names: Mapping[Path, str]) -> Mapping[Path, ArchiveEntry]:
    """An archive or folder as handed in, with all its members; an archive may have several parts."""
    for path in split.paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    try:
        if split.paths[0].is_dir():
            return {path: _take_in_folder(intake, path, names[path]) for path in split.paths}
        return _take_in_files(intake, split, names)
    except PermissionError as error:
        raise UsageError(f"{error.filename}: permission denied") from error


def _take_in_files(intake: Intake, split: SplitArchive, names: Mapping[Path, str]) -> Mapping[Path, ArchiveEntry]:
    """The members of a split archive stand in the ledger under the name of its first part."""
    entries = {path: _archive_entry(intake, path, names[path]) for path in split.paths}
    first = entries[split.paths[0]]
    try:
        with intake.budget(sum(split.sizes)):
            _open_split(intake, split, Place(first.name))
    except UnreadableError as error:
        intake.problems.append(Problem(error.reason, Source(path=first.name, sha256=first.sha256), error.detail))
        became, reason = outcome(error.reason), error.reason
        return {path: replace(entry, outcome=became, reason=reason) for path, entry in entries.items()}
    return entries


def _archive_entry(intake: Intake, path: Path, name: str) -> ArchiveEntry:
    with path.open("rb") as file:
        sha256, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    if size > intake.limits.archive_bytes:
        source = Source(path=name, sha256=sha256)
        intake.problems.append(Problem(Reason.ARCHIVE_TOO_LARGE, source, f"{size / GIB:.2f} GiB"))
    return ArchiveEntry(name=name, sha256=sha256, bytes=size, outcome=LedgerOutcome.READ)


def _open_split(intake: Intake, split: SplitArchive, place: Place) -> None:
    """An archive all of whose parts are there; where its end is missing, the next part is named."""
    if split.missing:
        raise UnreadableError(Reason.VOLUME_MISSING, ", ".join(split.missing[:MISSING_NAMED]))
    try:
        _open_archive(intake, split.paths, place)
    except UnreadableError as error:
        if error.reason is Reason.ARCHIVE_CORRUPT and split.following is not None and split.lacks_its_end():
            raise UnreadableError(Reason.VOLUME_MISSING, split.following) from error
        raise
    if sniff(split.paths[0]) == "rar" and rar_goes_on(split.paths[-1]):
        raise UnreadableError(Reason.VOLUME_MISSING, split.following or "RAR")


def _open_archive(intake: Intake, paths: Sequence[Path], place: Place) -> None:
    """All members of one archive; UnreadableError for what concerns it as a whole, after its members are in."""
    if place.depth > intake.limits.depth:
        raise UnreadableError(Reason.ARCHIVE_BOMB, f"depth {place.depth}")
    with open_parts(paths) as file:
        OPENERS.get(sniff_stream(file), _open_zip)(intake, file, place)


def _open_zip(intake: Intake, file: BinaryIO, place: Place) -> None:
    """All members of one ZIP."""
    first_entry, first_problem = len(intake.entries), len(intake.problems)
    directory = _open_directory(file, intake.members_left)
    intake.members_left -= len(directory.members)
    _take_members(intake, tuple(_candidates(file, directory, intake.passwords)), place)
    if not directory.complete:
        raise UnreadableError(Reason.ARCHIVE_BOMB, f"> {len(directory.members)} members")
    _check_encryption(intake, first_entry, first_problem)


def _open_directory(file: BinaryIO, limit: int) -> Directory:
    """The directory of a ZIP, whatever stands before it; else an UnreadableError that names what the file is."""
    content = sniff_stream(file)
    if content == "empty":
        raise UnreadableError(Reason.ARCHIVE_CORRUPT, "0 bytes")
    if content in FOREIGN_ARCHIVES | ZIP_DOCUMENTS:
        raise UnreadableError(Reason.FILE_TYPE_UNSUPPORTED, content)
    try:
        return read_directory(file, limit, parts_of(file))
    except UnreadableError as error:
        if content in NAMELESS:
            raise
        raise UnreadableError(Reason.FILE_TYPE_UNSUPPORTED, content) from error


def _candidates(file: BinaryIO, directory: Directory, passwords: Sequence[str]) -> Iterator[Candidate]:
    """The members of a ZIP, directories left out."""
    members = directory.members
    raws = [RawName(item.raw_name, bool(item.flags & IS_UTF8), item.field(UNICODE_PATH_FIELD)) for item in members]
    refusals = find_impossible(members, file.seek(0, os.SEEK_END))
    for index, (member, name) in enumerate(zip(members, decode_names(raws), strict=True)):
        if not _is_directory(member, name):
            yield Candidate(
                name=name,
                size=member.size,
                packed=member.packed,
                is_link=S_ISLNK(member.mode),
                is_encrypted=member.is_encrypted,
                refusal=refusals.get(index),
                attempts=partial(open_member, file, member, passwords),
            )


def _is_directory(member: Member, name: MemberName) -> bool:
    """Whether a member is a directory: by its name, its mode or its DOS attribute, and without content."""
    is_marked = name.is_directory or S_ISDIR(member.mode) or bool(member.attributes & DOS_DIRECTORY)
    return is_marked and member.size == 0


def _open_foreign(intake: Intake, file: BinaryIO, place: Place) -> None:
    """All members of a RAR, 7z or tar: their contents first, as they come, then all names together."""
    first_entry, first_problem = len(intake.entries), len(intake.problems)
    taken: list[tuple[RawName, Candidate]] = []
    failure = None
    kind, size = sniff_stream(file), file.seek(0, os.SEEK_END)
    with closing(read_members(file, kind)) as members:
        try:
            for member in members:
                claim_member(intake, len(taken))
                if not member.is_directory:
                    taken.append((member.name, take_content(intake, member, size, kind)))
                    check_bomb(taken[-1][1], kind)
        except UnreadableError as error:
            failure = error
    names = decode_names([raw for raw, _ in taken])
    candidates = [replace(candidate, name=name) for name, (_, candidate) in zip(names, taken, strict=True)]
    _take_members(intake, candidates, place)
    if failure is not None:
        raise failure
    _check_encryption(intake, first_entry, first_problem)


def _open_stream(intake: Intake, file: BinaryIO, place: Place) -> None:
    """A single compressed file: the tar in it in its place, else its only member."""
    kind, packed, left = sniff_stream(file), file.seek(0, os.SEEK_END), intake.bytes_left
    claim_member(intake, 0)
    chunks = bounded(read_stream(file, kind), intake.limits.member_budget(packed))
    name = _stream_name(place, kind)
    candidate = Candidate(name=name, size=0, packed=packed, attempts=lambda: iter((chunks,)))
    try:
        stored = intake.store(candidate)
    except UnreadableError as error:
        is_corrupt = error.reason is Reason.FILE_CORRUPT
        raise (UnreadableError(Reason.ARCHIVE_CORRUPT, error.detail) if is_corrupt else error) from error
    if stored.type != "tar":
        _take_member(intake, replace(candidate, size=stored.bytes, stored=stored), place)
        return
    intake.bytes_left = left
    try:
        with stored.file.open("rb") as tar:
            _open_foreign(intake, tar, place)
    finally:
        stored.file.unlink(missing_ok=True)


def _stream_name(place: Place, kind: str) -> MemberName:
    """The name of a compressed file without the suffix of its compression."""
    path = place.prefix.removesuffix("!/") or place.archive
    name = path.rpartition("/")[2]
    stem = name[: -len(kind) - 1] if name.lower().endswith(f".{kind}") else name
    return MemberName(stem or name)


def _open_cabinet(_intake: Intake, _file: BinaryIO, _place: Place) -> None:
    raise UnreadableError(Reason.FILE_TYPE_UNSUPPORTED, "cab")


def _check_encryption(intake: Intake, first_entry: int, first_problem: int) -> None:
    """An archive of which nothing could be decrypted is one problem, not one for each member."""
    own = [entry for entry in intake.entries[first_entry:] if entry.outcome is not LedgerOutcome.IGNORED]
    if own and all(entry.reason == Reason.FILE_ENCRYPTED for entry in own):
        intake.problems[first_problem:] = [
            problem for problem in intake.problems[first_problem:] if problem.reason is not Reason.FILE_ENCRYPTED
        ]
        raise UnreadableError(Reason.ARCHIVE_ENCRYPTED, str(len(own)))


def _take_members(intake: Intake, candidates: Sequence[Candidate], place: Place) -> None:
    """All members of an archive or a folder; the parts of a split archive among them are joined at the end."""
    splits = join_parts([Path(candidate.name.path) for candidate in candidates])
    parts = {path: split for split in splits if split.is_split for path in split.paths}
    held: dict[Path, tuple[int, Path]] = {}
    for candidate in candidates:
        path = Path(candidate.name.path)
        if path not in parts or path in held:
            _take_member(intake, candidate, place)
        elif taken := _take_content_of(intake, candidate, place):
            entry, stored = taken
            held[path] = len(intake.entries), stored.file
            intake.entries.append(replace(entry, kind=Kind.ARCHIVE))
    for split in dict.fromkeys(parts.values()):
        _take_joined(intake, split, held, place)


def _take_joined(intake: Intake, split: SplitArchive, held: Mapping[Path, tuple[int, Path]], place: Place) -> None:
    """A split archive inside another: its members stand under its first part."""
    indexes = [held[path][0] for path in split.paths if path in held]
    if not indexes:
        return
    lost = tuple(path.name for path in split.paths if path not in held)
    files = tuple(held[path][1] for path in split.paths if path in held)
    stored = replace(split, paths=files, missing=(*split.missing, *lost))
    prefix = f"{intake.entries[indexes[0]].path}!/"
    try:
        _open_split(intake, stored, Place(place.archive, prefix, place.depth + 1))
    except UnreadableError as error:
        for index in indexes[1:]:
            became, reason = outcome(error.reason), error.reason.value
            intake.entries[index] = replace(intake.entries[index], outcome=became, reason=reason)
        intake.refuse_at(indexes[0], error)


def _take_member(intake: Intake, candidate: Candidate, place: Place) -> None:
    """One member, with all that is inside it if it is an archive."""
    if taken := _take_content_of(intake, candidate, place):
        _enter(intake, *taken, place)


def _take_content_of(intake: Intake, candidate: Candidate, place: Place) -> tuple[LedgerEntry, Stored] | None:
    """The entry and the content of a member; None for what is ignored or refused, its entry in the ledger."""
    entry = intake.entry(candidate, place)
    rule = junk_rule(candidate.name.path)
    try:
        _check(candidate, place, intake.limits)
        if rule is not None:
            intake.ignore(entry, candidate, rule)
            return None
        stored = intake.store(candidate)
    except UnreadableError as error:
        intake.refuse(entry, error)
        return None
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # a shape that nobody has foreseen
        intake.refuse(entry, UnreadableError(Reason.FILE_TIMEOUT, f"error {type(error).__name__}"))
        return None
    if not candidate.name.decoded:
        intake.problems.append(Problem(Reason.NAME_UNDECODABLE, Source(path=entry.path, sha256=stored.sha256)))
    return replace(entry, sha256=stored.sha256, bytes=stored.bytes), stored


def _check(candidate: Candidate, place: Place, limits: Limits) -> None:
    """An UnreadableError for a member that is refused before its content is looked at."""
    length = len(place.prefix) + len(candidate.name.path)
    if candidate.name.escapes:
        raise UnreadableError(Reason.PATH_ESCAPE, "")
    if candidate.is_link:
        raise UnreadableError(Reason.LINK_IN_ARCHIVE, "")
    if length > limits.path_length:
        raise UnreadableError(Reason.ARCHIVE_BOMB, f"{length} > {limits.path_length}")
    if candidate.refusal is not None:
        raise candidate.refusal


def _enter(intake: Intake, entry: LedgerEntry, stored: Stored, place: Place) -> None:
    """A member whose content is in the store: an archive, a document, or nothing to be read."""
    if stored.bytes == 0:
        intake.refuse(entry, UnreadableError(Reason.FILE_EMPTY, ""))
    elif stored.type == "zip" or stored.type in FOREIGN_ARCHIVES:
        _take_nested(intake, replace(entry, kind=Kind.ARCHIVE), stored, place)
    else:
        intake.keep(entry, stored)


def _take_nested(intake: Intake, entry: LedgerEntry, stored: Stored, place: Place) -> None:
    """An archive inside an archive: its own entry first, then its members."""
    index = len(intake.entries)
    intake.entries.append(entry)
    try:
        _open_split(
            intake, SplitArchive(paths=(stored.file,)), Place(place.archive, f"{entry.path}!/", place.depth + 1)
        )
    except UnreadableError as error:
        intake.refuse_at(index, error)


def _take_in_folder(intake: Intake, folder: Path, name: str) -> ArchiveEntry:
    """An unpacked folder, as good as an archive; links inside are not followed.

    Its hash is that of the list of its files.
    """
    found = sorted(walk(folder))
    kept = found[: intake.members_left]
    intake.members_left -= len(kept)
    size = sum(info.st_size for _, info in found)
    first = len(intake.entries)
    names = decode_names([RawName(os.fsencode(file.relative_to(folder))) for file, _ in kept])
    with intake.budget(size):
        files = [file_candidate(*file, member_name) for file, member_name in zip(kept, names, strict=True)]
        _take_members(intake, files, Place(name))
    listing = "".join(f"{entry.sha256}  {entry.path}\n" for entry in intake.entries[first:])
    sha256 = hashlib.sha256(listing.encode()).hexdigest()
    entry = ArchiveEntry(name=name, sha256=sha256, bytes=size, outcome=LedgerOutcome.READ)
    if len(kept) == len(found):
        return entry
    detail = f"{len(found)} > {len(kept)} members"
    intake.problems.append(Problem(Reason.ARCHIVE_BOMB, Source(path=name, sha256=sha256), detail))
    return replace(entry, outcome=LedgerOutcome.BLOCKED, reason=Reason.ARCHIVE_BOMB)


OPENERS: Mapping[str, Callable[[Intake, BinaryIO, Place], None]] = {
    "rar": _open_foreign,
    "7z": _open_foreign,
    "tar": _open_foreign,
    "gz": _open_stream,
    "bz2": _open_stream,
    "xz": _open_stream,
    "zst": _open_stream,
    "cab": _open_cabinet,
}
"""How archives are opened, by the type of their content; all others as ZIP."""
