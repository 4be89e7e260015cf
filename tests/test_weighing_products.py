"""Products against the screens that show them, and the rules that count them by class."""

# ruff: noqa: ANN401 - a paper may say anything

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import programmes
from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Count
from domain.records import Record
from domain.report import Report
from flows.verify import Request, options_of
from tests.papers import OWN, claim, declared, record, submission, unread
from validators.verification import verify
from validators.weighing.products import Sight, see

PROGRAMME = programmes.load(programmes.DEFAULT)
NAME = "检验检测服务"
VERIFIED, OPEN = Status.VERIFIED, Status.OPEN


def row(number: int, name: str = NAME, category: str | None = "技术创新服务") -> Claim:
    """A row of 附表4."""
    return claim(ListName.PRODUCTS, number, name, {"product": name, "category": category, "price": "免费"})


def screen(*texts: str, sure: float = 1.0, **fields: Any) -> Record:
    """A screen that shows these words."""
    entries = [{"text": text, "page": 1, "bbox": [0.1, 0.1, 0.5, 0.2], "confidence": sure} for text in texts]
    return record(Kind.SYSTEM_SCREENSHOT, texts=entries, **fields)


def verified(rows: Sequence[Claim], *papers: Record, **more: Any) -> Report:
    handed_in = submission(papers, lists=[declared(ListName.PRODUCTS, rows)], **more)
    return verify(PROGRAMME, handed_in, options_of(Request(archives=()), PROGRAMME), version="0")


def outcomes(rows: Sequence[Claim], *papers: Record, **more: Any) -> list[tuple[Status, tuple[Reason, ...]]]:
    judged = verified(rows, *papers, **more).lists["products"].judgements
    return [(one.status, one.reasons) for one in judged]


def count(rule: str, rows: Sequence[Claim], *papers: Record) -> Count:
    return next(found for found in verified(rows, *papers).rules if found.rule.id == rule).count


@pytest.mark.parametrize(
    ("text", "sight"),
    [
        (NAME, Sight.YES),
        ("检 验 检 测 服 务", Sight.YES),
        ("检验检测服务 0.3-2万元/项 立即购买", Sight.YES),
        ("热门：检验检测服务", Sight.YES),
        ("检验检测服务¥300", Sight.YES),
        ("产品检验检测服务", Sight.PERHAPS),
        ("检验检测服务平台", Sight.PERHAPS),
        ("检验检侧服务", Sight.PERHAPS),
        ("检验检测服务（已下架）", Sight.PERHAPS),
        ("检验检测服务 即将上线", Sight.PERHAPS),
        ("代理记账", Sight.NO),
        ("服务", Sight.NO),
        ("", Sight.NO),
    ],
)
def test_a_screen_shows_a_whole_name(text: str, sight: Sight) -> None:
    assert see(NAME, text) is sight


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_words_can_be_looked_at(product: str, text: str) -> None:
    assert see(product, text) in Sight


def test_a_product_on_a_screen_is_verified_with_its_place() -> None:
    report = verified([row(2)], screen("首页", NAME))
    (judged,) = report.lists["products"].judgements
    assert (judged.status, judged.reasons) == (VERIFIED, ())
    assert [source.bbox for source in judged.sources] == [None, (0.1, 0.1, 0.5, 0.2)]


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        ((), Reason.NO_EVIDENCE),
        ((screen("首页", "代理记账"),), Reason.NO_EVIDENCE),
        ((screen("产品检验检测服务"),), Reason.POSSIBLE_PARTY),
        ((screen(NAME, sure=0.79),), Reason.PAGE_UNREADABLE),
        ((screen(NAME, holder="上海霁川科技有限公司"),), Reason.HOLDER_MISMATCH),
    ],
)
def test_what_no_screen_shows_is_open(papers: tuple[Record, ...], reason: Reason) -> None:
    assert outcomes([row(2)], *papers) == [(OPEN, (reason,))]


def test_the_best_screen_proves() -> None:
    worse = (screen("产品检验检测服务"), screen(NAME, sure=0.5), screen(NAME, holder="上海霁川科技有限公司"))
    assert outcomes([row(2)], *worse, screen(NAME, holder=OWN)) == [(VERIFIED, ())]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://www.yanxi.cn/product/1", VERIFIED),
        ("http://shop.yanxi.cn:8080/", VERIFIED),
        ("http://192.168.1.9:8080/admin", VERIFIED),
        ("https://www.notyanxi.cn/", OPEN),
        ("https://yanxi.cn.other.com/", OPEN),
    ],
)
def test_a_screen_lies_under_a_filed_domain(url: str, status: Status) -> None:
    filing = record(Kind.ICP_FILING, holder=OWN, domain="yanxi.cn")
    other = record(Kind.ICP_FILING, holder="上海霁川科技有限公司", domain="other.com")
    assert [found for found, _ in outcomes([row(2)], screen(NAME, url=url), filing, other)] == [status]
    assert outcomes([row(2)], screen(NAME, url=url)) == [(VERIFIED, ())]


def test_an_unread_screenshot_may_be_the_one_that_is_missing() -> None:
    found = outcomes([row(2)], problems=[unread("系统后台截图/3.jpg")])
    assert found == [(OPEN, (Reason.PAGE_UNREADABLE, Reason.NO_EVIDENCE))]


def test_a_name_that_stands_twice_counts_once() -> None:
    rows = [row(2), row(3, "检验 检测服务"), row(4, "计量校准服务")]
    papers = screen(NAME, "计量校准服务")
    assert [status for status, _ in outcomes(rows, papers)] == [VERIFIED, OPEN, VERIFIED]
    numbers = count("score-8.3.1", rows, papers)
    assert (numbers.listed, numbers.verified, numbers.open) == (3, 2, 1)


@pytest.mark.parametrize(
    ("category", "innovation", "digital"),
    [
        ("技术创新服务", (1, 0), (0, 0)),
        ("数字化应用服务", (0, 0), (1, 0)),
        ("数字化", (0, 0), (1, 0)),
        ("综合咨询服务", (0, 0), (0, 0)),
        ("其他", (0, 1), (0, 1)),
        (None, (0, 1), (0, 1)),
    ],
)
def test_each_rule_counts_its_own_class(
    category: str | None, innovation: tuple[int, int], digital: tuple[int, int]
) -> None:
    rows, papers = [row(2, category=category)], screen(NAME)
    for rule, numbers in (("score-8.3.1", innovation), ("score-8.4.1", digital)):
        found = count(rule, rows, papers)
        assert (found.verified, found.open) == numbers


@pytest.mark.parametrize(("category", "remarked"), [("融资促进服务", False), ("其他", True)])
def test_a_class_outside_the_six_functions_is_remarked(category: str, remarked: bool) -> None:
    report = verified([row(2, category=category)], screen(NAME))
    said = [finding.reason for _, finding in report.findings if finding.list == "products"]
    assert (Reason.VALUE_INVALID in said) is remarked
    assert report.lists["products"].judgements[0].status is VERIFIED


def test_the_hub_tells_of_its_coordination_itself() -> None:
    hub = next(found for found in verified([row(2)]).rules if found.rule.id == "score-12")
    assert (hub.count.handed_in, hub.verdict, hub.units) == (False, None, ())
