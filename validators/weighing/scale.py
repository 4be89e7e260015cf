"""Scales: what speaks for and against one claim, or one unit that papers alone prove, and the status that follows."""

from collections.abc import Collection
from dataclasses import dataclass, field

from domain.claims import Claim
from domain.documents import Source
from domain.findings import Finding, Reason, Severity, Status, make_finding
from domain.report import Judgement, Unit

LEGIBLE = 0.80
"""A field read with less confidence than this proves nothing: the row stays open."""

CERTAIN = 0.90
"""A field read with less confidence than this excludes nothing: the row stays open instead."""


@dataclass(slots=True, kw_only=True)
class Weights:
    """What lies on a scale: reasons weigh as they come, sources gather."""

    rule: str | None
    list_name: str | None = None
    row: int | None = None
    place: tuple[Source, ...] = ()
    """Where a finding points that names no place of its own."""
    findings: list[Finding] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    _against: dict[Reason, Status] = field(default_factory=dict)
    _covered: bool = False

    def prove(self, *sources: Source) -> None:
        """Gather places that prove it."""
        self.sources.extend(source for source in sources if source not in self.sources)

    def open(self, reason: Reason, *sources: Source, **facts: object) -> None:
        """Leave it to a person, for this reason."""
        self._weigh(reason, Status.OPEN, sources, facts)

    def leave_open(self, reason: Reason, *sources: Source) -> None:
        """Leave it to a person for a reason that one finding on its whole list states."""
        self._against.setdefault(reason, Status.OPEN)
        self.prove(*sources)

    def open_unread(self, source: Source) -> None:
        """Leave it to a person because this page was not read, or not well enough."""
        self.open(Reason.PAGE_UNREADABLE, source, name=source.path, found=source.page or 1)

    def exclude(self, reason: Reason, *sources: Source, **facts: object) -> None:
        """Say that it cannot count whatever a person finds."""
        self._weigh(reason, Status.EXCLUDED, sources, facts)

    def remark(self, reason: Reason, *sources: Source, severity: Severity | None = None, **facts: object) -> None:
        """Say something about it that does not weigh."""
        self.findings.append(self._finding(reason, sources, severity, facts))

    def cover(self) -> None:
        """Count it as covered by the sealed commitment, unless a reason weighs against it."""
        self._covered = True

    def inherit(self, judged: Judgement) -> None:
        """Take over what weighs on a row of a list, of which the row's own findings tell."""
        for reason in judged.reasons:
            self._against.setdefault(reason, judged.status)
        self._covered = self._covered or judged.status is Status.COVERED
        self.prove(*judged.sources)

    def adopt(self, other: "Weights") -> None:
        """Take over all that lies on another scale of the same unit, findings and places with it."""
        for reason in other.reasons:
            self._against.setdefault(reason, other.status)
        self.findings.extend(other.findings)
        self.prove(*other.sources)

    def forget(self, reasons: Collection[Reason]) -> None:
        """Take back reasons that turned out not to weigh, with their findings."""
        for reason in reasons:
            self._against.pop(reason, None)
        self.findings = [finding for finding in self.findings if finding.reason not in reasons]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of the status, in the order in which they came."""
        status = self.status
        return tuple(reason for reason, weight in self._against.items() if weight is status)

    @property
    def status(self) -> Status:
        """Excluded before open before covered before verified."""
        weights = set(self._against.values())
        if Status.EXCLUDED in weights:
            return Status.EXCLUDED
        if Status.OPEN in weights:
            return Status.OPEN
        return Status.COVERED if self._covered else Status.VERIFIED

    @property
    def is_excluded(self) -> bool:
        """Whether it cannot count whatever a person finds."""
        return self.status is Status.EXCLUDED

    def _weigh(self, reason: Reason, status: Status, sources: tuple[Source, ...], facts: dict[str, object]) -> None:
        if reason not in self._against or status is Status.EXCLUDED:
            self._against[reason] = status
            self.findings.append(self._finding(reason, sources, None, facts))
        self.prove(*sources)

    def _finding(
        self, reason: Reason, sources: tuple[Source, ...], severity: Severity | None, facts: dict[str, object]
    ) -> Finding:
        return make_finding(
            reason,
            *(sources or self.place),
            severity=severity,
            rule=self.rule,
            list_name=self.list_name,
            row=self.row,
            **facts,
        )


@dataclass(slots=True, init=False)
class Scale(Weights):
    """One claim on the scale."""

    claim: Claim

    def __init__(self, claim: Claim, rule: str | None) -> None:
        """Nothing weighs yet."""
        Weights.__init__(self, rule=rule, list_name=claim.list.value, row=claim.row, place=(claim.source,))
        self.claim = claim

    def judgement(self) -> Judgement:
        """The status with its reasons and places."""
        return Judgement(self.claim, self.status, self.reasons, tuple(self.sources))


@dataclass(slots=True, init=False)
class UnitScale(Weights):
    """One unit that papers alone prove on the scale: its places are proof until something weighs against it."""

    name: str

    def __init__(self, name: str, rule: str | None, *places: Source) -> None:
        """Nothing weighs yet."""
        Weights.__init__(self, rule=rule, place=places, sources=list(dict.fromkeys(places)))
        self.name = name

    def unit(self) -> Unit:
        """The status with its reasons and places."""
        return Unit(self.name, self.status, self.reasons, tuple(self.sources))
