"""Verification: pair, weigh, count and assess one submission, without files and without Prefect."""

from collections.abc import Iterable, Sequence

from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.findings import Finding, Reason, Severity
from domain.programme import Options, Programme, Rule
from domain.report import JudgedList, Report, RuleResult, Submission
from validators.bars import Judged, judge_all, shortfalls
from validators.bench import Bench, Lists, Weighed, Weighing
from validators.counting import measure
from validators.crosschecks import declared_findings
from validators.list_choice import one_of_each
from validators.list_findings import (
    average_finding,
    cell_findings,
    date_order_finding,
    finding_of,
    region_order_finding,
    total_findings,
    unlisted_findings,
    version_findings,
)
from validators.measured import Measured
from validators.packaging import check_packaging
from validators.pairing import Pool
from validators.weighing.activities import weigh_activities
from validators.weighing.free_lists import weigh_free_lists
from validators.weighing.high_growth import weigh_high_growth
from validators.weighing.orders import weigh_orders
from validators.weighing.outcomes import weigh_outcomes
from validators.weighing.papers import PaperDesk
from validators.weighing.partners import weigh_partners
from validators.weighing.products import weigh_products
from validators.weighing.scale import Scale
from validators.weighing.served import weigh_served
from validators.weighing.staff import order_finding, weigh_staff
from validators.weighing.surveys import weigh_surveys

NAMED_BY_ENTERPRISE = (
    *(ListName.SERVED, ListName.ORDERS, ListName.SURVEYS, ListName.PARTNERS, ListName.HIGH_GROWTH),
    ListName.CASES,
    *(ListName.STARTUPS, ListName.FINANCED, ListName.LISTED, ListName.RECOGNISED),
)
"""Lists whose rows are about an organisation; their names make the index of the evidence pool."""


def verify(programme: Programme, submission: Submission, options: Options, *, version: str) -> Report:
    """The report of a submission: the same input gives the same report."""
    lists = one_of_each(submission.lists, options.year)
    bench = Bench(lists, programme, options, PaperDesk(_pool(submission, lists), options.year), submission)
    weighing, packaging = weigh(bench), check_packaging(submission, programme)
    judged = {
        name.value: JudgedList(declared, tuple(scale.judgement() for scale in weighing.scales[name]))
        for name, declared in lists.items()
    }
    weighed = Weighed(
        bench=bench, lists=judged, activities=weighing.activities, orders=weighing.orders, packaging=packaging
    )
    measured = {rule.id: measure(rule, weighed) for rule in programme.rules}
    counts = {rule: found.count for rule, found in measured.items()}
    findings = [*weighing.findings, *_list_findings(bench, weighing), *packaging.findings]
    findings += [finding for found in measured.values() for finding in found.findings]
    findings += declared_findings(programme.rules, weighed, measured)
    findings += [
        *map(finding_of, dict.fromkeys(submission.problems)),
        *version_findings(submission, lists, options.year),
    ]
    verdicts = judge_all(programme, weighed, counts)
    findings += [
        *cell_findings(submission, lists, findings),
        *shortfalls(programme, weighed, counts, verdicts, findings),
    ]
    numbered = tuple((f"F{place:04d}", finding) for place, finding in enumerate(_sorted(findings), 1))
    return Report(
        version=version,
        programme=programme,
        options=options,
        applicant=submission.applicant,
        archives=submission.archives,
        ledger=submission.ledger,
        rules=tuple(_result(rule, bench, measured[rule.id], verdicts, numbered) for rule in programme.rules),
        lists=judged,
        findings=numbered,
        records=submission.records,
    )


def weigh(bench: Bench) -> Weighing:
    """Every row of every list, weighed."""
    rows, desk, pool, year = bench.rows, bench.desk, bench.pool, bench.options.year
    served_rule = bench.rule("served_smes")
    activities = weigh_activities(
        rows(ListName.ACTIVITIES), pool, year, served_rule, lenient=bench.reads("activity_offline", "lenient")
    )
    orders = weigh_orders(rows(ListName.ORDERS), desk, served_rule)
    served = weigh_served(
        rows(ListName.SERVED),
        desk,
        orders,
        activities,
        bench.regions("served_smes"),
        served_rule,
        waived=bench.reads("cap_commitment", "waived"),
    )
    scales: dict[ListName, Sequence[Scale]] = {
        ListName.SERVED: served,
        ListName.ORDERS: [order.scale for order in orders.values()],
        ListName.ACTIVITIES: [activity.scale for activity in activities],
        **_weigh_persons(bench),
        **_weigh_others(bench, served),
        **weigh_free_lists(bench, orders),
        **weigh_outcomes(bench, served, orders),
    }
    for name in ListName:
        if name not in scales:
            scales[name] = [_unweighed(claim) for claim in rows(name)]
    return Weighing(scales, activities, orders)


def _weigh_persons(bench: Bench) -> dict[ListName, Sequence[Scale]]:
    rule, both = bench.rule("qualified_staff"), bench.reads("staff_qual", "intersection")
    return {ListName.STAFF: weigh_staff(bench.rows(ListName.STAFF), bench.pool, bench.options.year, rule, both=both)}


def _weigh_others(bench: Bench, served: Sequence[Scale]) -> dict[ListName, Sequence[Scale]]:
    """The lists that look into those of enterprises served and of orders."""
    rows, desk = bench.rows, bench.desk
    known = served if ListName.SERVED in bench.lists else None
    ordering = frozenset(bench.pool.canonical(claim.name) for claim in rows(ListName.ORDERS))
    old = bench.options.policy.get("partner_no_term_old", "open")
    growth = bench.rule("high_growth_smes")
    partners = rows(ListName.PARTNERS)
    return {
        ListName.SURVEYS: weigh_surveys(rows(ListName.SURVEYS), desk, known, bench.rule("satisfaction_surveys")),
        ListName.PARTNERS: weigh_partners(
            partners, desk, ordering, bench.rule("partner_agencies"), old_without_term=old
        ),
        ListName.PRODUCTS: weigh_products(
            rows(ListName.PRODUCTS), bench.pool, bench.classes, bench.rule("innovation_products")
        ),
        ListName.HIGH_GROWTH: weigh_high_growth(
            rows(ListName.HIGH_GROWTH), desk, served, bench.regions("high_growth_smes"), growth
        ),
    }


def _pool(submission: Submission, lists: Lists) -> Pool:
    """The papers, indexed by all organisations that the lists name; without a list of cases, by their customers too."""
    names = [claim.name for name in NAMED_BY_ENTERPRISE if name in lists for claim in lists[name].rows]
    cases = () if ListName.CASES in lists else (r for r in submission.records if r.kind is Kind.CASE_DESCRIPTION)
    return Pool(submission, [*names, *(customer for case in cases if (customer := case.text("customer")))])


def _unweighed(claim: Claim) -> Scale:
    """A row of a list that no rule counts yet: open."""
    scale = Scale(claim, None)
    scale.open(Reason.NO_EVIDENCE, name=claim.name, expected="相应的证明材料")
    return scale


def _list_findings(bench: Bench, weighing: Weighing) -> list[Finding]:
    """What is wrong with a list as a whole."""
    lists, scales, pool = bench.lists, weighing.scales, bench.pool
    served_rule = bench.rule("served_smes")
    found = (
        region_order_finding(scales[ListName.SERVED], bench.regions("served_smes"), served_rule),
        order_finding(scales[ListName.STAFF], pool, bench.rule("qualified_staff")),
        average_finding(lists.get(ListName.SURVEYS), scales[ListName.SURVEYS], bench.rule("satisfaction")),
        date_order_finding(scales[ListName.ACTIVITIES], served_rule),
    )
    totals = total_findings(lists.get(ListName.ACTIVITIES), served_rule)
    unlisted = unlisted_findings(pool, bench.rows(ListName.SERVED), weighing.activities, served_rule)
    return [*(finding for finding in found if finding is not None), *totals, *unlisted]


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order in which people read them: by weight, list, row, then words."""
    weight = {severity: place for place, severity in enumerate(Severity)}
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (weight[f.severity], f.list or "", f.row or 0, f.reason.value, f.facts, str(f.sources)),
    )


def _result(
    rule: Rule, bench: Bench, measured: Measured, judged: Judged, findings: Sequence[tuple[str, Finding]]
) -> RuleResult:
    """A rule with its numbers, its bar, the verdict and the findings on all that it counts."""
    ids = tuple(finding_id for finding_id, finding in findings if finding.rule in {rule.id, bench.rule(rule.metric)})
    threshold, verdict = judged.thresholds[rule.id], judged.verdicts[rule.id]
    return RuleResult(rule, threshold, measured.count, verdict, ids, measured.units)
