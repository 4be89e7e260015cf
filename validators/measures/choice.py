"""The best of several papers that may prove one unit."""

from collections.abc import Iterable

from domain.findings import Status
from validators.weighing.scale import UnitScale

ORDER = (Status.VERIFIED, Status.COVERED, Status.OPEN, Status.EXCLUDED)


def best_of(trials: Iterable[UnitScale]) -> UnitScale | None:
    """The scale with the best status, of equals the one with least against it, of those the first."""
    ranked = sorted(trials, key=lambda scale: (ORDER.index(scale.status), len(scale.reasons)))
    return ranked[0] if ranked else None
