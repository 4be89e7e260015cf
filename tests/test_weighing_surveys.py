"""Questionnaires: on the list of enterprises served, once, with the score that is listed."""

from collections.abc import Iterable, Sequence

import pytest

from domain.claims import Claim
from domain.documents import CellValue, Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import RULE, desk_of, reasons_of, served_row, survey, survey_row, unread
from validators.weighing.scale import Scale
from validators.weighing.surveys import weigh_surveys

CLIENT = "北京云途科技有限公司"


def weighed(
    claims: Sequence[Claim],
    papers: Iterable[Record] = (),
    served: Sequence[str] | None = (CLIENT,),
    problems: Iterable[Problem] = (),
) -> list[Scale]:
    rows = None if served is None else [served_row(place, name) for place, name in enumerate(served, 2)]
    desk = desk_of(papers, [*claims, *(rows or ())], problems=problems)
    scales = None if rows is None else [Scale(row, RULE) for row in rows]
    return weigh_surveys(claims, desk, scales, "gate-11-surveys")


@pytest.mark.parametrize(
    ("listed", "score", "status"),
    [
        (95, 95, Status.VERIFIED),
        (95, 95.5, Status.VERIFIED),
        (95, 95.6, Status.OPEN),
        (95, None, Status.VERIFIED),
        (100, 92, Status.OPEN),
        (0, 0, Status.VERIFIED),
    ],
)
def test_list_and_questionnaire_agree_up_to_rounding(listed: int, score: float | None, status: Status) -> None:
    (scale,) = weighed([survey_row(2, CLIENT, listed)], [survey(CLIENT, score)])
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.SCORE_MISMATCH,))


@pytest.mark.parametrize("value", [105, -1, None, "很满意"])
def test_what_is_no_percentage_is_open(value: CellValue) -> None:
    (scale,) = weighed([survey_row(2, CLIENT, value)], [survey(CLIENT, None)])
    assert (scale.status, scale.reasons) == (Status.OPEN, (Reason.VALUE_INVALID,))


def test_the_questionnaire_that_agrees_counts() -> None:
    (scale,) = weighed([survey_row(2, CLIENT)], [survey(CLIENT, 80), survey(CLIENT, 95)])
    assert scale.status is Status.VERIFIED


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("北京市云途科技有限公司", ("verified",)),
        (f"{CLIENT}海淀分公司", ("verified",)),
        ("云途（北京）科技有限公司", ("open", "possible-party")),
        ("云途科技", ("open", "possible-party")),
        ("上海岑溪机器人有限公司", ("excluded", "survey-not-listed")),
    ],
)
def test_only_enterprises_of_the_list_count(name: str, outcome: tuple[str, ...]) -> None:
    assert reasons_of(weighed([survey_row(2, name)], [survey(name)])) == [outcome]


def test_without_a_list_of_enterprises_nothing_is_excluded() -> None:
    assert reasons_of(weighed([survey_row(2, CLIENT)], [survey(CLIENT)], served=None)) == [
        ("open", "survey-not-listed")
    ]
    assert reasons_of(weighed([survey_row(2, CLIENT)], [survey(CLIENT)], served=())) == [
        ("excluded", "survey-not-listed")
    ]


def test_an_enterprise_counts_once() -> None:
    rows = [survey_row(2, CLIENT), survey_row(3, CLIENT)]
    assert reasons_of(weighed(rows, [survey(CLIENT)])) == [("verified",), ("excluded", "duplicate-enterprise")]


@pytest.mark.parametrize(
    ("papers", "problems", "reasons"),
    [
        ((), (), ("survey-missing",)),
        ((), (unread("问卷/云途.jpg"),), ("page-unreadable", "survey-missing")),
        ((survey(CLIENT, sure={"enterprise": 0.79}),), (), ("page-unreadable",)),
        ((survey(CLIENT, sure={"enterprise": 0.80}),), (), ()),
        ((survey("云途（北京）科技有限公司"),), (), ("possible-party", "survey-missing")),
        ((survey(CLIENT, 80, sure={"score": 0.5}),), (), ("page-unreadable",)),
        ((survey(CLIENT, 95, sure={"score": 0.5}),), (), ()),
    ],
)
def test_what_is_missing_or_badly_read_is_open(
    papers: tuple[Record, ...], problems: tuple[Problem, ...], reasons: tuple[str, ...]
) -> None:
    (scale,) = weighed([survey_row(2, CLIENT)], papers, problems=problems)
    assert reasons_of([scale]) == [("open", *reasons) if reasons else ("verified",)]


@pytest.mark.parametrize(
    ("signed", "status"),
    [
        ("2023-12-31", Status.OPEN),
        ("2024-01-01", Status.VERIFIED),
        ("2025-01-20", Status.VERIFIED),
        (None, Status.VERIFIED),
    ],
)
def test_a_questionnaire_filled_in_before_the_year_says_nothing_of_it(signed: str | None, status: Status) -> None:
    (scale,) = weighed([survey_row(2, CLIENT)], [survey(CLIENT, signed_on=signed)])
    assert scale.status is status
