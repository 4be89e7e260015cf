"""The shares of sealed statements: one explicit number of the applicant makes the verdict (门槛条件9, 10)."""

# ruff: noqa: ANN401 - a paper may say anything

from typing import Any

import pytest

from domain.claims import ListName
from domain.documents import Kind
from domain.findings import Status
from domain.programme import Verdict
from domain.records import Record
from domain.report import Applicant, JudgedList, Judgement
from tests.measuring import Outcome, outcome
from tests.papers import OWN, claim, declared, record
from validators.measures.shares import share_of_orders

SOCIETY = Applicant(name="北京砚溪中小企业促进会")


def statement(percent: float | None, topic: str = "gate-9", **changes: Any) -> Record:
    """A sealed statement of the applicant for 2024."""
    said: dict[str, Any] = {"unit": OWN, "topics": [topic], "percent": percent, "period": "2024", "text": "…"}
    return record(Kind.STATEMENT, **(said | {"seal_state": "present"} | changes))


def orders(*sizes: tuple[str, float]) -> dict[str, JudgedList]:
    """附表3 of these sizes and amounts, one of the rows out of the year."""
    rows = [
        claim(ListName.ORDERS, place, f"企业{place}", {"size": size, "amount_wan": amount})
        for place, (size, amount) in enumerate(sizes, 2)
    ]
    judged = [Judgement(row, Status.EXCLUDED if row.cells["size"] == "外" else Status.OPEN, (), ()) for row in rows]
    return {"orders": JudgedList(declared(ListName.ORDERS, rows), tuple(judged))}


def revenue(*papers: Record, **more: Any) -> Outcome:
    return outcome("gate-9", papers, **more)


def free(*papers: Record, **more: Any) -> Outcome:
    return outcome("gate-10", papers, **more)


@pytest.mark.parametrize(
    ("percent", "verdict"), [(49.99, Verdict.NOT_MET), (50, Verdict.MET), (50.01, Verdict.MET), (100, Verdict.MET)]
)
def test_the_bar_of_the_revenue_share(percent: float, verdict: Verdict) -> None:
    found = revenue(statement(percent))
    assert (found.value, found.verdict) == (percent, verdict)
    assert found.told == ({"below-threshold": "fatal"} if verdict is Verdict.NOT_MET else {})
    assert (found.count.listed, found.count.verified) == (1, 1)


@pytest.mark.parametrize(("percent", "verdict"), [(0, Verdict.NOT_MET), (0.1, Verdict.MET), (31, Verdict.MET)])
def test_the_bar_of_the_free_share(percent: float, verdict: Verdict) -> None:
    found = free(statement(percent, "gate-10"))
    assert (found.value, found.verdict) == (percent, verdict)


def test_nothing_handed_in_is_missing() -> None:
    for found in (revenue(statement(31, "gate-10")), free(statement(60))):
        assert (found.verdict, found.told) == (Verdict.MISSING, {"document-missing": "major"})


@pytest.mark.parametrize("percent", [40, 83.5])
def test_about_so_much_is_no_number(percent: float) -> None:
    found = revenue(statement(percent, percent_approximate=True, sure={"percent": 0.5}))
    assert (found.value, found.verdict, found.against[0]) == (percent, Verdict.OPEN, "share-missing")


@pytest.mark.parametrize(
    ("period", "signed_on", "against"),
    [
        ("2024", None, []),
        ("2024", "2024-12-31", []),
        ("2024", "2024-12-30", ["date-out-of-period"]),
        (None, "2025-01-02", []),
        (None, "2024-03-01", ["date-out-of-period"]),
        (None, "2026-03-01", ["date-out-of-period"]),
        (None, None, ["date-missing"]),
    ],
)
def test_a_statement_without_a_year_is_dated_by_its_day(
    period: str | None, signed_on: str | None, against: list[str]
) -> None:
    found = revenue(statement(95, period=period, signed_on=signed_on))
    assert (found.value, found.against) == (95, against)
    assert found.verdict is (Verdict.OPEN if against else Verdict.MET)


def test_several_numbers_are_none() -> None:
    found = revenue(statement(None, percent_candidates=[60, 70]))
    assert (found.value, found.verdict, found.against) == (60, Verdict.OPEN, ["share-missing"])


def test_no_number() -> None:
    found = revenue(statement(None))
    assert (found.value, found.verdict, found.against) == (None, Verdict.OPEN, ["share-missing"])


def test_one_paper_for_both_shares() -> None:
    rows = [{"topic": "gate-9", "percent": 86.5}, {"topic": "gate-10", "percent": 31}]
    paper = statement(None, topics=["gate-9", "gate-10"], shares=rows)
    assert (revenue(paper).value, free(paper).value) == (86.5, 31)
    assert (revenue(paper).verdict, free(paper).verdict) == (Verdict.MET, Verdict.MET)


def test_the_share_of_something_else_is_not_taken() -> None:
    paper = statement(31, topics=["gate-9", "gate-10"], shares=[{"topic": "gate-10", "percent": 31}])
    assert (revenue(paper).value, revenue(paper).against) == (None, ["share-missing"])
    assert free(paper).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("changes", "value", "reason"),
    [
        ({"unit": "天津云帆信息技术有限公司"}, None, "holder-mismatch"),
        ({"unit": "天津云帆信息技术有限公司", "unit_in_text": OWN}, None, "holder-mismatch"),
        ({"unit": None}, 60, "holder-mismatch"),
        ({"period": "2023"}, None, "date-out-of-period"),
        ({"seals": ["天津云帆信息技术有限公司"]}, 60, "seal-mismatch"),
        ({"percent": 160}, 160, "value-invalid"),
        ({"sure": {"percent": 0.79}}, 60, "page-unreadable"),
    ],
)
def test_what_leaves_a_statement_to_a_person(changes: dict[str, Any], value: float | None, reason: str) -> None:
    found = revenue(statement(**({"percent": 60} | changes)))
    assert (found.value, found.verdict, found.against) == (value, Verdict.OPEN, [reason])


def test_the_unit_may_be_read_from_the_text_or_the_seal() -> None:
    assert revenue(statement(60, unit=OWN[:6], unit_in_text=OWN)).verdict is Verdict.MET
    assert revenue(statement(60, unit=None, seals=[OWN])).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("state", "told"), [("not-found", {"seal-missing": "minor"}), ("unknown", {"seal-unclear": "note"})]
)
def test_the_seal_is_a_remark_only(state: str, told: dict[str, str]) -> None:
    found = revenue(statement(60, seal_state=state))
    assert (found.verdict, found.told) == (Verdict.MET, told)


def test_a_recognised_unit_that_a_seal_garbles_is_not_another() -> None:
    garbled = OWN.replace("企业", "金业")
    assert revenue(statement(60, unit=garbled, unit_in_text=OWN, sure={"unit": 0.97})).verdict is Verdict.MET
    assert revenue(statement(60, unit=garbled, sure={"unit": 0.97})).verdict is Verdict.OPEN
    assert revenue(statement(60, unit=garbled, unit_in_text=OWN)).verdict is Verdict.OPEN


@pytest.mark.parametrize(("sure", "verdict"), [(0.90, Verdict.NOT_MET), (0.89, Verdict.OPEN)])
def test_what_was_read_unsurely_excludes_nothing(sure: float, verdict: Verdict) -> None:
    assert revenue(statement(40, sure={"percent": sure})).verdict is verdict


@pytest.mark.parametrize(("about", "verdict"), [(40, Verdict.OPEN), (94, Verdict.MET)])
def test_a_rough_number_beyond_the_bar_speaks_against_an_exact_one(about: float, verdict: Verdict) -> None:
    rough = statement(about, path="b.pdf", percent_approximate=True, sure={"percent": 0.5})
    assert revenue(statement(95, path="a.pdf"), rough).verdict is verdict


def test_two_statements_that_differ() -> None:
    assert revenue(statement(60), statement(60, path="b.pdf")).verdict is Verdict.MET
    found = revenue(statement(60), statement(70))
    assert (found.verdict, found.against) == (Verdict.OPEN, ["value-invalid"])


def test_the_gates_of_a_public_body_are_a_persons_unless_the_office_reads_otherwise() -> None:
    paper = statement(40, unit=SOCIETY.name)
    assert revenue(paper, applicant=SOCIETY).verdict is Verdict.OPEN
    assert revenue(paper, applicant=SOCIETY, policy={"relax_scope": "gate-2"}).verdict is Verdict.NOT_MET


# --- Beside the lists -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "percent", "told", "verdict"),
    [
        ((("小型", 70), ("大型", 30)), 60, {}, Verdict.MET),
        ((("小型", 71), ("大型", 29)), 60, {"declared-mismatch": "note"}, Verdict.MET),
        ((("小型", 50), ("大型", 50)), 60.1, {"declared-mismatch": "note"}, Verdict.MET),
        ((("小型", 49), ("大型", 51)), 60, {"declared-mismatch": "minor"}, Verdict.OPEN),
        ((("小型", 49), ("大型", 51)), 59, {}, Verdict.MET),
        ((("小型", 90), ("大型", 10)), 40, {"below-threshold": "major", "declared-mismatch": "minor"}, Verdict.OPEN),
        ((("小型", 20), ("大型", 80)), 40, {"below-threshold": "fatal", "declared-mismatch": "note"}, Verdict.NOT_MET),
    ],
)
def test_the_orders_are_a_plausibility_check(
    rows: tuple[tuple[str, float], ...], percent: float, told: dict[str, str], verdict: Verdict
) -> None:
    found = revenue(statement(percent), lists=orders(*rows))
    assert (found.value, found.told, found.verdict) == (percent, told, verdict)


def test_the_share_of_orders_leaves_out_what_says_no_size() -> None:
    rows = orders(("中型", 10), ("微型", 20), ("小微企业", 30), ("大型", 40), ("", 500), ("未知", 600))["orders"]
    assert share_of_orders([judged.claim for judged in rows.judgements]) == 60
    assert share_of_orders([]) is None


def activities(*fees: str) -> dict[str, JudgedList]:
    rows = [claim(ListName.ACTIVITIES, place, "活动", {"fee": fee}) for place, fee in enumerate(fees, 2)]
    judged = tuple(Judgement(row, Status.VERIFIED, (), ()) for row in rows)
    return {"activities": JudgedList(declared(ListName.ACTIVITIES, rows), judged)}


def test_free_activities_support_the_free_share() -> None:
    found = free(statement(31, "gate-10"), lists=activities("免费", "200元/人"))
    assert (found.verdict, found.told) == (Verdict.MET, {})
    assert any(source.path == "activities.xlsx" for source in found.measured.units[0].sources)


def test_lists_without_anything_free_are_told() -> None:
    found = free(statement(31, "gate-10"), lists=activities("200元/人"))
    assert (found.verdict, found.told) == (Verdict.MET, {"no-evidence": "note"})
