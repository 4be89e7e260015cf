"""Packaging (附件4-2 八): index document, editable lists, names and sizes of the archives, statement of truth."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from domain.claims import LIST_TITLES
from domain.documents import Kind
from domain.findings import Finding, Reason, Severity, make_finding
from domain.ledger import ArchiveEntry, LedgerOutcome
from domain.parts import parse_part
from domain.programme import Programme
from domain.records import Record
from domain.report import Applicant, Submission
from domain.text import squash
from validators.holds import Holds
from validators.names import Relation, compare_names
from validators.statement import check_statement

GIBIBYTE = 1 << 30
"""“1G” (A46)."""

VOLUME = re.compile(r"^(?P<stem>.+?)[-－—_ ](?P<number>\d{1,2})$")
"""“XX公司-1”; longer figures are a year or a date."""

MAILED = re.compile(r"^(?P<stem>.+?)[-－—_]示范平台[-－—_].*附件材料$")
SUFFIX = re.compile(r"(?:\.tar)?\.(?:zip|rar|7z|tar|tgz|gz|bz2|xz|zst|\d{3})$", re.IGNORECASE)
NUMBERING = re.compile(
    r"^(?:第?[0-9一二三四五六七八九十]{1,3}[章项部分类条]?(?:[-.·][0-9]{1,2}){0,3}|\([0-9一二三四五六七八九十]{1,3}\))[、.．_:：\-—\s]*"
)
SHORTEST_ENDING = 4
"""A folder may have more before the name that the index gives, if that has so many signs."""


@dataclass(frozen=True, slots=True)
class Packaging:
    """Whether each packaging rule holds, and what was found."""

    holds: Mapping[str, Holds]
    findings: tuple[Finding, ...]


def check_packaging(submission: Submission, programme: Programme) -> Packaging:
    """All packaging rules of a submission."""
    parts = {
        "index": _check_index(submission),
        "lists": _check_lists(submission, programme),
        "names": _check_names(submission),
        "size": _check_size(submission),
    }
    for rule in programme.rules:
        if rule.metric == "truth_statement":
            parts["statement"] = check_statement(submission, rule.id)
    return Packaging(
        {name: holds for name, (holds, _) in parts.items()},
        tuple(finding for _, findings in parts.values() for finding in findings),
    )


def stem_of(archive: str) -> tuple[str, int | None]:
    """The applicant part of an archive name and its volume number (PKG.05, PKG.06)."""
    part = parse_part(PurePosixPath(archive).name)
    name = SUFFIX.sub("", part.whole if part else PurePosixPath(archive).name)
    if mailed := MAILED.match(name):
        return mailed["stem"], None
    if volume := VOLUME.match(name):
        return volume["stem"], int(volume["number"])
    return name, None


# --- Index document ---------------------------------------------------------------------------------------------------


def _check_index(submission: Submission) -> tuple[Holds, list[Finding]]:
    """目录文档: every folder it names is there, every folder there is named in it."""
    indexes = [record for record in submission.records if record.kind is Kind.INDEX_DOCUMENT]
    if not indexes:
        return Holds.NOTHING, [make_finding(Reason.INDEX_MISSING, rule="pkg-index")]
    entries = [(index, *_entry(row)) for index in indexes for row in index.rows("entries")]
    if not entries:
        return Holds.DOUBTFUL, []
    folders = tuple(folders_of(submission))
    missing = [
        (index, number, name)
        for index, number, name in entries
        if not any(_is_folder(part, number, name) for folder in folders for part in folder.parts)
    ]
    findings = [
        make_finding(
            Reason.INDEX_FOLDER_MISSING, *index.sources("entries"), rule="pkg-index", name=f"{number} {name}".strip()
        )
        for index, number, name in missing
    ]
    strays = _strays(folders, entries)
    findings += [make_finding(Reason.FOLDER_NOT_INDEXED, rule="pkg-index", name=folder) for folder in strays]
    return (Holds.DOUBTFUL if findings else Holds.YES), findings


def _entry(row: Mapping[str, object]) -> tuple[str, str]:
    """Number and name of the folder in a row of the index."""
    return str(row.get("folder_number") or ""), str(row.get("folder_name") or row.get("indicator") or "")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of an archive with all above it; an archive inside an archive is the folder of its name."""

    parts: tuple[str, ...]
    wrapped: int
    """How many of them all members of the archive share: a wrapping folder of the applicant's name."""

    @property
    def top(self) -> str | None:
        """The folder below the wrapping one."""
        return self.parts[self.wrapped] if len(self.parts) > self.wrapped else None


def _strays(folders: Sequence[Folder], entries: Sequence[tuple[Record, str, str]]) -> Iterator[str]:
    """The top folders that the index names neither themselves nor by a folder inside."""
    named = {
        folder.top
        for folder in folders
        for _, number, name in entries
        if any(_is_folder(part, number, name) for part in folder.parts)
    }
    tops = dict.fromkeys(folder.top for folder in folders)
    yield from (top for top in tops if top is not None and top not in named)


def folders_of(submission: Submission) -> Iterator[Folder]:
    """The folders of the archives, in the order of the ledger."""
    by_archive: dict[str, list[tuple[str, ...]]] = {}
    for entry in submission.ledger:
        if entry.outcome is not LedgerOutcome.IGNORED:
            parts = PurePosixPath(entry.path.replace("!/", "/")).parts[:-1]
            by_archive.setdefault(entry.archive, []).append(tuple(SUFFIX.sub("", part) for part in parts))
    for paths in by_archive.values():
        wrapped = _shared_depth(paths)
        yield from (Folder(parts, wrapped) for parts in dict.fromkeys(paths) if parts)


def _shared_depth(paths: Sequence[tuple[str, ...]]) -> int:
    """How many leading folders all members share."""
    depth = 0
    while all(len(parts) > depth for parts in paths) and len({parts[depth] for parts in paths}) == 1:
        depth += 1
    return depth


def _is_folder(folder: str, number: str, name: str) -> bool:
    """Whether an index entry means this folder: its name, whatever number, brackets and blanks are written."""
    have, want = _plain(folder), _plain(name)
    if not want:
        return False
    if have in (want, _plain(number) + want) or _bare(folder) == _bare(name):
        return True
    return len(want) >= SHORTEST_ENDING and have.endswith(want)


@lru_cache(maxsize=1 << 13)
def _bare(text: str) -> str:
    """A name without the numbering in front (01营业执照, 一、营业执照); a name that is nothing else stays."""
    return _plain(NUMBERING.sub("", squash(text))) or _plain(text)


@lru_cache(maxsize=1 << 13)
def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", squash(text))


# --- Lists ------------------------------------------------------------------------------------------------------------


def _check_lists(submission: Submission, programme: Programme) -> tuple[Holds, list[Finding]]:
    """Every list is editable; a list that is missing altogether is a finding on the lists, not on the packaging."""
    editable = {declared.name for declared in submission.lists}
    scanned = {name: source for name, source in submission.scanned_lists if name not in editable}
    findings = [
        make_finding(Reason.LIST_NOT_EDITABLE, source, rule="pkg-lists", list_name=name.value, name=LIST_TITLES[name])
        for name, source in scanned.items()
    ]
    known = editable | set(scanned)
    findings += [
        make_finding(Reason.LIST_MISSING, rule="pkg-lists", list_name=name.value, name=title)
        for name, title in LIST_TITLES.items()
        if name.value in programme.lists and name not in known
    ]
    if not known:
        return Holds.NOTHING, findings
    return (Holds.NO if scanned else Holds.YES), findings


# --- Archives ---------------------------------------------------------------------------------------------------------


def _check_names(submission: Submission) -> tuple[Holds, list[Finding]]:
    """“XX公司-1”, “XX公司-2”: one stem that means the applicant, numbers from 1 without a gap."""
    archives = _whole(submission.archives)
    if not archives:
        return Holds.NOTHING, []
    stems = [stem_of(archive.name) for archive in archives]
    several = len(stems) > 1
    numbers = {number for _, number in stems if number is not None}
    misnamed = [
        _misnamed(archive, place if several else None, submission.applicant)
        for place, (archive, (stem, number)) in enumerate(zip(archives, stems, strict=True), 1)
        if not _means_applicant(stem, submission.applicant) or (several and number is None)
    ]
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)
    notes = [_split_note(archive, stem, number) for archive, (stem, number) in zip(archives, stems, strict=True)]
    findings = [
        *misnamed,
        *filter(None, notes),
        *(make_finding(Reason.VOLUME_MISSING, rule="pkg-names", expected=f"-{gap}") for gap in gaps),
    ]
    return (Holds.NO if gaps or (several and misnamed) else Holds.YES), findings


def _whole(archives: Sequence[ArchiveEntry]) -> tuple[ArchiveEntry, ...]:
    """The archives, of a split one (a.zip.001, A47) only its first part."""
    found: dict[str, ArchiveEntry] = {}
    for archive in archives:
        part = parse_part(archive.name)
        found.setdefault((part.whole if part else archive.name).casefold(), archive)
    return tuple(found.values())


def _misnamed(archive: ArchiveEntry, place: int | None, applicant: Applicant | None) -> Finding:
    """What an archive should be called; with one archive only a note (contract, settled cases)."""
    expected = applicant.name if applicant is not None else "XX公司"
    return make_finding(
        Reason.ARCHIVE_MISNAMED,
        rule="pkg-names",
        severity=Severity.NOTE if place is None else Severity.MINOR,
        name=archive.name,
        expected=expected if place is None else f"{expected}-{place}",
    )


def _split_note(archive: ArchiveEntry, stem: str, number: int | None) -> Finding | None:
    """A true split archive is read, and its form noted: each volume should be an archive of its own (A47)."""
    if parse_part(archive.name) is None:
        return None
    return make_finding(
        Reason.ARCHIVE_MISNAMED,
        rule="pkg-names",
        severity=Severity.NOTE,
        name=archive.name,
        expected=f"{stem}-{number or 1}",
    )


def _means_applicant(stem: str, applicant: Applicant | None) -> bool:
    """Whether an archive name means the applicant: its full, short or platform name (A45); unknown, it may be it."""
    if applicant is None:
        return True
    names = [applicant.name, *applicant.aliases, *([applicant.platform.platform] if applicant.platform else [])]
    return any(stem in name or compare_names(stem, name).relation is not Relation.DIFFERENT for name in names)


def _check_size(submission: Submission) -> tuple[Holds, list[Finding]]:
    if not submission.archives:
        return Holds.NOTHING, []
    findings = [
        make_finding(
            Reason.ARCHIVE_TOO_LARGE,
            rule="pkg-size",
            name=archive.name,
            found=f"{archive.bytes / GIBIBYTE:.2f} GiB",
            expected="1 GiB",
        )
        for archive in submission.archives
        if archive.bytes > GIBIBYTE
    ]
    return (Holds.NO if findings else Holds.YES), findings
