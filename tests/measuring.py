"""One rule of the default programme, measured on a small submission."""

from collections.abc import Iterable
from dataclasses import dataclass

import programmes
from domain.programme import Count, Verdict
from domain.records import Record
from domain.report import Applicant, JudgedList
from flows.verify import Request, options_of
from tests.papers import APPLICANT, submission
from validators.assess import judge, threshold_of
from validators.bench import Bench, Weighed
from validators.counting import measure
from validators.measured import Measured
from validators.packaging import check_packaging
from validators.pairing import Pool
from validators.weighing.papers import PaperDesk

PROGRAMME = programmes.load(programmes.DEFAULT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule came to."""

    measured: Measured
    verdict: Verdict | None

    @property
    def count(self) -> Count:
        """Its numbers."""
        return self.measured.count

    @property
    def value(self) -> float | None:
        """Its value."""
        return None if self.count.value is None else float(self.count.value)

    @property
    def against(self) -> list[str]:
        """The reasons that leave its units open."""
        return [reason.value for unit in self.measured.units for reason in unit.reasons]

    @property
    def told(self) -> dict[str, str]:
        """All that was found, by reason, with its weight."""
        return {finding.reason.value: finding.severity.value for finding in self.measured.findings}


def outcome(
    rule_id: str,
    records: Iterable[Record],
    *,
    applicant: Applicant | None = APPLICANT,
    lists: dict[str, JudgedList] | None = None,
    circumstances: Iterable[str] = (),
    policy: dict[str, str] | None = None,
) -> Outcome:
    """A rule on these papers."""
    handed_in = submission(tuple(records), applicant=applicant)
    request = Request(archives=(), circumstances=frozenset(circumstances), policy=policy or {})
    options = options_of(request, PROGRAMME)
    bench = Bench({}, PROGRAMME, options, PaperDesk(Pool(handed_in, ()), options.year), handed_in)
    weighed = Weighed(bench=bench, lists=lists or {}, activities=(), packaging=check_packaging(handed_in, PROGRAMME))
    rule = PROGRAMME.rule(rule_id)
    found = measure(rule, weighed)
    return Outcome(found, judge(rule, found.count, threshold_of(rule, options, {rule_id: found.count})))
