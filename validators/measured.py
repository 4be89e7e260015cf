"""What a rule was found to count: its numbers, the units that papers alone prove, and what was found on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.findings import Finding, Reason, Status
from domain.programme import Count
from domain.report import Judgement, Unit
from validators.holds import Holds
from validators.weighing.scale import UnitScale

DUPLICATES = frozenset({Reason.DUPLICATE_ENTERPRISE, Reason.DUPLICATE_PERSON, Reason.DUPLICATE_ORDER})


@dataclass(frozen=True, slots=True)
class Measured:
    """The numbers of a rule, its units where they are no rows of a list, and findings on the rule itself."""

    count: Count
    findings: tuple[Finding, ...] = ()
    units: tuple[Unit, ...] = ()

    def also(self, words: str, number: int) -> "Measured":
        """With the number under another reading of the wording, where anything was handed in."""
        if not self.count.handed_in:
            return self
        return replace(self, count=replace(self.count, readings={**self.count.readings, words: number}))


def of_units(scales: Iterable[UnitScale], *, handed_in: bool = True, certain: bool = True) -> Measured:
    """The numbers of units that were weighed one by one; without any, and nothing else handed in, nothing is there."""
    weighed = list(scales)
    units = tuple(scale.unit() for scale in weighed)
    count = tally(units, handed_in=handed_in and bool(units), certain=certain)
    return Measured(count, tuple(finding for scale in weighed for finding in scale.findings), units)


def tally(judged: Iterable[Judgement | Unit], *, handed_in: bool = True, certain: bool = True) -> Count:
    """The numbers of contract section 3: listed = verified + open + covered + excluded − duplicates."""
    found = list(judged)
    by_status = {status: sum(one.status is status for one in found) for status in Status}
    duplicates = sum(one.status is Status.EXCLUDED and bool(DUPLICATES & set(one.reasons)) for one in found)
    return Count(
        listed=len(found) - duplicates,
        verified=by_status[Status.VERIFIED],
        open=by_status[Status.OPEN],
        covered=by_status[Status.COVERED],
        excluded=by_status[Status.EXCLUDED],
        duplicates=duplicates,
        certain=certain,
        handed_in=handed_in,
    )


def yes_or_no(holds: Holds) -> Count:
    """The count of a yes-rule: one unit, verified, open or excluded; nothing where nothing was handed in."""
    if holds is Holds.NOTHING:
        return Count(handed_in=False)
    return Count(
        listed=1,
        verified=int(holds is Holds.YES),
        open=int(holds is Holds.DOUBTFUL),
        excluded=int(holds is Holds.NO),
    )
