"""Check characters and masks (domain.md, appendix A)."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import (
    USCC_ALPHABET,
    id_check,
    is_id_number,
    is_patent_number,
    is_phone,
    is_uscc,
    mask_id,
    mask_phone,
    mask_private,
    organisation_check,
    patent_check,
    repair_uscc,
    uscc_check,
)

SYNTHETIC_ID = "11010519491231002X"
"""The sample of GB 11643 itself."""

DIGITS = "0123456789"


def uscc_of(department: str, area: str, organisation: str) -> str:
    body = department + area + organisation + organisation_check(organisation)
    return body + uscc_check(body)


usccs = st.builds(
    uscc_of,
    st.sampled_from(("91", "92", "12", "51", "52")),
    st.text(DIGITS, min_size=6, max_size=6),
    st.text(USCC_ALPHABET, min_size=8, max_size=8),
)
id_bodies = st.builds(
    lambda day, serial: f"110105{day:%Y%m%d}{serial:03d}",
    st.dates(min_value=date(1930, 1, 1), max_value=date(2010, 1, 1)),
    st.integers(0, 999),
)
id_numbers = id_bodies.map(lambda body: body + id_check(body))
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110000802100433B",
        "91110108551385082Q",
        "9144030071526726XG",
        "91330100799655058B",
        "91110108MA01FAKE9F",
        " ９１１１０１０８ma01fake9f ",
    ],
)
def test_valid_credit_codes(code: str) -> None:
    assert is_uscc(code)


@pytest.mark.parametrize(
    "code", ["91110108MA01FAKE8F", "91350100M000100Y4Z", "", "911101", "91110108MA01FAKE9FF", "一" * 18]
)
def test_invalid_credit_codes(code: str) -> None:
    assert not is_uscc(code)


@given(usccs, st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_never_passes(code: str, place: int, wrong: str) -> None:
    assert is_uscc(code)
    changed = code[:place] + wrong + code[place + 1 :]
    assert is_uscc(changed) == (changed == code)


@given(usccs)
def test_look_alikes_are_repaired_back_to_the_code(code: str) -> None:
    misread = code.translate(str.maketrans("0125", "OIZS"))
    assert repair_uscc(misread) == code


def test_a_code_that_still_fails_is_not_repaired() -> None:
    assert repair_uscc("9111O108MA01FAKE8F") is None
    assert repair_uscc("V1110108MA01FAKE9F") is None


def test_id_numbers() -> None:
    assert is_id_number(SYNTHETIC_ID)
    assert is_id_number("11010519491231002x")
    assert is_id_number("440524188001010014")
    assert not is_id_number("110105194912310021")
    assert not is_id_number("11010519490231002X")
    assert not is_id_number("")


def test_patent_numbers() -> None:
    assert is_patent_number("201710601862.3")
    assert is_patent_number("ZL 2017 1 0601862.3")
    assert is_patent_number("95115608.X")
    assert not is_patent_number("201710601862.4")
    assert patent_check("201710601862") == "3"


@pytest.mark.parametrize(
    "phone",
    [
        "13812348000",
        "138 1234 8000",
        "+86 138-1234-8000",
        "138****8000",
        "010-82341234",
        "(010)82341234",
        "82341234",
        "400-810-0000",
    ],
)
def test_phones(phone: str) -> None:
    assert is_phone(phone)


@pytest.mark.parametrize("phone", ["12812348000", "1381234800", "", "无", "2024-03-05", "110"])
def test_not_phones(phone: str) -> None:
    assert not is_phone(phone)


def test_masks_of_the_contract() -> None:
    assert mask_id(SYNTHETIC_ID) == "110***********002X"
    assert mask_phone("13812348000") == "138****8000"
    assert mask_phone("138****8000") == "138****8000"
    assert mask_phone("010-82341234") == "010****1234"
    assert mask_phone("110") == "***"
    assert mask_id("123") == "***"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("证件11010519491231002X电话13812348000。", "证件110***********002X电话138****8000。"),
        ("１３８１２３４８０００", "138****8000"),
        ("+86 138-1234-8000", "138****8000"),
        ("138\u200b12348000", "138****8000"),
        ("ID11010519491231002X", "ID110***********002X"),
        ("110105 19491231 002X", "110***********002X"),
        ("11010519491231002X13812348000", "110***********002X138****8000"),
        ("110105194912310038", "110***********0038"),
        ("发票号码24442000000127444519", "发票号码24442000000127444519"),
        ("代码91110108MA01FAKE9F", "代码91110108MA01FAKE9F"),
        ("合同编号202403050000000001", "合同编号202403050000000001"),
        ("2024-03-05 15 30 45 60 75 9", "2024-03-05 15 30 45 60 75 9"),
        ("", ""),
    ],
)
def test_private_numbers_inside_a_text(text: str, shown: str) -> None:
    assert mask_private(text) == shown


@given(
    st.text("年月 签到：，abX-\u200b\u3000", max_size=8),
    id_numbers,
    mobiles,
    st.text("年月 签到：，ab", min_size=1, max_size=8),
)
def test_no_private_number_survives(before: str, id_number: str, mobile: str, between: str) -> None:
    shown = mask_private(f"{before}{id_number}{between}{mobile}{before}")
    assert id_number not in shown
    assert mobile not in shown


@given(id_numbers.filter(lambda number: number[-1] != "X"), mobiles)
def test_numbers_run_together_are_masked(id_number: str, mobile: str) -> None:
    assert not re.search(r"[0-9]{5}", mask_private(id_number + mobile))


@given(st.text(max_size=80))
def test_masking_is_safe_and_stays(text: str) -> None:
    shown = mask_private(text)
    assert mask_private(shown) == shown
