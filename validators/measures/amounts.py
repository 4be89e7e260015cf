"""Amounts and shares that a paper gives: the value of a rule, and whether it may be judged without a person."""

from dataclasses import replace
from decimal import Decimal

from domain.findings import Reason, Severity, Status
from domain.programme import Rule
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.public_body import may_be_relaxed
from validators.weighing.scale import CERTAIN, UnitScale


def measured_value(scale: UnitScale, value: Decimal | None) -> Measured:
    """The numbers of a rule that measures one thing: it is judged by its value where nothing weighs against that."""
    found = of_units([scale])
    sure = value is not None and scale.status is Status.VERIFIED
    return replace(found, count=replace(found.count, value=value, certain=sure))


def weigh_bar(scale: UnitScale, value: Decimal, confidence: float, rule: Rule, weighed: Weighed) -> None:
    """A value below the bar is said to be; a person decides where it was read unsurely or the bar may be relaxed."""
    bar = bar_of(rule, weighed)
    if bar is None or is_above(rule, value, bar):
        return
    facts = {"name": rule.title, "found": f"{value.normalize():f}{rule.unit}", "expected": _words(rule, bar)}
    if confidence < CERTAIN or may_be_relaxed(rule, weighed):
        scale.open(Reason.BELOW_THRESHOLD, **facts)
    else:
        severity = Severity.MAJOR if scale.reasons else Severity.FATAL
        scale.remark(Reason.BELOW_THRESHOLD, *scale.place, severity=severity, **facts)


def bar_of(rule: Rule, weighed: Weighed) -> Decimal | None:
    """The bar that applies."""
    if rule.relaxed is not None and rule.relaxed.when in weighed.options.circumstances:
        return rule.relaxed.at_least
    return rule.at_least if rule.at_least is not None else rule.more_than


def is_above(rule: Rule, value: Decimal, bar: Decimal) -> bool:
    """“不低于” takes the bar itself, “超过” does not."""
    return value > bar if rule.more_than is not None else value >= bar


def _words(rule: Rule, bar: Decimal) -> str:
    """How the bar is asked."""
    return f"{'大于' if rule.more_than is not None else ''}{bar.normalize():f}{rule.unit}"
