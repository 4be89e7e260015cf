"""The best of several papers that may prove one unit."""

from collections.abc import Iterable, Sequence

from domain.findings import Reason, Status
from validators.weighing.scale import UnitScale

ORDER = (Status.VERIFIED, Status.COVERED, Status.OPEN, Status.EXCLUDED)


def best_of(trials: Iterable[UnitScale]) -> UnitScale | None:
    """The scale with the best status, of equals the one with least against it, of those the first."""
    ranked = sorted(trials, key=lambda scale: (ORDER.index(scale.status), len(scale.reasons)))
    return ranked[0] if ranked else None


def best_copies(trials: Iterable[tuple[UnitScale, Sequence[str]]]) -> list[UnitScale]:
    """Of papers that share a key the best stays, be it the second; the others are its copies. Each keeps its place."""
    groups: list[list[UnitScale]] = []
    known: dict[str, list[UnitScale]] = {}
    order: list[tuple[UnitScale, list[UnitScale]]] = []
    for scale, keys in trials:
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            groups.append(group := [])
        group.append(scale)
        known |= {key: group for key in keys if key not in known}
        order.append((scale, group))
    best = {id(group): best_of(group) or group[0] for group in groups}
    return [scale if best[id(group)] is scale else copy_of(scale, best[id(group)]) for scale, group in order]


def copy_of(scale: UnitScale, kept: UnitScale) -> UnitScale:
    """A further copy of a paper that was kept."""
    copy = UnitScale(scale.name, scale.rule, *scale.place)
    copy.exclude(Reason.DUPLICATE_ORDER, *scale.place, name=scale.name, other=f"“{kept.name}”")
    return copy
