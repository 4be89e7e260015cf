"""Which of several tables of one list counts."""

import pytest

from domain.claims import Claim, DeclaredList, ListName
from tests.papers import declared, order_row, served_row
from validators.list_choice import one_of_each, year_of_list

YEAR = 2024


def orders(count: int, path: str, year: int | None = None, day: str | None = "2024-03-05") -> DeclaredList:
    rows = [order_row(place, f"企业{place}", signed_on=day) for place in range(2, count + 2)]
    return declared(ListName.ORDERS, rows, path=path, sha256=path, year=year)


def chosen(*lists: DeclaredList) -> str:
    return one_of_each(lists, YEAR)[lists[0].name].path


@pytest.mark.parametrize("year", [2023, None])
def test_a_list_of_another_year_never_counts_however_long(year: int | None) -> None:
    assert chosen(orders(9, "2023.xlsx", year, "2023-03-05"), orders(1, "附表3.xlsx")) == "附表3.xlsx"


def test_a_part_whose_title_names_the_year_does_not_push_the_whole_aside() -> None:
    assert chosen(orders(2, "2024年北京市订单企业名单.xlsx", 2024), orders(3, "附表3.xlsx")) == "附表3.xlsx"


def test_of_lists_of_one_length_the_fuller_one_counts_and_then_the_dated_one() -> None:
    plain, dated = orders(2, "b.xlsx"), orders(2, "c.xlsx", 2024)
    full = declared(ListName.ORDERS, plain.rows, path="d.xlsx", columns={"size": "D"})
    assert chosen(plain, dated) == "c.xlsx"
    assert chosen(plain, dated, full) == "d.xlsx"


def test_a_list_in_a_hidden_sheet_gives_way() -> None:
    rows = [served_row(2, "企业2"), served_row(3, "企业3")]
    hidden = [Claim(r.list, r.row, r.name, r.cells, r.raw, r.source, hidden=True) for r in rows]
    old = declared(ListName.SERVED, hidden, path="旧.xlsx")
    assert chosen(old, declared(ListName.SERVED, rows[:1], path="新.xlsx")) == "新.xlsx"


@pytest.mark.parametrize(
    ("title", "day", "year"),
    [(2023, "2024-03-05", 2023), (None, "2023-03-05", 2023), (None, None, None), (None, "2024-03", 2024)],
)
def test_the_year_of_a_list(title: int | None, day: str | None, year: int | None) -> None:
    assert year_of_list(orders(2, "a.xlsx", title, day)) == year


def test_days_of_two_years_tell_none() -> None:
    rows = [order_row(2, "企业2", signed_on="2023-12-31"), order_row(3, "企业3", signed_on="2024-01-01")]
    assert year_of_list(declared(ListName.ORDERS, rows)) is None
