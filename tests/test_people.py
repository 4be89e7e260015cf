"""Synthetic persons and enterprises: their numbers hold, and nobody real bears them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.codes import is_id_number, is_phone, is_uscc
from domain.values import parse_capitals
from fixtures.forge.people import make_enterprises, make_persons
from fixtures.forge.wording import capitals

SEEDS = st.integers(0, 2**32)


def test_persons_have_valid_and_distinct_numbers() -> None:
    persons = make_persons(120, 7)
    assert all(is_id_number(person.id_number) and is_phone(person.phone) for person in persons)
    assert len({person.name for person in persons}) == len({person.phone for person in persons}) == 120


def test_birthday_and_gender_agree_with_the_id_number() -> None:
    for person in make_persons(40, 8):
        assert person.id_number[6:14] == f"{person.born_on:%Y%m%d}"
        assert (person.gender == "男") == bool(int(person.id_number[16]) % 2)


def test_nobody_has_such_an_area_code_or_phone() -> None:
    for person in make_persons(40, 9):
        assert person.id_number.startswith("110199")
        assert person.phone[3:7] == "0000"


@given(SEEDS)
def test_codes_of_enterprises_hold(seed: int) -> None:
    assert is_uscc(make_enterprises({"河北": 1}, seed)[0].uscc)


def test_enterprises_keep_their_provinces_and_share_no_brand() -> None:
    enterprises = make_enterprises({"北京": 60, "天津": 25, "河北": 20}, 1)
    assert [enterprise.province for enterprise in enterprises] == ["北京"] * 60 + ["天津"] * 25 + ["河北"] * 20
    assert len({enterprise.brand[:2] for enterprise in enterprises}) == 105
    assert all(enterprise.brand in enterprise.name for enterprise in enterprises)


def test_the_same_seed_gives_the_same_people() -> None:
    assert make_persons(5, 3) == make_persons(5, 3)
    assert make_enterprises({"河北": 5}, 3) == make_enterprises({"河北": 5}, 3)


@given(st.decimals(Decimal(1), Decimal("99999999.99"), places=2))
def test_capitals_can_be_read_back(amount: Decimal) -> None:
    assert parse_capitals(capitals(amount)) == amount


def test_capitals_as_the_rules_write_them() -> None:
    for text in ("壹万贰仟叁佰肆拾伍元陆角柒分", "叁仟零伍拾元整", "壹亿零伍拾万元整", "贰佰元零伍分", "壹万零壹元整"):
        amount = parse_capitals(text)
        assert amount is not None
        assert capitals(amount) == text
