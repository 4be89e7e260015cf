"""The declared form: labels in rows, columns and lines, by part; forged in four layouts and three media."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest

from domain.documents import CellValue, Kind, Reading, Sheet, SheetRow
from domain.form_fields import FIELDS_BY_ID
from domain.records import Record
from domain.text import squash
from extractors import readers
from extractors.declared_form import extract_form
from extractors.declared_lists import extract_claims
from extractors.form_values import ROUGH, parse_form_value
from extractors.jobs import _digest
from extractors.registry import digest
from fixtures.forge.facts import FormFacts, FormValue, Medium
from fixtures.forge.papers import draw
from tests.positioned import SHA256, column, page, plain, reading, row, table

FACTS: dict[str, FormValue] = {
    "category": "技术创新",
    "applicant.name": "北京砚溪企业服务有限公司",
    "platform_name": "砚溪中小企业服务平台",
    "district": "海淀区",
    "founded": date(2012, 3, 5),
    "legal_rep": "王晓华",
    "nature": "私营企业",
    "listed": False,
    "area_m2": Decimal("820.5"),
    "n_employees": 46,
    "n_service_staff": 21,
    "n_qualified_staff": 17,
    "n_certified_staff": 9,
    "address": "北京市海淀区中云路12号院3号楼5层501室",
    "info_system": "www.example-yanxi.cn 京ICP备2024000001号",
    "investors.1.name": "王晓华",
    "investors.1.nature": "自然人",
    "investors.1.share_pct": Decimal(60),
    "investors.2.name": "北京霁川科技有限公司",
    "investors.2.nature": "私营企业",
    "investors.2.share_pct": Decimal(40),
    "main_services": "检验检测、技术咨询、成果转化",
    "main_industries": "新材料、智能装备",
    "n_partners": 12,
    "n_ip": 25,
    "n_products": 18,
    "n_registered": 1520,
    "n_growth.innovative": 30,
    "n_growth.specialised": 22,
    "n_growth.little_giant": 5,
    "n_growth.hidden_champion": 1,
    "n_growth.single_champion": 0,
    "n_growth.unicorn": 2,
    "free_share_pct": Decimal(31),
    "n_activities": 24,
    "satisfaction_pct": Decimal("97.35"),
    "honors": 2,
    "honors.names": "北京市企业技术中心、知识产权示范单位",
    "licences": 3,
    "licences.names": "检验检测资质、实验室认可、质量管理体系认证",
    "ops.2024.assets_wan": Decimal("5234.67"),
    "ops.2024.revenue_wan": Decimal("3120.5"),
    "ops.2024.sme_revenue_wan": Decimal("2699.23"),
    "ops.2024.sme_share_pct": Decimal("86.5"),
    "ops.2024.n_served": 126,
    "ops.2024.n_served_beijing": 98,
    "ops.2024.n_orders": 143,
    "ops.2023.assets_wan": Decimal(4980),
    "ops.2023.revenue_wan": Decimal("2980.31"),
    "ops.2023.sme_revenue_wan": Decimal(2500),
    "ops.2023.sme_share_pct": Decimal("83.88"),
    "ops.2023.n_served": 111,
    "ops.2023.n_served_beijing": 90,
    "ops.2023.n_orders": 120,
    "eff.tech.products": 18,
    "eff.tech.activities": 16,
    "eff.tech.recognised.innovative": 8,
    "eff.tech.recognised.specialised": 6,
    "eff.tech.recognised.little_giant": 2,
    "eff.tech.recognised.hidden_champion": 0,
    "eff.tech.recognised.single_champion": 0,
    "eff.tech.research": True,
    "incentive.listing.tutoring": 1,
    "incentive.listing.accepted": 0,
    "incentive.listing.passed": 0,
    "incentive.listing.neeq_innovation": 1,
    "incentive.digital": True,
    "incentive.standards": 4,
    "profile.intro": "公司成立于2012年，是面向中小企业的技术服务机构，长期为京津冀企业提供检验检测和技术咨询。",
    "profile.strengths": "平台集聚多家专业服务机构，形成线上线下结合的服务体系。",
    "contacts.head.name": "王晓华",
    "contacts.head.position": "总经理",
    "contacts.head.landline": "010-60000000",
    "contacts.head.mobile": "13800001234",
    "contacts.contact.name": "李敏",
    "contacts.contact.position": "项目经理",
    "contacts.contact.landline": "010-60000001",
    "contacts.contact.mobile": "13900005678",
}
PLACED = (Medium.TEXT, Medium.WORD, Medium.WORKBOOK)


def sheets(*rows: tuple[CellValue, ...], name: str = "Sheet1") -> Reading:
    numbered = tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1))
    return Reading(path="填报.xlsx", sha256=SHA256, sheets=(Sheet(name=name, rows=numbered),), read_by="hand")


def form_of(found: Reading) -> Record:
    (record,) = extract_form(found)
    assert isinstance(record, Record)
    return record


def values(found: Reading) -> dict[str, object]:
    return {name: field.value for name, field in form_of(found).fields.items()}


def forged(layout: int, medium: Medium, folder: Path) -> tuple[Reading, dict[str, object]]:
    paper = draw(FormFacts(values=FACTS), layout=layout, medium=medium, seed=7)
    file = folder / f"填报{paper.suffix}"
    file.write_bytes(paper.data)
    found = readers.read(file, file.name, SHA256)
    assert isinstance(found, Reading)
    return found, paper.truth[0].fields


def same(found: object, wanted: object) -> bool:
    if isinstance(found, str) and isinstance(wanted, str):
        return squash(found) == squash(wanted)
    return found == wanted


@pytest.mark.parametrize("medium", PLACED)
@pytest.mark.parametrize("layout", range(4))
def test_every_field_of_a_forged_form_is_read(layout: int, medium: Medium, tmp_path: Path) -> None:
    found, truth = forged(layout, medium, tmp_path)
    (record,) = digest(found).records
    assert record.kind is Kind.DECLARED_FORM
    said = {name: field.value for name, field in record.fields.items()}
    assert {name: said.get(name) for name, wanted in truth.items() if not same(said.get(name), wanted)} == {}
    assert set(said) == set(truth)


@pytest.mark.parametrize("layout", range(4))
def test_a_form_is_no_list(layout: int, tmp_path: Path) -> None:
    found, _ = forged(layout, Medium.WORKBOOK, tmp_path)
    assert extract_claims(found) == ((), ())


@pytest.mark.slow
def test_a_scanned_form_never_says_what_is_not_there(tmp_path: Path) -> None:
    found, truth = forged(0, Medium.SCAN, tmp_path)
    (record,) = digest(found).records
    numbers = {name: one.value for name, one in record.fields.items() if isinstance(one.value, int | float)}
    assert len(numbers) > 40
    assert {name: value for name, value in numbers.items() if value != truth[name]} == {}


def test_pairs_stand_in_rows() -> None:
    found = values(sheets(("单位名称", "甲公司", "平台名称", "甲平台"), ("注册所在区", None, "法定代表人", "王晓华")))
    assert found == {"applicant.name": "甲公司", "platform_name": "甲平台", "legal_rep": "王晓华"}


def test_values_stand_under_a_head_of_labels() -> None:
    found = values(sheets(("单位名称", "注册时间", "单位从业人数"), ("甲公司", "2012-03-05", 46)))
    assert found == {"applicant.name": "甲公司", "founded": "2012-03-05", "n_employees": 46}


def test_the_year_tells_figures_of_one_label_apart() -> None:
    rows = (("项目", "2023年度", "2024年度"), ("资产总额（万元）", 1, 2), ("营业收入（万元）", 3, 4))
    found = values(sheets(*rows))
    assert found["ops.2024.assets_wan"] == 2
    assert found["ops.2023.revenue_wan"] == 3


def test_a_figure_without_its_year_is_left() -> None:
    assert values(sheets(("资产总额（万元）", 100), ("营业收入（万元）", 50))) == {}


def test_titles_count_in_the_part_in_which_they_stand() -> None:
    rows = (
        ("上年度服务创新型高成长中小企业数量情况",),
        ("隐形冠军", 3),
        ("三、专业服务成效情况",),
        ("3.上年度开展技术创新服务成效",),
        ("新认定为创新型、隐形冠军、单项冠军的企业数量情况",),
        ("隐形冠军", 1),
    )
    assert values(sheets(*rows)) == {"n_growth.hidden_champion": 3, "eff.tech.recognised.hidden_champion": 1}


def test_the_category_cell_opens_no_branch() -> None:
    rows = (
        ("申报服务类别", "综合咨询"),
        ("二、运营情况",),
        ("6.截至上年底线上服务系统京津冀企业注册量", 15),
        ("三、专业服务成效情况",),
        ("上年度开展综合咨询服务成效",),
        ("（1）线上服务系统京津冀企业注册量", 14),
    )
    assert values(sheets(*rows)) == {"category": "综合咨询", "n_registered": 15, "eff.consulting.registered": 14}


def test_a_label_goes_on_in_the_next_line() -> None:
    lines = column(80, "4.具备专业资质、资格的服务", "人员数量：9", "5.经营地址：北京市海淀区")
    assert values(reading(page(lines)))["n_certified_staff"] == 9


def test_a_value_stands_right_of_its_label() -> None:
    lines = (
        row(80, (72, "单位名称："), (200, "北京砚溪企业服务有限公司")),
        row(100, (72, "7.是否上市："), (200, "□是"), (260, "■否")),
    )
    assert values(reading(page(lines))) == {"applicant.name": "北京砚溪企业服务有限公司", "listed": False}


def test_a_word_table_is_read_in_its_columns() -> None:
    rows = (("2024年度", "资产总额（万元）", "100"), (None, "订单合同数", "7"))
    one = page(plain(*("".join(filter(None, cells)) for cells in rows)).pages[0].lines, tables=(table(*rows),))
    assert values(reading(one)) == {"ops.2024.assets_wan": 100, "ops.2024.n_orders": 7}


def test_a_form_beside_lists_is_read_too() -> None:
    served = (("序号", "服务企业名称", "服务内容", "所属省市"), (1, "北京砚野科技有限公司", "代理记账", "北京市"))
    form = (("单位名称", "甲公司"), ("申报服务类别", "综合咨询"), ("服务场地面积（平米）", 100), ("单位从业人数", 10))
    one, two = sheets(*served, name="附表2"), sheets(*form, name="填报信息")
    both = Reading(path="附表.xlsx", sha256=SHA256, sheets=(*one.sheets, *two.sheets), read_by="hand")
    found = _digest(both, (both.path,))
    assert [record["kind"] for record in found["records"]] == ["declared-form"]
    assert len(found["lists"]) == 1
    assert _digest(one, (one.path,))["records"] == []


@pytest.mark.parametrize(
    ("field", "text", "value", "sure"),
    [
        ("n_employees", "46人", 46, 1.0),
        ("n_employees", "约46", 46, ROUGH),
        ("n_employees", "无", 0, 1.0),
        ("ops.2024.assets_wan", "1,234.56", 1234.56, 1.0),
        ("ops.2024.assets_wan", "1,234.56万元", 1234.56, 1.0),
        ("ops.2024.assets_wan", "12345600元", 1234.56, 1.0),
        ("ops.2024.assets_wan", "1.5亿元", 15000, 1.0),
        ("eff.finance.amount_yi", "5000万元", 0.5, 1.0),
        ("satisfaction_pct", "97.35%", 97.35, 1.0),
        ("satisfaction_pct", "97.35", 97.35, 1.0),
        ("listed", "□是 ☑否", False, 1.0),
        ("listed", "是√ 否□", True, 1.0),
        ("listed", "☐是 否", False, 0.7),
        ("category", "☑综合咨询 □创业辅导 ☑技术创新", "综合咨询、技术创新", 1.0),
        ("founded", "2012.3.5", "2012-03-05", 1.0),
        ("honors", "2项：甲、乙", 2, 1.0),
        ("area_m2", "820.5平方米", 820.5, 1.0),
    ],
)
def test_values_are_read_as_they_are_typed(field: str, text: str, value: object, sure: float) -> None:
    found = parse_form_value(FIELDS_BY_ID[field], text)
    assert found is not None
    assert (found.value, found.confidence) == (value, sure)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("n_employees", "/"),
        ("n_employees", "____"),
        ("ops.2024.assets_wan", "详见审计报告"),
        ("ops.2024.assets_wan", "—"),
        ("satisfaction_pct", "197"),
        ("listed", "□是 □否"),
        ("category", "□综合咨询 □创业辅导"),
        ("founded", "年  月  日"),
    ],
)
def test_what_says_nothing_is_no_value(field: str, text: str) -> None:
    assert parse_form_value(FIELDS_BY_ID[field], text) is None


def test_a_share_typed_as_a_fraction_is_not_sure() -> None:
    found = parse_form_value(FIELDS_BY_ID["satisfaction_pct"], "0.9735", number=0.9735)
    assert found is not None
    assert (found.value, found.confidence) == (97.35, ROUGH)


def test_a_landline_is_kept_without_its_middle() -> None:
    rows = (("联系人", "李敏", "座机", "010-62001234"),)
    record = form_of(sheets(*rows))
    assert record.rows("contacts") == ({"role": "contact", "name": "李敏", "landline": "010-62****34"},)
    assert "6200" not in str([field.raw for field in record.fields.values()])


def test_a_hostile_sheet_costs_little() -> None:
    rows = tuple(("单位名称:" * 2000, "：" * 5000, "(" * 5000, "其中" * 3000) for _ in range(200))
    one = Sheet(name="x", rows=sheets(*rows).sheets[0].rows, merged=((1, 0, 1_048_576, 16_383),) * 50)
    start = process_time()
    form_of(Reading(path="x.xlsx", sha256=SHA256, sheets=(one,), read_by="hand"))
    assert process_time() - start < 10
