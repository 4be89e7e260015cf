"""Packaging (附件4-2 八): index document, editable lists, names and sizes of the archives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from domain.claims import LIST_TITLES
from domain.documents import Kind
from domain.findings import Finding, Reason, Severity, make_finding
from domain.ledger import LedgerOutcome
from domain.programme import Programme
from domain.report import Submission
from domain.text import squash
from validators.names import Relation, compare_names

GIBIBYTE = 1 << 30
"""“1G” (A46)."""

VOLUME = re.compile(r"^(?P<stem>.+?)[-－—_](?P<number>\d+)$")
MAILED = re.compile(r"^(?P<stem>.+?)[-－—_]示范平台[-－—_].*附件材料$")


@dataclass(frozen=True, slots=True)
class Packaging:
    """Whether each packaging rule holds (None: nothing handed in for it), and what was found."""

    holds: Mapping[str, bool | None]
    findings: tuple[Finding, ...]


def check_packaging(submission: Submission, programme: Programme) -> Packaging:
    """All packaging rules of a submission."""
    parts = {
        "index": _check_index(submission),
        "lists": _check_lists(submission, programme),
        "names": _check_names(submission),
        "size": _check_size(submission),
    }
    return Packaging(
        {name: holds for name, (holds, _) in parts.items()},
        tuple(finding for _, findings in parts.values() for finding in findings),
    )


def stem_of(archive: str) -> tuple[str, int | None]:
    """The applicant part of an archive name and its volume number (PKG.05, PKG.06)."""
    name = PurePosixPath(archive).name
    name = re.sub(r"\.(zip|rar|7z|tar|tgz|gz)$", "", name, flags=re.IGNORECASE)
    if mailed := MAILED.match(name):
        return mailed["stem"], None
    if volume := VOLUME.match(name):
        return volume["stem"], int(volume["number"])
    return name, None


def _check_index(submission: Submission) -> tuple[bool | None, list[Finding]]:
    """目录文档: every folder it names is there, every folder there is named in it."""
    indexes = [record for record in submission.records if record.kind is Kind.INDEX_DOCUMENT]
    if not indexes:
        return None, [make_finding(Reason.INDEX_MISSING, rule="pkg-index")]
    folders = top_folders(submission)
    named = [
        (str(row.get("folder_number") or ""), str(row.get("folder_name") or "")) for row in indexes[0].rows("entries")
    ]
    findings = [
        make_finding(
            Reason.INDEX_FOLDER_MISSING,
            *indexes[0].sources("entries"),
            rule="pkg-index",
            name=f"{number} {name}".strip(),
        )
        for number, name in named
        if not any(_is_folder(folder, number, name) for folder in folders)
    ]
    strays = [f for f in folders if not any(_is_folder(f, number, name) for number, name in named)]
    findings += [make_finding(Reason.FOLDER_NOT_INDEXED, rule="pkg-index", name=folder) for folder in strays]
    return not findings and bool(named), findings


def top_folders(submission: Submission) -> tuple[str, ...]:
    """The folders of the archives below what all members of an archive share."""
    found: dict[str, None] = {}
    by_archive: dict[str, list[tuple[str, ...]]] = {}
    for entry in submission.ledger:
        if entry.outcome is not LedgerOutcome.IGNORED and "!/" not in entry.path:
            by_archive.setdefault(entry.archive, []).append(PurePosixPath(entry.path).parts)
    for paths in by_archive.values():
        depth = _shared_depth(paths)
        found.update(dict.fromkeys(parts[depth] for parts in paths if len(parts) > depth + 1))
    return tuple(found)


def _shared_depth(paths: Sequence[tuple[str, ...]]) -> int:
    """How many leading folders all members share: a wrapping folder of the applicant's name."""
    depth = 0
    while all(len(parts) > depth + 1 for parts in paths) and len({parts[depth] for parts in paths}) == 1:
        depth += 1
    return depth


def _is_folder(folder: str, number: str, name: str) -> bool:
    """Whether an index entry means this folder: its name, with or without its number, brackets and blanks aside."""
    have, want = _plain(folder), _plain(name)
    return bool(want) and (have == want or have == _plain(number) + want or (len(want) >= 4 and have.endswith(want)))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", squash(text))


def _check_lists(submission: Submission, programme: Programme) -> tuple[bool | None, list[Finding]]:
    """Every list is editable; a list that is missing altogether is a finding on the lists, not on the packaging."""
    editable = {declared.name.value for declared in submission.lists}
    scanned = [(name, source) for name, source in submission.scanned_lists if name.value not in editable]
    findings = [
        make_finding(Reason.LIST_NOT_EDITABLE, source, rule="pkg-lists", list_name=name.value, name=LIST_TITLES[name])
        for name, source in scanned
    ]
    known = editable | {name.value for name, _ in scanned}
    missing = [name for name in LIST_TITLES if name.value in programme.lists and name.value not in known]
    findings += [
        make_finding(Reason.LIST_MISSING, rule="pkg-lists", list_name=name.value, name=LIST_TITLES[name])
        for name in missing
    ]
    if not known:
        return None, findings
    return not scanned, findings


def _check_names(submission: Submission) -> tuple[bool | None, list[Finding]]:
    """“XX公司-1”, “XX公司-2”: one stem that means the applicant, numbers from 1 without a gap."""
    if not submission.archives:
        return None, []
    stems = [stem_of(archive.name) for archive in submission.archives]
    several = len(stems) > 1
    expected = submission.applicant.name if submission.applicant else "XX公司"
    findings = [
        make_finding(
            Reason.ARCHIVE_MISNAMED,
            rule="pkg-names",
            severity=Severity.MINOR if several else Severity.NOTE,
            name=archive.name,
            expected=f"{expected}-{place}" if several else expected,
        )
        for place, (archive, (stem, number)) in enumerate(zip(submission.archives, stems, strict=True), 1)
        if not _means_applicant(stem, submission) or (several and number is None)
    ]
    wrong = several and bool(findings)
    numbers = {number for _, number in stems if number is not None}
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)
    findings += [make_finding(Reason.VOLUME_MISSING, rule="pkg-names", expected=number) for number in gaps]
    return not wrong and not gaps, findings


def _means_applicant(stem: str, submission: Submission) -> bool:
    """Whether an archive name means the applicant: its full or short name (A45)."""
    applicant = submission.applicant
    if applicant is None:
        return False
    names = (applicant.name, *applicant.aliases)
    return any(stem in name or compare_names(stem, name).relation is not Relation.DIFFERENT for name in names)


def _check_size(submission: Submission) -> tuple[bool | None, list[Finding]]:
    if not submission.archives:
        return None, []
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
    return not findings, findings
