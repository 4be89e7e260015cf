"""A document digested: its papers, their records with their pages, its problems."""

from domain.documents import Kind
from domain.findings import Reason
from extractors.registry import EXTRACTORS, SILENT, digest, extract
from tests.positioned import column, page, plain, reading

CONTRACT = (
    "技术服务合同",
    "甲方：北京云途科技有限公司",
    "乙方：中关村检测股份有限公司",
    "甲方（盖章）：",
    "日期：2024年3月5日",
)


def test_a_bundle_gives_a_record_for_each_paper() -> None:
    paper = reading(page(column(60, *CONTRACT)), page(column(60, "声明函", "真实性、完整性和准确性"), 2))
    found = digest(paper)
    assert found.kinds == (Kind.SERVICE_CONTRACT, Kind.STATEMENT)
    assert [(record.kind, record.pages) for record in found.records] == [
        (Kind.SERVICE_CONTRACT, (1, 1)),
        (Kind.STATEMENT, (2, 2)),
    ]
    assert found.records[0].text("signed_on") == "2024-03-05"
    assert found.problems == ()


def test_two_kinds_are_told_as_a_problem() -> None:
    found = digest(plain("诚信承诺书", "荣誉证书"))
    assert found.kinds == (Kind.UNKNOWN,)
    assert [problem.reason for problem in found.problems] == [Reason.KIND_AMBIGUOUS]


def test_an_unknown_paper_gives_no_record() -> None:
    found = digest(plain("今天天气很好。"))
    assert (found.kinds, found.records, found.problems) == ((Kind.UNKNOWN,), (), ())


def test_a_kind_without_extractor_is_still_evidence() -> None:
    (record,) = extract(Kind.SYSTEM_SCREENSHOT, plain("后台"))
    assert record == extract(Kind.SYSTEM_SCREENSHOT, plain("后台"))[0]


def test_no_kind_is_both_silent_and_read() -> None:
    assert not SILENT & EXTRACTORS.keys()
