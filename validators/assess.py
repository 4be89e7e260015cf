"""Assess: the verdict of each rule from its numbers (contract, section 3). Software proposes; people decide."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from domain.findings import Status
from domain.programme import Count, Options, Rule, Verdict
from domain.report import Judgement
from validators.weighing.evidence import decimal_cell
from validators.weighing.surveys import is_share

MEASURED_UNITS = frozenset({"万元", "亿元", "%"})
"""Rules in these units are judged by their value."""
MEASURED_BY_MEAN = "satisfaction"
"""The metric whose value is a mean over rows, some of which may fall."""


def threshold_of(rule: Rule, options: Options, counts: Mapping[str, Count]) -> Decimal | None:
    """The bar that applies: the relaxed one where a person set its circumstance, or a share of another's listed.

    None for a rule without a bar, and for a share of a list that was not handed in or is empty.
    """
    if rule.relaxed is not None and rule.relaxed.when in options.circumstances:
        return rule.relaxed.at_least
    if rule.share_of is not None and rule.share is not None:
        base = counts[rule.share_of]
        if not (base.handed_in and base.certain and base.listed):
            return None
        wanted = (rule.share * base.listed).to_integral_value(ROUND_CEILING)
        return min(wanted, Decimal(rule.cap)) if rule.cap is not None else wanted
    return rule.at_least if rule.at_least is not None else rule.more_than


def judge(rule: Rule, count: Count, threshold: Decimal | None, rows: Sequence[Judgement] = ()) -> Verdict | None:
    """The verdict of a rule; `rows` are those of 附表6, over which its mean is taken."""
    if not _has_bar(rule):
        return None
    if not count.handed_in:
        return Verdict.MISSING
    if not count.certain or threshold is None:
        return Verdict.OPEN
    if rule.metric == MEASURED_BY_MEAN:
        return assess_mean(rule, count, threshold, rows)
    if rule.unit in MEASURED_UNITS:
        return Verdict.OPEN if count.value is None else _verdict(rule, count.value, count.value, threshold)
    return assess(rule, count, threshold)


def assess(rule: Rule, count: Count, threshold: Decimal) -> Verdict:
    """Met if the bar holds though every open unit falls; not met if it fails though every open unit counts."""
    least = Decimal(count.verified + count.covered)
    return _verdict(rule, least, least + count.open, threshold)


def assess_mean(rule: Rule, count: Count, threshold: Decimal, rows: Sequence[Judgement]) -> Verdict:
    """The verdict on a mean: over every choice of open rows that a person may leave or drop."""
    if count.value is None:
        return Verdict.OPEN
    sure = _values(rows, Status.VERIFIED)
    doubtful = sorted(_values(rows, Status.OPEN))
    least = min(running_means(sure, doubtful))
    most = max(running_means(sure, doubtful[::-1]))
    return _verdict(rule, least, most, threshold)


def running_means(sure: Sequence[Decimal], doubtful: Sequence[Decimal]) -> list[Decimal]:
    """The means of the sure values with none, one, two … of the doubtful ones: of sorted ones one is the extreme."""
    total, number = sum(sure, Decimal(0)), len(sure)
    means = [total / number] if number else []
    for value in doubtful:
        total, number = total + value, number + 1
        means.append(total / number)
    return means


def _has_bar(rule: Rule) -> bool:
    return any(bar is not None for bar in (rule.at_least, rule.more_than, rule.share_of))


def _values(rows: Sequence[Judgement], status: Status) -> list[Decimal]:
    values = (decimal_cell(row.claim, "satisfaction") for row in rows if row.status is status)
    return [value for value in values if value is not None and is_share(value)]


def _verdict(rule: Rule, least: Decimal, most: Decimal, threshold: Decimal) -> Verdict:
    if _holds(rule, least, threshold):
        return Verdict.MET
    return Verdict.OPEN if _holds(rule, most, threshold) else Verdict.NOT_MET


def _holds(rule: Rule, number: Decimal, threshold: Decimal) -> bool:
    """“不少于” takes the bar itself, “超过” does not."""
    return number > threshold if rule.more_than is not None else number >= threshold
