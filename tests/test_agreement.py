"""Cooperation agreements: without a closing date they have none (附表7: 须有落款日期，否则视为无效)."""

from collections.abc import Mapping

import pytest

from domain.documents import Kind, Problem
from domain.records import Field
from extractors.agreement import extract_agreement
from tests.positioned import page, plain, reading

HEAD = (
    "战略合作协议",
    "甲方：北京云途科技有限公司",
    "乙方：北京正衡律师事务所",
    "为共同为中小企业提供服务，达成协议如下：",
)


def agreement(*lines: str) -> Mapping[str, Field]:
    (record,) = extract_agreement(plain(*lines))
    assert not isinstance(record, Problem)
    assert record.kind is Kind.COOPERATION_AGREEMENT
    return record.fields


def said(fields: Mapping[str, Field], *names: str) -> list[object]:
    return [fields[name].value if name in fields else None for name in names]


def signed(day: str) -> tuple[str, ...]:
    return "甲方（盖章）：", f"日期：{day}", "乙方（盖章）：", f"日期：{day}"


def test_the_fields_of_an_agreement() -> None:
    fields = agreement(*HEAD, "合作期限：2024年1月1日至2025年12月31日。", *signed("2024年1月1日"))
    assert said(fields, "title", "party_a", "party_b") == ["战略合作协议", "北京云途科技有限公司", "北京正衡律师事务所"]
    assert said(fields, "signed_on", "term_from", "term_to") == ["2024-01-01", "2024-01-01", "2025-12-31"]
    assert said(fields, "renews", "open_ended", "date_blank") == [None, None, None]


def test_three_parties() -> None:
    fields = agreement(*HEAD[:3], "丙方：北京市软件行业协会", *signed("2024年1月1日"))
    assert said(fields, "party_c") == ["北京市软件行业协会"]


def test_a_date_on_the_first_page_is_no_closing_date() -> None:
    fields = agreement("合作框架协议", "2024年3月1日", *HEAD[1:], *signed("    年  月  日"))
    assert said(fields, "signed_on", "date_blank") == [None, True]


def test_a_closing_date_in_numerals() -> None:
    assert said(agreement(*HEAD, *signed("二〇二四年十二月三十一日")), "signed_on") == ["2024-12-31"]


def test_a_date_to_the_month_stays_one() -> None:
    assert said(agreement(*HEAD, *signed("2024年3月")), "signed_on") == ["2024-03"]


def test_a_date_without_its_year_is_incomplete() -> None:
    fields = agreement(*HEAD, *signed("3月5日"))
    assert said(fields, "signed_on", "signed_on_incomplete") == [None, "3月5日"]


@pytest.mark.parametrize(
    ("clause", "first", "last"),
    [
        ("本协议自签订之日起生效，有效期三年。", "2022-06-01", "2025-05-31"),
        ("有效期：2022年6月1日至2023年5月31日", "2022-06-01", "2023-05-31"),
        ("第五条 合作期限", None, None),
    ],
)
def test_terms_that_cross_into_the_year_or_do_not(clause: str, first: str | None, last: str | None) -> None:
    fields = agreement(*HEAD, clause, *signed("2022年6月1日"))
    assert said(fields, "term_from", "term_to") == [first, last]


def test_without_a_day_of_signing_a_length_is_only_a_length() -> None:
    fields = agreement(*HEAD, "本协议自签订之日起生效，有效期两年。", *signed("   年  月  日"))
    assert said(fields, "term_from", "term_length") == [None, {"years": 2, "months": 0}]


def test_agreements_without_end() -> None:
    fields = agreement(*HEAD, "合作期限：长期有效。", *signed("2021年6月1日"))
    assert said(fields, "open_ended", "term_to") == [True, None]


def test_a_long_and_stable_cooperation_is_no_term() -> None:
    fields = agreement(*HEAD, "双方建立长期稳定的合作关系。", *signed("2021年6月1日"))
    assert "open_ended" not in fields


@pytest.mark.parametrize(
    ("clause", "renews"),
    [
        ("期满前30日内双方无异议的，本协议自动顺延一年。", True),
        ("期满后本协议自动续期。", True),
        ("期满后本协议不再自动顺延。", None),
        ("有效期一年。", None),
    ],
)
def test_renewal(clause: str, renews: bool | None) -> None:
    assert said(agreement(*HEAD, clause, *signed("2024年6月1日")), "renews") == [renews]


def test_a_paper_without_text_is_a_problem() -> None:
    (problem,) = extract_agreement(reading(page(())))
    assert isinstance(problem, Problem)
