"""The ledger: every member of every archive, exactly once."""

from dataclasses import dataclass
from enum import StrEnum

from domain.documents import Kind, Problem
from domain.findings import Reason


class LedgerOutcome(StrEnum):
    """What became of a member (contract, section 4)."""

    READ = "read"
    IGNORED = "ignored"
    FAILED = "failed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One member of one archive; `path` as in the archive, decoded, `outer.zip!/inner.pdf` for nested ones."""

    path: str
    archive: str
    """The name of the outermost archive."""
    sha256: str = ""
    bytes: int = 0
    kind: Kind = Kind.UNKNOWN
    outcome: LedgerOutcome = LedgerOutcome.READ
    reason: str = ""
    """A Reason, or the name of the rule by which it was ignored."""
    pages: int | None = None
    read_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEntry:
    """One archive as handed in."""

    name: str
    sha256: str
    bytes: int
    outcome: LedgerOutcome
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What came out of all archives of a submission."""

    archives: tuple[ArchiveEntry, ...]
    entries: tuple[LedgerEntry, ...]
    problems: tuple[Problem, ...] = ()
