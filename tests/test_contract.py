"""Service contracts and leases: parties, numbers, dates, terms, sums and their traps (domain.md 3.1, 3.12)."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.documents import Kind, Problem, Reading, Seal
from domain.records import Field
from extractors.contract import extract_contract, extract_lease
from tests.positioned import column, page, plain, reading, row

CLIENT, SERVER = "北京云途科技有限公司", "中关村检测（北京）股份有限公司"
HEAD = ("技术服务合同", "合同编号：HT-2024-018", f"甲方（委托方）：{CLIENT}", f"乙方（受托方）：{SERVER}")
FOOT = (f"甲方（盖章）：{CLIENT}    乙方（盖章）：{SERVER}", "日期：2024年3月5日    日期：2024年3月8日")


def contract(*lines: str) -> Mapping[str, Field]:
    return fields_of(plain(*lines))


def fields_of(paper: Reading) -> Mapping[str, Field]:
    (record,) = extract_contract(paper)
    assert not isinstance(record, Problem)
    return record.fields


def said(fields: Mapping[str, Field], *names: str) -> list[object]:
    return [fields[name].value if name in fields else None for name in names]


def test_the_fields_of_a_contract() -> None:
    fields = contract(
        *HEAD,
        "项目名称：新材料成分检测",
        "合同总金额：人民币12,000.00元（大写：壹万贰仟元整）。",
        "服务期限：自2024年3月1日起至2025年2月28日止。",
        *FOOT,
    )
    assert said(fields, "title", "number", "subject") == ["技术服务合同", "HT-2024-018", "新材料成分检测"]
    assert said(fields, "party_a", "party_b") == [CLIENT, "中关村检测(北京)股份有限公司"]
    assert said(fields, "amount_yuan", "amount_capitals_yuan", "amount_conflict") == [12000, 12000, None]
    assert said(fields, "term_from", "term_to") == ["2024-03-01", "2025-02-28"]


def test_of_two_signing_days_the_later_counts_and_both_are_kept() -> None:
    fields = contract(*HEAD, *FOOT)
    assert said(fields, "signed_on", "signed_on_a", "signed_on_b") == ["2024-03-08", "2024-03-05", "2024-03-08"]
    assert fields["signed_on_basis"].value == "closing"


def test_columns_of_a_closing_block_belong_to_their_parties() -> None:
    lines = [
        *column(60, *HEAD),
        row(600, (72, f"甲方（盖章）：{CLIENT}"), (320, f"乙方（盖章）：{SERVER}")),
        row(640, (72, "法定代表人（签字）："), (320, "法定代表人（签字）：")),
        row(680, (72, "日期：2024年3月5日"), (320, "日期：2024年4月6日")),
    ]
    fields = fields_of(reading(page(lines)))
    assert said(fields, "signed_on", "signed_on_a", "signed_on_b") == ["2024-04-06", "2024-03-05", "2024-04-06"]
    box = fields["signed_on"].source.bbox
    assert box is not None
    assert box[0] > 0.5


def test_blocks_one_below_the_other_belong_to_their_parties() -> None:
    foot = (
        f"甲方（盖章）：{CLIENT}",
        "日期：2024年3月5日",
        f"乙方（盖章）：{SERVER}",
        "日期：2024年2月6日",
    )
    fields = fields_of(reading(page(column(60, *HEAD, *foot))))
    assert said(fields, "signed_on_a", "signed_on_b") == ["2024-03-05", "2024-02-06"]


@pytest.mark.parametrize("blank", ["      年    月    日", "____年__月__日", "202 年   月   日"])
def test_an_empty_date_is_no_date(blank: str) -> None:
    foot = (f"甲方（盖章）：{CLIENT}", f"日期：{blank}", f"乙方（盖章）：{SERVER}", f"日期：{blank}")
    fields = contract(*HEAD, *foot)
    assert said(fields, "signed_on", "date_blank") == [None, True]


def test_a_date_that_does_not_exist_is_said_to_be_so() -> None:
    fields = contract(*HEAD, "甲方（盖章）：", "日期：2024年2月30日", "乙方（盖章）：")
    assert said(fields, "signed_on", "signed_on_invalid") == [None, "2024年2月30日"]


def test_a_label_of_signing_stands_in_for_an_empty_closing_block() -> None:
    fields = contract(*HEAD, "签订日期：2024年5月6日", "甲方（盖章）：", "乙方（盖章）：")
    assert said(fields, "signed_on", "signed_on_basis") == ["2024-05-06", "label"]


def test_a_clause_may_say_when_it_was_signed() -> None:
    fields = contract(*HEAD, "本合同由甲乙双方于2024年5月6日在北京市海淀区签订。", "甲方（盖章）：", "乙方（盖章）：")
    assert said(fields, "signed_on", "signed_on_basis") == ["2024-05-06", "clause"]


def test_a_term_is_not_a_signing_date() -> None:
    fields = contract(*HEAD, "服务期限：2024年1月1日至2024年12月31日", "甲方（盖章）：", "乙方（盖章）：")
    assert said(fields, "signed_on", "term_from", "term_to") == [None, "2024-01-01", "2024-12-31"]


@pytest.mark.parametrize(
    ("clause", "first", "last"),
    [
        ("本合同自双方签字盖章之日起生效，有效期壹年。", "2024-03-08", "2025-03-07"),
        ("合同期限：自签订之日起三年。", "2024-03-08", "2027-03-07"),
        ("服务期限为12个月，自2024年4月1日起计算。", "2024-04-01", "2025-03-31"),
        ("合同有效期：2024.1.1-2024.12.31", "2024-01-01", "2024-12-31"),
        ("有效期自签订之日起至2025年6月30日止。", "2024-03-08", "2025-06-30"),
        ("服务期限：自签订之日起至服务成果验收合格之日止。", "2024-03-08", None),
        ("保密期限为本协议终止后两年。", None, None),
    ],
)
def test_terms(clause: str, first: str | None, last: str | None) -> None:
    fields = contract(*HEAD, clause, *FOOT)
    if last is not None or first is None:
        assert said(fields, "term_from", "term_to") == [first, last]
    else:
        assert "term_to" not in fields


def test_terms_that_differ_are_a_conflict() -> None:
    clauses = ("有效期限：2024年1月1日至2024年12月31日", "服务期限：自2024年1月1日起至2025年12月31日止。")
    fields = contract(*HEAD, *clauses, *FOOT)
    assert fields["term_conflict"].value is True
    assert fields["term_to"].confidence < 1


@pytest.mark.parametrize(
    ("clause", "yuan"),
    [
        ("合同金额：12000元", 12000),
        ("合同金额（万元）：1.2", 12000),
        ("技术服务费总额为：1.2万元，由甲方分期支付。", 12000),
        ("1. 服务费：人民币9,800.50元（大写：玖仟捌佰元伍角整）。首付款4,900元。", 9800.5),
        ("费用共计人民币壹万贰仟元整。", 12000),
        ("检测费 300 元/样，按实际样品数量结算。", None),
        ("按实际发生的服务数量和附件所列收费标准据实结算。", None),
        ("违约金为合同总金额的10%，即1,000元。", None),
        ("首付款：5,000元；余款：7,000元。", None),
    ],
)
def test_amounts(clause: str, yuan: float | None) -> None:
    assert said(contract(*HEAD, clause, *FOOT), "amount_yuan") == [yuan]


def test_figures_and_capitals_that_differ_are_a_conflict() -> None:
    fields = contract(*HEAD, "合同总价：12,000.00元（大写：壹万叁仟元整）", *FOOT)
    assert said(fields, "amount_yuan", "amount_capitals_yuan", "amount_conflict") == [12000, 13000, True]
    assert fields["amount_yuan"].confidence < 1


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"甲方：{CLIENT}（以下简称“甲方”）", CLIENT),
        (f"委托方（甲方）：{CLIENT}（盖章）", CLIENT),
        (f"甲    方：{CLIENT}  地址：北京市海淀区1号", CLIENT),
        (f"委托单位：{CLIENT}", CLIENT),
        (f"采购方：{CLIENT}", CLIENT),
        (f"甲方{CLIENT}", CLIENT),
        ("甲方：张三", "张三"),
        (f"本合同由{CLIENT}（以下简称“甲方”）与{SERVER}（以下简称“乙方”）订立。", CLIENT),
        ("甲方应按时付款", None),
        ("甲方：________", None),
    ],
)
def test_party_names(line: str, name: str | None) -> None:
    fields = contract("技术服务合同", line, "为明确双方权利义务，订立本合同。")
    assert said(fields, "party_a") == [name]


def test_a_letter_in_brackets_decides_the_party() -> None:
    fields = contract("委托合同", f"受托方（甲方）：{SERVER}", f"委托方（乙方）：{CLIENT}")
    assert said(fields, "party_a", "party_b") == ["中关村检测(北京)股份有限公司", CLIENT]


def test_short_names_are_kept() -> None:
    fields = contract("技术服务合同", f"甲方：{CLIENT}（以下简称“云途”）", f"乙方：{SERVER}（以下简称“乙方”）")
    assert fields["aliases"].value == [{"name": CLIENT, "alias": "云途"}]


def test_the_number_stands_without_its_brackets() -> None:
    assert said(contract("技术服务合同", "（合同编号：京检〔2024〕第018号）"), "number") == ["京检〔2024〕第018号"]
    assert said(contract("技术服务合同", "合同编号：", "甲方：" + CLIENT), "number") == [None]


def test_seals() -> None:
    sealed = page(column(60, *HEAD), seals=(Seal((0.1, 0.7, 0.3, 0.9), text=CLIENT), Seal((0.6, 0.7, 0.8, 0.9))))
    assert said(fields_of(reading(sealed)), "seals", "seal_state") == [[CLIENT, ""], "present"]
    bare = page(column(60, *HEAD))
    assert said(fields_of(reading(bare)), "seals", "seal_state") == [[], "not-found"]
    grey = replace(bare, coloured=False, origin=type(bare.origin).OCR)
    assert said(fields_of(reading(grey)), "seals", "seal_state") == [[], "unknown"]


def test_a_paper_without_text_is_a_problem() -> None:
    (problem,) = extract_contract(reading(page(())))
    assert isinstance(problem, Problem)


def test_a_lease() -> None:
    (record,) = extract_lease(
        plain(
            "房屋租赁合同",
            f"出租方（甲方）：{SERVER}",
            f"承租方（乙方）：{CLIENT}",
            "房屋坐落：北京市海淀区中关村大街1号3层301室",
            "建筑面积为260.5平方米。",
            "租赁期限自2023年1月1日起至2025年12月31日止。",
        )
    )
    assert not isinstance(record, Problem)
    assert record.kind is Kind.LEASE_CONTRACT
    assert said(record.fields, "lessor", "lessee") == ["中关村检测(北京)股份有限公司", CLIENT]
    assert said(record.fields, "area_m2", "term_to") == [260.5, "2025-12-31"]
    assert record.text("address") == "北京市海淀区中关村大街1号3层301室"
