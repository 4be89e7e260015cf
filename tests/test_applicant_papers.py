"""Papers of the applicant's standing in odd wordings: what is said, what is not, and nothing guessed."""

import pytest

from domain.documents import Kind, Problem, Reading
from domain.records import Record
from extractors.credit import extract_credit
from extractors.deed import extract_deed
from extractors.filing import extract_filing
from extractors.management import extract_management_certificate
from extractors.registration import first_day
from extractors.registry import digest
from extractors.regulation import extract_regulation, sketch_of
from tests.positioned import column, page, plain, reading, row


def only(found: tuple[Record | Problem, ...]) -> Record:
    (record,) = found
    assert isinstance(record, Record)
    return record


def credit(*lines: str) -> Record:
    return only(extract_credit(plain("信用中国（北京）", "主体名称：北京云途科技有限公司", *lines)))


def value(record: Record, name: str) -> object:
    field = record.field(name)
    return field.value if field is not None else None


# --- Credit -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ("行政处罚 0",),
        ("行政处罚（0）",),
        ("行政处罚：0条",),
        ("行政处罚信息", "未查询到相关信息"),
        ("二、行政处罚信息", "查询期内共查询到0条相关记录"),
        ("行政处罚", "暂无数据"),
        ("行政处罚 O",),
    ],
)
def test_none_is_said_in_many_ways(lines: tuple[str, ...]) -> None:
    assert value(credit(*lines), "penalties") == []


@pytest.mark.parametrize("lines", [(), ("行政处罚",), ("行政许可 3", "守信激励 0"), ("行政处罚", "严重失信 0")])
def test_what_is_not_said_is_not_none(lines: tuple[str, ...]) -> None:
    assert value(credit(*lines), "penalties") is None


def test_penalties_that_are_counted_or_named() -> None:
    counted = credit("行政处罚 2", "严重失信 0", "经营异常 1")
    assert value(counted, "penalties") == [{"said": "行政处罚2条"}] * 2
    assert value(counted, "adverse") == ["经营异常1条"]
    named = credit("行政处罚决定：京海市监罚〔2024〕118号")
    assert value(named, "penalties") == [{"number": "京海市监罚〔2024〕118号"}]


def tiles(*rows: tuple[float, tuple[str, ...]]) -> Record:
    """A page of tiles in three columns, each row at its height."""
    lines = [row(y, *zip((72, 200, 330), texts, strict=False)) for y, texts in rows]
    head = (row(40, (72, "信用中国（北京）")), row(70, (72, "主体名称：北京云途科技有限公司")))
    return only(extract_credit(reading(page((*head, *lines)))))


NONE_BUT_TWO = ("0", "5", "2")
LAST = ("行政许可", "守信激励", "行政处罚")


@pytest.mark.parametrize(
    "rows",
    [
        ((120, LAST), (140, NONE_BUT_TWO)),
        ((120, NONE_BUT_TWO), (140, LAST), (170, ("0", "0", "0")), (190, ("严重失信", "经营异常", "信用承诺"))),
        ((120, ("守信激励", "行政处罚", "行政许可")), (140, ("0", "2", "3"))),
        ((120, ("行政许可", "", "行政处罚")), (140, ("暂无", "", "查询到2条"))),
    ],
)
def test_a_figure_is_that_of_the_label_in_its_column(rows: tuple[tuple[float, tuple[str, ...]], ...]) -> None:
    assert value(tiles(*rows), "penalties") == [{"said": "行政处罚2条"}] * 2


def test_a_figure_of_another_column_accuses_nobody() -> None:
    clean = tiles((120, ("守信激励", "行政许可", "行政处罚")), (140, ("3", "5", "0")))
    assert value(clean, "penalties") == []
    other = tiles((120, ("行政处罚", "严重失信", "经营异常")), (140, ("0", "0", "1")))
    assert (value(other, "penalties"), value(other, "adverse")) == ([], ["经营异常1条"])


def test_a_figure_between_two_rows_of_tiles_is_nobodys() -> None:
    record = tiles((120, NONE_BUT_TWO), (140, LAST), (160, ("0", "0", "0")))
    field = record.field("penalties")
    assert field is not None
    assert field.confidence < 0.8


def test_a_page_that_contradicts_itself_is_unsure() -> None:
    record = credit("行政处罚 1", "行政处罚", "未查询到相关信息")
    field = record.field("penalties")
    assert field is not None
    assert (len(record.rows("penalties")), field.confidence < 0.8) == (1, True)


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("信用中国（北京）", "信用中国（北京）"),
        ("信用中国", "信用中国"),
        ("天眼查", "天眼查"),
        ("https://www.qcc.com/firm", "企查查"),
    ],
)
def test_the_site_is_told(line: str, site: str) -> None:
    assert value(only(extract_credit(plain(line, "主体名称：北京云途科技有限公司"))), "site") == site


def test_a_clock_close_behind_a_day() -> None:
    assert str(first_day("2025-03-2310:27:36")) == "2025-03-23"
    assert first_day("查询时间") is None


# --- Titles, filings, certificates ------------------------------------------------------------------------------------


def test_the_area_of_the_house_not_of_its_land() -> None:
    record = only(extract_deed(plain("不动产权证书", "面积 共有宗地面积12000.00㎡/房屋建筑面积312.50㎡")))
    assert value(record, "area_m2") == 312.5


@pytest.mark.parametrize(
    ("line", "number", "channel"),
    [
        ("网站备案号：京ICP备12345678号-1", "京ICP备12345678号-1", "网站"),
        ("备案号：京1CP备2021012345号-2A", "京ICP备2021012345号-2A", "APP"),
        ("备案号：京ICP备2021012345号－3X", "京ICP备2021012345号-3X", "小程序"),
        ("许可证号：京ICP证123456号", "京ICP证123456号", None),
        ("经营许可证编号：京B2-20201234", "京B2-20201234", None),
        ("京公网安备 11010802012345号", "京公网安备11010802012345号", None),
    ],
)
def test_forms_of_filings(line: str, number: str, channel: str | None) -> None:
    record = only(extract_filing(plain("备案信息", "主办单位名称：北京云途科技有限公司", line)))
    assert (value(record, "number"), value(record, "channel")) == (number, channel)


def test_the_number_of_a_service_before_that_of_its_operator() -> None:
    lines = ("ICP备案/许可证号：京ICP备12345678号", "网站备案号：京ICP备12345678号-4")
    assert value(only(extract_filing(plain(*lines))), "number") == "京ICP备12345678号-4"


def test_the_day_of_this_certificate_before_the_first_one() -> None:
    lines = ("首次发证日期：2017年6月1日", "本次发证日期：2023年6月1日", "有效期至：2026年5月31日")
    record = only(extract_management_certificate(plain("质量管理体系认证证书", *lines)))
    assert (value(record, "issued_on"), value(record, "valid_until")) == ("2023-06-01", "2026-05-31")


@pytest.mark.parametrize(
    ("line", "standard"),
    [
        ("符合 GB/T 19001-2016/ISO 9001:2015 标准", "GB/T 19001-2016/ISO 9001:2015"),
        ("认证标准：ISO/IEC 27001:2013", "ISO/IEC 27001:2013"),
        ("认证依据：GB/T 29490-2013", "GB/T 29490-2013"),
    ],
)
def test_standards(line: str, standard: str) -> None:
    assert value(only(extract_management_certificate(plain("认证证书", line))), "standard") == standard


# --- Documents --------------------------------------------------------------------------------------------------------


def volume() -> Reading:
    contents = ("一、服务管理制度.............3", "二、投诉处理办法.............4")
    services = ("第一条 为做好服务工作，制定本制度。", "第二条 由专人负责。")
    complaints = ("第一条 投诉应当受理。", "第二条 三日内答复。")
    pages = [
        page([row(300, (120, "管理制度汇编"), size=26), row(600, (200, "北京云途科技有限公司"))], 1),
        page([row(80, (250, "目录"), size=20), *column(130, *contents)], 2),
        page([row(80, (200, "服务管理制度"), size=20), *column(130, *services)], 3),
        page([row(80, (200, "投诉处理办法"), size=20), *column(130, *complaints)], 4),
    ]
    return reading(*pages)


def test_a_volume_is_its_documents() -> None:
    found = digest(volume())
    assert set(found.kinds) == {Kind.MANAGEMENT_DOCUMENT}
    titles = [record.text("title") for record in found.records if "volume" not in record.fields]
    assert titles == ["服务管理制度", "投诉处理办法"]


def test_the_units_that_a_text_names() -> None:
    lines = ("服务管理制度", "第一条 为规范北京云途科技有限公司的服务，由天津岚溪管理咨询有限公司组织检查。")
    record = only(extract_regulation(plain(*lines)))
    assert value(record, "names") == ["北京云途科技有限公司", "天津岚溪管理咨询有限公司"]


def test_a_sketch_leaves_out_names_and_figures() -> None:
    one = sketch_of("第一条 为规范甲方有限公司的服务受理工作，应当建立登记台账并按月核对。2023年", ["甲方有限公司"])
    other = sketch_of("第一条 为规范乙丙有限公司的服务受理工作，应当建立登记台账并按月核对。2024年", ["乙丙有限公司"])
    third = sketch_of("第一条 收费标准按照公开的价目表执行，每季度检查一次。", [])
    assert one == other
    assert not set(one) & set(third)


@pytest.mark.parametrize(("status", "lapsed"), [("暂停", "暂停"), ("撤销", "撤销"), ("有效", None)])
def test_what_the_register_says_of_a_certificate(status: str, lapsed: str | None) -> None:
    lines = ("获证组织名称：北京云途科技有限公司", "GB/T 19001-2016", "证书编号：03410Q10286R0S")
    paper = plain("认证证书查询结果", f"证书状态：{status}", *lines, "有效期至：2026-05-31")
    assert value(only(extract_management_certificate(paper)), "lapsed") == lapsed
