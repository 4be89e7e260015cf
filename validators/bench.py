"""The bench: all that a submission is weighed and counted with, and what the weighing gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.claims import Claim, DeclaredList, ListName
from domain.documents import Kind
from domain.findings import Finding
from domain.programme import Options, Programme
from domain.records import Record
from domain.report import Applicant, JudgedList, Judgement, Submission
from validators.packaging import Packaging
from validators.pairing import Pool
from validators.weighing.activity_papers import Activity
from validators.weighing.matching import Order
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale

PRODUCTS = frozenset({"innovation_products", "digital_products"})
"""Metrics that count rows of 附表4."""

Lists = Mapping[ListName, DeclaredList]


@dataclass(frozen=True, slots=True)
class Bench:
    """What the lists are weighed with: the lists, the rules that count them, the readings of the policy, the papers."""

    lists: Lists
    programme: Programme
    options: Options
    desk: PaperDesk
    submission: Submission

    @property
    def pool(self) -> Pool:
        """All papers."""
        return self.desk.pool

    def rows(self, name: ListName) -> tuple[Claim, ...]:
        """The rows of a list; none where it was not handed in."""
        return self.lists[name].rows if name in self.lists else ()

    @property
    def provinces(self) -> Mapping[str, str]:
        """所属省市 of 附表2 by canonical name."""
        rows = self.rows(ListName.SERVED)
        return {self.pool.canonical(claim.name): str(claim.cells.get("province") or "") for claim in reversed(rows)}

    def rule(self, metric: str) -> str | None:
        """The first rule that counts a metric: findings on it concern all rules of the metric."""
        return first_rules(self.programme).get(metric)

    def regions(self, metric: str) -> tuple[str, ...]:
        """Where the units of a metric must lie; empty: anywhere."""
        return next((rule.regions for rule in self.programme.rules if rule.metric == metric), ())

    @property
    def classes(self) -> frozenset[str]:
        """Words of the functions of a platform (服务功能类别), by which 附表4 classes products."""
        words = {
            word for rule in self.programme.rules if rule.metric in PRODUCTS and rule.topic for word in rule.topic.words
        }
        return frozenset({rule.option for rule in self.programme.rules if rule.option} | words)

    def reads(self, switch: str, value: str) -> bool:
        """Whether a switch of the policy stands on a value."""
        return self.options.policy.get(switch) == value


@dataclass(frozen=True, slots=True)
class Weighing:
    """All rows of all lists, weighed."""

    scales: Mapping[ListName, Sequence[Scale]]
    activities: Sequence[Activity]
    orders: Mapping[int, Order]

    @property
    def findings(self) -> list[Finding]:
        """The findings on rows."""
        return [finding for group in self.scales.values() for scale in group for finding in scale.findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Everything that counters count: the bench, the judged rows, activities and orders, and the packaging."""

    bench: Bench
    lists: Mapping[str, JudgedList]
    activities: Sequence[Activity]
    orders: Mapping[int, Order] = field(default_factory=dict)
    """The rows of 附表3 by their numbers, with their papers."""
    packaging: Packaging

    @property
    def submission(self) -> Submission:
        """What was handed in."""
        return self.bench.submission

    @property
    def options(self) -> Options:
        """The readings of the policy."""
        return self.bench.options

    @property
    def applicant(self) -> Applicant | None:
        """The applicant, if one was found."""
        return self.submission.applicant

    def judgements(self, list_name: str) -> tuple[Judgement, ...]:
        """The judged rows of a list; empty where it was not handed in."""
        judged = self.lists.get(list_name)
        return judged.judgements if judged else ()

    def was_handed_in(self, list_name: str, *evidence: Kind) -> bool:
        """Whether a list was handed in, be it as a scan, or papers that belong to it."""
        scanned = any(name.value == list_name for name, _ in self.submission.scanned_lists)
        return list_name in self.lists or scanned or bool(self.of_kind(*evidence))

    def of_kind(self, *kinds: Kind) -> tuple[Record, ...]:
        """The records of these kinds."""
        return tuple(record for record in self.submission.records if record.kind in kinds)


def first_rules(programme: Programme) -> Mapping[str, str]:
    """The first rule of each metric: further ones count the same units (“材料要求同门槛条件…”)."""
    return {rule.metric: rule.id for rule in reversed(programme.rules)}
