"""Bars: the verdict of each rule, and in words what is short of it and what could make it up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.findings import Finding, Reason, Severity, Status, make_finding
from domain.programme import Count, Programme, Rule, Verdict
from domain.report import Judgement
from validators.assess import judge, threshold_of
from validators.bench import Weighed
from validators.branch import is_of_branch, is_sure_of_branch
from validators.weighing.evidence import decimal_cell

SURVEYS = "satisfaction_surveys"
SERVED = "served_smes"
"""The metric whose missing units other rows of 附表3 could make up (“最多100家”, domain.md G04)."""

MOST_PROPOSED = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """The bar that applies to each rule, and its verdict."""

    thresholds: Mapping[str, Decimal | None]
    verdicts: Mapping[str, Verdict | None]


def judge_all(programme: Programme, weighed: Weighed, counts: Mapping[str, Count]) -> Judged:
    """Every rule held against its bar."""
    thresholds = {rule.id: threshold_of(rule, weighed.options, counts) for rule in programme.rules}
    verdicts = {rule.id: _verdict(rule, weighed, counts[rule.id], thresholds[rule.id]) for rule in programme.rules}
    return Judged(thresholds, verdicts)


def _verdict(rule: Rule, weighed: Weighed, count: Count, threshold: Decimal | None) -> Verdict | None:
    """The verdict of a rule: none of another branch, open at most where the branch is not certain (A37)."""
    if not is_of_branch(rule, weighed):
        return None
    known = count if is_sure_of_branch(rule, weighed) else replace(count, certain=False)
    return judge(rule, known, threshold, weighed.judgements("surveys"))


def shortfalls(
    programme: Programme, weighed: Weighed, counts: Mapping[str, Count], judged: Judged, said: Sequence[Finding]
) -> Iterator[Finding]:
    """What is short of a bar: fatal where nothing that was handed in can make it up; unless it was `said` before."""
    known = {finding.rule for finding in said if finding.reason is Reason.BELOW_THRESHOLD}
    for rule in programme.rules:
        count, threshold, verdict = counts[rule.id], judged.thresholds[rule.id], judged.verdicts[rule.id]
        if threshold is None or not count.handed_in or rule.id in known:
            continue
        if rule.metric == SURVEYS:
            yield from _too_few_surveys(rule, count, threshold)
        elif verdict is Verdict.NOT_MET and rule.unit != "yes":
            yield _below(rule, count, threshold)
        elif verdict is Verdict.OPEN and rule.metric == SERVED:
            yield from _proposed(rule, weighed, count, threshold)


def _too_few_surveys(rule: Rule, count: Count, threshold: Decimal) -> Iterator[Finding]:
    """Fewer questionnaires than the share asks for, though all open ones counted (门槛条件11)."""
    valid = count.verified + count.open
    if valid < threshold:
        yield make_finding(
            Reason.SURVEY_SHORTFALL, rule=rule.id, list_name="surveys", found=valid, expected=f"{threshold:f}"
        )


def _below(rule: Rule, count: Count, threshold: Decimal) -> Finding:
    """A bar that fails though every open unit counts."""
    unit, most = rule.unit, count.verified + count.covered + count.open
    counted = f"已核实{count.verified + count.covered}{unit}、最多{most}{unit}"
    found = f"{count.value:f}{unit}" if count.value is not None else counted
    return make_finding(
        Reason.BELOW_THRESHOLD,
        severity=Severity.FATAL,
        rule=rule.id,
        name=f"“{rule.title}”",
        found=found,
        expected=f"{threshold:f}{unit}",
    )


def _proposed(rule: Rule, weighed: Weighed, count: Count, threshold: Decimal) -> Iterator[Finding]:
    """How many sets of papers are missing, and for which enterprises, the largest orders first (domain.md G04)."""
    base = count.verified + count.covered
    missing = threshold - base
    if missing <= 0:
        return
    candidates = _candidates(weighed)[:MOST_PROPOSED]
    names = "、".join(f"{one.claim.name}（附表3第{one.claim.row}行）" for one in candidates)
    advice = f"，可优先补齐：{names}" if names else ""
    yield make_finding(
        Reason.BELOW_THRESHOLD,
        *(one.claim.source for one in candidates),
        severity=Severity.NOTE,
        rule=rule.id,
        name=f"“{rule.title}”已核实的",
        found=f"{base}{rule.unit}",
        expected=f"{threshold:f}{rule.unit}，尚需{missing:f}{rule.unit}的完整材料{advice}",
    )


def _candidates(weighed: Weighed) -> list[Judgement]:
    """Rows of 附表3 whose enterprise is open on 附表2, one for each enterprise, the largest amount first."""
    canonical = weighed.bench.pool.canonical
    open_names = {canonical(one.claim.name) for one in weighed.judgements("served") if one.status is Status.OPEN}
    rows = [one for one in weighed.judgements("orders") if one.status is not Status.EXCLUDED]
    rows.sort(key=lambda one: (-_amount(one), one.claim.row))
    first = {canonical(one.claim.name): one for one in reversed(rows)}
    return [one for one in rows if (name := canonical(one.claim.name)) in open_names and first[name] is one]


def _amount(one: Judgement) -> Decimal:
    return decimal_cell(one.claim, "amount_wan") or Decimal(0)
