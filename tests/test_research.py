"""Research bodies and projects: what papers say of them, and whether they prove 8.3（4）."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import programmes
from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Record
from domain.report import RuleResult
from domain.text import squash
from extractors import readers
from extractors.agreement import extract_agreement
from extractors.registry import digest
from extractors.research import extract_project
from fixtures.forge.facts import AgreementFacts, Medium, Paper, ProjectFacts
from fixtures.forge.papers import draw
from flows.verify import Request, options_of
from tests.papers import OWN, agreement, record, submission
from tests.positioned import plain
from validators.verification import verify

UNIVERSITY, FIRM = "北京砚岚大学", "北京禾川机器人有限公司"
RULE = "score-8.3.4"

# --- What papers say --------------------------------------------------------------------------------------------------


def read(paper: Paper, folder: Path) -> Reading:
    file = folder / f"材料{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, file.name, "0" * 64)
    assert not isinstance(reading, Problem)
    return reading


def values(found: Record) -> dict[str, str]:
    return {name: squash(str(field.value)) for name, field in found.fields.items()}


@pytest.mark.parametrize("layout", range(3))
@pytest.mark.parametrize(
    ("plan", "level", "number"),
    [
        ("国家重点研发计划", "国家级", "2023YFB170012"),
        ("北京市科技计划", "省级", "Z231100000012"),
        ("海淀区科技计划", "", "HK2023012"),
    ],
)
@pytest.mark.parametrize("medium", [Medium.TEXT, Medium.WORD])
def test_drawn_projects_are_read(
    layout: int, plan: str, level: str, number: str, medium: Medium, tmp_path: Path
) -> None:
    facts = ProjectFacts(
        project="工业设备智能诊断关键技术研究",
        number=number,
        plan=plan,
        level=level,
        participants=(UNIVERSITY, OWN),
        issuer="科学技术主管部门",
        issued_on=date(2023, 5, 6),
    )
    paper = draw(facts, layout=layout, medium=medium, seed=2)
    found = digest(read(paper, tmp_path))
    assert found.kinds == (Kind.OTHER,)
    said = values(found.records[0])
    for name, value in paper.truth[0].fields.items():
        if name != "seals":
            assert said.get(name) == squash(str(value)), name
    assert ("project_level" in said) == bool(level)


def test_other_papers_are_no_projects() -> None:
    assert extract_project(plain("中央非税收入统一票据", "票据号码：0123456789")) == ()
    assert extract_project(plain("银行电子回单", "项目编号：A12345")) == ()
    assert extract_project(plain("")) == ()


@pytest.mark.parametrize("layout", range(3))
def test_an_agreement_on_a_joint_laboratory_says_so(layout: int, tmp_path: Path) -> None:
    facts = AgreementFacts(
        title="共建联合实验室合作协议",
        parties=(OWN, UNIVERSITY),
        signed_on=date(2024, 3, 5),
        term_years=3,
        subject="共同建设智能检测联合实验室",
    )
    found = digest(read(draw(facts, layout=layout, medium=Medium.TEXT, seed=2), tmp_path))
    assert found.kinds == (Kind.COOPERATION_AGREEMENT,)
    assert values(found.records[0])["research_body"].endswith("联合实验室")


def test_an_ordinary_agreement_founds_nothing() -> None:
    lines = "战略合作协议", f"甲方：{OWN}", f"乙方：{UNIVERSITY}", "双方共同为企业提供服务。"
    (found,) = extract_agreement(plain(*lines))
    assert isinstance(found, Record)
    assert not {"research_body", "project_number", "project_level"} & found.fields.keys()


# --- What they prove --------------------------------------------------------------------------------------------------


def result(*papers: Record) -> RuleResult:
    programme = programmes.load(programmes.DEFAULT)
    report = verify(programme, submission(papers), options_of(Request(archives=()), programme), version="0")
    return next(found for found in report.rules if found.rule.id == RULE)


def reasons(found: RuleResult) -> set[Reason]:
    return {reason for unit in found.units for reason in unit.reasons}


def lab(partner: str = UNIVERSITY, **changes: Any) -> Record:  # noqa: ANN401 - any field
    return agreement(partner, **({"research_body": "智能检测联合实验室"} | changes))


def project(**changes: Any) -> Record:  # noqa: ANN401 - any field
    said: dict[str, Any] = {
        "title": "关于项目立项的通知",
        "project_number": "Z231100000012",
        "project_level": "省级",
        "participants": [UNIVERSITY, OWN],
        "signed_on": "2023-05-06",
    }
    return record(Kind.OTHER, **(said | changes))


@pytest.mark.parametrize(
    ("papers", "missing"),
    [
        ((lab(),), set()),
        ((lab("中国科学院计算技术研究所"),), set()),
        ((lab(FIRM),), {Reason.DOCUMENT_MISSING}),
        ((lab("北京禾川研究院有限公司"),), {Reason.DOCUMENT_MISSING}),
        ((lab(signed_on="2024-12-31", term_from=None, term_to=None),), set()),
        ((lab(signed_on="2025-01-01", term_from=None, term_to=None),), {Reason.TERM_OUTSIDE_PERIOD}),
        ((lab(signed_on="2020-01-01", term_from="2020-01-01", term_to="2023-12-31"),), {Reason.TERM_OUTSIDE_PERIOD}),
        ((lab(signed_on="2020-01-01", term_from="2020-01-01", term_to="2024-01-01"),), set()),
        ((lab(signed_on=None),), {Reason.DATE_MISSING}),
        ((lab(party_a=FIRM),), {Reason.PARTY_MISMATCH}),
        ((lab(sure={"research_body": 0.7}),), {Reason.PAGE_UNREADABLE}),
        ((project(),), set()),
        ((project(project_level="国家级"),), set()),
        ((project(title="北京市科技计划项目申报书"),), {Reason.DOCUMENT_MISSING}),
        ((project(signature="invalid"),), {Reason.SIGNATURE_INVALID}),
        ((project(project_level=None),), {Reason.DOCUMENT_MISSING}),
        ((project(project_number=None),), {Reason.DOCUMENT_MISSING}),
        ((project(participants=[UNIVERSITY, FIRM]),), {Reason.PARTY_MISMATCH}),
        ((project(participants=None),), {Reason.PARTY_MISMATCH}),
        ((project(signed_on="2024-12-31"),), set()),
        ((project(signed_on="2025-01-01"),), {Reason.DATE_OUT_OF_PERIOD}),
        ((project(signed_on=None),), {Reason.DATE_MISSING}),
        ((project(sure={"project_level": 0.7}),), {Reason.PAGE_UNREADABLE}),
    ],
)
def test_one_paper(papers: Iterable[Record], missing: set[Reason]) -> None:
    found = result(*papers)
    assert reasons(found) == missing
    assert (found.count.listed, found.count.verified, found.count.open) == (1, not missing, bool(missing))


def test_one_proven_paper_is_enough() -> None:
    found = result(lab(FIRM), project(), lab(signed_on=None))
    assert (found.count.listed, found.count.verified) == (1, 1)
    assert [unit.name for unit in found.units] == ["关于项目立项的通知"]
    assert found.findings == ()


def test_an_ordinary_agreement_is_nothing_for_the_rule() -> None:
    assert not result(agreement(UNIVERSITY)).count.handed_in
    assert not result().count.handed_in
