"""Commitments, explanations and statements: who, when, the percentage, and for which rule (domain.md 3.27)."""

from collections.abc import Mapping

import pytest

from domain.documents import Kind, Problem
from domain.records import Field
from extractors.statement import extract_commitment, extract_statement
from tests.positioned import column, page, plain, reading

UNIT = "北京云途科技有限公司"
TRUTH = (
    "本单位知悉并保证所提供的北京市中小企业公共服务示范平台绩效评价资料和相关证明文件的真实性、完整性和准确性，"
    "并承担因资料虚假而产生的后果。"
)


def statement(*lines: str) -> Mapping[str, Field]:
    (record,) = extract_statement(plain(*lines))
    assert not isinstance(record, Problem)
    return record.fields


def said(fields: Mapping[str, Field], *names: str) -> list[object]:
    return [fields[name].value if name in fields else None for name in names]


def test_the_statement_of_annex_9() -> None:
    fields = statement("声明函", TRUTH, f"填报单位（盖章）：{UNIT}", "法定代表人（签字）：李明", "2025年3月4日")
    assert said(fields, "title", "unit", "signer") == ["声明函", UNIT, "李明"]
    assert said(fields, "signed_on", "topics") == ["2025-03-04", ["truth"]]
    assert "真实性、完整性和准确性" in str(fields["text"].value)


def test_a_letter_closed_at_the_right() -> None:
    lines = column(
        80, "关于服务中小企业营业收入的说明", "2024年度营业总收入中，为中小企业提供服务的营业收入占比为83.5%。"
    )
    foot = column(400, UNIT, "日期：2025年3月4日", x=380)
    (record,) = extract_statement(reading(page((*lines, *foot))))
    assert not isinstance(record, Problem)
    assert said(record.fields, "unit", "signed_on", "percent") == [UNIT, "2025-03-04", 83.5]
    assert record.fields["topics"].value == ["gate-9"]


def test_an_empty_date() -> None:
    fields = statement("声明函", TRUTH, f"填报单位（盖章）：{UNIT}", "法定代表人（签字）：", "    年  月  日")
    assert said(fields, "signed_on", "date_blank", "signer") == [None, True, None]


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("公益性免费服务在总服务量中的占比为21.3%。", 21.3),
        ("营业收入较上年增长12%，其中服务中小企业收入占比百分之八十五。", 85),
        ("服务中小企业收入占营业总收入的比重为 60 ％，同比提高5%。", 60),
    ],
)
def test_the_percentage_of_the_share(text: str, percent: float) -> None:
    assert said(statement("占比说明", text, UNIT), "percent") == [percent]


def test_an_approximate_percentage_is_marked() -> None:
    fields = statement("占比说明", "公益性免费服务占比约20%。", UNIT)
    assert said(fields, "percent", "percent_approximate") == [20, True]
    assert fields["percent"].confidence < 1


def test_shares_that_differ_are_candidates() -> None:
    fields = statement("占比说明", "一季度占比为20%。二季度占比为30%。", UNIT)
    assert said(fields, "percent", "percent_candidates") == [None, [20, 30]]


@pytest.mark.parametrize(
    "words", ["约占83.5%", "约占比为83.5%", "占比接近83.5%", "占比83.5%左右", "占比预计为83.5%", "占比不低于83.5%"]
)
def test_words_that_make_a_number_approximate(words: str) -> None:
    assert said(statement("占比说明", f"服务中小企业收入{words}。", UNIT), "percent_approximate") == [True]


@pytest.mark.parametrize("words", ["占比为80%~95%", "占比80%-95%", "占比由2023年的40%上升为95%", "占比为95%（约）"])
def test_a_range_or_a_change_is_no_exact_number(words: str) -> None:
    fields = statement("占比说明", f"2024年度服务中小企业的营业收入{words}。", UNIT)
    shares = fields["shares"].value
    assert isinstance(shares, list)
    assert [share["approximate"] for share in shares] == [True]


def test_the_share_of_large_enterprises_is_not_that_of_small_ones() -> None:
    text = "2024年度营业收入中，服务大型企业收入占比为95%"
    assert "percent" not in statement("占比说明", f"{text}。本单位服务中小企业。", UNIT)
    both = statement("占比说明", f"{text}，服务中小企业收入占比为5%。", UNIT)
    assert said(both, "percent") == [5]
    small = statement("占比说明", "2024年度营业收入中，服务中小企业（不含大型企业）收入占比为95%。", UNIT)
    assert said(small, "percent") == [95]


def test_one_paper_may_explain_both_shares() -> None:
    text = "2024年度服务中小企业的营业收入占比为86.5%。公益性免费服务在总服务量中的占比为31%，较2023年提高5个百分点。"
    fields = statement("占比说明", text, UNIT)
    assert fields["shares"].value == [
        {"topic": "gate-9", "percent": 86.5, "approximate": False},
        {"topic": "gate-10", "percent": 31, "approximate": False},
    ]
    assert said(fields, "period", "percent") == ["2024", None]


def test_a_growth_is_no_share() -> None:
    fields = statement("营业收入占比说明", "营业收入同比增长12%，其中服务中小企业收入占比为百分之九十五。", UNIT)
    assert fields["shares"].value == [{"topic": "gate-9", "percent": 95, "approximate": False}]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("我单位成立于2012年，2024年度占比为50%。", "2024"),
        ("2024年1-12月占比为50%。", "2024"),
        ("2023年度占比为40%，2024年度占比为50%。", None),
        ("占比为50%。", None),
        ("2023年，我单位服务中小企业收入占比为50%。", "2023"),
        ("我单位成立于2012年3月，2024年占比为50%。", "2024"),
        ("2023年占比为40%，2024年占比为50%。", None),
    ],
)
def test_the_year_of_an_explanation(text: str, period: str | None) -> None:
    assert said(statement("占比说明", text, UNIT, "2025年3月4日"), "period") == [period]


def test_why_and_until_when_the_audit_is_late() -> None:
    text = (
        "因会计师事务所审计工作尚未完成，我单位暂时无法提供2024年度审计报告，预计2025年4月30日前补交，现提供财务报表。"
    )
    fields = statement("关于审计报告的说明", text, UNIT)
    assert said(fields, "cause", "expected_on") == ["会计师事务所审计工作尚未完成", "2025-04-30"]
    assert "gate-2" in list(fields["topics"].value)  # type: ignore[call-overload]


def test_a_note_without_reason_and_day() -> None:
    fields = statement("说明", "我单位暂时无法提供2024年度审计报告，完成后补交。", UNIT)
    assert said(fields, "cause", "expected_on") == [None, None]


def test_no_number_is_no_percentage() -> None:
    assert "percent" not in statement("占比说明", "公益性免费服务在总服务量中占有一定比例。", UNIT)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("服务企业数量超过100家，按照金额大小提供100家的材料，其余可在评审结束前随时接受审查单位的抽查。", "gate-4"),
        ("本人诚信、守法，无不良信用记录。", "gate-3"),
        ("2024年度审计报告尚未完成，预计2025年4月30日前补交。", "gate-2"),
    ],
)
def test_topics_of_commitments(text: str, topic: str) -> None:
    (record,) = extract_commitment(plain("承诺书", text, UNIT))
    assert not isinstance(record, Problem)
    assert record.kind is Kind.COMMITMENT
    assert record.fields["topics"].value == [topic]
