"""Verification: pair, weigh, count and assess one submission, without files and without Prefect."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain.claims import LIST_TITLES, Claim, DeclaredList, ListName
from domain.documents import Kind, Problem, Source
from domain.findings import SENTENCES, Finding, Reason, Severity, Status, make_finding
from domain.programme import Count, Options, Programme, Rule, Verdict
from domain.report import JudgedList, Report, RuleResult, Submission
from validators.applicant import is_same, match_applicant
from validators.assess import assess, assess_mean, threshold_of
from validators.counting import Weighed, count
from validators.packaging import check_packaging
from validators.pairing import Pool
from validators.weighing import activities as activity_scales
from validators.weighing import orders as order_scales
from validators.weighing import partners as partner_scales
from validators.weighing import served as served_scales
from validators.weighing import staff as staff_scales
from validators.weighing import surveys as survey_scales
from validators.weighing.orders import decimal_cell
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale

NAMED_BY_ENTERPRISE = (ListName.SERVED, ListName.ORDERS, ListName.SURVEYS, ListName.PARTNERS, ListName.HIGH_GROWTH)
"""Lists whose rows are about an organisation; their names make the index of the evidence pool."""

SHARED_METRICS: Mapping[str, tuple[str, ...]] = {"gate-4": ("score-6",), "gate-5": ("score-5",)}
"""Rules that count the same units (“材料要求同门槛条件…”): a finding on the first concerns the others too."""


def verify(programme: Programme, submission: Submission, options: Options, *, version: str) -> Report:
    """The report of a submission: the same input gives the same report."""
    lists = one_of_each(submission.lists)
    scales, findings = _weigh(programme, submission, options, lists)
    packaging = check_packaging(submission, programme)
    findings += [*_document_findings(submission), *packaging.findings, *_other_versions(submission, lists)]
    findings += _cell_findings(submission, lists, findings)
    judged = {
        name.value: JudgedList(declared, tuple(scale.judgement() for scale in scales[name]))
        for name, declared in lists.items()
    }
    weighed = Weighed(lists=judged, submission=submission, packaging=packaging, options=options)
    counts = {rule.id: count(rule, weighed) for rule in programme.rules}
    findings += _shortfalls(programme, options, weighed)
    numbered = tuple((f"F{place:04d}", finding) for place, finding in enumerate(_sorted(findings), 1))
    return Report(
        version=version,
        programme=programme,
        options=options,
        applicant=submission.applicant,
        archives=submission.archives,
        ledger=submission.ledger,
        rules=tuple(_result(rule, options, counts, judged, numbered) for rule in programme.rules),
        lists=judged,
        findings=numbered,
        records=submission.records,
    )


def one_of_each(lists: Sequence[DeclaredList]) -> dict[ListName, DeclaredList]:
    """The list that counts of each name: the one with most rows, the first of equals."""
    chosen: dict[ListName, DeclaredList] = {}
    for declared in sorted(lists, key=lambda item: (-len(item.rows), item.path, item.sheet)):
        chosen.setdefault(declared.name, declared)
    return {name: chosen[name] for name in ListName if name in chosen}


def _weigh(
    programme: Programme, submission: Submission, options: Options, lists: Mapping[ListName, DeclaredList]
) -> tuple[dict[ListName, list[Scale]], list[Finding]]:
    names = [claim.name for name in NAMED_BY_ENTERPRISE if name in lists for claim in lists[name].rows]
    pool = Pool(submission, names)
    desk = PaperDesk(pool, options.year)
    rows = {name: lists[name].rows if name in lists else () for name in ListName}
    regions = next((rule.regions for rule in programme.rules if rule.metric == "served_smes"), ())
    commitment = served_scales.find_commitment(pool)
    activities = activity_scales.weigh_activities(
        rows[ListName.ACTIVITIES], pool, options.year, lenient=options.policy.get("activity_offline") == "lenient"
    )
    orders = order_scales.weigh_orders(rows[ListName.ORDERS], desk)
    served = served_scales.weigh_served(rows[ListName.SERVED], desk, orders, activities, regions, commitment)
    scales = {
        ListName.STAFF: staff_scales.weigh_staff(
            rows[ListName.STAFF], pool, options.year, both=options.policy.get("staff_qual") == "intersection"
        ),
        ListName.SERVED: served,
        ListName.ORDERS: [order.scale for order in orders.values()],
        ListName.ACTIVITIES: [activity.scale for activity in activities],
        ListName.SURVEYS: survey_scales.weigh_surveys(rows[ListName.SURVEYS], desk, served),
        ListName.PARTNERS: partner_scales.weigh_partners(
            rows[ListName.PARTNERS], desk, options.year, options.policy.get("partner_no_term_old", "open")
        ),
    }
    for name in ListName:
        if name not in scales:
            scales[name] = [_unweighed(claim) for claim in rows[name]]
    findings = [finding for group in scales.values() for scale in group for finding in scale.findings]
    findings += _list_findings(lists, scales, pool, regions)
    findings += _unlisted(pool, rows[ListName.SERVED], activities)
    return scales, findings


def _unweighed(claim: Claim) -> Scale:
    """A row of a list that no rule counts yet: open."""
    scale = Scale(claim, "")
    scale.open(Reason.NO_EVIDENCE, name=claim.name, expected="相应的证明材料")
    return scale


def _list_findings(
    lists: Mapping[ListName, DeclaredList],
    scales: Mapping[ListName, list[Scale]],
    pool: Pool,
    regions: Sequence[str],
) -> list[Finding]:
    found = [
        served_scales.region_order_finding(scales[ListName.SERVED], regions),
        staff_scales.order_finding(scales[ListName.STAFF], pool),
        _average_finding(lists, scales),
        _date_order_finding(scales[ListName.ACTIVITIES]),
    ]
    return [finding for finding in found if finding is not None] + _total_findings(lists)


def _average_finding(lists: Mapping[ListName, DeclaredList], scales: Mapping[ListName, list[Scale]]) -> Finding | None:
    """The footer 平均满意度 against the mean of the rows (附表6)."""
    declared = lists.get(ListName.SURVEYS)
    stated = declared.totals.get("satisfaction") if declared else None
    values = [
        value
        for scale in scales[ListName.SURVEYS]
        if scale.status is not Status.EXCLUDED and (value := decimal_cell(scale.claim, "satisfaction")) is not None
    ]
    if declared is None or not isinstance(stated, int | float) or not values:
        return None
    computed = float(sum(values)) / len(values)
    if abs(float(stated) - computed) < 0.05:
        return None
    return make_finding(
        Reason.AVERAGE_MISMATCH, rule="gate-11", list_name="surveys", found=stated, expected=round(computed, 2)
    )


def _date_order_finding(scales: Sequence[Scale]) -> Finding | None:
    """Activities are listed in order of date (附表5 note)."""
    latest = ""
    for scale in scales:
        day = str(scale.claim.cells.get("held_on") or "")
        if day and day < latest:
            claim = scale.claim
            return make_finding(
                Reason.DATE_ORDER,
                claim.source,
                rule="gate-4",
                list_name="activities",
                name=LIST_TITLES[ListName.ACTIVITIES],
                found=claim.row,
            )
        latest = max(latest, day)
    return None


def _total_findings(lists: Mapping[ListName, DeclaredList]) -> list[Finding]:
    """The footer 合计 of 附表5 against the sum of its rows."""
    declared = lists.get(ListName.ACTIVITIES)
    if declared is None:
        return []
    found = []
    for key, title in (("enterprises", "参与企业家数"), ("persons", "参与人数")):
        stated = declared.totals.get(key)
        values = [value for claim in declared.rows if (value := decimal_cell(claim, key)) is not None]
        if isinstance(stated, int | float) and values and float(sum(values)) != float(stated):
            found.append(
                make_finding(
                    Reason.TOTAL_MISMATCH,
                    rule="gate-4",
                    list_name="activities",
                    name=title,
                    found=stated,
                    expected=sum(values),
                )
            )
    return found


def _unlisted(pool: Pool, served: Sequence[Claim], activities: Sequence[activity_scales.Activity]) -> list[Finding]:
    """Enterprises with evidence that do not stand on 附表2: the list may be incomplete (G04.C11)."""
    listed = {claim.name for claim in served}
    if not listed:
        return []
    seen: dict[str, Finding] = {}
    for record in pool.of_kind(Kind.INVOICE):
        _note_unlisted(seen, record.text("buyer"), "发票", pool, listed, record.sources("buyer"))
    for activity in activities:
        for record, row in activity.attendance_rows():
            unit = str(row.get("unit") or "")
            _note_unlisted(seen, unit, "签到表", pool, listed, (activity_scales.row_source(record, row),))
    return list(seen.values())


def _note_unlisted(
    seen: dict[str, Finding],
    name: str | None,
    paper: str,
    pool: Pool,
    listed: set[str],
    sources: tuple[Source, ...],
) -> None:
    if (
        not name
        or name in seen
        or not served_scales.looks_like_enterprise(name)
        or is_same(match_applicant(pool.applicant, name))
    ):
        return
    if any(other in listed for other, _ in pool.declared(name)):
        return
    seen[name] = make_finding(
        Reason.EVIDENCE_NOT_LISTED,
        *sources,
        rule="gate-4",
        list_name="served",
        name=name,
        found=paper,
        expected="附表2",
    )


def _document_findings(submission: Submission) -> list[Finding]:
    """What was wrong with archives and documents, each once."""
    return [finding_of(problem) for problem in dict.fromkeys(submission.problems)]


def finding_of(problem: Problem) -> Finding:
    """The finding that says of a problem what to do."""
    page = problem.reason is Reason.PAGE_UNREADABLE
    known = {
        "name": problem.source.path,
        "found": str(problem.source.page or 1) if page else problem.detail or "—",
        "expected": problem.detail or "—",
    }
    facts = {name: known[name] for name in SENTENCES[problem.reason].facts}
    return make_finding(problem.reason, problem.source, severity=None, rule=None, list_name=None, row=None, **facts)


def _cell_findings(
    submission: Submission, chosen: Mapping[ListName, DeclaredList], others: Sequence[Finding]
) -> list[Finding]:
    """What was wrong with single cells of lists, as far as the weighing of their rows has not said so already."""
    said = {(finding.reason, finding.list, finding.row) for finding in others}
    found = [
        _cell_finding(problem, declared, is_chosen=declared is chosen[declared.name])
        for declared in submission.lists
        for problem in dict.fromkeys(declared.problems)
    ]
    return [finding for finding in found if (finding.reason, finding.list, finding.row) not in said]


def _cell_finding(problem: Problem, declared: DeclaredList, *, is_chosen: bool) -> Finding:
    """What was wrong with a cell; its row is named in the list whose rows count."""
    if problem.reason is not Reason.VALUE_INVALID:
        return replace(finding_of(problem), list=declared.name.value)
    cell = problem.source.cell or ""
    row = int("".join(filter(str.isdecimal, cell)) or declared.header_row)
    name = next((claim.name for claim in declared.rows if claim.row == row), LIST_TITLES[declared.name])
    quoted, _, trouble = problem.detail.rpartition("”")
    return make_finding(
        problem.reason,
        problem.source,
        severity=Severity.MINOR,
        list_name=declared.name.value,
        row=row if is_chosen else None,
        name=name,
        found=quoted.partition("“")[2] or "—",
        expected=f"{cell}单元格（{trouble}）",
    )


def _other_versions(submission: Submission, chosen: Mapping[ListName, DeclaredList]) -> list[Finding]:
    """Further tables of the same list: the rows of the largest count, the others are named."""
    found = []
    for declared in submission.lists:
        kept = chosen[declared.name]
        if declared is kept or _contents(declared) == _contents(kept):
            continue
        found.append(
            make_finding(
                Reason.KIND_AMBIGUOUS,
                list_name=declared.name.value,
                name=f"{declared.path} {declared.sheet}",
                found=f"{LIST_TITLES[declared.name]}的另一版本（已按“{kept.path}”核对）",
            )
        )
    return found


def _contents(declared: DeclaredList) -> tuple[object, ...]:
    return tuple(tuple(sorted(claim.raw.items())) for claim in declared.rows)


def _shortfalls(programme: Programme, options: Options, weighed: Weighed) -> list[Finding]:
    """Fewer questionnaires than the share asks for (门槛条件11)."""
    counts = {rule.id: count(rule, weighed) for rule in programme.rules}
    found = []
    for rule in programme.rules:
        threshold = threshold_of(rule, options, counts)
        numbers = counts[rule.id]
        if rule.metric != "satisfaction_surveys" or threshold is None or not numbers.handed_in:
            continue
        if numbers.verified + numbers.open < threshold:
            valid = numbers.verified + numbers.open
            found.append(
                make_finding(
                    Reason.SURVEY_SHORTFALL, rule=rule.id, list_name="surveys", found=valid, expected=threshold
                )
            )
    return found


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order in which people read them: by weight, list, row, then words."""
    weight = {severity: place for place, severity in enumerate(Severity)}
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (weight[f.severity], f.list or "", f.row or 0, f.reason.value, f.facts, str(f.sources)),
    )


def _result(
    rule: Rule,
    options: Options,
    counts: Mapping[str, Count],
    judged: Mapping[str, JudgedList],
    findings: Sequence[tuple[str, Finding]],
) -> RuleResult:
    numbers = counts[rule.id]
    threshold = threshold_of(rule, options, counts)
    if rule.metric == "satisfaction" and threshold is not None:
        rows = judged["surveys"].judgements if "surveys" in judged else ()
        verdict: Verdict | None = assess_mean(rule, numbers, threshold, rows)
    else:
        verdict = assess(rule, numbers, threshold)
    own = {rule.id} | {first for first, others in SHARED_METRICS.items() if rule.id in others}
    ids = tuple(finding_id for finding_id, finding in findings if finding.rule in own)
    return RuleResult(rule, threshold, numbers, verdict, ids)
