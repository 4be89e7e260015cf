"""The numbers of a rule whose units are rows of a list, or are told from them."""

from collections.abc import Iterable
from dataclasses import replace

from domain.claims import ListName
from domain.documents import Kind
from domain.findings import Finding, Severity
from domain.report import Unit
from validators.bench import Weighed
from validators.measured import Measured, tally
from validators.weighing.scale import Scale


def of_listed(list_name: ListName, scales: Iterable[Scale], weighed: Weighed, *evidence: Kind) -> Measured:
    """The numbers of units on scales of their own; without the list, but with papers or a scan of it, uncertain."""
    scales = list(scales)
    units = tuple(Unit(scale.claim.name, scale.status, scale.reasons, tuple(scale.sources)) for scale in scales)
    count = tally(units, handed_in=weighed.was_handed_in(list_name, *evidence), certain=list_name in weighed.lists)
    return Measured(count, tuple(finding for scale in scales for finding in _findings(scale)), units)


def _findings(scale: Scale) -> tuple[Finding, ...]:
    """What a rule leaves out is no defect of the list: it is noted."""
    if not scale.is_excluded:
        return tuple(scale.findings)
    return tuple(replace(finding, severity=Severity.NOTE) for finding in scale.findings)
