"""Application cases: a Beijing customer, a contract with it, a description that tells pains, functions and effects."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from domain.claims import Claim, ListName
from domain.documents import CellValue, Kind, Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import OWN, claim, contract, desk_of, invoice, order_row, reasons_of, record, unread
from validators.weighing.cases import weigh_cases
from validators.weighing.matching import Order
from validators.weighing.scale import Scale

CUSTOMER, OTHER = "北京砚野科技有限公司", "北京禾川机器人有限公司"
PARTS = ("痛点", "功能", "效果")
RULE = "score-8.4.3"


def row(number: int, customer: str = CUSTOMER, title: str = "生产管理系统", **cells: CellValue) -> Claim:
    return claim(ListName.CASES, number, customer, {"enterprise": customer, "case": title, **cells})


def story(customer: str = CUSTOMER, parts: Sequence[str] = PARTS, **changes: Any) -> Record:  # noqa: ANN401 - any field
    said: dict[str, Any] = {"customer": customer, "title": "生产管理系统应用案例", "parts": list(parts)}
    return record(Kind.CASE_DESCRIPTION, **(said | changes))


def weighed(
    rows: Sequence[Claim],
    papers: Iterable[Record],
    provinces: dict[str, str] | None = None,
    size: str = "",
    problems: Iterable[Problem] = (),
) -> list[Scale]:
    listed = order_row(9, CUSTOMER, size=size)
    orders = {CUSTOMER: [Order(listed, Scale(listed, None))]} if size else {}
    return weigh_cases(rows, desk_of(papers, rows, problems=problems), orders, provinces or {}, ("北京",), RULE)


def one(claimed: Claim, *papers: Record, **more: Any) -> Scale:  # noqa: ANN401 - as above
    return weighed([claimed], papers, **more)[0]


def test_contract_and_full_description_prove_a_case() -> None:
    papers = contract(CUSTOMER), story()
    scale = one(row(2), *papers)
    assert (scale.status, scale.findings) == (Status.VERIFIED, [])
    assert {source.path for source in scale.sources} >= {paper.path for paper in papers}


@pytest.mark.parametrize(
    ("parts", "lacking"),
    [
        (("痛点", "功能"), "使用效果"),
        (("功能", "效果"), "解决的痛点难点问题"),
        (("效果",), "解决的痛点难点问题、实现功能"),
        ((), "解决的痛点难点问题、实现功能、使用效果"),
    ],
)
def test_a_part_that_is_not_told_is_named(parts: tuple[str, ...], lacking: str) -> None:
    scale = one(row(2), contract(CUSTOMER), story(parts=parts))
    assert (scale.status, scale.reasons) == (Status.OPEN, (Reason.DOCUMENT_MISSING,))
    assert lacking in scale.findings[0].message


@pytest.mark.parametrize(
    ("papers", "reasons"),
    [
        ((story(),), {Reason.CONTRACT_MISSING}),
        ((contract(CUSTOMER),), {Reason.DOCUMENT_MISSING}),
        ((contract(CUSTOMER), story(OTHER)), {Reason.DOCUMENT_MISSING}),
        ((contract(OTHER), story()), {Reason.CONTRACT_MISSING}),
        ((contract(CUSTOMER, party_b=OTHER), story()), {Reason.PARTY_MISMATCH, Reason.CONTRACT_MISSING}),
        ((contract(CUSTOMER, sure={"party_a": 0.7}), story()), {Reason.PAGE_UNREADABLE}),
        ((contract(CUSTOMER), story(sure={"parts": 0.7})), {Reason.PAGE_UNREADABLE}),
        ((contract(CUSTOMER, signed_on="2023-12-31"), story()), {Reason.DATE_OUT_OF_PERIOD}),
        ((contract(CUSTOMER, signed_on="2025-01-01"), story()), {Reason.DATE_OUT_OF_PERIOD}),
        ((contract(CUSTOMER, signed_on="2024-01-01"), story()), set()),
        ((contract(CUSTOMER, signed_on="2024-12-31"), story()), set()),
        ((contract(CUSTOMER, signed_on="2023-05-01", term_from="2023-05-01", term_to="2024-04-30"), story()), set()),
        (
            (contract(CUSTOMER, signed_on="2022-05-01", term_from="2022-05-01", term_to="2023-12-31"), story()),
            {Reason.DATE_OUT_OF_PERIOD},
        ),
        ((contract(CUSTOMER, signed_on="2023-12-31"), invoice(CUSTOMER), story()), set()),
        ((contract(CUSTOMER), story("北京砚野科枝有限公司")), {Reason.POSSIBLE_PARTY, Reason.DOCUMENT_MISSING}),
    ],
)
def test_what_the_papers_must_show(papers: tuple[Record, ...], reasons: set[Reason]) -> None:
    scale = one(row(2), *papers)
    assert set(scale.reasons) == reasons
    assert scale.status is (Status.OPEN if reasons else Status.VERIFIED)


@pytest.mark.parametrize(
    ("customer", "cells", "more", "status"),
    [
        (CUSTOMER, {"province": "北京市"}, {}, Status.VERIFIED),
        ("砚野科技有限公司", {"province": "北京"}, {}, Status.VERIFIED),
        ("砚野科技有限公司", {}, {"provinces": {"砚野科技有限公司": "北京市海淀区"}}, Status.VERIFIED),
        ("砚野科技有限公司", {}, {}, Status.OPEN),
        ("天津砚野科技有限公司", {}, {}, Status.EXCLUDED),
        ("天津砚野科技有限公司", {"province": "北京"}, {}, Status.OPEN),
        (CUSTOMER, {}, {"size": "大型"}, Status.EXCLUDED),
        (CUSTOMER, {}, {"size": "小型"}, Status.VERIFIED),
        ("北京砚野大学", {}, {}, Status.EXCLUDED),
        (OWN, {}, {}, Status.OPEN),
    ],
)
def test_the_customer_is_a_small_enterprise_of_beijing(
    customer: str, cells: dict[str, CellValue], more: dict[str, Any], status: Status
) -> None:
    claimed = row(2, customer, "生产管理系统", **cells)
    assert one(claimed, contract(customer), story(customer), **more).status is status


def test_a_customer_may_have_several_cases_but_none_twice() -> None:
    rows = [row(2), row(3, title="能耗监测平台"), row(4), row(5, title="供应链协同")]
    papers = [contract(CUSTOMER), story(title="能耗监测平台应用案例"), story()]
    assert reasons_of(weighed(rows, papers)) == [
        ("verified",),
        ("verified",),
        ("excluded", "duplicate-enterprise"),
        ("open", "document-missing"),
    ]


def test_a_description_of_another_case_is_said_to_be_so() -> None:
    papers = [contract(CUSTOMER), story(title="能耗监测平台"), story(title="供应链协同")]
    assert one(row(2), *papers).reasons == (Reason.DECLARED_MISMATCH,)
    assert one(row(2), *papers[:2]).status is Status.VERIFIED


def test_an_unread_file_may_be_the_description() -> None:
    scale = one(row(2), contract(CUSTOMER), problems=[unread(f"案例/{CUSTOMER}.pdf")])
    assert set(scale.reasons) == {Reason.PAGE_UNREADABLE, Reason.DOCUMENT_MISSING}


@pytest.mark.parametrize(
    ("paper", "status"),
    [
        (invoice(CUSTOMER), Status.VERIFIED),
        (invoice(CUSTOMER, amount_yuan=1, tax_yuan=1), Status.OPEN),
        (contract(CUSTOMER, signed_on="2024-12-31", term_from="2024-12-01", term_to="2025-12-01"), Status.VERIFIED),
        (contract(CUSTOMER, signed_on="2025-01-01", term_from="2024-12-01", term_to="2025-12-01"), Status.OPEN),
    ],
)
def test_only_sound_papers_show_the_year(paper: Record, status: Status) -> None:
    assert one(row(2), contract(CUSTOMER, number="HT-1", signed_on="2022-01-01"), story(), paper).status is status
