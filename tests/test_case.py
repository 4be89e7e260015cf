"""Descriptions of application cases: whose, and which of 痛点, 功能 and 效果 they tell."""

from pathlib import Path

import pytest

from domain.documents import Kind, Problem, Reading
from domain.records import Record
from domain.text import squash
from extractors import readers
from extractors.case import extract_cases
from extractors.registry import digest
from fixtures.forge.facts import CaseFacts, Medium, Paper
from fixtures.forge.papers import draw
from tests.positioned import plain

CUSTOMER, OWN = "北京砚野科技有限公司", "北京砚溪企业服务有限公司"
TOLD = "企业原有生产数据分散在多张表格中，计划排产依靠人工。"


def cases(*lines: str) -> list[Record]:
    found = extract_cases(plain(*lines))
    assert all(isinstance(record, Record) for record in found)
    return [record for record in found if isinstance(record, Record)]


def case(*lines: str) -> Record:
    (record,) = cases(*lines)
    return record


def parts(record: Record) -> object:
    field = record.field("parts")
    return field.value if field is not None else None


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (("一、解决的痛点难点问题", "二、实现功能", "三、使用效果"), ["痛点", "功能", "效果"]),
        (("【业务难点】", "【解决方案】", "【应用成效】"), ["痛点", "功能", "效果"]),
        (("（一）面临的问题", "（二）系统功能", "（三）经济效益"), ["痛点", "功能", "效果"]),
        (("客户痛点", "方案与功能"), ["痛点", "功能"]),
        (("痛点与解决方案", "成效"), ["痛点", "功能", "效果"]),
        (("公司简介", "服务内容"), None),
    ],
)
def test_parts_stand_under_their_words(heads: tuple[str, ...], found: list[str] | None) -> None:
    lines = [line for head in heads for line in (head, TOLD)]
    assert parts(case("应用案例", f"客户名称：{CUSTOMER}", *lines)) == found


def test_a_heading_without_text_tells_nothing() -> None:
    lines = ("一、痛点难点", TOLD, "二、实现功能", TOLD, "三、使用效果", "见附件")
    assert parts(case("应用案例", *lines)) == ["痛点", "功能"]
    assert parts(case("应用案例", *lines[:-1], TOLD)) == ["痛点", "功能", "效果"]


@pytest.mark.parametrize(
    "line",
    [
        f"服务企业名称：{CUSTOMER}",
        f"客户：{CUSTOMER}",
        f"——以{CUSTOMER}为例",
        f"{CUSTOMER}是一家专注细分领域的中小企业。",
        f"{CUSTOMER}（以下简称“砚野”）成立于2015年。",
    ],
)
def test_the_customer(line: str) -> None:
    assert case("典型应用案例", line, "痛点", TOLD).text("customer") == CUSTOMER


def test_no_customer_is_none() -> None:
    assert case("典型应用案例", "痛点", TOLD).text("customer") is None


def test_the_title_says_more_than_that_it_is_a_case() -> None:
    assert case("应用成功典型案例", "生产管理系统建设", "一、基本情况", TOLD).text("title") == "生产管理系统建设"
    assert case("案例名称：能耗监测", "痛点：" + TOLD).text("title") == "能耗监测"


def test_a_collection_holds_several_cases() -> None:
    other = "天津云帆信息技术有限公司"
    found = cases(
        "应用案例集",
        *("案例一：生产管理系统", f"客户名称：{CUSTOMER}", "痛点", TOLD, "功能", TOLD, "效果", TOLD),
        *("案例二：能耗监测", f"客户名称：{other}", "痛点", TOLD, "功能", TOLD),
    )
    assert [record.text("customer") for record in found] == [CUSTOMER, other]
    assert [parts(record) for record in found] == [["痛点", "功能", "效果"], ["痛点", "功能"]]
    assert [record.text("title") for record in found] == ["生产管理系统", "能耗监测"]


def test_an_empty_page_is_a_problem() -> None:
    (found,) = extract_cases(plain(""))
    assert isinstance(found, Problem)


# --- Drawn ------------------------------------------------------------------------------------------------------------


def read(paper: Paper, folder: Path) -> Reading:
    file = folder / f"材料{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, file.name, "0" * 64)
    assert not isinstance(reading, Problem)
    return reading


@pytest.mark.parametrize("layout", range(5))
@pytest.mark.parametrize("told", [("痛点", "功能", "效果"), ("痛点", "功能"), ("功能", "效果")])
@pytest.mark.parametrize("medium", [Medium.TEXT, Medium.WORD])
def test_drawn_descriptions_are_read(layout: int, told: tuple[str, ...], medium: Medium, tmp_path: Path) -> None:
    facts = CaseFacts(title="生产管理系统应用案例", customer=CUSTOMER, provider=OWN, service="生产管理", parts=told)
    paper = draw(facts, layout=layout, medium=medium, seed=2)
    found = digest(read(paper, tmp_path))
    assert found.kinds == (Kind.CASE_DESCRIPTION,)
    (record,) = found.records
    assert parts(record) == list(told)
    assert squash(record.text("customer") or "") == squash(CUSTOMER)


def test_a_scanned_description_is_read(tmp_path: Path) -> None:
    facts = CaseFacts(title="生产管理系统应用案例", customer=CUSTOMER, provider=OWN, service="生产管理")
    found = digest(read(draw(facts, layout=1, medium=Medium.SCAN, seed=2), tmp_path))
    assert (found.kinds, parts(found.records[0])) == ((Kind.CASE_DESCRIPTION,), ["痛点", "功能", "效果"])
    assert found.records[0].text("customer") == CUSTOMER
