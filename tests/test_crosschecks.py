"""What is declared against what was handed in: both sides of every tolerance, and the branch that is counted."""

# ruff: noqa: ANN401 - a paper may say anything

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims import ListName
from domain.documents import Kind
from domain.findings import Finding, Reason, Severity
from domain.programme import Count, Rule
from domain.records import Record
from domain.report import Applicant, Report
from flows.verify import Request, options_of
from tests.papers import OWN, declared, order_row, partner_row, record, served_row, staff_row, submission
from tests.test_measures_form import PLATFORM, PROGRAMME, REGISTERED, UNREGISTERED, form, report, result, verified
from validators.branch import Branch, branch_of, categories_in
from validators.crosschecks import _contradiction, half_of_last_place
from validators.declaration import Declaration
from validators.verification import verify

LISTS = (
    declared(ListName.SERVED, [served_row(2, "甲科技有限公司"), served_row(3, "乙科技有限公司", province="天津")]),
    declared(ListName.ORDERS, [order_row(2, "甲科技有限公司"), order_row(3, "乙科技有限公司", reference="HT-2")]),
    declared(ListName.PARTNERS, [partner_row(2, "北京霁川科技有限公司")]),
    declared(
        ListName.STAFF, [staff_row(2, "王晓华", qualification="工程师"), staff_row(3, "李敏", qualification="无")]
    ),
)
AGREED = {
    "ops.2024.n_served": 2,
    "ops.2024.n_served_beijing": 1,
    "ops.2024.n_orders": 2,
    "n_partners": 1,
    "n_service_staff": 2,
    "n_qualified_staff": 2,
    "n_certified_staff": 1,
    "eff.consulting.orders": 2,
}


def differences(*records: Record, applicant: Applicant | None = REGISTERED) -> list[Finding]:
    options = options_of(Request(archives=()), PROGRAMME)
    found = verify(PROGRAMME, submission(records, lists=LISTS, applicant=applicant), options, version="0")
    told = [finding for _, finding in found.findings if finding.reason is Reason.DECLARED_MISMATCH]
    return [finding for finding in told if "未见材料" not in finding.message]


def declaring(**changes: Any) -> Record:
    return form(**{name.replace(".", "__"): value for name, value in (AGREED | changes).items()})


def test_what_agrees_is_not_told() -> None:
    assert differences(declaring()) == []


@pytest.mark.parametrize("name", AGREED)
def test_one_more_than_the_lists_is_told(name: str) -> None:
    found = differences(declaring(**{name: AGREED[name] + 1}))
    assert found
    assert all(finding.severity is Severity.MINOR for finding in found)


@pytest.mark.parametrize("name", [name for name in AGREED if name != "eff.consulting.orders"])
def test_one_less_than_the_lists_is_told(name: str) -> None:
    assert differences(declaring(**{name: AGREED[name] - 1}))


def test_a_number_read_badly_is_only_a_note() -> None:
    said = declaring(sure={"n_partners": 0.85}, n_partners=5)
    assert [finding.severity for finding in differences(said)] == [Severity.NOTE]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ops.2024.n_served_beijing": 3}, 2),
        ({"n_employees": 1}, 1),
        ({"n_employees": 2}, 0),
        ({"ops.2024.sme_revenue_wan": 1000, "ops.2024.sme_share_pct": 50}, 0),
        ({"ops.2024.sme_revenue_wan": 1009, "ops.2024.sme_share_pct": 50}, 0),
        ({"ops.2024.sme_revenue_wan": 1011, "ops.2024.sme_share_pct": 50}, 1),
        ({"ops.2024.sme_revenue_wan": 1011, "ops.2024.sme_share_pct": 50.55}, 0),
    ],
)
def test_the_form_agrees_with_itself(changes: dict[str, Any], told: int) -> None:
    found = [finding for finding in differences(declaring(**changes)) if finding.rule != "gate-9"]
    assert len(found) == told


def licence(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "name": OWN,
        "legal_representative": "王晓华",
        "founded_on": "2012-03-05",
        "address": "北京市海淀区中云路1号",
    }
    return record(Kind.BUSINESS_LICENCE, **(said | changes))


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        (licence(), []),
        (licence(legal_representative="李敏"), ["法定代表人"]),
        (licence(founded_on="2012-03-06"), ["注册时间"]),
        (licence(founded_on="2012-03"), []),
        (licence(founded_on="2012-04"), ["注册时间"]),
        (licence(name="北京霁川科技有限公司", legal_representative="李敏"), []),
    ],
)
def test_the_licence_names_the_same_person_and_day(paper: Record, told: list[str]) -> None:
    assert [dict(finding.facts)["name"] for finding in differences(paper, declaring())] == told


def test_a_licence_read_badly_contradicts_nothing() -> None:
    said: dict[str, Any] = {"name": OWN, "legal_representative": "李敏"}
    paper = record(Kind.BUSINESS_LICENCE, sure={"legal_representative": 0.89}, **said)
    assert differences(paper, declaring()) == []


@pytest.mark.parametrize(("prior", "told"), [(15_000_100, 0), (15_000_101, 1)])
def test_the_year_before_is_that_of_the_audit_report(prior: int, told: int) -> None:
    paper = record(Kind.AUDIT_REPORT, auditee=OWN, total_assets_prior_yuan=prior, period="2024")
    found = differences(paper, declaring(**{"ops.2023.assets_wan": 1500}))
    assert sum("2023年度" in finding.message for finding in found) == told


def test_a_figure_of_the_report_is_a_note() -> None:
    papers = [
        report(word=True, **{"figures.ops.2024.n_served": 3}),
        report(word=False, **{"figures.ops.2024.n_served": 3}),
    ]
    found = differences(*papers, declaring())
    assert [(finding.severity, dict(finding.facts)["expected"]) for finding in found] == [
        (Severity.NOTE, "3家（绩效报告）")
    ]


def test_another_district_than_the_registry_is_a_note() -> None:
    (found,) = differences(declaring(district="北京市朝阳区"))
    assert (found.severity, found.rule) == (Severity.NOTE, "form")
    assert differences(declaring(district="北京市海淀区")) == []


# --- Numbers of rules -------------------------------------------------------------------------------------------------


def contradiction(rule: Rule, values: dict[str, Any], count: Count) -> str:
    said = Declaration(record(Kind.DECLARED_FORM, **values))
    total = said.total(rule.declared)
    assert total is not None
    return _contradiction(rule, said, total, count)


@pytest.mark.parametrize(
    ("declared_wan", "value", "agrees"),
    [(300, "300.00", True), (300, "300.01", True), (300, "300.011", False), (300, "299.99", True)],
)
def test_sums_agree_to_a_hundredth(declared_wan: int, value: str, agrees: bool) -> None:
    found = contradiction(
        PROGRAMME.rule("gate-2"), {"ops.2024.assets_wan": declared_wan}, Count(value=Decimal(value), listed=1)
    )
    assert (found == "") is agrees


@pytest.mark.parametrize(
    ("percent", "value", "agrees"),
    [(86, "86.4", True), (86, "86.6", False), (86.5, "86.55", True), (86.5, "86.56", False), (97.35, "97.40", True)],
)
def test_shares_agree_as_they_are_printed(percent: float, value: str, agrees: bool) -> None:
    found = contradiction(PROGRAMME.rule("gate-11"), {"satisfaction_pct": percent}, Count(value=Decimal(value)))
    assert (found == "") is agrees


@pytest.mark.parametrize(
    ("parts", "agrees"), [((3, 2), True), ((5, 5), True), ((2, 2), False), ((6, 0), False), ((5, 0), True)]
)
def test_titles_may_overlap(parts: tuple[int, int], agrees: bool) -> None:
    values: dict[str, Any] = {"n_growth.innovative": parts[0], "n_growth.specialised": parts[1]}
    found = contradiction(PROGRAMME.rule("score-7"), values, Count(listed=5, verified=5))
    assert (found == "") is agrees


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 10), st.integers(0, 10))
def test_a_count_agrees_between_what_counts_and_all_rows(said: int, good: int, excluded: int, duplicates: int) -> None:
    count = Count(listed=good + excluded, verified=good, excluded=excluded + duplicates, duplicates=duplicates)
    found = contradiction(PROGRAMME.rule("gate-4"), {"ops.2024.n_served": said}, count)
    assert (found == "") is (good <= said <= good + excluded + duplicates)


@pytest.mark.parametrize(("said", "told"), [(0, False), (1, True)])
def test_what_is_declared_without_any_paper_is_told(said: int, told: bool) -> None:
    found = contradiction(PROGRAMME.rule("score-1"), {"honors": said}, Count(handed_in=False))
    assert bool(found) is told


def test_what_is_not_certain_contradicts_nothing() -> None:
    assert contradiction(PROGRAMME.rule("gate-4"), {"ops.2024.n_served": 9}, Count(listed=2, certain=False)) == ""


@pytest.mark.parametrize(("text", "half"), [("86", "0.5"), ("86.5", "0.05"), ("86.50", "0.005")])
def test_half_of_the_last_place(text: str, half: str) -> None:
    assert half_of_last_place(Decimal(text)) == Decimal(half)


# --- Branch -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "applicant", "branch"),
    [
        ((form(),), REGISTERED, Branch("综合咨询", certain=True)),
        ((form(category="技术创新"),), REGISTERED, Branch("技术创新", certain=False)),
        ((form(category="技术创新"),), UNREGISTERED, Branch("技术创新", certain=True)),
        ((form(category="技术创新、综合咨询"),), REGISTERED, Branch(None, certain=False)),
        ((report(word=True, category="技术创新"),), UNREGISTERED, Branch("技术创新", certain=True)),
        ((form(category="技术创新"), report(word=True)), UNREGISTERED, Branch("技术创新", certain=True)),
        ((form(category="技术创新", sure=0.5), report(word=True)), UNREGISTERED, Branch("综合咨询", certain=True)),
        ((), REGISTERED, Branch("综合咨询", certain=True)),
        ((), UNREGISTERED, Branch(None, certain=False)),
        ((), None, Branch(None, certain=False)),
    ],
)
def test_the_form_decides_then_the_report_then_the_registry(
    records: tuple[Record, ...], applicant: Applicant | None, branch: Branch
) -> None:
    assert branch_of(submission(records, applicant=applicant)) == branch


@pytest.mark.parametrize(
    ("text", "named"),
    [("综合咨询类", ("综合咨询",)), ("数字化", ("数字化应用",)), ("数字化应用服务", ("数字化应用",)), ("其他", ())],
)
def test_a_category_is_known_by_its_words(text: str, named: tuple[str, ...]) -> None:
    assert categories_in(text) == named


def branch_numbers(found: Report) -> dict[str, tuple[Decimal | None, bool]]:
    return {
        one.rule.id: (one.count.declared, one.count.handed_in)
        for one in found.rules
        if one.rule.choice == "service_category"
    }


def test_only_the_branch_that_is_declared_is_counted() -> None:
    said: dict[str, Any] = {"eff__consulting__orders": 2, "eff__tech__products": 4, "eff__tech__activities": 3}
    found = verified(form(category="技术创新", **said))
    numbers = branch_numbers(found)
    assert {rule for rule, (told, _) in numbers.items() if told is not None} == {"score-8.3.1", "score-8.3.2"}
    others = [one for one in found.rules if one.rule.option not in (None, "技术创新")]
    assert {one.verdict for one in others} == {None}
    assert all(one.count == Count(handed_in=False) for one in others)


def test_without_a_category_every_branch_is_reported() -> None:
    said: dict[str, Any] = {"eff__consulting__orders": 2, "eff__tech__products": 4}
    found = verified(form(category=None, **said), applicant=UNREGISTERED)
    told = {rule for rule, (number, _) in branch_numbers(found).items() if number is not None}
    assert told == {"score-8.1.3", "score-8.3.1"}


def test_a_category_against_the_registry_is_open() -> None:
    found = verified(form(category="技术创新"))
    assert result(found, "form").verdict is not None
    assert Reason.CATEGORY_MISMATCH in {finding.reason for _, finding in found.findings}
    assert PLATFORM.category == "综合咨询"
