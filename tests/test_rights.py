"""Certificates of rights, licences, honours and standards as they are really worded, without a forge's layout."""

from typing import Any

import pytest

from domain.documents import Kind, Reading
from domain.records import Record
from extractors.award import listed_title
from extractors.entries import split_names, split_offices
from extractors.registry import digest
from extractors.rights import extract_ip_certificate, extract_trademark
from extractors.standard import extract_standard, split_units
from tests.positioned import column, page, plain, reading, row

OWN = "北京砚溪企业服务有限公司"


def paper(title: str, *lines: str, path: str = "材料/文件.pdf") -> Reading:
    return reading(page((row(60, (200, title), size=18), *column(110, *lines))), path=path)


def said(title: str, *lines: str, **more: Any) -> tuple[Kind, Record]:  # noqa: ANN401 - the path
    found = digest(paper(title, *lines, **more))
    (record,) = found.records
    return record.kind, record


def values(record: Record, *names: str) -> list[object]:
    return [record.fields[name].value if name in record.fields else None for name in names]


def test_a_list_of_patents_is_no_certificate() -> None:
    rows = [f"{n} 一种装置 ZL 2021 1 012345{n}.3 授权公告日2022年1月3日" for n in range(4)]
    kind, record = said("我公司拥有的专利情况", *rows)
    assert (kind, values(record, "listed")) == (Kind.IP_CERTIFICATE, [True])
    kind, record = said("专利证书", *rows[:2])
    assert values(record, "listed") == [None]


def test_a_register_may_say_that_a_right_has_ended() -> None:
    lines = ("专利号：ZL 2021 1 0123456.3", f"专利权人：{OWN}", "授权公告日：2022年1月3日")
    assert values(said("专利审查信息查询", *lines, "案件状态：未缴年费终止失效")[1], "lapsed") == ["终止"]
    assert values(said("专利审查信息查询", *lines, "案件状态：专利权维持")[1], "lapsed") == [None]


@pytest.mark.parametrize("title", ["专利申请受理通知书", "商标注册申请受理通知书", "软件著作权登记申请受理通知书"])
def test_an_application_is_marked(title: str) -> None:
    kind, record = said(title, f"申请人：{OWN}", "国家知识产权局", "2024年3月5日")
    assert (kind, values(record, "application", "owner")) == (Kind.IP_CERTIFICATE, [True, OWN])


@pytest.mark.parametrize("title", ["专利申请受理通知书", "办理登记手续通知书", "软件著作权登记申请受理通知书"])
def test_an_application_with_a_number_of_its_own_is_none_the_less_one(title: str) -> None:
    (record,) = extract_ip_certificate(plain(title, f"申请人：{OWN}", "编号：PA2023-00012", "2024年3月5日"))
    assert isinstance(record, Record)
    assert values(record, "application") == [True]


def test_the_notice_of_an_application_for_a_mark() -> None:
    lines = (f"申请人：{OWN}", "第81234567号商标", "注册日期：", "2023年4月5日")
    for title, marked in (("商标注册申请受理通知书", True), ("商标注册证", None)):
        (record,) = extract_trademark(plain(title, *lines))
        assert isinstance(record, Record)
        assert values(record, "application") == [marked]


def test_an_accreditation_in_prose() -> None:
    kind, record = said(
        "实验室认可证书",
        "（注册号：CNAS L12345）",
        "兹证明：",
        OWN,
        "符合ISO/IEC 17025：2017《检测和校准实验室能力的通用要求》的要求",
        "生效日期：2021年5月6日",
        "截止日期：2027年5月5日",
    )
    assert kind is Kind.RECOGNITION_PROOF
    assert values(record, "holder", "number", "permit", "awarded_on", "valid_until") == [
        *(OWN, "CNAS L12345", True, "2021-05-06", "2027-05-05")
    ]
    assert OWN not in str(values(record, "issuer"))


@pytest.mark.parametrize(
    ("words", "until", "perpetual"),
    [
        ("有效期限：2021年5月6日至2027年5月5日", "2027-05-05", None),
        ("有效期限：2021年5月6日至长期", None, True),
        ("有效期：长期有效", None, True),
        ("有效期：自2021年5月6日起", None, None),
        ("有效期至：2027年5月5日", "2027-05-05", None),
        ("有效期：三年", "2024-05-05", None),
    ],
)
def test_the_end_of_a_licence(words: str, until: str | None, perpetual: bool | None) -> None:
    lines = ("许可证编号：110108123456", f"机构名称：{OWN}", words, "发证日期：2021年5月6日")
    record = said("人力资源服务许可证", *lines)[1]
    assert values(record, "valid_until", "perpetual") == [until, perpetual]


def test_issuers_that_stand_right_behind_each_other() -> None:
    office = "北京市科学技术委员会北京市财政局国家税务总局北京市税务局"
    assert split_offices(office) == ("北京市科学技术委员会", "北京市财政局", "国家税务总局北京市税务局")
    assert split_offices("市科委、中关村管委会") == ("市科委", "中关村管委会")


def test_owners_parted_by_signs_or_behind_each_other() -> None:
    other = "天津岚舟检测技术有限公司"
    for text in (f"{OWN};{other}", f"{OWN}、{other}", f"{OWN}{other}", f"{OWN}\n{other}"):
        assert split_names(text) == (OWN, other)
    assert split_names("北京银行股份有限公司中关村分行") == ("北京银行股份有限公司中关村分行",)
    assert split_names("北京砚溪有限公司天津分公司") == ("北京砚溪有限公司天津分公司",)


def test_a_foreword_alone_has_no_number() -> None:
    words = ("本标准按照GB/T 1.1—2020给出的规则起草。", f"本标准起草单位：{OWN}、某某研究院。")
    _, record = said("前言", *words, path="标准/前言.pdf")
    assert values(record, "number", "drafters") == [None, [OWN, "某某研究院"]]


def test_units_of_a_foreword() -> None:
    assert split_units(f"中国标准化研究院、{OWN}，岚帆（北京）检测技术有限公司；北京大学") == (
        *("中国标准化研究院", OWN, "岚帆(北京)检测技术有限公司", "北京大学"),
    )


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("关于公布2024年度北京市示范平台名单的通知", "2024年度北京市示范平台"),
        ("关于对第一批示范企业名单进行公示的通知", "第一批示范企业"),
        ("关于表彰先进单位的决定", "先进单位"),
    ],
)
def test_the_honour_that_a_heading_is_about(heading: str, title: str) -> None:
    assert listed_title(heading) == title


@pytest.mark.parametrize(
    ("foreword", "drafters"),
    [
        (("起草单位：甲研究院、乙有限公司", f"归口单位：{OWN}", "主要起草人：张三"), ["甲研究院", "乙有限公司"]),
        ((f"起草单位：甲研究院、{OWN}", "实施日期：2024年3月1日"), ["甲研究院", OWN]),
        (("主编单位：甲研究院", f"参编单位：{OWN}", "主要起草人：张三"), ["甲研究院", OWN]),
        ((f"起草单位：甲研究院。参加单位：{OWN}。",), ["甲研究院", OWN]),
        (("起草单位：甲研究院。", f"本文件由{OWN}提出并归口。"), ["甲研究院"]),
    ],
)
def test_who_drafted_a_standard_and_who_only_looks_after_it(foreword: tuple[str, ...], drafters: list[str]) -> None:
    cover = ("中华人民共和国国家标准", "GB/T 42345—2023", "某某服务规范", "2023-05-23 发布")
    (record,) = extract_standard(plain(*cover, *foreword))
    assert isinstance(record, Record)
    assert values(record, "drafters") == [drafters]
