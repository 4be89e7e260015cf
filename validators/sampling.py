"""Spot checks: which items of a population are drawn, how many are enough, and what the errors found say of all.

Sizes and bounds are those of the auditing literature (AICPA, Audit Sampling, app. A; Clopper and Pearson 1934; Stringer
1963). A draw depends on nothing but seed, population and plan: every item has a rank, the hash of seed and key.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import ceil, log

from scipy import stats

from domain.errors import UsageError
from domain.findings import Status


class PlanName(StrEnum):
    """How items are drawn (domain.md 5.7)."""

    RANDOM = "random"
    ATTRIBUTE = "attribute"
    """Random, as many as confidence and tolerable rate ask for."""
    STRATIFIED = "stratified"
    """Random within each list of each applicant, in proportion."""
    MONETARY = "monetary"
    """By amount: each 万元 has the same chance, so large orders are drawn more often, the largest surely."""
    RISK = "risk"
    """Random, weighted by what a person should look at first: reasons, large amounts."""
    UNCOVERED = "uncovered"
    """Random among the enterprises that the commitment of gate 4 covers."""
    TWO_LEVEL = "two-level"
    """Applicants first, then items of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that may be drawn: a counted row of a list, or a unit that a rule counts from papers."""

    applicant: str
    list: str
    row: int | None
    name: str
    status: Status
    amount_wan: Decimal | None = None
    reasons: int = 0
    """How many findings concern it."""
    places: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return "\0".join((self.applicant, self.list, str(self.row or ""), self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan: its name, the seed, and how many items; without a size, what confidence and rates ask for."""

    name: PlanName
    seed: int
    size: int | None = None
    confidence: float = 0.95
    tolerable: float = 0.05
    expected: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item that was drawn, and from which part of the population."""

    item: Item
    stratum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was drawn, with all that somebody needs to draw it again."""

    plan: Plan
    population: int
    population_hash: str
    drawn: tuple[Drawn, ...]


def draw(items: Iterable[Item], plan: Plan) -> Sample:
    """The sample of a population; the same plan draws the same items from the same population in any order."""
    population = sorted(_eligible(items, plan.name), key=lambda item: item.key)
    wanted = plan.size
    if wanted is None:
        wanted = attribute_size(plan.confidence, plan.tolerable, plan.expected, len(population))
    ranked = sorted(population, key=lambda item: _rank(plan.seed, item.key))
    drawn = DRAWERS[plan.name](ranked, min(wanted, len(ranked)), plan.seed)
    digest = hashlib.sha256("\n".join(item.key for item in population).encode()).hexdigest()
    return Sample(plan=plan, population=len(population), population_hash=digest, drawn=tuple(drawn))


def attribute_size(confidence: float, tolerable: float, expected: float = 0.0, population: int | None = None) -> int:
    """The least sample that bounds an error rate: with ⌈n·expected⌉ errors in it, `tolerable` is still excluded.

    Binomial; for a population of known size hypergeometric, which asks for less of a small one. UsageError for rates
    between which no sample of a workable size can tell.
    """
    if not (0 < confidence < 1 and 0 < tolerable < 1 and 0 <= expected < tolerable):
        raise UsageError("置信度和可容忍率应在0和1之间，预期率应小于可容忍率 (rates out of range)")
    for size in range(1, min(MOST_DRAWN, population or MOST_DRAWN) + 1):
        errors = ceil(round(size * expected, 9))
        if population is None:
            chance = stats.binom.cdf(errors, size, tolerable)
        else:
            chance = stats.hypergeom.cdf(errors, population, ceil(round(population * tolerable, 9)), size)
        if chance <= 1 - confidence:
            return size
    if population is not None:
        return population
    raise UsageError(f"预期率与可容忍率太接近，需要抽查{MOST_DRAWN}个以上 (rates too close)")


def upper_bound(size: int, errors: int, confidence: float) -> float:
    """The error rate that is not exceeded with this confidence (Clopper-Pearson, one-sided)."""
    return 1.0 if errors >= size else float(stats.beta.ppf(confidence, errors + 1, size - errors))


def stringer_bound(size: int, taints: Sequence[float], confidence: float) -> float:
    """The share of the amount in error that is not exceeded, from the taints (0 to 1) of the items that are wrong."""
    bounds = [upper_bound(size, errors, confidence) for errors in range(len(taints) + 1)]
    steps = (above - below for below, above in pairwise(bounds))
    return bounds[0] + sum(taint * step for taint, step in zip(sorted(taints, reverse=True), steps, strict=True))


# --- Drawing ----------------------------------------------------------------------------------------------------------


def _eligible(items: Iterable[Item], plan: PlanName) -> list[Item]:
    """What a plan draws from: what is counted; for the uncovered, what the commitment covers."""
    if plan is PlanName.UNCOVERED:
        return [item for item in items if item.status is Status.COVERED and item.list == "served"]
    counted = [item for item in items if item.status in {Status.VERIFIED, Status.COVERED}]
    if plan is PlanName.MONETARY:
        return [item for item in counted if item.amount_wan is not None and item.amount_wan > 0]
    return counted


def _rank(seed: int, key: str) -> float:
    """A number between 0 and 1 that depends on seed and key alone, evenly spread."""
    digest = hashlib.sha256(f"{seed}\0{key}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 0.5) / 2**64


def _random(ranked: Sequence[Item], size: int, _seed: int) -> list[Drawn]:
    return [Drawn(item, "全部") for item in ranked[:size]]


def _stratified(ranked: Sequence[Item], size: int, _seed: int) -> list[Drawn]:
    """In proportion to the strata, what is left over to the largest remainders."""
    strata: dict[str, list[Item]] = {}
    for item in ranked:
        strata.setdefault(f"{item.applicant}/{item.list}", []).append(item)
    exact = {name: size * len(group) / len(ranked) for name, group in strata.items()}
    shares = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(strata, key=lambda name: (shares[name] - exact[name], name))
    for name in by_remainder[: size - sum(shares.values())]:
        shares[name] += 1
    return [Drawn(item, name) for name in sorted(strata) for item in strata[name][: shares[name]]]


def _monetary(ranked: Sequence[Item], size: int, seed: int) -> list[Drawn]:
    """Fixed intervals of 万元 from a random start; what is larger than an interval is drawn surely."""
    sure: list[Item] = []
    rest, places = list(ranked), size
    while places and rest:
        interval = sum((_amount(item) for item in rest), Decimal(0)) / places
        large = [item for item in rest if _amount(item) >= interval]
        if not large:
            break
        sure += large[:places]
        rest, places = [item for item in rest if _amount(item) < interval], places - len(large[:places])
    return [Drawn(item, "必抽（大额）") for item in sure] + _by_interval(rest, places, seed)


def _by_interval(rest: Sequence[Item], places: int, seed: int) -> list[Drawn]:
    if not places or not rest:
        return []
    interval = sum((_amount(item) for item in rest), Decimal(0)) / places
    hit, reached, found = interval * Decimal(_rank(seed, "start")), Decimal(0), []
    for item in rest:
        reached += _amount(item)
        if reached > hit:
            found.append(Drawn(item, "金额单位"))
            hit += interval
    return found


def _by_risk(ranked: Sequence[Item], size: int, seed: int) -> list[Drawn]:
    """Weighted without replacement (Efraimidis and Spirakis 2006): u^(1/w), the largest first."""
    amounts = [_amount(item) for item in ranked]
    largest = max(amounts, default=Decimal(0)) or Decimal(1)
    chance = {
        item.key: log(_rank(seed, item.key)) / (1 + item.reasons + float(amount / largest))
        for item, amount in zip(ranked, amounts, strict=True)
    }
    return [Drawn(item, "按风险") for item in sorted(ranked, key=lambda item: -chance[item.key])[:size]]


def _two_level(ranked: Sequence[Item], size: int, seed: int) -> list[Drawn]:
    """About the square root of the size in applicants, and items of each in turn."""
    groups: dict[str, list[Item]] = {}
    for item in ranked:
        groups.setdefault(item.applicant, []).append(item)
    chosen = sorted(groups, key=lambda name: _rank(seed, name))[: max(1, ceil(size**0.5))]
    turns = sorted(
        ((place, order, item) for order, name in enumerate(chosen) for place, item in enumerate(groups[name])),
        key=lambda turn: turn[:2],
    )
    return [Drawn(item, item.applicant) for _, _, item in turns[:size]]


def _amount(item: Item) -> Decimal:
    return item.amount_wan or Decimal(0)


MOST_DRAWN = 100_000
DRAWERS: Mapping[PlanName, Callable[[Sequence[Item], int, int], list[Drawn]]] = {
    PlanName.RANDOM: _random,
    PlanName.ATTRIBUTE: _random,
    PlanName.STRATIFIED: _stratified,
    PlanName.MONETARY: _monetary,
    PlanName.RISK: _by_risk,
    PlanName.UNCOVERED: _random,
    PlanName.TWO_LEVEL: _two_level,
}
"""How each plan draws from items in the order of their ranks."""
