"""Financing: enterprises that got it after service (8.2.4), and what it comes to (8.6.3)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.records import Record
from tests.papers import OWN, claim, contract, desk_of, invoice, order_row, reasons_of, record, remarks_of
from validators.weighing.financed import Sum, weigh_financed, weigh_sums
from validators.weighing.financings import ledger_of
from validators.weighing.matching import Order
from validators.weighing.mentions import ProofDesk
from validators.weighing.scale import Scale

NAME = "北京澜桥科技有限公司"
BANK = "华北云川银行股份有限公司"
VERIFIED = ("verified",)


def row(number: int, name: str = NAME, wan: float | None = 500, **cells: Any) -> Claim:  # noqa: ANN401
    return claim(ListName.FINANCED, number, name, {"enterprise": name, "financing_amount_wan": wan, **cells})


def paper(form: str, yuan: int | None, day: str | None = "2024-06-30", **changes: Any) -> Record:  # noqa: ANN401
    said = {"form": form, "amount_yuan": yuan, "dated": day, "enterprise": NAME, "financier": BANK, "currency": "CNY"}
    return record(Kind.FINANCING_PROOF, **(said | changes))


def fate(papers: Sequence[Record], *rows: Claim, regions: Sequence[str] = ("北京",)) -> tuple[str, ...]:
    claims = rows or (row(2),)
    return reasons_of(weigh_financed(claims, desk_of(papers, claims), {}, regions, "score-8.2.4", {}))[0]


def sums(papers: Sequence[Record], *rows: Claim) -> tuple[Sum, ...]:
    claims = rows or (row(2),)
    return weigh_sums(claims, desk_of(papers, claims), "score-8.6.3", {})


def fates(found: Sum) -> list[tuple[str, ...]]:
    return reasons_of(found.scales)


def of_size(size: str) -> dict[str, list[Order]]:
    """附表3 with one row of the enterprise."""
    listed = order_row(9, NAME, size=size)
    return {NAME: [Order(listed, Scale(listed, None))]}


def yuan(papers: Sequence[Record]) -> Decimal:
    """What the papers come to in 2024."""
    claims = [row(2)]
    desk = desk_of(papers, claims)
    return ledger_of(ProofDesk(desk.pool, Kind.FINANCING_PROOF).of(NAME)).proven(2024)


# --- By enterprise ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "signed", "reasons"),
    [
        ("2024-12-31", "2024-03-05", VERIFIED),
        ("2024-03-05", "2024-03-05", VERIFIED),
        ("2024-03-04", "2024-03-05", ("open", "date-out-of-period")),
        ("2024-01-01", "2024-01-01", VERIFIED),
        ("2023-12-31", "2024-01-01", ("open", "date-out-of-period")),
        ("2025-01-02", "2024-03-05", ("open", "date-out-of-period")),
    ],
)
def test_financing_comes_in_the_year_and_after_the_first_service(
    day: str, signed: str, reasons: tuple[str, ...]
) -> None:
    assert fate([paper("disbursement", 5_000_000, day), contract(NAME, signed_on=signed)]) == reasons


@pytest.mark.parametrize(
    ("form", "reasons"),
    [
        ("loan", VERIFIED),
        ("investment", VERIFIED),
        ("disbursement", VERIFIED),
        ("receipt", VERIFIED),
        ("credit-line", ("open", "document-missing")),
        ("intent", ("open", "document-missing")),
        ("guarantee", ("open", "document-missing")),
        ("pledge", ("open", "document-missing")),
    ],
)
def test_a_line_of_credit_is_no_payment(form: str, reasons: tuple[str, ...]) -> None:
    assert fate([paper(form, 5_000_000), contract(NAME)]) == reasons


def test_contract_and_proof_are_both_needed() -> None:
    assert fate([paper("loan", 5_000_000)]) == ("open", "contract-missing")
    assert fate([contract(NAME)]) == ("open", "document-missing")
    assert fate([paper("loan", 5_000_000), contract(NAME, signed_on="2025-01-02")]) == ("open", "date-out-of-period")


def test_money_in_another_currency_and_sums_read_badly_are_for_a_person() -> None:
    foreign = paper("investment", None, currency="USD", amount=3_000_000)
    assert fate([foreign, contract(NAME)]) == ("open", "value-invalid")
    blurred = paper("loan", 5_000_000, sure={"amount_yuan": 0.7})
    assert fate([blurred, contract(NAME)]) == ("open", "page-unreadable")
    torn = paper("loan", 5_000_000, amount_conflict=True)
    assert fate([torn, contract(NAME)]) == ("open", "page-unreadable")


def test_only_enterprises_of_the_region_count_once() -> None:
    away = "天津澜桥科技有限公司"
    papers = [paper("loan", 5_000_000, enterprise=away), contract(away)]
    assert fate(papers, row(2, away)) == ("excluded", "outside-region")
    assert fate(papers, row(2, away), regions=()) == VERIFIED
    claims = (row(2), row(3, wan=300))
    scales = weigh_financed(
        claims, desk_of([paper("loan", 5_000_000), contract(NAME)], claims), {}, ("北京",), None, {}
    )
    assert reasons_of(scales) == [VERIFIED, ("excluded", "duplicate-enterprise")]


def test_a_sum_that_differs_is_noted_where_enterprises_count() -> None:
    claims = (row(2, wan=800),)
    (scale,) = weigh_financed(claims, desk_of([paper("loan", 5_000_000), contract(NAME)], claims), {}, (), None, {})
    assert scale.status == "verified"
    assert {reason.value for reason in remarks_of(scale)} == {"amount-mismatch"}


# --- By sum -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([paper("loan", 5_000_000)], 5_000_000),
        ([paper("loan", 5_000_000), paper("disbursement", 3_000_000)], 3_000_000),
        (
            [
                paper("loan", 5_000_000),
                paper("disbursement", 2_000_000, number="1"),
                paper("disbursement", 3_000_000, number="2"),
            ],
            5_000_000,
        ),
        ([paper("loan", 5_000_000, number="JK1"), paper("disbursement", 3_000_000, contract_number="JK1")], 3_000_000),
        ([paper("loan", 5_000_000, number="JK1"), paper("disbursement", 6_000_000, contract_number="JK9")], 11_000_000),
        ([paper("loan", 5_000_000, path="a.pdf"), paper("loan", 5_000_000, path="b.pdf")], 5_000_000),
        ([paper("disbursement", 3_000_000), paper("receipt", 3_000_000, "2024-07-01")], 3_000_000),
        ([paper("disbursement", 3_000_000), paper("receipt", 3_000_000, "2024-07-20")], 6_000_000),
        ([paper("loan", 5_000_000), paper("guarantee", 5_000_000)], 5_000_000),
        ([paper("credit-line", 9_000_000)], 0),
        ([paper("loan", 5_000_000, "2023-12-31"), paper("disbursement", 5_000_000, "2024-01-01")], 5_000_000),
        ([paper("loan", 5_000_000, "2024-12-31"), paper("disbursement", 5_000_000, "2025-01-02")], 0),
        ([paper("loan", 5_000_000), paper("investment", 8_000_000, financier="宁波砚石创业投资有限公司")], 13_000_000),
    ],
)
def test_each_financing_counts_once_and_what_was_paid_before_what_was_agreed(
    papers: list[Record], expected: int
) -> None:
    assert yuan(papers) == expected


@settings(max_examples=30, deadline=None)
@given(parts=st.lists(st.integers(1, 10**6), min_size=1, max_size=6), copies=st.integers(1, 3))
def test_payments_out_of_one_contract_add_up_to_what_was_paid(parts: list[int], copies: int) -> None:
    """However often a paper was handed in, and whatever was agreed."""
    loan = paper("loan", sum(parts) + 1, "2024-01-05", number="JK1")
    paid = [
        paper("disbursement", part, number=f"F{place}", contract_number="JK1", path=f"{place}-{copy}.pdf")
        for place, part in enumerate(parts)
        for copy in range(copies)
    ]
    assert yuan([loan, *paid]) == sum(parts)


def test_what_is_declared_and_what_is_proven_limit_each_other() -> None:
    served = contract(NAME)
    (exact,) = sums([paper("loan", 5_000_000), served])
    assert (exact.counted_yuan, fates(exact)) == (Decimal(5_000_000), [VERIFIED])
    (more,) = sums([paper("loan", 9_000_000), served])
    assert (more.counted_yuan, fates(more)) == (Decimal(5_000_000), [VERIFIED])
    (less,) = sums([paper("loan", 2_000_000), served])
    assert (less.counted_yuan, fates(less)) == (Decimal(2_000_000), [("open", "amount-mismatch")])
    (none,) = sums([served])
    assert (none.counted_yuan, fates(none)) == (Decimal(0), [("open", "document-missing")])


def test_rows_of_one_enterprise_are_financings_of_their_own_and_repeated_ones_are_not() -> None:
    papers = [paper("loan", 5_000_000, number="1"), paper("loan", 3_000_000, number="2"), contract(NAME)]
    (found,) = sums(papers, row(2), row(3, wan=300), row(4, wan=300))
    assert found.counted_yuan == 8_000_000
    assert reasons_of(found.scales) == [VERIFIED, VERIFIED, ("excluded", "duplicate-enterprise")]


def test_the_applicant_must_have_helped() -> None:
    (without,) = sums([paper("loan", 5_000_000)])
    assert (without.counted_yuan, fates(without)) == (Decimal(0), [("open", "contract-missing")])
    (lender,) = sums([paper("loan", 5_000_000, financier=OWN)])
    assert reasons_of(lender.scales) == [VERIFIED]
    (surety,) = sums([paper("loan", 5_000_000, guarantor=OWN)])
    assert reasons_of(surety.scales) == [VERIFIED]
    (invoiced,) = sums([paper("loan", 5_000_000), invoice(NAME)])
    assert reasons_of(invoiced.scales) == [VERIFIED]
    (long_ago,) = sums([paper("loan", 5_000_000), contract(NAME, signed_on="2022-03-05")])
    assert reasons_of(long_ago.scales) == [("open", "date-out-of-period")]


def test_a_row_without_a_sum_counts_nothing() -> None:
    (found,) = sums([paper("loan", 5_000_000), contract(NAME)], row(2, wan=None))
    assert (found.counted_yuan, fates(found)) == (Decimal(0), [("open", "value-invalid")])


@pytest.mark.parametrize(("size", "status", "counted"), [("小型", "verified", 500), ("大型", "excluded", 0)])
def test_a_large_enterprise_is_none_of_the_small_and_medium_ones(size: str, status: str, counted: int) -> None:
    claims, papers = [row(2)], [paper("loan", 5_000_000), contract(NAME)]
    desk = desk_of(papers, claims)
    (scale,) = weigh_financed(claims, desk, {}, ("北京",), None, of_size(size))
    (found,) = weigh_sums(claims, desk, None, of_size(size))
    assert [scale.status.value, *(part.status.value for part in found.scales)] == [status, status]
    assert found.counted_yuan == counted * 10_000


def test_a_broken_signature_of_the_proof_is_for_a_person() -> None:
    papers = [paper("loan", 5_000_000, signature="invalid"), contract(NAME)]
    assert fate(papers) == ("open", "signature-invalid")
    assert yuan(papers) == 0
