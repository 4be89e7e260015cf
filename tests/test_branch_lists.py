"""Rules over lists without a template, on whole small submissions: numbers, units and what is said of a whole list."""

from collections.abc import Iterable
from decimal import Decimal

import programmes
from domain.claims import ListName
from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Verdict
from domain.records import Record
from domain.report import Report, RuleResult
from flows.verify import Request, options_of
from tests.papers import claim, contract, declared, record, submission
from validators.verification import verify

CUSTOMER, OTHER = "北京砚野科技有限公司", "北京禾川机器人有限公司"
CASES, TALENTS, REGISTERED, MENTORS, SCARCE = (f"score-8.{number}" for number in ("4.3", "5.1", "1.1", "2.2", "5.3"))


def report_of(papers: Iterable[Record] = (), **lists: Iterable[str]) -> Report:
    names = {name.value.replace("-", "_"): name for name in ListName}
    handed_in = [
        declared(
            names[key],
            [claim(names[key], row, who, {"name": who, "enterprise": who}) for row, who in enumerate(rows, 2)],
        )
        for key, rows in lists.items()
    ]
    programme = programmes.load(programmes.DEFAULT)
    return verify(
        programme, submission(papers, lists=handed_in), options_of(Request(archives=()), programme), version="0"
    )


def rule(report: Report, rule_id: str) -> RuleResult:
    return next(result for result in report.rules if result.rule.id == rule_id)


def story(customer: str | None, *parts: str) -> Record:
    return record(
        Kind.CASE_DESCRIPTION, customer=customer, title="生产管理系统", parts=list(parts or ("痛点", "功能", "效果"))
    )


def screen(label: str, count: int, holder: str | None = None) -> Record:
    return record(Kind.SYSTEM_SCREENSHOT, counts=[{"label": label, "count": count}], holder=holder)


def test_cases_are_counted_from_their_papers_where_no_list_is_asked_for() -> None:
    found = rule(report_of([story(CUSTOMER), contract(CUSTOMER), story(OTHER), story(None)]), CASES)
    assert (found.count.listed, found.count.verified, found.count.open) == (3, 1, 2)
    assert [(unit.name, unit.status) for unit in found.units][:2] == [
        (CUSTOMER, Status.VERIFIED),
        (OTHER, Status.OPEN),
    ]
    assert found.units[1].reasons == (Reason.CONTRACT_MISSING,)


def test_one_case_handed_in_twice_counts_once() -> None:
    found = rule(report_of([story(CUSTOMER), contract(CUSTOMER), story(CUSTOMER)]), CASES)
    assert (found.count.listed, found.count.verified, found.count.duplicates) == (1, 1, 1)


def test_a_list_of_cases_is_what_counts_where_there_is_one() -> None:
    papers = [story(CUSTOMER), contract(CUSTOMER), story(OTHER), contract(OTHER)]
    found = rule(report_of(papers, cases=[CUSTOMER]), CASES)
    assert (found.count.listed, found.count.verified, found.units) == (1, 1, ())


def test_a_pool_of_talents_is_proven_by_its_list() -> None:
    found = rule(report_of(talents=["王晓华", "李清远"]), TALENTS)
    assert (found.count.listed, found.count.verified) == (2, 2)


def test_of_a_screenshot_alone_a_person_has_to_take_the_number() -> None:
    report = report_of([screen("入库人才总数", 560), screen("入驻企业总数", 9000)])
    found = rule(report, TALENTS)
    assert (found.count.listed, found.count.verified, found.count.open) == (560, 0, 560)
    assert found.count.value == Decimal(560)
    assert [finding.reason for _, finding in report.findings if finding.rule == TALENTS] == [Reason.LIST_MISSING]


def test_nothing_handed_in_is_nothing() -> None:
    report = report_of()
    for rule_id in (CASES, TALENTS, REGISTERED, MENTORS, SCARCE):
        assert not rule(report, rule_id).count.handed_in
        assert rule(report, rule_id).verdict in (None, Verdict.MISSING)


def test_a_list_of_registered_enterprises_without_provinces_and_screenshot_is_told_so_once() -> None:
    report = report_of(registered=["澜谷软件有限公司", "禾川机器人有限公司", CUSTOMER])
    found = [finding for _, finding in report.findings if finding.rule == REGISTERED]
    assert {(finding.reason, finding.row) for finding in found} == {
        (Reason.NO_EVIDENCE, None),
        (Reason.VALUE_INVALID, None),
    }
    assert all(finding.list == "registered" for finding in found)
    assert rule(report, REGISTERED).count.open == 3


def test_the_screen_of_another_proves_nothing() -> None:
    own, foreign = screen("注册企业总数", 9), screen("注册企业总数", 9, holder="上海禾川网络科技有限公司")
    assert rule(report_of([own], registered=[CUSTOMER]), REGISTERED).count.verified == 1
    assert rule(report_of([foreign], registered=[CUSTOMER]), REGISTERED).count.verified == 0


def test_persons_recruited_and_trained_are_counted_together_and_stay_open() -> None:
    found = rule(report_of(recruited=["王晓华"], trained=["王晓华", "李清远"]), SCARCE)
    assert (found.count.listed, found.count.open, found.count.verified) == (3, 3, 0)
