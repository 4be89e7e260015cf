"""Issuers of titles: offices of municipal level or above, others, and those whose level a person has to say."""

import pytest

from validators.issuers import Issuer, classify_issuer, eligible_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("工业和信息化部", Issuer.STATE),
        ("中华人民共和国工业和信息化部", Issuer.STATE),
        ("工业和信息化部中小企业局", Issuer.STATE),
        ("国家知识产权局", Issuer.STATE),
        ("北京市经济和信息化局", Issuer.PROVINCE),
        ("市经信局", Issuer.PROVINCE),
        ("北京市人民政府", Issuer.PROVINCE),
        ("北京市国有资产监督管理委员会", Issuer.PROVINCE),
        ("国家税务总局北京市税务局", Issuer.PROVINCE),
        ("中关村科技园区管理委员会", Issuer.PROVINCE),
        ("北京市科学技术委员会、中关村科技园区管理委员会", Issuer.PROVINCE),
        ("河北省工业和信息化厅", Issuer.PROVINCE),
        ("内蒙古自治区科学技术厅", Issuer.PROVINCE),
        ("北京市海淀区人民政府", Issuer.DISTRICT),
        ("海淀区科委", Issuer.DISTRICT),
        ("朝阳区发展和改革委员会", Issuer.DISTRICT),
        ("国家税务总局北京市海淀区税务局", Issuer.DISTRICT),
        ("北京市海淀区中关村街道办事处", Issuer.DISTRICT),
        ("北京市朝阳区工商业联合会", Issuer.DISTRICT),
        ("中国中小企业协会", Issuer.ASSOCIATION),
        ("北京市中小企业公共服务平台联盟", Issuer.ASSOCIATION),
        ("北京砚溪企业服务有限公司", Issuer.COMPANY),
        ("北京日报", Issuer.MEDIA),
        ("北京经济技术开发区管理委员会", Issuer.UNUSUAL),
        ("中关村科技园区海淀园管理委员会", Issuer.UNUSUAL),
        ("工业和信息化部中小企业发展促进中心", Issuer.UNUSUAL),
        ("北京市工商业联合会", Issuer.UNUSUAL),
        ("石家庄市工业和信息化局", Issuer.UNUSUAL),
        ("创客北京大赛组委会", Issuer.UNUSUAL),
        ("某某", Issuer.UNUSUAL),
    ],
)
def test_the_kind_of_an_issuer(name: str, kind: Issuer) -> None:
    assert classify_issuer(name) is kind


def test_only_offices_of_the_level_are_eligible() -> None:
    names = ("北京市海淀区人民政府", "北京市经济和信息化局", "北京经济技术开发区管理委员会", "中国中小企业协会")
    assert eligible_of(names) == ("北京市经济和信息化局",)
    assert [classify_issuer(name).is_eligible for name in names] == [False, True, None, False]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "北京市软件行业协会信息化委员会",
            "北京市企业联合会办公室",
            "北京市软件协会评审委员会",
            "北京市企业评价协会评审部",
        ),
        *("北京市诚信企业评选委员会", "北京市优秀企业评审委员会", "北京市某某股份公司市场部", "北京市创新大赛办公室"),
        *("北京市知识产权局海淀分局", "北京市软件中心培训部"),
    ],
)
def test_a_committee_of_somebody_else_is_no_office_of_the_city(name: str) -> None:
    assert classify_issuer(name).is_eligible is None


def test_offices_below_the_city_are_of_a_district() -> None:
    assert classify_issuer("北京市燕山经信局") is Issuer.DISTRICT
