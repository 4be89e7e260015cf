"""Questionnaires: enterprise, score by a stated rule, day (domain.md 3.20)."""

from collections.abc import Mapping

import pytest

from domain.documents import Problem, Reading, Sheet, SheetRow
from domain.records import Field
from extractors.survey import extract_survey, is_survey_export
from tests.positioned import SHA256, plain

TITLE = "中小企业服务满意度调查问卷"
NAME = "企业名称：北京云途科技有限公司"


def survey(*lines: str) -> Mapping[str, Field]:
    (record,) = extract_survey(plain(*lines))
    assert not isinstance(record, Problem)
    return record.fields


def said(fields: Mapping[str, Field], *names: str) -> list[object]:
    return [fields[name].value if name in fields else None for name in names]


def test_the_fields_of_a_questionnaire() -> None:
    fields = survey(TITLE, NAME, "服务内容：专利申请", "总体满意度：97%", "企业（盖章）：", "填表日期：2024年10月9日")
    assert said(fields, "enterprise", "score", "signed_on") == ["北京云途科技有限公司", 97, "2024-10-09"]


@pytest.mark.parametrize(
    ("lines", "score"),
    [
        (("总体满意度（%）：98",), 98),
        (("总体满意度：98.5 ％",), 98.5),
        (("总体满意度（满分100分）：96分",), 96),
        (("总体满意度：4.8分",), None),
        (("总体满意度：非常满意",), None),
        (("非常满意100分，满意80分，一般60分", "总体满意度：☑非常满意 □满意 □一般"), 100),
        (("总体满意度：☑非常满意 □满意 □一般",), None),
        (("总体满意度：",), None),
        (("总体满意度：120%",), None),
    ],
)
def test_scores_need_a_stated_rule(lines: tuple[str, ...], score: float | None) -> None:
    assert said(survey(TITLE, NAME, *lines), "score") == [score]


def test_an_anonymous_questionnaire_names_no_enterprise() -> None:
    assert "enterprise" not in survey(TITLE, "企业名称：", "总体满意度：97%")


def export(*rows: tuple[str | float | None, ...]) -> Sheet:
    return Sheet(name="Sheet1", rows=tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1)))


def test_the_export_of_a_platform_gives_a_record_a_row() -> None:
    sheet = export(
        ("序号", "提交答卷时间", "所用时间", "1、您的企业名称", "2、总体满意度（%）"),
        (1, "2024-11-05 10:20:30", "65秒", "北京云途科技有限公司", 98),
        (2, "2024-11-06 08:00:00", "70秒", "北京青禾软件有限公司", "95%"),
        (3, "2024-11-06 08:00:00", "70秒", None, 90),
    )
    assert is_survey_export(sheet)
    records = extract_survey(Reading(path="问卷.xlsx", sha256=SHA256, sheets=(sheet,)))
    told = [
        said(record.fields, "enterprise", "score", "signed_on") for record in records if not isinstance(record, Problem)
    ]
    assert told == [["北京云途科技有限公司", 98, "2024-11-05"], ["北京青禾软件有限公司", 95, "2024-11-06"]]


def test_the_list_of_annex_6_is_no_export() -> None:
    sheet = export(
        ("序号", "服务企业名称", "服务内容", "联系人", "联系电话", "服务满意度（%）"), (1, "某某公司", "", "", "", 98)
    )
    assert not is_survey_export(sheet)
