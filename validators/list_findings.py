"""Findings on whole lists: order, totals, means, other versions, single cells, and evidence that no list names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.claims import LIST_TITLES, Claim, DeclaredList, ListName
from domain.documents import Kind, Problem, Source
from domain.findings import SENTENCES, Finding, Reason, Severity, Status, make_finding
from domain.report import Submission
from validators.applicant import is_same
from validators.counting import mean
from validators.list_choice import is_of_other_year
from validators.names import is_enterprise, province_of
from validators.pairing import Pool
from validators.weighing.activity_papers import Activity
from validators.weighing.evidence import decimal_cell
from validators.weighing.places import row_source
from validators.weighing.scale import Scale
from validators.weighing.surveys import is_share

MEAN_TOLERANCE = 0.05
"""Percentage points by which a mean may differ from that of the rows through its printing."""


def region_order_finding(scales: Sequence[Scale], regions: Sequence[str], rule: str | None) -> Finding | None:
    """A list that is not sorted Beijing, Tianjin, Hebei (附表2 note): a fault of form."""
    highest = 0
    for scale in scales:
        province = province_of(str(scale.claim.cells.get("province") or ""))
        if province is None or province not in regions:
            continue
        place = list(regions).index(province)
        if place < highest:
            source, row = scale.claim.source, scale.claim.row
            return make_finding(Reason.REGION_ORDER, source, rule=rule, list_name="served", found=row)
        highest = place
    return None


def average_finding(declared: DeclaredList | None, scales: Sequence[Scale], rule: str | None) -> Finding | None:
    """The footer 平均满意度 against the mean of the rows (附表6)."""
    stated = declared.totals.get("satisfaction") if declared else None
    kept = [scale.claim for scale in scales if scale.status is not Status.EXCLUDED]
    values = [value for claim in kept if is_share(value := decimal_cell(claim, "satisfaction"))]
    computed = mean(value for value in values if value is not None)
    if not isinstance(stated, int | float) or computed is None:
        return None
    if abs(float(stated) - float(computed)) <= MEAN_TOLERANCE:
        return None
    found, expected = stated, round(float(computed), 2)
    return make_finding(Reason.AVERAGE_MISMATCH, rule=rule, list_name="surveys", found=found, expected=expected)


def date_order_finding(scales: Sequence[Scale], rule: str | None) -> Finding | None:
    """Activities are listed in order of date (附表5 note)."""
    latest = ""
    for scale in scales:
        day, claim = str(scale.claim.cells.get("held_on") or ""), scale.claim
        if day and day < latest[: len(day)]:
            title = LIST_TITLES[ListName.ACTIVITIES]
            return make_finding(
                Reason.DATE_ORDER, claim.source, rule=rule, list_name="activities", name=title, found=claim.row
            )
        latest = max(latest, day)
    return None


def total_findings(declared: DeclaredList | None, rule: str | None) -> Iterator[Finding]:
    """The footer 合计 of 附表5 against the sum of its rows."""
    for key, title in (("enterprises", "参与企业家数"), ("persons", "参与人数")):
        stated = declared.totals.get(key) if declared else None
        values = (
            [value for claim in declared.rows if (value := decimal_cell(claim, key)) is not None] if declared else []
        )
        if isinstance(stated, int | float) and values and float(sum(values)) != float(stated):
            total = sum(values)
            yield make_finding(
                Reason.TOTAL_MISMATCH, rule=rule, list_name="activities", name=title, found=stated, expected=total
            )


# --- Evidence that no list names --------------------------------------------------------------------------------------


def unlisted_findings(
    pool: Pool, served: Sequence[Claim], activities: Sequence[Activity], rule: str | None
) -> Iterator[Finding]:
    """Enterprises with evidence that do not stand on 附表2: the list may be incomplete (G04.C11)."""
    listed = {pool.canonical(claim.name) for claim in served}
    seen: set[str] = set()
    for name, paper, source in _named_in_papers(pool, activities) if listed else ():
        if name in seen or not _is_client(name, pool) or any(found.name in listed for found in pool.declared(name)):
            continue
        seen.add(name)
        yield make_finding(
            Reason.EVIDENCE_NOT_LISTED,
            source,
            rule=rule,
            list_name="served",
            name=name,
            found=paper,
            expected="附表2",
        )


def _named_in_papers(pool: Pool, activities: Iterable[Activity]) -> Iterator[tuple[str, str, Source]]:
    """The names of buyers and guests, with the paper that bears them."""
    for record in pool.of_kind(Kind.INVOICE):
        if buyer := record.text("buyer"):
            yield buyer, "发票", record.sources("buyer")[0]
    for activity in activities:
        for record, row, fits in activity.rows():
            unit = str(row.get("unit") or "")
            if unit and fits:
                yield unit, "签到表", row_source(record, row)


def _is_client(name: str, pool: Pool) -> bool:
    """Whether a name is that of an enterprise other than the applicant, as far as its words tell."""
    return is_enterprise(name).counts is True and not is_same(pool.match_applicant(name))


# --- Cells and versions -----------------------------------------------------------------------------------------------


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


def cell_findings(
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


def version_findings(submission: Submission, chosen: Mapping[ListName, DeclaredList], year: int) -> list[Finding]:
    """Further tables of the same list and year: the rows of one count, the others are named."""
    found = []
    for declared in submission.lists:
        kept = chosen[declared.name]
        if declared is kept or is_of_other_year(declared, year) or _contents(declared) == _contents(kept):
            continue
        name, title = f"{declared.path} {declared.sheet}", LIST_TITLES[declared.name]
        found.append(
            make_finding(
                Reason.KIND_AMBIGUOUS,
                severity=Severity.MINOR,
                list_name=declared.name.value,
                name=name,
                found=f"{title}的另一版本或另一部分（{len(declared.rows)}行，已按“{kept.path} {kept.sheet}”核对）",
            )
        )
    return found


def _contents(declared: DeclaredList) -> tuple[object, ...]:
    return tuple(tuple(sorted(claim.raw.items())) for claim in declared.rows)
