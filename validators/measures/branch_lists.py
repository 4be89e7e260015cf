"""What the lists without a template of a branch come to (评分指标8.1（1）, 8.4（3）, 8.5（1）, 8.5（3）)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.claims import LIST_TITLES, Claim, ListName
from domain.documents import Kind
from domain.findings import Finding, Reason, Severity, make_finding
from domain.programme import Count, Rule
from domain.records import Record
from domain.report import Judgement
from validators.bench import Weighed
from validators.measured import Measured, tally
from validators.measures.listed import of_listed
from validators.weighing.cases import weigh_cases
from validators.weighing.evidence import is_legible
from validators.weighing.orders import by_enterprise
from validators.weighing.registered import find_total, needed, own_screens

BACK_END = "显示注册企业总数的系统后台截图"
_TALENTS = re.compile(r"人才|讲师|专家|师资|候选人|简历")
_OTHER_COUNT = re.compile(r"[今昨本]|新增|待|未|访问|活跃|在线|企业|岗位|职位")


def measure_registered(rule: Rule, weighed: Weighed) -> Measured:
    """The registered enterprises; what is wrong with the list as a whole is one finding on it."""
    name = ListName.REGISTERED
    rows = weighed.judgements(name)
    count = tally(rows, handed_in=weighed.was_handed_in(name), certain=name in weighed.lists)
    findings = _registered_findings(rows, own_screens(weighed.bench.pool))
    own = weighed.bench.rule(rule.metric)
    return Measured(count, tuple(replace(finding, rule=own, list=name.value) for finding in findings))


def _registered_findings(rows: Sequence[Judgement], screens: Sequence[Record]) -> Iterator[Finding]:
    """What leaves all rows open."""
    reasons = {reason for row in rows for reason in row.reasons}
    title, total = LIST_TITLES[ListName.REGISTERED], find_total(screens)
    if Reason.NO_EVIDENCE in reasons:
        yield make_finding(Reason.NO_EVIDENCE, name=title, expected=BACK_END)
    if Reason.TOTAL_MISMATCH in reasons and total is not None:
        facts = {"name": f"后台截图“{total.label}”", "found": str(total.count), "expected": str(needed(rows))}
        yield make_finding(
            Reason.TOTAL_MISMATCH, total.source, severity=Severity.MAJOR, rule=None, list_name=None, row=None, **facts
        )
    placed = any(row.claim.cells.get("province") for row in rows)
    if Reason.VALUE_INVALID in reasons and not placed:
        yield make_finding(Reason.VALUE_INVALID, name=title, found="无", expected="“所属省市”一列")


def measure_cases(rule: Rule, weighed: Weighed) -> Measured:
    """The cases of the list; without one, which the guide does not ask for, those of the descriptions themselves."""
    if weighed.was_handed_in(ListName.CASES):
        return Measured(tally(weighed.judgements(ListName.CASES), certain=ListName.CASES in weighed.lists))
    bench = weighed.bench
    claims = [_claim(place, record) for place, record in enumerate(weighed.of_kind(Kind.CASE_DESCRIPTION), 1)]
    orders = by_enterprise(weighed.orders, bench.desk)
    scales = weigh_cases(claims, bench.desk, orders, bench.provinces, rule.regions, bench.rule(rule.metric))
    measured = of_listed(ListName.CASES, scales, weighed, Kind.CASE_DESCRIPTION)
    findings = tuple(replace(finding, list=None, row=None) for finding in measured.findings)
    return Measured(replace(measured.count, certain=True), findings, measured.units)


def _claim(place: int, record: Record) -> Claim:
    """A description as a claim of its customer."""
    customer, title = record.text("customer") or "", record.text("title") or ""
    name = customer or title or record.path
    return Claim(ListName.CASES, place, name, {"case": title}, {"case": title}, record.sources("customer")[0])


def measure_talent_pool(rule: Rule, weighed: Weighed) -> Measured:
    """The persons of the list; of a screenshot alone the number it shows, which a person has to look at."""
    name = ListName.TALENTS
    if weighed.was_handed_in(name):
        return Measured(tally(weighed.judgements(name), certain=name in weighed.lists))
    shown = max(_shown(weighed), default=None, key=lambda pair: pair[0])
    if shown is None:
        return Measured(Count(handed_in=False))
    number, record = shown
    title = f"{LIST_TITLES[name]}（截图显示{number}人）"
    finding = make_finding(
        Reason.LIST_MISSING, *record.sources("counts"), severity=Severity.MINOR, rule=rule.id, name=title
    )
    return Measured(Count(listed=number, open=number, value=Decimal(number), certain=False), (finding,))


def _shown(weighed: Weighed) -> Iterator[tuple[int, Record]]:
    """Numbers of persons that screenshots show."""
    for record in weighed.of_kind(Kind.SYSTEM_SCREENSHOT):
        for row in record.rows("counts") if is_legible(record, "counts") else ():
            label, count = str(row.get("label") or ""), row.get("count")
            if isinstance(count, int) and _TALENTS.search(label) and not _OTHER_COUNT.search(label):
                yield count, record


def measure_scarce_talents(_rule: Rule, weighed: Weighed) -> Measured:
    """Persons recruited and attendances of persons trained together (A34)."""
    lists = (ListName.RECRUITED, ListName.TRAINED)
    rows = [row for name in lists for row in weighed.judgements(name)]
    handed_in = any(weighed.was_handed_in(name) for name in lists)
    return Measured(tally(rows, handed_in=handed_in, certain=any(name in weighed.lists for name in lists)))
