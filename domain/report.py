"""The report of one submission: what report.json and the papers for people are made from (contract, section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.claims import Claim, DeclaredList, ListName
from domain.documents import Problem, Source
from domain.findings import Finding, Reason, Status
from domain.ledger import ArchiveEntry, LedgerEntry
from domain.programme import Count, Options, Programme, Rule, Verdict
from domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform of the registry (附件4-1)."""

    number: int
    operator: str
    platform: str
    category: str
    district: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The applicant (申报单位): one legal person, with the names under which its papers may call it."""

    name: str
    uscc: str | None = None
    aliases: tuple[str, ...] = ()
    platform: Platform | None = None
    found_by: str = ""
    """By what the name was found: option, registry, licence, statement, archive name, papers."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a claim: its status, the reasons for it, the places that prove or contradict it."""

    claim: Claim
    status: Status
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class JudgedList:
    """A declared list with the judgement of each row, in the order of the sheet."""

    declared: DeclaredList
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a rule counts from papers alone, without a list: a certificate, a filing, a title."""

    name: str
    status: Status
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule with its numbers, the bar that applied, and the verdict."""

    rule: Rule
    threshold: Decimal | None
    count: Count
    verdict: Verdict | None
    findings: tuple[str, ...]
    """Ids of the findings that concern it."""
    units: tuple[Unit, ...] = ()
    """What was counted, where it is no row of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a run found out."""

    version: str
    programme: Programme
    options: Options
    applicant: Applicant | None
    archives: tuple[ArchiveEntry, ...]
    ledger: tuple[LedgerEntry, ...]
    rules: tuple[RuleResult, ...]
    lists: Mapping[str, JudgedList]
    findings: tuple[tuple[str, Finding], ...]
    """Id and finding."""
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One applicant's archives as they were read: what the checks work on."""

    applicant: Applicant | None
    lists: tuple[DeclaredList, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    archives: tuple[ArchiveEntry, ...]
    ledger: tuple[LedgerEntry, ...]
    scanned_lists: tuple[tuple[ListName, Source], ...] = ()
    """Lists that were handed in as PDF, scan or Word."""

    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """All paths of each document, by its hash: one document may lie in several folders."""
        found: dict[str, list[str]] = {}
        for entry in self.ledger:
            if entry.sha256:
                found.setdefault(entry.sha256, []).append(entry.path)
        return {sha256: tuple(paths) for sha256, paths in found.items()}
