"""Orders and clients that a branch counts: signed in the year, where, of what size, and new or not."""

# ruff: noqa: ANN401 - a paper may say anything

from collections.abc import Sequence
from typing import Any

import pytest

import programmes
from domain.claims import Claim, DeclaredList, ListName
from domain.findings import Reason, Severity, Status
from domain.records import Record
from domain.report import Report, RuleResult
from flows.verify import Request, options_of
from tests.papers import contract, declared, invoice, order_row, served_row, submission, uscc
from validators.verification import verify

PROGRAMME = programmes.load(programmes.DEFAULT)
CLIENTS, ORDERS, NEW = "score-8.1.3", "score-8.6.1", "score-8.4.2"
BEIJING, TIANJIN, SHANGHAI = "北京云途科技有限公司", "天津岚谷软件有限公司", "上海霁川科技有限公司"
VERIFIED, OPEN, EXCLUDED = Status.VERIFIED, Status.OPEN, Status.EXCLUDED
Outcome = tuple[Status, tuple[Reason, ...]]


def row(number: int, enterprise: str, **cells: Any) -> Claim:
    """A row of 附表3 with a number of its own."""
    return order_row(number, enterprise, **({"reference": f"HT-2024-{number:03d}"} | cells))


def pair(number: int, enterprise: str, **changes: Any) -> tuple[Record, Record]:
    """The papers of such a row."""
    return contract(enterprise, **({"number": f"HT-2024-{number:03d}"} | changes)), invoice(enterprise)


def verified(rows: Sequence[Claim], papers: Sequence[Record], *lists: DeclaredList) -> Report:
    handed_in = submission(papers, lists=[declared(ListName.ORDERS, rows, year=2024), *lists])
    return verify(PROGRAMME, handed_in, options_of(Request(archives=()), PROGRAMME), version="0")


def result(report: Report, rule: str) -> RuleResult:
    return next(found for found in report.rules if found.rule.id == rule)


def outcomes(rule: str, rows: Sequence[Claim], papers: Sequence[Record], *lists: DeclaredList) -> list[Outcome]:
    return [(unit.status, unit.reasons) for unit in result(verified(rows, papers, *lists), rule).units]


# --- Signed in the year (A20b) ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [CLIENTS, ORDERS])
@pytest.mark.parametrize(
    ("listed", "signed", "sure", "outcome"),
    [
        ("2024-01-01", "2024-01-01", 1.0, (VERIFIED, ())),
        ("2024-12-31", "2024-12-31", 0.80, (VERIFIED, ())),
        ("2024-12-31", "2024-12-31", 0.79, (OPEN, (Reason.PAGE_UNREADABLE,))),
        ("2023-12-31", "2023-12-31", 1.0, (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))),
        ("2023-12-31", "2023-12-31", 0.89, (OPEN, (Reason.DATE_OUT_OF_PERIOD,))),
        ("2024-01-01", "2023-12-31", 1.0, (OPEN, (Reason.DATE_OUT_OF_PERIOD,))),
        (None, "2023-12-31", 1.0, (OPEN, (Reason.DATE_OUT_OF_PERIOD,))),
        ("2024-01-01", None, 1.0, (OPEN, (Reason.DATE_MISSING,))),
    ],
)
def test_the_contract_must_be_signed_in_the_year(
    rule: str, listed: str | None, signed: str | None, sure: float, outcome: Outcome
) -> None:
    papers = pair(2, BEIJING, signed_on=signed, sure={"signed_on": sure})
    assert outcomes(rule, [row(2, BEIJING, signed_on=listed)], papers) == [outcome]


def test_the_row_stands_although_the_branch_leaves_it_out() -> None:
    rows, papers = [row(2, BEIJING, signed_on="2023-12-31")], pair(2, BEIJING, signed_on="2023-12-31")
    report = verified(rows, papers)
    assert [judged.status for judged in report.lists["orders"].judgements] == [VERIFIED]
    (finding,) = [finding for _, finding in report.findings if finding.rule == ORDERS]
    assert (finding.severity, finding.list, finding.row) == (Severity.NOTE, None, None)
    assert finding.sources


@pytest.mark.parametrize("rule", [CLIENTS, ORDERS])
@pytest.mark.parametrize(("part", "reason"), [(0, Reason.INVOICE_MISSING), (1, Reason.CONTRACT_MISSING)])
def test_contract_and_invoice_are_needed(rule: str, part: int, reason: Reason) -> None:
    assert outcomes(rule, [row(2, BEIJING)], [pair(2, BEIJING)[part]]) == [(OPEN, (reason,))]


def test_a_row_of_another_year_without_papers_is_left_out() -> None:
    assert outcomes(ORDERS, [row(2, BEIJING, signed_on="2023-05-01")], []) == [(EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))]


# --- Clients by number of enterprises, and their orders (A29) ---------------------------------------------------------


def test_three_orders_of_one_client_are_one_client_and_three_orders() -> None:
    rows = [row(number, BEIJING, amount_wan=1 + number) for number in (2, 3, 4)]
    papers = [
        paper
        for number in (2, 3, 4)
        for paper in (
            contract(BEIJING, number=f"HT-2024-{number:03d}", amount_yuan=10000 + 10000 * number),
            invoice(BEIJING, total_yuan=10000 + 10000 * number),
        )
    ]
    count = result(verified(rows, papers), CLIENTS).count
    assert (count.listed, count.verified, count.readings) == (1, 1, {"已核实订单数": 3})
    assert result(verified(rows, papers), ORDERS).count.verified == 3


def test_a_client_stands_though_its_row_and_papers_disagree_in_amount() -> None:
    rows, papers = [row(2, BEIJING, amount_wan=99)], pair(2, BEIJING)
    count = result(verified(rows, papers), CLIENTS).count
    assert (count.verified, count.readings) == (1, {"已核实订单数": 0})
    assert outcomes(ORDERS, rows, papers) == [(OPEN, (Reason.AMOUNT_MISMATCH,))]


def test_of_several_orders_one_proven_one_is_enough() -> None:
    rows = [row(2, BEIJING, signed_on="2023-12-31"), row(3, BEIJING, amount_wan=2)]
    papers = [
        *pair(2, BEIJING, signed_on="2023-12-31"),
        contract(BEIJING, number="HT-2024-003", amount_yuan=20000),
        invoice(BEIJING, total_yuan=20000),
    ]
    assert outcomes(CLIENTS, rows, papers) == [(VERIFIED, ())]
    assert [status for status, _ in outcomes(ORDERS, rows, papers)] == [EXCLUDED, VERIFIED]


@pytest.mark.parametrize(
    ("enterprise", "province", "outcome"),
    [
        (BEIJING, None, (VERIFIED, ())),
        (TIANJIN, "天津市", (VERIFIED, ())),
        ("云途科技有限公司", "河北省石家庄市", (VERIFIED, ())),
        ("云途科技有限公司", None, (OPEN, (Reason.VALUE_INVALID,))),
        (SHANGHAI, None, (EXCLUDED, (Reason.OUTSIDE_REGION,))),
        (SHANGHAI, "北京", (OPEN, (Reason.REGION_CONFLICT,))),
        ("北京市第一中学", "北京", (OPEN, (Reason.NOT_AN_ENTERPRISE,))),
    ],
)
def test_clients_lie_in_the_region(enterprise: str, province: str | None, outcome: Outcome) -> None:
    served = [declared(ListName.SERVED, [served_row(2, enterprise, province=province)])] if province else []
    assert outcomes(CLIENTS, [row(2, enterprise)], pair(2, enterprise), *served) == [outcome]


def test_a_large_client_counts_among_clients_and_not_among_orders_of_small_ones() -> None:
    rows, papers = [row(2, BEIJING, size="大型")], pair(2, BEIJING)
    assert outcomes(CLIENTS, rows, papers) == [(VERIFIED, ())]
    assert outcomes(ORDERS, rows, papers) == [(EXCLUDED, (Reason.LARGE_ENTERPRISE,))]


# --- Orders of small and medium enterprises ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "outcome"),
    [
        ("中型", (VERIFIED, ())),
        ("小型", (VERIFIED, ())),
        ("微型企业", (VERIFIED, ())),
        (None, (OPEN, (Reason.VALUE_INVALID,))),
        ("A类", (OPEN, (Reason.VALUE_INVALID,))),
    ],
)
def test_orders_count_by_the_size_of_their_client(size: str | None, outcome: Outcome) -> None:
    assert outcomes(ORDERS, [row(2, BEIJING, size=size)], pair(2, BEIJING)) == [outcome]


def test_a_client_that_is_both_large_and_small_is_for_a_person() -> None:
    rows = [row(2, BEIJING, size="大型"), row(3, BEIJING, amount_wan=2)]
    papers = [*pair(2, BEIJING), contract(BEIJING, number="HT-2024-003", amount_yuan=20000)]
    papers.append(invoice(BEIJING, total_yuan=20000))
    assert outcomes(ORDERS, rows, papers) == [(OPEN, (Reason.LARGE_ENTERPRISE,))] * 2


def test_orders_count_anywhere_and_the_part_of_the_region_is_shown() -> None:
    rows = [row(2, BEIJING), row(3, SHANGHAI), row(4, TIANJIN)]
    papers = [paper for claim in rows for paper in pair(claim.row, claim.name)]
    count = result(verified(rows, papers), ORDERS).count
    assert (count.verified, count.readings) == (3, {"其中京津冀": 2})


def test_an_order_listed_twice_is_one() -> None:
    rows = [row(2, BEIJING, reference="HT-2024-002"), row(3, BEIJING, reference="HT-2024-002")]
    count = result(verified(rows, pair(2, BEIJING)), ORDERS).count
    assert (count.listed, count.verified, count.duplicates) == (1, 1, 1)


def test_without_list_and_papers_there_is_nothing() -> None:
    report = verify(PROGRAMME, submission(), options_of(Request(archives=()), PROGRAMME), version="0")
    for rule in (CLIENTS, ORDERS, NEW):
        count = result(report, rule).count
        assert (count.handed_in, count.listed, count.readings) == (False, 0, {})


# --- New clients ------------------------------------------------------------------------------------------------------


def last_year(*names: str, year: int | None = 2023, **cells: Any) -> DeclaredList:
    """The list of the year before."""
    rows = [row(place, name, **({"signed_on": "2023-06-01"} | cells)) for place, name in enumerate(names, 2)]
    return declared(ListName.ORDERS, rows, path="2023.xlsx", sha256="2023", year=year)


def newness(enterprise: str, *lists: DeclaredList, papers: Sequence[Record] = (), **cells: Any) -> list[Outcome]:
    return outcomes(NEW, [row(2, enterprise, **cells)], [*pair(2, enterprise), *papers], *lists)


def test_a_client_on_no_list_of_the_year_before_is_new() -> None:
    assert newness(BEIJING, last_year(TIANJIN)) == [(VERIFIED, ())]


@pytest.mark.parametrize("name", [BEIJING, "北京云途科技有限公司 ", "北京云途科技有限公司海淀分公司"])
def test_a_client_of_the_year_before_is_not_new(name: str) -> None:
    assert newness(BEIJING, last_year(TIANJIN, name)) == [(EXCLUDED, (Reason.DUPLICATE_ENTERPRISE,))]
    count = result(verified([row(2, BEIJING)], pair(2, BEIJING), last_year(name)), NEW).count
    assert (count.listed, count.duplicates) == (0, 1)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_code_joins_a_client_to_its_former_name(seed: int) -> None:
    old, code = last_year("北京旧途贸易有限公司", uscc=uscc(1)), uscc(seed)
    outcome = (EXCLUDED, (Reason.DUPLICATE_ENTERPRISE,)) if seed == 1 else (VERIFIED, ())
    assert newness(BEIJING, old, uscc=code) == [outcome]
    assert newness(BEIJING, old, papers=[invoice(BEIJING, buyer_code=code, total_yuan=5)]) == [outcome]


@pytest.mark.parametrize("name", ["北京云涂科技有限公司", "云途科技", "云途（北京）科技有限公司"])
def test_a_client_that_may_be_one_of_the_year_before_is_for_a_person(name: str) -> None:
    assert newness(BEIJING, last_year(name)) == [(OPEN, (Reason.POSSIBLE_DUPLICATE,))]


def test_a_client_of_an_earlier_year_that_comes_back_is_new() -> None:
    older = declared(ListName.ORDERS, [row(2, BEIJING, signed_on="2022-06-01")], path="2022.xlsx", year=2022)
    assert newness(BEIJING, last_year(TIANJIN), older) == [(VERIFIED, ())]


@pytest.mark.parametrize(
    "cells",
    [
        {"amount_wan": 0},
        {"amount_wan": "免费"},
        {"amount_wan": None, "合同金额(万元)": "0.00"},
        {"amount_wan": None, "收费情况": "免费"},
    ],
)
def test_who_was_served_for_nothing_is_no_client(cells: dict[str, Any]) -> None:
    assert newness(BEIJING, last_year(BEIJING, **cells)) == [(VERIFIED, ())]
    assert newness(BEIJING, last_year(TIANJIN), **cells) == []


@pytest.mark.parametrize("cells", [{"amount_wan": 0.01}, {"amount_wan": None}, {"备注": "0"}, {"收费情况": "100元"}])
def test_who_paid_something_or_does_not_say_is_a_client(cells: dict[str, Any]) -> None:
    assert newness(BEIJING, last_year(BEIJING, **cells))[0][0] is EXCLUDED


@pytest.mark.parametrize(
    ("enterprise", "status"), [(BEIJING, VERIFIED), (TIANJIN, EXCLUDED), ("云途科技有限公司", OPEN)]
)
def test_only_clients_in_beijing_are_asked_for(enterprise: str, status: Status) -> None:
    assert [found for found, _ in newness(enterprise, last_year("北京霁川软件有限公司"))] == [status]


def test_without_the_list_of_the_year_before_nobody_is_known_to_be_new() -> None:
    assert newness(BEIJING) == [(OPEN, (Reason.LIST_MISSING,))]
    report = verified([row(2, BEIJING), row(3, "北京霁川软件有限公司")], pair(2, BEIJING))
    said = [f for _, f in report.findings if f.rule == NEW and f.reason is Reason.LIST_MISSING]
    assert len(said) == 1


def test_the_days_of_its_rows_tell_the_year_of_a_list() -> None:
    assert newness(BEIJING, last_year(TIANJIN, year=None)) == [(VERIFIED, ())]
    assert newness(BEIJING, last_year(BEIJING, year=None))[0][0] is EXCLUDED


def test_a_list_of_enterprises_served_in_the_year_before_will_do() -> None:
    served = declared(ListName.SERVED, [served_row(2, TIANJIN)], path="2023.xlsx", sha256="2023", year=2023)
    assert newness(BEIJING, served) == [(VERIFIED, ())]


@pytest.mark.parametrize(("day", "status"), [("2023-12-31", OPEN), ("2022-12-31", VERIFIED)])
def test_a_paper_of_the_year_before_contradicts_the_list(day: str, status: Status) -> None:
    old = invoice(BEIJING, issued_on=day, total_yuan=700)
    assert [found for found, _ in newness(BEIJING, last_year(TIANJIN), papers=[old])] == [status]
