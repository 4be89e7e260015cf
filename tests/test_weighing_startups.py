"""Startups (8.2.3): at most three years old on the day of service, with a contract."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.records import Record
from tests.papers import claim, contract, desk_of, invoice, reasons_of, record, unread
from validators.weighing.contracts import Days, days_of
from validators.weighing.startups import Young, is_young, last_young_day, weigh_startups

NAME = "北京澜桥科技有限公司"
VERIFIED = ("verified",)
OLD = ("excluded", "date-out-of-period")


def fate(papers: Sequence[Record], founded: str | None = "2022-06-01", **more: Any) -> tuple[str, ...]:  # noqa: ANN401
    rows: list[Claim] = [claim(ListName.STARTUPS, 2, NAME, {"enterprise": NAME, "founded_on": founded})]
    return reasons_of(weigh_startups(rows, desk_of(papers, rows, **more), "score-8.2.3"))[0]


@pytest.mark.parametrize(
    ("founded", "signed", "reasons"),
    [
        ("2021-03-05", "2024-03-05", VERIFIED),
        ("2021-03-05", "2024-03-06", OLD),
        ("2021-03-04", "2024-03-05", OLD),
        ("2021-01-01", "2024-01-01", VERIFIED),
        ("2020-12-31", "2024-01-01", OLD),
        ("2024-02-01", "2024-12-31", VERIFIED),
        ("2024-12-31", "2024-12-31", VERIFIED),
        ("2025-01-01", "2024-12-31", ("open", "value-invalid")),
        ("2021-03", "2024-03-01", VERIFIED),
        ("2021-03", "2024-03-15", ("open", "date-out-of-period")),
        ("2021-03", "2024-04-01", OLD),
    ],
)
def test_exactly_three_years_are_included(founded: str, signed: str, reasons: tuple[str, ...]) -> None:
    assert fate([contract(NAME, signed_on=signed)], founded) == reasons


def test_a_contract_is_needed_and_no_invoice() -> None:
    assert fate([contract(NAME)]) == VERIFIED
    assert fate([contract(NAME, amount_yuan=0)]) == VERIFIED
    assert fate([]) == ("open", "contract-missing")
    assert fate([invoice(NAME)]) == ("open", "contract-missing")
    assert fate([], problems=[unread(f"合同/{NAME}.pdf")]) == ("open", "contract-missing", "page-unreadable")


def test_an_enterprise_too_old_on_every_day_of_the_year_goes_without_a_contract() -> None:
    assert fate([], "2020-12-31") == OLD
    assert fate([], "2021-01-01") == ("open", "contract-missing")


@pytest.mark.parametrize(
    ("signed", "more", "founded", "reasons"),
    [
        ("2023-12-31", {}, "2022-01-01", ("open", "date-out-of-period")),
        ("2025-01-02", {}, "2022-06-01", ("open", "date-out-of-period")),
        ("2023-06-01", {"term_from": "2023-06-01", "term_to": "2024-05-31"}, "2022-01-01", VERIFIED),
        ("2023-06-01", {"term_from": "2023-06-01", "term_to": "2024-05-31"}, "2021-01-01", VERIFIED),
        (
            "2023-06-01",
            {"term_from": "2023-06-01", "term_to": "2023-12-31"},
            "2022-01-01",
            ("open", "date-out-of-period"),
        ),
        (None, {}, "2022-06-01", ("open", "date-missing")),
    ],
)
def test_the_contract_must_have_served_in_the_year(
    signed: str | None, more: dict[str, Any], founded: str, reasons: tuple[str, ...]
) -> None:
    assert fate([contract(NAME, signed_on=signed, **more)], founded) == reasons


def test_an_invoice_of_the_year_shows_that_an_older_or_undated_contract_served() -> None:
    assert fate([contract(NAME, signed_on="2023-11-01"), invoice(NAME)]) == VERIFIED
    assert fate([contract(NAME, signed_on=None), invoice(NAME)], "2021-12-31") == VERIFIED
    assert fate([contract(NAME, signed_on=None), invoice(NAME)], "2021-12-30") == ("open", "date-out-of-period")


def test_the_earliest_contract_of_the_year_may_prove_it() -> None:
    papers = [
        contract(NAME, number="A-1", signed_on="2024-09-01"),
        contract(NAME, number="A-2", signed_on="2024-02-01"),
    ]
    assert fate(papers, "2021-03-05") == VERIFIED


def test_founding_day_missing_or_contradicted_by_a_licence() -> None:
    assert fate([contract(NAME)], None) == ("open", "value-invalid")
    licence = record(Kind.BUSINESS_LICENCE, name=NAME, founded_on="2019-06-01")
    assert fate([contract(NAME), licence]) == ("open", "declared-mismatch")
    same = record(Kind.BUSINESS_LICENCE, name=NAME, founded_on="2022-06-01")
    assert fate([contract(NAME), same]) == VERIFIED


def test_what_is_read_badly_excludes_nothing() -> None:
    assert fate([contract(NAME, signed_on="2024-03-06", sure={"signed_on": 0.85})], "2021-03-05") == (
        "open",
        "date-out-of-period",
    )
    assert fate([contract(NAME, signed_on="2024-03-05", sure={"signed_on": 0.7})], "2021-03-05") == (
        "open",
        "page-unreadable",
    )


@given(founded=st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_the_last_young_day_is_three_years_on(founded: date) -> None:
    last = last_young_day(founded)
    assert last.year == founded.year + 3
    assert (last.month, last.day) == (
        founded.month,
        min(founded.day, 28) if founded.month == 2 and founded.day == 29 else founded.day,
    )
    day = Days(founded, founded)
    assert is_young(day, Days(last, last)) is Young.YES
    following = date.fromordinal(last.toordinal() + 1)
    assert is_young(day, Days(following, following)) is Young.NO


@pytest.mark.parametrize("text", ["", None, "2024", "2024-13", "2024-02-30", "去年"])
def test_what_is_no_day(text: str | None) -> None:
    assert days_of(text) is None
