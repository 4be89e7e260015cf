"""Total assets and revenue: met and not met only where the reading is sure (门槛条件2, 评分指标4)."""

# ruff: noqa: ANN401, S311 - a paper may say anything; a forged code needs a seed, not a secret

from random import Random
from typing import Any

import pytest

from domain.documents import Kind
from domain.programme import Verdict
from domain.records import Record
from domain.report import Applicant
from fixtures.forge.people import make_uscc
from tests.measuring import Outcome, outcome
from tests.papers import OWN, record

SOCIETY = Applicant(name="北京砚溪中小企业促进会", uscc=make_uscc(Random("s"), "110108", "51"))


def report(total: float | None = 3_000_000, **changes: Any) -> Record:
    """A sound audit report of the applicant for 2024."""
    said: dict[str, Any] = {
        "auditee": OWN,
        "firm": "北京澜川会计师事务所（普通合伙）",
        "verification_code": "京25ABCD1234",
        "reported_on": "2025-03-20",
        "period": "2024",
        "opinion": "标准无保留",
        "currency_unit": "元",
        "total_assets_yuan": total,
        "revenue_yuan": 8_650_000,
        "seal_state": "present",
    }
    return record(Kind.AUDIT_REPORT, **(said | changes))


def statements(total: float = 3_000_000, **changes: Any) -> Record:
    """Sealed statements that nobody audited."""
    said: dict[str, Any] = {"auditee": OWN, "period": "2024", "total_assets_yuan": total, "revenue_yuan": 8_650_000}
    return record(Kind.FINANCIAL_STATEMENT, **(said | {"seal_state": "present"} | changes))


def note(**changes: Any) -> Record:
    """The sealed note that says why there is no report yet."""
    said: dict[str, Any] = {"topics": ["gate-2"], "text": "…", "cause": "审计工作尚未完成", "expected_on": "2025-04-30"}
    return record(Kind.STATEMENT, unit=OWN, **(said | {"seal_state": "present"} | changes))


def assets(*papers: Record, **more: Any) -> Outcome:
    return outcome("gate-2", papers, **more)


@pytest.mark.parametrize(
    ("yuan", "value", "verdict"),
    [
        (2_999_999.99, 299.999999, Verdict.NOT_MET),
        (3_000_000, 300, Verdict.MET),
        (3_000_000.01, 300.000001, Verdict.MET),
    ],
)
def test_the_bar_to_the_cent(yuan: float, value: float, verdict: Verdict) -> None:
    found = assets(report(yuan))
    assert (found.value, found.verdict) == (value, verdict)
    assert found.told == ({"below-threshold": "fatal"} if verdict is Verdict.NOT_MET else {})
    assert (found.count.listed, found.count.verified) == (1, 1)
    assert found.measured.units[0].sources


def test_what_is_told_of_a_sum_below_the_bar() -> None:
    (finding,) = assets(report(2_999_999.99)).measured.findings
    assert finding.message == "上年末资产总额为299.999999万元，未达到300万元。"


def test_nothing_handed_in_is_missing() -> None:
    found = assets()
    assert (found.verdict, found.value, found.told) == (Verdict.MISSING, None, {"document-missing": "major"})


@pytest.mark.parametrize("total", [2_000_000, 9_000_000])
def test_the_books_of_somebody_else_say_nothing(total: float) -> None:
    found = assets(report(total, auditee="天津云帆信息技术有限公司"))
    assert (found.verdict, found.value, found.against) == (Verdict.OPEN, None, ["holder-mismatch"])


def test_a_recognised_preparer_that_a_seal_garbles_is_not_another() -> None:
    garbled = OWN.replace("企业", "金业")
    assert assets(report(preparer=garbled, sure={"preparer": 0.97})).verdict is Verdict.MET
    assert assets(report(preparer=garbled)).verdict is Verdict.OPEN


def test_statements_of_somebody_else_in_the_applicants_report() -> None:
    found = assets(report(preparer="天津云帆信息技术有限公司"))
    assert (found.verdict, found.value, found.against) == (Verdict.OPEN, None, ["holder-mismatch"])
    assert assets(report(preparer=OWN)).verdict is Verdict.MET
    assert assets(report(preparer="天津云帆信息", sure={"preparer": 0.6})).verdict is Verdict.MET


@pytest.mark.parametrize("total", [2_000_000, 9_000_000])
def test_another_year_says_nothing(total: float) -> None:
    found = assets(report(total, period="2023"))
    assert (found.verdict, found.value, found.against) == (Verdict.OPEN, None, ["date-out-of-period"])


def test_books_in_the_middle_of_the_year_are_not_those_of_its_end() -> None:
    assert assets(report(period="2024-11")).against == ["date-out-of-period"]


@pytest.mark.parametrize("total", [2_000_000, 9_000_000])
def test_a_report_without_a_year_is_for_a_person(total: float) -> None:
    found = assets(report(total, period=None))
    assert (found.verdict, found.value, found.against[0]) == (Verdict.OPEN, total / 10_000, "date-missing")


def test_a_report_of_last_year_beside_that_of_the_year() -> None:
    found = assets(report(1_000_000, period="2023"), report(4_000_000))
    assert (found.verdict, found.value) == (Verdict.MET, 400)


@pytest.mark.parametrize(
    ("owed", "held", "verdict"),
    [
        (1_000_000, 2_000_000, Verdict.MET),
        (1_000_000, 2_000_001, Verdict.MET),
        (1_000_000, 2_000_002, Verdict.OPEN),
        (1_000_000, 1_999_998, Verdict.OPEN),
    ],
)
def test_a_sheet_that_does_not_balance_is_for_a_person(owed: float, held: float, verdict: Verdict) -> None:
    found = assets(report(liabilities_yuan=owed, equity_yuan=held))
    assert (found.verdict, found.value) == (verdict, 300)
    assert found.against == ([] if verdict is Verdict.MET else ["balance-arithmetic"])


@pytest.mark.parametrize(("apart", "verdict"), [(1000, Verdict.MET), (2000, Verdict.OPEN)])
def test_sums_in_thousands_are_rounded(apart: float, verdict: Verdict) -> None:
    paper = report(3_000_000, currency_unit="千元", liabilities_yuan=1_000_000, equity_yuan=2_000_000 + apart)
    assert assets(paper).verdict is verdict


def test_a_balance_that_was_read_badly_is_no_fault_of_the_paper() -> None:
    paper = report(liabilities_yuan=1_000_000, equity_yuan=1_000_000, sure={"equity_yuan": 0.5})
    assert assets(paper).against == ["page-unreadable"]


@pytest.mark.parametrize(
    ("total", "sure", "verdict"),
    [
        (3_000_000, 0.80, Verdict.MET),
        (3_000_000, 0.79, Verdict.OPEN),
        (2_000_000, 0.90, Verdict.NOT_MET),
        (2_000_000, 0.89, Verdict.OPEN),
    ],
)
def test_what_was_read_unsurely_proves_and_excludes_nothing(total: float, sure: float, verdict: Verdict) -> None:
    assert assets(report(total, sure={"total_assets_yuan": sure})).verdict is verdict


@pytest.mark.parametrize("total", [2_000_000, 9_000_000])
def test_consolidated_books_alone_are_for_a_person(total: float) -> None:
    found = assets(report(total, consolidated=True))
    assert (found.verdict, found.value, found.against[0]) == (Verdict.OPEN, total / 10_000, "document-missing")


@pytest.mark.parametrize(("group", "verdict"), [(3_000_000, Verdict.OPEN), (2_999_999, Verdict.NOT_MET)])
def test_where_only_the_group_reaches_the_bar_a_person_decides(group: float, verdict: Verdict) -> None:
    found = assets(report(2_000_000, group_total_assets_yuan=group))
    assert (found.verdict, found.value) == (verdict, 200)


@pytest.mark.parametrize(
    "applicant",
    [
        SOCIETY,
        Applicant(name="北京砚溪中小企业促进会"),
        Applicant(name=SOCIETY.name, uscc=make_uscc(Random("t"), "110108", "12")),
    ],
)
def test_a_public_body_is_never_not_met(applicant: Applicant) -> None:
    found = assets(report(1_000_000, auditee=SOCIETY.name), applicant=applicant)
    assert (found.verdict, found.value, found.against) == (Verdict.OPEN, 100, ["below-threshold"])
    assert assets(report(3_000_000, auditee=SOCIETY.name), applicant=applicant).verdict is Verdict.MET


def test_a_person_may_relax_the_bar() -> None:
    found = assets(report(1_000_000, auditee=SOCIETY.name), applicant=SOCIETY, circumstances=["public_body"])
    assert found.verdict is Verdict.MET


def test_the_seal_is_a_remark_only() -> None:
    assert assets(report(seal_state="not-found")).told == {"seal-missing": "minor"}
    assert assets(report(seal_state="unknown")).told == {"seal-unclear": "note"}
    assert assets(report(seal_state="not-found")).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"draft": True}, "document-missing"),
        ({"opinion": "否定"}, "value-invalid"),
        ({"opinion": "无法表示"}, "value-invalid"),
        ({"seals": ["天津云帆信息技术有限公司"]}, "seal-mismatch"),
        ({"total_assets_yuan": None}, "document-missing"),
    ],
)
def test_what_leaves_a_report_to_a_person(changes: dict[str, Any], reason: str) -> None:
    found = assets(report(**changes))
    assert (found.verdict, found.against) == (Verdict.OPEN, [reason])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"verification_code": None}, {"document-missing": "note"}),
        ({"reported_on": "2024-12-20", "sure": {"reported_on": 0.85}}, {"date-out-of-period": "minor"}),
        ({"opinion": "保留"}, {}),
    ],
)
def test_what_is_told_of_a_report_that_counts(changes: dict[str, Any], told: dict[str, str]) -> None:
    found = assets(report(**changes))
    assert (found.verdict, found.told) == (Verdict.MET, told)


def test_two_reports_that_differ() -> None:
    found = assets(report(3_000_000), report(4_000_000))
    assert (found.verdict, found.against) == (Verdict.OPEN, ["amount-mismatch"])


def test_a_second_report_that_may_be_right_keeps_the_first_from_failing() -> None:
    found = assets(report(2_000_000), report(9_000_000, period=None))
    assert (found.verdict, found.value) == (Verdict.OPEN, 200)


def test_a_second_print_that_cannot_be_read_says_nothing() -> None:
    assert assets(report(3_000_000), report(9_000_000, sure=0.5)).verdict is Verdict.MET


@pytest.mark.parametrize("total", [2_000_000, 9_000_000])
def test_statements_with_a_note_are_met_on_condition_only(total: float) -> None:
    found = assets(statements(total), note())
    assert (found.verdict, found.value) == (Verdict.OPEN, total / 10_000)
    assert found.against[0] == "document-missing"
    assert any("2025-04-30" in finding.message for finding in found.measured.findings)


@pytest.mark.parametrize(
    ("papers", "missing"),
    [
        ((statements(),), "说明"),
        ((statements(), note(cause=None)), "原因"),
        ((statements(), note(expected_on=None)), "时间"),
    ],
)
def test_what_a_note_must_say(papers: tuple[Record, ...], missing: str) -> None:
    found = assets(*papers)
    assert found.verdict is Verdict.OPEN
    assert any(missing in finding.message for finding in found.measured.findings)


def test_a_note_alone_is_open() -> None:
    found = assets(note())
    assert (found.verdict, found.value) == (Verdict.OPEN, None)


def test_revenue_is_measured_and_not_judged() -> None:
    found = outcome("score-4", [report()])
    assert (found.value, found.verdict, found.count.verified) == (865, None, 1)
    assert outcome("score-4", [report(revenue_yuan=None)]).count.open == 1
    assert outcome("score-4", []).count.handed_in is False


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reported_on": "2024-06-20"}, "date-out-of-period"),
        ({"sure": {"auditee": 0.5}}, "page-unreadable"),
        ({"signature": "invalid"}, "signature-invalid"),
        ({"firm": None, "opinion": None}, "document-missing"),
    ],
)
def test_a_report_that_cannot_be_what_it_says_is_for_a_person(changes: dict[str, Any], reason: str) -> None:
    found = assets(report(9_000_000, **changes))
    assert (found.value, found.verdict, found.against) == (900, Verdict.OPEN, [reason])
