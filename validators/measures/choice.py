"""The best of several papers that may prove one unit."""

from collections.abc import Iterable, Sequence

from domain.findings import Status
from validators.weighing.scale import UnitScale, Weights

ORDER = (Status.VERIFIED, Status.COVERED, Status.OPEN, Status.EXCLUDED)


def best_of(trials: Iterable[UnitScale]) -> UnitScale | None:
    """The scale with the best status, of equals the one with least against it, of those the first."""
    ranked = sorted(trials, key=lambda scale: (ORDER.index(scale.status), len(scale.reasons)))
    return ranked[0] if ranked else None


def take_over(scale: Weights, trial: Weights) -> None:
    """Lay on a scale all that lies on another one of the same unit."""
    scale.prove(*trial.sources)
    scale.adopt(trial)


def least_status(scales: Sequence[Weights]) -> Status:
    """The worst status of several parts of one unit."""
    return max((scale.status for scale in scales), key=ORDER.index)
