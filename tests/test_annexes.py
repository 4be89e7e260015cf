"""Announcements that give nobody a title, or several titles in several lists: what is read, and what it proves."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.claims import ListName
from domain.documents import Problem, Table, TableCell
from domain.records import Record
from extractors import readers
from extractors.financing import extract_financing
from extractors.listing import extract_listing
from extractors.proofs import holder_rows
from extractors.recognition import extract_recognition
from extractors.research import extract_project
from tests.drawn import A4, Draw, both, pdf_of, ruled, text
from tests.papers import claim, desk_of, pair, reasons_of
from tests.positioned import page, plain, reading
from validators.weighing.high_growth import weigh_high_growth

FIRST, SECOND, THIRD, LAST = (f"北京{brand}有限公司" for brand in ("澜桥科技", "楠谷食品", "霁舟软件", "砚野科技"))
BUREAU, DAY = "北京市经济和信息化局", "2024年6月5日"
WIDTHS = (60, 260, 100)


def roll(top: float, *names: str, head: str = "所属区", cells: Sequence[str] = ("海淀区", "朝阳区")) -> Draw:
    rows = [(str(place), name, cell) for place, (name, cell) in enumerate(zip(names, cells, strict=True), 1)]
    return ruled([("序号", "企业名称", head), *rows], WIDTHS, top=top)


def read(folder: Path, *draws: Draw) -> Record:
    reading = readers.read(pdf_of(folder / "公告.pdf", both(*draws), size=A4), "材料/公告.pdf", "0" * 64)
    assert not isinstance(reading, Problem)
    (record,) = extract_recognition(reading)
    assert isinstance(record, Record)
    return record


def heading(*lines: str) -> Draw:
    return both(text((BUREAU, *lines), top=780), text((BUREAU, DAY), top=300))


def fates(record: Record, title: str = "专精特新") -> dict[str, str]:
    names = (FIRST, SECOND, THIRD, LAST)
    rows = [
        claim(ListName.HIGH_GROWTH, place, name, {"enterprise": name, "recognition": title, "province": "北京"})
        for place, name in enumerate(names, 2)
    ]
    papers = [record, *(paper for name in names for paper in pair(name))]
    scales = weigh_high_growth(rows, desk_of(papers, rows), [], ("北京",), "score-7")
    return dict(zip(names, (fate[0] for fate in reasons_of(scales)), strict=True))


@pytest.mark.parametrize(
    ("title", "form", "status"),
    [
        ("关于公布北京市“专精特新”中小企业名单的公告", "announcement", "verified"),
        ("关于北京市“专精特新”中小企业名单的公示", "publicity", "verified"),
        ("关于撤销北京市“专精特新”中小企业称号的公告", "revocation", "open"),
        ("关于取消部分企业“专精特新”中小企业资格的通知", "revocation", "open"),
        ("关于推荐“专精特新”中小企业的公示", "nomination", "open"),
        ("“专精特新”中小企业初审名单的公示", "nomination", "open"),
    ],
)
def test_who_is_struck_off_or_put_forward_has_no_title(title: str, form: str, status: str, tmp_path: Path) -> None:
    record = read(tmp_path, heading(title), roll(660, FIRST, SECOND))
    assert record.text("form") == form
    assert fates(record)[FIRST] == fates(record)[SECOND] == status


def test_each_list_of_an_announcement_gives_its_own_title(tmp_path: Path) -> None:
    title = "关于公布专精特新中小企业和创新型中小企业名单的通知"
    first, second = (
        text(("附件1 北京市专精特新中小企业名单",), top=690),
        text(("附件2 北京市创新型中小企业名单",), top=540),
    )
    record = read(tmp_path, heading(title), first, roll(670, FIRST, SECOND), second, roll(520, THIRD, LAST))
    assert list(fates(record).values()) == ["verified", "verified", "open", "open"]
    assert list(fates(record, "创新型").values()) == ["open", "open", "verified", "verified"]


def test_without_captions_nobody_knows_whose_title_it_is(tmp_path: Path) -> None:
    title = "关于公布专精特新中小企业和创新型中小企业名单的通知"
    record = read(tmp_path, heading(title), roll(670, FIRST, SECOND))
    assert fates(record)[FIRST] == "open"


def test_those_who_failed_their_review_stand_in_a_list_of_their_own(tmp_path: Path) -> None:
    title = "关于北京市专精特新中小企业复核结果的公告"
    passed, failed = text(("附件1 复核通过名单",), top=690), text(("附件2 复核未通过名单",), top=540)
    record = read(tmp_path, heading(title), passed, roll(670, FIRST, SECOND), failed, roll(520, THIRD, LAST))
    assert list(fates(record).values()) == ["verified", "verified", "open", "open"]


def test_a_column_may_say_who_failed(tmp_path: Path) -> None:
    title = "关于北京市专精特新中小企业复核结果的公告"
    record = read(tmp_path, heading(title), roll(670, FIRST, SECOND, head="复核结果", cells=("通过", "未通过")))
    assert [fates(record)[name] for name in (FIRST, SECOND)] == ["verified", "open"]


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("关于发布2024年第二批创新层进层名单的公告", "创新层"),
        ("关于发布2024年第二批创新层进层初筛名单的公告", None),
        ("关于发布2024年调出创新层挂牌公司名单的公告", None),
        ("关于北京澜桥科技股份有限公司股票在科创板上市交易的公告", "上市"),
        ("关于北京澜桥科技股份有限公司股票终止在科创板上市交易的公告", None),
    ],
)
def test_a_stage_that_is_taken_back_or_not_reached_is_none(title: str, stage: str | None) -> None:
    (record,) = extract_listing(plain(title, "证券代码：688123", "上海证券交易所", "2024年6月5日"))
    assert isinstance(record, Record)
    assert record.text("stage") == stage


@pytest.mark.parametrize(
    ("reason", "level"),
    [
        ("根据《科技部科研项目管理办法》，你单位申报的项目已立项。", None),
        ("依据科学技术部有关规定，你单位申报的项目已立项。", None),
        ("你单位申报的国家重点研发计划项目已立项。", "国家级"),
        ("根据有关规定，同意立项。该项目属于国家重点研发计划。", "国家级"),
    ],
)
def test_a_level_that_the_paper_only_cites_is_not_its_own(reason: str, level: str | None) -> None:
    lines = ("科技计划项目立项通知书", f"{FIRST}：", reason, "项目编号：HK2024012", "海淀区科学技术局", "2024年3月5日")
    (record,) = extract_project(plain(*lines))
    assert isinstance(record, Record)
    assert record.text("project_level") == level


@pytest.mark.parametrize(("sure", "row_is"), [(0.95, 0.95), (0.5, 0.5)])
def test_a_row_is_as_sure_as_what_it_says_of_its_enterprise(sure: float, row_is: float) -> None:
    cells = [
        *((TableCell("1", confidence=0.3), TableCell(FIRST), TableCell("2024-06-05", confidence=sure)),),
        *((TableCell("2"), TableCell(SECOND), TableCell("2024-06-05")),),
    ]
    head = tuple(TableCell(text) for text in ("序号", "企业名称", "认定时间"))
    rows = holder_rows(reading(page((), tables=(Table((head, *cells)),))))
    assert [row["confidence"] for row in rows] == [row_is, 1.0]


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("流动资金借款合同", "loan"),
        ("贷款申请书", "intent"),
        ("贷款意向函", "intent"),
        ("投资意向书", "intent"),
        ("股权投资框架协议", "intent"),
        ("股权投资协议", "investment"),
    ],
)
def test_what_asks_for_a_financing_or_intends_one_is_none(title: str, form: str) -> None:
    lines = (
        title,
        f"借款人：{FIRST}",
        "贷款人：华北云川银行股份有限公司",
        "金额：人民币500万元",
        "签订日期：2024年6月5日",
    )
    (record,) = extract_financing(plain(*lines))
    assert isinstance(record, Record)
    assert record.text("form") == form


@pytest.mark.parametrize(
    ("status", "days", "dated"),
    [
        ("注册生效", ("受理日期：2022年3月5日", "更新日期：2024年3月5日"), "2024-03-05"),
        ("注册生效", ("受理日期：2022年3月5日", "注册日期：2024年3月6日"), "2024-03-06"),
        ("已受理", ("受理日期：2024年3月5日", "更新日期：2025年3月5日"), "2024-03-05"),
        ("注册生效", ("受理日期：2022年3月5日",), None),
    ],
)
def test_the_day_of_a_project_is_that_of_its_stage(status: str, days: Sequence[str], dated: str | None) -> None:
    lines = (
        "发行上市审核 项目动态",
        "公司全称：北京澜桥科技股份有限公司",
        f"审核状态：{status}",
        *days,
        "上海证券交易所",
    )
    (record,) = extract_listing(plain(*lines))
    assert isinstance(record, Record)
    assert record.text("awarded_on") == dated
