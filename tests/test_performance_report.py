"""The performance report: its cover, chapters and figures; a scan and a Word file of it say the same."""

from datetime import date
from pathlib import Path

import pytest

from domain.documents import Kind, Reading
from domain.records import Record
from extractors import readers
from extractors.performance_report import extract_report
from extractors.registry import digest
from fixtures.forge.facts import Medium, ReportFacts
from fixtures.forge.papers import draw
from fixtures.forge.papers.reports import HEADINGS
from tests.positioned import SHA256, column, page, plain, reading

WORDS = (
    "2024年度平台服务京津冀中小企业126家，资产总额5234.67万元，营业收入3120.5万元，组织服务活动24场，服务对象满意度达97.35%。",
    "2023年度营业收入2980.31万元。平台拥有自主知识产权20余件。",
)
FACTS = ReportFacts(
    category="技术创新",
    unit="北京砚溪企业服务有限公司",
    district="海淀区",
    reported_on=date(2025, 3, 6),
    chapters=tuple((heading, WORDS) for heading in HEADINGS),
)


def forged(layout: int, medium: Medium, folder: Path) -> Record:
    paper = draw(FACTS, layout=layout, medium=medium, seed=7)
    file = folder / f"报告{paper.suffix}"
    file.write_bytes(paper.data)
    found = readers.read(file, file.name, SHA256)
    assert isinstance(found, Reading)
    (record,) = digest(found).records
    assert record.kind is Kind.PERFORMANCE_REPORT
    return record


def report_of(*lines: str) -> Record:
    (record,) = extract_report(plain(*lines))
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize("medium", [Medium.TEXT, Medium.WORD])
@pytest.mark.parametrize("layout", range(3))
def test_cover_and_chapters_are_read(layout: int, medium: Medium, tmp_path: Path) -> None:
    record = forged(layout, medium, tmp_path)
    assert record.text("category") == "技术创新"
    assert record.text("unit") == "北京砚溪企业服务有限公司"
    assert record.text("district") == "海淀区"
    assert record.text("reported_on") == "2025-03-06"
    headings = record.field("headings")
    assert headings is not None
    assert headings.value == list(HEADINGS)
    editable = record.field("editable")
    assert editable is not None
    assert editable.value is (medium is Medium.WORD)
    assert record.text("seal_state") == ("not-found" if medium is Medium.WORD else "present")


def test_figures_of_the_year_are_read_and_rough_ones_left(tmp_path: Path) -> None:
    record = forged(0, Medium.WORD, tmp_path)
    figures = {name: field.value for name, field in record.fields.items() if name.startswith("figures.")}
    assert figures == {
        "figures.ops.2024.n_served": 126,
        "figures.ops.2024.assets_wan": 5234.67,
        "figures.ops.2024.revenue_wan": 3120.5,
        "figures.n_activities": 24,
        "figures.satisfaction_pct": 97.35,
    }


def test_figures_that_contradict_each_other_are_left() -> None:
    record = report_of("2024年度绩效报告", "一、平台基本情况", "服务京津冀企业100家。", "服务京津冀企业120家。")
    assert record.field("figures.ops.2024.n_served") is None


def test_two_ticked_categories_stand_together() -> None:
    record = report_of(
        "2024年度绩效报告", "服务类别：☑综合咨询 ☑创业辅导 □技术创新", "单位名称：北京砚溪企业服务有限公司"
    )
    assert record.text("category") == "综合咨询、创业辅导"


def test_an_empty_cover_says_nothing() -> None:
    record = report_of(
        "2024年度绩效报告", "服务类别（任选一项）：□综合咨询 □创业辅导", "单位名称：（盖章）", "填报日期：  年  月  日"
    )
    assert record.fields.keys() & {"category", "unit", "reported_on", "headings"} == set()


@pytest.mark.parametrize(("path", "editable"), [("报告.doc", True), ("报告.wps", True), ("报告.pdf", False)])
def test_a_word_file_is_known_by_its_name_where_its_print_has_places(path: str, editable: bool) -> None:
    lines = column(80, "2024年度绩效报告", "一、平台基本情况", "平台成立于2012年。")
    (record,) = extract_report(reading(page(lines), path=path))
    assert isinstance(record, Record)
    assert record.fields["editable"].value is editable
